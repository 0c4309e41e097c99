package proc

import (
	"joist/internal/heap"
	"joist/internal/mem"
)

// A Relation is an entry of a Relations table: what one process has to do with another.
//
//	table       key            other          info
//	links       peer's pid     unlink id      -        (0: linked; else: unlinked, waiting for the acknowledgement)
//	monitors    reference id   pid or name    tag      (what this process monitors, and its aliases)
//	monitored   reference id   origin's pid   name     (who monitors this process)
type Relation struct {
	key   uint64
	other uint64
	flags uint64
	info  uint64
}

// Relations is a table of relations by key, in one block outside the Go heap
// that exists while there are any. Up to smallRelations entries it is an array;
// beyond, a hash table with linear probing, so that a process with a million
// links finds each at once.
type Relations struct {
	tab  uintptr
	n    uint32
	size uint32 // number of entries in the block, a power of two
}

const (
	relationWords  = 4
	smallRelations = 4
)

// Len is the number of relations.
func (r *Relations) Len() int { return int(r.n) }

func (r *Relations) entries() []Relation { return mem.Slice[Relation](r.tab, int(r.size)) }

func (r *Relations) home(key uint64) uint32 {
	return uint32(key*0x9E3779B97F4A7C15>>32) & (r.size - 1)
}

// find is the relation with the key, or nil.
func (r *Relations) find(key uint64) *Relation {
	if r.n == 0 {
		return nil
	}
	e := r.entries()
	if r.size <= smallRelations {
		for i := range e {
			if e[i].key == key {
				return &e[i]
			}
		}
		return nil
	}
	for i := r.home(key); ; i = (i + 1) & (r.size - 1) {
		switch e[i].key {
		case key:
			return &e[i]
		case 0:
			return nil
		}
	}
}

// must is add for callers that cannot go on without memory.
func (r *Relations) must(m *mem.Cache, key uint64) *Relation {
	e := r.add(m, key)
	if e == nil {
		panic(heap.NoMemory{Words: 2 * int(r.size) * relationWords})
	}
	return e
}

// add puts a new relation in; its key is not in the table. It returns nil when there is no memory.
func (r *Relations) add(m *mem.Cache, key uint64) *Relation {
	full := r.n == r.size
	if r.size > smallRelations {
		full = r.n*4 >= r.size*3
	}
	if full && !r.grow(m) {
		return nil
	}
	r.n++
	e := r.slot(key)
	*e = Relation{key: key}
	return e
}

// slot is the free entry where key belongs.
func (r *Relations) slot(key uint64) *Relation {
	e := r.entries()
	i := uint32(0)
	if r.size > smallRelations {
		i = r.home(key)
	}
	for e[i].key != 0 {
		i = (i + 1) & (r.size - 1)
	}
	return &e[i]
}

func (r *Relations) grow(m *mem.Cache) bool {
	size := max(2, r.size*2)
	if r.size == smallRelations {
		size = 4 * smallRelations
	}
	tab := m.Alloc(int(size) * relationWords)
	if tab == 0 {
		return false
	}
	mem.Fill(tab, int(size)*relationWords, 0)
	old := *r
	r.tab, r.size = tab, size
	if old.size > 0 {
		for _, e := range old.entries() {
			if e.key != 0 {
				*r.slot(e.key) = e
			}
		}
		m.Free(old.tab, int(old.size)*relationWords)
	}
	return true
}

// remove takes out the relation e, which find has returned.
func (r *Relations) remove(m *mem.Cache, e *Relation) {
	r.n--
	if r.n == 0 {
		r.free(m)
		return
	}
	if r.size <= smallRelations {
		e.key = 0
		return
	}
	// Close the gap: move back every following entry whose home does not lie behind the gap.
	tab := r.entries()
	mask := r.size - 1
	gap := uint32((mem.AddressOf(e) - r.tab) / (relationWords * mem.WordSize))
	for i := (gap + 1) & mask; tab[i].key != 0; i = (i + 1) & mask {
		if (i-r.home(tab[i].key))&mask >= (i-gap)&mask {
			tab[gap] = tab[i]
			gap = i
		}
	}
	tab[gap].key = 0
}

// free gives the block back. What the entries' info names must have been freed.
func (r *Relations) free(m *mem.Cache) {
	if r.tab != 0 {
		m.Free(r.tab, int(r.size)*relationWords)
	}
	*r = Relations{}
}
