package maps

import (
	"testing"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// Keys with equal hashes cannot be found in reasonable time, so the nodes for them are tested with hashes
// that are made up.
func TestCollisionNodes(t *testing.T) {
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer space.Close()
	b := &heap.Builder{Mem: space.NewCache(), Atoms: atom.NewTable(0)}
	const hash = 0x0123456789abcdef
	entries := func() []entry {
		var es []entry
		for i := range int64(40) {
			es = append(es, entry{key: term.Small(i), value: term.Small(i), hash: uint64(i) * 0x9e3779b97f4a7c15})
		}
		for i := range int64(5) {
			es = append(es, entry{key: term.Small(100 + i%4), value: term.Small(i), hash: hash})
		}
		return es
	}
	root := fromEntries(b, entries())
	if root.MapSize() != 44 {
		t.Fatalf("size %d", root.MapSize())
	}
	grown := root
	for i := range int64(3) {
		grown = hashPut(b, grown, entry{key: term.Small(200 + i), value: term.Nil, hash: hash})
	}
	if grown.MapSize() != 47 || findBelow(grown, term.Small(202), hash, 0) == term.None {
		t.Fatal("a colliding key got lost")
	}
	if l := findBelow(root, term.Small(100), hash, 0); l == term.None || l.Cdr() != term.Small(4) {
		t.Fatal("of equal keys, not the last one counts")
	}
	n := 0
	for state := term.Nil; ; n++ {
		k, _, next := Next(b, grown, state)
		if k == term.None {
			break
		}
		state = next
	}
	if n != 47 {
		t.Fatalf("%d pairs iterated", n)
	}
	shrunk := grown
	for i := range int64(3) {
		shrunk = removeFrom(b, shrunk, 0, term.Small(200+i), hash)
	}
	if !term.ExactEqual(resized(shrunk, 44), root) {
		t.Fatal("removing what was added gives another map")
	}
	for _, k := range []int64{103, 101, 100} {
		shrunk = removeFrom(b, shrunk, 0, term.Small(k), hash)
	}
	if l := findBelow(shrunk, term.Small(102), hash, 0); l == term.None {
		t.Fatal("the last of the colliding keys got lost")
	}
}
