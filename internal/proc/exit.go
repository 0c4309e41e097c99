package proc

import (
	"sync/atomic"

	"joist/internal/term"
)

// ExitSignal sends an exit signal (exit/2). It returns true, or None when the process has to handle its own signal, or to wait
// for a supervisor (see supervised.go).
func (c *Ctx) ExitSignal(to, reason term.Term) term.Term {
	if !to.IsPidImm() {
		return c.Badarg()
	}
	from := to // the embedding program signals in the process's own name
	if c.P != nil {
		from = c.P.Pid()
	}
	supervisor := c.supervisorToAwait(to)
	s := c.newNotice(sigExit, 0, term.AtomEXIT, from, reason)
	if !c.post(to, s) {
		c.freeSignal(s)
		return term.AtomTrue
	}
	if supervisor != term.None && to != from && reason != term.AtomNormal {
		return c.Trap(term.AtomJoistSupervision, term.AtomSignalled, to, supervisor)
	}
	if c.P != nil && to == from {
		if c.handleSignals(); c.P.hasSignals() {
			// The signal, or one before it, has to be handled between slices.
			c.Reds = 0
			c.Pending = PendingYield
			return term.None
		}
	}
	return term.AtomTrue
}

// exitSignal handles an exit signal, or one of a link.
func (c *Ctx) exitSignal(p *Process, s uintptr) {
	sig := view(s)
	linked := sig.kind == sigLinkExit
	from, reason := sig.value.TupleElem(1), sig.value.TupleElem(2)
	if linked {
		l := p.links.find(uint64(from))
		if l == nil || l.other != 0 {
			if l != nil { // unlinked, and the other end will never acknowledge
				p.links.remove(c.Mem, l)
			}
			c.freeSignal(s)
			return
		}
		p.links.remove(c.Mem, l)
	}
	switch {
	case reason == term.AtomKill && !linked:
		c.die(p, s, term.AtomKilled)
	case p.Flags&FlagTrapExit != 0:
		c.deliver(p, s, sig.value)
	case reason == term.AtomNormal && from != p.Pid():
		c.freeSignal(s)
	default:
		c.die(p, s, reason)
	}
	if linked {
		c.linkGone(p, from)
	}
}

// die makes p end with reason, which lies in the signal s, when the scheduler next has it.
func (c *Ctx) die(p *Process, s uintptr, reason term.Term) {
	if p.killer != 0 {
		c.freeSignal(p.killer)
	}
	view(s).value = reason
	p.killer = s
	p.state = StateExiting
}

// kill makes p end with an immediate reason.
func (c *Ctx) kill(p *Process, reason term.Term) { c.die(p, c.newSignal(sigExit, 0, 0), reason) }

// exitReason is the reason with which an uncaught exception ends a process. crash tells whether it is
// an error to report.
func (c *Ctx) exitReason(e *Exception) (reason term.Term, crash bool) {
	trace := e.Trace
	if trace == term.None {
		trace = term.Nil
	}
	switch e.Class {
	case ClassError:
		return c.Tuple(e.Reason, trace), true
	case ClassThrow:
		return c.Tuple(c.Tuple(term.AtomNocatch, e.Reason), trace), true
	}
	return e.Reason, false
}

// finish begins the end of c.P, whose runner said OutcomeExit: it makes a reason of c.Exc and
// reports a crash.
func (c *Ctx) finish() {
	p := c.P
	reason, crash := c.exitReason(&c.Exc)
	if crash && c.Node.OnCrash != nil && reason != term.None {
		c.Node.OnCrash(c, reason)
	}
	c.Exc = Exception{}
	p.Flags |= flagFailed
	s := c.newNotice(sigExit, 0, reason)
	c.die(p, s, view(s).value.TupleElem(0))
}

// exitSlice is how many relations a process that ends handles before others get their turn.
const exitSlice = 2000

// exit ends p, whose state is StateExiting: it closes the inbox, gives up the name, tells
// whom it is linked with and who monitors it, and frees everything. done is false when
// it has to be called again.
func (c *Ctx) exit(p *Process) (done bool) {
	if !inboxIsClosed(atomic.LoadUint64(&p.inbox)) {
		c.beginExit(p)
	}
	reason := view(p.killer).value
	work := exitSlice
	if !c.tellLinks(p, reason, &work) || !c.refuse(p, reason, &work) || !c.tellMonitors(p, reason, &work) ||
		!c.cancelTimers(p, &work) || !c.dropMessages(p, &work) {
		return false
	}
	c.release(p)
	return true
}

// beginExit does what must be done first and at once.
func (c *Ctx) beginExit(p *Process) {
	reason := view(p.killer).value
	if p.Flags&flagKeeps != 0 {
		c.saveState(p, reason)
	}
	if supervisor := p.heirOf(); supervisor != term.None {
		c.leave(p, supervisor, reason)
	}
	p.close()
	c.Node.dropName(p, term.None)
	if p.Flags&FlagTimerArmed != 0 {
		c.cancelTimeout()
	}
	c.slots.live.Add(-1)
	if p.dirty != 0 {
		c.cancelDirty(p)
	}
	if p.cont != 0 {
		c.Node.Handles.Drop(p.cont)
		p.cont = 0
	}
	if c.Node.OnExit != nil {
		c.Node.OnExit(c, p.Pid())
	}
	if p.Flags&flagSupervisor != 0 {
		c.dropKeeper(p.Pid())
		c.Node.gone.dropSupervisor(p.Pid())
	}
}

// refuse answers the signals that p has not handled. The links have been told before: who has removed one drops the exit signal.
func (c *Ctx) refuse(p *Process, reason term.Term, work *int) bool {
	m := &p.mailbox
	for m.pending != 0 {
		if *work--; *work < 0 {
			return false
		}
		s := m.pending
		sig := view(s)
		m.pending = sig.next
		switch sig.kind {
		case sigLink:
			c.sendLinkExit(p.Pid(), sig.from, term.AtomNoproc)
		case sigMonitor:
			c.sendDown(sig.from, c.downObject(p, uint64(sig.aux)), uint64(sig.value), term.AtomNoproc)
		case sigDemonitor:
			if r := p.monitored.find(uint64(sig.value)); r != nil {
				p.monitored.remove(c.Mem, r)
			}
		case sigRequest:
			c.reply(sig.from, sig.aux, answerOfDead(sig.op))
		case sigDirtyDone, sigCallBack:
			c.dropDirty(s)
		case sigFire:
			c.Node.Handles.Drop(uint64(sig.from))
		}
		c.freeSignal(s)
	}
	return true
}

// tellLinks sends exit signals to all linked processes.
func (c *Ctx) tellLinks(p *Process, reason term.Term, work *int) bool {
	if p.links.n == 0 {
		return true
	}
	for i, e := 0, p.links.entries(); i < len(e); i++ {
		if e[i].key == 0 {
			continue
		}
		if *work--; *work < 0 {
			return false
		}
		if e[i].other == 0 {
			c.sendLinkExit(p.Pid(), term.Term(e[i].key), reason)
		}
		e[i].key = 0
		p.links.n--
	}
	p.links.free(c.Mem)
	return true
}

func (c *Ctx) sendLinkExit(from, to, reason term.Term) {
	s := c.newNotice(sigLinkExit, 0, term.AtomEXIT, from, reason)
	if !c.post(to, s) {
		c.freeSignal(s)
	}
}

// tellMonitors sends down signals to who monitors p, and demonitor signals to whom p monitors.
func (c *Ctx) tellMonitors(p *Process, reason term.Term, work *int) bool {
	if p.monitored.n > 0 {
		for i, e := 0, p.monitored.entries(); i < len(e); i++ {
			if e[i].key == 0 {
				continue
			}
			if *work--; *work < 0 {
				return false
			}
			c.sendDown(term.Term(e[i].other), c.downObject(p, e[i].info), e[i].key, reason)
			e[i].key = 0
			p.monitored.n--
		}
	}
	p.monitored.free(c.Mem)
	if p.monitors.n > 0 {
		for i, e := 0, p.monitors.entries(); i < len(e); i++ {
			m := &e[i]
			if m.key == 0 {
				continue
			}
			if *work--; *work < 0 {
				return false
			}
			c.forgetMonitor(p, m)
			m.key = 0
			p.monitors.n--
		}
	}
	p.monitors.free(c.Mem)
	return true
}

// forgetMonitor tells the process that m monitors that nobody listens any more.
func (c *Ctx) forgetMonitor(p *Process, m *Relation) {
	if m.flags&monSuspend != 0 {
		for range m.info {
			c.resumeOther(term.Term(m.other))
		}
		return
	}
	if m.flags&monTag != 0 {
		c.freeSignal(uintptr(m.info))
	}
	if pid := term.Term(m.other); m.flags&monActive != 0 && pid != term.None {
		s := c.newSignal(sigDemonitor, term.Term(m.key), 0)
		if !c.post(pid, s) {
			c.freeSignal(s)
		}
	}
}

// downObject is what a monitoring process knows p as: its pid, or the name whose index + 1 is given.
func (c *Ctx) downObject(p *Process, name uint64) term.Term {
	if name == 0 {
		return p.Pid()
	}
	return c.namedObject(term.Atom(uint32(name - 1)))
}

// release frees the memory of p and its slot. While a dirty call still runs for p, that is left to
// the end of the call, which may be reading p's heap.
func (c *Ctx) release(p *Process) {
	if p.dirty != 0 && !c.dirtyEnded(p) {
		return
	}
	c.free(p)
}

// free frees all that a process still has.
func (c *Ctx) free(p *Process) {
	c.freeSignal(p.killer)
	p.killer = 0
	c.freeDictionary(&p.dict)
	c.freeArgs(p)
	p.Heap.Free(c.Mem)
	c.Node.procs.give(&c.slots, p)
}
