package term

import (
	"math/big"

	"joist/internal/mem"
)

// BigInt is the value of an integer term of any size as a number of Go's, copied.
func BigInt(t Term) *big.Int {
	if t.IsSmall() {
		return big.NewInt(t.SmallValue())
	}
	view := BigView(t)
	return new(big.Int).Set(view)
}

// BigView views the value of a bignum without copying. The view must not be written to and is valid until
// the next collection.
func BigView(t Term) *big.Int {
	n := new(big.Int).SetBits(mem.Slice[big.Word](t.Addr()+BigLimb0*mem.WordSize, t.Header().Arity()))
	if t.IsBigNegative() {
		n.Neg(n)
	}
	return n
}
