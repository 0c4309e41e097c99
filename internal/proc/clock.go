package proc

import (
	"sync/atomic"
	"time"
)

// clock gives the times of a node. Erlang monotonic time starts near zero at
// the node's start, as nanoseconds of the system's monotonic clock; time offset is fixed (the no_time_warp mode).
// In virtual time, skipped is what has been passed over.
type clock struct {
	start   time.Time
	offset  int64
	skipped atomic.Int64
}

func (k *clock) init() {
	k.start = time.Now()
	k.offset = k.start.UnixNano()
}

// Monotonic is the node's monotonic time in nanoseconds.
func (n *Node) Monotonic() int64 { return int64(time.Since(n.clock.start)) + n.clock.skipped.Load() }

// SkipTo moves the clock on to t, if that lies ahead. It is for virtual time, in which nobody waits for a timer
// while there is nothing else to do.
func (n *Node) SkipTo(t int64) {
	for {
		old := n.clock.skipped.Load()
		d := t - old - int64(time.Since(n.clock.start))
		if d <= 0 || n.clock.skipped.CompareAndSwap(old, old+d) {
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
