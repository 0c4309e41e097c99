package elixir

import (
	"errors"
	"maps"
	"slices"

	"joist/internal/bif"
	"joist/internal/quoted"
	"joist/internal/term"
)

// macroNatives are what the modules Macro and Module need of the expander.
func macroNatives() []bif.Native {
	return []bif.Native{
		{Module: "elixir_macro", Function: "expand_once", Arity: 2, Run: dirty(macroExpandOnce)},
		{Module: "elixir_macro", Function: "counter", Arity: 0, Run: dirty(macroCounter)},
		{Module: "elixir_macro", Function: "lookup_import", Arity: 3, Run: dirty(macroLookupImport)},
		{Module: "elixir_module", Function: "compiler_modules", Arity: 0, Run: dirty(moduleCompilerModules)},
		{Module: "elixir_module", Function: "definition", Arity: 3, Run: dirty(moduleDefinition)},
		{Module: "elixir_module", Function: "struct", Arity: 1, Run: dirty(moduleStruct)},
		{Module: "elixir_module", Function: "spec_to_callback", Arity: 3, Run: dirty(moduleSpecToCallback)},
		{Module: "elixir_module", Function: "callbacks", Arity: 1, Run: dirty(moduleCallbacks)},
	}
}

// macroExpandOnce is :elixir_macro.expand_once(quoted, env): {quoted, changed?}.
func macroExpandOnce(h *Session, args []term.Term) (term.Term, error) {
	if !args[0].IsTupleOf(3) {
		return h.c.Tuple2(args[0], term.AtomFalse), nil
	}
	code, err := fromTerm(h.node.Atoms, args[0])
	if err != nil {
		return term.None, err
	}
	env, err := h.envFromTerm(args[1])
	if err != nil {
		return term.None, argumentError(err.Error())
	}
	out, same, err := h.x.ExpandMacroOnce(env, code)
	if err != nil {
		return term.None, err
	}
	t, err := h.toTerm(&h.c.Builder, out)
	if err != nil {
		return term.None, err
	}
	return h.c.Tuple2(t, truth(!same)), nil
}

// macroCounter is :elixir_macro.counter(): a number never given before.
func macroCounter(h *Session, _ []term.Term) (term.Term, error) {
	return h.c.Int(h.Counter()), nil
}

// macroLookupImport is :elixir_macro.lookup_import(module, kind, filter): the names that a module offers
// for import, as two lists {functions, macros} of {name, arity}, or nil without such a module.
func macroLookupImport(h *Session, args []term.Term) (term.Term, error) {
	info := h.Module(quoted.Atom(h.name(args[0])))
	if info == nil {
		return term.AtomNil, nil
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	var functions, macros []term.Term
	for _, n := range info.Functions {
		functions = append(functions, h.c.Tuple2(w.atom(n.Name), term.Small(int64(n.Arity))))
	}
	for _, n := range info.Macros {
		macros = append(macros, h.c.Tuple2(w.atom(n.Name), term.Small(int64(n.Arity))))
	}
	out := h.c.Tuple2(h.c.List(functions, term.Nil), h.c.List(macros, term.Nil))
	return out, w.err
}

// moduleCompilerModules is :elixir_module.compiler_modules(): the modules that are being defined.
func moduleCompilerModules(h *Session, _ []term.Term) (term.Term, error) {
	h.mu.Lock()
	names := slices.Sorted(maps.Keys(h.builders))
	h.mu.Unlock()
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	out := w.atoms_(names)
	return out, w.err
}

// moduleDefinition is :elixir_module.definition(module, name, arity): {kind, meta, clauses} with clauses
// {meta, patterns, guards, body} of expanded code, or nil.
func moduleDefinition(h *Session, args []term.Term) (term.Term, error) {
	b, name, arity, err := definitionArgs(h, args)
	if err != nil {
		return term.None, err
	}
	d := b.Definition(name, arity)
	if d == nil {
		return term.AtomNil, nil
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h, versions: true}
	var clauses []term.Term
	for _, c := range d.Clauses {
		clauses = append(clauses, h.c.Tuple(w.meta(c.Meta), w.list(c.Args), w.list(c.Guards), w.node(c.Body)))
	}
	out := h.c.Tuple(w.atom(d.Kind.String()), w.meta(d.Meta), h.c.List(clauses, term.Nil))
	return out, w.err
}

// moduleStruct is :elixir_module.struct(module): the struct that a module being defined has so far.
func moduleStruct(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	info := b.Struct()
	if info == nil {
		return term.None, argumentError("could not load struct information for " + quoted.InspectAtom(h.name(args[0])))
	}
	fields := []quoted.Node{&quoted.Pair{Left: quoted.Atom("__struct__"), Right: b.Name}}
	for _, p := range info.Fields {
		fields = append(fields, p)
	}
	return h.literalToTerm(&h.c.Builder, quoted.Call("%{}", quoted.Meta{}, fields...))
}

// moduleSpecToCallback is :elixir_module.spec_to_callback(module, name, arity): was there a @spec?
func moduleSpecToCallback(h *Session, args []term.Term) (term.Term, error) {
	b, name, arity, err := definitionArgs(h, args)
	if err != nil {
		return term.None, err
	}
	return truth(b.SpecToCallback(name, arity)), nil
}

// moduleCallbacks is :elixir_module.callbacks(module): [{kind, name, arity}] that it declares so far.
func moduleCallbacks(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	var list []term.Term
	for _, s := range b.Typespecs() {
		kind, err1 := h.atom(s.Kind)
		name, err2 := h.atom(s.Name)
		if err := errors.Join(err1, err2); err != nil {
			return term.None, err
		}
		list = append(list, h.c.Tuple3(kind, name, term.Small(int64(s.Arity))))
	}
	return h.c.List(list, term.Nil), nil
}
