package elixir

import (
	"errors"
	"strings"

	"joist/internal/diag"
	"joist/internal/proc"
	"joist/internal/term"
)

// Ctx is the context of the session's dirty call: what to build arguments with.
func (h *Session) Ctx() *proc.Ctx { return h.c }

// CallFunction calls a function. The arguments must have been built since the last call; the value is
// valid until the next one.
func (h *Session) CallFunction(module, function string, args ...term.Term) (term.Term, error) {
	mod, err := h.atom(module)
	if err != nil {
		return term.None, err
	}
	fun, err := h.atom(function)
	if err != nil {
		return term.None, err
	}
	value, exc := h.callBack(mod, fun, args...)
	if exc != nil {
		return term.None, raised{exc}
	}
	return value, nil
}

// EvalString runs code that stands outside of modules and returns its value, which is valid until the
// next call.
func (h *Session) EvalString(code, file string) (term.Term, error) {
	node, err := h.parse(code, file)
	if err != nil {
		return term.None, err
	}
	h.wantsValue = true
	return h.evaluate(h.fileEnv(file), node, file)
}

// Atom interns a name.
func (h *Session) Atom(name string) (term.Term, error) { return h.atom(name) }

// Describe words an error of this session as Elixir's command line words one that nobody rescued: a
// line with the exception and the stack trace below it.
func (h *Session) Describe(err error) string {
	var r raised
	var d *diag.Diagnostic
	err = h.refusal(err)
	switch {
	case errors.As(err, &r):
		return h.describe(r.exc)
	case errors.As(err, &d):
		h.raise(h.c, d)
		exc := h.c.Exc
		h.c.Exc = proc.Exception{}
		if exc.Trace == term.None || len(d.Trace) == 0 {
			exc.Trace = term.Nil
		}
		text := h.describe(&exc)
		switch d.Exception {
		case "SyntaxError", "TokenMissingError", "MismatchedDelimiterError":
			text = strings.TrimRight(text, "\n") // the empty stack trace is no news
		}
		return text
	}
	return "** (RuntimeError) " + err.Error()
}

// ExitStatus tells of an exit that ends a program in good order, and with which status; 1 for anything else.
func (h *Session) ExitStatus(err error) (status int, quiet bool) {
	var r raised
	if !errors.As(err, &r) || r.exc.Class != proc.ClassExit {
		return 1, false
	}
	switch reason := r.exc.Reason; {
	case reason == term.AtomNormal || reason == term.AtomShutdown:
		return 0, true
	case reason.IsTupleOf(2) && reason.TupleElem(0) == term.AtomShutdown:
		if n := reason.TupleElem(1); n.IsSmall() {
			return int(n.SmallValue()), true
		}
		return 0, true
	}
	return 1, false
}

// describe is Kernel.CLI.format_error/3. When that fails itself, the terms are printed as they are.
func (h *Session) describe(exc *proc.Exception) string {
	trace := exc.Trace
	if trace == term.None {
		trace = term.Nil
	}
	plain := "** (" + h.name(exc.Class.Atom()) + ") " + term.Format(exc.Reason, h.node.Atoms)
	text, err := h.CallFunction("Elixir.Kernel.CLI", "format_error", exc.Class.Atom(), exc.Reason, trace)
	if err != nil || !text.IsBinary() {
		var r raised
		if errors.As(err, &r) {
			plain += "\n    (Kernel.CLI.format_error/3 failed: " + term.Format(r.exc.Reason, h.node.Atoms) + " " + term.Format(r.exc.Trace, h.node.Atoms) + ")"
		}
		return plain
	}
	return strings.TrimSuffix(string(text.BinaryBytes()), "\n")
}

// DescribeExit words the reason, in external term format, of a process that an exit signal ended.
func (h *Session) DescribeExit(pid term.Term, reason []byte) string {
	t, err := h.decode(reason)
	if err != nil {
		return "** (EXIT)"
	}
	head := "** (EXIT from " + h.inspectPid(pid) + ") "
	text, err := h.CallFunction("Elixir.Exception", "format_exit", t)
	if err != nil || !text.IsBinary() {
		return head + "?"
	}
	return head + string(text.BinaryBytes())
}

func (h *Session) inspectPid(pid term.Term) string {
	return "#PID" + term.Format(pid, h.node.Atoms)
}
