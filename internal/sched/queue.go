package sched

import (
	"runtime"
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/proc"
)

// queue is a list of processes, first in, first out, linked through Process.Link.
type queue struct {
	first, last uintptr
	n           uint32
	low         uint32 // how many of them have priority low
}

// runQueue is the queues of a scheduler and their lock. It lies outside the Go heap, in a cache line of its own: its
// lock can then be given up with a plain store, and others can read the lengths while they change.
type runQueue struct {
	lock   uint32
	_      uint32
	queues [numQueues]queue
}

const runQueueWords = 16

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

func newRunQueue(n *proc.Node) *runQueue {
	a := n.Space.Alloc(mem.KindSystem, runQueueWords)
	mem.Fill(a, runQueueWords, 0)
	return mem.View[runQueue](a)
}

func (r *runQueue) acquire() {
	for n := 0; !atomic.CompareAndSwapUint32(&r.lock, 0, 1); n++ {
		if n > 100 { // the holder may have lost its processor
			runtime.Gosched()
		}
	}
}

func (r *runQueue) release() { mem.StoreRelease32(mem.AddressOf(&r.lock), 0) }

func (q *queue) put(p *proc.Process) {
	a := mem.AddressOf(p)
	p.Link = 0
	if q.last == 0 {
		q.first = a
	} else {
		mem.View[proc.Process](q.last).Link = a
	}
	q.last = a
	q.n++
	if p.Prio == proc.PrioLow {
		q.low++
	}
}

func (q *queue) take() *proc.Process {
	p := mem.View[proc.Process](q.first)
	q.first = p.Link
	if q.first == 0 {
		q.last = 0
	}
	q.n--
	if p.Prio == proc.PrioLow {
		q.low--
	}
	return p
}

// length is the number of processes in queue i, for anybody.
func (r *runQueue) length(i int) int { return int(atomic.LoadUint32(&r.queues[i].n)) }

// push puts p at the end of its queue.
func (s *Scheduler) push(p *proc.Process) {
	r := s.run
	r.acquire()
	r.queues[queueOf(p.Prio)].put(p)
	r.release()
}

// waiting is how many processes are queued.
func (s *Scheduler) waiting() int {
	return s.run.length(queueMax) + s.run.length(queueHigh) + s.run.length(queueNormal)
}

// pick takes the process that is to run next, or nil.
func (s *Scheduler) pick() *proc.Process {
	if s.waiting() == 0 {
		return nil
	}
	r := s.run
	r.acquire()
	for i := range r.queues {
		q := &r.queues[i]
		for q.n > 0 {
			p := q.take()
			if p.Prio == proc.PrioLow && p.Skipped < lowSkips && q.n > q.low { // others than low ones wait
				p.Skipped++
				q.put(p)
				continue
			}
			p.Skipped = 0
			r.release()
			return p
		}
	}
	r.release()
	return nil
}

// stealMost is the most processes that are stolen at a time.
const stealMost = 32

// stealFrom moves processes from the queue of v to that of s: half of what waits, at most stealMost, of the
// highest priority that waits. It tells whether there were any.
func (s *Scheduler) stealFrom(v *Scheduler) bool {
	var got [stealMost]*proc.Process
	n := 0
	v.run.acquire()
	for i := range v.run.queues {
		q := &v.run.queues[i]
		want := min((int(q.n)+1)/2, stealMost)
		for ; n < want; n++ {
			got[n] = q.take()
		}
		if n > 0 {
			break
		}
	}
	v.run.release()
	for _, p := range got[:n] {
		s.push(p)
	}
	return n > 0
}
