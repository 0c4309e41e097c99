package proc

import (
	"joist/internal/term"
)

// ProcessFlag sets a flag of the running process (process_flag/2) and returns its old value; value None only reads it.
func (c *Ctx) ProcessFlag(flag, value term.Term) term.Term {
	p := c.P
	switch flag {
	case term.AtomTrapExit:
		old := term.Bool(p.Flags&FlagTrapExit != 0)
		switch {
		case value == term.None:
		case !isBool(value):
			return c.Badarg()
		default:
			c.SetTrapExit(value == term.AtomTrue)
		}
		return old
	case term.AtomPriority:
		return c.setPriority(value)
	case term.AtomErrorHandler:
		if value != term.None && !value.IsAtom() {
			return c.Badarg()
		}
		return term.AtomErrorHandler
	case term.AtomMinHeapSize:
		return c.setCount(&p.Heap.MinWords, value, minHeapWords)
	case term.AtomFullsweepAfter:
		return c.setCount(&p.Heap.FullSweep, value, 0)
	case term.AtomMinBinVheapSize:
		size := uint32(defaultBinVheap) // taken note of nowhere
		return c.setCount(&size, value, 0)
	case term.AtomMaxHeapSize:
		old := c.MaxHeapMap(p.MaxHeap())
		if value != term.None {
			m, ok := ParseMaxHeap(value)
			if !ok {
				return c.Badarg()
			}
			p.SetMaxHeap(m)
		}
		return old
	case term.AtomMessageQueueData:
		return c.setChoice(FlagOffHeapMessages, value, term.AtomOnHeap, term.AtomOffHeap)
	case term.AtomSensitive:
		return c.setChoice(FlagSensitive, value, term.AtomFalse, term.AtomTrue)
	case term.AtomAsyncDist:
		if value != term.None && !isBool(value) {
			return c.Badarg()
		}
		return term.AtomFalse
	}
	return c.Badarg()
}

func (c *Ctx) setPriority(value term.Term) term.Term {
	old := PriorityAtom(c.P.Prio)
	if value != term.None {
		prio, ok := PriorityOf(value)
		if !ok {
			return c.Badarg()
		}
		c.P.Prio = prio
	}
	return old
}

// setCount sets a size, to at least least.
func (c *Ctx) setCount(at *uint32, value term.Term, least uint32) term.Term {
	old := term.Small(int64(*at))
	if value != term.None {
		n, ok := count(value)
		if !ok {
			return c.Badarg()
		}
		*at = max(least, n)
	}
	return old
}

// setChoice sets one of Process.Flags, whose two values are named off and on.
func (c *Ctx) setChoice(flag uint32, value, off, on term.Term) term.Term {
	p, old := c.P, off
	if p.Flags&flag != 0 {
		old = on
	}
	switch value {
	case term.None:
	case on:
		p.Flags |= flag
	case off:
		p.Flags &^= flag
	default:
		return c.Badarg()
	}
	return old
}

// defaultBinVheap is the min_bin_vheap_size that is reported.
const defaultBinVheap = 46422

func isBool(t term.Term) bool { return t == term.AtomTrue || t == term.AtomFalse }

// count reads a size that is not negative.
func count(t term.Term) (uint32, bool) {
	if !t.IsSmall() || t.SmallValue() < 0 || t.SmallValue() > 1<<31 {
		return 0, false
	}
	return uint32(t.SmallValue()), true
}

// ParseMaxHeap reads a max_heap_size: words, or a map with size, kill, error_logger and include_shared_binaries.
func ParseMaxHeap(t term.Term) (m MaxHeap, ok bool) {
	m = MaxHeap{Kill: true, Log: true}
	size := func(v term.Term) bool {
		n, ok := count(v)
		m.Words = int(n)
		return ok && (n == 0 || n >= 233)
	}
	if !t.IsFlatMap() {
		return m, size(t)
	}
	keys, values := t.FlatMapParts()
	found := false
	for i, k := range keys {
		v := values[i]
		switch k {
		case term.AtomSize:
			if !size(v) {
				return m, false
			}
			found = true
			continue
		case term.AtomKill:
			m.Kill = v == term.AtomTrue
		case term.AtomErrorLogger:
			m.Log = v == term.AtomTrue
		case term.AtomIncludeSharedBinaries:
			m.SharedBins = v == term.AtomTrue
		default:
			continue
		}
		if !isBool(v) {
			return m, false
		}
	}
	return m, found
}
