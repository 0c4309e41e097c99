package expand

import (
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// expandMap expands %{...} and %{map | ...}.
func (s *scope) expandMap(f *form, e *env) (node, *env) {
	if len(f.Args) == 1 {
		if u, ok := isForm(f.Args[0], "|", 2); ok {
			return s.expandMapUpdate(f, u, e)
		}
	}
	pairs, e := s.expandPairs(f.Args, f.Meta, e)
	return s.x.forms.Put(form{Head: f.Head, Meta: f.Meta, Args: pairs}), e
}

func (s *scope) expandMapUpdate(f, u *form, e *env) (node, *env) {
	if e.Context == macroenv.Match {
		s.fail(f.Meta, e, "cannot use map/struct update syntax in match, got: "+toString(f))
	}
	l, ok := u.Args[1].(quoted.List)
	if !ok {
		s.fail(f.Meta, e, "expected key-value pairs in a map, got: "+toString(u.Args[1]))
	}
	m := s.openList(e)
	subject, e := s.expandArg(u.Args[0], m, e)
	if e.Context != macroenv.Match {
		s.nextArg(m)
	}
	pairs, e := s.expandPairs(l, f.Meta, e)
	s.closeList(m, e)
	bar := s.x.form(u.Head, u.Meta, subject, quoted.List(pairs))
	return s.x.form(f.Head, f.Meta, bar), e
}

// expandPairs expands key => value pairs.
func (s *scope) expandPairs(args []node, meta quoted.Meta, e *env) ([]node, *env) {
	out := make([]node, len(args))
	m := s.openList(e)
	for i, a := range args {
		p, ok := a.(*quoted.Pair)
		if !ok {
			s.fail(meta, e, "expected key-value pairs in a map, got: "+toString(a))
		}
		k, e1 := s.expandKey(p.Left, m, meta, e)
		v, e2 := s.expandArg(p.Right, m, e1)
		e = e2
		out[i] = &quoted.Pair{Left: k, Right: v}
	}
	s.closeList(m, e)
	if len(out) > 1 {
		s.warnDuplicateKeys(out, meta, e)
	}
	return out, e
}

func (s *scope) expandKey(n node, m mark, meta quoted.Meta, e *env) (node, *env) {
	k, e := s.expandArg(n, m, e)
	if e.Context == macroenv.Match {
		if v := unpinned(k); v != nil {
			s.fail(meta, e, "cannot use variable "+varName(v)+" as map key inside a pattern. Map keys in patterns can only be literals (such as atoms, strings, tuples, and the like) or an existing variable matched with the pin operator (such as ^some_var)")
		}
	}
	return k, e
}

// unpinned is a variable of a key that is not pinned, or nil.
func unpinned(n node) *form {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			return n
		}
		if _, pin := isForm(n, "^", 1); pin {
			return nil
		}
		if _, segment := isForm(n, "::", 2); segment {
			return unpinned(n.Args[0])
		}
		return unpinned(quoted.List(n.Args))
	case *quoted.Pair:
		if v := unpinned(n.Left); v != nil {
			return v
		}
		return unpinned(n.Right)
	case quoted.List:
		for _, it := range n {
			if v := unpinned(it); v != nil {
				return v
			}
		}
	}
	return nil
}

func (s *scope) warnDuplicateKeys(pairs []node, meta quoted.Meta, e *env) {
	for i := 1; i < len(pairs); i++ {
		k := pairs[i].(*quoted.Pair).Left
		switch k.(type) {
		case atom, quoted.Int, quoted.String, quoted.Float:
		default:
			continue
		}
		if len(pairs) > 64 {
			return
		}
		for _, q := range pairs[:i] {
			if q.(*quoted.Pair).Left == k {
				if text := "key " + toString(k) + " will be overridden in map"; e.Context == macroenv.Match {
					d := diagnostic(diag.Error, meta, &env{File: e.File}, 0, text)
					throw(&d)
				} else {
					s.warn(meta, &env{File: e.File}, text)
				}
				break
			}
		}
	}
}

// StructInfo is what the expander needs of a struct: its fields in order, without __struct__, each
// an atom with the code of its default, and the keys that must be given.
type StructInfo struct {
	Fields   []*quoted.Pair
	Enforced []quoted.Atom
}

func (i *StructInfo) has(k node) bool {
	for _, p := range i.Fields {
		if p.Left == k {
			return true
		}
	}
	return false
}

// expandStruct expands %Name{...}.
func (s *scope) expandStruct(f *form, e *env) (node, *env) {
	m, ok := isForm(f.Args[1], "%{}", -1)
	if !ok {
		s.fail(f.Meta, e, "expected struct to be followed by a map, got: "+toString(f.Args[1]))
	}
	name, e := s.expandStructName(f, e)
	x, e := s.expandMap(m, e)
	body := x.(*form)
	module, ok := name.(atom)
	if !ok {
		if e.Context != macroenv.Match {
			s.fail(f.Meta, e, "expected struct name to be a compile time atom or alias, got: "+toString(f.Args[0]))
		}
		return s.x.form(f.Head, f.Meta, name, body), e
	}
	s.noteStruct(module, f.Meta, e)
	if e.Trace != nil {
		s.trace(e, "struct_expansion", f.Meta, module, structKeys(body))
	}
	if info := s.structInfo(module, f.Meta, e); info != nil {
		body = s.completeStruct(module, info, body, f.Meta, e)
	}
	return s.x.form(f.Head, f.Meta, name, body), e
}

func (s *scope) expandStructName(f *form, e *env) (node, *env) {
	if a, ok := f.Args[0].(*form); ok && e.Trace != nil && e.Context == macroenv.Match {
		if _, isAlias := plainAlias(a); isAlias { // a struct is asked for, unlike an alias in a pattern
			plain := *e
			plain.Context = macroenv.Normal
			name, _ := s.expandAliases(a, &plain)
			return name, e
		}
	}
	name, e := s.expand(f.Args[0], e)
	if e.Context == macroenv.Match {
		switch v := name.(type) {
		case atom:
		case *form:
			if _, pin := isForm(v, "^", 1); !v.IsVar && !pin {
				s.fail(f.Meta, e, "expected struct name in a match to be a compile time atom, alias or a variable, got: "+toString(f.Args[0]))
			}
		default:
			s.fail(f.Meta, e, "expected struct name in a match to be a compile time atom, alias or a variable, got: "+toString(f.Args[0]))
		}
	}
	return name, e
}

// structInfo finds a struct, or fails.
func (s *scope) structInfo(module atom, meta quoted.Meta, e *env) *StructInfo {
	if b := s.host.Builder(module); b != nil {
		if b.structInfo != nil {
			return b.structInfo
		}
		if module == e.Module && e.Function == nil || b != s.builder || b.structInfo == nil {
			if d := b.definition("__struct__", 0); d != nil {
				return nil
			}
			if e.Function != nil {
				s.failUndefinedStruct(module, meta, e)
			}
			s.fail(meta, e, "cannot access struct "+inspectAtom(module)+", the struct was not yet defined or the struct is being accessed in the same context that defines it")
		}
	}
	info := s.host.Struct(module)
	if info == nil {
		for _, c := range e.ContextModules {
			if c == module && e.Function == nil {
				s.fail(meta, e, "cannot access struct "+inspectAtom(module)+", the struct was not yet defined or the struct is being accessed in the same context that defines it")
			}
		}
		s.checkStructValue(module, meta, e)
		s.failUndefinedStruct(module, meta, e)
	}
	return info
}

// checkStructValue fails when the module has a __struct__/1 that gives no struct.
func (s *scope) checkStructValue(module atom, meta quoted.Meta, e *env) {
	info := s.host.Module(module)
	if info == nil || !info.Functions.Has("__struct__", 1) {
		return
	}
	value := must(s.host.Call(module, "__struct__", []node{quoted.List{}}))
	name, isMap := node(nil), false
	if m, ok := isForm(value, "%{}", -1); ok {
		isMap = true
		name, _ = get(m.Args, "__struct__")
	}
	if other, ok := name.(atom); ok && isMap {
		s.fail(meta, e, "expected struct name returned by "+inspectAtom(module)+".__struct__/1 to be "+inspectAtom(module)+", got: "+inspectAtom(other))
	}
	s.fail(meta, e, "expected "+inspectAtom(module)+".__struct__/1 to return a map with a :__struct__ key that holds the name of the struct (atom), got: "+s.text(value))
}

// structFrame is the call of __struct__/1 that building a struct stands for.
func structFrame(module atom) diag.Frame {
	return diag.Frame{Module: string(module), Function: "__struct__", Arity: 1, File: "expanding struct"}
}

// completeStruct checks the keys and, outside of patterns, adds the defaults of the others.
func (s *scope) completeStruct(module atom, info *StructInfo, body *form, meta quoted.Meta, e *env) *form {
	pairs := body.Args
	update := false
	if len(pairs) == 1 {
		if u, ok := isForm(pairs[0], "|", 2); ok {
			pairs, update = u.Args[1].(quoted.List), true
		}
	}
	given, ignored := map[atom]bool{}, false
	for _, it := range pairs {
		k := it.(*quoted.Pair).Left
		a, ok := k.(atom)
		if !ok || a == "__struct__" && !info.has(k) {
			if a == "__struct__" && e.Context != macroenv.Match {
				s.warn(meta, &env{File: e.File}, "key :__struct__ is ignored when using structs")
			}
			if !ok && e.Context != macroenv.Match {
				s.fail(meta, e, "invalid key "+s.text(k)+" for struct, struct keys must be atoms, got: ")
			}
			if a == "__struct__" {
				ignored = true
			}
			continue
		}
		if !info.has(k) {
			if e.Context != macroenv.Match && !update {
				s.raiseAt(meta, e, "KeyError", "key "+toString(k)+" not found", structFrame(module))
			}
			s.complain(meta, e, 0, "unknown key "+toString(k)+" for struct "+inspectAtom(module))
		}
		given[a] = true
	}
	if ignored && e.Context != macroenv.Match {
		pairs = withoutKey(pairs, "__struct__")
		if update {
			u := body.Args[0].(*form)
			return &form{Head: body.Head, Meta: body.Meta, Args: []node{s.x.form(u.Head, u.Meta, u.Args[0], quoted.List(pairs))}}
		}
	}
	if update || e.Context == macroenv.Match {
		return body
	}
	var missing []string
	for _, k := range info.Enforced {
		if !given[k] {
			missing = append(missing, inspectAtom(k))
		}
	}
	if len(missing) > 0 {
		s.raiseAt(meta, e, "ArgumentError", "the following keys must also be given when building struct "+inspectAtom(module)+": ["+strings.Join(missing, ", ")+"]", structFrame(module))
	}
	out := make([]node, 0, len(info.Fields))
	for _, p := range info.Fields {
		if !given[p.Left.(atom)] {
			out = append(out, p)
		}
	}
	return &form{Head: body.Head, Meta: body.Meta, Args: append(out, pairs...)}
}

func withoutKey(pairs []node, name atom) []node {
	var out []node
	for _, it := range pairs {
		if it.(*quoted.Pair).Left != node(name) {
			out = append(out, it)
		}
	}
	return out
}

func (s *scope) failUndefinedStruct(module atom, meta quoted.Meta, e *env) {
	s.fail(meta, e, inspectAtom(module)+".__struct__/1 is undefined, cannot expand struct "+inspectAtom(module)+". Make sure the struct name is correct. If the struct name exists and is correct but it still cannot be found, you likely have cyclic module usage in your code")
}

// structKeys are the keys that %Name{...} gives.
func structKeys(body *form) quoted.List {
	pairs := body.Args
	if len(pairs) == 1 {
		if u, ok := isForm(pairs[0], "|", 2); ok {
			pairs, _ = keyword(u.Args[1])
		}
	}
	keys := quoted.List{}
	for _, it := range pairs {
		if p, ok := it.(*quoted.Pair); ok && isAtom(p.Left) {
			keys = append(keys, p.Left)
		}
	}
	return keys
}
