package ets

import (
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// newObject copies a tuple, which has a key, into table memory.
func (t *Table) newObject(c *proc.Ctx, tuple term.Term) (object uintptr) {
	m := c.NewMessage(objectHeader, tuple)
	mem.StorePtr(m.Node+objectFragment, m.Frag)
	mem.Store(m.Node+objectTerm, uint64(m.Term))
	t.words.Add(int64(objectHeader + heap.MessageWords(m)))
	return m.Node
}

func message(object uintptr) heap.Message {
	return heap.Message{Node: object, Frag: mem.LoadPtr(object + objectFragment), Term: tupleOf(object)}
}

func (t *Table) freeObject(cache *mem.Cache, object uintptr) {
	m := message(object)
	t.words.Add(-int64(objectHeader + heap.MessageWords(m)))
	heap.FreeMessage(cache, objectHeader, m)
}

// tupleOf is the object's term.
func tupleOf(object uintptr) term.Term { return term.Term(mem.Load(object + objectTerm)) }

// key is the key of an object.
func (t *Table) key(object uintptr) term.Term { return tupleOf(object).TupleElem(t.KeyPos - 1) }

// HasKey says whether a term can be an object of the table.
func (t *Table) HasKey(tuple term.Term) bool {
	return tuple.IsTuple() && tuple.TupleSize() >= t.KeyPos
}

// hash is the hash of a key by which objects are indexed; 0 in an ordered_set.
func (t *Table) hash(key term.Term) uint64 {
	if t.Kind == OrderedSet {
		return 0
	}
	return uint64(term.Hash(key))
}

// shardOf picks the shard by the upper bits: the buckets take the lower ones.
func (t *Table) shardOf(hash uint64) *shard {
	if len(t.shards) == 1 {
		return &t.shards[0]
	}
	return &t.shards[(hash>>20^hash>>40)%concurrentShards]
}

// order compares a key with those of objects: as == in an ordered_set, else so that only =:= is equal.
func (t *Table) order(c *proc.Ctx, key term.Term) func(object uintptr) int {
	if t.Kind == OrderedSet {
		return func(object uintptr) int {
			k := t.key(object)
			if key.IsSmall() && k.IsSmall() {
				return compareWords(key, k)
			}
			return term.Compare(key, k, c.Node.Atoms)
		}
	}
	return func(object uintptr) int {
		k := t.key(object)
		if k == key || !key.IsImmediate() && term.ExactEqual(key, k) {
			return 0
		}
		// The same hash, but another key: any order will do that stays the same.
		if term.Compare(key, k, c.Node.Atoms) < 0 {
			return -1
		}
		return 1
	}
}

func compareWords(x, y term.Term) int {
	switch {
	case int64(x) < int64(y):
		return -1
	case x == y:
		return 0
	}
	return 1
}

// sameKey says whether an object has a key.
func (t *Table) sameKey(c *proc.Ctx, object uintptr, hash uint64, order func(uintptr) int) bool {
	return mem.Load(object+objectHash) == hash && order(object) == 0
}

// each visits the objects with a key, from the newest to the oldest, until visit says stop. The lock is held.
func (t *Table) each(c *proc.Ctx, sh *shard, key term.Term, hash uint64, visit func(object uintptr) bool) {
	order := t.order(c, key)
	if t.Kind == OrderedSet {
		if p, found := t.sorted.search(order); found {
			visit(t.sorted.at(p))
		}
		return
	}
	link, found := sh.search(hash, order)
	if !found {
		return
	}
	object := mem.LoadPtr(link)
	for visit(object) && t.Kind != Set {
		object = mem.LoadPtr(object + objectNext)
		if object == 0 || !t.sameKey(c, object, hash, order) {
			return
		}
	}
}

// find is the first object with a key, or 0. The lock is held.
func (t *Table) find(c *proc.Ctx, sh *shard, key term.Term, hash uint64) (object uintptr) {
	t.each(c, sh, key, hash, func(o uintptr) bool {
		object = o
		return false
	})
	return object
}

// put adds an object, replacing what the kind of table says. The lock is held.
func (t *Table) put(c *proc.Ctx, sh *shard, object uintptr, hash uint64) {
	mem.Store(object+objectHash, hash)
	order := t.order(c, t.key(object))
	if t.Kind == OrderedSet {
		p, found := t.sorted.search(order)
		if found {
			t.freeObject(c.Mem, t.sorted.replace(p, object))
			return
		}
		t.sorted.insert(p, object)
		return
	}
	link, found := sh.search(hash, order)
	switch {
	case found && t.Kind == Set:
		t.freeObject(c.Mem, sh.replace(link, object))
		return
	case found && t.Kind == Bag && t.hasTwin(c, link, object, hash, order):
		t.freeObject(c.Mem, object)
		return
	}
	sh.insert(link, object)
	if t.fixed.Load() == 0 {
		sh.grow(c.Mem)
	}
}

// hasTwin says whether a bag has an equal object among those with the key, which begin at a link.
func (t *Table) hasTwin(c *proc.Ctx, link, object uintptr, hash uint64, order func(uintptr) int) bool {
	tuple := tupleOf(object)
	for o := mem.LoadPtr(link); o != 0 && t.sameKey(c, o, hash, order); o = mem.LoadPtr(o + objectNext) {
		if term.ExactEqual(tupleOf(o), tuple) {
			return true
		}
	}
	return false
}

// removeWhere removes the objects with a key that a test picks, and says how many. The lock is held.
func (t *Table) removeWhere(c *proc.Ctx, sh *shard, key term.Term, hash uint64, pick func(tuple term.Term) bool) (removed int) {
	order := t.order(c, key)
	if t.Kind == OrderedSet {
		if p, found := t.sorted.search(order); found && pick(tupleOf(t.sorted.at(p))) {
			t.freeObject(c.Mem, t.sorted.remove(p))
			return 1
		}
		return 0
	}
	link, found := sh.search(hash, order)
	if !found {
		return 0
	}
	for object := mem.LoadPtr(link); object != 0 && t.sameKey(c, object, hash, order); object = mem.LoadPtr(link) {
		if !pick(tupleOf(object)) {
			link = object + objectNext
			continue
		}
		t.freeObject(c.Mem, sh.remove(link))
		removed++
	}
	return removed
}
