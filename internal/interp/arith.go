package interp

import (
	"math"

	"joist/internal/arith"
	"joist/internal/code"
	"joist/internal/heap"
	"joist/internal/term"
)

// A binary operation of arithmetic on any numbers.
type binary func(b *heap.Builder, x, y term.Term) (term.Term, arith.Fault)

type unary func(b *heap.Builder, x term.Term) (term.Term, arith.Fault)

// arith2 makes handlers for operations on two registers.
func arith2(op binary, name term.Term, cost arith.Op) handler {
	return func(m *Machine, w uint64) bool {
		live := int(m.h())
		return m.tidy(live) && m.arithmetic(w, op, name, cost, m.get(opA(w)), m.get(opB(w)), true, live)
	}
}

// arithC makes handlers for operations on a register and the constant D, which is raw where raw says so.
func arithC(op binary, name term.Term, cost arith.Op, raw bool) handler {
	return func(m *Machine, w uint64) bool {
		k := term.Term(m.d() | term.TagSmall) // without the tag where it is added or subtracted
		if raw {
			k = term.Small(int64(m.d()))
		}
		live := int(opB(w))
		return m.tidy(live) && m.arithmetic(w, op, name, cost, m.get(opA(w)), k, false, live)
	}
}

func (m *Machine) arithmetic(w uint64, op binary, name term.Term, cost arith.Op, x, y term.Term, guard bool, live int) bool {
	if x.IsBoxed() || y.IsBoxed() || cost == arith.OpShiftLeft {
		n := arith.Cost(cost, x, y)
		if n >= arith.LongCost {
			return m.longArithmetic(op, name, guard, live, x, y)
		}
		m.reds -= int64(n)
	}
	v, fault := op(&m.c.Builder, x, y)
	if fault != arith.OK {
		return m.arithFailed(fault, guard, name, x, y)
	}
	return m.result(w, v)
}

func (m *Machine) arithFailed(fault arith.Fault, guard bool, name term.Term, args ...term.Term) bool {
	if fault == arith.SystemLimit {
		m.c.SystemLimit()
	} else {
		m.c.Badarith()
	}
	if guard {
		return m.guardFailed(name, args...)
	}
	return m.bifError(name, args...)
}

// arith1 makes handlers for operations on one register.
func arith1(op unary, name term.Term) handler {
	return func(m *Machine, w uint64) bool {
		if !m.tidy(int(m.h())) {
			return false
		}
		x := m.get(opA(w))
		v, fault := op(&m.c.Builder, x)
		if fault != arith.OK {
			return m.arithFailed(fault, true, name, x)
		}
		return m.result(w, v)
	}
}

func (m *Machine) doAbs(w uint64) bool {
	if !m.tidy(int(m.h())) {
		return false
	}
	x := m.get(opA(w))
	v, ok := arith.Abs(&m.c.Builder, x)
	if !ok {
		return m.badarg(term.AtomAbs, x)
	}
	return m.result(w, v)
}

// Guard functions that the loop leaves: their operands are wrong or rare.

func (m *Machine) doHd(w uint64) bool { return m.badarg(term.AtomHd, m.get(opA(w))) }
func (m *Machine) doTl(w uint64) bool { return m.badarg(term.AtomTl, m.get(opA(w))) }

func (m *Machine) doTupleSize(w uint64) bool { return m.badarg(term.AtomTupleSize, m.get(opA(w))) }

func (m *Machine) doElement(w uint64) bool {
	return m.badarg(term.AtomElement, m.get(opA(w)), m.get(opB(w)))
}

func (m *Machine) doElementC(w uint64) bool {
	return m.badarg(term.AtomElement, term.Small(int64(opB(w))), m.get(opA(w)))
}

func (m *Machine) doByteSize(w uint64) bool {
	v := m.get(opA(w))
	if !v.IsBitstring() {
		return m.badarg(term.AtomByteSize, v)
	}
	return m.result(w, term.Small(int64(v.ByteSize())))
}

func (m *Machine) doMapSize(w uint64) bool {
	v := m.get(opA(w))
	if !v.IsMap() {
		m.c.Error(m.c.Tuple2(term.AtomBadmap, v))
		return m.guardFailed(term.AtomMapSize, v)
	}
	return m.result(w, term.Small(int64(v.MapSize())))
}

func (m *Machine) doLength(w uint64) bool {
	list := m.get(opA(w))
	n := int64(0)
	t := list
	for ; t.IsCons(); t = t.Cdr() {
		n++
	}
	m.reds -= n >> 4
	if t != term.Nil {
		return m.badarg(term.AtomLength, list)
	}
	return m.result(w, term.Small(n))
}

func (m *Machine) doNot(w uint64) bool { return m.badarg(term.AtomNot, m.get(opA(w))) }

func isBool(t term.Term) bool { return t == term.AtomTrue || t == term.AtomFalse }

func (m *Machine) doAndOr(w uint64) bool {
	x, y := m.get(opA(w)), m.get(opB(w))
	and := code.Op(w) == code.OpAnd
	if !isBool(x) || !isBool(y) {
		name := term.AtomOr
		if and {
			name = term.AtomAnd
		}
		return m.badarg(name, x, y)
	}
	if and {
		return m.result(w, term.Bool(x == term.AtomTrue && y == term.AtomTrue))
	}
	return m.result(w, term.Bool(x == term.AtomTrue || y == term.AtomTrue))
}

// Floating point: the loop leaves what is no finite float.

func (m *Machine) doFLoad(w uint64) bool {
	f, ok := arith.Float64(m.get(opA(w)))
	if !ok {
		return m.errorAtom(term.AtomBadarith)
	}
	m.setRaw(opC(w), math.Float64bits(f))
	return m.next(0)
}

func (m *Machine) setRaw(ref, v uint64) { m.set(ref, term.Term(v)) }

func (m *Machine) doFloatFailed(uint64) bool {
	if off(m.pc) != 0 {
		return m.branch()
	}
	return m.errorAtom(term.AtomBadarith)
}
