package regex

import (
	"bytes"
	"unicode/utf8"
)

// step does an instruction that neither runs others nor makes choices; the next one is -1 where it fails.
func (m *matcher) step(pc int, in *inst, at int) (next, to int) {
	text := m.text
	switch in.op {
	case opDotCRLF:
		if at < len(text) && newlineSize(text, at, newlineCRLF, false) == 0 {
			return pc + 1, m.after(at)
		}
	case opByte:
		if at < len(text) {
			return pc + 1, at + 1
		}
	case opNewline:
		kind := newlineAny
		if m.p.bsrAnyCRLF {
			kind = newlineAnyCRLF
		}
		if n := newlineSize(text, at, kind, m.p.utf); n > 0 {
			return pc + 1, at + n
		}
	case opGrapheme:
		if at < len(text) {
			return pc + 1, graphemeEnd(text, at, m.p.utf)
		}
	case opLoopStart, opAltMark:
		value := at
		m.push(eOne, in.x, m.regs[in.x], 0)
		if in.op == opAltMark {
			value = len(m.stack)
		}
		m.regs[in.x] = value
		return pc + 1, at
	case opLoop:
		if m.regs[in.x] == at {
			return in.y, at
		}
		return pc + 1, at
	case opBack:
		if to := m.backBy(at, in.x); to >= 0 {
			return pc + 1, to
		}
	case opBackref:
		if to := m.backref(in, at); to >= 0 {
			return pc + 1, to
		}
	case opIfGroup:
		for _, g := range in.groups {
			if m.isSet(g) {
				return pc + 1, at
			}
		}
		return in.y, at
	case opIfCall:
		if m.inCall(in.groups) {
			return pc + 1, at
		}
		return in.y, at
	case opAssert:
		if m.holds(in, at) {
			return pc + 1, at
		}
	case opKeep:
		m.set(0, at)
		return pc + 1, at
	case opVerb:
		m.verb(pc, in, at)
		return pc + 1, at
	}
	return -1, 0
}

func (m *matcher) verb(pc int, in *inst, at int) {
	switch in.verb {
	case vCommit:
		m.push(eCommit, pc, 0, 0)
	case vPrune:
		m.push(ePrune, pc, 0, 0)
	case vSkip:
		m.push(eSkip, pc, at, 0)
	case vSkipName:
		m.push(eSkipName, pc, 0, 0)
	case vMark:
		m.push(eMark, pc, at, 0)
	case vThen:
		height := m.regs[in.x]
		if in.y == 0 {
			height++
		}
		m.push(eThen, pc, height, 0)
	}
}

// backBy is the place some characters before another, or -1.
func (m *matcher) backBy(at, count int) int {
	if !m.p.utf {
		return max(at-count, -1)
	}
	for ; count > 0; count-- {
		if at == 0 {
			return -1
		}
		at--
		for at > 0 && m.text[at]&0xc0 == 0x80 {
			at--
		}
	}
	return at
}

// backref is where the text of a group ends when it is here too, or -1.
func (m *matcher) backref(in *inst, at int) int {
	for _, g := range in.groups {
		if !m.isSet(g) {
			continue
		}
		from, to := m.regs[2*g], m.regs[2*g+1]
		if m.work += (to - from) >> 3; !in.fold {
			if bytes.HasPrefix(m.text[at:], m.text[from:max(to, from)]) {
				return at + max(to-from, 0)
			}
			return -1
		}
		return m.foldedRef(m.text[from:max(to, from)], at)
	}
	return -1
}

func (m *matcher) foldedRef(want []byte, at int) int {
	for len(want) > 0 {
		if at >= len(m.text) {
			return -1
		}
		if !m.p.utf {
			if c := m.text[at]; c != want[0] && otherLatin1(c) != want[0] {
				return -1
			}
			want = want[1:]
			at++
			continue
		}
		a, n := utf8.DecodeRune(want)
		b, k := utf8.DecodeRune(m.text[at:])
		same := a == b
		if !same {
			otherCases(a, true, func(o rune) { same = same || o == b })
		}
		if !same {
			return -1
		}
		want = want[n:]
		at += k
	}
	return at
}
