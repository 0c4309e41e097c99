package elixir

import (
	"bytes"
	"errors"
	"os"

	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/codegen"
	"joist/internal/diag"
	"joist/internal/expand"
	"joist/internal/loader"
	"joist/internal/quoted"
	"joist/internal/term"
)

// defined is a module that has just been defined.
type defined struct {
	name   quoted.Atom
	module *beam.Module
	result quoted.Node // code of the value of the body's last expression
}

// defineModule runs the definition of a module: its body, the checks, code generation and loading.
// values are the encoded values of the outer variables that the body may read, as one tuple.
func (h *Session) defineModule(d *expand.Deferred, name quoted.Atom, values []byte) (*defined, error) {
	out, err := h.compileModule(d, name, values)
	if err != nil {
		return nil, h.inDefinition(err, name)
	}
	return out, nil
}

func (h *Session) compileModule(d *expand.Deferred, name quoted.Atom, values []byte) (def *defined, err error) {
	if d == nil {
		return nil, errors.New("this code defines a module and was not compiled here")
	}
	h.clock.begin()
	defer h.clock.end()
	h.clock.count(&h.clock.modules)
	x := h.newSession(h.c)
	x.library, x.want, x.expanded = h.library, h.want, h.expanded
	x.x.Declarations = h.x.Declarations
	defer x.close()
	b, err := x.x.Open(d, name)
	if err != nil {
		return nil, err
	}
	if h.expanded == nil && !h.flag("ignore_module_conflict") {
		x.warnRedefinition(b)
	}
	h.mu.Lock()
	h.builders[name] = b
	h.owners[name] = h.c.Self()
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		delete(h.builders, name)
		delete(h.owners, name)
		delete(h.early, name)
		delete(h.locals, b)
		h.mu.Unlock()
	}()
	stop, err := x.follow(b.Env)
	if err != nil {
		return nil, err
	}
	defer func() {
		if _, err = h.across(term.None, err, func() error { return stop(b.Env) }); err != nil {
			def = nil
		}
	}()
	if err := x.x.Trace(b.Env, quoted.Atom("defmodule")); err != nil {
		return nil, err
	}
	b.Run = func(expanded quoted.Node) (quoted.Node, error) { return x.runLiteral(expanded, b, nil, nil) }
	expanded, err := x.x.ExpandBody(b)
	if err != nil {
		return nil, err
	}
	if x.errors > 0 {
		return nil, h.refused(b.File, quoted.InspectAtom(string(name)))
	}
	result, err := x.runBody(b, d, expanded, values)
	if err != nil {
		return nil, err
	}
	m, err := x.x.Finish(b)
	if err != nil {
		return nil, err
	}
	if x.errors > 0 {
		return nil, h.refused(b.File, quoted.InspectAtom(string(name)))
	}
	if h.expanded != nil {
		h.expanded(m)
		return &defined{name, nil, result}, nil
	}
	out, err := x.generate(m)
	if err != nil {
		return nil, err
	}
	h.noteCalls(b)
	b.ReadOnly = true
	if err := x.traceModule(m, out); err != nil {
		return nil, err
	}
	if err := x.afterCompile(m, out); err != nil {
		return nil, err
	}
	if b.OwnLexical {
		x.x.ReportUnused(b.Env)
	}
	if m.NoLoad {
		h.node.Code.Delete(h.mustAtom(string(name)))
	}
	if err := x.announce(name, out); err != nil {
		return nil, err
	}
	return &defined{name, out, result}, nil
}

// runBody runs a module's body.
func (h *Session) runBody(b *expand.Builder, d *expand.Deferred, expanded quoted.Node, values []byte) (quoted.Node, error) {
	if b.Static(expanded) || values == nil && b.Divisible(expanded) {
		return h.x.RunStatic(b, expanded, expand.BodyHost{
			Nested: func(d *expand.Deferred, handle int64, name quoted.Atom) (quoted.Node, error) {
				out, err := h.defineModule(d, name, nil)
				if err != nil {
					return nil, err
				}
				return quoted.Call("{}", quoted.Meta{}, quoted.Atom("module"), name, quoted.String(""), out.result), nil
			},
			Run: func(expanded quoted.Node, last bool) (quoted.Node, error) {
				value, err := h.run(expanded, b.Env, nil, nil, "__MODULE__")
				if err != nil || !last {
					return nil, err
				}
				return termToLiteral(h.node.Atoms, value)
			},
		})
	}
	vars := make([]codegen.EvalVar, len(d.Vars))
	for i, v := range d.Vars {
		vars[i] = codegen.EvalVar{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version}
	}
	if values == nil {
		vars = nil
	}
	return h.runLiteral(expanded, b, vars, values)
}

// runLiteral runs code in the body of a module and keeps its value as code.
func (h *Session) runLiteral(expanded quoted.Node, b *expand.Builder, in []codegen.EvalVar, values []byte) (quoted.Node, error) {
	value, err := h.run(expanded, b.Env, in, values, "__MODULE__")
	if err != nil {
		return nil, err
	}
	return termToLiteral(h.node.Atoms, value)
}

// The variables that name a module whose code is to be printed: as it is compiled, and as the machine runs it.
const (
	dumpCode   = "JOIST_DUMP"
	dumpLoaded = "JOIST_DUMP_LOADED"
)

// generate makes a finished module's code and loads it.
func (h *Session) generate(m *expand.Module) (*beam.Module, error) {
	if h.inPieces(m) {
		return h.firstPiece(m)
	}
	in, err := h.moduleInput(m, m.Definitions)
	if err != nil {
		return nil, err
	}
	out, diags, err := h.compile(in)
	for _, d := range diags {
		h.Report(d)
	}
	if err != nil {
		return nil, err
	}
	if out == nil {
		return nil, h.refused(m.File, quoted.InspectAtom(string(m.Name)))
	}
	if os.Getenv(dumpCode) == out.Name {
		beam.Print(os.Stderr, out)
	}
	if os.Getenv(dumpLoaded) == out.Name {
		if listing, err := loader.Listing(h.node.Code, out); err == nil {
			os.Stderr.WriteString(listing)
		}
	}
	if err := h.install(out, m); err != nil {
		return nil, err
	}
	return out, h.noteModule(out)
}

// moduleInput is what the code generator wants to know of a module with these definitions.
func (h *Session) moduleInput(m *expand.Module, defs []*expand.Definition) (*codegen.ModuleInput, error) {
	in := &codegen.ModuleInput{
		Name: string(m.Name), File: h.Relative(m.File), Line: int(m.Line), Info: true,
		Struct: m.Struct, Deprecated: m.Deprecated,
		Defs: make([]codegen.Definition, 0, len(defs)),
	}
	if m.Name == "Elixir.Kernel" {
		for _, n := range expand.KernelMacros() {
			if !m.Info.Macros.Has(n.Name, n.Arity) {
				in.Macros = append(in.Macros, codegen.NameArity{Name: n.Name, Arity: n.Arity})
			}
		}
	}
	for _, d := range defs {
		called := m.OnLoad != nil && d.Name == m.OnLoad.Name && d.Arity == m.OnLoad.Arity
		in.Defs = append(in.Defs, h.definition(d, called))
	}
	if m.OnLoad != nil {
		in.OnLoad = &codegen.NameArity{Name: m.OnLoad.Name, Arity: m.OnLoad.Arity}
	}
	attributes, err := h.encodeLiteral(quoted.List(pairs(m.Attributes)))
	if err != nil {
		return nil, err
	}
	in.Attributes = attributes
	return in, nil
}

func pairs(list []*quoted.Pair) []quoted.Node {
	out := make([]quoted.Node, len(list))
	for i, p := range list {
		out[i] = p
	}
	return out
}

// warnRedefinition tells that a module takes the place of one that is there.
func (h *Session) warnRedefinition(b *expand.Builder) {
	name, err := h.atom(string(b.Name))
	if err != nil || h.node.Code.Module(name) == nil {
		return
	}
	shown := quoted.InspectAtom(string(b.Name))
	h.Report(diag.Diagnostic{
		Severity: diag.Warning, File: b.File, Pos: diag.Pos{Line: int(b.Meta.Line)}, In: shown + " (module)",
		Message: "redefining module " + shown + " (current version defined in memory)",
	})
}

// install loads a module over the version that may be there.
func (h *Session) install(out *beam.Module, m *expand.Module) error {
	name, err := h.atom(out.Name)
	if err != nil {
		return err
	}
	h.node.Code.Purge(name)
	loaded, err := loader.Load(h.node.Code, out)
	if err != nil {
		return err
	}
	h.keepInfo(loaded, m)
	return h.onLoad(loaded, m)
}

// keepInfo remembers what is asked about a module.
func (h *Session) keepInfo(loaded *code.Module, m *expand.Module) {
	info := m.Info
	h.addNatives(&info, loaded.Name)
	sorted(&info)
	docs := &documentation{file: m.File, unread: true}
	if !h.library {
		docs = documentationOf(m)
		docs.left = h.optionIs("docs", "false")
		if h.keepsDefinitions(m) {
			docs.kept = m
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.infos[loaded] = &info
	h.docs[loaded] = docs
	if m.StructInfo != nil {
		h.structs[&info] = m.StructInfo
	}
}

// onLoad runs a module's @on_load function; the module goes away unless that returns :ok.
func (h *Session) onLoad(loaded *code.Module, m *expand.Module) error {
	if m.OnLoad == nil {
		return nil
	}
	value, err := h.Call(m.Name, m.OnLoad.Name, nil)
	if err != nil {
		h.node.Code.Delete(loaded.Name)
		return err
	}
	if value != quoted.Node(quoted.Atom("ok")) {
		h.node.Code.Delete(loaded.Name)
	}
	return nil
}

// afterCompile calls the hooks of @after_compile and @after_verify.
func (h *Session) afterCompile(m *expand.Module, out *beam.Module) error {
	for _, hook := range m.AfterCompile {
		data, err := beam.Write(out)
		if err != nil {
			return err
		}
		env := &quoted.Opaque{Term: m.Env}
		module, fun := hook.Left.(quoted.Atom), hook.Right.(quoted.Atom)
		if info := h.Module(module); info != nil && info.Macros.Has(string(fun), 2) {
			if _, err := h.CallMacro(m.Env, module, string(fun), []quoted.Node{env, quoted.String(data)}); err != nil {
				return err
			}
			continue
		}
		if _, err := h.Call(module, string(fun), []quoted.Node{env, quoted.String(data)}); err != nil {
			return err
		}
	}
	for _, hook := range m.AfterVerify {
		if _, err := h.Call(hook.Left.(quoted.Atom), string(hook.Right.(quoted.Atom)), []quoted.Node{m.Name}); err != nil {
			return err
		}
	}
	return nil
}

// encodeLiteral is the external term of a constant.
func (h *Session) encodeLiteral(n quoted.Node) ([]byte, error) {
	t, err := h.literalToTerm(&h.c.Builder, n)
	if err != nil {
		return nil, err
	}
	return h.encode(t)
}

// value is the term {:module, Name, Binary, Result} that a module's definition gives.
func (h *Session) value(d *defined) (term.Term, error) {
	var data []byte
	if d.module != nil {
		var err error
		if data, err = h.writeModule(d.module); err != nil {
			return term.None, err
		}
	}
	result, err := h.literalToTerm(&h.c.Builder, d.result)
	if err != nil {
		return term.None, err
	}
	name, err := h.atom(string(d.name))
	if err != nil {
		return term.None, err
	}
	return h.c.Tuple(term.AtomModule, name, h.c.Binary(bytes.Clone(data)), result), nil
}
