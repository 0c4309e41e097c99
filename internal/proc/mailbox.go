package proc

import (
	"joist/internal/term"
)

// Mailbox holds the messages of a process in the order in which they were handled,
// outside its heap: a message becomes part of the heap (as a fragment) when it is
// taken out, so that a collection does not look at a mailbox, however long.
//
// The save position is where a selective receive goes on: the messages before it have been
// looked at and did not match. It is kept as the node before it, 0 for the start of the queue.
//
// A receive marker is a node of its own in the queue. It is put there before a reference is made; a
// receive whose every clause wants that reference starts at the marker, because no older message can hold
// it. A process has one marker at a time; making another forgets the first.
type Mailbox struct {
	first, last uintptr
	before      uintptr // the node before the save position
	pending     uintptr // signals taken from the inbox and not handled yet, oldest first
	mark        uintptr // the marker: its value is the number of its reference, its from the node before it
	n           uint32
	timers      uint32 // slot of the first timer that will send to this mailbox; guarded by its timerList
}

// Len is the number of messages.
func (m *Mailbox) Len() int { return int(m.n) }

// enqueue turns round the list of signals that was taken from an inbox, newest first, and appends
// it to the signals to handle.
func (m *Mailbox) enqueue(s uintptr) {
	list := uintptr(0)
	for s != 0 {
		sig := view(s)
		next := sig.next
		sig.next = list
		list, s = s, next
	}
	if m.pending == 0 {
		m.pending = list
		return
	}
	end := m.pending // signals are left over only when a slice ran out
	for view(end).next != 0 {
		end = view(end).next
	}
	view(end).next = list
}

// append puts the message s at the end of the queue.
func (m *Mailbox) append(s uintptr) {
	view(s).next = 0
	if m.last == 0 {
		m.first = s
	} else {
		view(m.last).next = s
	}
	m.last = s
}

// current is the node at the save position, or 0.
func (m *Mailbox) current() uintptr {
	if m.before == 0 {
		return m.first
	}
	return view(m.before).next
}

// unlink takes the node s, which follows before, out of the queue.
func (m *Mailbox) unlink(before, s uintptr) {
	next := view(s).next
	if before == 0 {
		m.first = next
	} else {
		view(before).next = next
	}
	if m.last == s {
		m.last = before
	}
	if m.mark != 0 && uintptr(view(m.mark).from) == s {
		view(m.mark).from = term.Term(before)
	}
	if m.before == s {
		m.before = before
	}
}

// dropMark takes the marker out.
func (c *Ctx) dropMark(m *Mailbox) {
	if m.mark != 0 {
		mark := m.mark
		m.mark = 0
		m.unlink(uintptr(view(mark).from), mark)
		c.freeSignal(mark)
	}
}

// PeekMessage is the message at the save position (loop_rec), or None when all messages have been looked
// at. The term lies in the message until RemoveMessage makes it part of the heap: terms taken out of it are valid
// either way, but no collection may happen between the two.
func (c *Ctx) PeekMessage() term.Term {
	p := c.P
	m := &p.mailbox
	s := m.current()
	c.peeked = 0
	for {
		if s == 0 {
			if !p.hasSignals() || !c.handleSignals() {
				return term.None
			}
			if s = m.current(); s == 0 {
				return term.None
			}
		}
		if sig := view(s); sig.kind == sigMessage {
			c.peeked = s
			return c.preview(p, sig)
		}
		m.before = s // the marker
		s = view(s).next
	}
}

// preview makes a message that is looked at visible to the process: a small one is copied to the heap at once, so that
// its memory can be used again if it is taken.
func (c *Ctx) preview(p *Process, sig *signal) term.Term {
	c.peekTop = 0
	if sig.flags&sigFlagPayload == 0 {
		return sig.value
	}
	top := p.Heap.Top
	v, copied := p.Heap.CopyMessage(sig.message())
	if copied {
		c.peekTop, c.peekEnd = top, p.Heap.Top
	}
	return v
}

// detachPeeked prepares for a collection between PeekMessage and RemoveMessage, which the compiler puts there when the
// body of a clause needs heap: the registers hold pointers into the message, which the collection is going to move. So the
// message becomes a fragment of the heap and a copy takes its place in the mailbox.
func (c *Ctx) detachPeeked() {
	p := c.P
	sig := view(c.peeked)
	if sig.flags&sigFlagPayload != 0 && c.peekTop == 0 {
		m := &p.mailbox
		s := c.newMessage(sigMessage, sig.value, 0)
		view(s).next = sig.next
		if m.before == 0 {
			m.first = s
		} else {
			view(m.before).next = s
		}
		if m.last == c.peeked {
			m.last = s
		}
		if m.mark != 0 && uintptr(view(m.mark).from) == c.peeked {
			view(m.mark).from = term.Term(s)
		}
		p.Heap.KeepMessage(c.Mem, signalWords, sig.message())
		c.peeked, c.peekTop = s, s
	}
	c.peekEnd = 0 // the copy on the heap stays
}

// RemoveMessage takes the message at the save position out of the mailbox (remove_message): its term
// becomes part of the process's heap, the save position goes back to the start, and a receive timeout stops.
func (c *Ctx) RemoveMessage() {
	p := c.P
	m := &p.mailbox
	s := m.current()
	m.unlink(m.before, s)
	m.n--
	m.before = 0
	c.peeked = 0
	if sig := view(s); sig.flags&sigFlagPayload != 0 && c.peekTop == 0 {
		p.Heap.KeepMessage(c.Mem, signalWords, sig.message())
	} else {
		c.freeSignal(s)
	}
	if p.Flags&(FlagTimerArmed|FlagTimedOut) != 0 {
		c.cancelTimeout()
	}
}

// NextMessage passes over the message at the save position (loop_rec_end).
func (c *Ctx) NextMessage() {
	p := c.P
	c.peeked = 0
	if c.peekTop != 0 && p.Heap.Top == c.peekEnd {
		p.Heap.Top = c.peekTop // nothing was built since: give the copy up
	}
	p.mailbox.before = p.mailbox.current()
}

// PassAll passes over all messages: a receive without clauses wants none of them.
func (c *Ctx) PassAll() {
	if m := &c.P.mailbox; m.last != 0 {
		m.before = m.last
	}
}

// ResetSave puts the save position back to the start of the mailbox and stops a receive
// timeout: the instruction timeout, and what a receive does that is left otherwise.
func (c *Ctx) ResetSave() {
	c.P.mailbox.before = 0
	if c.P.Flags&(FlagTimerArmed|FlagTimedOut) != 0 {
		c.cancelTimeout()
	}
}

// MarkReserve notes the end of the mailbox for a reference that is about to be made (recv_marker_reserve).
func (c *Ctx) MarkReserve() {
	p := c.P
	m := &p.mailbox
	c.dropMark(m)
	if p.hasSignals() {
		c.handleSignals()
	}
	if m.first == 0 {
		return // the start of the queue is as good
	}
	s := c.newSignal(sigMarker, 0, term.Term(m.last))
	m.mark = s
	m.append(s)
}

// MarkBind makes the marker that MarkReserve has put belong to ref (recv_marker_bind).
func (c *Ctx) MarkBind(ref term.Term) {
	if c.P.mailbox.mark != 0 && ref.IsRef() {
		view(c.P.mailbox.mark).value = term.Term(refID(ref))
	}
}

// MarkUse starts the receive at ref's marker, if it has one (recv_marker_use).
func (c *Ctx) MarkUse(ref term.Term) {
	m := &c.P.mailbox
	if m.mark != 0 && ref.IsRef() && view(m.mark).value == term.Term(refID(ref)) {
		m.before = m.mark
	}
}

// MarkClear forgets ref's marker (recv_marker_clear).
func (c *Ctx) MarkClear(ref term.Term) {
	m := &c.P.mailbox
	if m.mark == 0 {
		return
	}
	if v := view(m.mark).value; !ref.IsRef() || v == 0 || v == term.Term(refID(ref)) {
		c.dropMark(m)
	}
}

// Messages calls f with every message in the mailbox, oldest first. The terms lie in the
// messages and must be copied before they are kept.
func (p *Process) Messages(f func(msg term.Term)) {
	for s := p.mailbox.first; s != 0; s = view(s).next {
		if view(s).kind == sigMessage {
			f(view(s).value)
		}
	}
}

// dropMessages frees the messages and the marker of a process that ends.
func (c *Ctx) dropMessages(p *Process, work *int) bool {
	m := &p.mailbox
	for m.first != 0 {
		if *work--; *work < 0 {
			return false
		}
		s := m.first
		m.first = view(s).next
		c.freeSignal(s)
	}
	*m = Mailbox{}
	return true
}

// MessageCount is the number of messages in p's mailbox.
func (p *Process) MessageCount() int { return p.mailbox.Len() }
