package proc

import (
	"sync/atomic"
	"time"
)

// clock gives the times of a node. Erlang monotonic time starts near zero at
// the node's start, as nanoseconds of the system's monotonic clock; time offset is fixed (the no_time_warp mode).
//
// In virtual time the machine's clock plays no part: time passes by the work that processes do (see Worked) and jumps ahead
// when they all wait (SkipTo), so that a program takes the same time on a machine that has much else to do.
type clock struct {
	start   time.Time
	offset  int64
	virtual bool
	passed  atomic.Int64 // virtual time: ns since start
}

// reductionTime is what a reduction takes in virtual time, in nanoseconds: about what it takes in reality.
const reductionTime = 10

func (k *clock) init(virtual bool) {
	k.virtual = virtual
	k.start = time.Now().Add(-sinceHalf())
	k.offset = k.start.UnixNano()
}

// Monotonic is the node's monotonic time in nanoseconds.
func (n *Node) Monotonic() int64 {
	if n.clock.virtual {
		return n.clock.passed.Load()
	}
	return int64(time.Since(n.clock.start))
}

// Worked has the time pass, in virtual time, that processes take for some reductions.
func (n *Node) Worked(reductions int) {
	if n.clock.virtual {
		n.clock.passed.Add(int64(reductions) * reductionTime)
	}
}

// SkipTo moves virtual time on to t, if that lies ahead.
func (n *Node) SkipTo(t int64) {
	for {
		old := n.clock.passed.Load()
		if t <= old || n.clock.passed.CompareAndSwap(old, t) {
			return
		}
	}
}

// TimeOffset is what has to be added to Monotonic to give SystemTime.
func (n *Node) TimeOffset() int64 { return n.clock.offset }

// SystemTime is the time since 1970 in nanoseconds, as Monotonic counts it.
func (n *Node) SystemTime() int64 { return n.Monotonic() + n.clock.offset }

// UniqueInteger is a number that no other call on this node gives (unique_integer/0); calls give
// increasing numbers.
func (n *Node) UniqueInteger() int64 { return n.unique.Add(1) }

// StartTime is the time at which the node was made.
func (n *Node) StartTime() time.Time { return n.clock.start }
