package tokenizer

import (
	"fmt"
	"unicode/utf8"

	"joist/internal/quoted"
)

// Classes of bytes.
const (
	identStart uint8 = 1 << iota // a-z A-Z _
	identPart                    // identStart, 0-9, @
)

var class = classify()

func classify() (table [256]uint8) {
	for c := range table {
		b := byte(c)
		switch {
		case isLower(b) || isUpper(b) || b == '_':
			table[c] = identStart | identPart
		case isDigit(b) || b == '@':
			table[c] = identPart
		}
	}
	return table
}

// identifier reads a name that starts with an ASCII letter or underscore.
func (t *tokenizer) identifier() bool {
	start := t.pos
	end, hash, at := t.scanName(start)
	if int(end) < len(t.src) && t.src[end] >= 0x80 {
		return t.unicodeIdentifier()
	}
	text := t.src[start:end]
	next := byte(0)
	if int(end) < len(t.src) {
		next = t.src[end]
	}
	if next != ':' || int(end)+1 < len(t.src) && t.src[end+1] == ':' {
		if isLower(text[0]) && len(text) <= 6 && t.last() != Dot {
			if kind, op := reservedWord(text); kind != EOF {
				return t.reserved(kind, op, text)
			}
		}
	}
	val, ok := t.name(text, hash, start-t.base)
	if !ok {
		return false
	}
	kind := Identifier
	if isUpper(text[0]) {
		kind = Alias
	}
	return t.named(kind, text, val, end, at, next)
}

// scanName finds the end of an ASCII name and its hash; at tells whether it contains an @.
func (t *tokenizer) scanName(start int32) (end int32, hash uint32, at bool) {
	src := t.src
	hash = fnvOffset
	i := int(start)
	for ; i < len(src) && class[src[i]]&identPart != 0; i++ {
		c := src[i]
		hash = (hash ^ uint32(c)) * fnvPrime
		if c == '@' {
			at = true
		}
	}
	if i < len(src) && (src[i] == '!' || src[i] == '?') {
		hash = (hash ^ uint32(src[i])) * fnvPrime
		i++
	}
	return int32(i), hash, at
}

// named pushes what the characters after a name make of it: the key of a keyword, an alias or an
// identifier.
func (t *tokenizer) named(kind Kind, text string, val, end int32, at bool, next byte) bool {
	start, column := t.pos, t.column()
	if next == ':' && int(end)+1 < len(t.src) {
		if after := t.src[end+1]; isSpace(after) {
			t.push(Keyword, start, val)
			t.pos = end + 1
			return true
		} else if after != ':' {
			return t.fail(t.line, column, "keyword argument must be followed by space after: "+text+":")
		}
	}
	what := "identifier"
	if kind == Alias {
		what = "alias"
	}
	switch {
	case at:
		return t.fail(t.line, column, fmt.Sprintf("invalid character \"@\" (code point U+0040) in %s: %s", what, text))
	case text == "__aliases__" || text == "__block__":
		return t.fail(t.line, column, "reserved token: "+text)
	case kind == Alias:
		if last := text[len(text)-1]; last == '!' || last == '?' {
			for _, r := range text {
				if r < 'A' {
					return t.badAlias(text, r)
				}
			}
		}
	case next == '=':
		t.warnBang("identifier", text, column)
	}
	t.pos = end
	if kind == Identifier {
		kind = t.calleeKind()
	}
	t.push(kind, start, val)
	return true
}

func (t *tokenizer) badAlias(text string, bad rune) bool {
	return t.fail(t.line, t.column(), fmt.Sprintf("invalid character \"%c\" (code point U+%04X) in alias "+
		"(only ASCII characters, without punctuation, are allowed): %s", bad, bad, text))
}

// warnBang warns of x!=y and x?=y, which could be read in two ways.
func (t *tokenizer) warnBang(what, text string, column int32) {
	last := text[len(text)-1]
	if last != '!' && last != '?' {
		return
	}
	t.warn(t.line, column, fmt.Sprintf("found %s \"%s\", ending with \"%c\", followed by =. "+
		"It is unclear if you mean \"%s %c=\" or \"%s =\". Please add a space before or after %c to remove the ambiguity",
		what, text, last, text[:len(text)-1], last, text, last))
}

// name interns a name of the source at a column of the current line.
func (t *tokenizer) name(text string, hash uint32, column int32) (int32, bool) {
	if len(text) > 255 && utf8.RuneCountInString(text) > 255 {
		return 0, t.fail(t.line, column, "atom length must be less than system limit: "+text)
	}
	if t.opts.EncodeAtom != nil {
		node, err := t.opts.EncodeAtom(text, quoted.Meta{Line: t.line, Column: column})
		if err != nil {
			return 0, t.fail(t.line, column, err.Error()+": "+text)
		}
		t.names.names = append(t.names.names, text)
		t.names.nodes = append(t.names.nodes, node)
		return int32(len(t.names.names) - 1), true
	}
	if t.opts.AtomExists != nil && !t.opts.AtomExists(text) {
		return 0, t.fail(t.line, column, "unsafe atom does not exist: "+text)
	}
	return t.names.intern(text, hash), true
}

// reservedWord classifies a word; EOF says that it is none.
func reservedWord(word string) (Kind, Op) {
	switch word {
	case "fn":
		return Fn, 0
	case "do":
		return Do, 0
	case "end":
		return End, 0
	case "true":
		return True, 0
	case "false":
		return False, 0
	case "nil":
		return Nil, 0
	case "not":
		return UnaryOp, OpNot
	case "and":
		return AndOp, OpAnd
	case "or":
		return OrOp, OpOr
	case "when":
		return WhenOp, OpWhen
	case "in":
		return InOp, OpIn
	case "after", "else", "catch", "rescue":
		return Block, 0
	}
	return EOF, 0
}

// reserved pushes a reserved word.
func (t *tokenizer) reserved(kind Kind, op Op, text string) bool {
	start, n := t.pos, int32(len(text))
	switch kind {
	case Fn:
		return t.opens(Fn, n)
	case Do:
		return t.do()
	case End:
		return t.closes(End, n)
	case Block:
		t.pushName(Block, text, start)
	case True, False, Nil:
		t.push(kind, start, 0)
	default:
		t.pos += n
		t.wordOperator(kind, op, text, start)
		return true
	}
	t.pos += n
	return true
}

// wordOperator pushes and, or, in, not and when, which are plain names before a /.
func (t *tokenizer) wordOperator(kind Kind, op Op, text string, start int32) {
	p := t.pos
	for int(p) < len(t.src) && (t.src[p] == ' ' || t.src[p] == '\t') {
		p++
	}
	if int(p) < len(t.src) && t.src[p] == '/' {
		t.pushName(Identifier, text, start)
		return
	}
	if n := len(t.toks); op == OpIn && n > 0 && t.toks[n-1].Kind == UnaryOp && t.toks[n-1].Val == OpNot {
		not := t.toks[n-1]
		t.toks = t.toks[:n-1]
		t.dropEOL()
		not.Kind, not.Val = InOp, OpNotIn
		t.toks = append(t.toks, not)
		return
	}
	lines := t.linesBefore()
	if kind != UnaryOp {
		t.dropEOL()
	}
	t.push(kind, start, op).Lines = lines
}

const doHelp = "In case you wanted to write a \"do\" expression, " +
	"you must either use do-blocks or separate the keyword argument with comma. " +
	"For example, you should either write:\n\n" +
	"    if some_condition? do\n" +
	"      :this\n" +
	"    else\n" +
	"      :that\n" +
	"    end\n\n" +
	"or the equivalent construct:\n\n" +
	"    if(some_condition?, do: :this, else: :that)\n\n" +
	"where \"some_condition?\" is the first argument and the second argument is a keyword list.\n\n" +
	"You may see this error if you forget a trailing comma before the \"do\" in a \"do\" block"

// DoHelp explains a do: where an expression should end.
func DoHelp(prefix string) string { return prefix + ". " + doHelp }

// do pushes a do, which makes the identifier right before it a DoIdentifier.
func (t *tokenizer) do() bool {
	switch t.last() {
	case Identifier:
		t.toks[len(t.toks)-1].Kind = DoIdentifier
	case Fn:
		return t.fail(t.line, t.column(), "unexpected reserved word: do. Anonymous functions are written as:\n\n"+
			"    fn pattern -> expression end\n\nPlease remove the \"do\" keyword")
	case Comma, Semicolon:
		return t.fail(t.line, t.column(), DoHelp("unexpected reserved word: do"))
	}
	t.dropEOL()
	t.push(Do, t.pos, 0)
	t.pos += 2
	return t.opened(Do)
}
