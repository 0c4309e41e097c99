package elixir

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"joist/internal/bif"
	"joist/internal/code"
	"joist/internal/proc"
	"joist/internal/term"
)

// The code path is the folders whose .beam files have the modules that are neither loaded nor in the library. It is empty until a
// program puts folders into it.

func pathNatives() []bif.Native {
	return []bif.Native{
		{Module: "elixir_code", Function: "path", Arity: 0, Run: codePath},
		{Module: "elixir_code", Function: "set_path", Arity: 1, Run: dirty(codeSetPath)},
		{Module: "elixir_code", Function: "file_of", Arity: 1, Run: codeFileOf},
		{Module: "elixir_code", Function: "find_file", Arity: 1, Run: dirty(codeFindFile)},
	}
}

// codePath is :elixir_code.path(): the folders as binaries.
func codePath(c *proc.Ctx, _ []term.Term) term.Term {
	comp := Of(c.Node)
	comp.mu.Lock()
	folders := comp.path
	comp.mu.Unlock()
	list := make([]term.Term, len(folders))
	for i, f := range folders {
		list[i] = c.BinaryString(f)
	}
	return c.List(list, term.Nil)
}

// codeSetPath is :elixir_code.set_path(folders).
func codeSetPath(h *Session, args []term.Term) (term.Term, error) {
	var folders []string
	for l := args[0]; l.IsCons(); l = l.Cdr() {
		f, err := text(l.Car())
		if err != nil {
			return term.None, err
		}
		folders = append(folders, f)
	}
	h.mu.Lock()
	h.path = folders
	h.mu.Unlock()
	return term.AtomTrue, nil
}

// codeFileOf is :elixir_code.file_of(module): the file that a loaded module came from, or nil.
func codeFileOf(c *proc.Ctx, args []term.Term) term.Term {
	comp := Of(c.Node)
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	if file := comp.fileOf(c.Node.Code.Module(args[0])); file != "" {
		return c.BinaryString(file)
	}
	return term.AtomNil
}

// codeFindFile is :elixir_code.find_file(module): the file of the code path with the module, or nil.
func codeFindFile(h *Session, args []term.Term) (term.Term, error) {
	if !args[0].IsAtom() {
		return term.None, argumentError("expected the name of a module")
	}
	if file := h.findFile(h.name(args[0])); file != "" {
		return h.c.BinaryString(file), nil
	}
	return term.AtomNil, nil
}

func (comp *Compiler) fileOf(m *code.Module) string {
	if m == nil {
		return ""
	}
	comp.mu.Lock()
	defer comp.mu.Unlock()
	return comp.files[m]
}

// findFile looks for a module's .beam file in the folders of the code path.
func (comp *Compiler) findFile(module string) string {
	comp.mu.Lock()
	folders := comp.path
	comp.mu.Unlock()
	if len(folders) == 0 || comp.node.Config.Sandbox || strings.ContainsAny(module, "/\\\x00") {
		return ""
	}
	for _, folder := range folders {
		file := filepath.Join(folder, module+".beam")
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
	}
	return ""
}

func (comp *Compiler) objectCode(file string) ([]byte, bool) {
	if file == "" || comp.node.Config.Sandbox {
		return nil, false
	}
	data, err := os.ReadFile(file)
	return data, err == nil
}

// loadFromPath loads a module of the code path.
func (h *Session) loadFromPath(module term.Term) error {
	file := h.findFile(h.name(module))
	if file == "" {
		return errNoModule
	}
	data, ok := h.objectCode(file)
	if !ok {
		return fs.ErrPermission
	}
	if t := h.loadBeam(module, data); !t.IsTupleOf(2) || t.TupleElem(0) != term.AtomModule {
		return errNoModule
	}
	h.noteFile(module, file)
	return nil
}

// noteFile remembers the file that a module was loaded from.
func (h *Session) noteFile(module term.Term, file string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.files == nil {
		h.files = map[*code.Module]string{}
	}
	if m := h.node.Code.Module(module); m != nil {
		h.files[m] = file
	}
}
