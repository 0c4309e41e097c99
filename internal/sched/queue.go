package sched

import (
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/proc"
)

// queue is a list of processes, first in, first out, linked through Process.Link.
type queue struct {
	first, last uintptr
	n           atomic.Int32 // read without the lock
}

func (q *queue) put(p *proc.Process) {
	a := mem.AddressOf(p)
	p.Link = 0
	if q.last == 0 {
		q.first = a
	} else {
		mem.View[proc.Process](q.last).Link = a
	}
	q.last = a
	q.n.Store(q.n.Load() + 1)
}

func (q *queue) take() *proc.Process {
	p := mem.View[proc.Process](q.first)
	q.first = p.Link
	if q.first == 0 {
		q.last = 0
	}
	q.n.Store(q.n.Load() - 1)
	return p
}

// Queues of a scheduler.
const (
	queueMax = iota
	queueHigh
	queueNormal // normal and low
	numQueues
)

// lowSkips is how often a low process that comes to the front of the queue is passed over.
const lowSkips = 7

func queueOf(prio uint8) int { return min(int(prio), queueNormal) }

// push puts p at the end of its queue.
func (s *Scheduler) push(p *proc.Process) {
	s.lock.lock()
	s.queues[queueOf(p.Prio)].put(p)
	if p.Prio == proc.PrioLow {
		s.low.Store(s.low.Load() + 1)
	}
	s.lock.unlock()
}

// waiting is how many processes are queued.
func (s *Scheduler) waiting() int {
	return int(s.queues[queueMax].n.Load() + s.queues[queueHigh].n.Load() + s.queues[queueNormal].n.Load())
}

// pick takes the process that is to run next, or nil.
func (s *Scheduler) pick() *proc.Process {
	if s.waiting() == 0 {
		return nil
	}
	s.lock.lock()
	defer s.lock.unlock()
	for i := range s.queues {
		q := &s.queues[i]
		for q.n.Load() > 0 {
			p := q.take()
			if p.Prio != proc.PrioLow {
				return p
			}
			if p.Skipped < lowSkips && q.n.Load() >= s.low.Load() { // others than low ones wait
				p.Skipped++
				q.put(p)
				continue
			}
			p.Skipped = 0
			s.low.Store(s.low.Load() - 1)
			return p
		}
	}
	return nil
}

// stealMost is the most processes that are stolen at a time.
const stealMost = 32

// stealFrom moves processes from the queue of v to that of s: half of what waits, at most stealMost, of the
// highest priority that waits. It tells whether there were any.
func (s *Scheduler) stealFrom(v *Scheduler) bool {
	var got [stealMost]*proc.Process
	n := 0
	v.lock.lock()
	for i := range v.queues {
		q := &v.queues[i]
		want := min((int(q.n.Load())+1)/2, stealMost)
		for ; n < want; n++ {
			p := q.take()
			if p.Prio == proc.PrioLow {
				v.low.Store(v.low.Load() - 1)
			}
			got[n] = p
		}
		if n > 0 {
			break
		}
	}
	v.lock.unlock()
	for _, p := range got[:n] {
		s.push(p)
	}
	return n > 0
}
