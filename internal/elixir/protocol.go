package elixir

import (
	"strings"

	"joist/internal/proc"
	"joist/internal/term"
)

// protocolImpl is :elixir_protocol.impl(protocol, type, fallback): the module that implements a
// protocol for a type, loading it if need be, else the one for Any when fallback is true, else nil.
// What was found is remembered; what was not found is looked for again, since it may yet be defined.
func protocolImpl(c *proc.Ctx, args []term.Term) term.Term {
	comp := Of(c.Node)
	key := protocolKey{args[0], args[1]}
	if m, ok := comp.impls.Load(key); ok {
		return m.(term.Term)
	}
	name := comp.name(args[0]) + "." + strings.TrimPrefix(comp.name(args[1]), "Elixir.")
	if module, err := comp.atom(name); err == nil && c.Node.Code.Module(module) != nil {
		comp.impls.Store(key, module)
		return module
	}
	return dirty(findImpl)(c, args)
}

type protocolKey struct{ protocol, typ term.Term }

func findImpl(h *Session, args []term.Term) (term.Term, error) {
	protocol, typ, fallback := args[0], args[1], args[2] == term.AtomTrue
	prefix := h.name(protocol) + "."
	types := []string{strings.TrimPrefix(h.name(typ), "Elixir.")}
	if fallback {
		types = append(types, "Any")
	}
	for i, name := range types {
		module, err := h.atom(prefix + name)
		if err != nil {
			return term.AtomNil, nil
		}
		if h.load(module) == nil {
			if i == 0 {
				h.impls.Store(protocolKey{protocol, typ}, module)
			}
			return module, nil
		}
	}
	return term.AtomNil, nil
}
