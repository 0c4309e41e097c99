package elixir

import (
	"errors"
	"fmt"
	"slices"

	"joist/internal/codegen"
	"joist/internal/expand"
	"joist/internal/macroenv"
	"joist/internal/quoted"
	"joist/internal/term"
)

// localCode is code of a macro of a module that is being defined, and what it was made of.
type localCode struct {
	module string
	parts  []localPart
}

// localPart is a definition with the number of clauses that it had.
type localPart struct {
	definition *expand.Definition
	clauses    int
}

// localMacros are those of one module by their definitions.
type localMacros map[*expand.Definition]localCode

// CallLocalMacro implements expand.Host: the macro and what it calls are compiled to a module of
// their own, again when one of them has got another clause.
func (h *Session) CallLocalMacro(env *macroenv.Env, b *expand.Builder, macro *expand.Definition, args []quoted.Node) (quoted.Node, error) {
	if b.Tainted() {
		return nil, h.refused(b.File, quoted.InspectAtom(string(b.Name)))
	}
	module, err := h.localCode(b, macro)
	if err != nil {
		return nil, err
	}
	out, err := h.callQuoted(module, macroPrefix+macro.Name, env, args)
	return out, h.expanding(err, env, b.Name, macro.Name, module, len(args))
}

// localCode is the name of a loaded module with the code of a macro.
func (h *Session) localCode(b *expand.Builder, macro *expand.Definition) (string, error) {
	reachable := b.Reachable(macro)
	parts := make([]localPart, len(reachable))
	for i, d := range reachable {
		parts[i] = localPart{d, len(d.Clauses)}
	}
	h.mu.Lock()
	made, ok := h.locals[b][macro]
	h.mu.Unlock()
	if ok && slices.Equal(made.parts, parts) {
		return made.module, nil
	}
	name := fmt.Sprintf("elixir_local_%d", h.evals.Add(1))
	in := &codegen.ModuleInput{Name: name, File: h.Relative(b.File), Line: int(b.Meta.Line)}
	for _, d := range reachable {
		in.Defs = append(in.Defs, h.definition(d, true))
	}
	for _, na := range b.Missing(reachable) {
		in.Defs = append(in.Defs, unavailable(b.Name, na))
	}
	if err := h.compileAndLoad(in); err != nil {
		return "", err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.locals[b] == nil {
		h.locals[b] = localMacros{}
	}
	h.locals[b][macro] = localCode{name, parts}
	return name, nil
}

// unavailable is the function that a macro calls when its module does not define what it calls.
func unavailable(module quoted.Atom, na macroenv.NameArity) codegen.Definition {
	var args []quoted.Node
	for i := range na.Arity {
		args = append(args, quoted.Var("_", quoted.Meta{}, quoted.Atom(fmt.Sprint("arg", i))))
	}
	pair := func(key string, value quoted.Node) quoted.Node {
		return &quoted.Pair{Left: quoted.Atom(key), Right: value}
	}
	exception := quoted.Remote(quoted.Atom("Elixir.UndefinedFunctionError"), "exception", quoted.Meta{}, quoted.List{
		pair("module", module), pair("function", quoted.Atom(na.Name)), pair("arity", quoted.Int(na.Arity)),
		pair("reason", quoted.Atom(notAvailable)),
	})
	return codegen.Definition{Name: na.Name, Arity: na.Arity, Clauses: []codegen.Clause{{
		Args: args, Body: quoted.Remote(quoted.Atom("erlang"), "error", quoted.Meta{}, exception),
	}}}
}

// notAvailable is why a function of a module that is being defined cannot be called.
const notAvailable = "function not available"

// inDefinition says of a call of a function of the module that is being defined that it is not available yet.
func (h *Session) inDefinition(err error, name quoted.Atom) error {
	var r raised
	if !errors.As(err, &r) || r.exc.Reason != term.AtomUndef || r.exc.Trace == term.None || !r.exc.Trace.IsCons() {
		return err
	}
	frame := r.exc.Trace.Car()
	if !frame.IsTupleOf(4) || !frame.TupleElem(0).IsAtom() || h.name(frame.TupleElem(0)) != string(name) {
		return err
	}
	arity := frame.TupleElem(2)
	if !arity.IsSmall() {
		n := 0
		for l := arity; l.IsCons(); l = l.Cdr() {
			n++
		}
		arity = term.Small(int64(n))
	}
	exc := *r.exc
	exc.Reason = h.exceptionStruct(h.c, "UndefinedFunctionError", "module", frame.TupleElem(0), "function", frame.TupleElem(1),
		"arity", arity, "reason", h.mustAtom(notAvailable), "message", term.AtomNil)
	return raised{&exc}
}
