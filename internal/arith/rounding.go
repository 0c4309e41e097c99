package arith

import (
	"math"
	"math/big"

	"joist/internal/heap"
	"joist/internal/term"
)

// Trunc cuts a number to an integer, towards zero; ok is false where x is no number.
func Trunc(b *heap.Builder, x term.Term) (t term.Term, ok bool) { return toInteger(b, x, math.Trunc) }

// Round rounds a number to the nearest integer, halves away from zero; ok is false where x is no number.
func Round(b *heap.Builder, x term.Term) (t term.Term, ok bool) { return toInteger(b, x, math.Round) }

// Floor is the greatest integer not above x; ok is false where x is no number.
func Floor(b *heap.Builder, x term.Term) (t term.Term, ok bool) { return toInteger(b, x, math.Floor) }

// Ceil is the least integer not below x; ok is false where x is no number.
func Ceil(b *heap.Builder, x term.Term) (t term.Term, ok bool) { return toInteger(b, x, math.Ceil) }

func toInteger(b *heap.Builder, x term.Term, rounded func(float64) float64) (term.Term, bool) {
	n := load(x)
	switch n.kind {
	case small, huge:
		return x, true
	case float:
		return integral(b, rounded(n.f)), true
	}
	return term.None, false
}

// integral makes a float without a fraction an integer.
func integral(b *heap.Builder, f float64) term.Term {
	if f >= -(1<<63) && f < 1<<63 {
		return b.Int(int64(f))
	}
	var z big.Int
	big.NewFloat(f).Int(&z)
	t, _ := FromBig(b, &z)
	return t
}

// ToFloat converts a number to a float; ok is false for other terms and integers out of range.
func ToFloat(b *heap.Builder, x term.Term) (t term.Term, ok bool) {
	n := load(x)
	if n.kind == float {
		return x, true
	}
	f, ok := n.float()
	if !ok {
		return term.None, false
	}
	return b.Float(f), true
}
