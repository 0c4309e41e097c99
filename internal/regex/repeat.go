package regex

import "unicode/utf8"

// A repetition of single characters takes all it can in one loop and leaves one entry in the stack, which tells between
// which places it may end.

// take does a run from a place on: it gives where the run ends first, and notes where else it may.
func (m *matcher) take(pc int, in *inst, at int) (int, bool) {
	if in.mode == lazy {
		return m.takeFew(pc, in, at)
	}
	least, end, ok := m.most(in, at)
	if m.work += 1 + (end-at)>>2; !ok || m.work >= m.checkAt && !m.check() {
		return 0, false
	}
	if in.mode == possessive || least == end {
		return end, true
	}
	m.steps++
	if in.firstX == nil {
		m.push(eGiveBack, pc, least, end)
		return end, true
	}
	end = m.fitting(in.firstX, least, end)
	if end > least {
		m.push(eGiveBack, pc, least, end)
	}
	return end, end >= least
}

// most is where a run may end first and last; ok is false when there are too few characters.
func (m *matcher) most(in *inst, at int) (least, end int, ok bool) {
	text, set, tab := m.text, in.set, &in.set.tab
	if !m.p.utf || set.wide && in.min <= 1 && in.max < 0 {
		end = len(text)
		if in.max >= 0 {
			end = min(end, at+in.max)
		}
		i := at
		for i < end && tab[text[i]] {
			i++
		}
		switch {
		case !m.p.utf:
			return at + in.min, i, i-at >= in.min
		case in.min == 0 || i == at:
			return at, i, in.min == 0
		}
		return m.after(at), i, true
	}
	least, end = at, at
	for count := 0; count != in.max && end < len(text); {
		if c := text[end]; c < utf8.RuneSelf {
			if !tab[c] {
				break
			}
			end++
		} else {
			r, n := utf8.DecodeRune(text[end:])
			if !set.contains(r) {
				break
			}
			end += n
		}
		if count++; count == in.min {
			least = end
		}
		if end == len(text) || count == in.max {
			return least, end, count >= in.min
		}
	}
	return least, end, in.min == 0 || least > at
}

// fitting is the last place of a run at which there is a byte that what follows may begin with, or less than least.
func (m *matcher) fitting(first *[256]bool, least, end int) int {
	text := m.text
	if end == len(text) {
		end--
	}
	for end >= least && !first[text[end]] {
		end--
	}
	return end
}

// giveBack shortens a run by a character or more, and tells where it ends then.
func (m *matcher) giveBack(e *entry) (int, bool) {
	pc, at, least := e.x, e.b, e.a
	in := &m.code[pc]
	at--
	if m.p.utf {
		for at > least && m.text[at]&0xc0 == 0x80 {
			at--
		}
	}
	if in.firstX != nil {
		was := at
		at = m.fitting(in.firstX, least, at)
		m.work += (was - at) >> 2
	}
	if at <= least {
		m.stack = m.stack[:len(m.stack)-1]
		return at, at == least
	}
	e.b = at
	return at, true
}

// takeFew does a lazy run.
func (m *matcher) takeFew(pc int, in *inst, at int) (int, bool) {
	for range in.min {
		n := 0
		if at < len(m.text) {
			n = in.set.size(m.text, at, m.p.utf)
		}
		if n == 0 {
			return 0, false
		}
		at += n
	}
	left := in.max
	if left > 0 {
		left -= in.min
	}
	if left != 0 {
		m.steps++
		m.push(eTakeMore, pc, at, left)
	}
	m.work += in.min >> 2
	return at, true
}

// takeMore lengthens a lazy run by a character or more, and tells where it ends then.
func (m *matcher) takeMore(e *entry) (int, bool) {
	in, at, was := &m.code[e.x], e.a, e.a
	for at < len(m.text) && e.b != 0 {
		n := in.set.size(m.text, at, m.p.utf)
		if n == 0 {
			break
		}
		at += n
		e.b--
		if in.firstX == nil || at < len(m.text) && in.firstX[m.text[at]] {
			m.work += (at - was) >> 2
			if e.a = at; e.b == 0 {
				m.stack = m.stack[:len(m.stack)-1]
			}
			return at, true
		}
	}
	m.work += (at - was) >> 2
	m.stack = m.stack[:len(m.stack)-1]
	return 0, false
}
