package loader

import (
	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/mem"
	"joist/internal/term"
)

const (
	maxUnit = 256
	maxBits = 1 << 40
)

// flags is an operand with the flags of a segment: a number, or a list of atoms.
func (l *loader) flags(o beam.Operand) uint16 {
	switch o.Kind {
	case beam.Uint, beam.Integer:
		n := l.uint(o, 31)
		f := uint16(n) & (code.BsLittle | code.BsSigned)
		if n&16 != 0 {
			f |= code.BsLittle // native: every machine that joist runs on is
		}
		return f
	case beam.Nil:
		return 0
	case beam.Literal:
		f := uint16(0)
		for t := l.constant(o); t.IsCons() && l.err == nil; t = t.Cdr() {
			f |= l.flag(t.Car())
		}
		return f
	}
	l.fail("flags expected")
	return 0
}

func (l *loader) flag(t term.Term) uint16 {
	switch t {
	case l.atomTerm("little"), l.atomTerm("native"):
		return code.BsLittle
	case l.atomTerm("signed"):
		return code.BsSigned
	}
	return 0
}

// unitFlags packs a segment's unit and flags in one operand.
func (l *loader) unitFlags(unit, flags beam.Operand) uint16 {
	return uint16(l.uint(unit, maxUnit))<<code.BsUnitShift | l.flags(flags)
}

func (l *loader) doBsStartMatch3(in []beam.Instr) int {
	a := in[0].Args
	live, src := l.uint(a[2], maxLive), l.src(a[1], 0)
	l.emitF(code.OpBsStartMatch, src, uint16(live), l.reg(a[3]), l.target(a[0]), 0)
	return 1
}

func (l *loader) doBsStartMatch4(in []beam.Instr) int {
	a := in[0].Args
	live, src, dst := l.uint(a[1], maxLive), l.src(a[2], 0), l.reg(a[3])
	if a[0].Kind == beam.Atom {
		l.emit(code.OpBsStartMatchX, src, uint16(live), dst, 0)
	} else {
		l.emitF(code.OpBsStartMatch, src, uint16(live), dst, l.target(a[0]), 0)
	}
	return 1
}

// bsGet makes translators for bs_get_integer2 and the like: Fail Ctx Live Size Unit Flags Dst.
func bsGet(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		fail, ctx, live := l.target(a[0]), l.src(a[1], 0), uint32(l.uint(a[2], maxLive))
		uf, dst := l.unitFlags(a[4], a[5]), l.reg(a[6])
		if l.m.AtomName(a[3]) == "all" {
			l.emitF(code.OpBsGetBinaryAll, ctx, uint16(l.uint(a[4], maxUnit)), dst, fail, live)
			return 1
		}
		if n, ok := l.small(a[3]); ok && op == code.OpBsGetInteger && n*int64(uf>>code.BsUnitShift) == 8 && uf&code.BsSigned == 0 {
			l.emitF(code.OpBsGetByte, ctx, 0, dst, fail, live)
			return 1
		}
		if n, ok := l.small(a[3]); ok && op == code.OpBsGetInteger {
			bits := n * int64(uf>>code.BsUnitShift)
			if bits > 0 && bits%8 == 0 && bits <= 56 && uf&code.BsSigned == 0 {
				op := code.OpBsGetBytes
				if uf&code.BsLittle != 0 {
					op = code.OpBsGetLittle
				}
				l.emitF(op, ctx, uint16(bits/8), dst, fail, live)
				return 1
			}
			if bits > 0 && bits <= 56 && uf&(code.BsSigned|code.BsLittle) == 0 {
				l.emitF(code.OpBsGetBits, ctx, uint16(bits), dst, fail, live)
				return 1
			}
		}
		l.emitF(op, ctx, uf, dst, fail, live)
		l.pack(l.packed(a[3]))
		return 1
	}
}

func (l *loader) doBsSkipBits2(in []beam.Instr) int {
	a := in[0].Args
	if n, ok := l.small(a[2]); ok && n >= 0 && n < 1<<20 {
		bits := uint32(n) * uint32(l.uint(a[3], maxUnit))
		l.emitF(code.OpBsSkipC, l.src(a[1], 0), 0, 0, l.target(a[0]), bits)
		return 1
	}
	l.emitF(code.OpBsSkip, l.src(a[1], 0), uint16(l.uint(a[3], maxUnit)), 0, l.target(a[0]), 0)
	l.pack(l.packed(a[2]))
	return 1
}

func (l *loader) doBsTestTail2(in []beam.Instr) int {
	a := in[0].Args
	l.emitF(code.OpBsTestTail, l.src(a[1], 0), 0, 0, l.target(a[0]), uint32(l.uint(a[2], 1<<31)))
	return 1
}

func (l *loader) doBsTestUnit(in []beam.Instr) int {
	a := in[0].Args
	unit := l.uint(a[2], maxUnit)
	if unit == 0 {
		l.fail("unit 0")
	}
	if unit&(unit-1) == 0 {
		l.emitF(code.OpBsTestMask, l.src(a[1], 0), uint16(unit-1), 0, l.target(a[0]), 0)
		return 1
	}
	l.emitF(code.OpBsTestUnit, l.src(a[1], 0), uint16(unit), 0, l.target(a[0]), 0)
	return 1
}

// stringAt is the address of bytes of the string pool, which is copied off-heap at its first use.
func (l *loader) stringAt(offset, bytes int) uint64 {
	if offset < 0 || bytes < 0 || offset > len(l.m.Strings) || bytes > len(l.m.Strings)-offset {
		l.fail("%d bytes at %d of a string pool of %d", bytes, offset, len(l.m.Strings))
		return 0
	}
	if l.strings == 0 {
		a := l.t.Space.CodeAlloc(len(l.m.Strings) + 8)
		if a == 0 {
			l.err = code.ErrNoMemory
			return 0
		}
		copy(mem.Bytes(a, len(l.m.Strings)), l.m.Strings)
		l.strings = a
	}
	return uint64(l.strings) + uint64(offset)
}

func (l *loader) doBsMatchString(in []beam.Instr) int {
	a := in[0].Args
	bits := l.uint(a[2], 1<<16-1)
	l.emitF(code.OpBsMatchString, l.src(a[1], 0), uint16(bits), 0, l.target(a[0]), 0)
	l.pack(l.stringAt(l.uint(a[3], maxBits), (bits+7)/8))
	return 1
}

func (l *loader) doBsGetTail(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpBsGetTail, l.src(a[0], 0), uint16(l.uint(a[2], maxLive)), l.reg(a[1]), 0)
	return 1
}

func (l *loader) doBsGetPosition(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpBsGetPosition, l.src(a[0], 0), 0, l.reg(a[1]), 0)
	return 1
}

func (l *loader) doBsSetPosition(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpBsSetPosition, l.src(a[0], 0), l.src(a[1], 1), 0, 0)
	return 1
}

// bsGetUtf makes translators for bs_get_utf8 and bs_skip_utf8 and their sisters.
func bsGetUtf(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		dst := code.XRef(code.ScratchX + 7)
		if len(a) == 5 {
			dst = l.reg(a[4])
		}
		l.emitF(op, l.src(a[1], 0), l.flags(a[3]), dst, l.target(a[0]), uint32(l.uint(a[2], maxLive)))
		return 1
	}
}

// doBsMatch packs each command in three words: what it is with its flags, a number of bits, and what
// the command needs besides.
func (l *loader) doBsMatch(in []beam.Instr) int {
	a := in[0].Args
	var words []uint64
	n, live := 0, -1
	for list := l.list(a[2], 1); len(list) > 0 && l.err == nil; n++ {
		var used int
		if k := l.m.AtomName(list[0]); live < 0 && len(list) > 1 && (k == "binary" || k == "integer" || k == "get_tail") {
			live = l.uint(list[1], maxLive)
		}
		words, used = l.matchCommand(words, list)
		list = list[used:]
	}
	l.emitF(code.OpBsMatch, l.src(a[1], 0), uint16(n), 0, l.label(a[0]), uint32(max(live, 0)))
	l.pack(words...)
	return 1
}

// commandSizes are how many operands a command of bs_match takes, with its name.
var commandSizes = map[string]int{"ensure_at_least": 3, "ensure_exactly": 2, "binary": 6, "integer": 6, "skip": 2, "get_tail": 4, "=:=": 4}

func (l *loader) matchCommand(words []uint64, list []beam.Operand) ([]uint64, int) {
	name := l.m.AtomName(list[0])
	n := commandSizes[name]
	if list[0].Kind != beam.Atom || n == 0 || n > len(list) {
		l.fail("bs_match command %q", name)
		return words, len(list)
	}
	bits := func(size, unit beam.Operand) uint64 { return uint64(l.uint(size, maxBits) * l.uint(unit, maxUnit)) }
	switch name {
	case "ensure_at_least":
		words = append(words, code.MatchAtLeast, uint64(l.uint(list[1], maxBits)), uint64(l.uint(list[2], maxUnit)))
	case "ensure_exactly":
		words = append(words, code.MatchExactly, uint64(l.uint(list[1], maxBits)), 0)
	case "skip":
		words = append(words, code.MatchSkip, uint64(l.uint(list[1], maxBits)), 0)
	case "get_tail":
		words = append(words, code.MatchTail, uint64(l.uint(list[2], maxUnit)), uint64(l.reg(list[3])))
	case "=:=":
		size := l.uint(list[2], 64)
		words = append(words, code.MatchEqual, uint64(size), l.matchValue(list[3], size))
	default:
		kind := uint64(code.MatchBinary)
		if name == "integer" {
			kind = code.MatchInteger
		}
		kind |= uint64(l.flags(list[2])) << 8
		words = append(words, kind, bits(list[3], list[4]), uint64(l.reg(list[5])))
	}
	return words, n
}

// matchValue is the number that size bits are compared with.
func (l *loader) matchValue(o beam.Operand, size int) uint64 {
	v := uint64(o.N)
	if o.Kind == beam.Literal {
		t := l.constant(o)
		if !t.IsBig() || len(t.BigLimbs()) != 1 {
			l.fail("value of more than 64 bits")
			return 0
		}
		if v = t.BigLimbs()[0]; t.IsBigNegative() {
			v = -v
		}
	} else if o.Kind != beam.Integer && o.Kind != beam.Uint {
		l.fail("integer expected")
	}
	if size < 64 {
		v &= 1<<size - 1
	}
	return v
}

var segmentKinds = map[string]uint64{
	"append": code.SegAppend, "private_append": code.SegPrivateAppend, "binary": code.SegBinary,
	"float": code.SegFloat, "integer": code.SegInteger, "string": code.SegString,
	"utf8": code.SegUtf8, "utf16": code.SegUtf16, "utf32": code.SegUtf32,
}

// doBsCreateBin packs each segment in three words: kind, flags and unit; value; size.
func (l *loader) doBsCreateBin(in []beam.Instr) int {
	a := in[0].Args
	list := l.list(a[5], 6)
	var words []uint64
	for i := 0; i+5 < len(list) && l.err == nil; i += 6 {
		words = l.segment(words, list[i:i+6])
	}
	op := code.OpBsCreateBin
	if appendsByte(words) {
		op = code.OpBsAppendByte
	}
	l.emitF(op, uint16(len(list)/6), 0, l.reg(a[4]), l.label(a[0]), l.room(a[1], a[2]))
	l.pack(words...)
	return 1
}

// appendsByte tells whether packed segments are a whole binary to append to and an integer of eight bits.
func appendsByte(words []uint64) bool {
	return len(words) == 6 && words[0]&0xFF <= code.SegPrivateAppend && term.Term(words[2]) == term.AtomAll &&
		words[3]&0xFF == code.SegInteger && term.Term(words[5]).IsSmall() && term.Term(words[5]).SmallValue()*int64(words[3]>>16&0xFFFF) == 8
}

// room is the heap that must be free after an instruction, with its live registers in the low bits.
func (l *loader) room(words, live beam.Operand) uint32 {
	n := l.words(words)
	if n > code.MaxRoom {
		l.fail("%d words of heap", n)
	}
	return uint32(n)<<code.RoomShift | uint32(l.uint(live, maxLive))
}

func (l *loader) segment(words []uint64, s []beam.Operand) []uint64 {
	kind, ok := segmentKinds[l.m.AtomName(s[0])]
	if s[0].Kind != beam.Atom || !ok {
		l.fail("segment of type %q", l.m.AtomName(s[0]))
		return words
	}
	number := uint64(1)
	if s[1].Kind == beam.Uint || s[1].Kind == beam.Integer {
		number = uint64(l.uint(s[1], 1<<20))
	}
	head := kind | uint64(l.flags(s[3]))<<8 | uint64(l.uint(s[2], maxUnit))<<16 | number<<32
	if kind == code.SegString {
		n := l.uint(s[5], maxBits)
		return append(words, head, l.stringAt(l.uint(s[4], maxBits), n), uint64(n))
	}
	return append(words, head, l.packed(s[4]), l.packed(s[5]))
}

// The older instructions for construction, up to OTP 24.

// bsInit makes translators for bs_init2 and bs_init_bits: Fail Size Words Live Flags Dst.
func bsInit(unit uint16) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		size := a[1]
		if size.Kind == beam.Uint {
			size.Kind = beam.Integer
		}
		l.emitF(code.OpBsInit, l.src(size, 0), unit, l.reg(a[5]), l.label(a[0]), l.room(a[2], a[3]))
		return 1
	}
}

func (l *loader) doBsAppend(in []beam.Instr) int {
	a := in[0].Args
	l.emitF(code.OpBsAppend, l.src(a[5], 0), uint16(l.uint(a[4], maxUnit)), l.reg(a[7]), l.label(a[0]), l.room(a[2], a[3]))
	l.pack(l.packed(a[1]), code.SegAppend)
	return 1
}

func (l *loader) doBsPrivateAppend(in []beam.Instr) int {
	a := in[0].Args
	l.emitF(code.OpBsAppend, l.src(a[3], 0), uint16(l.uint(a[2], maxUnit)), l.reg(a[5]), l.label(a[0]), 0)
	l.pack(l.packed(a[1]), code.SegPrivateAppend)
	return 1
}

// bsPut makes translators for bs_put_integer and the like: Fail Size Unit Flags Src.
func bsPut(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		l.emitF(op, l.src(a[4], 0), l.unitFlags(a[2], a[3]), 0, l.label(a[0]), 0)
		l.pack(l.packed(a[1]))
		return 1
	}
}

func (l *loader) doBsPutString(in []beam.Instr) int {
	a := in[0].Args
	n := l.uint(a[0], 1<<16-1)
	l.emit(code.OpBsPutString, 0, uint16(n), 0, l.stringAt(l.uint(a[1], maxBits), n))
	return 1
}

// bsPutUtf makes translators for bs_put_utf8 and its sisters: Fail Flags Src.
func bsPutUtf(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		l.emitF(op, l.src(a[2], 0), l.flags(a[1]), 0, l.label(a[0]), 0)
		return 1
	}
}

// bsSize makes translators for bs_utf8_size and bs_utf16_size: Fail Src Dst.
func bsSize(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		l.emit(op, l.src(a[1], 0), 0, l.reg(a[2]), 0)
		return 1
	}
}

func (l *loader) doBsAdd(in []beam.Instr) int {
	a := in[0].Args
	l.emitF(code.OpBsAdd, l.src(a[1], 0), l.src(a[2], 1), l.reg(a[4]), l.label(a[0]), uint32(l.uint(a[3], maxUnit)))
	return 1
}
