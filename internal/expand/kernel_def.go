package expand

import (
	"slices"
	"strconv"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

func itoa(n int) string { return strconv.Itoa(n) }

func (s *scope) assertModuleBody(f *form, what string, e *env) {
	if s.builder == nil || e.Module == "" {
		s.raise(f.Meta, e, "ArgumentError", "cannot invoke "+what+" outside module")
	}
	if e.Function != nil {
		s.raise(f.Meta, e, "ArgumentError", "cannot invoke "+what+" inside function/macro")
	}
}

func kindOf(name string) Kind {
	switch name {
	case "defp":
		return Defp
	case "defmacro":
		return Defmacro
	case "defmacrop":
		return Defmacrop
	}
	return Def
}

// expandDef expands def and its kin to a call that stores the definition.
func (s *scope) expandDef(f *form, name string, e *env) (node, *env) {
	what := name + "/" + itoa(max(2, len(f.Args)))
	s.bodyOnly(f.Meta, e, what)
	s.assertModuleBody(f, what, e)
	head := f.Args[0]
	var body node
	if len(f.Args) == 2 {
		body = f.Args[1]
	}
	if s.builder.protocol && name == "def" {
		if body != nil {
			s.fail(f.Meta, e, "undefined function def/2 (there is no such import)")
		}
		return s.expandProtocolDef(f, head, e)
	}
	return s.deferDefinition(kindOf(name), f.Meta, head, body, e)
}

// deferDefinition keeps a definition and gives the call that stores it.
func (s *scope) deferDefinition(kind Kind, meta quoted.Meta, head, body node, e *env) (node, *env) {
	d := &Deferred{Kind: DeferredDefinition, Env: e, Meta: meta, Definition: kind}
	if meta.Line == 0 || e.Vars != nil || e.Context != macroenv.Normal {
		// The line of the definition is that of meta.
		d.Env = s.envAt(meta, e).WithVars(nil)
	}
	dynamic := hasUnquotes(head) || body != nil && hasUnquotes(body)
	if !dynamic {
		d.Call, d.Body = head, body
	}
	h := s.host.Handle()
	m := at(meta)
	s.builder.deferred.add(h, d)
	if !dynamic {
		return s.x.remote(m, atom("elixir_def"), "store", quoted.Int(h)), e
	}
	code := node(quoted.Nil)
	if body != nil {
		code = s.escapeQuoted(body, true, e)
	}
	args := []node{quoted.Int(h), s.escapeQuoted(head, true, e), code}
	return s.expand(s.x.remote(m, atom("elixir_def"), "store", args...), e)
}

// expandDefmodule expands defmodule Name do ... end.
func (s *scope) expandDefmodule(f *form, e *env) (node, *env) {
	opts, ok := keyword(f.Args[1])
	body, has := get(opts, "do")
	if !ok || !has {
		s.raise(f.Meta, e, "ArgumentError", "expected a do block in defmodule")
	}
	return s.defineModule(f.Meta, f.Args[0], body, false, e)
}

// defineModule defers a module's body and gives the call that defines the module.
func (s *scope) defineModule(meta quoted.Meta, alias, body node, protocol bool, e *env) (node, *env) {
	var name node
	if a, ok := isForm(alias, "__aliases__", -1); ok {
		name, e = s.concatAliases(a, e)
	} else {
		name, e = s.expand(alias, e)
	}
	full, static := name.(atom)
	d := &Deferred{Kind: DeferredModule, Meta: meta, Body: body, Protocol: protocol, Once: e.Function == nil && s.funs == 0}
	if static {
		full, e = s.nestModule(alias, full, e)
		name, d.Name = full, full
		n := *e
		n.ContextModules = withModule(e.ContextModules, full)
		e = &n
	}
	d.Env = s.envAt(meta, e)
	if d.Env.Function != nil {
		d.Env.Function, d.Env.Lexical = nil, nil
	}
	vars := s.passVariables(d, meta)
	h := s.host.Defer(d)
	if s.builder != nil {
		s.builder.deferred.add(h, d)
	}
	return s.x.remote(at(meta), atom("elixir_module"), "compile", quoted.Int(h), name, vars), e
}

// passVariables lets a module's body see the outer variables that it names. All outer variables count
// as used.
func (s *scope) passVariables(d *Deferred, meta quoted.Meta) quoted.List {
	vars := quoted.List{}
	if s.read == nil {
		return vars
	}
	named := map[string]bool{}
	namedVariables(d.Body, named)
	for _, v := range s.read.All() {
		s.uses[v.Version-1].used = true
		if named[v.Name] || named["binding"] {
			d.Vars = append(d.Vars, v)
			vars = append(vars, quoted.Var(v.Name, quoted.Meta{Line: meta.Line, Version: v.Version, Counter: v.Counter}, v.Context))
		}
	}
	return vars
}

// namedVariables collects what may be a variable's name in n.
func namedVariables(n node, out map[string]bool) {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			out[varName(n)] = true
			return
		}
		if n.Head == node(atom("binding")) {
			out["binding"] = true
		}
		namedVariables(n.Head, out)
		for _, a := range n.Args {
			namedVariables(a, out)
		}
	case *quoted.Pair:
		namedVariables(n.Left, out)
		namedVariables(n.Right, out)
	case quoted.List:
		for _, a := range n {
			namedVariables(a, out)
		}
	}
}

// nestModule gives a module defined inside another its full name and an alias for the short one.
func (s *scope) nestModule(raw node, full atom, e *env) (atom, *env) {
	a, ok := plainAlias(raw)
	if !ok || e.Module == "" {
		return full, e
	}
	first, ok := a.Args[0].(atom)
	if !ok || first == "Elixir" && len(a.Args) > 1 {
		return full, e
	}
	outer, short := joinAlias(e.Module, []node{first}), joinAlias("Elixir", []node{first})
	if a.Meta.Counter != 0 { // the alias holds in what the same macro has quoted, too
		e = e.AddMacroAlias(short, outer, a.Meta.Counter)
	}
	return joinAlias(outer, a.Args[1:]), e.AddAlias(short, outer, quoted.Meta{}, false)
}

func (s *scope) expandDefoverridable(f *form, e *env) (node, *env) {
	s.assertModuleBody(f, "defoverridable/1", e)
	x, e := s.expand(f.Args[0], e)
	return s.x.remote(at(f.Meta), atom("elixir_overridable"), "mark", e.Module, x), e
}

// expandDefdelegate expands defdelegate fun(args), to: Module, as: name.
func (s *scope) expandDefdelegate(f *form, e *env) (node, *env) {
	s.assertModuleBody(f, "defdelegate/2", e)
	opts, ok := keyword(f.Args[1])
	to, has := get(opts, "to")
	as, renamed := get(opts, "as")
	if _, isCode := f.Args[1].(*form); isCode || ok && (has && late(to) || renamed && late(as)) {
		return s.expandLateDelegate(f, f.Args[1], e)
	}
	if !has {
		s.raise(f.Meta, e, "ArgumentError", "expected to: to be given as argument")
	}
	if !renamed {
		if s.namesModule(to, e.Module, e) {
			s.raise(f.Meta, e, "ArgumentError", "defdelegate function is calling itself, which will lead to an infinite loop. You should either change the value of the :to option or specify the :as option")
		}
	}
	funs, isList := f.Args[0].(quoted.List)
	if !isList {
		funs = quoted.List{f.Args[0]}
	}
	m := at(f.Meta)
	var out []node
	for _, fun := range funs {
		if w, ok := isForm(fun, "when", 2); ok {
			s.raise(f.Meta, e, "ArgumentError", "guards are not allowed in defdelegate/2, got: when "+toString(w.Args[1]))
		}
		head, ok := fun.(*form)
		if !ok || !head.IsVar && !isAtom(head.Head) && !hasUnquotes(head.Head) {
			s.raise(f.Meta, e, "ArgumentError", "invalid syntax in defdelegate "+toString(fun))
		}
		args := make([]node, len(head.Args))
		for i, a := range head.Args {
			if d, ok := isForm(a, `\\`, 2); ok {
				a = d.Args[0]
			}
			v, isVar := a.(*form)
			if !isVar || !v.IsVar && !hasUnquotes(v) {
				s.raise(f.Meta, e, "ArgumentError", "defdelegate/2 only accepts function parameters, got: "+toString(a))
			}
			args[i] = a
		}
		body := s.delegateCall(m, to, head, opts, args)
		plain := &form{Head: head.Head, Meta: head.Meta, Args: head.Args}
		var def node
		def, e = s.deferDefinition(Def, f.Meta, plain, doBlock(body), e)
		out = append(out, def)
	}
	return block(m, out...), e
}

// late tells of an option of defdelegate that the body of the module computes.
func late(option node) bool {
	f, ok := option.(*form)
	if !ok || hasUnquotes(f) || f.Head == node(atom("__aliases__")) {
		return false
	}
	return !f.IsVar || varName(f) != "__MODULE__"
}

// expandLateDelegate expands defdelegate with options that are only known when the body of the module runs.
func (s *scope) expandLateDelegate(f *form, given node, e *env) (node, *env) {
	m := at(f.Meta)
	options := s.freshVar("options", m)
	out := []node{s.x.call(m, "=", options, given)}
	funs, isList := f.Args[0].(quoted.List)
	if !isList {
		funs = quoted.List{f.Args[0]}
	}
	for _, fun := range funs {
		head, ok := fun.(*form)
		if !ok || !head.IsVar && !isAtom(head.Head) && !hasUnquotes(head.Head) {
			s.raise(f.Meta, e, "ArgumentError", "invalid syntax in defdelegate "+toString(fun))
		}
		name := head.Head
		if u, ok := isForm(name, "unquote", 1); ok {
			name = u.Args[0]
		}
		target := func(option string) node {
			return s.x.call(m, "unquote", s.x.remote(m, kernelUtilsAtom, "delegate", options, atom(option), name))
		}
		called := &form{Head: s.x.call(m, ".", target("to"), target("as")), Meta: m, Args: delegateArgs(head)}
		out = append(out, s.x.kernel(f.Meta, "def", &form{Head: head.Head, Meta: head.Meta, Args: head.Args}, doBlock(called)))
	}
	return s.expand(block(m, out...), e)
}

// delegateArgs are the arguments of a head without their defaults.
func delegateArgs(head *form) []node {
	args := make([]node, len(head.Args))
	for i, a := range head.Args {
		if d, ok := isForm(a, `\\`, 2); ok {
			a = d.Args[0]
		}
		args[i] = a
	}
	return args
}

// namesModule tells whether n is the name of a module, written as an alias, an atom or __MODULE__.
func (s *scope) namesModule(n node, module atom, e *env) bool {
	if f, ok := n.(*form); ok {
		if f.IsVar {
			return varName(f) == "__MODULE__"
		}
		return f.Head == node(atom("__aliases__")) && s.aliasAtom(f, e) == module
	}
	return n == node(module)
}

func (s *scope) delegateCall(m quoted.Meta, to node, head *form, opts quoted.List, args []node) node {
	if as, ok := get(opts, "as"); ok {
		if name, ok := as.(atom); ok {
			return s.x.remote(m, to, string(name), args...)
		}
		return s.x.erlang(m, "apply", to, as, quoted.List(args))
	}
	if name, ok := head.Head.(atom); ok {
		return s.x.remote(m, to, string(name), args...)
	}
	u, _ := isForm(head.Head, "unquote", 1)
	dot := s.x.call(m, ".", to, atom("unquote"))
	return s.x.forms.Put(form{Head: s.x.form(dot, m, u.Args[0]), Meta: m, Args: args})
}

// expandDefguard expands defguard name(args) when expr to a macro that works in guards and elsewhere.
func (s *scope) expandDefguard(f *form, name string, e *env) (node, *env) {
	s.assertModuleBody(f, name+"/1", e)
	kind := Defmacro
	if name == "defguardp" {
		kind = Defmacrop
	}
	head, expr := f.Args[0], node(nil)
	if w, ok := isForm(head, "when", 2); ok {
		head, expr = w.Args[0], w.Args[1]
		if _, more := isForm(expr, "when", 2); more {
			s.raise(f.Meta, e, "ArgumentError", "invalid syntax in defguard "+toString(head)+", only a single when clause is allowed")
		}
	}
	h, ok := head.(*form)
	named := ok && isAtom(h.Head)
	if ok && !named {
		_, named = isForm(h.Head, "unquote", 1)
	}
	if !named {
		s.raise(f.Meta, e, "ArgumentError", "invalid syntax in defguard "+toString(f.Args[0])+", only variables are allowed in the arguments")
	}
	if expr == nil {
		return s.deferDefinition(kind, f.Meta, &form{Head: h.Head, Meta: h.Meta, Args: h.Args}, nil, e)
	}
	params := make([]node, len(h.Args))
	for i, a := range h.Args {
		v := a
		if d, ok := isForm(a, `\\`, 2); ok {
			v = d.Args[0]
		}
		x, ok := v.(*form)
		if !ok || !x.IsVar {
			s.raise(f.Meta, e, "ArgumentError", "invalid syntax in defguard "+toString(f.Args[0])+", only variables are allowed in the arguments")
		}
		params[i] = x
	}
	body := s.x.remote(at(f.Meta), kernelUtilsAtom, "defguard", quoted.List(params), expr)
	return s.deferDefinition(kind, f.Meta, &form{Head: h.Head, Meta: h.Meta, Args: h.Args}, doBlock(body), e)
}

// expandGuardBody expands the body of the macro that a defguard defines. It happens when the macro
// is stored, so that the guard may use macros of its own module.
func (s *scope) expandGuardBody(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	params := f.Args[0].(quoted.List)
	saved := s.openScope()
	px, _ := s.patterns(params, nil, e)
	g, _ := s.guard(f.Args[1], e)
	for i := saved.first; i < len(s.uses); i++ {
		s.uses[i].hides = false // the arguments of the macro have the same names
	}
	s.closeScope(saved, e)
	for _, p := range params {
		v := p.(*form)
		if w := s.read.Find(varName(v), v.Context, v.Meta.Counter); w != nil {
			s.uses[w.Version-1].used = true
		}
	}

	inGuard, inBody := map[int32]node{}, map[int32]node{}
	var names, values []node
	for i, p := range px {
		version := p.(*form).Meta.Version
		inGuard[version] = s.x.call(m, "unquote", params[i])
		if !mentions(g, version) {
			continue
		}
		fresh := quoted.Var("arg"+itoa(len(names)+1), quoted.Meta{}, e.Module)
		inBody[version] = fresh
		names, values = append(names, fresh), append(values, s.x.call(m, "unquote", params[i]))
	}
	q := func(n node) node { return s.escapeQuoted(n, true, e) }
	guardCode := q(substitute(g, inGuard))
	bodyCode := guardCode
	if len(values) > 0 { // all are evaluated before one is bound
		bind := s.x.call(m, "=", tupleOf(names), tupleOf(values))
		bodyCode = q(block(quoted.Meta{}, bind, substitute(g, inBody)))
	}
	context := s.x.erlang(m, "map_get", atom("context"), quoted.Var("__CALLER__", m, quoted.Nil))
	return s.expand(s.x.call(m, "case", context, doBlock(quoted.List{
		s.x.clause(m, guardCode, atom("guard")),
		s.x.clause(m, bodyCode, quoted.Var("_", m, quoted.Nil))})), e)
}

// mentions tells whether expanded code names a variable.
func mentions(n node, version int32) bool {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			return n.Meta.Version == version
		}
		return mentions(n.Head, version) || slices.ContainsFunc(n.Args, func(a node) bool { return mentions(a, version) })
	case *quoted.Pair:
		return mentions(n.Left, version) || mentions(n.Right, version)
	case quoted.List:
		return slices.ContainsFunc(n, func(a node) bool { return mentions(a, version) })
	}
	return false
}

// tupleOf is the tuple of several elements, or the only one.
func tupleOf(elements []node) node {
	switch len(elements) {
	case 1:
		return elements[0]
	case 2:
		return pair(elements[0], elements[1])
	}
	return &form{Head: atom("{}"), Args: elements}
}

// substitute replaces expanded variables by version.
func substitute(n node, by map[int32]node) node {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			if r, ok := by[n.Meta.Version]; ok && n.Meta.Version != 0 {
				return r
			}
			return n
		}
		out := &form{Head: substitute(n.Head, by), Meta: quoted.Meta{Extra: n.Meta.Extra}, Args: make([]node, len(n.Args))}
		for i, a := range n.Args {
			out.Args[i] = substitute(a, by)
		}
		return out
	case *quoted.Pair:
		return pair(substitute(n.Left, by), substitute(n.Right, by))
	case quoted.List:
		out := make(quoted.List, len(n))
		for i, a := range n {
			out[i] = substitute(a, by)
		}
		return out
	}
	return n
}

// withModule is list with one more module. The environments of a file share the memory of their lists, which is copied only
// when another environment has gone on from here: a file may define thousands of modules.
func withModule(list []atom, name atom) []atom {
	if n := len(list); n < cap(list) && list[:n+1][n] == "" {
		return append(list, name)
	}
	out := make([]atom, len(list), 2*len(list)+4)
	copy(out, list)
	return append(out, name)
}
