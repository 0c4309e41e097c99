package ets

import (
	"slices"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// manyObjects is the size from which a table's memory is freed on a goroutine of its own.
const manyObjects = 2000

// Delete takes a table away and frees its memory. It is false where somebody else has done so.
func (s *System) Delete(c *proc.Ctx, t *Table) bool {
	s.mu.Lock()
	here := s.byID[t.id] == t
	if here {
		s.forget(t)
	}
	s.mu.Unlock()
	switch {
	case !here:
	case t.Size() > manyObjects:
		go c.Node.Host(func(host *proc.Ctx) { t.release(host.Mem) })
	default:
		t.release(c.Mem)
	}
	return here
}

// forget takes a table out of the registry, under its lock.
func (s *System) forget(t *Table) {
	if t.Named && s.named[t.Name()] == t {
		delete(s.named, t.Name())
	}
	delete(s.byID, t.id)
	s.disown(t)
	for pid := range t.fixers {
		s.dropFixing(pid, t)
	}
	t.fixers = nil
}

// own and disown keep the tables of a process, under the lock.
func (s *System) own(t *Table, pid term.Term) {
	t.owner.Store(uint64(pid))
	s.owned[pid] = append(s.owned[pid], t)
	s.holder(pid).Add(1)
}

func (s *System) disown(t *Table) {
	owner := t.Owner()
	s.holder(owner).Add(-1)
	rest := slices.DeleteFunc(s.owned[owner], func(other *Table) bool { return other == t })
	if len(rest) == 0 {
		delete(s.owned, owner)
	} else {
		s.owned[owner] = rest
	}
}

func (s *System) dropFixing(pid term.Term, t *Table) {
	s.holder(pid).Add(-1)
	rest := slices.DeleteFunc(s.fixing[pid], func(other *Table) bool { return other == t })
	if len(rest) == 0 {
		delete(s.fixing, pid)
	} else {
		s.fixing[pid] = rest
	}
}

// release frees all memory of a table that nobody finds any more. Those who have it still see it dead.
func (t *Table) release(cache *mem.Cache) {
	for i := range t.shards {
		sh := &t.shards[i]
		sh.mu.Lock()
		sh.dead = true
		t.clearShard(cache, sh)
		sh.hashed.free(cache)
		sh.mu.Unlock()
	}
	if t.heirData.Frag != 0 {
		heap.FreeMessage(cache, 0, t.heirData)
	}
}

// clearShard frees the objects of a shard, whose lock is held.
func (t *Table) clearShard(cache *mem.Cache, sh *shard) (removed int) {
	if t.Kind == OrderedSet {
		removed = t.sorted.count
		for _, block := range t.sorted.blocks {
			for _, e := range block {
				t.freeObject(cache, e.object)
			}
		}
		t.sorted = sorted{}
		return removed
	}
	removed = sh.objects
	for i := range sh.active {
		link := sh.bucket(i)
		for object := mem.LoadPtr(link); object != 0; {
			next := mem.LoadPtr(object + objectNext)
			t.freeObject(cache, object)
			object = next
		}
		mem.StorePtr(link, 0)
	}
	sh.objects = 0
	return removed
}

// Clear removes all objects and says how many there were.
func (t *Table) Clear(c *proc.Ctx) (removed int, fault Fault) {
	for i := range t.shards {
		sh := &t.shards[i]
		sh.mu.Lock()
		if sh.dead {
			sh.mu.Unlock()
			return 0, NoTable
		}
		removed += t.clearShard(c.Mem, sh)
		sh.mu.Unlock()
	}
	return removed, None
}

// OwnerExit gives the tables of a process that ends to their heirs, or deletes them, and ends its fixations. c is any
// context: the process itself may be gone.
func (s *System) OwnerExit(c *proc.Ctx, pid term.Term) {
	if s.holder(pid).Load() == 0 {
		return
	}
	s.mu.Lock()
	tables := slices.Clone(s.owned[pid])
	fixing := slices.Clone(s.fixing[pid])
	s.mu.Unlock()
	for _, t := range fixing {
		s.unfixAll(t, pid)
	}
	for _, t := range tables {
		heir := t.Heir
		if heir == term.None || heir == pid || !c.Node.Alive(heir) {
			s.Delete(c, t)
			continue
		}
		s.setOwner(t, heir)
		c.SendMessage(heir, c.Tuple(term.AtomETSTRANSFER, t.Identifier(c), pid, t.HeirData))
	}
}

func (s *System) setOwner(t *Table, pid term.Term) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disown(t)
	s.own(t, pid)
}

// GiveAway makes another process the owner and tells it so.
func (s *System) GiveAway(c *proc.Ctx, t *Table, pid, data term.Term) Fault {
	switch {
	case t.Owner() != c.Self():
		return NotOwner
	case pid == c.Self():
		return IsOwner
	case !pid.IsPidImm() || !c.Node.Alive(pid):
		return Bad
	}
	s.setOwner(t, pid)
	c.SendMessage(pid, c.Tuple(term.AtomETSTRANSFER, t.Identifier(c), c.Self(), data))
	return None
}

// SetHeir names the process that inherits the table, None for nobody.
func (t *Table) SetHeir(c *proc.Ctx, heir, data term.Term) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.heirData.Frag != 0 {
		heap.FreeMessage(c.Mem, 0, t.heirData)
		t.heirData = heap.Message{}
	}
	t.Heir, t.HeirData = heir, term.None
	if heir != term.None {
		t.heirData = c.NewMessage(0, data)
		t.HeirData = t.heirData.Term
	}
}

// Rename changes the name.
func (s *System) Rename(t *Table, name term.Term) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.Named {
		if s.named[name] != nil {
			return Exists
		}
		delete(s.named, t.Name())
		s.named[name] = t
	}
	t.name.Store(uint64(name))
	return None
}

// Fix keeps traversals by first and next valid until as many calls of Unfix.
func (s *System) Fix(t *Table, pid term.Term) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.fixers == nil {
		t.fixers = map[term.Term]int{}
	}
	if t.fixers[pid]++; t.fixers[pid] == 1 {
		s.fixing[pid] = append(s.fixing[pid], t)
		s.holder(pid).Add(1)
	}
	t.fixed.Add(1)
}

// Unfix ends one fixation by the process.
func (s *System) Unfix(t *Table, pid term.Term) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.fixers[pid] == 0 {
		return
	}
	if t.fixers[pid]--; t.fixers[pid] == 0 {
		delete(t.fixers, pid)
		s.dropFixing(pid, t)
	}
	t.fixed.Add(-1)
}

func (s *System) unfixAll(t *Table, pid term.Term) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.fixers[pid] == 0 {
		return
	}
	t.fixed.Add(-int32(t.fixers[pid]))
	delete(t.fixers, pid)
	s.dropFixing(pid, t)
}

// Fixers calls visit with the processes that have fixed the table, and how often.
func (s *System) Fixers(t *Table, visit func(pid term.Term, times int)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for pid, n := range t.fixers {
		visit(pid, n)
	}
}

// IsFixed says whether a traversal or a safe_fixtable is in progress.
func (t *Table) IsFixed() bool { return t.fixed.Load() > 0 }
