package expand

import (
	"strings"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// dirname is the folder of a file's name.
func dirname(file string) string {
	i := strings.LastIndexByte(file, '/')
	switch {
	case i < 0:
		return "."
	case i == 0:
		return "/"
	}
	return file[:i]
}

// EscapeEnv gives code of the %Macro.Env{} that e is.
func EscapeEnv(e *macroenv.Env) quoted.Node { return escapeEnv(e) }

func escapeEnv(e *env) node {
	module := quoted.Nil
	if e.Module != "" {
		module = e.Module
	}
	var function node = quoted.Nil
	if e.Function != nil {
		function = pair(atom(e.Function.Name), quoted.Int(e.Function.Arity))
	}
	context := [...]atom{quoted.Nil, "match", "guard"}[e.Context]
	var tracker node = quoted.Nil
	var tracers []atom
	if e.Trace != nil {
		tracers = e.Trace.Modules
		if o, ok := e.Trace.Tracker.(*quoted.Opaque); ok {
			tracker = erlang(quoted.Meta{}, "binary_to_term", quoted.String(o.Term.([]byte)))
		}
	}
	aliases := make(quoted.List, len(e.Aliases))
	for i, a := range e.Aliases {
		aliases[i] = pair(a.Name, a.Target)
	}
	macroAliases := make(quoted.List, len(e.MacroAliases))
	for i, a := range e.MacroAliases {
		macroAliases[i] = pair(a.Name, pair(quoted.Int(a.Counter), a.Target))
	}
	var vars []node
	for _, v := range e.Vars.All() {
		var second node = v.Context
		if v.Counter != 0 {
			second = quoted.Int(v.Counter)
		}
		vars = append(vars, pair(pair(atom(v.Name), second), quoted.Int(v.Version-1)))
	}
	return &form{Head: atom("%{}"), Args: []node{
		key("__struct__", atom("Elixir.Macro.Env")),
		key("aliases", aliases),
		key("context", context),
		key("context_modules", atoms(e.ContextModules)),
		key("file", quoted.String(e.File)),
		key("function", function),
		key("functions", imports(e.Functions)),
		key("lexical_tracker", tracker),
		key("line", quoted.Int(e.Line)),
		key("macro_aliases", macroAliases),
		key("macros", imports(e.Macros)),
		key("module", module),
		key("requires", atoms(e.Requires)),
		key("tracers", atoms(tracers)),
		key("versioned_vars", &form{Head: atom("%{}"), Args: vars}),
	}}
}

func atoms(l []atom) quoted.List {
	out := make(quoted.List, len(l))
	for i, a := range l {
		out[i] = a
	}
	return out
}

func imports(l []macroenv.Import) quoted.List {
	out := make(quoted.List, len(l))
	for i, im := range l {
		names := make(quoted.List, len(im.Names))
		for j, na := range im.Names {
			names[j] = pair(atom(na.Name), quoted.Int(na.Arity))
		}
		out[i] = pair(im.Module, names)
	}
	return out
}

// expandOnce is Macro.expand_once.
func (s *scope) expandOnce(n node, e *env) (node, bool, error) {
	f, ok := n.(*form)
	if !ok {
		return n, true, nil
	}
	if f.IsVar {
		switch varName(f) {
		case "__MODULE__", "__DIR__":
			x, _ := s.expand(f, e)
			return x, false, nil
		case "__ENV__":
			if e.Context == macroenv.Match {
				return n, true, nil
			}
			return escapeEnv(e), false, nil
		}
		return n, true, nil
	}
	if name, ok := f.Head.(atom); ok {
		if name == "__aliases__" {
			if a := s.aliasAtom(f, e); a != "" {
				if e.Trace != nil {
					s.trace(e, "alias_reference", f.Meta, a)
				}
				return a, false, nil
			}
			if head, ok := f.Args[0].(*form); ok {
				// __MODULE__.Name
				if x, _, err := s.expandOnce(head, e); err == nil && isAtom(x) {
					return joinAlias(x.(atom), f.Args[1:]), false, nil
				}
			}
			return n, true, nil
		}
		if specialForm(string(name), len(f.Args)) {
			return n, true, nil
		}
		t := s.resolve(f.Meta, string(name), len(f.Args), e)
		switch t.kind {
		case importedMacro, hygienicImport:
			if e.Trace != nil && t.kind == importedMacro {
				s.trace(e, "imported_macro", f.Meta, t.receiver, name, quoted.Int(len(f.Args)))
			}
			return s.macroOnce(f, t.receiver, string(name), e)
		case localMacro:
			x, err := s.host.CallLocalMacro(s.envAt(f.Meta, e), s.builder, t.local, f.Args)
			return x, false, err
		}
		return n, true, nil
	}
	dot, ok := dotCall(f)
	if !ok || len(dot.Args) != 2 {
		return n, true, nil
	}
	receiver := dot.Args[0]
	if a, ok := isForm(receiver, "__aliases__", -1); ok {
		receiver = s.aliasAtom(a, e)
	}
	module, ok1 := receiver.(atom)
	name, ok2 := dot.Args[1].(atom)
	if v, ok := receiver.(*form); ok && ok2 && v.IsVar && varName(v) == "__ENV__" && len(f.Args) == 0 && e.Context != macroenv.Match {
		if field, ok := get(escapeEnv(e).(*form).Args, string(name)); ok {
			return field, false, nil
		}
	}
	if !ok1 || !ok2 || !s.required(module, f.Meta, e) {
		return n, true, nil
	}
	x, same, err := s.macroOnce(&form{Head: name, Meta: f.Meta, Args: f.Args}, module, string(name), e)
	if same {
		return n, true, err
	}
	if e.Trace != nil && err == nil {
		s.trace(e, "remote_macro", f.Meta, module, name, quoted.Int(len(f.Args)))
	}
	return x, false, err
}

// macroOnce calls a macro of a module. The macros of Kernel that are built in expand in one go.
func (s *scope) macroOnce(f *form, module atom, name string, e *env) (node, bool, error) {
	if !s.isMacro(module, name, len(f.Args)) {
		return f, true, nil
	}
	if module == kernelAtom {
		switch name {
		case "|>":
			if len(f.Args) == 2 {
				return s.pipeInto(f.Args[0], f.Args[1], f.Meta, e), false, nil
			}
		case "@":
			if s.builder == nil && e.Module != "" {
				s.raise(f.Meta, e, "ArgumentError", "could not call Module.get_attribute/2 because the module "+inspectAtom(e.Module)+
					" is already compiled. Use the Module.__info__/1 callback or Code.fetch_docs/1 instead")
			}
			return f, true, nil
		case "def", "defp", "defmacro", "defmacrop", "defmodule":
			return f, true, nil
		}
		if x := s.kernelOnce(f, name); x != nil {
			return x, false, nil
		}
		s.assumeVars(f)
		if x, _, ok := s.expandKernelMacro(f, name, e); ok {
			return x, false, nil
		}
	}
	x, err := s.host.CallMacro(s.envAt(f.Meta, e), module, name, f.Args)
	if err != nil {
		return nil, false, err
	}
	x = linify(x, f.Meta.Line, module, s.host.Counter())
	if v, ok := f.Meta.Get("generated"); ok && v == node(quoted.True) {
		x = generated(x)
	}
	return x, false, nil
}

// kernelOnce expands one of the control structures that other macros of Kernel make the form of, or
// returns nil.
func (s *scope) kernelOnce(f *form, name string) node {
	if len(f.Args) != 2 {
		return nil
	}
	if name == "||" || name == "&&" {
		x := &form{Head: atom("x"), Meta: quoted.Meta{Counter: s.host.Counter()}, IsVar: true, Context: kernelAtom}
		falsy := s.x.call(quoted.Meta{}, "when", x, s.x.kernel(quoted.Meta{}, "in", x, quoted.List{quoted.False, quoted.Nil}))
		no, yes := s.x.clause(quoted.Meta{}, f.Args[1], falsy), s.x.clause(quoted.Meta{}, x, x)
		if name == "&&" {
			no, yes = s.x.clause(quoted.Meta{}, x, falsy), s.x.clause(quoted.Meta{}, f.Args[1], quoted.Var("_", quoted.Meta{}, kernelAtom))
		}
		return s.x.call(quoted.Meta{}, "case", f.Args[0], doBlock(quoted.List{no, yes}))
	}
	opts, ok := keyword(f.Args[1])
	if !ok {
		return nil
	}
	do, hasDo := get(opts, "do")
	otherwise, hasElse := get(opts, "else")
	if !hasElse {
		otherwise = quoted.Nil
	}
	var m quoted.Meta
	switch {
	case !hasDo:
		return nil
	case name == "unless":
		m = m.With("context", kernelAtom).With("imports", quoted.List{s.x.pair(quoted.Int(2), kernelAtom)})
		return s.x.call(m, "if", f.Args[0], quoted.List{key("do", otherwise), key("else", do)})
	case name == "if":
		x := &form{Head: atom("x"), Meta: quoted.Meta{Counter: s.host.Counter()}, IsVar: true, Context: kernelAtom}
		falsy := s.x.call(m, "when", x, s.x.kernel(m, "in", x, quoted.List{quoted.False, quoted.Nil}))
		return s.x.call(m.With("optimize_boolean", quoted.True), "case", f.Args[0], doBlock(quoted.List{
			s.x.clause(m, otherwise, falsy), s.x.clause(m, do, quoted.Var("_", m, kernelAtom))}))
	}
	return nil
}

// generated marks the forms of n as code that a tool has made.
func generated(n node) node {
	switch n := n.(type) {
	case *form:
		out := *n
		out.Meta = n.Meta.With("generated", quoted.True)
		out.Head = generated(n.Head)
		out.Args = generated(quoted.List(n.Args)).(quoted.List)
		return &out
	case *quoted.Pair:
		return pair(generated(n.Left), generated(n.Right))
	case quoted.List:
		out := make(quoted.List, len(n))
		for i, a := range n {
			out[i] = generated(a)
		}
		return out
	}
	return n
}

// assumeVars makes the variables of n known that are not: code that is expanded out of its place may
// name any.
func (s *scope) assumeVars(n node) {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			name := varName(n)
			if s.read.Find(name, n.Context, n.Meta.Counter) == nil && !compilerVar(name) {
				s.bind(name, n.Context, n.Meta.Counter, varUse{used: true})
			}
			return
		}
		s.assumeVars(n.Head)
		for _, a := range n.Args {
			s.assumeVars(a)
		}
	case *quoted.Pair:
		s.assumeVars(n.Left)
		s.assumeVars(n.Right)
	case quoted.List:
		for _, a := range n {
			s.assumeVars(a)
		}
	}
}
