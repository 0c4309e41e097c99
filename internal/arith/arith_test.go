package arith

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

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
	return &heap.Builder{Mem: space.NewCache()}
}

// randomInteger has one of the lengths at which something changes.
func randomInteger(random *rand.Rand) *big.Int {
	lengths := []uint{0, 1, 8, 58, 59, 60, 61, 63, 64, 65, 127, 128, 129, 300, 1000, 6000}
	z := new(big.Int)
	for range lengths[random.IntN(len(lengths))] {
		z.Lsh(z, 1)
		z.SetBit(z, 0, uint(random.IntN(2)))
	}
	switch random.IntN(4) {
	case 0: // around a power of two
		z.SetInt64(1).Lsh(z, lengths[random.IntN(len(lengths))])
		z.Sub(z, big.NewInt(int64(random.IntN(3)-1)))
	case 1:
		z.Neg(z)
	}
	return z
}

func value(t *testing.T, x term.Term) *big.Int {
	t.Helper()
	var z big.Int
	if !BigInt(&z, x) {
		t.Fatalf("%#x is no integer", uint64(x))
	}
	return &z
}

type integerOp struct {
	name string
	op   func(b *heap.Builder, x, y term.Term) (term.Term, Fault)
	want func(z, x, y *big.Int) *big.Int
}

// TestIntegersAgainstBig compares every operation with math/big, and checks that results are normalised.
func TestIntegersAgainstBig(t *testing.T) {
	ops := []integerOp{
		{"add", Add, (*big.Int).Add}, {"sub", Sub, (*big.Int).Sub}, {"mul", Mul, (*big.Int).Mul},
		{"div", Div, (*big.Int).Quo}, {"rem", Rem, (*big.Int).Rem},
		{"band", Band, (*big.Int).And}, {"bor", Bor, (*big.Int).Or}, {"bxor", Bxor, (*big.Int).Xor},
	}
	b := newBuilder(t)
	random := rand.New(rand.NewPCG(5, 6))
	for range 20000 {
		x, y := randomInteger(random), randomInteger(random)
		tx, _ := FromBig(b, x)
		ty, _ := FromBig(b, y)
		for _, op := range ops {
			got, fault := op.op(b, tx, ty)
			if y.Sign() == 0 && (op.name == "div" || op.name == "rem") {
				if fault != BadArith {
					t.Fatalf("%s of %v by zero: no fault", op.name, x)
				}
				continue
			}
			want := op.want(new(big.Int), x, y)
			if fault != OK || value(t, got).Cmp(want) != 0 {
				t.Fatalf("%s: %v, %v: got %v, want %v", op.name, x, y, value(t, got), want)
			}
			checkNormal(t, got)
			if value(t, tx).Cmp(x) != 0 || value(t, ty).Cmp(y) != 0 {
				t.Fatalf("%s changed an operand", op.name)
			}
		}
	}
}

func checkNormal(t *testing.T, x term.Term) {
	t.Helper()
	if x.IsSmall() {
		return
	}
	limbs := limbsOf(x)
	if limbs[len(limbs)-1] == 0 {
		t.Fatalf("a leading zero limb")
	}
	if z := value(t, x); z.IsInt64() && term.FitsSmall(z.Int64()) {
		t.Fatalf("%v is no small integer", z)
	}
}

func TestShiftsAgainstBig(t *testing.T) {
	b := newBuilder(t)
	random := rand.New(rand.NewPCG(7, 8))
	for range 20000 {
		x := randomInteger(random)
		count := random.IntN(400) - 200
		tx, _ := FromBig(b, x)
		want := new(big.Int)
		if count >= 0 {
			want.Lsh(x, uint(count))
		} else {
			want.Rsh(x, uint(-count))
		}
		left, fault1 := Bsl(b, tx, term.Small(int64(count)))
		right, fault2 := Bsr(b, tx, term.Small(int64(-count)))
		if fault1 != OK || fault2 != OK || value(t, left).Cmp(want) != 0 || value(t, right).Cmp(want) != 0 {
			t.Fatalf("%v shifted by %d: got %v and %v", x, count, value(t, left), value(t, right))
		}
		checkNormal(t, left)
		inverse, _ := Bnot(b, tx)
		minus, _ := Neg(b, tx)
		if value(t, inverse).Cmp(new(big.Int).Not(x)) != 0 || value(t, minus).Cmp(new(big.Int).Neg(x)) != 0 {
			t.Fatalf("bnot or minus of %v is wrong", x)
		}
		checkNormal(t, inverse)
		checkNormal(t, minus)
	}
}

func TestFaults(t *testing.T) {
	b := newBuilder(t)
	huge, _ := FromBig(b, new(big.Int).Lsh(big.NewInt(1), 2000))
	negative, _ := Neg(b, huge)
	one, half, largest := term.Small(1), b.Float(0.5), b.Float(math.MaxFloat64)
	cases := []struct {
		name string
		op   func(b *heap.Builder, x, y term.Term) (term.Term, Fault)
		x, y term.Term
		want Fault
	}{
		{"1 + []", Add, one, term.Nil, BadArith},
		{"atom * 1", Mul, term.AtomOk, one, BadArith},
		{"1 div 0", Div, one, term.Small(0), BadArith},
		{"0.5 div 1", Div, half, one, BadArith},
		{"1 / 0", FDiv, one, term.Small(0), BadArith},
		{"1 / -0.0", FDiv, one, b.Float(math.Copysign(0, -1)), BadArith},
		{"overflow", Mul, largest, term.Small(10), BadArith},
		{"an integer beyond floats", Add, huge, half, BadArith},
		{"2^2000 / 2^2000", FDiv, huge, huge, BadArith},
		{"1 bsl 2^2000", Bsl, one, huge, SystemLimit},
		{"1 bsr -2^2000", Bsr, one, negative, SystemLimit},
		{"1 bsl 2^40", Bsl, one, term.Small(1 << 40), SystemLimit},
		{"0 bsl 2^2000", Bsl, term.Small(0), huge, OK},
		{"1 bsr 2^2000", Bsr, one, huge, OK},
		{"0.5 band 1", Band, half, one, BadArith},
	}
	for _, c := range cases {
		if _, fault := c.op(b, c.x, c.y); fault != c.want {
			t.Errorf("%s: got fault %d, want %d", c.name, fault, c.want)
		}
	}
}

func TestRounding(t *testing.T) {
	b := newBuilder(t)
	cases := []struct {
		f                         float64
		trunc, round, floor, ceil string
	}{
		{2.5, "2", "3", "2", "3"}, {-2.5, "-2", "-3", "-3", "-2"}, {0.49999999999999994, "0", "0", "0", "1"},
		{1e30, "1000000000000000019884624838656", "1000000000000000019884624838656",
			"1000000000000000019884624838656", "1000000000000000019884624838656"},
		{-9223372036854775808, "-9223372036854775808", "-9223372036854775808", "-9223372036854775808", "-9223372036854775808"},
		{9223372036854775808, "9223372036854775808", "9223372036854775808", "9223372036854775808", "9223372036854775808"},
	}
	for _, c := range cases {
		x := b.Float(c.f)
		for _, r := range []struct {
			name string
			op   func(b *heap.Builder, x term.Term) (term.Term, bool)
			want string
		}{{"trunc", Trunc, c.trunc}, {"round", Round, c.round}, {"floor", Floor, c.floor}, {"ceil", Ceil, c.ceil}} {
			got, ok := r.op(b, x)
			if !ok || value(t, got).String() != r.want {
				t.Errorf("%s of %g: got %v, want %s", r.name, c.f, value(t, got), r.want)
			}
		}
	}
}

func BenchmarkFactorial2000(bench *testing.B) {
	b := newBuilder(bench)
	for bench.Loop() {
		product := term.Small(1)
		for i := int64(2); i <= 2000; i++ {
			product, _ = Mul(b, product, term.Small(i))
		}
		fragments := b.Take()
		fragments.Free(b.Mem)
	}
}
