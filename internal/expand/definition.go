package expand

import (
	"strconv"
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/mem"
	"joist/internal/quoted"
)

// largeModule is how many clauses become megabytes of code.
const largeModule = 300

// Store adds a clause to the module of d, or declares a head without a body. call and body are the
// quoted code built at run time, or nil when d holds them.
func (x *Expander) Store(d *Deferred, call, body quoted.Node) (na macroenv.NameArity, err error) {
	defer rescue(&err)
	b := x.host.Builder(d.Env.Module)
	if b == nil {
		dd := diagnostic(diag.Error, d.Meta, d.Env, 0, "cannot define "+d.Definition.String()+", module "+inspectAtom(d.Env.Module)+" is already compiled")
		dd.Exception = "ArgumentError"
		return na, &dd
	}
	d.stored = true
	x.stored++
	x.ahead.On = x.stored >= largeModule
	if p := x.forms.Next(); p != nil {
		mem.Reached(&x.ahead, p)
	}
	st := x.spare
	if x.spare = nil; st == nil {
		st = new(storing)
	}
	defer func() { x.spare = st }()
	*st = storing{b: b, kind: d.Definition, meta: d.Meta, env: d.Env, file: d.Env.File,
		scope: scope{x: x, host: x.host, builder: b, uses: st.scope.uses[:0]}}
	st.s = &st.scope
	if call == nil {
		call, body = d.Call, d.Body
		st.asWritten = true
	}
	return st.store(call, body), nil
}

// storing is the work on one clause.
type storing struct {
	b *Builder
	// s expands the clause: it is scope, but for the clauses that pass defaults on.
	s     *scope
	scope scope
	kind  Kind
	// meta and env tell where the clause comes from, which @file and location: :keep change; place and file where it
	// is stored.
	meta, place quoted.Meta
	env         *env
	file        string
	// asWritten is off for clauses that no one wrote as they are: those with unquote fragments and
	// those of macros.
	asWritten bool
}

func (st *storing) fail(text string) { st.s.fail(st.place, &env{File: st.file}, text) }

func (st *storing) warn(text string) { st.s.warn(st.place, &env{File: st.file}, text) }

func (st *storing) what(na macroenv.NameArity) string {
	return st.kind.String() + " " + nameArity(na.Name, na.Arity)
}

func (st *storing) store(head, body node) macroenv.NameArity {
	var guard node
	if w, ok := isForm(head, "when", 2); ok {
		head, guard = w.Args[0], w.Args[1]
	}
	name, args := st.name(head)
	context := st.locate(head.(*form))
	if _, keep := head.(*form).Meta.Get("keep"); keep {
		args, guard, body = keptLines(quoted.List(args)).(quoted.List), keptLines(guard), keptLines(body)
	}
	na := macroenv.NameArity{Name: name, Arity: len(args)}
	e := st.functionEnv(na)
	st.checkName(na, args)
	if body == nil && guard != nil {
		st.s.fail(st.meta, e, "missing :do option in \""+st.kind.String()+"\"")
	}
	written := args
	args, defaults := st.takeDefaults(args)
	def := st.target(na, len(defaults), body != nil, context)
	for i := range defaults {
		st.storeDefault(def, args, defaults[:], i)
	}
	def.context = context
	if len(defaults) > 0 && !st.kind.IsPrivate() {
		written = st.withAttributes(written)
		def.Written = written
	}
	if body == nil {
		st.checkHead(args, e)
		def.bodiless = len(def.Clauses) == 0
	} else {
		c := st.expandClause(def, args, guard, st.body(body, e), e)
		def.Clauses = append(def.Clauses, c)
		st.b.stored++
		def.last = st.b.stored
	}
	def.lastHasBody, def.lastDefaults = body != nil, len(defaults)
	if st.asWritten {
		st.b.latest = def
	}
	st.afterStore(def, written, guard, body, e)
	return na
}

// withAttributes puts the values of attributes into defaults that read them, as the documentation shows them.
func (st *storing) withAttributes(args []node) []node {
	out := make([]node, len(args))
	for i, a := range args {
		out[i] = a
		d, ok := isForm(a, `\\`, 2)
		if !ok {
			continue
		}
		read, ok := isForm(d.Args[1], "@", 1)
		if !ok {
			continue
		}
		if v, isVar := read.Args[0].(*form); isVar && v.IsVar {
			if value, set := st.b.Attribute(varName(v)); set && opaqueIn(value) == nil {
				out[i] = &form{Head: d.Head, Meta: d.Meta, Args: []node{d.Args[0], value}}
			}
		}
	}
	return out
}

// locate finds where the clause comes from, and returns the module of the macro that made it.
func (st *storing) locate(head *form) (context atom) {
	if v, ok := head.Meta.Get("context"); ok {
		context, _ = v.(atom)
		st.asWritten = false
	}
	st.place = st.meta
	if head.Meta.Column != 0 && head.Meta.Line == st.meta.Line {
		st.place.Column = head.Meta.Column
	}
	st.meta = st.place
	if _, keep := head.Meta.Get("keep"); keep && head.Meta.Line != 0 {
		st.meta = head.Meta
		st.place = st.place.Without("keep")
	}
	a := st.b.attributes["file"]
	if a == nil || len(a.values) == 0 {
		return context
	}
	delete(st.b.attributes, "file")
	name, _ := a.values[0].(quoted.String)
	if p, ok := a.values[0].(*quoted.Pair); ok {
		name, _ = p.Left.(quoted.String)
	}
	if name != "" {
		e := *st.env
		e.File = st.s.host.Absolute(string(name))
		st.env, st.meta = &e, st.place
	}
	return context
}

// keptLines puts code of a quote with location: :keep where it was written, as far as it tells.
func keptLines(n node) node {
	switch n := n.(type) {
	case *form:
		out := *n
		if v, ok := n.Meta.Get("keep"); ok {
			if p, ok := v.(*quoted.Pair); ok {
				if line, ok := p.Right.(quoted.Int); ok {
					out.Meta.Line = int32(line)
				}
			}
		}
		out.Head = keptLines(n.Head)
		out.Args = keptLines(quoted.List(n.Args)).(quoted.List)
		return &out
	case *quoted.Pair:
		return pair(keptLines(n.Left), keptLines(n.Right))
	case quoted.List:
		if plainList(n) {
			return n
		}
		out := make(quoted.List, len(n))
		for i, a := range n {
			out[i] = keptLines(a)
		}
		return out
	}
	return n
}

// checkHead refuses patterns in a head without a body.
func (st *storing) checkHead(args []node, e *env) {
	for _, a := range args {
		if v, ok := a.(*form); !ok || !v.IsVar {
			st.s.complain(st.meta, e, 0, "only variables and \\\\ are allowed as arguments in function head.\n\nIf you did not intend to define a function head, make sure your function definition has the proper syntax by wrapping the arguments in parentheses and using the do instruction accordingly:\n\n    def add(a, b), do: a + b\n\n    def add(a, b) do\n      a + b\n    end\n")
			return
		}
	}
}

// name takes the head of a definition apart.
func (st *storing) name(head node) (string, []node) {
	f, ok := head.(*form)
	if !ok {
		st.invalid(head)
	}
	name, ok := f.Head.(atom)
	if !ok {
		st.invalid(head)
	}
	return string(name), f.Args
}

func (st *storing) invalid(head node) {
	st.s.fail(quoted.Meta{Line: st.meta.Line}, st.env, "invalid syntax in "+st.kind.String()+" "+st.s.text(head))
}

func (st *storing) checkName(na macroenv.NameArity, args []node) {
	if st.b.Name == "Elixir.Kernel.SpecialForms" { // which documents them
		return
	}
	fail := func(text string) { st.s.fail(st.place, &env{File: st.env.File}, text) }
	if na.Name == "__aliases__" && na.Arity == 1 {
		fail("function names should start with lowercase characters or underscore, invalid name " + string(args[0].(atom)))
	}
	if na.Arity > 255 {
		fail(st.what(na) + " has too many arguments: at most 255 are allowed")
	}
	switch {
	case na.Name == "module_info" && na.Arity < 2:
		fail("cannot define " + st.what(na) + " as it is automatically defined by Erlang")
	case na.Name == "__info__" && na.Arity == 1:
		fail("cannot define " + st.what(na) + " as it is automatically defined by Elixir")
	}
}

func (st *storing) functionEnv(na macroenv.NameArity) *env {
	e := st.s.x.envs.Put(*st.env)
	e.Function = &na
	e.Vars = nil
	e.Context = macroenv.Normal
	if st.meta.Line != 0 {
		e.Line = st.meta.Line
	}
	return e
}

// defaultArg is an argument with a default.
type defaultArg struct {
	index int
	value node
	meta  quoted.Meta
}

// takeDefaults splits arg \\ default.
func (st *storing) takeDefaults(args []node) ([]node, []defaultArg) {
	var out []defaultArg
	plain := args
	for i, a := range args {
		d, ok := isForm(a, `\\`, 2)
		if !ok {
			continue
		}
		if out == nil {
			plain = append([]node{}, args...)
		}
		plain[i] = d.Args[0]
		out = append(out, defaultArg{i, d.Args[1], d.Meta})
	}
	return plain, out
}

// target finds or makes the definition that a clause belongs to, and checks that they fit.
func (st *storing) target(na macroenv.NameArity, defaults int, hasBody bool, context atom) *Definition {
	def := st.b.defs[na]
	st.checkDefaultConflicts(na, defaults)
	if def == nil {
		st.checkOverride(na)
		return st.add(na, defaults, context == "")
	}
	if def.Kind != st.kind {
		st.fail(st.what(na) + " already defined as " + def.Kind.String() + " in " + st.previous(def))
	}
	st.checkDefaults(def, na, defaults, hasBody)
	if st.asWritten && def.asWritten {
		st.checkGrouped(def, na, hasBody)
	}
	if defaults > def.Defaults {
		def.Defaults = defaults
		st.b.withDefaults[na.Name] = append(st.b.withDefaults[na.Name], def)
	}
	if hasBody {
		def.bodiless = false
	}
	return def
}

// checkOverride refuses a function that overrides a macro, and the other way round.
func (st *storing) checkOverride(na macroenv.NameArity) {
	o := st.b.overridables[na]
	if o == nil || o.def.Kind.IsMacro() == st.kind.IsMacro() {
		return
	}
	of, as := "function (def, defp) ", " as a macro (defmacro, defmacrop)"
	if o.def.Kind.IsMacro() {
		of, as = "macro (defmacro, defmacrop) ", " as a function (def, defp)"
	}
	st.s.fail(st.meta, st.functionEnv(na), "cannot override "+of+nameArity(na.Name, na.Arity)+" in module "+inspectAtom(st.b.Name)+as)
}

const defaultsAdvice = "    def foo(:first_clause, b \\\\ :default) do ... end\n    def foo(:second_clause, b%s) do ... end\n\none should write:\n\n" +
	"    def foo(a, b \\\\ :default)\n    def foo(:first_clause, b) do ... end\n    def foo(:second_clause, b) do ... end\n"

// checkDefaults wants the defaults in the first clause, and in a head of its own when there are several.
func (st *storing) checkDefaults(def *Definition, na macroenv.NameArity, defaults int, hasBody bool) {
	switch {
	case defaults > 0 && def.Defaults > 0:
		st.fail(st.what(na) + " defines defaults multiple times. Elixir allows defaults to be declared once per definition. Instead of:\n\n" +
			strings.Replace(defaultsAdvice, "%s", ` \\ :default`, 1))
	case defaults > 0, def.lastDefaults > 0 && hasBody && def.lastHasBody:
		st.warn(st.what(na) + " has multiple clauses and also declares default values. In such cases, the default values should be defined in a header. Instead of:\n\n" +
			strings.Replace(defaultsAdvice, "%s", "", 1))
	}
}

// checkGrouped wants the clauses of a definition together, and its head first.
func (st *storing) checkGrouped(def *Definition, na macroenv.NameArity, hasBody bool) {
	latest := st.b.latest
	switch {
	case latest == nil:
	case latest == def && !hasBody:
		st.warn("function head for " + st.what(na) + " must come at the top of its direct implementation. Instead of:\n\n" +
			"    def add(a, b), do: a + b\n    def add(a, b)\n\none should write:\n\n    def add(a, b)\n    def add(a, b), do: a + b\n")
	case latest == def:
	default:
		same := "name and arity (number of arguments)"
		if latest.Name == na.Name {
			same = "name"
		}
		st.warn("clauses with the same " + same + " should be grouped together, \"" + st.what(na) + "\" was previously defined (" + st.previous(def) + ")")
	}
}

// previous is where a definition was stored first.
func (st *storing) previous(def *Definition) string {
	return st.s.host.Relative(def.storedIn) + ":" + strconv.Itoa(int(def.Meta.Line))
}

// checkDefaultConflicts refuses foo/1 after a foo/2 with a default, and a foo/2 with a default after a foo/1 that has one, too.
func (st *storing) checkDefaultConflicts(na macroenv.NameArity, defaults int) {
	for _, o := range st.b.withDefaults[na.Name] {
		if st.b.definition(o.Name, o.Arity) != o {
			continue
		}
		switch {
		case o.Arity > na.Arity && na.Arity >= o.Arity-o.Defaults:
			st.s.fail(st.meta, st.functionEnv(na), st.what(na)+" conflicts with defaults from "+nameArity(o.Name, o.Arity))
		case o.Arity < na.Arity && o.Arity >= na.Arity-defaults:
			st.s.fail(st.meta, st.functionEnv(na), st.what(na)+" defaults conflicts with "+nameArity(o.Name, o.Arity))
		}
	}
}

func (st *storing) add(na macroenv.NameArity, defaults int, check bool) *Definition {
	_, generated := st.meta.Get("generated")
	def := &Definition{
		Kind: st.kind, Name: na.Name, Arity: na.Arity, Meta: st.meta, File: st.env.File, Defaults: defaults,
		check: check && !generated, asWritten: st.asWritten, storedIn: st.file,
	}
	st.b.defs[na] = def
	st.b.order = append(st.b.order, def)
	if defaults > 0 {
		st.b.withDefaults[na.Name] = append(st.b.withDefaults[na.Name], def)
	}
	return def
}

// storeDefault defines the arity at which only the first given of the defaults are passed; a function of that arity
// that is there already gets one more clause.
func (st *storing) storeDefault(def *Definition, args []node, defaults []defaultArg, given int) {
	var params, passed []node
	next := 0
	for i := range args {
		if next < len(defaults) && defaults[next].index == i {
			next++
			if next > given {
				passed = append(passed, defaults[next-1].value)
				continue
			}
		}
		v := quoted.Var("x"+strconv.Itoa(i), quoted.Meta{Line: st.meta.Line}, kernelAtom)
		params, passed = append(params, v), append(passed, v)
	}
	na := macroenv.NameArity{Name: def.Name, Arity: len(params)}
	e := st.functionEnv(na)
	d := st.b.defs[na]
	switch {
	case d == nil:
		d = st.add(na, 0, false)
		d.defaultOf = def
	case d.Kind != st.kind:
		st.fail(st.what(na) + " already defined as " + d.Kind.String() + " in " + st.previous(d))
	}
	body := &form{Head: atom(def.Name), Meta: at(st.meta), Args: passed}
	if def.Kind.IsMacro() {
		st.storeMacroDefault(d, def, params, passed, e)
		return
	}
	s := st.s
	st.s = s.x.newScope(e, st.b)
	d.Clauses = append(d.Clauses, st.expandDefault(d, params, body, e))
	st.s = s
}

// expandDefault expands the clause that passes defaults on, whatever is imported under the name.
func (st *storing) expandDefault(d *Definition, params []node, body *form, e *env) Clause {
	s := st.s
	s.locals = &d.locals
	p, ep := s.patterns(params, nil, e)
	s.locals.add(varName(body), len(body.Args), at(st.meta), false)
	args, ep := s.expandArgs(body.Args, ep)
	s.warnUnused(0, ep)
	st.checkShadowed(d, p, false, e)
	return Clause{Meta: at(st.meta), Args: p, Body: &form{Head: body.Head, Meta: body.Meta, Args: args}}
}

// storeMacroDefault is storeDefault for macros: the full macro's function is called with the
// caller's environment in front.
func (st *storing) storeMacroDefault(d, def *Definition, params, passed []node, e *env) {
	s := st.s.x.newScope(e, st.b)
	s.locals, s.caller = &d.locals, true
	p, ep := s.patterns(params, nil, e)
	s.locals.add(def.Name, def.Arity, at(st.meta), true)
	args, _ := s.expandArgs(passed, ep)
	caller := quoted.Var("__CALLER__", at(st.meta), quoted.Nil)
	body := &form{Head: atom("MACRO-" + def.Name), Meta: at(st.meta), Args: append([]node{caller}, args...)}
	d.Clauses = append(d.Clauses, Clause{Meta: at(st.meta), Args: p, Body: body})
}

// body takes the code out of [do: code] and wraps rescue and its kin in a try.
func (st *storing) body(n node, e *env) node {
	l, ok := keyword(n)
	if !ok {
		st.s.fail(st.meta, e, "missing :do option in \""+st.kind.String()+"\"")
	}
	if len(l) == 1 && l[0].(*quoted.Pair).Left == node(atom("do")) {
		return l[0].(*quoted.Pair).Right
	}
	if _, ok := get(l, "do"); !ok {
		st.s.fail(st.meta, e, "missing :do option in \""+st.kind.String()+"\"")
	}
	return call(st.meta.With("origin", quoted.String(st.kind.String())), "try", l)
}

// expandClause expands one clause.
func (st *storing) expandClause(def *Definition, args []node, guard, body node, e *env) Clause {
	s := st.s
	s.locals = &def.locals
	s.caller = def.Kind.IsMacro()
	s.definition, s.clauseMeta = def, st.meta
	p, ep := s.patterns(args, nil, e)
	var gs []node
	if guard != nil {
		var g node
		g, ep = s.guard(guard, ep)
		gs = guards(g, nil)
	}
	out, eb := s.expand(body, ep)
	s.warnUnused(0, eb)
	st.checkShadowed(def, p, guard != nil, e)
	return Clause{Meta: st.meta, Args: p, Guards: gs, Body: out}
}

// checkShadowed warns when an earlier clause takes every call.
func (st *storing) checkShadowed(def *Definition, args []node, guarded bool, e *env) {
	if len(def.Clauses) == 0 {
		return
	}
	for i := range def.Clauses {
		if c := &def.Clauses[i]; len(args) > 0 && len(c.Guards) == 0 && !guarded && sameLiterals(c.Args, args) && st.meta.Column > 0 {
			st.s.warnLate(st.meta, e, "this clause cannot match because a previous clause at line "+strconv.Itoa(int(c.Meta.Line))+" always matches")
			return
		}
	}
	var last *Clause
	for i := range def.Clauses {
		if c := &def.Clauses[i]; len(c.Guards) == 0 && catchAll(c.Args) {
			last = c
			break
		}
	}
	if last == nil {
		return
	}
	st.s.warnLate(st.meta, e, "this clause for "+nameArity(def.Name, def.Arity)+" cannot match because a previous clause at line "+strconv.Itoa(int(last.Meta.Line))+" always matches")
}

// catchAll reports whether patterns are distinct variables.
func catchAll(args []node) bool {
	for i, a := range args {
		f, ok := a.(*form)
		if !ok || !f.IsVar {
			return false
		}
		for _, o := range args[:i] {
			if g := o.(*form); g.Meta.Version != 0 && g.Meta.Version == f.Meta.Version {
				return false
			}
		}
	}
	return true
}

// afterStore notes documentation and @impl and calls the @on_definition hooks.
func (st *storing) afterStore(def *Definition, args []node, guard, body node, e *env) {
	b := st.b
	if len(b.attributes) == 0 {
		return
	}
	hidden := b.attachImpl(def, st.place.Line, st.env.File)
	st.s.attachDoc(b, def, args, st.meta, body != nil, hidden)
	hooks := b.attributes["on_definition"]
	if hooks == nil {
		return
	}
	s := st.s
	quote := func(n node) node { return s.escapeQuoted(n, false, e) }
	gs := quoted.List{}
	if guard != nil {
		for _, g := range guards(guard, nil) {
			gs = append(gs, quote(g))
		}
	}
	bodyCode := node(quoted.Nil)
	if body != nil {
		bodyCode = quote(body)
	}
	for i := len(hooks.values) - 1; i >= 0; i-- {
		m, f := hookTarget(hooks.values[i], "__on_definition__")
		if e.Trace != nil {
			s.trace(e, "remote_function", st.meta, m, atom(f), quoted.Int(6))
		}
		must(s.host.Call(m, f, []node{
			&quoted.Opaque{Term: s.envAt(st.meta, e)}, atom(def.Kind.String()), atom(def.Name), quote(quoted.List(args)), gs, bodyCode}))
	}
}

// hookTarget reads the value of a hook attribute: a module or {module, function}.
func hookTarget(v node, byDefault string) (atom, string) {
	switch v := v.(type) {
	case atom:
		return v, byDefault
	case *quoted.Pair:
		m, ok1 := v.Left.(atom)
		f, ok2 := v.Right.(atom)
		if ok1 && ok2 {
			return m, string(f)
		}
	}
	return "", byDefault
}
