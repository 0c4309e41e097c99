package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// Binary is a binary with a copy of data.
func (b *Builder) Binary(data []byte) term.Term {
	t, buf := b.BinaryAlloc(len(data))
	copy(buf, data)
	return t
}

// BinaryString is a binary with the bytes of s.
func (b *Builder) BinaryString(s string) term.Term {
	t, buf := b.BinaryAlloc(len(s))
	copy(buf, s)
	return t
}

// BinaryAlloc is a binary of n bytes, which the caller fills at once.
func (b *Builder) BinaryAlloc(n int) (term.Term, []byte) {
	if n <= term.MaxHeapBin {
		words := (n + 7) / 8
		a := b.Alloc(term.HeapBinData + words)
		mem.Store(a, uint64(term.MakeHeader(term.SubHeapBin, 1+words)))
		mem.StoreAt(a, term.HeapBinSize, uint64(n))
		if words > 0 {
			mem.StoreAt(a, term.HeapBinData+words-1, 0)
		}
		return term.BoxedAt(a), mem.Bytes(a+term.HeapBinData*8, n)
	}
	o := NewOffHeap(b.Mem, n)
	if o == 0 {
		panic(NoMemory{Words: n / 8})
	}
	return b.RefcBinary(o, n), mem.Bytes(OffHeapBytes(o), n)
}

// RefcBinary is a binary of the first n bytes of an off-heap binary. It takes over the caller's
// reference count.
func (b *Builder) RefcBinary(o uintptr, n int) term.Term {
	a := b.allocHolder(term.RefcBinWords, o)
	mem.Store(a, uint64(term.RefcBinHeader))
	mem.StoreAt(a, term.RefcBinSize, uint64(n))
	mem.StoreAt(a, term.RefcBinData, uint64(o))
	b.fragments().hold(a, n)
	return term.BoxedAt(a)
}

// allocHolder allocates words for a holder of o, dropping o when there is no memory.
func (b *Builder) allocHolder(words int, o uintptr) uintptr {
	done := false
	defer func() {
		if !done {
			Release(b.Mem, o)
		}
	}()
	a := b.Alloc(words)
	done = true
	return a
}

// Bitstring is a bitstring of n bits with a copy of data, whose last byte is used from the high bits on.
func (b *Builder) Bitstring(data []byte, n int) term.Term {
	t := b.Binary(data[:(n+7)/8])
	if n%8 == 0 {
		return t
	}
	return b.SubBinary(t, 0, n)
}

// SubBinary is the part of a bitstring of n bits that starts at bit offset. It shares the data, or
// copies it when it is small and starts on a byte.
func (b *Builder) SubBinary(parent term.Term, offset, n int) term.Term {
	v := parent.Bits()
	if offset == 0 && n == v.Size && !parent.HasSubtag(term.SubSubBin) {
		return parent
	}
	return b.PartOf(v.Binary, v.Offset+offset, n)
}

// PartOf is like SubBinary, with the offset counted from the start of binary, which must not be a
// sub-binary: what a match context knows.
func (b *Builder) PartOf(binary term.Term, offset, n int) term.Term {
	if n%8 == 0 && offset%8 == 0 && n <= 8*16 {
		return b.Binary(mem.Bytes(term.BinaryData(binary)+uintptr(offset/8), n/8))
	}
	a := b.Alloc(term.SubBinWords)
	writeSubBinary(a, binary, offset, n, 0)
	return term.BoxedAt(a)
}

func writeSubBinary(a uintptr, binary term.Term, offset, n int, flags uint64) {
	mem.Store(a, uint64(term.SubBinHeader))
	mem.StoreAt(a, term.SubBinSize, uint64(n/8))
	mem.StoreAt(a, term.SubBinOffset, uint64(offset/8))
	mem.StoreAt(a, term.SubBinBits, uint64(n%8)|uint64(offset%8)<<8|flags)
	mem.StoreAt(a, term.SubBinParent, uint64(binary))
}

// MatchContext is a match context at the start of a bitstring.
func (b *Builder) MatchContext(bin term.Term) term.Term {
	v := bin.Bits()
	a := b.Alloc(term.MatchWords)
	WriteMatchContext(a, v)
	return term.BoxedAt(a)
}

// WriteMatchContext writes a match context for v into MatchWords words at a.
func WriteMatchContext(a uintptr, v term.BitView) {
	mem.Store(a, uint64(term.MatchHeader))
	mem.StoreAt(a, term.MatchBase, uint64(v.Base))
	mem.StoreAt(a, term.MatchOffset, uint64(v.Offset))
	mem.StoreAt(a, term.MatchEnd, uint64(v.Offset+v.Size))
	mem.StoreAt(a, term.MatchBinary, uint64(v.Binary))
}
