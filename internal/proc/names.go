package proc

import (
	"sync"
	"sync/atomic"

	"joist/internal/term"
)

// Registered names. Atoms are small numbers, so the table is an array indexed by
// the atom, in chunks made when they are first needed: whereis and a send to a
// name are two loads. Writers hold the lock.
type nameTable struct {
	chunks []atomic.Pointer[nameChunk]
	mu     sync.Mutex
	// heirs are the supervisors of processes that have ended, by the names that these had: such a name keeps the pid until
	// somebody takes it over, or sees that nobody will. Guarded by mu.
	heirs map[term.Term]term.Term
	// foreign counts registrations in progress of a process other than the caller. A
	// process that exits looks at it after it has closed its inbox: if
	// it is 0, no registration can still be about to give it a name.
	foreign atomic.Int32
}

const nameChunkBits = 12

type nameChunk [1 << nameChunkBits]atomic.Uint64

const maxAtoms = 1 << 26

func (t *nameTable) init() { t.chunks = make([]atomic.Pointer[nameChunk], maxAtoms>>nameChunkBits) }

// whereis is the pid registered as name, or term.None.
func (t *nameTable) whereis(name term.Term) term.Term {
	i := name.AtomIndex()
	if int(i>>nameChunkBits) >= len(t.chunks) {
		return term.None
	}
	c := t.chunks[i>>nameChunkBits].Load()
	if c == nil {
		return term.None
	}
	return term.Term(c[i&(1<<nameChunkBits-1)].Load())
}

// cell is where name's pid is kept; t.mu is held.
func (t *nameTable) cell(name term.Term) *atomic.Uint64 {
	i := name.AtomIndex()
	c := t.chunks[i>>nameChunkBits].Load()
	if c == nil {
		c = new(nameChunk)
		t.chunks[i>>nameChunkBits].Store(c)
	}
	return &c[i&(1<<nameChunkBits-1)]
}

// Whereis is the pid of the process registered as name, or term.None.
func (n *Node) Whereis(name term.Term) term.Term {
	pid := n.names.whereis(name)
	if pid == term.None {
		return term.None
	}
	if p := n.process(pid); p == nil || atomic.LoadUint64(&p.name) != uint64(name) {
		return term.None
	}
	return pid
}

// Register gives the process pid a name. It fails when pid is no live process or has a name already, or
// when the name is taken or may not be used.
func (n *Node) Register(name, pid term.Term) bool {
	if name == term.AtomUndefined || !name.IsAtom() || !pid.IsPidImm() {
		return false
	}
	t := &n.names
	t.foreign.Add(1)
	defer t.foreign.Add(-1)
	t.mu.Lock()
	defer t.mu.Unlock()
	p := n.procs.lookup(pid)
	if p == nil || !n.Alive(pid) || atomic.LoadUint64(&p.name) != 0 {
		return false
	}
	cell := t.cell(name)
	if old := cell.Load(); old != 0 {
		if !n.leaving(term.Term(old)) {
			return false
		}
		delete(t.heirs, name)
	}
	atomic.StoreUint64(&p.name, uint64(name))
	cell.Store(uint64(pid))
	return true
}

// Unregister takes the name away from its process and tells whether it was registered.
func (n *Node) Unregister(name term.Term) bool {
	if !name.IsAtom() {
		return false
	}
	t := &n.names
	t.mu.Lock()
	defer t.mu.Unlock()
	pid := t.whereis(name)
	if pid == term.None {
		return false
	}
	t.cell(name).Store(0)
	delete(t.heirs, name)
	if !n.Alive(pid) {
		return false
	}
	if p := n.procs.lookup(pid); p != nil && atomic.LoadUint32(&p.serial) == pid.PidSerial() {
		atomic.CompareAndSwapUint64(&p.name, uint64(name), 0)
	}
	return true
}

// LastNamed is the process that has, or had until it ended, name; None where there is none.
func (n *Node) LastNamed(name term.Term) term.Term { return n.names.whereis(name) }

// WhereisNow is Whereis once the supervisor to which the process last had left name has done its work: when the name is still
// last's, it is free. With again another has had it since, and has ended, too.
func (n *Node) WhereisNow(name, last term.Term) (pid term.Term, again bool) {
	t := &n.names
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.heirs[name] == term.None {
		return n.Whereis(name), false
	}
	switch now := t.whereis(name); {
	case now != last:
		return term.None, true
	case n.leaving(now):
		t.cell(name).Store(0)
		delete(t.heirs, name)
	}
	return term.None, false
}

// Registered calls f with every registered name.
func (n *Node) Registered(f func(name, pid term.Term)) {
	t := &n.names
	for i := range t.chunks {
		c := t.chunks[i].Load()
		if c == nil {
			continue
		}
		for j := range c {
			if pid := c[j].Load(); pid != 0 && n.Alive(term.Term(pid)) {
				f(term.Atom(uint32(i<<nameChunkBits|j)), term.Term(pid))
			}
		}
	}
}

// dropName takes the name away from a process that has closed its inbox, and leaves it to heir unless that is None.
func (n *Node) dropName(p *Process, heir term.Term) {
	if n.names.foreign.Load() == 0 && atomic.LoadUint64(&p.name) == 0 {
		return
	}
	t := &n.names
	t.mu.Lock()
	if name := term.Term(atomic.LoadUint64(&p.name)); name != 0 {
		atomic.StoreUint64(&p.name, 0)
		switch cell := t.cell(name); {
		case cell.Load() != uint64(p.Pid()): // somebody has taken it over already
		case heir == term.None:
			cell.Store(0)
		default:
			if t.heirs == nil {
				t.heirs = make(map[term.Term]term.Term)
			}
			t.heirs[name] = heir
		}
	}
	t.mu.Unlock()
}
