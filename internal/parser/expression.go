package parser

import (
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// binding is the precedence of a binary operator; zero says that a token is none.
type binding struct {
	level uint8
	right bool
}

// The levels that are named elsewhere.
const (
	levelPipe    = 70
	levelCapture = 90
)

var bindings = [tokenizer.NumKinds]binding{
	tokenizer.InMatchOp: {40, false},
	tokenizer.WhenOp:    {50, true},
	tokenizer.TypeOp:    {60, true},
	tokenizer.PipeOp:    {levelPipe, true},
	tokenizer.MatchOp:   {100, true},
	tokenizer.OrOp:      {120, false},
	tokenizer.AndOp:     {130, false},
	tokenizer.CompOp:    {140, false},
	tokenizer.RelOp:     {150, false},
	tokenizer.ArrowOp:   {160, false},
	tokenizer.InOp:      {170, false},
	tokenizer.XorOp:     {180, false},
	tokenizer.TernaryOp: {190, true},
	tokenizer.ConcatOp:  {200, true},
	tokenizer.RangeOp:   {200, true},
	tokenizer.DualOp:    {210, false},
	tokenizer.MultOp:    {220, false},
	tokenizer.PowerOp:   {230, false},
}

// expr parses any expression.
func (p *parser) expr() quoted.Node { return p.binary(0, false) }

// binary parses operands joined by operators of at least a level. With noDo, do blocks belong to a
// call around this expression.
func (p *parser) binary(level uint8, noDo bool) quoted.Node {
	p.enter()
	node := p.operand(noDo)
	if bindings[p.kind()].level > 0 {
		node = p.operators(node, level, noDo)
	}
	p.leave()
	return node
}

// operators parses the operators of at least a level that follow an expression.
func (p *parser) operators(left quoted.Node, level uint8, noDo bool) quoted.Node {
	cls, chain := p.class, 0
	for {
		b := bindings[p.kind()]
		if b.level == 0 || b.level < level || cls == noParens {
			break
		}
		chain++
		op := p.next()
		p.skipEOL(&op)
		var right quoted.Node
		if op.Kind == tokenizer.WhenOp && p.atKeyword() {
			right = p.keywordsNoParens()
			p.class = noParens
		} else {
			if !b.right {
				b.level++
			}
			right = p.binary(b.level, noDo)
		}
		cls = p.joinClasses(cls, op, right)
		left = p.operator(left, op, right)
		p.isBase = false
	}
	p.longest = max(p.longest, chain)
	p.class = cls
	return left
}

// joinClasses is the class of an operator's result, whose right operand was parsed last.
func (p *parser) joinClasses(left class, op tokenizer.Token, right quoted.Node) class {
	if op.Kind == tokenizer.ArrowOp && (p.class == oneArg || p.class == noParens) {
		p.warnPipe(op, right)
	}
	switch {
	case left == unmatched && p.class == noParens:
		p.warnLine(op, "missing parentheses on expression following operator \""+tokenizer.OpName(op.Val)+
			"\", you must add parentheses to avoid ambiguities")
		return unmatched
	case left == unmatched || p.class == unmatched:
		return unmatched
	case p.class == noParens:
		return noParens
	}
	return matched
}

func (p *parser) warnPipe(op tokenizer.Token, right quoted.Node) {
	if f, ok := right.(*quoted.Form); !ok || len(f.Args) == 0 {
		return
	}
	name := tokenizer.OpName(op.Val)
	p.warn(op, "parentheses are required when piping into a function call. For example:\n\n"+
		"    foo 1 "+name+" bar 2 "+name+" baz 3\n\n"+
		"is ambiguous and should be written as\n\n"+
		"    foo(1) "+name+" bar(2) "+name+" baz(3)\n\n"+
		"Ambiguous pipe found at:")
}

// operand parses unary operators and what they apply to.
func (p *parser) operand(noDo bool) quoted.Node {
	tok := &p.toks[p.pos]
	switch tok.Kind {
	case tokenizer.UnaryOp, tokenizer.DualOp, tokenizer.TernaryOp:
		return p.unaryOperand(noDo)
	case tokenizer.CaptureOp:
		op := p.next()
		if p.kind() == tokenizer.EOL {
			p.pos++
		}
		return p.captureOperand(op, noDo, false)
	case tokenizer.EllipsisOp:
		op := p.next()
		if k := p.kind(); startsExpression[k] || k == tokenizer.DualOp || k == tokenizer.TernaryOp {
			return p.captureOperand(op, noDo, true)
		}
		p.class, p.access, p.isBase = matched, dotted, true
		return p.postfix(p.form(tokenizer.OpAtom(op.Val), p.meta(op), nil), noDo)
	case tokenizer.AtOp:
		return p.attribute(noDo)
	}
	return p.postfix(p.primary(noDo), noDo)
}

// unaryOperand parses an operator that binds tighter than all binary ones. One before a do block
// applies to all that follows, too.
func (p *parser) unaryOperand(noDo bool) quoted.Node {
	op := p.next()
	if p.kind() == tokenizer.EOL {
		p.pos++
	}
	p.enter()
	operand := p.operand(noDo)
	if p.class == unmatched {
		operand = p.operators(operand, 0, noDo)
	}
	p.leave()
	if p.class == oneArg {
		p.class = matched
	}
	p.access = closed
	return p.unary(op, operand)
}

// captureOperand parses what follows & or ..., which bind looser than most binary operators.
func (p *parser) captureOperand(op tokenizer.Token, noDo, mayBeBase bool) quoted.Node {
	operand := p.binary(levelCapture+1, noDo)
	if p.class == unmatched {
		operand = p.operators(operand, 0, noDo)
	}
	if p.class == oneArg {
		p.class = matched
	}
	p.access, p.isBase = closed, p.isBase && mayBeBase
	return p.unary(op, operand)
}

// attribute parses @, which binds tighter than a dot and than brackets.
func (p *parser) attribute(noDo bool) quoted.Node {
	op := p.next()
	if p.kind() == tokenizer.EOL {
		p.pos++
	}
	p.enter()
	var operand quoted.Node
	switch p.kind() {
	case tokenizer.UnaryOp, tokenizer.DualOp, tokenizer.TernaryOp, tokenizer.CaptureOp,
		tokenizer.EllipsisOp, tokenizer.AtOp:
		operand = p.operand(noDo)
		if p.kind() == tokenizer.LBracket {
			p.access = dotted
		}
	default:
		operand = p.primary(noDo)
	}
	if p.class == unmatched {
		operand = p.operators(operand, 0, noDo)
	}
	p.leave()
	node := p.unary(op, operand)
	if p.class == oneArg {
		p.class = matched
	}
	if p.class != matched || p.access == closed {
		return node
	}
	if p.access == bracketed && p.kind() != tokenizer.LBracket {
		p.access = dotted
	}
	return p.postfix(node, noDo)
}

// postfix parses the dots, calls and brackets that follow an operand.
func (p *parser) postfix(node quoted.Node, noDo bool) quoted.Node {
	chain := 0
	for {
		switch k := p.kind(); {
		case k == tokenizer.LBracket && p.access == bracketed:
			node = p.bracketAccess(node)
		case k == tokenizer.Dot && p.access != closed:
			node = p.dot(node, noDo)
		case k == tokenizer.DotCall && p.access != closed:
			node = p.dotCall(node, noDo)
		default:
			p.longest = max(p.longest, chain)
			return node
		}
		chain++
	}
}

// bracketAccess parses [key] after an operand.
func (p *parser) bracketAccess(subject quoted.Node) quoted.Node {
	open := p.next()
	p.skipEOL(&open)
	var key quoted.Node
	if p.atKeyword() {
		key = quoted.List(p.keywords(dataKeywords))
	} else {
		key = p.containerExpr()
		if p.kind() == tokenizer.Comma {
			comma := p.next()
			if k := p.kind(); k != tokenizer.RBracket && k != tokenizer.EOL {
				p.containerArgs()
				p.expectClose(tokenizer.RBracket)
				p.failAt(comma, tooManyAccess)
			}
		}
	}
	end := p.expectClose(tokenizer.RBracket)
	p.class, p.access, p.isBase = matched, bracketed, true
	return p.accessGet(subject, key, open, end)
}

// dot parses what follows expr and a dot: a name, an alias, or {A, B}.
func (p *parser) dot(left quoted.Node, noDo bool) quoted.Node {
	dot := p.next()
	if p.kind() == tokenizer.EOL {
		p.pos++
	}
	tok := p.next()
	switch tok.Kind {
	case tokenizer.Identifier, tokenizer.ParenIdentifier, tokenizer.BracketIdentifier,
		tokenizer.DoIdentifier, tokenizer.OpIdentifier:
		meta := p.meta(tok)
		if tok.Delim != 0 && p.opts.TokenMetadata {
			meta.Extra = []quoted.MetaItem{{Key: "delimiter", Value: quoted.String(string(tok.Delim))}}
		}
		head := p.form(atomDot, p.meta(dot), p.list2(left, p.name(tok)))
		return p.call(callee{head: head, meta: meta, dotted: true}, tok, noDo)
	case tokenizer.Alias:
		return p.dotAlias(dot, left, tok)
	case tokenizer.LCurly:
		return p.dotContainer(dot, left, tok)
	}
	p.pos--
	p.unexpected()
	return nil
}

func (p *parser) dotAlias(dot tokenizer.Token, left quoted.Node, alias tokenizer.Token) quoted.Node {
	p.class, p.access, p.isBase = matched, bracketed, true
	f, ok := left.(*quoted.Form)
	if _, isAtom := left.(quoted.Atom); isAtom {
		p.failAt(alias, "atom cannot be followed by an alias. If the '.' was meant to be part of the atom's name, "+
			"the atom name must be quoted. Syntax error before: '.'")
	}
	if ok && !f.IsVar && f.Head == atomAliases {
		args := p.list(len(f.Args) + 1)
		copy(args, f.Args)
		args[len(f.Args)] = p.name(alias)
		meta := f.Meta
		if p.opts.TokenMetadata {
			extra := make([]quoted.MetaItem, len(meta.Extra))
			copy(extra, meta.Extra)
			for i := range extra {
				if extra[i].Key == "last" {
					extra[i].Value = p.position(alias)
				}
			}
			meta.Extra = extra
		}
		return p.form(atomAliases, meta, args)
	}
	meta := p.meta(dot)
	p.lastSegment(&meta, alias)
	return p.form(atomAliases, meta, p.list2(left, p.name(alias)))
}

func (p *parser) lastSegment(meta *quoted.Meta, alias tokenizer.Token) {
	if p.opts.TokenMetadata {
		meta.Extra = []quoted.MetaItem{{Key: "last", Value: p.position(alias)}}
	}
}

// dotContainer parses the {A, B} of Foo.{A, B}.
func (p *parser) dotContainer(dot tokenizer.Token, left quoted.Node, open tokenizer.Token) quoted.Node {
	p.skipEOL(&open)
	meta := p.meta(dot)
	var args []quoted.Node
	if p.kind() == tokenizer.RCurly {
		p.pos++
	} else {
		if p.atKeyword() {
			p.unexpected()
		}
		args = p.containerArgs()
		meta.Extra = p.pairExtra(open, p.expectClose(tokenizer.RCurly))
	}
	p.class, p.access, p.isBase = matched, bracketed, true
	head := p.form(atomDot, p.meta(dot), p.list2(left, atomTuple))
	return p.form(head, meta, args)
}

// dotCall parses the arguments of fun.(args).
func (p *parser) dotCall(fun quoted.Node, noDo bool) quoted.Node {
	dot := p.next()
	meta := p.meta(dot)
	head := p.form(atomDot, meta, p.list1(fun))
	return p.parenCall(callee{head: head, meta: meta, dotted: true}, noDo)
}
