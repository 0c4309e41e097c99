package core

import "joist/internal/quoted"

// mapExpr translates %{...} and %{map | ...}; name is the struct's module or nil.
func (t *translator) mapExpr(f *quoted.Form, name quoted.Atom) Expr {
	line := f.Meta.Line
	if len(f.Args) == 1 {
		if bar, ok := isCall(f.Args[0], "|", 2); ok {
			m := t.expr(bar.Args[0])
			list, ok := bar.Args[1].(quoted.List)
			if !ok {
				fail(line, "a map update without pairs")
			}
			return t.s.mapUpdates.Put(MapUpdate{Map: m, Pairs: t.pairs(list, line), Line: line})
		}
	}
	pairs := t.pairs(f.Args, line)
	if name != "" {
		pairs = append(t.s.mapPairs.List(MapPair{t.s.lits.Put(Lit{quoted.Atom("__struct__")}), t.s.lits.Put(Lit{name})}), pairs...)
	}
	keys, values := make([]Const, len(pairs)), make([]Const, len(pairs))
	for i, p := range pairs {
		k, kok := p.Key.(*Lit)
		v, vok := p.Value.(*Lit)
		if !kok || !vok {
			return t.s.mapNews.Put(MapNew{Pairs: pairs, Line: line})
		}
		keys[i], values[i] = k.Value, v.Value
	}
	return t.s.lits.Put(Lit{NewConstMap(keys, values)})
}

func (t *translator) pairs(list []quoted.Node, line int32) []MapPair {
	out := t.s.mapPairs.Slice(len(list) + 1)[:0]
	for _, n := range list {
		p, ok := n.(*quoted.Pair)
		if !ok {
			fail(line, "a map with %T among its pairs", n)
		}
		key := t.expr(p.Left)
		out = append(out, MapPair{key, t.expr(p.Right)})
	}
	return out
}

// structExpr translates %Name{...} and %Name{value | ...}, which checks that value is a Name.
func (t *translator) structExpr(f *quoted.Form) Expr {
	name, ok := f.Args[0].(quoted.Atom)
	m, isMap := isCall(f.Args[1], "%{}", -1)
	if !ok || !isMap {
		fail(f.Meta.Line, "a struct that is not expanded")
	}
	line := f.Meta.Line
	if len(m.Args) != 1 {
		return t.mapExpr(m, name)
	}
	bar, ok := isCall(m.Args[0], "|", 2)
	if !ok {
		return t.mapExpr(m, name)
	}
	list, ok := bar.Args[1].(quoted.List)
	if !ok {
		fail(line, "a struct update without pairs")
	}
	arg := t.expr(bar.Args[0])
	value, other := t.newVar("struct"), t.newVar("other")
	bad := t.s.tuples.Put(Tuple{t.s.exprs.List(t.s.lits.Put(Lit{quoted.Atom("badstruct")}), t.s.lits.Put(Lit{name}), t.use(other))})
	isStruct := t.s.pmaps.Put(PMap{t.s.pmapPairs.List(PMapPair{t.s.lits.Put(Lit{quoted.Atom("__struct__")}), t.s.plits.Put(PLit{name})})})
	return t.s.cases.Put(Case{Arg: arg, Line: line, Clauses: t.s.clauseLists.List(
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(t.s.pands.Put(PAnd{isStruct, value})), Vars: t.s.varLists.List(value), Line: line,
			Body: t.s.mapUpdates.Put(MapUpdate{Map: t.use(value), Pairs: t.pairs(list, line), Line: line}),
		}),
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(other), Vars: t.s.varLists.List(other), Line: line,
			Body: t.s.calls.Put(Call{Module: "erlang", Name: "error", Args: t.s.exprs.List(bad), Line: line}),
		}),
	)})
}
