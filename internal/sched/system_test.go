package sched

import (
	"runtime"
	"sort"
	"sync/atomic"
	"testing"
	"time"

	"joist/internal/proc"
	"joist/internal/term"
)

// spin is a process that never stops.
func spin(c *proc.Ctx, start bool) proc.Outcome {
	for range 200 {
		spinSink.Add(1)
	}
	c.Reds = 0
	return proc.OutcomeYield
}

var spinSink atomic.Int64

// A dirty call suspends its process, which goes on handling signals; its result, or its exception, comes back; it can call
// back into the process, and the call can be dirty again.
func TestDirtyCalls(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	release := make(chan struct{})
	inner := w.prog(func(c *proc.Ctx, start bool) proc.Outcome {
		c.X[0] = c.Tuple(term.AtomOk, c.P.Args()[0])
		return proc.OutcomeReturned
	})
	stage := 0
	pid := w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		p := c.P
		switch stage++; stage {
		case 1:
			c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
				<-release
				r, exc := c.CallBack(term.AtomA, inner, c.Tuple(term.Small(1), c.Binary(make([]byte, 100))))
				if exc != nil {
					return c.Error(term.AtomError)
				}
				return c.Tuple(term.AtomA, r.TupleElem(1).TupleElem(0))
			}, term.Small(5))
			return proc.OutcomeDirty
		case 2:
			p.LoadArgs(c.X)
			c.Send(out, c.X[0])
			c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term { return c.Throw(term.AtomA) })
			return proc.OutcomeDirty
		}
		if p.Resume != proc.ResumeRaise || p.Args()[0] != term.AtomThrow || p.Args()[1] != term.AtomA {
			t.Error("the exception of a dirty call does not arrive")
		}
		c.Send(out, term.AtomOk)
		return exit(c, term.AtomNormal)
	})
	w.call(pid, func(c *proc.Ctx) { c.Send(out, term.Small(0)) }) // signals are handled meanwhile
	w.expect(ch, "0")
	close(release)
	w.expect(ch, "{a,1}", "ok")
}

// A process that is killed in a dirty call is gone for everybody at once; the call sees its context cancelled.
func TestKillInDirtyCall(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	started, cancelled := make(chan struct{}), make(chan struct{})
	pid := w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
			close(started)
			<-c.Context().Done()
			close(cancelled)
			return c.Tuple(term.AtomOk)
		})
		return proc.OutcomeDirty
	})
	<-started
	w.spawn(forward(out, term.AtomNormal, func(c *proc.Ctx) {
		c.Monitor(pid, proc.MonitorOptions{})
		c.ExitSignal(pid, term.AtomKill)
	}))
	if got := <-ch; got[len(got)-8:] != ",killed}" {
		t.Errorf("got %s", got)
	}
	<-cancelled
}

// is_process_alive and process_info see the effect of what the asker has sent before.
func TestRequests(t *testing.T) {
	w := newWorld(t, proc.Config{Schedulers: 4})
	out, ch := w.mailbox()
	for range 4 {
		w.spawn(spin)
	}
	const rounds = 200
	fun := w.prog(spin)
	n := 0
	var victim term.Term
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for {
			if !start && victim != term.None {
				c.P.LoadArgs(c.X)
				if c.X[0] != term.AtomFalse {
					t.Errorf("round %d: alive after kill", n)
				}
			}
			start = false
			if n++; n > rounds {
				c.Send(out, term.AtomOk)
				return exit(c, term.AtomNormal)
			}
			victim, _ = c.Spawn(&proc.SpawnOptions{Fun: fun})
			c.ExitSignal(victim, term.AtomKill)
			if v := c.IsAlive(victim); v == term.None {
				return proc.OutcomeDirty
			} else if v != term.AtomFalse {
				t.Errorf("round %d: alive after kill, at once", n)
			}
			victim = term.None
		}
	})
	w.expect(ch, "ok")
}

// Every process of a queue gets its turn, and low ones get one turn in eight beside normal ones.
func TestPriorities(t *testing.T) {
	w := newWorld(t, proc.Config{Schedulers: 1})
	var turns [4]atomic.Int64
	runs := func(prio uint8) step {
		return func(c *proc.Ctx, start bool) proc.Outcome {
			turns[prio].Add(1)
			return spin(c, start)
		}
	}
	for _, prio := range []uint8{proc.PrioNormal, proc.PrioLow, proc.PrioNormal, proc.PrioLow} {
		fun := w.prog(runs(prio))
		w.n.Host(func(c *proc.Ctx) { c.Spawn(&proc.SpawnOptions{Fun: fun, Prio: prio, HasPrio: true}) })
	}
	until(t, func() bool { return turns[proc.PrioLow].Load() > 10 })
	normal, low := turns[proc.PrioNormal].Load(), turns[proc.PrioLow].Load()
	until(t, func() bool { return turns[proc.PrioLow].Load() > low+500 })
	ratio := float64(turns[proc.PrioNormal].Load()-normal) / float64(turns[proc.PrioLow].Load()-low)
	if ratio < 6 || ratio > 10 {
		t.Errorf("normal processes got %.1f times as many turns as low ones, want about 8", ratio)
	}
	// A high one runs at once and alone.
	fun := w.prog(runs(proc.PrioHigh))
	w.n.Host(func(c *proc.Ctx) { c.Spawn(&proc.SpawnOptions{Fun: fun, Prio: proc.PrioHigh, HasPrio: true}) })
	until(t, func() bool { return turns[proc.PrioHigh].Load() > 100 })
	normal = turns[proc.PrioNormal].Load()
	high := turns[proc.PrioHigh].Load()
	until(t, func() bool { return turns[proc.PrioHigh].Load() > high+1000 })
	if got := turns[proc.PrioNormal].Load() - normal; got > 1 {
		t.Errorf("normal processes got %d turns beside a high one", got)
	}
}

// until waits for something to become true.
func until(t testing.TB, what func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !what(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}

// Endless loops spread over all schedulers.
func TestStealing(t *testing.T) {
	w := newWorld(t, proc.Config{Schedulers: 4})
	fun := w.prog(spin)
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for range 8 {
			c.Spawn(&proc.SpawnOptions{Fun: fun})
		}
		return exit(c, term.AtomNormal)
	})
	until(t, func() bool {
		for _, st := range w.sys.Stats() {
			if st.Switches < 100 {
				return false
			}
		}
		return true
	})
}

// BenchmarkHostTimers tells how late the host's timers are while every scheduler is busy, with as many processors as
// schedulers and with one to spare, as the shell has it.
func BenchmarkHostTimers(b *testing.B) {
	schedulers := runtime.GOMAXPROCS(0)
	for name, spare := range map[string]int{"none to spare": 0, "one to spare": 1} {
		b.Run(name, func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(schedulers + spare))
			benchmarkHostTimers(b, schedulers)
		})
	}
}

func benchmarkHostTimers(b *testing.B, schedulers int) {
	w := newWorld(b, proc.Config{Schedulers: schedulers})
	for range 4 * schedulers {
		w.spawn(spin)
	}
	var late []time.Duration
	for b.Loop() {
		due := time.Now().Add(5 * time.Millisecond)
		time.Sleep(time.Until(due))
		late = append(late, time.Since(due))
	}
	sort.Slice(late, func(i, j int) bool { return late[i] < late[j] })
	b.ReportMetric(float64(late[len(late)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(late[len(late)*99/100].Microseconds()), "p99-us")
	b.ReportMetric(0, "ns/op")
}

// Nodes that are closed while their processes spin leave no goroutine and no memory.
func TestCloseWhileSpinning(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 3 {
		var worlds []*world
		for range 8 {
			w := newWorld(t, proc.Config{})
			for range 4 {
				w.spawn(spin)
			}
			w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
				c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term { <-c.Context().Done(); return term.AtomOk })
				return proc.OutcomeDirty
			})
			worlds = append(worlds, w)
		}
		time.Sleep(10 * time.Millisecond)
		start := time.Now()
		for _, w := range worlds {
			w.n.Close()
		}
		if d := time.Since(start); d > time.Minute {
			t.Errorf("closing 8 nodes took %v", d)
		}
	}
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i > 6000 {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// What a process has taken is given back when it ends.
func TestMemoryIsFreed(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	used := func() int64 {
		total := int64(0)
		w.call(out, func(c *proc.Ctx) {})
		st := w.n.Space.Stats()
		total = st.Used[0]
		return total
	}
	round := func() {
		w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
			list := term.Nil
			for i := range int64(10000) {
				list = c.Cons(c.Tuple(term.Small(i), c.Binary(make([]byte, 200))), list)
			}
			for range 10 {
				c.Send(c.Self(), list)
			}
			c.DictPut(term.AtomA, list)
			c.Alias(term.AtomExplicitUnalias)
			c.StartTimer(c.Node.Monotonic()+1e6, c.Self(), list, true)
			c.Send(out, term.AtomOk)
			return exit(c, c.Cons(term.AtomA, list))
		})
		w.expect(ch, "ok")
		until(t, func() bool { return w.n.ProcessCount() == 1 }) // the mailbox
	}
	round()
	before := used() // what is left after a round
	for range 20 {
		round()
	}
	until(t, func() bool { return used() <= before+1<<20 })
}

// A process that allocates without end under a memory limit ends, and the others do not notice.
func TestMemoryLimit(t *testing.T) {
	w := newWorld(t, proc.Config{MemoryLimit: 64 << 20})
	out, ch := w.mailbox()
	greedy := w.prog(func(c *proc.Ctx, start bool) proc.Outcome {
		list := c.DictGet(term.AtomList)
		if start {
			list = term.Nil
		}
		for range 100000 {
			list = c.Cons(term.AtomA, list)
		}
		c.DictPut(term.AtomList, list)
		return proc.OutcomeYield
	})
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		if start {
			c.Spawn(&proc.SpawnOptions{Fun: greedy, Monitor: true})
		}
		m := receive(c, nil)
		if m == term.None {
			return wait(c)
		}
		c.Send(out, m.TupleElem(4))
		return exit(c, term.AtomNormal)
	})
	w.expect(ch, "killed")
}
