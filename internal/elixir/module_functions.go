package elixir

import (
	"joist/internal/bif"
	"joist/internal/expand"
	"joist/internal/quoted"
	"joist/internal/term"
)

// moduleFunctionNatives are what Elixir's Module does to a module that is being defined.
func moduleFunctionNatives() []bif.Native {
	return []bif.Native{
		{Module: "elixir_module", Function: "open", Arity: 1, Run: dirty(moduleOpen)},
		{Module: "elixir_module", Function: "defines", Arity: 3, Run: dirty(moduleDefines)},
		{Module: "elixir_module", Function: "definitions", Arity: 1, Run: dirty(moduleDefinitions)},
		{Module: "elixir_module", Function: "delete_definition", Arity: 3, Run: dirty(moduleDeleteDefinition)},
		{Module: "elixir_module", Function: "overridable", Arity: 3, Run: dirty(moduleOverridable)},
		{Module: "elixir_module", Function: "overridables", Arity: 1, Run: dirty(moduleOverridables)},
		{Module: "elixir_module", Function: "add_doc", Arity: 6, Run: dirty(moduleAddDoc)},
		{Module: "elixir_attribute", Function: "find", Arity: 2, Run: dirty(attributeFind)},
		{Module: "elixir_attribute", Function: "has", Arity: 2, Run: dirty(attributeHas)},
		{Module: "elixir_attribute", Function: "delete", Arity: 2, Run: dirty(attributeDelete)},
		{Module: "elixir_attribute", Function: "register", Arity: 4, Run: dirty(attributeRegister)},
		{Module: "elixir_attribute", Function: "list", Arity: 1, Run: dirty(attributeList)},
	}
}

// moduleOpen is :elixir_module.open(module): is it being defined?
func moduleOpen(h *Session, args []term.Term) (term.Term, error) {
	return truth(args[0].IsAtom() && h.Builder(quoted.Atom(h.name(args[0]))) != nil), nil
}

// definitionArgs are module, name and arity.
func definitionArgs(h *Session, args []term.Term) (*expand.Builder, string, int, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return nil, "", 0, err
	}
	if !args[1].IsAtom() || !args[2].IsSmall() {
		return nil, "", 0, argumentError("expected a name and an arity")
	}
	return b, h.name(args[1]), int(args[2].SmallValue()), nil
}

// moduleDefines is :elixir_module.defines(module, name, arity): :def, :defp, :defmacro, :defmacrop or nil.
func moduleDefines(h *Session, args []term.Term) (term.Term, error) {
	b, name, arity, err := definitionArgs(h, args)
	if err != nil {
		return term.None, err
	}
	kind, ok := b.Defines(name, arity)
	if !ok {
		return term.AtomNil, nil
	}
	return h.atom(kind.String())
}

// moduleDefinitions is :elixir_module.definitions(module): a list of {name, arity, kind}.
func moduleDefinitions(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	var out []term.Term
	for _, d := range b.Definitions() {
		name, err := h.atom(d.Name)
		if err != nil {
			return term.None, err
		}
		kind, err := h.atom(d.Kind.String())
		if err != nil {
			return term.None, err
		}
		out = append(out, h.c.Tuple(name, term.Small(int64(d.Arity)), kind))
	}
	return h.c.List(out, term.Nil), nil
}

func moduleDeleteDefinition(h *Session, args []term.Term) (term.Term, error) {
	b, name, arity, err := definitionArgs(h, args)
	if err != nil {
		return term.None, err
	}
	return truth(b.Delete(name, arity)), nil
}

// moduleOverridable is :elixir_module.overridable(module, name, arity).
func moduleOverridable(h *Session, args []term.Term) (term.Term, error) {
	b, name, arity, err := definitionArgs(h, args)
	if err != nil {
		return term.None, err
	}
	return truth(b.Overridable(name, arity)), nil
}

// moduleOverridables is :elixir_module.overridables(module): a list of {name, arity}.
func moduleOverridables(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	var out []term.Term
	for _, n := range b.Overridables() {
		out = append(out, h.c.Tuple2(w.atom(n.Name), term.Small(int64(n.Arity))))
	}
	return h.c.List(out, term.Nil), w.err
}

// moduleAddDoc is :elixir_module.add_doc(module, line, kind, name, arity, doc).
func moduleAddDoc(h *Session, args []term.Term) (term.Term, error) {
	b, name, arity, err := definitionArgs(h, []term.Term{args[0], args[3], args[4]})
	if err != nil {
		return term.None, err
	}
	d := expand.Doc{Kind: "function", Name: name, Arity: arity, Line: int32(args[1].SmallValue())}
	if args[2].IsAtom() && h.name(args[2]) == "defmacro" {
		d.Kind = "macro"
	}
	if d.Value, err = termToLiteral(h.node.Atoms, args[5]); err != nil {
		return term.None, err
	}
	b.AddDoc(d)
	return term.AtomOk, nil
}

// attributeArgs are module and name.
func attributeArgs(h *Session, args []term.Term) (*expand.Builder, string, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return nil, "", err
	}
	if !args[1].IsAtom() {
		return nil, "", argumentError("expected the name of an attribute")
	}
	return b, h.name(args[1]), nil
}

// attributeFind is :elixir_attribute.find(module, name): {:ok, value} or :error.
func attributeFind(h *Session, args []term.Term) (term.Term, error) {
	b, name, err := attributeArgs(h, args)
	if err != nil {
		return term.None, err
	}
	if err := h.x.TraceAttribute(b, name, 0); err != nil {
		return term.None, err
	}
	value, set := b.Attribute(name)
	if !set {
		return term.AtomError, nil
	}
	t, err := h.literalToTerm(&h.c.Builder, value)
	if err != nil {
		return term.None, err
	}
	if documentary(name) {
		t = h.c.Tuple2(term.Small(int64(b.AttributeLine(name))), t)
	}
	return h.c.Tuple2(term.AtomOk, t), nil
}

// documentary tells whether an attribute holds documentation, which goes with its line: {line, text}.
func documentary(name string) bool { return name == "doc" || name == "moduledoc" || name == "typedoc" }

func attributeHas(h *Session, args []term.Term) (term.Term, error) {
	b, name, err := attributeArgs(h, args)
	if err != nil {
		return term.None, err
	}
	return truth(b.HasAttribute(name)), nil
}

// attributeDelete is :elixir_attribute.delete(module, name): the value that it had.
func attributeDelete(h *Session, args []term.Term) (term.Term, error) {
	b, name, err := attributeArgs(h, args)
	if err != nil {
		return term.None, err
	}
	return h.literalToTerm(&h.c.Builder, b.DeleteAttribute(name))
}

// attributeRegister is :elixir_attribute.register(module, name, accumulate, persist).
func attributeRegister(h *Session, args []term.Term) (term.Term, error) {
	b, name, err := attributeArgs(h, args)
	if err != nil {
		return term.None, err
	}
	b.RegisterAttribute(name, args[2] == term.AtomTrue, args[3] == term.AtomTrue)
	return term.AtomOk, nil
}

// attributeList is :elixir_attribute.list(module): the names.
func attributeList(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	var out []term.Term
	for _, name := range b.Attributes() {
		t, err := h.atom(name)
		if err != nil {
			return term.None, err
		}
		out = append(out, t)
	}
	return h.c.List(out, term.Nil), nil
}

// truth is the atom of a boolean.
func truth(b bool) term.Term {
	if b {
		return term.AtomTrue
	}
	return term.AtomFalse
}
