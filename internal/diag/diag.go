// Package diag holds source positions and the diagnostics that refer to them.
//
// A diagnostic is a value: the package that finds the fault makes it and words it; whoever talks
// to a person (the command, the shell, Code.eval_string) renders it.
package diag

// Pos is a place in a source file. Line and Column start at 1; 0 means unknown.
type Pos struct {
	Line, Column int
}

// Severity tells an error, which stops a compilation, from a warning, which does not.
type Severity uint8

const (
	Error Severity = iota
	Warning
)

// Diagnostic is one thing to tell about a piece of source.
type Diagnostic struct {
	Severity Severity
	// Exception is the Elixir exception an error is raised as, without the "Elixir." prefix:
	// "SyntaxError", "TokenMissingError", "MismatchedDelimiterError", "CompileError",
	// "ArgumentError", ... Empty for warnings.
	Exception string
	File      string
	Pos       Pos
	// EndPos is where the marked span ends (exclusive), when known.
	EndPos  Pos
	Message string
	// Hint is an optional second paragraph ("did you mean: ...").
	Hint string
	// Opening, Closing and Expected name the delimiters of a MismatchedDelimiterError and a
	// TokenMissingError; Pos is then where the opening one stands and EndPos where the closing one
	// stands or was missed.
	Opening, Closing, Expected string
	// In is what the place belongs to, shown after it: "M.f/1", "M (module)", or "".
	In string
	// Module is the module that the code was to define, with its name as atoms have it.
	Module string
	// Reported is set when people have been told already: the message only sums up.
	Reported bool
	// Trace is where an exception was raised, when that is told by the code that was expanded, the innermost first.
	Trace []Frame
	// Others are further places that the message is about.
	Others []Diagnostic
	// Snippet holds the source lines from Pos.Line to EndPos.Line (or just Pos.Line), when known.
	Snippet string
}

// Frame is an item of a stack trace: a function, with the place in it.
type Frame struct {
	Module, Function string // as atoms
	Arity            int
	File             string
	Line             int
}

// Error makes a *Diagnostic usable as a Go error; the text is file:line:column: message.
func (d *Diagnostic) Error() string {
	return location(d.File, d.Pos) + d.Message
}
