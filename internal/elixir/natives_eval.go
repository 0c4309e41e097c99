package elixir

import (
	"sort"

	"joist/internal/codegen"
	"joist/internal/loader"
	"joist/internal/macroenv"
	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/term"
)

// Running code that a program has, as text or quoted, goes in three steps, which :joist_eval (lib/erlang) takes: code is
// prepared, which makes a function of it in a module of its own; the process calls that function as any other; and the module is
// released. So only the first step is the compiler's, and for small code that needs nothing but what is loaded it is done where
// the process runs (quick).

// codePrepare is :elixir_code.prepare(quoted, binding, env, flags): {module, values, names, env, file, handles}. The function
// __FILE__/1 of the module takes the values and gives {value, values of the variables}, whose names, in the order of a
// binding, are names; env is the environment after the code. file and handles are for release.
//
// A binding is a list of {name, value} and {{name, context}, value}; it takes the place of the environment's variables.
// flags are atoms: lines gives what has no line that of env, for code that a program made; prune leaves out the variables that
// the code neither binds nor uses; no_env has nil in the place of the environment.
func codePrepare(h *Session, args []term.Term) (term.Term, error) {
	var lines, prune, noEnv bool
	for l := args[3]; l.IsCons(); l = l.Cdr() {
		switch h.name(l.Car()) {
		case "lines":
			lines = true
		case "prune":
			prune = true
		case "no_env":
			noEnv = true
		}
	}
	code, err := fromTerm(h.node.Atoms, args[0])
	if err != nil {
		return term.None, err
	}
	env, err := h.envFromTerm(args[2])
	if err != nil {
		return term.None, argumentError(err.Error())
	}
	if env.Module != "" {
		h.mayWait() // expansion changes a module that is being defined
	}
	if lines && env.Line > 0 {
		code = withLine(code, env.Line)
	}
	in, scope, values, err := h.readBinding(args[1])
	if err != nil {
		return term.None, err
	}
	// Expansion may call macros, which moves terms.
	held := !h.quick && len(in) > 0
	if held {
		h.holdBinding(values)
		defer func() {
			if held {
				h.takeBinding()
			}
		}()
	}
	expanded, after, err := h.x.ExpandExpr(env.WithVars(scope), code)
	if err != nil {
		return term.None, err
	}
	if h.errors > 0 {
		return term.None, h.refused(env.File, "")
	}
	out := variablesAfter(expanded, after, prune)
	after = numbered(after, out)
	sort.Slice(out, func(i, j int) bool { return descending(&out[i], &out[j]) })
	module, err := h.loadExpression(&codegen.EvalInput{
		Function: "__FILE__", File: h.Relative(env.File), Line: int(env.Line), Expr: expanded, In: in, Out: out,
	}, env.File)
	if err != nil {
		return term.None, err
	}
	switch {
	case held:
		held = false
		values = h.takeBinding()
	case len(in) == 0:
		values = h.c.Tuple()
	}
	envTerm := term.AtomNil
	if !noEnv {
		if envTerm, err = h.envTerm(after); err != nil {
			return term.None, err
		}
	}
	file := term.AtomNil
	if env.Module == "" {
		file = h.c.BinaryString(env.File)
	}
	return h.c.Tuple(module, values, h.bindingNames(out), envTerm, file, h.keepOnce()), nil
}

// loadExpression makes a module of an expression, whose code diagnostics say to be of file.
func (h *Session) loadExpression(in *codegen.EvalInput, file string) (term.Term, error) {
	in.Module = h.evalName()
	m, diags, err := h.compileEval(in)
	for _, d := range diags {
		h.Report(d)
	}
	if err != nil {
		return term.None, err
	}
	if m == nil {
		return term.None, h.refused(file, "")
	}
	loaded, err := loader.Load(h.node.Code, m)
	if err != nil {
		return term.None, err
	}
	return loaded.Name, nil
}

// keepOnce lists the handles that this session would drop when it ends: the code that they are for runs after it.
func (h *Session) keepOnce() term.Term {
	list := term.Nil
	for _, handle := range h.once {
		list = h.c.Cons(h.c.Int(handle), list)
	}
	h.once = nil
	return list
}

// codeRelease is :elixir_code.release(module, file, handles): it takes away the module of code that has run, unless funs
// may lead to it, and tells whether the modules that the code has defined make calls to check.
func codeRelease(c *proc.Ctx, args []term.Term) term.Term {
	comp := Of(c.Node)
	for l := args[2]; l.IsCons(); l = l.Cdr() {
		comp.deferred.Delete(l.Car().SmallValue())
	}
	comp.unloadExpression(args[0])
	if !args[1].IsBinary() {
		return term.AtomFalse
	}
	return term.Bool(comp.pendingCalls(string(args[1].BinaryBytes())))
}

// unloadExpression takes away the module of an expression, unless there are funs that may lead to it, and keeps its name for
// another one.
func (comp *Compiler) unloadExpression(module term.Term) {
	loaded := comp.node.Code.Module(module)
	if loaded == nil || len(loaded.Funs) > 0 {
		return
	}
	comp.node.Code.Unload(loaded)
	comp.mu.Lock()
	comp.evalNames = append(comp.evalNames, comp.name(module))
	comp.mu.Unlock()
}

// codeCheckCalls is :elixir_code.check_calls(file).
func codeCheckCalls(h *Session, args []term.Term) (term.Term, error) {
	file, err := text(args[0])
	if err != nil {
		return term.None, err
	}
	h.checkCalls(file)
	return term.AtomOk, nil
}

// variablesAfter lists the variables that there are after code; those that it does not use by itself are left out when
// they are to be pruned.
func variablesAfter(expanded quoted.Node, after *macroenv.Env, prune bool) (out []codegen.EvalVar) {
	var used map[int32]bool
	if prune {
		used = map[int32]bool{}
		noteOwnVariables(expanded, used)
	}
	for _, v := range after.Vars.All() {
		if v.Counter != 0 || used != nil && !used[v.Version] {
			continue // a macro's own, or pruned
		}
		out = append(out, codegen.EvalVar{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version})
	}
	return out
}

// noteOwnVariables adds the versions of the variables that code binds or uses by itself, not only by the modules that it
// defines.
func noteOwnVariables(n quoted.Node, versions map[int32]bool) {
	if f, ok := n.(*quoted.Form); ok && !f.IsVar {
		if isModuleCompile(f) {
			return
		}
		noteOwnVariables(f.Head, versions)
		for _, a := range f.Args {
			noteOwnVariables(a, versions)
		}
		return
	}
	if l, ok := n.(quoted.List); ok {
		for _, a := range l {
			noteOwnVariables(a, versions)
		}
		return
	}
	if p, ok := n.(*quoted.Pair); ok {
		noteOwnVariables(p.Left, versions)
		noteOwnVariables(p.Right, versions)
		return
	}
	noteVariables(n, versions)
}

// numbered gives the variables of an environment new versions, from the first on.
func numbered(env *macroenv.Env, vars []codegen.EvalVar) *macroenv.Env {
	var scope *macroenv.Var
	for i, v := range vars {
		scope = &macroenv.Var{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: int32(i + 1), Prev: scope}
	}
	return env.WithVars(scope)
}

// descending is the order of a binding, which Elixir gives with the names in descending order.
func descending(a, b *codegen.EvalVar) bool {
	if a.Name != b.Name {
		return a.Name > b.Name
	}
	return a.Context > b.Context || a.Context == b.Context && a.Counter > b.Counter
}

// bindingNames lists variables as a binding names them.
func (h *Session) bindingNames(vars []codegen.EvalVar) term.Term {
	list := make([]term.Term, len(vars))
	for i, v := range vars {
		key := h.mustAtom(v.Name)
		switch {
		case v.Counter != 0:
			key = h.c.Tuple2(key, h.c.Int(v.Counter))
		case v.Context != quoted.Nil:
			key = h.c.Tuple2(key, h.mustAtom(string(v.Context)))
		}
		list[i] = key
	}
	return h.c.List(list, term.Nil)
}

// bindingKey is where the process's dictionary holds the values of the variables of code that is being expanded,
// the innermost code first: expansion may call macros, which moves terms, and a large value is not copied so.
const bindingKey = "joist_eval_binding"

// holdBinding puts a tuple of values aside.
func (h *Session) holdBinding(values term.Term) {
	outer := h.c.DictGet(h.mustAtom(bindingKey))
	if outer == term.None {
		outer = term.Nil
	}
	h.c.DictPut(h.mustAtom(bindingKey), h.c.Cons(values, outer))
}

// takeBinding takes back the tuple that was put aside last.
func (h *Session) takeBinding() term.Term {
	held := h.c.DictErase(h.mustAtom(bindingKey))
	if !held.IsCons() {
		return h.c.Tuple()
	}
	if held.Cdr() != term.Nil {
		h.c.DictPut(h.mustAtom(bindingKey), held.Cdr())
	}
	return held.Car()
}

// readBinding reads variables, with the tuple of their values.
func (h *Session) readBinding(list term.Term) (in []codegen.EvalVar, scope *macroenv.Var, values term.Term, err error) {
	var ts []term.Term
	var index map[codegen.EvalVar]int
	for l := list; l.IsCons(); l = l.Cdr() {
		if !l.Car().IsTupleOf(2) {
			return nil, nil, term.None, argumentError("expected a binding to be a list of pairs")
		}
		key, value := l.Car().TupleElem(0), l.Car().TupleElem(1)
		v := codegen.EvalVar{Context: quoted.Nil}
		switch {
		case key.IsAtom():
			v.Name = h.name(key)
		case key.IsTupleOf(2) && key.TupleElem(0).IsAtom() && key.TupleElem(1).IsAtom():
			v.Name, v.Context = h.name(key.TupleElem(0)), quoted.Atom(h.name(key.TupleElem(1)))
		case key.IsTupleOf(2) && key.TupleElem(0).IsAtom() && key.TupleElem(1).IsSmall():
			v.Name, v.Counter, v.Context = h.name(key.TupleElem(0)), key.TupleElem(1).SmallValue(), ""
		default:
			return nil, nil, term.None, argumentError("expected the name of a variable in a binding")
		}
		if index == nil {
			index = map[codegen.EvalVar]int{}
		}
		if at, twice := index[v]; twice {
			ts[at] = value
			continue
		}
		index[v] = len(ts)
		in, ts = append(in, v), append(ts, value)
	}
	for i := range in {
		v := &in[i]
		v.Version = int32(i + 1)
		scope = &macroenv.Var{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version, Prev: scope}
	}
	return in, scope, h.c.TupleFrom(ts), nil
}

// withLine gives the nodes that have no line one.
func withLine(n quoted.Node, line int32) quoted.Node {
	switch n := n.(type) {
	case *quoted.Form:
		out := *n
		if out.Meta.Line == 0 {
			out.Meta.Line = line
		}
		out.Head = withLine(n.Head, line)
		if n.Args != nil {
			out.Args = withLines(n.Args, line)
		}
		return &out
	case *quoted.Pair:
		return &quoted.Pair{Left: withLine(n.Left, line), Right: withLine(n.Right, line)}
	case quoted.List:
		return quoted.List(withLines(n, line))
	}
	return n
}

func withLines(list []quoted.Node, line int32) []quoted.Node {
	out := make([]quoted.Node, len(list))
	for i, n := range list {
		out[i] = withLine(n, line)
	}
	return out
}
