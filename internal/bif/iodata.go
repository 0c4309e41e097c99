package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func iodataNatives() []Native {
	return []Native{
		{"erlang", "iolist_to_binary", 1, iolistToBinary, 0},
		{"erlang", "list_to_binary", 1, listToBinary, 0},
		{"binary", "list_to_bin", 1, listToBinary, 0},
		{"erlang", "list_to_bitstring", 1, listToBitstring, 0},
		{"erlang", "iolist_size", 1, iolistSize, 0},
		{"erlang", "iolist_to_iovec", 1, iolistToIovec, 0},
	}
}

// iovisitor receives the parts of an iolist in order. A part is a byte or a bitstring.
type iovisitor struct {
	onByte func(b byte)
	onBits func(bits term.BitView)
}

// walkIOList visits the parts of an iolist: a list of bytes, binaries and iolists, whose tail may be a binary. It stops
// with again true after limit parts, and with ok false at what is no part. It does not recurse.
func walkIOList(list term.Term, limit int, v iovisitor) (ok, again bool) {
	var later []term.Term
	for steps := 0; ; steps++ {
		if steps > limit {
			return true, true
		}
		switch {
		case list.IsCons():
			h := list.Car()
			switch {
			case h.IsSmall() && h.SmallValue() >= 0 && h.SmallValue() <= 255:
				v.onByte(byte(h.SmallValue()))
				list = list.Cdr()
			case h.IsCons():
				later = append(later, list.Cdr())
				list = h
			case h.IsNil():
				list = list.Cdr()
			default:
				bits, isBits := bitsOf(h)
				if !isBits {
					return false, false
				}
				v.onBits(bits)
				list = list.Cdr()
			}
			continue
		case list.IsNil():
		default:
			bits, isBits := bitsOf(list)
			if !isBits {
				return false, false
			}
			v.onBits(bits)
		}
		if len(later) == 0 {
			return true, false
		}
		list, later = later[len(later)-1], later[:len(later)-1]
	}
}

// iolistBits measures an iolist; again is true where it has more than limit parts.
func iolistBits(list term.Term, limit int) (bits, parts int, ok, again bool) {
	ok, again = walkIOList(list, limit, iovisitor{
		onByte: func(byte) { bits += 8; parts++ },
		onBits: func(b term.BitView) { bits += b.Size; parts++ },
	})
	return bits, parts, ok, again
}

func iolistToBinary(c *proc.Ctx, args []term.Term) term.Term {
	t := args[0]
	if t.IsBinary() {
		return t
	}
	return joinIOList(c, t, true)
}

func listToBinary(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsCons() && !args[0].IsNil() {
		return c.Badarg()
	}
	return joinIOList(c, args[0], true)
}

func listToBitstring(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsCons() && !args[0].IsNil() {
		return c.Badarg()
	}
	return joinIOList(c, args[0], false)
}

// joinIOList makes an iolist one binary, or where that is asked for one bitstring.
func joinIOList(c *proc.Ctx, list term.Term, wholeBytes bool) term.Term {
	if !list.IsCons() && !list.IsNil() {
		return c.Badarg()
	}
	bits, parts, ok, again := iolistBits(list, cellLimit)
	if !ok {
		return c.Badarg()
	}
	if again || bits > 8*byteLimit {
		return c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term { return joinWhole(c, args[0], wholeBytes) }, list)
	}
	return joinParts(c, list, wholeBytes, bits, parts)
}

func joinWhole(c *proc.Ctx, list term.Term, wholeBytes bool) term.Term {
	bits, parts, ok, _ := iolistBits(list, noLimit)
	if !ok {
		return c.Badarg()
	}
	return joinParts(c, list, wholeBytes, bits, parts)
}

// joinParts joins an iolist whose size is known.
func joinParts(c *proc.Ctx, list term.Term, wholeBytes bool, bits, parts int) term.Term {
	if wholeBytes && bits%8 != 0 {
		return c.Badarg()
	}
	chargeCells(c, parts)
	chargeBytes(c, bits/8)
	result, to := c.BinaryAlloc((bits + 7) / 8)
	fillIOList(list, to)
	if bits%8 != 0 {
		return c.SubBinary(result, 0, bits)
	}
	return result
}

// fillIOList writes the content of a valid iolist to memory of its size.
func fillIOList(list term.Term, to []byte) {
	at := 0 // in bits
	walkIOList(list, noLimit, iovisitor{
		onByte: func(b byte) {
			if at%8 == 0 {
				to[at/8] = b
			} else {
				putBits(to, at, []byte{b}, 8)
			}
			at += 8
		},
		onBits: func(bits term.BitView) {
			if at%8 == 0 {
				term.CopyBits(to[at/8:], 0, bits)
			} else {
				putBits(to, at, alignedBytes(bits), bits.Size)
			}
			at += bits.Size
		},
	})
}

// putBits writes n bits to a place that does not begin on a byte. The bits there beyond at must be zero or to be overwritten.
func putBits(to []byte, at int, from []byte, n int) {
	shift := uint(at % 8)
	i := at / 8
	to[i] &= ^byte(0) << (8 - shift)
	for k := 0; k*8 < n; k++ {
		b := from[k]
		to[i+k] |= b >> shift
		if i+k+1 < len(to) {
			to[i+k+1] = b << (8 - shift)
		}
	}
}

func iolistSize(c *proc.Ctx, args []term.Term) term.Term {
	t := args[0]
	if t.IsBitstring() {
		bits, _ := bitsOf(t)
		return term.Small(int64((bits.Size + 7) / 8))
	}
	measure := func(c *proc.Ctx, args []term.Term) term.Term {
		bits, parts, ok, _ := iolistBits(args[0], noLimit)
		chargeCells(c, parts)
		if !ok || bits%8 != 0 {
			return c.Badarg()
		}
		return term.Small(int64(bits / 8))
	}
	if !t.IsCons() && !t.IsNil() {
		return c.Badarg()
	}
	if _, _, _, again := iolistBits(t, cellLimit); again {
		return c.Dirty(measure, t)
	}
	return measure(c, args)
}

// iolistToIovec gives one binary: joist hands data to the system in one piece.
func iolistToIovec(c *proc.Ctx, args []term.Term) term.Term {
	wrap := func(c *proc.Ctx, args []term.Term) term.Term {
		binary := args[0]
		if !binary.IsBinary() {
			if binary = joinWhole(c, binary, true); binary == term.None {
				return term.None
			}
		}
		if bits, _ := bitsOf(binary); bits.Size == 0 {
			return term.Nil
		}
		return c.Cons(binary, term.Nil)
	}
	t := args[0]
	if !t.IsBinary() && !t.IsCons() && !t.IsNil() {
		return c.Badarg()
	}
	if _, _, _, again := iolistBits(t, cellLimit); again {
		return c.Dirty(wrap, t)
	}
	return wrap(c, args)
}

// appendIOData appends the bytes of iodata; ok is false where it is none.
func appendIOData(text []byte, data term.Term) ([]byte, bool) {
	if binary, ok := bytesOf(data); ok {
		return append(text, binary...), true
	}
	bits, _, ok, _ := iolistBits(data, noLimit)
	if !ok || bits%8 != 0 || !data.IsCons() && !data.IsNil() {
		return text, false
	}
	start := len(text)
	text = append(text, make([]byte, bits/8)...)
	fillIOList(data, text[start:])
	return text, true
}
