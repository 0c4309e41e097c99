package heap_test

import (
	"testing"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

func benchHeap(b *testing.B, words int) (*heap.Builder, *heap.Collector) {
	c := newSpace(b).NewCache()
	h := new(heap.Heap)
	if !h.Init(c, words) {
		b.Fatal("no memory")
	}
	return &heap.Builder{H: h, Mem: c, Atoms: atom.NewTable(0)}, &heap.Collector{Mem: c}
}

func BenchmarkInitFree(b *testing.B) {
	c := newSpace(b).NewCache()
	for range b.N {
		var h heap.Heap
		h.Init(c, 0)
		h.Free(c)
	}
}

// thousandTuples is a list of 1000 tuples of three.
func thousandTuples(b *heap.Builder) term.Term {
	l := term.Nil
	for i := range 1000 {
		l = b.Cons(b.Tuple3(term.AtomOk, term.Small(int64(i)), term.Small(1)), l)
	}
	return l
}

func BenchmarkSendThousandTuples(b *testing.B) {
	bu, _ := benchHeap(b, 10000)
	l := thousandTuples(bu)
	for range b.N {
		heap.FreeMessage(bu.Mem, 7, bu.NewMessage(7, l))
	}
}

func BenchmarkSmallMessage(b *testing.B) {
	bu, _ := benchHeap(b, 200)
	msg := bu.Tuple2(term.AtomOk, bu.Ref(1, term.None, 0))
	h := bu.H
	top := h.Top
	for range b.N {
		h.AdoptMessage(bu.Mem, 7, bu.NewMessage(7, msg))
		h.Top = top
	}
}

// BenchmarkMinorGarbage collects a small heap full of garbage.
func BenchmarkMinorGarbage(b *testing.B) {
	bu, g := benchHeap(b, 400)
	root := []term.Term{bu.Tuple2(term.AtomOk, term.AtomOk)}
	for range b.N {
		bu.H.Top = bu.H.Stop
		for a := bu.H.HighWater; a < bu.H.Top; a += 8 {
			mem.Store(a, uint64(term.Nil))
		}
		g.RootTerms(root)
		g.Collect(bu.H, 300)
	}
}

// BenchmarkSurvivors collects a heap whose 1000 tuples all survive, word for word.
func BenchmarkSurvivors(b *testing.B) {
	bu, g := benchHeap(b, 10000)
	root := []term.Term{thousandTuples(bu)}
	for range b.N {
		g.RootTerms(root)
		g.Major(bu.H, 10)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/6000, "ns/word")
}

// BenchmarkGrowingList builds a list of a million cells in a fresh heap.
func BenchmarkGrowingList(b *testing.B) {
	bu, g := benchHeap(b, 0)
	for range b.N {
		bu.H.Free(bu.Mem)
		bu.H.Init(bu.Mem, 0)
		root := []term.Term{term.Nil}
		for i := range 1_000_000 {
			if bu.H.FreeWords() < 2 {
				g.RootTerms(root)
				g.Collect(bu.H, 2)
			}
			root[0] = bu.Cons(term.Small(int64(i)), root[0])
		}
	}
	b.ReportMetric(float64(g.Done().Collections)/float64(b.N), "collections/op")
	b.ReportMetric(float64(g.Done().Majors)/float64(b.N), "majors/op")
}

func BenchmarkAppendByte(b *testing.B) {
	bu, g := benchHeap(b, 1000)
	root := []term.Term{bu.Binary(nil)}
	for range b.N {
		if bu.H.FreeWords() < 20 || bu.H.ShouldCollect() {
			g.RootTerms(root)
			g.Collect(bu.H, 20)
		}
		t, base, at := bu.Append(root[0], 8)
		mem.Store8(base+uintptr(at/8), 'x')
		root[0] = t
	}
}

func BenchmarkCompareEqualLists(b *testing.B) {
	bu, _ := benchHeap(b, 20000)
	x, y := thousandTuples(bu), thousandTuples(bu)
	for range b.N {
		if !term.ExactEqual(x, y) {
			b.Fatal("differ")
		}
	}
}
