// Package maps has the operations on maps.
//
// A map of up to term.MaxFlatMap pairs is flat: a tuple of the keys in term order, shared by all maps that
// were made from one another by changing values, and the values. A larger one is a hash array mapped
// trie (Bagwell, "Ideal Hash Trees") of 16-way nodes: four bits of the key's hash per level choose the
// child, a bitmap in the header says which children exist, a leaf is a cell of key and value. The shape
// follows from the set of keys alone: every inner node has at least two leaves below it, so that equal
// maps can be compared node by node. Keys whose 64 bits of hash are equal share a collision node below
// level 15.
//
// Changing a map makes a new one that shares what did not change. Nothing here collects garbage: terms
// come from a heap.Builder, whose Atoms must be set. Keys are compared by =:=.
package maps

import (
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// Size is the number of pairs.
func Size(m term.Term) int { return m.MapSize() }

// Get is the value of key, or None.
func Get(m, key term.Term) term.Term {
	if m.Header().MapKind() != term.MapFlat {
		return hashGet(m, key)
	}
	keys := m.Field(term.FlatMapKeys)
	if i := flatIndex(keys, key); i >= 0 {
		return m.Field(term.FlatMapValues + i)
	}
	return term.None
}

// Has tells whether key is in the map.
func Has(m, key term.Term) bool { return Get(m, key) != term.None }

// flatIndex finds key among the elements of the tuple keys.
func flatIndex(keys, key term.Term) int {
	list := keys.TupleElems()
	if !key.IsPointer() {
		for i, k := range list {
			if k == key {
				return i
			}
		}
		return -1
	}
	if key.IsBitstring() {
		return flatIndexOfBits(list, key)
	}
	for i, k := range list {
		if term.ExactEqual(k, key) {
			return i
		}
	}
	return -1
}

// flatIndexOfBits finds a key that is a bitstring, reading it only once.
func flatIndexOfBits(keys []term.Term, key term.Term) int {
	bits := key.Bits()
	for i, k := range keys {
		if k == key {
			return i
		}
		if k.IsBitstring() && k.BitSize() == bits.Size && term.CompareBits(k.Bits(), bits) == 0 {
			return i
		}
	}
	return -1
}

// Empty is the map without pairs.
func Empty(b *heap.Builder) term.Term { return makeFlat(b, b.TupleFrom(nil), nil) }

// makeFlat is the flat map of a tuple of ordered keys and their values.
func makeFlat(b *heap.Builder, keys term.Term, values []term.Term) term.Term {
	a := b.Alloc(term.FlatMapValues + len(values))
	mem.Store(a, uint64(term.MapHeader(term.MapFlat, 0, 1+len(values))))
	mem.StoreAt(a, term.FlatMapKeys, uint64(keys))
	copy(mem.Slice[term.Term](a+term.FlatMapValues*8, len(values)), values)
	return term.BoxedAt(a)
}

// FromKeys is the map of a tuple of keys, which must be in term order without duplicates, and their
// values: what a struct literal is.
func FromKeys(b *heap.Builder, keys term.Term, values []term.Term) term.Term {
	if len(values) <= term.MaxFlatMap {
		return makeFlat(b, keys, values)
	}
	entries := make([]entry, len(values))
	for i, k := range keys.TupleElems() {
		entries[i] = entry{key: k, value: values[i], hash: term.Hash(k)}
	}
	return fromEntries(b, entries)
}

// Put is m with value for key.
func Put(b *heap.Builder, m, key, value term.Term) term.Term {
	if m.Header().MapKind() != term.MapFlat {
		return hashPut(b, m, entry{key: key, value: value, hash: term.Hash(key)})
	}
	keys := m.Field(term.FlatMapKeys)
	if i := flatIndex(keys, key); i >= 0 {
		return flatReplace(b, m, i, value)
	}
	return flatInsert(b, m, key, value)
}

// Update is m with value for key, which must be there already, or None when it is not.
func Update(b *heap.Builder, m, key, value term.Term) term.Term {
	if m.Header().MapKind() != term.MapFlat {
		e := entry{key: key, value: value, hash: term.Hash(key)}
		if hashFind(m, key, e.hash) == term.None {
			return term.None
		}
		return hashPut(b, m, e)
	}
	i := flatIndex(m.Field(term.FlatMapKeys), key)
	if i < 0 {
		return term.None
	}
	return flatReplace(b, m, i, value)
}

// Remove is m without key; m itself when the key is not there.
func Remove(b *heap.Builder, m, key term.Term) term.Term {
	if m.Header().MapKind() != term.MapFlat {
		return hashRemove(b, m, key)
	}
	i := flatIndex(m.Field(term.FlatMapKeys), key)
	if i < 0 {
		return m
	}
	return flatDelete(b, m, i)
}

// PutMany is m with the pairs put one after the other; pairs has keys and values in turns.
func PutMany(b *heap.Builder, m term.Term, pairs []term.Term) term.Term {
	if len(pairs) == 2 {
		return Put(b, m, pairs[0], pairs[1])
	}
	if m.Header().MapKind() == term.MapFlat {
		return flatPutMany(b, m, pairs)
	}
	for i := 0; i < len(pairs); i += 2 {
		m = Put(b, m, pairs[i], pairs[i+1])
	}
	return m
}

// UpdateMany is m with the pairs put one after the other; when a key is not there already, it returns
// None and that key.
func UpdateMany(b *heap.Builder, m term.Term, pairs []term.Term) (updated, missing term.Term) {
	for i := 0; i < len(pairs); i += 2 {
		if !Has(m, pairs[i]) {
			return term.None, pairs[i]
		}
	}
	return PutMany(b, m, pairs), term.None
}

// FromPairs is the map of pairs, keys and values in turns; of equal keys the last counts.
func FromPairs(b *heap.Builder, pairs []term.Term) term.Term {
	n := len(pairs) / 2
	if n <= term.MaxFlatMap {
		var f flatScratch
		for i := 0; i < len(pairs); i += 2 {
			f.put(b.Atoms, pairs[i], pairs[i+1])
		}
		return f.build(b)
	}
	entries := make([]entry, n)
	for i := range entries {
		k := pairs[2*i]
		entries[i] = entry{key: k, value: pairs[2*i+1], hash: term.Hash(k)}
	}
	return fromEntries(b, entries)
}

// Pairs appends the pairs in the order of iteration, keys and values in turns, to buf. For a flat map this
// is the order of the keys.
func Pairs(m term.Term, buf []term.Term) []term.Term {
	if m.Header().MapKind() == term.MapFlat {
		keys, values := m.FlatMapParts()
		for i, k := range keys {
			buf = append(buf, k, values[i])
		}
		return buf
	}
	for _, l := range term.HashMapLeaves(m, nil) {
		buf = append(buf, l.Car(), l.Cdr())
	}
	return buf
}

// ToList is the list of the pairs as tuples.
func ToList(b *heap.Builder, m term.Term) term.Term {
	pairs := Pairs(m, nil)
	tuples := make([]term.Term, len(pairs)/2)
	for i := range tuples {
		tuples[i] = b.Tuple2(pairs[2*i], pairs[2*i+1])
	}
	return b.List(tuples, term.Nil)
}

// Keys is the list of the keys.
func Keys(b *heap.Builder, m term.Term) term.Term { return everySecond(b, Pairs(m, nil)) }

// Values is the list of the values.
func Values(b *heap.Builder, m term.Term) term.Term {
	pairs := Pairs(m, nil)
	return everySecond(b, pairs[min(1, len(pairs)):])
}

func everySecond(b *heap.Builder, ts []term.Term) term.Term {
	picked := make([]term.Term, 0, (len(ts)+1)/2)
	for i := 0; i < len(ts); i += 2 {
		picked = append(picked, ts[i])
	}
	return b.List(picked, term.Nil)
}
