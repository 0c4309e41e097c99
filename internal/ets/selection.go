package ets

import (
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// Mode says what a selection does with the objects that match.
type Mode uint8

const (
	ModeList    Mode = iota // collect the results
	ModeCount               // count those whose result is true
	ModeDelete              // delete those whose result is true
	ModeReplace             // put the results in their places
)

// Selection is a traversal of a table with a match specification, done in steps. Its terms are arguments of the steps, since it
// may last longer than a Go variable may hold a term.
type Selection struct {
	Table  *Table
	Mode   Mode
	Limit  int // ModeList: stop when there are that many results; 0 for all
	Count  int // results so far
	cursor Cursor
	fixed  bool // registered as a fixation of the process
}

// NewSelection begins a traversal. In an ordered_set it goes in key order, or against it.
//
// Results are put in front of those that are there already. So that a whole list is in the table's order all the same, the
// traversal of a table without limit goes the other way round.
func NewSelection(t *Table, mode Mode, limit int, reverse bool) *Selection {
	s := &Selection{Table: t, Mode: mode, Limit: limit}
	s.cursor.Backwards = reverse != (limit == 0)
	return s
}

// Step goes on until the traversal is done, the limit is reached or the slice of the process is spent. results is the list to
// put results in front of, key the state that State gave.
func (s *Selection) Step(c *proc.Ctx, spec, results, key term.Term) (list term.Term, more bool, fault Fault) {
	p, ok := Compile(c, spec)
	if !ok {
		return term.None, false, Bad
	}
	t := s.Table
	s.cursor.key = key
	t.fixed.Add(1)
	defer t.fixed.Add(-1)
	visit := s.visitor(c, p, &results, &fault)
	if only := p.Key(t.KeyPos); only != term.None && !s.fixed {
		s.cursor.Done = true
		if f := t.visitKey(c, only, s.Mode >= ModeDelete, visit); f != None {
			fault = f
		}
	}
	for !s.cursor.Done && fault == None {
		f := t.piece(c, &s.cursor, s.Mode >= ModeDelete, visit)
		if f != None {
			fault = f
		}
		if s.Limit > 0 && s.Count >= s.Limit {
			break
		}
		if c.Charge(pieceCost); c.OutOfReductions() && !s.cursor.Done && fault == None {
			s.hold(c)
			return results, true, None
		}
	}
	s.release(c)
	return results, false, fault
}

// pieceCost is the reductions that a piece of a traversal costs: it visits up to some 500 objects.
const pieceCost = 250

// hold fixes the table while the process waits for its next slice; should it die then, its fixations end.
func (s *Selection) hold(c *proc.Ctx) {
	if !s.fixed {
		s.fixed = true
		Of(c.Node).Fix(s.Table, c.Self())
	}
}

func (s *Selection) release(c *proc.Ctx) {
	if s.fixed {
		s.fixed = false
		Of(c.Node).Unfix(s.Table, c.Self())
	}
}

// Done says whether the whole table has been visited.
func (s *Selection) Done() bool { return s.cursor.Done }

// Key is the term that the next Step needs, None where it needs none.
func (s *Selection) Key() term.Term { return s.cursor.key }

// Place and Resume are for a selection that a program continues: the place in a hash table as a number.
func (s *Selection) Place() int64 { return int64(s.cursor.shard)<<40 | int64(s.cursor.bucket) }

// Resume makes a selection go on at a place.
func (s *Selection) Resume(place int64) {
	s.cursor.shard, s.cursor.bucket = int(place>>40), int(place&(1<<40-1))
}

// visitor is the function that treats one object.
func (s *Selection) visitor(c *proc.Ctx, p *Program, results *term.Term, fault *Fault) Visit {
	switch s.Mode {
	case ModeList:
		return func(_ uintptr, tuple term.Term) (Verdict, uintptr) {
			result, matched := p.Run(tuple)
			if !matched {
				return Keep, 0
			}
			*results = c.Cons(result, *results)
			if s.Count++; s.Limit > 0 && s.Count >= s.Limit {
				return Stop, 0
			}
			return Keep, 0
		}
	case ModeReplace:
		return func(object uintptr, tuple term.Term) (Verdict, uintptr) {
			return s.replaceOne(c, p, object, tuple, fault)
		}
	}
	return func(_ uintptr, tuple term.Term) (Verdict, uintptr) {
		if !p.Holds(tuple) {
			return Keep, 0
		}
		s.Count++
		if s.Mode == ModeDelete {
			return Remove, 0
		}
		return Keep, 0
	}
}

// replaceOne replaces an object by the result, which must be a tuple with the same key.
func (s *Selection) replaceOne(c *proc.Ctx, p *Program, object uintptr, tuple term.Term, fault *Fault) (Verdict, uintptr) {
	result, matched := p.Run(tuple)
	if !matched || *fault != None {
		return Keep, 0
	}
	t := s.Table
	if !t.HasKey(result) || !term.ExactEqual(result.TupleElem(t.KeyPos-1), t.key(object)) {
		*fault = Bad
		return Stop, 0
	}
	s.Count++
	return Replace, t.newObject(c, result)
}

// visitKey visits the objects with one key.
func (t *Table) visitKey(c *proc.Ctx, key term.Term, write bool, visit Visit) Fault {
	hash := t.hash(key)
	sh := t.shardOf(hash)
	defer lock(sh, write)()
	if sh.dead {
		return NoTable
	}
	order := t.order(c, key)
	if t.Kind == OrderedSet {
		p, found := t.sorted.search(&order)
		if !found {
			return None
		}
		object := t.sorted.at(p)
		switch verdict, replacement := visit(object, tupleOf(object)); verdict {
		case Remove:
			t.freeObject(c.Mem, t.sorted.remove(p))
		case Replace:
			t.freeObject(c.Mem, t.sorted.replace(p, t.entry(replacement)))
		}
		return None
	}
	link, found := sh.search(hash, &order)
	if !found {
		return None
	}
	for object := mem.LoadPtr(link); object != 0 && sameKey(object, hash, &order); object = mem.LoadPtr(link) {
		verdict, replacement := visit(object, tupleOf(object))
		switch verdict {
		case Remove:
			t.freeObject(c.Mem, sh.remove(link))
			continue
		case Replace:
			t.substitute(c, sh, link, replacement)
			object = replacement
		}
		link = object + objectNext
	}
	return None
}

// Finish makes a selection find nothing more.
func (s *Selection) Finish() { s.cursor.Done = true }
