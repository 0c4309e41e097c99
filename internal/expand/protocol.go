package expand

import (
	"slices"
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// expandDefprotocol expands defprotocol Name do ... end: a module in whose body a def without a body
// declares a function of the protocol.
func (s *scope) expandDefprotocol(f *form, e *env) (node, *env) {
	opts, ok := keyword(f.Args[1])
	body, has := get(opts, "do")
	if !ok || !has {
		s.raise(f.Meta, e, "ArgumentError", "expected a do block in defprotocol")
	}
	return s.defineModule(f.Meta, f.Args[0], body, true, e)
}

// expandProtocolDef expands def name(args) inside a protocol to the function that dispatches.
func (s *scope) expandProtocolDef(f *form, head node, e *env) (node, *env) {
	h, ok := head.(*form)
	if !ok || !isAtom(h.Head) {
		s.raise(f.Meta, e, "ArgumentError", "protocol functions expect a name and arguments, got: "+toString(head))
	}
	if h.IsVar || len(h.Args) == 0 {
		s.raise(f.Meta, e, "ArgumentError", "protocol functions expect at least one argument")
	}
	name := varName(h)
	m := at(f.Meta)
	args := make([]node, len(h.Args))
	defaults, named := false, true
	for i, a := range h.Args {
		_, isDefault := isForm(a, `\\`, 2)
		defaults = defaults || isDefault
		v, isVar := a.(*form)
		named = named && isVar && v.IsVar
		args[i] = quoted.Var("arg"+itoa(i+1), m, kernelAtom)
	}
	s.builder.functions = append(s.builder.functions, macroenv.NameArity{Name: name, Arity: len(args)})
	s.protocolCallback(name, len(args), m, e)
	impl := s.x.call(m, "impl_for!", args[0])
	body := s.x.forms.Put(form{Head: s.x.form(atom("."), m, impl, atom(name)), Meta: m, Args: args})
	def, e := s.deferDefinition(Def, f.Meta, s.x.forms.Put(form{Head: h.Head, Meta: h.Meta, Args: args}), doBlock(body), e)
	if !defaults && !named {
		return def, e
	}
	// The head that was written tells the defaults, and the documentation the names of the arguments.
	declared, e := s.deferDefinition(Def, f.Meta, &form{Head: h.Head, Meta: h.Meta, Args: h.Args}, nil, e)
	return block(m, declared, def), e
}

// protocolCallback makes a function of a protocol a callback, as its specification says or with arguments of any type.
func (s *scope) protocolCallback(name string, arity int, m quoted.Meta, e *env) {
	b := s.builder
	before := len(b.typespecs)
	if !b.SpecToCallback(name, arity) {
		plain := func(name string) node { return s.x.call(m, name) }
		args := make([]node, arity)
		for i := range args {
			args[i] = plain("term")
		}
		args[0] = plain("t")
		b.recordTypespec("callback", s.x.call(m, "::", s.x.forms.Put(form{Head: atom(name), Meta: m, Args: args}), plain("term")), e.WithLine(m.Line))
	}
	for i := before; i < len(b.typespecs); i++ {
		b.typespecs[i].function = true
	}
}

// builtinTypes are the implementations for values without a struct, in the order of the tests.
var builtinTypes = [...]struct{ guard, name string }{
	{"is_tuple", "Tuple"}, {"is_atom", "Atom"}, {"is_list", "List"}, {"is_map", "Map"}, {"is_bitstring", "BitString"},
	{"is_integer", "Integer"}, {"is_float", "Float"}, {"is_function", "Function"}, {"is_pid", "PID"}, {"is_port", "Port"},
	{"is_reference", "Reference"},
}

// refuseCallbacks drops the callbacks that a protocol declares besides its functions, and tells so.
func (x *Expander) refuseCallbacks(b *Builder) {
	const kinds = "callback macrocallback"
	tell := func(line int32, text string) {
		x.host.Report(diagnostic(diag.Warning, quoted.Meta{Line: line}, &env{File: b.File, Module: b.Name}, 0, text))
	}
	kept := b.typespecs[:0:0]
	for _, t := range b.typespecs {
		if t.function || !strings.Contains(kinds, t.Kind) {
			kept = append(kept, t)
			continue
		}
		tell(t.Env.Line, "cannot define @"+t.Kind+" "+nameArity(t.Name, t.Arity)+" inside protocol, use def/1 to outline your protocol definition")
		b.callbacks = slices.DeleteFunc(b.callbacks, func(c callback) bool {
			return c.name == t.Name && c.arity == t.Arity && !slices.Contains(b.functions, macroenv.NameArity{Name: c.name, Arity: c.arity})
		})
	}
	b.typespecs = kept
	if a := b.attributes["optional_callbacks"]; a != nil && len(a.values) > 0 {
		tell(b.Meta.Line, "cannot define @optional_callbacks inside protocol, all of the protocol definitions are required")
		delete(b.attributes, "optional_callbacks")
	}
}

// finishProtocol defines what every protocol has: impl_for, impl_for! and __protocol__.
func (x *Expander) finishProtocol(b *Builder) {
	x.refuseCallbacks(b)
	if !slices.ContainsFunc(b.docs, func(d Doc) bool { return d.Kind == "type" && d.Name == "t" && d.Arity == 0 }) {
		b.docs = append(b.docs, Doc{Kind: "type", Name: "t", Line: b.Meta.Line, Value: quoted.String("All the types that implement this protocol.\n")})
	}
	m := quoted.Meta{Line: b.Meta.Line, Extra: generatedExtra[:]}
	fallback := quoted.False
	if v, _ := b.Attribute("fallback_to_any"); v == node(quoted.True) {
		fallback = quoted.True
	}
	if len(b.functions) == 0 {
		x.host.Report(warning(b.Meta, b.File, "protocols must define at least one function, but none was defined"))
	}
	b.RegisterAttribute("__protocol__", false, true)
	b.attribute("__protocol__").values = []node{quoted.List{key("fallback_to_any", fallback)}}
	data := quoted.Var("data", m, kernelAtom)
	tag := quoted.Var("struct", m, kernelAtom)
	impl := func(typ node) node {
		return remote(m, atom("elixir_protocol"), "impl", b.Name, typ, fallback)
	}
	def := func(head, guard, body node) {
		if guard != nil {
			head = call(m, "when", head, guard)
		}
		d := &Deferred{Kind: DeferredDefinition, Env: b.Env, Meta: m, Definition: Def, Call: head, Body: doBlock(body)}
		must(x.Store(d, nil, nil))
	}
	def(call(m, "impl_for", call(m, "%{}", key("__struct__", tag))), erlang(m, "is_atom", tag), impl(tag))
	for _, t := range builtinTypes {
		def(call(m, "impl_for", data), erlang(m, t.guard, data), impl(atom(elixirPrefix+t.name)))
	}
	none := call(m, "||", call(m, "impl_for", data),
		erlang(m, "error", remote(m, atom("Elixir.Protocol.UndefinedError"), "exception",
			quoted.List{key("protocol", b.Name), key("value", data), key("description", b.undefinedDescription())})))
	def(call(m, "impl_for!", data), nil, none)

	functions := make(quoted.List, len(b.functions))
	for i, na := range macroenv.SortNames(append([]macroenv.NameArity{}, b.functions...)) {
		functions[i] = pair(atom(na.Name), quoted.Int(na.Arity))
	}
	def(call(m, "__protocol__", atom("module")), nil, b.Name)
	def(call(m, "__protocol__", atom("functions")), nil, functions)
	def(call(m, "__protocol__", atom("consolidated?")), nil, quoted.False)
	def(call(m, "__protocol__", atom("impls")), nil, atom("not_consolidated"))
}

func (b *Builder) undefinedDescription() node {
	if v, set := b.Attribute("undefined_impl_description"); set {
		return v
	}
	return quoted.String("")
}

// expandDefimpl expands defimpl Protocol, for: Module do ... end.
func (s *scope) expandDefimpl(f *form, e *env) (node, *env) {
	var opts quoted.List
	for _, a := range f.Args[1:] {
		l, ok := keyword(a)
		if !ok {
			s.raise(f.Meta, e, "ArgumentError", "invalid options for defimpl: "+toString(a))
		}
		opts = append(opts, l...)
	}
	body, ok := get(opts, "do")
	if !ok {
		s.raise(f.Meta, e, "ArgumentError", "expected a do block in defimpl")
	}
	target, given := get(opts, "for")
	if !given {
		if e.Module == "" {
			s.raise(f.Meta, e, "ArgumentError", "defimpl/3 expects a :for option when declared outside a module")
		}
		target = e.Module
	}
	p, e := s.expand(f.Args[0], e)
	protocol, ok := p.(atom)
	if !ok {
		s.raise(f.Meta, e, "ArgumentError", "defimpl expects a protocol known at compile time, got: "+toString(f.Args[0]))
	}
	targets, isList := target.(quoted.List)
	if !isList {
		targets = quoted.List{target}
	}
	var out []node
	for _, t := range targets {
		x, e1 := s.expand(t, e)
		n, e2 := s.defineImpl(f.Meta, protocol, x, t, body, opts, e1)
		out, e = append(out, n), e2
	}
	return block(at(f.Meta), out...), e
}

// defineImpl defines the module Protocol.Type. typ is expanded; raw is what was written.
func (s *scope) defineImpl(meta quoted.Meta, protocol atom, typ, raw, body node, opts quoted.List, e *env) (node, *env) {
	m := at(meta)
	var name node
	if a, ok := typ.(atom); ok {
		name, raw = concat(string(protocol), string(a)), a
	} else {
		name = s.x.remote(m, atom("Elixir.Module"), "concat", protocol, raw)
	}
	read := s.x.kernel(m, "@", quoted.Var("for", m, quoted.Nil))
	set := func(attr string, v node) node { return s.x.kernel(m, "@", s.x.call(m, attr, v)) }
	gm := generatedAt(m)
	clauseOf := func(arg atom, v node) node {
		return s.x.kernel(gm, "def", s.x.call(gm, "__impl__", arg), doBlock(v))
	}
	full := block(m,
		set("behaviour", protocol), set("protocol", protocol), set("for", raw),
		s.x.remote(m, atom("Elixir.Module"), "register_attribute", s.x.call(m, "__MODULE__"), atom("__impl__"), quoted.List{key("persist", quoted.True)}),
		set("__impl__", quoted.List{key("protocol", protocol), key("for", read)}),
		body,
		clauseOf("for", read), clauseOf("protocol", protocol))
	if s.consolidated(protocol, e) {
		told := s.x.remote(m, atom("Elixir.Protocol"), "__ensure_defimpl__", protocol, raw, quoted.Var("__ENV__", m, quoted.Nil))
		out, e := s.expand(told, e)
		defined, e := s.defineModule(meta, name, full, false, e)
		return block(m, out, defined), e
	}
	return s.defineModule(meta, name, full, false, e)
}

// consolidated tells of a protocol that has been made again for the implementations that it had, as Protocol.consolidate/2 does.
func (s *scope) consolidated(protocol atom, e *env) bool {
	if strings.HasPrefix(e.File, "lib/") || s.host.Builder(protocol) != nil {
		return false
	}
	info := s.host.Module(protocol)
	return info != nil && info.Functions.Has("__protocol__", 1) && info.Functions.Has("struct_impl_for", 1)
}
