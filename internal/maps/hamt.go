package maps

import (
	"math/bits"
	"slices"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// levels is how many times a hash can be divided; below, keys collide.
const levels = 16

func slotBit(hash uint64, level int) uint16 { return 1 << (hash >> (4 * level) & 15) }

// An entry is a pair on its way into a trie. Its leaf is made when it is needed.
type entry struct {
	key, value term.Term
	hash       uint64
	leaf       term.Term
}

func (e *entry) cell(b *heap.Builder) term.Term {
	if e.leaf == term.None {
		e.leaf = b.Cons(e.key, e.value)
	}
	return e.leaf
}

func leafEntry(leaf term.Term) entry {
	return entry{key: leaf.Car(), value: leaf.Cdr(), hash: term.Hash(leaf.Car()), leaf: leaf}
}

func hashGet(m, key term.Term) term.Term {
	if leaf := hashFind(m, key, term.Hash(key)); leaf != term.None {
		return leaf.Cdr()
	}
	return term.None
}

// hashFind is the leaf of key, or None.
func hashFind(node, key term.Term, hash uint64) term.Term {
	for {
		h := node.Header()
		first := term.HashNodeChildren
		switch h.MapKind() {
		case term.MapRoot:
			first = term.HashRootChildren
		case term.MapCollision:
			return findCollision(node, key)
		}
		bit := uint16(1) << (hash & 15)
		hash >>= 4
		bitmap := h.MapBitmap()
		if bitmap&bit == 0 {
			return term.None
		}
		node = node.Field(first + bits.OnesCount16(bitmap&(bit-1)))
		if node.IsCons() {
			if k := node.Car(); k == key || term.ExactEqual(k, key) {
				return node
			}
			return term.None
		}
	}
}

func findCollision(node, key term.Term) term.Term {
	for _, leaf := range node.HashChildren() {
		if term.ExactEqual(leaf.Car(), key) {
			return leaf
		}
	}
	return term.None
}

// makeNode is a node of any kind; size counts only for a root.
func makeNode(b *heap.Builder, kind int, bitmap uint16, size int, children []term.Term) term.Term {
	first := term.HashNodeChildren
	if kind == term.MapRoot {
		first = term.HashRootChildren
	}
	a := b.Alloc(first + len(children))
	mem.Store(a, uint64(term.MapHeader(kind, bitmap, first-1+len(children))))
	if kind == term.MapRoot {
		mem.StoreAt(a, term.HashMapSize, uint64(term.Small(int64(size))))
	}
	copy(mem.Slice[term.Term](a+uintptr(first)*8, len(children)), children)
	return term.BoxedAt(a)
}

// resized is the root m with another size.
func resized(m term.Term, size int) term.Term {
	mem.StoreAt(m.Addr(), term.HashMapSize, uint64(term.Small(int64(size))))
	return m
}

// withChild is a copy of node with child i replaced.
func withChild(b *heap.Builder, node term.Term, i int, child term.Term) term.Term {
	h := node.Header()
	n := 1 + h.Arity()
	a := b.Alloc(n)
	mem.Copy(a, node.Addr(), n)
	copied := term.BoxedAt(a)
	copied.HashChildren()[i] = child
	return copied
}

// withNewChild is a copy of node with a child inserted at i, for the given bit.
func withNewChild(b *heap.Builder, node term.Term, i int, bit uint16, child term.Term) term.Term {
	h := node.Header()
	var buf [levels + 1]term.Term
	children := append(buf[:0], node.HashChildren()...)
	children = slices.Insert(children, i, child)
	return makeNode(b, h.MapKind(), h.MapBitmap()|bit, sizeOf(node), children)
}

// withoutChild is a copy of node without child i.
func withoutChild(b *heap.Builder, node term.Term, i int, bit uint16) term.Term {
	h := node.Header()
	var buf [levels + 1]term.Term
	children := append(buf[:0], node.HashChildren()...)
	children = slices.Delete(children, i, i+1)
	return makeNode(b, h.MapKind(), h.MapBitmap()&^bit, sizeOf(node), children)
}

func sizeOf(node term.Term) int {
	if node.Header().MapKind() == term.MapRoot {
		return node.MapSize()
	}
	return 0
}

// hashPut is the hash map m with the entry.
func hashPut(b *heap.Builder, m term.Term, e entry) term.Term {
	root, added := putIn(b, m, 0, &e)
	if added {
		resized(root, m.MapSize()+1)
	}
	return root
}

// putIn puts an entry below a node of the given level. The node itself comes back when nothing changes.
func putIn(b *heap.Builder, node term.Term, level int, e *entry) (changed term.Term, added bool) {
	h := node.Header()
	if h.MapKind() == term.MapCollision {
		return putCollision(b, node, e)
	}
	bit := slotBit(e.hash, level)
	i := bits.OnesCount16(h.MapBitmap() & (bit - 1))
	if h.MapBitmap()&bit == 0 {
		return withNewChild(b, node, i, bit, e.cell(b)), true
	}
	child := node.HashChildren()[i]
	sub := child
	switch {
	case !child.IsCons():
		sub, added = putIn(b, child, level+1, e)
	case term.ExactEqual(child.Car(), e.key):
		if child.Cdr() != e.value {
			sub = e.cell(b)
		}
	default:
		other := leafEntry(child)
		sub, added = join(b, level+1, &other, e), true
	}
	if sub == child {
		return node, false
	}
	return withChild(b, node, i, sub), added
}

func putCollision(b *heap.Builder, node term.Term, e *entry) (changed term.Term, added bool) {
	leaves := node.HashChildren()
	for i, leaf := range leaves {
		if term.ExactEqual(leaf.Car(), e.key) {
			if leaf.Cdr() == e.value {
				return node, false
			}
			return withChild(b, node, i, e.cell(b)), false
		}
	}
	return makeNode(b, term.MapCollision, 0, 0, append(slices.Clone(leaves), e.cell(b))), true
}

// join is the node of the given level that holds two entries with different keys.
func join(b *heap.Builder, level int, x, y *entry) term.Term {
	if level == levels {
		return makeNode(b, term.MapCollision, 0, 0, []term.Term{x.cell(b), y.cell(b)})
	}
	bx, by := slotBit(x.hash, level), slotBit(y.hash, level)
	switch {
	case bx == by:
		return makeNode(b, term.MapNode, bx, 0, []term.Term{join(b, level+1, x, y)})
	case bx > by:
		x, y = y, x
	}
	return makeNode(b, term.MapNode, bx|by, 0, []term.Term{x.cell(b), y.cell(b)})
}

// hashRemove is the hash map m without key.
func hashRemove(b *heap.Builder, m, key term.Term) term.Term {
	hash := term.Hash(key)
	if hashFind(m, key, hash) == term.None {
		return m
	}
	size := m.MapSize() - 1
	if size > term.MaxFlatMap {
		return resized(removeFrom(b, m, 0, key, hash), size)
	}
	leaves := term.HashMapLeaves(m, nil)
	leaves = slices.DeleteFunc(leaves, func(l term.Term) bool { return term.ExactEqual(l.Car(), key) })
	return flatFromLeaves(b, leaves)
}

// removeFrom removes a key that is there from below a node. What is left of an inner node may be a
// single leaf, which takes its place.
func removeFrom(b *heap.Builder, node term.Term, level int, key term.Term, hash uint64) term.Term {
	h := node.Header()
	children := node.HashChildren()
	if h.MapKind() == term.MapCollision {
		i := slices.IndexFunc(children, func(l term.Term) bool { return term.ExactEqual(l.Car(), key) })
		if len(children) == 2 {
			return children[1-i]
		}
		return withoutChild(b, node, i, 0)
	}
	bit := slotBit(hash, level)
	i := bits.OnesCount16(h.MapBitmap() & (bit - 1))
	if children[i].IsCons() {
		if level > 0 && len(children) == 2 && children[1-i].IsCons() {
			return children[1-i]
		}
		return withoutChild(b, node, i, bit)
	}
	sub := removeFrom(b, children[i], level+1, key, hash)
	if level > 0 && len(children) == 1 && sub.IsCons() {
		return sub
	}
	return withChild(b, node, i, sub)
}

// flatFromLeaves is the flat map of leaves in any order.
func flatFromLeaves(b *heap.Builder, leaves []term.Term) term.Term {
	slices.SortFunc(leaves, func(x, y term.Term) int { return term.CompareExact(x.Car(), y.Car(), b.Atoms) })
	var keys, values [term.MaxFlatMap]term.Term
	for i, l := range leaves {
		keys[i], values[i] = l.Car(), l.Cdr()
	}
	n := len(leaves)
	return makeFlat(b, b.TupleFrom(keys[:n]), values[:n])
}
