package interp

import (
	"joist/internal/code"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// doNative calls the native of the instruction at pc with the X registers; its result is returned to the caller, or to behind the
// instruction as if it were a call.
func (m *Machine) doNative(w uint64) bool {
	arity := int(opA(w))
	if opC(w) == code.NativeGoesOn {
		m.returnTo(m.pc)
		m.reds--
	}
	v := m.call(m.node.Natives[m.d()], m.xs[:arity])
	if v != term.None {
		m.xs[0] = v
		m.pc = mem.LoadPtr(m.heap.Stop)
		return !m.heap.ShouldCollect() || m.collect(0, 1)
	}
	return m.nativeFailed(arity)
}

// call calls a native.
func (m *Machine) call(fn proc.Native, args []term.Term) term.Term {
	c := m.c
	c.Reds = int(m.reds)
	c.Pending = proc.PendingNone
	v := fn(c, args)
	m.reds = int64(c.Reds)
	return v
}

// doKeepState is :joist_state.keep/1 where it cannot just be stored.
func (m *Machine) doKeepState(uint64) bool {
	m.c.KeepState(m.xs[0])
	m.kept = m.c.KeptAt()
	m.xs[0] = term.AtomOk
	m.pc += code.InstrBytes
	return true
}

// nativeFailed does what the native called by the instruction at pc asked for by returning None.
func (m *Machine) nativeFailed(arity int) bool {
	if m.c.Pending != proc.PendingNone {
		return m.pending(mem.LoadPtr(m.heap.Stop))
	}
	args := m.xs[:arity]
	mod := m.node.Code.ModuleAt(m.pc)
	if mod == nil {
		return m.raise(m.topItemOf(code.ExportOfStub(m.pc).MFA(), args), 0)
	}
	f := m.node.Code.NativeName(code.NativeID(m.d()))
	if f.Module == mod.Name {
		return m.raise(m.topItemOf(f, args), 0)
	}
	return m.raise(m.topItemOf(f, args), m.pc) // called in place: from here
}

// topItemOf is the stack item of a native that failed.
func (m *Machine) topItemOf(f code.MFA, args []term.Term) term.Term {
	if m.c.Exc.Info == term.None && isRaiser(f) {
		return term.Nil
	}
	list := term.None
	if m.c.Exc.Args == term.None && m.c.Exc.Trace == term.None {
		list = m.c.List(args, term.Nil)
	}
	return m.topItem(f.Module, f.Function, list)
}

// isRaiser tells whether a function shows in no stack trace.
func isRaiser(f code.MFA) bool {
	if f.Module != term.AtomErlang {
		return false
	}
	switch f.Function {
	case term.AtomError, term.AtomExit, term.AtomThrow, term.AtomRaise:
		return f.Arity != 2 || f.Function == term.AtomError
	}
	return false
}

// pending does what a native asked for that goes on at ret with its result in X0.
func (m *Machine) pending(ret uintptr) bool {
	c := m.c
	what := c.Pending
	c.Pending = proc.PendingNone
	switch what {
	case proc.PendingCall:
		return m.jump(m.code(code.MFA(c.Next)), c.NextArity)
	case proc.PendingNative:
		m.p.PC = ret
		c.SaveContinuation()
		m.outcome = proc.OutcomeYield
	case proc.PendingDirty:
		m.p.PC = ret
		m.outcome = proc.OutcomeDirty
	case proc.PendingYield:
		m.xs[0] = term.AtomTrue
		return m.stop(proc.OutcomeYield, ret, 1)
	case proc.PendingHibernate:
		m.heap.Stop = m.heap.End
		m.heap.Push(term.Term(m.node.Stubs.ExitNormal))
		return m.stop(proc.OutcomeHibernate, m.code(code.MFA(c.Next)), c.NextArity)
	case proc.PendingExit:
		m.outcome = proc.OutcomeExit
	}
	return false
}

// resumeNative calls the native that a process goes on with; live arguments are in the X registers.
func (m *Machine) resumeNative(live int) bool {
	v := m.call(m.c.TakeContinuation(), m.xs[:live])
	if v != term.None {
		m.xs[0] = v
		return m.tidy(1)
	}
	if m.c.Pending != proc.PendingNone {
		return m.pending(m.pc)
	}
	return m.raise(term.Nil, m.pc-2*code.InstrBytes)
}

// doBif calls a guard native: H names it, with the live registers in the high byte.
func (m *Machine) doBif(w uint64) bool {
	n := int(code.Op(w) - code.OpBif0)
	h := m.h()
	if live := h >> 24; live != noLive && !m.tidy(int(live)) {
		return false
	}
	if n > 0 {
		m.args[0] = m.get(opA(w))
	}
	if n > 1 {
		m.args[1] = m.get(opB(w))
	}
	if n > 2 {
		m.args[2] = m.xsAt(code.ScratchX + 2)
	}
	v := m.call(m.node.Natives[h&0xFFFFFF], m.args[:n])
	if v == term.None {
		name := m.node.Code.NativeName(code.NativeID(h & 0xFFFFFF)).Function
		return m.guardFailed(name, m.args[:n]...)
	}
	return m.result(w, v)
}

const noLive = 255

func (m *Machine) xsAt(n int) term.Term { return term.Term(mem.LoadAt(m.x, n)) }

// guardFailed branches where a guard fails, or in a body raises what c.Exc has.
func (m *Machine) guardFailed(name term.Term, args ...term.Term) bool {
	if off(m.pc) != 0 {
		m.c.Exc = proc.Exception{}
		return m.branch()
	}
	return m.bifError(name, args...)
}

// badarg is a guard function that fails with badarg.
func (m *Machine) badarg(name term.Term, args ...term.Term) bool {
	m.c.Badarg()
	return m.guardFailed(name, args...)
}

func (m *Machine) doBifMissing(uint64) bool {
	e := code.ExportAt(uintptr(m.d()))
	m.c.Error(term.AtomUndef)
	return m.raise(m.c.Cons(m.c.Tuple(e.Module, e.Function, term.Small(int64(e.Arity)), term.Nil), term.Nil), m.pc)
}
