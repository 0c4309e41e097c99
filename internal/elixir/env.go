package elixir

import (
	"joist/internal/macroenv"
	"joist/internal/maps"
	"joist/internal/quoted"
	"joist/internal/term"
)

// env builds the %Macro.Env{} of e.
func (w *termWriter) env(e *macroenv.Env) term.Term {
	str := func(s string) term.Term { return w.b.BinaryString(s) }
	function := term.AtomNil
	if e.Function != nil {
		function = w.b.Tuple2(w.atom(e.Function.Name), term.Small(int64(e.Function.Arity)))
	}
	module := term.AtomNil
	if e.Module != "" {
		module = w.atom(string(e.Module))
	}
	context := [...]string{"nil", "match", "guard"}[e.Context]
	tracker, tracers := term.AtomNil, term.Nil
	if e.Trace != nil {
		tracers = w.atoms_(e.Trace.Modules)
		if e.Trace.Tracker != nil {
			tracker = w.node(e.Trace.Tracker)
		}
	}
	pairs := []term.Term{
		w.atom("__struct__"), w.atom("Elixir.Macro.Env"),
		w.atom("aliases"), w.aliases(e.Aliases),
		w.atom("context"), w.atom(context),
		w.atom("context_modules"), w.atoms_(e.ContextModules),
		w.atom("file"), str(e.File),
		w.atom("function"), function,
		w.atom("functions"), w.imports(e.Functions),
		w.atom("lexical_tracker"), tracker,
		w.atom("line"), term.Small(int64(e.Line)),
		w.atom("macro_aliases"), w.macroAliases(e.MacroAliases),
		w.atom("macros"), w.imports(e.Macros),
		w.atom("module"), module,
		w.atom("requires"), w.atoms_(e.Requires),
		w.atom("tracers"), tracers,
		w.atom("versioned_vars"), w.vars(e.Vars),
	}
	return maps.FromPairs(w.b, pairs)
}

func (w *termWriter) atoms_(names []quoted.Atom) term.Term {
	elems := make([]term.Term, len(names))
	for i, n := range names {
		elems[i] = w.atom(string(n))
	}
	return w.b.List(elems, term.Nil)
}

func (w *termWriter) aliases(list []macroenv.Alias) term.Term {
	elems := make([]term.Term, len(list))
	for i, a := range list {
		elems[i] = w.b.Tuple2(w.atom(string(a.Name)), w.atom(string(a.Target)))
	}
	return w.b.List(elems, term.Nil)
}

func (w *termWriter) macroAliases(list []macroenv.MacroAlias) term.Term {
	elems := make([]term.Term, len(list))
	for i, a := range list {
		elems[i] = w.b.Tuple2(w.atom(string(a.Name)), w.b.Tuple2(w.b.Int(a.Counter), w.atom(string(a.Target))))
	}
	return w.b.List(elems, term.Nil)
}

func (w *termWriter) vars(v *macroenv.Var) term.Term {
	var pairs []term.Term
	for _, v := range v.All() {
		context := w.atom(string(v.Context))
		if v.Counter != 0 {
			context = w.b.Int(v.Counter)
		}
		pairs = append(pairs, w.b.Tuple2(w.atom(v.Name), context), term.Small(int64(v.Version-1)))
	}
	return maps.FromPairs(w.b, pairs)
}
