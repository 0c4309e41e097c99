package expand

import (
	"sort"
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// Types, specifications and callbacks are checked, and translated to Erlang's abstract format, when the module is
// complete: a type may be defined after what uses it. The result, Module.Abstract, is what Code.Typespec reads.

// builtinTypes are Erlang's, which need no definition.
const builtinTypeNames = " any/0 arity/0 atom/0 binary/0 bitstring/0 bool/0 boolean/0 byte/0 char/0 dynamic/0 float/0 function/0 identifier/0 " +
	"integer/0 iodata/0 iolist/0 list/0 list/1 map/0 maybe_improper_list/0 maybe_improper_list/2 mfa/0 module/0 neg_integer/0 nil/0 " +
	"no_return/0 node/0 non_neg_integer/0 none/0 nonempty_binary/0 nonempty_bitstring/0 nonempty_improper_list/2 nonempty_list/0 " +
	"nonempty_list/1 nonempty_maybe_improper_list/0 nonempty_maybe_improper_list/2 nonempty_string/0 number/0 pid/0 port/0 pos_integer/0 " +
	"reference/0 string/0 term/0 timeout/0 tuple/0 "

// elixirTypes are Elixir's.
const elixirTypes = " char_list/0 charlist/0 as_boolean/1 struct/0 nonempty_charlist/0 keyword/0 keyword/1 var/0 "

func builtinType(name string, arity int) bool {
	return strings.Contains(builtinTypeNames, " "+name+"/"+itoa(arity)+" ")
}

// typespecs translates the typespecs of one module.
type typespecs struct {
	s       *scope
	b       *Builder
	defined map[macroenv.NameArity]*Typespec
	used    map[macroenv.NameArity]bool
	// of the typespec at hand
	env     *env
	vars    []string
	seen    map[string]int // how often a variable was used
	lenient bool           // undefined types are no error
}

// checkTypespecs translates the module's types, specifications and callbacks.
func (s *scope) checkTypespecs(b *Builder) []node {
	if b.protocol {
		b.declareProtocolType()
	}
	if len(b.typespecs) == 0 && len(b.attributeValues("optional_callbacks")) == 0 || strings.HasPrefix(b.File, "lib/") && !s.x.Declarations {
		return nil
	}
	t := typespecs{s: s, b: b, defined: map[macroenv.NameArity]*Typespec{}, used: map[macroenv.NameArity]bool{}}
	t.collect()
	var types, specs, callbacks []translated
	for i := range b.typespecs {
		if spec := &b.typespecs[i]; isTypeKind(spec.Kind) {
			types = append(types, t.typeDefinition(spec))
		}
	}
	for _, kind := range [...]string{"spec", "callback", "macrocallback"} {
		for i := range b.typespecs {
			spec := &b.typespecs[i]
			switch {
			case spec.Kind != kind:
			case kind == "spec":
				specs = append(specs, t.specification(spec))
			default:
				callbacks = append(callbacks, t.specification(spec))
			}
		}
	}
	types = t.withoutUnused(types)
	t.checkCallbacks(callbacks)
	for _, sp := range specs {
		if d := b.defs[sp.NameArity]; (d == nil || len(d.Clauses) == 0) && b.overridables[sp.NameArity] == nil {
			d := diagnostic(diag.Error, quoted.Meta{Line: sp.meta.Line}, &env{File: b.File}, 0, "spec for undefined function "+nameArity(sp.Name, sp.Arity))
			throw(&d)
		}
	}
	return t.attributes(types, specs, callbacks)
}

// declareProtocolType gives a protocol the type t unless it has one.
func (b *Builder) declareProtocolType() {
	for i := range b.typespecs {
		if t := &b.typespecs[i]; t.Name == "t" && t.Arity == 0 && isTypeKind(t.Kind) {
			return
		}
	}
	meta := quoted.Meta{Line: b.Meta.Line}
	code := quoted.Call("::", meta, quoted.Call("t", meta), quoted.Call("term", meta))
	b.typespecs = append([]Typespec{{Kind: "type", Name: "t", Code: code, Env: b.Env}}, b.typespecs...)
}

func isTypeKind(kind string) bool { return kind == "type" || kind == "typep" || kind == "opaque" }

// translated is a typespec in the abstract format.
type translated struct {
	macroenv.NameArity
	kind string
	meta quoted.Meta
	form node
}

// fail stops with a Kernel.TypespecError.
func (t *typespecs) fail(text string) {
	d := diagnostic(diag.Error, quoted.Meta{Line: t.env.Line}, &env{File: t.env.File}, 0, text)
	d.Exception = "Kernel.TypespecError"
	throw(&d)
}

func (t *typespecs) warn(text string) { t.s.warn(quoted.Meta{Line: t.env.Line}, t.env, text) }

func (t *typespecs) begin(spec *Typespec) {
	t.env, t.vars, t.seen = spec.Env, nil, map[string]int{}
}

// collect finds the types that the module defines.
func (t *typespecs) collect() {
	for i := range t.b.typespecs {
		spec := &t.b.typespecs[i]
		if !isTypeKind(spec.Kind) {
			continue
		}
		t.begin(spec)
		if spec.Name == "" {
			t.fail("invalid type specification: " + t.s.text(spec.Code))
		}
		na := macroenv.NameArity{Name: spec.Name, Arity: spec.Arity}
		what := "type " + nameArity(na.Name, na.Arity)
		if na.Arity == 1 && (na.Name == "required" || na.Name == "optional") {
			t.fail(what + " is a reserved type and it cannot be defined")
		}
		if builtinType(na.Name, na.Arity) || strings.Contains(elixirTypes, " "+na.Name+"/"+itoa(na.Arity)+" ") {
			t.fail(what + " is a built-in type and it cannot be redefined")
		}
		if o := t.defined[na]; o != nil {
			t.fail(what + " is already defined in " + t.s.host.Relative(o.Env.File) + ":" + itoa(int(o.Env.Line)))
		}
		t.defined[na] = spec
	}
	if t.b.protocol {
		t.used[macroenv.NameArity{Name: "t"}] = true
	}
}

func (t *typespecs) typeDefinition(spec *Typespec) translated {
	t.begin(spec)
	def, _ := isForm(spec.Code, "::", 2)
	head := def.Args[0].(*form)
	var vars quoted.List
	var invalid []string
	for _, a := range head.Args {
		v, ok := a.(*form)
		if !ok || !v.IsVar {
			invalid = append(invalid, t.s.text(a))
			continue
		}
		vars = append(vars, typeVar(v))
		t.vars = append(t.vars, varName(v))
		t.seen[varName(v)]++
	}
	typ := t.typ(def.Args[1])
	for _, v := range t.vars {
		if v == "_" {
			t.fail("type variable '_' is invalid")
		}
	}
	t.checkVars()
	what := spec.Kind + " type " + nameArity(spec.Name, spec.Arity)
	if len(invalid) > 0 {
		t.fail("@type definitions expect all arguments to be variables. The type " + nameArity(spec.Name, spec.Arity) + " has an invalid argument(s): " + strings.Join(invalid, ", "))
	}
	if spec.Kind == "opaque" && spec.Arity == 0 && underspecified(typ) {
		t.warn("@" + what + " is underspecified and therefore meaningless")
	}
	if vars == nil {
		vars = quoted.List{}
	}
	return translated{macroenv.NameArity{Name: spec.Name, Arity: spec.Arity}, spec.Kind, head.Meta, tuple(atom(spec.Name), typ, vars)}
}

// underspecified reports whether a type in the abstract format is any() or term().
func underspecified(n node) bool {
	f, ok := isForm(n, "{}", 4)
	return ok && f.Args[0] == node(atom("type")) && (f.Args[2] == node(atom("any")) || f.Args[2] == node(atom("term")))
}

// checkVars wants each type variable to be used twice, unless it begins with an underscore.
func (t *typespecs) checkVars() {
	var names []string
	for name := range t.seen {
		names = append(names, name)
	}
	for _, name := range sortStrings(names) {
		switch once := t.seen[name] == 1; {
		case name[0] != '_' && once:
			t.fail("type variable " + name + " is used only once. Type variables in typespecs must be referenced at least twice, otherwise it is equivalent to term()")
		case name[0] == '_' && !once:
			t.warn("the underscored type variable \"" + name + "\" is used more than once in the type specification. A leading underscore indicates that the value of the variable should be ignored. If this is intended please rename the variable to remove the underscore")
		}
	}
}

// specification translates a @spec, @callback or @macrocallback.
func (t *typespecs) specification(spec *Typespec) translated {
	t.begin(spec)
	code := spec.Code
	var guard node = quoted.List{}
	if w, ok := isForm(code, "when", 2); ok {
		code, guard = w.Args[0], w.Args[1]
	}
	def, ok := isForm(code, "::", 2)
	var head *form
	if ok {
		head, ok = def.Args[0].(*form)
		ok = ok && isAtom(head.Head) && varName(head) != "::"
	}
	if !ok {
		if f, call := code.(*form); call && isAtom(f.Head) && varName(f) != "::" {
			t.fail("type specification missing return type: " + t.s.text(code))
		}
		t.fail("invalid type specification: " + t.s.text(code))
	}
	t.refuseDefaults(head.Args)
	constraints, ok := keyword(guard)
	if !ok {
		t.fail("expected keywords as guard in type specification, got: " + t.s.text(guard))
	}
	for _, it := range constraints {
		t.vars = append(t.vars, string(it.(*quoted.Pair).Left.(atom)))
	}
	at := location(head.Meta)
	args := t.types(head.Args)
	if args == nil {
		args = quoted.List{}
	}
	fun := abstract("type", at, "fun", quoted.List{abstract("type", at, "product", args), t.typ(def.Args[1])})
	var bounds quoted.List
	for _, it := range constraints {
		p := it.(*quoted.Pair)
		if v, ok := p.Right.(*form); ok && v.IsVar && varName(v) == "var" {
			continue
		}
		name := p.Left.(atom)
		typ := t.typ(p.Right)
		bounds = append(bounds, abstract("type", at, "constraint", quoted.List{
			tuple(atom("atom"), at, atom("is_subtype")), quoted.List{tuple(atom("var"), at, name), typ}}))
		t.seen[string(name)]++
	}
	if len(bounds) > 0 {
		fun = abstract("type", at, "bounded_fun", quoted.List{fun, bounds})
	}
	t.checkVars()
	return translated{macroenv.NameArity{Name: varName(head), Arity: len(head.Args)}, spec.Kind, head.Meta, fun}
}

func (t *typespecs) refuseDefaults(args []node) {
	refuse := func(n node) {
		if _, ok := isForm(n, `\\`, 2); ok {
			t.s.raise(quoted.Meta{Line: t.env.Line}, t.env, "ArgumentError", "default arguments \\\\ not supported in typespecs")
		}
	}
	for _, a := range args {
		refuse(a)
		if ann, ok := isForm(a, "::", 2); ok {
			refuse(ann.Args[0])
			refuse(ann.Args[1])
		}
	}
}

// withoutUnused drops the private types that nothing uses, with a warning.
func (t *typespecs) withoutUnused(types []translated) []translated {
	out := types[:0]
	for _, typ := range types {
		if typ.kind == "typep" && !t.used[typ.NameArity] {
			at := t.defined[typ.NameArity].Env
			d := diagnostic(diag.Warning, quoted.Meta{Line: at.Line}, &env{File: at.File}, 0, "type "+nameArity(typ.Name, typ.Arity)+" is unused")
			d.In = "(file)"
			t.s.host.Report(d)
			continue
		}
		out = append(out, typ)
	}
	return out
}

// checkCallbacks compares callbacks with @optional_callbacks and with a behaviour_info/1 that the module defines.
func (t *typespecs) checkCallbacks(callbacks []translated) {
	fail := func(text string) {
		d := diagnostic(diag.Error, quoted.Meta{Line: t.b.Meta.Line}, &env{File: t.b.File}, 0, text)
		throw(&d)
	}
	if len(callbacks) > 0 && t.b.ownBehaviourInfo {
		c := callbacks[0]
		fail("cannot define @" + c.kind + " attribute for " + nameArity(c.Name, c.Arity) + " when behaviour_info/1 is defined")
	}
	given := map[macroenv.NameArity]bool{}
	for _, v := range t.b.attributeValues("optional_callbacks") {
		for _, it := range flatten(v) {
			l := nameArities(quoted.List{it})
			if len(l) == 0 {
				fail("invalid optional callback " + t.s.inspected(it) + ". @optional_callbacks expects a keyword list of callback names and arities")
			}
			known := false
			for _, c := range callbacks {
				known = known || c.NameArity == l[0]
			}
			switch what := nameArity(l[0].Name, l[0].Arity); {
			case !known:
				fail("unknown callback " + what + " given as optional callback")
			case given[l[0]]:
				fail(what + " has been specified as optional callback more than once")
			}
			given[l[0]] = true
		}
	}
}

// attributes are the forms {attribute, Location, Kind, Value}.
func (t *typespecs) attributes(types, specs, callbacks []translated) (out []node) {
	form := func(meta quoted.Meta, kind string, value node) {
		out = append(out, tuple(atom("attribute"), quoted.Int(meta.Line), atom(kind), value))
	}
	for _, typ := range types {
		kind := typ.kind
		if kind == "typep" {
			kind = "type"
		} else {
			form(typ.meta, "export_type", quoted.List{pair(atom(typ.Name), quoted.Int(typ.Arity))})
		}
		form(typ.meta, kind, typ.form)
	}
	for _, group := range [][]translated{specs, callbacks} {
		kind := "spec"
		order, forms, metas := []macroenv.NameArity{}, map[macroenv.NameArity]quoted.List{}, map[macroenv.NameArity]quoted.Meta{}
		for _, sp := range group {
			if sp.kind != "spec" {
				kind = "callback"
			}
			na, f := sp.NameArity, sp.form
			if d := t.b.defs[na]; sp.kind == "macrocallback" || sp.kind == "spec" && d != nil && d.Kind.IsMacro() {
				na, f = macroenv.NameArity{Name: "MACRO-" + na.Name, Arity: na.Arity + 1}, withCaller(f)
			}
			if forms[na] == nil {
				order, metas[na] = append(order, na), sp.meta
			}
			forms[na] = append(forms[na], f)
		}
		sort.SliceStable(order, func(i, j int) bool { return order[i].Less(order[j]) })
		for _, na := range order {
			form(metas[na], kind, pair(pair(atom(na.Name), quoted.Int(na.Arity)), forms[na]))
		}
	}
	return out
}

// withCaller puts the caller's environment in front of the arguments of a macro's specification.
func withCaller(n node) node {
	f := n.(*form)
	l := f.Args[3].(quoted.List)
	if f.Args[2] == node(atom("bounded_fun")) {
		return tuple(f.Args[0], f.Args[1], f.Args[2], quoted.List{withCaller(l[0]), l[1]})
	}
	product := l[0].(*form)
	args := append(quoted.List{abstract("type", f.Args[1], "term", quoted.List{})}, product.Args[3].(quoted.List)...)
	return tuple(f.Args[0], f.Args[1], f.Args[2], quoted.List{tuple(product.Args[0], product.Args[1], product.Args[2], args), l[1]})
}
