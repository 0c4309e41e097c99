// Package tokenizer turns Elixir source text into tokens.
//
// The whole source is read in one pass into one flat slice: a Token holds no pointers, and names,
// numbers and strings are entries of the side tables of the Result. A string with interpolation
// is its opening token, followed in the same slice by its parts and the tokens of each
// interpolation:
//
//	String Part InterpBegin ...tokens... InterpEnd Part StringEnd
//
// The grammar of Elixir leans on its tokenizer, and so does this one: an identifier knows what
// follows it ("(", "[", do, or a unary operator after a space), an operator takes away the newline
// before it, and all delimiters are paired here, so that the parser never sees unbalanced input.
//
// Columns count characters from 1 (grapheme clusters inside strings, code points elsewhere).
// Elixir's counterpart is elixir_tokenizer.
package tokenizer

import "joist/internal/quoted"

// Kind is the class of a token.
type Kind uint8

const (
	EOF Kind = iota
	EOL
	Semicolon
	Comma
	Dot
	DotCall // the dot of fun.()

	Identifier
	ParenIdentifier   // directly followed by (
	BracketIdentifier // directly followed by [
	DoIdentifier      // directly followed by do
	OpIdentifier      // followed by a space and an operator that is unary: a -1
	Alias
	Atom
	AtomQuoted
	AtomInterp // :"a#{b}", its parts follow
	Keyword    // key of a keyword list
	KeywordInterp

	Int
	Float
	Char
	BinString
	ListString
	BinHeredoc
	ListHeredoc
	Sigil

	Part
	InterpBegin
	InterpEnd
	StringEnd

	Fn
	Do
	End
	Block // after, catch, else, rescue
	True
	False
	Nil

	LParen
	RParen
	LBracket
	RBracket
	LCurly
	RCurly
	LBit
	RBit
	MapOp   // the %{} before the { of a map
	Percent // the % of a struct

	// Operators, by their place in the grammar. Val is the Op.
	StabOp
	InMatchOp
	WhenOp
	TypeOp
	PipeOp
	AssocOp
	CaptureOp
	CaptureInt // the & of &1
	EllipsisOp
	MatchOp
	OrOp
	AndOp
	CompOp
	RelOp
	ArrowOp
	InOp
	XorOp
	TernaryOp
	ConcatOp
	RangeOp
	DualOp
	MultOp
	PowerOp
	UnaryOp
	AtOp

	NumKinds
)

// Flags of a token.
const (
	// Interpolated marks a string-like token whose parts follow it.
	Interpolated uint8 = 1 << iota
	// Big marks an Int whose Val indexes Result.Numbers instead of being the value.
	Big
)

// Token is one token. It has no pointers: Val means what the Kind says.
type Token struct {
	Kind  Kind
	Flags uint8
	// Delim is the quote of a quoted atom, keyword or call name; 0 when unquoted.
	Delim byte
	// Lines counts newlines: those after a comma, in an EOL or Semicolon, before an operator or a
	// closing delimiter. For Int, Float and Char it is the length of the text.
	Lines int32
	// Line and Column are where the token starts (those of a Part mean nothing), Start is its byte
	// offset.
	Line, Column, Start int32
	// Val is an index into Result.Names (identifiers, aliases, atoms, keywords, blocks),
	// Result.Numbers (floats, big integers), Result.Strings (strings, parts, sigils), the value of
	// a Char or small Int, or an Op.
	Val int32
}

// Str is a string-like token's content.
type Str struct {
	// Text is the content when there is no interpolation.
	Text string
	// Name indexes Result.Names: the sigil_x of a sigil.
	Name int32
	// Indentation is the column of a heredoc's closing quotes minus one, -1 when it is no heredoc.
	Indentation int32
	Delimiter   string
	Modifiers   string
}

// Op is an operator; its atom is OpName.
type Op = int32

// The operators. Their order is that of opNames.
const (
	OpStab Op = iota
	OpLeftArrow
	OpDefault
	OpWhen
	OpType
	OpPipe
	OpAssoc
	OpCapture
	OpEllipsis
	OpMatch
	OpOr2
	OpOr3
	OpOr
	OpAnd2
	OpAnd3
	OpAnd
	OpEq
	OpNotEq
	OpEqTilde
	OpEq3
	OpNotEq3
	OpLess
	OpGreater
	OpLessEq
	OpGreaterEq
	OpLess3
	OpGreater3
	OpPipeRight
	OpLess2Tilde
	OpTildeGreater2
	OpLessTilde
	OpTildeGreater
	OpLessTildeGreater
	OpLessPipeGreater
	OpIn
	OpNotIn
	OpXor
	OpTernary
	OpPlus2
	OpMinus2
	OpPlus3
	OpMinus3
	OpLessGreater
	OpRange
	OpPlus
	OpMinus
	OpTimes
	OpDivide
	OpPower
	OpBang
	OpPin
	OpNot
	OpTilde3
	OpAt
	numOps
)

var opNames = [numOps]string{
	"->", "<-", "\\\\", "when", "::", "|", "=>", "&", "...", "=",
	"||", "|||", "or", "&&", "&&&", "and", "==", "!=", "=~", "===", "!==",
	"<", ">", "<=", ">=", "<<<", ">>>", "|>", "<<~", "~>>", "<~", "~>", "<~>", "<|>",
	"in", "not in", "^^^", "//", "++", "--", "+++", "---", "<>", "..", "+", "-", "*", "/", "**",
	"!", "^", "not", "~~~", "@",
}

var opAtoms = boxOps()

func boxOps() (atoms [numOps]quoted.Node) {
	for i, name := range opNames {
		atoms[i] = quoted.Atom(name)
	}
	return atoms
}

// OpName is the operator as it is written.
func OpName(op Op) string { return opNames[op] }

// OpAtom is the operator's atom.
func OpAtom(op Op) quoted.Node { return opAtoms[op] }
