package ets

import (
	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// newObject copies a tuple, which has a key, into table memory.
func (t *Table) newObject(c *proc.Ctx, tuple term.Term) (object uintptr) {
	if isPlain(tuple) {
		return t.newPlainObject(c, tuple)
	}
	m := c.NewMessage(objectHeader, tuple)
	mem.StorePtr(m.Node+objectFragment, m.Frag)
	mem.Store(m.Node+objectTerm, uint64(m.Term))
	t.words.Add(int64(objectHeader + heap.MessageWords(m)))
	return m.Node
}

// isPlain says whether all elements of a tuple are immediates.
func isPlain(tuple term.Term) bool {
	for _, e := range tuple.TupleElems() {
		if !e.IsImmediate() {
			return false
		}
	}
	return true
}

// newPlainObject is newObject for a tuple of immediates: such are most counters and flags.
func (t *Table) newPlainObject(c *proc.Ctx, tuple term.Term) (object uintptr) {
	n := 1 + tuple.TupleSize()
	object = c.Mem.Alloc(objectHeader + n)
	if object == 0 {
		panic(heap.NoMemory{Words: objectHeader + n})
	}
	copied := object + objectHeader*mem.WordSize
	mem.Copy(copied, tuple.Addr(), n)
	mem.StorePtr(object+objectFragment, 0)
	mem.Store(object+objectTerm, uint64(term.BoxedAt(copied)))
	t.words.Add(int64(objectHeader + n))
	return object
}

// isInline tells whether an object's tuple lies right behind it, as newPlainObject makes it. One without
// a fragment may also refer to a literal.
func isInline(object uintptr) bool {
	return tupleOf(object).Addr() == object+objectHeader*mem.WordSize
}

func message(object uintptr) heap.Message {
	return heap.Message{Node: object, Frag: mem.LoadPtr(object + objectFragment), Term: tupleOf(object)}
}

func (t *Table) freeObject(cache *mem.Cache, object uintptr) {
	m := message(object)
	if isInline(object) {
		n := objectHeader + 1 + m.Term.TupleSize()
		t.words.Add(-int64(n))
		cache.Free(object, n)
		return
	}
	t.words.Add(-int64(objectHeader + heap.MessageWords(m)))
	heap.FreeMessage(cache, objectHeader, m)
}

// copyOut copies an object's tuple to the heap of the context.
func copyOut(c *proc.Ctx, object uintptr) term.Term {
	tuple := tupleOf(object)
	if !isInline(object) {
		return c.Copy(tuple)
	}
	n := 1 + tuple.TupleSize()
	copied := c.Alloc(n)
	mem.Copy(copied, tuple.Addr(), n)
	return term.BoxedAt(copied)
}

// tupleOf is the object's term.
func tupleOf(object uintptr) term.Term { return term.Term(mem.Load(object + objectTerm)) }

// key is the key of an object.
func (t *Table) key(object uintptr) term.Term { return tupleOf(object).TupleElem(t.KeyPos - 1) }

// entry is an object as an ordered_set has it.
func (t *Table) entry(object uintptr) entry { return entry{t.key(object), object} }

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

// keyOrder compares a key with those of objects: as == in an ordered_set, else so that only =:= is equal.
type keyOrder struct {
	key      term.Term
	position int // of objects' keys, from 0
	ordered  bool
	atoms    *atom.Table
}

func (t *Table) order(c *proc.Ctx, key term.Term) keyOrder {
	return keyOrder{key, t.KeyPos - 1, t.Kind == OrderedSet, c.Node.Atoms}
}

func (o *keyOrder) compare(object uintptr) int {
	return o.compareKey(tupleOf(object).TupleElem(o.position))
}

func (o *keyOrder) compareKey(k term.Term) int {
	switch {
	case k == o.key:
		return 0
	case o.key.IsSmall() && k.IsSmall():
		return compareWords(o.key, k)
	case !o.ordered && !o.key.IsImmediate() && term.ExactEqual(o.key, k):
		return 0
	}
	c := term.Compare(o.key, k, o.atoms)
	if c == 0 && !o.ordered {
		return 1 // equal, but not the same: any order will do that stays the same
	}
	return c
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
func sameKey(object uintptr, hash uint64, order *keyOrder) bool {
	return mem.Load(object+objectHash) == hash && order.compare(object) == 0
}

// each visits the objects with a key, from the newest to the oldest, until visit says stop. The lock is held.
func (t *Table) each(c *proc.Ctx, sh *shard, key term.Term, hash uint64, visit func(object uintptr) bool) {
	order := t.order(c, key)
	if t.Kind == OrderedSet {
		if p, found := t.sorted.search(&order); found {
			visit(t.sorted.at(p))
		}
		return
	}
	link, found := sh.search(hash, &order)
	if !found {
		return
	}
	object := mem.LoadPtr(link)
	for visit(object) && t.Kind != Set {
		object = mem.LoadPtr(object + objectNext)
		if object == 0 || !sameKey(object, hash, &order) {
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
		p, found := t.sorted.search(&order)
		if found {
			t.freeObject(c.Mem, t.sorted.replace(p, t.entry(object)))
			return
		}
		t.sorted.insert(p, t.entry(object))
		return
	}
	link, found := sh.search(hash, &order)
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
func (t *Table) hasTwin(c *proc.Ctx, link, object uintptr, hash uint64, order keyOrder) bool {
	tuple := tupleOf(object)
	for o := mem.LoadPtr(link); o != 0 && sameKey(o, hash, &order); o = mem.LoadPtr(o + objectNext) {
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
		if p, found := t.sorted.search(&order); found && pick(tupleOf(t.sorted.at(p))) {
			t.freeObject(c.Mem, t.sorted.remove(p))
			return 1
		}
		return 0
	}
	link, found := sh.search(hash, &order)
	if !found {
		return 0
	}
	for object := mem.LoadPtr(link); object != 0 && sameKey(object, hash, &order); object = mem.LoadPtr(link) {
		if !pick(tupleOf(object)) {
			link = object + objectNext
			continue
		}
		t.freeObject(c.Mem, sh.remove(link))
		removed++
	}
	return removed
}
