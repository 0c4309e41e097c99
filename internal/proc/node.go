package proc

import (
	"context"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"joist/internal/atom"
	"joist/internal/code"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
	"joist/internal/timer"
)

// Config is what a node is made with. The zero value of each field means its default.
type Config struct {
	Schedulers  int   // GOMAXPROCS
	MemoryLimit int64 // bytes; 0 is none
	MaxProcs    int   // DefaultMaxProcs
	Stdin       io.Reader
	Stdout      io.Writer
	Stderr      io.Writer
	Env         []string // the environment; nil is the program's
	Args        []string
	GCStress    bool // collect at every opportunity and verify heaps
	VirtualTime bool // time passes by reductions, and at once to the next timer when nothing runs
	Sandbox     bool // natives do not reach the host's files, programs and environment
}

// DefaultMaxProcs is how many processes a node may hold at a time.
const DefaultMaxProcs = 1 << 24

// A Scheduler puts processes that signals have woken on its run queue. Package sched implements it.
type Scheduler interface {
	// Ready queues p, which the caller has made runnable. It is called on the scheduler's own
	// goroutine only.
	Ready(p *Process)
}

// System is the set of schedulers of a node, for callers that are not on one. Its methods may be called
// from any goroutine.
type System interface {
	// ReadyAny queues p, which the caller has made runnable, somewhere.
	ReadyAny(p *Process)
	// Wake has scheduler i look at its timers again.
	Wake(i int)
	// Stop stops the schedulers and returns when they have.
	Stop()
}

// Node is one virtual machine.
type Node struct {
	Config Config
	Space  *mem.Space
	Atoms  *atom.Table
	Code   *code.Table
	// Natives are the natives that code.NativeID names. They are registered before the node starts.
	Natives []Native
	// ETS, IO and Ext belong to the packages that set them.
	ETS any
	IO  any
	Ext any
	// OnCrash is called, on the scheduler, when a process ends because of an
	// exception that nobody caught: reason is {Reason, Stacktrace}, or {{nocatch, Value}, Stacktrace}.
	OnCrash func(c *Ctx, reason term.Term)
	// OnExit is called, on the scheduler, when a process has ended, before others are told: it gives up what the
	// process holds elsewhere.
	OnExit func(c *Ctx, pid term.Term)
	// OnLimit is told of a process that is about to end because memory has run out, or, with
	// maxHeap, that has grown beyond its max_heap_size.
	OnLimit func(c *Ctx, p *Process, maxHeap bool)
	// OnPanic is told of a Go panic in a native: a bug of joist or of the embedding program.
	OnPanic func(v any)
	// Inspect answers the items of process_info that need the stack or the code of p.
	Inspect func(c *Ctx, p *Process, item term.Term) term.Term
	// Stubs are the addresses where new processes start. They are those of Code.
	Stubs code.Stubs
	// System is set by sched, before the first process is spawned.
	System System
	// Wheels are the timing wheels of the schedulers.
	Wheels []timer.Wheel

	Handles Handles

	ctx    context.Context
	cancel context.CancelFunc

	goroutines sync.WaitGroup // dirty calls
	dirtyCalls atomic.Int32   // that run
	dirtyWaits atomic.Int32   // those of them that wait for BEAM code that they have called

	procs  procTable
	names  nameTable
	kept   keptStates
	gone   goneProcesses
	timers bifTimers
	refs   atomic.Uint64
	unique atomic.Int64
	clock  clock

	race raceCells

	haltOnce sync.Once
	haltCode int
	halted   chan struct{}

	freeMu sync.Mutex // guards free
	free   *Ctx       // contexts for goroutines outside the schedulers
	closed bool
}

// NewNode makes a machine without code and without schedulers.
func NewNode(cfg Config) (*Node, error) {
	if cfg.Schedulers <= 0 {
		cfg.Schedulers = runtime.GOMAXPROCS(0)
	}
	space, err := mem.NewSpace(mem.Options{Limit: cfg.MemoryLimit})
	if err != nil {
		return nil, err
	}
	atoms := atom.NewTable(0)
	table, err := code.NewTable(space, atoms)
	if err != nil {
		space.Close()
		return nil, err
	}
	n := &Node{Config: cfg, Space: space, Atoms: atoms, Code: table, Stubs: table.Stubs, halted: make(chan struct{})}
	n.ctx, n.cancel = context.WithCancel(context.Background())
	n.clock.init(n.Config.VirtualTime)
	n.procs.init(cfg.MaxProcs)
	n.names.init()
	n.timers.init()
	n.Wheels = make([]timer.Wheel, cfg.Schedulers)
	for i := range n.Wheels {
		n.Wheels[i].Init(i, 0)
	}
	return n, nil
}

// NewCtx makes a context for scheduler id, or with id -1 for a goroutine outside the schedulers.
func (n *Node) NewCtx(id int, s Scheduler) *Ctx {
	c := &Ctx{Node: n, sched: s, schedID: id}
	c.Mem, c.Atoms = n.Space.NewCache(), n.Atoms
	c.Collector.Mem = c.Mem
	c.Collector.Stress, c.Collector.Poison, c.Collector.Check = n.Config.GCStress, n.Config.GCStress, n.Config.GCStress
	c.scratch = c.Mem.AllocForced(scratchWords)
	n.procs.register(&c.slots)
	return c
}

// SetRunner gives a scheduler's context what runs its processes.
func (c *Ctx) SetRunner(r Runner) {
	c.runner = r
	c.X = r.X()
}

// acquire takes a context for a goroutine outside the schedulers; giveBack returns it.
func (n *Node) acquire() *Ctx {
	n.freeMu.Lock()
	c := n.free
	if c != nil {
		n.free = c.nextFree
	}
	n.freeMu.Unlock()
	if c == nil {
		c = n.NewCtx(-1, nil)
		c.X = make([]term.Term, 256)
	}
	return c
}

func (n *Node) giveBack(c *Ctx) {
	c.dropBuilt()
	c.Exc, c.Pending = Exception{}, PendingNone
	c.Mem.Flush()
	n.freeMu.Lock()
	c.nextFree = n.free
	n.free = c
	n.freeMu.Unlock()
}

// dropBuilt frees the terms that were built outside a process.
func (c *Ctx) dropBuilt() {
	built := c.Take()
	built.Free(c.Mem)
}

// Host calls f with a context for the embedding program: one without a process, on which terms can be built (they are
// freed when f returns) and sent, and processes spawned. It may be called from any goroutine. It returns false when f
// was not called, because the node is closed, or did not get to its end, because memory has run out.
func (n *Node) Host(f func(c *Ctx)) (ok bool) {
	n.freeMu.Lock()
	closed := n.closed
	if !closed {
		n.goroutines.Add(1)
	}
	n.freeMu.Unlock()
	if closed {
		return false
	}
	defer n.goroutines.Done()
	c := n.acquire()
	defer func() {
		n.giveBack(c)
		if r := recover(); r != nil {
			if _, noMemory := r.(heap.NoMemory); !noMemory {
				panic(r)
			}
		}
	}()
	f(c)
	return true
}

// Halt ends the machine with a status, as erlang:halt/1 does: whoever waits on Halted goes on. The machine is
// to be closed by its owner.
func (n *Node) Halt(status int) {
	n.haltOnce.Do(func() {
		n.haltCode = status
		close(n.halted)
	})
}

// DirtyCalls is the number of dirty calls that run.
func (n *Node) DirtyCalls() int { return int(n.dirtyCalls.Load()) }

// DirtyWork tells whether a dirty call runs Go code.
func (n *Node) DirtyWork() bool { return n.dirtyCalls.Load() > n.dirtyWaits.Load() }

// Halted is closed when Halt has been called.
func (n *Node) Halted() <-chan struct{} { return n.halted }

// HaltStatus is the status that Halt was called with.
func (n *Node) HaltStatus() int { return n.haltCode }

// Context is cancelled when the node closes.
func (n *Node) Context() context.Context { return n.ctx }

// Close stops the schedulers, waits for the dirty calls, whose contexts are cancelled, and frees all memory. A dirty call
// that does not return, such as a read from a terminal, is waited for no longer than grace; the memory is then left to it.
func (n *Node) Close() {
	n.freeMu.Lock()
	if n.closed {
		n.freeMu.Unlock()
		return
	}
	n.closed = true
	n.freeMu.Unlock()
	// The schedulers stop first: a dirty call whose context is cancelled gives up in the middle of what its process runs for
	// it, and that process must not go on after that.
	if n.System != nil {
		n.System.Stop()
	}
	n.cancel()
	done := make(chan struct{})
	go func() {
		n.goroutines.Wait()
		close(done)
	}()
	select {
	case <-done:
		n.Space.Close()
	case <-time.After(closeGrace):
		go func() { // freed when the last one comes back
			<-done
			n.Space.Close()
		}()
	}
}

// closeGrace is how long Close waits for dirty calls.
const closeGrace = 500 * time.Millisecond
