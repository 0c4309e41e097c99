package regex

// repeat reads whether a repetition is lazy or possessive and makes it.
func (p *parser) repeat(atom *node, lo, hi int) *node {
	m := greedy
	if p.ungreedy {
		m = lazy
	}
	switch p.byteAt(p.pos) {
	case '?':
		m = greedy + lazy - m
		p.pos++
	case '+':
		m = possessive
		p.pos++
	}
	switch {
	case atom.kind == kLook && lo > 0, atom.kind == kCond && atom.cond.kind == condDefine:
		return atom
	case atom.kind == kLook && (hi < 0 || hi > 1):
		hi = 1
	}
	return &node{kind: kRepeat, sub: atom, min: lo, max: hi, mode: m}
}

// quantified tells whether a quantifier is at a place.
func (p *parser) quantified(at int) bool {
	switch p.byteAt(at) {
	case '*', '+', '?':
		return true
	case '{':
		return p.counted(at) > 0
	}
	return false
}

// counted is the size of the {n}, {n,} or {n,m} at a place, or 0.
func (p *parser) counted(at int) int {
	i, digits, comma := at+1, 0, false
	for ; ; i++ {
		switch c := p.byteAt(i); {
		case c >= '0' && c <= '9':
			digits++
		case c == ',' && digits > 0 && !comma:
			comma = true
		case c == '}' && digits > 0:
			return i + 1 - at
		default:
			return 0
		}
	}
}

// count reads a quantifier.
func (p *parser) count() (lo, hi int, err *Error) {
	p.pos++
	switch p.in[p.pos-1] {
	case '*':
		return 0, -1, nil
	case '+':
		return 1, -1, nil
	case '?':
		return 0, 1, nil
	}
	number := func() (n int, err *Error) {
		for isDigit(p.in[p.pos]) {
			n = 10*n + int(p.in[p.pos]-'0')
			p.pos++
			if n > 65535 {
				return 0, p.fail(p.pos, "number too big in {} quantifier")
			}
		}
		return n, nil
	}
	if lo, err = number(); err != nil {
		return
	}
	hi = lo
	if p.in[p.pos] == ',' {
		p.pos++
		hi = -1
		if p.in[p.pos] != '}' {
			if hi, err = number(); err != nil {
				return
			}
			if hi < lo {
				return 0, 0, p.fail(p.pos, "numbers out of order in {} quantifier")
			}
		}
	}
	p.pos++
	return lo, hi, nil
}
