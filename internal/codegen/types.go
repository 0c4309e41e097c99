package codegen

import (
	"math/big"

	"joist/internal/core"
	"joist/internal/quoted"
)

// typeSet is the set of types that a value may have, one bit each.
type typeSet uint16

const (
	tTrue typeSet = 1 << iota
	tFalse
	tAtom // other atoms
	tInt
	tFloat
	tCons
	tNil
	tTuple
	tMap
	tBinary // whole bytes
	tBits   // other bitstrings
	tFun
	tOther // pids, ports, references, match contexts

	tAny    typeSet = 1<<13 - 1
	tBool           = tTrue | tFalse
	tAtoms          = tBool | tAtom
	tNumber         = tInt | tFloat
	tList           = tCons | tNil
	tBitstr         = tBinary | tBits
)

// constType is the type of a constant.
func constType(c core.Const) typeSet {
	switch c := c.(type) {
	case quoted.Atom:
		switch c {
		case quoted.True:
			return tTrue
		case quoted.False:
			return tFalse
		}
		return tAtom
	case quoted.Int, *big.Int:
		return tInt
	case quoted.Float:
		return tFloat
	case core.ConstNil:
		return tNil
	case *core.ConstCons:
		return tCons
	case *core.ConstTuple:
		return tTuple
	case *core.ConstMap:
		return tMap
	case quoted.String:
		return tBinary
	case core.ConstBits:
		return tBits
	case core.ConstFun:
		return tFun
	}
	return tAny
}

// factKind is what a fact says about a value.
type factKind uint8

const (
	factType     factKind = iota // the value's type is within types
	factArity                    // it is a tuple of n elements
	factPart                     // part is its element n, its head or its tail
	factCursor                   // the match context stands at state n
	factPosition                 // part is the position of state n of the match context
)

// fact is something known wherever the block that holds it has been passed. Facts form lists that
// share their tails, as blocks share their dominators.
type fact struct {
	next  *fact
	val   value
	part  value
	n     int32
	depth int32
	kind  factKind
	types typeSet
}

// partHead and partTail are the n of a factPart and of a lazy part that are no tuple elements.
const (
	partHead = -1
	partTail = -2
)

// maxFacts bounds the search in a list of facts.
const maxFacts = 96

// learn adds a fact to the current block.
func (b *builder) learn(f fact) {
	f.next = b.facts
	if b.facts != nil {
		f.depth = b.facts.depth + 1
	}
	b.facts = b.s.facts.Put(f)
}

// learnType notes that v is within t.
func (b *builder) learnType(v value, t typeSet) {
	if v.isReg() {
		b.learn(fact{kind: factType, val: v, types: t})
	}
}

// common is what two lists of facts agree on.
func common(a, b *fact) *fact {
	for a != b {
		switch {
		case a == nil || b == nil:
			return nil
		case a.depth > b.depth:
			a = a.next
		case b.depth > a.depth:
			b = b.next
		default:
			a, b = a.next, b.next
		}
	}
	return a
}

// typeOf is what is known of v's type in the current block.
func (b *builder) typeOf(v value) typeSet {
	if v.isConst() {
		return constType(b.f.constOf(v))
	}
	if v.isLazy() {
		part := b.knownPart(v)
		if part == noValue {
			return tAny
		}
		v = part
		if v.isConst() {
			return constType(b.f.constOf(v))
		}
	}
	t := b.f.types[v]
	n := 0
	for f := b.facts; f != nil && n < maxFacts; f = f.next {
		if f.val == v && f.kind == factType {
			t &= f.types
		}
		n++
	}
	return t
}

// findFact finds the latest fact of a kind about v; with n for parts and positions.
func findFact(facts *fact, v value, kind factKind, n int32) *fact {
	steps := 0
	for f := facts; f != nil && steps < maxFacts; f = f.next {
		if f.val == v && f.kind == kind && (f.n == n || kind == factArity || kind == factCursor) {
			return f
		}
		steps++
	}
	return nil
}

// arityOf is the arity of the tuple v, or -1.
func (b *builder) arityOf(v value) int {
	if f := findFact(b.facts, v, factArity, 0); f != nil {
		return int(f.n)
	}
	return -1
}
