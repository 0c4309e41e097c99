package tokenizer

import (
	"fmt"
	"strings"

	"joist/internal/diag"
	"joist/internal/mem"
	"joist/internal/quoted"
)

// Options say where a source starts and how its names and strings are to be taken.
type Options struct {
	// File names the source in diagnostics.
	File string
	// Line and Column are the position of the first byte, at least 1. Later lines start at Column
	// too.
	Line, Column int
	// KeepEscapes leaves escape sequences in strings as they are written.
	KeepEscapes bool
	// EncodeAtom, when set, makes the node of every name.
	EncodeAtom func(text string, meta quoted.Meta) (quoted.Node, error)
	// AtomExists, when set, is asked for every name.
	AtomExists func(name string) bool
	// MaxDepth bounds how deep delimiters and interpolations nest.
	MaxDepth int
}

// Result is a tokenized source.
type Result struct {
	// Source is the text that Token.Start refers to.
	Source string
	// Tokens end with an EOF token.
	Tokens []Token
	// Names and NameNodes are the interned names and the node of each.
	Names     []string
	NameNodes []quoted.Node
	Numbers   []quoted.Node
	Strings   []Str
	Warnings  []diag.Diagnostic
}

// Buffers is memory that one Tokenize may take over from an earlier one. Results of the earlier
// one must not be used any more. The zero value is ready.
type Buffers struct {
	toks  []Token
	names nameTable
	strs  []Str
}

// Bounds of what Buffers keep.
const (
	maxKeptTokens = 1 << 17
	maxKeptNames  = 1 << 14
)

// manyTokens is how many possible tokens are worth asking for their memory at once.
const manyTokens = 50_000

// Tokenize reads all of src, which must be valid UTF-8.
func Tokenize(src string, opts Options, buf *Buffers) (Result, *diag.Diagnostic) {
	t := tokenizer{
		src:   src,
		opts:  opts,
		line:  int32(opts.Line),
		base:  -int32(opts.Column),
		start: int32(opts.Column),
		names: buf.names,
		toks:  buf.toks[:0],
		strs:  buf.strs[:0],
	}
	if opts.EncodeAtom != nil || len(t.names.names) > maxKeptNames || t.names.slots == nil {
		t.names = newNameTable()
	}
	if most := len(src)/3 + 16; cap(t.toks) < most {
		// Enough for nearly every source. Growing in steps would touch five times the memory; what is not used costs nothing.
		t.toks = make([]Token, 0, most)
		ahead := mem.Ahead{On: most >= manyTokens}
		mem.Reached(&ahead, &t.toks[:most][0])
		mem.Reached(&ahead, &t.toks[:most][most/2])
	}
	t.indent = t.start - 1
	ok := t.run(false)
	if t.unicodeNames {
		t.lint()
	}
	t.push(EOF, t.pos, 0)
	res := Result{
		Source: src, Tokens: t.toks, Names: t.names.names, NameNodes: t.names.nodes,
		Numbers: t.numbers, Strings: t.strs, Warnings: t.warnings,
	}
	*buf = Buffers{}
	if cap(t.toks) <= maxKeptTokens {
		buf.toks, buf.strs = t.toks, t.strs
	}
	if opts.EncodeAtom == nil {
		buf.names = t.names
	}
	if !ok {
		return res, t.err
	}
	return res, nil
}

// tokenizer is the state of one run.
type tokenizer struct {
	src string
	pos int32
	// line is the current line, and base such that the column of offset p is p-base.
	line, base int32
	// start is the column at which every line starts.
	start int32
	// indent is the indentation of the current line.
	indent int32

	toks     []Token
	names    nameTable
	numbers  []quoted.Node
	strs     []Str
	warnings []diag.Diagnostic
	err      *diag.Diagnostic

	open []delimiter
	// outer is the number of open delimiters that stand around the innermost interpolation.
	outer int
	hints []hint
	// depth counts the interpolations around the current place.
	depth int
	opts  Options
	// unicodeNames says that some name is not all ASCII.
	unicodeNames bool
}

// peek returns the byte at pos+n, 0 after the end.
func (t *tokenizer) peek(n int32) byte {
	if p := t.pos + n; int(p) < len(t.src) {
		return t.src[p]
	}
	return 0
}

func (t *tokenizer) column() int32 { return t.pos - t.base }

// push appends a token that starts at offset start of the current line.
func (t *tokenizer) push(kind Kind, start, val int32) *Token {
	t.toks = append(t.toks, Token{Kind: kind, Line: t.line, Column: start - t.base, Start: start, Val: val})
	return &t.toks[len(t.toks)-1]
}

// last is the kind of the last token.
func (t *tokenizer) last() Kind {
	if n := len(t.toks); n > 0 {
		return t.toks[n-1].Kind
	}
	return EOF
}

// dropEOL takes away a newline before an operator that continues the expression.
func (t *tokenizer) dropEOL() {
	if n := len(t.toks); n > 0 && t.toks[n-1].Kind == EOL {
		t.toks = t.toks[:n-1]
	}
}

// linesBefore is the number of newlines before the current place.
func (t *tokenizer) linesBefore() int32 {
	if n := len(t.toks); n > 0 {
		switch last := &t.toks[n-1]; last.Kind {
		case Comma, Semicolon, EOL:
			return last.Lines
		}
	}
	return 0
}

func (t *tokenizer) warn(line, column int32, msg string) {
	t.warnings = append(t.warnings, diag.Diagnostic{
		Severity: diag.Warning, File: t.opts.File, Message: msg,
		Pos: diag.Pos{Line: int(line), Column: int(column)},
	})
}

// fail records a syntax error; it returns false so that scanners can return it.
func (t *tokenizer) fail(line, column int32, msg string) bool {
	t.err = &diag.Diagnostic{
		Exception: "SyntaxError", File: t.opts.File, Message: msg,
		Pos: diag.Pos{Line: int(line), Column: int(column)},
	}
	return false
}

// isSpace tells the characters that may follow the colon of a keyword key. (0, the end, is none.)
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// run reads tokens to the end of the source, or, in an interpolation, to the } that closes it
// (which it leaves).
func (t *tokenizer) run(interpolation bool) bool {
	for int(t.pos) < len(t.src) {
		c := t.src[t.pos]
		switch {
		case class[c]&identStart != 0:
			if !t.identifier() {
				return false
			}
		case c == ' ' || c == '\t':
			t.spaces()
		case c == '\n':
			t.newline(1)
		case c == '}' && interpolation && len(t.open) == t.outer:
			return true
		default:
			if !t.symbol(c) {
				return false
			}
		}
	}
	if len(t.open) > t.outer {
		return t.missingTerminator()
	}
	return true
}

// spaces skips blanks and then settles whether + and - after a blank are unary: "a -1" calls a,
// "a - 1" subtracts.
func (t *tokenizer) spaces() {
	t.skipBlanks()
	sign := t.peek(0)
	if sign != '+' && sign != '-' || t.last() != Identifier {
		return
	}
	next := t.peek(1)
	if next == sign || next == '/' || next == '>' || isSpace(next) || int(t.pos)+1 >= len(t.src) ||
		next == ':' && isSpace(t.peek(2)) {
		return
	}
	t.toks[len(t.toks)-1].Kind = OpIdentifier
	op := OpPlus
	if sign == '-' {
		op = OpMinus
	}
	t.push(DualOp, t.pos, op)
	t.pos++
}

func (t *tokenizer) skipBlanks() {
	for int(t.pos) < len(t.src) && (t.src[t.pos] == ' ' || t.src[t.pos] == '\t') {
		t.pos++
	}
}

// newline takes a line end of n bytes and the indentation after it. Runs of newlines are one
// token, and one after a comma or a semicolon is only counted there.
func (t *tokenizer) newline(n int32) {
	switch t.last() {
	case Comma, Semicolon, EOL:
		t.toks[len(t.toks)-1].Lines++
	default:
		t.push(EOL, t.pos, 0).Lines = 1
	}
	t.nextLine(n)
	t.skipBlanks()
	t.indent = t.column() - 1
}

// nextLine moves behind a line end of n bytes.
func (t *tokenizer) nextLine(n int32) {
	t.pos += n
	t.line++
	t.base = t.pos - t.start
}

// symbol reads everything that does not start like an ASCII name.
func (t *tokenizer) symbol(c byte) bool {
	switch c {
	case ',':
		t.push(Comma, t.pos, 0)
		t.pos++
		return true
	case '#':
		return t.comment(true)
	case '"', '\'':
		return t.quotes(c)
	case '(', '[', ')', ']', '}':
		return t.bracket(c)
	case '{':
		return t.curly()
	case ':':
		return t.colon()
	case '.':
		return t.dot()
	case '%':
		return t.percent()
	case '~':
		if n := t.peek(1); isLower(n) || isUpper(n) {
			return t.sigil()
		}
	case '?':
		if int(t.pos)+1 < len(t.src) {
			return t.char()
		}
	case ';':
		if t.last() == Semicolon {
			return t.unexpected()
		}
		t.push(Semicolon, t.pos, 0)
		t.pos++
		return true
	case '\\':
		if t.peek(1) != '\\' {
			return t.continuation()
		}
	case '\r':
		if t.peek(1) == '\n' {
			t.newline(2)
			return true
		}
	case '<':
		if t.conflictMarker() {
			return false
		}
	}
	if isDigit(c) {
		return t.number()
	}
	if c >= 0x80 {
		return t.unicodeIdentifier()
	}
	return t.operator(c)
}

// comment skips a comment. It ends the count of newlines before it.
func (t *tokenizer) comment(resets bool) bool {
	rest := t.src[t.pos:]
	end := strings.IndexByte(rest, '\n')
	if end < 0 {
		end = len(rest)
	}
	for i := 0; i < end; i++ {
		if rest[i] == 0xE2 { // every bidirectional control starts with this byte
			for _, r := range rest[i:end] {
				if isBidi(r) {
					return t.fail(t.line, t.column(), fmt.Sprintf(
						"invalid bidirectional formatting character in comment: \\u%04X", r))
				}
			}
			break
		}
	}
	// The newline's column is that of the comment.
	t.pos += int32(end)
	t.base += int32(end)
	if end < len(rest) && end > 0 && rest[end-1] == '\r' {
		t.pos--
		t.base--
	}
	if n := len(t.toks); resets && n > 0 && t.toks[n-1].Kind == EOL {
		t.toks[n-1].Lines = 0
	}
	return true
}

// continuation reads a backslash at the end of a line, which joins it with the next.
func (t *tokenizer) continuation() bool {
	n := int32(1)
	switch {
	case t.peek(1) == '\n':
		n = 2
	case t.peek(1) == '\r' && t.peek(2) == '\n':
		n = 3
	case int(t.pos)+1 < len(t.src):
		return t.unexpected()
	}
	if int(t.pos+n) >= len(t.src) {
		t.fail(t.line, t.column(), "invalid escape \\ at end of file")
		t.err.Exception = "TokenMissingError"
		return false
	}
	t.nextLine(n)
	t.skipBlanks()
	t.indent = t.column() - 1
	return true
}

// conflictMarker fails at a <<<<<<< that version control left at the start of a line.
func (t *tokenizer) conflictMarker() bool {
	if t.column() != 1 || !strings.HasPrefix(t.src[t.pos:], "<<<<<<<") {
		return false
	}
	line := t.src[t.pos:]
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	t.fail(t.line, t.column(), "found an unexpected version control marker, please resolve the conflicts: "+line)
	return true
}
