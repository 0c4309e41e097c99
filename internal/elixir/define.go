package elixir

import (
	"joist/internal/expand"
	"joist/internal/quoted"
)

// Many files only define modules. Expanded, such a file is a block of calls of :elixir_module.compile;
// making them here does the same as running the block as BEAM code.

// definesModulesOnly tells whether code is a block of nothing but module definitions that use no
// variables from outside, and the atoms that directives expand to.
func definesModulesOnly(n quoted.Node) bool {
	f, ok := n.(*quoted.Form)
	if !ok {
		_, isAtom := n.(quoted.Atom)
		return isAtom
	}
	if f.Head == quoted.Node(quoted.Atom("__block__")) && !f.IsVar {
		for _, a := range f.Args {
			if !definesModulesOnly(a) {
				return false
			}
		}
		return len(f.Args) > 0
	}
	if !isModuleCompile(f) {
		return false
	}
	vars, ok := f.Args[2].(quoted.List)
	_, named := f.Args[1].(quoted.Atom)
	return ok && named && len(vars) == 0
}

// isModuleCompile tells whether f is :elixir_module.compile(handle, name, vars).
func isModuleCompile(f *quoted.Form) bool {
	dot, ok := f.Head.(*quoted.Form)
	return ok && dot.Head == quoted.Node(quoted.Atom(".")) && len(dot.Args) == 2 && len(f.Args) == 3 &&
		dot.Args[0] == quoted.Node(quoted.Atom("elixir_module")) && dot.Args[1] == quoted.Node(quoted.Atom("compile"))
}

// defineModules runs code that definesModulesOnly accepts.
func (h *Session) defineModules(n quoted.Node) error {
	f, ok := n.(*quoted.Form)
	if !ok {
		return nil
	}
	if f.Head == quoted.Node(quoted.Atom("__block__")) {
		for _, a := range f.Args {
			if err := h.defineModules(a); err != nil {
				return err
			}
		}
		return nil
	}
	handle := int64(f.Args[0].(quoted.Int))
	d := h.deferredAt(handle)
	_, err := h.defineModule(d, f.Args[1].(quoted.Atom), nil)
	return err
}

// deferredAt is what a handle stands for, or nil.
func (h *Session) deferredAt(handle int64) *expand.Deferred {
	if d, ok := h.deferred.Load(handle); ok {
		return d.(*expand.Deferred)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, b := range h.builders {
		if d := b.Deferred(handle); d != nil {
			return d
		}
	}
	return nil
}
