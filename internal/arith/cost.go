package arith

import (
	"joist/internal/term"
)

// Op names an operation for Cost.
type Op uint8

const (
	// OpLinear is an operation whose work grows with the size of its operands: add, sub, band, bsr, ...
	OpLinear Op = iota
	// OpMul is a multiplication.
	OpMul
	// OpDiv is a division or a remainder.
	OpDiv
	// OpShiftLeft is bsl, whose work grows with the size of its result.
	OpShiftLeft
	// OpText is printing in a base that is no power of two.
	OpText
)

// LongCost is the number of reductions from which an operation belongs off the schedulers: about the quarter
// of a millisecond, several slices.
const LongCost = 8000

// Cost estimates the reductions of an operation: one for about 30 ns. Operands that are no bignums cost 1.
func Cost(op Op, x, y term.Term) int {
	if !x.IsBoxed() && !y.IsBoxed() && op != OpShiftLeft {
		return 1
	}
	m, n := limbCount(x), limbCount(y)
	switch op {
	case OpMul:
		return 1 + mulCost(m, n)
	case OpDiv:
		return 1 + 2*mulCost(max(m-n, 1), n)
	case OpShiftLeft:
		if y.IsSmall() && y.SmallValue() > 0 {
			return 1 + (m+int(min(y.SmallValue(), MaxBits))/64)/64
		}
	case OpText:
		return TextCost(m)
	}
	return 1 + max(m, n)/64
}

// TextCost estimates the reductions of printing or reading an integer of that many limbs.
func TextCost(limbs int) int { return 1 + mulCost(limbs, limbs)*3 }

// TooLong says whether the operation would hold up a scheduler.
func TooLong(op Op, x, y term.Term) bool { return Cost(op, x, y) >= LongCost }

// mulCost follows the schoolbook below math/big's Karatsuba threshold and Karatsuba's exponent beyond, roughly.
func mulCost(m, n int) int {
	if m < n {
		m, n = n, m
	}
	if n <= 40 {
		return m * n / 32
	}
	// n^1.6 per n limbs of the longer operand.
	per := 50
	for size := 40; size < n; size *= 2 {
		per *= 3
	}
	return (m + n - 1) / n * per
}

func limbCount(t term.Term) int {
	n := load(t)
	if n.kind == huge {
		return len(n.limbs)
	}
	return 1
}

// LimbCount is the number of limbs of an integer, 1 for a small one.
func LimbCount(t term.Term) int { return limbCount(t) }
