// Package sched runs the processes of a node: one scheduler per core, each a goroutine that takes
// processes from its run queue and has them run for a slice of reductions at a time.
//
// # Run queues
//
// A scheduler has three queues: max, high, and one for normal and low, first in, first out. It takes from the first that
// is not empty. A low process that comes to the front is passed over, back to the end, seven times out of eight, as the BEAM does
// it, unless only low processes wait. A queue is a list through the processes, guarded by a spin
// lock that only thieves and wakers from outside contend for.
//
// # Where a woken process runs
//
// On the queue of the scheduler that wakes it: what the sender has just written is in that core's
// cache, and two processes that talk to each other end up on one scheduler, where a message costs no
// switch of threads. Another scheduler is woken only when more waits than the running process is
// likely to leave time for: two processes at once, or one when a slice has ended. In the same spirit
// a thief does not take the only process of a queue whose owner makes progress. Always waking an idle scheduler instead made a ping-pong round trip
// ten times as slow.
//
// # Idle schedulers
//
// A scheduler without work steals half of somebody's queue, looks around for a short while, and parks
// until it is woken or its next timer is due. Busy ones look at each other's queues
// about every millisecond, so that four endless loops do not stay three and one on two cores.
//
// # The host's goroutines
//
// Schedulers are goroutines like the host's own. A scheduler that never blocks would
// be preempted by Go's runtime after 10 ms only, and the host's timers would be as late; so
// it calls runtime.Gosched every hostInterval, or after two to four times that when a timer is about to fire. That serves timers and goroutines that are ready. It does not serve the
// network: Go looks for it only when a processor is idle, or every 10 ms. Measured beside four endless loops on two busy
// cores, a round trip over TCP took 19 ms (p50) and 33 to 53 ms (p99) with as many processors (GOMAXPROCS) as
// schedulers, and 2.5 and 7 to 8 ms with one more; timers are late by 0.07 ms (p50) and 0.4 (p99) with as many, and by 2.2 and 7 with one more. So a program that embeds
// joist and serves a network sets GOMAXPROCS to one more than Config.Schedulers, as the shell does for the sake of its keys. Locking schedulers
// to threads was rejected: Gosched then has to hand the processor to another thread each time.
package sched

import (
	"sync"
	"sync/atomic"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
)

// System is the set of schedulers of a node. It implements proc.System.
type System struct {
	node     *proc.Node
	scheds   []*Scheduler
	stop     atomic.Bool
	idle     atomic.Int32 // schedulers that are parked
	search   atomic.Int32 // schedulers that look for work
	trimming atomic.Bool
	next     atomic.Uint32
	done     sync.WaitGroup
	// skipping is held by the scheduler that moves the clock on, in virtual time.
	skipping sync.Mutex
}

// Start starts the schedulers of a node; newRunner makes what runs the processes of each.
func Start(n *proc.Node, newRunner func(c *proc.Ctx) proc.Runner) *System {
	sys := &System{node: n}
	for i := range n.Config.Schedulers {
		s := &Scheduler{id: i, sys: sys, wheel: &n.Wheels[i], run: newRunQueue(n), count: newCounters(n)}
		s.ctx = n.NewCtx(i, s)
		s.ctx.SetRunner(newRunner(s.ctx))
		s.ctx.Collector.Share(n.Space.Alloc(mem.KindSystem, heap.CountsWords))
		s.park.init(n)
		s.fire = s.ctx.Fire
		s.started = n.Monotonic()
		sys.scheds = append(sys.scheds, s)
	}
	n.System = sys
	sys.done.Add(len(sys.scheds))
	for _, s := range sys.scheds {
		go s.main()
	}
	return sys
}

// Stop stops the schedulers and waits until they have stopped.
func (sys *System) Stop() {
	sys.stop.Store(true)
	for _, s := range sys.scheds {
		s.halt.Store(true)
		s.park.wake()
	}
	sys.done.Wait()
}

// ReadyAny queues a process that somebody outside the schedulers has made runnable: on one that is idle, or else on each
// in turn.
func (sys *System) ReadyAny(p *proc.Process) {
	s := sys.scheds[int(sys.next.Add(1))%len(sys.scheds)]
	if sys.idle.Load() > 0 {
		for _, t := range sys.scheds {
			if t.park.parked() {
				s = t
				break
			}
		}
	}
	s.push(p)
	s.park.wake()
}

// Wake has scheduler i look at its timers again.
func (sys *System) Wake(i int) { sys.scheds[i].park.wake() }

// wakeIdle wakes a scheduler that is parked, unless one is looking for work already.
func (sys *System) wakeIdle() {
	if sys.idle.Load() == 0 || sys.search.Load() > 0 {
		return
	}
	for _, t := range sys.scheds {
		if t.park.parked() && t.park.wake() {
			return
		}
	}
}

// Stats are the statistics of a scheduler.
type Stats struct {
	Queue      [4]int // by priority, low counted as normal
	Switches   uint64
	Reductions uint64
	Active     int64 // nanoseconds that it was not parked
	Total      int64 // nanoseconds since it was started
	Collected  heap.Counts
}

// Stats reads the statistics of all schedulers.
func (sys *System) Stats() []Stats {
	out := make([]Stats, len(sys.scheds))
	now := sys.node.Monotonic()
	for i, s := range sys.scheds {
		st := &out[i]
		for q := range numQueues {
			st.Queue[q] = s.run.length(q)
		}
		st.Switches = s.count.loadSwitches()
		st.Reductions = s.count.loadReductions()
		st.Collected = s.ctx.Collector.Done()
		st.Total = now - s.started
		idle := s.idleTime.Load()
		if since := s.idleSince.Load(); since != 0 {
			idle += now - since
		}
		st.Active = max(0, st.Total-idle)
	}
	return out
}

// Quiet tells whether no scheduler has anything to run at the moment.
func (sys *System) Quiet() bool { return int(sys.idle.Load()) == len(sys.scheds) }

// RunQueue is the number of processes that wait in all queues.
func (sys *System) RunQueue() (n int) {
	for _, s := range sys.scheds {
		n += s.waiting()
	}
	return n
}
