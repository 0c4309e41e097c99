// Package beam is a module as BEAM code: what the code generator builds, what a .beam file holds
// and what the loader reads. Nothing here knows the VM or the Elixir language.
//
// The instructions are the BEAM's generic ones (package opcode), with operands as in the compact
// term encoding of the .beam format.
package beam

import "joist/internal/opcode"

// Module is one module before loading or writing.
type Module struct {
	Name      string
	Functions []*Function
	// Atoms, Imports and Lists are what operands of the kinds Atom, MFA, List and Alloc index. Operands hold no pointers
	// themselves: a module has hundreds of thousands.
	Atoms   []string
	Imports []Import
	Lists   [][]Operand
	// Literals are the literal table, each in external term format (without compression, with the
	// leading 131). Operands of kind Literal index it.
	Literals [][]byte
	// Lambdas are the funs of the module; make_fun3 operands index it.
	Lambdas []Lambda
	// Lines is the line table; the operand of a line instruction indexes it. Entry 0 is
	// "no location". Files holds the names that its entries index; file 0 is the module's own.
	Lines []Line
	Files []string
	// Strings is the string pool of old-style bs_put_string and bs_match_string.
	Strings []byte
	// NumLabels is one more than the highest label used.
	NumLabels int
	// Attributes and CompileInfo are the Attr and CInf chunks, in external term format.
	Attributes, CompileInfo []byte
	// Chunks are further chunks by their four-letter name (Docs, ExCk, Dbgi), kept as they are.
	Chunks []Chunk
}

// Chunk is a part of a .beam file that the VM passes on without looking in.
type Chunk struct {
	Name string
	Data []byte
}

// Function is one function; Code starts with the instructions
//
//	label(L), line(N), func_info(M, F, A), label(Entry)
//
// as in a .beam file, so that printing and loading need no special cases.
type Function struct {
	Name     string
	Arity    int
	Entry    int // label that calls jump to
	Exported bool
	Code     []Instr
}

// Lambda is a fun made by make_fun3: a function of this module whose last NumFree arguments are
// the captured variables.
type Lambda struct {
	Name    string
	Arity   int // of the function: arguments of the fun plus NumFree
	Entry   int
	NumFree int
	Index   int
	OldUniq uint32
}

// Import is a function that the code names from outside.
type Import struct {
	Module, Function string
	Arity            int
}

// Line is a source location: an index in Files and a line number.
type Line struct {
	File, Line int
}

// Instr is one generic instruction. Args belongs to the instruction.
type Instr struct {
	Op   opcode.Op
	Args []Operand
}

// Kind says what an Operand is.
type Kind uint8

const (
	// None is absent: the zero label {f,0}, "no fail label", is Label with N 0, not None.
	None    Kind = iota
	Uint         // N: an untagged non-negative number (arity, live, size, index)
	Integer      // N: a small integer term; larger ones are Literals
	Atom         // N: index in Module.Atoms
	Nil          // the empty list
	X            // N: X register
	Y            // N: Y register
	FR           // N: float register
	Label        // N: label; 0 is no label
	Char         // N: a character
	Literal      // N: index in Module.Literals
	List         // N: index in Module.Lists: extended list (select_val, tuple updates, bs_create_bin ...)
	Alloc        // N: the same: allocation list: pairs of Uint (0 words, 1 floats, 2 funs) and Uint
	MFA          // N: index in Module.Imports
	Typed        // N: register with type index dropped: readers give X or Y instead
)

// Operand is one operand of an instruction.
type Operand struct {
	Kind Kind
	N    int64
}

// AtomName is the text of an Atom operand; it is "" for other operands and when the index is out of range.
func (m *Module) AtomName(o Operand) string {
	if o.Kind != Atom || uint64(o.N) >= uint64(len(m.Atoms)) {
		return ""
	}
	return m.Atoms[o.N]
}

// Import is the function of an MFA operand, or nil.
func (m *Module) Import(o Operand) *Import {
	if o.Kind != MFA || uint64(o.N) >= uint64(len(m.Imports)) {
		return nil
	}
	return &m.Imports[o.N]
}

// List is the content of a List or Alloc operand, or nil.
func (m *Module) List(o Operand) []Operand {
	if o.Kind != List && o.Kind != Alloc || uint64(o.N) >= uint64(len(m.Lists)) {
		return nil
	}
	return m.Lists[o.N]
}

// AddList adds a list and gives its operand, of kind List or Alloc.
func (m *Module) AddList(kind Kind, list []Operand) Operand {
	m.Lists = append(m.Lists, list)
	return Operand{Kind: kind, N: int64(len(m.Lists) - 1)}
}
