package expand

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/parser"
	"joist/internal/quoted"
)

// staticHost is a Host without a machine: it defines modules whose bodies are static, finds library
// modules in their sources, and cannot call macros.
type staticHost struct {
	t        testing.TB
	x        *Expander
	modules  map[atom]*Module
	builders map[atom]*Builder
	deferred map[int64]*Deferred
	counter  int64
	reports  []diag.Diagnostic
	missing  map[atom]bool
	env      *macroenv.Env // of the file last run
	// macros answers CallMacro by "Module.name".
	macros map[string]func(env *macroenv.Env, args []node) node
}

func newStaticHost(t testing.TB) *staticHost {
	h := &staticHost{t: t, modules: map[atom]*Module{}, builders: map[atom]*Builder{}, deferred: map[int64]*Deferred{},
		missing: map[atom]bool{}, macros: map[string]func(*macroenv.Env, []node) node{}}
	h.x = New(h)
	return h
}

func (h *staticHost) Module(name atom) *ModuleInfo {
	if m := h.modules[name]; m != nil {
		return &m.Info
	}
	if h.builders[name] != nil || h.missing[name] {
		return nil
	}
	path, src := librarySource(string(name))
	if src == nil {
		return nil
	}
	h.missing[name] = true
	if err := h.file(path, src); err != nil {
		h.t.Logf("library %s: %v", path, err)
		return nil
	}
	if m := h.modules[name]; m != nil {
		return &m.Info
	}
	return nil
}

func (h *staticHost) Builder(name atom) *Builder { return h.builders[name] }

func (h *staticHost) StructDefined(atom, *StructInfo) {}

func (h *staticHost) CallMacro(env *macroenv.Env, module atom, name string, args []node) (node, error) {
	if f := h.macros[string(module)+"."+name]; f != nil {
		return f(env, args), nil
	}
	return nil, fmt.Errorf("macro %s.%s/%d called without a machine", module, name, len(args))
}

func (h *staticHost) CallLocalMacro(env *macroenv.Env, b *Builder, macro *Definition, args []node) (node, error) {
	return nil, fmt.Errorf("local macro %s.%s/%d called without a machine", b.Name, macro.Name, macro.Arity)
}

func (h *staticHost) Struct(name atom) *StructInfo {
	h.Module(name)
	if m := h.modules[name]; m != nil {
		return m.StructInfo
	}
	return nil
}

func (h *staticHost) Call(module atom, name string, args []node) (node, error) {
	if name == "behaviour_info" {
		for _, d := range h.modules[module].Definitions {
			if d.Name == name {
				for _, c := range d.Clauses {
					if c.Args[0] == args[0] {
						return c.Body, nil
					}
				}
			}
		}
	}
	return nil, fmt.Errorf("%s.%s called without a machine", module, name)
}

func (h *staticHost) Handle() int64 { return h.Defer(nil) }

func (h *staticHost) Defer(d *Deferred) int64 {
	n := int64(len(h.deferred) + 1)
	h.deferred[n] = d
	return n
}

func (h *staticHost) Counter() int64 { h.counter++; return h.counter }

func (h *staticHost) Relative(file string) string { return file }

func (h *staticHost) CheckRegex(*macroenv.Env, string, string) error { return nil }

func (h *staticHost) Called(*RemoteCall) {}

func (h *staticHost) VariablesMayCall() bool { return false }

func (h *staticHost) Absolute(file string) string { return file }

func (h *staticHost) Report(d diag.Diagnostic) { h.reports = append(h.reports, d) }

// file runs a file whose top level is static.
func (h *staticHost) file(path string, src []byte) error {
	n, _, d := parser.Parse(src, parser.Options{File: path, Columns: true})
	if d != nil {
		return d
	}
	e := NewEnv(path)
	h.env = e
	out, _, err := h.x.ExpandFile(e, n)
	defer func() { h.env = e }()
	if err != nil {
		return err
	}
	return h.run(out, h.deferred)
}

// run defines the modules at the top level of expanded code and skips the rest.
func (h *staticHost) run(n node, deferred map[int64]*Deferred) error {
	for _, st := range statements(n) {
		f, ok := st.(*form)
		if !ok {
			continue
		}
		if module, _, ok := runtimeCall(f); ok && module == "elixir_module" {
			d := deferred[int64(f.Args[0].(quoted.Int))]
			name, ok := f.Args[1].(atom)
			if !ok {
				continue
			}
			if _, err := h.define(d, 0, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *staticHost) define(d *Deferred, _ int64, name atom) (node, error) {
	b, err := h.x.Open(d, name)
	if err != nil {
		return nil, err
	}
	h.builders[name] = b
	defer delete(h.builders, name)
	b.Run = func(n node) (node, error) {
		if !b.Static(n) {
			return nil, fmt.Errorf("%s: not static: %s", name, toString(n))
		}
		return h.x.RunStatic(b, n, BodyHost{Nested: h.define})
	}
	body, err := h.x.ExpandBody(b)
	if err != nil {
		return nil, err
	}
	v, err := b.Run(body)
	if err != nil {
		return nil, err
	}
	m, err := h.x.Finish(b)
	for _, d := range b.Checked() {
		h.Report(d)
	}
	if err != nil {
		return nil, err
	}
	h.modules[name] = m
	return v, nil
}

// messages are the reports as text.
func (h *staticHost) messages() string {
	var b strings.Builder
	for i := range h.reports {
		d := &h.reports[i]
		if d.Severity == diag.Error {
			b.WriteString("error: ")
		} else {
			b.WriteString("warning: ")
		}
		fmt.Fprintf(&b, "%d:%d: %s\n", d.Pos.Line, d.Pos.Column, d.Message)
	}
	return b.String()
}

// librarySource reads the source of a library module.
func librarySource(module string) (string, []byte) {
	path := "erlang/" + module + ".ex"
	if name, ok := strings.CutPrefix(module, elixirPrefix); ok {
		var b strings.Builder
		for i, c := range name {
			upper := c >= 'A' && c <= 'Z'
			if upper && i > 0 && name[i-1] != '.' && (name[i-1] >= 'a' && name[i-1] <= 'z' || i+1 < len(name) && name[i+1] >= 'a' && name[i+1] <= 'z') {
				b.WriteByte('_')
			}
			if c == '.' {
				c = '/'
			}
			b.WriteString(strings.ToLower(string(c)))
		}
		path = "elixir/" + b.String() + ".ex"
		if inner, ok := strings.CutPrefix(path, "elixir/i_ex/"); ok {
			path = "iex/" + inner
		}
	}
	src, err := os.ReadFile("../../lib/" + path)
	if err != nil {
		return path, nil
	}
	return path, src
}
