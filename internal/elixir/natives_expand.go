package elixir

import (
	"joist/internal/bif"
	"joist/internal/term"
)

// expandNatives are the entry points of Elixir's own expander that tools and tests call, under their names. Where they
// pass a scope besides the environment, the environment itself stands for it here: it has the variables.
func expandNatives() []bif.Native {
	return []bif.Native{
		{Module: "elixir_expand", Function: "expand", Arity: 3, Run: dirty(expandExpand)},
		{Module: "elixir_env", Function: "env_to_ex", Arity: 1, Run: dirty(envToScope)},
		{Module: "elixir_env", Function: "to_caller", Arity: 1, Run: dirty(envToCaller)},
		{Module: "elixir_env", Function: "reset_vars", Arity: 1, Run: dirty(envResetVars)},
		{Module: "elixir_env", Function: "trace", Arity: 2, Run: dirty(envTrace)},
	}
}

// expandExpand is :elixir_expand.expand(quoted, scope, env): {expanded, scope, env}.
func expandExpand(h *Session, args []term.Term) (term.Term, error) {
	code, err := fromTerm(h.node.Atoms, args[0])
	if err != nil {
		return term.None, err
	}
	env, err := h.envFromTerm(args[2])
	if err != nil {
		return term.None, argumentError(err.Error())
	}
	expanded, after, err := h.x.ExpandFile(env, code)
	if err != nil {
		return term.None, err
	}
	if h.errors > 0 {
		return term.None, h.refused(env.File, "")
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h, versions: true}
	out := w.node(asElixir(expanded))
	scope := w.env(after)
	return h.c.Tuple3(out, scope, scope), w.err
}

// envToScope is :elixir_env.env_to_ex(env).
func envToScope(h *Session, args []term.Term) (term.Term, error) {
	_, err := h.envFromTerm(args[0])
	return args[0], err
}

// envToCaller is :elixir_env.to_caller({line, scope, env}): the environment at a line.
func envToCaller(h *Session, args []term.Term) (term.Term, error) {
	if !args[0].IsTupleOf(3) {
		return args[0], nil
	}
	env, err := h.envFromTerm(args[0].TupleElem(2))
	if err != nil {
		return term.None, argumentError(err.Error())
	}
	if line := args[0].TupleElem(0); line.IsSmall() {
		env.Line = int32(line.SmallValue())
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	out := w.env(env)
	return out, w.err
}

// envResetVars is :elixir_env.reset_vars(env): the environment without variables.
func envResetVars(h *Session, args []term.Term) (term.Term, error) {
	env, err := h.envFromTerm(args[0])
	if err != nil {
		return term.None, argumentError(err.Error())
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	out := w.env(env.WithVars(nil))
	return out, w.err
}

// envTrace is :elixir_env.trace(event, env): it tells the tracers of an environment of an event.
func envTrace(h *Session, args []term.Term) (term.Term, error) {
	env, err := h.envFromTerm(args[1])
	if err != nil || env.Trace == nil {
		return term.AtomOk, err
	}
	event, err := termToLiteral(h.node.Atoms, args[0])
	if err != nil {
		return term.None, err
	}
	return term.AtomOk, h.x.Trace(env, event)
}
