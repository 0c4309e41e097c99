// Package timer is a hierarchical timing wheel (Varghese and Lauck's scheme 7).
//
// A Wheel keeps entries that somebody else owns: a Node lies in off-heap memory
// inside the process or timer that it serves, so a million sleeping processes
// cost the wheel nothing. Starting and stopping an entry is O(1).
//
// Time runs in ticks of 2 microseconds, and an entry fires in the first tick
// that begins at or after its deadline: never early, and at most a tick late as far as the wheel
// is concerned. Six levels of 256 slots reach 18 years ahead; what lies further
// away is put in the last slot and looked at again from there.
//
// Each scheduler owns a wheel, advances it between slices and asks it how long it may sleep. Other
// schedulers stop entries in it (a process moves while its timeout runs) and advance it when its owner is stuck, so
// every operation takes the wheel's lock. Entries fire under that lock, which
// is what makes Cancel's answer final: after Cancel returns, the entry has
// either fired completely or never will. The OTP counterpart is time.c.
package timer

import (
	"math"
	"math/bits"
	"sync/atomic"

	"joist/internal/mem"
)

const (
	// TickBits is the binary logarithm of a tick in nanoseconds.
	TickBits = 11

	levels    = 6
	slotBits  = 8
	slots     = 1 << slotBits
	slotMask  = slots - 1
	maxTicks  = 1<<(levels*slotBits) - 1
	noTimeout = math.MaxInt64
)

// A Node is an entry of a wheel. It lies in off-heap memory. The zero Node is not in any wheel.
type Node struct {
	next, prev uintptr
	// Deadline is the time at which the entry is due, in nanoseconds of the clock that Advance is given.
	Deadline int64
	// where is the level and slot that hold the entry, plus one; 0 when in none. kind is the owner's.
	where uint32
	Kind  uint16
	// Wheel is the index of the wheel that the entry is or was in.
	Wheel uint16
}

// Wheel is a timing wheel.
type Wheel struct {
	lock  spinLock
	index uint16
	count int
	base  int64  // the time of tick 0
	now   uint64 // the last tick that has been handled, but for the due list
	due   uintptr
	heads [levels][slots]uintptr
	used  [levels][slots / 64]uint64
	soon  atomic.Int64 // see Soon
}

// Init makes w, which must be zero, the wheel called index, whose time starts at now.
func (w *Wheel) Init(index int, now int64) {
	w.index = uint16(index)
	w.base = now
	w.soon.Store(noTimeout)
}

// Len is the number of entries.
func (w *Wheel) Len() int {
	w.lock.Lock()
	n := w.count
	w.lock.Unlock()
	return n
}

// Start puts n, which is in no wheel, into w, due at deadline.
func (w *Wheel) Start(n *Node, deadline int64) {
	w.lock.Lock()
	n.Deadline = deadline
	n.Wheel = w.index
	w.insert(n)
	w.count++
	if deadline < w.soon.Load() {
		w.soon.Store(deadline)
	}
	w.lock.Unlock()
}

// Cancel takes n out of w and tells whether it was there.
func (w *Wheel) Cancel(n *Node) bool {
	w.lock.Lock()
	in := n.where != 0 && n.Wheel == w.index
	if in {
		w.remove(n)
		w.count--
	}
	w.lock.Unlock()
	return in
}

// With calls f under the wheel's lock. f may use CancelLocked and Pending.
func (w *Wheel) With(f func()) {
	w.lock.Lock()
	f()
	w.lock.Unlock()
}

// CancelLocked is Cancel for callers inside With.
func (w *Wheel) CancelLocked(n *Node) bool {
	if n.where == 0 || n.Wheel != w.index {
		return false
	}
	w.remove(n)
	w.count--
	return true
}

// Pending tells whether n is in a wheel. It is exact for the owner of n when n is not in a wheel, and
// under the wheel's lock.
func (n *Node) Pending() bool { return n.where != 0 }

// insert links n into the slot for its deadline.
func (w *Wheel) insert(n *Node) {
	tick := w.now + 1
	if n.Deadline > w.base {
		due := uint64(n.Deadline-w.base+1<<TickBits-1) >> TickBits
		tick = max(tick, due)
	}
	ahead := tick - w.now
	if ahead > maxTicks {
		tick = w.now + maxTicks
		ahead = maxTicks
	}
	// The level is that of the highest digit in which tick and now differ,
	// so that the slot is cascaded exactly when now's lower digits wrap.
	level := (bits.Len64(tick^w.now) - 1) / slotBits
	if level >= levels { // the highest digit wraps round
		level = levels - 1
	}
	w.link(n, level, int(tick>>(level*slotBits))&slotMask)
}

// link appends n to the circular list of a slot; the head's prev is the tail.
func (w *Wheel) link(n *Node, level, slot int) {
	a := mem.AddressOf(n)
	n.where = uint32(level<<slotBits|slot) + 1
	head := w.heads[level][slot]
	if head == 0 {
		n.next, n.prev = a, a
		w.heads[level][slot] = a
		w.used[level][slot>>6] |= 1 << (slot & 63)
		return
	}
	first := mem.View[Node](head)
	n.next, n.prev = head, first.prev
	mem.View[Node](first.prev).next = a
	first.prev = a
}

// remove unlinks n from its slot or from the due list.
func (w *Wheel) remove(n *Node) {
	a := mem.AddressOf(n)
	rest := n.next
	if rest == a {
		rest = 0
	} else {
		mem.View[Node](n.next).prev = n.prev
		mem.View[Node](n.prev).next = n.next
	}
	at := int(n.where - 1)
	level, slot := at>>slotBits, at&slotMask
	switch a {
	case w.due:
		w.due = rest
	case w.heads[level][slot]:
		w.heads[level][slot] = rest
		if rest == 0 {
			w.used[level][slot>>6] &^= 1 << (slot & 63)
		}
	}
	n.where = 0
}

// fireBatch is how many entries fire before Advance gives the lock free for a moment.
const fireBatch = 64

// Advance moves w's time to now and fires what is due, at most limit entries, in the order of
// their ticks. fire is called under w's lock with the entry already out of the wheel. It tells how many entries fired.
func (w *Wheel) Advance(now int64, limit int, fire func(n *Node)) int {
	if now < w.base {
		return 0
	}
	target := uint64(now-w.base) >> TickBits
	fired := 0
	for fired < limit {
		w.lock.Lock()
		n, done := w.advance(target, min(fireBatch, limit-fired), fire)
		w.lock.Unlock()
		fired += n
		if done {
			break
		}
	}
	return fired
}

func (w *Wheel) advance(target uint64, limit int, fire func(n *Node)) (fired int, done bool) {
	for target > w.now || w.due != 0 {
		for w.due != 0 {
			if fired == limit {
				return fired, false
			}
			n := mem.View[Node](w.due)
			w.remove(n)
			w.count--
			fired++
			fire(n)
		}
		if w.count == 0 {
			w.now = target
			return fired, true
		}
		// w.now has been handled; look for the next used slot in this turn.
		slot := w.nextUsed(0, int(w.now&slotMask)+1)
		tick := w.now&^slotMask | uint64(slot)
		if slot == slots { // none: go to the start of a later turn
			tick = w.turn()
		}
		if tick > target {
			w.now = target
			return fired, true
		}
		w.now = tick
		if tick&slotMask == 0 {
			w.cascade(tick)
		}
		at := int(tick & slotMask)
		w.due = w.heads[0][at]
		w.heads[0][at] = 0
		w.used[0][at>>6] &^= 1 << (at & 63)
	}
	return fired, true
}

// turn is the first tick of a later turn of level 0 at which something may have to be done.
func (w *Wheel) turn() uint64 {
	next := w.now&^slotMask + slots
	for level := 1; level < levels; level++ {
		shift := level * slotBits
		at := int(next>>shift) & slotMask
		if at == 0 { // this level wraps too: its parent has to be cascaded at this tick
			return next
		}
		slot := w.nextUsed(level, at)
		if slot < slots {
			return next>>(shift+slotBits)<<(shift+slotBits) | uint64(slot)<<shift
		}
		next = (next>>(shift+slotBits) + 1) << (shift + slotBits)
	}
	return next
}

// nextUsed is the first used slot of level at or after from, or slots.
func (w *Wheel) nextUsed(level, from int) int {
	for i := from >> 6; i < slots/64; i++ {
		m := w.used[level][i]
		if i == from>>6 {
			m &^= 1<<(from&63) - 1
		}
		if m != 0 {
			return i<<6 + bits.TrailingZeros64(m)
		}
	}
	return slots
}

// cascade spreads the slots of the higher levels that begin at tick over the lower ones.
func (w *Wheel) cascade(tick uint64) {
	top := 1
	for top < levels-1 && tick>>(top*slotBits)&slotMask == 0 {
		top++
	}
	for level := top; level >= 1; level-- {
		slot := int(tick>>(level*slotBits)) & slotMask
		a := w.heads[level][slot]
		w.heads[level][slot] = 0
		w.used[level][slot>>6] &^= 1 << (slot & 63)
		for first := a; a != 0; {
			n := mem.View[Node](a)
			a = n.next
			if a == first {
				a = 0
			}
			w.place(n, tick)
		}
	}
}

// place links n, which comes from a slot that begins at tick, further down; at
// tick itself if it is due then.
func (w *Wheel) place(n *Node, tick uint64) {
	due := uint64(0)
	if n.Deadline > w.base {
		due = uint64(n.Deadline-w.base+1<<TickBits-1) >> TickBits
	}
	if due <= tick {
		w.link(n, 0, int(tick&slotMask))
		return
	}
	if due-tick > maxTicks {
		due = tick + maxTicks
	}
	level := min((bits.Len64(due^tick)-1)/slotBits, levels-1)
	w.link(n, level, int(due>>(level*slotBits))&slotMask)
}

// Next is the time of the next event of the wheel, at which the owner has to call Advance: a
// time at which entries fire or are looked at again. It is math.MaxInt64 when the wheel is empty.
func (w *Wheel) Next() int64 {
	w.lock.Lock()
	next := w.next()
	w.soon.Store(next)
	w.lock.Unlock()
	return next
}

// Soon is what Next last gave, or the deadline of an entry that has been started since, if that is sooner. It takes no lock, so that
// other schedulers can look at it often.
func (w *Wheel) Soon() int64 { return w.soon.Load() }

func (w *Wheel) next() int64 {
	switch {
	case w.count == 0:
		return noTimeout
	case w.due != 0:
		return w.time(w.now)
	}
	slot := w.nextUsed(0, int(w.now&slotMask)+1)
	if slot < slots {
		return w.time(w.now&^slotMask | uint64(slot))
	}
	return w.time(w.turn())
}

func (w *Wheel) time(tick uint64) int64 { return w.base + int64(tick<<TickBits) }
