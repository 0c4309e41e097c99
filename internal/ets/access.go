package ets

import (
	"slices"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// lockRead takes the shard of a key for reading; the caller unlocks it. It is nil where the table is gone.
func (t *Table) lockRead(hash uint64) *shard {
	sh := t.shardOf(hash)
	sh.mu.RLock()
	if sh.dead {
		sh.mu.RUnlock()
		return nil
	}
	return sh
}

// lockWrite takes the shard of a key for writing; the caller unlocks it. It is nil where the table is gone.
func (t *Table) lockWrite(hash uint64) *shard {
	sh := t.shardOf(hash)
	sh.mu.Lock()
	if sh.dead {
		sh.mu.Unlock()
		return nil
	}
	return sh
}

// Insert puts one tuple, which has a key, in the table.
func (t *Table) Insert(c *proc.Ctx, tuple term.Term) Fault {
	object := t.newObject(c, tuple)
	hash := t.hash(t.key(object))
	sh := t.lockWrite(hash)
	if sh == nil {
		t.freeObject(c.Mem, object)
		return NoTable
	}
	t.put(c, sh, object, hash)
	sh.mu.Unlock()
	return None
}

// InsertList puts the tuples of a list, all of which have keys, in the table at once: nobody sees only some of them. With
// ifNew it does so only where none of the keys is there, and says whether it did.
func (t *Table) InsertList(c *proc.Ctx, list term.Term, ifNew bool) (inserted bool, fault Fault) {
	objects := t.newObjects(c, list)
	if !t.lockAll() {
		t.freeObjects(c.Mem, objects)
		return false, NoTable
	}
	defer t.unlockAll()
	if ifNew {
		for _, object := range objects {
			key := t.key(object)
			hash := t.hash(key)
			if t.find(c, t.shardOf(hash), key, hash) != 0 {
				t.freeObjects(c.Mem, objects)
				return false, None
			}
		}
	}
	if t.Kind == Bag {
		slices.Reverse(objects) // the last of a list comes first, as on the BEAM
	}
	for _, object := range objects {
		hash := t.hash(t.key(object))
		t.put(c, t.shardOf(hash), object, hash)
	}
	return true, None
}

// newObjects copies the tuples of a list into table memory; where there is not enough for all it keeps none.
func (t *Table) newObjects(c *proc.Ctx, list term.Term) (objects []uintptr) {
	complete := false
	defer func() {
		if !complete {
			t.freeObjects(c.Mem, objects)
		}
	}()
	for ; list.IsCons(); list = list.Cdr() {
		objects = append(objects, t.newObject(c, list.Car()))
	}
	complete = true
	return objects
}

func (t *Table) freeObjects(cache *mem.Cache, objects []uintptr) {
	for _, object := range objects {
		t.freeObject(cache, object)
	}
}

// lockAll takes every shard for writing; it is false where the table is gone.
func (t *Table) lockAll() bool {
	for i := range t.shards {
		t.shards[i].mu.Lock()
	}
	if t.shards[0].dead {
		t.unlockAll()
		return false
	}
	return true
}

func (t *Table) unlockAll() {
	for i := range t.shards {
		t.shards[i].mu.Unlock()
	}
}

// Lookup gives the objects with a key, the oldest first.
func (t *Table) Lookup(c *proc.Ctx, key term.Term) (list term.Term, fault Fault) {
	hash := t.hash(key)
	sh := t.lockRead(hash)
	if sh == nil {
		return term.None, NoTable
	}
	defer sh.mu.RUnlock()
	list = term.Nil
	t.each(c, sh, key, hash, func(object uintptr) bool {
		list = c.Cons(copyOut(c, object), list)
		return true
	})
	return list, None
}

// LookupElement gives an element, counted from 1, of the objects with a key: itself in a set, else a list.
func (t *Table) LookupElement(c *proc.Ctx, key term.Term, position int) (value term.Term, fault Fault) {
	hash := t.hash(key)
	sh := t.lockRead(hash)
	if sh == nil {
		return term.None, NoTable
	}
	defer sh.mu.RUnlock()
	fault = NoKey
	value = term.Nil
	t.each(c, sh, key, hash, func(object uintptr) bool {
		tuple := tupleOf(object)
		if tuple.TupleSize() < position {
			fault = Position
			return false
		}
		element := c.Copy(tuple.TupleElem(position - 1))
		if t.Kind == Set || t.Kind == OrderedSet {
			value = element
		} else {
			value = c.Cons(element, value)
		}
		fault = None
		return true
	})
	return value, fault
}

// Member says whether there is an object with a key.
func (t *Table) Member(c *proc.Ctx, key term.Term) (is bool, fault Fault) {
	hash := t.hash(key)
	sh := t.lockRead(hash)
	if sh == nil {
		return false, NoTable
	}
	defer sh.mu.RUnlock()
	return t.find(c, sh, key, hash) != 0, None
}

// DeleteKey removes the objects with a key.
func (t *Table) DeleteKey(c *proc.Ctx, key term.Term) Fault {
	return t.deleteWhere(c, key, func(term.Term) bool { return true })
}

// DeleteObject removes the objects that equal a tuple.
func (t *Table) DeleteObject(c *proc.Ctx, tuple term.Term) Fault {
	if !t.HasKey(tuple) {
		return None
	}
	return t.deleteWhere(c, tuple.TupleElem(t.KeyPos-1), func(other term.Term) bool {
		return term.ExactEqual(tuple, other)
	})
}

func (t *Table) deleteWhere(c *proc.Ctx, key term.Term, pick func(tuple term.Term) bool) Fault {
	hash := t.hash(key)
	sh := t.lockWrite(hash)
	if sh == nil {
		return NoTable
	}
	t.removeWhere(c, sh, key, hash, pick)
	sh.mu.Unlock()
	return None
}

// Take removes the objects with a key and gives them.
func (t *Table) Take(c *proc.Ctx, key term.Term) (list term.Term, fault Fault) {
	hash := t.hash(key)
	sh := t.lockWrite(hash)
	if sh == nil {
		return term.None, NoTable
	}
	defer sh.mu.Unlock()
	list = term.Nil
	t.removeWhere(c, sh, key, hash, func(tuple term.Term) bool {
		list = c.Cons(c.Copy(tuple), list)
		return true
	})
	return list, None
}

// An Edit changes the element at a position, counted from 1, of an object.
type Edit struct {
	Position int
	// Value gives the new element from the old one, or a Fault.
	Value func(old term.Term) (value term.Term, fault Fault)
}

// Update applies edits, in order, to the object with a key, in a table with one object a key; where there is none, and a
// tuple is given as initial, to that. A refused edit leaves everything as it was.
func (t *Table) Update(c *proc.Ctx, key, initial term.Term, edits []Edit) Fault {
	hash := t.hash(key)
	sh := t.lockWrite(hash)
	if sh == nil {
		return NoTable
	}
	defer sh.mu.Unlock()
	object := t.find(c, sh, key, hash)
	old := initial
	if object != 0 {
		old = tupleOf(object)
	} else if initial == term.None {
		return NoKey
	}
	elements := append([]term.Term(nil), old.TupleElems()...)
	if object == 0 {
		elements[t.KeyPos-1] = key
	}
	for _, edit := range edits {
		switch {
		case edit.Position == t.KeyPos:
			return KeyPos
		case edit.Position < 1 || edit.Position > len(elements):
			return Position
		}
		value, fault := edit.Value(elements[edit.Position-1])
		if fault != None {
			return fault
		}
		elements[edit.Position-1] = value
	}
	if object != 0 && t.editInPlace(object, elements) {
		return None
	}
	t.put(c, sh, t.assemble(c, elements), hash)
	return None
}

// Add adds a small integer to the element at a position, counted from 1, of the object with a key, where both and the sum
// are small; otherwise done is false, and nothing has changed. It takes the lock as readers do: only one word changes, at once, so
// that any number of processes count in one table at the same time.
func (t *Table) Add(c *proc.Ctx, key term.Term, position int, increment int64) (sum term.Term, done bool) {
	if position == t.KeyPos {
		return term.None, false
	}
	hash := t.hash(key)
	sh := t.lockRead(hash)
	if sh == nil {
		return term.None, false
	}
	defer sh.mu.RUnlock()
	object := t.find(c, sh, key, hash)
	if object == 0 || mem.LoadPtr(object+objectFragment) == 0 && !isInline(object) {
		return term.None, false
	}
	tuple := tupleOf(object)
	if position < 1 || position > tuple.TupleSize() {
		return term.None, false
	}
	place := tuple.Addr() + uintptr(position)*mem.WordSize
	for {
		old := term.Term(mem.AtomicLoad(place))
		if !old.IsSmall() || !term.FitsSmall(old.SmallValue()+increment) {
			return term.None, false
		}
		sum = term.Small(old.SmallValue() + increment)
		if mem.AtomicCAS(place, uint64(old), uint64(sum)) {
			return sum, true
		}
	}
}

// assemble makes an object of elements, some of which may lie in table memory: the process's heap must not refer to them.
func (t *Table) assemble(c *proc.Ctx, elements []term.Term) (object uintptr) {
	loose := heap.Builder{Mem: c.Mem}
	object = t.newObject(c, loose.TupleFrom(elements))
	fragments := loose.Take()
	fragments.Free(c.Mem)
	return object
}

// editInPlace stores the elements where all that changed are immediates in the place of immediates.
func (t *Table) editInPlace(object uintptr, elements []term.Term) bool {
	if mem.LoadPtr(object+objectFragment) == 0 && !isInline(object) {
		return false // the tuple is a literal
	}
	old := tupleOf(object).TupleElems()
	for i, e := range elements {
		if e != old[i] && (!e.IsImmediate() || !old[i].IsImmediate()) {
			return false
		}
	}
	copy(old, elements)
	return true
}
