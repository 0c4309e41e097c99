// Package elixir makes a machine of package vm understand Elixir: it drives the compiler, runs
// module bodies, calls macros, loads the library, and converts between quoted code and terms.
//
// # Model
//
// A Compiler belongs to one node. All compilation happens in dirty calls: the native that an Elixir
// program called (a defmodule that runs, a call of a module that is not there yet) runs on a
// goroutine of its own, and when it has to run Elixir code (a macro, a module body) it does so in the
// process that called it (proc.Ctx.CallBack). So compile-time code has the self(), the dictionary
// and the mailbox that Elixir gives it.
//
// A Session is the expander's view of one such dirty call. Terms are invalid after a CallBack, so
// nothing here keeps one across it: quoted code is Go data (package quoted) in between, and values
// that are no quoted code are kept in external term format.
//
// # Loading
//
// A module that a program calls and that is not loaded is looked up in the library's sources and
// compiled. One process at a time compiles library modules (libraryLock); what it needs meanwhile it
// compiles itself, recursively.
package elixir

import (
	"fmt"
	"sync"
	"sync/atomic"

	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/codegen"
	"joist/internal/diag"
	"joist/internal/expand"
	"joist/internal/parser"
	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/term"
)

// Compiler compiles and loads code for one node.
type Compiler struct {
	device atomic.Uint64 // the process registered as standard_error at the start
	node   *proc.Node
	lock   libraryLock

	counter  atomic.Int64 // for hygiene; counts down, so that numbers are never mistaken for lines
	handles  atomic.Int64
	evals    atomic.Int64 // for the names of modules made of expressions
	deferred sync.Map     // int64 -> *expand.Deferred

	mu       sync.Mutex
	builders map[quoted.Atom]*expand.Builder
	// owners are the processes that define the modules of builders, and early the structs of those that others wait for.
	owners     map[quoted.Atom]term.Term
	early      map[quoted.Atom]*expand.StructInfo
	infos      map[*code.Module]*expand.ModuleInfo
	structs    map[*expand.ModuleInfo]*expand.StructInfo
	imports    importTables
	docs       map[*code.Module]*documentation
	unfinished map[*code.Module]*unfinished
	locals     map[*expand.Builder]localMacros
	watches    map[term.Term][]*watch // by process
	options    map[string][]byte      // of Code.put_compiler_option, encoded
	required   map[string]bool        // files of Code.require_file
	remotes    []remoteCalls          // of modules whose files still run
	evalNames  []string               // of modules of evaluated code that have been unloaded
	held       map[term.Term][]string // files whose calls are checked later, by the process that compiles them
	impls      sync.Map               // protocolKey -> term.Term
	// deprecations are the reasons for which functions of library modules that are not loaded are deprecated, "" for most.
	deprecations sync.Map                // calledFunction -> string
	path         []string                // the folders of .beam files
	files        map[*code.Module]string // that modules were loaded from

	completing sync.Mutex // held while a piece of a library module is made

	// Memory that compilations use one after another: *parser.Parser and *codegen.Workspace.
	parsers, workspaces sync.Pool

	crashes crashReports
	clock   compileClock
	names   struct{ joistLogger term.Term }
}

// Attach makes a compiler for node and registers its natives. It is called before the node's
// schedulers start.
func Attach(node *proc.Node) *Compiler {
	c := &Compiler{
		node:       node,
		builders:   map[quoted.Atom]*expand.Builder{},
		owners:     map[quoted.Atom]term.Term{},
		early:      map[quoted.Atom]*expand.StructInfo{},
		infos:      map[*code.Module]*expand.ModuleInfo{},
		structs:    map[*expand.ModuleInfo]*expand.StructInfo{},
		imports:    newImportTables(),
		docs:       map[*code.Module]*documentation{},
		unfinished: map[*code.Module]*unfinished{},
		locals:     map[*expand.Builder]localMacros{},
		watches:    map[term.Term][]*watch{},
		options:    map[string][]byte{},
		required:   map[string]bool{},
		held:       map[term.Term][]string{},
	}
	c.parsers.New = func() any { return new(parser.Parser) }
	c.workspaces.New = func() any { return new(codegen.Workspace) }
	c.lock.free = make(chan struct{}, 1)
	c.lock.free <- struct{}{}
	node.Ext = c
	c.names.joistLogger = c.mustAtom("joist_logger")
	node.OnCrash = c.reportCrash
	node.OnLimit = c.reportLimit
	node.Code.Autoload = c.autoload
	c.registerNatives()
	return c
}

// Of is the compiler of a node.
func Of(n *proc.Node) *Compiler { return n.Ext.(*Compiler) }

// Session is the expander's view of the dirty call on c.
type Session struct {
	*Compiler
	c *proc.Ctx
	x *expand.Expander
	// cwd is the host's working directory, once it was asked for.
	cwd string
	// library says that the code is the library's; want is what it is loaded for.
	library bool
	want    wanted
	// expanded takes modules of the library that are expanded for their definitions only.
	expanded func(*expand.Module)
	// warned are the warnings of this session, which are printed once.
	warned map[string]bool
	// once are the handles of modules that the code of this session alone can define.
	once []int64
	// errors are the errors that expansion reported without stopping.
	errors int
	// quick says that the session runs on a scheduler; see mayWait.
	quick bool
	// wantsValue says that the value of a file or script is asked for, not only its effects.
	wantsValue bool
}

func (comp *Compiler) newSession(c *proc.Ctx) *Session {
	h := &Session{Compiler: comp, c: c}
	h.x = expand.New(h)
	return h
}

// atom interns a name.
func (comp *Compiler) atom(name string) (term.Term, error) {
	idx, err := comp.node.Atoms.Intern(name)
	if err != nil {
		return term.None, err
	}
	return term.Atom(idx), nil
}

// mustAtom interns a name of this package's own.
func (comp *Compiler) mustAtom(name string) term.Term {
	t, err := comp.atom(name)
	if err != nil {
		panic(fmt.Sprintf("elixir: atom %q: %v", name, err))
	}
	return t
}

// name is the text of an atom.
func (comp *Compiler) name(t term.Term) string { return comp.node.Atoms.Name(t.AtomIndex()) }

// Builder is the module of that name that is being defined, or nil.
func (comp *Compiler) Builder(name quoted.Atom) *expand.Builder {
	comp.mu.Lock()
	defer comp.mu.Unlock()
	return comp.builders[name]
}

// Defer implements expand.Host.
func (h *Session) Defer(d *expand.Deferred) int64 {
	h.mayWait()
	handle := h.handles.Add(1)
	h.deferred.Store(handle, d)
	if d.Once {
		h.once = append(h.once, handle)
	}
	return handle
}

// close forgets what only the code of this session needs, when it has run.
func (h *Session) close() {
	for _, handle := range h.once {
		h.deferred.Delete(handle)
	}
	h.once = nil
}

// Handle implements expand.Host.
func (comp *Compiler) Handle() int64 { return comp.handles.Add(1) }

// Counter implements expand.Host.
func (comp *Compiler) Counter() int64 { return -(1 << 40) + comp.counter.Add(1) }

// Report implements expand.Host: it prints the diagnostic, once for each place.
func (h *Session) Report(d diag.Diagnostic) {
	h.mayWait()
	if d.Severity == diag.Error {
		h.errors++
	}
	h.print(&d)
}

// compile makes the code of a module.
func (comp *Compiler) compile(in *codegen.ModuleInput) (*beam.Module, []diag.Diagnostic, error) {
	w := comp.workspaces.Get().(*codegen.Workspace)
	out, diags, err := w.Compile(in)
	comp.workspaces.Put(w) // after a panic it is not used again
	return out, diags, err
}

// compileEval makes the code of an expression.
func (comp *Compiler) compileEval(in *codegen.EvalInput) (*beam.Module, []diag.Diagnostic, error) {
	w := comp.workspaces.Get().(*codegen.Workspace)
	out, diags, err := w.CompileEval(in)
	comp.workspaces.Put(w)
	return out, diags, err
}
