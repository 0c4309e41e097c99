package code

import (
	"sort"

	"joist/internal/term"
)

// Module is one version of a loaded module. It does not change after Install, but for what Extend adds to a module
// that is not whole.
type Module struct {
	Name  term.Term
	Base  uintptr // of its instructions
	Bytes int

	// Functions is in the order of their addresses.
	Functions []Function
	// Funs are the fun entries, in the order of the module's lambdas, and the addresses that their
	// functions have in this version.
	Funs     []*Fun
	FunCode  []uintptr
	Literals []term.Term
	// Attributes and CompileInfo are literals, lists.
	Attributes, CompileInfo term.Term
	MD5                     [16]byte
	// OnLoad is the address of the function to be called after loading, or 0.
	OnLoad uintptr
	// Chunks holds the further chunks of the file by name.
	Chunks map[string][]byte

	// Missing are exported functions whose code Extend brings when they are first called; nil for a module that is
	// whole. Guarded by the table's lock once the module is installed.
	Missing map[Name]bool
	// Declared are all exported functions of a module that was not whole at first.
	Declared []Name
	pieces   []*Module // what Extend has added

	Lines LineTable
	// Frames tells where in the code a stack frame is there.
	Frames []FrameMark
}

// Name is the name of a function within its module.
type Name struct {
	Function term.Term
	Arity    int
}

// Function is one function of a loaded module.
type Function struct {
	Info     uintptr // address of its func_info, where the function starts
	Entry    uintptr // address that calls jump to
	Name     term.Term
	Arity    int
	Exported bool
}

// FrameMark says that from Offset on, up to the next mark, code runs with or without a frame of its
// own on the stack. Marks are sorted by Offset.
type FrameMark struct {
	Offset uint32
	Framed bool
}

// Framed tells whether the instruction at pc runs with a stack frame of its function's own.
func (m *Module) Framed(pc uintptr) bool {
	off := uint32(pc - m.Base)
	i := sort.Search(len(m.Frames), func(i int) bool { return m.Frames[i].Offset > off })
	return i > 0 && m.Frames[i-1].Framed
}

// FunctionAt is the function that the instruction at pc belongs to, or nil.
func (m *Module) FunctionAt(pc uintptr) *Function {
	i := sort.Search(len(m.Functions), func(i int) bool { return m.Functions[i].Info > pc })
	if i == 0 {
		return nil
	}
	return &m.Functions[i-1]
}

// Function finds a function by name, or gives nil.
func (m *Module) Function(name term.Term, arity int) *Function {
	for i := range m.Functions {
		if f := &m.Functions[i]; f.Name == name && f.Arity == arity {
			return f
		}
	}
	return nil
}

// versions are the two that can be there at a time.
type versions struct {
	current, old *Module
}

// Install makes m the current version of its module. What was current becomes old; while there is
// an old version already, ErrNotPurged is returned.
func (t *Table) Install(m *Module) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := t.modules[m.Name]
	if v == nil {
		v = &versions{}
		t.modules[m.Name] = v
	}
	if v.current != nil {
		if v.old != nil {
			return ErrNotPurged
		}
		t.unlink(v.current)
		v.old = v.current
	}
	v.current = m
	for _, f := range m.Functions {
		if !f.Exported {
			continue
		}
		e := t.export(MFA{m.Name, f.Name, f.Arity})
		if e == nil {
			return ErrNoMemory
		}
		e.setCode(f.Entry)
	}
	for i, f := range m.Funs {
		f.setCode(m.FunCode[i])
	}
	t.addRange(m)
	return nil
}

// Extend adds the code of a piece to a module that is not whole: its exported functions that are missing are
// called there from now on. It is false when the module is not the current version any more.
func (t *Table) Extend(m, piece *Module) (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if v := t.modules[m.Name]; v == nil || v.current != m {
		return false, nil
	}
	for _, f := range piece.Functions {
		name := Name{f.Name, f.Arity}
		if !f.Exported || !m.Missing[name] {
			continue
		}
		e := t.export(MFA{m.Name, f.Name, f.Arity})
		if e == nil {
			return false, ErrNoMemory
		}
		e.setCode(f.Entry)
		delete(m.Missing, name)
	}
	for i, f := range piece.Funs {
		f.setCode(piece.FunCode[i])
	}
	m.pieces = append(m.pieces, piece)
	t.addRange(piece)
	return true, nil
}

// Missing tells whether a function is one whose module is loaded but not its code.
func (t *Table) Missing(f MFA) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.missing(f)
}

func (t *Table) missing(f MFA) bool {
	v := t.modules[f.Module]
	return v != nil && v.current != nil && v.current.Missing[Name{f.Function, f.Arity}]
}

// unlink makes m's functions unreachable for new calls from outside.
func (t *Table) unlink(m *Module) {
	for _, piece := range m.pieces {
		t.unlink(piece)
	}
	for _, f := range m.Functions {
		if f.Exported {
			if e := t.exports[MFA{m.Name, f.Name, f.Arity}]; e != nil {
				e.setStub()
			}
		}
	}
}

// Delete makes the current version old. It is false when there is nothing to delete or an old version
// is in the way.
func (t *Table) Delete(name term.Term) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := t.modules[name]
	if v == nil || v.current == nil || v.old != nil {
		return false
	}
	t.unlink(v.current)
	v.current, v.old = nil, v.current
	return true
}

// Purge forgets the old version. Its code stays mapped, since stacks and funs of running processes may
// still lead to it; it goes away with the machine. It is false when there is no old version.
func (t *Table) Purge(name term.Term) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := t.modules[name]
	if v == nil || v.old == nil {
		return false
	}
	v.old.purgeFuns()
	v.old = nil
	return true
}

func (m *Module) purgeFuns() {
	for i, f := range m.Funs {
		if uintptr(f.Code) == m.FunCode[i] {
			f.setCode(f.Address() + stubOffset)
		}
	}
	for _, piece := range m.pieces {
		piece.purgeFuns()
	}
}

// Module is the current version of a module, or nil.
func (t *Table) Module(name term.Term) *Module {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if v := t.modules[name]; v != nil {
		return v.current
	}
	return nil
}

// OldModule is the old version of a module, or nil.
func (t *Table) OldModule(name term.Term) *Module {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if v := t.modules[name]; v != nil {
		return v.old
	}
	return nil
}

// Modules are the names of all modules that have a current version.
func (t *Table) Modules() []term.Term {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var names []term.Term
	for name, v := range t.modules {
		if v.current != nil {
			names = append(names, name)
		}
	}
	return names
}

// Unload takes a module away and gives its code back. Nothing may run it or lead to it any more: it must not have
// funs, and all calls of its functions must have returned. Its literals stay, since terms may be parts of them.
func (t *Table) Unload(m *Module) {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := t.modules[m.Name]
	if v == nil || v.current != m || v.old != nil || len(m.Funs) > 0 || len(m.pieces) > 0 {
		return
	}
	t.unlink(m)
	delete(t.modules, m.Name)
	t.ranges.Store(t.ranges.Load().without(m))
	t.Space.CodeFree(m.Base, m.Bytes)
}

// addRange publishes where a module's code lies.
func (t *Table) addRange(m *Module) { t.ranges.Store(t.ranges.Load().with(m)) }

// ModuleAt is the version of a module that the instruction at pc belongs to, or nil.
func (t *Table) ModuleAt(pc uintptr) *Module { return t.ranges.Load().find(pc) }
