package proc

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// Flags of a relation in Process.monitors.
const (
	monActive      uint64 = 1 << iota // a monitor; without it only an alias
	monByName                         // the monitored process was named; the name is in the upper half
	monTag                            // info is the address of a signal whose value is the message's tag
	aliasExplicit                     // the reference is an alias until unalias
	aliasDemonitor                    // ... until the monitor is removed or has fired
	aliasReply                        // ... until then, or until the first message through it
	monSuspend                        // no monitor: other is suspended, info times
	monLater                          // other has ended, and fires when the exit signal of the link with it has come
)

// monName is the name in the flags of a relation with monByName.
func monName(flags uint64) term.Term { return term.Atom(uint32(flags >> 32)) }

const aliasAny = aliasExplicit | aliasDemonitor | aliasReply

// MonitorOptions are the options of monitor/3 and of spawn_opt's {monitor, ...}.
type MonitorOptions struct {
	// Alias is explicit_unalias, demonitor, reply_demonitor, or None for no alias.
	Alias term.Term
	// Tag replaces the atom DOWN in the message; None for no replacement.
	Tag term.Term
}

// Monitor monitors target, a pid, a registered name or {name, node} (monitor/2,3).
func (c *Ctx) Monitor(target term.Term, o MonitorOptions) term.Term {
	p := c.P
	name := term.None
	pid := target
	if !target.IsPidImm() {
		var ok bool
		if name, ok = c.localName(target); !ok {
			return c.Badarg()
		}
		pid = c.Node.names.whereis(name)
	}
	ref, m := c.newMonitor(p, o)
	if ref == term.None {
		return ref
	}
	m.other, m.flags = uint64(pid), m.flags|monActive
	if name != term.None {
		m.flags |= monByName | uint64(name.AtomIndex())<<32
	}
	if pid == p.Pid() {
		return ref // a process never gets its own DOWN message
	}
	c.sendMonitor(p, pid, refID(ref), name)
	return ref
}

// newMonitor makes a reference and its relation, with the flags for the alias and the tag.
func (c *Ctx) newMonitor(p *Process, o MonitorOptions) (term.Term, *Relation) {
	ref := c.newPidRef(p)
	tag := uintptr(0)
	if o.Tag != term.None && o.Tag != term.AtomDOWN {
		tag = c.newMessage(sigMessage, o.Tag, 0)
	}
	m := p.monitors.add(c.Mem, refID(ref))
	if m == nil {
		return c.SystemLimit(), nil
	}
	if tag != 0 {
		m.info, m.flags = uint64(tag), monTag
	}
	switch o.Alias {
	case term.AtomExplicitUnalias:
		m.flags |= aliasExplicit
	case term.AtomDemonitor:
		m.flags |= aliasDemonitor
	case term.AtomReplyDemonitor:
		m.flags |= aliasReply
	}
	return ref, m
}

// sendMonitor sends the monitor signal, or has the monitor fire at once when there is no such process. One that p is linked with is about
// to tell its links that it ends; what it tells comes first, as all signals of a process come in the order in which it sends them.
func (c *Ctx) sendMonitor(p *Process, pid term.Term, ref uint64, name term.Term) {
	if pid != term.None {
		s := c.newSignal(sigMonitor, term.Term(ref), p.Pid())
		if name != term.None {
			view(s).aux = name.AtomIndex() + 1
		}
		if c.post(pid, s) {
			return
		}
		c.freeSignal(s)
		if l := p.links.find(uint64(pid)); l != nil && l.other == 0 {
			p.monitors.find(ref).flags |= monLater
			p.Flags |= flagLater
			return
		}
	}
	c.sendNoproc(p, pid, ref, name)
}

// sendNoproc has a monitor of p fire: there is no process pid, or none of that name.
func (c *Ctx) sendNoproc(p *Process, pid term.Term, ref uint64, name term.Term) {
	object := pid
	if name != term.None {
		object = c.namedObject(name)
	}
	c.sendDown(p.Pid(), object, ref, term.AtomNoproc)
}

// linkGone has those of p's monitors fire that waited for the exit signal of the link with pid.
func (c *Ctx) linkGone(p *Process, pid term.Term) {
	if p.Flags&flagLater == 0 {
		return
	}
	p.Flags &^= flagLater
	for i, e := 0, p.monitors.entries(); i < len(e); i++ {
		m := &e[i]
		switch {
		case m.key == 0 || m.flags&monLater == 0:
		case term.Term(m.other) != pid:
			p.Flags |= flagLater
		default:
			m.flags &^= monLater
			name := term.None
			if m.flags&monByName != 0 {
				name = monName(m.flags)
			}
			c.sendNoproc(p, pid, m.key, name)
		}
	}
}

// namedObject is {name, node} in the context's scratch memory.
func (c *Ctx) namedObject(name term.Term) term.Term {
	at := c.scratch + scratchName
	mem.Store(at, uint64(term.TupleHeader(2)))
	mem.StoreAt(at, 1, uint64(name))
	mem.StoreAt(at, 2, uint64(term.AtomNonodeNohost))
	return term.BoxedAt(at)
}

// sendDown sends the signal that a monitored process, which the monitoring one knows as object, has ended.
func (c *Ctx) sendDown(to, object term.Term, ref uint64, reason term.Term) {
	s := c.newNotice(sigDown, term.Term(ref), term.AtomDOWN, refAt(c.scratch+scratchRef, ref, to), term.AtomProcess, object, reason)
	if !c.post(to, s) {
		c.freeSignal(s)
	}
}

// monitorRequest handles a monitor signal.
func (c *Ctx) monitorRequest(p *Process, s uintptr) {
	sig := view(s)
	m := p.monitored.must(c.Mem, uint64(sig.value))
	m.other, m.info = uint64(sig.from), uint64(sig.aux)
	c.freeSignal(s)
}

// Demonitor removes the monitor ref (demonitor/1,2). found tells whether it was there.
func (c *Ctx) Demonitor(ref term.Term, flush bool) (found bool) {
	p := c.P
	if p.hasSignals() {
		c.handleSignals()
	}
	id := refID(ref)
	if m := p.monitors.find(id); m != nil && m.flags&monActive != 0 {
		found = true
		c.stopMonitor(p, m)
	}
	if flush && !found {
		c.flushDown(ref)
	}
	return found
}

// stopMonitor ends the monitor m and what of its alias ends with it.
func (c *Ctx) stopMonitor(p *Process, m *Relation) {
	pid := term.Term(m.other)
	id := m.key
	c.monitorGone(p, m)
	if pid == term.None || pid == p.Pid() {
		return
	}
	s := c.newSignal(sigDemonitor, term.Term(id), 0)
	if !c.post(pid, s) {
		c.freeSignal(s)
	}
}

// monitorGone takes the monitor m away, and keeps the relation for an alias that stays.
func (c *Ctx) monitorGone(p *Process, m *Relation) {
	if m.flags&monTag != 0 {
		c.freeSignal(uintptr(m.info))
	}
	if m.flags&aliasExplicit != 0 {
		m.flags, m.info = aliasExplicit, 0
		return
	}
	p.monitors.remove(c.Mem, m)
}

// demonitored handles a demonitor signal.
func (c *Ctx) demonitored(p *Process, s uintptr) {
	if m := p.monitored.find(uint64(view(s).value)); m != nil {
		p.monitored.remove(c.Mem, m)
	}
	c.freeSignal(s)
}

// down handles a down signal: it becomes a message when the monitor is still there.
func (c *Ctx) down(p *Process, s uintptr) {
	sig := view(s)
	m := p.monitors.find(uint64(sig.from))
	if m == nil || m.flags&monActive == 0 {
		c.freeSignal(s)
		return
	}
	if m.flags&monTag != 0 {
		s = c.setTag(s, view(uintptr(m.info)).value)
		sig = view(s)
	}
	c.monitorGone(p, m)
	c.deliver(p, s, sig.value)
}

// setTag replaces the first element of the tuple in the signal s by tag.
func (c *Ctx) setTag(s uintptr, tag term.Term) uintptr {
	v := view(s).value
	mem.StoreAt(v.Addr(), 1, uint64(tag))
	if tag.IsImmediate() {
		return s
	}
	larger := c.newMessage(sigDown, v, 0)
	mem.StoreAt(v.Addr(), 1, uint64(term.AtomDOWN))
	c.freeSignal(s)
	return larger
}

// flushDown removes a message {_, Ref, _, _, _} from the mailbox.
func (c *Ctx) flushDown(ref term.Term) {
	m := &c.P.mailbox
	id := refID(ref)
	before := uintptr(0)
	for s := m.first; s != 0; before, s = s, view(s).next {
		v := view(s).value
		if view(s).kind != sigMessage || !v.IsTuple() || v.TupleSize() != 5 {
			continue
		}
		if r := v.TupleElem(1); r.IsRef() && refID(r) == id {
			m.unlink(before, s)
			m.n--
			c.freeSignal(s)
			return
		}
	}
}

// Alias makes the process answer to a reference (alias/1). mode is explicit_unalias or reply.
func (c *Ctx) Alias(mode term.Term) term.Term {
	p := c.P
	ref := c.newPidRef(p)
	a := p.monitors.add(c.Mem, refID(ref))
	if a == nil {
		return c.SystemLimit()
	}
	a.flags = aliasExplicit
	if mode == term.AtomReply {
		a.flags = aliasReply
	}
	return ref
}

// Unalias ends an alias of the process (unalias/1) and tells whether it was active.
func (c *Ctx) Unalias(ref term.Term) bool {
	p := c.P
	a := p.monitors.find(refID(ref))
	if a == nil || a.flags&aliasAny == 0 {
		return false
	}
	a.flags &^= aliasAny
	if a.flags&monActive == 0 {
		p.monitors.remove(c.Mem, a)
	}
	return true
}

// aliasMessage handles a message sent to an alias: it counts when the alias is active.
func (c *Ctx) aliasMessage(p *Process, s uintptr) {
	sig := view(s)
	a := p.monitors.find(uint64(sig.from))
	if a == nil || a.flags&aliasAny == 0 {
		c.freeSignal(s)
		return
	}
	if a.flags&aliasReply != 0 {
		if a.flags&monActive != 0 {
			c.stopMonitor(p, a)
		} else {
			p.monitors.remove(c.Mem, a)
		}
	}
	c.deliver(p, s, sig.value)
}

// Monitors calls f with what p monitors: a pid or a name.
func (p *Process) Monitors(f func(target term.Term, byName bool)) {
	if p.monitors.n == 0 {
		return
	}
	for _, m := range p.monitors.entries() {
		switch {
		case m.key == 0 || m.flags&monActive == 0:
		case m.flags&monByName != 0:
			f(monName(m.flags), true)
		default:
			f(term.Term(m.other), false)
		}
	}
}

// MonitoredBy calls f with the processes that monitor p.
func (p *Process) MonitoredBy(f func(pid term.Term)) {
	if p.monitored.n == 0 {
		return
	}
	for _, m := range p.monitored.entries() {
		if m.key != 0 {
			f(term.Term(m.other))
		}
	}
}

// localName is the name that a registered name or {name, node} stands for.
func (c *Ctx) localName(t term.Term) (name term.Term, ok bool) {
	if t.IsAtom() {
		return t, true
	}
	if t.IsTuple() && t.TupleSize() == 2 {
		name, node := t.TupleElem(0), t.TupleElem(1)
		if name.IsAtom() && node == term.AtomNonodeNohost {
			return name, true
		}
	}
	return term.None, false
}
