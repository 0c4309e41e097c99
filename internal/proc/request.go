package proc

import (
	"joist/internal/term"
)

// Requests are signals that the receiver answers: the asking process is suspended (StateAwait) until the answer comes, so
// that natives such as is_process_alive and process_info see the effect of every signal that
// the asker has sent before.
const (
	reqAlive uint16 = iota
	reqInfo         // value: the item, or a list of items
	reqSuspend
	reqCollect
)

// await sends a request and has the process wait for its answer, which becomes the native's result.
func (c *Ctx) await(to term.Term, op uint16, value term.Term) term.Term {
	p := c.P
	s := c.newMessage(sigRequest, value, p.Pid())
	c.requests++
	id := c.requests
	view(s).op, view(s).aux = op, id
	p.awaits = id
	if !c.post(to, s) {
		c.freeSignal(s)
		return c.deadAnswer(op)
	}
	c.dirtyFn = nil
	c.NextArity = 0
	c.Pending = PendingDirty
	return term.None
}

// deadAnswer is the result of a request to a process that does not exist.
func (c *Ctx) deadAnswer(op uint16) term.Term {
	if v := answerOfDead(op); v != term.None {
		return v
	}
	return c.Badarg()
}

// answerOfDead is what a process that has ended answers; None stands for badarg.
func answerOfDead(op uint16) term.Term {
	switch op {
	case reqInfo:
		return term.AtomUndefined
	case reqSuspend:
		return term.None
	}
	return term.AtomFalse
}

// request handles a request; it is called between slices.
func (c *Ctx) request(p *Process, s uintptr) {
	sig := view(s)
	answer := term.AtomTrue
	switch sig.op {
	case reqInfo:
		answer = c.Info(p, sig.value)
	case reqSuspend:
		p.suspended++
	case reqCollect:
		if p.state == StateDirty {
			p.Flags |= FlagAsyncGC
		} else {
			c.collectWaiting(p)
		}
	}
	c.reply(sig.from, sig.aux, answer)
	c.freeSignal(s)
}

func (c *Ctx) reply(to term.Term, id uint32, answer term.Term) {
	var s uintptr
	if answer.IsImmediate() || answer == term.None {
		s = c.newSignal(sigReply, answer, 0)
	} else {
		s = c.newMessage(sigReply, answer, 0)
	}
	view(s).aux = id
	if !c.post(to, s) {
		c.freeSignal(s)
	}
}

// replied handles the answer to a request.
func (c *Ctx) replied(p *Process, s uintptr) {
	sig := view(s)
	if p.state != StateAwait || p.awaits != sig.aux {
		c.freeSignal(s)
		return
	}
	p.awaits = 0
	p.state = StateRunnable
	c.resumeWith(p, c.adopt(p, s), &Exception{Class: ClassError, Reason: term.AtomBadarg})
}

// IsAlive tells whether pid is a process that exists and is not ending (is_process_alive/1), after all signals that
// this process has sent it.
func (c *Ctx) IsAlive(pid term.Term) term.Term {
	if !pid.IsPidImm() {
		return c.Badarg()
	}
	if pid == c.P.Pid() {
		return term.AtomTrue
	}
	p := c.Node.process(pid)
	if p == nil {
		return term.AtomFalse
	}
	if p.idle() { // it has handled everything
		return term.AtomTrue
	}
	return c.await(pid, reqAlive, term.AtomTrue)
}

// ProcessInfo answers process_info/1,2: item is an atom, {dictionary, Key} or a list of such.
func (c *Ctx) ProcessInfo(pid, item term.Term) term.Term {
	if !pid.IsPidImm() || !validItems(item) {
		return c.Badarg()
	}
	if pid == c.P.Pid() {
		c.handleSignals()
		return c.Info(c.P, item)
	}
	return c.await(pid, reqInfo, item)
}

// Suspend suspends pid (suspend_process/1) once more.
func (c *Ctx) Suspend(pid term.Term) term.Term {
	if !pid.IsPidImm() || pid == c.P.Pid() {
		return c.Badarg()
	}
	key := suspendKey(pid)
	m := c.P.monitors.find(key)
	if m == nil {
		if m = c.P.monitors.add(c.Mem, key); m == nil {
			return c.SystemLimit()
		}
		m.flags = monSuspend
		m.other = uint64(pid)
	}
	m.info++
	return c.await(pid, reqSuspend, term.AtomTrue)
}

// ResumeProcess undoes one Suspend (resume_process/1).
func (c *Ctx) ResumeProcess(pid term.Term) term.Term {
	m := c.P.monitors.find(suspendKey(pid))
	if !pid.IsPidImm() || m == nil {
		return c.Badarg()
	}
	if m.info--; m.info == 0 {
		c.P.monitors.remove(c.Mem, m)
	}
	c.resumeOther(pid)
	if !c.Node.Alive(pid) {
		return c.Badarg()
	}
	return term.AtomTrue
}

// Suspending calls f with every process that p has suspended, and how often.
func (p *Process) Suspending(f func(pid term.Term, times int)) {
	if p.monitors.n == 0 {
		return
	}
	for _, m := range p.monitors.entries() {
		if m.key != 0 && m.flags&monSuspend != 0 {
			f(term.Term(m.other), int(m.info))
		}
	}
}

func (c *Ctx) resumeOther(pid term.Term) {
	if s := c.newSignal(sigResume, 0, 0); !c.post(pid, s) {
		c.freeSignal(s)
	}
}

// suspendKey is the key under which a process remembers that it has suspended pid; no reference has such a number.
func suspendKey(pid term.Term) uint64 { return uint64(pid) | 1<<63 }

// CollectOther asks pid to collect its garbage (garbage_collect/1); the result is true or false.
func (c *Ctx) CollectOther(pid term.Term) term.Term {
	if !pid.IsPidImm() {
		return c.Badarg()
	}
	return c.await(pid, reqCollect, term.AtomTrue)
}

// SetGroupLeader makes leader the group leader of pid (group_leader/2).
func (c *Ctx) SetGroupLeader(leader, pid term.Term) term.Term {
	if !leader.IsPidImm() || !pid.IsPidImm() {
		return c.Badarg()
	}
	if pid == c.P.Pid() {
		c.P.groupLead = leader
		return term.AtomTrue
	}
	if s := c.newSignal(sigGroupLeader, leader, 0); !c.post(pid, s) {
		c.freeSignal(s)
		return c.Badarg()
	}
	return term.AtomTrue
}

// RunIn has f called in the context of pid, between two of its slices.
func (c *Ctx) RunIn(pid term.Term, f func(c *Ctx)) bool {
	h := c.Node.Handles.Put(f)
	if s := c.newSignal(sigFire, 0, term.Term(h)); !c.post(pid, s) {
		c.freeSignal(s)
		c.Node.Handles.Drop(h)
		return false
	}
	return true
}
