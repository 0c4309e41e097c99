package expand

import (
	"slices"
	"strings"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

const elixirPrefix = "Elixir."

// concat joins alias segments: Elixir.Foo and Bar make Elixir.Foo.Bar.
func concat(parts ...string) atom {
	var b strings.Builder
	b.WriteString("Elixir")
	for _, p := range parts {
		p = strings.TrimPrefix(p, elixirPrefix)
		if p == "" || p == "Elixir" || p == "nil" {
			continue
		}
		b.WriteByte('.')
		b.WriteString(strings.TrimPrefix(p, "."))
	}
	return atom(b.String())
}

// expandAliases expands Foo.Bar.
func (s *scope) expandAliases(f *form, e *env) (node, *env) {
	n, after := s.concatAliases(f, e)
	if e.Trace != nil {
		s.trace(e, "alias_reference", f.Meta, n)
	}
	return n, after
}

func (s *scope) concatAliases(f *form, e *env) (node, *env) {
	if a := s.aliasAtom(f, e); a != "" {
		return a, e
	}
	args, e := s.expandArgs(f.Args, e)
	parts := make([]string, len(args))
	for i, a := range args {
		x, ok := a.(atom)
		if !ok {
			s.fail(f.Meta, e, "invalid alias: \""+toString(f)+"\". If you wanted to define an alias, an alias must expand to an atom at compile time but it did not, you may use Module.concat/2 to build it at runtime. If instead you wanted to invoke a function or access a field, wrap the function or field name in double quotes")
		}
		parts[i] = string(x)
	}
	return concat(parts...), e
}

// aliasAtom expands an alias made of atoms only, or returns "".
func (s *scope) aliasAtom(f *form, e *env) atom {
	if len(f.Args) == 0 {
		return ""
	}
	for _, a := range f.Args {
		if _, ok := a.(atom); !ok {
			return ""
		}
	}
	first := f.Args[0].(atom)
	if first == "Elixir" || strings.HasPrefix(string(first), elixirPrefix) {
		return joinAlias(first, f.Args[1:])
	}
	if v, ok := f.Meta.Get("alias"); ok {
		if a, ok := v.(atom); ok && a != quoted.False {
			// Quoted code says what the alias meant where it was written; a macro alias may override.
			if f.Meta.Counter != 0 {
				for _, m := range e.MacroAliases {
					if m.Counter == f.Meta.Counter && m.Name[len(elixirPrefix):] == first {
						return joinAlias(m.Target, f.Args[1:])
					}
				}
			}
			return a
		}
		if f.Meta.Counter != 0 {
			for _, m := range e.MacroAliases {
				if m.Counter == f.Meta.Counter && m.Name[len(elixirPrefix):] == first {
					return joinAlias(m.Target, f.Args[1:])
				}
			}
		}
		return joinAlias("Elixir", f.Args)
	}
	for i := range e.Aliases {
		a := &e.Aliases[i]
		if a.Name[len(elixirPrefix):] == first {
			a.Use()
			if e.Trace != nil {
				s.trace(e, "alias_expansion", f.Meta, a.Name, a.Target)
			}
			return joinAlias(a.Target, f.Args[1:])
		}
	}
	return joinAlias("Elixir", f.Args)
}

// plainAlias returns n as an alias of atoms only.
func plainAlias(n node) (*form, bool) {
	f, ok := isForm(n, "__aliases__", -1)
	if !ok || len(f.Args) == 0 {
		return nil, false
	}
	for _, a := range f.Args {
		if !isAtom(a) {
			return nil, false
		}
	}
	return f, true
}

func joinAlias(first atom, rest []node) atom {
	if len(rest) == 0 {
		return first
	}
	if first != "Elixir" && !strings.HasPrefix(string(first), "Elixir.") {
		first = "Elixir." + first
	}
	n := len(first)
	for _, r := range rest {
		n += 1 + len(r.(atom))
	}
	var b strings.Builder
	b.Grow(n)
	b.WriteString(string(first))
	for _, r := range rest {
		b.WriteByte('.')
		b.WriteString(string(r.(atom)))
	}
	return atom(b.String())
}

// directiveArgs splits the arguments of alias, require and import.
func (s *scope) directiveArgs(f *form, kind string, e *env, allowed ...string) (node, quoted.List) {
	if len(f.Args) == 1 {
		return f.Args[0], nil
	}
	opts, ok := keyword(f.Args[1])
	if !ok { // a macro may give them
		x, _ := s.expand(f.Args[1], e)
		opts, ok = keyword(x)
	}
	if !ok {
		s.fail(f.Meta, e, "invalid options for "+kind+", expected a keyword list, got: "+toString(f.Args[1]))
	}
	for _, it := range opts {
		k := string(it.(*quoted.Pair).Left.(atom))
		known := false
		for _, a := range allowed {
			known = known || k == a
		}
		if !known {
			s.fail(f.Meta, e, "unsupported option "+inspectAtom(atom(k))+" given to "+kind)
		}
	}
	return f.Args[0], opts
}

// multi returns the base and the names of Base.{A, B}.
func multi(n node) (base node, names []node, ok bool) {
	f, isF := n.(*form)
	if !isF {
		return nil, nil, false
	}
	dot, isDot := dotCall(f)
	if !isDot || len(dot.Args) != 2 || dot.Args[1] != node(atom("{}")) {
		return nil, nil, false
	}
	return dot.Args[0], f.Args, true
}

// expandMulti expands alias Base.{A, B}.
func (s *scope) expandMulti(f *form, kind string, base node, names []node, opts quoted.List, e *env) (node, *env) {
	b, e := s.expand(base, e)
	prefix, ok := b.(atom)
	if !ok {
		s.fail(f.Meta, e, "invalid argument for "+kind+", expected a compile time atom or alias, got: "+toString(base))
	}
	out := make(quoted.List, len(names))
	for i, n := range names {
		var full atom
		switch n := n.(type) {
		case atom:
			full = concat(string(prefix), string(n))
		case *form:
			a, ok := plainAlias(n)
			if !ok {
				s.fail(f.Meta, e, "invalid argument for "+kind+", expected a compile time atom or alias, got: "+toString(n))
			}
			full = joinAlias(prefix, a.Args)
		default:
			s.fail(f.Meta, e, "invalid argument for "+kind+", expected a compile time atom or alias, got: "+toString(n))
		}
		args := []node{full}
		meta := f.Meta
		if opts != nil {
			args = append(args, opts)
		}
		out[i], e = s.expand(s.x.forms.Put(form{Head: atom(kind), Meta: meta.With("multi", quoted.True), Args: args}), e)
	}
	return out, e
}

func (s *scope) directiveModule(n node, meta quoted.Meta, kind string, e *env) (atom, *env) {
	var x node
	if a, ok := isForm(n, "__aliases__", -1); ok {
		x, e = s.concatAliases(a, e) // it is the directive that refers to the module
	} else {
		x, e = s.expand(n, e)
	}
	m, ok := x.(atom)
	if !ok {
		s.fail(meta, e, "invalid argument for "+kind+", expected a compile time atom or alias, got: "+toString(n))
	}
	return m, e
}

// lastSegment is the name under which alias Foo.Bar is known: Elixir.Bar.
func lastSegment(m atom) atom {
	i := strings.LastIndexByte(string(m), '.')
	return elixirPrefix + m[i+1:]
}

func (s *scope) expandAlias(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "alias")
	ref, opts := s.directiveArgs(f, "alias", e, "as", "warn")
	if base, names, ok := multi(ref); ok {
		if _, as := get(opts, "as"); as {
			s.fail(f.Meta, e, ":as option is not supported by multi-alias call")
		}
		return s.expandMulti(f, "alias", base, names, opts, e)
	}
	m, e := s.directiveModule(ref, f.Meta, "alias", e)
	return m, s.defineAlias(m, f.Meta, opts, true, e)
}

// aliasName tells whether an atom is one that an alias stands for: Elixir. and a name with a capital.
func aliasName(a atom) bool {
	name, ok := strings.CutPrefix(string(a), elixirPrefix)
	return ok && name != "" && name[0] >= 'A' && name[0] <= 'Z'
}

// defineAlias adds an alias for m as the options say. byDefault is set for alias itself, which needs
// no :as.
func (s *scope) defineAlias(m atom, meta quoted.Meta, opts quoted.List, byDefault bool, e *env) *env {
	as, given := get(opts, "as")
	if _, isAlias := isForm(as, "__aliases__", -1); given && !isAlias {
		as, e = s.expand(as, e)
	}
	var name atom
	switch {
	case given:
		if a, ok := plainAlias(as); ok && len(a.Args) == 1 {
			name = joinAlias("Elixir", a.Args)
		} else if a, ok := as.(atom); ok && aliasName(a) && strings.Count(string(a), ".") == 1 {
			name = a
		} else if a, ok := as.(atom); ok && as != node(quoted.True) && as != node(quoted.False) && !aliasName(a) {
			s.fail(meta, e, "invalid value for option :as, expected an alias, got: "+inspectAtom(a))
		} else if as == node(quoted.True) || as == node(quoted.False) {
			s.fail(meta, e, "invalid value for option :as, expected a simple alias, got: "+toString(as))
		} else {
			s.fail(meta, e, "invalid value for option :as, expected a simple alias, got nested alias: "+toString(as))
		}
	case !byDefault:
		return e
	case !strings.HasPrefix(string(m), elixirPrefix):
		s.fail(meta, e, "alias cannot be inferred automatically for module: "+inspectAtom(m)+", please use the :as option. Implicit aliasing is only supported with Elixir modules")
	default:
		name = lastSegment(m)
	}
	if meta.Counter != 0 {
		e = e.AddMacroAlias(name, m, meta.Counter)
	}
	if name == m {
		return e.RemoveAlias(name)
	}
	warn := s.warnOption(opts, !fromMacro(meta))
	if e.Trace != nil {
		s.trace(e, "alias", meta, m, name, s.tracedOptions(opts, e))
	}
	return e.AddAlias(name, m, meta, warn)
}

func (s *scope) warnOption(opts quoted.List, byDefault bool) bool {
	if w, ok := get(opts, "warn"); ok {
		return w == node(quoted.True)
	}
	return byDefault
}

// fromMacro reports whether quoted code made a directive.
func fromMacro(meta quoted.Meta) bool {
	_, ok := meta.Get("context")
	return ok
}

func (s *scope) expandRequire(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "require")
	ref, opts := s.directiveArgs(f, "require", e, "as", "warn")
	if base, names, ok := multi(ref); ok {
		return s.expandMulti(f, "require", base, names, opts, e)
	}
	m, e := s.directiveModule(ref, f.Meta, "require", e)
	s.ensureLoaded(m, f.Meta, e)
	if e.Trace != nil {
		s.trace(e, "require", f.Meta, m, s.tracedOptions(opts, e))
	}
	return m, s.defineAlias(m, f.Meta, opts, false, e.AddRequire(m))
}

// ensureLoaded fails when there is no such module.
func (s *scope) ensureLoaded(m atom, meta quoted.Meta, e *env) *ModuleInfo {
	if b := s.host.Builder(m); b != nil {
		s.fail(meta, e, "you are trying to use/import/require the module "+inspectAtom(m)+" which is currently being defined.\n\nThis may happen if you accidentally override the module you want to use. For example:\n\n    defmodule MyApp do\n      defmodule Supervisor do\n        use Supervisor\n      end\n    end\n\nIn the example above, the new Supervisor conflicts with Elixir's Supervisor. This may be fixed by using the fully qualified name in the definition:\n\n    defmodule MyApp.Supervisor do\n      use Supervisor\n    end\n")
	}
	info := s.host.Module(m)
	if info == nil {
		for _, c := range e.ContextModules {
			if c == m {
				s.fail(meta, e, "module "+inspectAtom(m)+" is not loaded but was defined. This happens when you depend on a module in the same context in which it is defined. For example:\n\n    defmodule MyApp do\n      defmodule Mod do\n      end\n\n      use Mod\n    end\n\nTry defining the module outside the context that uses it:\n\n    defmodule MyApp.Mod do\n    end\n\n    defmodule MyApp do\n      use MyApp.Mod\n    end\n\nIf the module is defined at the top-level and you are trying to use it at the top-level, this is not supported by Elixir")
			}
		}
		s.fail(meta, e, "module "+inspectAtom(m)+" is not loaded and could not be found")
	}
	return info
}

func (s *scope) expandImport(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "import")
	ref, opts := s.directiveArgs(f, "import", e, "only", "except", "warn")
	if base, names, ok := multi(ref); ok {
		return s.expandMulti(f, "import", base, names, opts, e)
	}
	m, e := s.directiveModule(ref, f.Meta, "import", e)
	var info *ModuleInfo
	if m == kernelAtom {
		info = &ModuleInfo{Name: m, Functions: kernelFunctions, Macros: kernelMacros, Elixir: true}
	} else {
		info = s.ensureLoaded(m, f.Meta, e)
	}
	opts, e = s.expandOptions(opts, e)
	functions, macros, only := s.selectImports(info, m, opts, s.warnOption(opts, true), f.Meta, e)
	functions = s.withoutSpecialForms(functions, m, opts, f.Meta, e)
	macros = s.withoutSpecialForms(macros, m, opts, f.Meta, e)
	if e.Trace != nil {
		given := s.tracedOptions(opts, e)
		s.trace(e, "import", f.Meta, m, given)
		s.trace(e, "require", f.Meta, m, given)
	}
	e = e.AddRequire(m).SetImports(m, functions, macros, f.Meta, s.warnOption(opts, !fromMacro(f.Meta)), only)
	return m, e
}

// expandOptions expands the values of a directive's options.
func (s *scope) expandOptions(opts quoted.List, e *env) (quoted.List, *env) {
	out := make(quoted.List, len(opts))
	for i, it := range opts {
		p := it.(*quoted.Pair)
		v, e1 := s.expand(p.Right, e)
		out[i], e = &quoted.Pair{Left: p.Left, Right: v}, e1
	}
	return out, e
}

func (s *scope) selectImports(info *ModuleInfo, m atom, opts quoted.List, warn bool, meta quoted.Meta, e *env) (functions, macros macroenv.Names, picked bool) {
	only, hasOnly := get(opts, "only")
	except, hasExcept := get(opts, "except")
	functions, macros = info.Functions, info.Macros
	if hasOnly && hasExcept {
		if _, isList := only.(quoted.List); isList {
			s.fail(meta, e, ":only and :except can only be given together to import when :only is :functions, :macros, or :sigils")
		}
	}
	if hasOnly {
		switch only {
		case node(atom("functions")):
			macros = nil
		case node(atom("macros")):
			functions = nil
		case node(atom("sigils")):
			sigil := func(n macroenv.NameArity) bool { return n.Arity == 2 && strings.HasPrefix(n.Name, "sigil_") }
			functions, macros = functions.Filter(sigil), macros.Filter(sigil)
		default:
			want := s.importList(only, "only", warn, meta, e)
			for _, n := range want {
				if !functions.Has(n.Name, n.Arity) && !macros.Has(n.Name, n.Arity) && warn {
					s.warn(meta, e, "cannot import "+inspectAtom(m)+"."+nameArity(n.Name, n.Arity)+" because it is undefined or private")
				}
			}
			in := func(n macroenv.NameArity) bool { return want.Has(n.Name, n.Arity) }
			return functions.Filter(in), macros.Filter(in), true
		}
	} else if !hasExcept {
		public := func(n macroenv.NameArity) bool {
			return n.Name[0] != '_' && n.Name != "behaviour_info" && n.Name != "module_info"
		}
		if m != kernelAtom {
			functions, macros = functions.Filter(public), macros.Filter(public)
		}
	}
	if hasExcept {
		not := s.importList(except, "except", warn, meta, e)
		if !hasOnly {
			// Except goes on from an earlier import of the same module.
			if f := macroenv.ImportedFrom(e.Functions, m); f != nil {
				functions = f
			}
			if f := macroenv.ImportedFrom(e.Macros, m); f != nil {
				macros = f
			}
		}
		out := func(n macroenv.NameArity) bool { return !not.Has(n.Name, n.Arity) && n.Name[0] != '_' }
		functions, macros = functions.Filter(out), macros.Filter(out)
	}
	return functions, macros, false
}

// withoutSpecialForms drops the names that are syntax.
func (s *scope) withoutSpecialForms(names macroenv.Names, m atom, opts quoted.List, meta quoted.Meta, e *env) macroenv.Names {
	if m == "Elixir.Kernel.SpecialForms" || m == kernelAtom {
		return names
	}
	return names.Filter(func(n macroenv.NameArity) bool {
		if !specialForm(n.Name, n.Arity) || n.Name == "->" {
			return true
		}
		if s.warnOption(opts, true) {
			s.warn(meta, e, "cannot import "+inspectAtom(m)+"."+nameArity(n.Name, n.Arity)+" because it conflicts with Elixir special forms, the import has been discarded")
		}
		return false
	})
}

// importList reads [name: arity, ...].
func (s *scope) importList(n node, option string, warn bool, meta quoted.Meta, e *env) macroenv.Names {
	l, ok := n.(quoted.List)
	var out []macroenv.NameArity
	for _, it := range l {
		p, isPair := it.(*quoted.Pair)
		if !isPair {
			ok = false
			break
		}
		name, isName := p.Left.(atom)
		arity, isArity := p.Right.(quoted.Int)
		if !isName || !isArity {
			ok = false
			break
		}
		na := macroenv.NameArity{Name: string(name), Arity: int(arity)}
		if warn && slices.Contains(out, na) {
			s.warn(meta, e, "invalid :"+option+" option for import, "+nameArity(na.Name, na.Arity)+" is duplicated")
			continue
		}
		out = append(out, na)
	}
	if !ok {
		n = shownAttributes(n)
		if option == "only" {
			s.fail(meta, e, "invalid :only option for import, expected value to be an atom :functions, :macros, or a literal keyword list of function names with arity as values, got: "+toString(n))
		}
		s.fail(meta, e, "invalid :except option for import, expected value to be a literal keyword list of function names with arity as values, got: "+toString(n))
	}
	return macroenv.SortNames(out)
}

// shownAttributes shows the reading of an attribute, expanded, as the call of Elixir's that does it.
func shownAttributes(n node) node {
	f, ok := n.(*form)
	if !ok {
		return n
	}
	if module, fun, ok := runtimeCall(f); ok && module == "elixir_attribute" && fun == "get" && len(f.Args) == 3 {
		return remote(f.Meta, atom("Elixir.Module"), "__get_attribute__", f.Args[0], f.Args[1], f.Args[2], quoted.True)
	}
	return n
}
