package heap

import (
	"math/big"

	"joist/internal/mem"
	"joist/internal/term"
)

// Big is the integer n: small when it fits.
func (b *Builder) Big(n *big.Int) term.Term {
	if n.IsInt64() {
		return b.Int(n.Int64())
	}
	limbs := n.Bits()
	a := b.Alloc(1 + len(limbs))
	s := term.SubBigPos
	if n.Sign() < 0 {
		s = term.SubBigNeg
	}
	mem.Store(a, uint64(term.MakeHeader(s, len(limbs))))
	copy(mem.Slice[big.Word](a+8, len(limbs)), limbs)
	return term.BoxedAt(a)
}
