package proc

import (
	"sync"
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/term"
	"joist/internal/timer"
)

// bifTimer is a timer of send_after/3,4 and start_timer/3,4. It lies outside the Go heap in a table of slots that are
// never unmapped; its reference holds the slot, and its number tells whether the
// slot still is that timer's. The fields are guarded by the lock of the wheel that the timer is in, but for the links.
//
// The timers that send to one pid are in a list, so that they go when the process does. The list belongs to
// the process; its lock is one of timerLists, and is taken inside a wheel's lock but never around one.
type bifTimer struct {
	timer.Node
	id         uint64 // atomic: number of the reference, 0 when free
	dest       term.Term
	msg        uintptr // the signal that is sent when the time has come
	slot       uint32
	owner      uint32 // atomic: slot of the process in whose list it is, 0 for none
	next, prev uint32 // slots of its neighbours in the list; next also links free slots
}

const (
	bifTimerWords   = 9
	bifTimerChunk   = 512
	maxBifTimerSlot = 1 << 26
	timerLists      = 64
)

// Kinds of timer.Node.
const (
	timerReceive uint16 = iota
	timerBif
)

type bifTimers struct {
	mu     sync.Mutex
	chunks []uintptr // read atomically
	fresh  uint32
	free   uint32
	live   atomic.Int64
	lists  [timerLists]sync.Mutex // by slot of the process
}

func (t *bifTimers) init() { t.chunks = make([]uintptr, maxBifTimerSlot/bifTimerChunk) }

func (t *bifTimers) at(slot uint32) *bifTimer {
	if slot == 0 || int(slot/bifTimerChunk) >= len(t.chunks) {
		return nil
	}
	chunk := atomic.LoadUintptr(&t.chunks[slot/bifTimerChunk])
	if chunk == 0 {
		return nil
	}
	return mem.View[bifTimer](chunk + uintptr(slot%bifTimerChunk)*bifTimerWords*mem.WordSize)
}

func (t *bifTimers) take(n *Node) *bifTimer {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.Add(1)
	if t.free != 0 {
		b := t.at(t.free)
		t.free = b.next
		return b
	}
	if t.fresh == 0 {
		t.fresh = 1
	}
	i := t.fresh / bifTimerChunk
	if int(i) >= len(t.chunks) {
		return nil
	}
	if t.chunks[i] == 0 {
		a := n.Space.Alloc(mem.KindSystem, bifTimerChunk*bifTimerWords)
		if a == 0 {
			return nil
		}
		mem.Fill(a, bifTimerChunk*bifTimerWords, 0)
		atomic.StoreUintptr(&t.chunks[i], a)
	}
	b := t.at(t.fresh)
	b.slot = t.fresh
	t.fresh++
	return b
}

func (t *bifTimers) give(b *bifTimer) {
	atomic.StoreUint64(&b.id, 0)
	t.mu.Lock()
	b.next = t.free
	t.free = b.slot
	t.live.Add(-1)
	t.mu.Unlock()
}

// StartTimer starts a timer that sends msg to dest, a local pid or a name, at the monotonic time deadline in
// nanoseconds: as it is, or as {timeout, Ref, msg} when wrap is set. It returns the timer's reference.
func (c *Ctx) StartTimer(deadline int64, dest, msg term.Term, wrap bool) term.Term {
	if !dest.IsPidImm() && !dest.IsAtom() {
		return c.Badarg()
	}
	n := c.Node
	b := n.timers.take(n)
	if b == nil {
		return c.SystemLimit()
	}
	id := c.newID()
	ref := c.Builder.Ref(id, 0, uint64(b.slot))
	if wrap {
		at := c.scratch
		mem.Store(at, uint64(term.TupleHeader(3)))
		mem.StoreAt(at, 1, uint64(term.AtomTimeout))
		mem.StoreAt(at, 2, uint64(ref))
		mem.StoreAt(at, 3, uint64(msg))
		msg = term.BoxedAt(at)
	}
	b.dest, b.msg = dest, c.newMessage(sigMessage, msg, 0)
	b.Kind = timerBif
	atomic.StoreUint64(&b.id, id)
	if dest.IsPidImm() {
		n.attachTimer(b, dest)
	}
	n.startTimer(&b.Node, c.schedID, deadline)
	return ref
}

// startTimer puts a timer into the wheel of scheduler at, or of the first one for contexts outside the schedulers.
func (n *Node) startTimer(t *timer.Node, at int, deadline int64) {
	if at >= 0 {
		n.Wheels[at].Start(t, deadline)
		return
	}
	n.Wheels[0].Start(t, deadline)
	n.System.Wake(0)
}

// CancelTimer stops a timer (cancel_timer/1) and tells how many nanoseconds it had left. ok is false when there is no such timer any more.
func (c *Ctx) CancelTimer(ref term.Term) (left int64, ok bool) {
	return c.timerByRef(ref, true)
}

// ReadTimer tells how many nanoseconds a timer has left (read_timer/1).
func (c *Ctx) ReadTimer(ref term.Term) (left int64, ok bool) {
	return c.timerByRef(ref, false)
}

func (c *Ctx) timerByRef(ref term.Term, cancel bool) (left int64, ok bool) {
	if !ref.HasSubtag(term.SubRef) {
		return 0, false
	}
	n, id := c.Node, refID(ref)
	b := n.timers.at(uint32(ref.Word(term.RefExtra)))
	if b == nil || atomic.LoadUint64(&b.id) != id {
		return 0, false
	}
	w := &n.Wheels[int(b.Wheel)%len(n.Wheels)]
	w.With(func() {
		if atomic.LoadUint64(&b.id) != id || !b.Pending() {
			return
		}
		left, ok = b.Deadline-n.Monotonic(), true
		if cancel {
			w.CancelLocked(&b.Node)
		}
	})
	if ok && cancel {
		n.detachTimer(b)
		c.freeSignal(b.msg)
		n.timers.give(b)
	}
	return max(left, 0), ok
}

// attachTimer puts b into the list of the process that it will send to, if that is alive.
func (n *Node) attachTimer(b *bifTimer, dest term.Term) {
	i := dest.PidIndex()
	lock := &n.timers.lists[i%timerLists]
	lock.Lock()
	defer lock.Unlock()
	p := n.process(dest)
	if p == nil {
		return
	}
	first := p.mailbox.timers
	b.next, b.prev = first, 0
	if first != 0 {
		n.timers.at(first).prev = b.slot
	}
	p.mailbox.timers = b.slot
	atomic.StoreUint32(&b.owner, i)
}

// detachTimer takes b out of the list that it is in.
func (n *Node) detachTimer(b *bifTimer) {
	i := atomic.LoadUint32(&b.owner)
	if i == 0 {
		return
	}
	lock := &n.timers.lists[i%timerLists]
	lock.Lock()
	if b.owner == i { // its process has not ended meanwhile
		n.unlinkTimer(b)
	}
	lock.Unlock()
}

// unlinkTimer is detachTimer for who has the lock.
func (n *Node) unlinkTimer(b *bifTimer) {
	if b.next != 0 {
		n.timers.at(b.next).prev = b.prev
	}
	if b.prev != 0 {
		n.timers.at(b.prev).next = b.next
	} else {
		n.procs.at(b.owner).mailbox.timers = b.next
	}
	atomic.StoreUint32(&b.owner, 0)
}

// cancelTimers stops the timers that would send to p, which has ended.
func (c *Ctx) cancelTimers(p *Process, work *int) bool {
	n := c.Node
	lock := &n.timers.lists[p.slot%timerLists]
	for {
		lock.Lock()
		b := n.timers.at(p.mailbox.timers)
		if b == nil {
			lock.Unlock()
			return true
		}
		n.unlinkTimer(b)
		id, w := atomic.LoadUint64(&b.id), &n.Wheels[int(b.Wheel)%len(n.Wheels)]
		lock.Unlock()
		stopped := false
		w.With(func() { stopped = atomic.LoadUint64(&b.id) == id && w.CancelLocked(&b.Node) })
		if stopped { // else it is firing, or about to be started
			c.freeSignal(b.msg)
			n.timers.give(b)
		}
		if *work--; *work < 0 {
			return false
		}
	}
}

// Fire handles a timer whose time has come; it is called under the lock of its wheel, by the
// scheduler that owns it.
func (c *Ctx) Fire(t *timer.Node) {
	if t.Kind == timerReceive {
		p := mem.View[Process](mem.AddressOf(t)) // the first field
		atomic.StoreUint32(&p.timedOut, 1)
		if p.wake() {
			c.ready(p)
		}
		return
	}
	b := mem.View[bifTimer](mem.AddressOf(t))
	c.Node.detachTimer(b)
	dest := b.dest
	if dest.IsAtom() {
		dest = c.Node.names.whereis(dest)
	}
	if dest == term.None || !c.post(dest, b.msg) {
		c.freeSignal(b.msg)
	}
	c.Node.timers.give(b)
}

// TimerCount is the number of timers that run, receive timeouts not counted.
func (n *Node) TimerCount() int { return int(n.timers.live.Load()) }
