package expand

import (
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// expandDefstruct expands defstruct to the call that defines the struct when the body runs.
func (s *scope) expandDefstruct(f *form, e *env) (node, *env) {
	s.assertModuleBody(f, "defstruct/1", e)
	x, e := s.expand(f.Args[0], e)
	m := at(f.Meta)
	return s.x.remote(m, atom("elixir_struct"), "define", e.Module, x, quoted.Int(f.Meta.Line)), e
}

// DefineStruct gives the module of b a struct. fields is code of the value given to defstruct: a list
// of names and {name, default} pairs. The result is code of the struct.
func (x *Expander) DefineStruct(b *Builder, fields quoted.Node, line int32) (value quoted.Node, err error) {
	defer rescue(&err)
	meta := quoted.Meta{Line: line}
	s := scope{x: x, host: x.host, builder: b}
	if b.structInfo != nil {
		s.raise(meta, b.Env, "ArgumentError", "defstruct has already been called for "+inspectAtom(b.Name)+", defstruct can only be called once per module")
	}
	l, ok := fields.(quoted.List)
	if !ok {
		s.raise(meta, b.Env, "ArgumentError", "struct fields definition must be list, got: "+toString(fields))
	}
	info := &StructInfo{}
	for _, it := range l {
		p, ok := it.(*quoted.Pair)
		if a, isAtom := it.(atom); isAtom {
			p, ok = pair(a, quoted.Nil), true
		}
		if ok {
			_, ok = p.Left.(atom)
		}
		if !ok {
			s.raise(meta, b.Env, "ArgumentError", "struct field names must be atoms, got: "+toString(it))
		}
		if p.Left == node(atom("__struct__")) {
			s.raise(meta, b.Env, "ArgumentError", "cannot set :__struct__ in struct definition")
		}
		if o := opaqueIn(p.Right); o != nil {
			s.raise(meta, b.Env, "ArgumentError", "invalid value for struct field "+string(p.Left.(atom))+", "+s.cannotEscape(o))
		}
		if info.has(p.Left) {
			s.warn(meta, b.Env, "duplicate key "+toString(p.Left)+" found in struct")
			for i, q := range info.Fields {
				if q.Left == p.Left {
					info.Fields[i] = p
				}
			}
			continue
		}
		info.Fields = append(info.Fields, p)
	}
	s.readEnforced(info, meta, b.Env)
	b.structInfo = info
	value = structValue(b.Name, info)
	b.defineStructFunctions(info, value, meta)
	if d := b.definition("__struct__", 0); d != nil {
		s.attachDoc(b, d, nil, meta, true, false)
	}
	x.host.StructDefined(b.Name, info)
	s.derive(b, info, value, meta)
	return value, nil
}

func (s *scope) readEnforced(info *StructInfo, meta quoted.Meta, e *env) {
	v, set := s.builder.Attribute("enforce_keys")
	if !set {
		return
	}
	keys, ok := v.(quoted.List)
	if !ok {
		keys = quoted.List{v}
	}
	var unknown quoted.List
	for _, k := range keys {
		a, ok := k.(atom)
		if !ok {
			s.raise(meta, e, "ArgumentError", "keys given to @enforce_keys must be atoms, got: "+toString(k))
		}
		if !info.has(a) {
			unknown = append(unknown, a)
		}
		info.Enforced = append(info.Enforced, a)
	}
	if len(unknown) > 0 {
		fields := make(quoted.List, len(info.Fields))
		for i, p := range info.Fields {
			fields[i] = p
		}
		s.raise(meta, e, "ArgumentError", "@enforce_keys required keys ("+s.text(unknown)+") that are not defined in defstruct: "+s.text(fields))
	}
}

// structValue is code of the struct with its defaults.
func structValue(name atom, info *StructInfo) *form {
	args := make([]node, 0, len(info.Fields)+1)
	args = append(args, key("__struct__", name))
	for _, p := range info.Fields {
		args = append(args, p)
	}
	return &form{Head: atom("%{}"), Args: args}
}

// defineStructFunctions defines __struct__/0 and __struct__/1, expanded.
func (b *Builder) defineStructFunctions(info *StructInfo, value node, meta quoted.Meta) {
	b.latest = nil
	add := func(arity int, c Clause) {
		na := macroenv.NameArity{Name: "__struct__", Arity: arity}
		d := &Definition{Kind: Def, Name: na.Name, Arity: arity, Meta: meta, File: b.File, Clauses: []Clause{c}}
		b.defs[na] = d
		b.order = append(b.order, d)
	}
	add(0, Clause{Meta: meta, Body: value})
	v := func(name string, version int32) *form {
		return quoted.Var(name, quoted.Meta{Line: meta.Line, Version: version}, kernelAtom)
	}
	kv, k, val, m := v("kv", 1), v("k", 2), v("v", 3), v("m", 4)
	update := call(meta, "%{}", call(meta, "|", m, quoted.List{pair(k, val)}))
	reduce := func(acc, result, param node) node {
		fun := call(meta, "fn", clause(meta, result, pair(k, val), param))
		return remote(meta, atom("Elixir.Enum"), "reduce", kv, acc, fun)
	}
	if len(info.Enforced) == 0 {
		add(1, Clause{Meta: meta, Args: []node{kv}, Body: reduce(value, update, m)})
		return
	}
	keys := make(quoted.List, len(info.Enforced))
	for i, a := range info.Enforced {
		keys[i] = a
	}
	missing, built, rest := v("keys", 5), v("map", 6), v("rest", 7)
	step := pair(update, remote(meta, atom("lists"), "delete", k, missing))
	text := func(x node) node {
		return call(meta, "::", remote(meta, kernelAtom, "inspect", x), quoted.Var("binary", meta, quoted.Nil))
	}
	literal := func(t string) node {
		return call(meta, "::", quoted.String(t), quoted.Var("binary", meta, quoted.Nil))
	}
	message := call(meta, "<<>>", literal("the following keys must also be given when building struct "), text(b.Name), literal(": "), text(rest))
	raise := erlang(meta, "error", remote(meta, atom("Elixir.ArgumentError"), "exception", message))
	body := call(meta, "case", reduce(pair(value, keys), step, pair(m, missing)), doBlock(quoted.List{
		clause(meta, built, pair(built, quoted.List{})),
		clause(meta, raise, pair(quoted.Var("_", meta, quoted.Nil), rest))}))
	add(1, Clause{Meta: meta, Args: []node{kv}, Body: body})
}

// derive implements the protocols of @derive for the struct.
func (s *scope) derive(b *Builder, info *StructInfo, value node, meta quoted.Meta) {
	a := b.attributes["derive"]
	if a == nil {
		return
	}
	for i := len(a.values) - 1; i >= 0; i-- {
		l, ok := a.values[i].(quoted.List)
		if !ok {
			l = quoted.List{a.values[i]}
		}
		for _, it := range l {
			opts := node(quoted.List{})
			if p, ok := it.(*quoted.Pair); ok {
				it, opts = p.Left, p.Right
			}
			protocol, ok := it.(atom)
			if !ok {
				s.raise(meta, b.Env, "ArgumentError", "invalid value given to @derive: "+toString(it))
			}
			s.deriveProtocol(b, protocol, opts, value, meta)
		}
	}
	delete(b.attributes, "derive")
}

// deriveProtocol lets the __deriving__ macro of the protocol, or of its implementation for Any, implement the protocol,
// or makes an implementation that does what Any's does.
func (s *scope) deriveProtocol(b *Builder, protocol atom, opts, value node, meta quoted.Meta) {
	extra := ", cannot derive " + inspectAtom(protocol) + " for " + inspectAtom(b.Name)
	own := s.host.Module(protocol)
	if s.host.Builder(protocol) == nil {
		s.assertProtocol(protocol, own, extra, meta, b.Env)
	}
	envArg := &quoted.Opaque{Term: b.Env.WithLine(meta.Line)}
	if own != nil && own.Macros.Has("__deriving__", 2) {
		v := must(s.host.Call(protocol, "MACRO-__deriving__", []node{envArg, b.Name, opts}))
		code := linify(quotedOf(v), meta.Line, protocol, s.host.Counter())
		s.runInBody(b, block(meta, s.x.call(meta, "require", protocol), code))
		return
	}
	anyImpl := concat(string(protocol), "Any")
	info := s.host.Module(anyImpl)
	if info == nil {
		s.raise(meta, b.Env, "ArgumentError", "could not load module "+inspectAtom(anyImpl)+" due to reason :nofile"+extra)
	}
	// The macro takes the struct as a value, not as code, so it is called as the function it is.
	var code node
	switch {
	case info.Macros.Has("__deriving__", 3):
		v := must(s.host.Call(anyImpl, "MACRO-__deriving__", []node{envArg, b.Name, value, opts}))
		code = linify(quotedOf(v), meta.Line, anyImpl, s.host.Counter())
	case info.Macros.Has("__deriving__", 2):
		v := must(s.host.Call(anyImpl, "MACRO-__deriving__", []node{envArg, b.Name, opts}))
		code = linify(quotedOf(v), meta.Line, anyImpl, s.host.Counter())
	default:
		code = s.delegatingImpl(protocol, anyImpl, b.Name, meta)
	}
	code = block(meta, s.x.call(meta, "require", anyImpl), code)
	s.runInBody(b, code)
}

// quotedOf turns code of a value that is quoted code into that quoted code. Maps and tuples in it stay
// code, which expands to the same.
func quotedOf(n node) node {
	switch n := n.(type) {
	case *quoted.Pair:
		return pair(quotedOf(n.Left), quotedOf(n.Right))
	case quoted.List:
		out := make(quoted.List, len(n))
		for i, it := range n {
			out[i] = quotedOf(it)
		}
		return out
	case *form:
		t, ok := isForm(n, "{}", 3)
		if !ok {
			return n
		}
		meta, ok := keyword(quotedOf(t.Args[1]))
		if !ok {
			return n
		}
		out := &form{Head: quotedOf(t.Args[0]), Meta: metaOf(meta)}
		switch args := quotedOf(t.Args[2]).(type) {
		case quoted.List:
			out.Args = args
		case atom:
			out.IsVar, out.Context = true, args
		default:
			return n
		}
		if _, isName := out.Head.(atom); out.IsVar && !isName {
			return n
		}
		return out
	}
	return n
}

// metaOf reads the metadata of a node from its keyword list.
func metaOf(l quoted.List) quoted.Meta {
	var m quoted.Meta
	for _, it := range l {
		p := it.(*quoted.Pair)
		name := string(p.Left.(atom))
		i, isInt := p.Right.(quoted.Int)
		switch {
		case name == "line" && isInt:
			m.Line = int32(i)
		case name == "column" && isInt:
			m.Column = int32(i)
		case name == "counter" && isInt:
			m.Counter = int64(i)
		default:
			m.Extra = append(m.Extra, quoted.MetaItem{Key: name, Value: p.Right})
		}
	}
	return m
}

// runInBody expands and runs code in the module's body.
func (s *scope) runInBody(b *Builder, code node) node {
	expanded := must(s.x.ExpandInBody(b, code))
	return must(b.Run(expanded))
}

// delegatingImpl is code of an implementation of protocol for name that calls another one.
func (s *scope) delegatingImpl(protocol, to, name atom, meta quoted.Meta) node {
	var functions macroenv.Names
	if info := s.host.Module(protocol); info != nil {
		v := must(s.host.Call(protocol, "__protocol__", []node{atom("functions")}))
		if l, ok := v.(quoted.List); ok {
			for _, it := range l {
				p := it.(*quoted.Pair)
				functions = append(functions, macroenv.NameArity{Name: string(p.Left.(atom)), Arity: int(p.Right.(quoted.Int))})
			}
		}
	}
	var body []node
	for _, na := range functions {
		args := make([]node, na.Arity)
		for i := range args {
			args[i] = quoted.Var("arg"+itoa(i+1), quoted.Meta{}, kernelAtom)
		}
		body = append(body, s.x.kernel(meta, "def", s.x.forms.Put(form{Head: atom(na.Name), Meta: meta, Args: args}), doBlock(s.x.remote(meta, to, na.Name, args...))))
	}
	return s.x.kernel(meta, "defimpl", protocol, quoted.List{key("for", name), key("do", block(meta, body...))})
}

// expandDefexception expands defexception fields.
func (s *scope) expandDefexception(f *form, e *env) (node, *env) {
	s.assertModuleBody(f, "defexception/1", e)
	m := at(f.Meta)
	x, e := s.expand(f.Args[0], e)
	l, literal := x.(quoted.List)
	hasMessage := literal && hasField(l, "message")
	var fields node
	if literal {
		fields = append(quoted.List{key("__exception__", quoted.True)}, l...)
	} else {
		fields = quoted.List{s.x.call(m, "|", key("__exception__", quoted.True), x)}
	}
	v := func(name string) *form { return s.freshVar(name, m) }
	def := func(head *form, guard, body node) node {
		h := node(head)
		if guard != nil {
			h = s.x.call(m, "when", h, guard)
		}
		return s.x.kernel(generatedAt(m), "def", h, doBlock(body))
	}
	out := []node{
		s.x.kernel(m, "@", s.x.call(m, "behaviour", atom("Elixir.Exception"))),
		s.x.remote(m, atom("elixir_struct"), "define", e.Module, fields, quoted.Int(f.Meta.Line)),
	}
	gm := generatedAt(m).With("context", kernelAtom)
	if hasMessage {
		exc, msg := v("exception"), v("msg")
		field := &form{Head: s.x.call(m, ".", exc, atom("message")), Meta: quoted.Meta{Line: m.Line, Extra: noParens[:]}}
		out = append(out,
			implAttribute(m),
			def(s.x.call(gm, "message", exc), nil, field),
			s.x.kernel(m, "defoverridable", quoted.List{key("message", quoted.Int(1))}),
			implAttribute(m),
			def(s.x.call(gm, "exception", msg), s.x.erlang(m, "is_binary", msg), s.x.call(m, "exception", quoted.List{key("message", msg)})))
	}
	args := v("args")
	out = append(out,
		implAttribute(m),
		def(s.x.call(gm, "exception", args), s.x.erlang(m, "is_list", args), s.x.kernel(m, "struct!", e.Module, args)),
		s.x.kernel(m, "defoverridable", quoted.List{key("exception", quoted.Int(1))}))
	return s.expand(block(m, out...), e)
}

func implAttribute(m quoted.Meta) node {
	return kernel(m, "@", call(m, "impl", quoted.True))
}

func hasField(l quoted.List, name string) bool {
	for _, it := range l {
		if it == node(atom(name)) {
			return true
		}
		if p, ok := it.(*quoted.Pair); ok && p.Left == node(atom(name)) {
			return true
		}
	}
	return false
}
