// Package slab hands out many small values of one type from few large pieces of memory, and takes them all
// back at once.
//
// A pass over one function of a program builds a tree or a graph that the next pass reads and that nobody needs after it.
// With slabs the passes over the next function use the same memory, which is in the processor's caches still, and
// Go's collector never hears of it.
package slab

// Of hands out values of type T. The zero value is ready.
type Of[T any] struct {
	rest   []T   // of the current chunk
	chunks [][]T // all of them; those before current are used up
	next   int   // index of the chunk after the current one
}

// chunk sizes, in values: the first is small, since many users need few.
const (
	firstChunk = 4
	lastChunk  = 256
)

// New returns a zero T.
func (s *Of[T]) New() *T {
	if len(s.rest) == 0 {
		s.more(1)
	}
	p := &s.rest[0]
	s.rest = s.rest[1:]
	return p
}

// Put returns a copy of v.
func (s *Of[T]) Put(v T) *T {
	p := s.New()
	*p = v
	return p
}

// Slice returns n zero values, with no capacity beyond them.
func (s *Of[T]) Slice(n int) []T {
	if n == 0 {
		return nil
	}
	if len(s.rest) < n {
		if n > lastChunk {
			return make([]T, n)
		}
		s.more(n)
	}
	out := s.rest[:n:n]
	s.rest = s.rest[n:]
	return out
}

// List returns a slice of the values.
func (s *Of[T]) List(vs ...T) []T {
	out := s.Slice(len(vs))
	copy(out, vs)
	return out
}

// more goes on to a chunk with room for n values. What is left of the current one stays unused.
func (s *Of[T]) more(n int) {
	for s.next < len(s.chunks) {
		s.rest = s.chunks[s.next]
		s.next++
		if len(s.rest) >= n {
			return
		}
	}
	size := firstChunk
	if len(s.chunks) > 0 {
		size = min(2*len(s.chunks[len(s.chunks)-1]), lastChunk)
	}
	s.rest = make([]T, max(size, n))
	s.chunks = append(s.chunks, s.rest)
	s.next = len(s.chunks)
}

// Next is where the next value will be, or nil where new memory will be needed.
func (s *Of[T]) Next() *T {
	if len(s.rest) == 0 {
		return nil
	}
	return &s.rest[0]
}

// Reset takes back everything that was handed out: it must not be used any more.
func (s *Of[T]) Reset() {
	if s.next == 1 && len(s.rest) == len(s.chunks[0]) || s.next == 0 {
		return // nothing was
	}
	s.reset()
}

func (s *Of[T]) reset() {
	for i, c := range s.chunks[:s.next] {
		if i == s.next-1 {
			c = c[:len(c)-len(s.rest)]
		}
		clear(c)
	}
	// The small chunks of the beginning are not worth having any more.
	for len(s.chunks) > 1 && len(s.chunks[0]) < lastChunk {
		s.chunks = s.chunks[1:]
	}
	s.rest, s.next = s.chunks[0], 1
}
