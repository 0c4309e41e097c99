package interp

import (
	"joist/internal/arith"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// An operation on large bignums takes long, and math/big cannot be interrupted. It runs off the scheduler, in a dirty call of
// its process, which comes back to the stub LongArith with a tuple of
//
//	the result, the fault, the live X registers as a list, the instruction, both operands, the operator, whether it may be in a guard
//
// in X0, from which the instruction is finished. That the instruction was interrupted shows nowhere.

// longArithmetic starts the operation of the instruction at pc.
func (m *Machine) longArithmetic(op binary, name term.Term, guard bool, live int, x, y term.Term) bool {
	registers := m.c.List(m.xs[:live], term.Nil)
	m.c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
		v, fault := op(&c.Builder, args[0], args[1])
		if fault != arith.OK {
			v = term.Nil
		}
		return c.Tuple(v, term.Small(int64(fault)), args[2], args[3], args[0], args[1], args[4], term.Bool(guard))
	}, x, y, registers, pcTerm(m.pc), name)
	return m.pending(m.node.Stubs.LongArith)
}

// doLongArith finishes the instruction.
func (m *Machine) doLongArith(uint64) bool {
	e := m.xs[0].TupleElems()
	m.spread(e[2])
	m.pc = uintptr(e[3].SmallValue()) << 4
	if fault := arith.Fault(e[1].SmallValue()); fault != arith.OK {
		return m.arithFailed(fault, e[7] == term.AtomTrue, e[6], e[4], e[5])
	}
	return m.result(mem.Load(m.pc), e[0])
}
