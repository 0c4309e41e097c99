// Package atom is the table of a VM's atoms.
//
// An atom is known by its index, which never changes while the VM lives: atoms are not collected. The
// well-known atoms of atoms.txt have the same indexes in every table, so that they are constants:
// IdxOk here and term.AtomOk as a term. Reading, by index or by text, takes no lock; adding takes one.
package atom

import (
	"errors"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

//go:generate go run ./_gen

const (
	// MaxLength is the most characters that an atom's text may have.
	MaxLength = 255
	// DefaultLimit is how many atoms a table may hold unless told otherwise, the BEAM's default.
	DefaultLimit = 1 << 20

	chunkSize = 4096
	maxChunks = 2048
	// MaxLimit is the most atoms that any table may hold.
	MaxLimit = chunkSize * maxChunks
)

var (
	// ErrTooLong is returned for a text of more than MaxLength characters.
	ErrTooLong = errors.New("atom: the text has more than 255 characters")
	// ErrTableFull is returned when the limit on the number of atoms is reached.
	ErrTableFull = errors.New("atom: no more atoms: the limit is reached")
	// ErrNotText is returned for a text that is not UTF-8.
	ErrNotText = errors.New("atom: the text is not valid UTF-8")
)

// An entry is what is known of an atom. It never changes once its index is visible.
type entry struct {
	text string
	hash uint32 // of the text, for the slots of this table
	beam uint32 // hash value as the BEAM's phash2 sees it
	head uint64 // first eight bytes of the text, big endian: decides most comparisons
}

type chunk [chunkSize]entry

// index finds atoms by text: open addressing over atom indexes plus one, 0 for free.
type index struct {
	slots []atomic.Uint32
	mask  uint32
}

// A Table holds the atoms of one VM.
type Table struct {
	chunks [maxChunks]atomic.Pointer[chunk]
	count  atomic.Uint32
	index  atomic.Pointer[index]
	bytes  atomic.Int64
	limit  uint32
	mu     sync.Mutex
}

// NewTable returns a table with the well-known atoms in it that holds at most limit atoms;
// limit 0 means DefaultLimit.
func NewTable(limit int) *Table {
	if limit <= 0 {
		limit = DefaultLimit
	}
	t := &Table{limit: uint32(min(max(limit, WellKnown), MaxLimit))}
	t.index.Store(newIndex(4096))
	for _, text := range wellKnown {
		t.add(text, hash(text))
	}
	return t
}

func newIndex(size int) *index {
	return &index{slots: make([]atomic.Uint32, size), mask: uint32(size - 1)}
}

// Count is the number of atoms.
func (t *Table) Count() int { return int(t.count.Load()) }

// Limit is the most atoms the table may hold.
func (t *Table) Limit() int { return int(t.limit) }

// Bytes estimates the memory that the table uses.
func (t *Table) Bytes() int64 {
	const perEntry = 40
	n := int64(t.Count())
	return t.bytes.Load() + (n+chunkSize-1)/chunkSize*chunkSize*perEntry + int64(len(t.index.Load().slots))*4
}

func (t *Table) entry(idx uint32) *entry {
	return &t.chunks[idx/chunkSize].Load()[idx%chunkSize]
}

// Name is the text of the atom idx, which must exist.
func (t *Table) Name(idx uint32) string { return t.entry(idx).text }

// Valid tells whether there is an atom idx.
func (t *Table) Valid(idx uint32) bool { return idx < t.count.Load() }

// BeamHash is the number that the BEAM's portable hash uses for the atom.
func (t *Table) BeamHash(idx uint32) uint32 { return t.entry(idx).beam }

// Compare orders two atoms by their text, byte for byte.
func (t *Table) Compare(a, b uint32) int {
	if a == b {
		return 0
	}
	x, y := t.entry(a), t.entry(b)
	switch {
	case x.head < y.head:
		return -1
	case x.head > y.head:
		return 1
	case x.text < y.text:
		return -1
	}
	return 1
}

// Lookup finds the atom with that text without making one.
func (t *Table) Lookup(text string) (idx uint32, ok bool) { return t.find(text, hash(text)) }

// LookupBytes is Lookup for a text in bytes, which it does not keep.
func (t *Table) LookupBytes(text []byte) (idx uint32, ok bool) {
	return t.Lookup(string(text))
}

func (t *Table) find(text string, h uint32) (uint32, bool) {
	x := t.index.Load()
	for i := h & x.mask; ; i = (i + 1) & x.mask {
		slot := x.slots[i].Load()
		if slot == 0 {
			return 0, false
		}
		if e := t.entry(slot - 1); e.hash == h && e.text == text {
			return slot - 1, true
		}
	}
}

// Intern finds the atom with that text or makes it.
func (t *Table) Intern(text string) (idx uint32, err error) {
	h := hash(text)
	if idx, ok := t.find(text, h); ok {
		return idx, nil
	}
	if len(text) > MaxLength && utf8.RuneCountInString(text) > MaxLength {
		return 0, ErrTooLong
	}
	if !utf8.ValidString(text) {
		return 0, ErrNotText
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if idx, ok := t.find(text, h); ok {
		return idx, nil
	}
	if t.count.Load() >= t.limit {
		return 0, ErrTableFull
	}
	return t.add(text, h), nil
}

// add makes an atom. The caller holds the lock, or nobody else knows the table yet.
func (t *Table) add(text string, h uint32) uint32 {
	idx := t.count.Load()
	if idx%chunkSize == 0 {
		t.chunks[idx/chunkSize].Store(new(chunk))
	}
	*t.entry(idx) = entry{text: text, hash: h, beam: beamHash(text), head: head(text)}
	t.bytes.Add(int64(len(text)))
	x := t.index.Load()
	if int(idx)*2 >= len(x.slots) {
		x = t.grow(len(x.slots)*2, idx)
	}
	t.count.Store(idx + 1)
	x.insert(idx, h)
	return idx
}

// grow replaces the index by a larger one that holds the atoms below n.
func (t *Table) grow(size int, n uint32) *index {
	x := newIndex(size)
	for i := range n {
		x.insert(i, t.entry(i).hash)
	}
	t.index.Store(x)
	return x
}

func (x *index) insert(idx, h uint32) {
	i := h & x.mask
	for x.slots[i].Load() != 0 {
		i = (i + 1) & x.mask
	}
	x.slots[i].Store(idx + 1)
}
