package ets

import (
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// A Cursor is the place of a traversal of all objects: a bucket, or in an ordered_set the key that was last visited.
type Cursor struct {
	shard, bucket int
	key           term.Term // ordered_set; None at the beginning
	Backwards     bool      // ordered_set only
	Done          bool
}

// A Visit is called for each object of a traversal, with the table locked. The tuple lies in table memory.
type Visit func(object uintptr, tuple term.Term) (verdict Verdict, replacement uintptr)

// A Verdict says what becomes of an object that was visited.
type Verdict uint8

const (
	Keep    Verdict = iota
	Remove          // delete the object
	Stop            // keep the object, and end this piece of the traversal soon
	Replace         // put the replacement, an object with the same key, in its place
)

// bucketsPerPiece and objectsPerPiece bound how long a lock is held.
const (
	bucketsPerPiece = 512
	objectsPerPiece = 512
)

// piece visits the next objects, at most about objectsPerPiece, and moves the cursor on.
func (t *Table) piece(c *proc.Ctx, cur *Cursor, write bool, visit Visit) Fault {
	if t.Kind == OrderedSet {
		return t.sortedPiece(c, cur, write, visit)
	}
	if cur.shard >= len(t.shards) {
		cur.Done = true
		return None
	}
	sh := &t.shards[cur.shard]
	defer lock(sh, write)()
	if sh.dead {
		return NoTable
	}
	visited := 0
	for range bucketsPerPiece {
		if cur.bucket >= sh.active || sh.objects == 0 {
			cur.shard, cur.bucket = cur.shard+1, 0
			cur.Done = cur.shard == len(t.shards)
			return None
		}
		n, stop := t.visitBucket(c, sh, cur.bucket, visit)
		cur.bucket++
		if visited += n; stop || visited >= objectsPerPiece {
			return None
		}
	}
	return None
}

// lock takes a shard's lock and gives the function that gives it back.
func lock(sh *shard, write bool) func() {
	if write {
		sh.mu.Lock()
		return sh.mu.Unlock
	}
	sh.mu.RLock()
	return sh.mu.RUnlock
}

// visitBucket visits a whole bucket; objects with the same key come newest first.
func (t *Table) visitBucket(c *proc.Ctx, sh *shard, bucket int, visit Visit) (visited int, stop bool) {
	link := sh.bucket(bucket)
	for object := mem.LoadPtr(link); object != 0; object = mem.LoadPtr(link) {
		visited++
		verdict, replacement := visit(object, tupleOf(object))
		switch verdict {
		case Remove:
			t.freeObject(c.Mem, sh.remove(link))
			continue
		case Replace:
			t.substitute(c, sh, link, replacement)
			object = replacement
		case Stop:
			stop = true
		}
		link = object + objectNext
	}
	return visited, stop
}

// substitute puts an object in the place of the one at a link, whose key it has.
func (t *Table) substitute(c *proc.Ctx, sh *shard, link, object uintptr) {
	mem.Store(object+objectHash, mem.Load(mem.LoadPtr(link)+objectHash))
	t.freeObject(c.Mem, sh.replace(link, object))
}

func (t *Table) sortedPiece(c *proc.Ctx, cur *Cursor, write bool, visit Visit) Fault {
	sh := &t.shards[0]
	defer lock(sh, write)()
	if sh.dead {
		return NoTable
	}
	p := t.resume(c, cur)
	for range objectsPerPiece {
		object := t.sorted.at(p)
		if object == 0 {
			break
		}
		verdict, replacement := visit(object, tupleOf(object))
		switch verdict {
		case Replace:
			t.freeObject(c.Mem, t.sorted.replace(p, t.entry(replacement)))
		case Remove:
			t.freeObject(c.Mem, t.sorted.remove(p))
			if cur.Backwards {
				p = t.sorted.before(p)
			} else {
				p = t.sorted.settle(p)
			}
			continue
		}
		if cur.Backwards {
			p = t.sorted.before(p)
		} else {
			p = t.sorted.after(p)
		}
		if verdict == Stop {
			break
		}
	}
	t.suspend(c, cur, p)
	return None
}

// suspend remembers a place by the key before it, in the direction of the traversal; with nothing before it that is None, the
// beginning.
func (t *Table) suspend(c *proc.Ctx, cur *Cursor, p position) {
	if t.sorted.at(p) == 0 {
		cur.Done = true
		return
	}
	last := t.sorted.before(p)
	if cur.Backwards {
		last = t.sorted.after(p)
	}
	cur.key = term.None
	if object := t.sorted.at(last); object != 0 {
		cur.key = c.Copy(t.key(object))
	}
}

// resume is the position at which a traversal goes on.
func (t *Table) resume(c *proc.Ctx, cur *Cursor) position {
	if t.sorted.count == 0 {
		return position{-1, 0}
	}
	if cur.key == term.None {
		if cur.Backwards {
			return t.sorted.end()
		}
		return position{0, 0}
	}
	order := t.order(c, cur.key)
	p, found := t.sorted.search(&order)
	switch {
	case cur.Backwards:
		return t.sorted.before(p)
	case found:
		return t.sorted.after(p)
	}
	return p
}
