package core

import "joist/internal/quoted"

// clauses translates [{:->, _, [head, body]}, ...].
func (t *translator) clauses(n quoted.Node, line int32) []*Clause {
	list, ok := n.(quoted.List)
	if !ok {
		fail(line, "clauses that are no list")
	}
	out := t.s.clauseLists.Slice(len(list))
	for i, c := range list {
		out[i] = t.clause(c)
	}
	return out
}

func (t *translator) clause(n quoted.Node) *Clause {
	head, body, line := arrow(n)
	c := t.head(head, line)
	c.Body = t.expr(body)
	return c
}

// arrow takes {:->, _, [head, body]} apart.
func arrow(n quoted.Node) (head quoted.List, body quoted.Node, line int32) {
	f, ok := isCall(n, "->", 2)
	if !ok {
		fail(0, "a clause that is no ->")
	}
	head, ok = f.Args[0].(quoted.List)
	if !ok {
		fail(f.Meta.Line, "a clause without a list of patterns")
	}
	return head, f.Args[1], f.Meta.Line
}

// head translates the patterns and guards of a clause.
func (t *translator) head(head quoted.List, line int32) *Clause {
	c := t.s.clauses.Put(Clause{Line: line})
	patterns, guards := splitWhen(head)
	saved := t.bound
	t.bound = t.bound[len(t.bound):]
	c.Patterns = t.s.patterns.Slice(len(patterns))
	for i, p := range patterns {
		c.Patterns[i] = t.pattern(p)
	}
	c.Vars = t.s.varLists.List(t.bound...)
	t.bound = saved
	c.Guards = t.structGuards(t.guards(guards), line)
	return c
}

// structGuards adds to the guards of a clause that the names of the structs that its patterns bind are atoms.
func (t *translator) structGuards(guards []Expr, line int32) []Expr {
	names := t.structNames
	t.structNames = nil
	for _, v := range names {
		is := func() Expr {
			return t.s.calls.Put(Call{Module: "erlang", Name: "is_atom", Args: t.s.exprs.List(t.use(v)), Line: line})
		}
		if len(guards) == 0 {
			guards = t.s.exprs.List(is())
			continue
		}
		for i, g := range guards {
			guards[i] = t.s.calls.Put(Call{Module: "erlang", Name: "andalso", Args: t.s.exprs.List(is(), g), Line: line})
		}
	}
	return guards
}

// splitWhen separates [{:when, _, [patterns..., guard]}] into patterns and guard alternatives.
func splitWhen(head []quoted.Node) (patterns, guards []quoted.Node) {
	if len(head) != 1 {
		return head, nil
	}
	f, ok := isCall(head[0], "when", -1)
	if !ok {
		return head, nil
	}
	last := len(f.Args) - 1
	return f.Args[:last], alternatives(f.Args[last], nil)
}

func alternatives(n quoted.Node, out []quoted.Node) []quoted.Node {
	if f, ok := isCall(n, "when", 2); ok {
		return alternatives(f.Args[1], append(out, f.Args[0]))
	}
	return append(out, n)
}

func (t *translator) guards(ns []quoted.Node) []Expr {
	out := t.s.exprs.Slice(len(ns))
	for i, n := range ns {
		out[i] = t.guardExpr(n)
	}
	return out
}

func (t *translator) guardExpr(n quoted.Node) Expr {
	saved := t.guard
	t.guard = true
	e := t.expr(n)
	t.guard = saved
	return e
}

// option finds a key in a keyword list.
func option(n quoted.Node, key quoted.Atom) (quoted.Node, bool) {
	list, _ := n.(quoted.List)
	for _, e := range list {
		if p, ok := e.(*quoted.Pair); ok && p.Left == key {
			return p.Right, true
		}
	}
	return nil, false
}

func (t *translator) caseExpr(f *quoted.Form) Expr {
	arg := t.expr(f.Args[0])
	do, _ := option(f.Args[1], "do")
	return t.s.cases.Put(Case{Arg: arg, Clauses: t.clauses(do, f.Meta.Line), Line: f.Meta.Line})
}

func (t *translator) cond(f *quoted.Form) Expr {
	do, _ := option(f.Args[0], "do")
	list, ok := do.(quoted.List)
	if !ok {
		fail(f.Meta.Line, "cond without clauses")
	}
	c := t.s.conds.Put(Cond{Line: f.Meta.Line})
	for _, n := range list {
		head, body, line := arrow(n)
		if len(head) != 1 {
			fail(line, "a cond clause with %d conditions", len(head))
		}
		c.Line = line // an error for want of a clause is at the last one
		test := t.expr(head[0])
		c.Clauses = append(c.Clauses, CondClause{test, t.expr(body)})
	}
	return c
}

func (t *translator) with(f *quoted.Form) Expr {
	last := len(f.Args) - 1
	w := &With{Line: f.Meta.Line}
	for _, n := range f.Args[:last] {
		arrow, ok := isCall(n, "<-", 2)
		if !ok {
			w.Steps = append(w.Steps, WithStep{Value: t.expr(n)})
			continue
		}
		step := WithStep{Value: t.expr(arrow.Args[1])}
		patterns, guards := splitWhen(arrow.Args[:1])
		step.Pattern = t.pattern(patterns[0])
		for _, g := range guards {
			step.Guards = append(step.Guards, t.guardExpr(g))
		}
		step.Guards = t.structGuards(step.Guards, f.Meta.Line)
		w.Steps = append(w.Steps, step)
	}
	do, _ := option(f.Args[last], "do")
	w.Body = t.expr(do)
	if els, ok := option(f.Args[last], "else"); ok {
		w.Else = t.clauses(els, f.Meta.Line)
	}
	return w
}

func (t *translator) receive(f *quoted.Form) Expr {
	r := &Receive{Line: f.Meta.Line}
	do, _ := option(f.Args[0], "do")
	if list, ok := do.(quoted.List); ok {
		r.Clauses = t.clauses(list, f.Meta.Line)
	}
	if after, ok := option(f.Args[0], "after"); ok {
		list, ok := after.(quoted.List)
		if !ok || len(list) != 1 {
			fail(f.Meta.Line, "receive with several after clauses")
		}
		head, body, _ := arrow(list[0])
		r.Timeout = t.expr(head[0])
		r.After = t.expr(body)
	}
	return r
}
