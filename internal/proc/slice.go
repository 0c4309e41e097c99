package proc

import (
	"sync/atomic"

	"joist/internal/heap"
	"joist/internal/term"
)

// Slice is the number of reductions that a process may do before others get their turn.
const Slice = 2000

// A Verdict tells a scheduler what to do with a process after RunSlice.
type Verdict uint8

const (
	// Requeue: it goes to the end of its run queue.
	Requeue Verdict = iota
	// Asleep: it waits, and may already run elsewhere.
	Asleep
	// Gone: it has ended and its memory is freed, or will be by a dirty call.
	Gone
)

// RunSlice runs p, which the scheduler has taken from its run queue, for a slice of the given number of reductions,
// Slice at most: it handles its signals, runs its code, and puts it to sleep when it has nothing more to do.
func (c *Ctx) RunSlice(p *Process, reductions int) Verdict {
	c.Node.race.touch(p)
	c.Reds, c.slice, c.givenUp = reductions, reductions, 0
	v := c.runSlice(p)
	if v == Requeue {
		c.Node.race.touch(p)
	}
	c.P = nil
	return v
}

func (c *Ctx) runSlice(p *Process) Verdict {
	c.P = p
	c.H = &p.Heap
	c.peeked = 0
	if p.maxReds != 0 && p.Reds >= p.maxReds && p.state != StateExiting {
		c.kill(p, term.AtomMaxReductions)
	}
	for {
		if p.hasSignals() {
			c.handle(p, true)
		}
		switch {
		case p.state == StateExiting:
			return c.endSlice(p)
		case p.mailbox.pending != 0 && !p.hasWork(): // a very long inbox
			return c.requeue(p)
		case p.runnable():
			c.running = true
			out := c.run(p)
			c.running = false
			if v, done := c.stopped(p, out); done {
				return v
			}
		case p.sleepSlice(c):
			return Asleep
		}
		if c.Reds <= 0 {
			return c.requeue(p)
		}
	}
}

// hasWork tells whether p, some of whose signals are not handled yet, can run all the same: it must not wait until
// its senders pause.
func (p *Process) hasWork() bool {
	switch {
	case p.suspended > 0:
		return false
	case p.state == StateRunnable:
		return true
	case p.state == StateReceive:
		return p.unseen()
	}
	return p.state == StateHibernate && p.mailbox.n > 0
}

// SliceUsed is how many reductions the last slice took.
func (c *Ctx) SliceUsed() int { return max(0, c.slice-c.Reds) }

// SliceDone is SliceUsed without what a process that has ended gave up.
func (c *Ctx) SliceDone() int { return max(0, c.slice-c.Reds-c.givenUp) }

func (c *Ctx) requeue(p *Process) Verdict {
	p.Reds += uint64(c.slice - c.Reds)
	return Requeue
}

// endSlice goes on with the end of p.
func (c *Ctx) endSlice(p *Process) Verdict {
	c.givenUp = max(0, c.Reds)
	c.Reds = 0
	if c.exit(p) {
		return Gone
	}
	return Requeue
}

// run runs p's code.
func (c *Ctx) run(p *Process) (out Outcome) {
	if p.Flags&FlagGo != 0 {
		return c.runGo()
	}
	return c.runner.Run(c)
}

// stopped acts on the reason why the runner stopped. done is false when p may go on in the same slice.
func (c *Ctx) stopped(p *Process, out Outcome) (v Verdict, done bool) {
	if p.state == StateExiting { // killed for its heap's size, or by itself
		return c.endSlice(p), true
	}
	switch out {
	case OutcomeYield:
		if p.Heap.ShouldCollect() {
			c.collected(p, c.roots(p, 0).Collect(&p.Heap, 0))
		}
		return c.requeue(p), true
	case OutcomeWait:
		p.state = StateReceive
		if p.Heap.ShouldCollect() {
			c.collected(p, c.roots(p, 0).Collect(&p.Heap, 0))
		}
	case OutcomeHibernate:
		p.state = StateHibernate
		p.mailbox.before = 0
		c.Compact(0)
	case OutcomeExit:
		c.finish()
		return c.endSlice(p), true
	case OutcomeDead:
		if p.state != StateExiting {
			c.kill(p, term.AtomKilled)
		}
		return c.endSlice(p), true
	case OutcomeDirty:
		if c.dirtyFn == nil {
			p.state = StateAwait
		} else {
			c.startDirty()
		}
	case OutcomeReturned:
		c.returned()
	}
	if !p.hasSignals() && !p.mayGoOn() && p.sleepSlice(c) {
		return Asleep, true
	}
	return 0, false
}

// mayGoOn tells whether a process that has just stopped to wait has something to go on with.
func (p *Process) mayGoOn() bool {
	switch p.state {
	case StateReceive:
		return p.unseenOrTimedOut()
	case StateHibernate:
		return p.mailbox.n > 0
	}
	return false
}

// unseenOrTimedOut tells whether a process in a receive can go on.
func (p *Process) unseenOrTimedOut() bool {
	return p.unseen() || p.Flags&FlagRetry != 0 || p.Flags&FlagTimerArmed != 0 && atomic.LoadUint32(&p.timedOut) != 0
}

// sleepSlice is sleep after a slice, whose reductions are counted first: p may run elsewhere at once.
func (p *Process) sleepSlice(c *Ctx) bool {
	before := p.Reds
	p.Reds += uint64(c.slice - c.Reds)
	timed := p.state == StateReceive && p.Flags&FlagTimerArmed != 0 && p.suspended == 0
	c.Node.race.touch(p)
	// Another scheduler may fire the timeout after the last look at it and before p sleeps, when there
	// is nobody to wake: so look again. Whoever wakes p then has it.
	if p.sleep() && !(timed && atomic.LoadUint32(&p.timedOut) != 0 && p.wake()) {
		return true
	}
	p.Reds = before
	return false
}

// Recover ends the process whose slice it was when a panic with value r was caught: memory had run out, or there is a
// bug in joist, which is reported. It returns the process, which the scheduler has to queue to let it end, or nil.
func (c *Ctx) Recover(r any) *Process {
	p := c.P
	c.running = false
	_, noMemory := r.(heap.NoMemory)
	if !noMemory && c.Node.OnPanic != nil {
		c.Node.OnPanic(r)
	}
	if p == nil {
		return nil
	}
	c.Exc, c.Pending = Exception{}, PendingNone
	if noMemory {
		c.memoryOut(p)
	} else {
		c.kill(p, term.AtomInternalError)
	}
	c.P = nil
	return p
}

// SaveContinuation keeps the native that PendingNative has to continue with, and its arguments, in the process.
func (c *Ctx) SaveContinuation() {
	c.SaveArgs(c.X[:c.NextArity])
	c.P.cont = c.Node.Handles.Put(c.cont)
	c.P.Resume = ResumeNative
	c.cont = nil
}

// TakeContinuation is the native that SaveContinuation has kept.
func (c *Ctx) TakeContinuation() Native {
	fn, _ := c.Node.Handles.Take(c.P.cont).(Native)
	c.P.cont = 0
	c.P.Resume = ResumePC
	return fn
}
