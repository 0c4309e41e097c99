package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// A fragment is a header of fragHeader words followed by terms. It may lie behind words of another
// owner in the same allocation: a message and its payload are one.
//
//	word 0  next fragment
//	word 1  words of the whole allocation, and above 32 bits the words before the fragment
//	word 2  address of the first free word
//	word 3  list of the off-heap holders in it; empty once the fragment belongs to Fragments
const (
	fragNext    = 0
	fragSize    = 1
	fragTop     = 2
	fragOffHeap = 3
	fragHeader  = 4

	minFragment = 64
	maxFragment = 8192
)

func initFragment(f uintptr, total, before int) {
	mem.StoreAt(f, fragNext, 0)
	mem.StoreAt(f, fragSize, uint64(total)|uint64(before)<<32)
	mem.StoreAt(f, fragTop, uint64(f+fragHeader*mem.WordSize))
	mem.StoreAt(f, fragOffHeap, 0)
}

// fragAlloc is the address and the size in words of the allocation that f lies in.
func fragAlloc(f uintptr) (base uintptr, words int) {
	size := mem.LoadAt(f, fragSize)
	return f - uintptr(size>>32)*mem.WordSize, int(uint32(size))
}

func fragData(f uintptr) uintptr { return f + fragHeader*mem.WordSize }

func fragUsed(f uintptr) int {
	return int(uintptr(mem.LoadAt(f, fragTop))-fragData(f)) / mem.WordSize
}

func fragCapacity(f uintptr) int {
	size := mem.LoadAt(f, fragSize)
	return int(uint32(size)) - int(size>>32) - fragHeader
}

// alloc takes n words from the newest fragment or a new one.
func (fs *Fragments) alloc(c *mem.Cache, n int) uintptr {
	bytes := uintptr(n) * mem.WordSize
	if f := fs.Frags; f != 0 {
		base, words := fragAlloc(f)
		a := uintptr(mem.LoadAt(f, fragTop))
		if base+uintptr(words)*mem.WordSize-a >= bytes {
			mem.StoreAt(f, fragTop, uint64(a+bytes))
			return a
		}
	}
	size := mem.RoundUp(max(n, minFragment, min(int(fs.FragWords), maxFragment)) + fragHeader)
	f := c.Alloc(size)
	if f == 0 {
		panic(NoMemory{Words: size})
	}
	initFragment(f, size, 0)
	fs.link(f)
	a := fragData(f)
	mem.StoreAt(f, fragTop, uint64(a+bytes))
	return a
}

func (fs *Fragments) link(f uintptr) {
	mem.StoreAt(f, fragNext, uint64(fs.Frags))
	fs.Frags = f
	fs.FragWords += uint64(fragCapacity(f))
}

// hold links the off-heap holder at address a of bytes bytes.
func (fs *Fragments) hold(a uintptr, bytes int) {
	mem.StoreAt(a, term.RefcBinNext, uint64(fs.OffHeap))
	fs.OffHeap = a
	fs.BinBytes += uint64(bytes)
}

// Adopt takes over what another owner built: a dirty call's result, or fragments kept aside.
func (fs *Fragments) Adopt(other Fragments) {
	if last := lastFragment(other.Frags); last != 0 {
		mem.StoreAt(last, fragNext, uint64(fs.Frags))
		fs.Frags = other.Frags
		fs.FragWords += other.FragWords
	}
	fs.OffHeap = concat(other.OffHeap, fs.OffHeap)
	fs.BinBytes += other.BinBytes
}

func lastFragment(f uintptr) uintptr {
	for f != 0 {
		next := uintptr(mem.LoadAt(f, fragNext))
		if next == 0 {
			break
		}
		f = next
	}
	return f
}

// concat puts the off-heap list a in front of b.
func concat(a, b uintptr) uintptr {
	if a == 0 {
		return b
	}
	p := a
	for {
		next := uintptr(mem.LoadAt(p, term.RefcBinNext))
		if next == 0 {
			mem.StoreAt(p, term.RefcBinNext, uint64(b))
			return a
		}
		p = next
	}
}

// Free gives the fragments and their hold on off-heap binaries up. It is for fragments that no Heap
// owns and for a heap that dies.
func (fs *Fragments) Free(c *mem.Cache) {
	releaseList(c, fs.OffHeap)
	freeFragments(c, fs.Frags)
	*fs = Fragments{}
}

func freeFragments(c *mem.Cache, f uintptr) {
	for f != 0 {
		next := uintptr(mem.LoadAt(f, fragNext))
		base, words := fragAlloc(f)
		c.Free(base, words)
		f = next
	}
}
