// Package term is the machine's view of a value: one 64-bit word, tagged as on the BEAM (The BEAM Book,
// "The Type System").
//
// The two low bits say what a word is. An immediate is its own value: a small integer of 60 bits, an
// atom, a local pid or port, the empty list, a catch on the stack. A cons word and a boxed word carry
// the address of a pair or of an object that starts with a header; a header word never stands for a
// value. layout.go has the objects word by word.
//
// Everything here reads terms; package heap builds them. Terms are immutable once another piece of
// code can see them, so that reading needs no lock. Comparison, equality, hashing and formatting do not
// recurse on the Go stack: a list nested a million levels deep is as good as any.
//
// Order and equality are those of OTP 27: number < atom < reference < fun < port < pid < tuple < map <
// [] < list < bitstring, integers and floats compared by exact value, 0.0 and -0.0 equal under == and
// different under =:=.
package term

import (
	"joist/internal/mem"
)

// A Term is a tagged word.
type Term uint64

// None is no value: what a native returns that raised, an absent argument, a key not found.
const None Term = 0

// Primary tags: the two low bits.
const (
	PrimaryHeader = 0
	PrimaryCons   = 1
	PrimaryBoxed  = 2
	PrimaryImm    = 3
	PrimaryMask   = 3
)

// Tags of immediates: four bits, or six for what shares 0xB.
const (
	TagPid   = 0x03
	TagPort  = 0x07
	TagImm2  = 0x0B
	TagSmall = 0x0F
	TagAtom  = 0x0B
	TagCatch = 0x1B
	TagNil   = 0x3B

	Imm1Mask = 0x0F
	Imm2Mask = 0x3F
	// SmallShift and AtomShift take a small integer or an atom's index out of a word.
	SmallShift = 4
	AtomShift  = 6
	// CatchShift takes the 16-byte aligned code address out of a catch.
	CatchShift = 2
)

// Nil is the empty list.
const Nil Term = TagNil

// Small integers have 60 bits.
const (
	SmallBits = 60
	MaxSmall  = 1<<(SmallBits-1) - 1
	MinSmall  = -1 << (SmallBits - 1)
)

// Small is the small integer n, which must lie between MinSmall and MaxSmall.
func Small(n int64) Term { return Term(uint64(n)<<SmallShift | TagSmall) }

// FitsSmall tells whether n is a small integer.
func FitsSmall(n int64) bool { return n<<4>>4 == n }

// Atom is the atom with that index.
func Atom(idx uint32) Term { return Term(uint64(idx)<<AtomShift | TagAtom) }

// Bool is true or false.
func Bool(b bool) Term {
	if b {
		return AtomTrue
	}
	return AtomFalse
}

// A pid's or port's data word has PidIndexBits of table index below its serial.
const PidIndexBits = 28

// Pid is the local pid with that table index and serial.
func Pid(index uint32, serial uint32) Term {
	return Term((uint64(serial)<<PidIndexBits|uint64(index)&(1<<PidIndexBits-1))<<4 | TagPid)
}

// Port is the local port with that number.
func Port(number uint64) Term { return Term(number<<4 | TagPort) }

// ListAt is the list cell at address a.
func ListAt(a uintptr) Term { return Term(a) | PrimaryCons }

// BoxedAt is the boxed object at address a.
func BoxedAt(a uintptr) Term { return Term(a) | PrimaryBoxed }

// Catch is the stack word for a catch whose handler is at the 16-byte aligned address a.
func Catch(a uintptr) Term { return Term(a)<<CatchShift | TagCatch }

// IsSmall and the other predicates tell what a word is.
func (t Term) IsSmall() bool     { return t&Imm1Mask == TagSmall }
func (t Term) IsAtom() bool      { return t&Imm2Mask == TagAtom }
func (t Term) IsPidImm() bool    { return t&Imm1Mask == TagPid }
func (t Term) IsPortImm() bool   { return t&Imm1Mask == TagPort }
func (t Term) IsNil() bool       { return t == Nil }
func (t Term) IsCons() bool      { return t&PrimaryMask == PrimaryCons }
func (t Term) IsBoxed() bool     { return t&PrimaryMask == PrimaryBoxed }
func (t Term) IsImmediate() bool { return t&PrimaryMask == PrimaryImm }
func (t Term) IsCatch() bool     { return t&Imm2Mask == TagCatch }

// IsPointer tells whether the word is a cons or a boxed pointer.
func (t Term) IsPointer() bool { return (t-1)&PrimaryMask < 2 }

// Addr is the address that a cons or boxed word carries.
func (t Term) Addr() uintptr { return uintptr(t &^ PrimaryMask) }

// SmallValue is the value of a small integer.
func (t Term) SmallValue() int64 { return int64(t) >> SmallShift }

// AtomIndex is the index of an atom.
func (t Term) AtomIndex() uint32 { return uint32(t >> AtomShift) }

// CatchAddr is the code address of a catch.
func (t Term) CatchAddr() uintptr { return uintptr(t>>CatchShift) &^ 15 }

// PidIndex and PidSerial take a local pid apart.
func (t Term) PidIndex() uint32  { return uint32(t>>4) & (1<<PidIndexBits - 1) }
func (t Term) PidSerial() uint32 { return uint32(t >> (4 + PidIndexBits)) }

// PortNumber is the number of a local port.
func (t Term) PortNumber() uint64 { return uint64(t >> 4) }

// Header is the header word of a boxed term.
func (t Term) Header() Header { return Header(mem.Load(uintptr(t) - PrimaryBoxed)) }

// Word reads word i of a boxed object; word 0 is the header.
func (t Term) Word(i int) uint64 { return mem.Load(uintptr(t) - PrimaryBoxed + uintptr(i)*8) }

// Field reads word i of a boxed object as a term.
func (t Term) Field(i int) Term { return Term(t.Word(i)) }

// HasSubtag tells whether t is boxed with that subtag.
func (t Term) HasSubtag(s Subtag) bool { return t.IsBoxed() && t.Header().Subtag() == s }

// Car is the head of a list cell.
func (t Term) Car() Term { return Term(mem.Load(uintptr(t) - PrimaryCons)) }

// Cdr is the tail of a list cell.
func (t Term) Cdr() Term { return Term(mem.Load(uintptr(t) - PrimaryCons + 8)) }

// IsList tells whether t is a list cell or the empty list.
func (t Term) IsList() bool { return t.IsCons() || t == Nil }

// IsTuple tells whether t is a tuple.
func (t Term) IsTuple() bool { return t.IsBoxed() && t.Header().IsTuple() }

// IsTupleOf tells whether t is a tuple of n elements.
func (t Term) IsTupleOf(n int) bool { return t.IsBoxed() && t.Header() == TupleHeader(n) }

// TupleSize is the number of elements of a tuple.
func (t Term) TupleSize() int { return t.Header().Arity() }

// TupleElem is element i of a tuple, counted from 0.
func (t Term) TupleElem(i int) Term { return t.Field(i + 1) }

// TupleElems views the elements of a tuple. The view is valid until the next collection.
func (t Term) TupleElems() []Term { return mem.Slice[Term](t.Addr()+8, t.TupleSize()) }

// IsFloat tells whether t is a float.
func (t Term) IsFloat() bool { return t.HasSubtag(SubFloat) }

// FloatValue is the value of a float.
func (t Term) FloatValue() float64 { return mem.LoadFloat(t.Addr() + 8) }

// IsBig tells whether t is an integer that is not small.
func (t Term) IsBig() bool { return t.IsBoxed() && t.Header().Subtag()&^1 == SubBigPos }

// IsInteger tells whether t is an integer.
func (t Term) IsInteger() bool { return t.IsSmall() || t.IsBig() }

// IsNumber tells whether t is an integer or a float.
func (t Term) IsNumber() bool {
	if t.IsSmall() {
		return true
	}
	if !t.IsBoxed() {
		return false
	}
	s := t.Header().Subtag()
	return s == SubBigPos || s == SubBigNeg || s == SubFloat
}

// IsBigNegative tells whether a bignum is below zero.
func (t Term) IsBigNegative() bool { return t.Header().Subtag() == SubBigNeg }

// BigLimbs views the magnitude of a bignum, least significant limb first.
func (t Term) BigLimbs() []uint64 { return mem.Words(t.Addr()+8, t.Header().Arity()) }

// IsPid tells whether t is a pid, local or not.
func (t Term) IsPid() bool { return t.IsPidImm() || t.HasSubtag(SubExtPid) }

// IsPort tells whether t is a port, local or not.
func (t Term) IsPort() bool { return t.IsPortImm() || t.HasSubtag(SubExtPort) }

// IsRef tells whether t is a reference, local or not.
func (t Term) IsRef() bool {
	if !t.IsBoxed() {
		return false
	}
	s := t.Header().Subtag()
	return s == SubRef || s == SubExtRef
}

// IsFun tells whether t is a fun, local or external.
func (t Term) IsFun() bool { return t.IsBoxed() && isFun(t.Header().Subtag()) }

func isFun(s Subtag) bool { return s == SubFun || s == SubExport }

// IsMap tells whether t is a map.
func (t Term) IsMap() bool { return t.HasSubtag(SubMap) }

// IsFlatMap tells whether t is a map of the flat kind.
func (t Term) IsFlatMap() bool {
	return t.IsBoxed() && t.Header()&(SubtagMask|3<<mapKindShift) == Header(SubMap)<<subtagShift
}

// MapSize is the number of pairs of a map of either kind.
func (t Term) MapSize() int {
	if h := t.Header(); h.MapKind() != MapFlat {
		return int(t.Field(HashMapSize).SmallValue())
	} else {
		return h.Arity() - 1
	}
}

// IsBitstring tells whether t is a bitstring, which includes binaries.
func (t Term) IsBitstring() bool {
	if !t.IsBoxed() {
		return false
	}
	s := t.Header().Subtag()
	return s >= SubRefcBin && s <= SubSubBin
}

// IsBinary tells whether t is a bitstring of whole bytes.
func (t Term) IsBinary() bool {
	if !t.IsBoxed() {
		return false
	}
	switch t.Header().Subtag() {
	case SubRefcBin, SubHeapBin:
		return true
	case SubSubBin:
		return t.Word(SubBinBits)&0xff == 0
	}
	return false
}
