package arith

import (
	"math/big"

	"joist/internal/heap"
	"joist/internal/term"
)

// Band is x band y.
func Band(b *heap.Builder, x, y term.Term) (term.Term, Fault) {
	return bitwise(b, x, y, func(i, j int64) int64 { return i & j }, (*big.Int).And)
}

// Bor is x bor y.
func Bor(b *heap.Builder, x, y term.Term) (term.Term, Fault) {
	return bitwise(b, x, y, func(i, j int64) int64 { return i | j }, (*big.Int).Or)
}

// Bxor is x bxor y.
func Bxor(b *heap.Builder, x, y term.Term) (term.Term, Fault) {
	return bitwise(b, x, y, func(i, j int64) int64 { return i ^ j }, (*big.Int).Xor)
}

func bitwise(b *heap.Builder, x, y term.Term, onSmall func(i, j int64) int64, onBig func(z, x, y *big.Int) *big.Int) (term.Term, Fault) {
	m, n := load(x), load(y)
	if m.kind == small && n.kind == small {
		return term.Small(onSmall(m.i, n.i)), OK
	}
	if !m.isInteger() || !n.isInteger() {
		return term.None, BadArith
	}
	var xv, yv, zv big.Int
	var xs, ys [1]big.Word
	r := newResult(b, max(m.size(), n.size())+1)
	return r.bigTerm(onBig(r.into(&zv), m.big(&xv, &xs), n.big(&yv, &ys)))
}

// Bnot is bnot x.
func Bnot(b *heap.Builder, x term.Term) (term.Term, Fault) {
	n := load(x)
	if n.kind == small {
		return term.Small(^n.i), OK
	}
	if n.kind != huge {
		return term.None, BadArith
	}
	var xv, zv big.Int
	var xs [1]big.Word
	r := newResult(b, len(n.limbs)+1)
	return r.bigTerm(r.into(&zv).Not(n.big(&xv, &xs)))
}

// Bsl is x bsl y; a negative y shifts right.
func Bsl(b *heap.Builder, x, y term.Term) (term.Term, Fault) { return shift(b, x, y, true) }

// Bsr is x bsr y, arithmetically; a negative y shifts left.
func Bsr(b *heap.Builder, x, y term.Term) (term.Term, Fault) { return shift(b, x, y, false) }

func shift(b *heap.Builder, x, y term.Term, left bool) (term.Term, Fault) {
	m, n := load(x), load(y)
	if !m.isInteger() || !n.isInteger() {
		return term.None, BadArith
	}
	if m.kind == small && m.i == 0 {
		return x, OK
	}
	count := n.i
	if n.kind == huge {
		count = MaxBits + 1
		if n.neg {
			count = -count
		}
	}
	if left {
		count = -count
	}
	if count >= 0 {
		return shiftRight(b, m, count), OK
	}
	return shiftLeft(b, m, uint64(-count))
}

func shiftRight(b *heap.Builder, x number, count int64) term.Term {
	if x.kind == small {
		return term.Small(x.i >> min(count, 63))
	}
	if count >= int64(len(x.limbs))*64 {
		if x.neg {
			return term.Small(-1)
		}
		return term.Small(0)
	}
	var xv, zv big.Int
	var xs [1]big.Word
	r := newResult(b, len(x.limbs)-int(count/64)+1)
	t, _ := r.bigTerm(r.into(&zv).Rsh(x.big(&xv, &xs), uint(count)))
	return t
}

func shiftLeft(b *heap.Builder, x number, count uint64) (term.Term, Fault) {
	if count > MaxBits {
		return term.None, SystemLimit
	}
	if x.kind == small && count < 59 {
		if shifted := x.i << count; shifted>>count == x.i {
			return b.Int(shifted), OK
		}
	}
	var xv, zv big.Int
	var xs [1]big.Word
	x.big(&xv, &xs)
	if xv.BitLen()+int(count) > MaxBits {
		return term.None, SystemLimit
	}
	r := newResult(b, x.size()+int(count/64)+1)
	return r.bigTerm(r.into(&zv).Lsh(&xv, uint(count)))
}
