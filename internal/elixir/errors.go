package elixir

import (
	"errors"
	"io"
	"os"
	"strings"

	"joist/internal/diag"
	"joist/internal/etf"
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

// raise raises err in the process of c: the exception that Elixir code raised, a diagnostic as the
// Elixir exception that it names, and anything else as a RuntimeError.
func (comp *Compiler) raise(c *proc.Ctx, err error) term.Term {
	var r raised
	var d *diag.Diagnostic
	switch {
	case errors.As(err, &r):
		c.Exc = *r.exc
		return term.None
	case errors.As(err, &d):
		c.Error(comp.exception(c, d))
		if len(d.Trace) > 0 {
			c.Exc.Trace = comp.trace(c, d.Trace)
		}
		return term.None
	}
	return c.Error(comp.exceptionStruct(c, "RuntimeError", "message", c.BinaryString(err.Error())))
}

// trace is a stack trace.
func (comp *Compiler) trace(c *proc.Ctx, frames []diag.Frame) term.Term {
	out := make([]term.Term, len(frames))
	for i, f := range frames {
		at := term.Nil
		if f.Line > 0 {
			at = c.Cons(c.Tuple2(term.AtomLine, term.Small(int64(f.Line))), at)
		}
		at = c.Cons(c.Tuple2(comp.mustAtom("file"), c.String(f.File)), at)
		out[i] = c.Tuple(comp.mustAtom(f.Module), comp.mustAtom(f.Function), term.Small(int64(f.Arity)), at)
	}
	return c.List(out, term.Nil)
}

// exception is the Elixir exception of a diagnostic.
func (comp *Compiler) exception(c *proc.Ctx, d *diag.Diagnostic) term.Term {
	number := func(n int) term.Term {
		if n == 0 {
			return term.AtomNil
		}
		return term.Small(int64(n))
	}
	str := c.BinaryString
	name := func(s string) term.Term {
		if s == "" {
			return term.AtomNil
		}
		return comp.mustAtom(s)
	}
	switch d.Exception {
	case "", "CompileError":
		line := number(d.Pos.Line)
		if d.Reported {
			line = term.Small(0)
		}
		return comp.exceptionStruct(c, "CompileError", "file", str(d.File), "line", line, "description", str(d.Message))
	case "SyntaxError", "TokenMissingError", "MismatchedDelimiterError":
		snippet := term.AtomNil
		if d.Snippet != "" {
			snippet = str(d.Snippet)
		}
		fields := []any{"file", str(d.File), "line", number(d.Pos.Line), "column", number(d.Pos.Column),
			"description", str(d.Message), "snippet", snippet}
		if d.Exception != "SyntaxError" {
			fields = append(fields, "end_line", number(d.EndPos.Line), "end_column", number(d.EndPos.Column),
				"opening_delimiter", name(d.Opening), "expected_delimiter", name(d.Expected))
		}
		if d.Exception == "MismatchedDelimiterError" {
			fields = append(fields, "closing_delimiter", name(d.Closing))
		}
		return comp.exceptionStruct(c, d.Exception, fields...)
	}
	if d.Exception == "Kernel.TypespecError" {
		return comp.exceptionStruct(c, d.Exception, "file", str(d.File), "line", number(d.Pos.Line), "description", str(d.Message))
	}
	if d.Exception == "KeyError" {
		return comp.exceptionStruct(c, d.Exception, "key", term.AtomNil, "term", term.AtomNil, "message", str(d.Message))
	}
	return comp.exceptionStruct(c, d.Exception, "message", str(d.Message))
}

// exceptionStruct builds an exception: fields are names (string) and values (term.Term) in turn.
func (comp *Compiler) exceptionStruct(c *proc.Ctx, name string, fields ...any) term.Term {
	pairs := []term.Term{
		comp.mustAtom("__struct__"), comp.mustAtom("Elixir." + name),
		comp.mustAtom("__exception__"), term.AtomTrue,
	}
	for i := 0; i < len(fields); i += 2 {
		pairs = append(pairs, comp.mustAtom(fields[i].(string)), fields[i+1].(term.Term))
	}
	return maps.FromPairs(&c.Builder, pairs)
}

// source is the text of a file that a diagnostic names, or "" when it cannot be read.
func (h *Session) source(file string) string {
	if file == "" || !strings.Contains(file, ".") || h.node.Config.Sandbox {
		return ""
	}
	data, err := os.ReadFile(h.Absolute(file))
	if err != nil {
		return ""
	}
	return string(data)
}

// reportLibraryError tells that a module of the library does not compile, which is a bug of joist.
func (h *Session) reportLibraryError(module string, err error) {
	text := err.Error()
	var r raised
	var d *diag.Diagnostic
	if errors.As(err, &r) {
		text += ": " + term.Format(r.exc.Reason, h.node.Atoms) + "\n    " + term.Format(r.exc.Trace, h.node.Atoms)
	}
	if errors.As(err, &d) {
		text = diag.Render(d, "")
	}
	if w := h.node.Config.Stderr; w != nil {
		io.WriteString(w, "joist: the library module "+module+" cannot be loaded: "+text+"\n")
	}
}

// encode keeps a term while Elixir code runs.
func (h *Session) encode(t term.Term) ([]byte, error) {
	return etf.Encode(h.node.Atoms, t, etf.DefaultOptions)
}

// decode builds a term that encode kept.
func (h *Session) decode(data []byte) (term.Term, error) {
	t, _, err := etf.DecodePrefix(&h.c.Builder, h.node.Atoms, data, etf.Options{Linker: h.node.Code})
	return t, err
}

// IsRaised tells whether an error is an exception of Elixir code or becomes one: what Describe words.
func IsRaised(err error) bool {
	var r raised
	var d *diag.Diagnostic
	return errors.As(err, &r) || errors.As(err, &d)
}

// RaiseRuntimeError raises a RuntimeError with a message.
func (comp *Compiler) RaiseRuntimeError(c *proc.Ctx, message string) term.Term {
	return c.Error(comp.exceptionStruct(c, "RuntimeError", "message", c.BinaryString(message)))
}
