package parser

import (
	"fmt"
	"unicode/utf8"

	"joist/internal/diag"
	"joist/internal/mem"
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// class says how problematic an expression is inside another one. Elixir's grammar has a
// nonterminal for each; here every parsing function leaves the class of its result in
// parser.class.
type class uint8

const (
	// matched expressions fit everywhere.
	matched class = iota
	// oneArg is a matched expression that is a call without parentheses, f a.
	oneArg
	// noParens is a call without parentheses whose arguments contain a comma: f a, b and f g a, b.
	noParens
	// unmatched expressions end with a do block.
	unmatched
)

// access says what may directly follow an operand.
type access uint8

const (
	// closed operands end in arguments without parentheses or a do block.
	closed access = iota
	// dotted ones are variables and calls without arguments: a dot may follow.
	dotted
	// bracketed ones also take [key].
	bracketed
)

// parser is the state of one parse. Syntax errors leave it by panicking with a *syntaxError, which
// parse recovers; nothing else panics.
type parser struct {
	toks []tokenizer.Token
	pos  int
	res  tokenizer.Result
	opts Options

	// class, access and isBase describe the last operand or expression; isBase says that it may
	// stand alone in a map or name a struct.
	class  class
	access access
	isBase bool

	// depth is the current recursion; deepest and longest are the maxima of it and of the length
	// of a chain of operators, dots or calls, which grows the tree without recursion.
	depth, deepest, longest int

	// stack holds the arguments under construction.
	stack []quoted.Node
	slab
	warnings []diag.Diagnostic
}

type syntaxError struct {
	diag *diag.Diagnostic
}

func parse(ps *Parser, src string, opts Options) (node quoted.Node, warnings []diag.Diagnostic, err *diag.Diagnostic) {
	opts = withDefaults(opts)
	if err := checkSource(src, opts); err != nil {
		return nil, nil, err
	}
	res, err := tokenizer.Tokenize(src, tokenizer.Options{
		File: opts.File, Line: opts.Line, Column: opts.Column, KeepEscapes: opts.KeepEscapes,
		EncodeAtom: opts.StaticAtomsEncoder, AtomExists: opts.AtomExists, MaxDepth: opts.MaxDepth,
	}, &ps.buffers)
	if err != nil {
		addSnippet(err, res.Source, opts)
		return nil, nil, err
	}
	p := &parser{toks: res.Tokens, res: res, opts: opts, warnings: res.Warnings, stack: ps.stack, slab: ps.slab}
	p.ahead = mem.Ahead{On: len(src) >= largeSource}
	defer func() {
		clear(p.stack[:cap(p.stack)])
		ps.stack, ps.slab = p.stack[:0], p.slab
		clear(res.Strings)
		if r := recover(); r != nil {
			bail, ok := r.(*syntaxError)
			if !ok {
				panic(r)
			}
			addSnippet(bail.diag, res.Source, opts)
			node, warnings, err = nil, p.warnings, bail.diag
		}
	}()
	node = p.program(tokenizer.EOF)
	p.checkHeight(node)
	return node, p.warnings, nil
}

func withDefaults(opts Options) Options {
	if opts.File == "" {
		opts.File = "nofile"
	}
	if opts.Line == 0 {
		opts.Line = 1
	}
	if opts.Column == 0 {
		opts.Column = 1
	}
	if opts.MaxBytes == 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	if opts.MaxDepth == 0 {
		opts.MaxDepth = DefaultMaxDepth
	}
	return opts
}

// checkSource refuses what is too long or not text, naming the place.
func checkSource(src string, opts Options) *diag.Diagnostic {
	if len(src) > opts.MaxBytes {
		return &diag.Diagnostic{Exception: "SyntaxError", File: opts.File, Pos: diag.Pos{Line: opts.Line, Column: opts.Column},
			Message: fmt.Sprintf("source is too long: %d bytes, the limit is %d", len(src), opts.MaxBytes)}
	}
	if utf8.ValidString(src) {
		return nil
	}
	pos := diag.Pos{Line: opts.Line, Column: opts.Column}
	for len(src) > 0 {
		r, n := utf8.DecodeRuneInString(src)
		if r == utf8.RuneError && n == 1 {
			break
		}
		pos.Column++
		if r == '\n' {
			pos.Line++
			pos.Column = opts.Column
		}
		src = src[n:]
	}
	return &diag.Diagnostic{Exception: "UnicodeConversionError", File: opts.File, Pos: pos,
		Message: "invalid encoding starting at " + quoted.InspectBytes([]byte(src[:min(len(src), 16)]))}
}

// checkHeight refuses a tree that is too high to walk. Its height is at most the deepest recursion
// times the longest chain, which settles nearly every source without looking.
func (p *parser) checkHeight(root quoted.Node) {
	if (p.deepest+1)*(p.longest+3) <= p.opts.MaxDepth {
		return
	}
	if n := quoted.Height(root, 4*p.opts.MaxDepth); n > 4*p.opts.MaxDepth {
		p.failAt(p.toks[0], fmt.Sprintf("nesting is too deep: more than %d levels", 4*p.opts.MaxDepth))
	}
}

func (p *parser) enter() {
	p.depth++
	if p.depth > p.deepest {
		p.deepest = p.depth
		if p.depth > 4*p.opts.MaxDepth {
			p.failAt(p.toks[p.pos], fmt.Sprintf("nesting is too deep: more than %d levels", 4*p.opts.MaxDepth))
		}
	}
}

func (p *parser) leave() { p.depth-- }

func (p *parser) kind() tokenizer.Kind { return p.toks[p.pos].Kind }

// next takes the current token.
func (p *parser) next() tokenizer.Token {
	tok := p.toks[p.pos]
	p.pos++
	return tok
}

// expect takes a token of a kind.
func (p *parser) expect(kind tokenizer.Kind) tokenizer.Token {
	if p.kind() != kind {
		p.unexpected()
	}
	return p.next()
}

// skipEOL takes a newline after tok, which remembers how many there were.
func (p *parser) skipEOL(tok *tokenizer.Token) {
	if eol := &p.toks[p.pos]; eol.Kind == tokenizer.EOL {
		tok.Lines = eol.Lines
		p.pos++
	}
}

// expectClose takes a closing delimiter, perhaps on a new line.
func (p *parser) expectClose(kind tokenizer.Kind) tokenizer.Token {
	if p.kind() == tokenizer.EOL {
		p.pos++
	}
	return p.expect(kind)
}

// endOfExpression takes newlines and a semicolon. ok says that there were any.
func (p *parser) endOfExpression() (tok tokenizer.Token, ok bool) {
	tok = p.toks[p.pos]
	switch tok.Kind {
	case tokenizer.EOL:
		p.pos++
		if p.kind() == tokenizer.Semicolon {
			p.pos++
		}
		return tok, true
	case tokenizer.Semicolon:
		p.pos++
		return tok, true
	}
	return tok, false
}

// program parses expressions up to end, which it leaves: a source or an interpolation.
func (p *parser) program(end tokenizer.Kind) quoted.Node {
	mark := len(p.stack)
	first, leading := p.endOfExpression()
	if p.kind() == end {
		if leading {
			return p.form(atomBlock, p.meta(first), nil)
		}
		return p.form(atomBlock, quoted.Meta{}, nil)
	}
	for {
		p.stack = append(p.stack, p.expr())
		eoe, ok := p.endOfExpression()
		if ok {
			p.annotateEnd(eoe, len(p.stack)-1)
		}
		if p.kind() == end {
			return p.block(mark)
		}
		if !ok {
			p.unexpected()
		}
	}
}

// block makes one expression of those on the stack above mark.
func (p *parser) block(mark int) quoted.Node {
	if len(p.stack)-mark == 1 && !isCall(p.stack[mark], "unquote_splicing", 1) {
		node := p.stack[mark]
		p.stack = p.stack[:mark]
		return node
	}
	return p.form(atomBlock, quoted.Meta{}, p.take(mark))
}

// isCall tells a local call or operator with a number of arguments.
func isCall(node quoted.Node, name quoted.Atom, arity int) bool {
	f, ok := node.(*quoted.Form)
	if !ok || f.IsVar || len(f.Args) != arity {
		return false
	}
	head, ok := f.Head.(quoted.Atom)
	return ok && head == name
}
