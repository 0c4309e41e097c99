package sched

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"joist/internal/proc"
	"joist/internal/term"
)

// world is a node whose processes run Go step functions instead of instructions: what a test spawns is a function
// that is called whenever the process has something to run and that says, as a runner does, why it stopped.
type world struct {
	testing.TB
	n   *proc.Node
	sys *System

	mu    sync.Mutex // guards writing progs
	progs atomic.Pointer[[]step]
}

// A step runs a process for a while. The first call gets start set.
type step func(c *proc.Ctx, start bool) proc.Outcome

type stepRunner struct {
	w *world
	x []term.Term
}

func (r *stepRunner) X() []term.Term { return r.x }

const firstPC = 1 << 20

func (r *stepRunner) Run(c *proc.Ctx) proc.Outcome {
	p := c.P
	start := p.PC == c.Node.Stubs.ApplyFun
	if start {
		p.LoadArgs(r.x)
		p.PC = firstPC + uintptr(r.x[0].SmallValue())
	}
	timeout := p.PC >= 2*firstPC // where TimeoutPC points to
	if timeout {
		p.PC -= firstPC
	}
	f := (*r.w.progs.Load())[p.PC-firstPC]
	c.Reds -= 10
	return f(c, start)
}

func (r *stepRunner) PushCall(c *proc.Ctx, m, f term.Term, args []term.Term) {
	// "Calling" a function named by a small integer runs that step until it says OutcomeReturned.
	c.P.PC = firstPC + uintptr(f.SmallValue())
	c.SaveArgs(args)
}

func newWorld(t testing.TB, cfg proc.Config) *world {
	t.Helper()
	if cfg.Schedulers == 0 {
		cfg.Schedulers = 2
	}
	n, err := proc.NewNode(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, n: n}
	w.progs.Store(&[]step{})
	n.OnPanic = func(v any) { t.Errorf("panic: %v", v) }
	w.sys = Start(n, func(*proc.Ctx) proc.Runner { return &stepRunner{w: w, x: make([]term.Term, 256)} })
	t.Cleanup(n.Close)
	return w
}

// prog makes a step spawnable.
func (w *world) prog(f step) term.Term {
	w.mu.Lock()
	defer w.mu.Unlock()
	progs := append([]step(nil), *w.progs.Load()...)
	progs = append(progs, f)
	w.progs.Store(&progs)
	return term.Small(int64(len(progs) - 1))
}

// spawn starts f from outside.
func (w *world) spawn(f step) (pid term.Term) {
	fun := w.prog(f)
	w.n.Host(func(c *proc.Ctx) { pid, _ = c.Spawn(&proc.SpawnOptions{Fun: fun}) })
	return pid
}

// exit ends a process with an exit reason.
func exit(c *proc.Ctx, reason term.Term) proc.Outcome {
	c.Exit(reason)
	return proc.OutcomeExit
}

// receive takes the first message that match accepts, or None when there is none.
func receive(c *proc.Ctx, match func(term.Term) bool) term.Term {
	for {
		m := c.PeekMessage()
		if m == term.None {
			return m
		}
		if match == nil || match(m) {
			c.RemoveMessage()
			return m
		}
		c.NextMessage()
	}
}

// wait makes a step wait for messages.
func wait(c *proc.Ctx) proc.Outcome {
	c.ArmTimeout(term.AtomInfinity)
	return proc.OutcomeWait
}

// mailbox is a Go process whose messages come out of a channel, as text.
func (w *world) mailbox() (term.Term, <-chan string) {
	ch := make(chan string, 1000)
	var pid term.Term
	w.n.Host(func(c *proc.Ctx) {
		pid = c.SpawnGo(func(c *proc.Ctx, msg term.Term) bool {
			ch <- term.Format(msg, w.n.Atoms)
			return true
		}, proc.SpawnOptions{})
	})
	return pid, ch
}

// expect reads the next messages of a mailbox.
func (w *world) expect(ch <-chan string, want ...string) {
	w.Helper()
	for _, s := range want {
		select {
		case got := <-ch:
			if got != s {
				w.Fatalf("got %s, want %s", got, s)
			}
		case <-time.After(2 * time.Minute):
			w.Fatalf("waiting for %s: nothing came", s)
		}
	}
}

// nothing checks that no message comes for a moment.
func (w *world) nothing(ch <-chan string) {
	w.Helper()
	select {
	case got := <-ch:
		w.Fatalf("unexpected %s", got)
	case <-time.After(20 * time.Millisecond):
	}
}
