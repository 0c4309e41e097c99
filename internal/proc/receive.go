package proc

import (
	"sync/atomic"

	"joist/internal/term"
)

// handleBatch is how many signals are handled at a time before others get their turn.
const handleBatch = 4000

// handleSignals takes what is in the inbox of c.P, which is running, and handles it in order. It stops in
// front of a signal that can only be handled between slices (one that ends, suspends or
// inspects the process), and after handleBatch signals. It tells whether it handled any.
func (c *Ctx) handleSignals() bool { return c.handle(c.P, false) > 0 }

// Handle handles the signals of p between slices and tells how many there were. It stops when p
// has to end.
func (c *Ctx) handle(p *Process, between bool) (n int) {
	m := &p.mailbox
	if m.pending == 0 {
		p.drain()
	}
	c.Node.race.touch(p)
	for m.pending != 0 && p.state != StateExiting && n < handleBatch {
		s := m.pending
		sig := view(s)
		switch {
		case sig.kind == sigMessage:
			m.pending = sig.next
			m.append(s)
			m.n++
		case !between && c.onlyBetween(p, sig):
			return n
		default:
			m.pending = sig.next
			c.handleSignal(p, s)
		}
		n++
	}
	c.Reds -= n >> 3
	return n
}

// onlyBetween tells whether a signal has to wait for the end of the slice.
func (c *Ctx) onlyBetween(p *Process, sig *signal) bool {
	switch sig.kind {
	case sigExit, sigLinkExit:
		return p.Flags&FlagTrapExit == 0 || sig.value.TupleElem(2) == term.AtomKill
	case sigRequest, sigReply, sigFire, sigDirtyDone, sigCallBack:
		return true
	}
	return false
}

// handleSignal handles a signal that is no plain message.
func (c *Ctx) handleSignal(p *Process, s uintptr) {
	sig := view(s)
	switch sig.kind {
	case sigAliasMessage:
		c.aliasMessage(p, s)
	case sigExit, sigLinkExit:
		c.exitSignal(p, s)
	case sigLink:
		c.linked(p, sig.from)
		c.freeSignal(s)
	case sigUnlink:
		c.unlinked(p, s)
	case sigUnlinkAck:
		c.unlinkAck(p, s)
	case sigMonitor:
		c.monitorRequest(p, s)
	case sigDemonitor:
		c.demonitored(p, s)
	case sigDown:
		c.down(p, s)
	case sigGroupLeader:
		p.groupLead = sig.value
		c.freeSignal(s)
	case sigRequest:
		c.request(p, s)
	case sigReply:
		c.replied(p, s)
	case sigResume:
		if p.suspended > 0 {
			p.suspended--
		}
		c.freeSignal(s)
	case sigDirtyDone:
		c.dirtyDone(p, s)
	case sigCallBack:
		c.callBack(p, s)
	case sigFire:
		f := c.Node.Handles.Take(uint64(sig.from)).(func(*Ctx))
		c.freeSignal(s)
		f(c)
	}
}

// Timeout says what ArmTimeout found.
type Timeout uint8

const (
	// TimeoutArmed: the process has to wait; set P.PC and P.TimeoutPC and return OutcomeWait.
	TimeoutArmed Timeout = iota
	// TimeoutNow: the time is up; go on after the instruction.
	TimeoutNow
	// TimeoutBad: the time is not a valid one; raise timeout_value.
	TimeoutBad
)

// MaxTimeout is the longest timeout of a receive in milliseconds.
const MaxTimeout = 1<<32 - 1

// ArmTimeout starts the timeout of a receive, in milliseconds or infinity, unless it runs already (wait_timeout). A
// timeout that has already passed is reported once the mailbox has been looked
// through, as after 0 wants it.
func (c *Ctx) ArmTimeout(ms term.Term) Timeout {
	p := c.P
	switch {
	case p.hasSignals():
		// Something can only be handled between slices, and messages that count already may lie behind it.
		p.Flags |= FlagRetry
		return TimeoutArmed
	case p.Flags&FlagTimedOut != 0:
		return TimeoutNow
	case p.Flags&FlagTimerArmed != 0:
		if atomic.LoadUint32(&p.timedOut) != 0 {
			return TimeoutNow
		}
		return TimeoutArmed
	case ms == term.AtomInfinity:
		p.TimeoutPC = 0
		return TimeoutArmed
	case !ms.IsSmall() || ms.SmallValue() < 0 || ms.SmallValue() > MaxTimeout:
		return TimeoutBad
	case ms.SmallValue() == 0:
		return TimeoutNow
	}
	p.Flags |= FlagTimerArmed
	p.Timer.Kind = timerReceive
	c.Node.startTimer(&p.Timer, c.schedID, c.Node.Monotonic()+ms.SmallValue()*1e6)
	return TimeoutArmed
}

// cancelTimeout stops the receive timeout, or forgets that it has fired.
func (c *Ctx) cancelTimeout() {
	p := c.P
	if p.Flags&FlagTimerArmed != 0 && atomic.LoadUint32(&p.timedOut) == 0 {
		c.Node.Wheels[p.Timer.Wheel].Cancel(&p.Timer)
	}
	p.Flags &^= FlagTimerArmed | FlagTimedOut
	p.timedOut = 0
}

// Runnable tells whether p, between slices and with its signals handled, has anything to run, and sets up where it goes on.
func (p *Process) runnable() bool {
	if p.suspended > 0 && p.state != StateExiting {
		return false
	}
	switch p.state {
	case StateReceive:
		if p.unseen() || p.Flags&FlagRetry != 0 {
			p.Flags &^= FlagRetry
			break
		}
		if p.Flags&FlagTimerArmed == 0 || atomic.LoadUint32(&p.timedOut) == 0 {
			return false
		}
		p.Flags |= FlagTimedOut
		p.PC = p.TimeoutPC
	case StateHibernate:
		if p.mailbox.n == 0 {
			return false
		}
	case StateDirty, StateAwait:
		return false
	}
	if p.state != StateExiting {
		p.state = StateRunnable
	}
	return true
}

// unseen tells whether there is a message at or behind the save position.
func (p *Process) unseen() bool {
	m := &p.mailbox
	s := m.current()
	if s != 0 && view(s).kind == sigMarker {
		s = view(s).next
	}
	return s != 0
}
