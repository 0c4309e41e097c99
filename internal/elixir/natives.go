package elixir

import (
	"joist/internal/bif"
	"joist/internal/expand"
	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/term"
	"strings"
)

// registerNatives makes the functions known that expanded code calls; see the comment of package
// expand for what each does.
func (comp *Compiler) registerNatives() {
	bif.RegisterTable(comp.node, []bif.Native{
		{Module: "elixir_module", Function: "compile", Arity: 3, Run: dirty(moduleCompile)},
		{Module: "elixir_def", Function: "store", Arity: 1, Run: dirty(defStore)},
		{Module: "elixir_def", Function: "store", Arity: 3, Run: dirty(defStoreQuoted)},
		{Module: "elixir_attribute", Function: "put", Arity: 4, Run: dirty(attributePut)},
		{Module: "elixir_attribute", Function: "typespec", Arity: 3, Run: dirty(attributeTypespec)},
		{Module: "elixir_attribute", Function: "declare", Arity: 4, Run: dirty(attributeDeclare)},
		{Module: "elixir_attribute", Function: "get", Arity: 3, Run: dirty(attributeGet)},
		{Module: "elixir_struct", Function: "define", Arity: 3, Run: dirty(structDefine)},
		{Module: "elixir_overridable", Function: "mark", Arity: 2, Run: dirty(overridableMark)},
		{Module: "elixir_protocol", Function: "impl", Arity: 3, Run: protocolImpl},
		{Module: "elixir_quote", Function: "escape", Arity: 3, Run: quoteEscape},
		{Module: "elixir_quote", Function: "list", Arity: 2, Run: quoteList},
		{Module: "elixir_quote", Function: "shallow_validate_ast", Arity: 1, Run: quoteValidate},
		{Module: "elixir_quote", Function: "linify_with_context_counter", Arity: 3, Run: dirty(quoteLinify)},
		{Module: "elixir_quote", Function: "has_unquotes", Arity: 1, Run: dirty(quoteHasUnquotes)},
		{Module: "elixir_quote", Function: "tail_list", Arity: 2, Run: quoteTailList},
		{Module: "elixir_quote", Function: "dot", Arity: 6, Run: quoteDot},
		{Module: "elixir_quote", Function: "validate_runtime", Arity: 2, Run: dirty(quoteOption)},
	})
	bif.RegisterTable(comp.node, moduleFunctionNatives())
	bif.RegisterTable(comp.node, codeNatives())
	bif.RegisterTable(comp.node, macroNatives())
	bif.RegisterTable(comp.node, expandNatives())
	bif.RegisterTable(comp.node, jobNatives())
	bif.RegisterTable(comp.node, loadingNatives())
	bif.RegisterTable(comp.node, pathNatives())
	bif.RegisterTable(comp.node, crashNatives())
}

// dirty makes a native of a function that compiles: it runs where it may block and call back. The
// arguments are valid until its first call back.
func dirty(f func(h *Session, args []term.Term) (term.Term, error)) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
			comp := Of(c.Node)
			h := comp.newSession(c)
			defer h.close()
			t, err := f(h, args)
			if err != nil {
				return comp.raise(c, h.refusal(err))
			}
			return t
		}, args...)
	}
}

// moduleCompile is :elixir_module.compile(handle, name, vars).
func moduleCompile(h *Session, args []term.Term) (term.Term, error) {
	if t := args[1]; !t.IsAtom() || t == term.AtomNil || t == term.AtomTrue || t == term.AtomFalse || strings.ContainsAny(h.name(t), "/\\") {
		text, err := h.inspect(t)
		if err != nil {
			return term.None, err
		}
		return term.None, argumentError("invalid module name: " + text)
	}
	name := quoted.Atom(h.name(args[1]))
	var vars []term.Term
	for l := args[2]; l.IsCons(); l = l.Cdr() {
		vars = append(vars, l.Car())
	}
	var values []byte
	if len(vars) > 0 {
		var err error
		if values, err = h.encode(h.c.TupleFrom(vars)); err != nil {
			return term.None, err
		}
	}
	d, err := h.defineModule(h.deferredAt(args[0].SmallValue()), name, values)
	if err != nil {
		return term.None, err
	}
	return h.value(d)
}

func defStore(h *Session, args []term.Term) (term.Term, error) {
	return h.store(h.deferredAt(args[0].SmallValue()), nil, nil)
}

func defStoreQuoted(h *Session, args []term.Term) (term.Term, error) {
	call, err := fromTerm(h.node.Atoms, args[1])
	if err != nil {
		return term.None, err
	}
	var body quoted.Node
	if args[2] != term.AtomNil {
		if body, err = fromTerm(h.node.Atoms, args[2]); err != nil {
			return term.None, err
		}
	}
	return h.store(h.deferredAt(args[0].SmallValue()), call, body)
}

// store adds a clause to the module being defined and gives {name, arity}.
func (h *Session) store(d *expand.Deferred, call, body quoted.Node) (term.Term, error) {
	if d == nil {
		return term.None, argumentError("cannot define this: its module is already compiled")
	}
	na, err := h.x.Store(d, call, body)
	if err != nil {
		return term.None, err
	}
	name, err := h.atom(na.Name)
	if err != nil {
		return term.None, err
	}
	return h.c.Tuple2(name, term.Small(int64(na.Arity))), nil
}

// builderArg is the module being defined that a native's first argument names.
func (h *Session) builderArg(t term.Term) (*expand.Builder, error) {
	if t.IsAtom() {
		if b := h.Builder(quoted.Atom(h.name(t))); b != nil {
			return b, nil
		}
	}
	return nil, argumentError("could not call Module function because the module " + term.Format(t, h.node.Atoms) + " is already compiled")
}

func attributePut(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	if b.ReadOnly {
		return term.None, argumentError("could not call Module.put_attribute/3 because the module " + quoted.InspectAtom(string(b.Name)) + " is in read-only mode (@after_compile)")
	}
	name, line, given := h.name(args[1]), int32(args[3].SmallValue()), args[2]
	if documentary(name) && given.IsTupleOf(2) && given.TupleElem(0).IsSmall() {
		line, given = int32(given.TupleElem(0).SmallValue()), given.TupleElem(1)
	}
	value, err := termToLiteral(h.node.Atoms, given)
	if err != nil {
		return term.None, err
	}
	return term.AtomOk, h.x.PutAttribute(b, name, value, line)
}

// attributeTypespec is :elixir_attribute.typespec(module, handle, quoted), for typespecs with unquote fragments.
func attributeTypespec(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	code, err := fromTerm(h.node.Atoms, args[2])
	if err != nil {
		return term.None, err
	}
	h.x.Typespec(b, args[1].SmallValue(), code)
	return term.AtomOk, nil
}

// attributeDeclare is :elixir_attribute.declare(module, kind, {name, arity}, line), for @type and its kin.
func attributeDeclare(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	na, err := termToLiteral(h.node.Atoms, args[2])
	if err != nil {
		return term.None, err
	}
	h.x.Declare(b, h.name(args[1]), na, int32(args[3].SmallValue()))
	return term.AtomOk, nil
}

func attributeGet(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	return h.literalToTerm(&h.c.Builder, h.x.ReadAttribute(b, h.name(args[1]), int32(args[2].SmallValue())))
}

func structDefine(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	fields, err := termToLiteral(h.node.Atoms, args[1])
	if err != nil {
		return term.None, err
	}
	value, err := h.x.DefineStruct(b, fields, int32(args[2].SmallValue()))
	if err != nil {
		return term.None, err
	}
	return h.literalToTerm(&h.c.Builder, value)
}

func overridableMark(h *Session, args []term.Term) (term.Term, error) {
	b, err := h.builderArg(args[0])
	if err != nil {
		return term.None, err
	}
	names, err := termToLiteral(h.node.Atoms, args[1])
	if err != nil {
		return term.None, err
	}
	return term.AtomOk, h.x.MakeOverridable(b, names)
}
