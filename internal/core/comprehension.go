package core

import (
	"math/big"

	"joist/internal/quoted"
)

// A comprehension becomes nested loops that hand on an accumulator. A generator over a list runs
// through its cells; over a literal range it counts; anything else is asked to reduce itself with
// a fun that runs the same loop for each element. What the accumulator is depends on the options:
// a reversed list, a binary, what reduce: names, the collectable's state, or nothing at all when
// the result is not used.

// forLoop is a comprehension being translated.
type forLoop struct {
	t     *translator
	steps []quoted.Node
	line  int32
	// generator is the reason of the error for a bitstring generator over something else, beside the value: Elixir
	// makes a comprehension of Erlang's of one that has only such generators and gives a list or a binary.
	generator quoted.Atom
	// inner makes the new accumulator from the old one, in the innermost scope.
	inner func(acc *Var) Expr
}

func (t *translator) comprehension(f *quoted.Form, wanted bool) Expr {
	last := len(f.Args) - 1
	opts, line := f.Args[last], f.Meta.Line
	do, _ := option(opts, "do")
	loop := &forLoop{t: t, steps: f.Args[:last], line: line, generator: "badarg"}

	if reduce, ok := option(opts, "reduce"); ok {
		init := t.expr(reduce)
		loop.inner = func(acc *Var) Expr {
			return t.s.cases.Put(Case{Arg: t.use(acc), Clauses: t.clauses(do, line), Line: line})
		}
		return loop.run(init)
	}
	uniq := false
	if u, ok := option(opts, "uniq"); ok && u == quoted.True {
		uniq = true
	}
	into, hasInto := option(opts, "into")
	if list, ok := into.(quoted.List); ok && len(list) == 0 {
		hasInto = false
	}
	if _, text := into.(quoted.String); (!hasInto || text) && !uniq && loop.bitsOnly() {
		loop.generator = "bad_generator"
	}
	switch {
	case hasInto:
		return t.forInto(loop, do, into, uniq)
	case !wanted:
		return loop.collect(do, uniq, litNil, func(_ *Var, value Expr) Expr { return value })
	}
	return t.reverse(loop.collect(do, uniq, litEmpty, loop.push), line)
}

// bitsOnly tells whether all generators are over bitstrings.
func (l *forLoop) bitsOnly() bool {
	for _, n := range l.steps {
		if _, ok := isCall(n, "<-", 2); ok {
			return false
		}
	}
	return true
}

// push puts a value before the reversed list.
func (l *forLoop) push(acc *Var, value Expr) Expr {
	return l.t.s.conses.Put(Cons{value, l.t.use(acc)})
}

func (t *translator) reverse(list Expr, line int32) Expr {
	return t.s.calls.Put(Call{Module: "lists", Name: "reverse", Args: t.s.exprs.List(list), Line: line})
}

// collect runs the loops with add putting each value of the body to the accumulator; uniq keeps a
// map of the values seen.
func (l *forLoop) collect(do quoted.Node, uniq bool, init Expr, add func(acc *Var, value Expr) Expr) Expr {
	t := l.t
	if !uniq {
		l.inner = func(acc *Var) Expr { return add(acc, t.expr(do)) }
		return l.run(init)
	}
	l.inner = func(acc *Var) Expr {
		value, seen, inner := t.newVar("value"), t.newVar("seen"), t.newVar("acc")
		isNew := t.s.mapUpdates.Put(MapUpdate{
			Map: t.use(seen), Pairs: t.s.mapPairs.List(MapPair{t.use(value), litTrue}), Line: l.line, Assoc: true,
		})
		return t.s.seqs.Put(Seq{t.s.exprs.List(
			t.s.matches.Put(Match{Pattern: value, Value: t.expr(do), Line: l.line}),
			t.s.matches.Put(Match{Pattern: t.s.ptuples.Put(PTuple{t.s.patterns.List(seen, inner)}), Value: t.use(acc), Line: l.line}),
			t.s.cases.Put(Case{Arg: t.use(seen), Line: l.line, Clauses: t.s.clauseLists.List(
				t.s.clauses.Put(Clause{
					Patterns: t.s.patterns.List(t.s.pmaps.Put(PMap{t.s.pmapPairs.List(PMapPair{t.use(value), Wild{}})})), Line: l.line,
					Body: t.use(acc),
				}),
				t.s.clauses.Put(Clause{
					Patterns: t.s.patterns.List(Wild{}), Line: l.line,
					Body: t.s.tuples.Put(Tuple{t.s.exprs.List(isNew, add(inner, t.use(value)))}),
				}),
			)}),
		)})
	}
	pair := l.run(t.tuple(t.s.exprs.List(t.s.lits.Put(Lit{&ConstMap{}}), init)))
	return t.s.calls.Put(Call{Module: "erlang", Name: "element", Args: t.s.exprs.List(t.s.lits.Put(Lit{quoted.Int(2)}), pair), Line: l.line})
}

func (t *translator) forInto(l *forLoop, do, into quoted.Node, uniq bool) Expr {
	line := l.line
	target := t.expr(into)
	if lit, ok := target.(*Lit); ok {
		switch c := lit.Value.(type) {
		case quoted.String:
			return l.collect(do, uniq, lit, func(acc *Var, value Expr) Expr {
				segments := []Segment{{Value: t.use(acc), Type: SegBinary, Unit: 1, Line: line}}
				if b, ok := value.(*Binary); ok {
					segments = append(segments, b.Segments...) // without making a binary of them first
				} else {
					segments = append(segments, Segment{Value: value, Type: SegBinary, Unit: 1, Line: line})
				}
				return t.s.binaries.Put(Binary{Line: line, Segments: segments})
			})
		case *ConstMap:
			if len(c.Keys) == 0 {
				pairs := t.reverse(l.collect(do, uniq, litEmpty, l.push), line)
				return t.s.calls.Put(Call{Module: "maps", Name: "from_list", Args: t.s.exprs.List(pairs), Line: line})
			}
		}
	}
	return t.forCollectable(l, do, target, uniq)
}

// forCollectable asks the Collectable protocol for a collector, tells it every value, and that it
// is done, or halted when an exception ends the loop.
func (t *translator) forCollectable(l *forLoop, do quoted.Node, target Expr, uniq bool) Expr {
	line := l.line
	state, fun := t.newVar("state"), t.newVar("collector")
	result := t.newVar("result")
	h := &Handler{Class: t.newVar("class"), Reason: t.newVar("reason"), Raw: t.newVar("stacktrace")}
	collector := t.s.calls.Put(Call{Module: "Elixir.Collectable", Name: "into", Args: t.s.exprs.List(target), Line: line})
	loop := l.collect(do, uniq, t.use(state), func(acc *Var, value Expr) Expr {
		cont := t.s.tuples.Put(Tuple{t.s.exprs.List(t.s.lits.Put(Lit{quoted.Atom("cont")}), value)})
		return t.s.callFuns.Put(CallFun{Fun: t.use(fun), Args: t.s.exprs.List(t.use(acc), cont), Line: line})
	})
	t.use(h.Reason)
	t.use(h.Raw)
	h.Body = t.s.seqs.Put(Seq{t.s.exprs.List(
		t.s.callFuns.Put(CallFun{Fun: t.use(fun), Args: t.s.exprs.List(t.use(state), t.s.lits.Put(Lit{quoted.Atom("halt")})), Line: line}),
		&Reraise{h},
	)})
	return t.s.seqs.Put(Seq{t.s.exprs.List(
		t.s.matches.Put(Match{Pattern: t.s.ptuples.Put(PTuple{t.s.patterns.List(state, fun)}), Value: collector, Line: line}),
		t.s.matches.Put(Match{Pattern: result, Value: &Try{Body: loop, Handler: h, Line: line}, Line: line}),
		t.s.callFuns.Put(CallFun{Fun: t.use(fun), Args: t.s.exprs.List(t.use(result), t.s.lits.Put(Lit{quoted.Atom("done")})), Line: line}),
	)})
}

// run makes the loops over all steps, starting with the accumulator init.
func (l *forLoop) run(init Expr) Expr {
	acc := l.t.newVar("acc")
	return l.t.s.seqs.Put(Seq{l.t.s.exprs.List(
		l.t.s.matches.Put(Match{Pattern: acc, Value: init, Line: l.line}),
		l.step(0, acc),
	)})
}

// step is the expression for the steps from i on: it takes the accumulator acc and gives the next.
func (l *forLoop) step(i int, acc *Var) Expr {
	if i == len(l.steps) {
		return l.inner(acc)
	}
	n := l.steps[i]
	if gen, ok := isCall(n, "<-", 2); ok {
		source := l.t.expr(gen.Args[1])
		if first, count, step, ok := countable(source); ok {
			return l.counted(i, gen, first, count, step, acc)
		}
		return l.overList(i, gen, source, acc)
	}
	if bits, ok := isCall(n, "<<>>", -1); ok && len(bits.Args) > 0 {
		if gen, ok := isCall(bits.Args[len(bits.Args)-1], "<-", 2); ok {
			return l.overBits(i, bits, gen, acc)
		}
	}
	filter := l.t.expr(n)
	return l.t.s.conds.Put(Cond{Line: l.line, Clauses: []CondClause{
		{filter, l.step(i+1, acc)},
		{litTrue, l.t.use(acc)},
	}})
}

func (l *forLoop) newLoop(params ...*Var) *Loop {
	t := l.t
	loop := &Loop{Params: params, Line: l.line, Index: int32(t.fn.NumLoops)}
	t.fn.NumLoops++
	t.enter(&loop.Free)
	for _, p := range params {
		p.Level = int32(len(t.levels))
	}
	return loop
}

// overList is a generator whose source may be a list.
func (l *forLoop) overList(i int, gen *quoted.Form, source Expr, acc *Var) Expr {
	t := l.t
	list, inner, tail, rest := t.newVar("list"), t.newVar("acc"), t.newVar("tail"), t.newVar("tail")
	other := t.newVar("enumerable")
	loop := l.newLoop(list, inner)
	for _, v := range t.s.varLists.List(tail, rest, other) {
		v.Level = int32(len(t.levels))
	}
	match := t.head(quoted.List{gen.Args[0]}, l.line)
	simple := len(match.Guards) == 0 && irrefutable(match.Patterns[0])
	match.Patterns[0] = t.s.pconses.Put(PCons{match.Patterns[0], tail})
	match.Vars = append(match.Vars, tail)
	match.Body = t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(t.use(tail), l.step(i+1, inner)), l.line})
	c := t.s.cases.Put(Case{Arg: t.use(list), Line: l.line, Clauses: t.s.clauseLists.List(match)})
	if !simple {
		c.Clauses = append(c.Clauses, t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(t.s.pconses.Put(PCons{Wild{}, rest})), Vars: t.s.varLists.List(rest), Line: l.line,
			Body: t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(t.use(rest), t.use(inner)), l.line}),
		}))
	}
	c.Clauses = append(c.Clauses,
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(t.s.plits.Put(PLit{ConstNil{}})), Body: t.use(inner), Line: l.line}),
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(other), Vars: t.s.varLists.List(other), Line: l.line, Body: l.reduceOther(loop, other, inner)}),
	)
	loop.Body = c
	t.leave()
	return t.s.seqs.Put(Seq{t.s.exprs.List(loop, t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(source, t.use(acc)), l.line}))})
}

// reduceOther is Enum.reduce(other, acc, fn x, acc -> loop([x], acc) end).
func (l *forLoop) reduceOther(loop *Loop, other, acc *Var) Expr {
	t := l.t
	fn := t.s.fns.Put(Fn{Line: l.line, Arity: 2})
	t.enter(&fn.Free)
	x, a := t.newVar("x"), t.newVar("acc")
	for _, v := range loop.Free {
		t.use(v)
	}
	fn.Params = t.s.varLists.List(x, a)
	fn.Body = t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(t.s.conses.Put(Cons{t.use(x), litEmpty}), t.use(a)), l.line})
	t.leave()
	return t.s.calls.Put(Call{
		Module: "Elixir.Enum", Name: "reduce", Line: l.line, Args: t.s.exprs.List(t.use(other), t.use(acc), fn),
	})
}

func irrefutable(p Pattern) bool {
	switch p := p.(type) {
	case *Var, Wild:
		return true
	case *PAnd:
		return irrefutable(p.Left) && irrefutable(p.Right)
	}
	return false
}

// countable recognises a range whose ends and step are constants.
func countable(source Expr) (first, count, step int64, ok bool) {
	lit, isLit := source.(*Lit)
	if !isLit {
		return 0, 0, 0, false
	}
	m, isMap := lit.Value.(*ConstMap)
	if !isMap || len(m.Keys) != 4 {
		return 0, 0, 0, false
	}
	if s, _ := m.Lookup(quoted.Atom("__struct__")); s != quoted.Atom("Elixir.Range") {
		return 0, 0, 0, false
	}
	var n [3]int64
	for i, key := range []quoted.Atom{"first", "last", "step"} {
		v, _ := m.Lookup(key)
		c, isInt := v.(quoted.Int)
		if !isInt || c > 1<<58 || c < -1<<58 {
			return 0, 0, 0, false
		}
		n[i] = int64(c)
	}
	if n[2] == 0 {
		return 0, 0, 0, false
	}
	count = max((n[1]-n[0])/n[2]+1, 0)
	if (n[1]-n[0] < 0) != (n[2] < 0) && n[0] != n[1] {
		count = 0
	}
	return n[0], count, n[2], true
}

// counted is a generator over a constant range: the loop counts down what is left.
func (l *forLoop) counted(i int, gen *quoted.Form, first, count, step int64, acc *Var) Expr {
	t := l.t
	value, left, inner := t.newVar("i"), t.newVar("left"), t.newVar("acc")
	loop := l.newLoop(value, left, inner)
	next := func(v, n *Var, acc Expr) Expr {
		return t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(
			t.s.calls.Put(Call{Module: "erlang", Name: "+", Args: t.s.exprs.List(t.use(v), intLit(step)), Line: l.line}),
			t.s.calls.Put(Call{Module: "erlang", Name: "-", Args: t.s.exprs.List(t.use(n), intLit(1)), Line: l.line}),
			acc,
		), l.line})
	}
	match := t.head(quoted.List{gen.Args[0]}, l.line)
	simple := len(match.Guards) == 0 && irrefutable(match.Patterns[0])
	match.Body = next(value, left, l.step(i+1, inner))
	each := t.s.cases.Put(Case{Arg: t.use(value), Line: l.line, Clauses: t.s.clauseLists.List(match)})
	if !simple {
		each.Clauses = append(each.Clauses, t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(Wild{}), Line: l.line, Body: next(value, left, t.use(inner)),
		}))
	}
	loop.Body = t.s.cases.Put(Case{Arg: t.use(left), Line: l.line, Clauses: t.s.clauseLists.List(
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(t.s.plits.Put(PLit{quoted.Int(0)})), Body: t.use(inner), Line: l.line}),
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(Wild{}), Body: each, Line: l.line}),
	)})
	t.leave()
	start := t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(intLit(first), intLit(count), t.use(acc)), l.line})
	return t.s.seqs.Put(Seq{t.s.exprs.List(loop, start)})
}

func intLit(n int64) *Lit { return &Lit{quoted.Integer(big.NewInt(n))} }

// overBits is a bitstring generator. A part that has the right size but not the right constants is
// passed over.
func (l *forLoop) overBits(i int, bits, gen *quoted.Form, acc *Var) Expr {
	t := l.t
	source := t.expr(gen.Args[1])
	bin, inner := t.newVar("bits"), t.newVar("acc")
	loop := l.newLoop(bin, inner)
	loop.Bits = true
	rest, skipped := t.newVar("rest"), t.newVar("rest")

	saved := t.bound
	t.bound = nil
	nodes := append([]quoted.Node{}, bits.Args[:len(bits.Args)-1]...)
	if whole, ok := isCall(gen.Args[0], "<<>>", -1); ok {
		nodes = append(nodes, whole.Args...)
	} else {
		nodes = append(nodes, gen.Args[0])
	}
	segs, exact := make([]Segment, len(nodes)), true
	for j, n := range nodes {
		s, value := t.segment(n, true)
		s.Value = t.pattern(value)
		exact = exact && irrefutable(s.Value)
		segs[j] = s
	}
	vars := t.bound
	t.bound = saved
	match := t.s.clauses.Put(Clause{Line: l.line, Vars: append(vars[:len(vars):len(vars)], rest)})
	match.Patterns = t.s.patterns.List(t.s.pbinaries.Put(PBinary{append(segs[:len(segs):len(segs)], tailSegment(rest))}))
	match.Body = t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(t.use(rest), l.step(i+1, inner)), l.line})
	c := t.s.cases.Put(Case{Arg: t.use(bin), Line: l.line, Clauses: t.s.clauseLists.List(match)})
	if !exact {
		c.Clauses = append(c.Clauses, t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(t.s.pbinaries.Put(PBinary{append(anySegments(segs), tailSegment(skipped))})),
			Vars:     append(vars[:len(vars):len(vars)], skipped), Line: l.line,
			Body: t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(t.use(skipped), t.use(inner)), l.line}),
		}))
	}
	other := t.newVar("other")
	bad := t.errorCall(t.s.tuples.Put(Tuple{t.s.exprs.List(t.s.lits.Put(Lit{l.generator}), t.use(other))}), l.line)
	c.Clauses = append(c.Clauses,
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(t.s.pbinaries.Put(PBinary{[]Segment{tailSegment(Wild{})}})), Body: t.use(inner), Line: l.line}),
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(other), Vars: t.s.varLists.List(other), Body: bad, Line: l.line}),
	)
	loop.Body = c
	t.leave()
	return t.s.seqs.Put(Seq{t.s.exprs.List(loop, t.s.loopCalls.Put(LoopCall{loop, t.s.exprs.List(source, t.use(acc)), l.line}))})
}

func tailSegment(p Pattern) Segment { return Segment{Value: p, Type: SegBinary, Unit: 1} }

// anySegments are the segments without their constants.
func anySegments(segs []Segment) []Segment {
	out := make([]Segment, len(segs))
	for i, s := range segs {
		if !irrefutable(s.Value) {
			if lit, ok := s.Value.(*PLit); ok {
				if text, ok := lit.Value.(quoted.String); ok && s.Type == SegBinary && s.Size == nil {
					s.Size = intLit(int64(len(text)))
				}
			}
			s.Value = Wild{}
		}
		out[i] = s
	}
	return out
}
