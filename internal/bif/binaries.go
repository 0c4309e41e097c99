package bif

import (
	"math/big"
	"slices"

	"joist/internal/arith"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

func binaryNatives() []Native {
	return []Native{
		{"erlang", "byte_size", 1, byteSize, guard},
		{"erlang", "bit_size", 1, bitSize, guard},
		{"erlang", "binary_part", 2, binaryPart, guard},
		{"erlang", "binary_part", 3, binaryPart, guard},
		{"binary", "part", 2, binaryPart, 0},
		{"binary", "part", 3, binaryPart, 0},
		{"erlang", "split_binary", 2, splitBinary, 0},
		{"erlang", "binary_to_list", 1, binaryToList, 0},
		{"erlang", "binary_to_list", 3, binaryRangeToList, 0},
		{"binary", "bin_to_list", 1, binaryToList, 0},
		{"binary", "bin_to_list", 2, binaryPartToList, 0},
		{"binary", "bin_to_list", 3, binaryPartToList, 0},
		{"erlang", "bitstring_to_list", 1, bitstringToList, 0},
		{"binary", "at", 2, byteAt, 0},
		{"binary", "first", 1, firstByte, 0},
		{"binary", "last", 1, lastByte, 0},
		{"binary", "copy", 1, copyBinary, 0},
		{"binary", "copy", 2, copyBinary, 0},
		{"binary", "encode_unsigned", 1, encodeUnsigned, 0},
		{"binary", "encode_unsigned", 2, encodeUnsigned, 0},
		{"binary", "decode_unsigned", 1, decodeUnsigned, 0},
		{"binary", "decode_unsigned", 2, decodeUnsigned, 0},
		{"binary", "longest_common_prefix", 1, longestCommon(commonPrefix), 0},
		{"binary", "longest_common_suffix", 1, longestCommon(commonSuffix), 0},
		{"binary", "referenced_byte_size", 1, referencedByteSize, 0},
		{"binary", "encode_hex", 1, encodeHex, 0},
		{"binary", "encode_hex", 2, encodeHex, 0},
		{"binary", "decode_hex", 1, decodeHex, 0},
	}
}

// bytesOf views the bytes of a binary. One that does not begin on a byte is copied; a bitstring whose length is no
// number of bytes is refused.
func bytesOf(t term.Term) (text []byte, ok bool) {
	bits, ok := bitsOf(t)
	if !ok || bits.Size%8 != 0 {
		return nil, false
	}
	return alignedBytes(bits), true
}

// bitsOf views a bitstring.
func bitsOf(t term.Term) (bits term.BitView, ok bool) {
	if !t.IsBitstring() {
		return bits, false
	}
	return t.Bits(), true
}

// alignedBytes is the content of a bitstring as bytes, the last one filled up with zeros.
func alignedBytes(bits term.BitView) []byte {
	if bits.Offset%8 == 0 && bits.Size%8 == 0 {
		return mem.Bytes(bits.Base+uintptr(bits.Offset/8), bits.Size/8)
	}
	text := make([]byte, (bits.Size+7)/8)
	term.CopyBits(text, 0, bits)
	return text
}

func byteSize(c *proc.Ctx, args []term.Term) term.Term {
	bits, ok := bitsOf(args[0])
	if !ok {
		return c.Badarg()
	}
	return term.Small(int64((bits.Size + 7) / 8))
}

func bitSize(c *proc.Ctx, args []term.Term) term.Term {
	bits, ok := bitsOf(args[0])
	if !ok {
		return c.Badarg()
	}
	return term.Small(int64(bits.Size))
}

// partOf reads a start and a length, given as two terms or as a tuple of two; a negative length goes backwards from start.
func partOf(size int, part []term.Term) (start, length int, ok bool) {
	if len(part) == 1 {
		if !part[0].IsTuple() || part[0].TupleSize() != 2 {
			return 0, 0, false
		}
		part = part[0].TupleElems()
	}
	if !part[0].IsSmall() || !part[1].IsSmall() {
		return 0, 0, false
	}
	from, n := part[0].SmallValue(), part[1].SmallValue()
	if n < 0 {
		from, n = from+n, -n
	}
	if from < 0 || n < 0 || from > int64(size) || n > int64(size)-from {
		return 0, 0, false
	}
	return int(from), int(n), true
}

func binaryPart(c *proc.Ctx, args []term.Term) term.Term {
	bits, ok := bitsOf(args[0])
	if !ok {
		return c.Badarg()
	}
	start, n, ok := partOf(bits.Size/8, args[1:])
	if !ok {
		return c.Badarg()
	}
	return c.SubBinary(args[0], start*8, n*8)
}

func splitBinary(c *proc.Ctx, args []term.Term) term.Term {
	bits, ok := bitsOf(args[0])
	if !ok || !args[1].IsSmall() || args[1].SmallValue() < 0 || args[1].SmallValue() > int64(bits.Size/8) {
		return c.Badarg()
	}
	at := int(args[1].SmallValue()) * 8
	whole := args[0]
	return c.Tuple(c.SubBinary(whole, 0, at), c.SubBinary(whole, at, bits.Size-at))
}

func binaryToList(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	return bytesToList(c, text)
}

// bytesToList makes a list of bytes, off the schedulers when it is long.
func bytesToList(c *proc.Ctx, text []byte) term.Term {
	if len(text) <= cellLimit {
		return asCharlist(c, text)
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term { return asCharlist(c, text) })
}

// binaryRangeToList is erlang:binary_to_list/3, whose positions count from 1 and include both ends.
func binaryRangeToList(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok || !args[1].IsSmall() || !args[2].IsSmall() {
		return c.Badarg()
	}
	from, to := args[1].SmallValue(), args[2].SmallValue()
	if from < 1 || to < from || to > int64(len(text)) {
		return c.Badarg()
	}
	return bytesToList(c, text[from-1:to])
}

func binaryPartToList(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	start, n, ok := partOf(len(text), args[1:])
	if !ok {
		return c.Badarg()
	}
	return bytesToList(c, text[start:start+n])
}

// bitstringToList gives the bits beyond the last whole byte as a bitstring at the list's end.
func bitstringToList(c *proc.Ctx, args []term.Term) term.Term {
	bits, ok := bitsOf(args[0])
	if !ok {
		return c.Badarg()
	}
	rest := bits.Size % 8
	if rest == 0 {
		return binaryToList(c, args)
	}
	whole := bits.Size - rest
	tail := c.Cons(c.SubBinary(args[0], whole, rest), term.Nil)
	if whole == 0 {
		return tail
	}
	text := alignedBytes(bits)[:whole/8]
	chargeCells(c, len(text))
	result := newCells(c, len(text))
	for _, b := range text {
		result.push(term.Small(int64(b)))
	}
	return result.finish(tail)
}

func byteAt(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok || !args[1].IsSmall() || args[1].SmallValue() < 0 || args[1].SmallValue() >= int64(len(text)) {
		return c.Badarg()
	}
	return term.Small(int64(text[args[1].SmallValue()]))
}

func firstByte(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok || len(text) == 0 {
		return c.Badarg()
	}
	return term.Small(int64(text[0]))
}

func lastByte(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok || len(text) == 0 {
		return c.Badarg()
	}
	return term.Small(int64(text[len(text)-1]))
}

// maxBinaryBytes bounds what one native may be asked to build.
const maxBinaryBytes = 1 << 40

func copyBinary(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	times := int64(1)
	if len(args) == 2 {
		if !args[1].IsSmall() || args[1].SmallValue() < 0 {
			return c.Badarg()
		}
		times = args[1].SmallValue()
	}
	if len(text) > 0 && times > maxBinaryBytes/int64(len(text)) {
		return c.SystemLimit()
	}
	repeat := func(c *proc.Ctx, _ []term.Term) term.Term {
		result, to := c.BinaryAlloc(len(text) * int(times))
		for i := 0; i < len(to); i += len(text) {
			copy(to[i:], text)
		}
		return result
	}
	chargeBytes(c, len(text)*int(times))
	if len(text)*int(times) > byteLimit {
		return c.Dirty(repeat, args[0])
	}
	return repeat(c, nil)
}

// littleEndian reads the optional endianness argument.
func littleEndian(args []term.Term) (little, ok bool) {
	if len(args) < 2 {
		return false, true
	}
	return args[1] == term.AtomLittle, args[1] == term.AtomLittle || args[1] == term.AtomBig
}

func encodeUnsigned(c *proc.Ctx, args []term.Term) term.Term {
	little, ok := littleEndian(args)
	var z big.Int
	if !ok || !arith.BigInt(&z, args[0]) || z.Sign() < 0 {
		return c.Badarg()
	}
	text := z.Bytes()
	if len(text) == 0 {
		text = []byte{0}
	}
	if little {
		slices.Reverse(text)
	}
	chargeBytes(c, len(text))
	return c.Binary(text)
}

func decodeUnsigned(c *proc.Ctx, args []term.Term) term.Term {
	little, ok := littleEndian(args)
	text, isBinary := bytesOf(args[0])
	if !ok || !isBinary {
		return c.Badarg()
	}
	if little {
		text = slices.Clone(text)
		slices.Reverse(text)
	}
	chargeBytes(c, len(text))
	var z big.Int
	value, fault := arith.FromBig(&c.Builder, z.SetBytes(text))
	return withFault(c, value, fault)
}

// longestCommon is the length that all binaries of a list have in common at one end; common compares two and cuts the
// first to what they share.
func longestCommon(common func(x, y []byte) []byte) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		var shared []byte
		list := args[0]
		if !list.IsCons() {
			return c.Badarg()
		}
		for first := true; list.IsCons(); list = list.Cdr() {
			text, ok := bytesOf(list.Car())
			if !ok {
				return c.Badarg()
			}
			if first {
				shared, first = text, false
				continue
			}
			shared = common(shared, text)
			chargeBytes(c, len(shared))
		}
		if !list.IsNil() {
			return c.Badarg()
		}
		return term.Small(int64(len(shared)))
	}
}

func commonPrefix(x, y []byte) []byte {
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return x[:n]
}

func commonSuffix(x, y []byte) []byte {
	n := 0
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return x[len(x)-n:]
}

func referencedByteSize(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsBinary() {
		return c.Badarg()
	}
	// Both kinds of binary that hold data have their size in the same place.
	return term.Small(int64(args[0].Bits().Binary.Word(term.HeapBinSize)))
}
