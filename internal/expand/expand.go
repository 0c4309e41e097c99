// Package expand turns parsed Elixir into expanded Elixir, the way Elixir's own expander does: macros
// are gone, aliases are atoms, imports are resolved, variables carry versions. What is left for the
// code generator is a small language of special forms.
//
// # Expanded code
//
//   - Variables: Form with IsVar and Meta.Version >= 1. One version is one binding: two variables are
//     the same exactly when their versions are (within one function body, module body or script).
//     "_" is a variable without a version, and so are __STACKTRACE__ and, in macros, __CALLER__.
//   - Remote calls {{:., _, [Mod, :fun]}, _, args} with Mod an Atom or an expression, {{:., _, [F]}, _, args}
//     for calls of a fun, local calls {:name, _, args} only to functions of the module being defined.
//     Kernel's inlined functions are calls of :erlang already; :erlang.andalso/2 and :erlang.orelse/2
//     are the short-circuit operators, in guards and in bodies.
//   - case, cond, fn, receive, try, for, with, =, ^ (in patterns), %{}, %{m | ...}, % with an Atom module,
//     {}, lists with {:|, _, [h, t]} as last element, <<>> with a spec on every segment, __block__, ->.
//     A for keeps its options [into:, uniq:, reduce:] before :do in the last argument; a with and a try
//     keep theirs in the last argument. The head of every rescue clause is
//     [{:in, _, [variable or _, list of module atoms or _]}].
//   - & only around {:/, _, [{{:., _, [Mod, :fun]}, _, []}, arity]} and {:/, _, [{:fun, _, ctx}, arity]}.
//   - In a struct %Mod{...} outside of patterns, the pairs are complete (defaults merged in).
//   - *quoted.Opaque is a term that a macro put in.
//
// # What expanded code calls
//
// Definitions happen when expanded code runs. These remote calls are the driver's to implement, most
// by a method of the Builder that Host.Builder(module) gives:
//
//	:elixir_module.compile(Handle, Name, Vars)      Handle names a Deferred module; Name is its atom,
//	                                                Vars the values of Deferred.Vars in order.
//	                                                -> {:module, Name, Binary, Result}
//	:elixir_def.store(Handle)                       Builder.Store of a Deferred definition -> {Name, Arity}
//	:elixir_def.store(Handle, Call, Body)           the same with the quoted call and body built at run time
//	:elixir_attribute.put(Module, Name, Value, Line)   Expander.PutAttribute -> :ok
//	:elixir_attribute.declare(Module, Kind, {Name, Arity}, Line)   Expander.Declare -> :ok
//	:elixir_attribute.typespec(Module, Handle, Code)   Expander.Typespec -> :ok
//	:elixir_attribute.get(Module, Name, Line)          Builder.Attribute
//	:elixir_struct.define(Module, Fields, Line)        Expander.DefineStruct -> the struct (a map)
//	:elixir_overridable.mark(Module, Names)            Builder.MakeOverridable (list of {name, arity}, or a module)
//	:elixir_protocol.impl(Protocol, Type, Fallback)    the module Protocol.Type (module atoms joined) when it
//	                                                   can be loaded; else Protocol.Any when Fallback is true
//	                                                   and that can be loaded; else nil. Worth caching.
//	:elixir_quote.escape(Term, none, false)            Macro.escape
//	:elixir_quote.list(Term, Tail)                     Term ++ Tail, with Elixir's error for a Term that is no list
//	:elixir_quote.dot(Meta, Left, Name, Args, Context, File)   quoted Left.Name(Args); Name an atom (a call) or
//	                                                   alias code, as unquote after a dot allows
//
// and functions of the library: Kernel.Utils.raise/1 (an exception from what raise/1 was given),
// String.Chars.to_string/1, Enum.member?/2, Range.new/2,3, Access.
//
// # Errors
//
// Entry points return errors; a *diag.Diagnostic is a compile error with its place, anything else
// came from the Host (an exception of a macro) and is passed through. Faults that do not stop the
// expansion (an undefined variable in a function) go to Host.Report with severity Error, and the
// module is refused at the end.
package expand

import (
	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// Host is what the expander needs of the world. All calls come from the goroutine that called the
// entry point, and may call entry points of another Expander (or this one) again.
type Host interface {
	// Module tells about a module that is loaded or can be loaded (loading it), or nil. Modules that
	// are being defined are not found here but by Builder.
	Module(name quoted.Atom) *ModuleInfo
	// Builder returns the module of that name that is being defined, or nil.
	Builder(name quoted.Atom) *Builder
	// CallMacro calls the macro name of a loaded module with the caller's environment. Arguments and
	// result are quoted code.
	CallMacro(env *macroenv.Env, module quoted.Atom, name string, args []quoted.Node) (quoted.Node, error)
	// CallLocalMacro calls a macro of a module that is being defined. What it calls in the module is
	// found by Builder.Reachable.
	CallLocalMacro(env *macroenv.Env, b *Builder, macro *Definition, args []quoted.Node) (quoted.Node, error)
	// Struct tells about the struct of a loaded module, or nil when there is none.
	Struct(module quoted.Atom) *StructInfo
	// Call calls a function of a loaded module with values given as code and returns the value as
	// code: for hooks, behaviour_info and the calendar sigils. An argument may be a *quoted.Opaque with a
	// *macroenv.Env in it, which stands for the %Macro.Env{} (in CallMacro, too).
	Call(module quoted.Atom, name string, args []quoted.Node) (quoted.Node, error)
	// CheckRegex fails with the exception of a regular expression that does not compile, as raised in the expansion of ~r in env.
	CheckRegex(env *macroenv.Env, source, modifiers string) error
	// Called is told of the calls of functions of other modules that code outside of modules makes.
	Called(c *RemoteCall)
	// StructDefined tells that a module that is being defined has got its struct.
	StructDefined(module quoted.Atom, info *StructInfo)
	// Defer keeps a module and returns its handle.
	Defer(d *Deferred) int64
	// Handle returns a new handle, for a definition that Builder.Deferred keeps.
	Handle() int64
	// Counter returns a number never returned before.
	Counter() int64
	// Relative is how messages name a file: from the working directory, when it lies there.
	Relative(file string) string
	// Absolute is the full name of a file.
	Absolute(file string) string
	// VariablesMayCall says that a variable that does not exist stands for a call of the function of that name.
	VariablesMayCall() bool
	// Report tells about a warning, or an error that does not stop the expansion.
	Report(d diag.Diagnostic)
}

// ModuleInfo is what can be called of a loaded module.
type ModuleInfo struct {
	Name quoted.Atom
	// Functions are the exported functions. For an Elixir module they are those of
	// __info__(:functions), without __info__ and module_info themselves.
	Functions macroenv.Names
	// Macros are those of __info__(:macros), under their own names and arities.
	Macros macroenv.Names
	// Struct is set when __struct__/0 is exported.
	Struct bool
	// Elixir is set when __info__/1 is exported.
	Elixir bool
	// Deprecated gives the reasons of deprecated functions and macros.
	Deprecated map[macroenv.NameArity]string
}

// Deferred is quoted code that waits in Go memory until the expanded code around it runs.
type Deferred struct {
	Kind DeferredKind
	// Env is the environment at the place of the definition.
	Env  *macroenv.Env
	Meta quoted.Meta
	// Name is a module's name when it is known at compile time.
	Name quoted.Atom
	// Body is a module's body, or a definition's keyword list ([do: ...]; nil for a bodiless clause).
	Body quoted.Node
	// Vars are the outer variables that a module body sees, in the order of the values passed.
	Vars []*macroenv.Var
	// Definition and Call are set for definitions.
	Definition Kind
	Call       quoted.Node
	// Protocol is set for the module of a defprotocol.
	Protocol bool
	stored   bool // the definition was
	// Once says that the code around runs only now: it is in no function.
	Once bool
}

// DeferredKind tells modules from definitions.
type DeferredKind uint8

const (
	DeferredModule DeferredKind = iota
	DeferredDefinition
	DeferredTypespec
)

// Kind of a definition.
type Kind uint8

const (
	Def Kind = iota
	Defp
	Defmacro
	Defmacrop
)

// String gives the keyword.
func (k Kind) String() string {
	return [...]string{"def", "defp", "defmacro", "defmacrop"}[k]
}

// IsMacro reports whether k defines macros.
func (k Kind) IsMacro() bool { return k >= Defmacro }

// IsPrivate reports whether k defines what other modules cannot call.
func (k Kind) IsPrivate() bool { return k == Defp || k == Defmacrop }

// Clause is one expanded clause.
type Clause struct {
	Meta   quoted.Meta
	Args   []quoted.Node
	Guards []quoted.Node // alternatives: the clause applies when any holds; none: always
	Body   quoted.Node
}

// Definition is a function or macro of a module. A macro's clauses do not mention the caller's
// environment, which its code takes as a further first argument (see ExportName).
type Definition struct {
	Kind    Kind
	Name    string
	Arity   int
	Meta    quoted.Meta
	File    string
	Clauses []Clause
	// Defaults is the number of arguments with defaults of this definition.
	Defaults int
	// Written are the arguments as they were written with defaults, of a public definition that has some.
	Written []quoted.Node

	context   atom   // of the macro that made it, "" for the author's own
	check     bool   // false for what the check for unused definitions skips
	asWritten bool   // no unquote fragments and no macro
	storedIn  string // the file
	bodiless  bool   // declared, and no clause yet
	// of the last clause or head
	lastHasBody  bool
	lastDefaults int
	defaultOf    *Definition
	last         int // position of the last clause among all
	locals       localCalls
}

// Generated tells whether a macro made d.
func (d *Definition) Generated() bool { return d.context != "" }

// ExportName is the name and arity under which code exports d: macros are "MACRO-name" with the
// caller's environment in front.
func (d *Definition) ExportName() (string, int) {
	if d.Kind.IsMacro() {
		return "MACRO-" + d.Name, d.Arity + 1
	}
	return d.Name, d.Arity
}
