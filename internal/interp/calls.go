package interp

import (
	"joist/internal/code"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// charge counts a call and tells whether the slice is spent.
func (m *Machine) charge() bool {
	m.reds--
	return m.reds < 0
}

// jump goes on at the start of a function, or yields there, with live X registers.
func (m *Machine) jump(to uintptr, live int) bool {
	m.pc = to
	if m.charge() {
		return m.stop(proc.OutcomeYield, to, live)
	}
	return true
}

// returnTo pushes nothing: it stores where the call at pc returns to in the caller's frame.
func (m *Machine) returnTo(pc uintptr) {
	mem.Store(m.heap.Stop, uint64(pc+2*code.InstrBytes))
}

// doCallFun raises what is wrong with the fun of a call; the loop does the right ones.
func (m *Machine) doCallFun(w uint64) bool {
	arity := int(opA(w))
	fun := m.xs[arity]
	if code.Op(w) == code.OpCallFun2 {
		fun = m.get(opB(w))
	}
	return m.badFun(fun, m.xs[:arity])
}

func (m *Machine) badFun(fun term.Term, args []term.Term) bool {
	if !fun.IsFun() {
		return m.errorTuple(term.AtomBadfun, fun)
	}
	return m.errorTuple(term.AtomBadarity, m.c.Tuple2(fun, m.c.List(args, term.Nil)))
}

// callFun jumps to a fun whose arguments are in the first arity X registers.
func (m *Machine) callFun(fun term.Term, arity int) bool {
	if !fun.IsFun() {
		return m.badFun(fun, m.xs[:arity])
	}
	entry := uintptr(fun.Word(term.FunEntry))
	if fun.HasSubtag(term.SubExport) {
		e := code.ExportAt(entry)
		if int(e.Arity) != arity {
			return m.badFun(fun, m.xs[:arity])
		}
		return m.jump(codeOf(e), arity)
	}
	n := fun.Word(term.FunArity)
	if int(n&0xFF) != arity {
		return m.badFun(fun, m.xs[:arity])
	}
	free := int(n >> 8)
	for i := range free {
		m.xs[arity+i] = fun.Field(term.FunEnv + i)
	}
	return m.jump(uintptr(mem.AtomicLoad(entry+code.FunCode)), arity+free)
}

// doMakeFunX is make_fun2, for which no heap is reserved.
func (m *Machine) doMakeFunX(uint64) bool {
	f := code.FunAt(uintptr(m.d()))
	m.xs[0] = m.c.Fun(f.Address(), int(f.Arity), term.Term(m.self), m.xs[:f.NumFree])
	return m.next(0)
}

// spread puts the elements of a list in the X registers and counts them; -1 when it is no proper list or
// too long.
func (m *Machine) spread(list term.Term) int {
	n := 0
	for ; list.IsCons(); list = list.Cdr() {
		if n == maxArgs {
			return -1
		}
		m.xs[n] = list.Car()
		n++
	}
	if list != term.Nil {
		return -1
	}
	return n
}

const maxArgs = 255

// doApply calls X[arity]:X[arity+1] with the arguments before them.
func (m *Machine) doApply(w uint64) bool {
	arity := int(opA(w))
	mod, fun := m.xs[arity], m.xs[arity+1]
	if !mod.IsAtom() || !fun.IsAtom() {
		return m.badApply(mod, fun, m.c.List(m.xs[:arity], term.Nil))
	}
	if code.Op(w) == code.OpApplyLast {
		m.heap.Stop += uintptr(opB(w))
	} else {
		m.returnTo(m.pc)
	}
	return m.jump(m.code(code.MFA{Module: mod, Function: fun, Arity: arity}), arity)
}

func (m *Machine) badApply(mod, fun, args term.Term) bool {
	m.c.Badarg()
	return m.bifError(term.AtomApply, mod, fun, args)
}

// doApplyMFA is erlang:apply/3.
func (m *Machine) doApplyMFA(uint64) bool {
	mod, fun, args := m.xs[0], m.xs[1], m.xs[2]
	n := -1
	if mod.IsAtom() && fun.IsAtom() {
		n = m.spread(args)
	}
	if n < 0 {
		m.c.Badarg()
		return m.raise(m.topItem(term.AtomErlang, term.AtomApply, m.c.List([]term.Term{mod, fun, args}, term.Nil)), 0)
	}
	return m.jump(m.code(code.MFA{Module: mod, Function: fun, Arity: n}), n)
}

// doApplyFun is erlang:apply/2.
func (m *Machine) doApplyFun(uint64) bool {
	fun, args := m.xs[0], m.xs[1]
	n := m.spread(args)
	if n < 0 {
		m.c.Badarg()
		return m.raise(m.topItem(term.AtomErlang, term.AtomApply, m.c.List([]term.Term{fun, args}, term.Nil)), 0)
	}
	return m.callFun(fun, n)
}

// doStart begins a process: it returns to the end of it.
func (m *Machine) doStart(w uint64) bool {
	live := 2
	if code.Op(w) == code.OpStartMFA {
		live = 3
	}
	if !m.reserve(1, live) {
		return false
	}
	m.heap.Push(term.Term(m.node.Stubs.ExitNormal))
	if live == 3 {
		return m.doApplyMFA(w)
	}
	return m.doApplyFun(w)
}

func (m *Machine) doExitNormal(uint64) bool {
	m.c.Exit(term.AtomNormal)
	m.outcome = proc.OutcomeExit
	return false
}

// doCallbackReturn hands the value of a call back to the dirty native that made it.
func (m *Machine) doCallbackReturn(uint64) bool {
	m.heap.Stop += mem.WordSize
	m.outcome = proc.OutcomeReturned
	return false
}

// A function that does not exist. Its module may not be loaded yet: then the call waits in a frame of
//
//	word 0 unused, word 1 the arguments as a list, word 2 the address of the entry
//
// for a dirty call that loads it, and is made again.

const retryFrame = 3

func (m *Machine) doUndefined(w uint64) bool {
	e := code.ExportOfStub(m.pc)
	if m.canLoad(e.MFA()) {
		return m.load(e.MFA(), e.Address(), int(e.Arity))
	}
	if to := codeOf(e); to != e.Address()+stubOffset {
		return m.jump(to, int(e.Arity)) // the module has been loaded since the call
	}
	return m.undefined(e)
}

func (m *Machine) canLoad(f code.MFA) bool {
	t := m.node.Code
	return t.Autoload != nil && (t.Module(f.Module) == nil || t.Missing(f))
}

// load loads the code for a call whose arguments, and free variables for a fun, are in live X registers.
func (m *Machine) load(f code.MFA, entry uintptr, live int) bool {
	if !m.reserve(retryFrame+2*live, live) {
		return false
	}
	args := m.c.List(m.xs[:live], term.Nil)
	sp := m.heap.Stop - retryFrame*mem.WordSize
	m.heap.Stop = sp
	mem.Store(sp, 0)
	mem.StoreAt(sp, 1, uint64(args))
	mem.StoreAt(sp, 2, uint64(pcTerm(entry)))
	m.c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
		return term.Bool(c.Node.Code.Autoload(c, f))
	}, f.Module)
	return m.pending(m.node.Stubs.Retry)
}

// doRetry makes the call again that waited for its module.
func (m *Machine) doRetry(uint64) bool {
	sp := m.heap.Stop
	entry := uintptr(term.Term(mem.LoadAt(sp, 2)).SmallValue()) << 4
	live := m.spread(term.Term(mem.LoadAt(sp, 1)))
	m.heap.Stop = sp + retryFrame*mem.WordSize
	to := uintptr(mem.AtomicLoad(entry + code.ExportCode))
	if to != entry+stubOffset {
		return m.jump(to, live)
	}
	m.pc = to
	if code.Op(mem.Load(to)) == code.OpFunUnloaded {
		return m.undefinedFun(code.FunAt(entry))
	}
	return m.undefined(code.ExportAt(entry))
}

const stubOffset = 32

// undefined raises undef, unless the module wants to handle that itself.
func (m *Machine) undefined(e *code.Export) bool {
	args := m.c.List(m.xs[:e.Arity], term.Nil)
	handler := m.export(code.MFA{Module: e.Module, Function: term.AtomDollarHandleUndefinedFunction, Arity: 2})
	if handler.Loaded() && handler != e {
		m.xs[0], m.xs[1] = e.Function, args
		return m.jump(codeOf(handler), 2)
	}
	m.c.Error(term.AtomUndef)
	return m.raise(m.c.Cons(m.c.Tuple(e.Module, e.Function, args, term.Nil), term.Nil), 0)
}

func (m *Machine) doFunUnloaded(w uint64) bool {
	f := code.FunOfStub(m.pc)
	if module := (code.MFA{Module: f.Module, Function: term.None}); m.canLoad(module) {
		return m.load(module, f.Address(), int(f.Arity)+int(f.NumFree))
	}
	if to := uintptr(mem.AtomicLoad(f.Address() + code.FunCode)); to != f.Address()+stubOffset {
		return m.jump(to, int(f.Arity)+int(f.NumFree))
	}
	return m.undefinedFun(f)
}

// undefinedFun raises badfun for a fun whose code is gone. Its free variables are in the X registers.
func (m *Machine) undefinedFun(f *code.Fun) bool {
	env := m.xs[f.Arity : int(f.Arity)+int(f.NumFree)]
	fun := m.c.Fun(f.Address(), int(f.Arity), term.Term(m.self), env)
	m.c.Error(m.c.Tuple2(term.AtomBadfun, fun))
	return m.raise(term.Nil, 0)
}
