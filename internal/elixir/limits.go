package elixir

import (
	"time"

	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// limitReport is what is told of a process that has grown beyond its max_heap_size, or that ends because the memory limit of
// the machine is reached.
type limitReport struct {
	pid       term.Term
	maxHeap   bool
	kill, log bool
	time      int64
	sizes     [9]int // see :joist_logger
}

// Sending a report when memory has run out has to wait until some has been freed.
const (
	limitTries = 50
	limitPause = 10 * time.Millisecond
)

// reportLimit is proc.Node's OnLimit. There may be no memory for a message now, and the process that would send it is about to end: so
// it is sent from outside.
func (comp *Compiler) reportLimit(c *proc.Ctx, p *proc.Process, maxHeap bool) {
	if !comp.crashes.admit() {
		comp.crashes.dropped.Add(1)
		return
	}
	h, limit := &p.Heap, p.MaxHeap()
	r := &limitReport{
		pid: p.Pid(), maxHeap: maxHeap, kill: limit.Kill, log: limit.Log, time: c.Node.SystemTime() / 1000,
		sizes: [...]int{
			limit.Words, h.TotalWords(), p.MessageCount(), h.OldWords(), h.Words(), int(h.FragWords),
			int(h.HighWater-h.Start) / mem.WordSize, h.StackWords(), h.UsedWords(),
		},
	}
	go comp.sendLimit(c.Node, r)
}

// sendLimit sends a report to the logger as soon as there is memory for it.
func (comp *Compiler) sendLimit(n *proc.Node, r *limitReport) {
	for range limitTries {
		sent := false
		n.Host(func(c *proc.Ctx) {
			if logger := comp.logger(c); logger != term.None {
				c.Send(logger, r.message(c, comp.crashes.dropped.Swap(0)))
			}
			sent = true
		})
		if sent {
			return
		}
		select {
		case <-n.Context().Done():
			return
		case <-time.After(limitPause):
		}
	}
	comp.crashes.waiting.Add(-1)
	comp.crashes.dropped.Add(1)
}

// message is {limit, Pid, MaxHeap, {Kill, Log}, Sizes, Time, Dropped}.
func (r *limitReport) message(c *proc.Ctx, dropped int64) term.Term {
	sizes := make([]term.Term, len(r.sizes))
	for i, n := range r.sizes {
		sizes[i] = term.Small(int64(n))
	}
	return c.Tuple(term.AtomLimit, r.pid, term.Bool(r.maxHeap), c.Tuple2(term.Bool(r.kill), term.Bool(r.log)), c.TupleFrom(sizes),
		c.Int(r.time), c.Int(dropped))
}
