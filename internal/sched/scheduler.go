package sched

import (
	"math"
	"runtime"
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/timer"
)

const (
	// pollWork is after how many reductions a scheduler looks at the clock and its timers; a slice counts as
	// sliceWork on top, for switching costs time too.
	pollWork  = 1500
	sliceWork = 20

	// A timer that is due within nearTimer nanoseconds, about what a slice takes, is approached in slices of
	// nearSlice reductions, so that whoever waits for it is not late by the rest of a whole one.
	nearTimer = 60_000
	nearSlice = 200

	// hostInterval is how long a busy scheduler keeps its processor before it lets the host's
	// goroutines run, in nanoseconds.
	hostInterval = 250_000

	// balanceInterval is how often a busy scheduler looks at the others' queues, in nanoseconds.
	balanceInterval = 1_000_000

	// overdue is how late, in nanoseconds, a timer of another scheduler is when it is fired here: the system has taken that
	// scheduler's thread off its processor, or something there takes long.
	overdue = 3_000
	// overdueSoon is the time to then from which on it is approached in short slices here too: about what a whole slice takes.
	overdueSoon = 15_000
	// relievePolls is how many times in turn relieve looks at the same scheduler.
	relievePolls = 4

	// watchInterval is how often a scheduler without work looks whether a busy one is stuck.
	watchInterval = 5_000_000

	// spinTime is how long a scheduler without work looks for some before it parks.
	spinTime = 20_000

	// trimDelay is how long all schedulers have been without work, in nanoseconds, when memory that is not used is given
	// back, if that is trimLeast bytes or more.
	trimDelay = 500_000_000
	trimLeast = 32 << 20

	// fireMost is the most timers that fire before processes get their turn again.
	fireMost = 1000
)

// Scheduler runs processes on one goroutine. It implements proc.Scheduler.
type Scheduler struct {
	id    int
	sys   *System
	ctx   *proc.Ctx
	wheel *timer.Wheel
	fire  func(*timer.Node)
	work  int   // reductions since the clock was looked at
	near  bool  // a timer was due soon when the clock was looked at
	yield int64 // when the host's goroutines last had their turn
	balan int64 // when the others' queues were last looked at

	seen [maxWatch]uint64 // switches of the others when their queues were looked at

	relieved uint64 // counts calls of relieve
	stood    uint64 // switches of the scheduler that relieve looks at
	stoodAt  int64  // since when

	run   *runQueue
	count *counters

	halt      atomic.Bool
	idleTime  atomic.Int64
	idleSince atomic.Int64
	started   int64
	park      parker
}

// counters are what a scheduler counts per slice. They lie outside the Go heap, where others may read them while their owner
// counts with plain stores.
type counters struct{ switches, reductions uint64 }

const countersWords = 8 // a cache line

func newCounters(n *proc.Node) *counters {
	a := n.Space.Alloc(mem.KindSystem, countersWords)
	mem.Fill(a, countersWords, 0)
	return mem.View[counters](a)
}

func (k *counters) loadSwitches() uint64   { return atomic.LoadUint64(&k.switches) }
func (k *counters) loadReductions() uint64 { return atomic.LoadUint64(&k.reductions) }

// main is the scheduler's goroutine.
func (s *Scheduler) main() {
	defer s.sys.done.Done()
	for !s.halt.Load() {
		s.guarded()
	}
}

// guarded runs processes until the system stops, or until something panics: that ends the process that ran.
func (s *Scheduler) guarded() {
	defer func() {
		if r := recover(); r != nil {
			if p := s.ctx.Recover(r); p != nil {
				s.push(p)
			}
		}
	}()
	s.loop()
}

func (s *Scheduler) loop() {
	for !s.halt.Load() {
		if s.work >= pollWork || s.near && s.work >= nearSlice {
			s.poll()
		}
		p := s.pick()
		if p == nil {
			if p = s.findWork(); p == nil {
				continue
			}
		}
		if s.waiting() > 0 {
			s.sys.wakeIdle()
		}
		v := s.ctx.RunSlice(p, s.slice())
		used := s.ctx.SliceUsed()
		s.work += used + sliceWork
		s.count.switches++
		s.count.reductions += uint64(s.ctx.SliceDone())
		if v == proc.Requeue {
			s.push(p)
		}
	}
}

// slice is the number of reductions that the next process may do.
func (s *Scheduler) slice() int {
	if s.near {
		return nearSlice
	}
	return proc.Slice
}

// Ready queues a process that the running one has woken.
func (s *Scheduler) Ready(p *proc.Process) {
	s.push(p)
	if s.waiting() >= 2 {
		s.sys.wakeIdle()
	}
}

// poll looks at the clock: it fires timers, lets the host's goroutines run, and looks whether
// another scheduler has much more to do.
func (s *Scheduler) poll() {
	s.ctx.Node.Worked(s.work)
	s.work = 0
	now := s.ctx.Node.Monotonic()
	fired := s.wheel.Advance(now, fireMost, s.fire)
	late := s.relieve(now)
	ahead := s.wheel.Next() - now
	s.near = ahead < nearTimer || late < overdueSoon
	if fired == 0 && s.hostDue(now, ahead) || now-s.yield >= 4*hostInterval {
		runtime.Gosched()
		s.yield = s.ctx.Node.Monotonic()
	}
	if now-s.balan >= balanceInterval {
		s.balan = now
		s.balance(now)
	}
}

// hostDue tells whether it is time to let the host's goroutines run. That takes 10 to 20 microseconds: it wakes threads of Go's runtime, which look for
// work for a while and take a core from a scheduler if there is none to spare. So it is put off, though not for long, when a timer has just
// fired or will before that is over.
func (s *Scheduler) hostDue(now, ahead int64) bool {
	idle := now - s.yield
	switch {
	case ahead >= hostInterval:
		return idle >= hostInterval
	case ahead >= nearTimer:
		return idle >= 2*hostInterval
	}
	return idle >= 4*hostInterval
}

// relieve looks at one of the other schedulers, each in its turn, and does what cannot wait until that goes on: it fires timers that are overdue, and steals
// a process of a high priority that waits. It returns in how many nanoseconds a timer of that scheduler will be overdue.
func (s *Scheduler) relieve(now int64) int64 {
	others := len(s.sys.scheds) - 1
	if others == 0 {
		return math.MaxInt64
	}
	if s.relieved++; s.relieved%relievePolls == 0 {
		s.stood = 0
	}
	v := s.sys.scheds[(s.id+1+int(s.relieved/relievePolls%uint64(others)))%len(s.sys.scheds)]
	soon := v.wheel.Soon()
	if soon <= now-overdue {
		v.wheel.Advance(now, fireMost, s.fire)
		soon = v.wheel.Next()
	}
	if n := v.count.loadSwitches(); n != s.stood {
		s.stood, s.stoodAt = n, now
	} else if now-s.stoodAt >= overdue && v.urgent() && !s.urgent() {
		s.stealFrom(v)
	}
	return soon - (now - overdue)
}

// urgent tells whether a process of a high priority waits.
func (s *Scheduler) urgent() bool { return s.run.length(queueMax)+s.run.length(queueHigh) > 0 }

// balance looks at the other schedulers. From one whose queue is much longer it steals, and from one that has
// processes of a high priority waiting while this one has none. For one that has made no progress since the last look (it
// collects a large heap) it does what cannot wait: it steals, and fires its timers.
func (s *Scheduler) balance(now int64) {
	mine := s.waiting()
	for i, v := range s.sys.scheds {
		if v == s || i >= maxWatch {
			continue
		}
		n := v.count.loadSwitches()
		stuck := n == s.seen[i] && v.idleSince.Load() == 0
		s.seen[i] = n
		if stuck {
			v.wheel.Advance(now, fireMost, s.fire)
		}
		theirs := v.waiting()
		high := v.run.length(queueMax)+v.run.length(queueHigh) > 1 &&
			s.run.length(queueMax)+s.run.length(queueHigh) == 0
		if theirs >= 2*mine+2 || high || stuck && theirs > 0 {
			s.stealFrom(v)
			return
		}
	}
}

// findWork steals, spins and finally parks. It returns nil when the loop has to look at everything again.
func (s *Scheduler) findWork() *proc.Process {
	n := s.ctx.Node
	n.Worked(s.work)
	s.work = 0
	start := n.Monotonic()
	if s.wheel.Advance(start, fireMost, s.fire) > 0 {
		return s.pick()
	}
	s.sys.search.Add(1)
	found := s.spin(start)
	s.sys.search.Add(-1)
	if found || s.halt.Load() {
		return s.pick()
	}
	s.sleep()
	return nil
}

// spin looks for work for a while and tells whether there is some.
func (s *Scheduler) spin(start int64) bool {
	n := s.ctx.Node
	var seen [maxWatch]uint64
	for i, v := range s.sys.scheds {
		if i < maxWatch {
			seen[i] = v.count.loadSwitches()
		}
	}
	due := s.wheel.Next()
	for {
		now := n.Monotonic()
		late := now-start >= spinTime || n.Config.VirtualTime
		if s.waiting() > 0 || s.halt.Load() {
			return true
		}
		if now >= due {
			s.wheel.Advance(now, fireMost, s.fire)
			return true
		}
		for i, v := range s.sys.scheds {
			w := v.waiting()
			if v == s || w == 0 {
				continue
			}
			// The only process of a queue is left to its owner as long as that makes progress.
			stuck := late && i < maxWatch && v.count.loadSwitches() == seen[i]
			if (w >= 2 || stuck) && s.stealFrom(v) {
				return true
			}
		}
		if late {
			return false
		}
		runtime.Gosched()
	}
}

// maxWatch is how many schedulers a thief watches for progress.
const maxWatch = 64

// sleep parks the scheduler until it is woken or its next timer is due.
func (s *Scheduler) sleep() {
	n := s.ctx.Node
	s.park.prepare()
	s.sys.idle.Add(1)
	if s.waiting() == 0 && !s.halt.Load() && !s.sys.surplus(s) && !s.skip() {
		timeout := int64(math.MaxInt64)
		now := n.Monotonic()
		if due := s.wheel.Next(); due != math.MaxInt64 {
			timeout = due - now
		}
		if int(s.sys.idle.Load()) < len(s.sys.scheds) || n.Config.VirtualTime {
			timeout = min(timeout, watchInterval)
		} else if s.sys.mayTrim() {
			timeout = min(timeout, trimDelay)
		}
		if timeout > parkSlack {
			s.idleSince.Store(now)
			s.ctx.Mem.Sync()
			s.park.wait(timeout)
			now2 := n.Monotonic()
			s.idleSince.Store(0)
			s.idleTime.Store(s.idleTime.Load() + now2 - now)
			s.yield = now2
			s.balance(now2)
			if now2-now >= trimDelay {
				s.sys.trim(s)
			}
		}
	}
	s.sys.idle.Add(-1)
	s.park.cancel()
}

// skip moves the clock on to the next timer of all, in virtual time and when nothing runs, until one has fired. It tells whether one has.
func (s *Scheduler) skip() bool {
	n, sys := s.ctx.Node, s.sys
	if !n.Config.VirtualTime {
		return false
	}
	sys.skipping.Lock()
	defer sys.skipping.Unlock()
	for sys.Quiet() && !n.DirtyWork() && sys.RunQueue() == 0 && !s.halt.Load() {
		due := int64(math.MaxInt64)
		for _, v := range sys.scheds {
			due = min(due, v.wheel.Next())
		}
		if due == math.MaxInt64 {
			return false
		}
		n.SkipTo(due)
		fired, now := 0, n.Monotonic()
		for _, v := range sys.scheds {
			fired += v.wheel.Advance(now, fireMost, s.fire)
		}
		if fired > 0 {
			return true
		}
	}
	return false
}

// surplus tells whether some other scheduler has processes to spare.
func (sys *System) surplus(s *Scheduler) bool {
	for _, v := range sys.scheds {
		if v != s && v.waiting() >= 2 {
			return true
		}
	}
	return false
}
