// Package heap is where terms are built, copied and collected.
//
// A Heap is a process's memory for terms. Heap and stack share one block: terms grow upwards from Start
// to Top, the stack downwards from End to Stop. What survived a collection lies below HighWater; what
// survives a second one moves to the old generation. Terms that found no room in the block lie in
// fragments, which the next collection empties into it; a received message is such a fragment.
// Literals lie outside all heaps and are never moved.
//
// Large binaries are reference-counted off-heap objects. The objects on a heap that refer to them form a
// list per generation, through which a collection drops the references of those that died.
//
// A Builder makes terms, in the free space of a heap or in fragments, and never collects, so that a Go
// variable holding a term stays valid while only a Builder runs. A Collector collects: every term that
// is to survive must be reachable from the stack or from the roots that it is given.
//
// A Heap holds words only, no Go pointers, and is part of the off-heap process structure. It belongs to
// the goroutine that runs the process.
package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// NoMemory is what a Builder panics with when the memory limit is reached. Whoever runs natives or
// instructions for a process recovers it and ends the process.
type NoMemory struct {
	Words int // what was asked for
}

// Error describes the failure.
func (NoMemory) Error() string { return "heap: the memory limit is reached" }

// Flags of a heap: what happens when MaxWords is passed.
const (
	MaxHeapKill        = 1 << iota // kill the process
	MaxHeapReport                  // report it to the logger
	MaxHeapOffHeapBins             // count the off-heap binaries too
)

const (
	// DefaultMinWords is the size of a fresh process's block, stack included.
	DefaultMinWords = 64
	// DefaultFullSweep is the number of minor collections after which a major one is forced.
	DefaultFullSweep = 65535
	// minBinBytes is the least amount of off-heap binaries that makes a collection worth while.
	minBinBytes = 46422 * 8
)

// Fragments are terms outside a heap's block, with the list of objects in them that hold off-heap
// binaries.
type Fragments struct {
	Frags     uintptr // list of fragments
	OffHeap   uintptr // list of off-heap holders, in fragments and, for a Heap, in the young generation
	FragWords uint64  // capacity of the fragments
	BinBytes  uint64  // bytes of off-heap binaries that the list holds
}

// A Heap is a process's memory for terms. See the package comment.
type Heap struct {
	Start, Top, Stop, End uintptr
	HighWater             uintptr

	OldStart, OldTop, OldEnd uintptr
	OldOffHeap               uintptr

	Fragments
	OldBinBytes uint64
	BinLimit    uint64 // BinBytes above this ask for a collection, twice as many in both generations for a major one

	MaxWords  uint64 // max_heap_size in words, 0 for none
	MinWords  uint32
	FullSweep uint32 // fullsweep_after
	Minor     uint32 // minor collections since the last major one
	Flags     uint32
}

// Init gives a heap its first block, of at least words words (0 for the default), and returns false when
// the memory limit is reached.
func (h *Heap) Init(c *mem.Cache, words int) bool {
	if words <= 0 {
		words = DefaultMinWords
	}
	words = mem.RoundUp(words)
	a := c.Alloc(words)
	if a == 0 {
		return false
	}
	*h = Heap{Start: a, Top: a, HighWater: a, MinWords: uint32(words), FullSweep: DefaultFullSweep, BinLimit: minBinBytes}
	h.End = a + uintptr(words)*mem.WordSize
	h.Stop = h.End
	return true
}

// Free gives all memory of a heap back.
func (h *Heap) Free(c *mem.Cache) {
	h.Fragments.Free(c)
	releaseList(c, h.OldOffHeap)
	if h.Start != 0 {
		c.Free(h.Start, h.Words())
	}
	if h.OldStart != 0 {
		c.Free(h.OldStart, int(h.OldEnd-h.OldStart)/mem.WordSize)
	}
	*h = Heap{}
}

// Words is the size of the block in words.
func (h *Heap) Words() int { return int(h.End-h.Start) / mem.WordSize }

// FreeWords is the free space between heap and stack in words.
func (h *Heap) FreeWords() int { return int(h.Stop-h.Top) / mem.WordSize }

// StackWords is the size of the stack in words.
func (h *Heap) StackWords() int { return int(h.End-h.Stop) / mem.WordSize }

// UsedWords is the size of the young generation's terms, fragments not counted, in words.
func (h *Heap) UsedWords() int { return int(h.Top-h.Start) / mem.WordSize }

// OldWords and OldUsedWords are the size of the old generation's block and of the terms in it.
func (h *Heap) OldWords() int     { return int(h.OldEnd-h.OldStart) / mem.WordSize }
func (h *Heap) OldUsedWords() int { return int(h.OldTop-h.OldStart) / mem.WordSize }

// TotalWords is the size of all blocks and fragments in words, what process_info calls total_heap_size.
func (h *Heap) TotalWords() int { return h.Words() + h.OldWords() + int(h.FragWords) }

// ShouldCollect tells whether enough lies in fragments or off-heap to make a collection worth while,
// though there may be free space.
func (h *Heap) ShouldCollect() bool {
	return h.FragWords > uint64(h.Words()) || h.BinBytes > h.BinLimit
}

// Push pushes a word on the stack, for starting a process; there must be room.
func (h *Heap) Push(t term.Term) {
	h.Stop -= mem.WordSize
	mem.Store(h.Stop, uint64(t))
}
