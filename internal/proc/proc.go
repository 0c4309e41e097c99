// Package proc is the process model of the machine: what a process is, how
// others name it, and what they may do to it.
//
// # Model
//
// A Node is one virtual machine. A Process is a struct outside the Go heap,
// at a fixed place in the node's process table; its pid names the place (the
// slot) and the slot's serial number. A process owns one heap, one mailbox and
// its relations (links, monitors, aliases). Only the scheduler that runs it
// touches them.
//
// Everything that one process does to another is a signal: a node of memory
// pushed with one compare-and-swap on the receiver's inbox. The receiver takes
// the whole inbox when it runs, turns it round and handles the signals in
// order, which gives the guarantee of the Erlang reference manual: signals from
// one sender to one receiver arrive in the order in which they were sent.
//
// # The inbox word
//
// The inbox is one 64-bit word that answers three questions at once: which
// signals wait, whether the process sleeps, and whether it is still the process
// that the pid named.
//
//	 63           44 43                       0
//	+---------------+--------------------------+
//	| serial's low  | address of the newest    |
//	| 20 bits       | signal >> 4, or a marker |
//	+---------------+--------------------------+
//
// Markers are empty (awake, no signal), waiting (asleep, no signal) and closed
// (exited). A sender that replaces waiting has woken the process and puts it on
// a run queue; nobody else does, so a process is never queued twice. A slot
// that is reused has a new serial, so a sender that was delayed between looking
// and swapping fails its swap and looks again. Slots are never unmapped while
// the node lives.
//
// # Who may call what
//
// Methods of Ctx run on the goroutine that runs the context's process.
// Functions of Node may be called from any goroutine, with a mem.Cache of the
// caller's. The OTP counterparts are erl_process.c, erl_proc_sig_queue.c and
// erl_monitor_link.c.
package proc

import (
	"joist/internal/heap"
	"joist/internal/term"
	"joist/internal/timer"
)

// A Native is a function of the machine written in Go. args is a view of the X
// registers and is valid during the native. It returns term.None after one of
// the Ctx methods that say so (Badarg, Error, Trap, Dirty, ...).
type Native func(c *Ctx, args []term.Term) term.Term

// A Runner runs the instructions of processes; the interpreter is one. Each
// scheduler has its own.
type Runner interface {
	// Run runs c.P from P.PC, with P.Live saved arguments moved to the X
	// registers, until the process stops for one of the reasons in Outcome.
	// It honours P.Resume.
	Run(c *Ctx) Outcome
	// PushCall prepares c.P, which is suspended in a dirty call, to run
	// m:f(args...) on top of its stack: it sets P.PC and saves the
	// arguments, so that the next Run starts the call. When the call returns, Run returns
	// OutcomeReturned with the value in c.X[0]; an exception that the call
	// does not catch gives OutcomeReturned too, with c.Exc set.
	PushCall(c *Ctx, m, f term.Term, args []term.Term)
	// X is the array of X registers of this runner.
	X() []term.Term
}

// An Outcome says why a Runner stopped running a process.
type Outcome uint8

const (
	// OutcomeYield: the slice is spent; the process goes to the end of its queue.
	OutcomeYield Outcome = iota
	// OutcomeWait: the process waits in a receive. P.PC is the address of
	// the receive's loop; with a timeout armed, P.TimeoutPC is where a timeout goes on.
	OutcomeWait
	// OutcomeExit: the process ends, with c.Exc as the reason
	// (class exit and reason normal when its function returned).
	OutcomeExit
	// OutcomeDirty: the process called a native that asked for c.Dirty.
	// P.PC is where it goes on, with the result in X[0].
	OutcomeDirty
	// OutcomeHibernate: like OutcomeWait, after the heap has been made as small as it
	// goes; P.PC and the saved arguments say where the process goes on.
	OutcomeHibernate
	// OutcomeReturned: a call started by PushCall has come back.
	OutcomeReturned
	// OutcomeDead: the process must end at once because memory ran out or
	// its heap grew beyond max_heap_size; c.Collect said so.
	OutcomeDead
)

// A Resume says how Run continues a process.
type Resume uint8

const (
	// ResumePC: continue at P.PC with the saved arguments as X registers.
	ResumePC Resume = iota
	// ResumeRaise: raise the exception in the saved arguments (class, reason, trace
	// or []) as if the instruction before P.PC had raised it.
	ResumeRaise
	// ResumeNative: call the native that c.TakeContinuation gives with the saved
	// arguments, and go on at P.PC with its result in X[0].
	ResumeNative
)

// Priorities of processes.
const (
	PrioMax uint8 = iota
	PrioHigh
	PrioNormal
	PrioLow
)

// State says what a process that is not running is doing. It belongs to the
// scheduler that runs the process; others read it for process_info only.
type State uint8

const (
	// StateRunnable: it has something to run.
	StateRunnable State = iota
	// StateReceive: it waits in a receive.
	StateReceive
	// StateHibernate: it waits, hibernated.
	StateHibernate
	// StateDirty: a dirty call runs for it.
	StateDirty
	// StateAwait: it waits for the answer to a request.
	StateAwait
	// StateExiting: it has ended, its memory is about to be freed.
	StateExiting
)

// Flags of a process.
const (
	FlagTrapExit uint32 = 1 << iota
	FlagSensitive
	FlagOffHeapMessages
	FlagTimedOut   // the receive timeout has fired
	FlagTimerArmed // a receive timeout runs
	FlagRetry      // the receive has to be tried again, without a message
	FlagGo         // a process whose code is a Go function
	FlagAsyncGC    // a collection was asked for while a dirty call ran
	flagSupervisor // it restarts what it starts with a link; see supervised.go
	flagSupervised // it was started by such a process, with a link
	flagStarting   // ... and that has not been told yet that it runs
	flagKeeps      // its state is kept; see kept_state.go
	flagRestored   // it has claimed a state, and not begun with it
	flagUnproven   // it has begun with such a state, and no callback has completed since
	flagLeaving    // atomic: its supervisor has been told that it ends
	flagFailed     // it ends by itself, not because of a signal
	flagNamed      // it has a name in a registry that is written in Elixir; see supervised.go
	flagLater      // one of its monitors is monLater
)

// Process is one process. It lies outside the Go heap, holds no Go pointers,
// and is only written by the scheduler that runs it, except for the fields
// marked as atomic. A *Process of another process may be read only through
// the Node, and only its atomic fields.
type Process struct {
	Timer timer.Node // the receive timeout; must be the first field

	inbox uint64  // atomic: see the package comment
	Link  uintptr // link in a run queue; belongs to the queue

	// PC is where the process goes on, TimeoutPC where its receive goes on after the timeout.
	PC, TimeoutPC uintptr
	Flags         uint32
	timedOut      uint32 // atomic: the receive timeout has fired
	Prio          uint8
	state         State
	Resume        Resume
	Live          uint8 // number of saved X registers
	initialArity  uint8
	Skipped       uint8                 // for the run queue: how often a low process was passed over
	argsCap       uint16                // words of argsBlock
	args          [inlineArgs]term.Term // saved X registers, when Live <= inlineArgs
	argsBlock     uintptr               // block for more of them

	mailbox Mailbox
	Heap    heap.Heap

	// Reds is how many reductions the process did before this slice.
	Reds      uint64
	maxReds   uint64 // the most that it may do; 0 is no limit
	links     Relations
	monitors  Relations // what the process monitors, its aliases, whom it has suspended
	monitored Relations // who monitors it
	dict      Dictionary
	kept      term.Term // the state that is kept, where flagKeeps is set; a root of the heap
	groupLead term.Term
	parent    term.Term
	initial   uint64
	name      uint64  // atomic: registered name (an atom) or 0
	killer    uintptr // the signal that holds the reason for which the process ends
	cont      uint64  // handle of a native's continuation or of the Go function of a Go process
	dirty     uint64  // handle of the stack of dirty calls
	suspended uint32  // how often it is suspended
	awaits    uint32  // the request whose answer it waits for
	serial    uint32  // atomic: stepped when the process has ended
	slot      uint32
}

const (
	inlineArgs = 3
	// sizeOfProcess is the size of a Process in bytes; a test checks it.
	sizeOfProcess = 464
)
