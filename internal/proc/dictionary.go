package proc

import (
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// Dictionary is a process's dictionary: an array of keys and values in one block outside the heap, scanned up to
// smallDictionary entries and hashed with linear probing beyond. The words are roots of the process's heap.
type Dictionary struct {
	tab  uintptr
	n    uint32
	size uint32 // entries in the block, a power of two; free entries have the key None
}

const smallDictionary = 8

type dictEntry struct{ key, value term.Term }

func (d *Dictionary) entries() []dictEntry { return mem.Slice[dictEntry](d.tab, int(d.size)) }

// Len is the number of entries.
func (d *Dictionary) Len() int { return int(d.n) }

func (d *Dictionary) home(key term.Term) uint32 {
	return uint32(term.Hash(key)*0x9E3779B97F4A7C15>>32) & (d.size - 1)
}

func (d *Dictionary) find(key term.Term) *dictEntry {
	if d.n == 0 {
		return nil
	}
	e := d.entries()
	if d.size <= smallDictionary {
		for i := range e {
			if e[i].key == key || e[i].key != term.None && !key.IsImmediate() && term.ExactEqual(e[i].key, key) {
				return &e[i]
			}
		}
		return nil
	}
	for i := d.home(key); ; i = (i + 1) & (d.size - 1) {
		switch k := e[i].key; {
		case k == term.None:
			return nil
		case k == key || !key.IsImmediate() && term.ExactEqual(k, key):
			return &e[i]
		}
	}
}

// DictGet is the value of key in the dictionary of the process, or None.
func (c *Ctx) DictGet(key term.Term) term.Term {
	if e := c.P.dict.find(key); e != nil {
		return e.value
	}
	return term.None
}

// DictPut sets the value of key and returns the one that it had, or None.
func (c *Ctx) DictPut(key, value term.Term) term.Term {
	d := &c.P.dict
	if e := d.find(key); e != nil {
		old := e.value
		e.value = value
		return old
	}
	if d.size <= smallDictionary && d.n == d.size || d.size > smallDictionary && d.n*4 >= d.size*3 {
		d.grow(c.Mem)
	}
	*d.slot(key) = dictEntry{key, value}
	d.n++
	return term.None
}

// DictErase removes key and returns its value, or None.
func (c *Ctx) DictErase(key term.Term) term.Term {
	d := &c.P.dict
	e := d.find(key)
	if e == nil {
		return term.None
	}
	old := e.value
	d.n--
	if d.size <= smallDictionary {
		*e = dictEntry{}
		return old
	}
	tab, mask := d.entries(), d.size-1
	gap := uint32((mem.AddressOf(e) - d.tab) / (2 * mem.WordSize))
	for i := (gap + 1) & mask; tab[i].key != term.None; i = (i + 1) & mask {
		if (i-d.home(tab[i].key))&mask >= (i-gap)&mask {
			tab[gap] = tab[i]
			gap = i
		}
	}
	tab[gap] = dictEntry{}
	return old
}

// DictClear empties the dictionary (erase/0).
func (c *Ctx) DictClear() { c.freeDictionary(&c.P.dict) }

// Dict calls f with every entry of p's dictionary.
func (p *Process) Dict(f func(key, value term.Term)) {
	if p.dict.n == 0 {
		return
	}
	for _, e := range p.dict.entries() {
		if e.key != term.None {
			f(e.key, e.value)
		}
	}
}

func (d *Dictionary) slot(key term.Term) *dictEntry {
	e, i := d.entries(), uint32(0)
	if d.size > smallDictionary {
		i = d.home(key)
	}
	for e[i].key != term.None {
		i = (i + 1) & (d.size - 1)
	}
	return &e[i]
}

func (d *Dictionary) grow(m *mem.Cache) {
	old := *d
	d.size = max(4, old.size*2)
	words := int(d.size) * 2
	if d.tab = m.Alloc(words); d.tab == 0 {
		*d = old
		panic(heap.NoMemory{Words: words})
	}
	mem.Fill(d.tab, words, 0)
	if old.size == 0 {
		return
	}
	for _, e := range old.entries() {
		if e.key != term.None {
			*d.slot(e.key) = e
		}
	}
	m.Free(old.tab, int(old.size)*2)
}

func (c *Ctx) freeDictionary(d *Dictionary) {
	if d.tab != 0 {
		c.Mem.Free(d.tab, int(d.size)*2)
	}
	*d = Dictionary{}
}
