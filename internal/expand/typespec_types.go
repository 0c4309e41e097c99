package expand

import (
	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

func tuple(elements ...node) node {
	if len(elements) == 2 {
		return pair(elements[0], elements[1])
	}
	return &form{Head: atom("{}"), Args: elements}
}

// abstract is {Tag, Location, Name, Arguments}.
func abstract(tag string, at node, name string, args node) node {
	if l, ok := args.(quoted.List); ok && l == nil {
		args = quoted.List{}
	}
	return tuple(atom(tag), at, atom(name), args)
}

// location is a line or {Line, Column}.
func location(m quoted.Meta) node {
	if m.Column > 0 {
		return pair(quoted.Int(m.Line), quoted.Int(m.Column))
	}
	return quoted.Int(m.Line)
}

func typeVar(v *form) node { return tuple(atom("var"), location(v.Meta), v.Head) }

func (t *typespecs) types(l []node) quoted.List {
	out := make(quoted.List, len(l))
	for i, n := range l {
		out[i] = t.typ(n)
	}
	return out
}

// typ translates a type.
func (t *typespecs) typ(n node) node {
	switch n := n.(type) {
	case atom:
		return tuple(atom("atom"), quoted.Int(0), n)
	case quoted.Int:
		return tuple(atom("integer"), quoted.Int(0), n)
	case *quoted.Pair:
		return abstract("type", quoted.Int(0), "tuple", t.types([]node{n.Left, n.Right}))
	case quoted.List:
		return t.listType(n)
	case *form:
		return t.formType(n)
	}
	t.unexpected(n)
	return nil
}

func (t *typespecs) unexpected(n node) {
	t.fail("unexpected expression in typespec: " + t.s.text(n))
}

func isDots(n node) bool {
	f, ok := n.(*form)
	return ok && f.Head == node(atom("..."))
}

// listType translates [], [...], [t], [t, ...], a keyword list and (args -> result).
func (t *typespecs) listType(l quoted.List) node {
	at := quoted.Int(0)
	switch {
	case len(l) == 0:
		return abstract("type", at, "nil", quoted.List{})
	case len(l) == 1 && isDots(l[0]):
		return abstract("type", at, "nonempty_list", quoted.List{})
	case len(l) == 2 && isDots(l[1]):
		return abstract("type", at, "nonempty_list", quoted.List{t.typ(l[0])})
	case len(l) == 1:
		if arrow, ok := isForm(l[0], "->", 2); ok {
			return t.funType(arrow)
		}
		return abstract("type", at, "list", quoted.List{t.typ(l[0])})
	}
	for _, it := range l {
		if p, ok := it.(*quoted.Pair); !ok || !isAtom(p.Left) {
			t.fail("unexpected list in typespec: " + t.s.text(l))
		}
	}
	return abstract("type", at, "list", quoted.List{abstract("type", at, "union", t.types(l))})
}

func (t *typespecs) funType(arrow *form) node {
	at := location(arrow.Meta)
	args, _ := arrow.Args[0].(quoted.List)
	if len(args) == 1 && isDots(args[0]) {
		return abstract("type", at, "fun", quoted.List{tuple(atom("type"), at, atom("any")), t.typ(arrow.Args[1])})
	}
	product := abstract("type", at, "product", t.types(args))
	return abstract("type", at, "fun", quoted.List{product, t.typ(arrow.Args[1])})
}

func (t *typespecs) formType(f *form) node {
	name, ok := f.Head.(atom)
	if !ok {
		return t.remoteType(f)
	}
	at := location(f.Meta)
	switch name {
	case "|":
		if len(f.Args) == 2 {
			return abstract("type", at, "union", t.types(union(f, nil)))
		}
	case "<<>>":
		return t.binaryType(f)
	case "%{}":
		return t.mapType(f)
	case "%":
		if len(f.Args) == 2 {
			return t.structType(f)
		}
	case "..":
		if len(f.Args) == 2 {
			return t.rangeType(f)
		}
	case "__MODULE__":
		return t.typ(t.b.Name)
	case "__aliases__":
		return t.typ(t.expandRemote(f, f))
	case "::":
		if len(f.Args) == 2 {
			return t.annotation(f)
		}
	case "+", "-":
		if len(f.Args) == 1 {
			if i, ok := f.Args[0].(quoted.Int); ok {
				return tuple(atom("op"), at, name, tuple(atom("integer"), at, i))
			}
		}
	case "{}":
		return abstract("type", at, "tuple", t.types(f.Args))
	case "__block__":
		if len(f.Args) == 1 {
			return t.typ(f.Args[0])
		}
	case "...":
		t.fail("... in typespecs is only allowed inside lists, as in [term(), ...], or inside functions, as in (... -> term())")
	}
	if f.IsVar {
		for _, v := range t.vars {
			if v == string(name) {
				t.seen[v]++
				return typeVar(f)
			}
		}
	}
	return t.localType(string(name), f.Meta, f.Args)
}

// union lists the members of a | b | c.
func union(n node, out []node) []node {
	if f, ok := isForm(n, "|", 2); ok {
		return union(f.Args[1], append(out, f.Args[0]))
	}
	return append(out, n)
}

// localType translates name(args) of a built-in type or one of the module.
func (t *typespecs) localType(name string, meta quoted.Meta, args []node) node {
	at := location(meta)
	switch arity := len(args); {
	case name == "map" && arity == 0, name == "tuple" && arity == 0:
		return abstract("type", at, name, atom("any"))
	case name == "record" && (arity == 1 || arity == 2):
		return t.recordType(meta, args)
	case name == "string" || name == "nonempty_string":
		what := "character lists, use charlist() type, for strings, String.t()"
		if name == "nonempty_string" {
			what = "non-empty character lists, use nonempty_charlist() type, for strings, String.t()"
		}
		t.warn(name + "() type use is discouraged. For " + what + "\n    " + t.s.host.Relative(t.env.File) + ":" + itoa(int(t.env.Line)) + ": " + within(t.env) + "\n")
		return abstract("type", at, name, t.types(args))
	case name == "char_list" && arity == 0:
		t.warn("the char_list() type is deprecated, use charlist()")
		return elixirType("charlist", nil)
	case (name == "charlist" || name == "nonempty_charlist" || name == "struct") && arity == 0, name == "as_boolean" && arity == 1, name == "keyword" && arity <= 1:
		return elixirType(name, t.types(args))
	case name == "fun":
		return abstract("type", at, "fun", t.types(args))
	case builtinType(name, arity):
		return abstract("type", at, name, t.types(args))
	}
	types := t.types(args)
	na := macroenv.NameArity{Name: name, Arity: len(args)}
	if t.defined[na] == nil && !t.lenient && !(t.b.protocol && name == "t" && len(args) == 0) {
		t.fail("type " + nameArity(name, len(args)) + " undefined (no such type in " + inspectAtom(t.b.Name) + ")")
	}
	t.used[na] = true
	return abstract("user_type", at, name, types)
}

// elixirType is a type of the module :elixir.
func elixirType(name string, args quoted.List) node {
	return remoteTypeOf(quoted.Int(0), tuple(atom("atom"), quoted.Int(0), atom("elixir")), name, args)
}

func remoteTypeOf(at, module node, name string, args quoted.List) node {
	if args == nil {
		args = quoted.List{}
	}
	return tuple(atom("remote_type"), at, quoted.List{module, tuple(atom("atom"), quoted.Int(0), atom(name)), args})
}

// remoteType translates Module.name(args).
func (t *typespecs) remoteType(f *form) node {
	dot, ok := dotCall(f)
	if !ok || len(dot.Args) != 2 {
		t.unexpected(f)
	}
	name, ok := dot.Args[1].(atom)
	if !ok {
		t.unexpected(f)
	}
	var module node
	if attr, ok := isForm(dot.Args[0], "@", 1); ok {
		read, _ := attr.Args[0].(*form)
		v, _ := t.b.Attribute(varName(read))
		if a, isA := v.(atom); !isA || a == quoted.Nil {
			t.fail("invalid remote in typespec: " + t.s.text(f) + " (@" + varName(read) + " is " + t.s.inspected(v) + ")")
		}
		return remoteTypeOf(location(dot.Meta), t.typ(v), string(name), t.types(f.Args))
	}
	module = t.expandRemote(dot.Args[0], f)
	switch m, ok := module.(atom); {
	case !ok:
		t.fail("invalid remote in typespec: " + t.s.text(f))
	case m == t.b.Name:
		return t.localType(string(name), dot.Meta, f.Args)
	}
	return remoteTypeOf(location(dot.Meta), t.typ(module), string(name), t.types(f.Args))
}

// expandRemote expands what stands in front of the dot.
func (t *typespecs) expandRemote(n node, whole *form) node {
	e := *t.env
	for range 100 {
		x, same, err := t.s.expandOnce(n, &e)
		if err != nil {
			throw(err)
		}
		if same {
			break
		}
		n = x
	}
	a, ok := isForm(n, "__aliases__", -1)
	if !ok {
		return n
	}
	if head, ok := t.expandRemote(a.Args[0], whole).(atom); ok {
		return joinAlias(head, a.Args[1:])
	}
	t.unexpected(n)
	return nil
}

// annotation translates name :: type.
func (t *typespecs) annotation(f *form) node {
	at := location(f.Meta)
	if v, ok := f.Args[0].(*form); ok && v.IsVar {
		right := t.typ(f.Args[1])
		if r, ok := isForm(right, "{}", -1); ok && r.Args[0] == node(atom("ann_type")) {
			t.warn("invalid type annotation. Type annotations cannot be nested: " + t.s.text(f))
		}
		return tuple(atom("ann_type"), at, quoted.List{typeVar(v), right})
	}
	text := "invalid type annotation. The left side of :: must be a variable, got: " + t.s.text(f.Args[0])
	if _, ok := isForm(f.Args[0], "|", 2); ok {
		text += ". Note \"left | right :: ann\" is the same as \"(left | right) :: ann\". To solve this, use parentheses around the union operands: \"left | (right :: ann)\""
	}
	t.warn(text)
	t.lenient = true
	left := t.typ(f.Args[0])
	t.lenient = false
	return tuple(atom("ann_type"), at, quoted.List{left, t.typ(f.Args[1])})
}

// binaryType translates <<>>, <<_::size>>, <<_::_*unit>>, <<_::size*unit>> and <<_::size, _::_*unit>>.
func (t *typespecs) binaryType(f *form) node {
	at := location(f.Meta)
	integer := func(at node, n node) node { return tuple(atom("integer"), at, n) }
	zero := integer(at, quoted.Int(0))
	var specs []*form
	for _, a := range f.Args {
		s, ok := isForm(a, "::", 2)
		if !ok || !isUnderscore(s.Args[0]) {
			t.invalidBinary()
		}
		specs = append(specs, s)
	}
	switch len(specs) {
	case 0:
		return abstract("type", at, "binary", quoted.List{zero, zero})
	case 1:
		spec := specs[0]
		if product, ok := isForm(spec.Args[1], "*", 2); ok {
			switch size, isSize := product.Args[0].(quoted.Int); {
			case !unit(product.Args[1]):
			case isUnderscore(product.Args[0]):
				return abstract("type", at, "binary", quoted.List{zero, integer(location(spec.Meta), product.Args[1])})
			case isSize && size >= 0:
				pat := location(product.Meta)
				op := tuple(atom("op"), pat, atom("*"), integer(pat, size), integer(pat, product.Args[1]))
				return abstract("type", at, "binary", quoted.List{op, zero})
			}
		}
		if size, ok := spec.Args[1].(quoted.Int); ok && size >= 0 {
			return abstract("type", at, "binary", quoted.List{integer(location(spec.Meta), size), zero})
		}
	case 2:
		size, isSize := specs[0].Args[1].(quoted.Int)
		product, ok := isForm(specs[1].Args[1], "*", 2)
		if isSize && size >= 0 && ok && isUnderscore(product.Args[0]) && unit(product.Args[1]) {
			return abstract("type", at, "binary", quoted.List{integer(location(specs[0].Meta), size), integer(location(specs[1].Meta), product.Args[1])})
		}
	}
	t.invalidBinary()
	return nil
}

func (t *typespecs) invalidBinary() {
	t.fail("invalid binary specification, expected <<_::size>>, <<_::_*unit>>, or <<_::size, _::_*unit>> with size being non-negative integers, and unit being an integer between 1 and 256")
}

func isUnderscore(n node) bool {
	v, ok := n.(*form)
	return ok && v.IsVar && varName(v) == "_"
}

func unit(n node) bool {
	i, ok := n.(quoted.Int)
	return ok && i >= 1 && i <= 256
}

func (t *typespecs) mapType(f *form) node {
	fields := make(quoted.List, len(f.Args))
	for i, a := range f.Args {
		p, ok := a.(*quoted.Pair)
		if !ok {
			if _, bar := isForm(a, "|", 2); bar {
				t.fail("invalid map specification. When using the | operator in the map key, make sure to wrap the key type in parentheses: " + t.s.text(f))
			}
			t.fail("invalid map specification: " + t.s.text(f))
		}
		kind, at, k := "map_field_exact", location(f.Meta), p.Left
		if r, ok := isForm(k, "required", 1); ok {
			at, k = location(r.Meta), r.Args[0]
		} else if o, ok := isForm(k, "optional", 1); ok {
			kind, at, k = "map_field_assoc", location(o.Meta), o.Args[0]
		}
		fields[i] = abstract("type", at, kind, quoted.List{t.typ(k), t.typ(p.Right)})
	}
	return abstract("type", location(f.Meta), "map", fields)
}

func (t *typespecs) structType(f *form) node {
	m, ok := isForm(f.Args[1], "%{}", -1)
	if !ok {
		t.unexpected(f)
	}
	module, ok := t.expandRemote(f.Args[0], f).(atom)
	if !ok {
		t.unexpected(f)
	}
	info := t.structInfo(module)
	given, ok := keyword(quoted.List(m.Args))
	if !ok {
		t.fail("expected key-value pairs in struct " + t.s.text(f.Args[0]))
	}
	for _, it := range given {
		if k := it.(*quoted.Pair).Left; !info.has(k) {
			t.fail("undefined field " + t.s.inspected(k) + " on struct " + inspectAtom(module))
		}
	}
	var names []string
	for _, p := range info.Fields {
		names = append(names, string(p.Left.(atom)))
	}
	pairs := []node{key("__struct__", module)}
	for _, name := range sortStrings(names) {
		v, has := get(given, name)
		if !has {
			if v = call(quoted.Meta{}, "term"); name == "__exception__" {
				v = quoted.True
			}
		}
		pairs = append(pairs, key(name, v))
	}
	return t.mapType(&form{Head: atom("%{}"), Meta: m.Meta, Args: pairs})
}

// structInfo is that of a struct; failing is an ArgumentError in typespecs.
func (t *typespecs) structInfo(module atom) *StructInfo {
	var info *StructInfo
	err := func() (err error) {
		defer rescue(&err)
		info = t.s.structInfo(module, quoted.Meta{Line: t.env.Line}, t.env)
		return nil
	}()
	if d, ok := err.(*diag.Diagnostic); ok {
		t.s.raise(quoted.Meta{Line: t.env.Line}, t.env, "ArgumentError", d.Message)
	}
	if err != nil {
		throw(err)
	}
	return info
}

// recordType translates record(:name, field: type).
func (t *typespecs) recordType(meta quoted.Meta, args []node) node {
	tag, isTag := args[0].(atom)
	var given quoted.List
	ok := true
	if len(args) == 2 {
		given, ok = args[1].(quoted.List)
	}
	if !isTag || !ok {
		t.fail("invalid record specification, expected the record name to be an atom literal")
	}
	e := *t.env
	x, _, err := t.s.expandOnce(call(quoted.Meta{}, string(tag), &form{Head: atom("{}")}), &e)
	if err != nil {
		throw(err)
	}
	f, ok := isForm(x, "{}", -1)
	var fields quoted.List
	if ok && len(f.Args) >= 2 {
		fields, ok = f.Args[1].(quoted.List)
	} else {
		ok = false
	}
	if !ok {
		t.fail("unknown record " + inspectAtom(tag))
	}
	for _, it := range given {
		p, isPair := it.(*quoted.Pair)
		name := atom("")
		if isPair {
			name, _ = p.Left.(atom)
		}
		if _, has := get(fields, string(name)); !has {
			t.fail("undefined field " + string(name) + " on record " + inspectAtom(tag))
		}
	}
	types := quoted.List{t.typ(f.Args[0])}
	for _, it := range fields {
		name := it.(*quoted.Pair).Left.(atom)
		v, has := get(given, string(name))
		if !has {
			v = call(quoted.Meta{}, "term")
		}
		types = append(types, t.typ(call(quoted.Meta{}, "::", quoted.Var(string(name), quoted.Meta{}, quoted.Nil), v)))
	}
	return abstract("type", location(meta), "tuple", types)
}

func (t *typespecs) rangeType(f *form) node {
	l, r := t.typ(f.Args[0]), t.typ(f.Args[1])
	first, ok1 := bound(l)
	last, ok2 := bound(r)
	if !ok1 || !ok2 || first >= last {
		t.fail("invalid range specification, expected both sides to be integers, with the left side lower than the right side")
	}
	return abstract("type", location(f.Meta), "range", quoted.List{l, r})
}

// bound reads {integer, _, n} and {op, _, -, {integer, _, n}}.
func bound(n node) (quoted.Int, bool) {
	if f, ok := isForm(n, "{}", 3); ok && f.Args[0] == node(atom("integer")) {
		i, ok := f.Args[2].(quoted.Int)
		return i, ok
	}
	if f, ok := isForm(n, "{}", 4); ok && f.Args[0] == node(atom("op")) && f.Args[2] == node(atom("-")) {
		i, ok := bound(f.Args[3])
		return -i, ok
	}
	return 0, false
}
