package interp

import (
	"joist/internal/code"
	"joist/internal/maps"
	"joist/internal/term"
)

func (m *Machine) doGetMapElement(w uint64) bool {
	v := term.None
	if from := m.get(opA(w)); from.IsMap() {
		v = maps.Get(from, m.get(opB(w)))
	}
	if v == term.None {
		return m.branch()
	}
	return m.result(w, v)
}

// doGetMapElementC finds an immediate key in what is no flat map.
func (m *Machine) doGetMapElementC(w uint64) bool {
	v := term.None
	if from := m.get(opA(w)); from.IsMap() {
		v = maps.Get(from, term.Term(m.d()))
	}
	if v == term.None {
		m.pc += uintptr(int64(int16(opB(w)))) * code.InstrBytes
		return true
	}
	return m.result(w, v)
}

func (m *Machine) doGetMapElements(w uint64) bool {
	from, n := m.get(opA(w)), int(opB(w))
	if !from.IsMap() {
		return m.branch()
	}
	for i := range n {
		v := maps.Get(from, m.unpack(m.packed(2*i)))
		if v == term.None {
			return m.branch()
		}
		m.set(m.packed(2*i+1), v)
	}
	return m.next(2 * n)
}

func (m *Machine) doHasMapFields(w uint64) bool {
	from, n := m.get(opA(w)), int(opB(w))
	if !from.IsMap() {
		return m.branch()
	}
	for i := range n {
		if !maps.Has(from, m.unpack(m.packed(i))) {
			return m.branch()
		}
	}
	return m.next(n)
}

// pairs are the packed keys and values of the instruction at pc.
func (m *Machine) pairs(n int) []term.Term {
	m.terms = m.terms[:0]
	for i := range 2 * n {
		m.terms = append(m.terms, m.unpack(m.packed(i)))
	}
	return m.terms
}

func (m *Machine) doPutMapAssoc(w uint64) bool {
	if !m.tidy(int(m.h())) {
		return false
	}
	from, n := m.get(opA(w)), int(opB(w))
	if !from.IsMap() {
		return m.badMap(from)
	}
	var to term.Term
	if n == 1 {
		to = maps.Put(&m.c.Builder, from, m.unpack(m.packed(0)), m.unpack(m.packed(1)))
	} else {
		to = maps.PutMany(&m.c.Builder, from, m.pairs(n))
	}
	return m.mapResult(w, to, n)
}

func (m *Machine) doPutMapExact(w uint64) bool {
	if !m.tidy(int(m.h())) {
		return false
	}
	from, n := m.get(opA(w)), int(opB(w))
	if !from.IsMap() {
		return m.badMap(from)
	}
	var to, missing term.Term
	if n == 1 {
		missing = m.unpack(m.packed(0))
		to = maps.Update(&m.c.Builder, from, missing, m.unpack(m.packed(1)))
	} else {
		to, missing = maps.UpdateMany(&m.c.Builder, from, m.pairs(n))
	}
	if to == term.None {
		if off(m.pc) != 0 {
			return m.branch()
		}
		return m.errorTuple(term.AtomBadkey, missing)
	}
	return m.mapResult(w, to, n)
}

func (m *Machine) mapResult(w uint64, to term.Term, n int) bool {
	m.set(opC(w), to)
	m.reds -= int64(n >> 2)
	return m.next(2 * n)
}

func (m *Machine) badMap(t term.Term) bool {
	if off(m.pc) != 0 {
		return m.branch()
	}
	return m.errorTuple(term.AtomBadmap, t)
}
