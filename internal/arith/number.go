// Package arith is the arithmetic of the machine: integers of any size and floats, with the results and the faults of
// the BEAM.
//
// # Model
//
// A small integer is in the term itself. A bignum is a boxed term of a header, which carries the sign, and 64-bit limbs,
// the least significant first; math/big computes on views of these limbs, and its results are written straight
// into the memory of the builder. Every result that fits a small integer is one. A float is a boxed IEEE double that is never
// infinite and never NaN: an operation that would give one is a badarith.
//
// An operation takes a heap.Builder, never collects, and gives a term or a Fault that says which error to raise.
// Cost estimates the reductions of an operation on bignums; whoever runs processes charges them, and moves what is
// TooLong off the schedulers.
package arith

import (
	"math"
	"math/big"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// A Fault is why an operation has no result.
type Fault uint8

const (
	// OK: there is a result.
	OK Fault = iota
	// BadArith is the error badarith: an operand of a wrong type, a division by zero, a float out of range.
	BadArith
	// SystemLimit is the error system_limit: an integer too large to represent.
	SystemLimit
)

// MaxBits is the length of the largest integer, in bits.
const MaxBits = 1<<26 - 64

type kind uint8

const (
	notNumber kind = iota
	small
	huge
	float
)

// number is an operand taken apart. limbs views the term's memory.
type number struct {
	kind  kind
	neg   bool
	i     int64
	f     float64
	limbs []big.Word
}

// load takes a term apart.
func load(t term.Term) number {
	if t.IsSmall() {
		return number{kind: small, i: t.SmallValue()}
	}
	if !t.IsBoxed() {
		return number{}
	}
	switch header := t.Header(); header.Subtag() {
	case term.SubBigPos, term.SubBigNeg:
		return number{kind: huge, neg: header.Subtag() == term.SubBigNeg, limbs: limbsOf(t)}
	case term.SubFloat:
		return number{kind: float, f: t.FloatValue()}
	}
	return number{}
}

func limbsOf(t term.Term) []big.Word {
	return mem.Slice[big.Word](t.Addr()+mem.WordSize, t.Header().Arity())
}

func (n *number) isInteger() bool { return n.kind == small || n.kind == huge }

// size is the number of limbs of an integer.
func (n *number) size() int {
	if n.kind == huge {
		return len(n.limbs)
	}
	return 1
}

// big makes view an alias of the integer; room holds the limb of a small one.
func (n *number) big(view *big.Int, room *[1]big.Word) *big.Int {
	if n.kind == huge {
		view.SetBits(n.limbs)
		if n.neg {
			view.Neg(view)
		}
		return view
	}
	room[0] = big.Word(magnitude(n.i))
	if room[0] == 0 {
		view.SetBits(nil)
		return view
	}
	view.SetBits(room[:])
	if n.i < 0 {
		view.Neg(view)
	}
	return view
}

func magnitude(i int64) uint64 {
	if i < 0 {
		return -uint64(i)
	}
	return uint64(i)
}

// float is the value as a float; ok is false where it is out of range.
func (n *number) float() (value float64, ok bool) {
	switch n.kind {
	case small:
		return float64(n.i), true
	case float:
		return n.f, true
	case huge:
		return bigFloat(n.limbs, n.neg)
	}
	return 0, false
}

// bigFloat rounds a magnitude to the nearest float, ties to even.
func bigFloat(limbs []big.Word, neg bool) (float64, bool) {
	var view big.Int
	view.SetBits(limbs)
	if view.BitLen() > 1024 {
		return 0, false
	}
	value, _ := view.Float64()
	if math.IsInf(value, 0) {
		return 0, false
	}
	if neg {
		value = -value
	}
	return value, true
}

// Float64 converts any number to a float; ok is false for other terms and for integers out of range.
func Float64(t term.Term) (value float64, ok bool) {
	n := load(t)
	return n.float()
}

// BigInt makes z the value of an integer term, copied; ok is false for other terms.
func BigInt(z *big.Int, t term.Term) (ok bool) {
	n := load(t)
	if !n.isInteger() {
		return false
	}
	var view big.Int
	var room [1]big.Word
	z.Set(n.big(&view, &room))
	return true
}

// IsInteger says whether t is an integer, small or large.
func IsInteger(t term.Term) bool {
	n := load(t)
	return n.isInteger()
}

// makeFloat builds a float, which must be finite.
func makeFloat(b *heap.Builder, f float64) (term.Term, Fault) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return term.None, BadArith
	}
	return b.Float(f), OK
}
