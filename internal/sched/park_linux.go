package sched

import (
	"math"
	"syscall"

	"joist/internal/mem"
	"joist/internal/proc"
)

// parkSlack is how much earlier than its next timer a scheduler wakes up, to
// spin for the rest: the kernel may deliver a timeout 50 microseconds late.
const parkSlack = 60_000

// parker parks a scheduler on a futex. Go's own parking rounds timeouts to milliseconds, and hands a woken goroutine to
// the waker's processor, which is busy.
//
// The futex and the timeout lie outside the Go heap: a word, and the seconds and nanoseconds.
type parker struct{ word uintptr }

const (
	parkRunning = iota
	parkPrepared
	futexWaitPrivate = 0x80
	futexWakePrivate = 0x81
)

func (k *parker) init(n *proc.Node) {
	k.word = n.Space.Alloc(mem.KindSystem, 3)
	mem.Store(k.word, parkRunning)
}

// prepare announces that the scheduler is about to wait: from now on wake prevents it from waiting.
func (k *parker) prepare() { mem.AtomicStore32(k.word, parkPrepared) }

// cancel takes the announcement back.
func (k *parker) cancel() { mem.AtomicStore32(k.word, parkRunning) }

// parked tells whether the scheduler waits or is about to.
func (k *parker) parked() bool { return mem.AtomicLoad32(k.word) == parkPrepared }

// wait waits for wake, at most timeout nanoseconds less parkSlack.
func (k *parker) wait(timeout int64) {
	at := uintptr(0)
	if timeout != math.MaxInt64 {
		at = k.word + mem.WordSize
		mem.Store(at, uint64((timeout-parkSlack)/1e9))
		mem.Store(at+mem.WordSize, uint64((timeout-parkSlack)%1e9))
	}
	syscall.Syscall6(syscall.SYS_FUTEX, k.word, futexWaitPrivate, parkPrepared, at, 0, 0)
}

// wake ends the wait, and tells whether the scheduler waited or was about to.
func (k *parker) wake() bool {
	if !mem.AtomicCAS32(k.word, parkPrepared, parkRunning) {
		return false
	}
	syscall.Syscall6(syscall.SYS_FUTEX, k.word, futexWakePrivate, 1, 0, 0, 0)
	return true
}
