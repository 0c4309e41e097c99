package core

import "joist/internal/quoted"

// try translates try. The rescue and catch clauses become one match on the class, the reason and,
// when something is rescued, {exception, its module, whether it was an Erlang error}: reasons that
// are no exceptions yet are made into one by Exception.normalize at that moment.
func (t *translator) try(f *quoted.Form) Expr {
	opts, line := f.Args[0], f.Meta.Line
	do, _ := option(opts, "do")
	rescue, _ := option(opts, "rescue")
	catch, _ := option(opts, "catch")
	els, hasElse := option(opts, "else")
	after, hasAfter := option(opts, "after")

	body := t.expr(do)
	if rescue != nil || catch != nil || hasElse {
		try := &Try{Body: body, Line: line}
		if rescue != nil || catch != nil {
			try.Handler = t.handler(rescue, catch, line)
		}
		if hasElse {
			try.HasElse, try.Else = true, t.clauses(els, line)
		}
		body = try
	}
	if hasAfter {
		body = &Try{Body: body, After: t.expr(after), Line: line}
	}
	return body
}

func (t *translator) handler(rescue, catch quoted.Node, line int32) *Handler {
	h := &Handler{Class: t.newVar("class"), Reason: t.newVar("reason"), Raw: t.newVar("stacktrace")}
	t.handlers = append(t.handlers, h)
	info := Expr(litNil)
	if rescue != nil {
		info = t.rescued(h, line)
	}
	c := t.s.cases.Put(Case{Arg: t.s.tuples.Put(Tuple{t.s.exprs.List(t.use(h.Class), t.use(h.Reason), info)}), Line: line})
	if list, ok := rescue.(quoted.List); ok {
		for _, n := range list {
			c.Clauses = append(c.Clauses, t.rescueClause(n))
		}
	}
	if list, ok := catch.(quoted.List); ok {
		for _, n := range list {
			c.Clauses = append(c.Clauses, t.catchClause(n))
		}
	}
	t.use(h.Reason)
	t.use(h.Raw)
	c.Clauses = append(c.Clauses, t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(Wild{}), Body: &Reraise{h}, Line: line}))
	t.handlers = t.handlers[:len(t.handlers)-1]
	h.Body = c
	return h
}

// rescued is {exception, module, was an Erlang error} for errors and nil for exits and throws.
func (t *translator) rescued(h *Handler, line int32) Expr {
	module, exc := t.newVar("module"), t.newVar("exception")
	isException := t.s.pmaps.Put(PMap{t.s.pmapPairs.List(
		PMapPair{t.s.lits.Put(Lit{quoted.Atom("__struct__")}), module},
		PMapPair{t.s.lits.Put(Lit{quoted.Atom("__exception__")}), t.s.plits.Put(PLit{quoted.True})},
	)})
	normalize := t.s.calls.Put(Call{
		Module: "Elixir.Exception", Name: "normalize", Line: line,
		Args: t.s.exprs.List(t.s.lits.Put(Lit{quoted.Atom("error")}), t.use(h.Reason), &Stacktrace{t.use(h.Raw)}),
	})
	moduleOf := t.s.calls.Put(Call{
		Module: "erlang", Name: "map_get", Line: line,
		Args: t.s.exprs.List(t.s.lits.Put(Lit{quoted.Atom("__struct__")}), t.use(exc)),
	})
	byReason := t.s.cases.Put(Case{Arg: t.use(h.Reason), Line: line, Clauses: t.s.clauseLists.List(
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(isException), Vars: t.s.varLists.List(module), Line: line,
			Body: t.s.tuples.Put(Tuple{t.s.exprs.List(t.use(h.Reason), t.use(module), litFalse)}),
		}),
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(Wild{}), Line: line, Body: t.s.seqs.Put(Seq{t.s.exprs.List(
			t.s.matches.Put(Match{Pattern: exc, Value: normalize, Line: line}),
			t.s.tuples.Put(Tuple{t.s.exprs.List(t.use(exc), moduleOf, litTrue)}),
		)})}),
	)})
	return t.s.cases.Put(Case{Arg: t.use(h.Class), Line: line, Clauses: t.s.clauseLists.List(
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(t.s.plits.Put(PLit{quoted.Atom("error")})), Body: byReason, Line: line}),
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(Wild{}), Body: litNil, Line: line}),
	)})
}

// rescueClause is a clause `x`, `_`, `x in [modules]` or `_ in [modules]`.
func (t *translator) rescueClause(n quoted.Node) *Clause {
	head, body, line := arrow(n)
	if len(head) != 1 {
		fail(line, "a rescue clause with %d patterns", len(head))
	}
	c := t.s.clauses.Put(Clause{Line: line})
	target := head[0]
	var modules quoted.List
	if in, ok := isCall(target, "in", 2); ok {
		target = in.Args[0]
		switch m := in.Args[1].(type) {
		case quoted.List:
			modules = m
		case quoted.Atom:
			modules = quoted.List{m}
		}
	} else if m, ok := target.(quoted.Atom); ok {
		target, modules = quoted.Var("_", quoted.Meta{}, quoted.Nil), quoted.List{m}
	}
	saved := t.bound
	t.bound = nil
	exc := t.pattern(target)
	module, native := Pattern(Wild{}), Pattern(Wild{})
	if len(modules) == 1 && modules[0] != quoted.Atom("Elixir.ErlangError") {
		module = t.pattern(modules[0])
	} else if len(modules) > 0 {
		name, erl := t.newVar("module"), t.newVar("native")
		module, native = name, erl
		t.bound = append(t.bound, name, erl)
		for _, m := range modules {
			c.Guards = append(c.Guards, t.same(name, t.s.lits.Put(Lit{m}), line))
			if m == quoted.Atom("Elixir.ErlangError") {
				c.Guards = append(c.Guards, t.same(erl, litTrue, line))
			}
		}
	}
	c.Vars = t.bound
	t.bound = saved
	info := t.s.ptuples.Put(PTuple{t.s.patterns.List(exc, module, native)})
	c.Patterns = t.s.patterns.List(t.s.ptuples.Put(PTuple{t.s.patterns.List(t.s.plits.Put(PLit{quoted.Atom("error")}), Wild{}, info)}))
	c.Body = t.expr(body)
	return c
}

func (t *translator) same(v *Var, lit Expr, line int32) Expr {
	return t.s.calls.Put(Call{Module: "erlang", Name: "=:=", Args: t.s.exprs.List(t.use(v), lit), Line: line})
}

// catchClause is a clause `value`, which catches what is thrown, or `class, value`.
func (t *translator) catchClause(n quoted.Node) *Clause {
	head, body, line := arrow(n)
	c := t.head(head, line)
	switch len(c.Patterns) {
	case 1:
		c.Patterns = t.s.patterns.List(t.s.ptuples.Put(PTuple{t.s.patterns.List(t.s.plits.Put(PLit{quoted.Atom("throw")}), c.Patterns[0], Wild{})}))
	case 2:
		c.Patterns = t.s.patterns.List(t.s.ptuples.Put(PTuple{t.s.patterns.List(c.Patterns[0], c.Patterns[1], Wild{})}))
	default:
		fail(line, "a catch clause with %d patterns", len(c.Patterns))
	}
	c.Body = t.expr(body)
	return c
}
