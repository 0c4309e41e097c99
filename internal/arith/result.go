package arith

import (
	"math/big"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// result is memory of the builder in which a bignum is being computed: room for a header and some limbs.
type result struct {
	b     *heap.Builder
	addr  uintptr
	limbs []big.Word
}

// newResult takes room for up to n limbs. It is given back as a term by bigTerm, or left as garbage.
func newResult(b *heap.Builder, n int) result {
	addr := b.Alloc(n + 1)
	// Whatever becomes of it, the room is a valid object: a bignum that nobody names.
	mem.Store(addr, uint64(term.MakeHeader(term.SubBigPos, n)))
	return result{b, addr, mem.Slice[big.Word](addr+mem.WordSize, n)}
}

// keep gives back all but the first words.
func (r result) keep(words int) {
	room := len(r.limbs) + 1
	if words == room {
		return
	}
	// Where the room cannot be given back it is filled with an object that nobody names.
	mem.Store(r.addr+uintptr(words)*mem.WordSize, uint64(term.MakeHeader(term.SubBigPos, room-words-1)))
	r.b.Trim(r.addr, room, words)
}

// term makes the magnitude in the first limbs, and its sign, a term: a small integer where it fits.
func (r result) term(neg bool) (term.Term, Fault) {
	n := len(r.limbs)
	for n > 0 && r.limbs[n-1] == 0 {
		n--
	}
	if n == 0 {
		r.keep(0)
		return term.Small(0), OK
	}
	if n == 1 {
		if t, ok := smallTerm(uint64(r.limbs[0]), neg); ok {
			r.keep(0)
			return t, OK
		}
	}
	if n > MaxBits/64 {
		return term.None, SystemLimit
	}
	r.keep(n + 1)
	tag := term.SubBigPos
	if neg {
		tag = term.SubBigNeg
	}
	mem.Store(r.addr, uint64(term.MakeHeader(tag, n)))
	return term.BoxedAt(r.addr), OK
}

// smallTerm makes a magnitude of one limb a small integer where it fits.
func smallTerm(magnitude uint64, neg bool) (term.Term, bool) {
	switch {
	case !neg && magnitude <= term.MaxSmall:
		return term.Small(int64(magnitude)), true
	case neg && magnitude <= -term.MinSmall:
		return term.Small(-int64(magnitude)), true
	}
	return term.None, false
}

// bigTerm makes z, computed into the room of r where it fitted, a term.
func (r result) bigTerm(z *big.Int) (term.Term, Fault) {
	words := z.Bits()
	if len(words) > MaxBits/64 {
		return term.None, SystemLimit
	}
	if len(words) == 0 {
		return term.Small(0), OK
	}
	if len(words) > len(r.limbs) {
		r = newResult(r.b, len(words))
	}
	if &words[0] != &r.limbs[0] {
		copy(r.limbs, words)
	}
	clear(r.limbs[len(words):])
	return r.term(z.Sign() < 0)
}

// into makes z compute into the room of r.
func (r result) into(z *big.Int) *big.Int { return z.SetBits(r.limbs[:0]) }

// FromBig makes a big.Int a term.
func FromBig(b *heap.Builder, z *big.Int) (term.Term, Fault) {
	if z.IsInt64() {
		return b.Int(z.Int64()), OK
	}
	if z.BitLen() > MaxBits {
		return term.None, SystemLimit
	}
	return newResult(b, len(z.Bits())).bigTerm(z)
}
