package elixir

import (
	"fmt"
	"slices"

	"joist/internal/codegen"
	"joist/internal/expand"
	"joist/internal/macroenv"
	"joist/internal/quoted"
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
