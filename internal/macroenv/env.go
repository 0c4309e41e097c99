// Package macroenv is the compile-time environment of a piece of Elixir code: what Elixir shows to
// macros as Macro.Env.
//
// An Env is never changed once it is shared: a scope that needs another value copies the struct
// (With... methods) and hangs the new slice or list on the copy. Slices are only ever replaced, never
// written in place, so copies are cheap and safe to keep (a deferred function body keeps one).
package macroenv

import "joist/internal/quoted"

// Context says whether code stands in ordinary code, in a pattern or in a guard.
type Context uint8

const (
	Normal Context = iota
	Match
	Guard
)

// NameArity is a function or macro of some module.
type NameArity struct {
	Name  string
	Arity int
}

// Env is the environment of an expression.
type Env struct {
	// Module being defined, or "" outside of modules.
	Module quoted.Atom
	// Function being defined, or nil in a module body or script.
	Function *NameArity
	File     string
	Line     int32
	Context  Context
	// ContextModules are the modules defined so far in this file's context.
	ContextModules []quoted.Atom
	// Aliases in the order of their definition, each name once.
	Aliases []Alias
	// MacroAliases are the aliases that quoted code carries by counter.
	MacroAliases []MacroAlias
	// Functions and Macros are the imports, the latest first.
	Functions, Macros []Import
	Requires          []quoted.Atom
	// Vars are the variables in scope.
	Vars *Var
	// Lexical notes which aliases and imports of the file were used. May be nil.
	Lexical *Lexical
	// Trace names those that the compiler tells what it finds; nil when nobody wants to know.
	Trace *Tracing
}

// Tracing is who follows the compilation of a piece of code.
type Tracing struct {
	// Modules have a function trace/2.
	Modules []quoted.Atom
	// Tracker is the process that notes what the code refers to, or nil.
	Tracker quoted.Node
}

// Alias makes Name stand for Target; both are full module atoms ("Elixir.Foo").
type Alias struct {
	Name, Target quoted.Atom
	use          *directive
}

// MacroAlias is an alias that a macro's quoted code defined, known by the expansion's counter.
type MacroAlias struct {
	Name    quoted.Atom
	Counter int64
	Target  quoted.Atom
}

// Import is what one module contributes to the local names.
type Import struct {
	Module quoted.Atom
	Names  Names
	use    *directive
}

// Var is one variable in scope and, as a list, those bound before it. A later variable of the same
// name hides an earlier one.
type Var struct {
	Name    string
	Context quoted.Atom
	// Counter replaces Context as the second half of the name when it is not 0.
	Counter int64
	Version int32
	Prev    *Var
}

// Same reports whether v is the variable of that name, context and counter.
func (v *Var) Same(name string, context quoted.Atom, counter int64) bool {
	if v.Counter != counter || v.Name != name {
		return false
	}
	return counter != 0 || v.Context == context
}

// Find looks a variable up, or returns nil. A nil receiver is the empty scope.
func (v *Var) Find(name string, context quoted.Atom, counter int64) *Var {
	for ; v != nil; v = v.Prev {
		if v.Same(name, context, counter) {
			return v
		}
	}
	return nil
}

// All lists the visible variables, each once, the oldest binding first.
func (v *Var) All() []*Var {
	type key struct {
		name    string
		context quoted.Atom
		counter int64
	}
	var out []*Var
	seen := map[key]bool{}
	for ; v != nil; v = v.Prev {
		k := key{v.Name, v.Context, v.Counter}
		if v.Counter != 0 {
			k.context = ""
		}
		if !seen[k] {
			seen[k] = true
			out = append(out, v)
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// WithContext returns e in another context.
func (e *Env) WithContext(c Context) *Env {
	if e.Context == c {
		return e
	}
	n := *e
	n.Context = c
	return &n
}

// WithVars returns e with other variables in scope.
func (e *Env) WithVars(v *Var) *Env {
	if e.Vars == v {
		return e
	}
	n := *e
	n.Vars = v
	return &n
}

// WithLine returns e at another line.
func (e *Env) WithLine(line int32) *Env {
	if line == 0 || e.Line == line {
		return e
	}
	n := *e
	n.Line = line
	return &n
}

// Requires reports whether module is required (imports require, too).
func (e *Env) Required(module quoted.Atom) bool {
	for _, m := range e.Requires {
		if m == module {
			return true
		}
	}
	return false
}

// InScript reports whether the code is outside of functions: a script or a module body.
func (e *Env) InScript() bool { return e.Function == nil }
