package expand

import (
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// expandKernelMacro expands a macro of Kernel that is built in; false leaves it to Kernel's own code.
func (s *scope) expandKernelMacro(f *form, name string, e *env) (node, *env, bool) {
	var n node
	outer, outerMeta := s.macro, s.macroMeta
	s.macroMeta = f.Meta
	s.macro = macroenv.NameArity{Name: name, Arity: len(f.Args)}
	switch len(f.Args) {
	case 0:
		n, e = s.kernelMacro0(f, name, e)
	case 1:
		n, e = s.kernelMacro1(f, name, e)
	case 2:
		n, e = s.kernelMacro2(f, name, e)
	case 3:
		n, e = s.kernelMacro3(f, name, e)
	}
	s.macro, s.macroMeta = outer, outerMeta
	return n, e, n != nil
}

func (s *scope) kernelMacro0(f *form, name string, e *env) (node, *env) {
	switch name {
	case "..":
		return rangeMap(quoted.Int(0), quoted.Int(-1), quoted.Int(1)), e
	case "binding":
		return s.expandBinding0(f, quoted.Nil, e)
	}
	return nil, e
}

func (s *scope) kernelMacro1(f *form, name string, e *env) (node, *env) {
	a := f.Args[0]
	m := at(f.Meta)
	switch name {
	case "@":
		return s.expandAttribute(f, e)
	case "!":
		return s.expandBang(f, e)
	case "def", "defp", "defmacro", "defmacrop":
		return s.expandDef(f, name, e)
	case "is_nil":
		return s.expand(s.x.erlang(m, "==", a, quoted.Nil), e)
	case "is_struct":
		return s.expandIsStruct(f, e)
	case "is_exception":
		return s.expandIsException(f, e)
	case "is_non_struct_map":
		return s.expandNonStructMap(f, e)
	case "to_string", "to_charlist":
		return s.expandToString(f, name, e)
	case "to_char_list":
		s.warn(f.Meta, e, "Kernel.to_char_list/1 is deprecated. Use Kernel.to_charlist/1 instead")
		return s.expandToString(f, "to_charlist", e)
	case "raise":
		return s.expandRaise(f, e)
	case "use":
		return s.expandUse(f, nil, e)
	case "var!":
		return s.expandVarBang(f, e)
	case "alias!":
		if al, ok := isForm(a, "__aliases__", -1); ok {
			return s.expand(&form{Head: al.Head, Meta: m, Args: al.Args}, e)
		}
		return s.expand(a, e)
	case "binding":
		c, e := s.expand(a, e)
		context, ok := c.(atom)
		if !ok {
			return nil, e
		}
		return s.expandBinding0(f, context, e)
	case "defstruct":
		return s.expandDefstruct(f, e)
	case "defexception":
		return s.expandDefexception(f, e)
	case "defoverridable":
		return s.expandDefoverridable(f, e)
	case "defguard", "defguardp":
		return s.expandDefguard(f, name, e)
	case "get_in":
		return s.expandGetIn(f, e)
	case "pop_in":
		return s.expandPopIn(f, e)
	}
	return nil, e
}

func (s *scope) kernelMacro2(f *form, name string, e *env) (node, *env) {
	l, r := f.Args[0], f.Args[1]
	m := at(f.Meta)
	switch name {
	case "|>":
		return s.expandPipe(f, e)
	case "if":
		return s.expandIf(f, false, e)
	case "unless":
		return s.expandIf(f, true, e)
	case "&&":
		return s.expandTruthy(f, false, e)
	case "||":
		return s.expandTruthy(f, true, e)
	case "and", "or":
		return s.expandBoolean(f, name, e)
	case "in":
		return s.expandIn(f, e)
	case "..":
		return s.expandRange(f, l, r, nil, e)
	case "<>":
		return s.expandConcat(f, e)
	case "def", "defp", "defmacro", "defmacrop":
		return s.expandDef(f, name, e)
	case "defmodule":
		return s.expandDefmodule(f, e)
	case "defdelegate":
		return s.expandDefdelegate(f, e)
	case "defprotocol":
		return s.expandDefprotocol(f, e)
	case "defimpl":
		return s.expandDefimpl(f, e)
	case "raise":
		return s.expand(s.x.erlang(m, "error", s.x.remote(m, l, "exception", r)), e)
	case "reraise":
		return s.expandReraise(f, e)
	case "use":
		return s.expandUse(f, r, e)
	case "var!":
		return s.expandVarBang(f, e)
	case "match?":
		yes := s.x.clause(m, quoted.True, l)
		no := s.x.clause(generatedAt(f.Meta), quoted.False, quoted.Var("_", m, quoted.Nil))
		return s.expand(s.x.call(f.Meta, "case", r, doBlock(quoted.List{yes, no})), e)
	case "then":
		return s.expand(s.x.form(s.x.call(m, ".", r), m, l), e)
	case "tap":
		v := s.freshVar("tmp", f.Meta)
		apply := s.x.form(s.x.call(m, ".", r), m, v)
		return s.expandInner(block(m, s.x.call(m, "=", v, l), apply, v), e)
	case "is_struct":
		return s.expandIsStruct(f, e)
	case "is_exception":
		return s.expandIsException(f, e)
	case "put_in":
		return s.expandPutIn(f, e)
	case "update_in":
		return s.expandUpdateIn(f, e)
	case "get_and_update_in":
		return s.expandGetAndUpdateIn(f, e)
	case "destructure":
		return s.expandDestructure(f, e)
	}
	if len(name) == len("sigil_x") && name[:6] == "sigil_" {
		return s.expandSigil(f, name[6], e)
	}
	return nil, e
}

func (s *scope) kernelMacro3(f *form, name string, e *env) (node, *env) {
	m := at(f.Meta)
	switch name {
	case "..//":
		return s.expandRange(f, f.Args[0], f.Args[1], f.Args[2], e)
	case "defimpl":
		return s.expandDefimpl(f, e)
	case "reraise":
		return s.expand(s.x.erlang(m, "raise", atom("error"), s.x.remote(m, f.Args[0], "exception", f.Args[1]), f.Args[2]), e)
	}
	return nil, e
}

// expandInner expands code with helper variables, keeping them out of the scope around.
func (s *scope) expandInner(n node, e *env) (node, *env) {
	return s.expand(n, e)
}

// expandIf expands if and unless.
func (s *scope) expandIf(f *form, negate bool, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "case")
	word := "if"
	if negate {
		word = "unless"
	}
	opts, ok := keyword(f.Args[1])
	var do, els node = quoted.Nil, quoted.Nil
	if ok {
		for i, it := range opts {
			p := it.(*quoted.Pair)
			_, again := get(opts[:i], string(p.Left.(atom)))
			switch {
			case p.Left == node(atom("do")) && !again:
				do = p.Right
			case p.Left == node(atom("else")) && !again:
				els = p.Right
			default:
				ok = false
			}
		}
		if _, has := get(opts, "do"); !has {
			ok = false
		}
	}
	if !ok {
		s.raise(f.Meta, e, "ArgumentError", "invalid or duplicate keys for "+word+", only \"do\" and an optional \"else\" are permitted")
	}
	if negate {
		do, els = els, do
	}
	test, et := s.expand(f.Args[0], e)
	return s.branch(f.Meta, test, do, els, et), et
}

// branch makes the case that takes no when test is false or nil and yes otherwise. The bodies are
// expanded here.
func (s *scope) branch(meta quoted.Meta, test, yes, no node, e *env) node {
	m := at(meta)
	cm := meta
	cm.Extra = optimizeBoolean[:]
	if returnsBoolean(test) {
		n := s.x.clause(m, s.scoped(no, e), quoted.False)
		y := s.x.clause(m, s.scoped(yes, e), quoted.True)
		return s.x.call(cm, "case", test, doBlock(quoted.List{n, y}))
	}
	n := s.falsyClause(m, nil, no, e)
	y := s.x.clause(m, s.scoped(yes, e), quoted.Var("_", m, quoted.Nil))
	return s.x.call(cm, "case", test, doBlock(quoted.List{n, y}))
}

var optimizeBoolean = [1]quoted.MetaItem{{Key: "optimize_boolean", Value: quoted.True}}

// falsyClause makes x when x =:= false or x =:= nil -> body; with body nil the clause returns x.
func (s *scope) falsyClause(m quoted.Meta, result func(x node) node, body node, e *env) node {
	x := s.hygienic("x", m.Line)
	test := s.x.erlang(m, "orelse", s.x.erlang(m, "=:=", x, quoted.False), s.x.erlang(m, "=:=", x, quoted.Nil))
	head := s.x.call(m, "when", x, test)
	if result != nil {
		return s.x.clause(m, result(x), head)
	}
	return s.x.clause(m, s.scoped(body, e), head)
}

// expandTruthy expands && (or false) and || (or true).
func (s *scope) expandTruthy(f *form, or bool, e *env) (node, *env) {
	s.bodyOnly(f.Meta, e, string(f.Head.(atom)))
	m := at(f.Meta)
	l, el := s.expand(f.Args[0], e)
	cm := f.Meta
	cm.Extra = optimizeBoolean[:]
	right := s.scoped(f.Args[1], el)
	if returnsBoolean(l) {
		no, yes := s.x.clause(m, quoted.False, quoted.False), s.x.clause(m, right, quoted.True)
		if or {
			no, yes = s.x.clause(m, right, quoted.False), s.x.clause(m, quoted.True, quoted.True)
		}
		return s.x.call(cm, "case", l, doBlock(quoted.List{no, yes})), el
	}
	var no, yes node
	if or {
		no = s.falsyClause(m, func(node) node { return right }, nil, el)
		x := s.hygienic("x", m.Line)
		yes = s.x.clause(m, x, x)
	} else {
		no = s.falsyClause(m, func(x node) node { return x }, nil, el)
		yes = s.x.clause(m, right, quoted.Var("_", m, quoted.Nil))
	}
	return s.x.call(cm, "case", l, doBlock(quoted.List{no, yes})), el
}

func (s *scope) expandBang(f *form, e *env) (node, *env) {
	s.bodyOnly(f.Meta, e, "!")
	m := at(f.Meta)
	x, ex := s.expand(f.Args[0], e)
	if returnsBoolean(x) {
		return s.x.erlang(m, "not", x), ex
	}
	return s.branch(f.Meta, x, quoted.False, quoted.True, ex), ex
}

// expandBoolean expands and, or.
func (s *scope) expandBoolean(f *form, name string, e *env) (node, *env) {
	m := at(f.Meta)
	switch e.Context {
	case macroenv.Match:
		s.raise(f.Meta, e, "ArgumentError", "invalid expression in match, "+name+" is not allowed in patterns such as function clauses, case clauses or on the left side of the = operator")
	case macroenv.Guard:
		args, e := s.expandArgs(f.Args, e)
		return s.x.erlang(m, map[string]string{"and": "andalso", "or": "orelse"}[name], args...), e
	}
	l, el := s.expand(f.Args[0], e)
	r := s.scoped(f.Args[1], el)
	cm := f.Meta
	cm.Extra = optimizeBoolean[:]
	no, yes := s.x.clause(m, quoted.False, quoted.False), s.x.clause(m, r, quoted.True)
	if name == "or" {
		no, yes = s.x.clause(m, r, quoted.False), s.x.clause(m, quoted.True, quoted.True)
	}
	clauses := quoted.List{no, yes}
	if !returnsBoolean(l) {
		other := s.hygienic("other", m.Line)
		bad := s.x.erlang(m, "error", s.x.call(m, "{}", atom("badbool"), atom(name), other))
		clauses = append(clauses, s.x.clause(m, bad, other))
	}
	return s.x.call(cm, "case", l, doBlock(clauses)), el
}

// returnsBoolean reports whether expanded code gives true or false, or raises.
func returnsBoolean(n node) bool {
	switch n := n.(type) {
	case atom:
		return n == quoted.True || n == quoted.False
	case *form:
		if dot, ok := dotCall(n); ok {
			if len(dot.Args) != 2 || dot.Args[0] != node(erlangAtom) {
				return false
			}
			return booleanCall(string(dot.Args[1].(atom)), n.Args)
		}
		switch n.Head {
		case node(atom("__block__")):
			return len(n.Args) > 0 && returnsBoolean(n.Args[len(n.Args)-1])
		case node(atom("case")):
			return !n.IsVar && len(n.Args) == 2 && booleanClauses(n.Args[1])
		case node(atom("cond")):
			return !n.IsVar && len(n.Args) == 1 && booleanClauses(n.Args[0])
		}
	}
	return false
}

func booleanCall(name string, args []node) bool {
	switch len(args) {
	case 1:
		switch name {
		case "not", "is_atom", "is_binary", "is_bitstring", "is_boolean", "is_float", "is_function", "is_integer",
			"is_list", "is_map", "is_number", "is_pid", "is_port", "is_reference", "is_tuple", "is_process_alive":
			return true
		}
	case 2:
		switch name {
		case "==", "/=", "=<", "<", ">=", ">", "=:=", "=/=", "is_function", "is_map_key", "is_record", "xor", "and", "or":
			return true
		case "andalso", "orelse":
			return returnsBoolean(args[1])
		}
	}
	return false
}

func booleanClauses(opts node) bool {
	l, ok := opts.(quoted.List)
	if !ok {
		return false
	}
	do, _ := get(l, "do")
	clauses, ok := do.(quoted.List)
	if !ok {
		return false
	}
	for _, c := range clauses {
		f, ok := c.(*form)
		if !ok || len(f.Args) != 2 || !returnsBoolean(f.Args[1]) && !raises(f.Args[1]) {
			return false
		}
	}
	return true
}

// raises reports whether n is :erlang.error(...), which returns nothing.
func raises(n node) bool {
	f, ok := n.(*form)
	if !ok {
		return false
	}
	dot, ok := dotCall(f)
	return ok && len(dot.Args) == 2 && dot.Args[0] == node(erlangAtom) && dot.Args[1] == node(atom("error"))
}

// expandToString expands to_string and to_charlist.
func (s *scope) expandToString(f *form, name string, e *env) (node, *env) {
	x, e := s.expand(f.Args[0], e)
	if _, ok := x.(quoted.String); ok && name == "to_string" {
		return x, e
	}
	module := stringCharsAtom
	if name == "to_charlist" {
		module = "Elixir.List.Chars"
	}
	if e.Context != macroenv.Normal {
		where := "match"
		if e.Context == macroenv.Guard {
			where = "guard"
		}
		s.fail(at(f.Meta), e, "cannot invoke remote function "+remoteName(module, name, 1)+" inside a "+where)
	}
	return s.x.remote(at(f.Meta), module, name, x), e
}

// expandVarBang expands var!: the variable as if source code had written it.
func (s *scope) expandVarBang(f *form, e *env) (node, *env) {
	v, ok := f.Args[0].(*form)
	if !ok || !v.IsVar {
		if ok && len(v.Args) == 0 && isAtom(v.Head) {
			return s.expand(v, e)
		}
		s.raise(f.Meta, e, "ArgumentError", "expected a variable to be given to var!, got: "+toString(f.Args[0]))
	}
	context := quoted.Nil
	if len(f.Args) == 2 {
		c, _ := s.expand(f.Args[1], e)
		a, ok := c.(atom)
		if !ok {
			s.raise(f.Meta, e, "ArgumentError", "expected var! context to expand to an atom, got: "+toString(f.Args[1]))
		}
		context = a
	}
	m := v.Meta.Without("generated").Without("if_undefined")
	m.Counter = 0
	return s.expand(&form{Head: v.Head, Meta: m.With("generated", quoted.True), IsVar: true, Context: context}, e)
}

func (s *scope) expandBinding0(f *form, context atom, e *env) (node, *env) {
	out := quoted.List{}
	for _, v := range s.read.All() {
		if v.Counter == 0 && v.Context == context {
			s.uses[v.Version-1].used = true
			out = append(out, key(v.Name, quoted.Var(v.Name, quoted.Meta{Line: f.Meta.Line, Version: v.Version}, v.Context)))
		}
	}
	sortKeyword(out)
	return out, e
}

func sortKeyword(l quoted.List) {
	for i := 1; i < len(l); i++ {
		for j := i; j > 0 && l[j].(*quoted.Pair).Left.(atom) < l[j-1].(*quoted.Pair).Left.(atom); j-- {
			l[j], l[j-1] = l[j-1], l[j]
		}
	}
}

// expandUse expands use Module, opts.
func (s *scope) expandUse(f *form, opts node, e *env) (node, *env) {
	if opts == nil {
		opts = quoted.List{}
	}
	m := at(f.Meta)
	modules := []node{f.Args[0]}
	if base, names, ok := multi(f.Args[0]); ok {
		b, _ := s.expand(base, e)
		prefix, isA := b.(atom)
		if !isA {
			s.raise(f.Meta, e, "ArgumentError", "invalid arguments for use, expected a compile time atom or alias, got: "+toString(base))
		}
		modules = nil
		for _, n := range names {
			if name, ok := n.(atom); ok {
				modules = append(modules, concat(string(prefix), string(name)))
				continue
			}
			a, ok := plainAlias(n)
			if !ok {
				s.raise(f.Meta, e, "ArgumentError", "invalid arguments for use, expected a compile time atom or alias, got: "+toString(n))
			}
			modules = append(modules, joinAlias(prefix, a.Args))
		}
	}
	var all []node
	for _, mod := range modules {
		if v, ok := mod.(*form); ok && v.IsVar && !compilerVar(varName(v)) {
			s.raise(f.Meta, e, "ArgumentError", "invalid arguments for use, expected a compile time atom or alias, got: "+toString(mod))
		}
		x, _ := s.expand(mod, e)
		a, ok := x.(atom)
		if !ok {
			s.raise(f.Meta, e, "ArgumentError", "invalid arguments for use, expected a compile time atom or alias, got: "+toString(mod))
		}
		all = append(all, s.x.call(m, "require", a), s.x.remote(m, a, "__using__", opts))
	}
	return s.expand(block(m, all...), e)
}
