package maps_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/maps"
	"joist/internal/mem"
	"joist/internal/term"
	"joist/internal/testing/terms"
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

// A model is what a map should hold, by the texts of its keys.
type model map[string][2]term.Term

func (m model) pairs() (pairs []term.Term) {
	for _, p := range m {
		pairs = append(pairs, p[0], p[1])
	}
	return pairs
}

// check compares a map with its model in every way of looking at it.
func check(t *testing.T, b *heap.Builder, m term.Term, want model) {
	t.Helper()
	if maps.Size(m) != len(want) {
		t.Fatalf("size %d, want %d", maps.Size(m), len(want))
	}
	if flat := m.IsFlatMap(); flat != (len(want) <= term.MaxFlatMap) {
		t.Fatalf("a map of %d pairs, flat: %v", len(want), flat)
	}
	for text, p := range want {
		if got := maps.Get(m, p[0]); got != p[1] {
			t.Fatalf("value of %s is %s, want %s", text, term.Format(got, b.Atoms), term.Format(p[1], b.Atoms))
		}
	}
	fresh := maps.FromPairs(b, want.pairs())
	if !term.ExactEqual(m, fresh) || term.Compare(m, fresh, b.Atoms) != 0 || term.Hash(m) != term.Hash(fresh) {
		t.Fatalf("not equal to the same map made at once: %s", term.Format(m, b.Atoms))
	}
	n := 0
	listed := maps.Pairs(m, nil)
	for state := term.Nil; ; n++ {
		k, v, next := maps.Next(b, m, state)
		if k == term.None {
			break
		}
		if k != listed[2*n] || v != listed[2*n+1] {
			t.Fatalf("pair %d of the iterator is not that of the list", n)
		}
		state = next
	}
	if n != len(want) {
		t.Fatalf("the iterator gives %d pairs of %d", n, len(want))
	}
}

func TestOperationsAgainstModel(t *testing.T) {
	for seed := range uint64(60) {
		b := newBuilder(t)
		g := terms.Generator{B: b, R: rand.New(rand.NewPCG(seed, 2))}
		m, want := maps.Empty(b), model{}
		space := []int{20, 60, 400}[seed%3]
		keys := make([]terms.Sample, space)
		for i := range keys {
			keys[i] = g.Key()
		}
		for step := range 600 {
			k := keys[g.R.IntN(space)]
			v := term.Small(int64(g.R.IntN(3)))
			switch op := g.R.IntN(10); {
			case op < 5 || step < space:
				m = maps.Put(b, m, k.Term, v)
				want[k.Text] = [2]term.Term{k.Term, v}
			case op < 9:
				m = maps.Remove(b, m, k.Term)
				delete(want, k.Text)
			default:
				updated := maps.Update(b, m, k.Term, v)
				if _, ok := want[k.Text]; ok != (updated != term.None) {
					t.Fatalf("update of %s: %v", k.Text, ok)
				} else if ok {
					m = updated
					want[k.Text] = [2]term.Term{k.Term, v}
				}
			}
			if step%50 == 0 {
				check(t, b, m, want)
			}
		}
		check(t, b, m, want)
		for _, p := range want {
			m = maps.Remove(b, m, p[0])
		}
		check(t, b, m, model{})
	}
}

func TestMergeAgainstModel(t *testing.T) {
	b := newBuilder(t)
	g := terms.Generator{B: b, R: rand.New(rand.NewPCG(5, 5))}
	keys := make([]terms.Sample, 500)
	for i := range keys {
		keys[i] = g.Key()
	}
	random := func(tag int64) (term.Term, model) {
		want := model{}
		n := []int{0, 3, 30, 40, 200, 1000}[g.R.IntN(6)]
		lo := g.R.IntN(200)
		for range n {
			k := keys[lo+g.R.IntN(300)]
			want[k.Text] = [2]term.Term{k.Term, term.Small(tag)}
		}
		return maps.FromPairs(b, want.pairs()), want
	}
	for range 400 {
		x, wx := random(1)
		y, wy := random(int64(1 + g.R.IntN(2)))
		both := model{}
		for k, p := range wx {
			both[k] = p
		}
		for k, p := range wy {
			both[k] = p
		}
		check(t, b, maps.Merge(b, x, y), both)
		check(t, b, maps.PutMany(b, x, wy.pairs()), both)
		check(t, b, x, wx)
		check(t, b, y, wy)
	}
}

func TestFromPairsKeepsTheLast(t *testing.T) {
	b := newBuilder(t)
	for _, n := range []int{2, 20, 33, 64, 300} {
		var pairs []term.Term
		want := model{}
		for i := range n {
			k, v := term.Small(int64(i%(n/2))), term.Small(int64(i))
			pairs = append(pairs, k, v)
			want[fmt.Sprint(i%(n/2))] = [2]term.Term{k, v}
		}
		check(t, b, maps.FromPairs(b, pairs), want)
	}
}

func TestFlatOrder(t *testing.T) {
	b := newBuilder(t)
	m := maps.Empty(b)
	for _, k := range []term.Term{b.Binary([]byte("x")), b.Float(1.5), term.Small(2), term.AtomOk, b.Float(1), term.Small(1), term.AtomError} {
		m = maps.Put(b, m, k, term.Nil)
	}
	if got, want := term.Format(maps.Keys(b, m), b.Atoms), `[1,2,1.0,1.5,error,ok,<<"x">>]`; got != want {
		t.Errorf("keys %s, want %s", got, want)
	}
}

func BenchmarkGetFlat8(b *testing.B)    { benchmarkGet(b, 8) }
func BenchmarkGetHash1000(b *testing.B) { benchmarkGet(b, 1000) }

func benchmarkGet(b *testing.B, n int) {
	bu := newBuilder(b)
	var pairs []term.Term
	for i := range n {
		pairs = append(pairs, term.Small(int64(i)), term.AtomOk)
	}
	m := maps.FromPairs(bu, pairs)
	b.ResetTimer()
	for i := range b.N {
		if maps.Get(m, term.Small(int64(i%n))) == term.None {
			b.Fatal("missing")
		}
	}
}

func BenchmarkPutFlat8(b *testing.B)    { benchmarkPut(b, 8) }
func BenchmarkPutHash1000(b *testing.B) { benchmarkPut(b, 1000) }

func benchmarkPut(b *testing.B, n int) {
	bu := newBuilder(b)
	var pairs []term.Term
	for i := range n {
		pairs = append(pairs, term.Small(int64(i)), term.AtomOk)
	}
	m := maps.FromPairs(bu, pairs)
	keep := bu.Take()
	b.ResetTimer()
	for i := range b.N {
		maps.Put(bu, m, term.Small(int64(i%n)), term.Small(int64(i)))
		if i%1000 == 0 {
			fs := bu.Take()
			fs.Free(bu.Mem)
		}
	}
	_ = keep
}
