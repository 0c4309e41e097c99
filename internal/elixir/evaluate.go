package elixir

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"joist/internal/bif"
	"joist/internal/codegen"
	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/parser"
	"joist/internal/quoted"
	"joist/internal/term"
)

// parse reads source text. Warnings are printed; an error is a *diag.Diagnostic.
func (h *Session) parse(src, file string) (quoted.Node, error) {
	p := h.parsers.Get().(*parser.Parser)
	node, warnings, bad := p.Parse(src, parser.Options{File: file, Columns: true})
	h.parsers.Put(p)
	for i := range warnings {
		h.print(&warnings[i])
	}
	if bad != nil {
		return nil, bad
	}
	return node, nil
}

// print shows a diagnostic on the node's standard error.
func (h *Session) print(d *diag.Diagnostic) {
	h.mayWait()
	if h.collected(d) {
		return
	}
	shown := *d
	shown.File = h.Relative(d.File)
	shown.Others = slices.Clone(d.Others)
	for i := range shown.Others {
		shown.Others[i].File = h.Relative(shown.Others[i].File)
	}
	text := diag.Render(&shown, h.source(d.File)) + "\n\n"
	if d.Severity == diag.Warning {
		if h.warned[text] {
			return
		}
		if h.warned == nil {
			h.warned = map[string]bool{}
		}
		h.warned[text] = true
	}
	h.writeError(h.colored(text, d.Severity))
}

// colorOption is the option of the compiler that the shell sets in a terminal with colors.
const colorOption = "joist_color_diagnostics"

// colored gives the severity its color, red or yellow, where there are colors.
func (h *Session) colored(text string, severity diag.Severity) string {
	h.mu.Lock()
	_, on := h.options[colorOption]
	h.mu.Unlock()
	word, color := "error:", "\x1b[31m"
	if severity == diag.Warning {
		word, color = "warning:", "\x1b[33m"
	}
	if on {
		text = strings.Replace(text, word, color+word+"\x1b[0m", 1)
	}
	return text
}

// NoteDevices has diagnostics written directly as long as the process registered as standard_error is the one that is now.
func (comp *Compiler) NoteDevices() {
	comp.device.Store(uint64(comp.node.Whereis(comp.mustAtom("standard_error"))))
}

// writeError writes text to standard error: to another process than the usual one if that has been registered
// under this name.
func (h *Session) writeError(text string) {
	name := h.mustAtom("standard_error")
	if pid := h.node.Whereis(name); pid != term.None && uint64(pid) != h.device.Load() {
		if _, err := h.CallFunction("io", "put_chars", name, h.c.BinaryString(text)); err == nil {
			return
		}
	}
	if w := h.node.Config.Stderr; w != nil {
		bif.OutputOf(h.node).Flush()
		io.WriteString(w, text)
	}
}

// evaluateFile is evaluate for the code of a file. Elixir defines the modules of a file that has nothing else without
// evaluating what names them.
func (h *Session) evaluateFile(code quoted.Node, file string) (term.Term, error) {
	if name := firstBadName(code); name != nil {
		w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
		text, err := h.inspect(w.node(name))
		if err != nil {
			return term.None, err
		}
		return term.None, &diag.Diagnostic{Exception: "ArgumentError", Message: "invalid module name: " + text}
	}
	return h.evaluate(h.fileEnv(file), code, file)
}

// firstBadName is the name of the first module of a file of modules only, if that is neither an alias nor an atom nor a
// macro's call.
func firstBadName(code quoted.Node) quoted.Node {
	list := []quoted.Node{code}
	if f, ok := code.(*quoted.Form); ok && f.Head == quoted.Node(quoted.Atom("__block__")) {
		list = f.Args
	}
	var first quoted.Node
	for i, n := range list {
		f, ok := n.(*quoted.Form)
		if !ok || f.Head != quoted.Node(quoted.Atom("defmodule")) || len(f.Args) != 2 {
			return nil
		}
		if i > 0 {
			continue
		}
		switch name := f.Args[0].(type) {
		case quoted.String, quoted.Int:
			first = name
		case *quoted.Form:
			if name.IsVar {
				first = name
			}
		}
	}
	return first
}

// evaluate expands code in env and runs it. The value is valid until the next CallBack.
func (h *Session) evaluate(env *macroenv.Env, code quoted.Node, file string) (value term.Term, err error) {
	stop, err := h.follow(env)
	if err != nil {
		return term.None, err
	}
	if env.Trace != nil {
		defer func() { value, err = h.across(value, err, func() error { return stop(env) }) }()
	}
	expanded, after, err := h.x.ExpandFile(env, code)
	if err != nil {
		return term.None, err
	}
	if h.errors > 0 {
		return term.None, h.refused(file, "")
	}
	value, err = h.run(expanded, env, nil, nil, "__FILE__")
	if err == nil {
		h.x.ReportUnused(after)
	}
	return value, err
}

// refusal is the error that a program sees for err: a compile error is shown to people, and what
// remains of it is that the module or file is refused.
func (h *Session) refusal(err error) error {
	var d *diag.Diagnostic
	if !errors.As(err, &d) || d.Reported || d.Exception != "CompileError" && d.Exception != "" {
		return err
	}
	h.print(d)
	module := ""
	if d.Module != "" {
		module = quoted.InspectAtom(d.Module)
	}
	refused := h.refused(d.File, module)
	refused.Trace = d.Trace
	return refused
}

// refused is the error for code that was reported to have errors.
func (h *Session) refused(file, module string) *diag.Diagnostic {
	text := "cannot compile file (errors have been logged)"
	if module != "" {
		text = "cannot compile module " + module + " (errors have been logged)"
	}
	return &diag.Diagnostic{Exception: "CompileError", File: file, Message: text, Reported: true}
}

// run runs expanded code that stands outside of functions: in Go when it only defines modules, and
// else as BEAM code in the process. in are the
// variables that it reads, with their values as one tuple, encoded.
func (h *Session) run(expanded quoted.Node, env *macroenv.Env, in []codegen.EvalVar, values []byte, function string) (term.Term, error) {
	if !h.wantsValue && definesModulesOnly(expanded) {
		return term.AtomNil, h.defineModules(expanded)
	}
	module, err := h.loadExpression(&codegen.EvalInput{
		Function: function, File: h.Relative(env.File), Line: int(env.Line), Expr: expanded, In: in,
	}, env.File)
	if err != nil {
		return term.None, err
	}
	arg := h.c.Tuple()
	if len(in) > 0 {
		if arg, err = h.decode(values); err != nil {
			return term.None, err
		}
	}
	result, exc := h.callBack(module, h.mustAtom(function), arg)
	if exc != nil {
		return term.None, raised{exc}
	}
	h.unloadExpression(module)
	return result.TupleElem(0), nil
}

// evalName names the module of a piece of code: the name of one that has been unloaded, or a new one.
func (h *Session) evalName() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if last := len(h.evalNames) - 1; last >= 0 {
		name := h.evalNames[last]
		h.evalNames = h.evalNames[:last]
		return name
	}
	return fmt.Sprintf("elixir_compiler_%d", h.evals.Add(1)-1)
}
