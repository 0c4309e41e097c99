package proc

import (
	"context"

	"joist/internal/heap"
	"joist/internal/term"
)

// A Class is the class of an exception.
type Class uint8

const (
	// ClassNone means that there is no exception.
	ClassNone Class = iota
	// ClassError is raised by errors of the program.
	ClassError
	// ClassExit is raised by exit/1.
	ClassExit
	// ClassThrow is raised by throw/1.
	ClassThrow
)

// Atom is the class as a term: error, exit or throw.
func (k Class) Atom() term.Term {
	switch k {
	case ClassError:
		return term.AtomError
	case ClassExit:
		return term.AtomExit
	case ClassThrow:
		return term.AtomThrow
	}
	return term.None
}

// Exception is an exception on its way: set by a native, read by the runner.
type Exception struct {
	Class  Class
	Reason term.Term
	// Trace is the stack trace as a list, or None when the runner is to make it.
	Trace term.Term
	// Info is the map or other value of erlang:error/3's error_info, or None.
	Info term.Term
	// Args replaces the arity of the topmost stack item when a native gave its arguments
	// (erlang:error/2); None otherwise.
	Args term.Term
}

// A Pending tells the runner why a native returned term.None.
type Pending uint8

const (
	// PendingNone: the native failed; c.Exc is set.
	PendingNone Pending = iota
	// PendingCall: call c.Next with the first c.NextArity X registers.
	PendingCall
	// PendingNative: save the first c.NextArity X registers in the process, set
	// P.Resume to ResumeNative and return OutcomeYield; the continuation is kept by the context.
	PendingNative
	// PendingDirty: set P.PC to where the call returns to and return OutcomeDirty.
	PendingDirty
	// PendingYield: return OutcomeYield with term.AtomTrue as the native's result (erlang:yield/0).
	PendingYield
	// PendingHibernate: call c.Next with the X registers after the process has hibernated: drop the
	// stack, and return OutcomeHibernate with P.PC and the saved arguments set up for that call.
	PendingHibernate
	// PendingExit: the process must end at once; c.Exc says why and nothing can catch it.
	PendingExit
)

// Ctx is what running code needs: the node, the process, where to build terms,
// and what a native has to tell the runner. Each scheduler has one, and each dirty
// call in progress. It must be used from one goroutine.
type Ctx struct {
	heap.Builder

	Node *Node
	P    *Process
	// X is the array of X registers.
	X []term.Term
	// Reds is what is left of the slice. The runner sets it before it calls
	// a native and reads it after.
	Reds int
	// Exc is the exception that a native raised.
	Exc Exception
	// Pending says what the runner has to do after a native returned term.None.
	Pending Pending
	// Next is the function that PendingCall and PendingHibernate call.
	Next      MFA
	NextArity int

	// Collector collects the heaps of the processes that this context runs.
	Collector heap.Collector

	sched    Scheduler // nil outside schedulers
	schedID  int       // -1 outside schedulers
	runner   Runner
	running  bool // P is in the middle of a slice
	slice    int  // reductions that the slice began with
	givenUp  int  // what was left of it when the process ended
	refNext  uint64
	refEnd   uint64
	slots    slotCache
	scratch  uintptr // scratchWords of memory for tuples that are copied at once
	excRoots [4]term.Term
	cont     Native
	dirtyFn  Native
	dirtyRun *dirtyCall // on a dirty context: the call it runs
	requests uint32
	peeked   uintptr // the message that has been peeked at and neither removed nor passed over
	peekTop  uintptr // 0 when that is looked at where it lies; else Heap.Top before and after the message that was peeked at was copied there
	peekEnd  uintptr
	nextFree *Ctx
}

// Layout of the scratch memory: a tuple, a reference and {name, node}.
const (
	scratchRef   = 8 * 8
	scratchName  = 12 * 8
	scratchWords = 16
)

// MFA names a function by atoms and arity.
type MFA struct {
	Module, Function term.Term
	Arity            int
}

// raise sets the exception and returns what natives return then.
func (c *Ctx) raise(k Class, reason term.Term) term.Term {
	c.Exc = Exception{Class: k, Reason: reason}
	c.Pending = PendingNone
	return term.None
}

// Error raises an error with reason. It returns term.None.
func (c *Ctx) Error(reason term.Term) term.Term { return c.raise(ClassError, reason) }

// Badarg raises the error badarg.
func (c *Ctx) Badarg() term.Term { return c.raise(ClassError, term.AtomBadarg) }

// Badarith raises the error badarith.
func (c *Ctx) Badarith() term.Term { return c.raise(ClassError, term.AtomBadarith) }

// SystemLimit raises the error system_limit.
func (c *Ctx) SystemLimit() term.Term { return c.raise(ClassError, term.AtomSystemLimit) }

// ErrorTuple raises the error {tag, value}.
func (c *Ctx) ErrorTuple(tag, value term.Term) term.Term {
	return c.raise(ClassError, c.Tuple(tag, value))
}

// ErrorInfo raises an error with reason and the error_info that stack traces show.
func (c *Ctx) ErrorInfo(reason, info term.Term) term.Term {
	c.raise(ClassError, reason)
	c.Exc.Info = info
	return term.None
}

// ErrorArgs raises an error with reason whose stack trace shows args, a list, instead of the arity.
func (c *Ctx) ErrorArgs(reason, args term.Term) term.Term {
	c.raise(ClassError, reason)
	c.Exc.Args = args
	return term.None
}

// Exit raises an exit with reason.
func (c *Ctx) Exit(reason term.Term) term.Term { return c.raise(ClassExit, reason) }

// Throw raises a throw of value.
func (c *Ctx) Throw(value term.Term) term.Term { return c.raise(ClassThrow, value) }

// Raise raises an exception with a stack trace that is given (erlang:raise/3).
func (c *Ctx) Raise(k Class, reason, trace term.Term) term.Term {
	c.raise(k, reason)
	c.Exc.Trace = trace
	return term.None
}

// Charge counts n reductions for work that a native does.
func (c *Ctx) Charge(n int) { c.Reds -= n }

// OutOfReductions tells whether the slice is spent. A native with much work left then
// continues later, with TrapNative.
func (c *Ctx) OutOfReductions() bool { return c.Reds <= 0 }

// Trap continues with a call of m:f(args...), whose result becomes the native's.
func (c *Ctx) Trap(m, f term.Term, args ...term.Term) term.Term {
	copy(c.X, args)
	c.Next = MFA{m, f, len(args)}
	c.NextArity = len(args)
	c.Pending = PendingCall
	return term.None
}

// TrapNative suspends the process and later continues with fn, called with args.
// fn's result becomes the native's.
func (c *Ctx) TrapNative(fn Native, args ...term.Term) term.Term {
	copy(c.X, args)
	c.NextArity = len(args)
	c.cont = fn
	c.Pending = PendingNative
	return term.None
}

// Yield ends the slice of the process; the native's result is true.
func (c *Ctx) Yield() term.Term {
	c.Pending = PendingYield
	return term.None
}

// Hibernate makes the process drop its stack and wait for a message, and then call m:f(args...).
func (c *Ctx) Hibernate(m, f term.Term, args ...term.Term) term.Term {
	c.Trap(m, f, args...)
	c.Pending = PendingHibernate
	return term.None
}

// Dirty suspends the process and runs f with args on a goroutine of its own, where
// it may block. f has its own context, on which it may build terms; its
// result becomes the native's. When the process is killed meanwhile, the context that
// c.Context gives is cancelled, and f's result is dropped.
func (c *Ctx) Dirty(f Native, args ...term.Term) term.Term {
	if c.dirtyRun != nil { // already on a goroutine that may block
		return f(c, args)
	}
	copy(c.X, args)
	c.NextArity = len(args)
	c.dirtyFn = f
	c.Pending = PendingDirty
	return term.None
}

// Context is cancelled when the process of a dirty call ends or the node closes.
func (c *Ctx) Context() context.Context {
	if c.dirtyRun != nil {
		return c.dirtyRun.ctx
	}
	return c.Node.ctx
}

// Self is the pid of the process.
func (c *Ctx) Self() term.Term { return c.P.Pid() }
