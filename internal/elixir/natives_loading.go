package elixir

import (
	"io/fs"
	"os"
	"path/filepath"

	"joist/internal/beam"
	"joist/internal/bif"
	"joist/internal/code"
	"joist/internal/loader"
	"joist/internal/proc"
	"joist/internal/term"
	"joist/lib"
)

// loadingNatives are the functions of code and erlang that load, find and forget compiled modules.
func loadingNatives() []bif.Native {
	return []bif.Native{
		{Module: "code", Function: "ensure_loaded", Arity: 1, Run: ensureLoaded},
		{Module: "code", Function: "load_binary", Arity: 3, Run: dirty(loadBinary)},
		{Module: "code", Function: "load_abs", Arity: 1, Run: dirty(loadFile)},
		{Module: "code", Function: "is_loaded", Arity: 1, Run: isLoaded},
		{Module: "code", Function: "delete", Arity: 1, Run: deleteModule},
		{Module: "code", Function: "purge", Arity: 1, Run: purgeModule},
		{Module: "code", Function: "soft_purge", Arity: 1, Run: softPurgeModule},
		{Module: "elixir_library", Function: "file", Arity: 1, Run: moduleFile},
		{Module: "elixir_library", Function: "application", Arity: 1, Run: libraryApplication},
		{Module: "elixir_library", Function: "natives", Arity: 1, Run: libraryNatives},
		{Module: "erlang", Function: "load_module", Arity: 2, Run: dirty(loadModule)},
	}
}

// moduleFile is :elixir_library.file(module): the file that a module's code comes from, "" when that is not known.
func moduleFile(c *proc.Ctx, args []term.Term) term.Term {
	file := ""
	if m := c.Node.Code.Module(args[0]); m != nil && len(m.Lines.Files) > 0 {
		file = m.Lines.Files[0]
	}
	return c.BinaryString(file)
}

// libraryApplication is :elixir_library.application(module): the application that a module of the library belongs to, as
// {ok, App}, or undefined.
func libraryApplication(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	comp := Of(c.Node)
	app := lib.Application(comp.name(args[0]))
	if app == "" {
		return term.AtomUndefined
	}
	return c.Tuple2(term.AtomOk, comp.mustAtom(app))
}

// libraryNatives is :elixir_library.natives(module): [{name, arity}] of the module's functions that are written in Go.
func libraryNatives(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	list := term.Nil
	c.Node.Code.Natives(args[0], func(f code.MFA) {
		list = c.Cons(c.Tuple2(f.Function, term.Small(int64(f.Arity))), list)
	})
	return list
}

// ensureLoaded is code:ensure_loaded(module).
func ensureLoaded(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	if c.Node.Code.Module(args[0]) != nil {
		return c.Tuple2(term.AtomModule, args[0])
	}
	return dirty(func(h *Session, args []term.Term) (term.Term, error) {
		module := args[0]
		if h.load(module) != nil && h.nativeInfo("", module) == nil {
			return h.c.Tuple2(term.AtomError, term.AtomNofile), nil
		}
		return h.c.Tuple2(term.AtomModule, module), nil
	})(c, args)
}

// loadBinary is code:load_binary(module, file, binary).
func loadBinary(h *Session, args []term.Term) (term.Term, error) {
	if !args[0].IsAtom() || !args[2].IsBinary() {
		return term.None, argumentError("expected a module name and a binary")
	}
	return h.loadBeam(args[0], args[2].BinaryBytes()), nil
}

// loadModule is erlang:load_module(module, binary).
func loadModule(h *Session, args []term.Term) (term.Term, error) {
	if !args[0].IsAtom() || !args[1].IsBinary() {
		return term.None, argumentError("expected a module name and a binary")
	}
	return h.loadBeam(args[0], args[1].BinaryBytes()), nil
}

// loadFile is code:load_abs(path without .beam).
func loadFile(h *Session, args []term.Term) (term.Term, error) {
	path, ok := pathText(args[0])
	if !ok {
		return term.None, argumentError("expected a path")
	}
	var data []byte
	err := fs.ErrPermission
	if !h.node.Config.Sandbox {
		data, err = os.ReadFile(path + ".beam")
	}
	if err != nil {
		return h.c.Tuple2(term.AtomError, term.AtomNofile), nil
	}
	loaded := h.loadBeam(term.None, data)
	if loaded.IsTupleOf(2) && loaded.TupleElem(0) == term.AtomModule {
		if file, err := filepath.Abs(path + ".beam"); err == nil {
			h.noteFile(loaded.TupleElem(1), file)
		}
	}
	return loaded, nil
}

// loadBeam loads a module in the form of a .beam file, over the version that may be there. name is
// what it must be called, unless it is None. Damaged code gives {:error, :badfile}.
func (h *Session) loadBeam(name term.Term, data []byte) term.Term {
	m, err := beam.Read(data)
	if err != nil || name != term.None && m.Name != h.name(name) {
		return h.c.Tuple2(term.AtomError, term.AtomBadfile)
	}
	mod, err := loader.Prepare(h.node.Code, m)
	if err != nil {
		return h.c.Tuple2(term.AtomError, term.AtomBadfile)
	}
	h.node.Code.Purge(mod.Name)
	if err := h.node.Code.Install(mod); err != nil {
		return h.c.Tuple2(term.AtomError, term.AtomNotPurged)
	}
	return h.c.Tuple2(term.AtomModule, mod.Name)
}

// isLoaded is code:is_loaded(module).
func isLoaded(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	if c.Node.Code.Module(args[0]) == nil {
		return term.AtomFalse
	}
	return c.Tuple2(term.AtomFile, term.Nil)
}

// deleteModule is code:delete(module): it makes the current code old.
func deleteModule(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	return term.Bool(c.Node.Code.Delete(args[0]))
}

// purgeModule is code:purge(module): it forgets old code. No process has to be killed for it, since
// old code stays mapped.
func purgeModule(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	c.Node.Code.Purge(args[0])
	return term.AtomFalse
}

// softPurgeModule is code:soft_purge(module).
func softPurgeModule(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	c.Node.Code.Purge(args[0])
	return term.AtomTrue
}

// pathText reads a path that is a binary or a list of characters.
func pathText(t term.Term) (string, bool) {
	if t.IsBinary() {
		return string(t.BinaryBytes()), true
	}
	var text []rune
	for ; t.IsCons(); t = t.Cdr() {
		if !t.Car().IsSmall() {
			return "", false
		}
		text = append(text, rune(t.Car().SmallValue()))
	}
	return string(text), t == term.Nil
}
