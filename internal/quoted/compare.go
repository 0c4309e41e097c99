package quoted

import (
	"math"
	"math/big"
	"reflect"
)

// Equal tells whether two nodes are the same term, metadata included.
func Equal(a, b Node) bool { return equal(a, b, true) }

// EqualShape tells whether two nodes differ at most in their metadata.
func EqualShape(a, b Node) bool { return equal(a, b, false) }

func equal(a, b Node, meta bool) bool {
	switch a := a.(type) {
	case Float:
		b, ok := b.(Float)
		return ok && math.Float64bits(float64(a)) == math.Float64bits(float64(b))
	case *big.Int:
		b, ok := b.(*big.Int)
		return ok && a.Cmp(b) == 0
	case List:
		b, ok := b.(List)
		return ok && equalLists(a, b, meta)
	case *Pair:
		b, ok := b.(*Pair)
		return ok && equal(a.Left, b.Left, meta) && equal(a.Right, b.Right, meta)
	case *Form:
		b, ok := b.(*Form)
		return ok && a.IsVar == b.IsVar && a.Context == b.Context && equal(a.Head, b.Head, meta) &&
			(!meta || equalLists(a.Meta.Items(), b.Meta.Items(), true)) && equalLists(a.Args, b.Args, meta)
	case *Opaque:
		b, ok := b.(*Opaque)
		return ok && reflect.DeepEqual(a.Term, b.Term)
	}
	return a == b
}

func equalLists(a, b []Node, meta bool) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !equal(a[i], b[i], meta) {
			return false
		}
	}
	return true
}

// Height is the number of nodes on the longest way down from n, or more than limit as soon as
// that is certain. It needs no stack of its own size: a tree of any height can be measured.
func Height(n Node, limit int) int {
	type item struct {
		node  Node
		depth int
	}
	height := 0
	work := []item{{n, 1}}
	for len(work) > 0 {
		it := work[len(work)-1]
		work = work[:len(work)-1]
		if height = max(height, it.depth); height > limit {
			return height
		}
		next := it.depth + 1
		switch n := it.node.(type) {
		case List:
			for _, e := range n {
				work = append(work, item{e, next})
			}
		case *Pair:
			work = append(work, item{n.Left, next}, item{n.Right, next})
		case *Form:
			work = append(work, item{n.Head, next})
			for _, e := range n.Args {
				work = append(work, item{e, next})
			}
		}
	}
	return height
}
