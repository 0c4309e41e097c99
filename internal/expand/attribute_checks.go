package expand

import (
	"sort"
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// checkAttributes warns about attributes that were set and never read.
func (s *scope) checkAttributes(b *Builder) {
	var late []diag.Diagnostic
	e := &env{File: b.File, Module: b.Name}
	note := func(name string, line int32, text string) {
		if line > 0 {
			late = append(late, diagnostic(diag.Warning, quoted.Meta{Line: line}, e, 0, "module attribute @"+name+" was set but "+text))
		}
	}
	for _, name := range b.Attributes() {
		a := b.attributes[name]
		switch name {
		case "doc", "impl", "deprecated":
			if len(a.values) > 0 && !allMeta(a.values) {
				note(name, a.meta.Line, "no definition follows it")
			}
		case "typedoc":
			if len(a.values) > 0 && !allMeta(a.values) {
				note(name, a.meta.Line, "no type follows it")
			}
		default:
			if !a.read && !a.accumulate && !a.persist && userAttribute(name) {
				note(name, a.meta.Line, "never used")
			}
		}
	}
	sort.SliceStable(late, func(i, j int) bool { return late[i].Pos.Line < late[j].Pos.Line })
	for _, d := range late {
		s.host.Report(d)
	}
}

// allMeta reports whether all values of a documentation attribute are keyword lists.
func allMeta(values []node) bool {
	for _, v := range values {
		if _, ok := v.(quoted.List); !ok {
			return false
		}
	}
	return true
}

// checkDerive warns about @derive that no defstruct has seen.
func (s *scope) checkDerive(b *Builder) {
	if a := b.attributes["derive"]; a == nil || len(a.values) == 0 {
		return
	}
	text := "warning: module attribute @derive was set but never used (it must come before defstruct)"
	if b.structInfo != nil {
		text = "warning: module attribute @derive was set after defstruct, all @derive calls must come before defstruct"
	}
	s.warn(quoted.Meta{Line: b.Meta.Line}, b.Env.WithLine(b.Meta.Line), text)
}

// checkNamedFunctions wants the functions that @on_load, @dialyzer and @nifs name to exist.
func (s *scope) checkNamedFunctions(b *Builder) {
	c := namedFunctions{s: s, b: b}
	if na := b.onLoadName(); na != nil {
		c.exists(*na, "@on_load")
	}
	for _, v := range b.attributeValues("dialyzer") {
		for _, it := range flatten(v) {
			if p, ok := it.(*quoted.Pair); ok {
				for _, f := range flatten(p.Right) {
					c.node(f, "@dialyzer "+toString(p.Left))
				}
			}
		}
	}
	for _, v := range b.attributeValues("nifs") {
		for _, f := range flatten(v) {
			c.node(f, "@nifs")
		}
	}
}

// checkCompileOptions checks what @compile says.
func (s *scope) checkCompileOptions(b *Builder) {
	c := namedFunctions{s: s, b: b}
	for _, v := range b.attributeValues("compile") {
		for _, it := range flatten(v) {
			p, ok := it.(*quoted.Pair)
			switch {
			case !ok:
			case p.Left == node(atom("inline")):
				for _, f := range flatten(p.Right) {
					if !c.node(f, "@compile :inline") {
						break
					}
				}
			case p.Left == node(atom("parse_transform")):
				s.warn(quoted.Meta{Line: b.Meta.Line}, b.bodyEnv(), "@compile {:parse_transform, "+toString(p.Right)+"} is deprecated. Elixir will no longer support Erlang-based transforms in future versions")
			}
		}
	}
}

// compileOption is what @compile says of an option last, nil when it says nothing.
func (b *Builder) compileOption(name string) (value node) {
	for _, v := range b.attributeValues("compile") {
		for _, it := range flatten(v) {
			if p, ok := it.(*quoted.Pair); ok && p.Left == node(atom(name)) {
				value = p.Right
			}
		}
	}
	return value
}

func (b *Builder) bodyEnv() *env { return &env{File: b.File, Module: b.Name} }

func (b *Builder) attributeValues(name string) []node {
	if a := b.attributes[name]; a != nil {
		return a.values
	}
	return nil
}

// flatten lists the items of lists within lists.
func flatten(v node) []node {
	l, ok := v.(quoted.List)
	if !ok {
		return []node{v}
	}
	var out []node
	for _, it := range l {
		out = append(out, flatten(it)...)
	}
	return out
}

type namedFunctions struct {
	s *scope
	b *Builder
}

func (c *namedFunctions) node(n node, by string) bool {
	l := nameArities(quoted.List{n})
	return len(l) == 0 || c.exists(l[0], by)
}

func (c *namedFunctions) exists(na macroenv.NameArity, by string) bool {
	d := c.b.defs[na]
	text := ""
	switch {
	case d == nil || len(d.Clauses) == 0:
		text = "undefined function " + nameArity(na.Name, na.Arity) + " given to " + by
	case d.Kind.IsMacro():
		text = "macro " + nameArity(na.Name, na.Arity) + " given to " + by + " (only functions are supported)"
	default:
		return true
	}
	c.b.tainted = true
	c.s.host.Report(diagnostic(diag.Error, quoted.Meta{Line: c.b.Meta.Line}, c.b.bodyEnv(), 0, text))
	return false
}

// checkAttribute refuses a value that an attribute with a meaning cannot have.
func (s *scope) checkAttribute(name string, value node, meta quoted.Meta) {
	fail := func(text string) {
		s.raise(meta, s.builder.Env, "ArgumentError", text)
	}
	builtin := "@" + name + " is a built-in module attribute "
	_, isText := value.(quoted.String)
	_, isAtom := value.(atom)
	switch name {
	case "type", "typep", "opaque", "spec", "callback", "macrocallback":
		fail("attributes type, typep, opaque, spec, callback, and macrocallback must be set directly via the @ notation")
	case "doc", "typedoc", "moduledoc":
		_, ok := keyword(value)
		if !ok && !isText && value != node(quoted.False) && value != node(quoted.Nil) {
			fail(builtin + "for documentation. It should be either false, nil, a string, or a keyword list, got: " + s.inspected(value))
		}
	case "behaviour":
		if !isAtom {
			fail("@behaviour expects a module, got: " + s.inspected(value))
		}
	case "impl":
		if !isAtom || value == node(quoted.Nil) {
			fail(builtin + "that marks the next definition as a callback implementation. It should be a module or a boolean, got: " + s.inspected(value))
		}
	case "external_resource":
		if !isText {
			fail(builtin + "used for specifying file dependencies. It should be a string path to a file, got: " + s.inspected(value))
		}
	case "deprecated":
		if !isText {
			fail(builtin + "that annotates a definition as deprecated. It should be a string with the reason for the deprecation, got: " + s.inspected(value))
		}
	case "file":
		p, ok := value.(*quoted.Pair)
		if ok {
			_, isText = p.Left.(quoted.String)
			_, isLine := p.Right.(quoted.Int)
			isText = isText && isLine
		}
		if !isText {
			fail(builtin + "that annotates the file and line the next definition comes from. It should be a string or {string, line} tuple as value, got: " + s.inspected(value))
		}
	case "nifs":
		if l, ok := value.(quoted.List); !ok || len(nameArities(l)) != len(l) {
			fail(builtin + "for specifying a list of functions and their arities that are NIFs, got: " + s.inspected(value))
		}
	case "dialyzer":
		for _, it := range wrap(value) {
			if !dialyzerOption(it) {
				fail("invalid value for @dialyzer attribute: " + s.inspected(it))
			}
		}
	case "on_load":
		s.checkOnLoad(value, builtin, fail)
	}
}

func (s *scope) checkOnLoad(value node, builtin string, fail func(string)) {
	_, ok := value.(atom)
	if p, isPair := value.(*quoted.Pair); isPair {
		_, ok = p.Left.(atom)
		ok = ok && p.Right == node(quoted.Int(0))
	}
	if !ok {
		fail(builtin + "that annotates a function to be invoked when the module is loaded. It should be an atom or an {atom, 0} tuple, got: " + s.inspected(value))
	}
	if len(s.builder.attributeValues("on_load")) > 0 {
		fail("the @on_load attribute can only be set once per module")
	}
}

func wrap(v node) []node {
	if l, ok := v.(quoted.List); ok {
		return l
	}
	return []node{v}
}

const dialyzerOptions = " no_return no_unused no_improper_lists no_fun_app no_match no_opaque no_fail_call no_contracts no_behaviours " +
	"no_undefined_callbacks unmatched_returns error_handling race_conditions no_missing_calls specdiffs overspecs underspecs unknown " +
	"no_underspecs extra_return no_extra_return no_missing_return missing_return no_unknown "

func dialyzerOption(v node) bool {
	if p, ok := v.(*quoted.Pair); ok {
		l := wrap(p.Right)
		return (p.Left == node(atom("nowarn_function")) || dialyzerOption(p.Left)) && len(nameArities(quoted.List(l))) == len(l)
	}
	a, ok := v.(atom)
	return ok && strings.Contains(dialyzerOptions, " "+string(a)+" ")
}

// checkDocMeta refuses metadata of documentation that means something else or is of the wrong type.
func (s *scope) checkDocMeta(l quoted.List, meta quoted.Meta) {
	for _, it := range l {
		p := it.(*quoted.Pair)
		_, isText := p.Right.(quoted.String)
		switch name, _ := p.Left.(atom); {
		case name == "opaque" || name == "defaults":
			s.warn(meta, s.builder.Env, "ignoring reserved documentation metadata key: "+toString(name))
		case name == "since" && !isText:
			s.raise(meta, s.builder.Env, "ArgumentError", ":since is a built-in documentation metadata key. It should be a string representing the version in which the documented entity was added, got: "+s.inspected(p.Right))
		case name == "deprecated" && !isText:
			s.raise(meta, s.builder.Env, "ArgumentError", ":deprecated is a built-in documentation metadata key. It should be a string representing the replacement for the deprecated entity, got: "+s.inspected(p.Right))
		}
	}
}

// excuseUnstored counts the aliases and imports as used that definitions in code that did not run may use.
func (b *Builder) excuseUnstored() {
	b.deferred.mu.Lock()
	defer b.deferred.mu.Unlock()
	for _, d := range b.deferred.items {
		if d.Kind != DeferredDefinition || d.stored {
			continue
		}
		for _, a := range d.Env.Aliases {
			a.Use()
		}
		for _, l := range [][]macroenv.Import{d.Env.Functions, d.Env.Macros} {
			for _, i := range l {
				for _, n := range i.Names {
					i.Use(n.Name, n.Arity)
				}
			}
		}
	}
}
