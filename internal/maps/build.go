package maps

import (
	"joist/internal/heap"
	"joist/internal/term"
)

// fromEntries is the map of entries; of equal keys the last counts. A trie is built from the bottom,
// every node once: entries are distributed over the slots of a level, then each slot's over the next.
func fromEntries(b *heap.Builder, entries []entry) term.Term {
	root, n := buildNode(b, entries, make([]entry, len(entries)), 0)
	if n <= term.MaxFlatMap {
		return flatFromLeaves(b, leavesBelow(root))
	}
	return resized(root, n)
}

// leavesBelow are the leaves below a node, or the leaf itself.
func leavesBelow(node term.Term) []term.Term {
	if node.IsCons() {
		return []term.Term{node}
	}
	return term.HashMapLeaves(node, nil)
}

// buildNode is the node, root or leaf for entries whose hashes agree below the level, and the number of
// its leaves. scratch is as long as entries; both are overwritten.
func buildNode(b *heap.Builder, entries, scratch []entry, level int) (node term.Term, leaves int) {
	if level > 0 {
		if sameHash(entries) {
			entries = lastOfEach(entries)
			if len(entries) > 1 {
				return buildCollision(b, entries, level), len(entries)
			}
		}
		if len(entries) == 1 {
			return entries[0].cell(b), 1
		}
	}
	var count [17]int
	for i := range entries {
		count[entries[i].hash>>(4*level)&15+1]++
	}
	for s := range 16 {
		count[s+1] += count[s]
	}
	next := count
	for i := range entries {
		s := entries[i].hash >> (4 * level) & 15
		scratch[next[s]] = entries[i]
		next[s]++
	}
	var children [16]term.Term
	var bitmap uint16
	n := 0
	for s := range 16 {
		lo, hi := count[s], count[s+1]
		if lo == hi {
			continue
		}
		child, k := buildNode(b, scratch[lo:hi], entries[lo:hi], level+1)
		children[n] = child
		n++
		leaves += k
		bitmap |= 1 << s
	}
	kind := term.MapNode
	if level == 0 {
		kind = term.MapRoot
	} else if leaves == 1 {
		return children[0], 1
	}
	return makeNode(b, kind, bitmap, leaves, children[:n]), leaves
}

func sameHash(entries []entry) bool {
	for i := range entries {
		if entries[i].hash != entries[0].hash {
			return false
		}
	}
	return true
}

// lastOfEach keeps the last entry of every key.
func lastOfEach(entries []entry) []entry {
	kept := entries[:0]
next:
	for _, e := range entries {
		for i := range kept {
			if term.ExactEqual(kept[i].key, e.key) {
				kept[i] = e
				continue next
			}
		}
		kept = append(kept, e)
	}
	return kept
}

// buildCollision is the chain of nodes down to a collision node.
func buildCollision(b *heap.Builder, entries []entry, level int) term.Term {
	if level == levels {
		cells := make([]term.Term, len(entries))
		for i := range entries {
			cells[i] = entries[i].cell(b)
		}
		return makeNode(b, term.MapCollision, 0, 0, cells)
	}
	child := buildCollision(b, entries, level+1)
	return makeNode(b, term.MapNode, slotBit(entries[0].hash, level), 0, []term.Term{child})
}
