package expand

import (
	"joist/internal/quoted"
)

// expandDbg expands dbg(code, options): it prints the place, the code and its value, for a pipe every
// step, and gives the value.
func (s *scope) expandDbg(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "dbg")
	m := at(f.Meta)
	var opts node = quoted.List{}
	code := node(kernel(m, "binding"))
	text := "binding()"
	if len(f.Args) > 0 {
		code, text = f.Args[0], toString(f.Args[0])
	}
	if len(f.Args) > 1 {
		opts = f.Args[1]
	}
	opts = remote(m, atom("Elixir.Keyword"), "merge", quoted.List{key("pretty", quoted.True)}, opts)

	where := "(file)"
	switch {
	case e.Function != nil:
		where = inspectAtom(e.Module) + "." + nameArity(e.Function.Name, e.Function.Arity)
	case e.Module != "":
		where = inspectAtom(e.Module) + " (module)"
	}
	line := f.Meta.Line
	if line == 0 {
		line = e.Line
	}
	out := quoted.List{quoted.String("[" + s.host.Relative(e.File) + ":" + itoa(int(line)) + ": " + where + "]\n")}
	var steps []node
	var value node
	show := func(prefix, text string, n node) {
		v := s.freshVar("value", m)
		steps = append(steps, call(m, "=", v, n))
		out = append(out, quoted.String(prefix+text+" #=> "), kernel(m, "inspect", v, opts), quoted.String("\n"))
		value = v
	}
	pipe, isPipe := isForm(code, "|>", 2)
	if isPipe {
		var calls []*form
		start := code
		for p, ok := pipe, true; ok; p, ok = isForm(start, "|>", 2) {
			calls = append(calls, p)
			start = p.Args[0]
		}
		show("", toString(start), start)
		for i := len(calls) - 1; i >= 0; i-- {
			show("|> ", toString(calls[i].Args[1]), s.pipeInto(value, calls[i].Args[1], calls[i].Meta, e))
		}
	} else {
		show("", text, code)
	}
	out = append(out, quoted.String("\n"))
	steps = append(steps, remote(m, atom("Elixir.IO"), "write", out), value)
	return s.expand(block(m, steps...), e)
}
