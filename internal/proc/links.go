package proc

import (
	"joist/internal/term"
)

// Links are kept at both ends. A link being removed stays in the table of the end that
// removes it, with the id of its unlink signal, until the other end has
// acknowledged: an exit signal that was under way then finds the link inactive and is dropped, and a link
// made anew meanwhile is not mistaken for the old one. This is the protocol
// of the distribution's new link protocol in the Erlang manual, which OTP uses locally too.

// Link links the process with pid (link/1). It returns true or raises noproc, the way link/1 does.
func (c *Ctx) Link(pid term.Term) term.Term {
	p := c.P
	if !pid.IsPidImm() {
		return c.Badarg()
	}
	if pid == p.Pid() {
		return term.AtomTrue
	}
	if l := p.links.find(uint64(pid)); l != nil && l.other == 0 {
		return term.AtomTrue
	}
	if c.link(p, pid) {
		return term.AtomTrue
	}
	if p.Flags&FlagTrapExit == 0 {
		return c.Error(term.AtomNoproc)
	}
	s := c.newNotice(sigExit, 0, term.AtomEXIT, pid, term.AtomNoproc)
	c.deliver(p, s, view(s).value)
	return term.AtomTrue
}

// link makes p's end of a link to pid and sends the link signal.
func (c *Ctx) link(p *Process, pid term.Term) (alive bool) {
	s := c.newSignal(sigLink, 0, p.Pid())
	l := p.links.find(uint64(pid))
	if l == nil {
		l = p.links.must(c.Mem, uint64(pid))
	}
	l.other = 0
	if !c.post(pid, s) {
		c.freeSignal(s)
		if l = p.links.find(uint64(pid)); l != nil {
			p.links.remove(c.Mem, l)
		}
		return false
	}
	return true
}

// Unlink removes the link with pid (unlink/1). No exit signal of that link arrives any more.
func (c *Ctx) Unlink(pid term.Term) term.Term {
	p := c.P
	if !pid.IsPidImm() {
		return c.Badarg()
	}
	if p.hasSignals() {
		c.handleSignals() // an exit signal of pid's that has already come counts
	}
	l := p.links.find(uint64(pid))
	if l == nil || l.other != 0 {
		return term.AtomTrue
	}
	id := c.newID()
	l.other = id
	s := c.newSignal(sigUnlink, term.Term(id), p.Pid())
	if !c.post(pid, s) {
		// Its exit signal may be on the way: it finds no link, which is as good.
		c.freeSignal(s)
		if l = p.links.find(uint64(pid)); l != nil {
			p.links.remove(c.Mem, l)
		}
		c.linkGone(p, pid)
	}
	return term.AtomTrue
}

// linked handles a link signal.
func (c *Ctx) linked(p *Process, from term.Term) {
	l := p.links.find(uint64(from))
	if l == nil {
		l = p.links.must(c.Mem, uint64(from))
	}
	l.other = 0
}

// unlinked handles an unlink signal.
func (c *Ctx) unlinked(p *Process, s uintptr) {
	sig := view(s)
	if l := p.links.find(uint64(sig.from)); l != nil && l.other == 0 {
		p.links.remove(c.Mem, l)
		c.linkGone(p, sig.from)
	}
	to := sig.from
	sig.kind, sig.from = sigUnlinkAck, p.Pid()
	if !c.post(to, s) {
		c.freeSignal(s)
	}
}

// unlinkAck handles the answer to an unlink signal.
func (c *Ctx) unlinkAck(p *Process, s uintptr) {
	sig := view(s)
	if l := p.links.find(uint64(sig.from)); l != nil && l.other == uint64(sig.value) {
		p.links.remove(c.Mem, l)
	}
	c.freeSignal(s)
}

// Links calls f with every process that p is linked with.
func (p *Process) Links(f func(pid term.Term)) {
	if p.links.n == 0 {
		return
	}
	for _, l := range p.links.entries() {
		if l.key != 0 && l.other == 0 {
			f(term.Term(l.key))
		}
	}
}
