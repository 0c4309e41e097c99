package interp

import (
	"math"

	"joist/internal/code"
	"joist/internal/mem"
	"joist/internal/term"
)

// context is a match context: the address of its object.
type context uintptr

func contextOf(t term.Term) context { return context(t.Addr()) }

func (x context) at() uint64       { return mem.LoadAt(uintptr(x), term.MatchOffset) }
func (x context) end() uint64      { return mem.LoadAt(uintptr(x), term.MatchEnd) }
func (x context) left() uint64     { return x.end() - x.at() }
func (x context) base() uintptr    { return uintptr(mem.LoadAt(uintptr(x), term.MatchBase)) }
func (x context) advance(n uint64) { mem.StoreAt(uintptr(x), term.MatchOffset, x.at()+n) }
func (x context) binary() term.Term {
	return term.Term(mem.LoadAt(uintptr(x), term.MatchBinary))
}

// partWords is the most that heap.Builder.PartOf takes.
const partWords = term.SubBinWords

func (m *Machine) doBsStartMatch(w uint64) bool {
	from := m.get(opA(w))
	if from.HasSubtag(term.SubMatch) {
		return m.result(w, from)
	}
	if !from.IsBitstring() {
		if code.Op(w) == code.OpBsStartMatchX {
			return m.errorAtom(term.AtomBadarg)
		}
		return m.branch()
	}
	if !m.reserveBeside(opA(w), term.MatchWords, int(opB(w))) {
		return false
	}
	return m.result(w, m.c.MatchContext(m.get(opA(w))))
}

// reserveBeside is reserve for an instruction that reads the register ref, which need not be one of the
// live registers: those are live after it. When it is not, nothing is collected, and what the
// instruction makes goes to a fragment if there is no room.
func (m *Machine) reserveBeside(ref uint64, words, live int) bool {
	at := regAddr(m.x, m.heap.Stop, ref) - m.x
	if at >= uintptr(live)*mem.WordSize && at < code.BankWords*mem.WordSize {
		return true
	}
	return m.reserve(words, live)
}

// segmentBits is the size in bits of a segment whose packed size is word 0 and whose unit is in B.
func (m *Machine) segmentBits(unit uint64) (bits uint64, ok bool) {
	size := m.unpack(m.packed(0))
	if !size.IsSmall() || size.SmallValue() < 0 {
		return 0, false
	}
	n := uint64(size.SmallValue())
	if unit != 0 && n > maxBitSize/unit {
		return 0, false
	}
	return n * unit, true
}

const maxBitSize = 1 << 56

// segment is the context, and the size of the segment to match; ok is false where it does not fit.
func (m *Machine) segment(w uint64) (x context, bits uint64, ok bool) {
	x = contextOf(m.get(opA(w)))
	bits, ok = m.segmentBits(opB(w) >> code.BsUnitShift)
	return x, bits, ok && bits <= x.left()
}

func (m *Machine) doBsGetInteger(w uint64) bool {
	if !m.tidy(int(m.h())) {
		return false
	}
	x, bits, ok := m.segment(w)
	if !ok {
		return m.branch()
	}
	v := m.readInteger(x.base(), x.at(), bits, opB(w))
	x.advance(bits)
	m.set(opC(w), v)
	return m.next(1)
}

// doBsGetByte does what the loop leaves: nothing.
func (m *Machine) doBsGetByte(w uint64) bool {
	x := contextOf(m.get(opA(w)))
	if x.left() < 8 {
		return m.branch()
	}
	v := readBits(x.base(), x.at(), 8)
	x.advance(8)
	return m.result(w, term.Small(int64(v)))
}

// doBsGetBytes does what does not start on a byte.
func (m *Machine) doBsGetBytes(w uint64) bool {
	x, n := contextOf(m.get(opA(w))), 8*opB(w)
	if x.left() < n {
		return m.branch()
	}
	v := readBits(x.base(), x.at(), n)
	x.advance(n)
	return m.result(w, term.Small(int64(v)))
}

func (m *Machine) doBsGetLittle(w uint64) bool {
	x, n := contextOf(m.get(opA(w))), 8*opB(w)
	if x.left() < n {
		return m.branch()
	}
	v := swapBits(readBits(x.base(), x.at(), n), n)
	x.advance(n)
	return m.result(w, term.Small(int64(v)))
}

// readBits reads up to 64 bits, big-endian.
func readBits(base uintptr, at, n uint64) uint64 {
	if n == 0 {
		return 0
	}
	p := base + uintptr(at>>3)
	skip := at & 7
	bytes := (skip + n + 7) >> 3
	v := uint64(0)
	for i := range min(bytes, 8) {
		v = v<<8 | uint64(mem.Load8(p+uintptr(i)))
	}
	if bytes <= 8 {
		return v << (64 - 8*bytes + skip) >> (64 - n)
	}
	rest := 72 - skip - n // bits of the ninth byte that do not count
	return v<<skip>>(64-n)&^(1<<(8-rest)-1) | uint64(mem.Load8(p+8)>>rest)
}

// readInteger reads an integer of any size.
func (m *Machine) readInteger(base uintptr, at, n, flags uint64) term.Term {
	signed := flags&code.BsSigned != 0
	if n <= 64 {
		v := readBits(base, at, n)
		if flags&code.BsLittle != 0 {
			v = swapBits(v, n)
		}
		if signed && n > 0 {
			return m.c.Int(int64(v<<(64-n)) >> (64 - n))
		}
		return m.c.Uint(v)
	}
	return m.readBig(base, at, n, flags, signed)
}

// swapBits makes a number of n bits that were read as big-endian of bytes that are little-endian.
func swapBits(v, n uint64) uint64 {
	r, shift := uint64(0), uint64(0)
	for left := n; left > 0; {
		k := min(left, 8)
		r |= v >> (left - k) & (1<<k - 1) << shift
		shift += k
		left -= k
	}
	return r
}

func (m *Machine) readBig(base uintptr, at, n, flags uint64, signed bool) term.Term {
	limbs := make([]uint64, (n+63)/64)
	for i := uint64(0); i*64 < n; i++ {
		k := min(n-i*64, 64)
		if flags&code.BsLittle != 0 {
			limbs[i] = swapBits(readBits(base, at+i*64, k), k)
		} else {
			limbs[i] = readBits(base, at+n-i*64-k, k)
		}
	}
	m.reds -= int64(n >> 12)
	neg := signed && limbs[(n-1)/64]>>((n-1)%64)&1 == 1
	if neg {
		if r := n % 64; r != 0 {
			limbs[len(limbs)-1] |= ^uint64(0) << r
		}
		negate(limbs)
	}
	return m.c.BigFromLimbs(neg, limbs)
}

// negate makes the two's complement.
func negate(limbs []uint64) {
	carry := uint64(1)
	for i, v := range limbs {
		limbs[i] = ^v + carry
		if limbs[i] != 0 {
			carry = 0
		}
	}
}

func (m *Machine) doBsGetFloat(w uint64) bool {
	if !m.tidy(int(m.h())) {
		return false
	}
	x, bits, ok := m.segment(w)
	if !ok || bits != 16 && bits != 32 && bits != 64 {
		return m.branch()
	}
	v := readBits(x.base(), x.at(), bits)
	if opB(w)&code.BsLittle != 0 {
		v = swapBits(v, bits)
	}
	f := floatOf(v, bits)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return m.branch()
	}
	x.advance(bits)
	m.set(opC(w), m.c.Float(f))
	return m.next(1)
}

func floatOf(v, bits uint64) float64 {
	switch bits {
	case 64:
		return math.Float64frombits(v)
	case 32:
		return float64(math.Float32frombits(uint32(v)))
	}
	sign, exp, frac := v>>15, int(v>>10&31), float64(v&1023)
	f := math.Ldexp(1+frac/1024, exp-15)
	switch exp {
	case 0:
		f = math.Ldexp(frac/1024, -14)
	case 31:
		f = math.Inf(1)
	}
	if sign == 1 {
		f = -f
	}
	return f
}

func (m *Machine) doBsGetBinary(w uint64) bool {
	if !m.reserveBeside(opA(w), partWords, int(m.h())) {
		return false
	}
	x, bits, ok := m.segment(w)
	if !ok {
		return m.branch()
	}
	v := m.c.PartOf(x.binary(), m.offsetInBinary(x), int(bits))
	x.advance(bits)
	m.set(opC(w), v)
	return m.next(1)
}

// offsetInBinary is the position counted from the first bit of the context's binary.
func (m *Machine) offsetInBinary(x context) int {
	return int(x.base()-term.BinaryData(x.binary()))*8 + int(x.at())
}

func (m *Machine) doBsGetBinaryAll(w uint64) bool {
	if !m.reserveBeside(opA(w), partWords, int(m.h())) {
		return false
	}
	x := contextOf(m.get(opA(w)))
	bits := x.left()
	if unit := opB(w); unit > 1 && bits%unit != 0 {
		return m.branch()
	}
	v := m.c.PartOf(x.binary(), m.offsetInBinary(x), int(bits))
	x.advance(bits)
	return m.result(w, v)
}

func (m *Machine) doBsSkip(w uint64) bool {
	x := contextOf(m.get(opA(w)))
	bits, ok := uint64(0), true
	if m.unpack(m.packed(0)) == term.AtomAll {
		bits = x.left()
	} else {
		bits, ok = m.segmentBits(opB(w))
	}
	if !ok || bits > x.left() {
		return m.branch()
	}
	x.advance(bits)
	return m.next(1)
}

func (m *Machine) doBsTestUnit(w uint64) bool {
	return m.testNear(contextOf(m.get(opA(w))).left()%opB(w) == 0)
}

func (m *Machine) doBsMatchString(w uint64) bool {
	x, n := contextOf(m.get(opA(w))), opB(w)
	if x.left() < n || !equalBits(x.base(), x.at(), uintptr(m.packed(0)), n) {
		return m.branch()
	}
	x.advance(n)
	return m.next(1)
}

func equalBits(base uintptr, at uint64, want uintptr, n uint64) bool {
	for i := uint64(0); i < n; i += 64 {
		k := min(n-i, 64)
		if readBits(base, at+i, k) != readBits(want, i, k) {
			return false
		}
	}
	return true
}

func (m *Machine) doBsGetTail(w uint64) bool {
	if !m.reserveBeside(opA(w), partWords, int(opB(w))) {
		return false
	}
	x := contextOf(m.get(opA(w)))
	return m.result(w, m.c.PartOf(x.binary(), m.offsetInBinary(x), int(x.left())))
}

func (m *Machine) doBsGetUtf8(w uint64) bool {
	x := contextOf(m.get(opA(w)))
	r, n := readUtf8(x)
	if n == 0 {
		return m.branch()
	}
	x.advance(n)
	return m.result(w, term.Small(int64(r)))
}

// readUtf8 reads a character; the second result is the bits it takes, 0 where there is none.
func readUtf8(x context) (uint64, uint64) {
	left := x.left()
	if left < 8 {
		return 0, 0
	}
	b := readBits(x.base(), x.at(), 8)
	var n, lowest uint64
	switch {
	case b < 0x80:
		return b, 8
	case b>>5 == 6:
		n, b, lowest = 1, b&31, 0x80
	case b>>4 == 14:
		n, b, lowest = 2, b&15, 0x800
	case b>>3 == 30:
		n, b, lowest = 3, b&7, 0x10000
	default:
		return 0, 0
	}
	if left < 8+8*n {
		return 0, 0
	}
	for i := uint64(1); i <= n; i++ {
		c := readBits(x.base(), x.at()+8*i, 8)
		if c>>6 != 2 {
			return 0, 0
		}
		b = b<<6 | c&63
	}
	if b < lowest || !isChar(b) {
		return 0, 0
	}
	return b, 8 + 8*n
}

func isChar(r uint64) bool { return r <= 0x10FFFF && r>>11 != 0xD800>>11 }

func (m *Machine) doBsGetUtf16(w uint64) bool {
	x := contextOf(m.get(opA(w)))
	unit := func(i uint64) uint64 {
		v := readBits(x.base(), x.at()+i, 16)
		if opB(w)&code.BsLittle != 0 {
			v = swapBits(v, 16)
		}
		return v
	}
	if x.left() < 16 {
		return m.branch()
	}
	r, n := unit(0), uint64(16)
	if r>>10 == 0xD800>>10 {
		if x.left() < 32 || unit(16)>>10 != 0xDC00>>10 {
			return m.branch()
		}
		n = 32
		r = 0x10000 + (unit(0)&0x3FF<<10 | unit(16)&0x3FF)
	}
	if !isChar(r) {
		return m.branch()
	}
	x.advance(n)
	return m.result(w, term.Small(int64(r)))
}

func (m *Machine) doBsGetUtf32(w uint64) bool {
	x := contextOf(m.get(opA(w)))
	if x.left() < 32 {
		return m.branch()
	}
	r := readBits(x.base(), x.at(), 32)
	if opB(w)&code.BsLittle != 0 {
		r = swapBits(r, 32)
	}
	if !isChar(r) {
		return m.branch()
	}
	x.advance(32)
	return m.result(w, term.Small(int64(r)))
}

// doBsMatch runs the commands of bs_match.
func (m *Machine) doBsMatch(w uint64) bool {
	n := int(opB(w))
	if !m.reserveBeside(opA(w), n*partWords, int(m.h())) {
		return false
	}
	x := contextOf(m.get(opA(w)))
	for i := range n {
		kind, bits, arg := m.packed(3*i), m.packed(3*i+1), m.packed(3*i+2)
		switch kind & 0xFF {
		case code.MatchAtLeast:
			if left := x.left(); left < bits || arg > 1 && (left-bits)%arg != 0 {
				return m.branch()
			}
			continue
		case code.MatchExactly:
			if x.left() != bits {
				return m.branch()
			}
			continue
		case code.MatchSkip:
		case code.MatchBinary:
			m.set(arg, m.c.PartOf(x.binary(), m.offsetInBinary(x), int(bits)))
		case code.MatchInteger:
			m.set(arg, m.readInteger(x.base(), x.at(), bits, kind>>8))
		case code.MatchTail:
			m.set(arg, m.c.PartOf(x.binary(), m.offsetInBinary(x), int(x.left())))
			bits = x.left()
		case code.MatchEqual:
			if x.left() < bits || readBits(x.base(), x.at(), bits) != arg {
				return m.branch()
			}
		}
		x.advance(bits)
	}
	return m.next(3 * n)
}
