package expand

import (
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// clausesOf checks that v is a list of -> clauses for one option of a special form.
func (s *scope) clausesOf(v node, meta quoted.Meta, option, construct string, e *env) quoted.List {
	l, ok := v.(quoted.List)
	if ok && len(l) > 0 {
		for _, c := range l {
			if _, ok = isForm(c, "->", 2); !ok {
				break
			}
		}
	}
	if !ok || len(l) == 0 {
		s.fail(meta, e, "expected -> clauses for :"+option+" in \""+construct+"\"")
	}
	return l
}

// options returns the keyword list of a special form and refuses unknown and repeated keys.
func (s *scope) options(v node, meta quoted.Meta, construct string, e *env, allowed ...string) quoted.List {
	l, ok := keyword(v)
	if !ok {
		s.fail(meta, e, "invalid arguments for \""+construct+"\"")
	}
	for i, it := range l {
		k := string(it.(*quoted.Pair).Left.(atom))
		known := false
		for _, a := range allowed {
			known = known || a == k
		}
		if !known && construct == "for" {
			s.fail(meta, e, "unsupported option "+inspectAtom(atom(k))+" given to for")
		}
		if _, do := get(l, "do"); !known && !do && construct == "with" {
			s.fail(meta, e, `missing :do option in "with"`)
		}
		if !known {
			s.fail(meta, e, "unexpected option "+inspectAtom(atom(k))+" in \""+construct+"\"")
		}
		if _, again := get(l[:i], k); again {
			s.fail(meta, e, "duplicate "+inspectAtom(atom(k))+" clauses given for \""+construct+"\"")
		}
	}
	return l
}

// head expands the patterns and the guard of a clause: args, or a single {:when, _, args ++ [guard]}.
func (s *scope) head(args quoted.List, e *env) (quoted.List, *env) {
	before := s.read
	var guard node
	var when *form
	if len(args) == 1 {
		if w, ok := isForm(args[0], "when", -1); ok && len(w.Args) > 0 {
			when = w
			n := len(w.Args) - 1
			args, guard = quoted.List(w.Args[:n]), w.Args[n]
		}
	}
	out, em := s.patterns(args, before, e)
	if when == nil {
		return out, em
	}
	g, em := s.guard(guard, em)
	all := make([]node, 0, len(out)+1)
	all = append(append(all, out...), g)
	return quoted.List{s.x.forms.Put(form{Head: when.Head, Meta: when.Meta, Args: all})}, em
}

// patterns expands several patterns that belong to one match: the arguments of a clause.
func (s *scope) patterns(args []node, before *macroenv.Var, e *env) (quoted.List, *env) {
	base, vars, parallel := s.matchBase, s.matchVars, s.parallel
	s.matchBase, s.matchVars, s.parallel = int32(len(s.uses))+1, before, nil
	em := s.inContext(e, macroenv.Match)
	out := make(quoted.List, len(args))
	for i, a := range args {
		out[i], em = s.expand(a, em)
	}
	if len(s.parallel) > 1 {
		s.checkRecursion(quoted.List(args), quoted.Meta{}, e)
	}
	s.matchBase, s.matchVars, s.parallel = base, vars, parallel
	return out, s.outOfContext(em, e)
}

// guard expands a guard: alternatives nested by :when on the right.
func (s *scope) guard(n node, e *env) (node, *env) {
	if w, ok := isForm(n, "when", 2); ok {
		l, e := s.guard(w.Args[0], e)
		r, e := s.guard(w.Args[1], e)
		return s.x.form(w.Head, w.Meta, l, r), e
	}
	out, eg := s.expand(n, s.inContext(e, macroenv.Guard))
	s.warnLength(out, e)
	return out, s.outOfContext(eg, e)
}

// warnLength warns about length(list) == 0 and > 0 in an expanded guard.
func (s *scope) warnLength(n node, e *env) {
	f, ok := n.(*form)
	if !ok || len(f.Args) != 2 {
		return
	}
	dot, ok := dotCall(f)
	if !ok || len(dot.Args) != 2 || dot.Args[0] != node(erlangAtom) {
		return
	}
	op, _ := dot.Args[1].(atom)
	switch op {
	case "==", ">":
		list, isLength := erlangCall(f.Args[0], "length", 1)
		if !isLength || f.Args[1] != node(quoted.Int(0)) {
			return
		}
		x := s.text(list[0])
		text := "do not use \"length(" + x + ") == 0\" to check if a list is empty since length always traverses the whole list. Prefer to pattern match on an empty list or use \"" + x + " == []\" as a guard"
		if op == ">" {
			text = "do not use \"length(" + x + ") > 0\" to check if a list is not empty since length always traverses the whole list. Prefer to pattern match on a non-empty list, such as [_ | _], or use \"" + x + " != []\" as a guard"
		}
		s.warn(f.Meta, &env{File: e.File}, text)
	}
}

// erlangCall returns the arguments of a call of :erlang.name.
func erlangCall(n node, name string, arity int) ([]node, bool) {
	f, ok := n.(*form)
	if !ok || len(f.Args) != arity {
		return nil, false
	}
	dot, ok := dotCall(f)
	if !ok || len(dot.Args) != 2 || dot.Args[0] != node(erlangAtom) || dot.Args[1] != node(atom(name)) {
		return nil, false
	}
	return f.Args, true
}

// guards splits an expanded guard in its alternatives.
func guards(n node, out []node) []node {
	if w, ok := isForm(n, "when", 2); ok {
		return guards(w.Args[1], guards(w.Args[0], out))
	}
	return append(out, n)
}

// expandClauses expands clauses whose heads are patterns; arity is the number of patterns that each
// must have (-1: any).
func (s *scope) expandClauses(l quoted.List, arity int, meta quoted.Meta, what string, e *env) quoted.List {
	out := make(quoted.List, len(l))
	for i, c := range l {
		f := c.(*form)
		args, ok := f.Args[0].(quoted.List)
		if !ok {
			s.fail(f.Meta, e, "invalid quoted expression: "+toString(f))
		}
		if arity >= 0 && len(patternsOf(args)) != arity {
			s.fail(f.Meta, e, "expected one argument for "+what)
		}
		m := s.openScope()
		h, eh := s.head(args, e)
		body, _ := s.expand(f.Args[1], eh)
		s.closeScope(m, e)
		out[i] = s.x.form(f.Head, f.Meta, h, body)
	}
	s.warnUnreached(out, e)
	return out
}

// patternsOf returns the patterns of a clause head without its guard.
func patternsOf(args quoted.List) []node {
	if len(args) == 1 {
		if w, ok := isForm(args[0], "when", -1); ok && len(w.Args) > 0 {
			return w.Args[:len(w.Args)-1]
		}
	}
	return args
}

// scoped expands n in a scope of its own.
func (s *scope) scoped(n node, e *env) node {
	m := s.openScope()
	out, _ := s.expand(n, e)
	s.closeScope(m, e)
	return out
}

func (s *scope) expandCase(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "case")
	subject, es := s.expand(f.Args[0], e)
	opts := s.options(f.Args[1], f.Meta, "case", e, "do")
	do, ok := get(opts, "do")
	if !ok {
		s.fail(f.Meta, e, `missing :do option in "case"`)
	}
	clauses := s.expandClauses(s.clausesOf(do, f.Meta, "do", "case", e), 1, f.Meta, `:do clauses (->) in "case"`, es)
	for i, c := range clauses {
		p := patternsOf(c.(*form).Args[0].(quoted.List))
		if f, ok := p[0].(*form); ok && f.IsVar && i < len(clauses)-1 && len(c.(*form).Args[0].(quoted.List)) == 1 {
			break
		}
	}
	return s.x.form(f.Head, f.Meta, subject, doBlock(clauses)), es
}

func (s *scope) expandCond(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "cond")
	opts, _ := keyword(f.Args[0])
	do, ok := get(opts, "do")
	if !ok || opts[0].(*quoted.Pair).Left != node(atom("do")) {
		s.options(f.Args[0], f.Meta, "cond", e, "do")
		s.fail(f.Meta, e, `missing :do option in "cond"`)
	}
	l := s.clausesOf(do, f.Meta, "do", "cond", e)
	out := make(quoted.List, len(l))
	for i, c := range l {
		c := c.(*form)
		args, ok := c.Args[0].(quoted.List)
		if !ok || len(args) != 1 {
			s.fail(f.Meta, e, `expected one argument for :do clauses (->) in "cond"`)
		}
		if v, ok := args[0].(*form); ok && v.IsVar && v.Head == node(atom("_")) && i == len(l)-1 {
			s.fail(c.Meta, e, "invalid use of _ inside \"cond\". If you want the last clause to always match, you probably meant to use: true ->")
		}
		m := s.openScope()
		test, et := s.expand(args[0], e)
		body, _ := s.expand(c.Args[1], et)
		s.closeScope(m, e)
		out[i] = &form{Head: c.Head, Meta: c.Meta, Args: []node{quoted.List{test}, body}}
	}
	s.options(opts, f.Meta, "cond", e, "do") // what is wrong with the clauses comes first
	return s.x.form(f.Head, f.Meta, doBlock(out)), e
}

func (s *scope) expandReceive(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "receive")
	opts := s.options(f.Args[0], f.Meta, "receive", e, "do", "after")
	if len(opts) == 0 {
		s.fail(f.Meta, e, `missing :do/:after option in "receive"`)
	}
	var out quoted.List
	if do, ok := get(opts, "do"); ok {
		clauses := quoted.List{}
		if b, empty := isForm(do, "__block__", 0); !empty || b == nil {
			clauses = s.expandClauses(s.clausesOf(do, f.Meta, "do", "receive", e), 1, f.Meta, ":do clauses (->) in \"receive\"", e)
		}
		out = append(out, key("do", clauses))
	}
	if after, ok := get(opts, "after"); ok {
		l := s.clausesOf(after, f.Meta, "after", "receive", e)
		if len(l) != 1 {
			s.fail(f.Meta, e, `expected a single -> clause for :after in "receive"`)
		}
		c := l[0].(*form)
		args, ok := c.Args[0].(quoted.List)
		if !ok || len(args) != 1 {
			s.fail(c.Meta, e, `expected one argument for :after clauses (->) in "receive"`)
		}
		m := s.openScope()
		timeout, et := s.expand(args[0], e)
		body, _ := s.expand(c.Args[1], et)
		s.closeScope(m, e)
		out = append(out, key("after", quoted.List{&form{Head: c.Head, Meta: c.Meta, Args: []node{quoted.List{timeout}, body}}}))
	}
	return s.x.form(f.Head, f.Meta, out), e
}

func (s *scope) expandTry(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "try")
	construct := "try"
	if o, ok := f.Meta.Get("origin"); ok {
		construct = string(o.(quoted.String))
	}
	opts := s.options(f.Args[0], f.Meta, construct, e, "do", "rescue", "catch", "else", "after")
	if _, ok := get(opts, "do"); !ok {
		s.fail(f.Meta, e, `missing :do option in "try"`)
	}
	if len(opts) == 1 {
		s.fail(f.Meta, e, `missing :catch/:rescue/:after option in "try"`)
	}
	s.warnTryOrder(opts, f.Meta, construct, e)
	var out quoted.List
	for _, it := range opts {
		p := it.(*quoted.Pair)
		k := string(p.Left.(atom))
		var v node
		switch k {
		case "do", "after":
			v = s.scoped(p.Right, e)
		case "else":
			v = s.expandClauses(s.clausesOf(p.Right, f.Meta, k, construct, e), 1, f.Meta, ":else clauses (->) in \""+construct+"\"", e)
		default:
			outer := s.stacktrace
			s.stacktrace = true
			if k == "rescue" {
				v = s.expandRescue(s.clausesOf(p.Right, f.Meta, k, construct, e), e)
			} else {
				v = s.expandCatch(s.clausesOf(p.Right, f.Meta, k, construct, e), e)
			}
			s.stacktrace = outer
		}
		out = append(out, &quoted.Pair{Left: p.Left, Right: v})
	}
	return s.x.form(f.Head, f.Meta, out), e
}

// warnTryOrder warns about a catch in front of a rescue and about an else alone.
func (s *scope) warnTryOrder(opts quoted.List, meta quoted.Meta, construct string, e *env) {
	caught := false
	for _, it := range opts {
		switch it.(*quoted.Pair).Left {
		case node(atom("catch")):
			caught = true
		case node(atom("rescue")):
			if caught {
				s.warn(meta, &env{File: e.File}, `"catch" should always come after "rescue" in `+construct)
			}
		}
	}
	if _, alone := get(opts, "else"); alone && len(opts) == 2 {
		s.warn(meta, &env{File: e.File}, `"else" shouldn't be used as the only clause in "`+construct+`", use "case" instead`)
	}
}

func (s *scope) expandCatch(l quoted.List, e *env) node {
	for _, c := range l {
		f := c.(*form)
		if args, ok := f.Args[0].(quoted.List); !ok || len(patternsOf(args)) == 0 || len(patternsOf(args)) > 2 {
			s.fail(f.Meta, e, `expected one or two args for :catch clauses (->) in "try"`)
		}
	}
	return s.expandClauses(l, -1, quoted.Meta{}, ":catch", e)
}

// expandRescue gives every clause the head [{:in, _, [variable or _, list of modules or _]}].
func (s *scope) expandRescue(l quoted.List, e *env) node {
	out := make(quoted.List, len(l))
	for i, c := range l {
		f := c.(*form)
		args, ok := f.Args[0].(quoted.List)
		if !ok || len(args) != 1 {
			s.fail(f.Meta, e, `expected one argument for :rescue clauses (->) in "try"`)
		}
		m := s.openScope()
		h, eh := s.rescueHead(args[0], f.Meta, e)
		body, _ := s.expand(f.Args[1], eh)
		s.closeScope(m, e)
		out[i] = &form{Head: f.Head, Meta: f.Meta, Args: []node{quoted.List{h}, body}}
	}
	return out
}

const rescueHelp = "invalid \"rescue\" clause. The clause should match on an alias, a variable or be in the \"var in [alias]\" format. Got: "

func (s *scope) rescueHead(n node, meta quoted.Meta, e *env) (node, *env) {
	any := quoted.Var("_", at(meta), quoted.Nil)
	if v, ok := n.(*form); ok && v.IsVar {
		if x, ok := s.expandRescueVar(v, e); ok {
			return s.x.call(at(meta), "in", x, any), e
		}
	}
	if in, ok := isForm(n, "in", 2); ok {
		v, isVar := in.Args[0].(*form)
		if !isVar || !v.IsVar {
			s.fail(meta, e, rescueHelp+s.text(n))
		}
		modules, e := s.rescueModules(in.Args[1], n, meta, e)
		x, _ := s.expandRescueVar(v, e)
		return s.x.call(in.Meta, "in", x, modules), e
	}
	if f, ok := n.(*form); ok && !f.IsVar && f.Head != node(atom("__aliases__")) {
		if x, same, err := s.expandOnce(n, e); !same {
			return s.rescueHead(must(x, err), meta, e)
		}
	}
	modules, e := s.rescueModules(n, n, meta, e)
	return s.x.call(at(meta), "in", any, modules), e
}

func (s *scope) expandRescueVar(v *form, e *env) (node, bool) {
	if compilerVar(varName(v)) {
		return nil, false
	}
	x, _ := s.pattern(v, s.read, e)
	return x, true
}

func (s *scope) rescueModules(n, whole node, meta quoted.Meta, e *env) (node, *env) {
	if v, ok := n.(*form); ok && v.IsVar && varName(v) == "_" {
		return v, e
	}
	if l, ok := n.(quoted.List); ok {
		out := make(quoted.List, len(l))
		for i, m := range l {
			x, e1 := s.expand(m, e)
			if !isAtom(x) {
				s.fail(meta, e, rescueHelp+s.text(whole))
			}
			out[i], e = x, e1
		}
		return out, e
	}
	x, e := s.expand(n, e)
	switch x := x.(type) {
	case atom:
		return quoted.List{x}, e
	case quoted.List:
		return x, e
	}
	s.fail(meta, e, rescueHelp+s.text(whole))
	return nil, e
}

// expandWith expands with a <- b, ..., do: ..., else: ....
func (s *scope) expandWith(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "with")
	steps, opts := splitOptions(f.Args)
	opts = s.options(opts, f.Meta, "with", e, "do", "else")
	do, ok := get(opts, "do")
	if !ok {
		s.fail(f.Meta, e, `missing :do option in "with"`)
	}
	m := s.openScope()
	out := make([]node, 0, len(f.Args))
	ew := e
	fallible := false
	for _, st := range steps {
		if g, ok := isForm(st, "<-", 2); ok {
			var l, r node
			before := s.read
			r, ew = s.expand(g.Args[1], ew)
			s.read = before // what the right side binds is its own
			h, e1 := s.generatorHead(g.Args[0], before, ew)
			l, ew = h, e1
			v, isVar := h.(*form)
			fallible = fallible || !isVar || !v.IsVar
			out = append(out, s.x.form(g.Head, g.Meta, l, r))
			continue
		}
		var x node
		x, ew = s.expand(st, ew)
		out = append(out, x)
	}
	if _, has := get(opts, "else"); has && !fallible {
		s.warn(f.Meta, &env{File: e.File}, `"else" clauses will never match because all patterns in "with" will always match`)
	}
	body, _ := s.expand(do, ew)
	s.closeScope(m, e)
	result := doBlock(body)
	if els, ok := get(opts, "else"); ok {
		l := s.clausesOf(els, f.Meta, "else", "with", e)
		result = append(result, key("else", s.expandClauses(l, 1, f.Meta, `:else clauses (->) in "with"`, e)))
	}
	return &form{Head: f.Head, Meta: f.Meta, Args: append(out, result)}, e
}

// generatorHead expands the left side of <-, a pattern that may have a guard.
func (s *scope) generatorHead(n node, before *macroenv.Var, e *env) (node, *env) {
	if w, ok := isForm(n, "when", 2); ok {
		l, e := s.pattern(w.Args[0], before, e)
		g, e := s.guard(w.Args[1], e)
		return s.x.form(w.Head, w.Meta, l, g), e
	}
	return s.pattern(n, before, e)
}

// splitOptions takes the keyword lists off the end of the arguments: the options written among the
// arguments and the do block, which the parser leaves apart.
func splitOptions(args []node) ([]node, quoted.List) {
	n := len(args)
	if n == 0 {
		return args, quoted.List{}
	}
	outer, ok := keyword(args[n-1])
	if !ok {
		return args, quoted.List{}
	}
	if n > 1 {
		if inner, ok := keyword(args[n-2]); ok {
			return args[:n-2], append(append(quoted.List{}, inner...), outer...)
		}
	}
	return args[:n-1], outer
}
