package heap

import "joist/internal/mem"

// Sizes of the young block. A heap grows when less than a quarter of its block would be free after a
// collection, and shrinks when less than a quarter would be used, though not much below the old
// generation: with a small young block, garbage would be promoted too early. It doubles while small and
// grows by a half, then a quarter, when large: a process that keeps allocating collects a number of
// times that is logarithmic in what it keeps.

// grown is the size for a heap that has to hold want words.
func grown(want int) int {
	switch {
	case want <= 1<<16:
		want *= 2
	case want <= 1<<22:
		want += want / 2
	default:
		want += want / 4
	}
	return mem.RoundUp(want)
}

// A process that has collected often is at work, and gets a block of at least some size: with less it would collect
// every few calls. Measured: a loop that makes a tuple of three a turn spends 42 % of its time collecting in a
// block of 40 words, a naive reverse of 30 elements a fifth of its time in one of 320 and 3 % in one of 1,024. One that
// only starts and waits keeps its small block.
var busy = [...]struct{ after, words int }{{1000, 2048}, {64, 1024}, {3, 320}}

// stressWords is the size up to which Stress leaves no slack. A larger heap keeps an eighth, or a
// recursion of a hundred thousand calls would take minutes.
const stressWords = 1024

// resize gives the heap, right after a collection, a block of a fitting size with need words free. It
// returns false when there is no memory for the need.
func (g *Collector) resize(h *Heap, need int) bool {
	want := h.UsedWords() + h.StackWords() + need
	have := h.Words()
	size := have
	switch {
	case g.compact || g.Stress && want <= stressWords:
		size = max(want, 2)
	case g.Stress:
		size = want + want/8
	case want*4 > have*3:
		size = max(grown(want), int(h.MinWords))
	case want*4 < have && have > int(h.MinWords):
		size = max(grown(want), int(h.MinWords), min(have, h.OldUsedWords()/2))
	}
	if !g.Stress {
		size = max(size, atLeast(int(h.Minor)))
	}
	if size == have {
		return true
	}
	if size > have || g.Stress || size < have-have/8 {
		if g.moveTo(h, size) {
			return true
		}
		// Near the memory limit less must do, but not so little that the next collection is due at once.
		if less := want + want/16; want > have && size > less {
			return g.moveTo(h, less)
		}
	}
	return want <= have
}

// atLeast is the least size of the block of a process that has collected so often since its last major collection.
func atLeast(collections int) int {
	for _, b := range busy {
		if collections >= b.after {
			return b.words
		}
	}
	return 0
}

// moveTo moves the survivors and the stack into a block of size words. The roots are still those of the
// collection.
func (g *Collector) moveTo(h *Heap, size int) bool {
	block := g.Mem.Alloc(size)
	if block == 0 {
		return false
	}
	used, stack := h.UsedWords(), h.StackWords()
	end := block + uintptr(size)*mem.WordSize
	stop := end - uintptr(stack)*mem.WordSize
	mem.Copy(block, h.Start, used)
	mem.Copy(stop, h.Stop, stack)

	m := move{lo: h.Start, size: h.Top - h.Start, delta: block - h.Start}
	top := block + uintptr(used)*mem.WordSize
	m.objects(block, top)
	m.words(stop, stack)
	for _, r := range g.roots {
		m.words(r.addr, r.n)
	}
	for _, ts := range g.terms {
		for i := range ts {
			ts[i] = m.term(ts[i])
		}
	}
	h.OffHeap = m.addr(h.OffHeap)

	g.poison(h.Start, h.Words())
	g.Mem.Free(h.Start, h.Words())
	h.Start, h.Top, h.HighWater, h.Stop, h.End = block, top, top, stop, end
	return true
}
