package expand

import (
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// expandPipe expands a |> b |> c from the left, without recursion over long chains.
func (s *scope) expandPipe(f *form, e *env) (node, *env) {
	if d, ok := f.Args[1].(*form); ok && d.Head == node(atom("dbg")) && len(d.Args) < 2 {
		// dbg shows the steps of what is piped into it.
		return s.expand(&form{Head: d.Head, Meta: d.Meta, Args: append([]node{f.Args[0]}, d.Args...)}, e)
	}
	first, steps := unpipe(f, quoted.Meta{}, nil)
	for _, p := range steps {
		first = s.pipeInto(first, p.into, p.meta, e)
	}
	return s.expand(first, e)
}

// pipeStep is a call that something is piped into.
type pipeStep struct {
	into node
	meta quoted.Meta
}

// unpipe takes pipes apart, however they nest: what goes in and where it goes. meta is that of the pipe into n.
func unpipe(n node, meta quoted.Meta, steps []pipeStep) (first node, all []pipeStep) {
	p, ok := isForm(n, "|>", 2)
	if !ok {
		return n, steps
	}
	first, steps = unpipe(p.Args[0], meta, steps)
	into, rest := unpipe(p.Args[1], p.Meta, nil)
	return first, append(append(steps, pipeStep{into, p.Meta}), rest...)
}

// pipeInto puts x in front of the arguments of the call into.
func (s *scope) pipeInto(x, into node, meta quoted.Meta, e *env) node {
	bad := func(why string) {
		s.raise(meta, e, "ArgumentError", "cannot pipe "+s.text(x)+" into "+s.text(into)+", "+why)
	}
	f, ok := into.(*form)
	if !ok {
		bad("can only pipe into local calls foo(), remote calls Foo.bar() or anonymous function calls foo.()")
	}
	if f.IsVar {
		return s.x.form(f.Head, f.Meta, x)
	}
	if h, ok := f.Head.(atom); ok {
		switch h {
		case "fn":
			s.raise(meta, e, "ArgumentError", "cannot pipe "+toString(x)+" into an anonymous function without calling the function; use Kernel.then/2 instead or define the anonymous function as a regular private function")
		case "&", "__aliases__", "{}", "%{}", "%", "<<>>", "__block__":
			if h == "__block__" && len(f.Args) == 1 {
				return s.pipeInto(x, f.Args[0], meta, e)
			}
			bad("can only pipe into local calls foo(), remote calls Foo.bar() or anonymous function calls foo.()")
		case "unquote":
			if len(f.Args) == 1 {
				bad("unquote in pipes is only supported inside quote")
			}
		}
		sign := h == "+" || h == "-"
		if sign && len(f.Args) == 1 {
			s.raise(meta, e, "ArgumentError", "piping into a unary operator is not supported, please use the qualified name: Kernel."+string(h)+"("+toString(f.Args[0])+"), instead of "+toString(f))
		}
		if sign && len(f.Args) == 2 {
			bad("the :" + string(h) + " operator can only take one argument")
		}
		if len(f.Args) == 2 && binaryOperator(string(h)) {
			bad("the :" + string(h) + " operator can only take two arguments")
		}
	}
	args := make([]node, 0, len(f.Args)+1)
	args = append(append(args, x), f.Args...)
	m := f.Meta
	if len(f.Args) == 0 {
		m = m.Without("no_parens")
	}
	return s.x.forms.Put(form{Head: f.Head, Meta: m, Args: args})
}

func binaryOperator(name string) bool {
	switch name {
	case "+", "-", "*", "/", "++", "--", "..", "<>", "in", "|>", "<<<", ">>>", "<", ">", "<=", ">=", "==", "!=", "=~", "===", "!==",
		"&&", "&&&", "and", "||", "|||", "or", "=", "|", "::", "when", "<-", "\\\\", "=>", "**", "^^^", "~>", "<~", "~>>", "<<~", "<~>", "+++", "---":
		return true
	}
	return false
}

// rangeMap is code for a range of literals.
func rangeMap(first, last, step node) node {
	return &form{Head: atom("%{}"), Args: []node{
		key("__struct__", atom("Elixir.Range")), key("first", first), key("last", last), key("step", step)}}
}

// expandRange expands first..last//step; step is nil when not written.
func (s *scope) expandRange(f *form, first, last, step node, e *env) (node, *env) {
	args := []node{first, last}
	if step != nil {
		args = append(args, step)
	}
	x, e := s.expandArgs(args, e)
	a, ok1 := x[0].(quoted.Int)
	b, ok2 := x[1].(quoted.Int)
	st, ok3 := quoted.Int(1), true
	if step != nil {
		st, ok3 = x[2].(quoted.Int)
	} else if a > b {
		st = -1
	}
	for _, n := range x {
		switch n.(type) {
		case quoted.Int, *form:
			continue
		}
		s.raise(f.Meta, e, "ArgumentError", "ranges (first..last//step) expect both sides to be integers, got: "+s.text(&form{Head: atom(".."), Meta: f.Meta, Args: f.Args[:2]}))
	}
	if ok3 && st == 0 {
		s.raise(f.Meta, e, "ArgumentError", "ranges (first..last//step) expect the step to be a non-zero integer, got: 0")
	}
	if ok1 && ok2 && ok3 {
		return rangeMap(a, b, st), e
	}
	m := at(f.Meta)
	switch e.Context {
	case macroenv.Normal:
		return s.x.remote(m, atom("Elixir.Range"), "new", x...), e
	case macroenv.Match:
		if step == nil {
			return &form{Head: atom("%{}"), Args: []node{
				key("__struct__", atom("Elixir.Range")), key("first", x[0]), key("last", x[1])}}, e
		}
		return rangeMap(x[0], x[1], x[2]), e
	}
	if step == nil {
		text := toString(f)
		s.host.Report(warning(f.Meta, e.File, text+" inside guards requires an explicit step, please write "+text+"//1 or "+text+"//-1 instead"))
		steps := quoted.List{s.x.pair(quoted.False, quoted.Int(1)), s.x.pair(quoted.True, quoted.Int(-1))}
		x = append(x, s.x.erlang(m, "map_get", s.x.erlang(m, ">", x[0], x[1]), &form{Head: atom("%{}"), Args: steps}))
	}
	return rangeMap(x[0], x[1], x[2]), e
}

// expandConcat expands left <> right.
func (s *scope) expandConcat(f *form, e *env) (node, *env) {
	var segments []node
	s.concatSegments(f, &segments, e, true)
	return s.expand(s.x.forms.Put(form{Head: atom("<<>>"), Meta: at(f.Meta), Args: segments}), e)
}

func (s *scope) concatSegments(n node, out *[]node, e *env, last bool) {
	if c, ok := isForm(n, "<>", 2); ok {
		s.concatSegments(c.Args[0], out, e, false)
		s.concatSegments(c.Args[1], out, e, last)
		return
	}
	switch x := n.(type) {
	case quoted.String:
		*out = append(*out, n)
		return
	case *form:
		if b, ok := isForm(x, "<<>>", -1); ok && e.Context != macroenv.Match {
			*out = append(*out, s.x.call(at(b.Meta), "::", b, quoted.Var("binary", quoted.Meta{}, quoted.Nil)))
			return
		}
		if e.Context == macroenv.Match && !last && x.IsVar {
			s.raise(x.Meta, e, "ArgumentError", "cannot perform prefix match because the left operand of <> has unknown size. The left operand of <> inside a match should either be a literal binary or an existing variable with the pin operator (such as ^some_var). Got: "+toString(x))
		}
	default:
		s.raise(quoted.Meta{Line: e.Line}, e, "ArgumentError", "expected binary argument in <> operator but got: "+toString(n))
	}
	*out = append(*out, s.x.call(quoted.Meta{}, "::", n, quoted.Var("binary", quoted.Meta{}, quoted.Nil)))
}

// expandIn expands left in right.
func (s *scope) expandIn(f *form, e *env) (node, *env) {
	if e.Context == macroenv.Match {
		return s.expandInPattern(f, e)
	}
	m := at(f.Meta)
	body := e.Context == macroenv.Normal
	mk := s.openList(e)
	left, e := s.expandArg(f.Args[0], mk, e)
	if !body {
		s.checkMembers(f, e)
	}
	right, e := s.expandArg(f.Args[1], mk, e)
	s.closeList(mk, e)
	test, needsLeft := s.membership(m, left, right, body)
	if test == nil {
		if !body {
			s.refuseMembers(f, e)
		}
		if _, ok := right.(quoted.List); ok {
			return s.x.remote(m, atom("lists"), "member", left, right), e
		}
		return s.x.remote(m, atom("Elixir.Enum"), "member?", right, left), e
	}
	if !needsLeft || !body || simple(left) {
		return test(left), e
	}
	v := s.hygienic("var", m.Line)
	return block(m, s.x.call(m, "=", v, left), test(v)), e
}

// expandInPattern tells what in would do that no pattern can; it tests nothing for an empty list.
func (s *scope) expandInPattern(f *form, e *env) (node, *env) {
	first := "=:=/2"
	switch r := f.Args[1].(type) {
	case quoted.List:
		if len(r) == 0 {
			return quoted.False, e
		}
		if len(r) > 1 {
			first = "orelse/2"
		}
	default:
		first = "is_integer/1"
	}
	s.fail(f.Meta, e, "cannot invoke remote function :erlang."+first+" inside a match")
	return nil, e
}

// checkMembers refuses what can be no range or proper list in a guard, before it is expanded.
func (s *scope) checkMembers(f *form, e *env) {
	switch r := f.Args[1].(type) {
	case *quoted.Opaque:
		s.raise(f.Meta, e, "ArgumentError", "found unescaped value on the right side of in/2: "+s.text(r))
	case *form:
		if r.IsVar && !compilerVar(varName(r)) {
			s.refuseMembers(f, e)
		}
	case quoted.List:
		if !properList(joinTail(r)) {
			cons, _ := isForm(r[len(r)-1], "|", 2)
			if _, attribute := isForm(cons.Args[1], "@", 1); !attribute {
				s.refuseMembers(f, e)
			}
		}
	}
}

func (s *scope) refuseMembers(f *form, e *env) {
	s.raise(f.Meta, e, "ArgumentError", "invalid right argument for operator \"in\", it expects a compile-time proper list or compile-time range on the right side when used in guard expressions, got: "+toString(f.Args[1]))
}

func properList(l quoted.List) bool {
	if len(l) == 0 {
		return true
	}
	_, cons := isForm(l[len(l)-1], "|", 2)
	return !cons
}

// joinTail writes a list whose tail is a list, [a | [b]], as one.
func joinTail(l quoted.List) quoted.List {
	for !properList(l) {
		cons, _ := isForm(l[len(l)-1], "|", 2)
		tail, ok := cons.Args[1].(quoted.List)
		if !ok {
			break
		}
		l = append(append(l[:len(l)-1:len(l)-1], cons.Args[0]), tail...)
	}
	return l
}

func allSimple(l quoted.List) bool {
	for _, n := range l {
		if !simple(n) {
			return false
		}
	}
	return true
}

// simple reports whether n may be evaluated several times.
func simple(n node) bool {
	switch n := n.(type) {
	case *form:
		return n.IsVar
	case *quoted.Pair, quoted.List:
		return false
	}
	return true
}

// membership gives the test of x in right for a literal list or a range, or nil.
func (s *scope) membership(m quoted.Meta, left, right node, body bool) (test func(x node) node, needsLeft bool) {
	switch r := right.(type) {
	case quoted.List:
		if !body {
			r = joinTail(r)
		}
		if len(r) == 0 {
			if body {
				return func(x node) node { return block(m, s.x.call(m, "=", quoted.Var("_", m, kernelAtom), x), quoted.False) }, false
			}
			return func(node) node { return quoted.False }, false
		}
		if !properList(r) || body && (len(r) > 32 || !allSimple(r)) { // all members of a list are evaluated
			return nil, false
		}
		return func(x node) node {
			out := node(s.x.erlang(m, "=:=", x, r[0]))
			for _, member := range r[1:] {
				out = s.x.erlang(m, "orelse", out, s.x.erlang(m, "=:=", x, member))
			}
			return out
		}, true
	case *form:
		if first, last, step, ok := rangeParts(r); ok {
			return func(x node) node { return inRange(m, x, first, last, step) }, true
		} else if step != nil && !body {
			return func(x node) node { return inDynamicRange(m, x, first, last, step) }, true
		}
	}
	return nil, false
}

// rangeParts takes a range apart; ok tells whether the step is known.
func rangeParts(f *form) (first, last, step node, ok bool) {
	if _, isMap := isForm(f, "%{}", 4); !isMap {
		return
	}
	l := quoted.List(f.Args)
	if name, _ := get(l, "__struct__"); name != node(atom("Elixir.Range")) {
		return
	}
	first, _ = get(l, "first")
	last, _ = get(l, "last")
	step, _ = get(l, "step")
	_, ok = step.(quoted.Int)
	return first, last, step, ok && first != nil && last != nil
}

// inRange tests an integer between the bounds and, for steps other than 1 and -1, on the grid.
func inRange(m quoted.Meta, x, first, last, by node) node {
	step := by.(quoted.Int)
	if a, ok := first.(quoted.Int); ok && first == last && step != 0 {
		return erlang(m, "=:=", x, a)
	}
	low, high := first, last
	if step < 0 {
		low, high = last, first
	}
	if a, ok := low.(quoted.Int); ok {
		if b, ok := high.(quoted.Int); ok && a > b {
			return quoted.False
		}
	}
	and := func(l, r node) node { return erlang(m, "andalso", l, r) }
	test := and(erlang(m, ">=", x, low), erlang(m, "=<", x, high))
	if step != 1 && step != -1 {
		test = and(test, erlang(m, "=:=", erlang(m, "rem", erlang(m, "-", x, first), step), quoted.Int(0)))
	}
	return and(erlang(m, "is_integer", x), test)
}

// inDynamicRange tests an integer against a range whose step is known only when the program runs.
func inDynamicRange(m quoted.Meta, x, first, last, step node) node {
	and := func(l, r node) node { return erlang(m, "andalso", l, r) }
	integer := func(n node) node { return erlang(m, "is_integer", n) }
	up := and(erlang(m, ">", step, quoted.Int(0)), and(erlang(m, ">=", x, first), erlang(m, "=<", x, last)))
	down := and(erlang(m, "<", step, quoted.Int(0)), and(erlang(m, "=<", x, first), erlang(m, ">=", x, last)))
	test := and(and(and(integer(x), integer(first)), integer(last)), erlang(m, "orelse", up, down))
	return and(test, erlang(m, "=:=", erlang(m, "rem", erlang(m, "-", x, first), step), quoted.Int(0)))
}

// expandIsStruct expands is_struct(x) and is_struct(x, name).
func (s *scope) expandIsStruct(f *form, e *env) (node, *env) {
	return s.expandStructTest(f, e, func(m quoted.Meta, x, tag node) node {
		return s.x.erlang(m, "is_atom", tag)
	})
}

// expandIsException expands is_exception(x) and is_exception(x, name).
func (s *scope) expandIsException(f *form, e *env) (node, *env) {
	return s.expandStructTest(f, e, func(m quoted.Meta, x, tag node) node {
		is := s.x.erlang(m, "andalso", s.x.erlang(m, "is_map_key", atom("__exception__"), x),
			s.x.erlang(m, "==", s.x.erlang(m, "map_get", atom("__exception__"), x), quoted.True))
		return s.x.erlang(m, "andalso", s.x.erlang(m, "is_atom", tag), is)
	})
}

// expandStructTest makes a test of a map with a __struct__ key.
func (s *scope) expandStructTest(f *form, e *env, more func(m quoted.Meta, x, tag node) node) (node, *env) {
	s.noMatch(f.Meta, e, "is_struct")
	m := at(f.Meta)
	args, e := s.expandArgs(f.Args, e)
	test := func(x node, name node) node {
		tag := s.x.erlang(m, "map_get", atom("__struct__"), x)
		is := more(m, x, tag)
		if name != nil {
			is = s.x.erlang(m, "andalso", is, s.x.erlang(m, "==", tag, name))
		}
		is = s.x.erlang(m, "andalso", s.x.erlang(m, "is_map_key", atom("__struct__"), x), is)
		if name != nil && e.Context == macroenv.Guard {
			// A name that is none makes the whole guard fail.
			is = s.x.erlang(m, "andalso", s.x.erlang(m, "orelse", s.x.erlang(m, "is_atom", name), atom("fail")), is)
		}
		is = s.x.erlang(m, "andalso", s.x.erlang(m, "is_map", x), is)
		if name == nil || isAtom(name) || e.Context != macroenv.Normal {
			return is
		}
		return s.x.erlang(m, "andalso", s.x.erlang(m, "orelse", s.x.erlang(m, "is_atom", name), s.x.erlang(m, "error", atom("badarg"))), is)
	}
	var name node
	if len(args) == 2 {
		name = args[1]
	}
	return s.withSimple(m, args[0], e, func(x node) node {
		if name == nil || e.Context != macroenv.Normal || simple(name) {
			return test(x, name)
		}
		n := s.hygienic("name", m.Line)
		return block(m, s.x.call(m, "=", n, name), test(x, n))
	}), e
}

// withSimple binds x to a variable first when it may not be evaluated twice.
func (s *scope) withSimple(m quoted.Meta, x node, e *env, build func(node) node) node {
	if e.Context != macroenv.Normal || simple(x) {
		return build(x)
	}
	v := s.hygienic("term", m.Line)
	return block(m, s.x.call(m, "=", v, x), build(v))
}

func (s *scope) expandNonStructMap(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	args, e := s.expandArgs(f.Args, e)
	return s.withSimple(m, args[0], e, func(x node) node {
		tagged := s.x.erlang(m, "andalso", s.x.erlang(m, "is_map_key", atom("__struct__"), x), s.x.erlang(m, "is_atom", s.x.erlang(m, "map_get", atom("__struct__"), x)))
		return s.x.erlang(m, "andalso", s.x.erlang(m, "is_map", x), s.x.erlang(m, "not", tagged))
	}), e
}

// expandRaise expands raise(message or exception).
func (s *scope) expandRaise(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	x, e := s.expand(f.Args[0], e)
	info := &form{Head: atom("%{}"), Args: []node{key("module", atom("Elixir.Exception"))}}
	return s.x.erlang(f.Meta, "error", s.exception(m, x), atom("none"), quoted.List{key("error_info", info)}), e
}

// exception is code for the exception that raise is given.
func (s *scope) exception(m quoted.Meta, x node) node {
	switch v := x.(type) {
	case quoted.String:
		return s.x.remote(m, atom("Elixir.RuntimeError"), "exception", x)
	case atom:
		return s.x.remote(m, v, "exception", quoted.List{})
	case *form:
		if _, ok := isForm(v, "<<>>", -1); ok {
			return s.x.remote(m, atom("Elixir.RuntimeError"), "exception", x)
		}
	}
	return s.x.remote(m, kernelUtilsAtom, "raise", x)
}

// expandReraise expands reraise(exception, stacktrace).
func (s *scope) expandReraise(f *form, e *env) (node, *env) {
	m := at(f.Meta)
	args, e := s.expandArgs(f.Args, e)
	return s.x.erlang(f.Meta, "raise", atom("error"), s.exception(m, args[0]), args[1]), e
}
