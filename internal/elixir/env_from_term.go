package elixir

import (
	"errors"

	"joist/internal/atom"
	"joist/internal/macroenv"
	"joist/internal/maps"
	"joist/internal/quoted"
	"joist/internal/term"
)

var errNoEnv = errors.New("expected a %Macro.Env{}")

// envFromTerm reads a %Macro.Env{}. The versions of its variables are kept.
func (h *Session) envFromTerm(t term.Term) (*macroenv.Env, error) {
	if !t.IsMap() {
		return nil, errNoEnv
	}
	r := envReader{atoms: h.node.Atoms, comp: h.Compiler, env: t}
	e := &macroenv.Env{
		Module: r.module(r.field("module")), Function: r.function(r.field("function")),
		Context:        r.context(r.field("context")),
		ContextModules: r.modules(r.field("context_modules")),
		Aliases:        r.aliases(r.field("aliases")),
		MacroAliases:   r.macroAliases(r.field("macro_aliases")),
		Functions:      r.imports(r.field("functions")), Macros: r.imports(r.field("macros")),
		Requires: r.modules(r.field("requires")),
		Vars:     r.vars(r.field("versioned_vars")),
		Trace:    h.tracing(&r),
	}
	if f := r.field("file"); f.IsBinary() {
		e.File = string(f.BinaryBytes())
	}
	if l := r.field("line"); l.IsSmall() {
		e.Line = int32(l.SmallValue())
	}
	return e, r.err
}

// envReader reads the fields of one environment. The first error sticks.
type envReader struct {
	atoms *atom.Table
	comp  *Compiler
	env   term.Term
	err   error
}

// field is a field's value, or nil's atom when there is none.
func (r *envReader) field(name string) term.Term {
	if v := maps.Get(r.env, r.comp.mustAtom(name)); v != term.None {
		return v
	}
	return term.AtomNil
}

func (r *envReader) fail() {
	if r.err == nil {
		r.err = errNoEnv
	}
}

func (r *envReader) name(t term.Term) string {
	if !t.IsAtom() {
		r.fail()
		return ""
	}
	return r.atoms.Name(t.AtomIndex())
}

func (r *envReader) module(t term.Term) quoted.Atom {
	if t == term.AtomNil {
		return ""
	}
	return quoted.Atom(r.name(t))
}

func (r *envReader) function(t term.Term) *macroenv.NameArity {
	if !t.IsTupleOf(2) {
		return nil
	}
	return &macroenv.NameArity{Name: r.name(t.TupleElem(0)), Arity: r.small(t.TupleElem(1))}
}

func (r *envReader) small(t term.Term) int {
	if !t.IsSmall() {
		r.fail()
		return 0
	}
	return int(t.SmallValue())
}

func (r *envReader) context(t term.Term) macroenv.Context {
	switch r.name(t) {
	case "match":
		return macroenv.Match
	case "guard":
		return macroenv.Guard
	}
	return macroenv.Normal
}

func (r *envReader) modules(t term.Term) []quoted.Atom {
	var out []quoted.Atom
	for ; t.IsCons(); t = t.Cdr() {
		out = append(out, quoted.Atom(r.name(t.Car())))
	}
	return out
}

// pair takes a pair apart.
func (r *envReader) pair(t term.Term) (left, right term.Term) {
	if !t.IsTupleOf(2) {
		r.fail()
		return term.AtomNil, term.AtomNil
	}
	return t.TupleElem(0), t.TupleElem(1)
}

func (r *envReader) aliases(t term.Term) []macroenv.Alias {
	var out []macroenv.Alias
	for ; t.IsCons(); t = t.Cdr() {
		name, target := r.pair(t.Car())
		out = append(out, macroenv.Alias{Name: quoted.Atom(r.name(name)), Target: quoted.Atom(r.name(target))})
	}
	return out
}

func (r *envReader) macroAliases(t term.Term) []macroenv.MacroAlias {
	var out []macroenv.MacroAlias
	for ; t.IsCons(); t = t.Cdr() {
		name, value := r.pair(t.Car())
		counter, target := r.pair(value)
		a := macroenv.MacroAlias{Name: quoted.Atom(r.name(name)), Target: quoted.Atom(r.name(target))}
		if counter.IsSmall() {
			a.Counter = counter.SmallValue()
		}
		out = append(out, a)
	}
	return out
}

func (r *envReader) vars(t term.Term) *macroenv.Var {
	if !t.IsMap() {
		return nil
	}
	var list []*macroenv.Var
	pairs := maps.Pairs(t, nil)
	for i := 0; i < len(pairs); i += 2 {
		name, kind := r.pair(pairs[i])
		v := &macroenv.Var{Name: r.name(name), Version: int32(r.small(pairs[i+1])) + 1}
		if kind.IsSmall() {
			v.Counter = kind.SmallValue()
		} else {
			v.Context = quoted.Atom(r.name(kind))
		}
		list = append(list, v)
	}
	return chain(list)
}

// chain makes a scope of variables: the one with the highest version hides the others.
func chain(list []*macroenv.Var) *macroenv.Var {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].Version < list[j-1].Version; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	var scope *macroenv.Var
	for _, v := range list {
		v.Prev = scope
		scope = v
	}
	return scope
}
