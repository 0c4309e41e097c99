package mem

import "sync"

// A class keeps up to maxBatches whole batches, of keptBytes together, before their objects go back to
// their spans.
const (
	maxBatches = 64
	keptBytes  = 512 << 10
)

// A span is a run of pages carved into objects of one class. It describes itself in its first words, so
// that Go's collector has nothing to do with it.
type span struct {
	fresh      uintptr // first object that was never handed out
	end        uintptr // end of the last whole object
	free       uintptr // list of objects that came back
	used       int     // objects handed out
	listed     bool    // in the class's list of spans with room
	prev, next uintptr // in that list
}

const spanHeader = 64 // bytes, a multiple of 16

func spanAt(a uintptr) *span { return View[span](a) }

// central is what all caches share of one class: whole batches, and spans with room.
type central struct {
	mu      sync.Mutex
	class   int
	batches [maxBatches]uintptr
	n       int
	most    int     // batches to keep
	spans   uintptr // those with room
}

func (ce *central) init(class int) {
	ce.class = class
	ce.most = min(max(keptBytes/(batchOf(class)*classWords(class)*WordSize), 2), maxBatches)
}

// take returns a list of free objects and its length, nil when there is no memory.
func (ce *central) take(s *Space) (uintptr, int) {
	ce.mu.Lock()
	defer ce.mu.Unlock()
	if ce.n > 0 {
		ce.n--
		return ce.batches[ce.n], batchOf(ce.class)
	}
	if ce.spans == 0 && !ce.newSpan(s) {
		return 0, 0
	}
	return ce.carve(ce.spans)
}

// carve takes up to a batch of objects out of a span with room.
func (ce *central) carve(at uintptr) (uintptr, int) {
	sp := spanAt(at)
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
		ce.unlist(at)
	}
	return head, n
}

func (ce *central) newSpan(s *Space) bool {
	pages := spanPages(ce.class)
	at := s.pages.alloc(pages)
	if at == 0 {
		return false
	}
	size := uintptr(classWords(ce.class)) * WordSize
	first := at + spanHeader
	*spanAt(at) = span{fresh: first, end: first + (uintptr(pages)*pageBytes-spanHeader)/size*size}
	s.pages.setSpan(at, pages, at)
	ce.list(at)
	return true
}

// give takes a whole batch.
func (ce *central) give(s *Space, head uintptr) {
	ce.mu.Lock()
	if ce.n < ce.most {
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
		at := s.pages.spanOf(a)
		sp := spanAt(at)
		StorePtr(a, sp.free)
		sp.free = a
		sp.used--
		if !sp.listed {
			ce.list(at)
		}
		if sp.used == 0 {
			ce.unlist(at)
			s.pages.free(at, spanPages(ce.class))
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

func (ce *central) list(at uintptr) {
	sp := spanAt(at)
	sp.listed, sp.prev, sp.next = true, 0, ce.spans
	if ce.spans != 0 {
		spanAt(ce.spans).prev = at
	}
	ce.spans = at
}

func (ce *central) unlist(at uintptr) {
	sp := spanAt(at)
	if !sp.listed {
		return
	}
	if sp.prev != 0 {
		spanAt(sp.prev).next = sp.next
	} else {
		ce.spans = sp.next
	}
	if sp.next != 0 {
		spanAt(sp.next).prev = sp.prev
	}
	sp.listed, sp.prev, sp.next = false, 0, 0
}
