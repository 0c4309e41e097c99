// Package ets is the machine's term storage: tables of tuples that processes share.
//
// # Model
//
// A table belongs to a process and dies with it, unless it is given away or inherited. Its objects are copies of tuples in
// blocks of memory outside all heaps: what goes in is copied into such a block, what comes out is copied to
// the reader's heap. A set, a bag and a duplicate_bag are indexed by a linear hash table (hashed.go), an
// ordered_set by a sorted list of blocks (sorted.go).
//
// A table that was made with write_concurrency has several shards, by the key's hash, each with its lock; the others have
// one. A lock is held for one key's work, or for a bounded piece of a traversal, never for a whole one: a
// traversal goes on later, at the bucket or after the key where it stopped, and while it lasts the table is fixed, which
// means that hash tables do not grow.
//
// Functions take the context of the calling process, on which they build results. They give back a Fault where
// they refuse, which the natives turn into a badarg with the cause that OTP reports.
package ets

import (
	"sync"
	"sync/atomic"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// A Fault says why an operation was refused; None where it was not.
type Fault uint8

const (
	None       Fault = iota
	Bad              // an argument is wrong in itself
	NoTable          // there is no such table
	NoAccess         // the process may not do that
	NoKey            // there is no object with the key
	KeyPos           // the element is the key, or the tuple is too small to have one
	Position         // the object has no such element
	Exists           // the name is taken
	IsOwner          // the process owns the table already
	NotOwner         // the process does not own the table
	Limit            // a result is too large
	NotInteger       // the element is no integer
	WrongKind        // tables of this kind cannot do that
)

// Kind is the type of a table.
type Kind uint8

const (
	Set Kind = iota
	OrderedSet
	Bag
	DuplicateBag
)

// Access says who may read and write a table beside its owner.
type Access uint8

const (
	Protected Access = iota // others read
	Public                  // others read and write
	Private
)

// Options are those of ets:new/2.
type Options struct {
	Kind             Kind
	Access           Access
	KeyPos           int // from 1
	Named            bool
	Heir             term.Term // a pid, or None
	HeirData         term.Term
	ReadConcurrency  bool
	WriteConcurrency bool
	Compressed       bool
}

// concurrentShards is the number of shards of a table with write_concurrency.
const concurrentShards = 16

// objectHeader is the words before an object's term: see hashed.go.
const objectHeader = 4

// Table is one table.
type Table struct {
	Options
	id    uint64
	name  atomic.Uint64 // a term
	owner atomic.Uint64 // a pid
	words atomic.Int64  // memory of the objects
	fixed atomic.Int32  // traversals and safe_fixtable calls in progress

	shards []shard
	sorted sorted // of an ordered_set, under the lock of the only shard

	mu       sync.Mutex // guards what follows
	fixers   map[term.Term]int
	heirData heap.Message
}

type shard struct {
	mu   sync.RWMutex
	dead bool
	hashed
	_ [64]byte // shards are locked by different schedulers
}

// System is the tables of one node.
type System struct {
	mu     sync.RWMutex
	named  map[term.Term]*Table
	byID   map[uint64]*Table
	owned  map[term.Term][]*Table
	fixing map[term.Term][]*Table // tables that a process has fixed

	// holders counts, by the lower bits of pids, the entries of owned and fixing: most processes that end find a zero here
	// and need no lock.
	holders [holderSlots]atomic.Int32
}

const holderSlots = 1024

func (s *System) holder(pid term.Term) *atomic.Int32 { return &s.holders[pid.PidIndex()%holderSlots] }

// NewSystem makes the empty set of tables of a node.
func NewSystem() *System {
	return &System{
		named: map[term.Term]*Table{}, byID: map[uint64]*Table{},
		owned: map[term.Term][]*Table{}, fixing: map[term.Term][]*Table{},
	}
}

// Of is the tables of a node, which Attach has given it.
func Of(n *proc.Node) *System { return n.ETS.(*System) }

// New makes a table and gives its identifier.
func (s *System) New(c *proc.Ctx, name term.Term, o Options) (id term.Term, fault Fault) {
	t := &Table{Options: o}
	t.name.Store(uint64(name))
	t.owner.Store(uint64(c.Self()))
	if o.Heir != term.None {
		t.heirData = c.NewMessage(0, o.HeirData)
		t.HeirData = t.heirData.Term
	}
	shards := 1
	if o.WriteConcurrency && o.Kind != OrderedSet {
		shards = concurrentShards
	}
	t.shards = make([]shard, shards)
	if o.Kind != OrderedSet {
		for i := range t.shards {
			if !t.shards[i].init(c.Mem) {
				t.release(c.Mem)
				return term.None, Limit
			}
		}
	}
	ref := c.NewRef()
	t.id = ref.Word(term.RefID)
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.Named {
		if s.named[name] != nil {
			t.release(c.Mem)
			return term.None, Exists
		}
		s.named[name] = t
		ref = name
	}
	s.byID[t.id] = t
	s.own(t, c.Self())
	return ref, None
}

// Find is the table that a name or an identifier stands for, or nil.
func (s *System) Find(id term.Term) *Table {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if id.IsAtom() {
		return s.named[id]
	}
	if id.HasSubtag(term.SubRef) {
		return s.byID[id.Word(term.RefID)]
	}
	return nil
}

// Identifier is how a program names the table: its name, or a reference.
func (t *Table) Identifier(c *proc.Ctx) term.Term {
	if t.Named {
		return t.Name()
	}
	return c.Ref(t.id, term.None, 0)
}

// Reference is the table's reference, also of a named one.
func (t *Table) Reference(c *proc.Ctx) term.Term { return c.Ref(t.id, term.None, 0) }

// Name is the name that the table was made with, or renamed to.
func (t *Table) Name() term.Term { return term.Term(t.name.Load()) }

// Owner is the process that owns the table.
func (t *Table) Owner() term.Term { return term.Term(t.owner.Load()) }

// Number is the number of the table's reference.
func (t *Table) Number() uint64 { return t.id }

// Size is the number of objects.
func (t *Table) Size() int {
	n := 0
	for i := range t.shards {
		sh := &t.shards[i]
		sh.mu.RLock()
		n += sh.objects
		if t.Kind == OrderedSet {
			n += t.sorted.count
		}
		sh.mu.RUnlock()
	}
	return n
}

// Words is the memory that the table takes, in words.
func (t *Table) Words() int {
	words := int(t.words.Load()) + 64
	for i := range t.shards {
		sh := &t.shards[i]
		sh.mu.RLock()
		words += sh.hashed.words()
		if t.Kind == OrderedSet {
			words += t.sorted.words()
		}
		sh.mu.RUnlock()
	}
	return words
}

// Bytes is the memory that all tables take.
func (s *System) Bytes() int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	bytes := int64(0)
	for _, t := range s.byID {
		bytes += int64(t.Words()) * mem.WordSize
	}
	return bytes
}

// Count is the number of tables.
func (s *System) Count() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.byID)
}

// All lists the tables' identifiers.
func (s *System) All(c *proc.Ctx) []term.Term {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all []term.Term
	for _, t := range s.byID {
		all = append(all, t.Identifier(c))
	}
	return all
}

// Tables lists the tables of the node.
func (s *System) Tables() []*Table {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]*Table, 0, len(s.byID))
	for _, t := range s.byID {
		all = append(all, t)
	}
	return all
}

// Readable gives the table that id names where the process may read it.
func (s *System) Readable(c *proc.Ctx, id term.Term) (*Table, Fault) {
	t := s.Find(id)
	switch {
	case t == nil:
		return nil, tableFault(id)
	case t.Access == Private && t.Owner() != c.Self():
		return nil, NoAccess
	}
	return t, None
}

// Writable gives the table that id names where the process may write it.
func (s *System) Writable(c *proc.Ctx, id term.Term) (*Table, Fault) {
	t := s.Find(id)
	switch {
	case t == nil:
		return nil, tableFault(id)
	case t.Access != Public && t.Owner() != c.Self():
		return nil, NoAccess
	}
	return t, None
}

func tableFault(id term.Term) Fault {
	if id.IsAtom() || id.IsRef() {
		return NoTable
	}
	return Bad
}
