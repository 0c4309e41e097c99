package proc

import (
	"joist/internal/term"
)

// Send sends msg to a pid, a registered name, {name, node} or an alias (the ! operator).
// It returns msg, or raises badarg when the name is not registered or dest cannot be a destination.
func (c *Ctx) Send(dest, msg term.Term) term.Term {
	pid := dest
	if !dest.IsPidImm() {
		var kind destKind
		if pid, kind = c.destination(dest); kind != destPid {
			switch kind {
			case destAlias:
				c.sendAlias(pid, refID(dest), msg)
			case destBad:
				return c.Badarg()
			}
			return msg
		}
	}
	c.SendMessage(pid, msg)
	return msg
}

// SendMessage sends msg to a local pid and tells whether there was such a process; if not, the message is dropped.
func (c *Ctx) SendMessage(pid, msg term.Term) bool {
	p := c.Node.process(pid)
	if p == nil {
		return false
	}
	s := c.newMessage(sigMessage, msg, 0)
	woken, alive := c.Node.postTo(p, pid, s)
	if woken != nil {
		c.ready(woken)
	}
	if !alive {
		c.freeSignal(s)
	}
	return alive
}

func (c *Ctx) sendAlias(pid term.Term, ref uint64, msg term.Term) {
	if s := c.newMessage(sigAliasMessage, msg, term.Term(ref)); !c.post(pid, s) {
		c.freeSignal(s)
	}
}

type destKind uint8

const (
	destPid   destKind = iota
	destAlias          // pid is that of the alias's process
	destNone           // nobody; the message is dropped
	destBad            // not a destination
)

// destination finds what dest, which is not a local pid, stands for.
func (c *Ctx) destination(dest term.Term) (pid term.Term, k destKind) {
	switch {
	case dest.IsAtom():
		pid = c.Node.Whereis(dest)
		if pid == term.None {
			return pid, destBad
		}
		return pid, destPid
	case dest.IsRef():
		if dest.HasSubtag(term.SubRef) {
			if pid = term.Term(dest.Word(term.RefPid)); pid != term.None {
				return pid, destAlias
			}
		}
		return term.None, destNone
	case dest.IsTupleOf(2):
		name, node := dest.TupleElem(0), dest.TupleElem(1)
		if !name.IsAtom() || !node.IsAtom() {
			return term.None, destBad
		}
		if node == term.AtomNonodeNohost {
			if pid = c.Node.names.whereis(name); pid != term.None {
				return pid, destPid
			}
		}
		return term.None, destNone
	case dest.IsPid(), dest.IsPort():
		return term.None, destNone
	}
	return term.None, destBad
}

// deliver makes the signal s, whose payload holds msg, the last message of p's mailbox.
func (c *Ctx) deliver(p *Process, s uintptr, msg term.Term) {
	sig := view(s)
	sig.kind, sig.value = sigMessage, msg
	p.mailbox.append(s)
	p.mailbox.n++
}
