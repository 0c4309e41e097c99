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
	pages      int32   // its length
	listed     bool    // in the class's list of spans with room
	prev, next uintptr // in that list
}

const spanHeader = 64 // bytes, a multiple of 16

// A run is a row of objects that were never handed out. They are not linked to a list, which would write to each: the first
// touch of a page costs some microseconds, and most of a batch may never be used.
type run struct{ next, end uintptr }

func (r *run) empty() bool { return r.next == r.end }

// first takes the first object of a run of a class, or returns 0.
func (r *run) first(class int) uintptr {
	if r.next == r.end {
		return 0
	}
	a := r.next
	r.next += classBytes(class)
	return a
}

func spanAt(a uintptr) *span { return View[span](a) }

// central is what all caches share of one class: whole batches, and spans with room.
type central struct {
	mu      sync.Mutex
	class   int
	batches [maxBatches]uintptr
	n       int
	most    int     // batches to keep
	spans   uintptr // those with room
	made    int     // spans so far
}

func (ce *central) init(class int) {
	ce.class = class
	ce.most = min(max(keptBytes/(batchOf(class)*int(classBytes(class))), 2), maxBatches)
}

// take returns a list of free objects and its length, or a run, or neither when there is no memory.
func (ce *central) take(s *Space) (head uintptr, n int32, fresh run) {
	ce.mu.Lock()
	defer ce.mu.Unlock()
	if ce.n > 0 {
		ce.n--
		return ce.batches[ce.n], int32(batchOf(ce.class)), run{}
	}
	if ce.spans == 0 && !ce.newSpan(s) {
		return 0, 0, run{}
	}
	at := ce.spans
	sp := spanAt(at)
	if sp.free != 0 {
		head, n = ce.reuse(sp)
	} else {
		fresh = ce.carve(sp)
	}
	if sp.free == 0 && sp.fresh == sp.end {
		ce.unlist(at)
	}
	return head, n, fresh
}

// reuse takes up to a batch of the objects that came back to a span.
func (ce *central) reuse(sp *span) (head uintptr, n int32) {
	for want := int32(batchOf(ce.class)); n < want && sp.free != 0; n++ {
		a := sp.free
		sp.free = LoadPtr(a)
		StorePtr(a, head)
		head = a
	}
	sp.used += int(n)
	return head, n
}

// carve takes up to a batch of the objects of a span that were never used.
func (ce *central) carve(sp *span) run {
	size := classBytes(ce.class)
	k := min(uintptr(batchOf(ce.class)), (sp.end-sp.fresh)/size)
	r := run{sp.fresh, sp.fresh + k*size}
	sp.fresh = r.end
	sp.used += int(k)
	return r
}

func (ce *central) newSpan(s *Space) bool {
	pages := spanPages(ce.class, ce.made)
	at := s.pages.alloc(pages)
	if at == 0 {
		return false
	}
	ce.made++
	size := classBytes(ce.class)
	first := at + spanHeader
	*spanAt(at) = span{fresh: first, end: first + (uintptr(pages)*pageBytes-spanHeader)/size*size, pages: int32(pages)}
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
		ce.returned(s, at, 1)
		a = next
	}
}

// giveRun returns what is left of a run to its span.
func (ce *central) giveRun(s *Space, r run) {
	ce.mu.Lock()
	at := s.pages.spanOf(r.next)
	if sp := spanAt(at); sp.fresh == r.end {
		sp.fresh = r.next
		ce.returned(s, at, int((r.end-r.next)/classBytes(ce.class)))
		ce.mu.Unlock()
		return
	}
	ce.mu.Unlock()
	head := uintptr(0)
	for a := r.first(ce.class); a != 0; a = r.first(ce.class) {
		StorePtr(a, head)
		head = a
	}
	ce.giveObjects(s, head)
}

// returned counts n objects less of a span, which is given up when it has none.
func (ce *central) returned(s *Space, at uintptr, n int) {
	sp := spanAt(at)
	sp.used -= n
	if !sp.listed {
		ce.list(at)
	}
	if sp.used == 0 {
		ce.unlist(at)
		s.pages.free(at, int(sp.pages))
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
