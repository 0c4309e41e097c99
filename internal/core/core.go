// Package core is a small functional intermediate language between expanded Elixir and BEAM code,
// in the spirit of Core Erlang.
//
// Translation (Translate) resolves what is left of Elixir's surface after expansion: comprehensions
// become loops, rescue becomes matching on class and reason, struct and map syntax become maps,
// interpolation becomes binary construction, captures become funs. What remains is an expression
// tree in which
//
//   - every variable is bound exactly once per definition clause (Elixir's versions guarantee it)
//     and carries a number, so that later passes use slices instead of maps;
//   - funs and loops name the variables they capture;
//   - patterns are explicit trees, constants are whole terms.
//
// A tree belongs to one definition and one goroutine; nothing is shared between modules.
package core

import "joist/internal/quoted"

// Var is a variable. ID is unique in its definition. Level is the depth of the fun or loop that
// binds it (0: the definition itself). Uses counts the places that read it.
type Var struct {
	Name    string
	ID      int32
	Level   int32
	Uses    int32
	version int32
	context quoted.Atom
	counter int64
	next    *Var // others with the same version
}

// Expr is one of the expression types below; *Var and *Lit are the simple ones.
type Expr any

type (
	// Lit is a constant term.
	Lit struct{ Value Const }

	// Cons is [Head | Tail].
	Cons struct{ Head, Tail Expr }

	// Tuple is {Elems...}.
	Tuple struct{ Elems []Expr }

	// MapNew is %{k => v}; later duplicates win.
	MapNew struct {
		Pairs []MapPair
		Line  int32
	}

	// MapUpdate is %{Map | k => v}: every key must exist. With Assoc keys may be new.
	MapUpdate struct {
		Map   Expr
		Pairs []MapPair
		Line  int32
		Assoc bool
	}

	// Binary is <<segments>>.
	Binary struct {
		Segments []Segment
		Line     int32
	}

	// Call calls Name in a module that is known; an empty Module is the one being compiled.
	Call struct {
		Module, Name string
		Args         []Expr
		Line         int32
	}

	// Apply calls a function whose module or name is computed.
	Apply struct {
		Module, Name Expr
		Args         []Expr
		Line         int32
	}

	// CallFun calls a fun.
	CallFun struct {
		Fun  Expr
		Args []Expr
		Line int32
	}

	// Fn is an anonymous function. Free are the variables of outer levels that it reads.
	Fn struct {
		Clauses []*Clause
		Arity   int
		Free    []*Var
		Line    int32
		// With Params set the body of the fun is Body, in place of Clauses.
		Params []*Var
		Body   Expr
		// Lambda is where the code generator keeps the fun's number, plus one.
		Lambda int32
	}

	// LocalFun is &name/arity of the module being compiled.
	LocalFun struct {
		Name  string
		Arity int
		Line  int32
	}

	// Loop is a local function of the definition; LoopCall calls it. It is compiled as a function
	// with Params and then Free as parameters. Loop is a declaration: its value is not used.
	Loop struct {
		Name   string
		Params []*Var
		Free   []*Var
		Body   Expr
		Line   int32
		Index  int32
		// Bits says that the first parameter is a bitstring which only the body's pattern looks at.
		Bits bool
	}

	// LoopCall calls a Loop.
	LoopCall struct {
		Loop *Loop
		Args []Expr
		Line int32
	}

	// Match is pattern = value; its value is the right-hand side.
	Match struct {
		Pattern Pattern
		Value   Expr
		Line    int32
	}

	// Seq evaluates its expressions in order; the last is its value.
	Seq struct{ Exprs []Expr }

	// Case matches Arg against the clauses in order. Fail says what happens when none matches.
	Case struct {
		Arg     Expr
		Clauses []*Clause
		Fail    FailKind
		Line    int32
	}

	// Cond evaluates the conditions in order and the body of the first that is neither false nor nil.
	Cond struct {
		Clauses []CondClause
		Line    int32
	}

	// With chains matches; the first value that does not match goes to Else, or is the result.
	With struct {
		Steps []WithStep
		Body  Expr
		Else  []*Clause
		Line  int32
	}

	// Try evaluates Body with Handler for its exceptions. Else, when not nil, matches the value of
	// Body outside the protection. After runs in every case.
	Try struct {
		Body    Expr
		Else    []*Clause
		HasElse bool
		Handler *Handler
		After   Expr
		Line    int32
	}

	// Stacktrace is the current stack trace as a list, in a handler.
	Stacktrace struct{ Raw *Var }

	// Reraise passes the exception of a handler on.
	Reraise struct{ Handler *Handler }

	// Receive waits for a message. Without Timeout it waits for ever.
	Receive struct {
		Clauses []*Clause
		Timeout Expr
		After   Expr
		Line    int32
	}
)

// MapPair is a key and its value.
type MapPair struct{ Key, Value Expr }

// CondClause is one condition of a Cond.
type CondClause struct{ Cond, Body Expr }

// WithStep is pattern <- value (Pattern set) or a plain expression.
type WithStep struct {
	Pattern Pattern
	Guards  []Expr
	Value   Expr
}

// Handler is what follows when the body of a Try raises: Class, Reason and Raw (the raw stack
// trace) are bound, Body is evaluated.
type Handler struct {
	Class, Reason, Raw *Var
	Body               Expr
}

// Clause is patterns, guard alternatives and a body.
type Clause struct {
	Patterns []Pattern
	Guards   []Expr
	Body     Expr
	Line     int32
	// Vars are the variables that the patterns bind.
	Vars []*Var
}

// FailKind says how a failed match is reported.
type FailKind uint8

const (
	FailCase   FailKind = iota // {case_clause, value}
	FailMatch                  // {badmatch, value}
	FailWith                   // {with_clause, value}
	FailTry                    // {try_clause, value}
	FailReturn                 // the value is the result
)

// Pattern is one of the pattern types below, or *Var, which binds.
type Pattern any

type (
	// Wild is _.
	Wild struct{}

	// PLit is a constant that is not a list, tuple or map.
	PLit struct{ Value Const }

	// PCons is [Head | Tail].
	PCons struct{ Head, Tail Pattern }

	// PTuple is {Elems...}.
	PTuple struct{ Elems []Pattern }

	// PMap is %{key => pattern}; keys are constants or variables bound outside.
	PMap struct{ Pairs []PMapPair }

	// PBinary is <<segments>>.
	PBinary struct{ Segments []Segment }

	// PAnd is left = right.
	PAnd struct{ Left, Right Pattern }

	// PPin is ^var.
	PPin struct{ Var *Var }
)

// PMapPair is a key and the pattern of its value.
type PMapPair struct {
	Key     Expr
	Pattern Pattern
}

// SegType is the type of a binary segment.
type SegType uint8

const (
	SegInteger SegType = iota
	SegFloat
	SegBinary // binary and bytes; bitstring and bits with Unit 1
	SegUtf8
	SegUtf16
	SegUtf32
)

// Segment is one segment of a Binary (Value is an Expr) or PBinary (Value is a Pattern).
type Segment struct {
	Value  any
	Size   Expr // nil is the default: all for binaries, 8, 64 for numbers
	Unit   int
	Type   SegType
	Little bool
	Native bool
	Signed bool
	Line   int32
	Place  int32 // which it is in the source, from 1; 0 is where it stands
}

// Function is a definition ready for code generation.
type Function struct {
	Name    string
	Arity   int
	Line    int32
	Clauses []*Clause
	// NumVars is one more than the highest variable ID.
	NumVars int
	// NumLoops is the number of loops, whose Index is below it.
	NumLoops int
}
