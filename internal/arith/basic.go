package arith

import (
	"math/big"
	"math/bits"

	"joist/internal/heap"
	"joist/internal/term"
)

// Add is x + y.
func Add(b *heap.Builder, x, y term.Term) (term.Term, Fault) {
	return addOrSub(b, load(x), load(y), false)
}

// Sub is x - y.
func Sub(b *heap.Builder, x, y term.Term) (term.Term, Fault) {
	return addOrSub(b, load(x), load(y), true)
}

// Neg is -x.
func Neg(b *heap.Builder, x term.Term) (term.Term, Fault) {
	n := load(x)
	switch n.kind {
	case small:
		return b.Int(-n.i), OK
	case float:
		return makeFloat(b, -n.f)
	case huge:
		r := newResult(b, len(n.limbs))
		copy(r.limbs, n.limbs)
		return r.term(!n.neg)
	}
	return term.None, BadArith
}

// Plus is +x: any number, unchanged.
func Plus(_ *heap.Builder, x term.Term) (term.Term, Fault) {
	if n := load(x); n.kind == notNumber {
		return term.None, BadArith
	}
	return x, OK
}

// Abs is the absolute value; ok is false where x is no number.
func Abs(b *heap.Builder, x term.Term) (t term.Term, ok bool) {
	n := load(x)
	switch n.kind {
	case small:
		return b.Int(max(n.i, -n.i)), true
	case float:
		if n.f > 0 {
			return x, true
		}
		return b.Float(0 - n.f), true
	case huge:
		if !n.neg {
			return x, true
		}
		t, _ = Neg(b, x)
		return t, true
	}
	return term.None, false
}

func addOrSub(b *heap.Builder, x, y number, subtract bool) (term.Term, Fault) {
	switch {
	case x.kind == notNumber || y.kind == notNumber:
		return term.None, BadArith
	case x.kind == float || y.kind == float:
		f, ok1 := x.float()
		g, ok2 := y.float()
		if !ok1 || !ok2 {
			return term.None, BadArith
		}
		if subtract {
			return makeFloat(b, f-g)
		}
		return makeFloat(b, f+g)
	case x.kind == small && y.kind == small:
		if subtract {
			return b.Int(x.i - y.i), OK
		}
		return b.Int(x.i + y.i), OK
	}
	var xs, ys [1]big.Word
	xNeg, xl := x.parts(&xs)
	yNeg, yl := y.parts(&ys)
	return addMagnitudes(b, xNeg, xl, yNeg != subtract, yl)
}

// parts is an integer's sign and magnitude.
func (n *number) parts(room *[1]big.Word) (neg bool, limbs []big.Word) {
	if n.kind == huge {
		return n.neg, n.limbs
	}
	room[0] = big.Word(magnitude(n.i))
	return n.i < 0, room[:]
}

func addMagnitudes(b *heap.Builder, xNeg bool, x []big.Word, yNeg bool, y []big.Word) (term.Term, Fault) {
	if len(x) < len(y) {
		x, y, xNeg, yNeg = y, x, yNeg, xNeg
	}
	if xNeg == yNeg {
		r := newResult(b, len(x)+1)
		r.limbs[len(x)] = addLimbs(r.limbs, x, y)
		return r.term(xNeg)
	}
	if compareLimbs(x, y) < 0 {
		x, y, xNeg = y, x, yNeg
	}
	r := newResult(b, len(x))
	subLimbs(r.limbs, x, y)
	return r.term(xNeg)
}

// addLimbs puts x + y in z and returns the carry; x is at least as long as y.
func addLimbs(z, x, y []big.Word) big.Word {
	var carry uint
	for i, v := range x {
		var w big.Word
		if i < len(y) {
			w = y[i]
		} else if carry == 0 {
			copy(z[i:], x[i:])
			return 0
		}
		var s uint
		s, carry = bits.Add(uint(v), uint(w), carry)
		z[i] = big.Word(s)
	}
	return big.Word(carry)
}

// subLimbs puts x - y in z; x is not less than y.
func subLimbs(z, x, y []big.Word) {
	var borrow uint
	for i, v := range x {
		var w big.Word
		if i < len(y) {
			w = y[i]
		} else if borrow == 0 {
			copy(z[i:], x[i:])
			return
		}
		var d uint
		d, borrow = bits.Sub(uint(v), uint(w), borrow)
		z[i] = big.Word(d)
	}
}

// compareLimbs compares magnitudes without leading zeros.
func compareLimbs(x, y []big.Word) int {
	if len(x) != len(y) {
		return len(x) - len(y)
	}
	for i := len(x) - 1; i >= 0; i-- {
		if x[i] != y[i] {
			if x[i] < y[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// Mul is x * y.
func Mul(b *heap.Builder, x, y term.Term) (term.Term, Fault) {
	m, n := load(x), load(y)
	switch {
	case m.kind == notNumber || n.kind == notNumber:
		return term.None, BadArith
	case m.kind == float || n.kind == float:
		f, ok1 := m.float()
		g, ok2 := n.float()
		if !ok1 || !ok2 {
			return term.None, BadArith
		}
		return makeFloat(b, f*g)
	case m.kind == small && n.kind == small:
		return mulSmall(b, m.i, n.i)
	}
	if m.kind == small {
		m, n = n, m
	}
	if n.kind == small {
		return mulByLimb(b, m, n.i)
	}
	if len(m.limbs)+len(n.limbs) > MaxBits/64+1 {
		return term.None, SystemLimit
	}
	var xv, yv, zv big.Int
	var xs, ys [1]big.Word
	r := newResult(b, len(m.limbs)+len(n.limbs))
	return r.bigTerm(r.into(&zv).Mul(m.big(&xv, &xs), n.big(&yv, &ys)))
}

func mulSmall(b *heap.Builder, x, y int64) (term.Term, Fault) {
	high, low := bits.Mul64(magnitude(x), magnitude(y))
	neg := (x < 0) != (y < 0)
	if high == 0 {
		if t, ok := smallTerm(low, neg); ok {
			return t, OK
		}
	}
	r := newResult(b, 2)
	r.limbs[0], r.limbs[1] = big.Word(low), big.Word(high)
	return r.term(neg)
}

func mulByLimb(b *heap.Builder, x number, y int64) (term.Term, Fault) {
	if y == 0 {
		return term.Small(0), OK
	}
	n := len(x.limbs)
	r := newResult(b, n+1)
	factor := uint(magnitude(y))
	z := r.limbs[:n]
	var carry uint
	for i, v := range x.limbs {
		high, low := bits.Mul(uint(v), factor)
		low, c := bits.Add(low, carry, 0)
		z[i] = big.Word(low)
		carry = high + c
	}
	r.limbs[n] = big.Word(carry)
	return r.term(x.neg != (y < 0))
}

// FDiv is x / y, always a float.
func FDiv(b *heap.Builder, x, y term.Term) (term.Term, Fault) {
	m, n := load(x), load(y)
	f, ok1 := m.float()
	g, ok2 := n.float()
	if !ok1 || !ok2 || g == 0 {
		return term.None, BadArith
	}
	return makeFloat(b, f/g)
}

// Div is x div y, truncated towards zero.
func Div(b *heap.Builder, x, y term.Term) (term.Term, Fault) { return divide(b, x, y, false) }

// Rem is x rem y, with the sign of x.
func Rem(b *heap.Builder, x, y term.Term) (term.Term, Fault) { return divide(b, x, y, true) }

func divide(b *heap.Builder, x, y term.Term, remainder bool) (term.Term, Fault) {
	m, n := load(x), load(y)
	if !m.isInteger() || !n.isInteger() || n.kind == small && n.i == 0 {
		return term.None, BadArith
	}
	if m.kind == small && n.kind == small {
		if remainder {
			return b.Int(m.i % n.i), OK
		}
		return b.Int(m.i / n.i), OK
	}
	if n.kind == small {
		return divByLimb(b, m, n.i, remainder)
	}
	var ms [1]big.Word
	if _, limbs := m.parts(&ms); compareLimbs(limbs, n.limbs) < 0 {
		if remainder {
			return x, OK
		}
		return term.Small(0), OK
	}
	var xv, yv, zv, other big.Int
	var ys [1]big.Word
	room := len(m.limbs) - len(n.limbs) + 1
	if remainder {
		room = len(n.limbs)
	}
	r := newResult(b, room)
	r.into(&zv)
	if remainder {
		other.QuoRem(m.big(&xv, &ms), n.big(&yv, &ys), &zv)
	} else {
		zv.QuoRem(m.big(&xv, &ms), n.big(&yv, &ys), &other)
	}
	return r.bigTerm(&zv)
}

func divByLimb(b *heap.Builder, x number, y int64, remainder bool) (term.Term, Fault) {
	divisor := uint(magnitude(y))
	if remainder {
		var rest uint
		for i := len(x.limbs) - 1; i >= 0; i-- {
			_, rest = bits.Div(rest, uint(x.limbs[i]), divisor)
		}
		if x.neg {
			return b.Int(-int64(rest)), OK
		}
		return b.Int(int64(rest)), OK
	}
	r := newResult(b, len(x.limbs))
	var rest, quotient uint
	for i := len(x.limbs) - 1; i >= 0; i-- {
		quotient, rest = bits.Div(rest, uint(x.limbs[i]), divisor)
		r.limbs[i] = big.Word(quotient)
	}
	return r.term(x.neg != (y < 0))
}
