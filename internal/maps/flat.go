package maps

import (
	"sort"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// flatReplace is the flat map m with another value in place i.
func flatReplace(b *heap.Builder, m term.Term, i int, value term.Term) term.Term {
	if m.Field(term.FlatMapValues+i) == value {
		return m
	}
	n := term.FlatMapValues + m.MapSize()
	a := b.Alloc(n)
	mem.Copy(a, m.Addr(), n)
	mem.StoreAt(a, term.FlatMapValues+i, uint64(value))
	return term.BoxedAt(a)
}

// place finds where a new key belongs among ordered keys.
func place(atoms *atom.Table, keys []term.Term, key term.Term) int {
	return sort.Search(len(keys), func(i int) bool { return term.CompareExact(keys[i], key, atoms) > 0 })
}

// flatInsert is the flat map m with a key that it does not have; it may no longer be flat.
func flatInsert(b *heap.Builder, m, key, value term.Term) term.Term {
	keys, values := m.FlatMapParts()
	n := len(keys)
	if n == term.MaxFlatMap {
		return flatOverflow(b, keys, values, key, value)
	}
	i := place(b.Atoms, keys, key)
	a := b.Alloc(1 + n + 1 + term.FlatMapValues + n + 1)
	mem.Store(a, uint64(term.TupleHeader(n+1)))
	spread(mem.Slice[term.Term](a+8, n+1), keys, i, key)
	f := a + uintptr(n+2)*mem.WordSize
	mem.Store(f, uint64(term.MapHeader(term.MapFlat, 0, n+2)))
	mem.StoreAt(f, term.FlatMapKeys, uint64(term.BoxedAt(a)))
	spread(mem.Slice[term.Term](f+term.FlatMapValues*8, n+1), values, i, value)
	return term.BoxedAt(f)
}

// spread copies src to dst with one more element at place i.
func spread(dst, src []term.Term, i int, t term.Term) {
	copy(dst, src[:i])
	dst[i] = t
	copy(dst[i+1:], src[i:])
}

func flatOverflow(b *heap.Builder, keys, values []term.Term, key, value term.Term) term.Term {
	entries := make([]entry, 0, len(keys)+1)
	for i, k := range keys {
		entries = append(entries, entry{key: k, value: values[i], hash: term.Hash(k)})
	}
	return fromEntries(b, append(entries, entry{key: key, value: value, hash: term.Hash(key)}))
}

// flatDelete is the flat map m without its pair i.
func flatDelete(b *heap.Builder, m term.Term, i int) term.Term {
	keys, values := m.FlatMapParts()
	n := len(keys)
	a := b.Alloc(n + term.FlatMapValues + n - 1)
	mem.Store(a, uint64(term.TupleHeader(n-1)))
	leaveOut(mem.Slice[term.Term](a+8, n-1), keys, i)
	f := a + uintptr(n)*mem.WordSize
	mem.Store(f, uint64(term.MapHeader(term.MapFlat, 0, n)))
	mem.StoreAt(f, term.FlatMapKeys, uint64(term.BoxedAt(a)))
	leaveOut(mem.Slice[term.Term](f+term.FlatMapValues*8, n-1), values, i)
	return term.BoxedAt(f)
}

func leaveOut(dst, src []term.Term, i int) {
	copy(dst, src[:i])
	copy(dst[i:], src[i+1:])
}

// A flatScratch collects pairs in key order, up to twice as many as a flat map holds.
type flatScratch struct {
	n            int
	keys, values [2 * term.MaxFlatMap]term.Term
}

// find is the place of key, or -1.
func (f *flatScratch) find(key term.Term) int {
	for i, k := range f.keys[:f.n] {
		if k == key || key.IsPointer() && term.ExactEqual(k, key) {
			return i
		}
	}
	return -1
}

// put adds a pair and tells whether the key is new; there must be room.
func (f *flatScratch) put(atoms *atom.Table, key, value term.Term) bool {
	if i := f.find(key); i >= 0 {
		f.values[i] = value
		return false
	}
	i := place(atoms, f.keys[:f.n], key)
	copy(f.keys[i+1:f.n+1], f.keys[i:f.n])
	copy(f.values[i+1:f.n+1], f.values[i:f.n])
	f.keys[i], f.values[i] = key, value
	f.n++
	return true
}

func (f *flatScratch) full() bool { return f.n == len(f.keys) }

// build makes the map, flat or not.
func (f *flatScratch) build(b *heap.Builder) term.Term {
	if f.n <= term.MaxFlatMap {
		return makeFlat(b, b.TupleFrom(f.keys[:f.n]), f.values[:f.n])
	}
	entries := make([]entry, f.n)
	for i := range entries {
		k := f.keys[i]
		entries[i] = entry{key: k, value: f.values[i], hash: term.Hash(k)}
	}
	return fromEntries(b, entries)
}

// flatPutMany puts several pairs into a flat map at once.
func flatPutMany(b *heap.Builder, m term.Term, pairs []term.Term) term.Term {
	var f flatScratch
	keys, values := m.FlatMapParts()
	f.n = copy(f.keys[:], keys)
	copy(f.values[:], values)
	grew := false
	for len(pairs) > 0 && !f.full() {
		grew = f.put(b.Atoms, pairs[0], pairs[1]) || grew
		pairs = pairs[2:]
	}
	if !grew {
		return makeFlat(b, m.Field(term.FlatMapKeys), f.values[:f.n])
	}
	m = f.build(b)
	for ; len(pairs) > 0; pairs = pairs[2:] {
		m = Put(b, m, pairs[0], pairs[1])
	}
	return m
}
