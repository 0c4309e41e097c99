package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// Appending to a binary in a loop is linear because the result of an append is a sub-binary, flagged
// writable, of a reference-counted binary with spare room. Appending to it writes into that room and
// moves the flag to the new, longer sub-binary; appending to an older one, which lost the flag, copies.
// The off-heap binary's size in use is in its holder on the owner's heap, so that at most one sub-binary
// anywhere has the flag. Copies that go to other processes do not carry it. Existing data never moves:
// when the room is used up, a new off-heap binary of twice the size takes over.

const minAppendRoom = 256

// Append is the bitstring bin with n bits after it, which the caller must write at once: they start at bit
// offset at, counted from base.
func (b *Builder) Append(bin term.Term, n int) (result term.Term, base uintptr, at int) {
	v := bin.Bits()
	size := v.Size + n
	if base, ok := claimRoom(bin, v, n); ok {
		a := b.Alloc(term.SubBinWords)
		holder := v.Binary.Addr()
		mem.StoreAt(holder, term.RefcBinSize, uint64((size+7)/8))
		sub := bin.Addr()
		mem.StoreAt(sub, term.SubBinBits, mem.LoadAt(sub, term.SubBinBits)&^term.SubBinWritable)
		writeSubBinary(a, v.Binary, 0, size, term.SubBinWritable)
		return term.BoxedAt(a), base, v.Size
	}
	return b.moveToRoom(v, n)
}

// claimRoom tells whether n bits can be written behind bin in place.
func claimRoom(bin term.Term, v term.BitView, n int) (base uintptr, ok bool) {
	if !bin.HasSubtag(term.SubSubBin) || bin.Word(term.SubBinBits)&term.SubBinWritable == 0 || v.Offset != 0 {
		return 0, false
	}
	o := uintptr(v.Binary.Word(term.RefcBinData))
	if (v.Size+n+7)/8 > int(mem.LoadAt(o, term.OffHeapCapacity)) {
		return 0, false
	}
	return OffHeapBytes(o), true
}

// moveToRoom copies v into a new off-heap binary with room for n more bits and as much again.
func (b *Builder) moveToRoom(v term.BitView, n int) (result term.Term, base uintptr, at int) {
	size := v.Size + n
	bytes := (size + 7) / 8
	o := NewOffHeap(b.Mem, max(2*bytes, minAppendRoom))
	if o == 0 {
		panic(NoMemory{Words: bytes / 4})
	}
	base = OffHeapBytes(o)
	term.CopyBits(mem.Bytes(base, (v.Size+7)/8), 0, v)
	holder := b.RefcBinary(o, bytes)
	b.fragments().BinBytes += uint64(max(2*bytes, minAppendRoom) - bytes) // what will be appended in place
	a := b.Alloc(term.SubBinWords)
	writeSubBinary(a, holder, 0, size, term.SubBinWritable)
	return term.BoxedAt(a), base, v.Size
}

// WritableBinary is an empty binary with room for size bytes, to be appended to.
func (b *Builder) WritableBinary(size int) term.Term {
	o := NewOffHeap(b.Mem, max(size, minAppendRoom))
	if o == 0 {
		panic(NoMemory{Words: size / 8})
	}
	holder := b.RefcBinary(o, 0)
	a := b.Alloc(term.SubBinWords)
	writeSubBinary(a, holder, 0, 0, term.SubBinWritable)
	return term.BoxedAt(a)
}
