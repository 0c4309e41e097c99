package tokenizer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"joist/internal/quoted"
)

// body is a string-like token while its content is read.
type body struct {
	// closing is the byte that ends it; heredoc says that it takes three of them on a new line.
	closing byte
	heredoc bool
	// interpolates says that #{ starts an interpolation, which only uppercase sigils lack.
	interpolates bool
	// token is the index of its opening token.
	token int
	// spans are the pieces of text between interpolations.
	spans []span
	// dropped are the offsets of backslashes that only protect the delimiter and vanish.
	dropped []int32
	escapes bool
	interps int
	// outdented says that a line with too little indentation was warned of.
	outdented bool
	// indent is the indentation of the heredoc's closing quotes.
	indent int32
	// start is where the token starts: its line, its column, its first byte.
	line, column, offset int32
}

// span is text from start to end; token is the Part that stands for it, -1 for the only one.
type span struct {
	start, end int32
	token      int
	line       int32
}

// begin pushes the opening token, whose name and kind follow later.
func (t *tokenizer) begin(kind Kind, closing byte) body {
	b := body{closing: closing, interpolates: true, token: len(t.toks),
		line: t.line, column: t.column(), offset: t.pos}
	t.push(kind, t.pos, 0)
	return b
}

// extract reads the content of b up to and with its closing delimiter. The current place is the
// first byte of the content. openLine, openColumn and opening name the start in errors.
func (t *tokenizer) extract(b *body, what string, openLine, openColumn int32, opening, closing string) bool {
	start := t.pos
	startLine := t.line
	for {
		if int(t.pos) >= len(t.src) {
			return t.failOpen("missing terminator: "+closing+fmt.Sprintf(" (for %s starting at line %d)", what, openLine),
				openLine, openColumn, opening, closing)
		}
		c := t.src[t.pos]
		switch {
		case c == b.closing && !b.heredoc:
			t.span(b, start, t.pos, startLine)
			t.pos++
			return true
		case c == '\\':
			t.escape(b)
		case c == '\n':
			t.nextLine(1)
			if b.heredoc && t.closesHeredoc(b, start, startLine) {
				return true
			}
		case c == '#' && b.interpolates && t.peek(1) == '{':
			t.span(b, start, t.pos, startLine)
			if !t.interpolation(b, what, openLine, openColumn, opening, closing) {
				return false
			}
			start, startLine = t.pos, t.line
		case c >= 0x80:
			if !t.wideCharacter(start) {
				return false
			}
		default:
			t.pos++
		}
	}
}

// escape skips a backslash and what it protects.
func (t *tokenizer) escape(b *body) {
	switch next := t.peek(1); {
	case next == '\n':
		b.escapes = true
		t.pos++ // the newline is the loop's
	case next == '\r' && t.peek(2) == '\n':
		b.escapes = true
		t.pos += 2
	case next == b.closing && !b.heredoc:
		if !b.interpolates {
			t.warn(t.line, t.column(), fmt.Sprintf("using \\%c to escape the closing of an uppercase sigil is deprecated, "+
				"please use another delimiter or a lowercase sigil instead", next))
		}
		b.dropped = append(b.dropped, t.pos)
		t.pos += 2
	case b.heredoc && next == b.closing && t.peek(2) == next && t.peek(3) == next:
		b.dropped = append(b.dropped, t.pos)
		t.pos += 4
	case b.interpolates && next == '#' && t.peek(2) == '{':
		b.escapes = true
		t.pos += 3
	default:
		b.escapes = true
		t.pos++
		if int(t.pos) < len(t.src) && t.src[t.pos] < 0x80 {
			t.pos++
		}
	}
}

// closesHeredoc skips the indentation of a new line and tells whether the heredoc ends there.
func (t *tokenizer) closesHeredoc(b *body, start, startLine int32) bool {
	lineStart := t.pos
	base := t.base
	t.base = t.pos - 1 // heredoc lines count from column 1
	t.skipBlanks()
	if t.peek(0) != b.closing || t.peek(1) != b.closing || t.peek(2) != b.closing {
		return false
	}
	b.indent = t.pos - lineStart
	_ = base
	t.span(b, start, lineStart, startLine)
	t.pos += 3
	return true
}

// span ends a piece of text. The first piece of a heredoc counts even when it is empty.
func (t *tokenizer) span(b *body, start, end, line int32) {
	if start == end && !(b.heredoc && len(b.spans) == 0 && b.interps == 0) {
		return
	}
	b.spans = append(b.spans, span{start, end, len(t.toks), line})
	t.push(Part, start, 0)
}

// wideCharacter skips one user-perceived character that starts with a non-ASCII code point; it
// counts as one column, or as none when it combines with the character before it. start is where
// the text began.
func (t *tokenizer) wideCharacter(start int32) bool {
	r, n := utf8.DecodeRuneInString(t.src[t.pos:])
	if isBidi(r) {
		return t.fail(t.line, t.column(), fmt.Sprintf("invalid bidirectional formatting character in string: \\u%04X"+
			". If you want to use such character, use it in its escaped \\u%04X form instead", r, r))
	}
	width := int32(1)
	if combines(r) && t.pos > start && t.src[t.pos-1] != '\n' {
		width = 0
	} else if r > 255 {
		n = clusterLen(t.src[t.pos:], r, n)
	}
	t.pos += int32(n)
	t.base += int32(n) - width
	return true
}

// clusterLen extends a character by what combines with it.
func clusterLen(s string, r rune, n int) int {
	regional := isRegional(r)
	for n < len(s) {
		next, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case combines(next):
		case 0x1160 <= next && next <= 0x11FF && isHangul(r): // vowels and final consonants
		case r < 0x1160 && isHangul(r) && isHangul(next) && next < 0xD7A4:
		case regional && isRegional(next):
			regional = false
		case strings.HasSuffix(s[:n], "\u200d") && next > 0x2000:
		default:
			return n
		}
		n += size
	}
	return n
}

// isHangul tells initial consonants, vowels, final consonants and syllables.
func isHangul(r rune) bool { return 0x1100 <= r && r <= 0x11FF || 0xAC00 <= r && r <= 0xD7A3 }

func isRegional(r rune) bool { return 0x1F1E6 <= r && r <= 0x1F1FF }

// combines tells the code points that extend the character before them.
func combines(r rune) bool {
	return r >= 0x300 && (unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) ||
		r == 0x200C || r == 0x200D || 0x1F3FB <= r && r <= 0x1F3FF || 0xE0020 <= r && r <= 0xE007F)
}

// isBidi tells the characters that reorder text and could make source look like other source.
func isBidi(r rune) bool {
	return 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069
}

// interpolation reads #{...} with the tokens inside.
func (t *tokenizer) interpolation(b *body, what string, openLine, openColumn int32, opening, closing string) bool {
	if len(t.open)+t.depth >= t.opts.MaxDepth {
		return t.fail(t.line, t.column(), fmt.Sprintf("nesting is too deep: more than %d levels", t.opts.MaxDepth))
	}
	b.interps++
	line, column := t.line, t.column()
	t.push(InterpBegin, t.pos, 0)
	t.pos += 2
	outer := t.outer
	t.outer = len(t.open)
	t.depth++
	ok := t.run(true)
	t.depth--
	t.outer = outer
	if !ok {
		return false
	}
	if int(t.pos) >= len(t.src) {
		t.failOpen("missing interpolation terminator: \"}\""+fmt.Sprintf(" (for %s starting at line %d)", what, openLine),
			openLine, openColumn, opening, closing)
		t.err.EndPos.Line, t.err.EndPos.Column = int(line), int(column)
		return false
	}
	t.push(InterpEnd, t.pos, 0)
	t.pos++
	return true
}

// finish gives b's parts their text. Without interpolation the opening token alone remains.
func (t *tokenizer) finish(b *body, unescapes bool) (text string, ok bool) {
	for i, s := range b.spans {
		text = t.spanText(b, s, i == 0)
		if unescapes && b.escapes && !t.opts.KeepEscapes {
			var problem string
			if text, problem = Unescape(text); problem != "" {
				column := b.column + 1
				if k := t.toks[b.token].Kind; k == AtomQuoted || b.heredoc {
					column = b.column
				}
				return "", t.fail(b.line, column, problem)
			}
		}
		if b.interps > 0 {
			t.toks[s.token].Val = t.addString(Str{Text: text})
		}
	}
	if b.interps == 0 {
		t.toks = t.toks[:b.token+1]
		return text, true
	}
	t.toks[b.token].Flags |= Interpolated
	t.push(StringEnd, t.pos, 0)
	return "", true
}

func (t *tokenizer) addString(s Str) int32 {
	t.strs = append(t.strs, s)
	return int32(len(t.strs) - 1)
}

// spanText is the text of a span, without protecting backslashes and heredoc indentation. Spans
// are asked for in order.
func (t *tokenizer) spanText(b *body, s span, first bool) string {
	text := t.src[s.start:s.end]
	if len(b.dropped) > 0 {
		var sb strings.Builder
		from := s.start
		for len(b.dropped) > 0 && b.dropped[0] < s.end {
			sb.WriteString(t.src[from:b.dropped[0]])
			from = b.dropped[0] + 1
			b.dropped = b.dropped[1:]
		}
		sb.WriteString(t.src[from:s.end])
		text = sb.String()
	}
	if b.heredoc {
		text = t.outdent(b, s, text, first)
	}
	return text
}

// outdent takes the heredoc's indentation from the start of every line.
func (t *tokenizer) outdent(b *body, s span, text string, first bool) string {
	if b.indent == 0 {
		return text
	}
	var sb strings.Builder
	sb.Grow(len(text))
	line := s.line
	for atStart := first; text != ""; atStart = true {
		if atStart {
			n := 0
			for n < len(text) && n < int(b.indent) && (text[n] == ' ' || text[n] == '\t') {
				n++
			}
			short := n < int(b.indent) && n < len(text) && text[n] != '\n' && !strings.HasPrefix(text[n:], "\r\n")
			if short && !b.outdented {
				b.outdented = true
				t.warnOutdented(b, line)
			}
			text = text[n:]
		}
		end := strings.IndexByte(text, '\n') + 1
		if end == 0 {
			end = len(text)
		}
		sb.WriteString(text[:end])
		text = text[end:]
		line++
	}
	return sb.String()
}

// warnOutdented warns of a heredoc's first line that is indented too little.
func (t *tokenizer) warnOutdented(b *body, line int32) {
	marker := strings.Repeat(string(b.closing), 3)
	t.warn(line, b.column, "outdented heredoc line. The contents inside the heredoc should be indented "+
		"at the same level as the closing "+marker+". The following is forbidden:\n\n"+
		"    def text do\n      \"\"\"\n    contents\n      \"\"\"\n    end\n\n"+
		"Instead make sure the contents are indented as much as the heredoc closing:\n\n"+
		"    def text do\n      \"\"\"\n      contents\n      \"\"\"\n    end\n\n"+
		"The current heredoc line is indented too little")
}

// quotes reads a string, a charlist, a heredoc or the quoted key of a keyword.
func (t *tokenizer) quotes(quote byte) bool {
	if t.peek(1) == quote && t.peek(2) == quote {
		return t.heredoc(quote)
	}
	kind := BinString
	if quote == '\'' {
		kind = ListString
	}
	b := t.begin(kind, quote)
	t.pos++
	if !t.extract(&b, "string", b.line, b.column, string(quote), string(quote)) {
		return false
	}
	key := t.peek(0) == ':' && isSpace(t.peek(1))
	switch {
	case key && t.needlessQuotes(&b):
		t.warn(b.line, b.column, "found quoted keyword \""+t.onlyText(&b)+"\" but the quotes are not required. "+
			"Note that keywords are always atoms, even when quoted. Similar to atoms, keywords made exclusively of ASCII "+
			"letters, numbers, and underscores and not beginning with a number do not require quotes")
	case key && quote == '\'':
		t.warn(b.line, b.column, "single quotes around keywords are deprecated. Use double quotes instead")
	case quote == '\'' && !key:
		t.warn(b.line, b.column, "using single-quoted strings to represent charlists is deprecated.\n"+
			"Use ~c\"\" if you indeed want a charlist or use \"\" instead.\n"+
			"You may run \"mix format --migrate\" to change all single-quoted\n"+
			"strings to use the ~c sigil and fix this warning.")
	}
	text, ok := t.finish(&b, true)
	if !ok {
		return false
	}
	if key {
		t.pos++
		return t.quotedName(&b, text, quote, Keyword, KeywordInterp, b.column)
	}
	if t.toks[b.token].Flags&Interpolated == 0 {
		t.toks[b.token].Val = t.addString(Str{Text: text, Indentation: -1})
	}
	return true
}

// quotedName makes a name of a quoted text, or leaves its parts when there is interpolation.
func (t *tokenizer) quotedName(b *body, text string, quote byte, plain, interpolated Kind, column int32) bool {
	tok := &t.toks[b.token]
	tok.Delim = quote
	if tok.Flags&Interpolated != 0 {
		tok.Kind = interpolated
		return true
	}
	val, ok := t.quotedAtom(text, b.line, column)
	tok.Kind, tok.Val = plain, val
	return ok
}

// quotedAtom interns the text of a quoted name that starts in an earlier line perhaps.
func (t *tokenizer) quotedAtom(text string, line, column int32) (int32, bool) {
	if !utf8.ValidString(text) {
		t.fail(line, column, "invalid UTF-8 in atom "+quoted.InspectString(text))
		t.err.Exception = "ArgumentError"
		return 0, false
	}
	if len(text) > 255 {
		return 0, t.fail(line, column, "atom length must be less than system limit: "+text)
	}
	now, base := t.line, t.base
	t.line = line
	val, ok := t.name(text, hashName(text), column)
	t.line, t.base = now, base
	return val, ok
}

// onlyText is the raw text of a body without interpolation.
func (t *tokenizer) onlyText(b *body) string {
	if len(b.spans) == 0 {
		return ""
	}
	return t.src[b.spans[0].start:b.spans[0].end]
}

// needlessQuotes tells whether a quoted name could be written without quotes.
func (t *tokenizer) needlessQuotes(b *body) bool {
	if b.interps > 0 {
		return false
	}
	text := t.onlyText(b)
	if text == "" || class[text[0]]&identStart == 0 || isUpper(text[0]) {
		return false
	}
	for i := 0; i < len(text); i++ {
		if c := text[i]; c == '@' || class[c]&identPart == 0 && !(i == len(text)-1 && (c == '!' || c == '?')) {
			return false
		}
	}
	return true
}

// colon reads an atom, or the operator ::.
func (t *tokenizer) colon() bool {
	rest := t.src[t.pos+1:]
	if quote := t.peek(1); quote == '"' || quote == '\'' {
		return t.quotedAtomLiteral(quote)
	}
	for _, name := range [...]string{"<<>>", "%{}", "%", "{}", "..//"} {
		if strings.HasPrefix(rest, name) {
			t.pushName(Atom, name, t.pos)
			t.pos += int32(len(name)) + 1
			return true
		}
	}
	if strings.HasPrefix(rest, "::") {
		t.warn(t.line, t.column(), "atom ::: must be written between quotes, as in :\"::\", to avoid ambiguity")
		t.pushName(Atom, "::", t.pos)
		t.pos += 3
		return true
	}
	if name := operatorAtom(rest); name != "" {
		t.pushName(Atom, name, t.pos)
		t.pos += int32(len(name)) + 1
		return true
	}
	if rest != "" && rest[0] == ':' {
		return t.operator(':')
	}
	return t.atom()
}

// operatorAtom is the operator that s starts with and that may follow the colon of an atom.
func operatorAtom(s string) string {
	if strings.HasPrefix(s, ".") && !strings.HasPrefix(s, "..") {
		return "."
	}
	info, ok := matchOperator(s)
	if !ok {
		return ""
	}
	switch info.op {
	case OpType:
		return ""
	case OpAssoc, OpTernary:
		return info.text[:1]
	}
	return info.text
}

// atom reads the name after a colon.
func (t *tokenizer) atom() bool {
	start := t.pos
	if int(start)+1 >= len(t.src) {
		return t.unexpected()
	}
	if c := t.src[start+1]; class[c]&identStart == 0 && c < 0x80 {
		return t.unexpected()
	}
	end, hash, _ := t.scanName(start + 1)
	if int(end) < len(t.src) && t.src[end] >= 0x80 {
		return t.unicodeAtom()
	}
	text := t.src[start+1 : end]
	if int(end) < len(t.src) && t.src[end] == '=' {
		t.warnBang("atom", ":"+text, t.column())
	}
	val, ok := t.name(text, hash, t.column())
	if !ok {
		return false
	}
	t.push(Atom, start, val)
	t.pos = end
	return true
}

// quotedAtomLiteral reads :"foo bar".
func (t *tokenizer) quotedAtomLiteral(quote byte) bool {
	b := t.begin(AtomQuoted, quote)
	t.pos += 2
	if !t.extract(&b, "atom", b.line, b.column+1, string(quote), string(quote)) {
		return false
	}
	if t.needlessQuotes(&b) {
		t.warn(b.line, b.column, "found quoted atom \""+t.onlyText(&b)+"\" but the quotes are not required. "+
			"Atoms made exclusively of ASCII letters, numbers, underscores, "+
			"beginning with a letter or underscore, and optionally ending with ! or ? do not require quotes")
	}
	text, ok := t.finish(&b, true)
	return ok && t.quotedName(&b, text, quote, AtomQuoted, AtomInterp, b.column)
}

// quotedCall reads the quoted name after a dot: Mod."some fun"().
func (t *tokenizer) quotedCall(dot Token, quote byte) bool {
	b := t.begin(Identifier, quote)
	t.pos++
	if !t.extract(&b, "function name", b.line, b.column, string(quote), string(quote)) {
		return false
	}
	if b.interps > 0 {
		return t.fail(b.line, b.column, "interpolation is not allowed when calling function/macro. "+
			"Found interpolation in a call starting with: "+string(quote))
	}
	if t.needlessQuotes(&b) {
		t.warn(b.line, b.column, "found quoted call \""+t.onlyText(&b)+"\" but the quotes are not required. "+
			"Calls made exclusively of Unicode letters, numbers, and underscores and not beginning with a number do not require quotes")
	}
	text, ok := t.finish(&b, true)
	if !ok {
		return false
	}
	val, ok := t.quotedAtom(text, b.line, b.column)
	if !ok {
		return false
	}
	name := t.toks[b.token]
	name.Kind, name.Val, name.Delim = t.calleeKind(), val, quote
	t.toks = t.toks[:b.token]
	t.dropEOL()
	t.toks = append(t.toks, dot, name)
	return true
}
