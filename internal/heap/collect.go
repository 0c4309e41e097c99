package heap

import (
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/term"
)

// Status is the outcome of a collection.
type Status int

const (
	// Collected: there is the room that was asked for.
	Collected Status = iota
	// OutOfMemory: the memory limit is reached. The heap is as it was, unless the room was missing only
	// after the collection; in both cases it is intact, but the need is not met.
	OutOfMemory
	// MaxHeap: there is the room that was asked for, and the heap is larger than its MaxWords.
	MaxHeap
)

// A Collector collects the heaps of the processes that one goroutine runs.
//
// The algorithm is Cheney's, in two generations. The objects that survive their first collection stay in
// the young block, below HighWater; those that survive a second one are copied to the old block. A minor
// collection leaves the old block alone: terms are immutable, so nothing old points to anything young. A
// major one copies everything into one young block. Fragments are emptied by either.
//
// The new block is as large as what might survive, which includes no room for what was asked for; when
// too little is free afterwards, or too much, the survivors move once more into a block of the right
// size, with their addresses adjusted. Choosing the size before, from what might survive, would grow
// every heap that is full, mostly of garbage.
type Collector struct {
	Mem *mem.Cache
	// Stress leaves no slack after a collection of a heap that is not large, and makes every third one a major one. Poison overwrites
	// memory that is freed. Check verifies the heap after every collection and panics when it is
	// damaged.
	Stress, Poison, Check bool

	roots []rootRange
	terms [][]term.Term

	litLo, litSize uintptr
	young          region // the whole young block; mature is the part that moves to the old block
	mature         region
	old            region // what a minor collection leaves alone
	major          bool
	compact        bool    // leave no slack, whatever the size
	top            uintptr // where the next young survivor goes
	oldTop         uintptr

	counts *Counts
}

// Counts are what a Collector has done.
type Counts struct {
	Collections, Majors uint64
	Reclaimed           uint64 // words that were garbage
	Kept                uint64 // words of the heaps that were left, copied or not
}

// CountsWords is the size of Counts in words.
const CountsWords = 4

// Share has the collector count at an address outside the Go heap, CountsWords words, which others may read atomically.
func (g *Collector) Share(at uintptr) {
	mem.Fill(at, CountsWords, 0)
	g.counts = mem.View[Counts](at)
}

// Done is what the collector has done so far. Others than its owner may ask when it shares its counts.
func (g *Collector) Done() Counts {
	k := g.counts
	if k == nil {
		return Counts{}
	}
	return Counts{
		Collections: atomic.LoadUint64(&k.Collections), Majors: atomic.LoadUint64(&k.Majors),
		Reclaimed: atomic.LoadUint64(&k.Reclaimed), Kept: atomic.LoadUint64(&k.Kept),
	}
}

type rootRange struct {
	addr uintptr
	n    int
}

// A region is a range of addresses.
type region struct{ lo, size uintptr }

func (r region) has(a uintptr) bool { return a-r.lo < r.size }

// Root names n words at an off-heap address that hold terms to survive, for the next collection only.
// No word may be named twice.
func (g *Collector) Root(addr uintptr, n int) {
	if n > 0 {
		g.roots = append(g.roots, rootRange{addr, n})
	}
}

// RootTerms names terms in Go memory that are to survive the next collection, which updates them.
func (g *Collector) RootTerms(ts []term.Term) { g.terms = append(g.terms, ts) }

// Collect makes at least need words of free space. The roots are those named since the last collection
// and the stack of the heap.
func (g *Collector) Collect(h *Heap, need int) Status { return g.run(h, need, false) }

// Major collects both generations. It is what garbage_collect/0 does.
func (g *Collector) Major(h *Heap, need int) Status { return g.run(h, need, true) }

// Compact collects both generations and leaves the heap no larger than its terms and its stack: what
// hibernating does.
func (g *Collector) Compact(h *Heap) Status {
	stress := g.Stress
	g.Stress, g.compact = true, true
	defer func() { g.Stress, g.compact = stress, false }()
	return g.run(h, 0, true)
}

func (g *Collector) run(h *Heap, need int, major bool) Status {
	defer g.forgetRoots()
	space := g.Mem.Space()
	g.litLo, g.litSize = space.LiteralLo, space.LiteralHi-space.LiteralLo
	if g.counts == nil {
		g.counts = new(Counts)
	}
	g.counts.Collections++
	before := h.UsedWords() + h.OldUsedWords() + fragmentWords(h.Frags)
	mature := int(h.HighWater-h.Start) / mem.WordSize
	if g.Stress && h.Minor >= 2 || h.Minor >= h.FullSweep || h.BinBytes+h.OldBinBytes > 2*h.BinLimit {
		major = true
	}
	if !major && mature > 0 && !g.oldRoom(h, mature) {
		major = true
	}
	ok := g.copySurvivors(h, major)
	if ok {
		ok = g.resize(h, need)
	}
	if g.Check {
		if err := g.Verify(h); err != nil {
			panic(err)
		}
	}
	after := h.UsedWords() + h.OldUsedWords()
	g.counts.Kept += uint64(after)
	switch {
	case !ok:
		return OutOfMemory
	case before > after:
		g.counts.Reclaimed += uint64(before - after)
	}
	if h.MaxWords > 0 && g.heapWords(h) > h.MaxWords {
		return MaxHeap
	}
	return Collected
}

func (g *Collector) heapWords(h *Heap) uint64 {
	n := uint64(h.TotalWords())
	if h.Flags&MaxHeapOffHeapBins != 0 {
		n += (h.BinBytes + h.OldBinBytes) / mem.WordSize
	}
	return n
}

func (g *Collector) forgetRoots() {
	clear(g.terms)
	g.roots, g.terms = g.roots[:0], g.terms[:0]
}

// oldRoom makes sure that the old block has room for words more; false asks for a major collection.
func (g *Collector) oldRoom(h *Heap, words int) bool {
	if h.OldStart == 0 {
		size := mem.RoundUp(words + words/2)
		a := g.Mem.Alloc(size)
		if a == 0 {
			return false
		}
		h.OldStart, h.OldTop, h.OldEnd = a, a, a+uintptr(size)*mem.WordSize
	}
	return int(h.OldEnd-h.OldTop)/mem.WordSize >= words
}

func fragmentWords(f uintptr) (n int) {
	for ; f != 0; f = uintptr(mem.LoadAt(f, fragNext)) {
		n += fragUsed(f)
	}
	return n
}

// copySurvivors copies what is reachable into a new young block, and the mature part of it into the old
// block. It returns false, having done nothing, when there is no memory for the block.
func (g *Collector) copySurvivors(h *Heap, major bool) bool {
	stack := h.StackWords()
	might := h.UsedWords() + fragmentWords(h.Frags) + stack
	if major {
		might += h.OldUsedWords()
	}
	if !g.Stress {
		might = max(might, h.Words(), atLeast(int(h.Minor)+1))
	}
	size := mem.RoundUp(might)
	block := g.Mem.Alloc(size)
	if block == 0 {
		return false
	}
	g.major = major
	g.top, g.oldTop = block, h.OldTop
	g.young = region{h.Start, h.Top - h.Start}
	g.mature, g.old = region{h.Start, h.HighWater - h.Start}, region{h.OldStart, h.OldEnd - h.OldStart}
	if major {
		g.counts.Majors++
		g.mature, g.old = region{}, region{}
	}
	end := block + uintptr(size)*mem.WordSize
	stop := end - uintptr(stack)*mem.WordSize
	mem.Copy(stop, h.Stop, stack)

	oldScan := h.OldTop
	g.words(stop, stack)
	for _, r := range g.roots {
		g.words(r.addr, r.n)
	}
	for _, ts := range g.terms {
		for i, t := range ts {
			if t.IsPointer() {
				ts[i] = g.survive(t)
			}
		}
	}
	g.drain(block, oldScan)

	g.sweep(h, major)
	g.replaceBlocks(h, major)
	h.Start, h.Top, h.HighWater, h.Stop, h.End = block, g.top, g.top, stop, end
	return true
}

// drain scans what was copied until nothing new is.
func (g *Collector) drain(scan, oldScan uintptr) {
	for scan < g.top || oldScan < g.oldTop {
		scan = g.scan(scan, &g.top)
		oldScan = g.scan(oldScan, &g.oldTop)
	}
}

// words lets the terms among n words survive: registers or a stack.
func (g *Collector) words(a uintptr, n int) {
	for end := a + uintptr(n)*mem.WordSize; a < end; a += mem.WordSize {
		if t := term.Term(mem.Load(a)); t.IsPointer() {
			mem.Store(a, uint64(g.survive(t)))
		}
	}
}

// scan lets everything survive that the objects from a to *top point to; *top may move on meanwhile.
func (g *Collector) scan(a uintptr, top *uintptr) uintptr {
	for a < *top {
		w := term.Term(mem.Load(a))
		if w.IsPointer() {
			mem.Store(a, uint64(g.survive(w)))
		} else if w&term.PrimaryMask == term.PrimaryHeader {
			h := term.Header(w)
			if h == term.MatchHeader {
				g.matchContext(a)
				a += mem.WordSize
			}
			a += uintptr(h.LeadingRaw()) * mem.WordSize
		}
		a += mem.WordSize
	}
	return a
}

// matchContext lets a match context's binary survive and keeps the address of its bytes right.
func (g *Collector) matchContext(a uintptr) {
	bin := g.survive(term.Term(mem.LoadAt(a, term.MatchBinary)))
	mem.StoreAt(a, term.MatchBinary, uint64(bin))
	mem.StoreAt(a, term.MatchBase, uint64(term.BinaryData(bin)))
}

// survive copies the object that t points to, unless it stays or was copied before, and returns where it
// is now.
func (g *Collector) survive(t term.Term) term.Term {
	a := t.Addr()
	if a-g.litLo < g.litSize || a-g.old.lo < g.old.size {
		return t
	}
	w := mem.Load(a)
	if t.IsCons() {
		if w == uint64(term.None) {
			return term.Term(mem.LoadAt(a, 1))
		}
		to := g.room(a, 2)
		mem.Store(to, w)
		mem.StoreAt(to, 1, mem.LoadAt(a, 1))
		moved := term.ListAt(to)
		mem.Store(a, uint64(term.None))
		mem.StoreAt(a, 1, uint64(moved))
		return moved
	}
	if w&term.PrimaryMask != term.PrimaryHeader {
		return term.Term(w)
	}
	n := 1 + term.Header(w).Arity()
	to := g.room(a, n)
	if n <= 4 {
		mem.Store(to, w)
		for i := 1; i < n; i++ {
			mem.StoreAt(to, i, mem.LoadAt(a, i))
		}
	} else {
		mem.Copy(to, a, n)
	}
	moved := term.BoxedAt(to)
	mem.Store(a, uint64(moved))
	return moved
}

// room takes n words for the survivor that was at a.
func (g *Collector) room(a uintptr, n int) uintptr {
	bytes := uintptr(n) * mem.WordSize
	if a-g.mature.lo < g.mature.size {
		to := g.oldTop
		g.oldTop += bytes
		return to
	}
	to := g.top
	g.top += bytes
	return to
}

// sweep goes through the off-heap holders: those that were copied are linked anew, the others let go.
func (g *Collector) sweep(h *Heap, major bool) {
	var young, old uintptr
	var youngBytes, oldBytes uint64
	if !major {
		old, oldBytes = h.OldOffHeap, h.OldBinBytes
	}
	visit := func(p uintptr) {
		for p != 0 {
			next := uintptr(mem.LoadAt(p, term.RefcBinNext))
			moved := term.Term(mem.Load(p))
			if !moved.IsBoxed() {
				Release(g.Mem, uintptr(mem.LoadAt(p, term.RefcBinData)))
				p = next
				continue
			}
			to := moved.Addr()
			if g.mature.has(p) {
				mem.StoreAt(to, term.RefcBinNext, uint64(old))
				old = to
				oldBytes += holderBytes(to)
			} else {
				mem.StoreAt(to, term.RefcBinNext, uint64(young))
				young = to
				youngBytes += holderBytes(to)
			}
			p = next
		}
	}
	visit(h.OffHeap)
	if major {
		visit(h.OldOffHeap)
	}
	h.OffHeap, h.OldOffHeap = young, old
	h.BinBytes, h.OldBinBytes = youngBytes, oldBytes
	if major {
		h.BinLimit = max(minBinBytes, 2*youngBytes)
	}
}

// replaceBlocks frees what was emptied.
func (g *Collector) replaceBlocks(h *Heap, major bool) {
	g.poison(h.Start, h.Words())
	g.Mem.Free(h.Start, h.Words())
	for f := h.Frags; g.Poison && f != 0; f = uintptr(mem.LoadAt(f, fragNext)) {
		g.poison(fragData(f), fragCapacity(f))
	}
	freeFragments(g.Mem, h.Frags)
	h.Frags, h.FragWords = 0, 0
	if !major {
		h.OldTop = g.oldTop
		h.Minor++
		return
	}
	h.Minor = 0
	if h.OldStart != 0 {
		g.poison(h.OldStart, h.OldWords())
		g.Mem.Free(h.OldStart, h.OldWords())
		h.OldStart, h.OldTop, h.OldEnd = 0, 0, 0
	}
}

// PoisonWord is what freed memory is overwritten with when Poison is set: a boxed pointer to nowhere.
const PoisonWord = 0x0DEADBEEFDEAD002

func (g *Collector) poison(a uintptr, words int) {
	if g.Poison && words > 0 {
		mem.Fill(a, words, PoisonWord)
	}
}
