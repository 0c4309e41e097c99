package expand

import (
	"joist/internal/diag"
	"joist/internal/quoted"
)

// Statements of a module body that only define things (definitions without unquote, attributes with
// constant values, structs, nested modules) need not be compiled to be run: RunStatic does what their
// expanded code would do, in order, and has the host run those between them.

// Static reports whether RunStatic can run an expanded module body alone.
func (b *Builder) Static(expanded quoted.Node) bool { return b.staticStatement(expanded) }

// Divisible reports whether RunStatic should run an expanded module body: the statements that the host has to
// run see no variables of each other, and there are few of them.
func (b *Builder) Divisible(expanded quoted.Node) bool {
	d := division{b: b}
	return d.add(expanded) && d.statics >= 4*d.group
}

// division looks at the statements of a body in turn.
type division struct {
	b       *Builder
	statics int
	group   int  // the number of the latest run of other statements
	open    bool // which the statement before belongs to
	owner   map[int32]int
}

// add takes a statement; it fails when that uses a variable of an earlier group.
func (d *division) add(n node) bool {
	if f, ok := isForm(n, "__block__", -1); ok {
		for _, st := range f.Args {
			if !d.add(st) {
				return false
			}
		}
		return true
	}
	if d.b.staticStatement(n) {
		d.statics++
		d.open = false
		return true
	}
	if !d.open {
		d.group++
		d.open = true
	}
	return d.own(n)
}

// own notes the variables of a part of the open group.
func (d *division) own(n node) bool {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			if d.owner == nil {
				d.owner = map[int32]int{}
			}
			if g, known := d.owner[n.Meta.Version]; known {
				return g == d.group
			}
			d.owner[n.Meta.Version] = d.group
			return true
		}
		return d.own(n.Head) && d.ownAll(n.Args)
	case *quoted.Pair:
		return d.own(n.Left) && d.own(n.Right)
	case quoted.List:
		return d.ownAll(n)
	}
	return true
}

func (d *division) ownAll(l []node) bool {
	for _, n := range l {
		if !d.own(n) {
			return false
		}
	}
	return true
}

func (b *Builder) staticStatement(n node) bool {
	f, ok := n.(*form)
	if !ok {
		return constant(n)
	}
	if _, ok := isForm(f, "__block__", -1); ok {
		for _, st := range f.Args {
			if !b.staticStatement(st) {
				return false
			}
		}
		return true
	}
	if _, _, _, ok := b.registerCall(f); ok {
		return true
	}
	module, fun, ok := runtimeCall(f)
	if !ok {
		return constant(n)
	}
	switch module {
	case "elixir_def":
		return fun == "store" && len(f.Args) == 1
	case "elixir_attribute":
		return fun == "get" || (fun == "put" || fun == "declare") && b.staticValue(f.Args[2])
	case "elixir_struct":
		return b.staticValue(f.Args[1])
	case "elixir_overridable":
		return constant(f.Args[1])
	case "elixir_module":
		vars, ok := f.Args[2].(quoted.List)
		_, named := f.Args[1].(atom)
		return ok && len(vars) == 0 && named
	}
	return false
}

// staticValue reports whether n is constant or reads an attribute.
func (b *Builder) staticValue(n node) bool {
	if f, ok := n.(*form); ok {
		if module, fun, ok := runtimeCall(f); ok {
			return module == "elixir_attribute" && fun == "get"
		}
		if _, ok := sum(f); ok {
			return true
		}
		if container(f) {
			return b.staticValues(f.Args)
		}
	}
	if l, ok := n.(quoted.List); ok {
		return b.staticValues(l)
	}
	if p, ok := n.(*quoted.Pair); ok {
		return b.staticValue(p.Left) && b.staticValue(p.Right)
	}
	return constant(n)
}

func (b *Builder) staticValues(l []node) bool {
	for _, n := range l {
		if !b.staticValue(n) {
			return false
		}
	}
	return true
}

// sum computes additions, subtractions and products of small integers.
func sum(n node) (quoted.Int, bool) {
	f, ok := n.(*form)
	if !ok {
		v, ok := n.(quoted.Int)
		return v, ok && v == quoted.Int(int32(v))
	}
	dot, ok := dotCall(f)
	if !ok || len(dot.Args) != 2 || len(f.Args) != 2 || dot.Args[0] != node(atom("erlang")) {
		return 0, false
	}
	l, lok := sum(f.Args[0])
	r, rok := sum(f.Args[1])
	if !lok || !rok {
		return 0, false
	}
	switch dot.Args[1] {
	case node(atom("+")):
		l += r
	case node(atom("-")):
		l -= r
	case node(atom("*")):
		l *= r
	default:
		return 0, false
	}
	return l, l == quoted.Int(int32(l))
}

// container reports whether f builds a tuple or a map from values.
func container(f *form) bool {
	if f.IsVar {
		return false
	}
	if _, ok := isForm(f, "{}", -1); ok {
		return true
	}
	if _, ok := isForm(f, "%{}", -1); !ok {
		return false
	}
	for _, a := range f.Args {
		if _, ok := a.(*quoted.Pair); !ok {
			return false
		}
	}
	return true
}

// registerCall takes Module.register_attribute(module, name, options) apart.
func (b *Builder) registerCall(f *form) (name string, accumulate, persist, ok bool) {
	dot, isDot := dotCall(f)
	if !isDot || len(dot.Args) != 2 || len(f.Args) != 3 || dot.Args[0] != node(atom("Elixir.Module")) ||
		dot.Args[1] != node(atom("register_attribute")) || f.Args[0] != node(b.Name) {
		return
	}
	a, isName := f.Args[1].(atom)
	opts, isList := keyword(f.Args[2])
	acc, _ := get(opts, "accumulate")
	per, _ := get(opts, "persist")
	return string(a), acc == node(quoted.True), per == node(quoted.True), isName && isList && constant(opts)
}

// runtimeCall takes apart a call of one of the functions that definitions expand to.
func runtimeCall(f *form) (module atom, fun string, ok bool) {
	dot, ok := dotCall(f)
	if !ok || len(dot.Args) != 2 {
		return "", "", false
	}
	module, ok = dot.Args[0].(atom)
	if !ok || len(module) < 7 || module[:7] != "elixir_" {
		return "", "", false
	}
	name, ok := dot.Args[1].(atom)
	return module, string(name), ok
}

// constant reports whether expanded code is a literal.
func constant(n node) bool {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			return false
		}
		if container(n) {
			return constants(n.Args)
		}
		if _, ok := isForm(n, "&", 1); ok {
			slash, ok := isForm(n.Args[0], "/", 2)
			if !ok {
				return false
			}
			f, ok := slash.Args[0].(*form)
			if !ok {
				return false
			}
			dot, ok := dotCall(f)
			return ok && isAtom(dot.Args[0])
		}
		return false
	case *quoted.Pair:
		return constant(n.Left) && constant(n.Right)
	case quoted.List:
		return constants(n)
	case *quoted.Opaque:
		return true
	}
	return true
}

func constants(l []node) bool {
	for _, n := range l {
		if !constant(n) {
			return false
		}
	}
	return true
}

// BodyHost does for RunStatic what running the code would make the driver do.
type BodyHost struct {
	// Nested defines a module inside: it is :elixir_module.compile.
	Nested func(d *Deferred, handle int64, name quoted.Atom) (quoted.Node, error)
	// Run runs other code; its value counts when it is the last of the body. It is not needed for
	// a body that Static accepts.
	Run func(expanded quoted.Node, last bool) (quoted.Node, error)
}

// RunStatic runs a body that Static or Divisible accepts and returns the value of its last statement as code.
func (x *Expander) RunStatic(b *Builder, expanded quoted.Node, host BodyHost) (value quoted.Node, err error) {
	defer rescue(&err)
	r := staticRun{x: x, b: b, host: host}
	if b.staticStatement(expanded) {
		return r.statement(expanded), nil
	}
	r.divided(expanded)
	if len(r.group) > 0 {
		return r.runGroup(true), nil
	}
	return r.value, nil
}

type staticRun struct {
	x     *Expander
	b     *Builder
	host  BodyHost
	group []node // statements for the host to run
	value node   // of the latest statement
}

// divided runs a statement, or puts it off until the next one that is static.
func (r *staticRun) divided(n node) {
	if f, ok := isForm(n, "__block__", -1); ok {
		for _, st := range f.Args {
			r.divided(st)
		}
		return
	}
	if !r.b.staticStatement(n) {
		r.group = append(r.group, n)
		return
	}
	if len(r.group) > 0 {
		r.runGroup(false)
	}
	r.value = r.statement(n)
}

func (r *staticRun) runGroup(last bool) node {
	v := must(r.host.Run(block(quoted.Meta{}, r.group...), last))
	r.group = nil
	return v
}

func (r *staticRun) statement(n node) node {
	f, ok := n.(*form)
	if !ok {
		return n
	}
	if _, ok := isForm(f, "__block__", -1); ok {
		var last node = quoted.Nil
		for _, st := range f.Args {
			last = r.statement(st)
		}
		return last
	}
	if name, accumulate, persist, ok := r.b.registerCall(f); ok {
		r.b.RegisterAttribute(name, accumulate, persist)
		return atom("ok")
	}
	module, fun, ok := runtimeCall(f)
	if !ok {
		return n
	}
	defer r.traceOf(f)
	switch module {
	case "elixir_def":
		na := must(r.x.Store(r.b.deferred.find(int64(f.Args[0].(quoted.Int))), nil, nil))
		return pair(atom(na.Name), quoted.Int(na.Arity))
	case "elixir_attribute":
		name := string(f.Args[1].(atom))
		if fun == "get" {
			return r.x.ReadAttribute(r.b, name, int32(f.Args[2].(quoted.Int)))
		}
		if fun == "declare" {
			r.x.Declare(r.b, name, f.Args[2], int32(f.Args[3].(quoted.Int)))
			return atom("ok")
		}
		if err := r.x.PutAttribute(r.b, name, r.literal(f.Args[2]), int32(f.Args[3].(quoted.Int))); err != nil {
			throw(err)
		}
		return atom("ok")
	case "elixir_struct":
		return must(r.x.DefineStruct(r.b, r.literal(f.Args[1]), int32(f.Args[2].(quoted.Int))))
	case "elixir_overridable":
		if err := r.x.MakeOverridable(r.b, f.Args[1]); err != nil {
			throw(err)
		}
		return atom("ok")
	}
	h := int64(f.Args[0].(quoted.Int))
	return must(r.host.Nested(r.b.deferred.find(h), h, f.Args[1].(atom)))
}

// traceOf adds the place of a statement of the body to an error that says nothing of where it was raised.
func (r *staticRun) traceOf(f *form) {
	p := recover()
	if p == nil {
		return
	}
	if failed, ok := p.(failure); ok {
		if d, ok := failed.err.(*diag.Diagnostic); ok && d.Trace == nil && !d.Reported {
			line := int(f.Meta.Line)
			if line == 0 {
				line = d.Pos.Line
			}
			d.Trace = []diag.Frame{{Module: "elixir_compiler", Function: "__MODULE__", Arity: 1, File: r.x.host.Relative(r.b.File), Line: line}}
		}
	}
	panic(p)
}

// literal replaces the attributes that a constant reads.
func (r *staticRun) literal(n node) node {
	switch n := n.(type) {
	case *form:
		if _, _, ok := runtimeCall(n); ok {
			return r.statement(n)
		}
		if v, ok := sum(n); ok {
			return v
		}
		if container(n) && !constants(n.Args) {
			return &form{Head: n.Head, Meta: n.Meta, Args: r.literals(n.Args)}
		}
	case quoted.List:
		if !constants(n) {
			return quoted.List(r.literals(n))
		}
	case *quoted.Pair:
		return pair(r.literal(n.Left), r.literal(n.Right))
	}
	return n
}

func (r *staticRun) literals(l []node) []node {
	out := make([]node, len(l))
	for i, n := range l {
		out[i] = r.literal(n)
	}
	return out
}
