package expand

import (
	"joist/internal/quoted"
)

// step is one accessor of a path like root[key].field.
type step struct {
	field bool // .key, else [key]
	key   node
}

var accessAtom = atom("Elixir.Access")

// unnest takes the path expression of put_in and its kin apart. fields tells that every step is a
// field of a map.
func (s *scope) unnest(n node, kind string, e *env) (root node, steps []step, fields bool) {
	fields = true
	for {
		f, ok := n.(*form)
		if !ok {
			break
		}
		dot, ok := dotCall(f)
		if !ok || len(dot.Args) != 2 {
			break
		}
		if dot.Args[0] == node(accessAtom) && dot.Args[1] == node(atom("get")) && len(f.Args) == 2 {
			steps = append(steps, step{false, f.Args[1]})
			n, fields = f.Args[0], false
			continue
		}
		if name, ok := dot.Args[1].(atom); ok && len(f.Args) == 0 && !moduleExpression(dot.Args[0]) {
			steps = append(steps, step{true, name})
			n = dot.Args[0]
			continue
		}
		break
	}
	at := quoted.Meta{Line: e.Line}
	if len(steps) == 0 {
		s.raise(at, e, "ArgumentError", "expected expression given to "+kind+" to access at least one element, got: "+s.text(n))
	}
	if !pathRoot(n) {
		s.raise(at, e, "ArgumentError", "expression given to "+kind+" must start with a variable, local or remote call and be followed by an element access, got: "+toString(n))
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return n, steps, fields
}

// pathRoot reports whether a path may start with n: with a variable, a call, or a literal.
func pathRoot(n node) bool {
	f, ok := n.(*form)
	if !ok {
		_, pair := n.(*quoted.Pair)
		return !pair
	}
	if f.IsVar || isAtom(f.Head) {
		return true
	}
	dot, ok := dotCall(f)
	return ok && len(dot.Args) == 2 && moduleExpression(dot.Args[0])
}

// moduleExpression reports whether n names a module, so that n.f is a call and not a field.
func moduleExpression(n node) bool {
	f, ok := n.(*form)
	return !ok || f.Head == node(atom("__aliases__")) || f.Head == node(atom("__MODULE__"))
}

// nestPut is code for %{h | a: %{h.a | ... => value}}.
func (s *scope) nestPut(m quoted.Meta, h node, steps []step, value node) node {
	last := len(steps) - 1
	return s.nestUpdate(m, h, steps[:last], func(h node) node {
		v := s.freshVar("map", m)
		return block(m, s.x.call(m, "=", v, h), s.x.remote(m, mapsAtom, "update", steps[last].key, value, v))
	})
}

const mapsAtom = atom("maps")

var noParens = [1]quoted.MetaItem{{Key: "no_parens", Value: quoted.True}}

// nestUpdate is code for %{h | a: %{h.a | ...}}, with value applied at the end of the path. What is no map, or
// has no such key, is told by :maps.get/2.
func (s *scope) nestUpdate(m quoted.Meta, h node, steps []step, value func(node) node) node {
	if len(steps) == 0 {
		return value(h)
	}
	v := s.freshVar("map", m)
	field := s.x.remote(m, mapsAtom, "get", steps[0].key, v)
	inner := s.nestUpdate(m, field, steps[1:], value)
	update := s.x.call(m, "%{}", s.x.call(m, "|", v, quoted.List{s.x.pair(steps[0].key, inner)}))
	return block(m, s.x.call(m, "=", v, h), update)
}

// nestAccess is code for Access.get_and_update along the path.
func (s *scope) nestAccess(m quoted.Meta, h node, steps []step, fun node) node {
	next := fun
	if len(steps) > 1 {
		x := s.freshVar("x", m)
		next = s.x.call(m, "fn", s.x.clause(m, s.nestAccess(m, x, steps[1:], fun), x))
	}
	if steps[0].field {
		return s.x.remote(m, atom("Elixir.Map"), "get_and_update!", h, steps[0].key, next)
	}
	return s.x.remote(m, accessAtom, "get_and_update", h, steps[0].key, next)
}

func (s *scope) expandPutIn(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	root, steps, fields := s.unnest(f.Args[0], "put_in/2", e)
	if fields {
		return s.expand(s.nestPut(m, root, steps, f.Args[1]), e)
	}
	fun := s.x.call(m, "fn", s.x.clause(m, s.x.pair(quoted.Nil, f.Args[1]), quoted.Var("_", m, quoted.Nil)))
	return s.expand(s.x.erlang(m, "element", quoted.Int(2), s.nestAccess(m, root, steps, fun)), e)
}

func (s *scope) expandUpdateIn(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	root, steps, fields := s.unnest(f.Args[0], "update_in/2", e)
	apply := func(x node) node { return s.x.form(s.x.call(m, ".", f.Args[1]), m, x) }
	if fields {
		return s.expand(s.nestUpdate(m, root, steps, apply), e)
	}
	x := s.freshVar("x", m)
	fun := s.x.call(m, "fn", s.x.clause(m, s.x.pair(quoted.Nil, apply(x)), x))
	return s.expand(s.x.erlang(m, "element", quoted.Int(2), s.nestAccess(m, root, steps, fun)), e)
}

func (s *scope) expandGetAndUpdateIn(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	root, steps, _ := s.unnest(f.Args[0], "get_and_update_in/2", e)
	return s.expand(s.nestAccess(m, root, steps, f.Args[1]), e)
}

func (s *scope) expandPopIn(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	root, steps, _ := s.unnest(f.Args[0], "pop_in/1", e)
	if last := steps[len(steps)-1]; last.field {
		s.raise(quoted.Meta{Line: e.Line}, e, "ArgumentError", "cannot use pop_in when the last segment is a map/struct field. This would effectively remove the field "+toString(last.key)+" from the map/struct")
	}
	return s.expand(s.nestPop(m, root, steps, s.x.pair(quoted.Nil, quoted.Nil)), e)
}

// nestPop is code that removes the end of the path. missing is what comes of a container that is nil: the whole
// path is nil then, and a key that led to nil is removed, but a field stays.
func (s *scope) nestPop(m quoted.Meta, h node, steps []step, missing node) node {
	st := steps[0]
	if len(steps) == 1 {
		v := s.freshVar("container", m)
		none := s.x.clause(m, missing, quoted.Nil)
		some := s.x.clause(m, s.x.remote(m, accessAtom, "pop", v, st.key), v)
		return s.x.call(m, "case", h, doBlock(quoted.List{none, some}))
	}
	x := s.freshVar("x", m)
	if st.field {
		inner := s.nestPop(m, x, steps[1:], s.x.pair(quoted.Nil, quoted.Nil))
		return s.x.remote(m, atom("Elixir.Map"), "get_and_update!", h, st.key, s.x.call(m, "fn", s.x.clause(m, inner, x)))
	}
	inner := s.nestPop(m, x, steps[1:], atom("pop"))
	return s.x.remote(m, accessAtom, "get_and_update", h, st.key, s.x.call(m, "fn", s.x.clause(m, inner, x)))
}

// expandDestructure expands destructure([a, b], list): the list is cut or filled up with nil.
func (s *scope) expandDestructure(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	pattern, ok := f.Args[0].(quoted.List)
	if !ok {
		return nil, e
	}
	filler := make(quoted.List, len(pattern))
	for i := range filler {
		filler[i] = quoted.Nil
	}
	x := s.freshVar("list", m)
	list := s.x.call(m, "case", f.Args[1], doBlock(quoted.List{s.x.clause(m, quoted.List{}, quoted.Nil), s.x.clause(m, x, x)}))
	padded := s.x.remote(m, atom("lists"), "sublist", s.x.erlang(m, "++", list, filler), quoted.Int(len(pattern)))
	return s.expand(s.x.call(m, "=", pattern, padded), e)
}

// expandGetIn expands get_in(a.b[c]): every step on nil gives nil.
func (s *scope) expandGetIn(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	root, steps, _ := s.unnest(f.Args[0], "get_in/1", e)
	out := root
	for _, st := range steps {
		if !st.field {
			out = s.x.remote(m, accessAtom, "get", out, st.key)
			continue
		}
		v := s.freshVar("x", m)
		field := &form{Head: s.x.call(m, ".", v, st.key), Meta: quoted.Meta{Line: m.Line, Extra: noParens[:]}}
		out = s.x.call(m, "case", out, doBlock(quoted.List{s.x.clause(m, quoted.Nil, quoted.Nil), s.x.clause(m, field, v)}))
	}
	return s.expand(out, e)
}
