package expand

import (
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// Tracers are modules whose trace/2 the compiler calls for what it finds in source text; the environment names them. Without
// any an event costs one comparison with nil, which those who trace make.

// trace tells the tracers of e of the event {name, meta, args...}.
func (s *scope) trace(e *env, name string, meta quoted.Meta, args ...node) {
	elements := append([]node{atom(name), s.metaLiteral(meta, e)}, args...)
	s.tell(s.envAt(meta, e), tuple(elements...))
}

// tell hands an event to the tracers of e.
func (s *scope) tell(e *env, event node) {
	for _, tracer := range e.Trace.Modules {
		if v := must(s.host.Call(tracer, "trace", []node{event, &quoted.Opaque{Term: e}})); v != node(atom("ok")) {
			s.raise(quoted.Meta{Line: e.Line}, e, "MatchError", "no match of right hand side value: "+s.inspected(v))
		}
	}
}

// Trace tells the tracers of e of an event, given as code of its value. The event {name, meta, ...} has [line: line] as its
// meta when line is not 0.
func (x *Expander) Trace(e *macroenv.Env, event quoted.Node) (err error) {
	if e.Trace == nil {
		return nil
	}
	defer rescue(&err)
	s := scope{x: x, host: x.host}
	s.tell(e, event)
	return nil
}

// metaLiteral is metadata as code of a keyword list.
func (s *scope) metaLiteral(m quoted.Meta, e *env) quoted.List {
	out := m.Items()
	for _, it := range out {
		p := it.(*quoted.Pair)
		p.Right = s.escapeQuoted(p.Right, false, e)
	}
	return out
}

// tracedRemote tells of a call of a function of another module; the compiler's own are nobody's business.
func (s *scope) tracedRemote(e *env, meta quoted.Meta, module atom, name string, arity int) {
	if len(module) > 7 && module[:7] == "elixir_" {
		return
	}
	s.trace(e, "remote_function", meta, module, atom(name), quoted.Int(arity))
}

// attributeTrace is what the value of an attribute names: a reference at the place where the attribute is read.
type attributeTrace struct {
	line    int32
	trace   *macroenv.Tracing
	modules []atom
}

// TraceAttribute tells of the modules that the value of an attribute names, now that the value is read.
func (x *Expander) TraceAttribute(b *Builder, name string, line int32) (err error) {
	traces := b.traces[name]
	if traces == nil {
		return nil
	}
	defer rescue(&err)
	s := scope{x: x, host: x.host, builder: b}
	for _, t := range traces {
		at := t.line
		if line != 0 {
			at = line
		}
		e := *b.Env
		e.Line, e.File, e.Function, e.Trace = t.line, "@"+name, nil, t.trace
		for _, m := range t.modules {
			s.tell(&e, tuple(atom("alias_reference"), quoted.List{key("line", quoted.Int(at))}, m))
		}
	}
	return nil
}

// expandTracedValue expands the names of modules in the value of an attribute as those of code in a function: naming a module
// there asks for nothing of it at compile time.
func (s *scope) expandTracedValue(name string, n node, line int32, e *env) node {
	switch name {
	case "before_compile", "after_compile", "after_verify", "on_definition":
		return n
	}
	inside := *e
	inside.Function = &macroenv.NameArity{Name: "__info__", Arity: 1}
	var found []atom
	var walk func(n node) node
	list := func(l []node) []node {
		out := make([]node, len(l))
		for i, it := range l {
			out[i] = walk(it)
		}
		return out
	}
	walk = func(n node) node {
		switch n := n.(type) {
		case *quoted.Pair:
			return pair(walk(n.Left), walk(n.Right))
		case quoted.List:
			return quoted.List(list(n))
		case *form:
			if _, ok := plainAlias(n); ok {
				x, _ := s.expandAliases(n, &inside)
				if m, ok := x.(atom); ok {
					found = append(found, m)
				}
				return x
			}
			if n.Head == node(atom("{}")) || n.Head == node(atom("%{}")) {
				return &form{Head: n.Head, Meta: n.Meta, Args: list(n.Args)}
			}
		}
		return n
	}
	n = walk(n)
	if len(found) > 0 {
		b := s.builder
		if b.traces == nil {
			b.traces = map[string][]attributeTrace{}
		}
		b.traces[name] = append(b.traces[name], attributeTrace{line, e.Trace, found})
	}
	return n
}

// tracedOptions are the options of a directive as code of their values.
func (s *scope) tracedOptions(opts quoted.List, e *env) quoted.List {
	out := make(quoted.List, len(opts))
	for i, it := range opts {
		p := it.(*quoted.Pair)
		v := p.Right
		if a, ok := plainAlias(v); ok {
			v = joinAlias("Elixir", a.Args)
		}
		out[i] = pair(p.Left, v)
	}
	return out
}

// traceTypeStruct tells of a struct in a typespec.
func (s *scope) traceTypeStruct(f *form, e *env) {
	if _, ok := isForm(f, "%", 2); !ok {
		return
	}
	a, ok := plainAlias(f.Args[0])
	body, isMap := isForm(f.Args[1], "%{}", -1)
	if !ok || !isMap {
		return
	}
	inside := *e
	inside.Function = &macroenv.NameArity{Name: "__info__", Arity: 1}
	if m, _ := s.expandAliases(a, &inside); isAtom(m) {
		s.trace(&inside, "struct_expansion", f.Meta, m, structKeys(body))
	}
}
