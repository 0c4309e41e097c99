package interp

import (
	"math"

	"joist/internal/arith"
	"joist/internal/code"
	"joist/internal/maps"
	"joist/internal/mem"
	"joist/internal/term"
)

// construction is a bitstring that is being written: the place of the next bit. Between bs_init2 or
// bs_append and the last of the bs_put instructions that follow nothing is collected.
type construction struct {
	base uintptr
	at   uint64
}

// put writes the n low bits of v, n up to 64, big-endian.
func (b *construction) put(v, n uint64) {
	for n > 0 {
		p := b.base + uintptr(b.at>>3)
		used := b.at & 7
		k := min(8-used, n)
		part := v >> (n - k) & (1<<k - 1) << (8 - used - k)
		if used == 0 {
			mem.Store8(p, uint8(part))
		} else {
			keep := ^uint64(1<<(8-used) - 1)
			mem.Store8(p, uint8(uint64(mem.Load8(p))&keep|part))
		}
		b.at += k
		n -= k
	}
}

// copy writes n bits that start at bit from of the bytes at src.
func (b *construction) copy(src uintptr, from, n uint64) {
	if b.at&7 == 0 && from&7 == 0 {
		whole := n >> 3
		copy(mem.Bytes(b.base+uintptr(b.at>>3), int(whole)), mem.Bytes(src+uintptr(from>>3), int(whole)))
		b.at += whole << 3
		from += whole << 3
		n &= 7
	}
	for n > 0 {
		k := min(n, 56)
		b.put(readBits(src, from, k), k)
		from += k
		n -= k
	}
}

// putInteger writes an integer in n bits.
func (b *construction) putInteger(t term.Term, n, flags uint64) {
	if t.IsSmall() && n <= 64 {
		v := uint64(t.SmallValue())
		if flags&code.BsLittle != 0 {
			v = toLittle(v, n)
		}
		b.put(v, n)
		return
	}
	limb := limbsOf(t)
	if flags&code.BsLittle != 0 {
		for i := uint64(0); i*64 < n; i++ {
			k := min(n-i*64, 64)
			b.put(toLittle(limb(i), k), k)
		}
		return
	}
	first := n % 64
	if first > 0 {
		b.put(limb(n/64), first)
	}
	for i := n / 64; i > 0; i-- {
		b.put(limb(i-1), 64)
	}
}

// toLittle orders n bits so that writing them big-endian gives little-endian bytes.
func toLittle(v, n uint64) uint64 {
	r := uint64(0)
	for left := n; left > 0; {
		k := min(left, 8)
		r = r<<k | v&(1<<k-1)
		v >>= k
		left -= k
	}
	return r
}

// limbsOf gives the limbs of an integer's two's complement, which has no end.
func limbsOf(t term.Term) func(i uint64) uint64 {
	if t.IsSmall() {
		v := t.SmallValue()
		return func(i uint64) uint64 {
			if i == 0 {
				return uint64(v)
			}
			return uint64(v >> 63)
		}
	}
	limbs, fill := t.BigLimbs(), uint64(0)
	if t.IsBigNegative() {
		own := append([]uint64(nil), limbs...)
		negate(own)
		limbs, fill = own, ^uint64(0)
	}
	return func(i uint64) uint64 {
		if i < uint64(len(limbs)) {
			return limbs[i]
		}
		return fill
	}
}

// putFloat writes a number as a float of n bits and tells whether it can be.
func (b *construction) putFloat(t term.Term, n, flags uint64) bool {
	f, ok := arith.Float64(t)
	if !ok {
		return false
	}
	var v uint64
	switch n {
	case 64:
		v = math.Float64bits(f)
	case 32:
		v = uint64(math.Float32bits(float32(f)))
	case 16:
		if v, ok = halfBits(f); !ok {
			return false
		}
	default:
		return false
	}
	if flags&code.BsLittle != 0 {
		v = toLittle(v, n)
	}
	b.put(v, n)
	return true
}

// halfBits is a float in 16 bits, rounded to even; ok is false when it is too large.
func halfBits(f float64) (v uint64, ok bool) {
	sign := math.Float64bits(f) >> 63 << 15
	f = math.Abs(f)
	if f == 0 {
		return sign, true
	}
	_, exp := math.Frexp(f)
	exp = max(exp-1, -14)
	frac := uint64(math.RoundToEven(math.Ldexp(f, 10-exp)))
	v = uint64(exp+15)<<10 + frac - 1024
	if frac < 1024 {
		v = frac
	}
	return sign | v, v < 31<<10
}

func utf8Bytes(r uint64) uint64 {
	switch {
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case r < 0x10000:
		return 3
	}
	return 4
}

func (b *construction) putUtf8(r uint64) {
	switch utf8Bytes(r) {
	case 1:
		b.put(r, 8)
	case 2:
		b.put(0xC080|r>>6<<8|r&63, 16)
	case 3:
		b.put(0xE08080|r>>12<<16|r>>6&63<<8|r&63, 24)
	default:
		b.put(0xF0808080|r>>18<<24|r>>12&63<<16|r>>6&63<<8|r&63, 32)
	}
}

func (b *construction) putUtf16(r, flags uint64) {
	unit := func(v uint64) {
		if flags&code.BsLittle != 0 {
			v = toLittle(v, 16)
		}
		b.put(v, 16)
	}
	if r >= 0x10000 {
		unit(0xD800 | (r-0x10000)>>10)
		unit(0xDC00 | (r-0x10000)&0x3FF)
	} else {
		unit(r)
	}
}

// A segment of bs_create_bin: three packed words, see the loader.
type segment struct {
	kind, flags, unit uint64
	number            uint64 // in the source
	value, size       uint64
	bits              uint64
}

// segmentAt reads segment i of the instruction. It is put in its place field by field: to copy one that has just been
// made, in pieces of another size, takes the processor longer than all the rest.
func (m *Machine) segmentAt(i int) *segment {
	if i == len(m.segments) {
		m.segments = append(m.segments, segment{})
	}
	s := &m.segments[i]
	head := m.packed(3 * i)
	s.kind, s.flags, s.unit, s.number = head&0xFF, head>>8&0xFF, head>>16&0xFFFF, head>>32
	s.value, s.size = m.packed(3*i+1), m.packed(3*i+2)
	s.bits = 0
	return s
}

// measure finds the size of a segment in bits and checks its value. It gives None, or what is wrong: type,
// size, short or unit.
func (m *Machine) measure(s *segment) (wrong term.Term) {
	if s.kind == code.SegString {
		s.bits = s.size * 8
		return term.None
	}
	v, size := m.unpack(s.value), m.unpack(s.size)
	switch s.kind {
	case code.SegUtf8, code.SegUtf16, code.SegUtf32:
		if !v.IsSmall() || !isChar(uint64(v.SmallValue())) {
			return term.AtomType
		}
		s.bits = charBits(s.kind, uint64(v.SmallValue()))
		return term.None
	case code.SegBinary, code.SegAppend, code.SegPrivateAppend:
		if !v.IsBitstring() {
			return term.AtomType
		}
		if size == term.AtomAll {
			if s.bits = uint64(v.BitSize()); !isMultiple(s.bits, s.unit) {
				return term.AtomUnit
			}
			return term.None
		}
	case code.SegInteger:
		if !v.IsInteger() {
			return term.AtomType
		}
	}
	if !size.IsSmall() || size.SmallValue() < 0 || uint64(size.SmallValue()) > maxBitSize/max(s.unit, 1) {
		return term.AtomSize
	}
	s.bits = uint64(size.SmallValue()) * s.unit
	if s.kind == code.SegBinary && uint64(v.BitSize()) < s.bits {
		return term.AtomShort
	}
	return term.None
}

// isMultiple tells whether n is a multiple of unit, without a division for the usual ones.
func isMultiple(n, unit uint64) bool {
	switch unit {
	case 0, 1:
		return true
	case 8:
		return n&7 == 0
	}
	return n%unit == 0
}

func charBits(kind, r uint64) uint64 {
	switch {
	case kind == code.SegUtf8:
		return 8 * utf8Bytes(r)
	case kind == code.SegUtf16 && r < 0x10000:
		return 16
	}
	return 32
}

// write writes a segment that measure has accepted.
func (m *Machine) write(b *construction, s *segment) bool {
	switch s.kind {
	case code.SegString:
		b.copy(uintptr(s.value), 0, s.bits)
		return true
	case code.SegInteger:
		b.putInteger(m.unpack(s.value), s.bits, s.flags)
	case code.SegFloat:
		return b.putFloat(m.unpack(s.value), s.bits, s.flags)
	case code.SegUtf8:
		b.putUtf8(uint64(m.unpack(s.value).SmallValue()))
	case code.SegUtf16:
		b.putUtf16(uint64(m.unpack(s.value).SmallValue()), s.flags)
	case code.SegUtf32:
		b.putInteger(m.unpack(s.value), 32, s.flags)
	default:
		v := m.unpack(s.value).Bits()
		b.copy(v.Base, uint64(v.Offset), s.bits)
	}
	return true
}

// room makes room for what H says must be free after the instruction and for the binary itself.
func (m *Machine) room() bool {
	h := m.h()
	live := int(h & (1<<code.RoomShift - 1))
	return m.tidy(live) && m.reserve(int(h>>code.RoomShift)+binaryWords, live)
}

// binaryWords is the most that making a binary takes on the heap.
const binaryWords = 2 + term.MaxHeapBin/8 + term.SubBinWords

// doBsAppendByte is the commonest construction.
func (m *Machine) doBsAppendByte(w uint64) bool {
	if !m.room() {
		return false
	}
	bin, v := m.unpack(m.packed(1)), m.unpack(m.packed(4))
	if !bin.IsBinary() || !v.IsSmall() {
		return m.doBsCreateBin(w)
	}
	t, base, at := m.c.Append(bin, 8)
	mem.Store8(base+uintptr(at>>3), uint8(v.SmallValue()))
	m.set(opC(w), t)
	return m.next(6)
}

func (m *Machine) doBsCreateBin(w uint64) bool {
	if !m.room() {
		return false
	}
	n := int(opA(w))
	if t := m.joined(n); t != term.None {
		m.set(opC(w), t)
		return m.next(3 * n)
	}
	m.segments = m.segments[:min(n, cap(m.segments))]
	total := uint64(0)
	for i := range n {
		s := m.segmentAt(i)
		if wrong := m.measure(s); wrong != term.None {
			return m.badSegment(s, wrong)
		}
		if total += s.bits; total > maxBitSize {
			return m.constructionFailed(true)
		}
	}
	result, b, rest := m.begin(total)
	for i := range rest {
		if !m.write(&b, &rest[i]) {
			return m.badSegment(&rest[i], term.AtomType)
		}
	}
	m.set(opC(w), result)
	m.reds -= int64(total >> 13)
	return m.next(3 * n)
}

// maxJoined is how many parts are joined without looking at each more than once.
const maxJoined = 8

// joined is what n segments make if each is a string, or all of a binary, and together they are not long; else it is None.
func (m *Machine) joined(n int) term.Term {
	var parts [maxJoined][]byte
	if n > maxJoined {
		return term.None
	}
	total := 0
	for i := range n {
		switch head := m.packed(3 * i); head & 0xFF {
		case code.SegString:
			parts[i] = mem.Bytes(uintptr(m.packed(3*i+1)), int(m.packed(3*i+2)))
		case code.SegBinary:
			v := m.unpack(m.packed(3*i + 1))
			if unit := head >> 16 & 0xFFFF; unit > 8 || m.packed(3*i+2) != uint64(term.AtomAll) || !v.IsBinary() {
				return term.None
			}
			bits := v.Bits()
			if bits.Offset&7 != 0 {
				return term.None
			}
			parts[i] = mem.Bytes(bits.Base+uintptr(bits.Offset>>3), bits.Size>>3)
		default:
			return term.None
		}
		total += len(parts[i])
	}
	if total > maxBitSize>>3 {
		return term.None
	}
	t, to := m.c.BinaryAlloc(total)
	for i := range n {
		to = to[copy(to, parts[i]):]
	}
	m.reds -= int64(total >> 10)
	return t
}

// begin makes the bitstring that the segments are written to; the first may be one to append to.
func (m *Machine) begin(total uint64) (term.Term, construction, []segment) {
	segs := m.segments
	if len(segs) > 0 && segs[0].kind <= code.SegPrivateAppend {
		result, base, at := m.c.Append(m.unpack(segs[0].value), int(total-segs[0].bits))
		return result, construction{base, uint64(at)}, segs[1:]
	}
	result, base := m.newBitstring(total)
	return result, construction{base, 0}, segs
}

// newBitstring is a bitstring of n bits to be written at the address given.
func (m *Machine) newBitstring(n uint64) (term.Term, uintptr) {
	t, _ := m.c.BinaryAlloc(int((n + 7) / 8))
	base := term.BinaryData(t)
	if n%8 != 0 {
		mem.Store8(base+uintptr(n/8), 0)
		t = m.c.SubBinary(t, 0, int(n))
	}
	return t, base
}

// badSegment raises badarg with what format_bs_fail makes a message of: {Number, Type, Wrong, Value}.
func (m *Machine) badSegment(s *segment, wrong term.Term) bool {
	if off(m.pc) != 0 {
		return m.branch()
	}
	kind := term.AtomBinary
	switch s.kind {
	case code.SegFloat:
		kind = term.AtomFloat
	case code.SegInteger:
		kind = term.AtomInteger
	case code.SegUtf8:
		kind = term.AtomUtf8
	case code.SegUtf16:
		kind = term.AtomUtf16
	case code.SegUtf32:
		kind = term.AtomUtf32
	}
	v := m.unpack(s.value)
	if wrong == term.AtomSize {
		v = m.unpack(s.size)
	}
	c := m.c
	cause := c.Tuple(term.Small(int64(s.number)), kind, wrong, v)
	info := maps.FromPairs(&c.Builder, []term.Term{
		term.AtomCause, cause, term.AtomFunction, term.AtomFormatBsFail, term.AtomModule, term.AtomErlErtsErrors,
	})
	c.ErrorInfo(term.AtomBadarg, info)
	return m.raiseHere()
}

func (m *Machine) constructionFailed(tooLarge bool) bool {
	if off(m.pc) != 0 {
		return m.branch()
	}
	if tooLarge {
		return m.errorAtom(term.AtomSystemLimit)
	}
	return m.errorAtom(term.AtomBadarg)
}

// The older instructions.

func (m *Machine) doBsInit(w uint64) bool {
	size := m.get(opA(w))
	if !size.IsSmall() || size.SmallValue() < 0 {
		return m.constructionFailed(size.IsBig() && !size.IsBigNegative())
	}
	n := uint64(size.SmallValue())
	if n > maxBitSize/opB(w) {
		return m.constructionFailed(true)
	}
	if !m.room() {
		return false
	}
	t, base := m.newBitstring(n * opB(w))
	m.bits = construction{base, 0}
	return m.result(w, t)
}

func (m *Machine) doBsInitWritable(uint64) bool {
	size := 0
	if n := m.xs[0]; n.IsSmall() && n.SmallValue() > 0 {
		size = int(min(n.SmallValue(), 1<<30))
	}
	m.xs[0] = m.c.WritableBinary(size)
	return m.next(0) && m.tidy(1)
}

func (m *Machine) doBsAppend(w uint64) bool {
	bin := m.get(opA(w))
	size := m.unpack(m.packed(0))
	if !bin.IsBitstring() || !size.IsSmall() || size.SmallValue() < 0 {
		return m.constructionFailed(false)
	}
	if unit := int(opB(w)); unit > 1 && bin.BitSize()%unit != 0 {
		return m.constructionFailed(false)
	}
	if m.packed(1) == code.SegAppend {
		if !m.room() {
			return false
		}
		bin = m.get(opA(w)) // it may have moved
	}
	stop := m.heap.Stop
	if m.packed(1) == code.SegPrivateAppend {
		// An earlier test_heap may have promised the free space to later instructions.
		m.heap.Stop = m.heap.Top
	}
	t, base, at := m.c.Append(bin, int(size.SmallValue()))
	m.heap.Stop = stop
	m.bits = construction{base, uint64(at)}
	m.set(opC(w), t)
	return m.next(2)
}

// putSize is the size in bits of a bs_put instruction.
func (m *Machine) putSize(w uint64) (uint64, bool) { return m.segmentBits(opB(w) >> code.BsUnitShift) }

func (m *Machine) doBsPutInteger(w uint64) bool {
	v := m.get(opA(w))
	n, ok := m.putSize(w)
	if !ok || !v.IsInteger() {
		return m.constructionFailed(false)
	}
	m.bits.putInteger(v, n, opB(w))
	return m.next(1)
}

func (m *Machine) doBsPutFloat(w uint64) bool {
	n, ok := m.putSize(w)
	if !ok || !m.bits.putFloat(m.get(opA(w)), n, opB(w)) {
		return m.constructionFailed(false)
	}
	return m.next(1)
}

func (m *Machine) doBsPutBinary(w uint64) bool {
	t := m.get(opA(w))
	if !t.IsBitstring() {
		return m.constructionFailed(false)
	}
	v := t.Bits()
	n, ok := uint64(v.Size), true
	if m.unpack(m.packed(0)) != term.AtomAll {
		n, ok = m.putSize(w)
	} else if unit := opB(w) >> code.BsUnitShift; unit > 1 && n%unit != 0 {
		ok = false
	}
	if !ok || n > uint64(v.Size) {
		return m.constructionFailed(false)
	}
	m.bits.copy(v.Base, uint64(v.Offset), n)
	return m.next(1)
}

func (m *Machine) doBsPutString(w uint64) bool {
	m.bits.copy(uintptr(m.d()), 0, opB(w)*8)
	return m.next(0)
}

// char is the character in A, which may be no character.
func (m *Machine) char(w uint64) (uint64, bool) {
	v := m.get(opA(w))
	if !v.IsSmall() || !isChar(uint64(v.SmallValue())) {
		return 0, false
	}
	return uint64(v.SmallValue()), true
}

func (m *Machine) doBsPutUtf8(w uint64) bool {
	r, ok := m.char(w)
	if !ok {
		return m.constructionFailed(false)
	}
	m.bits.putUtf8(r)
	return m.next(0)
}

func (m *Machine) doBsPutUtf16(w uint64) bool {
	r, ok := m.char(w)
	if !ok {
		return m.constructionFailed(false)
	}
	m.bits.putUtf16(r, opB(w))
	return m.next(0)
}

func (m *Machine) doBsPutUtf32(w uint64) bool {
	if _, ok := m.char(w); !ok {
		return m.constructionFailed(false)
	}
	m.bits.putInteger(m.get(opA(w)), 32, opB(w))
	return m.next(0)
}

func (m *Machine) doBsUtf8Size(w uint64) bool {
	n := uint64(4)
	if r, ok := m.char(w); ok {
		n = utf8Bytes(r)
	}
	return m.result(w, term.Small(int64(n)))
}

func (m *Machine) doBsUtf16Size(w uint64) bool {
	n := int64(2)
	if r, ok := m.char(w); ok && r >= 0x10000 {
		n = 4
	}
	return m.result(w, term.Small(n))
}

// doBsAdd computes A + B * unit, sizes of which none may be negative.
func (m *Machine) doBsAdd(w uint64) bool {
	x, y := m.get(opA(w)), m.get(opB(w))
	if !x.IsSmall() || !y.IsSmall() || x.SmallValue() < 0 || y.SmallValue() < 0 {
		return m.constructionFailed(false)
	}
	unit := int64(m.h())
	if x.SmallValue() > maxBitSize || y.SmallValue() > maxBitSize/max(unit, 1) {
		return m.constructionFailed(true)
	}
	return m.result(w, term.Small(x.SmallValue()+y.SmallValue()*unit))
}
