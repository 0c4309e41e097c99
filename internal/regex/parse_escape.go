package regex

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// escape reads what a backslash begins, outside a class.
func (p *parser) escape() (*node, bool, *Error) {
	if p.pos+1 >= len(p.in) {
		return nil, false, p.fail(len(p.in), errUnfinished)
	}
	c := p.in[p.pos+1]
	if a, ok := placeOf(c); ok {
		p.pos += 2
		return p.place(a), false, nil
	}
	switch c {
	case 'd', 'D', 'w', 'W', 's', 'S', 'h', 'H', 'v', 'V', 'p', 'P':
		b := &classBuilder{utf: p.utf}
		if err := p.classEscape(b); err != nil {
			return nil, false, err
		}
		n := &node{kind: kSet, set: b.set(false), notNewline: c == 's' && !p.ucp}
		if (c == 'w' || c == 'W') && p.utf && !p.ucp {
			ascii := &classBuilder{utf: true}
			ascii.addTest(func(b byte) bool { return b < utf8.RuneSelf && isWord(b) }, c == 'W')
			n.needed = ascii.set(false)
		}
		return n, true, nil
	case 'N':
		if p.byteAt(p.pos+2) == '{' {
			p.pos += 2
			if p.counted(p.pos) == 0 {
				return nil, false, p.fail(p.pos-1, errUnsupported)
			}
			return p.dot(false), true, nil
		}
		p.pos += 2
		return p.dot(false), true, nil
	case 'R':
		p.pos += 2
		return &node{kind: kNewline}, true, nil
	case 'X':
		p.pos += 2
		return &node{kind: kGrapheme}, true, nil
	case 'C':
		p.pos += 2
		return &node{kind: kByte}, true, nil
	case 'K':
		p.pos += 2
		return &node{kind: kKeep}, false, nil
	case 'k':
		p.pos += 2
		return p.namedBackref()
	case 'g':
		p.pos += 2
		return p.generalRef()
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		start := p.pos
		p.pos++
		if n := p.number(); n < 8 || n <= p.groups {
			return p.backref(n), true, nil
		}
		p.pos = start
	}
	r, err := p.escapedChar(false)
	if err != nil {
		return nil, false, err
	}
	return p.literal(r), true, nil
}

func placeOf(c byte) (assertion, bool) {
	switch c {
	case 'b':
		return atWordBoundary, true
	case 'B':
		return notWordBoundary, true
	case 'A':
		return atStart, true
	case 'Z':
		return atLastEnd, true
	case 'z':
		return atEnd, true
	case 'G':
		return atSearchStart, true
	}
	return 0, false
}

// namedBackref reads the name behind \k.
func (p *parser) namedBackref() (*node, bool, *Error) {
	end := byte(0)
	switch p.byteAt(p.pos) {
	case '{':
		end = '}'
	case '<':
		end = '>'
	case '\'':
		end = '\''
	default:
		return nil, false, p.fail(p.pos-1, "\\k is not followed by a braced, angle-bracketed, or quoted name")
	}
	p.pos++
	name, at, err := p.reference(end)
	if err != nil {
		return nil, false, err
	}
	return p.backrefByName(name, at), true, nil
}

// generalRef reads what is behind \g: a reference by number or name, or with < or ' a call.
func (p *parser) generalRef() (*node, bool, *Error) {
	const malformed = "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number"
	c := p.byteAt(p.pos)
	if c == '<' || c == '\'' {
		n, err := p.callByRef(byte(c))
		return n, true, err
	}
	brace := c == '{'
	if brace {
		i := p.pos + 1
		for i < len(p.in) && p.in[i] != '}' && p.in[i] != '-' && !isDigit(p.in[i]) {
			i++
		}
		if i > p.pos+1 {
			p.pos++
			name, at, err := p.reference('}')
			if err != nil {
				return nil, false, err
			}
			return p.backrefByName(name, at), true, nil
		}
		p.pos++
	}
	negative := p.byteAt(p.pos) == '-'
	if negative {
		p.pos++
	}
	n := p.number()
	if brace {
		if p.byteAt(p.pos) != '}' {
			return nil, false, p.fail(p.pos, malformed)
		}
		p.pos++
	}
	switch {
	case n <= 0:
		return nil, false, p.fail(p.pos-1, errZeroRef)
	case negative && n > p.groups:
		return nil, false, p.fail(p.pos-1, errNoGroup)
	case negative:
		n = p.groups - n + 1
	}
	return p.backref(n), true, nil
}

// callByRef reads \g<...> and \g'...'.
func (p *parser) callByRef(opening byte) (*node, *Error) {
	end := opening
	if opening == '<' {
		end = '>'
	}
	p.pos++
	sign := p.byteAt(p.pos)
	if sign != '+' && sign != '-' && !(sign >= '0' && sign <= '9') {
		name, at, err := p.reference(end)
		if err != nil {
			return nil, err
		}
		return p.callByName(name, at), nil
	}
	if sign == '+' || sign == '-' {
		p.pos++
	}
	n := p.number()
	if n < 0 || p.byteAt(p.pos) != int(end) {
		return nil, p.fail(p.pos, "(?R or (?[+-]digits must be followed by )")
	}
	at := p.pos
	p.pos++
	switch {
	case (sign == '+' || sign == '-') && n == 0:
		return nil, p.fail(at, errZeroRef)
	case sign == '-':
		if n = p.groups - n + 1; n <= 0 {
			return nil, p.fail(at, errNoGroup)
		}
	case sign == '+':
		n += p.groups
	}
	return p.callTo(n, at), nil
}

// escapedChar reads an escape that stands for one character.
func (p *parser) escapedChar(inClass bool) (rune, *Error) {
	p.pos++
	if p.pos >= len(p.in) {
		return 0, p.fail(len(p.in), errUnfinished)
	}
	c := p.in[p.pos]
	switch c {
	case 'a':
		p.pos++
		return 7, nil
	case 'e':
		p.pos++
		return 27, nil
	case 'f':
		p.pos++
		return 12, nil
	case 'n':
		p.pos++
		return 10, nil
	case 'r':
		p.pos++
		return 13, nil
	case 't':
		p.pos++
		return 9, nil
	case 'b':
		p.pos++
		return 8, nil
	case 'c':
		return p.control()
	case 'x':
		p.pos++
		return p.hex()
	case 'o':
		p.pos++
		return p.octalBraced()
	case '0', '1', '2', '3', '4', '5', '6', '7':
		return p.octal(c == '0')
	case 'L', 'l', 'U', 'u':
		return 0, p.fail(p.pos, errUnsupported)
	}
	return p.char(), nil
}

func (p *parser) control() (rune, *Error) {
	p.pos++
	if p.pos >= len(p.in) {
		return 0, p.fail(p.pos, "\\c at end of pattern")
	}
	c := p.in[p.pos]
	if c >= utf8.RuneSelf {
		return 0, p.fail(p.pos, "\\c must be followed by an ASCII character")
	}
	p.pos++
	if c >= 'a' && c <= 'z' {
		c -= 32
	}
	return rune(c ^ 0x40), nil
}

func hexValue(c byte) rune {
	switch {
	case c >= 'a':
		return rune(c-'a') + 10
	case c >= 'A':
		return rune(c-'A') + 10
	}
	return rune(c - '0')
}

func (p *parser) hex() (rune, *Error) {
	if p.byteAt(p.pos) != '{' {
		r := rune(0)
		for i := 0; i < 2 && p.pos < len(p.in) && isXDigit(p.in[p.pos]); i++ {
			r = 16*r + hexValue(p.in[p.pos])
			p.pos++
		}
		return r, nil
	}
	p.pos++
	return p.braced(isXDigit, 16, "non-hex character in \\x{} (closing brace missing?)")
}

func (p *parser) octalBraced() (rune, *Error) {
	if p.byteAt(p.pos) != '{' {
		return 0, p.fail(p.pos-1, "missing opening brace after \\o")
	}
	p.pos++
	return p.braced(func(c byte) bool { return c >= '0' && c <= '7' }, 8, "non-octal character in \\o{} (closing brace missing?)")
}

// braced reads the digits of a character and the closing brace.
func (p *parser) braced(digit func(byte) bool, base rune, message string) (rune, *Error) {
	r, start, most := rune(0), p.pos, rune(255)
	if p.utf {
		most = unicode.MaxRune
	}
	for p.pos < len(p.in) && digit(p.in[p.pos]) {
		r = min(base*r+hexValue(p.in[p.pos]), unicode.MaxRune+1)
		p.pos++
	}
	switch {
	case r > most:
		return 0, p.fail(p.pos, errTooLarge)
	case p.byteAt(p.pos) != '}' || p.pos == start:
		return 0, p.fail(p.pos, message)
	case p.utf && r >= 0xd800 && r < 0xe000:
		return 0, p.fail(p.pos, "disallowed Unicode code point (>= 0xd800 && <= 0xdfff)")
	}
	p.pos++
	return r, nil
}

// octal reads up to three octal digits.
func (p *parser) octal(zero bool) (rune, *Error) {
	r := rune(0)
	for i := 0; i < 3 && p.pos < len(p.in) && p.in[p.pos] >= '0' && p.in[p.pos] <= '7'; i++ {
		r = 8*r + rune(p.in[p.pos]-'0')
		p.pos++
	}
	if !p.utf && r > 255 {
		return 0, p.fail(p.pos-1, "octal value is greater than \\377 in 8-bit non-UTF-8 mode")
	}
	return r, nil
}

// classEscape adds what \d, \w, \s, \h, \v, \p and their opposites stand for.
func (p *parser) classEscape(b *classBuilder) *Error {
	c := p.in[p.pos+1]
	p.pos += 2
	switch c {
	case 'd', 'D':
		p.kindOf(b, isDigit, func(r rune) bool { return unicode.Is(unicode.Nd, r) }, c == 'D')
	case 'w', 'W':
		p.kindOf(b, isWord, isUnicodeWord, c == 'W')
	case 's', 'S':
		p.kindOf(b, isSpace, isUnicodeSpace, c == 'S')
	case 'h', 'H':
		b.addRunes(horizontalSpace(), c == 'H')
	case 'v', 'V':
		b.addRunes(verticalSpace(), c == 'V')
	case 'p', 'P':
		return p.property(b, c == 'P')
	}
	return nil
}

func (p *parser) kindOf(b *classBuilder, latin func(byte) bool, uni func(rune) bool, negated bool) {
	if p.ucp {
		b.addProperty(property{uni, negated})
	} else {
		b.addTest(latin, negated)
	}
}

// property reads the name of \p, and adds it.
func (p *parser) property(b *classBuilder, negated bool) *Error {
	const malformed = "malformed \\P or \\p sequence"
	if p.pos >= len(p.in) {
		return p.fail(p.pos, malformed)
	}
	var name string
	if p.in[p.pos] == '{' {
		p.pos++
		if p.byteAt(p.pos) == '^' {
			negated = !negated
			p.pos++
		}
		end := bytes.IndexByte(p.in[p.pos:], '}')
		if end < 0 {
			return p.fail(len(p.in), malformed)
		}
		name = string(p.in[p.pos : p.pos+end])
		p.pos += end + 1
	} else {
		name = string(rune(p.in[p.pos]))
		p.pos++
	}
	has := propertyOf(name)
	if has == nil {
		return p.fail(p.pos-1, "unknown property name after \\P or \\p")
	}
	b.addProperty(property{has, negated})
	return nil
}

// class reads [...].
func (p *parser) class() (*node, *Error) {
	start := p.pos
	p.pos++
	if name, end := p.posixName(start); end > 0 && name != "" {
		message := "POSIX named classes are supported only within a class"
		if p.in[p.pos] != ':' {
			message = "POSIX collating elements are not supported"
		}
		return nil, p.fail(start, message)
	}
	b := &classBuilder{utf: p.utf, fold: p.fold}
	negated := false
	for p.has(`\E`) {
		p.pos += 2
	}
	if p.byteAt(p.pos) == '^' {
		negated = true
		p.pos++
	}
	for first := true; ; first = false {
		if p.pos >= len(p.in) {
			return nil, p.fail(len(p.in), errClassEnd)
		}
		if p.has(`\E`) {
			p.quoting = false
			p.pos += 2
			first = false
			if p.pos < len(p.in) && p.in[p.pos] == ']' && b.tab == [256]bool{} && b.ranges == nil && b.props == nil {
				p.add(b, ']')
				p.pos++
			}
			continue
		}
		if p.in[p.pos] == ']' && !first && !p.quoting {
			p.pos++
			return &node{kind: kSet, set: b.set(negated)}, nil
		}
		if err := p.classItem(b); err != nil {
			return nil, err
		}
	}
}

// posixName is the name in [:name:] (or with . or =) at a place, and where it ends.
func (p *parser) posixName(at int) (string, int) {
	c := p.byteAt(at + 1)
	if c != ':' && c != '.' && c != '=' {
		return "", 0
	}
	for i := at + 2; i+1 < len(p.in); i++ {
		switch {
		case p.in[i] == '\\' && (p.in[i+1] == ']' || p.in[i+1] == '\\'):
			i++
		case p.in[i] == '[' && p.in[i+1] == byte(c), p.in[i] == ']':
			return "", 0
		case p.in[i] == byte(c) && p.in[i+1] == ']':
			return string(p.in[at+2 : i]), i + 2
		}
	}
	return "", 0
}

func (p *parser) add(b *classBuilder, r rune) {
	if r == '\r' || r == '\n' {
		p.lineBreak = true
	}
	b.add(r)
}

// classItem reads a character, a range, an escape or a POSIX class.
func (p *parser) classItem(b *classBuilder) *Error {
	if !p.quoting {
		if p.in[p.pos] == '[' {
			if name, end := p.posixName(p.pos); end > 0 {
				return p.posix(b, name, end)
			}
		}
		if p.has(`\Q`) {
			p.quoting = true
			p.pos += 2
			return nil
		}
		if p.isClassEscape() {
			return p.classEscape(b)
		}
	}
	lo, err := p.classChar()
	if err != nil {
		return err
	}
	for !p.quoting && p.has(`\E`) {
		p.pos += 2
	}
	if p.quoting || p.byteAt(p.pos) != '-' || p.pos+1 >= len(p.in) || p.in[p.pos+1] == ']' {
		p.add(b, lo)
		return nil
	}
	p.pos++
	return p.classRange(b, lo)
}

// classRange reads the end of a range, behind its hyphen.
func (p *parser) classRange(b *classBuilder, lo rune) *Error {
	for p.has(`\E`) {
		p.pos += 2
	}
	if p.has(`\Q`) {
		p.pos += 2
		p.quoting = true
		if p.has(`\E`) {
			p.pos += 2
			p.quoting = false
		}
	}
	if p.pos >= len(p.in) || !p.quoting && p.in[p.pos] == ']' {
		p.add(b, lo)
		p.add(b, '-')
		return nil
	}
	if !p.quoting {
		_, end := p.posixName(p.pos)
		if p.in[p.pos] == '[' && end > 0 {
			return p.fail(p.pos, "invalid range in character class")
		}
		if p.isClassEscape() {
			return p.fail(p.pos+1, "invalid range in character class")
		}
	}
	hi, err := p.classChar()
	if err != nil {
		return err
	}
	if hi < lo {
		return p.fail(p.pos-1, "range out of order in character class")
	}
	if lo <= '\r' && hi >= '\n' {
		p.lineBreak = p.lineBreak || lo == '\n' || lo == '\r' || hi == '\n' || hi == '\r'
	}
	b.addRange(lo, hi)
	return nil
}

func (p *parser) isClassEscape() bool {
	return p.in[p.pos] == '\\' && p.pos+1 < len(p.in) && bytes.IndexByte([]byte("dDwWsShHvVpP"), p.in[p.pos+1]) >= 0
}

// classChar reads one character of a class.
func (p *parser) classChar() (rune, *Error) {
	if p.quoting || p.in[p.pos] != '\\' {
		return p.char(), nil
	}
	if p.byteAt(p.pos+1) == 'N' {
		return 0, p.fail(p.pos+1, "\\N is not supported in a class")
	}
	return p.escapedChar(true)
}

// posix adds a POSIX class, whose name is read.
func (p *parser) posix(b *classBuilder, name string, end int) *Error {
	if p.in[p.pos+1] != ':' {
		return p.fail(p.pos, "POSIX collating elements are not supported")
	}
	at := p.pos + 2
	negated := len(name) > 0 && name[0] == '^'
	if negated {
		name = name[1:]
		at++
	}
	test := posixTest(name)
	if test == nil {
		return p.fail(at, "unknown POSIX class name")
	}
	if p.fold && (name == "lower" || name == "upper") {
		name, test = "alpha", isAlpha
	}
	p.pos = end
	if uni := posixUnicode(name); p.ucp && uni != nil {
		b.addProperty(property{uni, negated})
		return nil
	}
	if name == "blank" {
		// in a UTF-8 text too the other spaces are none
		b.addTest(func(c byte) bool { return c == ' ' || c == '\t' }, negated)
		return nil
	}
	b.addTest(test, negated)
	return nil
}
