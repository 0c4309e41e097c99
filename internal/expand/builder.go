package expand

import (
	"strings"

	"slices"
	"sync"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// Builder is a module that is being defined: from the start of its body until its code is loaded.
// It collects what running the body defines. A Builder belongs to the goroutine that runs the body.
type Builder struct {
	Name atom
	File string
	Meta quoted.Meta
	// Env is the environment of the body: at its start, and after ExpandBody at its end.
	Env *env
	// OwnLexical says that the aliases and imports of this module are not those of a file, so that the driver has to ask
	// for the unused ones when the module is done.
	OwnLexical bool
	// ReadOnly says that the module is made, and that its attributes can only be read.
	ReadOnly bool
	// Run runs expanded code as if it stood at the end of the body and returns its value as code. The
	// driver sets it before anything is stored; hooks and derived protocols need it.
	Run func(expanded quoted.Node) (quoted.Node, error)

	body     node
	vars     []*macroenv.Var
	tainted  bool
	protocol bool
	defs     map[macroenv.NameArity]*Definition
	order    []*Definition
	// withDefaults are the definitions that have arguments with defaults, by name.
	withDefaults map[string][]*Definition
	stored       int         // number of clauses stored, for the order of clauses
	latest       *Definition // the definition that got a clause last

	attributes   map[string]*attribute
	overridables map[macroenv.NameArity]*overridable
	imported     map[macroenv.NameArity]importUse
	structInfo   *StructInfo
	callbacks    []callback
	typespecs    []Typespec
	abstract     []node
	// ownBehaviourInfo says that the module defines behaviour_info/1 itself.
	ownBehaviourInfo bool
	functions        []macroenv.NameArity // of a protocol
	deferred         deferredTable
	impls            []implMark
	// checked are warnings that come when the file has run.
	checked []diag.Diagnostic
	// remotes are the calls of functions of other modules, for the driver to check when all are defined; nil
	// and not kept for the library's own modules.
	remotes []RemoteCall
	// late are warnings that come once the module is complete.
	late []diag.Diagnostic
	docs []Doc
	// moduleMeta is what @moduledoc says besides the text.
	moduleMeta quoted.List
	// traces are what the values of attributes name, when tracers want to know.
	traces map[string][]attributeTrace
}

// RemoteCall is a call or capture of a function of a module known at compile time.
type RemoteCall struct {
	Module atom
	macroenv.NameArity
	meta quoted.Meta
	env  *env
}

// Warning is a warning about the call, without its message.
func (c *RemoteCall) Warning() diag.Diagnostic { return diagnostic(diag.Warning, c.meta, c.env, 0, "") }

// RemoteCalls are the calls of functions of other modules.
func (b *Builder) RemoteCalls() []RemoteCall { return b.remotes }

// Checked are warnings to tell when the file has run.
func (b *Builder) Checked() []diag.Diagnostic { return b.checked }

// NotWarned are the modules and {module, function, arity} that @compile :no_warn_undefined names.
func (b *Builder) NotWarned() (out []quoted.Node) {
	for _, v := range b.attributeValues("compile") {
		for _, it := range flatten(v) {
			if p, ok := it.(*quoted.Pair); ok && p.Left == node(atom("no_warn_undefined")) {
				out = append(out, flatten(p.Right)...)
			}
		}
	}
	return out
}

// Local reports whether the module is one that is defined around the call, when that runs.
func (c *RemoteCall) Local() bool { return containsAtom(c.env.ContextModules, c.Module) }

// Told reports whether the compiler or the running code has told already that what is called does not exist: that of the
// body of a module and of structs.
func (c *RemoteCall) Told() bool { return c.env.Function == nil || c.Name == "__struct__" }

// Is reports whether the call is one of a module or {module, function, arity}.
func (c *RemoteCall) Is(n quoted.Node) bool {
	if t, ok := isForm(n, "{}", 3); ok {
		return t.Args[0] == node(c.Module) && t.Args[1] == node(atom(c.Name)) && t.Args[2] == node(quoted.Int(c.Arity))
	}
	return n == node(c.Module)
}

// noteRemote keeps a call for the check after the file.
func (s *scope) noteRemote(module atom, name string, arity int, meta quoted.Meta, e *env) {
	b := s.builder
	if b == nil && e.Module == "" && e.Context == macroenv.Normal {
		s.host.Called(&RemoteCall{Module: module, NameArity: macroenv.NameArity{Name: name, Arity: arity}, meta: meta, env: e})
		return
	}
	if b == nil || module == kernelAtom && kernelFunctions.Has(name, arity) || e.Context != macroenv.Normal || strings.HasPrefix(b.File, "lib/") || name == "module_info" || name == "__info__" {
		return
	}
	if v, ok := meta.Get("generated"); ok && v == quoted.True || module == erlangAtom && (name == "andalso" || name == "orelse") {
		return
	}
	b.remotes = append(b.remotes, RemoteCall{Module: module, NameArity: macroenv.NameArity{Name: name, Arity: arity}, meta: meta, env: e})
}

// noteStruct remembers a struct, whose module may call it deprecated.
func (s *scope) noteStruct(module atom, meta quoted.Meta, e *env) {
	if b := s.builder; b != nil && !strings.HasPrefix(b.File, "lib/") {
		if e.Context != macroenv.Normal { // the environments of patterns are used again
			copied := *e
			e = &copied
		}
		b.remotes = append(b.remotes, RemoteCall{Module: module, NameArity: macroenv.NameArity{Name: "__struct__"}, meta: meta, env: e})
	}
}

type importUse struct {
	module atom
	meta   quoted.Meta
}

// callback is one @callback or @macrocallback.
type callback struct {
	name  string
	arity int
	macro bool
}

// Open starts the module that d defers. name is its name, which the running code may have computed.
// The driver must register the Builder (so that Host.Builder finds it) before ExpandBody.
func (x *Expander) Open(d *Deferred, name quoted.Atom) (b *Builder, err error) {
	defer rescue(&err)
	e := *d.Env
	e.Module = name
	e.Function = nil
	e.Context = macroenv.Normal
	if n := len(e.ContextModules); n == 0 || e.ContextModules[n-1] != name {
		e.ContextModules = append(append([]atom{}, d.Env.ContextModules...), name)
	}
	own := e.Lexical == nil
	if own {
		e.Lexical = &macroenv.Lexical{}
	}
	s := x.newScope(&env{File: e.File}, nil)
	if bad := reservedModule(name); bad != "" {
		if strings.HasPrefix(bad, "invalid") {
			s.raise(at(d.Meta), &e, "ArgumentError", bad)
		}
		s.fail(at(d.Meta), &e, bad)
	}
	if o := x.host.Builder(name); o != nil {
		s.fail(at(d.Meta), &e, "cannot define module "+inspectAtom(name)+" because it is currently being defined in "+x.host.Relative(o.File)+":"+itoa(int(o.Meta.Line)))
	}
	b = &Builder{
		OwnLexical: own,
		Name:       name, File: e.File, Meta: d.Meta, Env: &e, body: d.Body, vars: d.Vars, protocol: d.Protocol,
		defs:         map[macroenv.NameArity]*Definition{},
		attributes:   map[string]*attribute{},
		imported:     map[macroenv.NameArity]importUse{},
		withDefaults: map[string][]*Definition{},
	}
	return b, nil
}

// Deferred returns the definition that a handle of the body stands for, or nil.
func (b *Builder) Deferred(handle int64) *Deferred { return b.deferred.find(handle) }

// deferredTable holds the definitions and modules of a body by their handles, which only grow. Those who look
// for a handle ask every module that is being defined, so it may be used by several goroutines.
type deferredTable struct {
	mu      sync.Mutex
	handles []int64
	items   []*Deferred
}

func (t *deferredTable) add(handle int64, d *Deferred) {
	t.mu.Lock()
	t.handles, t.items = append(t.handles, handle), append(t.items, d)
	t.mu.Unlock()
}

func (t *deferredTable) find(handle int64) *Deferred {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i, ok := slices.BinarySearch(t.handles, handle); ok {
		return t.items[i]
	}
	return nil
}

func reservedModule(name atom) string {
	switch name {
	case "nil", "true", "false", "":
		return "invalid module name: " + inspectAtom(name)
	case "Elixir", "elixir", "Elixir.Elixir", "Elixir.Nil", "Elixir.Any", "Elixir.BitString", "Elixir.PID", "Elixir.Reference":
		return "module " + inspectAtom(name) + " is reserved and cannot be defined"
	}
	return ""
}

// ExpandBody expands the module's body. Its free variables are Deferred.Vars, with their versions.
func (x *Expander) ExpandBody(b *Builder) (expanded quoted.Node, err error) {
	defer rescue(&err)
	e := b.Env
	s := x.newScope(e.WithVars(nil), b)
	for _, v := range b.vars {
		s.read = &macroenv.Var{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version, Prev: s.read}
		for int(v.Version) > len(s.uses) {
			s.uses = append(s.uses, varUse{used: true})
		}
	}
	n, e := s.expand(b.body, e)
	s.warnUnused(0, e)
	b.Env = e.WithVars(nil)
	b.body = nil
	return n, nil
}

// ExpandInBody expands code at the end of the body, as Module.eval_quoted and hooks do.
func (x *Expander) ExpandInBody(b *Builder, code quoted.Node) (expanded quoted.Node, err error) {
	defer rescue(&err)
	s := x.newScope(b.Env.WithVars(nil), b)
	n, e := s.expand(code, b.Env)
	s.warnUnused(0, e)
	b.Env = e.WithVars(nil)
	return n, nil
}

// ExpandExpr expands an expression, like Code.eval_quoted: the variables of env are visible and the
// environment that comes back has those that the expression binds.
func (x *Expander) ExpandExpr(e *macroenv.Env, n quoted.Node) (expanded quoted.Node, after *macroenv.Env, err error) {
	defer rescue(&err)
	s := x.newScope(e, x.builderOf(e))
	s.raisesUndefined = true
	out, e1 := s.expand(n, e)
	return out, e1.WithVars(s.read), nil
}

// ExpandFile expands a whole file or script: ExpandExpr with the warnings about unused variables,
// aliases and imports.
func (x *Expander) ExpandFile(e *macroenv.Env, n quoted.Node) (expanded quoted.Node, after *macroenv.Env, err error) {
	defer rescue(&err)
	s := x.newScope(e, x.builderOf(e))
	out, e1 := s.expand(n, e)
	s.warnUnused(0, e1)
	return out, e1.WithVars(s.read), nil
}

// ReportUnused warns about the aliases and imports of a file that nothing used. Call it when the
// whole file has run: function bodies are expanded when they are stored.
func (x *Expander) ReportUnused(e *macroenv.Env) {
	for _, u := range e.Lexical.Unused() {
		text := "unused " + u.Kind + " "
		switch u.Kind {
		case "alias":
			text += inspectAtom(u.Module)
		case "import":
			text += inspectAtom(u.Module)
		default:
			text = "unused import " + inspectAtom(u.Module) + "." + nameArity(u.Name.Name, u.Name.Arity)
		}
		x.host.Report(warning(quoted.Meta{Line: u.Line, Column: u.Column}, u.File, text))
	}
}

// ExpandMacroOnce expands n one step when it is a call of a macro, an alias or a special name, like
// Macro.expand_once; same reports that nothing was to expand.
func (x *Expander) ExpandMacroOnce(e *macroenv.Env, n quoted.Node) (out quoted.Node, same bool, err error) {
	defer rescue(&err)
	s := x.newScope(e, x.builderOf(e))
	return s.expandOnce(n, e)
}

func (x *Expander) builderOf(e *env) *Builder {
	if e.Module == "" {
		return nil
	}
	return x.host.Builder(e.Module)
}

// definition returns the definition of name/arity so far, or nil.
func (b *Builder) definition(name string, arity int) *Definition {
	return b.defs[macroenv.NameArity{Name: name, Arity: arity}]
}

// localMacro returns the macro of the module that name/arity stands for, or nil.
func (b *Builder) localMacro(name string, arity int) *Definition {
	d := b.defs[macroenv.NameArity{Name: name, Arity: arity}]
	if d == nil || !d.Kind.IsMacro() || len(d.Clauses) == 0 {
		return nil
	}
	return d
}

func (b *Builder) noteImport(name string, arity int, module atom, meta quoted.Meta) {
	na := macroenv.NameArity{Name: name, Arity: arity}
	if _, ok := b.imported[na]; !ok {
		b.imported[na] = importUse{module, meta}
	}
}

// Defines reports whether name/arity is defined, and as what (Module.defines?).
func (b *Builder) Defines(name string, arity int) (Kind, bool) {
	d := b.definition(name, arity)
	if d == nil {
		return 0, false
	}
	return d.Kind, true
}

// Definitions lists what is defined so far, in order of definition (Module.definitions_in).
func (b *Builder) Definitions() []*Definition { return b.order }

// Definition returns one definition, or nil (Module.get_definition).
func (b *Builder) Definition(name string, arity int) *Definition { return b.definition(name, arity) }

// Delete removes a definition (Module.delete_definition).
func (b *Builder) Delete(name string, arity int) bool {
	d := b.definition(name, arity)
	if d == nil {
		return false
	}
	b.remove(d)
	return true
}

func (b *Builder) remove(d *Definition) {
	delete(b.defs, macroenv.NameArity{Name: d.Name, Arity: d.Arity})
	for i, o := range b.order {
		if o == d {
			b.order = append(b.order[:i:i], b.order[i+1:]...)
			break
		}
	}
}

// Reachable lists d and the definitions that it calls, directly or not: what must be compiled to
// call a macro while its module is being defined.
func (b *Builder) Reachable(d *Definition) []*Definition {
	seen := map[*Definition]bool{d: true}
	out := []*Definition{d}
	for i := 0; i < len(out); i++ {
		for _, c := range out[i].locals.calls {
			if t := b.defs[c.NameArity]; t != nil && !seen[t] && len(t.Clauses) > 0 {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	return out
}

// Missing lists what definitions call in the module that is not defined there, or not yet.
func (b *Builder) Missing(definitions []*Definition) (out []macroenv.NameArity) {
	for _, d := range definitions {
		for _, c := range d.locals.calls {
			if t := b.defs[c.NameArity]; (t == nil || len(t.Clauses) == 0) && !slices.Contains(out, c.NameArity) {
				out = append(out, c.NameArity)
			}
		}
	}
	return out
}

// Struct returns the struct that the module has defined so far, or nil.
func (b *Builder) Struct() *StructInfo { return b.structInfo }

// Taint makes Finish refuse the module: an error was reported while it was being defined.
func (b *Builder) Taint() { b.tainted = true }

// Tainted reports whether errors have been told of that let no code be made of the definitions.
func (b *Builder) Tainted() bool { return b.tainted }
