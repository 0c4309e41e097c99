package interp

import (
	"joist/internal/code"
	"joist/internal/term"
)

// Tests that the loop leaves because the terms are not simple enough.

func (m *Machine) doEqual(w uint64) bool {
	return m.test(term.Equal(m.get(opA(w)), m.get(opB(w))))
}

func (m *Machine) doNotEqual(w uint64) bool {
	return m.test(!term.Equal(m.get(opA(w)), m.get(opB(w))))
}

func (m *Machine) doExactEqual(w uint64) bool {
	return m.test(term.ExactEqual(m.get(opA(w)), m.get(opB(w))))
}

func (m *Machine) doNotExactEqual(w uint64) bool {
	return m.test(!term.ExactEqual(m.get(opA(w)), m.get(opB(w))))
}

func (m *Machine) doExactEqualValue(w uint64) bool {
	return m.result(w, term.Bool(term.ExactEqual(m.get(opA(w)), m.get(opB(w)))))
}

func (m *Machine) doNotExactEqualValue(w uint64) bool {
	return m.result(w, term.Bool(!term.ExactEqual(m.get(opA(w)), m.get(opB(w)))))
}

func (m *Machine) compare(a, b term.Term) int { return term.Compare(a, b, m.node.Atoms) }

func (m *Machine) doLess(w uint64) bool {
	return m.test(m.compare(m.get(opA(w)), m.get(opB(w))) < 0)
}

func (m *Machine) doGreaterEqual(w uint64) bool {
	return m.test(m.compare(m.get(opA(w)), m.get(opB(w))) >= 0)
}

func (m *Machine) doEqualValue(w uint64) bool {
	return m.result(w, term.Bool(term.Equal(m.get(opA(w)), m.get(opB(w)))))
}

func (m *Machine) doNotEqualValue(w uint64) bool {
	return m.result(w, term.Bool(!term.Equal(m.get(opA(w)), m.get(opB(w)))))
}

func (m *Machine) doLessValue(w uint64) bool {
	return m.result(w, term.Bool(m.compare(m.get(opA(w)), m.get(opB(w))) < 0))
}

func (m *Machine) doGreaterEqualValue(w uint64) bool {
	return m.result(w, term.Bool(m.compare(m.get(opA(w)), m.get(opB(w))) >= 0))
}

// doCompareConst compares a register with the small integer in H.
func (m *Machine) doCompareConst(w uint64) bool {
	c := m.compare(m.get(opA(w)), term.Term(high(m.pc)))
	switch code.Op(w) {
	case code.OpIsLtC:
		return m.testNear(c < 0)
	case code.OpIsGeC:
		return m.testNear(c >= 0)
	case code.OpIsGtC:
		return m.testNear(c > 0)
	}
	return m.testNear(c <= 0)
}

// typeTest makes handlers for tests of one term.
func typeTest(is func(t term.Term) bool) handler {
	return func(m *Machine, w uint64) bool { return m.test(is(m.get(opA(w)))) }
}

func (m *Machine) doIsFunction2(w uint64) bool {
	f, n := m.get(opA(w)), m.get(opB(w))
	if !f.IsFun() || !n.IsSmall() {
		return m.test(false)
	}
	return m.test(funArity(f) == n.SmallValue())
}

func funArity(f term.Term) int64 {
	if f.HasSubtag(term.SubExport) {
		return int64(code.ExportAt(uintptr(f.Word(term.ExportEntry))).Arity)
	}
	return int64(f.Word(term.FunArity) & 0xFF)
}
