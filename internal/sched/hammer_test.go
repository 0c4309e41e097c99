package sched

import (
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"joist/internal/proc"
	"joist/internal/term"
)

// TestHammer has many processes do everything to each other at once, on more schedulers than there are cores, and checks that
// each ends, that nothing deadlocks, and that all memory comes back.
//
// The race detector does not see off-heap memory, so a run under -race checks only the Go side. What checks the rest is
// that processes die, slots are reused and timers fire while others look at them, with heaps poisoned and verified.
func TestHammer(t *testing.T) {
	d := 2 * time.Second
	if testing.Short() {
		d = 300 * time.Millisecond
	}
	for _, stress := range []bool{false, true} {
		w := newWorld(t, proc.Config{Schedulers: 4, GCStress: stress})
		h := &hammer{w: w, stop: make(chan struct{})}
		h.fun = w.prog(h.step)
		for range 50 {
			w.n.Host(func(c *proc.Ctx) { c.Spawn(&proc.SpawnOptions{Fun: h.fun}) })
		}
		time.Sleep(d)
		h.ending.Store(true)
		deadline := time.Now().Add(2 * time.Minute)
		for w.n.ProcessCount() > 0 {
			w.n.Pids(func(pid term.Term) bool {
				w.n.Host(func(c *proc.Ctx) {
					c.RunIn(pid, func(c *proc.Ctx) { c.ExitSignal(c.Self(), term.AtomKill) })
				})
				return true
			})
			if time.Now().After(deadline) {
				t.Fatalf("%d processes do not end", w.n.ProcessCount())
			}
			time.Sleep(5 * time.Millisecond)
		}
		left := func() int { return w.n.Handles.Len() + w.n.TimerCount() } // of dirty calls, and of timers
		for end := time.Now().Add(time.Minute); left() > 0 && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
		if left() != 0 {
			t.Errorf("%d handles and %d timers are left", w.n.Handles.Len(), w.n.TimerCount())
		}
		t.Logf("stress %v: %d steps", stress, h.steps.Load())
	}
}

type hammer struct {
	w      *world
	fun    term.Term
	ending atomic.Bool
	steps  atomic.Int64
	stop   chan struct{}
	pids   [64]atomic.Uint64
}

func (h *hammer) step(c *proc.Ctx, start bool) proc.Outcome {
	c.P.LoadArgs(c.X)
	c.P.Resume = proc.ResumePC
	h.steps.Add(1)
	if start {
		h.pids[rand.IntN(len(h.pids))].Store(uint64(c.Self()))
		c.SetTrapExit(rand.IntN(4) > 0)
	}
	for range 20 {
		if c.P.Heap.FreeWords() < 40 && !c.Collect(40, 0) {
			return proc.OutcomeDead
		}
		if out, stop := h.act(c, rand.IntN(22)); stop {
			return out
		}
	}
	if rand.IntN(3) > 0 {
		for range rand.IntN(10) {
			receive(c, func(term.Term) bool { return rand.IntN(3) > 0 })
		}
		c.ResetSave()
		return proc.OutcomeYield
	}
	if c.ArmTimeout(term.Small(int64(rand.IntN(3)))) == proc.TimeoutArmed {
		c.P.TimeoutPC = c.P.PC + firstPC
		return proc.OutcomeWait
	}
	c.ResetSave()
	return proc.OutcomeYield
}

// act does one thing to another process.
func (h *hammer) act(c *proc.Ctx, what int) (proc.Outcome, bool) {
	other := term.Term(h.pids[rand.IntN(len(h.pids))].Load())
	if other == term.None {
		other = c.Self()
	}
	switch what {
	case 0:
		if !h.ending.Load() && h.w.n.ProcessCount() < 500 {
			c.Spawn(&proc.SpawnOptions{Fun: h.fun, Link: rand.IntN(2) == 0, Monitor: rand.IntN(2) == 0,
				MonitorOpts: proc.MonitorOptions{Tag: c.Tuple(term.AtomTag, term.Small(1))}})
		}
	case 1:
		c.Link(other)
		c.Exc = proc.Exception{}
	case 2, 3:
		c.Unlink(other)
	case 4:
		ref := c.Monitor(other, proc.MonitorOptions{Alias: term.AtomReplyDemonitor})
		c.Send(ref, term.AtomOk)
		c.DictPut(term.AtomMonitor, ref)
	case 5:
		if ref := c.DictGet(term.AtomMonitor); ref != term.None {
			c.Demonitor(ref, true)
		}
	case 6:
		if rand.IntN(10) == 0 {
			c.ExitSignal(other, c.Tuple(term.AtomError, c.Binary(make([]byte, 100))))
			return proc.OutcomeYield, true
		}
	case 7:
		if rand.IntN(20) == 0 {
			c.ExitSignal(other, term.AtomKill)
			return proc.OutcomeYield, true
		}
	case 8:
		if c.IsAlive(other) == term.None {
			return proc.OutcomeDirty, true
		}
	case 9:
		if c.ProcessInfo(other, c.List([]term.Term{term.AtomMessages, term.AtomLinks, term.AtomMonitors}, term.Nil)) == term.None {
			return proc.OutcomeDirty, true
		}
	case 10:
		c.StartTimer(c.Node.Monotonic()+int64(rand.IntN(3e6)), other, c.Tuple(term.AtomOk, c.Self()), true)
	case 11:
		ref := c.StartTimer(c.Node.Monotonic()+int64(rand.IntN(1e6)), other, term.AtomOk, false)
		runtime.Gosched()
		c.CancelTimer(ref)
	case 12:
		c.Node.Register(term.AtomA, other)
		c.Send(c.Tuple(term.AtomA, term.AtomNonodeNohost), term.AtomOk)
		c.Node.Unregister(term.AtomA)
	case 13:
		if rand.IntN(5) == 0 {
			c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
				c.Send(other, args[0])
				return c.Tuple(args[0], args[0])
			}, c.Tuple(term.Small(1), c.Self()))
			return proc.OutcomeDirty, true
		}
	case 14:
		if v := c.CollectOther(other); v == term.None {
			return proc.OutcomeDirty, true
		}
	case 15:
		if rand.IntN(10) == 0 {
			return exit(c, term.AtomNormal), true
		}
	case 16:
		c.MarkReserve()
		ref := c.Monitor(other, proc.MonitorOptions{})
		c.MarkBind(ref)
		c.MarkUse(ref)
		receive(c, func(m term.Term) bool { return m.IsTupleOf(5) && term.ExactEqual(m.TupleElem(1), ref) })
		c.ResetSave()
		c.MarkClear(ref)
	default:
		c.Send(other, c.Tuple(c.Self(), term.Small(int64(what)), c.Binary(make([]byte, 8*what))))
	}
	c.Exc = proc.Exception{}
	return 0, false
}
