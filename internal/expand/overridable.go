package expand

import (
	"slices"
	"strings"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// overridable is a definition that a later one of the same name replaces.
type overridable struct {
	count int
	def   *Definition
	// named is the private definition that super calls, made on first use.
	named *Definition
}

// MakeOverridable is defoverridable: names is code of a list of {name, arity} pairs, or of a module
// whose callbacks become overridable.
func (x *Expander) MakeOverridable(b *Builder, names quoted.Node) (err error) {
	defer rescue(&err)
	s := scope{x: x, host: x.host, builder: b}
	if m, ok := names.(atom); ok {
		s.overridableBehaviour(b, m)
		for _, na := range s.behaviourCallbacks(m) {
			name, isMacro := strings.CutPrefix(na.Name, "MACRO-")
			if isMacro {
				na = macroenv.NameArity{Name: name, Arity: na.Arity - 1}
			}
			if d := b.defs[na]; d != nil && d.Kind.IsMacro() == isMacro {
				b.override(d)
			}
		}
		return nil
	}
	l, ok := names.(quoted.List)
	if !ok {
		s.raise(quoted.Meta{}, b.Env, "ArgumentError", "expected a keyword list or a module name as argument to defoverridable, got: "+toString(names))
	}
	for _, it := range l {
		p, ok := it.(*quoted.Pair)
		name, ok1 := atom(""), false
		arity, ok2 := quoted.Int(0), false
		if ok {
			name, ok1 = p.Left.(atom)
			arity, ok2 = p.Right.(quoted.Int)
		}
		if !ok1 || !ok2 {
			s.raise(quoted.Meta{}, b.Env, "ArgumentError", "each element in tuple list has to be a {function_name :: atom, arity :: 0..255} tuple, got: "+toString(it))
		}
		d := b.definition(string(name), int(arity))
		if d == nil {
			s.raise(quoted.Meta{}, b.Env, "ArgumentError", "cannot make function "+nameArity(string(name), int(arity))+" overridable because it was not defined")
		}
		b.override(d)
	}
	return nil
}

// overridableBehaviour refuses a module whose callbacks cannot be made overridable.
func (s *scope) overridableBehaviour(b *Builder, m atom) {
	info := s.host.Module(m)
	why := ""
	switch {
	case info == nil:
		why = "it was not defined"
	case !info.Functions.Has("behaviour_info", 1):
		why = "it does not define any callbacks"
	case !slices.Contains(b.behaviours(), m):
		why = "its corresponding behaviour is missing. Did you forget to add @behaviour " + inspectAtom(m) + "?"
	default:
		return
	}
	s.raise(quoted.Meta{}, b.Env, "ArgumentError", "cannot pass module "+inspectAtom(m)+" as argument to defoverridable/1 because "+why)
}

// behaviours are the modules that the attribute behaviour names so far.
func (b *Builder) behaviours() (out []atom) {
	if a := b.attributes["behaviour"]; a != nil {
		for _, v := range a.values {
			if m, ok := v.(atom); ok {
				out = append(out, m)
			}
		}
	}
	return out
}

func (b *Builder) override(d *Definition) {
	if b.overridables == nil {
		b.overridables = map[macroenv.NameArity]*overridable{}
	}
	na := macroenv.NameArity{Name: d.Name, Arity: d.Arity}
	o := b.overridables[na]
	count := 1
	if o != nil {
		count = o.count + 1
	}
	b.overridables[na] = &overridable{count: count, def: d}
	b.remove(d)
	if b.latest == d {
		b.latest = nil
	}
}

// Overridable reports whether name/arity was marked (Module.overridable?).
func (b *Builder) Overridable(name string, arity int) bool {
	return b.overridables[macroenv.NameArity{Name: name, Arity: arity}] != nil
}

// Overridables lists what was marked (Module.overridables_in).
func (b *Builder) Overridables() macroenv.Names {
	var names []macroenv.NameArity
	for na := range b.overridables {
		names = append(names, na)
	}
	return macroenv.SortNames(names)
}

// restoreOverridables puts back what nothing replaced.
func (b *Builder) restoreOverridables() {
	var names macroenv.Names
	for na, o := range b.overridables {
		if b.defs[na] == nil {
			names = append(names, na)
			b.defs[na] = o.def
		}
	}
	for _, na := range macroenv.SortNames(names) {
		b.order = append(b.order, b.overridables[na].def)
	}
}

// expandSuper expands super(args) to a call of the definition that the current one replaces.
func (s *scope) expandSuper(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "super")
	switch {
	case s.builder == nil:
		s.fail(f.Meta, e, "cannot invoke super outside module")
	case e.Function == nil:
		s.fail(f.Meta, e, "cannot invoke super outside function")
	}
	args := f.Args
	if len(args) != e.Function.Arity {
		s.fail(f.Meta, e, "super must be called with the same number of arguments as the current definition")
	}
	d := s.superDefinition(f, e)
	if d.context == "Elixir.GenServer" && (e.Function.Name != "child_spec" || e.Function.Arity != 1) {
		s.warn(f.Meta, e, "calling super for GenServer callback "+nameArity(e.Function.Name, e.Function.Arity)+" is deprecated")
	}
	out, e := s.expandArgs(args, e)
	if s.locals != nil {
		s.locals.add(d.Name, d.Arity, f.Meta, d.Kind.IsMacro())
	}
	if e.Trace != nil {
		s.trace(e, "local_function", f.Meta, atom(d.Name), quoted.Int(d.Arity))
	}
	name := d.Name
	if d.Kind.IsMacro() {
		name = "MACRO-" + name
		out = append([]node{quoted.Var("__CALLER__", at(f.Meta), quoted.Nil)}, out...)
	}
	return s.x.forms.Put(form{Head: atom(name), Meta: f.Meta, Args: out}), e
}

// superDefinition makes the replaced definition callable under a name of its own.
func (s *scope) superDefinition(f *form, e *env) *Definition {
	b := s.builder
	o := b.overridables[*e.Function]
	if o == nil {
		var names []string
		for na := range b.overridables {
			names = append(names, nameArity(na.Name, na.Arity))
		}
		text := "no super defined for " + nameArity(e.Function.Name, e.Function.Arity) + " in module " + inspectAtom(b.Name) + ". Overridable functions available are: " + strings.Join(sortStrings(names), ", ")
		s.fail(f.Meta, e, text)
	}
	if o.named == nil {
		d := *o.def
		d.Name = o.def.Name + " (overridable " + itoa(o.count) + ")"
		d.check = false
		if d.Kind = Defp; o.def.Kind.IsMacro() {
			d.Kind = Defmacrop
		}
		o.named = &d
		na := macroenv.NameArity{Name: d.Name, Arity: d.Arity}
		b.defs[na] = o.named
		b.order = append(b.order, o.named)
	}
	return o.named
}
