package regex

import "unicode/utf8"

// holds tells whether a place is what an assertion says.
func (m *matcher) holds(in *inst, at int) bool {
	text, utf := m.text, m.p.utf
	switch in.assert {
	case atStart:
		return at == 0
	case atCircumflex:
		return at == 0 && !m.run.NotBOL
	case atLineStart:
		if at == 0 {
			return !m.run.NotBOL
		}
		return at < len(text) && afterNewline(text, at, m.newline, utf)
	case atSearchStart:
		return at == m.from
	case atEnd:
		return at == len(text)
	case atLastEnd:
		return m.lastLineEnd(at)
	case atDollar:
		return !m.run.NotEOL && m.lastLineEnd(at)
	case atDollarEnd:
		return !m.run.NotEOL && at == len(text)
	case atLineEnd:
		if at == len(text) {
			return !m.run.NotEOL
		}
		return newlineSize(text, at, m.newline, utf) > 0
	}
	return (m.wordAt(at, in.ucp) != m.wordBefore(at, in.ucp)) == (in.assert == atWordBoundary)
}

func (m *matcher) lastLineEnd(at int) bool {
	if at == len(m.text) {
		return true
	}
	n := newlineSize(m.text, at, m.newline, m.p.utf)
	return n > 0 && at+n == len(m.text)
}

func (m *matcher) wordAt(at int, ucp bool) bool {
	if at >= len(m.text) {
		return false
	}
	c := m.text[at]
	if c < utf8.RuneSelf || !m.p.utf {
		return m.isWordChar(rune(c), ucp)
	}
	r, _ := utf8.DecodeRune(m.text[at:])
	return m.isWordChar(r, ucp)
}

func (m *matcher) wordBefore(at int, ucp bool) bool {
	if at == 0 {
		return false
	}
	c := m.text[at-1]
	if c < utf8.RuneSelf || !m.p.utf {
		return m.isWordChar(rune(c), ucp)
	}
	r, _ := utf8.DecodeLastRune(m.text[:at])
	return m.isWordChar(r, ucp)
}

func (m *matcher) isWordChar(r rune, ucp bool) bool {
	if r < utf8.RuneSelf || !ucp {
		return r < 256 && isWord(byte(r))
	}
	return isUnicodeWord(r)
}
