package tokenizer

import (
	"fmt"
	"strings"
)

// heredoc reads a string or charlist between triple quotes.
func (t *tokenizer) heredoc(quote byte) bool {
	kind := BinHeredoc
	if quote == '\'' {
		kind = ListHeredoc
		t.warn(t.line, t.column(), "single-quoted string represent charlists. Use ~c''' if you indeed want a charlist or use \"\"\" instead")
	}
	b := t.begin(kind, quote)
	if !t.heredocBody(&b, b.line, b.column) {
		return false
	}
	text, ok := t.finish(&b, true)
	if !ok {
		return false
	}
	t.toks[b.token].Val = t.addString(Str{Text: text, Indentation: b.indent})
	return true
}

// heredocBody reads from the opening quotes to behind the closing ones.
func (t *tokenizer) heredocBody(b *body, line, column int32) bool {
	b.heredoc = true
	marker := strings.Repeat(string(b.closing), 3)
	t.pos += 3
	opened := t.column()
	t.skipBlanks()
	switch {
	case t.peek(0) == '\n':
		t.nextLine(1)
	case t.peek(0) == '\r' && t.peek(1) == '\n':
		t.nextLine(2)
	default:
		return t.fail(t.line, opened, "heredoc allows only whitespace characters followed by a new line after opening "+marker)
	}
	if t.closesHeredoc(b, t.pos, t.line) {
		return true
	}
	// closesHeredoc skipped the indentation, which belongs to the first line.
	t.pos = t.base + 1
	return t.extract(b, "heredoc", line, column, marker, marker)
}

// sigil reads ~x with its content and modifiers.
func (t *tokenizer) sigil() bool {
	b := t.begin(Sigil, 0)
	end := t.pos + 2
	if first := t.src[t.pos+1]; isUpper(first) {
		for int(end) < len(t.src) && (isUpper(t.src[end]) || isDigit(t.src[end])) {
			end++
		}
	}
	name := t.src[t.pos+1 : end]
	b.interpolates = isLower(name[0])
	if int(end) < len(t.src) && isLower(t.src[end]) {
		return t.fail(t.line, t.column(), "invalid sigil name, it should be either a one-letter lowercase letter or an "+
			"uppercase letter optionally followed by uppercase letters and digits, got: "+firstLine(t.src[t.pos:]))
	}
	if int(end) >= len(t.src) {
		t.pos = end
		t.toks = t.toks[:b.token]
		return true
	}
	t.pos = end
	open := t.src[end]
	s := Str{Indentation: -1, Delimiter: t.src[end : end+1]}
	if (open == '"' || open == '\'') && t.peek(1) == open && t.peek(2) == open {
		b.closing = open
		s.Delimiter = t.src[end : end+3]
		if !t.heredocBody(&b, b.line, t.column()) {
			return false
		}
		s.Indentation = b.indent
	} else if !t.sigilBody(&b, open) {
		return false
	}
	return t.sigilToken(&b, name, s)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// sigilBody reads the content of a sigil between single delimiters.
func (t *tokenizer) sigilBody(b *body, open byte) bool {
	b.closing = open
	switch open {
	case '(':
		b.closing = ')'
	case '[':
		b.closing = ']'
	case '{':
		b.closing = '}'
	case '<':
		b.closing = '>'
	case '/', '|', '"', '\'':
	default:
		column := t.column()
		r := []rune(t.src[t.pos:min(int(t.pos)+4, len(t.src))])[0]
		return t.fail(t.line, b.column, fmt.Sprintf("invalid sigil delimiter: \"%c\" (column %d, code point U+%04X). "+
			"The available delimiters are: //, ||, \"\", '', (), [], {}, <>", r, column, r))
	}
	line, column := t.line, t.column()
	text := "~" + t.src[b.offset+1:b.offset+2] + string(open)
	t.pos++
	return t.extract(b, "sigil "+text, line, column, string(open), string(b.closing))
}

// sigilToken completes the sigil's token with its name and modifiers.
func (t *tokenizer) sigilToken(b *body, name string, s Str) bool {
	text, ok := t.finish(b, false)
	if !ok {
		return false
	}
	s.Text = text
	atom := "sigil_" + name
	if len(name) > 1 {
		if s.Name, ok = t.quotedAtom(atom, b.line, b.column); !ok {
			return false
		}
	} else {
		s.Name = t.names.intern(atom, hashName(atom))
	}
	start := t.pos
	for c := t.peek(0); isLower(c) || isUpper(c) || isDigit(c); c = t.peek(0) {
		t.pos++
	}
	s.Modifiers = t.src[start:t.pos]
	t.toks[b.token].Val = t.addString(s)
	return true
}
