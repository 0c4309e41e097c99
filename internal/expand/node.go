package expand

import (
	"joist/internal/diag"
	"math/big"
	"unicode/utf8"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// expand expands one expression. The environment changes by alias, import and require.
func (s *scope) expand(n node, e *env) (node, *env) {
	switch n := n.(type) {
	case *form:
		return s.expandForm(n, e)
	case *quoted.Pair:
		m := s.openList(e)
		l, e := s.expandArg(n.Left, m, e)
		r, e := s.expandArg(n.Right, m, e)
		s.closeList(m, e)
		return &quoted.Pair{Left: l, Right: r}, e
	case quoted.List:
		return s.expandList(n, e)
	case quoted.Float:
		s.checkZero(n, e)
		return n, e
	case atom, quoted.Int, quoted.String, *big.Int:
		return n, e
	case *quoted.Opaque:
		return s.expandOpaque(n, e), e
	}
	s.fail(quoted.Meta{}, e, "invalid quoted expression: "+toString(n))
	return nil, e
}

// openList starts a list of arguments: patterns are expanded one after the other, other arguments
// do not see each other's variables.
func (s *scope) openList(e *env) mark {
	if e.Context == macroenv.Match {
		return mark{}
	}
	return s.openArgs()
}

func (s *scope) expandArg(n node, m mark, e *env) (node, *env) {
	switch n := n.(type) {
	case quoted.Float:
		s.checkZero(n, e)
		return n, e
	case atom, quoted.Int, quoted.String:
		return n, e
	}
	if e.Context != macroenv.Match {
		s.nextArg(m)
	}
	return s.expand(n, e)
}

func (s *scope) closeList(m mark, e *env) {
	if e.Context != macroenv.Match {
		s.closeArgs(m)
	}
}

// expandArgs expands the arguments of a call.
func (s *scope) expandArgs(args []node, e *env) ([]node, *env) {
	if len(args) == 0 {
		return args, e
	}
	out := s.x.nodes.Slice(len(args))
	if len(args) == 1 {
		out[0], e = s.expand(args[0], e)
		return out, e
	}
	m := s.openList(e)
	for i, a := range args {
		out[i], e = s.expandArg(a, m, e)
	}
	s.closeList(m, e)
	return out, e
}

func (s *scope) expandList(l quoted.List, e *env) (node, *env) {
	if plainList(l) {
		return l, e
	}
	out := quoted.List(s.x.nodes.Slice(len(l)))
	m := s.openList(e)
	for i, a := range l {
		if i == len(l)-1 {
			if f, ok := isForm(a, "|", 2); ok {
				h, e1 := s.expandArg(f.Args[0], m, e)
				t, e2 := s.expandArg(f.Args[1], m, e1)
				out[i], e = s.x.call(f.Meta, "|", h, t), e2
				continue
			}
		}
		out[i], e = s.expandArg(a, m, e)
	}
	s.closeList(m, e)
	return out, e
}

// plainList reports whether l has nothing to expand.
func plainList(l quoted.List) bool {
	for _, n := range l {
		switch n := n.(type) {
		case quoted.Float:
			if n == 0 { // see checkZero
				return false
			}
		case atom, quoted.Int, quoted.String:
		default:
			return false
		}
	}
	return true
}

// checkZero warns about 0.0 without a sign in a pattern.
func (s *scope) checkZero(n quoted.Float, e *env) {
	if n == 0 && e.Context == macroenv.Match && !s.signed {
		s.warn(quoted.Meta{}, &env{File: e.File}, "pattern matching on 0.0 is equivalent to matching only on +0.0 from Erlang/OTP 27+. Instead you must match on +0.0 or -0.0")
	}
}

func (s *scope) expandForm(f *form, e *env) (node, *env) {
	head, ok := f.Head.(atom)
	if !ok {
		return s.expandDotCall(f, e)
	}
	if f.IsVar {
		return s.expandVariable(f, string(head), e)
	}
	name := string(head)
	switch len(f.Args) {
	case 0:
		if n, e, ok := s.expandNullary(f, name, e); ok {
			return n, e
		}
	case 1, 2:
		if n, e, ok := s.expandFixed(f, name, e); ok {
			return n, e
		}
	}
	switch name {
	case "__block__":
		return s.expandBlock(f, e)
	case "__aliases__":
		return s.expandAliases(f, e)
	case "{}":
		args, e := s.expandArgs(f.Args, e)
		if len(args) == 2 {
			return s.x.pair(args[0], args[1]), e
		}
		return s.x.forms.Put(form{Head: f.Head, Meta: f.Meta, Args: args}), e
	case "%{}":
		return s.expandMap(f, e)
	case "<<>>":
		return s.expandBitstring(f, e)
	case "fn":
		return s.expandFn(f, e)
	case "for":
		if len(f.Args) > 0 {
			return s.expandFor(f, e)
		}
	case "with":
		if len(f.Args) > 0 {
			return s.expandWith(f, e)
		}
	case "super":
		return s.expandSuper(f, e)
	}
	return s.expandLocal(f, name, e)
}

// expandNullary expands name() where name is one of the special forms written like variables.
func (s *scope) expandNullary(f *form, name string, e *env) (node, *env, bool) {
	switch name {
	case "__MODULE__", "__DIR__", "__ENV__", "__CALLER__", "__STACKTRACE__":
		n, e := s.expandVariable(&form{Head: f.Head, Meta: f.Meta, IsVar: true, Context: quoted.Nil}, name, e)
		return n, e, true
	}
	return nil, e, false
}

// expandFixed expands the special forms of one and two arguments.
func (s *scope) expandFixed(f *form, name string, e *env) (node, *env, bool) {
	var n node
	one := len(f.Args) == 1
	switch name {
	case "=":
		if one {
			return nil, e, false
		}
		n, e = s.expandMatch(f, e)
	case "%":
		if one {
			return nil, e, false
		}
		n, e = s.expandStruct(f, e)
	case "->":
		s.fail(f.Meta, e, "misplaced operator ->\n\nThis typically means invalid syntax or a macro is not available in scope")
	case "|":
		if one {
			return nil, e, false
		}
		s.fail(f.Meta, e, "misplaced operator |/2\n\nThe | operator is typically used between brackets to mark the tail of a list:\n\n    [head | tail]\n    [head, middle, ... | tail]\n\n"+
			"It is also used to update maps and structs, via the %{map | key: value} notation, and in typespecs, such as @type and @spec, to express the union of two types")
	case "::":
		if one {
			return nil, e, false
		}
		s.fail(f.Meta, e, "misplaced operator ::/2\n\nThe :: operator is typically used in bitstrings to specify types and sizes of segments:\n\n    <<size::32-integer, letter::utf8, rest::binary>>\n\nIt is also used in typespecs, such as @type and @spec, to describe inputs and outputs")
	case "alias":
		n, e = s.expandAlias(f, e)
	case "require":
		n, e = s.expandRequire(f, e)
	case "import":
		n, e = s.expandImport(f, e)
	case "quote":
		n, e = s.expandQuote(f, e)
	case "unquote", "unquote_splicing":
		if !one {
			return nil, e, false
		}
		s.fail(f.Meta, e, name+" called outside quote")
	case "&":
		if !one {
			return nil, e, false
		}
		n, e = s.expandCapture(f, e)
	case "^":
		if !one {
			return nil, e, false
		}
		n, e = s.expandPin(f, e)
	case "case":
		if one {
			return nil, e, false
		}
		n, e = s.expandCase(f, e)
	case "cond":
		if !one {
			return nil, e, false
		}
		n, e = s.expandCond(f, e)
	case "receive":
		if !one {
			return nil, e, false
		}
		n, e = s.expandReceive(f, e)
	case "try":
		if !one {
			return nil, e, false
		}
		n, e = s.expandTry(f, e)
	default:
		return nil, e, false
	}
	return n, e, true
}

// expandVariable expands a variable, in a pattern its binding, elsewhere its use.
func (s *scope) expandVariable(f *form, name string, e *env) (node, *env) {
	if name[0] == '_' {
		switch name {
		case "_":
			if e.Context == macroenv.Match && !s.inSize {
				return f, e
			}
			s.complain(f.Meta, e, 1, "invalid use of _. _ can only be used inside patterns to ignore values and cannot be used in expressions. Make sure you are inside a pattern or change it accordingly")
			return f, e
		case "__MODULE__":
			if e.Module == "" {
				return quoted.Nil, e
			}
			return e.Module, e
		case "__DIR__":
			return quoted.String(dirname(e.File)), e
		case "__ENV__":
			s.noMatch(f.Meta, e, "__ENV__")
			here := s.envAt(f.Meta, e)
			if e.Function != nil { // it outlives the compilation
				here.Trace = nil
			}
			return escapeEnv(here), e
		case "__CALLER__":
			return s.expandCaller(f, e)
		case "__STACKTRACE__":
			return s.expandStacktrace(f, e)
		}
	}
	if e.Context == macroenv.Match && !s.inSize && !s.inPin {
		return s.expandBinding(f, name, e), e
	}
	scope := s.read
	if s.inPin {
		scope = s.matchVars
	}
	v := scope.Find(name, f.Context, f.Meta.Counter)
	if s.inSize && !s.inPin {
		v = s.findSizeVar(name, f.Context, f.Meta.Counter)
	}
	if v == nil {
		return s.undefinedVariable(f, name, e)
	}
	s.uses[v.Version-1].used = true
	if name[0] == '_' && len(name) > 1 && f.Context == quoted.Nil {
		s.warnUnderscored(f, name, e)
	}
	return s.versioned(f, v.Version), e
}

// versioned is f with a version. Variables are so many that they are made in batches.
func (s *scope) versioned(f *form, version int32) *form {
	n := s.x.forms.New()
	*n = *f
	n.Meta.Version = version
	return n
}

func (s *scope) warnUnderscored(f *form, name string, e *env) {
	if compilerVar(name) {
		return
	}
	s.warn(f.Meta, e, `the underscored variable "`+name+`" is used after being set. A leading underscore indicates that the value of the variable should be ignored. If this is intended please rename the variable to remove the underscore`)
}

func (s *scope) expandBinding(f *form, name string, e *env) node {
	if v := s.read.Find(name, f.Context, f.Meta.Counter); v != nil {
		if v.Version >= s.matchBase {
			s.uses[v.Version-1].used = true
			if name[0] == '_' && len(name) > 1 && f.Context == quoted.Nil && !compilerVar(name) {
				s.warn(f.Meta, e, `the underscored variable "`+name+`" appears more than once in a match. This means the pattern will only match if all "`+name+`" bind to the same value. If this is the intended behaviour, please remove the leading underscore from the variable name, otherwise give the variables different names`)
			}
			return s.versioned(f, v.Version)
		}
		return s.versioned(f, s.bind(name, f.Context, f.Meta.Counter, s.useAt(f, true)))
	}
	return s.versioned(f, s.bind(name, f.Context, f.Meta.Counter, s.useAt(f, false)))
}

func (s *scope) useAt(f *form, hides bool) varUse {
	_, generated := f.Meta.Get("generated")
	return varUse{line: f.Meta.Line, column: f.Meta.Column, hides: hides, generated: generated || f.Meta.Counter != 0}
}

func (s *scope) undefinedVariable(f *form, name string, e *env) (node, *env) {
	if v, ok := f.Meta.Get("if_undefined"); ok && v == quoted.Atom("apply") && !s.inPin {
		return s.expand(&form{Head: f.Head, Meta: f.Meta.Without("if_undefined")}, e)
	}
	if s.inPin {
		s.complain(f.Meta, e, utf8.RuneCountInString(name), `undefined variable ^`+name+`. No variable "`+name+`" has been defined before the current pattern`)
		return f, e
	}
	if s.host.VariablesMayCall() {
		s.warn(f.Meta, e, `variable "`+name+`" does not exist and is being expanded to "`+name+`()", please use parentheses to remove the ambiguity or change the variable name`)
		return s.expand(&form{Head: f.Head, Meta: f.Meta}, e)
	}
	text := `undefined variable "` + name + `"`
	if f.Context != quoted.Nil {
		text += " (context " + inspectAtom(f.Context) + ")"
	}
	d := f.Meta
	s.complain(d, e, utf8.RuneCountInString(name), text)
	return f, e
}

func (s *scope) expandCaller(f *form, e *env) (node, *env) {
	s.noMatch(f.Meta, e, "__CALLER__")
	if !s.caller {
		s.fail(f.Meta, e, "__CALLER__ is available only inside defmacro and defmacrop")
	}
	return f, e
}

func (s *scope) expandStacktrace(f *form, e *env) (node, *env) {
	s.noMatch(f.Meta, e, "__STACKTRACE__")
	if !s.stacktrace {
		s.fail(f.Meta, e, "__STACKTRACE__ is available only inside catch and rescue clauses of try expressions")
	}
	return f, e
}

const guardsHelp = ". To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html#guards"

func (s *scope) noMatch(meta quoted.Meta, e *env, what string) {
	switch e.Context {
	case macroenv.Match:
		s.fail(meta, e, "invalid pattern in match, "+what+" is not allowed in matches")
	}
}

func (s *scope) noMatchOrGuard(meta quoted.Meta, e *env, what string) {
	s.noMatch(meta, e, what)
	s.noGuard(meta, e, what)
}

// bodyOnly refuses a macro in patterns and guards, the way that macros of Kernel do.
func (s *scope) bodyOnly(meta quoted.Meta, e *env, what string) {
	switch e.Context {
	case macroenv.Match:
		s.raise(meta, e, "ArgumentError", "invalid expression in match, "+what+" is not allowed in patterns such as function clauses, case clauses or on the left side of the = operator")
	case macroenv.Guard:
		s.raise(meta, e, "ArgumentError", "invalid expression in guard, "+what+" is not allowed in guards. To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html")
	}
}

func (s *scope) noGuard(meta quoted.Meta, e *env, what string) {
	if e.Context == macroenv.Guard && s.inSize {
		s.fail(meta, e, what+" is not allowed inside a bitstring size specifier. The size specifier in matches works like guards"+guardsHelp)
	}
	if e.Context == macroenv.Guard {
		s.fail(meta, e, "invalid expression in guards, "+what+" is not allowed in guards"+guardsHelp)
	}
}

// expandMatch expands left = right.
func (s *scope) expandMatch(f *form, e *env) (node, *env) {
	s.noGuard(f.Meta, e, "=")
	var l, r node
	if e.Context == macroenv.Match {
		if v, ok := f.Args[0].(*form); ok && sameNode(v, f.Args[1]) {
			text := s.text(v)
			s.warn(v.Meta, &env{File: e.File}, "this pattern is matched against itself inside a match: "+text+" = "+text)
		}
		r, e = s.expand(f.Args[1], e)
		l, e = s.expand(f.Args[0], e)
		s.parallel = append(s.parallel, [2]node{l, r})
	} else {
		before := s.read
		r, e = s.expand(f.Args[1], e)
		s.matchMeta = f.Meta
		l, e = s.pattern(f.Args[0], before, e)
	}
	return s.x.form(f.Head, f.Meta, l, r), e
}

// pattern expands n as a pattern. before are the variables that a pin sees.
func (s *scope) pattern(n node, before *macroenv.Var, e *env) (node, *env) {
	if e.Context == macroenv.Match {
		return s.expand(n, e)
	}
	base, vars, parallel := s.matchBase, s.matchVars, s.parallel
	s.matchBase, s.matchVars, s.parallel = int32(len(s.uses))+1, before, nil
	out, em := s.expand(n, s.inContext(e, macroenv.Match))
	if len(s.parallel) > 0 {
		if _, isMatch := isForm(out, "=", 2); !isMatch || len(s.parallel) > 1 {
			s.checkRecursion(n, s.matchMeta, e)
		}
	}
	s.matchBase, s.matchVars, s.parallel = base, vars, parallel
	return out, s.outOfContext(em, e)
}

// sameLexical reports whether two environments differ in their context at most.
func sameLexical(a, b *env) bool {
	return len(a.Aliases) == len(b.Aliases) && len(a.Functions) == len(b.Functions) && len(a.Requires) == len(b.Requires) &&
		len(a.MacroAliases) == len(b.MacroAliases) && len(a.Macros) == len(b.Macros) && len(a.ContextModules) == len(b.ContextModules)
}

func (s *scope) expandPin(f *form, e *env) (node, *env) {
	if s.inSize && e.Context == macroenv.Guard {
		// The variables of a size stand for themselves.
		m := s.inContext(e, macroenv.Match)
		x, _ := s.expandPin(f, m)
		return x.(*form).Args[0], e
	}
	if e.Context != macroenv.Match {
		s.fail(f.Meta, e, "misplaced operator ^"+s.text(f.Args[0])+"\n\nThe pin operator ^ is supported only inside matches or inside custom macros. Make sure you are inside a match or all necessary macros have been required")
	}
	v, ok := f.Args[0].(*form)
	if !ok || !v.IsVar {
		s.fail(f.Meta, e, "invalid argument for unary operator ^, expected an existing variable, got: ^"+toString(f.Args[0]))
	}
	if varName(v) == "_" {
		s.complain(v.Meta, e, 1, "invalid use of _. _ can only be used inside patterns to ignore values and cannot be used in expressions. Make sure you are inside a pattern or change it accordingly")
		return v, e
	}
	s.inPin = true
	n, e := s.expand(v, e)
	s.inPin = false
	return s.x.form(f.Head, f.Meta, n), e
}

// expandBlock expands statements one after the other.
func (s *scope) expandBlock(f *form, e *env) (node, *env) {
	switch len(f.Args) {
	case 0:
		return quoted.Nil, e
	case 1:
		return s.expand(f.Args[0], e)
	}
	s.noMatchOrGuard(f.Meta, e, "a multi-line block")
	out := make([]node, len(f.Args))
	for i, n := range f.Args {
		if i < len(f.Args)-1 {
			n = s.withoutUniq(n, e)
		}
		out[i], e = s.expand(n, e)
		if i < len(f.Args)-1 {
			s.warnUseless(n, out[i], f.Meta, e)
		}
	}
	return s.x.forms.Put(form{Head: f.Head, Meta: f.Meta, Args: out}), e
}

// warnUseless warns about a statement without effect.
func (s *scope) warnUseless(n, expanded node, meta quoted.Meta, e *env) {
	switch n := n.(type) {
	case quoted.String, quoted.Int, quoted.Float, *big.Int:
		if g, ok := meta.Get("generated"); ok && g == quoted.True {
			return
		}
		d := diagnostic(diag.Warning, meta, e, 0, "code block contains unused literal "+toString(n)+" (remove the literal or assign it to _ to avoid warnings)")
		if meta.Line == 0 {
			d.Pos = diag.Pos{}
		}
		s.host.Report(d)
	case *form:
		s.warnIgnored(expanded, e)
		if x, ok := expanded.(*form); ok && n.IsVar && x.IsVar && n.Head == x.Head && x.Meta.Version != 0 {
			s.warnSpan(n.Meta, e, utf8.RuneCountInString(varName(n)), "variable "+varName(n)+" in code block has no effect as it is never returned (remove the variable or assign it to _ to avoid warnings)")
		}
		if at, ok := isForm(n, "@", 1); ok {
			if v, ok := at.Args[0].(*form); ok && (v.IsVar || len(v.Args) == 0) && isAtom(v.Head) {
				s.warn(n.Meta, e, "module attribute @"+varName(v)+" in code block has no effect as it is never returned (remove the attribute or assign it to _ to avoid warnings)")
			}
		}
	}
}

func varName(f *form) string { return string(f.Head.(atom)) }

// expandOpaque expands a term that quoted code cannot hold: a process identifier may stand in it all the same.
func (s *scope) expandOpaque(o *quoted.Opaque, e *env) node {
	if pid(o) {
		if e.Function != nil {
			s.warn(quoted.Meta{}, e, "cannot compile PID "+s.inspected(o)+" inside quoted expression for function "+nameArity(e.Function.Name, e.Function.Arity))
		}
		return s.x.erlang(quoted.Meta{}, "binary_to_term", quoted.String(o.Term.([]byte)))
	}
	d := diagnostic(diag.Error, quoted.Meta{}, &env{File: e.File}, 0, "invalid quoted expression: "+s.inspected(o)+"\n\nPlease make sure your quoted expressions are made of valid AST nodes. If you would like to introduce a value into the AST, such as a four-element tuple or a map, make sure to call Macro.escape/1 before")
	throw(&d)
	return nil
}
