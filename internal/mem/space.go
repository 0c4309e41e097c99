package mem

import (
	"errors"
	"sync"
	"sync/atomic"
)

// ErrReserve is returned when the system gives no address space.
var ErrReserve = errors.New("mem: the system refuses to reserve address space")

// Options configure a Space.
type Options struct {
	Limit int64 // most bytes that may be handed out at a time, 0 for no limit
}

// A Space is the memory of one VM.
type Space struct {
	// LiteralLo and LiteralHi bound the literal area. They never change, so that telling a literal
	// from any other term is one comparison.
	LiteralLo, LiteralHi uintptr

	limit   int64
	total   atomic.Int64
	used    [NumKinds]atomic.Int64
	pages   pageHeap
	central [numClasses]central
	literal literalArea

	sharedMu sync.Mutex
	shared   Cache // serves Space.Alloc
}

// NewSpace reserves the memory of a VM.
func NewSpace(o Options) (*Space, error) {
	s := &Space{limit: o.Limit}
	if err := s.literal.reserve(s); err != nil {
		return nil, err
	}
	s.LiteralLo, s.LiteralHi = s.literal.area.base, s.literal.area.base+s.literal.area.size
	for c := range s.central {
		s.central[c].init(c)
	}
	s.shared.init(s)
	return s, nil
}

// Close gives everything back to the system. Nothing that was allocated may be touched any more.
func (s *Space) Close() {
	s.pages.close()
	s.literal.close()
}

// Limit is the most bytes that may be handed out, 0 for no limit.
func (s *Space) Limit() int64 { return s.limit }

// IsLiteral tells whether a lies in the literal area.
func (s *Space) IsLiteral(a uintptr) bool { return a-s.LiteralLo < s.LiteralHi-s.LiteralLo }

// Alloc allocates n words of the given kind for any goroutine. It is slower than a Cache.
// It returns 0 when the limit is reached.
func (s *Space) Alloc(kind Kind, n int) uintptr {
	s.sharedMu.Lock()
	defer s.sharedMu.Unlock()
	a := s.shared.AllocKind(kind, n)
	s.shared.flushBooks()
	return a
}

// Free frees what Alloc, or a cache's AllocKind, returned for n words.
func (s *Space) Free(kind Kind, a uintptr, n int) {
	s.sharedMu.Lock()
	defer s.sharedMu.Unlock()
	s.shared.FreeKind(kind, a, n)
	s.shared.flushBooks()
}

// CodeAlloc allocates memory for code: 16-byte aligned, zeroed. It returns 0 when the limit is reached.
func (s *Space) CodeAlloc(bytes int) uintptr {
	n := (bytes + WordSize - 1) / WordSize
	a := s.Alloc(KindCode, n)
	if a != 0 {
		if bytes >= populateFrom {
			from := (a + pageAlign - 1) &^ (pageAlign - 1)
			populate(from, (a+uintptr(bytes)-from)&^(pageAlign-1))
		}
		clear(Words(a, n))
	}
	return a
}

// CodeFree frees what CodeAlloc returned for that many bytes.
func (s *Space) CodeFree(a uintptr, bytes int) {
	s.Free(KindCode, a, (bytes+WordSize-1)/WordSize)
}

// Stats reads the books. Caches that have not been flushed may be ahead by a little.
func (s *Space) Stats() Stats {
	st := Stats{Limit: s.limit, Total: s.total.Load()}
	for k := range st.Used {
		st.Used[k] = s.used[k].Load()
	}
	s.pages.mu.Lock()
	st.Committed = int64(s.pages.committed) * pageBytes
	st.Idle = int64(s.pages.idle) * pageBytes
	st.Trimmable = int64(s.pages.trimmable) * pageBytes
	s.pages.mu.Unlock()
	st.Committed += s.literal.committedBytes()
	return st
}

// trimPortion is how much Trim gives back before others may allocate.
const trimPortion = 32 << 20

// Trim gives the memory of free page runs back to the system and returns the number of bytes. It ends early when stop
// tells it to.
func (s *Space) Trim(stop func() bool) (bytes int64) {
	for c := range s.central {
		s.central[c].drain(s)
	}
	for !stop() {
		n := s.pages.trim(trimPortion)
		bytes += n
		if n < trimPortion {
			break
		}
	}
	return bytes
}

// charge books bytes of a kind, which may be negative, and tells whether the limit allows it.
func (s *Space) charge(kind Kind, bytes int64) bool {
	t := s.total.Add(bytes)
	if bytes > 0 && s.limit > 0 && t > s.limit {
		s.total.Add(-bytes)
		return false
	}
	s.used[kind].Add(bytes)
	return true
}
