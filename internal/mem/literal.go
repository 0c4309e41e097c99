package mem

import "sync"

// literalArea hands out words of the one contiguous range that literals live in. Freed pieces are
// reused for the same size only: literals come and go with modules, whose sizes repeat on reloading.
type literalArea struct {
	mu        sync.Mutex
	area      reservation
	next      uintptr
	committed uintptr
	free      map[int][]uintptr
}

func (l *literalArea) reserve(*Space) (err error) {
	for size := uintptr(literalBytes); size >= 4*blockBytes; size /= 2 {
		if l.area, err = reserve(size); err == nil {
			l.next, l.committed = l.area.base, l.area.base
			l.free = map[int][]uintptr{}
			return nil
		}
	}
	return err
}

// close gives the area back to the system.
func (l *literalArea) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.area.release()
	l.committed = l.area.base
}

func (l *literalArea) committedBytes() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return int64(l.committed - l.area.base)
}

// LiteralAlloc allocates n words in the literal area, or returns 0 when the limit or the end of the
// area is reached.
func (s *Space) LiteralAlloc(n int) uintptr {
	if n <= 0 {
		n = 1
	}
	n = (n + 1) &^ 1
	bytes := uintptr(n) * WordSize
	if !s.charge(KindLiteral, int64(bytes)) {
		return 0
	}
	l := &s.literal
	l.mu.Lock()
	defer l.mu.Unlock()
	if list := l.free[n]; len(list) > 0 {
		a := list[len(list)-1]
		l.free[n] = list[:len(list)-1]
		return a
	}
	if end := l.next + bytes; end > l.committed {
		more := (end - l.committed + blockBytes - 1) &^ (blockBytes - 1)
		if l.committed+more > s.LiteralHi || !commit(l.committed, more) {
			s.charge(KindLiteral, -int64(bytes))
			return 0
		}
		l.committed += more
	}
	a := l.next
	l.next += bytes
	return a
}

// LiteralFree frees n words at a that LiteralAlloc returned.
func (s *Space) LiteralFree(a uintptr, n int) {
	if n <= 0 {
		n = 1
	}
	n = (n + 1) &^ 1
	s.charge(KindLiteral, -int64(n)*WordSize)
	s.literal.mu.Lock()
	s.literal.free[n] = append(s.literal.free[n], a)
	s.literal.mu.Unlock()
}
