package sched

import (
	"fmt"
	"testing"
	"time"

	"joist/internal/proc"
	"joist/internal/term"
)

// Selective receive takes the first match and leaves the order of the rest; timeouts fire once the mailbox has been looked through.
func TestSelectiveReceive(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	is := func(n int64) func(term.Term) bool { return func(m term.Term) bool { return m == term.Small(n) } }
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for n := range int64(10) {
			c.Send(c.Self(), term.Small(n))
		}
		for _, n := range []int64{7, 3, 0, 9} {
			c.Send(out, receive(c, is(n)))
		}
		if receive(c, is(42)) != term.None {
			t.Error("a message that was never sent")
		}
		if c.ArmTimeout(term.Small(0)) != proc.TimeoutNow {
			t.Error("after 0 does not time out at once")
		}
		c.ResetSave()
		for range 6 {
			c.Send(out, receive(c, nil))
		}
		return exit(c, term.AtomNormal)
	})
	w.expect(ch, "7", "3", "0", "9", "1", "2", "4", "5", "6", "8")
}

// A receive that starts at a marker does not look at what is older, and finds what is newer.
func TestReceiveMarker(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		for n := range int64(1000) {
			c.Send(c.Self(), term.Small(n))
		}
		for round := range int64(3) {
			c.MarkReserve()
			ref := c.NewRef()
			c.MarkBind(ref)
			c.Send(c.Self(), c.Tuple(ref, term.Small(round)))
			c.MarkUse(ref)
			looked := 0
			m := receive(c, func(m term.Term) bool {
				looked++
				return m.IsTuple() && term.ExactEqual(m.TupleElem(0), ref)
			})
			if looked != 1 {
				t.Errorf("looked at %d messages", looked)
			}
			c.Send(out, m.TupleElem(1))
			if round != 1 {
				c.MarkClear(ref)
			}
			c.Send(out, receive(c, nil)) // the oldest
		}
		if got := c.P.QueueLen(); got != 997 {
			t.Errorf("%d messages are left", got)
		}
		for range 997 {
			receive(c, nil)
		}
		c.Send(c.Self(), term.AtomOk)
		c.Send(out, receive(c, nil))
		return exit(c, term.AtomNormal)
	})
	w.expect(ch, "0", "0", "1", "1", "2", "2", "ok")
}

// A process that has a long mailbox receives from it, and collects its garbage, as fast as with a short one.
func TestLongMailbox(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 50_000
	}
	w := newWorld(t, proc.Config{})
	done := make(chan time.Duration)
	var begin time.Time
	left, collected := n, 0
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		if start {
			begin = time.Now()
			for i := range n {
				c.Send(c.Self(), c.Tuple(term.AtomOk, term.Small(int64(i))))
				if c.P.Heap.FreeWords() < 16 {
					c.Collect(16, 0)
				}
			}
		}
		for range 1000 {
			if receive(c, nil) == term.None {
				t.Error("the mailbox is empty too early")
			}
			if c.P.Heap.FreeWords() < 16 {
				c.Collect(16, 0)
				collected++
			}
			if left--; left == 0 {
				done <- time.Since(begin)
				return exit(c, term.AtomNormal)
			}
		}
		return proc.OutcomeYield
	})
	select {
	case d := <-done:
		t.Logf("%d messages sent and received in %v, %d collections", n, d, collected)
	case <-time.After(2 * time.Minute):
		t.Fatal("too slow")
	}
}

func TestTimeouts(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	step := func(ms int64, name term.Term) step {
		return func(c *proc.Ctx, start bool) proc.Outcome {
			if m := receive(c, nil); m != term.None {
				c.Send(out, m)
				return exit(c, term.AtomNormal)
			}
			switch c.ArmTimeout(term.Small(ms)) {
			case proc.TimeoutArmed:
				c.P.TimeoutPC = c.P.PC + firstPC
				return proc.OutcomeWait
			case proc.TimeoutBad:
				t.Error("bad timeout")
			}
			c.ResetSave()
			c.Send(out, name)
			return exit(c, term.AtomNormal)
		}
	}
	early := w.spawn(step(10_000, term.AtomError))
	w.send(early, term.AtomOk)
	w.expect(ch, "ok")
	for _, ms := range []int64{30, 10, 20} {
		begin := time.Now()
		w.spawn(step(ms, term.Small(ms)))
		w.expect(ch, fmt.Sprint(ms))
		if d := time.Since(begin); d < time.Duration(ms)*time.Millisecond {
			t.Errorf("a timeout of %d ms fires after %v", ms, d)
		}
	}
	if n := w.n.Wheels[0].Len() + w.n.Wheels[1].Len(); n != 0 {
		t.Errorf("%d timers are left", n)
	}
}

// Timers of send_after and start_timer: sent in time, cancelled, read, to names.
func TestTimers(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	w.n.Register(term.AtomA, out)
	var ref string
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		now := c.Node.Monotonic()
		ms := func(n int64) int64 { return now + n*1e6 }
		c.StartTimer(ms(40), out, term.Small(40), false)
		c.StartTimer(ms(20), term.AtomA, term.Small(20), false)
		r := c.StartTimer(ms(30), out, term.Small(30), true)
		ref = term.Format(r, w.n.Atoms)
		gone := c.StartTimer(ms(10), out, term.Small(10), false)
		if left, ok := c.ReadTimer(gone); !ok || left > 10e6 {
			t.Errorf("read_timer gives %d, %v", left, ok)
		}
		if _, ok := c.CancelTimer(gone); !ok {
			t.Error("a running timer cannot be cancelled")
		}
		if _, ok := c.CancelTimer(gone); ok {
			t.Error("a timer can be cancelled twice")
		}
		if _, ok := c.CancelTimer(c.Ref(12345, 0, 1<<40|7)); ok {
			t.Error("a forged reference cancels a timer")
		}
		return wait(c)
	})
	w.expect(ch, "20")
	w.expect(ch, "{timeout,"+ref+",30}", "40")
	if n := w.n.TimerCount(); n != 0 {
		t.Errorf("%d timers are left", n)
	}
}

// A collection between looking at a message and taking it moves what the registers hold of it; the message itself stays
// good, for it may not match after all.
func TestCollectWhileMatching(t *testing.T) {
	for _, stress := range []bool{false, true} {
		w := newWorld(t, proc.Config{GCStress: stress})
		out, ch := w.mailbox()
		w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
			list := c.List([]term.Term{term.Small(1), c.Tuple(term.AtomA, c.Binary([]byte("text"))), c.Binary(make([]byte, 100))}, term.Nil)
			for range 3 {
				c.Send(c.Self(), list)
			}
			for round := range 3 {
				c.X[0] = c.PeekMessage().Cdr() // a part of it
				if !c.Collect(100*round, 1) || !c.Collect(0, 1) {
					t.Error("no memory")
				}
				if round == 1 { // look at the next one first
					c.NextMessage()
					c.X[0] = c.PeekMessage().Cdr()
					c.Collect(10, 1)
				}
				c.RemoveMessage()
				c.Collect(0, 1)
				c.Send(out, c.X[0].Car())
			}
			return exit(c, term.AtomNormal)
		})
		for range 3 {
			w.expect(ch, `{a,<<"text">>}`)
		}
	}
}

// A process that hibernates with a message in its mailbox, or gets one later, goes on.
func TestHibernate(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	pid := w.spawn(func(c *proc.Ctx, start bool) proc.Outcome {
		if start {
			c.Send(c.Self(), term.Small(1))
			c.Send(c.Self(), term.Small(2))
		} else {
			c.Send(out, receive(c, nil))
		}
		return proc.OutcomeHibernate
	})
	w.expect(ch, "1", "2")
	w.send(pid, term.Small(3))
	w.expect(ch, "3")
}

// The timers that would send to a process end with it.
func TestTimersOfDeadProcess(t *testing.T) {
	w := newWorld(t, proc.Config{})
	out, ch := w.mailbox()
	pid := w.spawn(forward(out, term.AtomNormal, nil))
	w.call(pid, func(c *proc.Ctx) {
		var refs []term.Term
		for range 5000 {
			refs = append(refs, c.StartTimer(c.Node.Monotonic()+1e12, pid, c.Tuple(term.AtomOk, c.Binary(make([]byte, 100))), true))
		}
		for i := 0; i < len(refs); i += 2 {
			c.CancelTimer(refs[i])
		}
	})
	w.spawn(func(c *proc.Ctx, start bool) proc.Outcome { // one by somebody else
		c.StartTimer(c.Node.Monotonic()+1e12, pid, term.AtomOk, false)
		c.Send(out, term.AtomOk)
		return exit(c, term.AtomNormal)
	})
	w.expect(ch, "ok")
	if n := w.n.TimerCount(); n != 2501 {
		t.Errorf("%d timers run, want 2501", n)
	}
	w.send(pid, term.AtomStop)
	until(t, func() bool { return w.n.TimerCount() == 0 })
}
