package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// NewOffHeap makes an off-heap binary with room for at least size bytes and one reference. It returns
// 0 when the memory limit is reached.
func NewOffHeap(c *mem.Cache, size int) uintptr {
	words := mem.RoundUp(term.OffHeapData + (size+7)/8)
	a := c.AllocKind(mem.KindBinary, words)
	if a == 0 {
		return 0
	}
	mem.StoreAt(a, term.OffHeapRefs, 1)
	mem.StoreAt(a, term.OffHeapCapacity, uint64((words-term.OffHeapData)*8))
	mem.StoreAt(a, term.OffHeapFlags, 0)
	return a
}

// OffHeapBytes is the address of an off-heap binary's first byte.
func OffHeapBytes(a uintptr) uintptr { return a + term.OffHeapData*mem.WordSize }

// Retain adds a reference to an off-heap binary.
func Retain(a uintptr) { mem.AtomicAdd(a+term.OffHeapRefs*mem.WordSize, 1) }

// Release drops a reference to an off-heap binary and frees it with the last one.
func Release(c *mem.Cache, a uintptr) {
	if mem.AtomicAdd(a+term.OffHeapRefs*mem.WordSize, ^uint64(0)) != 0 {
		return
	}
	if mem.LoadAt(a, term.OffHeapFlags)&term.OffHeapResource != 0 && c.OnRelease != nil {
		c.OnRelease(mem.LoadAt(a, term.OffHeapData))
	}
	words := term.OffHeapData + int(mem.LoadAt(a, term.OffHeapCapacity))/8
	c.FreeKind(mem.KindBinary, a, words)
}

// releaseList drops the references of a list of holders.
func releaseList(c *mem.Cache, p uintptr) {
	for p != 0 {
		next := uintptr(mem.LoadAt(p, term.RefcBinNext))
		Release(c, uintptr(mem.LoadAt(p, term.RefcBinData)))
		p = next
	}
}

func listBytes(p uintptr) (n uint64) {
	for p != 0 {
		n += holderBytes(p)
		p = uintptr(mem.LoadAt(p, term.RefcBinNext))
	}
	return n
}

// holderBytes is the size of the binary that the holder at p keeps alive, for the books.
func holderBytes(p uintptr) uint64 {
	if term.Header(mem.Load(p)) == term.MagicRefHeader {
		return 0
	}
	return mem.LoadAt(p, term.RefcBinSize)
}
