package term

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// compareNumbers orders two numbers by their exact values; with exact set, integers come before floats
// and -0.0 before 0.0.
func compareNumbers(a, b Term, exact bool) int {
	fa, fb := a.IsFloat(), b.IsFloat()
	switch {
	case fa && fb:
		x, y := a.FloatValue(), b.FloatValue()
		if x == y && exact {
			return cmp.Compare(signBit(y), signBit(x))
		}
		return cmp.Compare(x, y)
	case fa && exact:
		return 1
	case fb && exact:
		return -1
	case fa:
		return -compareIntFloat(b, a.FloatValue())
	case fb:
		return compareIntFloat(a, b.FloatValue())
	}
	return compareInts(a, b)
}

func signBit(f float64) int {
	if math.Signbit(f) {
		return 1
	}
	return 0
}

// compareInts orders two integers of any size.
func compareInts(a, b Term) int {
	switch {
	case a.IsSmall() && b.IsSmall():
		return cmp.Compare(int64(a), int64(b))
	case a.IsSmall():
		return -bigSign(b)
	case b.IsSmall():
		return bigSign(a)
	}
	sa, sb := bigSign(a), bigSign(b)
	if sa != sb {
		return sa
	}
	return sa * compareLimbs(a.BigLimbs(), b.BigLimbs())
}

func bigSign(t Term) int {
	if t.IsBigNegative() {
		return -1
	}
	return 1
}

// compareLimbs orders two magnitudes without leading zeros.
func compareLimbs(x, y []uint64) int {
	if len(x) != len(y) {
		return cmp.Compare(len(x), len(y))
	}
	for i := len(x) - 1; i >= 0; i-- {
		if x[i] != y[i] {
			return cmp.Compare(x[i], y[i])
		}
	}
	return 0
}

// compareIntFloat orders an integer and a finite float.
func compareIntFloat(i Term, f float64) int {
	if i.IsSmall() {
		if math.Abs(f) >= 1<<(SmallBits-1)+1 {
			return cmp.Compare(0, f)
		}
		whole := math.Trunc(f)
		if c := cmp.Compare(i.SmallValue(), int64(whole)); c != 0 {
			return c
		}
		return cmp.Compare(whole, f)
	}
	sign := bigSign(i)
	if math.Abs(f) < 1<<(SmallBits-1) || math.Signbit(f) != (sign < 0) {
		return sign
	}
	return sign * compareMagnitudes(i.BigLimbs(), math.Abs(f))
}

// compareMagnitudes orders a bignum's magnitude and a float of at least 2^53, which is whole.
func compareMagnitudes(limbs []uint64, f float64) int {
	mantissa, exp := math.Frexp(f) // f = mantissa * 2^exp, 1/2 <= mantissa < 1
	n := len(limbs)
	length := 64*n - bits.LeadingZeros64(limbs[n-1])
	if length != exp {
		return cmp.Compare(length, exp)
	}
	m := uint64(mantissa * (1 << 53)) // 53 bits, to be compared with the top bits of the limbs
	m <<= 11
	if c := cmp.Compare(topBits(limbs, length), m); c != 0 {
		return c
	}
	if rest := length - 64; rest > 0 && anyBitBelow(limbs, rest) {
		return 1
	}
	return 0
}

// topBits are the 64 highest bits of a magnitude of length bits, padded with zeros on the right.
func topBits(limbs []uint64, length int) uint64 {
	n := len(limbs)
	lz := 64*n - length
	v := limbs[n-1] << lz
	if lz > 0 && n > 1 {
		v |= limbs[n-2] >> (64 - lz)
	}
	return v
}

func anyBitBelow(limbs []uint64, n int) bool {
	whole := n / 64
	return slices.ContainsFunc(limbs[:whole], func(w uint64) bool { return w != 0 }) ||
		n%64 != 0 && limbs[whole]<<(64-n%64) != 0
}
