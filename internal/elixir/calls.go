package elixir

import (
	"errors"
	"strings"

	"joist/internal/code"
	"joist/internal/codegen"
	"joist/internal/expand"
	"joist/internal/loader"
	"joist/internal/macroenv"
	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/term"
)

// raised is an exception that Elixir code raised while it ran for the compiler. Its terms are valid
// until the next CallBack; nothing runs between raising it and handing it on.
type raised struct{ exc *proc.Exception }

func (r raised) Error() string { return "an exception was raised at compile time" }

// callBack runs a function in the process.
func (h *Session) callBack(module, function term.Term, args ...term.Term) (term.Term, *proc.Exception) {
	h.mayWait()
	return h.c.CallBack(module, function, args...)
}

// Module implements expand.Host.
func (h *Session) Module(name quoted.Atom) *expand.ModuleInfo {
	module, err := h.atom(string(name))
	if err != nil || h.Builder(name) != nil && h.node.Code.Module(module) == nil {
		return nil
	}
	if err := h.load(module); err != nil {
		if !errors.Is(err, errNoModule) {
			h.reportLibraryError(string(name), err)
		}
		info := h.nativeInfo(name, module)
		if info != nil || !h.await(module, "module") || h.load(module) != nil {
			return info
		}
	}
	m := h.node.Code.Module(module)
	h.mu.Lock()
	info := h.infos[m]
	h.mu.Unlock()
	if info == nil {
		info = h.moduleInfo(name, m)
		h.mu.Lock()
		h.infos[m] = info
		h.mu.Unlock()
	}
	return info
}

const macroPrefix = "MACRO-"

// moduleInfo lists what a loaded module exports.
func (h *Session) moduleInfo(name quoted.Atom, m *code.Module) *expand.ModuleInfo {
	info := &expand.ModuleInfo{Name: name}
	for _, f := range m.Functions {
		if !f.Exported {
			continue
		}
		text := h.name(f.Name)
		switch {
		case len(text) > len(macroPrefix) && text[:len(macroPrefix)] == macroPrefix:
			info.Macros = append(info.Macros, macroenv.NameArity{Name: text[len(macroPrefix):], Arity: f.Arity - 1})
		case text == "__info__" && f.Arity == 1:
			info.Elixir = true
		case text == "module_info" && f.Arity < 2:
		default:
			info.Struct = info.Struct || text == "__struct__" && f.Arity == 0
			info.Functions = append(info.Functions, macroenv.NameArity{Name: text, Arity: f.Arity})
		}
	}
	h.addNatives(info, m.Name)
	return sorted(info)
}

// nativeInfo is what is known of a module that has natives only, or nil.
func (h *Session) nativeInfo(name quoted.Atom, module term.Term) *expand.ModuleInfo {
	info := &expand.ModuleInfo{Name: name}
	h.addNatives(info, module)
	if len(info.Functions) == 0 {
		return nil
	}
	return sorted(info)
}

func (h *Session) addNatives(info *expand.ModuleInfo, module term.Term) {
	h.node.Code.Natives(module, func(f code.MFA) {
		info.Functions = append(info.Functions, macroenv.NameArity{Name: h.name(f.Function), Arity: f.Arity})
	})
}

func sorted(info *expand.ModuleInfo) *expand.ModuleInfo {
	info.Functions = macroenv.SortNames(info.Functions)
	info.Macros = macroenv.SortNames(info.Macros)
	return info
}

// CallMacro implements expand.Host.
func (h *Session) CallMacro(env *macroenv.Env, module quoted.Atom, name string, args []quoted.Node) (quoted.Node, error) {
	out, err := h.callQuoted(string(module), macroPrefix+name, env, args)
	return out, h.expanding(err, env, module, name, string(module), len(args))
}

// CheckRegex implements expand.Host. What the library's own code holds is not checked, for the module Regex is part of it.
func (h *Session) CheckRegex(env *macroenv.Env, source, modifiers string) error {
	if h.library {
		return nil
	}
	_, err := h.CallFunction("Elixir.Regex", "compile!", h.c.BinaryString(source), h.c.BinaryString(modifiers))
	return h.expanding(err, env, quoted.Atom("Elixir.Kernel"), "sigil_r", "Elixir.Kernel", 2)
}

// expanding puts the expansion of a macro in the place of the call of its function, which is one of the
// module called code, in the stack trace of an exception that it raised. What ran the compiler is left out.
func (h *Session) expanding(err error, env *macroenv.Env, module quoted.Atom, name, code string, arity int) error {
	var r raised
	if !errors.As(err, &r) || r.exc.Trace == term.None {
		return err
	}
	mod, fun := h.mustAtom(code), h.mustAtom(macroPrefix+name)
	var frames []term.Term
	for l := r.exc.Trace; l.IsCons(); l = l.Cdr() {
		frame := l.Car()
		if !frame.IsTupleOf(4) || frame.TupleElem(0) == mod && frame.TupleElem(1) == fun || h.isCompilerFrame(frame) {
			break
		}
		frames = append(frames, frame)
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	frames = append(frames,
		h.c.Tuple(w.atom(string(module)), w.atom(name), term.Small(int64(arity)), w.location("expanding macro", 0)),
		w.caller(env))
	exc := *r.exc
	exc.Trace = h.c.List(frames, term.Nil)
	return raised{&exc}
}

// isCompilerFrame tells whether an item of a stack trace is of code outside of modules.
func (h *Session) isCompilerFrame(frame term.Term) bool {
	m := frame.TupleElem(0)
	return m.IsAtom() && strings.HasPrefix(h.name(m), "elixir_compiler_")
}

// location is [file: file, line: line] of a stack trace.
func (w *termWriter) location(file string, line int32) term.Term {
	list := term.Nil
	if line > 0 {
		list = w.b.Cons(w.b.Tuple2(term.AtomLine, term.Small(int64(line))), list)
	}
	return w.b.Cons(w.b.Tuple2(w.atom("file"), w.b.String(file)), list)
}

// caller is the item of a stack trace for the code that env is of.
func (w *termWriter) caller(env *macroenv.Env) term.Term {
	at := w.location(w.host.Relative(env.File), env.Line)
	switch {
	case env.Module == "":
		return w.b.Tuple(w.atom("elixir_compiler"), w.atom("__FILE__"), term.Small(1), at)
	case env.Function == nil:
		return w.b.Tuple(w.atom(string(env.Module)), w.atom("__MODULE__"), term.Small(0), at)
	}
	return w.b.Tuple(w.atom(string(env.Module)), w.atom(env.Function.Name), term.Small(int64(env.Function.Arity)), at)
}

// callQuoted calls a function with an environment, unless env is nil, and quoted code, and reads
// quoted code as its result.
func (h *Session) callQuoted(module, name string, env *macroenv.Env, args []quoted.Node) (quoted.Node, error) {
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	var ts []term.Term
	if env != nil {
		ts = append(ts, w.env(env))
	}
	for _, a := range args {
		ts = append(ts, w.node(a))
	}
	mod, fun := w.atom(module), w.atom(name)
	if w.err != nil {
		return nil, w.err
	}
	t, exc := h.callBack(mod, fun, ts...)
	if exc != nil {
		return nil, raised{exc}
	}
	return fromTerm(h.node.Atoms, t)
}

// Call implements expand.Host.
func (h *Session) Call(module quoted.Atom, name string, args []quoted.Node) (quoted.Node, error) {
	ts := make([]term.Term, len(args))
	for i, a := range args {
		t, err := h.literalToTerm(&h.c.Builder, a)
		if err != nil {
			return nil, err
		}
		ts[i] = t
	}
	mod, err := h.atom(string(module))
	if err != nil {
		return nil, err
	}
	fun, err := h.atom(name)
	if err != nil {
		return nil, err
	}
	t, exc := h.callBack(mod, fun, ts...)
	if exc != nil {
		return nil, raised{exc}
	}
	return termToLiteral(h.node.Atoms, t)
}

// Struct implements expand.Host. What a module that was compiled here has defined is known; another is
// asked for its struct.
func (h *Session) Struct(module quoted.Atom) *expand.StructInfo {
	if early := h.earlyStruct(module); early != nil {
		return early
	}
	info := h.Module(module)
	if info == nil || !info.Struct {
		return nil
	}
	h.mu.Lock()
	known := h.structs[info]
	h.mu.Unlock()
	if known != nil {
		return known
	}
	value, err := h.Call(module, "__struct__", nil)
	if err != nil {
		return nil
	}
	m, ok := value.(*quoted.Form)
	if !ok {
		return nil
	}
	out := &expand.StructInfo{}
	for _, a := range m.Args {
		if p := a.(*quoted.Pair); p.Left != quoted.Node(quoted.Atom("__struct__")) {
			out.Fields = append(out.Fields, p)
		}
	}
	return out
}

// definition is a definition as the code generator wants it.
func (h *Session) definition(d *expand.Definition, public bool) codegen.Definition {
	out := codegen.Definition{Name: d.Name, Arity: d.Arity, Kind: codegen.DefKind(d.Kind), Line: int(d.Meta.Line), File: h.Relative(d.File)}
	if public {
		switch out.Kind {
		case codegen.Defp:
			out.Kind = codegen.Def
		case codegen.Defmacrop:
			out.Kind = codegen.Defmacro
		}
	}
	for i := range d.Clauses {
		c := &d.Clauses[i]
		out.Clauses = append(out.Clauses, codegen.Clause{Line: int(c.Meta.Line), Args: c.Args, Guards: c.Guards, Body: c.Body})
	}
	return out
}

// compileAndLoad generates a module and makes it the current version.
func (h *Session) compileAndLoad(in *codegen.ModuleInput) error {
	m, diags, err := h.compile(in)
	for _, d := range diags {
		h.Report(d)
	}
	if err != nil {
		return err
	}
	_, err = loader.Load(h.node.Code, m)
	return err
}
