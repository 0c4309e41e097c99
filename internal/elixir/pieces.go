package elixir

import (
	"os"

	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/expand"
	"joist/internal/loader"
	"joist/internal/macroenv"
	"joist/internal/term"
)

// Library modules get their code in pieces. A script calls one or two functions of most modules that it uses, so the
// first call of a module makes the code of that function and of what it calls in the module. The other functions are
// missing (code.Module.Missing) until they are called. Their expanded definitions are kept; after maxPieces calls
// everything that is left comes at once.

const maxPieces = 5

// unfinished is a module that has code for some of its functions only.
type unfinished struct {
	module *expand.Module
	pieces int
}

// wanted is what a library module is loaded for.
type wanted struct {
	module   string
	function macroenv.NameArity
}

// inPieces tells whether a module that was just defined gets its code in pieces.
func (h *Session) inPieces(m *expand.Module) bool {
	return h.library && m.OnLoad == nil && len(m.AfterCompile) == 0 && len(m.AfterVerify) == 0 &&
		os.Getenv(dumpCode) != string(m.Name) && os.Getenv(dumpLoaded) != string(m.Name)
}

// firstPiece installs a module with the code of the function that is wanted, if that is one of this module.
func (h *Session) firstPiece(m *expand.Module) (*beam.Module, error) {
	first := h.eager(m)
	if h.want.module == string(m.Name) {
		first = append(first, h.want.function)
	}
	out, err := h.compilePiece(m, m.Closure(first), false)
	if err != nil {
		return nil, err
	}
	name, err := h.atom(out.Name)
	if err != nil {
		return nil, err
	}
	h.node.Code.Purge(name)
	loaded, err := loader.Prepare(h.node.Code, out)
	if err != nil {
		return nil, err
	}
	loaded.Missing = map[code.Name]bool{}
	all := append(m.Exports(), macroenv.NameArity{Name: "__info__", Arity: 1}, macroenv.NameArity{Name: "module_info"}, macroenv.NameArity{Name: "module_info", Arity: 1})
	for _, e := range all {
		fun, err := h.atom(e.Name)
		if err != nil {
			return nil, err
		}
		n := code.Name{Function: fun, Arity: e.Arity}
		loaded.Declared = append(loaded.Declared, n)
		if f := loaded.Function(fun, e.Arity); f == nil || !f.Exported {
			loaded.Missing[n] = true
		}
	}
	// From Install on, other processes may call what is missing.
	h.keepInfo(loaded, m)
	h.mu.Lock()
	h.unfinished[loaded] = &unfinished{module: m}
	h.mu.Unlock()
	return out, h.node.Code.Install(loaded)
}

// eager are the functions that the machine must know from the start: those that natives stand for until their code is
// there, and the handler of undefined functions.
func (h *Session) eager(m *expand.Module) (out []macroenv.NameArity) {
	module := h.mustAtom(string(m.Name))
	for _, e := range m.Exports() {
		fun, err := h.atom(e.Name)
		if err != nil {
			continue
		}
		_, _, native := h.node.Code.Native(code.MFA{Module: module, Function: fun, Arity: e.Arity})
		if native || e.Name == "$handle_undefined_function" {
			out = append(out, e)
		}
	}
	return out
}

// compilePiece makes code of some definitions of a module, all of them in the last piece.
func (h *Session) compilePiece(m *expand.Module, defs []*expand.Definition, last bool) (*beam.Module, error) {
	in, err := h.moduleInput(m, defs)
	if err != nil {
		return nil, err
	}
	in.Info = last
	out, _, err := h.compile(in)
	if err == nil && out == nil {
		err = h.refused(m.File, string(m.Name))
	}
	return out, err
}

// complete brings the code of a missing function of a loaded module, or all that is missing. It runs no Elixir code, so it
// has a lock of its own: a process that is asked something by code that a compiling process waits for gets on.
func (h *Session) complete(module term.Term, f macroenv.NameArity, all bool) error {
	h.completing.Lock()
	defer h.completing.Unlock()
	loaded := h.node.Code.Module(module)
	h.mu.Lock()
	u := h.unfinished[loaded]
	h.mu.Unlock()
	if u == nil {
		return nil
	}
	if fun, err := h.atom(f.Name); err == nil && !all && !h.node.Code.Missing(code.MFA{Module: module, Function: fun, Arity: f.Arity}) {
		return nil // another process has brought it
	}
	h.clock.begin()
	defer h.clock.end()
	u.pieces++
	last := all || u.pieces >= maxPieces || f.Name == "__info__"
	defs := u.module.Definitions
	if !last {
		defs = u.module.Closure([]macroenv.NameArity{f})
	}
	out, err := h.compilePiece(u.module, defs, last)
	if err != nil {
		return err
	}
	piece, err := loader.Prepare(h.node.Code, out)
	if err != nil {
		return err
	}
	if _, err := h.node.Code.Extend(loaded, piece); err != nil {
		return err
	}
	if last {
		h.mu.Lock()
		delete(h.unfinished, loaded)
		h.mu.Unlock()
	}
	return nil
}
