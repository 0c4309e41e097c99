package heap

import (
	"testing"

	"joist/internal/mem"
	"joist/internal/term"
)

// newBuilder returns a builder for a fresh heap in a space of its own.
func newBuilder(t testing.TB, words int) (*Builder, *Collector) {
	t.Helper()
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(space.Close)
	c := space.NewCache()
	h := new(Heap)
	if !h.Init(c, words) {
		t.Fatal("no memory")
	}
	return &Builder{H: h, Mem: c}, &Collector{Mem: c, Poison: true, Check: true}
}

func TestListSurvivesGrowth(t *testing.T) {
	b, g := newBuilder(t, 0)
	root := []term.Term{term.Nil}
	const n = 100000
	for i := range n {
		if b.H.FreeWords() < 5 {
			g.Check = i%1000 == 0
			g.RootTerms(root)
			if st := g.Collect(b.H, 5); st != Collected {
				t.Fatal(st)
			}
		}
		root[0] = b.Cons(b.Tuple2(term.Small(int64(i)), term.AtomOk), root[0])
	}
	l := root[0]
	for i := n - 1; i >= 0; i-- {
		if got := l.Car().TupleElem(0); got != term.Small(int64(i)) {
			t.Fatalf("element %d is %#x", i, uint64(got))
		}
		l = l.Cdr()
	}
	if l != term.Nil {
		t.Fatal("too long")
	}
	t.Logf("%d collections, %d major, %d words", g.Done().Collections, g.Done().Majors, b.H.TotalWords())
}
