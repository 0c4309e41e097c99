package parser

import (
	"math"

	"joist/internal/mem"
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// The atoms that syntax makes by itself, boxed once.
var (
	atomBlock          = quoted.Node(quoted.Atom("__block__"))
	atomAliases        = quoted.Node(quoted.Atom("__aliases__"))
	atomDot            = quoted.Node(quoted.Atom("."))
	atomFn             = quoted.Node(quoted.Atom("fn"))
	atomTuple          = quoted.Node(quoted.Atom("{}"))
	atomMap            = quoted.Node(quoted.Atom("%{}"))
	atomStruct         = quoted.Node(quoted.Atom("%"))
	atomBits           = quoted.Node(quoted.Atom("<<>>"))
	atomAccess         = quoted.Node(quoted.Atom("Elixir.Access"))
	atomGet            = quoted.Node(quoted.Atom("get"))
	atomKernel         = quoted.Node(quoted.Atom("Elixir.Kernel"))
	atomToString       = quoted.Node(quoted.Atom("to_string"))
	atomBinary         = quoted.Node(quoted.Atom("binary"))
	atomList           = quoted.Node(quoted.Atom("Elixir.List"))
	atomToCharlist     = quoted.Node(quoted.Atom("to_charlist"))
	atomErlang         = quoted.Node(quoted.Atom("erlang"))
	atomBinaryToAtom   = quoted.Node(quoted.Atom("binary_to_atom"))
	atomBinaryExisting = quoted.Node(quoted.Atom("binary_to_existing_atom"))
	atomUTF8           = quoted.Node(quoted.Atom("utf8"))
	atomDo             = quoted.Node(quoted.Atom("do"))
	atomIn             = quoted.Node(quoted.Atom("in"))
	atomNot            = quoted.Node(quoted.Atom("not"))
	atomRangeStep      = quoted.Node(quoted.Atom("..//"))
	atomTrue           = quoted.Node(quoted.True)
	atomFalse          = quoted.Node(quoted.False)
	atomNil            = quoted.Node(quoted.Nil)

	noParensExtra      = []quoted.MetaItem{{Key: "no_parens", Value: quoted.True}}
	fromBracketsExtra  = []quoted.MetaItem{{Key: "from_brackets", Value: quoted.True}}
	ambiguousExtra     = []quoted.MetaItem{{Key: "ambiguous_op", Value: quoted.Nil}}
	interpolationExtra = []quoted.MetaItem{{Key: "from_interpolation", Value: quoted.True}}
)

// slab hands out forms and argument lists from larger pieces of memory.
type slab struct {
	forms []quoted.Form
	nodes []quoted.Node
	pairs []quoted.Pair
	// size is that of the next piece of forms: small sources take little, large ones large pieces.
	size  int
	ahead mem.Ahead
}

const (
	firstSlab = 16
	lastSlab  = 256
	// largeSource is how many bytes of text become megabytes of code.
	largeSource = 150_000
)

// form makes a call, operator or special form.
func (s *slab) form(head quoted.Node, meta quoted.Meta, args []quoted.Node) *quoted.Form {
	if len(s.forms) == 0 {
		s.size = min(max(2*s.size, firstSlab), lastSlab)
		s.forms = make([]quoted.Form, s.size)
		mem.Reached(&s.ahead, &s.forms[0])
	}
	f := &s.forms[0]
	s.forms = s.forms[1:]
	f.Head, f.Meta, f.Args = head, meta, args
	return f
}

// variable makes a variable as source names it.
func (s *slab) variable(name quoted.Node, meta quoted.Meta) *quoted.Form {
	f := s.form(name, meta, nil)
	f.IsVar, f.Context = true, quoted.Nil
	return f
}

// pair makes a two-element tuple.
func (s *slab) pair(left, right quoted.Node) *quoted.Pair {
	if len(s.pairs) == 0 {
		s.pairs = make([]quoted.Pair, max(s.size/4, 4))
	}
	pair := &s.pairs[0]
	s.pairs = s.pairs[1:]
	pair.Left, pair.Right = left, right
	return pair
}

// list allocates an argument list of n nodes.
func (s *slab) list(n int) []quoted.Node {
	if len(s.nodes) < n {
		if n > firstSlab {
			return make([]quoted.Node, n)
		}
		s.nodes = make([]quoted.Node, 2*max(s.size, firstSlab))
	}
	list := s.nodes[:n:n]
	s.nodes = s.nodes[n:]
	return list
}

func (s *slab) list1(a quoted.Node) []quoted.Node {
	list := s.list(1)
	list[0] = a
	return list
}

func (s *slab) list2(a, b quoted.Node) []quoted.Node {
	list := s.list(2)
	list[0], list[1] = a, b
	return list
}

// take moves what is on the stack above mark into a list of its own.
func (p *parser) take(mark int) []quoted.Node {
	list := p.list(len(p.stack) - mark)
	copy(list, p.stack[mark:])
	p.stack = p.stack[:mark]
	return list
}

// meta is the position of a token.
func (p *parser) meta(tok tokenizer.Token) quoted.Meta {
	if p.opts.Columns {
		return quoted.Meta{Line: tok.Line, Column: tok.Column}
	}
	return quoted.Meta{Line: tok.Line}
}

// position is the keyword list of a token's position, as a value inside other metadata.
func (p *parser) position(tok tokenizer.Token, more ...quoted.Node) quoted.List {
	list := make(quoted.List, 0, 3)
	list = append(list, &quoted.Pair{Left: quoted.Atom("line"), Right: quoted.Int(tok.Line)})
	if p.opts.Columns {
		list = append(list, &quoted.Pair{Left: quoted.Atom("column"), Right: quoted.Int(tok.Column)})
	}
	return append(list, more...)
}

// prepend puts an item before a form's other metadata.
func prepend(meta *quoted.Meta, key string, value quoted.Node) {
	extra := make([]quoted.MetaItem, 0, len(meta.Extra)+1)
	extra = append(extra, quoted.MetaItem{Key: key, Value: value})
	meta.Extra = append(extra, meta.Extra...)
}

// newlines is the token metadata of an operator with newlines around it.
func (p *parser) newlines(tok tokenizer.Token) []quoted.MetaItem {
	if !p.opts.TokenMetadata || tok.Lines <= 0 {
		return nil
	}
	return []quoted.MetaItem{{Key: "newlines", Value: quoted.Int(tok.Lines)}}
}

// pairExtra is the token metadata of a pair of delimiters.
func (p *parser) pairExtra(open, end tokenizer.Token) []quoted.MetaItem {
	if !p.opts.TokenMetadata {
		return nil
	}
	return append(p.newlines(open), quoted.MetaItem{Key: "closing", Value: p.position(end)})
}

// pairMeta is the metadata of a container.
func (p *parser) pairMeta(open, end tokenizer.Token) quoted.Meta {
	meta := p.meta(open)
	meta.Extra = p.pairExtra(open, end)
	return meta
}

// literal gives a literal to the encoder, if there is one.
func (p *parser) literal(node quoted.Node, tok tokenizer.Token, extra []quoted.MetaItem) quoted.Node {
	if p.opts.LiteralEncoder == nil {
		return node
	}
	meta := p.meta(tok)
	meta.Extra = extra
	encoded, err := p.opts.LiteralEncoder(node, meta)
	if err != nil {
		p.failAt(tok, err.Error()+": literal")
	}
	return encoded
}

// annotateEnd notes where the expression at stack[i] ends.
func (p *parser) annotateEnd(eoe tokenizer.Token, i int) {
	if !p.opts.TokenMetadata {
		return
	}
	f, ok := p.stack[i].(*quoted.Form)
	if !ok {
		return
	}
	if isCall(f, "->", 2) {
		if f, ok = f.Args[1].(*quoted.Form); !ok {
			return
		}
	}
	if isCall(f, "->", 2) {
		return
	}
	end := append(quoted.List{&quoted.Pair{Left: quoted.Atom("newlines"), Right: quoted.Int(eoe.Lines)}}, p.position(eoe)...)
	prepend(&f.Meta, "end_of_expression", end)
}

// number is the value of an Int token.
func (p *parser) integer(tok tokenizer.Token) quoted.Node {
	if tok.Flags&tokenizer.Big != 0 {
		return p.res.Numbers[tok.Val]
	}
	return quoted.Int(tok.Val)
}

// text is a number's or character's source.
func (p *parser) text(tok tokenizer.Token) string {
	return p.res.Source[tok.Start : tok.Start+tok.Lines]
}

func (p *parser) number(node quoted.Node, tok tokenizer.Token) quoted.Node {
	if p.opts.LiteralEncoder == nil {
		return node
	}
	var extra []quoted.MetaItem
	if p.opts.TokenMetadata {
		extra = []quoted.MetaItem{{Key: "token", Value: quoted.String(p.text(tok))}}
	}
	return p.literal(node, tok, extra)
}

func (p *parser) name(tok tokenizer.Token) quoted.Node { return p.res.NameNodes[tok.Val] }

// operator applies a binary operator.
func (p *parser) operator(left quoted.Node, op tokenizer.Token, right quoted.Node) quoted.Node {
	switch op.Val {
	case tokenizer.OpTernary:
		if !isCall(left, "..", 2) {
			p.failAfter(op, "the range step operator (//) must immediately follow the range definition operator (..), "+
				"for example: 1..9//2. If you wanted to define a default argument, use (\\\\) instead. Syntax error before: '//'")
		}
		dots := left.(*quoted.Form)
		args := p.list(3)
		args[0], args[1], args[2] = dots.Args[0], dots.Args[1], right
		return p.form(atomRangeStep, dots.Meta, args)
	case tokenizer.OpIn:
		if isCall(left, "not", 1) || isCall(left, "!", 1) {
			p.warn(op, "\"not expr1 in expr2\" is deprecated, use \"expr1 not in expr2\" instead")
			not := left.(*quoted.Form)
			in := p.form(atomIn, p.meta(op), p.list2(not.Args[0], right))
			return p.form(not.Head, p.meta(op), p.list1(in))
		}
	case tokenizer.OpNotIn:
		in := p.form(atomIn, p.meta(op), p.list2(left, right))
		return p.form(atomNot, p.meta(op), p.list1(in))
	}
	meta := p.meta(op)
	meta.Extra = p.newlines(op)
	return p.form(tokenizer.OpAtom(op.Val), meta, p.list2(left, right))
}

// unary applies a unary operator. A unary // is two divisions, as in &//2.
func (p *parser) unary(op tokenizer.Token, operand quoted.Node) quoted.Node {
	if op.Val != tokenizer.OpTernary {
		return p.form(tokenizer.OpAtom(op.Val), p.meta(op), p.list1(operand))
	}
	slash := tokenizer.OpAtom(tokenizer.OpDivide)
	inner := p.variable(slash, p.meta(op))
	outer := p.meta(op)
	if p.opts.Columns && outer.Column < math.MaxInt32 {
		outer.Column++
	}
	return p.form(slash, outer, p.list2(inner, operand))
}

// accessGet is subject[key], which calls Access.get.
func (p *parser) accessGet(subject, key quoted.Node, open, end tokenizer.Token) quoted.Node {
	meta := p.meta(open)
	meta.Extra = fromBracketsExtra
	if p.opts.TokenMetadata {
		meta.Extra = append(fromBracketsExtra[:1:1], p.pairExtra(open, end)...)
	}
	dot := p.form(atomDot, meta, p.list2(atomAccess, atomGet))
	return p.form(dot, meta, p.list2(subject, key))
}
