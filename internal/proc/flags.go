package proc

import (
	"joist/internal/term"
)

// ProcessFlag sets a flag of the running process (process_flag/2) and returns its old value; value None only reads it.
func (c *Ctx) ProcessFlag(flag, value term.Term) term.Term {
	p := c.P
	set := value != term.None
	switch flag {
	case term.AtomTrapExit:
		old := term.Bool(p.Flags&FlagTrapExit != 0)
		if set && !isBool(value) {
			return c.Badarg()
		}
		if set {
			c.SetTrapExit(value == term.AtomTrue)
		}
		return old
	case term.AtomPriority:
		old := PriorityAtom(p.Prio)
		if set {
			prio, ok := PriorityOf(value)
			if !ok {
				return c.Badarg()
			}
			p.Prio = prio
		}
		return old
	case term.AtomErrorHandler:
		if set && !value.IsAtom() {
			return c.Badarg()
		}
		return term.AtomErrorHandler
	case term.AtomMinHeapSize:
		old := term.Small(int64(p.Heap.MinWords))
		if set {
			n, ok := count(value)
			if !ok {
				return c.Badarg()
			}
			p.Heap.MinWords = max(minHeapWords, n)
		}
		return old
	case term.AtomMinBinVheapSize:
		if _, ok := count(value); set && !ok {
			return c.Badarg()
		}
		return term.Small(defaultBinVheap)
	case term.AtomFullsweepAfter:
		old := term.Small(int64(p.Heap.FullSweep))
		if set {
			n, ok := count(value)
			if !ok {
				return c.Badarg()
			}
			p.Heap.FullSweep = n
		}
		return old
	case term.AtomMaxHeapSize:
		old := c.MaxHeapMap(p.MaxHeap())
		if set {
			m, ok := ParseMaxHeap(value)
			if !ok {
				return c.Badarg()
			}
			p.SetMaxHeap(m)
		}
		return old
	case term.AtomMessageQueueData:
		old := term.AtomOnHeap
		if p.Flags&FlagOffHeapMessages != 0 {
			old = term.AtomOffHeap
		}
		switch value {
		case term.None:
		case term.AtomOffHeap:
			p.Flags |= FlagOffHeapMessages
		case term.AtomOnHeap:
			p.Flags &^= FlagOffHeapMessages
		default:
			return c.Badarg()
		}
		return old
	case term.AtomSensitive:
		old := term.Bool(p.Flags&FlagSensitive != 0)
		switch value {
		case term.None:
		case term.AtomTrue:
			p.Flags |= FlagSensitive
		case term.AtomFalse:
			p.Flags &^= FlagSensitive
		default:
			return c.Badarg()
		}
		return old
	case term.AtomAsyncDist:
		if set && !isBool(value) {
			return c.Badarg()
		}
		return term.AtomFalse
	}
	return c.Badarg()
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
