package bif

import (
	"math/rand/v2"
	"slices"
	"testing"

	"joist/internal/proc"
	"joist/internal/term"
)

// TestSortingAgainstStableSort sorts lists of several kinds and lengths.
func TestSortingAgainstStableSort(t *testing.T) {
	withProcess(t, func(c *proc.Ctx) {
		random := rand.New(rand.NewPCG(2, 3))
		kinds := []func() term.Term{
			func() term.Term { return term.Small(random.Int64N(1000)) },
			func() term.Term {
				return term.Small(random.Int64() >> (4 + random.IntN(60)) * (1 - 2*random.Int64N(2)))
			},
			func() term.Term {
				n := term.Small(random.Int64N(20))
				if random.IntN(2) == 0 {
					return c.Float(float64(n.SmallValue()))
				}
				return n
			},
			func() term.Term { return c.Tuple2(term.Small(random.Int64N(9)), term.Small(random.Int64())) },
			func() term.Term {
				text := c.Binary([]byte{byte(random.IntN(3)), byte(random.IntN(3)), 7, 7}[:random.IntN(5)])
				if random.IntN(2) == 0 {
					return c.Tuple3(text, c.Float(float64(random.IntN(2))), term.Small(random.Int64N(2)))
				}
				return text
			},
		}
		for _, length := range []int{0, 1, 2, 11, 13, 100, 255, 256, 257, 3000} {
			for i, kind := range kinds {
				terms := make([]term.Term, length)
				for j := range terms {
					terms[j] = kind()
				}
				checkSorted(t, c, terms, i == 3)
			}
		}
	})
}

func checkSorted(t *testing.T, c *proc.Ctx, terms []term.Term, tuples bool) {
	t.Helper()
	compare := func(x, y term.Term) int { return term.Compare(x, y, c.Node.Atoms) }
	got := listElements(c.CallNative(sortList, c.List(terms, term.Nil)))
	want := slices.Clone(terms)
	if i := slices.IndexFunc(terms, func(x term.Term) bool { return compare(x, terms[0]) != 0 }); i > 0 && compare(terms[0], terms[i]) > 0 {
		slices.Reverse(want)
	}
	slices.SortStableFunc(want, compare)
	if !slices.Equal(got, want) {
		t.Errorf("sort of %d differs", len(terms))
	}
	got = listElements(c.CallNative(sortUnique, c.List(terms, term.Nil)))
	want = slices.Clone(terms)
	slices.SortStableFunc(want, compare)
	want = slices.CompactFunc(want, func(x, y term.Term) bool { return compare(x, y) == 0 })
	if !slices.Equal(got, want) {
		t.Errorf("usort of %d differs", len(terms))
	}
	if !tuples {
		return
	}
	got = listElements(c.CallNative(sortByKey, term.Small(1), c.List(terms, term.Nil)))
	want = slices.Clone(terms)
	slices.SortStableFunc(want, func(x, y term.Term) int { return compare(x.TupleElem(0), y.TupleElem(0)) })
	if !slices.Equal(got, want) {
		t.Errorf("keysort of %d differs", len(terms))
	}
}
