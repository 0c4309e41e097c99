package bif

import (
	"joist/internal/heap"
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

func mapNatives() []Native {
	return []Native{
		{"erlang", "map_size", 1, mapSize, guard},
		{"maps", "size", 1, mapSize, 0},
		{"erlang", "map_get", 2, mapGetOrFail, guard},
		{"erlang", "is_map_key", 2, isMapKey, guard},
		{"maps", "is_key", 2, isMapKey, 0},
		{"maps", "get", 2, mapGetOrFail, 0},
		{"maps", "get", 3, mapGetOr, 0},
		{"maps", "find", 2, mapFind, 0},
		{"maps", "put", 3, mapPut, 0},
		{"maps", "update", 3, mapUpdate, 0},
		{"maps", "remove", 2, mapRemove, 0},
		{"maps", "take", 2, mapTake, 0},
		{"maps", "new", 0, func(c *proc.Ctx, _ []term.Term) term.Term { return maps.Empty(&c.Builder) }, 0},
		{"maps", "keys", 1, wholeMap(maps.Keys), 0},
		{"maps", "values", 1, wholeMap(maps.Values), 0},
		{"maps", "to_list", 1, mapToList, 0},
		{"maps", "merge", 2, mapMerge, 0},
		{"maps", "from_list", 1, mapFromList, 0},
		{"maps", "from_keys", 2, mapFromKeys, 0},
		{"maps", "iterator", 1, mapIterator, 0},
		{"maps", "next", 1, mapNext, 0},
		{"erts_internal", "map_next", 3, mapNextInternal, 0},
	}
}

// buildMap makes a map of keys and values in turn.
func buildMap(c *proc.Ctx, pairs []term.Term) term.Term { return maps.FromPairs(&c.Builder, pairs) }

func badmap(c *proc.Ctx, t term.Term) term.Term { return c.ErrorTuple(term.AtomBadmap, t) }

func badkey(c *proc.Ctx, t term.Term) term.Term { return c.ErrorTuple(term.AtomBadkey, t) }

func mapSize(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsMap() {
		return badmap(c, args[0])
	}
	return term.Small(int64(maps.Size(args[0])))
}

func mapGetOrFail(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsMap() {
		return badmap(c, args[1])
	}
	if value := maps.Get(args[1], args[0]); value != term.None {
		return value
	}
	return badkey(c, args[0])
}

func mapGetOr(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsMap() {
		return badmap(c, args[1])
	}
	if value := maps.Get(args[1], args[0]); value != term.None {
		return value
	}
	return args[2]
}

func mapFind(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsMap() {
		return badmap(c, args[1])
	}
	if value := maps.Get(args[1], args[0]); value != term.None {
		return c.Tuple2(term.AtomOk, value)
	}
	return term.AtomError
}

func isMapKey(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsMap() {
		return badmap(c, args[1])
	}
	return term.Bool(maps.Has(args[1], args[0]))
}

func mapPut(c *proc.Ctx, args []term.Term) term.Term {
	if !args[2].IsMap() {
		return badmap(c, args[2])
	}
	return maps.Put(&c.Builder, args[2], args[0], args[1])
}

func mapUpdate(c *proc.Ctx, args []term.Term) term.Term {
	if !args[2].IsMap() {
		return badmap(c, args[2])
	}
	if updated := maps.Update(&c.Builder, args[2], args[0], args[1]); updated != term.None {
		return updated
	}
	return badkey(c, args[0])
}

func mapRemove(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsMap() {
		return badmap(c, args[1])
	}
	return maps.Remove(&c.Builder, args[1], args[0])
}

func mapTake(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsMap() {
		return badmap(c, args[1])
	}
	value := maps.Get(args[1], args[0])
	if value == term.None {
		return term.AtomError
	}
	return c.Tuple2(value, maps.Remove(&c.Builder, args[1], args[0]))
}

// wholeMap wraps a function of all pairs.
func wholeMap(f func(b *heap.Builder, m term.Term) term.Term) proc.Native {
	run := func(c *proc.Ctx, args []term.Term) term.Term {
		chargeCells(c, 2*maps.Size(args[0]))
		return f(&c.Builder, args[0])
	}
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if !args[0].IsMap() {
			return badmap(c, args[0])
		}
		if maps.Size(args[0]) > cellLimit {
			return c.Dirty(run, args[0])
		}
		return run(c, args)
	}
}

func mapToList(c *proc.Ctx, args []term.Term) term.Term {
	t := args[0]
	if t.IsMap() {
		return wholeMap(maps.ToList)(c, args)
	}
	if !isIterator(t) {
		return badmap(c, t)
	}
	return c.Dirty(iteratorToList, t)
}

// iteratorToList lists the pairs that an iterator has still to give.
func iteratorToList(c *proc.Ctx, args []term.Term) term.Term {
	var pairs []term.Term
	t := args[0]
	for {
		if t.IsCons() {
			t = mapNext(c, []term.Term{t})
		}
		if !t.IsTupleOf(3) {
			break
		}
		pairs = append(pairs, c.Tuple2(t.TupleElem(0), t.TupleElem(1)))
		t = t.TupleElem(2)
	}
	if t != term.AtomNone {
		return badmap(c, args[0])
	}
	return c.List(pairs, term.Nil)
}

func mapMerge(c *proc.Ctx, args []term.Term) term.Term {
	for _, m := range args {
		if !m.IsMap() {
			return badmap(c, m)
		}
	}
	merge := func(c *proc.Ctx, args []term.Term) term.Term {
		chargeCells(c, 2*min(maps.Size(args[0]), maps.Size(args[1])))
		return maps.Merge(&c.Builder, args[0], args[1])
	}
	if min(maps.Size(args[0]), maps.Size(args[1])) > mapLimit {
		return c.Dirty(merge, args[0], args[1])
	}
	return merge(c, args)
}

// mapLimit is the number of pairs from which building a map leaves the schedulers.
const mapLimit = cellLimit / 16

func mapFromList(c *proc.Ctx, args []term.Term) term.Term {
	if _, rest := walk(args[0], mapLimit); rest.IsCons() {
		return c.Dirty(mapOfPairs, args[0])
	}
	return mapOfPairs(c, args)
}

func mapOfPairs(c *proc.Ctx, args []term.Term) term.Term {
	n, end := walk(args[0], noLimit)
	if !end.IsNil() {
		return c.Badarg()
	}
	pairs := make([]term.Term, 0, 2*n)
	for list := args[0]; list.IsCons(); list = list.Cdr() {
		pair := list.Car()
		if !pair.IsTupleOf(2) {
			return c.Badarg()
		}
		pairs = append(pairs, pair.TupleElem(0), pair.TupleElem(1))
	}
	chargeCells(c, 4*n)
	return buildMap(c, pairs)
}

func mapFromKeys(c *proc.Ctx, args []term.Term) term.Term {
	build := func(c *proc.Ctx, args []term.Term) term.Term {
		n, end := walk(args[0], noLimit)
		if !end.IsNil() {
			return c.Badarg()
		}
		pairs := make([]term.Term, 0, 2*n)
		for list := args[0]; list.IsCons(); list = list.Cdr() {
			pairs = append(pairs, list.Car(), args[1])
		}
		chargeCells(c, 4*n)
		return buildMap(c, pairs)
	}
	if _, rest := walk(args[0], mapLimit); rest.IsCons() {
		return c.Dirty(build, args[0], args[1])
	}
	return build(c, args)
}

// An iterator is [State | Map], a triple {Key, Value, Iterator}, or none.

func isIterator(t term.Term) bool {
	return t == term.AtomNone || t.IsTupleOf(3) || t.IsCons() && t.Cdr().IsMap()
}

func mapIterator(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsMap() {
		return badmap(c, args[0])
	}
	return c.Cons(term.Nil, args[0])
}

// iteratorBatch is the number of pairs that next prepares at a time.
const iteratorBatch = 32

// mapNext gives the next pair, and as its iterator a chain of the pairs that follow it.
func mapNext(c *proc.Ctx, args []term.Term) term.Term {
	t := args[0]
	if t == term.AtomNone || t.IsTupleOf(3) {
		return t
	}
	if !t.IsCons() || !t.Cdr().IsMap() {
		return c.Badarg()
	}
	var pairs [2 * iteratorBatch]term.Term
	m, state := t.Cdr(), t.Car()
	n := 0
	rest := term.AtomNone
	for {
		key, value, next := maps.Next(&c.Builder, m, state)
		if key == term.None {
			break
		}
		if n == iteratorBatch {
			rest = c.Cons(state, m)
			break
		}
		pairs[2*n], pairs[2*n+1] = key, value
		state = next
		n++
	}
	chargeCells(c, 2*n)
	for i := n - 1; i >= 0; i-- {
		rest = c.Tuple3(pairs[2*i], pairs[2*i+1], rest)
	}
	return rest
}

// mapNextInternal is what OTP's module maps calls: it wants an iterator or, for a list as third argument, the pairs.
func mapNextInternal(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsMap() {
		return c.Badarg()
	}
	state := args[0]
	if state == term.Small(0) {
		state = term.Nil
	}
	iterator := c.Cons(state, args[1])
	if args[2] == term.AtomIterator {
		return mapNext(c, []term.Term{iterator})
	}
	list := args[2]
	if !list.IsList() {
		return c.Badarg()
	}
	for t := iterator; ; t = t.TupleElem(2) {
		if t.IsCons() {
			t = mapNext(c, []term.Term{t})
		}
		if !t.IsTupleOf(3) {
			return list
		}
		list = c.Cons(c.Tuple2(t.TupleElem(0), t.TupleElem(1)), list)
	}
}
