package expand

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// Module is a finished module, ready for the code generator.
type Module struct {
	Name atom
	File string
	Line int32
	// Definitions are those with clauses, sorted; private ones that nothing reaches are left out.
	Definitions []*Definition
	// Attributes are the persisted attributes: each name with code of the list of its values.
	Attributes []*quoted.Pair
	// Compile are the values of @compile, in order.
	Compile []quoted.Node
	// OnLoad is the function of @on_load.
	OnLoad *macroenv.NameArity
	// Struct is code of __info__(:struct), nil without a struct; StructInfo what Host.Struct answers.
	Struct     quoted.Node
	StructInfo *StructInfo
	// Deprecated is code of __info__(:deprecated): [{{name, arity}, reason}, ...].
	Deprecated quoted.List
	// ModuleMeta is what @moduledoc says besides the text.
	ModuleMeta quoted.List
	// Docs holds the module's documentation in order; ModuleDoc is code of @moduledoc, nil if unset.
	Docs      []Doc
	ModuleDoc quoted.Node
	// Typespecs are the types, specifications and callbacks that it declares, in order.
	Typespecs []Typespec
	// Abstract is code of the list of Erlang forms {attribute, Location, Kind, Value} of the typespecs; nil for the
	// library's modules.
	Abstract quoted.List
	// AfterCompile and AfterVerify are the hooks {module, function} to call once the module is loaded.
	AfterCompile, AfterVerify []*quoted.Pair
	// Info is what Host.Module should answer from now on.
	Info ModuleInfo
	// Protocol says that defprotocol made it.
	Protocol bool
	// Behaviours are those that it says it has.
	Behaviours quoted.List
	// NoDebugInfo and NoLoad are what @compile debug_info: false and autoload: false ask for.
	NoDebugInfo, NoLoad bool
	// Env is the environment at the end of the body, for the hooks.
	Env *macroenv.Env
}

// Finish runs the @before_compile hooks, checks the module and returns it. The driver compiles and
// loads it, then calls the hooks of AfterCompile.
func (x *Expander) Finish(b *Builder) (m *Module, err error) {
	defer rescue(&err)
	s := scope{x: x, host: x.host, builder: b}
	s.beforeCompile(b)
	if b.protocol {
		x.finishProtocol(b)
	}
	b.restoreOverridables()
	x.defineBehaviourInfo(b)
	b.excuseUnstored()
	s.checkBodiless(b)
	s.checkNamedFunctions(b)
	s.checkImportConflicts(b)
	s.checkDerive(b)
	b.refuseTainted()
	reached := s.checkLocals(b)
	s.checkCompileOptions(b)
	b.refuseTainted()
	s.checkBehaviours(b)
	b.abstract = s.checkTypespecs(b)
	for _, d := range b.late {
		s.host.Report(d)
	}
	s.checkAttributes(b)
	return b.module(reached), nil
}

// refuseTainted stops when errors were reported.
func (b *Builder) refuseTainted() {
	if b.tainted {
		throw(&diag.Diagnostic{
			Severity: diag.Error, Exception: "CompileError", File: b.File, Reported: true,
			Message: "cannot compile module " + inspectAtom(b.Name) + " (errors have been logged)",
		})
	}
}

// beforeCompile runs the @before_compile hooks at the end of the body.
func (s *scope) beforeCompile(b *Builder) {
	a := b.attributes["before_compile"]
	if a == nil {
		return
	}
	meta := quoted.Meta{Line: b.Meta.Line}
	for _, v := range a.values {
		module, fun := hookTarget(v, "__before_compile__")
		envArg := &quoted.Opaque{Term: b.Env.WithLine(meta.Line)}
		if b.Env.Trace != nil {
			s.trace(b.Env, "remote_function", meta, module, atom(fun), quoted.Int(1))
		}
		if info := s.host.Module(module); info != nil && info.Macros.Has(fun, 1) {
			n := must(s.host.CallMacro(b.Env, module, fun, []node{envArg}))
			n = linify(n, meta.Line, module, s.host.Counter())
			s.runInBody(b, n)
			continue
		}
		must(s.host.Call(module, fun, []node{envArg}))
	}
}

// defineBehaviourInfo defines behaviour_info/1 in a module with callbacks.
func (x *Expander) defineBehaviourInfo(b *Builder) {
	if len(b.callbacks) == 0 {
		return
	}
	if b.definition("behaviour_info", 1) != nil {
		b.ownBehaviourInfo = true
		return
	}
	m := quoted.Meta{Line: b.Meta.Line}
	seen := map[macroenv.NameArity]bool{}
	var list quoted.List
	for _, c := range b.callbacks {
		na := macroenv.NameArity{Name: c.name, Arity: c.arity}
		if c.macro {
			na = macroenv.NameArity{Name: "MACRO-" + c.name, Arity: c.arity + 1}
		}
		if !seen[na] {
			seen[na] = true
			list = append(list, pair(atom(na.Name), quoted.Int(na.Arity)))
		}
	}
	optional := quoted.List{}
	if a := b.attributes["optional_callbacks"]; a != nil {
		for _, v := range a.values {
			l, ok := v.(quoted.List)
			if !ok {
				l = quoted.List{v}
			}
			for _, it := range l {
				p, ok := it.(*quoted.Pair)
				if !ok {
					continue
				}
				name, _ := p.Left.(atom)
				arity, _ := p.Right.(quoted.Int)
				if macro := (macroenv.NameArity{Name: "MACRO-" + string(name), Arity: int(arity) + 1}); seen[macro] {
					p = pair(atom(macro.Name), quoted.Int(macro.Arity))
				}
				optional = append(optional, p)
			}
		}
	}
	descending(list)
	descending(optional)
	d := &Definition{Kind: Def, Name: "behaviour_info", Arity: 1, Meta: m, File: b.File, Clauses: []Clause{
		{Meta: m, Args: []node{atom("callbacks")}, Body: list},
		{Meta: m, Args: []node{atom("optional_callbacks")}, Body: optional}}}
	b.defs[macroenv.NameArity{Name: d.Name, Arity: 1}] = d
	b.order = append(b.order, d)
}

// descending sorts {name, arity} pairs as behaviour_info/1 gives them: macros first, names backwards.
func descending(list quoted.List) {
	sort.SliceStable(list, func(i, j int) bool {
		p, q := list[i].(*quoted.Pair), list[j].(*quoted.Pair)
		a, _ := p.Left.(atom)
		b, _ := q.Left.(atom)
		if m, n := strings.HasPrefix(string(a), "MACRO-"), strings.HasPrefix(string(b), "MACRO-"); m != n {
			return m
		}
		if a != b {
			return a > b
		}
		x, _ := p.Right.(quoted.Int)
		y, _ := q.Right.(quoted.Int)
		return x > y
	})
}

// checkLocals reports calls of functions that do not exist and private definitions that nothing
// calls, and returns what can be reached.
func (s *scope) checkLocals(b *Builder) map[*Definition]bool {
	reached := map[*Definition]bool{}
	var work []*Definition
	for _, d := range b.order {
		if !d.Kind.IsPrivate() || b.onLoad(d) {
			reached[d] = true
			work = append(work, d)
		}
	}
	calledAsMacro := map[macroenv.NameArity]bool{}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		for _, c := range d.locals.calls {
			if c.macro {
				calledAsMacro[c.NameArity] = true
			}
			if t := b.defs[c.NameArity]; t != nil && !reached[t] {
				reached[t] = true
				work = append(work, t)
			}
		}
	}
	for _, d := range b.descending() {
		s.checkCalls(b, d)
	}
	s.warnUnusedPrivate(b, reached)
	return reached
}

// descending are the definitions by name, the last first, which is how Elixir goes through them.
func (b *Builder) descending() []*Definition {
	out := slices.Clone(b.order)
	sort.SliceStable(out, func(i, j int) bool {
		a, c := out[i], out[j]
		return macroenv.NameArity{Name: c.Name, Arity: c.Arity}.Less(macroenv.NameArity{Name: a.Name, Arity: a.Arity})
	})
	return out
}

func (b *Builder) onLoad(d *Definition) bool {
	na := b.onLoadName()
	return na != nil && d.Name == na.Name && d.Arity == na.Arity
}

func (b *Builder) onLoadName() *macroenv.NameArity {
	a := b.attributes["on_load"]
	if a == nil || len(a.values) == 0 {
		return nil
	}
	switch v := a.values[0].(type) {
	case atom:
		return &macroenv.NameArity{Name: string(v)}
	case *quoted.Pair:
		name, _ := v.Left.(atom)
		arity, _ := v.Right.(quoted.Int)
		return &macroenv.NameArity{Name: string(name), Arity: int(arity)}
	}
	return nil
}

// checkCalls reports the calls of d that have no definition.
func (s *scope) checkCalls(b *Builder, d *Definition) {
	e := &env{File: d.File, Module: b.Name, Function: &macroenv.NameArity{Name: d.Name, Arity: d.Arity}}
	for _, c := range d.locals.calls {
		t := b.defs[c.NameArity]
		switch {
		case t == nil, c.Name == "behaviour_info" && c.Arity == 1:
			if b.overridables[c.NameArity] != nil {
				continue
			}
			s.complain(c.meta, e, len(c.Name), s.undefinedFunction(b, c.NameArity))
		case t.Kind.IsMacro() && !c.macro:
			s.complain(c.meta, e, len(c.Name), "cannot invoke macro "+nameArity(c.Name, c.Arity)+" before its definition")
		}
	}
}

func (s *scope) undefinedFunction(b *Builder, na macroenv.NameArity) string {
	if na.Name == "__info__" && na.Arity == 1 || na.Name == "behaviour_info" && na.Arity == 1 || na.Name == "module_info" && na.Arity < 2 {
		return "undefined function " + nameArity(na.Name, na.Arity) + " (this function is auto-generated by the compiler and must always be called as a remote, as in __MODULE__." + nameArity(na.Name, na.Arity) + ")"
	}
	return "undefined function " + nameArity(na.Name, na.Arity) + " (expected " + inspectAtom(b.Name) + " to define such a function or for it to be imported, but none are available)"
}

func (s *scope) warnUnusedPrivate(b *Builder, reached map[*Definition]bool) {
	for _, d := range b.descending() {
		if !d.Kind.IsPrivate() || !d.check {
			continue
		}
		e := &env{File: d.File, Module: b.Name}
		what := "function "
		if d.Kind.IsMacro() {
			what = "macro "
		}
		if !reached[d] && !b.defaultReached(d, reached) {
			s.warn(d.Meta, e, what+nameArity(d.Name, d.Arity)+" is unused")
			continue
		}
		s.warnUnusedDefaults(b, d, reached, e)
	}
}

// defaultReached reports whether a smaller arity made by d's defaults is used.
func (b *Builder) defaultReached(d *Definition, reached map[*Definition]bool) bool {
	for _, o := range b.order {
		if o.defaultOf == d && reached[o] {
			return true
		}
	}
	return false
}

func (s *scope) warnUnusedDefaults(b *Builder, d *Definition, reached map[*Definition]bool, e *env) {
	if d.Defaults == 0 {
		return
	}
	used, lowest := 0, d.Arity
	for _, o := range b.order {
		if o.defaultOf == d && reached[o] {
			used++
			lowest = min(lowest, o.Arity)
		}
	}
	switch {
	case used == 0:
		s.warn(d.Meta, e, "default values for the optional arguments in "+nameArity(d.Name, d.Arity)+" are never used")
	case lowest == d.Arity-1:
		if d.Defaults > 1 {
			s.warn(d.Meta, e, "the default value for the last optional argument in "+nameArity(d.Name, d.Arity)+" is never used")
		}
	case lowest > d.Arity-d.Defaults:
		s.warn(d.Meta, e, "the default values for the last "+strconv.Itoa(d.Arity-lowest)+" optional arguments in "+nameArity(d.Name, d.Arity)+" are never used")
	}
}

// checkImportConflicts refuses a local definition with the name of an import that was called.
func (s *scope) checkImportConflicts(b *Builder) {
	var names macroenv.Names
	for na := range b.imported {
		if b.defs[na] != nil {
			names = append(names, na)
		}
	}
	for _, na := range macroenv.SortNames(names) {
		d := b.defs[na]
		s.refuseDefinition(b, d, "imported "+inspectAtom(b.imported[na].module)+"."+nameArity(na.Name, na.Arity)+" conflicts with local function")
	}
}

func (s *scope) checkBodiless(b *Builder) {
	for _, d := range b.order {
		if d.bodiless && len(d.Clauses) == 0 {
			s.refuseDefinition(b, d, "implementation not provided for predefined "+d.Kind.String()+" "+nameArity(d.Name, d.Arity))
		}
	}
}

// refuseDefinition reports an error about a definition once the body has run.
func (s *scope) refuseDefinition(b *Builder, d *Definition, text string) {
	b.tainted = true
	s.host.Report(diagnostic(diag.Error, d.Meta, &env{File: d.File, Module: b.Name}, 0, text))
}

// behaviourCallbacks lists the callbacks of a behaviour under the names that code exports.
func (s *scope) behaviourCallbacks(m atom) []macroenv.NameArity {
	info := s.host.Module(m)
	if info == nil || !info.Functions.Has("behaviour_info", 1) {
		return nil
	}
	v := must(s.host.Call(m, "behaviour_info", []node{atom("callbacks")}))
	return nameArities(v)
}

func nameArities(v node) []macroenv.NameArity {
	l, _ := v.(quoted.List)
	var out []macroenv.NameArity
	for _, it := range l {
		if p, ok := it.(*quoted.Pair); ok {
			name, ok1 := p.Left.(atom)
			arity, ok2 := p.Right.(quoted.Int)
			if ok1 && ok2 {
				out = append(out, macroenv.NameArity{Name: string(name), Arity: int(arity)})
			}
		}
	}
	return out
}

// module gathers the result.
func (b *Builder) module(reached map[*Definition]bool) *Module {
	m := &Module{Name: b.Name, File: b.File, Line: b.Meta.Line, Docs: b.docs, Typespecs: b.typespecs, Abstract: b.abstract, Env: b.Env, StructInfo: b.structInfo, OnLoad: b.onLoadName()}
	m.Protocol = b.protocol
	m.NoDebugInfo, m.NoLoad = b.compileOption("debug_info") == node(quoted.False), b.compileOption("autoload") == node(quoted.False)
	m.Info = ModuleInfo{Name: b.Name, Elixir: true, Struct: b.structInfo != nil}
	var functions, macros []macroenv.NameArity
	for _, d := range b.order {
		if len(d.Clauses) == 0 || !reached[d] || d.Kind == Defmacrop && !b.superMacro(d) {
			continue
		}
		m.Definitions = append(m.Definitions, d)
		na := macroenv.NameArity{Name: d.Name, Arity: d.Arity}
		switch d.Kind {
		case Def:
			functions = append(functions, na)
		case Defmacro:
			macros = append(macros, na)
		}
	}
	sort.Slice(m.Definitions, func(i, j int) bool {
		a, c := m.Definitions[i], m.Definitions[j]
		return macroenv.NameArity{Name: a.Name, Arity: a.Arity}.Less(macroenv.NameArity{Name: c.Name, Arity: c.Arity})
	})
	m.Info.Functions, m.Info.Macros = macroenv.SortNames(functions), macroenv.SortNames(macros)
	b.deprecations(m)
	b.persisted(m)
	if b.structInfo != nil {
		m.Struct = structFields(b.structInfo)
	}
	m.ModuleMeta = b.moduleMeta
	for _, v := range b.attributeValues("behaviour") {
		m.Behaviours = append(m.Behaviours, v)
	}
	if v, set := b.Attribute("moduledoc"); set {
		m.ModuleDoc = v
	} else if b.attributes["__impl__"] != nil {
		m.ModuleDoc = quoted.False
	}
	m.AfterCompile = b.hooks("after_compile", "__after_compile__")
	m.AfterVerify = b.hooks("after_verify", "__after_verify__")
	if a := b.attributes["compile"]; a != nil {
		m.Compile = a.values
	}
	return m
}

// superMacro reports whether a private macro is one that super calls: the other private macros have
// done their work when the module is compiled.
func (b *Builder) superMacro(d *Definition) bool {
	for _, o := range b.overridables {
		if o.named == d {
			return true
		}
	}
	return false
}

func (b *Builder) hooks(name, byDefault string) []*quoted.Pair {
	a := b.attributes[name]
	if a == nil {
		return nil
	}
	var out []*quoted.Pair
	for _, v := range a.values {
		m, f := hookTarget(v, byDefault)
		out = append(out, pair(m, atom(f)))
	}
	return out
}

func (b *Builder) deprecations(m *Module) {
	defer func() {
		sort.SliceStable(m.Deprecated, func(i, j int) bool {
			p, q := nameArities(quoted.List{m.Deprecated[i].(*quoted.Pair).Left}), nameArities(quoted.List{m.Deprecated[j].(*quoted.Pair).Left})
			return p[0].Less(q[0])
		})
	}()
	for _, d := range b.docs {
		reason, ok := get(d.Meta, "deprecated")
		text, isText := reason.(quoted.String)
		if !ok || !isText {
			continue
		}
		if m.Info.Deprecated == nil {
			m.Info.Deprecated = map[macroenv.NameArity]string{}
		}
		least := d.Arity
		if def := b.defs[macroenv.NameArity{Name: d.Name, Arity: d.Arity}]; def != nil {
			least -= def.Defaults
		}
		for arity := d.Arity; arity >= least; arity-- {
			m.Info.Deprecated[macroenv.NameArity{Name: d.Name, Arity: arity}] = string(text)
			m.Deprecated = append(m.Deprecated, pair(pair(atom(d.Name), quoted.Int(arity)), text))
		}
	}
}

// persisted gathers what module_info(:attributes) tells.
func (b *Builder) persisted(m *Module) {
	for _, name := range b.Attributes() {
		a := b.attributes[name]
		if len(a.values) == 0 {
			continue
		}
		if a.persist || name == "behaviour" || name == "external_resource" || name == "vsn" || name == "dialyzer" || name == "on_load" {
			for _, v := range a.values {
				if _, isList := v.(quoted.List); !isList { // as erlc does
					v = quoted.List{v}
				}
				m.Attributes = append(m.Attributes, key(name, v))
			}
		}
	}
}

// structFields is code of __info__(:struct).
func structFields(info *StructInfo) node {
	out := make(quoted.List, len(info.Fields))
	for i, p := range info.Fields {
		out[i] = &form{Head: atom("%{}"), Args: []node{key("field", p.Left), key("default", p.Right)}}
	}
	return out
}

func sortStrings(l []string) []string {
	sort.Strings(l)
	return l
}

func warning(meta quoted.Meta, file, text string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: file, Pos: diag.Pos{Line: int(meta.Line), Column: int(meta.Column)}, Message: text}
}
