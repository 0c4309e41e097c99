package regex

import "bytes"

// The stack of a matcher holds the choices that were made, and between them what is to be put back when one is taken up.

// entry is a choice, or something to put back when one is taken up.
type entry struct {
	kind entryKind
	x    int32
	a, b int
}

type entryKind uint8

const (
	eChoice   entryKind = iota // go on at x, from place a
	eGiveBack                  // the run of instruction x may end between places a and b
	eTakeMore                  // the run of instruction x, up to place a, may take b more (without end when negative)
	eOne                       // register x was a
	eTwo                       // registers x and x+1 were a and b
	eMark                      // (*MARK) of instruction x was at a
	eCommit
	ePrune
	eSkip     // to a
	eSkipName // to the mark that instruction x names
	eThen     // back to height a
)

func (m *matcher) push(kind entryKind, x, a, b int) {
	m.stack = append(m.stack, entry{kind, int32(x), a, b})
}

// set changes a register, until a choice that was made before is taken up.
func (m *matcher) set(reg, value int) {
	m.push(eOne, reg, m.regs[reg], 0)
	m.regs[reg] = value
}

// open begins a group. What it holds is put back when it is given up.
func (m *matcher) open(group, at int) {
	m.steps++
	start := 2*(m.p.groups+1) + group
	m.stack = append(m.stack, entry{eTwo, int32(2 * group), m.regs[2*group], m.regs[2*group+1]}, entry{eOne, int32(start), m.regs[start], 0})
	m.regs[start] = at
}

// close ends a group. Only groups below the register regTop count as set; those that it now passes are not.
func (m *matcher) close(group, at int) {
	if top := m.regs[regTop]; group >= top {
		for i := 2 * top; i < 2*group; i++ {
			m.regs[i] = -1
		}
		m.set(regTop, group+1)
	}
	m.regs[2*group], m.regs[2*group+1] = m.regs[2*(m.p.groups+1)+group], at
}

// isSet tells whether a group took part.
func (m *matcher) isSet(group int) bool { return group < m.regs[regTop] && m.regs[2*group] >= 0 }

// unwind takes the stack down to a height and puts back what was changed since.
func (m *matcher) unwind(height int) {
	for len(m.stack) > height {
		e := &m.stack[len(m.stack)-1]
		m.putBack(e)
		m.stack = m.stack[:len(m.stack)-1]
	}
}

func (m *matcher) putBack(e *entry) {
	switch e.kind {
	case eOne:
		m.regs[e.x] = e.a
	case eTwo:
		m.regs[e.x], m.regs[e.x+1] = e.a, e.b
	}
}

// settle drops the choices above a height and keeps what is to be put back. Without groups, those are not: as in PCRE, what
// a group in a lookaround or in a possessive repetition holds stays there when the whole is given up, and shows when a group with
// a higher number is set.
func (m *matcher) settle(height int, groups bool) {
	kept := height
	for _, e := range m.stack[height:] {
		if e.kind == eOne && e.x <= regTop || e.kind == eTwo && groups || e.kind == eMark {
			m.stack[kept] = e
			kept++
		}
	}
	m.stack = m.stack[:kept]
}

// back takes up the last choice above base: it gives where to go on, or a pc of -1 and how the run ended.
func (m *matcher) back(base int) (pc, at int, result outcome) {
	if m.err != nil {
		return -1, 0, broken
	}
	for len(m.stack) > base {
		e := &m.stack[len(m.stack)-1]
		switch e.kind {
		case eOne, eTwo:
			m.putBack(e)
			m.stack = m.stack[:len(m.stack)-1]
			continue
		case eMark:
			m.stack = m.stack[:len(m.stack)-1]
			continue
		}
		if m.steps > m.limit {
			m.err = ErrMatchLimit
			return -1, 0, broken
		}
		if m.work++; m.work >= m.checkAt && !m.check() {
			return -1, 0, broken
		}
		switch e.kind {
		case eChoice:
			pc, at = int(e.x), e.a
			m.stack = m.stack[:len(m.stack)-1]
			return pc, at, matched
		case eGiveBack:
			m.steps++
			pc = int(e.x) + 1
			if at, ok := m.giveBack(e); ok {
				return pc, at, matched
			}
		case eTakeMore:
			m.steps++
			pc = int(e.x) + 1
			if at, ok := m.takeMore(e); ok {
				return pc, at, matched
			}
		default:
			if result := m.verbBack(*e, base); result != failed {
				return -1, 0, result
			}
		}
	}
	return -1, 0, failed
}

// verbBack does what a verb says when it is gone back to; it fails when the choices above base are to be taken up.
func (m *matcher) verbBack(e entry, base int) outcome {
	result := pruned
	switch e.kind {
	case eCommit:
		result = committed
	case eSkip:
		result, m.skipTo = skipped, e.a
	case eSkipName:
		for i := len(m.stack) - 1; i >= 0; i-- {
			if mark := m.stack[i]; mark.kind == eMark && bytes.Equal(m.code[mark.x].text, m.code[e.x].text) {
				m.skipTo = mark.a
				m.unwind(base)
				return skipped
			}
		}
		m.stack = m.stack[:len(m.stack)-1]
		return failed
	case eThen:
		if e.a >= base {
			m.unwind(e.a)
			return failed
		}
		result, m.thenHeight = thenBack, e.a
	}
	m.unwind(base)
	return result
}
