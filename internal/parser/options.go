// Package parser reads Elixir source and makes quoted code, as Code.string_to_quoted does.
//
// It is a recursive descent over the flat token slice of package tokenizer: binary for operators by
// precedence climbing, postfix for dots, calls and brackets, primary for the rest. Elixir's grammar
// divides expressions by how problematic they are inside others (matched, no_parens and unmatched);
// here one function parses them all and leaves the class of its result in parser.class, and the
// callers that are particular refuse what the grammar refuses, with its words. A do block belongs to
// the outermost call without parentheses, so the arguments of such a call are parsed with noDo.
//
// What counts as correct is Elixir 1.18: the tree with all its metadata, the warnings, and the text
// and place of errors. Where an error could be reported at two places, Elixir's table-driven parser
// sometimes sees the later one first; that difference is accepted.
//
// Elixir's counterparts are elixir_parser and the errors of elixir_errors.
package parser

import (
	"joist/internal/diag"
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// Options are those of Code.string_to_quoted. The zero value parses like
// Code.string_to_quoted(src, columns: false, emit_warnings: false) with line 1 and column 1.
type Options struct {
	// File names the source in diagnostics ("nofile" when empty).
	File string
	// Line and Column are the position of the first byte; 0 stands for 1.
	Line, Column int
	// Indentation is added to the column of every line but the first.
	Indentation int
	// Columns fills Meta.Column.
	Columns bool
	// TokenMetadata adds do, end, closing, end_of_expression, newlines, parens, last, assoc ...
	TokenMetadata bool
	// KeepEscapes is "unescape: false": strings keep their escape sequences as written.
	KeepEscapes bool
	// LiteralEncoder, when set, replaces every literal; its error text becomes the diagnostic.
	LiteralEncoder func(literal quoted.Node, meta quoted.Meta) (quoted.Node, error)
	// StaticAtomsEncoder, when set, makes the node for every atom, variable and call name that is
	// not an operator, keyword, nil, true or false.
	StaticAtomsEncoder func(text string, meta quoted.Meta) (quoted.Node, error)
	// AtomExists is "existing_atoms_only": set, it is asked for every atom the source names.
	AtomExists func(name string) bool
	// MaxBytes bounds the source (0: DefaultMaxBytes) and MaxDepth the nesting of delimiters (0:
	// DefaultMaxDepth). The tree is at most four times as high, so that no input exhausts the stack
	// of the passes that walk it.
	MaxBytes, MaxDepth int
}

const (
	// DefaultMaxBytes is the longest source taken when Options.MaxBytes is 0.
	DefaultMaxBytes = 32 << 20
	// DefaultMaxDepth is the deepest nesting taken when Options.MaxDepth is 0.
	DefaultMaxDepth = 10_000
)

// Parse reads a whole source text and returns its quoted form: one expression, a __block__ of
// several, or an empty __block__. The tokenizer's warnings come before
// the parser's; after a syntax error there may be warnings, too.
func Parse(src []byte, opts Options) (quoted.Node, []diag.Diagnostic, *diag.Diagnostic) {
	return new(Parser).Parse(string(src), opts)
}

// Parser parses one source after another and keeps memory and names between them. It is for one
// goroutine at a time. The zero value is ready.
type Parser struct {
	buffers tokenizer.Buffers
	stack   []quoted.Node
	slab    slab
}

// Parse is the function Parse. Strings of the tree are parts of src.
func (ps *Parser) Parse(src string, opts Options) (quoted.Node, []diag.Diagnostic, *diag.Diagnostic) {
	return parse(ps, src, opts)
}
