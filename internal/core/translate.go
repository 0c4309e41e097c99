package core

import (
	"math/big"

	"joist/internal/quoted"
)

// Source is one definition clause, expanded.
type Source struct {
	Line   int32
	Args   []quoted.Node
	Guards []quoted.Node
	Body   quoted.Node
}

// Translate turns the clauses of a definition into core. With caller set the function gets a first
// parameter that __CALLER__ reads.
func Translate(name string, arity int, line int32, clauses []Source, caller bool) (fn *Function, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			fn, err = nil, e
		}
	}()
	t := &translator{fn: &Function{Name: name, Arity: arity, Line: line}}
	t.fn.Clauses = make([]*Clause, 0, len(clauses))
	for i := range clauses {
		s := &clauses[i]
		clear(t.byVersion)
		c := &Clause{Line: s.Line}
		t.bound = nil
		if caller {
			t.caller = t.newVar("__CALLER__")
			t.bound = append(t.bound, t.caller)
			c.Patterns = append(c.Patterns, t.caller)
		}
		for _, a := range s.Args {
			c.Patterns = append(c.Patterns, t.pattern(a))
		}
		for _, g := range s.Guards {
			c.Guards = append(c.Guards, t.guardExpr(g))
		}
		c.Vars = t.bound
		c.Body = t.expr(s.Body)
		t.fn.Clauses = append(t.fn.Clauses, c)
	}
	return t.fn, nil
}

// Binding names a variable of surrounding code.
type Binding struct {
	Name    string
	Context quoted.Atom
	Counter int64
	Version int32
}

// Expression turns a top-level expression into a function of one clause whose parameters are the
// variables of in. Its second result are the variables of out, counted as used.
func Expression(name string, line int32, in, out []Binding, body quoted.Node) (fn *Function, outs []*Var, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			fn, err = nil, e
		}
	}()
	t := &translator{fn: &Function{Name: name, Arity: 1, Line: line}}
	elems := make([]Pattern, len(in))
	for i, b := range in {
		v := t.define(b.Name, &quoted.Meta{Version: b.Version, Counter: b.Counter}, b.Context)
		elems[i] = v
		t.bound = append(t.bound, v)
	}
	c := &Clause{Line: line, Patterns: []Pattern{&PTuple{elems}}, Vars: t.bound}
	value := t.expr(body)
	result := t.newVar("result")
	for _, b := range out {
		v := t.find(b.Name, &quoted.Meta{Version: b.Version, Counter: b.Counter}, b.Context)
		if v == nil {
			fail(line, "variable %s version %d is not bound by the expression", b.Name, b.Version)
		}
		outs = append(outs, t.use(v))
	}
	bindings := make([]Expr, len(outs))
	for i, v := range outs {
		bindings[i] = v
	}
	c.Body = &Seq{[]Expr{
		&Match{Pattern: result, Value: value, Line: line},
		&Tuple{[]Expr{t.use(result), tuple(bindings)}},
	}}
	t.fn.Clauses = []*Clause{c}
	return t.fn, outs, nil
}

// Lit makes the constants of syntax.
var (
	litNil   = &Lit{quoted.Nil}
	litTrue  = &Lit{quoted.True}
	litFalse = &Lit{quoted.False}
	litEmpty = &Lit{ConstNil{}}
)

func (t *translator) expr(n quoted.Node) Expr {
	switch n := n.(type) {
	case quoted.Atom, quoted.Int, quoted.Float, quoted.String, *big.Int:
		return &Lit{n}
	case quoted.List:
		return t.list(n)
	case *quoted.Pair:
		left := t.expr(n.Left)
		return tuple([]Expr{left, t.expr(n.Right)})
	case *quoted.Form:
		return t.form(n)
	case nil:
		return litNil
	}
	fail(0, "%T is not expanded code", n)
	return nil
}

func (t *translator) exprs(ns []quoted.Node) []Expr {
	if len(ns) == 0 {
		return nil
	}
	out := make([]Expr, len(ns))
	for i, n := range ns {
		out[i] = t.expr(n)
	}
	return out
}

// list translates [a, b | tail]; the last element may be a | form.
func (t *translator) list(n quoted.List) Expr {
	if len(n) == 0 {
		return litEmpty
	}
	elems := make([]Expr, 0, len(n))
	var tail Expr = litEmpty
	for i, e := range n {
		if f, ok := isCall(e, "|", 2); ok && i == len(n)-1 {
			elems = append(elems, t.expr(f.Args[0]))
			tail = t.expr(f.Args[1])
			break
		}
		elems = append(elems, t.expr(e))
	}
	return listOf(elems, tail)
}

// listOf makes a list, constant where it can be.
func listOf(elems []Expr, tail Expr) Expr {
	for i := len(elems) - 1; i >= 0; i-- {
		h, hok := elems[i].(*Lit)
		l, tok := tail.(*Lit)
		if hok && tok {
			tail = &Lit{&ConstCons{h.Value, l.Value}}
		} else {
			tail = &Cons{elems[i], tail}
		}
	}
	return tail
}

// tuple makes a tuple, constant where it can be.
func tuple(elems []Expr) Expr {
	for _, e := range elems {
		if _, ok := e.(*Lit); !ok {
			return &Tuple{elems}
		}
	}
	consts := make([]Const, len(elems))
	for i, e := range elems {
		consts[i] = e.(*Lit).Value
	}
	return &Lit{&ConstTuple{consts}}
}

// isCall tells whether n is name(args...) with that many arguments; -1 is any number.
func isCall(n quoted.Node, name string, arity int) (*quoted.Form, bool) {
	f, ok := n.(*quoted.Form)
	if !ok || f.IsVar || f.Head != quoted.Atom(name) || (arity >= 0 && len(f.Args) != arity) {
		return nil, false
	}
	return f, true
}

func (t *translator) form(f *quoted.Form) Expr {
	if f.IsVar {
		return t.variable(f)
	}
	head, ok := f.Head.(quoted.Atom)
	if !ok {
		return t.call(f)
	}
	switch head {
	case "__block__":
		return t.block(f)
	case "=":
		return t.match(f)
	case "{}":
		return tuple(t.exprs(f.Args))
	case "%{}":
		return t.mapExpr(f, "")
	case "%":
		return t.structExpr(f)
	case "<<>>":
		return t.binary(f)
	case "case":
		return t.caseExpr(f)
	case "cond":
		return t.cond(f)
	case "fn":
		return t.fnExpr(f)
	case "with":
		return t.with(f)
	case "for":
		return t.comprehension(f, true)
	case "receive":
		return t.receive(f)
	case "try":
		return t.try(f)
	case "&":
		return t.capture(f)
	case "super":
		return t.super(f)
	case "__STACKTRACE__", "__CALLER__":
		return t.variable(f)
	}
	return &Call{Name: string(head), Args: t.exprs(f.Args), Line: f.Meta.Line}
}

func (t *translator) block(f *quoted.Form) Expr {
	switch len(f.Args) {
	case 0:
		return litNil
	case 1:
		return t.expr(f.Args[0])
	}
	s := &Seq{make([]Expr, 0, len(f.Args))}
	for i, n := range f.Args {
		if c, ok := isCall(n, "for", -1); ok && i < len(f.Args)-1 {
			s.Exprs = append(s.Exprs, t.comprehension(c, false))
			continue
		}
		s.Exprs = append(s.Exprs, t.expr(n))
	}
	return s
}

func (t *translator) match(f *quoted.Form) Expr {
	value := t.expr(f.Args[1])
	return &Match{Pattern: t.pattern(f.Args[0]), Value: value, Line: f.Meta.Line}
}

// call translates remote calls and calls of funs.
func (t *translator) call(f *quoted.Form) Expr {
	dot, ok := isCall(f.Head, ".", -1)
	line := f.Meta.Line
	if !ok {
		fail(line, "call of %T", f.Head)
	}
	if len(dot.Args) == 1 {
		fun := t.expr(dot.Args[0])
		return &CallFun{Fun: fun, Args: t.exprs(f.Args), Line: line}
	}
	name, isName := dot.Args[1].(quoted.Atom)
	if module, ok := dot.Args[0].(quoted.Atom); ok && isName {
		c := &Call{Module: string(module), Name: string(name), Args: t.exprs(f.Args), Line: line}
		if module == "Elixir.String.Chars" && name == "to_string" && len(c.Args) == 1 {
			return t.toString(c)
		}
		return c
	}
	left := t.expr(dot.Args[0])
	if isName && len(f.Args) == 0 {
		if t.guard {
			return &Call{Module: "erlang", Name: "map_get", Args: []Expr{&Lit{name}, left}, Line: line}
		}
		if v, ok := f.Meta.Get("no_parens"); ok && v == quoted.True {
			return t.field(left, name, line)
		}
		return t.fieldOrCall(left, name, line)
	}
	var fun Expr = &Lit{name}
	if !isName {
		fun = t.expr(dot.Args[1])
	}
	return &Apply{Module: left, Name: fun, Args: t.exprs(f.Args), Line: line}
}

// toString calls the protocol only for what is neither a binary nor an integer.
func (t *translator) toString(c *Call) Expr {
	text, number, other := t.newVar("text"), t.newVar("number"), t.newVar("other")
	arg := c.Args[0]
	c.Args[0] = t.use(other)
	is := func(test string, v *Var, body Expr) *Clause {
		guard := &Call{Module: "erlang", Name: test, Args: []Expr{t.use(v)}, Line: c.Line}
		return &Clause{Patterns: []Pattern{v}, Vars: []*Var{v}, Guards: []Expr{guard}, Body: body, Line: c.Line}
	}
	return &Case{Arg: arg, Line: c.Line, Clauses: []*Clause{
		is("is_binary", text, t.use(text)),
		is("is_integer", number, &Call{
			Module: "erlang", Name: "integer_to_binary", Args: []Expr{t.use(number)}, Line: c.Line,
		}),
		{Patterns: []Pattern{other}, Vars: []*Var{other}, Body: c, Line: c.Line},
	}}
}

// field is value.name: a field of a map, or a call without parentheses of a module.
func (t *translator) field(left Expr, name quoted.Atom, line int32) Expr {
	value, other, module := t.newVar("field"), t.newVar("other"), t.newVar("module")
	key := &Lit{name}
	badkey := &Tuple{[]Expr{&Lit{quoted.Atom("badkey")}, key, t.use(other)}}
	t.use(value)
	isAtom := &Call{Module: "erlang", Name: "is_atom", Args: []Expr{t.use(module)}, Line: line}
	no := func(p Const) *Clause {
		bad := tuple([]Expr{&Lit{quoted.Atom("badkey")}, key, &Lit{p}})
		return &Clause{Patterns: []Pattern{&PLit{p}}, Line: line, Body: errorCall(bad, line)}
	}
	return &Case{Arg: left, Line: line, Clauses: []*Clause{
		{Patterns: []Pattern{&PMap{[]PMapPair{{key, value}}}}, Body: value, Vars: []*Var{value}, Line: line},
		no(quoted.Nil), no(quoted.True), no(quoted.False),
		{
			Patterns: []Pattern{module}, Guards: []Expr{isAtom}, Vars: []*Var{module}, Line: line,
			Body: &Apply{Module: t.use(module), Name: key, Line: line},
		},
		{Patterns: []Pattern{other}, Vars: []*Var{other}, Line: line, Body: errorCall(badkey, line)},
	}}
}

// fieldOrCall is value.name(): a call, but of a map with that key it is still the field.
func (t *translator) fieldOrCall(left Expr, name quoted.Atom, line int32) Expr {
	value, module := t.newVar("field"), t.newVar("module")
	key := &Lit{name}
	return &Case{Arg: left, Line: line, Clauses: []*Clause{
		{
			Patterns: []Pattern{&PMap{[]PMapPair{{key, value}}}}, Vars: []*Var{value}, Line: line,
			Body: t.use(value),
		},
		{
			Patterns: []Pattern{module}, Vars: []*Var{module}, Line: line,
			Body: &Apply{Module: t.use(module), Name: key, Line: line},
		},
	}}
}

func errorCall(reason Expr, line int32) Expr {
	return &Call{Module: "erlang", Name: "error", Args: []Expr{reason}, Line: line}
}

// super calls the definition that this one overrides; the expander has put its name in the meta.
func (t *translator) super(f *quoted.Form) Expr {
	if v, ok := f.Meta.Get("super"); ok {
		if p, ok := v.(*quoted.Pair); ok {
			if name, ok := p.Right.(quoted.Atom); ok {
				args := t.exprs(f.Args)
				if p.Left == quoted.Atom("defmacro") || p.Left == quoted.Atom("defmacrop") {
					name = "MACRO-" + name
					args = append([]Expr{t.use(t.caller)}, args...)
				}
				return &Call{Name: string(name), Args: args, Line: f.Meta.Line}
			}
		}
	}
	return &Call{Name: "super", Args: t.exprs(f.Args), Line: f.Meta.Line}
}

// capture translates &Mod.name/arity and &name/arity.
func (t *translator) capture(f *quoted.Form) Expr {
	line := f.Meta.Line
	slash, ok := isCall(f.Args[0], "/", 2)
	if !ok {
		fail(line, "capture that is not expanded")
	}
	arity, ok := slash.Args[1].(quoted.Int)
	target, isForm := slash.Args[0].(*quoted.Form)
	if !ok || !isForm {
		fail(line, "capture that is not expanded")
	}
	if name, ok := target.Head.(quoted.Atom); ok {
		return &LocalFun{Name: string(name), Arity: int(arity), Line: line}
	}
	dot, ok := isCall(target.Head, ".", 2)
	if !ok {
		fail(line, "capture of %T", target.Head)
	}
	module, okm := dot.Args[0].(quoted.Atom)
	name, okn := dot.Args[1].(quoted.Atom)
	if okm && okn && arity <= 255 {
		return &Lit{ConstFun{string(module), string(name), int(arity)}}
	}
	m := t.expr(dot.Args[0])
	return &Call{
		Module: "erlang", Name: "make_fun", Line: line,
		Args: []Expr{m, t.expr(dot.Args[1]), &Lit{arity}},
	}
}

func (t *translator) fnExpr(f *quoted.Form) Expr {
	fn := &Fn{Line: f.Meta.Line}
	t.enter(&fn.Free)
	handlers := t.handlers
	t.handlers = nil
	for _, n := range f.Args {
		c := t.clause(n)
		fn.Arity = len(c.Patterns)
		fn.Clauses = append(fn.Clauses, c)
	}
	t.handlers = handlers
	t.leave()
	return fn
}
