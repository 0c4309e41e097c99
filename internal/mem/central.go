package mem

import "sync"

// maxBatches is how many whole batches a class keeps before their objects go back to their spans.
const maxBatches = 64

// A span is a run of pages carved into objects of one class.
type span struct {
	base       uintptr
	fresh      uintptr // first object that was never handed out
	end        uintptr // end of the last whole object
	free       uintptr // list of objects that came back
	used       int     // objects handed out
	class      int
	listed     bool // in the class's list of spans with room
	prev, next *span
}

// central is what all caches share of one class: whole batches, and spans with room.
type central struct {
	mu      sync.Mutex
	class   int
	batches [maxBatches]uintptr
	n       int
	spans   *span // those with room
}

// take returns a list of free objects and its length, nil when there is no memory.
func (ce *central) take(s *Space) (uintptr, int) {
	ce.mu.Lock()
	defer ce.mu.Unlock()
	if ce.n > 0 {
		ce.n--
		return ce.batches[ce.n], batchOf(ce.class)
	}
	sp := ce.spans
	if sp == nil {
		if sp = ce.newSpan(s); sp == nil {
			return 0, 0
		}
	}
	return sp.carve(ce)
}

// carve takes up to a batch of objects out of a span with room.
func (sp *span) carve(ce *central) (uintptr, int) {
	var head uintptr
	n, want := 0, batchOf(ce.class)
	for ; n < want && sp.free != 0; n++ {
		a := sp.free
		sp.free = LoadPtr(a)
		StorePtr(a, head)
		head = a
	}
	size := uintptr(classWords(ce.class)) * WordSize
	if k := min(want-n, int((sp.end-sp.fresh)/size)); k > 0 {
		for i := k - 1; i >= 0; i-- { // the lowest address first in the list
			a := sp.fresh + uintptr(i)*size
			StorePtr(a, head)
			head = a
		}
		sp.fresh += uintptr(k) * size
		n += k
	}
	sp.used += n
	if sp.free == 0 && sp.fresh == sp.end {
		ce.unlist(sp)
	}
	return head, n
}

func (ce *central) newSpan(s *Space) *span {
	pages := spanPages(ce.class)
	base := s.pages.alloc(pages)
	if base == 0 {
		return nil
	}
	size := uintptr(classWords(ce.class)) * WordSize
	sp := &span{base: base, fresh: base, class: ce.class}
	sp.end = base + uintptr(pages)*pageBytes/size*size
	s.pages.setSpan(base, pages, sp)
	ce.list(sp)
	return sp
}

// give takes a whole batch.
func (ce *central) give(s *Space, head uintptr) {
	ce.mu.Lock()
	if ce.n < maxBatches {
		ce.batches[ce.n] = head
		ce.n++
		ce.mu.Unlock()
		return
	}
	ce.mu.Unlock()
	ce.giveObjects(s, head)
}

// giveObjects returns a list of objects of any length to their spans.
func (ce *central) giveObjects(s *Space, head uintptr) {
	ce.mu.Lock()
	defer ce.mu.Unlock()
	for a := head; a != 0; {
		next := LoadPtr(a)
		sp := s.pages.spanOf(a)
		StorePtr(a, sp.free)
		sp.free = a
		sp.used--
		if !sp.listed {
			ce.list(sp)
		}
		if sp.used == 0 {
			ce.unlist(sp)
			pages := spanPages(ce.class)
			s.pages.setSpan(sp.base, pages, nil)
			s.pages.free(sp.base, pages)
		}
		a = next
	}
}

// drain returns all batches to their spans.
func (ce *central) drain(s *Space) {
	ce.mu.Lock()
	held := ce.batches[:ce.n]
	batches := append([]uintptr(nil), held...)
	ce.n = 0
	ce.mu.Unlock()
	for _, b := range batches {
		ce.giveObjects(s, b)
	}
}

func (ce *central) list(sp *span) {
	sp.listed, sp.prev, sp.next = true, nil, ce.spans
	if ce.spans != nil {
		ce.spans.prev = sp
	}
	ce.spans = sp
}

func (ce *central) unlist(sp *span) {
	if !sp.listed {
		return
	}
	if sp.prev != nil {
		sp.prev.next = sp.next
	} else {
		ce.spans = sp.next
	}
	if sp.next != nil {
		sp.next.prev = sp.prev
	}
	sp.listed, sp.prev, sp.next = false, nil, nil
}
