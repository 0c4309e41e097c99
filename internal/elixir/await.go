package elixir

import (
	"joist/internal/beam"
	"joist/internal/expand"
	"joist/internal/quoted"
	"joist/internal/term"
)

// Where several files are compiled at once (Kernel.ParallelCompiler), each in a process that has workerKey in its dictionary,
// code that needs a module that is not there waits until another file has defined it, or nobody will. The library's own code
// waits for nothing.

const workerKey = "elixir_compiler_info"

func (h *Session) worker() bool {
	return !h.library && h.c.DictGet(h.mustAtom(workerKey)) != term.None
}

// await waits for a module, or for its struct when kind is struct, and tells whether it is there now.
func (h *Session) await(module term.Term, kind string) bool {
	if !h.worker() {
		return false
	}
	found, err := h.CallFunction("Elixir.Kernel.ErrorHandler", "ensure_compiled", module, h.mustAtom(kind), h.mustAtom("hard"))
	return err == nil && found.IsAtom() && h.name(found) == "found"
}

// Builder implements expand.Host: a module that another file defines is none that is being defined here.
func (h *Session) Builder(name quoted.Atom) *expand.Builder {
	h.mu.Lock()
	b, owner := h.builders[name], h.owners[name]
	h.mu.Unlock()
	if b == nil || owner == h.c.Self() || !h.worker() {
		return b
	}
	return nil
}

// announce tells those who wait for a module that it is there.
func (h *Session) announce(name quoted.Atom, m *beam.Module) error {
	if !h.worker() {
		return nil
	}
	data, err := h.writeModule(m)
	if err != nil {
		return err
	}
	_, err = h.CallFunction("Elixir.Kernel.ParallelCompiler", "__available__", h.mustAtom("module"), h.mustAtom(string(name)), h.c.Binary(data))
	return err
}

// StructDefined implements expand.Host: others may use the struct before the module is complete.
func (h *Session) StructDefined(module quoted.Atom, info *expand.StructInfo) {
	if !h.worker() {
		return
	}
	h.mu.Lock()
	h.early[module] = info
	h.mu.Unlock()
	h.CallFunction("Elixir.Kernel.ParallelCompiler", "__available__", h.mustAtom("struct"), h.mustAtom(string(module)), term.Nil)
}

// earlyStruct is the struct of a module that another file is defining; it waits for it.
func (h *Session) earlyStruct(module quoted.Atom) *expand.StructInfo {
	if !h.worker() {
		return nil
	}
	name, err := h.atom(string(module))
	if err != nil || h.load(name) == nil {
		return nil
	}
	known := func() *expand.StructInfo {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.early[module]
	}
	if info := known(); info != nil || !h.await(name, "struct") {
		return info
	}
	return known()
}
