package term

import (
	"bytes"

	"joist/internal/mem"
)

// A BitView is a bitstring taken apart: Size bits that start at bit Offset of the bytes at Base. Binary is
// the object that has the data, never a sub-binary. The view is valid until the next collection.
type BitView struct {
	Binary Term
	Base   uintptr
	Offset int
	Size   int
}

// BinaryData is the address of the first byte of a heap binary or a reference-counted one.
func BinaryData(t Term) uintptr {
	if t.Header() == RefcBinHeader {
		return uintptr(t.Word(RefcBinData)) + OffHeapData*mem.WordSize
	}
	return t.Addr() + HeapBinData*mem.WordSize
}

// Bits takes a bitstring apart; t must be one, or a match context, of which it gives what is left.
func (t Term) Bits() BitView {
	switch t.Header().Subtag() {
	case SubSubBin:
		parent := t.Field(SubBinParent)
		bits := t.Word(SubBinBits)
		return BitView{
			Binary: parent,
			Base:   BinaryData(parent),
			Offset: int(t.Word(SubBinOffset))*8 + int(bits>>8&0xff),
			Size:   int(t.Word(SubBinSize))*8 + int(bits&0xff),
		}
	case SubMatch:
		off := int(t.Word(MatchOffset))
		return BitView{Binary: t.Field(MatchBinary), Base: uintptr(t.Word(MatchBase)), Offset: off,
			Size: int(t.Word(MatchEnd)) - off}
	}
	return BitView{Binary: t, Base: BinaryData(t), Size: int(t.Word(HeapBinSize)) * 8}
}

// BitSize is the size of a bitstring in bits.
func (t Term) BitSize() int {
	if t.Header() == SubBinHeader {
		return int(t.Word(SubBinSize))*8 + int(t.Word(SubBinBits)&0xff)
	}
	return int(t.Word(HeapBinSize)) * 8
}

// ByteSize is the size of a bitstring in bytes, rounded up.
func (t Term) ByteSize() int { return (t.BitSize() + 7) / 8 }

// BinaryBytes views the bytes of a binary that starts on a byte, and copies those of one that does not.
// The bits after a bitstring's last byte are not in it. A view must not be written to and is valid until
// the next collection.
func (t Term) BinaryBytes() []byte {
	v := t.Bits()
	if v.Offset%8 == 0 {
		return mem.Bytes(v.Base+uintptr(v.Offset/8), v.Size/8)
	}
	buf := make([]byte, v.Size/8)
	v.Size &^= 7
	CopyBits(buf, 0, v)
	return buf
}

// Aligned tells whether the view starts on a byte.
func (v BitView) Aligned() bool { return v.Offset%8 == 0 }

// Byte reads eight bits at bit i of the view; fewer at its end, padded with zero bits on the right.
func (v BitView) Byte(i int) byte {
	left := v.Size - i
	p := v.Offset + i
	a, sh := v.Base+uintptr(p/8), uint(p%8)
	c := mem.Load8(a) << sh
	if sh > 0 && left > int(8-sh) {
		c |= mem.Load8(a+1) >> (8 - sh)
	}
	if left < 8 {
		c &= 0xff << (8 - left)
	}
	return c
}

// CopyBits copies the bits of v into dst, starting at bit at. The other bits of the bytes at the two
// ends keep their values.
func CopyBits(dst []byte, at int, v BitView) {
	if v.Size == 0 {
		return
	}
	if at%8 == 0 && v.Offset%8 == 0 {
		whole := v.Size / 8
		copy(dst[at/8:], mem.Bytes(v.Base+uintptr(v.Offset/8), whole))
		if rest := v.Size % 8; rest != 0 {
			mask := byte(0xff) << (8 - rest)
			p := &dst[at/8+whole]
			*p = *p&^mask | v.Byte(whole*8)
		}
		return
	}
	for i := 0; i < v.Size; i += 8 {
		putBits(dst, at+i, v.Byte(i), min(8, v.Size-i))
	}
}

// putBits writes the n high bits of c at bit at of dst.
func putBits(dst []byte, at int, c byte, n int) {
	i, sh := at/8, uint(at%8)
	mask := byte(0xff) << (8 - n)
	dst[i] = dst[i]&^(mask>>sh) | c&mask>>sh
	if int(sh)+n > 8 {
		dst[i+1] = dst[i+1]&^(mask<<(8-sh)) | c&mask<<(8-sh)
	}
}

// CompareBits orders two views bit by bit as far as the shorter one goes.
func CompareBits(x, y BitView) int {
	n := min(x.Size, y.Size)
	i := 0
	if x.Aligned() && y.Aligned() {
		whole := n / 8
		a := mem.Bytes(x.Base+uintptr(x.Offset/8), whole)
		b := mem.Bytes(y.Base+uintptr(y.Offset/8), whole)
		if c := bytes.Compare(a, b); c != 0 {
			return c
		}
		i = whole * 8
	}
	x.Size, y.Size = n, n
	for ; i < n; i += 8 {
		if a, b := x.Byte(i), y.Byte(i); a != b {
			if a < b {
				return -1
			}
			return 1
		}
	}
	return 0
}
