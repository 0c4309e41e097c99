//go:build !linux

package sched

import (
	"math"
	"sync/atomic"
	"time"

	"joist/internal/proc"
)

// parkSlack is how much earlier than its next timer a scheduler wakes up, to spin for the rest.
const parkSlack = 0

// parker parks a scheduler on a channel.
type parker struct {
	state atomic.Uint32
	ch    chan struct{}
	timer *time.Timer
}

const (
	parkRunning = iota
	parkPrepared
)

func (k *parker) init(*proc.Node) {
	k.ch = make(chan struct{}, 1)
	k.timer = time.NewTimer(time.Hour)
	k.timer.Stop()
}

// prepare announces that the scheduler is about to wait: from now on wake prevents it from waiting.
func (k *parker) prepare() {
	select {
	case <-k.ch:
	default:
	}
	k.state.Store(parkPrepared)
}

// cancel takes the announcement back.
func (k *parker) cancel() { k.state.Store(parkRunning) }

// parked tells whether the scheduler waits or is about to.
func (k *parker) parked() bool { return k.state.Load() == parkPrepared }

// wait waits for wake, at most timeout nanoseconds.
func (k *parker) wait(timeout int64) {
	if timeout == math.MaxInt64 {
		<-k.ch
		return
	}
	k.timer.Reset(time.Duration(timeout))
	select {
	case <-k.ch:
	case <-k.timer.C:
	}
	k.timer.Stop()
}

// wake ends the wait, and tells whether the scheduler waited or was about to.
func (k *parker) wake() bool {
	if !k.state.CompareAndSwap(parkPrepared, parkRunning) {
		return false
	}
	select {
	case k.ch <- struct{}{}:
	default:
	}
	return true
}
