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

// Translator turns one definition after the other into core. The zero value is ready.
type Translator struct{ t translator }

// Reset takes back the memory of all trees that t has made: they must not be used any more.
func (t *Translator) Reset() { t.t.s.reset() }

// Translate turns the clauses of a definition into core.
func Translate(name string, arity int, line int32, clauses []Source, caller bool) (*Function, error) {
	return new(Translator).Translate(name, arity, line, clauses, caller)
}

// Translate turns the clauses of a definition into core. With caller set the function gets a first
// parameter that __CALLER__ reads.
func (tr *Translator) Translate(name string, arity int, line int32, clauses []Source, caller bool) (fn *Function, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			fn, err = nil, e
		}
	}()
	t := &tr.t
	t.start(name, arity, line)
	t.fn.Clauses = t.s.clauseLists.Slice(len(clauses))
	for i := range clauses {
		t.fn.Clauses[i] = t.definition(&clauses[i], caller)
	}
	return t.fn, nil
}

// start begins another definition.
func (t *translator) start(name string, arity int, line int32) {
	t.levels, t.handlers, t.caller, t.guard, t.bound = t.levels[:0], nil, nil, false, t.bound[:0]
	clear(t.byVersion)
	t.fn = t.s.functions.Put(Function{Name: name, Arity: arity, Line: line})
}

// definition is a clause of a definition.
func (t *translator) definition(s *Source, caller bool) *Clause {
	clear(t.byVersion)
	c := t.s.clauses.Put(Clause{Line: s.Line})
	t.bound = t.bound[:0]
	patterns := s.Args
	first := 0
	if caller {
		first = 1
	}
	c.Patterns = t.s.patterns.Slice(first + len(patterns))
	if caller {
		t.caller = t.newVar("__CALLER__")
		t.bound = append(t.bound, t.caller)
		c.Patterns[0] = t.caller
	}
	for i, a := range patterns {
		c.Patterns[first+i] = t.pattern(a)
	}
	c.Vars = t.s.varLists.List(t.bound...)
	c.Guards = t.structGuards(t.guards(s.Guards), 0)
	c.Body = t.expr(s.Body)
	return c
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
func (tr *Translator) Expression(name string, line int32, in, out []Binding, body quoted.Node) (fn *Function, outs []*Var, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			fn, err = nil, e
		}
	}()
	t := &tr.t
	t.start(name, 1, line)
	elems := make([]Pattern, len(in))
	for i, b := range in {
		v := t.define(b.Name, &quoted.Meta{Version: b.Version, Counter: b.Counter}, b.Context)
		elems[i] = v
		t.bound = append(t.bound, v)
	}
	c := &Clause{Line: line, Patterns: []Pattern{&PTuple{elems}}, Vars: t.s.varLists.List(t.bound...)}
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
		&Tuple{[]Expr{t.use(result), t.tuple(bindings)}},
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
		return t.s.lits.Put(Lit{n})
	case quoted.List:
		return t.list(n)
	case *quoted.Pair:
		left := t.expr(n.Left)
		return t.tuple(t.s.exprs.List(left, t.expr(n.Right)))
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
	out := t.s.exprs.Slice(len(ns))
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
	elems := t.s.exprs.Slice(len(n))[:0]
	var tail Expr = litEmpty
	for i, e := range n {
		if f, ok := isCall(e, "|", 2); ok && i == len(n)-1 {
			elems = append(elems, t.expr(f.Args[0]))
			tail = t.expr(f.Args[1])
			break
		}
		elems = append(elems, t.expr(e))
	}
	return t.listOf(elems, tail)
}

// listOf makes a list, constant where it can be.
func (t *translator) listOf(elems []Expr, tail Expr) Expr {
	for i := len(elems) - 1; i >= 0; i-- {
		h, hok := elems[i].(*Lit)
		l, tok := tail.(*Lit)
		if hok && tok {
			tail = t.s.lits.Put(Lit{&ConstCons{h.Value, l.Value}})
		} else {
			tail = t.s.conses.Put(Cons{elems[i], tail})
		}
	}
	return tail
}

// tuple makes a tuple, constant where it can be.
func (t *translator) tuple(elems []Expr) Expr {
	for _, e := range elems {
		if _, ok := e.(*Lit); !ok {
			return t.s.tuples.Put(Tuple{elems})
		}
	}
	consts := make([]Const, len(elems))
	for i, e := range elems {
		consts[i] = e.(*Lit).Value
	}
	return t.s.lits.Put(Lit{&ConstTuple{consts}})
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
		return t.tuple(t.exprs(f.Args))
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
	return t.s.calls.Put(Call{Name: string(head), Args: t.exprs(f.Args), Line: f.Meta.Line})
}

func (t *translator) block(f *quoted.Form) Expr {
	switch len(f.Args) {
	case 0:
		return litNil
	case 1:
		return t.expr(f.Args[0])
	}
	s := t.s.seqs.Put(Seq{t.s.exprs.Slice(len(f.Args))[:0]})
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
	pattern, line := t.pattern(f.Args[0]), f.Meta.Line
	names := t.structGuards(nil, line)
	if len(names) == 0 {
		return t.s.matches.Put(Match{Pattern: pattern, Value: value, Line: line})
	}
	// A match has no guard, so the names of structs are looked at behind it.
	whole := t.newVar("struct")
	badmatch := t.s.calls.Put(Call{Module: "erlang", Name: "error", Line: line, Args: t.s.exprs.List(
		t.s.tuples.Put(Tuple{t.s.exprs.List(t.s.lits.Put(Lit{quoted.Atom("badmatch")}), t.use(whole))}))})
	return t.s.seqs.Put(Seq{t.s.exprs.List(
		t.s.matches.Put(Match{Pattern: whole, Value: value, Line: line}),
		t.s.matches.Put(Match{Pattern: pattern, Value: t.use(whole), Line: line}),
		t.s.conds.Put(Cond{Line: line, Clauses: []CondClause{{names[0], t.use(whole)}, {litTrue, badmatch}}}),
	)})
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
		return t.s.callFuns.Put(CallFun{Fun: fun, Args: t.exprs(f.Args), Line: line})
	}
	name, isName := dot.Args[1].(quoted.Atom)
	if module, ok := dot.Args[0].(quoted.Atom); ok && isName {
		c := t.s.calls.Put(Call{Module: string(module), Name: string(name), Args: t.exprs(f.Args), Line: line})
		if module == "Elixir.String.Chars" && name == "to_string" && len(c.Args) == 1 {
			return t.toString(c)
		}
		return c
	}
	left := t.expr(dot.Args[0])
	if isName && len(f.Args) == 0 {
		if t.guard {
			return t.s.calls.Put(Call{Module: "erlang", Name: "map_get", Args: t.s.exprs.List(t.s.lits.Put(Lit{name}), left), Line: line})
		}
		if v, ok := f.Meta.Get("no_parens"); ok && v == quoted.True {
			return t.field(left, name, line)
		}
		return t.fieldOrCall(left, name, line)
	}
	var fun Expr = t.s.lits.Put(Lit{name})
	if !isName {
		fun = t.expr(dot.Args[1])
	}
	return t.s.applies.Put(Apply{Module: left, Name: fun, Args: t.exprs(f.Args), Line: line})
}

// toString calls the protocol only for what is neither a binary nor an integer.
func (t *translator) toString(c *Call) Expr {
	text, number, other := t.newVar("text"), t.newVar("number"), t.newVar("other")
	arg := c.Args[0]
	c.Args[0] = t.use(other)
	is := func(test string, v *Var, body Expr) *Clause {
		guard := t.s.calls.Put(Call{Module: "erlang", Name: test, Args: t.s.exprs.List(t.use(v)), Line: c.Line})
		return t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(v), Vars: t.s.varLists.List(v), Guards: t.s.exprs.List(guard), Body: body, Line: c.Line})
	}
	return t.s.cases.Put(Case{Arg: arg, Line: c.Line, Clauses: t.s.clauseLists.List(
		is("is_binary", text, t.use(text)),
		is("is_integer", number, t.s.calls.Put(Call{
			Module: "erlang", Name: "integer_to_binary", Args: t.s.exprs.List(t.use(number)), Line: c.Line,
		})),
		t.s.clauses.Put(Clause{Patterns: t.s.patterns.List(other), Vars: t.s.varLists.List(other), Body: c, Line: c.Line}),
	)})
}

// field is value.name: a field of a map, or a call without parentheses of a module, with a warning. nil, true and false are no modules.
func (t *translator) field(left Expr, name quoted.Atom, line int32) Expr {
	value, other, module := t.newVar("field"), t.newVar("other"), t.newVar("module")
	key := t.s.lits.Put(Lit{name})
	badkey := t.s.tuples.Put(Tuple{t.s.exprs.List(t.s.lits.Put(Lit{quoted.Atom("badkey")}), key, t.use(other))})
	t.use(value)
	test := func(name string, args ...Expr) Expr {
		return t.s.calls.Put(Call{Module: "erlang", Name: name, Args: t.s.exprs.List(args...), Line: line})
	}
	isModule := test("is_atom", t.use(module))
	for _, not := range []*Lit{litNil, litTrue, litFalse} {
		isModule = test("andalso", isModule, test("=/=", t.use(module), not))
	}
	return t.s.cases.Put(Case{Arg: left, Line: line, Clauses: t.s.clauseLists.List(
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(t.s.pmaps.Put(PMap{t.s.pmapPairs.List(PMapPair{key, value})})),
			Body:     value, Vars: t.s.varLists.List(value), Line: line,
		}),
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(module), Vars: t.s.varLists.List(module), Line: line,
			Guards: t.s.exprs.List(isModule),
			Body: t.s.seqs.Put(Seq{t.s.exprs.List(
				t.deprecated("no_parens_remote", line, t.use(module), key),
				t.s.applies.Put(Apply{Module: t.use(module), Name: key, Line: line}),
			)}),
		}),
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(other), Vars: t.s.varLists.List(other), Line: line, Body: t.errorCall(badkey, line),
		}),
	)})
}

// fieldOrCall is value.name(): a call, but of a map with that key it is still the field, with a warning.
func (t *translator) fieldOrCall(left Expr, name quoted.Atom, line int32) Expr {
	value, module := t.newVar("field"), t.newVar("module")
	key := t.s.lits.Put(Lit{name})
	return t.s.cases.Put(Case{Arg: left, Line: line, Clauses: t.s.clauseLists.List(
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(t.s.pmaps.Put(PMap{t.s.pmapPairs.List(PMapPair{key, value})})), Vars: t.s.varLists.List(value), Line: line,
			Body: t.s.seqs.Put(Seq{t.s.exprs.List(t.deprecated("parens_map_field", line, key), t.use(value))}),
		}),
		t.s.clauses.Put(Clause{
			Patterns: t.s.patterns.List(module), Vars: t.s.varLists.List(module), Line: line,
			Body: t.s.applies.Put(Apply{Module: t.use(module), Name: key, Line: line}),
		}),
	)})
}

// deprecated warns, once for a place, about parentheses that are missing or too many.
func (t *translator) deprecated(what string, line int32, args ...Expr) Expr {
	return t.s.calls.Put(Call{Module: "Elixir.Kernel.Utils", Name: what, Args: t.s.exprs.List(args...), Line: line})
}

func (t *translator) errorCall(reason Expr, line int32) Expr {
	return t.s.calls.Put(Call{Module: "erlang", Name: "error", Args: t.s.exprs.List(reason), Line: line})
}

// super calls the definition that this one overrides; the expander has put its name in the meta.
func (t *translator) super(f *quoted.Form) Expr {
	if v, ok := f.Meta.Get("super"); ok {
		if p, ok := v.(*quoted.Pair); ok {
			if name, ok := p.Right.(quoted.Atom); ok {
				args := t.exprs(f.Args)
				if p.Left == quoted.Atom("defmacro") || p.Left == quoted.Atom("defmacrop") {
					name = "MACRO-" + name
					args = append(t.s.exprs.List(t.use(t.caller)), args...)
				}
				return t.s.calls.Put(Call{Name: string(name), Args: args, Line: f.Meta.Line})
			}
		}
	}
	return t.s.calls.Put(Call{Name: "super", Args: t.exprs(f.Args), Line: f.Meta.Line})
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
		return t.s.lits.Put(Lit{ConstFun{string(module), string(name), int(arity)}})
	}
	m := t.expr(dot.Args[0])
	return t.s.calls.Put(Call{
		Module: "erlang", Name: "make_fun", Line: line,
		Args: t.s.exprs.List(m, t.expr(dot.Args[1]), t.s.lits.Put(Lit{arity})),
	})
}

func (t *translator) fnExpr(f *quoted.Form) Expr {
	fn := t.s.fns.Put(Fn{Line: f.Meta.Line})
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
