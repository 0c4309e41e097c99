package sched

import (
	"testing"

	"joist/internal/proc"
	"joist/internal/term"
)

// The benchmarks measure what processes cost without what their code costs: the steps are Go functions.

func BenchmarkSpawnIdle(b *testing.B) {
	w := newWorld(b, proc.Config{})
	idle := w.prog(func(c *proc.Ctx, start bool) proc.Outcome { return wait(c) })
	done := make(chan struct{})
	left := b.N
	before := w.n.Space.Stats().Total
	b.ResetTimer()
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for range 100 {
			if left == 0 {
				close(done)
				return wait(c)
			}
			left--
			c.Spawn(&proc.SpawnOptions{Fun: idle})
		}
		return proc.OutcomeYield
	})
	<-done
	b.StopTimer()
	b.ReportMetric(float64(w.n.Space.Stats().Total-before)/float64(b.N), "B/process")
}

func BenchmarkSpawnExit(b *testing.B) {
	w := newWorld(b, proc.Config{})
	var main term.Term
	child := w.prog(func(c *proc.Ctx, start bool) proc.Outcome {
		c.Send(main, term.AtomOk)
		return exit(c, term.AtomNormal)
	})
	done := make(chan struct{})
	left := b.N
	b.ResetTimer()
	main = w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		main = c.Self()
		for start || receive(c, nil) != term.None {
			start = false
			if left--; left < 0 {
				close(done)
				return exit(c, term.AtomNormal)
			}
			c.Spawn(&proc.SpawnOptions{Fun: child})
		}
		return wait(c)
	})
	<-done
}

func BenchmarkPingPong(b *testing.B) {
	w := newWorld(b, proc.Config{})
	pong := w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for {
			m := receive(c, nil)
			if m == term.None {
				return wait(c)
			}
			c.Send(m.TupleElem(1), term.AtomOk)
			collect(c)
		}
	})
	done := make(chan struct{})
	left := b.N
	b.ResetTimer()
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for start || receive(c, nil) != term.None {
			start = false
			if left--; left < 0 {
				close(done)
				return exit(c, term.AtomNormal)
			}
			c.Send(pong, c.Tuple2(term.AtomA, c.Self()))
			collect(c)
		}
		return wait(c)
	})
	<-done
}

// collect makes room as an instruction would.
func collect(c *proc.Ctx) {
	if c.P.Heap.FreeWords() < 8 {
		c.Collect(8, 0)
	}
}

func BenchmarkRing(b *testing.B) {
	w := newWorld(b, proc.Config{})
	const size = 1000
	done := make(chan struct{})
	next := map[term.Term]term.Term{}
	var fun term.Term
	hops := b.N
	fun = w.prog(func(c *proc.Ctx, start bool) proc.Outcome {
		for {
			m := receive(c, nil)
			if m == term.None {
				return wait(c)
			}
			if hops--; hops == 0 {
				close(done)
				return wait(c)
			}
			c.Send(next[c.Self()], c.Tuple2(term.AtomA, term.Small(int64(hops))))
			collect(c)
		}
	})
	var first, last term.Term
	w.n.Host(func(c *proc.Ctx) {
		first, _ = c.Spawn(&proc.SpawnOptions{Fun: fun})
		last = first
		for range size - 1 {
			pid, _ := c.Spawn(&proc.SpawnOptions{Fun: fun})
			next[pid] = last
			last = pid
		}
		next[first] = last
	})
	b.ResetTimer()
	w.sendTuple(first, term.AtomA, term.Small(0))
	<-done
}

func BenchmarkFanIn(b *testing.B) {
	w := newWorld(b, proc.Config{})
	const senders = 1000
	done := make(chan struct{})
	each := max(1, b.N/senders)
	left := each * senders
	sink := w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for {
			if receive(c, nil) == term.None {
				return wait(c)
			}
			collect(c)
			c.Reds -= 2
			if left--; left == 0 {
				close(done)
				return wait(c)
			}
			if c.Reds <= 0 {
				return proc.OutcomeYield
			}
		}
	})
	b.ResetTimer()
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for range senders {
			n := each
			fun := w.prog(func(c *proc.Ctx, start bool) proc.Outcome {
				for n > 0 {
					c.Send(sink, c.Tuple2(term.AtomA, term.AtomOk))
					collect(c)
					n--
					if c.Reds -= 2; c.Reds <= 0 {
						return proc.OutcomeYield
					}
				}
				return exit(c, term.AtomNormal)
			})
			c.Spawn(&proc.SpawnOptions{Fun: fun})
		}
		return exit(c, term.AtomNormal)
	})
	<-done
}
