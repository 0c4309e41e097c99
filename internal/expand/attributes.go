package expand

import (
	"strings"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// attribute is one module attribute. Values are code that builds the value; for an accumulating
// attribute the latest is last.
type attribute struct {
	values     []node
	meta       quoted.Meta
	accumulate bool
	persist    bool
	read       bool
}

// Doc is a piece of documentation: of the module when Name is "".
type Doc struct {
	Kind  string // "moduledoc", "function", "macro", "callback", "type"
	Name  string
	Arity int
	Line  int32
	// Value is the code of what @doc was given last (a string, false or nil); Meta the merged
	// keyword lists given to it.
	Value     quoted.Node
	Meta      quoted.List
	Signature []quoted.Node

	// Generated says that a macro made the definition.
	Generated bool

	context atom  // of the macro that made the definition
	written int32 // the line of @doc
}

// PutAttribute sets an attribute, or adds to one that accumulates. value is code of the value.
func (x *Expander) PutAttribute(b *Builder, name string, value quoted.Node, line int32) (err error) {
	defer rescue(&err)
	meta := quoted.Meta{Line: line}
	s := scope{x: x, host: x.host, builder: b}
	s.checkAttribute(name, value, meta)
	switch name {
	case "doc", "typedoc":
		s.putDoc(name, value, meta)
		return nil
	case "nifs", "behaviour", "before_compile", "after_compile", "after_verify", "on_definition", "external_resource", "compile", "dialyzer", "derive", "optional_callbacks":
		a := b.attribute(name)
		a.accumulate, a.read = true, true
		if l, ok := value.(quoted.List); ok && (name == "derive" || name == "optional_callbacks") {
			if name == "derive" {
				a.values = append(a.values, l)
				return nil
			}
		}
		a.values = append(a.values, value)
		return nil
	case "moduledoc":
		if l, ok := keyword(value); ok && len(l) > 0 {
			b.moduleMeta = append(b.moduleMeta, l...)
			return nil
		}
	}
	a := b.attribute(name)
	a.meta = meta
	if a.accumulate {
		a.values = append(a.values, value)
		return nil
	}
	a.values = append(a.values[:0:0], value)
	a.read = a.read && !userAttribute(name)
	if !userAttribute(name) || line == 0 {
		a.read = true
	}
	return nil
}

// accumulates reports whether an attribute of the compiler's keeps all its values, and is [] before there is one.
func accumulates(name string) bool {
	switch name {
	case "behaviour", "before_compile", "after_compile", "after_verify", "on_definition", "external_resource", "compile", "dialyzer", "derive", "optional_callbacks":
		return true
	}
	return false
}

// toldUnset reports whether reading an attribute before it is set is told.
func toldUnset(name string) bool {
	switch name {
	case "impl", "doc", "typedoc", "enforce_keys", "on_load", "deprecated", "vsn", "nifs", "file":
		return true
	}
	return userAttribute(name)
}

// userAttribute reports whether an attribute means nothing to the compiler.
func userAttribute(name string) bool {
	switch name {
	case "after_compile", "after_verify", "before_compile", "behaviour", "callback", "compile", "deprecated", "derive", "dialyzer",
		"doc", "enforce_keys", "export_type", "external_resource", "file", "fallback_to_any", "for", "impl", "macrocallback",
		"moduledoc", "nifs", "on_definition", "on_load", "opaque", "optional_callbacks", "protocol", "spec", "type", "typedoc",
		"typep", "undefined_impl_description", "vsn", "__struct__", "__derived__":
		return false
	}
	return true
}

func (b *Builder) attribute(name string) *attribute {
	a := b.attributes[name]
	if a == nil {
		a = &attribute{}
		b.attributes[name] = a
	}
	return a
}

// RegisterAttribute is Module.register_attribute.
func (b *Builder) RegisterAttribute(name string, accumulate, persist bool) {
	a := b.attribute(name)
	a.accumulate = a.accumulate || accumulate
	a.persist = a.persist || persist
	a.read = true
}

// Attribute returns the code of an attribute's value; set is false when there is none, and the
// value is nil then (or [] when it accumulates).
func (b *Builder) Attribute(name string) (value quoted.Node, set bool) {
	a := b.attributes[name]
	switch {
	case a == nil && accumulates(name):
		return quoted.List{}, true
	case a == nil:
		return quoted.Nil, false
	}
	a.read = true
	if a.accumulate {
		out := make(quoted.List, 0, len(a.values))
		for i := len(a.values) - 1; i >= 0; i-- {
			out = append(out, a.values[i])
		}
		return out, true
	}
	if len(a.values) == 0 {
		return quoted.Nil, false
	}
	return a.values[0], true
}

// AttributeLine is where an attribute was set last, 0 when that is unknown.
func (b *Builder) AttributeLine(name string) int32 {
	if a := b.attributes[name]; a != nil {
		return a.meta.Line
	}
	return 0
}

// DeleteAttribute removes an attribute and returns what Attribute would have.
func (b *Builder) DeleteAttribute(name string) quoted.Node {
	v, _ := b.Attribute(name)
	if a := b.attributes[name]; a != nil {
		if a.accumulate {
			a.values = nil
		} else {
			delete(b.attributes, name)
		}
	}
	return v
}

// HasAttribute is Module.has_attribute?.
func (b *Builder) HasAttribute(name string) bool {
	_, ok := b.attributes[name]
	return ok
}

// Attributes lists the names of the attributes that are set (Module.attributes_in).
func (b *Builder) Attributes() []string {
	var out []string
	for name := range b.attributes {
		out = append(out, name)
	}
	return sortStrings(out)
}

// ReadAttribute is Attribute for code that runs in the module's body at line: reading what is not
// set warns.
func (x *Expander) ReadAttribute(b *Builder, name string, line int32) quoted.Node {
	s := scope{x: x, host: x.host, builder: b}
	v, set := s.attributeValue(b, name, line)
	if !set && toldUnset(name) {
		s.warnUndefinedAttribute(name, quoted.Meta{Line: line}, b.Env)
	}
	x.TraceAttribute(b, name, line)
	return v
}

func (s *scope) warnUndefinedAttribute(name string, meta quoted.Meta, e *env) {
	s.warn(meta, e, "undefined module attribute @"+name+", please remove access to @"+name+" or explicitly set it before access")
}

// putDoc keeps the documentation of the next definition.
func (s *scope) putDoc(name string, value node, meta quoted.Meta) {
	a := s.builder.attribute(name)
	a.read = true
	if l, ok := keyword(value); ok {
		s.checkDocMeta(l, meta)
	}
	if l, ok := keyword(value); ok && len(l) > 0 {
		a.values = append(a.values, l)
		return
	}
	defer func() { a.meta = meta }()
	for i, v := range a.values {
		if _, isMeta := v.(quoted.List); !isMeta {
			if v != node(quoted.False) || value == node(quoted.False) {
				s.warn(meta, s.builder.Env, "redefining @"+name+" attribute previously set at line "+itoa(int(a.meta.Line)))
			}
			a.values = append(a.values[:i:i], a.values[i+1:]...)
			break
		}
	}
	a.values = append(a.values, value)
}

// attachDoc gives @doc and @deprecated to the definition that follows. hidden is set for an implementation of a
// callback, which has no documentation unless it gets some.
func (s *scope) attachDoc(b *Builder, def *Definition, args []node, meta quoted.Meta, hasBody, hidden bool) {
	a, dep := b.attributes["doc"], b.attributes["deprecated"]
	if a == nil && dep == nil && !hidden {
		return
	}
	d := Doc{Kind: "function", Name: def.Name, Arity: def.Arity, Line: meta.Line, Signature: args, context: def.context, written: meta.Line}
	d.Generated = def.context != ""
	if def.Kind.IsMacro() {
		d.Kind = "macro"
	}
	if a != nil {
		for _, v := range a.values {
			if l, ok := v.(quoted.List); ok {
				d.Meta = append(d.Meta, l...)
			} else {
				d.Value, d.written = v, a.meta.Line
			}
		}
		delete(b.attributes, "doc")
	}
	if dep != nil && len(dep.values) > 0 {
		d.Meta = append(d.Meta, key("deprecated", dep.values[0]))
		delete(b.attributes, "deprecated")
	}
	_, isText := d.Value.(quoted.String)
	e := &env{File: b.File, Module: b.Name, Function: &macroenv.NameArity{Name: def.Name, Arity: def.Arity}}
	if def.Kind.IsPrivate() {
		if isText {
			s.warn(quoted.Meta{Line: d.written}, e, def.Kind.String()+" "+nameArity(def.Name, def.Arity)+" is private, @doc attribute is always discarded for private functions/macros/types")
		}
		return
	}
	for i := range b.docs {
		if o := &b.docs[i]; o.Kind == d.Kind && o.Name == d.Name && o.Arity == d.Arity {
			if _, before := o.Value.(quoted.String); before && isText && hasBody && o.context == "" {
				s.warn(quoted.Meta{Line: d.written}, e, redefinedDoc(o))
			}
			o.merge(d, hidden)
			return
		}
	}
	if d.Value == nil && hidden && len(def.Clauses) <= 1 {
		d.Value = quoted.False
	}
	b.docs = append(b.docs, d)
}

// merge adds what a later clause says.
func (o *Doc) merge(d Doc, hidden bool) {
	o.Meta = append(o.Meta, d.Meta...)
	if o.Signature == nil {
		o.Signature = d.Signature
	}
	switch {
	case d.Value != nil:
		o.Value, o.written = d.Value, d.written
	case o.Value == nil && hidden:
		o.Value = quoted.False
	}
}

func redefinedDoc(o *Doc) string {
	return "redefining @doc attribute previously set at line " + itoa(int(o.written)) + ".\n\nPlease remove the duplicate docs. If instead you want to override a previously defined @doc, attach the @doc attribute to a function head (the function signature not followed by any do-block). For example:\n\n    @doc \"\"\"\n    new docs\n    \"\"\"\n    def " + o.Name + "(...)\n"
}

// AddDoc documents a function or macro, like @doc before it.
func (b *Builder) AddDoc(d Doc) {
	for i := range b.docs {
		if o := &b.docs[i]; o.Kind == d.Kind && o.Name == d.Name && o.Arity == d.Arity {
			o.merge(d, false)
			return
		}
	}
	b.docs = append(b.docs, d)
}

// Declare notes that a type or callback was declared: what documents it came before.
func (x *Expander) Declare(b *Builder, kind string, na quoted.Node, line int32) {
	p, ok := na.(*quoted.Pair)
	switch {
	case ok && kind != "typep":
		b.documentSpec(kind, p, quoted.Meta{Line: line})
	case ok:
		x.discardTypedoc(b, p)
	}
}

// discardTypedoc drops the documentation of a private type.
func (x *Expander) discardTypedoc(b *Builder, p *quoted.Pair) {
	a := b.attributes["typedoc"]
	if a == nil {
		return
	}
	delete(b.attributes, "typedoc")
	name, _ := p.Left.(atom)
	arity, _ := p.Right.(quoted.Int)
	for _, v := range a.values {
		if _, isText := v.(quoted.String); isText {
			s := scope{x: x, host: x.host, builder: b}
			s.warn(quoted.Meta{Line: a.meta.Line}, b.Env, "type "+nameArity(string(name), int(arity))+" is private, @typedoc's are always discarded for private types")
		}
	}
}

// documentSpec gives @doc or @typedoc to the callback or type that follows.
func (b *Builder) documentSpec(kind string, na *quoted.Pair, meta quoted.Meta) {
	attr := "doc"
	if kind == "type" || kind == "opaque" {
		attr, kind = "typedoc", "type"
	}
	name, _ := na.Left.(atom)
	arity, _ := na.Right.(quoted.Int)
	d := Doc{Kind: kind, Name: string(name), Arity: int(arity), Line: meta.Line}
	if a := b.attributes[attr]; a != nil {
		for _, v := range a.values {
			if l, ok := v.(quoted.List); ok {
				d.Meta = append(d.Meta, l...)
			} else {
				d.Value = v
			}
		}
		delete(b.attributes, attr)
	}
	b.docs = append(b.docs, d)
}

// attachImpl gives @impl to the definition that follows.
func (b *Builder) attachImpl(def *Definition, line int32, file string) (hidden bool) {
	a := b.attributes["impl"]
	if a == nil || len(a.values) == 0 {
		return false
	}
	b.impls = append(b.impls, implMark{
		NameArity: macroenv.NameArity{Name: def.Name, Arity: def.Arity}, value: a.values[0], kind: def.Kind,
		defaults: def.lastDefaults, context: def.context, file: file, line: line,
	})
	delete(b.attributes, "impl")
	return a.values[0] != node(quoted.False)
}

// expandAttribute expands @name and @name value.
func (s *scope) expandAttribute(f *form, e *env) (node, *env) {
	if s.builder == nil {
		s.raise(f.Meta, e, "ArgumentError", "cannot invoke @/1 outside module")
	}
	a, ok := f.Args[0].(*form)
	name, isName := atom(""), false
	if ok {
		name, isName = a.Head.(atom)
	}
	if !isName {
		s.raise(f.Meta, e, "ArgumentError", "expected 0 or 1 argument for @, got: "+toString(f.Args[0]))
	}
	if name == "__aliases__" || name == "__block__" {
		s.raise(f.Meta, e, "ArgumentError", "module attributes set via @ cannot start with an uppercase letter")
	}
	if e.Function == nil && e.Context != macroenv.Normal {
		s.raise(f.Meta, e, "ArgumentError", "invalid usage of module attributes. Module attributes cannot be used inside pattern matching (and guards) outside of a function. "+
			"If you are trying to define an attribute, do not do this:\n\n    @foo = :value\n\nInstead, do this:\n\n    @foo :value\n")
	}
	if a.IsVar || len(a.Args) == 0 {
		if !a.IsVar {
			s.warn(at(f.Meta), e, "the @"+string(name)+"() notation (with parentheses) is deprecated, please use @"+string(name)+" (without parentheses) instead")
		}
		return s.readAttribute(string(name), f.Meta, e)
	}
	if len(a.Args) == 2 {
		value, isCall := a.Args[0].(*form)
		if block, ok := keyword(a.Args[1]); ok && isCall {
			wrapped := s.text(&form{Head: value.Head, Meta: value.Meta, Args: append(value.Args[:len(value.Args):len(value.Args)], block)})
			s.raise(f.Meta, e, "ArgumentError", "expected 0 or 1 argument for @"+string(name)+", got 2.\n\n"+
				"It seems you are trying to use the do-syntax with @module attributes but the do-block binds to the attribute name. "+
				"You probably want to wrap the argument value in parentheses, like this:\n\n    @"+string(name)+" ("+
				strings.ReplaceAll(wrapped, "\n", "\n    ")+")\n")
		}
	}
	if len(a.Args) > 1 {
		s.raise(f.Meta, e, "ArgumentError", "expected 0 or 1 argument for @"+string(name)+", got: "+itoa(len(a.Args)))
	}
	return s.writeAttribute(string(name), a, f.Meta, e)
}

func (s *scope) readAttribute(name string, meta quoted.Meta, e *env) (node, *env) {
	if e.Function == nil {
		m := at(meta)
		return s.x.remote(m, atom("elixir_attribute"), "get", e.Module, atom(name), quoted.Int(meta.Line)), e
	}
	v, set := s.attributeValue(s.builder, name, meta.Line)
	if !set && toldUnset(name) {
		s.warnUndefinedAttribute(name, at(meta), &env{File: e.File, Module: e.Module})
	}
	if o := opaqueIn(v); o != nil {
		s.raise(meta, e, "ArgumentError", "cannot inject attribute @"+name+" into function/macro because "+s.cannotEscape(o))
	}
	return v, e
}

func (s *scope) writeAttribute(name string, a *form, meta quoted.Meta, e *env) (node, *env) {
	if e.Function != nil {
		s.raise(meta, e, "ArgumentError", "cannot set attribute @"+name+" inside function/macro")
	}
	switch name {
	case "type", "typep", "opaque", "spec", "callback", "macrocallback":
		s.useAliases(a.Args[0], e)
		if hasUnquotes(a.Args[0]) {
			return s.deferTypespec(name, a.Args[0], meta, e)
		}
		declared := s.builder.recordTypespec(name, a.Args[0], e.WithLine(meta.Line))
		if declared == nil || name == "spec" {
			return atom("ok"), e
		}
		m := at(meta)
		return s.x.remote(m, atom("elixir_attribute"), "declare", e.Module, atom(name), declared, quoted.Int(meta.Line)), e
	case "behavior":
		s.warn(meta, e, "@behavior attribute is not supported, please use @behaviour instead")
	}
	value := a.Args[0]
	if e.Trace != nil {
		value = s.expandTracedValue(name, value, meta.Line, e)
	}
	v, e := s.expand(value, e)
	m := at(meta)
	line := quoted.Int(meta.Line)
	if fromMacro(meta) && userAttribute(name) {
		line = 0 // nobody is told when it is not read
	}
	return s.x.remote(m, atom("elixir_attribute"), "put", e.Module, atom(name), v, line), e
}

// recordTypespec keeps what @type, @spec, @callback and their kin declare, and gives
// code of its name and arity, nil when it has none: that is told when the module is complete.
func (b *Builder) recordTypespec(kind string, n node, e *env) node {
	if e.Trace != nil { // what matters has been told by useAliases
		quiet := *e
		quiet.Trace = nil
		e = &quiet
	}
	whole := n
	if w, ok := isForm(n, "when", 2); ok && !isTypeKind(kind) {
		n = w.Args[0]
	}
	t, ok := isForm(n, "::", 2)
	var head *form
	if ok {
		head, ok = t.Args[0].(*form)
		ok = ok && isAtom(head.Head)
	}
	if !ok {
		b.typespecs = append(b.typespecs, Typespec{Kind: kind, Code: whole, Env: e})
		return nil
	}
	arity := len(head.Args)
	b.typespecs = append(b.typespecs, Typespec{Kind: kind, Name: varName(head), Arity: arity, Code: whole, Env: e})
	if kind == "callback" || kind == "macrocallback" {
		b.callbacks = append(b.callbacks, callback{varName(head), arity, kind == "macrocallback"})
	}
	return pair(atom(varName(head)), quoted.Int(arity))
}

// deferTypespec gives the call that records a typespec with unquote fragments when the body runs.
func (s *scope) deferTypespec(kind string, n node, meta quoted.Meta, e *env) (node, *env) {
	h := s.host.Handle()
	s.builder.deferred.add(h, &Deferred{Kind: DeferredTypespec, Env: e.WithLine(meta.Line), Meta: meta, Name: atom(kind)})
	return s.expand(s.x.remote(at(meta), atom("elixir_attribute"), "typespec", e.Module, quoted.Int(h), s.escapeQuoted(n, true, e)), e)
}

// Typespec records a typespec whose code was built at run time.
func (x *Expander) Typespec(b *Builder, handle int64, code quoted.Node) {
	d := b.deferred.find(handle)
	if d == nil {
		return
	}
	if declared := b.recordTypespec(string(d.Name), code, d.Env); declared != nil && d.Name != "spec" {
		x.Declare(b, string(d.Name), declared, d.Meta.Line)
	}
}

// useAliases marks the aliases in a typespec as used.
func (s *scope) useAliases(n node, e *env) {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			return
		}
		if n.Head == node(atom("__aliases__")) {
			s.aliasAtom(n, e)
			return
		}
		if e.Trace != nil {
			s.traceTypeStruct(n, e)
		}
		s.useAliases(n.Head, e)
		for _, a := range n.Args {
			s.useAliases(a, e)
		}
	case *quoted.Pair:
		s.useAliases(n.Left, e)
		s.useAliases(n.Right, e)
	case quoted.List:
		for _, a := range n {
			s.useAliases(a, e)
		}
	}
}

// Typespec is a type, specification or callback that a module declares.
type Typespec struct {
	Kind  string // "type", "opaque", "typep", "spec", "callback" or "macrocallback"
	Name  string
	Arity int
	// Code is what was written, unexpanded; Env is where.
	Code quoted.Node
	Env  *macroenv.Env
	// function is set for the callback that a function of a protocol is.
	function bool
}

// SpecToCallback declares the callbacks that the @spec of name/arity describe; there may be none.
func (b *Builder) SpecToCallback(name string, arity int) (found bool) {
	for _, t := range b.typespecs {
		if t.Kind == "spec" && t.Name == name && t.Arity == arity {
			t.Kind, found = "callback", true
			b.typespecs = append(b.typespecs, t)
			b.callbacks = append(b.callbacks, callback{name, arity, false})
		}
	}
	return found
}

// Typespecs lists the types, specifications and callbacks so far, in order.
func (b *Builder) Typespecs() []Typespec { return b.typespecs }

// attributeValue is Builder.Attribute, which also knows the typespecs up to a line: {kind, quoted code, {module, line}} each, the
// latest first.
func (s *scope) attributeValue(b *Builder, name string, line int32) (node, bool) {
	switch name {
	case "type", "typep", "opaque", "spec", "callback", "macrocallback":
	default:
		return b.Attribute(name)
	}
	out := quoted.List{}
	for i := len(b.typespecs) - 1; i >= 0; i-- {
		if t := &b.typespecs[i]; t.Kind == name && (line == 0 || t.Env.Line <= line) {
			out = append(out, tuple(atom(name), s.escapeQuoted(t.Code, false, t.Env), s.x.pair(b.Name, quoted.Int(t.Env.Line))))
		}
	}
	return out, true
}
