package interp

import (
	"joist/internal/code"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// An exception in flight from where it is raised to its handler has a raw trace: a tuple
// {Class, Top, PC...}, with Top a list of finished stack items that come first (the native that failed, the
// function that had no clause) and each PC the address of an instruction, as a small integer. The
// instruction build_stacktrace turns it into the list that programs see; most handlers never ask.
// A trace that is given (erlang:raise/3) is {Class, Trace} with Top the whole list.

const (
	rawClass = 0
	rawTop   = 1
	rawPCs   = 2
)

// maxBacktrace is how many calls a stack trace shows.
const maxBacktrace = 8

var noMemory = heap.NoMemory{}

// errorTerm raises an error of the instruction at pc.
func (m *Machine) errorTerm(reason term.Term) bool {
	m.c.Error(reason)
	return m.raise(term.Nil, m.pc)
}

func (m *Machine) errorAtom(reason term.Term) bool { return m.errorTerm(reason) }

func (m *Machine) errorTuple(tag, value term.Term) bool {
	return m.errorTerm(m.c.Tuple2(tag, value))
}

// bifError raises what c.Exc has, from a function of erlang that an instruction stands for.
func (m *Machine) bifError(name term.Term, args ...term.Term) bool {
	return m.raise(m.topItem(term.AtomErlang, name, m.c.List(args, term.Nil)), m.pc)
}

// doCallRaise calls erlang:error/1 and the like, which do not show in the stack trace.
func (m *Machine) doCallRaise(w uint64) bool {
	e := code.ExportAt(uintptr(m.d()))
	if !e.IsNative {
		m.returnTo(m.pc - code.InstrBytes)
		return m.jump(codeOf(e), int(e.Arity))
	}
	if v := m.call(m.node.Natives[e.Native], m.xs[:opA(w)]); v != term.None {
		m.xs[0] = v // raise/3 that was not given an exception
		return m.next(0)
	}
	return m.raiseHere()
}

// raiseHere raises c.Exc from the function that the instruction at pc is in, with the arguments and
// the error_info that c.Exc may give for it.
func (m *Machine) raiseHere() bool {
	exc := &m.c.Exc
	if exc.Trace != term.None || exc.Args == term.None && exc.Info == term.None {
		return m.raise(term.Nil, m.pc)
	}
	item := m.stackItem(m.pc, exc.Args)
	if exc.Info != term.None {
		info := m.c.Cons(m.c.Tuple2(term.AtomErrorInfo, exc.Info), term.Nil)
		e := item.TupleElems()
		item = m.c.Tuple(e[0], e[1], e[2], m.append(e[3], info))
	}
	return m.raiseAfter(item)
}

// raiseAfter raises c.Exc with item as the stack item of the function that the instruction at pc is in.
func (m *Machine) raiseAfter(item term.Term) bool {
	top := m.c.Cons(item, term.Nil)
	if mod := m.node.Code.ModuleAt(m.pc); mod != nil && mod.Framed(m.pc) {
		mem.Store(m.heap.Stop, 0) // stale: what an earlier call returned to
	}
	return m.raise(top, 0)
}

// append is a short list with a tail behind it.
func (m *Machine) append(list, tail term.Term) term.Term {
	var elems []term.Term
	for ; list.IsCons(); list = list.Cdr() {
		elems = append(elems, list.Car())
	}
	return m.c.List(elems, tail)
}

// topItem is the list of the one stack item for a native that failed; c.Exc may say more of it.
func (m *Machine) topItem(mod, fun, args term.Term) term.Term {
	c := m.c
	if c.Exc.Args != term.None {
		args = c.Exc.Args
	}
	location := term.Nil
	if c.Exc.Class == proc.ClassError {
		info := c.Exc.Info
		if info == term.None {
			info = m.lit.errorInfo
		}
		location = c.Cons(c.Tuple2(term.AtomErrorInfo, info), term.Nil)
	}
	return c.Cons(c.Tuple(mod, fun, args, location), term.Nil)
}

// raise looks for a handler for c.Exc. top are the finished first items of the stack trace; pc is the
// instruction that comes after them, 0 for none.
func (m *Machine) raise(top term.Term, pc uintptr) bool {
	c := m.c
	raw := m.rawTrace(top, pc)
	handler, frame := m.findHandler()
	if handler == 0 {
		return m.uncaught(raw, frame)
	}
	m.xs[0], m.xs[1], m.xs[2], m.xs[3] = noValue, c.Exc.Class.Atom(), c.Exc.Reason, raw
	c.Exc = proc.Exception{}
	m.heap.Stop = frame
	m.pc = handler
	m.reds--
	return true
}

func (m *Machine) rawTrace(top term.Term, pc uintptr) term.Term {
	c := m.c
	if c.Exc.Trace != term.None {
		if isRaw(c.Exc.Trace) {
			return c.Exc.Trace
		}
		return c.Tuple2(c.Exc.Class.Atom(), c.Exc.Trace)
	}
	var pcs [rawPCs + maxBacktrace]term.Term
	elems := m.backtrace(pcs[:rawPCs], pc, maxBacktrace)
	elems[rawClass], elems[rawTop] = c.Exc.Class.Atom(), top
	return c.TupleFrom(elems)
}

func isRaw(t term.Term) bool { return t.IsTuple() && t.TupleSize() >= rawPCs }

// backtrace appends pc and the calls on the stack as small integers, at most limit of them, the same
// one following itself only once.
func (m *Machine) backtrace(to []term.Term, pc uintptr, limit int) []term.Term {
	sp := m.heap.Stop
	if pc != 0 {
		to = append(to, pcTerm(pc))
		limit--
		if mod := m.node.Code.ModuleAt(pc); mod != nil && mod.Framed(pc) {
			sp += mem.WordSize
		}
	}
	last := pc
	for ; sp < m.heap.End && limit > 0; sp += mem.WordSize {
		w := uintptr(mem.Load(sp))
		if w&tagMask != 0 || w == 0 || w == last || m.isStub(w) {
			continue
		}
		last = w
		to = append(to, pcTerm(w-2*code.InstrBytes))
		limit--
	}
	return to
}

func pcTerm(pc uintptr) term.Term { return term.Small(int64(pc >> 4)) }

func (m *Machine) isStub(pc uintptr) bool {
	s := &m.node.Stubs
	return pc == s.ExitNormal || pc == s.CallbackReturn || pc == s.Retry
}

// findHandler looks for the innermost handler. It returns its address and the stack pointer of its frame;
// or 0 and the stack pointer where the search ended: at the end of the stack, or at the word of a call
// that a dirty native made.
func (m *Machine) findHandler() (handler, frame uintptr) {
	sp, end := m.heap.Stop, m.heap.End
	frame = sp
	for ; sp < end; sp += mem.WordSize {
		w := mem.Load(sp)
		if w&tagMask == 0 {
			frame = sp
			if uintptr(w) == m.node.Stubs.CallbackReturn {
				return 0, sp
			}
		} else if code.IsCatch(w) {
			return code.CatchAddress(w), frame
		}
	}
	return 0, sp
}

// uncaught ends the process, or the call that a dirty native made, with the exception.
func (m *Machine) uncaught(raw term.Term, frame uintptr) bool {
	m.c.Exc.Trace = m.buildTrace(raw)
	m.c.Exc.Args, m.c.Exc.Info = term.None, term.None
	m.outcome = proc.OutcomeExit
	if frame < m.heap.End {
		m.heap.Stop = frame + mem.WordSize
		m.outcome = proc.OutcomeReturned
	}
	return false
}

// buildTrace makes the list that programs see of a raw trace.
func (m *Machine) buildTrace(raw term.Term) term.Term {
	if !isRaw(raw) {
		return raw
	}
	elems := raw.TupleElems()
	var items []term.Term
	for _, e := range elems[rawPCs:] {
		if item := m.stackItem(uintptr(e.SmallValue())<<4, term.None); item != term.None {
			items = append(items, item)
		}
	}
	rest := m.c.List(items, term.Nil)
	if elems[rawTop] == term.Nil {
		return rest
	}
	if len(elems) == rawPCs {
		return elems[rawTop]
	}
	first := elems[rawTop].Car() // the top has one item at most unless it is the whole trace
	return m.c.Cons(first, rest)
}

// stackItem is {Module, Function, ArityOrArgs, Location} for the function that the instruction at pc is in,
// or None.
func (m *Machine) stackItem(pc uintptr, args term.Term) term.Term {
	mod := m.node.Code.ModuleAt(pc)
	if mod == nil {
		return term.None
	}
	f := mod.FunctionAt(pc)
	if f == nil {
		return term.None
	}
	if args == term.None {
		args = term.Small(int64(f.Arity))
	}
	location := term.Nil
	if file, line := mod.Location(pc); line > 0 {
		c := m.c
		location = c.List([]term.Term{
			c.Tuple2(term.AtomFile, c.String(file)),
			c.Tuple2(term.AtomLine, term.Small(int64(line))),
		}, term.Nil)
	}
	return m.c.Tuple(mod.Name, f.Name, args, location)
}

// Handlers of the instructions for exceptions.

func (m *Machine) doFuncInfo(w uint64) bool {
	m.c.Error(term.AtomFunctionClause)
	args := m.c.List(m.xs[:opA(w)], term.Nil)
	top := m.c.Cons(m.stackItem(m.pc, args), term.Nil)
	return m.raise(top, 0)
}

func (m *Machine) doBadmatch(w uint64) bool {
	return m.errorTuple(term.AtomBadmatch, m.get(opA(w)))
}

func (m *Machine) doCaseClause(w uint64) bool {
	return m.errorTuple(term.AtomCaseClause, m.get(opA(w)))
}

func (m *Machine) doTryClause(w uint64) bool {
	return m.errorTuple(term.AtomTryClause, m.get(opA(w)))
}

func (m *Machine) doBadrecord(w uint64) bool {
	return m.errorTuple(term.AtomBadrecord, m.get(opA(w)))
}

func (m *Machine) doIfClause(uint64) bool { return m.errorAtom(term.AtomIfClause) }

func (m *Machine) doIllegal(uint64) bool { return m.errorAtom(term.AtomIllegalInstruction) }

// doCatchEnd makes the value of catch of an exception; the loop has cleared the Y register.
func (m *Machine) doCatchEnd(uint64) bool {
	c, reason := m.c, m.xs[2]
	switch m.xs[1] {
	case term.AtomThrow:
		m.xs[0] = reason
	case term.AtomError:
		m.xs[0] = c.Tuple2(term.AtomEXIT, c.Tuple2(reason, m.buildTrace(m.xs[3])))
	default:
		m.xs[0] = c.Tuple2(term.AtomEXIT, reason)
	}
	return m.next(0) && m.tidy(1)
}

func (m *Machine) doBuildStacktrace(uint64) bool {
	m.xs[0] = m.buildTrace(m.xs[0])
	return m.next(0)
}

// doRawRaise raises X1 again, with class X0 and raw trace X2, all of them as a handler got them; any other
// class gives badarg in X0.
func (m *Machine) doRawRaise(uint64) bool {
	class, ok := classOf(m.xs[0])
	if !ok {
		m.xs[0] = term.AtomBadarg
		return m.next(0)
	}
	m.c.Raise(class, m.xs[1], m.xs[2])
	return m.raise(term.Nil, m.pc)
}

func classOf(t term.Term) (proc.Class, bool) {
	switch t {
	case term.AtomError:
		return proc.ClassError, true
	case term.AtomExit:
		return proc.ClassExit, true
	case term.AtomThrow:
		return proc.ClassThrow, true
	}
	return proc.ClassNone, false
}

// doRaise raises a reason again; its class is in the raw trace.
func (m *Machine) doRaise(w uint64) bool {
	trace, reason := m.get(opA(w)), m.get(opB(w))
	class := proc.ClassError
	if isRaw(trace) {
		if k, ok := classOf(trace.TupleElem(rawClass)); ok {
			class = k
		}
	}
	m.c.Raise(class, reason, trace)
	return m.raise(term.Nil, m.pc)
}

// resumeRaise raises what a process that was suspended in a native goes on with.
func (m *Machine) resumeRaise() bool {
	class, ok := classOf(m.xs[0])
	if !ok {
		class = proc.ClassError
	}
	trace := m.xs[2]
	m.c.Raise(class, m.xs[1], trace)
	if trace == term.Nil {
		m.c.Exc.Trace = term.None
	}
	return m.raise(term.Nil, 0)
}
