package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// A move says that the words in [lo, lo+size) now lie delta bytes further on (modulo 2^64). Applying it
// to everything that may point there is how a block is moved without another collection.
type move struct {
	lo, size uintptr
	delta    uintptr
}

func (m *move) term(t term.Term) term.Term {
	if t.IsPointer() && uintptr(t)-m.lo < m.size {
		return t + term.Term(m.delta)
	}
	return t
}

func (m *move) addr(a uintptr) uintptr {
	if a-m.lo < m.size {
		return a + m.delta
	}
	return a
}

// words applies the move to n words that hold terms only, stack words included.
func (m *move) words(a uintptr, n int) {
	for i := range mem.Slice[term.Term](a, n) {
		p := a + uintptr(i)*mem.WordSize
		if t := term.Term(mem.Load(p)); t.IsPointer() && uintptr(t)-m.lo < m.size {
			mem.Store(p, uint64(t)+uint64(m.delta))
		}
	}
}

// objects applies the move to the objects in [a, end).
func (m *move) objects(a, end uintptr) {
	for a < end {
		w := term.Term(mem.Load(a))
		switch {
		case w.IsPointer():
			if uintptr(w)-m.lo < m.size {
				mem.Store(a, uint64(w)+uint64(m.delta))
			}
		case w&term.PrimaryMask == term.PrimaryHeader:
			a = m.raw(a, term.Header(w))
		}
		a += mem.WordSize
	}
}

// raw adjusts the addresses among the raw words of an object and returns the address of the last of them.
func (m *move) raw(a uintptr, h term.Header) uintptr {
	switch {
	case h.IsOffHeapHolder():
		next := a + term.RefcBinNext*mem.WordSize
		mem.StorePtr(next, m.addr(mem.LoadPtr(next)))
	case h == term.MatchHeader:
		base := a + term.MatchBase*mem.WordSize
		mem.StorePtr(base, m.addr(mem.LoadPtr(base)))
	}
	return a + uintptr(h.LeadingRaw())*mem.WordSize
}
