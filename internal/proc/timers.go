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
// slot still is that timer's. The fields are guarded by the lock of the wheel that the timer is in.
type bifTimer struct {
	timer.Node
	id   uint64 // atomic: number of the reference, 0 when free
	dest term.Term
	msg  uintptr // the signal that is sent when the time has come
	free uint32
	slot uint32
}

const (
	bifTimerWords   = 8
	bifTimerChunk   = 512
	maxBifTimerSlot = 1 << 26
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
		t.free = b.free
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
	b.free = t.free
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
		c.freeSignal(b.msg)
		n.timers.give(b)
	}
	return max(left, 0), ok
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
