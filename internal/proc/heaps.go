package proc

import (
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// minHeapWords is the size of a new process's first block in words. It is less than the BEAM's 233: what an idle process
// costs is mostly this block, and a process that lives grows it with its first collection.
const minHeapWords = 24

// liveHeapWords is the least size of the block once the process has collected garbage, and so is not idle.
const liveHeapWords = 64

// startStack is the room that starting a process needs on its stack.
const startStack = 4

// newHeap gives a new process its heap, with room for words of arguments.
func (c *Ctx) newHeap(p *Process, o *SpawnOptions, words int) bool {
	n := minHeapWords
	if o.MinHeap > n {
		n = o.MinHeap
	}
	if need := words + startStack + 8; need > n {
		n = need
	}
	if !p.Heap.Init(c.Mem, n) {
		return false
	}
	if o.MinHeap > minHeapWords {
		p.Heap.MinWords = uint32(o.MinHeap)
	} else {
		p.Heap.MinWords = liveHeapWords
	}
	if o.FullsweepSet {
		p.Heap.FullSweep = uint32(o.Fullsweep)
	}
	if o.MaxHeap.Words != 0 {
		p.SetMaxHeap(o.MaxHeap)
	}
	return true
}

// SetMaxHeap sets max_heap_size.
func (p *Process) SetMaxHeap(m MaxHeap) {
	p.Heap.MaxWords = uint64(m.Words)
	f := uint32(0)
	if m.Kill {
		f |= heap.MaxHeapKill
	}
	if m.Log {
		f |= heap.MaxHeapReport
	}
	if m.SharedBins {
		f |= heap.MaxHeapOffHeapBins
	}
	p.Heap.Flags = f
}

// MaxHeap is the max_heap_size in force.
func (p *Process) MaxHeap() MaxHeap {
	f := p.Heap.Flags
	return MaxHeap{int(p.Heap.MaxWords), f&heap.MaxHeapKill != 0, f&heap.MaxHeapReport != 0, f&heap.MaxHeapOffHeapBins != 0}
}

// SaveArgs saves X registers in the process; they are roots until LoadArgs.
func (c *Ctx) SaveArgs(x []term.Term) {
	p := c.P
	if len(x) > inlineArgs {
		if int(p.argsCap) < len(x) {
			c.freeArgs(p)
			n := mem.RoundUp(len(x))
			if p.argsBlock = c.Mem.Alloc(n); p.argsBlock == 0 {
				panic(heap.NoMemory{Words: n})
			}
			p.argsCap = uint16(n)
		}
		copy(mem.Slice[term.Term](p.argsBlock, len(x)), x)
	} else {
		copy(p.args[:], x)
	}
	p.Live = uint8(len(x))
}

// Args views the saved X registers.
func (p *Process) Args() []term.Term {
	if p.Live <= inlineArgs {
		return p.args[:p.Live]
	}
	return mem.Slice[term.Term](p.argsBlock, int(p.Live))
}

// LoadArgs moves the saved registers to x, forgets them and tells how many there were.
func (p *Process) LoadArgs(x []term.Term) int {
	n := int(p.Live)
	if n <= inlineArgs {
		copy(x, p.args[:n])
	} else {
		copy(x, mem.Slice[term.Term](p.argsBlock, n))
	}
	p.Live = 0
	return n
}

func (c *Ctx) freeArgs(p *Process) {
	if p.argsBlock != 0 {
		c.Mem.Free(p.argsBlock, int(p.argsCap))
		p.argsBlock, p.argsCap = 0, 0
	}
	p.Live = 0
}

// Collect collects the garbage of the process that runs, so that need words are free; the first live X registers are
// roots beside what the process holds. It returns false when the process has to end at once: the runner
// then returns OutcomeDead.
//
// A collection moves terms: Go variables that hold any but the X registers are invalid afterwards.
func (c *Ctx) Collect(need, live int) bool {
	return c.collected(c.P, c.roots(c.P, live).Collect(&c.P.Heap, need))
}

// CollectMajor is Collect of both generations (garbage_collect/0).
func (c *Ctx) CollectMajor(need, live int) bool {
	return c.collected(c.P, c.roots(c.P, live).Major(&c.P.Heap, need))
}

// Compact makes the heap as small as it goes (hibernate/3).
func (c *Ctx) Compact(live int) bool {
	return c.collected(c.P, c.roots(c.P, live).Compact(&c.P.Heap))
}

// roots tells the collector what p holds.
func (c *Ctx) roots(p *Process, live int) *heap.Collector {
	g := &c.Collector
	if c.peeked != 0 && p == c.P {
		c.detachPeeked()
	}
	if live > 0 {
		g.RootTerms(c.X[:live])
	}
	if n := int(p.Live); n > inlineArgs {
		g.Root(p.argsBlock, n)
	} else if n > 0 {
		g.Root(mem.AddressOf(&p.args), n)
	}
	if p.dict.n > 0 {
		g.Root(p.dict.tab, int(p.dict.size)*2)
	}
	if p.Flags&flagKeeps != 0 {
		g.Root(mem.AddressOf(&p.kept), 1)
	}
	if p == c.P && c.Exc.Class != ClassNone {
		c.excRoots = [4]term.Term{c.Exc.Reason, c.Exc.Trace, c.Exc.Info, c.Exc.Args}
		g.RootTerms(c.excRoots[:])
	}
	return g
}

// collected acts on the outcome of a collection of p.
func (c *Ctx) collected(p *Process, st heap.Status) bool {
	if p == c.P && c.Exc.Class != ClassNone {
		c.Exc.Reason, c.Exc.Trace, c.Exc.Info, c.Exc.Args = c.excRoots[0], c.excRoots[1], c.excRoots[2], c.excRoots[3]
	}
	if p == c.P {
		c.Reds -= p.Heap.UsedWords() / wordsPerReduction
	}
	switch st {
	case heap.OutOfMemory:
		c.memoryOut(p)
		return false
	case heap.MaxHeap:
		return c.heapTooLarge(p)
	}
	return true
}

// memoryOut ends p because the memory limit of the node is reached.
func (c *Ctx) memoryOut(p *Process) {
	if c.Node.OnLimit != nil {
		c.Node.OnLimit(c, p, false)
	}
	c.kill(p, term.AtomKilled)
}

// heapTooLarge acts on a heap larger than max_heap_size. It returns false when the process has to end.
func (c *Ctx) heapTooLarge(p *Process) bool {
	if p.Heap.Flags&heap.MaxHeapReport != 0 && c.Node.OnLimit != nil {
		c.Node.OnLimit(c, p, true)
	}
	if p.Heap.Flags&heap.MaxHeapKill == 0 {
		return true
	}
	p.Flags |= flagFailed
	c.kill(p, term.AtomKilled)
	return false
}

// collectWaiting collects the garbage of a process between slices. Its X registers are the saved ones.
func (c *Ctx) collectWaiting(p *Process) {
	p.Flags &^= FlagAsyncGC
	if p.state == StateExiting {
		return
	}
	c.collected(p, c.roots(p, 0).Major(&p.Heap, 0))
}
