package proc

import (
	"sync/atomic"

	"joist/internal/term"
)

// The inbox word; the package comment has the picture.
const (
	inboxTagShift = 44
	inboxMask     = 1<<inboxTagShift - 1

	inboxEmpty   = 0
	inboxWaiting = 1
	inboxClosed  = 2
	inboxMarkers = 3 // below: a marker
)

func inboxTag(serial uint32) uint64 { return uint64(serial) << inboxTagShift }

func inboxIsClosed(word uint64) bool { return word&inboxMask == inboxClosed }

// Alive tells whether pid is a process that has not begun to exit. Unlike is_process_alive it
// does not wait for signals that the caller has sent before.
func (n *Node) Alive(pid term.Term) bool { return n.process(pid) != nil }

// process is the struct of a process that has not begun to exit, or nil.
func (n *Node) process(pid term.Term) *Process {
	p := n.procs.lookup(pid)
	if p == nil {
		return nil
	}
	h := atomic.LoadUint64(&p.inbox)
	if inboxIsClosed(h) || atomic.LoadUint32(&p.serial) != pid.PidSerial() {
		return nil
	}
	return p
}

// post puts the signal s on the inbox of pid. alive is false when there is no such process; s
// then still belongs to the caller. woken is the process when it slept: the caller has to make
// it ready.
func (n *Node) post(pid term.Term, s uintptr) (woken *Process, alive bool) {
	p := n.procs.lookup(pid)
	if p == nil {
		return nil, false
	}
	return n.postTo(p, pid, s)
}

// postTo is post when the place of pid is known.
func (n *Node) postTo(p *Process, pid term.Term, s uintptr) (woken *Process, alive bool) {
	n.race.touch(p)
	sig := view(s)
	tag := inboxTag(pid.PidSerial())
	for {
		h := atomic.LoadUint64(&p.inbox)
		at := h & inboxMask
		if h&^inboxMask != tag || at == inboxClosed || atomic.LoadUint32(&p.serial) != pid.PidSerial() {
			return nil, false
		}
		if at < inboxMarkers {
			sig.next = 0
		} else {
			sig.next = uintptr(at) << 4
		}
		if atomic.CompareAndSwapUint64(&p.inbox, h, tag|uint64(s>>4)) {
			if at == inboxWaiting {
				return p, true
			}
			return nil, true
		}
	}
}

// post is Node.post for a context: it also makes a woken process ready.
func (c *Ctx) post(pid term.Term, s uintptr) (alive bool) {
	woken, alive := c.Node.post(pid, s)
	if woken != nil {
		c.ready(woken)
	}
	return alive
}

// ready puts a process that this context has woken on a run queue.
func (c *Ctx) ready(p *Process) {
	if c.sched != nil {
		c.sched.Ready(p)
	} else {
		c.Node.System.ReadyAny(p)
	}
}

// drain takes everything from p's inbox and appends it, in order, to p's list of signals to handle. It is
// called by whoever runs p.
func (p *Process) drain() {
	if atomic.LoadUint64(&p.inbox)&inboxMask < inboxMarkers {
		return
	}
	h := atomic.SwapUint64(&p.inbox, inboxTag(p.serial)|inboxEmpty)
	p.mailbox.enqueue(uintptr(h&inboxMask) << 4)
}

// hasSignals tells whether there is anything to drain or to handle.
func (p *Process) hasSignals() bool {
	return p.mailbox.pending != 0 || atomic.LoadUint64(&p.inbox)&inboxMask >= inboxMarkers
}

// sleep marks p, which has handled all its signals, as waiting. It fails when a
// signal has arrived meanwhile. After it has succeeded, p may be running elsewhere.
func (p *Process) sleep() bool {
	tag := inboxTag(p.serial)
	return atomic.CompareAndSwapUint64(&p.inbox, tag|inboxEmpty, tag|inboxWaiting)
}

// wake makes p runnable if it sleeps; the caller must know that p cannot end meanwhile. It tells whether the caller has
// to put it on a run queue.
func (p *Process) wake() bool {
	tag := inboxTag(p.serial)
	return atomic.CompareAndSwapUint64(&p.inbox, tag|inboxWaiting, tag|inboxEmpty)
}

// idle tells, from anywhere, whether p sleeps and has handled all its signals.
func (p *Process) idle() bool { return atomic.LoadUint64(&p.inbox)&inboxMask == inboxWaiting }

// close ends p's inbox: nothing can be posted from now on. What was posted is appended to the pending signals.
func (p *Process) close() {
	h := atomic.SwapUint64(&p.inbox, inboxTag(p.serial)|inboxClosed)
	if h&inboxMask >= inboxMarkers {
		p.mailbox.enqueue(uintptr(h&inboxMask) << 4)
	}
}

// open makes p's inbox ready for the process that p.serial names.
func (p *Process) open() { atomic.StoreUint64(&p.inbox, inboxTag(p.serial)|inboxEmpty) }
