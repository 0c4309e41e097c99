package maps

import (
	"math/bits"

	"joist/internal/heap"
	"joist/internal/term"
)

// Next is the pair after the one that state stands for, and its state; term.Nil as the state asks for the
// first. The key is None when there is no more. A state is an integer: it survives collections and
// names a place in this very map. For a flat map it is the pair's number; for a hash map the path of slots
// to the leaf, with the depth, and the leaf's number in a collision node, in a second word.
func Next(b *heap.Builder, m, state term.Term) (key, value, next term.Term) {
	if m.Header().MapKind() == term.MapFlat {
		i := 0
		if state != term.Nil {
			i = int(state.SmallValue()) + 1
		}
		keys, values := m.FlatMapParts()
		if i < 0 || i >= len(keys) {
			return term.None, term.None, term.Nil
		}
		return keys[i], values[i], term.Small(int64(i))
	}
	var p path
	if state == term.Nil {
		p.descend(m)
	} else {
		if !p.restore(m, state) {
			return term.None, term.None, term.Nil
		}
		p.advance()
	}
	if p.depth == 0 {
		return term.None, term.None, term.Nil
	}
	leaf := p.leaf()
	return leaf.Car(), leaf.Cdr(), p.state(b)
}

// A path leads from the root of a trie to a leaf: at every level a node and which of its children.
type path struct {
	depth int
	nodes [levels + 1]term.Term
	at    [levels + 1]int
}

func (p *path) leaf() term.Term { return p.nodes[p.depth-1].HashChildren()[p.at[p.depth-1]] }

// descend adds the way to the first leaf below node.
func (p *path) descend(node term.Term) {
	for !node.IsCons() {
		p.nodes[p.depth], p.at[p.depth] = node, 0
		p.depth++
		node = node.HashChildren()[0]
	}
}

// advance goes to the next leaf, or to depth 0.
func (p *path) advance() {
	for p.depth > 0 {
		i := p.depth - 1
		children := p.nodes[i].HashChildren()
		if p.at[i]++; p.at[i] < len(children) {
			p.descend(children[p.at[i]])
			return
		}
		p.depth--
	}
}

func (p *path) state(b *heap.Builder) term.Term {
	var slots, rest uint64
	for i := range p.depth {
		if p.nodes[i].Header().MapKind() == term.MapCollision {
			rest = uint64(p.at[i])
			continue
		}
		slots |= uint64(slotAt(p.nodes[i], p.at[i])) << (4 * i)
	}
	return b.BigFromLimbs(false, []uint64{slots, uint64(p.depth) | rest<<8})
}

// restore finds the path that a state stands for again. A state comes from a program, which may have made it up: it is false
// where the state names no leaf of the map.
func (p *path) restore(m, state term.Term) bool {
	if !state.IsBig() || len(state.BigLimbs()) != 2 {
		return false
	}
	limbs := state.BigLimbs()
	slots, depth, rest := limbs[0], int(limbs[1]&0xff), int(limbs[1]>>8)
	if depth > len(p.nodes) {
		return false
	}
	node := m
	for i := range depth {
		if node.IsCons() {
			return false
		}
		p.nodes[i] = node
		if node.Header().MapKind() == term.MapCollision {
			p.at[i] = rest
		} else {
			bit := uint16(1) << (slots >> (4 * i) & 15)
			if node.Header().MapBitmap()&bit == 0 {
				return false
			}
			p.at[i] = bits.OnesCount16(node.Header().MapBitmap() & (bit - 1))
		}
		children := node.HashChildren()
		if p.at[i] < 0 || p.at[i] >= len(children) {
			return false
		}
		node = children[p.at[i]]
	}
	p.depth = depth
	return node.IsCons()
}

// slotAt is the slot of a node's child i.
func slotAt(node term.Term, i int) int {
	bitmap := node.Header().MapBitmap()
	for range i {
		bitmap &= bitmap - 1
	}
	return bits.TrailingZeros16(bitmap)
}
