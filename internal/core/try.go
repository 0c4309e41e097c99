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
	c := &Case{Arg: &Tuple{[]Expr{t.use(h.Class), t.use(h.Reason), info}}, Line: line}
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
	c.Clauses = append(c.Clauses, &Clause{Patterns: []Pattern{Wild{}}, Body: &Reraise{h}, Line: line})
	t.handlers = t.handlers[:len(t.handlers)-1]
	h.Body = c
	return h
}

// rescued is {exception, module, was an Erlang error} for errors and nil for exits and throws.
func (t *translator) rescued(h *Handler, line int32) Expr {
	module, exc := t.newVar("module"), t.newVar("exception")
	isException := &PMap{[]PMapPair{
		{&Lit{quoted.Atom("__struct__")}, module},
		{&Lit{quoted.Atom("__exception__")}, &PLit{quoted.True}},
	}}
	normalize := &Call{
		Module: "Elixir.Exception", Name: "normalize", Line: line,
		Args: []Expr{&Lit{quoted.Atom("error")}, t.use(h.Reason), &Stacktrace{t.use(h.Raw)}},
	}
	moduleOf := &Call{
		Module: "erlang", Name: "map_get", Line: line,
		Args: []Expr{&Lit{quoted.Atom("__struct__")}, t.use(exc)},
	}
	byReason := &Case{Arg: t.use(h.Reason), Line: line, Clauses: []*Clause{
		{
			Patterns: []Pattern{isException}, Vars: []*Var{module}, Line: line,
			Body: &Tuple{[]Expr{t.use(h.Reason), t.use(module), litFalse}},
		},
		{Patterns: []Pattern{Wild{}}, Line: line, Body: &Seq{[]Expr{
			&Match{Pattern: exc, Value: normalize, Line: line},
			&Tuple{[]Expr{t.use(exc), moduleOf, litTrue}},
		}}},
	}}
	return &Case{Arg: t.use(h.Class), Line: line, Clauses: []*Clause{
		{Patterns: []Pattern{&PLit{quoted.Atom("error")}}, Body: byReason, Line: line},
		{Patterns: []Pattern{Wild{}}, Body: litNil, Line: line},
	}}
}

// rescueClause is a clause `x`, `_`, `x in [modules]` or `_ in [modules]`.
func (t *translator) rescueClause(n quoted.Node) *Clause {
	head, body, line := arrow(n)
	if len(head) != 1 {
		fail(line, "a rescue clause with %d patterns", len(head))
	}
	c := &Clause{Line: line}
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
			c.Guards = append(c.Guards, t.same(name, &Lit{m}, line))
			if m == quoted.Atom("Elixir.ErlangError") {
				c.Guards = append(c.Guards, t.same(erl, litTrue, line))
			}
		}
	}
	c.Vars = t.bound
	t.bound = saved
	info := &PTuple{[]Pattern{exc, module, native}}
	c.Patterns = []Pattern{&PTuple{[]Pattern{&PLit{quoted.Atom("error")}, Wild{}, info}}}
	c.Body = t.expr(body)
	return c
}

func (t *translator) same(v *Var, lit Expr, line int32) Expr {
	return &Call{Module: "erlang", Name: "=:=", Args: []Expr{t.use(v), lit}, Line: line}
}

// catchClause is a clause `value`, which catches what is thrown, or `class, value`.
func (t *translator) catchClause(n quoted.Node) *Clause {
	head, body, line := arrow(n)
	c := t.head(head, line)
	switch len(c.Patterns) {
	case 1:
		c.Patterns = []Pattern{&PTuple{[]Pattern{&PLit{quoted.Atom("throw")}, c.Patterns[0], Wild{}}}}
	case 2:
		c.Patterns = []Pattern{&PTuple{[]Pattern{c.Patterns[0], c.Patterns[1], Wild{}}}}
	default:
		fail(line, "a catch clause with %d patterns", len(c.Patterns))
	}
	c.Body = t.expr(body)
	return c
}
