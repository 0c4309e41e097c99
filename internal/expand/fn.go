package expand

import (
	"strconv"
	"strings"

	"joist/internal/quoted"
)

// expandFn expands fn args -> body ... end.
func (s *scope) expandFn(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "fn")
	if len(f.Args) == 0 {
		s.fail(f.Meta, e, "expected -> clauses in fn")
	}
	arity := -1
	for _, c := range f.Args {
		c, ok := isForm(c, "->", 2)
		if !ok {
			s.fail(f.Meta, e, "expected -> clauses in fn")
		}
		args, ok := c.Args[0].(quoted.List)
		if !ok {
			s.fail(c.Meta, e, "expected -> clauses in fn")
		}
		patterns := patternsOf(args)
		for _, p := range patterns {
			if _, ok := isForm(p, `\\`, 2); ok {
				s.fail(c.Meta, e, "anonymous functions cannot have optional arguments")
			}
		}
		if arity >= 0 && len(patterns) != arity {
			// The variables of each clause are checked first.
			for _, c := range f.Args {
				arrow, ok := isForm(c, "->", 2)
				if !ok {
					break
				}
				args, ok := arrow.Args[0].(quoted.List)
				if !ok {
					break
				}
				s.expandClauses(quoted.List{c}, len(patternsOf(args)), f.Meta, "fn", e)
			}
			s.fail(f.Meta, e, "cannot mix clauses with different arities in anonymous functions")
		}
		arity = len(patterns)
	}
	s.funs++
	clauses := s.expandClauses(quoted.List(f.Args), arity, f.Meta, "fn", e)
	s.funs--
	return &form{Head: f.Head, Meta: f.Meta, Args: []node(clauses)}, e
}

// expandCapture expands &.
func (s *scope) expandCapture(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "&")
	switch x := f.Args[0].(type) {
	case quoted.Int:
		s.fail(f.Meta, e, "capture argument &"+strconv.FormatInt(int64(x), 10)+" must be used within the capture operator &")
	case *form:
		return s.captureForm(f, x, e)
	case *quoted.Pair, quoted.List:
		return s.captureExpression(f, x, e)
	}
	s.captureInvalid(f, e)
	return nil, e
}

func (s *scope) captureInvalid(f *form, e *env) {
	s.fail(f.Meta, e, "invalid args for &, expected one of:\n\n"+
		"  * &Mod.fun/arity to capture a remote function, such as &Enum.map/2\n"+
		"  * &fun/arity to capture a local or imported function, such as &is_atom/1\n"+
		"  * &some_code(&1, ...) containing at least one argument as &1, such as &List.flatten(&1)\n\n"+
		"Got: "+toString(f.Args[0]))
}

func (s *scope) captureForm(f, x *form, e *env) (node, *env) {
	if x.IsVar {
		s.captureInvalid(f, e)
	}
	if slash, ok := isForm(x, "/", 2); ok {
		if arity, ok := slash.Args[1].(quoted.Int); ok {
			if n, e, ok := s.captureArity(f, slash, int(arity), e); ok {
				return n, e
			}
		}
	}
	if b, ok := isForm(x, "__block__", -1); ok {
		if len(b.Args) == 1 {
			return s.expandCapture(&form{Head: f.Head, Meta: f.Meta, Args: b.Args}, e)
		}
		s.fail(f.Meta, e, "block expressions are not allowed inside the capture operator &, got: "+s.blockText(x))
	}
	if sequential(x.Args) {
		if dot, ok := dotCall(x); ok && len(dot.Args) == 2 {
			if name, ok := dot.Args[1].(atom); ok {
				if n, e, ok := s.captureRemote(f, dot, x.Meta, string(name), len(x.Args), e); ok {
					return n, e
				}
			}
		} else if name, ok := x.Head.(atom); ok && !specialForm(string(name), len(x.Args)) {
			if n, e, ok := s.captureLocal(f, x.Meta, string(name), len(x.Args), e); ok {
				return n, e
			}
		}
	}
	return s.captureExpression(f, x, e)
}

// blockText is a block as source, its expressions on lines of their own.
func (s *scope) blockText(b *form) string {
	lines := make([]string, len(b.Args))
	for i, a := range b.Args {
		lines[i] = s.text(a)
	}
	return strings.Join(lines, "\n")
}

// sequential reports whether args are &1, &2, ... in order.
func sequential(args []node) bool {
	for i, a := range args {
		c, ok := isForm(a, "&", 1)
		if !ok || c.Args[0] != node(quoted.Int(i+1)) {
			return false
		}
	}
	return len(args) > 0
}

// captureArity expands &fun/arity and &Mod.fun/arity.
func (s *scope) captureArity(f, slash *form, arity int, e *env) (node, *env, bool) {
	target, ok := slash.Args[0].(*form)
	if !ok || arity < 0 {
		return nil, e, false
	}
	if arity > 255 {
		s.fail(f.Meta, e, "capture argument &"+itoa(arity)+" must be numbered between 1 and 255")
	}
	if dot, ok := dotCall(target); ok {
		name, isName := atom(""), false
		if len(dot.Args) == 2 {
			name, isName = dot.Args[1].(atom)
		}
		if !isName || len(target.Args) > 0 {
			return nil, e, false
		}
		if _, bare := target.Meta.Get("no_parens"); arity == 0 && !bare {
			x := toString(dot.Args[0]) + "." + string(name)
			s.warn(f.Meta, &env{File: e.File}, "extra parentheses on a remote function capture &"+x+"()/0 have been deprecated. Please remove the parentheses: &"+x+"/0")
		}
		if n, e, ok := s.captureRemote(f, dot, target.Meta, string(name), arity, e); ok {
			return n, e, true
		}
		if arity == 0 {
			n, e := s.expand(call(f.Meta, "fn", clause(f.Meta, &form{Head: dot, Meta: target.Meta.Without("no_parens")})), e)
			return n, e, true
		}
		args := placeholders(f.Meta, arity)
		n, e := s.captureExpression(f, s.x.forms.Put(form{Head: dot, Meta: target.Meta, Args: args}), e)
		return n, e, true
	}
	name, ok := target.Head.(atom)
	if !ok || len(target.Args) > 0 {
		return nil, e, false
	}
	if !specialForm(string(name), arity) {
		if n, e, ok := s.captureLocal(f, target.Meta, string(name), arity, e); ok {
			return n, e, true
		}
	}
	if arity == 0 {
		n, e := s.expand(s.x.call(f.Meta, "fn", s.x.clause(f.Meta, &form{Head: name, Meta: target.Meta})), e)
		return n, e, true
	}
	n, e := s.captureExpression(f, &form{Head: name, Meta: target.Meta, Args: placeholders(f.Meta, arity)}, e)
	return n, e, true
}

func placeholders(meta quoted.Meta, n int) []node {
	out := make([]node, n)
	for i := range out {
		out[i] = call(meta, "&", quoted.Int(i+1))
	}
	return out
}

// captureRemote makes an external capture, unless the name is a macro.
func (s *scope) captureRemote(f, dot *form, meta quoted.Meta, name string, arity int, e *env) (node, *env, bool) {
	receiver, e := s.expand(dot.Args[0], e)
	module, ok := receiver.(atom)
	if !ok {
		return s.externalCapture(f, dot.Meta, receiver, name, meta, arity), e, true
	}
	if s.required(module, meta, e) && s.isMacro(module, name, arity) {
		return nil, e, false
	}
	s.noteRemote(module, name, arity, meta, e)
	if e.Trace != nil {
		s.tracedRemote(e, meta, module, name, arity)
	}
	if to, ok := inline(module, name, arity); ok {
		return s.externalCapture(f, dot.Meta, to.module, to.name, meta, arity), e, true
	}
	if rewrittenCall(module, name, arity) {
		return nil, e, false
	}
	return s.externalCapture(f, dot.Meta, module, name, meta, arity), e, true
}

// rewrittenCall reports whether calls of the function are rewritten with other arguments and no
// function of that name needs to exist.
func rewrittenCall(module atom, name string, arity int) bool {
	return false
}

func (s *scope) externalCapture(f *form, dotMeta quoted.Meta, module node, name string, meta quoted.Meta, arity int) node {
	d := s.x.form(atom("."), dotMeta, module, atom(name))
	fun := &form{Head: d, Meta: meta}
	return s.x.form(f.Head, f.Meta, s.x.call(f.Meta, "/", fun, quoted.Int(arity)))
}

// captureLocal makes a capture of a local or imported function, unless the name is a macro.
func (s *scope) captureLocal(f *form, meta quoted.Meta, name string, arity int, e *env) (node, *env, bool) {
	t := s.resolve(meta, name, arity, e)
	switch t.kind {
	case importedMacro, localMacro:
		return nil, e, false
	case hygienicImport:
		if s.isMacro(t.receiver, name, arity) {
			return nil, e, false
		}
		fallthrough
	case importedFunction:
		if e.Trace != nil {
			s.trace(e, "imported_function", meta, t.receiver, atom(name), quoted.Int(arity))
		}
		to := inlined{t.receiver, name}
		if in, ok := inline(t.receiver, name, arity); ok {
			to = in
		}
		return s.externalCapture(f, meta, to.module, to.name, meta, arity), e, true
	}
	if e.Function == nil {
		s.undefinedOutside(&form{Head: atom(name), Meta: meta, Args: make([]node, arity)}, name, e)
	}
	if s.locals != nil {
		s.locals.add(name, arity, meta, false)
	}
	if e.Trace != nil {
		s.trace(e, "local_function", meta, atom(name), quoted.Int(arity))
	}
	local := quoted.Var(name, meta, quoted.Nil)
	return s.x.form(f.Head, f.Meta, s.x.call(f.Meta, "/", local, quoted.Int(arity))), e, true
}

// captureExpression turns &code into fn &1, &2, ... -> code end.
func (s *scope) captureExpression(f *form, x node, e *env) (node, *env) {
	if code, ok := x.(*form); ok && code.Meta.Line != 0 {
		f = &form{Head: f.Head, Meta: quoted.Meta{Line: code.Meta.Line, Column: code.Meta.Column, Extra: f.Meta.Extra}, Args: f.Args}
	}
	c := capturer{s: s, e: e, counter: s.host.Counter(), line: f.Meta.Line}
	body := c.replace(x)
	if len(c.vars) == 0 {
		s.captureInvalid(f, e)
	}
	args := make(quoted.List, len(c.vars))
	for i, v := range c.vars {
		if v == nil {
			last := i + 1
			for c.vars[last] == nil {
				last++
			}
			s.fail(f.Meta, e, "capture argument &"+strconv.Itoa(last+1)+" cannot be defined without &"+strconv.Itoa(i+1)+" (you cannot skip arguments, all arguments must be numbered)")
		}
		args[i] = v
	}
	arrow := s.x.form(atom("->"), f.Meta, args, body)
	return s.expandFn(s.x.form(atom("fn"), f.Meta, arrow), e)
}

// capturer replaces &1, &2 ... by variables.
type capturer struct {
	s       *scope
	e       *env
	counter int64
	line    int32
	vars    []*form
}

func (c *capturer) replace(n node) node {
	switch n := n.(type) {
	case *form:
		if cap, ok := isForm(n, "&", 1); ok {
			return c.placeholder(cap)
		}
		if n.IsVar {
			return n
		}
		head, changed := n.Head, false
		if h, ok := head.(*form); ok {
			head = c.replace(h)
			changed = head != node(h)
		}
		args, replaced := c.all(n.Args)
		if !changed && !replaced {
			return n
		}
		return &form{Head: head, Meta: n.Meta, Args: args}
	case *quoted.Pair:
		l, r := c.replace(n.Left), c.replace(n.Right)
		return &quoted.Pair{Left: l, Right: r}
	case quoted.List:
		args, _ := c.all(n)
		return quoted.List(args)
	}
	return n
}

func (c *capturer) all(args []node) ([]node, bool) {
	before := len(c.vars)
	out := make([]node, len(args))
	changed := false
	for i, a := range args {
		out[i] = c.replace(a)
		if !changed {
			switch a.(type) {
			case *form:
				changed = out[i] != a
			case *quoted.Pair, quoted.List:
				changed = true
			}
		}
	}
	return out, changed || len(c.vars) != before
}

func (c *capturer) placeholder(f *form) node {
	i, ok := f.Args[0].(quoted.Int)
	if !ok {
		c.s.fail(f.Meta, c.e, "nested captures are not allowed. You cannot define a function using the capture operator & inside another function defined via &. Got invalid nested capture: "+c.s.text(f))
	}
	if i < 1 || i > 255 {
		c.s.fail(f.Meta, c.e, "capture argument &"+strconv.FormatInt(int64(i), 10)+" must be numbered between 1 and 255")
	}
	for len(c.vars) < int(i) {
		c.vars = append(c.vars, nil)
	}
	if c.vars[i-1] == nil {
		meta := f.Meta
		meta.Counter, meta.Extra = c.counter, nil
		c.vars[i-1] = quoted.Var("&"+strconv.FormatInt(int64(i), 10), meta, quoted.Nil)
	}
	return c.vars[i-1]
}

// specialForm reports whether name/arity is a special form.
func specialForm(name string, arity int) bool {
	switch name {
	case "__aliases__", "__block__", "<<>>", "{}", "%{}", "fn", "for", "with", "super":
		return true
	case "__CALLER__", "__DIR__", "__ENV__", "__MODULE__", "__STACKTRACE__":
		return arity == 0
	case "&", "^", "cond", "receive", "try", "unquote", "unquote_splicing":
		return arity == 1
	case "%", "=", "::", ".", "case", "->":
		return arity == 2
	case "alias", "import", "require", "quote":
		return arity == 1 || arity == 2
	}
	return false
}
