package maps

import (
	"math/bits"

	"joist/internal/heap"
	"joist/internal/term"
)

// Merge has the pairs of both maps; for keys that both have, the value is y's.
func Merge(b *heap.Builder, x, y term.Term) term.Term {
	nx, ny := x.MapSize(), y.MapSize()
	switch {
	case nx == 0 || x == y:
		return y
	case ny == 0:
		return x
	}
	flatX, flatY := x.Header().MapKind() == term.MapFlat, y.Header().MapKind() == term.MapFlat
	switch {
	case flatY && flatX:
		return flatPutMany(b, x, Pairs(y, nil))
	case flatY:
		for pairs := Pairs(y, nil); len(pairs) > 0; pairs = pairs[2:] {
			x = Put(b, x, pairs[0], pairs[1])
		}
		return x
	case flatX:
		for pairs := Pairs(x, nil); len(pairs) > 0; pairs = pairs[2:] {
			if !Has(y, pairs[0]) {
				y = Put(b, y, pairs[0], pairs[1])
			}
		}
		return y
	}
	root, both := mergeNodes(b, x, y, 0)
	if root == x || root == y {
		return root
	}
	return resized(root, nx+ny-both)
}

// mergeNodes merges two subtrees of the same level, of which either may be a leaf, and counts the keys
// that are in both. The result is y itself when it has everything.
func mergeNodes(b *heap.Builder, x, y term.Term, level int) (merged term.Term, both int) {
	if x == y {
		return y, countLeaves(y)
	}
	switch {
	case x.IsCons() && y.IsCons():
		if term.ExactEqual(x.Car(), y.Car()) {
			return y, 1
		}
		ex, ey := leafEntry(x), leafEntry(y)
		return join(b, level, &ex, &ey), 0
	case y.IsCons():
		e := leafEntry(y)
		node, added := putIn(b, x, level, &e)
		return node, count(!added)
	case x.IsCons():
		e := leafEntry(x)
		if findBelow(y, e.key, e.hash, level) != term.None {
			return y, 1
		}
		node, _ := putIn(b, y, level, &e)
		return node, 0
	case x.Header().MapKind() == term.MapCollision:
		for _, l := range y.HashChildren() {
			e := leafEntry(l)
			node, added := putIn(b, x, level, &e)
			x = node
			both += count(!added)
		}
		return x, both
	}
	return mergeChildren(b, x, y, level)
}

func mergeChildren(b *heap.Builder, x, y term.Term, level int) (merged term.Term, both int) {
	bx, by := x.Header().MapBitmap(), y.Header().MapBitmap()
	cx, cy := x.HashChildren(), y.HashChildren()
	var children [16]term.Term
	n, same := 0, bx|by == by
	for rest := bx | by; rest != 0; rest &= rest - 1 {
		bit := rest & -rest
		switch {
		case by&bit == 0:
			children[n] = cx[bits.OnesCount16(bx&(bit-1))]
		case bx&bit == 0:
			children[n] = cy[bits.OnesCount16(by&(bit-1))]
		default:
			theirs := cy[bits.OnesCount16(by&(bit-1))]
			child, k := mergeNodes(b, cx[bits.OnesCount16(bx&(bit-1))], theirs, level+1)
			children[n] = child
			both += k
			same = same && child == theirs
		}
		n++
	}
	if same {
		return y, both
	}
	return makeNode(b, y.Header().MapKind(), bx|by, 0, children[:n]), both
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func countLeaves(node term.Term) int {
	if node.IsCons() {
		return 1
	}
	if node.Header().MapKind() == term.MapRoot {
		return node.MapSize()
	}
	return len(term.HashMapLeaves(node, nil))
}

// findBelow is hashFind from a node further down.
func findBelow(node, key term.Term, hash uint64, level int) term.Term {
	return hashFind(node, key, hash>>(4*level))
}
