package bif

import (
	"joist/internal/ets"
	"joist/internal/proc"
	"joist/internal/term"
)

func etsSelectNatives() []Native {
	return []Native{
		{"ets", "select", 2, selecting(ets.ModeList, false), 0},
		{"ets", "select_reverse", 2, selecting(ets.ModeList, true), 0},
		{"ets", "select_count", 2, selecting(ets.ModeCount, false), 0},
		{"ets", "select_delete", 2, selecting(ets.ModeDelete, false), 0},
		{"ets", "internal_select_delete", 2, selecting(ets.ModeDelete, false), 0},
		{"ets", "select_replace", 2, selecting(ets.ModeReplace, false), 0},
		{"ets", "select", 3, selectingSome(false), 0},
		{"ets", "select_reverse", 3, selectingSome(true), 0},
		{"ets", "select", 1, selectMore, 0},
		{"ets", "select_reverse", 1, selectMore, 0},
		{"ets", "match", 1, selectMore, 0},
		{"ets", "match_object", 1, selectMore, 0},
		{"ets", "match", 2, matching("$$", ets.ModeList), 0},
		{"ets", "match_object", 2, matching("$_", ets.ModeList), 0},
		{"ets", "match_delete", 2, matching("true", ets.ModeDelete), 0},
		{"ets", "match", 3, matchingSome("$$"), 0},
		{"ets", "match_object", 3, matchingSome("$_"), 0},
		{"ets", "tab2list", 1, tableToList, 0},
		{"ets", "match_spec_compile", 1, matchSpecCompile, 0},
		{"ets", "match_spec_run_r", 3, matchSpecRun, 0},
		{"ets", "match_spec_run", 2, matchSpecRunOrdered, 0},
		{"ets", "is_compiled_ms", 1, isCompiledMatchSpec, 0},
		{"ets", "test_ms", 2, testMatchSpec, 0},
	}
}

// selecting is a traversal of a whole table.
func selecting(mode ets.Mode, reverse bool) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return selectWhole(c, args[0], args[1], mode, reverse)
	}
}

func selectWhole(c *proc.Ctx, id, spec term.Term, mode ets.Mode, reverse bool) term.Term {
	find := readable
	if mode >= ets.ModeDelete {
		find = writable
	}
	t := find(c, id)
	if t == nil {
		return term.None
	}
	if mode == ets.ModeReplace && t.Kind == ets.Bag {
		return c.Badarg()
	}
	s := ets.NewSelection(t, mode, 0, reverse)
	return goOn(c, s, spec, term.Nil, term.None, func(_ *proc.Ctx, list, _ term.Term) term.Term {
		if mode == ets.ModeList {
			return list
		}
		return term.Small(int64(s.Count))
	})
}

// goOn does the next step of a selection, and the following ones in later slices of the process. finish makes the result.
func goOn(c *proc.Ctx, s *ets.Selection, spec, list, key term.Term, finish func(c *proc.Ctx, list, spec term.Term) term.Term) term.Term {
	list, more, fault := s.Step(c, spec, list, key)
	switch {
	case fault != ets.None:
		return etsFail(c, fault)
	case !more:
		return finish(c, list, spec)
	}
	again := func(c *proc.Ctx, args []term.Term) term.Term {
		key := term.None
		if len(args) == 3 {
			key = args[2]
		}
		return goOn(c, s, args[0], args[1], key, finish)
	}
	if key = s.Key(); key == term.None {
		return c.TrapNative(again, spec, list)
	}
	return c.TrapNative(again, spec, list, key)
}

// A continuation is {Table, Place, Limit, Spec, Left, Reverse}: Place is a number, or in an ordered_set the list of the last key;
// Left are results that were found beyond the limit.

// selectingSome gives up to a number of results, and a continuation.
func selectingSome(reverse bool) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return selectChunk(c, args[0], args[1], args[2], reverse)
	}
}

func selectChunk(c *proc.Ctx, id, spec, limit term.Term, reverse bool) term.Term {
	t := readable(c, id)
	if t == nil {
		return term.None
	}
	if !limit.IsSmall() || limit.SmallValue() < 1 {
		return c.Badarg()
	}
	s := ets.NewSelection(t, ets.ModeList, int(limit.SmallValue()), reverse)
	return runChunk(c, s, spec, term.Nil, term.None, reverse)
}

// runChunk collects results until there are enough, and gives {Results, Continuation} or '$end_of_table'.
func runChunk(c *proc.Ctx, s *ets.Selection, spec, list, key term.Term, reverse bool) term.Term {
	return goOn(c, s, spec, list, key, func(c *proc.Ctx, list, spec term.Term) term.Term {
		elements := listElements(list)
		if len(elements) == 0 {
			return endOfTable(c)
		}
		if s.Table.Kind == ets.OrderedSet { // the first that was found comes first
			for i, j := 0, len(elements)-1; i < j; i, j = i+1, j-1 {
				elements[i], elements[j] = elements[j], elements[i]
			}
		}
		chargeCells(c, len(elements))
		given := min(len(elements), s.Limit)
		next := endOfTable(c)
		if given < len(elements) || !s.Done() {
			next = continuation(c, s, spec, c.List(elements[given:], term.Nil), reverse)
		}
		return c.Tuple2(c.List(elements[:given], term.Nil), next)
	})
}

// finishedPlace says that a table has been visited to its end, though results are left.
const finishedPlace = -1

func continuation(c *proc.Ctx, s *ets.Selection, spec, left term.Term, reverse bool) term.Term {
	place := c.Int(s.Place())
	switch key := s.Key(); {
	case s.Done():
		place = term.Small(finishedPlace)
	case key != term.None:
		place = c.Cons(key, term.Nil)
	}
	return c.Tuple(s.Table.Identifier(c), place, term.Small(int64(s.Limit)), spec, left, term.Bool(reverse))
}

func selectMore(c *proc.Ctx, args []term.Term) term.Term {
	if args[0] == endOfTable(c) {
		return args[0]
	}
	if !args[0].IsTupleOf(6) {
		return c.Badarg()
	}
	e := args[0].TupleElems()
	place, limit, spec, left, reverse := e[1], e[2], e[3], e[4], e[5] == term.AtomTrue
	t := readable(c, e[0])
	if t == nil {
		return term.None
	}
	if !limit.IsSmall() || limit.SmallValue() < 1 || !left.IsList() || !place.IsSmall() && !place.IsCons() {
		return c.Badarg()
	}
	s := ets.NewSelection(t, ets.ModeList, int(limit.SmallValue()), reverse)
	s.Count, _ = walk(left, noLimit)
	key := term.None
	switch {
	case place == term.Small(finishedPlace):
		s.Finish()
	case place.IsSmall():
		s.Resume(place.SmallValue())
	default:
		key = place.Car()
	}
	return runChunk(c, s, spec, left, key, reverse)
}

// patternSpec is the match specification that a pattern and a result stand for.
func patternSpec(c *proc.Ctx, pattern term.Term, result string) term.Term {
	body := c.Cons(atomOf(c.Node, result), term.Nil)
	return c.Cons(c.Tuple3(pattern, term.Nil, body), term.Nil)
}

func matching(result string, mode ets.Mode) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		value := selectWhole(c, args[0], patternSpec(c, args[1], result), mode, false)
		if mode == ets.ModeDelete && value != term.None {
			return term.AtomTrue
		}
		return value
	}
}

func matchingSome(result string) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return selectChunk(c, args[0], patternSpec(c, args[1], result), args[2], false)
	}
}

func tableToList(c *proc.Ctx, args []term.Term) term.Term {
	return selectWhole(c, args[0], patternSpec(c, atomOf(c.Node, "_"), "$_"), ets.ModeList, false)
}

// A compiled match specification is {match_spec, Spec}: compiling again costs next to nothing.

func matchSpecCompile(c *proc.Ctx, args []term.Term) term.Term {
	if _, ok := ets.Compile(c, args[0]); !ok {
		return c.Badarg()
	}
	return c.Tuple2(term.AtomMatchSpec, args[0])
}

func compiledSpec(t term.Term) (spec term.Term, ok bool) {
	if !t.IsTupleOf(2) || t.TupleElem(0) != term.AtomMatchSpec {
		return term.None, false
	}
	return t.TupleElem(1), true
}

func isCompiledMatchSpec(_ *proc.Ctx, args []term.Term) term.Term {
	_, ok := compiledSpec(args[0])
	return term.Bool(ok)
}

// matchSpecRun puts the results for the terms of a list in front of another list, the last one first.
func matchSpecRun(c *proc.Ctx, args []term.Term) term.Term {
	spec, ok := compiledSpec(args[1])
	if !ok {
		return c.Badarg()
	}
	p, ok := ets.Compile(c, spec)
	if !ok {
		return c.Badarg()
	}
	list, results := args[0], args[2]
	n := 0
	for ; list.IsCons() && n < cellLimit/10; list = list.Cdr() {
		n++
		if result, matched := p.Run(list.Car()); matched {
			results = c.Cons(result, results)
		}
	}
	chargeCells(c, 10*n)
	switch {
	case list.IsNil():
		return results
	case list.IsCons():
		return c.TrapNative(matchSpecRun, list, args[1], results)
	}
	return c.Badarg()
}

func matchSpecRunOrdered(c *proc.Ctx, args []term.Term) term.Term {
	return c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
		spec, ok := compiledSpec(args[1])
		if !ok {
			return c.Badarg()
		}
		p, ok := ets.Compile(c, spec)
		if !ok {
			return c.Badarg()
		}
		var results []term.Term
		list := args[0]
		for ; list.IsCons(); list = list.Cdr() {
			if result, matched := p.Run(list.Car()); matched {
				results = append(results, result)
			}
		}
		if !list.IsNil() {
			return c.Badarg()
		}
		return c.List(results, term.Nil)
	}, args[0], args[1])
}

// testMatchSpec is {ok, Result}, with false where nothing matches, or {error, Errors}.
func testMatchSpec(c *proc.Ctx, args []term.Term) term.Term {
	p, ok := ets.Compile(c, args[1])
	if !ok || !args[0].IsTuple() {
		text := c.String("the match specification or the tuple is not valid")
		return c.Tuple2(term.AtomError, c.Cons(c.Tuple2(term.AtomError, text), term.Nil))
	}
	result, matched := p.Run(args[0])
	if !matched {
		result = term.AtomFalse
	}
	return c.Tuple2(term.AtomOk, result)
}
