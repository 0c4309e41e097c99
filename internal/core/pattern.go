package core

import (
	"math/big"

	"joist/internal/quoted"
)

// pattern translates an expanded pattern. Its variables are bound in t.bound.
func (t *translator) pattern(n quoted.Node) Pattern {
	switch n := n.(type) {
	case quoted.Atom, quoted.Int, quoted.Float, quoted.String, *big.Int:
		return t.s.plits.Put(PLit{n})
	case quoted.List:
		return t.listPattern(n)
	case *quoted.Pair:
		left := t.pattern(n.Left)
		return t.s.ptuples.Put(PTuple{t.s.patterns.List(left, t.pattern(n.Right))})
	case *quoted.Form:
		if n.IsVar {
			return t.bind(n)
		}
		return t.formPattern(n)
	case nil:
		return t.s.plits.Put(PLit{quoted.Nil})
	}
	fail(0, "%T in a pattern", n)
	return nil
}

// bind is a variable in a pattern; a variable that comes twice is the same *Var both times.
func (t *translator) bind(f *quoted.Form) Pattern {
	name := string(f.Head.(quoted.Atom))
	if name == "_" {
		return Wild{}
	}
	v := t.find(name, &f.Meta, f.Context)
	if v == nil {
		v = t.define(name, &f.Meta, f.Context)
	}
	for _, b := range t.bound {
		if b == v {
			v.Uses++ // it is compared
			return v
		}
	}
	t.bound = append(t.bound, v)
	return v
}

func (t *translator) listPattern(n quoted.List) Pattern {
	elems := t.s.patterns.Slice(len(n))[:0]
	var tail Pattern = t.s.plits.Put(PLit{ConstNil{}})
	for i, e := range n {
		if f, ok := isCall(e, "|", 2); ok && i == len(n)-1 {
			elems = append(elems, t.pattern(f.Args[0]))
			tail = t.pattern(f.Args[1])
			break
		}
		elems = append(elems, t.pattern(e))
	}
	for i := len(elems) - 1; i >= 0; i-- {
		tail = t.s.pconses.Put(PCons{elems[i], tail})
	}
	return tail
}

func (t *translator) patterns(ns []quoted.Node) []Pattern {
	out := t.s.patterns.Slice(len(ns))
	for i, n := range ns {
		out[i] = t.pattern(n)
	}
	return out
}

func (t *translator) formPattern(f *quoted.Form) Pattern {
	head, ok := f.Head.(quoted.Atom)
	if !ok {
		// What is left of calls in patterns are arithmetic signs on literals.
		if lit, ok := t.expr(f).(*Lit); ok {
			return t.s.plits.Put(PLit{lit.Value})
		}
		if c, ok := t.expr(f).(*Call); ok && c.Module == "erlang" && len(c.Args) == 1 {
			if lit, ok := c.Args[0].(*Lit); ok {
				return t.s.plits.Put(PLit{signed(c.Name, lit.Value, f.Meta.Line)})
			}
		}
		fail(f.Meta.Line, "a call in a pattern")
	}
	switch head {
	case "=":
		left := t.pattern(f.Args[0])
		return t.s.pands.Put(PAnd{left, t.pattern(f.Args[1])})
	case "^":
		v, ok := t.expr(f.Args[0]).(*Var)
		if !ok {
			fail(f.Meta.Line, "^ of something that is no variable")
		}
		return &PPin{v}
	case "{}":
		return t.s.ptuples.Put(PTuple{t.patterns(f.Args)})
	case "%{}":
		return t.mapPattern(f.Args, nil)
	case "%":
		m, ok := isCall(f.Args[1], "%{}", -1)
		if !ok {
			fail(f.Meta.Line, "a struct pattern without a map")
		}
		return t.mapPattern(m.Args, f.Args[0])
	case "<<>>":
		return t.binaryPattern(f)
	case "__block__":
		if len(f.Args) == 1 {
			return t.pattern(f.Args[0])
		}
	case "when", "->", "|", "::":
	}
	fail(f.Meta.Line, "%s in a pattern", string(head))
	return nil
}

func signed(op string, c Const, line int32) Const {
	if op == "+" {
		return c
	}
	if op == "-" {
		switch c := c.(type) {
		case quoted.Int:
			return quoted.Integer(new(big.Int).Neg(big.NewInt(int64(c))))
		case quoted.Float:
			return -c
		case *big.Int:
			return quoted.Integer(new(big.Int).Neg(c))
		}
	}
	fail(line, "%s in a pattern", op)
	return nil
}

// mapPattern translates the pairs of %{...}, with the struct's name where there is one.
func (t *translator) mapPattern(pairs []quoted.Node, name quoted.Node) Pattern {
	m := t.s.pmaps.Put(PMap{Pairs: t.s.pmapPairs.Slice(len(pairs) + 1)[:0]})
	if name != nil {
		p := t.pattern(name)
		if _, literal := name.(quoted.Atom); !literal { // %name{} matches structs only, whose name is an atom
			v := t.newVar("struct")
			t.bound = append(t.bound, v)
			t.structNames = append(t.structNames, v)
			p = t.s.pands.Put(PAnd{v, p})
		}
		m.Pairs = append(m.Pairs, PMapPair{t.s.lits.Put(Lit{quoted.Atom("__struct__")}), p})
	}
	for _, n := range pairs {
		p, ok := n.(*quoted.Pair)
		if !ok {
			fail(0, "a map pattern with %T", n)
		}
		m.Pairs = append(m.Pairs, PMapPair{t.mapKey(p.Left), t.pattern(p.Right)})
	}
	return m
}

// unpinned is a key without its pins.
func unpinned(n quoted.Node) quoted.Node {
	all := func(list []quoted.Node) []quoted.Node {
		out := make([]quoted.Node, len(list))
		for i, it := range list {
			out[i] = unpinned(it)
		}
		return out
	}
	switch n := n.(type) {
	case *quoted.Form:
		if n.IsVar {
			return n
		}
		if n.Head == quoted.Node(quoted.Atom("^")) && len(n.Args) == 1 {
			return n.Args[0]
		}
		out := *n
		out.Args = all(n.Args)
		return &out
	case *quoted.Pair:
		return &quoted.Pair{Left: unpinned(n.Left), Right: unpinned(n.Right)}
	case quoted.List:
		return quoted.List(all(n))
	}
	return n
}

// mapKey is the key in a map pattern: a constant, a pinned variable, or a tuple or list of such.
func (t *translator) mapKey(n quoted.Node) Expr {
	switch e := t.expr(unpinned(n)).(type) {
	case *Tuple:
		return e
	case *Cons:
		return e
	case *Binary:
		return e
	case *Lit:
		return e
	case *Var:
		return e
	case *Call:
		if len(e.Args) == 1 && e.Module == "erlang" {
			if lit, ok := e.Args[0].(*Lit); ok {
				return t.s.lits.Put(Lit{signed(e.Name, lit.Value, e.Line)})
			}
		}
	}
	fail(0, "a map pattern with a computed key")
	return nil
}
