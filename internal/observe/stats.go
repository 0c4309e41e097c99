// Package observe reads what a node does, from outside its schedulers: no process is stopped or woken for it, and reading
// costs those that run nothing. It is what `joist run --stats` and the live view are made of.
package observe

import (
	"sync"
	"time"

	"joist/internal/elixir"
	"joist/internal/ets"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/sched"
	"joist/internal/term"
)

// An Observer reads one node. Its methods may be called from any goroutine, as long as the node is not closed.
type Observer struct {
	node *proc.Node

	mu     sync.Mutex // guards what follows
	peaks  Peaks
	labels map[term.Term]*Label // nil for a process that has been asked and has not answered
	asked  int
}

// New makes an observer of a node.
func New(n *proc.Node) *Observer {
	return &Observer{node: n, labels: map[term.Term]*Label{}}
}

// Memory is memory by kind, in bytes.
type Memory struct {
	Kinds     [mem.NumKinds]int64
	Atoms     int64 // in Go's heap
	Total     int64
	Committed int64 // taken from the system, in use or not
	Limit     int64 // 0 is none
}

// Stats are what a node has done and holds.
type Stats struct {
	Uptime     time.Duration
	Schedulers []sched.Stats
	Processes  int
	Spawned    uint64
	DirtyCalls int
	Memory     Memory
	Atoms      int
	Tables     int
	Timers     int
	Modules    int
	Compiled   elixir.CompileStats
}

// Stats reads the figures of the node. Spawned is left out, for it looks at every slot of the process table.
func (o *Observer) Stats() Stats {
	n := o.node
	s := Stats{
		Uptime: time.Since(n.StartTime()), Processes: n.ProcessCount(), DirtyCalls: n.DirtyCalls(),
		Memory: o.memory(), Atoms: n.Atoms.Count(), Tables: ets.Of(n).Count(), Timers: n.TimerCount(),
		Modules: len(n.Code.Modules()), Compiled: elixir.Of(n).CompileStats(),
	}
	if sys, ok := n.System.(*sched.System); ok {
		s.Schedulers = sys.Stats()
	}
	return s
}

// Spawned is how many processes the node has started.
func (o *Observer) Spawned() uint64 { return o.node.Spawned() }

func (o *Observer) memory() Memory {
	books := o.node.Space.Stats()
	m := Memory{Kinds: books.Used, Atoms: o.node.Atoms.Bytes(), Total: books.Total, Committed: books.Committed, Limit: books.Limit}
	m.Total += m.Atoms
	if tables := ets.Of(o.node); tables.Count() <= tablesMost {
		m.Kinds[mem.KindETS] = tables.Bytes() // which the books have among the processes
		m.Kinds[mem.KindProcess] -= m.Kinds[mem.KindETS]
	}
	return m
}

// tablesMost is how many tables are asked for their size each time.
const tablesMost = 1000

// Peaks are the most of something that Watch has seen.
type Peaks struct {
	Processes int
	Kinds     [mem.NumKinds]int64
	Total     int64
	Timers    int
	RunQueue  int
}

// watchInterval is how often Watch looks.
const watchInterval = 10 * time.Millisecond

// Watch looks at the node from time to time until stop is closed, for Peaks.
func (o *Observer) Watch(stop <-chan struct{}) {
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	for {
		o.lookForPeaks()
		select {
		case <-tick.C:
		case <-stop:
			return
		}
	}
}

func (o *Observer) lookForPeaks() {
	m, n := o.memory(), o.node
	processes, timers, queue := n.ProcessCount(), n.TimerCount(), 0
	if sys, ok := n.System.(*sched.System); ok {
		queue = sys.RunQueue()
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	p := &o.peaks
	p.Processes, p.Timers, p.RunQueue = max(p.Processes, processes), max(p.Timers, timers), max(p.RunQueue, queue)
	p.Total = max(p.Total, m.Total)
	for k := range p.Kinds {
		p.Kinds[k] = max(p.Kinds[k], m.Kinds[k])
	}
}

// Peaks are what Watch has seen, and what there is now.
func (o *Observer) Peaks() Peaks {
	o.lookForPeaks()
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.peaks
}
