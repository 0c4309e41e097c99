package sched

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"joist/internal/proc"
	"joist/internal/term"
)

// forward makes a step that sends every message it gets to out, and ends with reason when it gets the atom stop.
func forward(out term.Term, reason term.Term, first func(c *proc.Ctx)) step {
	return func(c *proc.Ctx, start bool) proc.Outcome {
		if start && first != nil {
			first(c)
		}
		for {
			m := receive(c, nil)
			switch m {
			case term.None:
				return wait(c)
			case term.AtomStop:
				return exit(c, reason)
			}
			c.Send(out, m)
		}
	}
}

func (w *world) send(to, msg term.Term) {
	w.n.Host(func(c *proc.Ctx) { c.Send(to, msg) })
}

func (w *world) sendTuple(to term.Term, elems ...term.Term) {
	w.n.Host(func(c *proc.Ctx) { c.Send(to, c.Tuple(elems...)) })
}

// call runs f in the context of pid and waits for it.
func (w *world) call(pid term.Term, f func(c *proc.Ctx)) {
	w.Helper()
	done := make(chan struct{})
	w.n.Host(func(c *proc.Ctx) {
		if !c.RunIn(pid, func(c *proc.Ctx) { f(c); close(done) }) {
			close(done)
		}
	})
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		w.Fatal("the process does not answer")
	}
}

func trap(c *proc.Ctx) { c.SetTrapExit(true) }

// How an exit signal, by exit/2 or through a link, is received.
func TestExitSignals(t *testing.T) {
	n := term.AtomNormal
	for _, test := range []struct {
		name   string
		trap   bool
		linked bool // the reason comes through a link: the sender ends with it
		reason term.Term
		want   string // the reason with which the receiver is seen to end, or the message it gets; "" for nothing
	}{
		{"exit/2 with a reason", false, false, term.AtomShutdown, "DOWN shutdown"},
		{"exit/2 normal is ignored", false, false, n, ""},
		{"exit/2 kill", false, false, term.AtomKill, "DOWN killed"},
		{"exit/2 kill cannot be trapped", true, false, term.AtomKill, "DOWN killed"},
		{"exit/2 trapped", true, false, term.AtomShutdown, "EXIT shutdown"},
		{"exit/2 normal trapped", true, false, n, "EXIT normal"},
		{"link", false, true, term.AtomShutdown, "DOWN shutdown"},
		{"link normal is ignored", false, true, n, ""},
		{"link trapped", true, true, term.AtomShutdown, "EXIT shutdown"},
		{"link normal trapped", true, true, n, "EXIT normal"},
		{"link kill is a reason like any", false, true, term.AtomKill, "DOWN kill"},
		{"link kill trapped", true, true, term.AtomKill, "EXIT kill"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, proc.Config{})
			out, ch := w.mailbox()
			receiver := w.spawn(forward(out, n, func(c *proc.Ctx) { c.SetTrapExit(test.trap) }))
			w.spawn(forward(out, n, func(c *proc.Ctx) { c.Monitor(receiver, proc.MonitorOptions{}) }))
			ready := make(chan struct{})
			sender := w.spawn(forward(out, test.reason, func(c *proc.Ctx) {
				if test.linked {
					c.Link(receiver)
				}
				close(ready)
			}))
			<-ready
			w.call(receiver, func(*proc.Ctx) {}) // it has started
			if test.linked {
				w.send(sender, term.AtomStop)
			} else {
				w.call(sender, func(c *proc.Ctx) { c.ExitSignal(receiver, test.reason) })
			}
			var kind, reason string
			fmt.Sscan(test.want, &kind, &reason)
			switch kind {
			case "":
				w.nothing(ch)
				if !w.n.Alive(receiver) {
					t.Error("the receiver has ended")
				}
			case "EXIT":
				w.expect(ch, "{'EXIT',"+term.Format(sender, w.n.Atoms)+","+reason+"}")
			case "DOWN":
				got := <-ch
				want := "," + "process," + term.Format(receiver, w.n.Atoms) + "," + reason + "}"
				if len(got) < len(want) || got[len(got)-len(want):] != want || got[:8] != "{'DOWN'," {
					t.Errorf("got %s, want {'DOWN',Ref%s", got, want)
				}
			}
		})
	}
}

// A process can end itself with exit/2, even with normal.
func TestExitSelf(t *testing.T) {
	for _, reason := range []term.Term{term.AtomNormal, term.AtomShutdown, term.AtomKill} {
		w := newWorld(t, proc.Config{})
		out, ch := w.mailbox()
		pid := w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
			c.Send(out, term.AtomOk)
			if v := c.ExitSignal(c.Self(), reason); v == term.None {
				return proc.OutcomeYield
			}
			c.Send(out, term.AtomError)
			return wait(c)
		})
		w.expect(ch, "ok")
		w.nothing(ch)
		if w.n.Alive(pid) {
			t.Error("the process lives on")
		}
	}
}

func TestLinks(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	a := w.spawn(forward(out, term.AtomNormal, trap))
	b := w.spawn(forward(out, term.AtomShutdown, nil))
	w.call(a, func(c *proc.Ctx) {
		c.Link(b)
		c.Link(b) // twice is once
		c.Unlink(b)
		c.Link(b)
	})
	w.call(b, func(c *proc.Ctx) {
		count := 0
		c.P.Links(func(term.Term) { count++ })
		if count != 1 {
			t.Errorf("%d links at the other end", count)
		}
	})
	w.call(a, func(c *proc.Ctx) { c.Unlink(b) })
	w.send(b, term.AtomStop)
	w.nothing(ch) // the link is gone
	w.call(a, func(c *proc.Ctx) {
		if c.Link(b) != term.AtomTrue {
			t.Error("linking with a dead process raises though exits are trapped")
		}
	})
	w.expect(ch, "{'EXIT',"+term.Format(b, w.n.Atoms)+",noproc}")
	plain := w.spawn(forward(out, term.AtomNormal, nil))
	w.call(plain, func(c *proc.Ctx) {
		if c.Link(b) != term.None || c.Exc.Reason != term.AtomNoproc {
			t.Error("linking with a dead process does not raise noproc")
		}
		c.Exc = proc.Exception{}
	})
}

// A chain of linked processes ends with the reason of the first, however long it is.
func TestLinkChain(t *testing.T) {
	n := int64(1_000_000)
	if testing.Short() {
		n = 20_000
	}
	w := newWorld(t, proc.Config{})
	var count atomic.Int64
	built := make(chan struct{})
	var fun term.Term
	fun = w.prog(func(c *proc.Ctx, start bool) proc.Outcome {
		if start {
			if count.Add(1) < n {
				c.Spawn(&proc.SpawnOptions{Fun: fun, Link: true})
			} else {
				close(built)
			}
		}
		return wait(c)
	})
	var first term.Term
	w.n.Host(func(c *proc.Ctx) { first, _ = c.Spawn(&proc.SpawnOptions{Fun: fun}) })
	<-built
	if got := w.n.ProcessCount(); got != int(n) {
		t.Fatalf("%d processes, want %d", got, n)
	}
	start := time.Now()
	w.n.Host(func(c *proc.Ctx) {
		c.RunIn(first, func(c *proc.Ctx) { c.ExitSignal(c.Self(), term.AtomShutdown) })
	})
	for w.n.ProcessCount() > 0 {
		if time.Since(start) > 2*time.Minute {
			t.Fatalf("%d processes are left", w.n.ProcessCount())
		}
		time.Sleep(time.Millisecond)
	}
	t.Logf("%d linked processes ended in %v", n, time.Since(start))
}

func TestMonitors(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	target := w.spawn(forward(out, term.AtomShutdown, nil))
	w.n.Register(term.AtomA, target)
	m := w.spawn(forward(out, term.AtomNormal, nil))
	var refs []string
	w.call(m, func(c *proc.Ctx) {
		ref := func(r term.Term) { refs = append(refs, term.Format(r, w.n.Atoms)) }
		ref(c.Monitor(target, proc.MonitorOptions{}))
		ref(c.Monitor(term.AtomA, proc.MonitorOptions{}))
		ref(c.Monitor(c.Tuple(term.AtomA, term.AtomNonodeNohost), proc.MonitorOptions{Tag: c.Tuple(term.AtomTag, term.Small(7))}))
		gone := c.Monitor(target, proc.MonitorOptions{})
		if !c.Demonitor(gone, false) || c.Demonitor(gone, false) {
			t.Error("demonitor does not tell whether the monitor was there")
		}
	})
	w.send(target, term.AtomStop)
	pid := term.Format(target, w.n.Atoms)
	got := map[string]bool{}
	for range 3 {
		got[<-ch] = true
	}
	for _, want := range []string{
		"{'DOWN'," + refs[0] + ",process," + pid + ",shutdown}",
		"{'DOWN'," + refs[1] + ",process,{a,nonode@nohost},shutdown}",
		"{{tag,7}," + refs[2] + ",process,{a,nonode@nohost},shutdown}",
	} {
		if !got[want] {
			t.Errorf("%s is missing in %v", want, got)
		}
	}
	w.nothing(ch)
	var late string
	w.call(m, func(c *proc.Ctx) {
		late = term.Format(c.Monitor(target, proc.MonitorOptions{}), w.n.Atoms)
		c.Monitor(c.Self(), proc.MonitorOptions{})
	})
	w.expect(ch, "{'DOWN',"+late+",process,"+pid+",noproc}")
	w.call(m, func(c *proc.Ctx) {
		c.Demonitor(c.Monitor(term.AtomA, proc.MonitorOptions{}), true)
	})
	w.nothing(ch)
}

func TestAliases(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	target := w.spawn(forward(out, term.AtomNormal, nil))
	m := w.spawn(forward(out, term.AtomNormal, nil))
	say := func(n int64) func(c *proc.Ctx, to term.Term) {
		return func(c *proc.Ctx, to term.Term) { c.Send(to, term.Small(n)) }
	}
	w.call(m, func(c *proc.Ctx) {
		a := c.Alias(term.AtomExplicitUnalias)
		say(1)(c, a)
		say(2)(c, a)
		r := c.Alias(term.AtomReply)
		say(3)(c, r)
		say(4)(c, r) // dropped: the alias has been used
		d := c.Monitor(target, proc.MonitorOptions{Alias: term.AtomReplyDemonitor})
		say(5)(c, d)
		e := c.Monitor(target, proc.MonitorOptions{Alias: term.AtomDemonitor})
		c.Demonitor(e, false)
		say(6)(c, e) // dropped
		f := c.Monitor(target, proc.MonitorOptions{Alias: term.AtomExplicitUnalias})
		c.Demonitor(f, false)
		say(7)(c, f)
		plain := c.Monitor(target, proc.MonitorOptions{})
		say(8)(c, plain) // dropped: no alias
	})
	w.expect(ch, "1", "2", "3", "5", "7")
	w.call(m, func(c *proc.Ctx) {
		a := c.Alias(term.AtomExplicitUnalias)
		if !c.Unalias(a) || c.Unalias(a) {
			t.Error("unalias does not tell whether the alias was active")
		}
		say(9)(c, a)
	})
	w.nothing(ch)
}

// Signals from one process to another arrive in order, whatever their kinds and however busy the schedulers.
func TestSignalOrder(t *testing.T) {
	w := newWorld(t, proc.Config{Schedulers: 4})
	const senders, each = 20, 2000
	var bad, got atomic.Int64
	done := make(chan struct{})
	last := map[term.Term]int64{}
	sink := w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for {
			m := receive(c, nil)
			if m == term.None {
				return wait(c)
			}
			from, n := m.TupleElem(0), m.TupleElem(1).SmallValue()
			if n != last[from]+1 {
				bad.Add(1)
			}
			last[from] = n
			if got.Add(1) == senders*each {
				close(done)
			}
		}
	})
	for range senders {
		n := int64(0)
		w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
			for range 50 {
				if n == each {
					return exit(c, term.AtomNormal)
				}
				n++
				c.Send(sink, c.Tuple(c.Self(), term.Small(n)))
				if n%10 == 0 {
					c.Demonitor(c.Monitor(sink, proc.MonitorOptions{}), true)
					c.Link(sink)
					c.Unlink(sink)
				}
			}
			return proc.OutcomeYield
		})
	}
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatalf("%d of %d messages arrived", got.Load(), senders*each)
	}
	if bad.Load() > 0 {
		t.Errorf("%d messages out of order", bad.Load())
	}
}
