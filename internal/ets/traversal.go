package ets

import (
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// First is the key that a traversal begins with, None where the table is empty.
func (t *Table) First(c *proc.Ctx) (key term.Term, fault Fault) {
	if t.Kind == OrderedSet {
		return t.sortedKey(c, func() position { return position{0, 0} })
	}
	return t.firstFrom(c, 0, 0)
}

// Last is the key that a traversal backwards begins with; in a hash table that of First.
func (t *Table) Last(c *proc.Ctx) (key term.Term, fault Fault) {
	if t.Kind != OrderedSet {
		return t.First(c)
	}
	return t.sortedKey(c, func() position { return t.sorted.end() })
}

// Next is the key that follows, None after the last. In a hash table the key must be there, unless the table is fixed.
func (t *Table) Next(c *proc.Ctx, key term.Term) (next term.Term, fault Fault) {
	if t.Kind == OrderedSet {
		return t.sortedKey(c, func() position {
			order := t.order(c, key)
			p, found := t.sorted.search(&order)
			if found {
				p = t.sorted.after(p)
			}
			return p
		})
	}
	hash := t.hash(key)
	sh := t.lockRead(hash)
	if sh == nil {
		return term.None, NoTable
	}
	order := t.order(c, key)
	link, found := sh.search(hash, &order)
	if !found && !t.IsFixed() {
		sh.mu.RUnlock()
		return term.None, Bad
	}
	object := mem.LoadPtr(link)
	for object != 0 && sameKey(object, hash, &order) {
		object = mem.LoadPtr(object + objectNext)
	}
	bucket := sh.index(hash)
	if object != 0 {
		next = c.Copy(t.key(object))
		sh.mu.RUnlock()
		return next, None
	}
	sh.mu.RUnlock()
	return t.firstFrom(c, t.shardIndex(sh), bucket+1)
}

// Prev is the key that precedes, None before the first; in a hash table it is that of Next.
func (t *Table) Prev(c *proc.Ctx, key term.Term) (previous term.Term, fault Fault) {
	if t.Kind != OrderedSet {
		return t.Next(c, key)
	}
	return t.sortedKey(c, func() position {
		order := t.order(c, key)
		p, _ := t.sorted.search(&order)
		return t.sorted.before(p)
	})
}

// sortedKey is the key at a position that is worked out under the lock.
func (t *Table) sortedKey(c *proc.Ctx, where func() position) (key term.Term, fault Fault) {
	sh := t.lockRead(0)
	if sh == nil {
		return term.None, NoTable
	}
	defer sh.mu.RUnlock()
	if t.sorted.count == 0 {
		return term.None, None
	}
	object := t.sorted.at(where())
	if object == 0 {
		return term.None, None
	}
	return c.Copy(t.key(object)), None
}

func (t *Table) shardIndex(sh *shard) int {
	for i := range t.shards {
		if &t.shards[i] == sh {
			return i
		}
	}
	return 0
}

// firstFrom is the first key in a bucket or those after it.
func (t *Table) firstFrom(c *proc.Ctx, shard, bucket int) (key term.Term, fault Fault) {
	for ; shard < len(t.shards); shard, bucket = shard+1, 0 {
		sh := &t.shards[shard]
		sh.mu.RLock()
		if sh.dead {
			sh.mu.RUnlock()
			return term.None, NoTable
		}
		for ; bucket < sh.active && sh.objects > 0; bucket++ {
			if object := mem.LoadPtr(sh.bucket(bucket)); object != 0 {
				key = c.Copy(t.key(object))
				sh.mu.RUnlock()
				return key, None
			}
		}
		sh.mu.RUnlock()
	}
	return term.None, None
}
