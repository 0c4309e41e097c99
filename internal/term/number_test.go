package term_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

func newBuilder(t testing.TB) *heap.Builder {
	t.Helper()
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(space.Close)
	return &heap.Builder{Mem: space.NewCache(), Atoms: atom.NewTable(0)}
}

// A number is a term with its exact value.
type number struct {
	t     term.Term
	value *big.Float
}

func randomNumber(b *heap.Builder, r *rand.Rand) number {
	exact := new(big.Float).SetPrec(3000)
	if r.IntN(2) == 0 {
		f := math.Ldexp(float64(r.IntN(5)-2), r.IntN(140)-5)
		if r.IntN(2) == 0 {
			f = math.Nextafter(f, float64(r.IntN(3)-1)*1e308)
		}
		return number{b.Float(f), exact.SetFloat64(f)}
	}
	n := new(big.Int).Lsh(big.NewInt(int64(r.IntN(5)-2)), uint(r.IntN(140)))
	n.Add(n, big.NewInt(int64(r.IntN(5)-2)))
	return number{b.Big(n), exact.SetInt(n)}
}

func TestNumbersCompareByExactValue(t *testing.T) {
	b := newBuilder(t)
	r := rand.New(rand.NewPCG(7, 7))
	for range 100000 {
		x, y := randomNumber(b, r), randomNumber(b, r)
		want := x.value.Cmp(y.value)
		if got := term.Compare(x.t, y.t, b.Atoms); got != want {
			t.Fatalf("Compare(%s, %s) = %d, want %d", term.Format(x.t, b.Atoms), term.Format(y.t, b.Atoms), got, want)
		}
		if got := term.Equal(x.t, y.t); got != (want == 0) {
			t.Fatalf("Equal(%s, %s) = %v", term.Format(x.t, b.Atoms), term.Format(y.t, b.Atoms), got)
		}
		exact := want == 0 && x.t.IsFloat() == y.t.IsFloat()
		if exact && x.t.IsFloat() {
			exact = math.Signbit(x.t.FloatValue()) == math.Signbit(y.t.FloatValue())
		}
		if got := term.ExactEqual(x.t, y.t); got != exact {
			t.Fatalf("ExactEqual(%s, %s) = %v", term.Format(x.t, b.Atoms), term.Format(y.t, b.Atoms), got)
		}
	}
}

func TestBigRoundTrip(t *testing.T) {
	b := newBuilder(t)
	for shift := range uint(200) {
		for _, sign := range []int64{1, -1} {
			for d := range int64(3) {
				n := new(big.Int).Lsh(big.NewInt(sign), shift)
				n.Add(n, big.NewInt(d-1))
				x := b.Big(n)
				if x.IsSmall() != (n.IsInt64() && term.FitsSmall(n.Int64())) {
					t.Errorf("%v is small: %v", n, x.IsSmall())
				}
				if term.BigInt(x).Cmp(n) != 0 {
					t.Errorf("%v reads back as %v", n, term.BigInt(x))
				}
				if x.IsBig() && !term.ExactEqual(x, b.BigFromLimbs(sign < 0 && n.Sign() < 0, append(x.BigLimbs(), 0))) {
					t.Errorf("%v from limbs", n)
				}
			}
		}
	}
	if got := b.BigFromLimbs(true, []uint64{-term.MinSmall, 0}); got != term.Small(term.MinSmall) {
		t.Errorf("the least small integer from limbs is %s", term.Format(got, b.Atoms))
	}
}

func TestZeros(t *testing.T) {
	b := newBuilder(t)
	pos, neg := b.Float(0), b.Float(math.Copysign(0, -1))
	if !term.Equal(pos, neg) || term.ExactEqual(pos, neg) || term.CompareExact(neg, pos, b.Atoms) != -1 {
		t.Error("0.0 and -0.0 are equal, not exactly, and ordered as keys")
	}
	if term.CompareExact(b.Float(1), term.Small(2), b.Atoms) != 1 {
		t.Error("as keys, integers come before floats")
	}
}
