package parser

import (
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// A stab is Elixir's name for what stands between do, fn or ( and its end: expressions, or clauses
// with ->, each taking the expressions up to the next clause as its body.

// stabEnds tells the tokens that end a stab.
func stabEnds(k tokenizer.Kind) bool {
	switch k {
	case tokenizer.End, tokenizer.Block, tokenizer.RParen, tokenizer.EOF, tokenizer.InterpEnd:
		return true
	}
	return false
}

// stab pushes the expressions and clauses up to the end. With allowMany, arguments that end in a
// closing parenthesis where a clause should follow are returned instead: (a, b).
func (p *parser) stab(allowMany bool) (many []quoted.Node) {
	for {
		node, many := p.stabExpr(allowMany)
		if many != nil {
			return many
		}
		allowMany = false
		p.stack = append(p.stack, node)
		eoe, ok := p.endOfExpression()
		if ok {
			p.annotateEnd(eoe, len(p.stack)-1)
		}
		if stabEnds(p.kind()) {
			return nil
		}
		if !ok {
			p.unexpected()
		}
	}
}

// stabExpr parses one expression or the head and first expression of a clause.
func (p *parser) stabExpr(allowMany bool) (node quoted.Node, many []quoted.Node) {
	mark := len(p.stack)
	switch {
	case p.kind() == tokenizer.StabOp:
		return p.clause(nil, nil), nil
	case p.atKeyword():
		kw := p.keywordsNoParens()
		p.stack = append(p.stack, kw)
		if allowMany && p.atClosingParen() {
			return nil, p.take(mark)
		}
		return p.clause(p.clauseArgs(mark), nil), nil
	case p.kind() == tokenizer.LParen:
		return p.parenStabExpr(allowMany)
	}
	return p.stabRest(p.expr(), allowMany)
}

func (p *parser) atClosingParen() bool {
	return p.kind() == tokenizer.RParen || p.kind() == tokenizer.EOL && p.toks[p.pos+1].Kind == tokenizer.RParen
}

// parenStabExpr parses a stab expression that starts with a parenthesis: () -> and (a, b) -> have
// arguments inside them.
func (p *parser) parenStabExpr(allowMany bool) (quoted.Node, []quoted.Node) {
	open := p.toks[p.pos]
	var node quoted.Node
	if end, empty := p.emptyParen(); empty {
		if k := p.kind(); k == tokenizer.StabOp || k == tokenizer.WhenOp {
			return p.guardedClause(nil, p.parens(open, end)), nil
		}
		node = p.warnedEmpty(open, end)
	} else {
		var many []quoted.Node
		if node, many = p.paren(true); many != nil {
			if k := p.kind(); k != tokenizer.StabOp && k != tokenizer.WhenOp {
				p.unexpected()
			}
			return p.guardedClause(many, p.parens(open, p.toks[p.pos-1])), nil
		}
	}
	p.enter()
	node = p.operators(p.postfix(node, false), 0, false)
	p.leave()
	return p.stabRest(node, allowMany)
}

// stabRest continues after the first expression: as the first argument of a clause, or alone.
func (p *parser) stabRest(first quoted.Node, allowMany bool) (quoted.Node, []quoted.Node) {
	k := p.kind()
	if k != tokenizer.Comma && k != tokenizer.StabOp {
		return first, nil
	}
	if p.class == unmatched {
		p.unexpected()
	}
	mark := len(p.stack)
	p.stack = append(p.stack, first)
	p.moreArgsNoParens()
	if k == tokenizer.Comma && allowMany && p.atClosingParen() {
		return nil, p.take(mark)
	}
	return p.clause(p.clauseArgs(mark), nil), nil
}

// clauseArgs takes the arguments of a clause from the stack, with a guard around them all.
func (p *parser) clauseArgs(mark int) []quoted.Node {
	args := p.take(mark)
	if len(args) == 1 {
		args = unwrapSplice(args)
	}
	if last := args[len(args)-1]; isCall(last, "when", 2) {
		when := last.(*quoted.Form)
		all := p.list(len(args) + 1)
		copy(all, args[:len(args)-1])
		copy(all[len(args)-1:], when.Args)
		return p.list1(p.form(when.Head, when.Meta, all))
	}
	return args
}

// unwrapSplice undoes the block around (unquote_splicing(args)) where arguments are meant.
func unwrapSplice(args []quoted.Node) []quoted.Node {
	if isCall(args[0], "__block__", 1) {
		if f := args[0].(*quoted.Form); isSplicing(f.Args[0]) {
			return f.Args
		}
	}
	return args
}

func isSplicing(node quoted.Node) bool {
	f, ok := node.(*quoted.Form)
	return ok && f.Head == quoted.Node(quoted.Atom("unquote_splicing"))
}

// guardedClause parses a clause whose arguments stood in parentheses.
func (p *parser) guardedClause(args []quoted.Node, extra []quoted.MetaItem) quoted.Node {
	if p.kind() == tokenizer.WhenOp {
		when := p.next()
		guard := p.expr()
		all := p.list(len(args) + 1)
		copy(all, args)
		all[len(args)] = guard
		args = p.list1(p.form(tokenizer.OpAtom(when.Val), p.meta(when), all))
	}
	return p.clause(args, extra)
}

// endsExpression tells the tokens that go on with an expression or end one, so that none starts with them.
func endsExpression(k tokenizer.Kind) bool {
	switch k {
	case tokenizer.Comma, tokenizer.Dot, tokenizer.DotCall, tokenizer.RBracket, tokenizer.RCurly, tokenizer.RBit, tokenizer.Do,
		tokenizer.StabOp, tokenizer.InMatchOp, tokenizer.WhenOp, tokenizer.TypeOp, tokenizer.PipeOp, tokenizer.AssocOp,
		tokenizer.MatchOp, tokenizer.OrOp, tokenizer.AndOp, tokenizer.CompOp, tokenizer.RelOp, tokenizer.ArrowOp, tokenizer.InOp,
		tokenizer.XorOp, tokenizer.ConcatOp, tokenizer.RangeOp, tokenizer.MultOp, tokenizer.PowerOp:
		return true
	}
	return false
}

// clause parses the -> of a clause and the first expression of its body.
func (p *parser) clause(args []quoted.Node, extra []quoted.MetaItem) quoted.Node {
	op := p.expect(tokenizer.StabOp)
	p.skipEOL(&op)
	var body quoted.Node
	if k := p.kind(); stabEnds(k) || k == tokenizer.Semicolon || k == tokenizer.EOL {
		p.warn(op, "an expression is always required on the right side of ->. Please provide a value after ->")
		body = p.literal(atomNil, op, nil)
	} else {
		if endsExpression(k) { // an error, and told besides
			p.warn(op, "an expression is always required on the right side of ->. Please provide a value after ->")
		}
		body = p.expr()
	}
	meta := p.meta(op)
	meta.Extra = joinExtra(extra, p.newlines(op))
	return p.form(tokenizer.OpAtom(op.Val), meta, p.list2(quoted.List(args), body))
}

// collect makes a block or a list of clauses of what stab pushed above mark; clauses says which.
func (p *parser) collect(mark int) (node quoted.Node, clauses bool) {
	items := p.stack[mark:]
	firstClause := -1
	for i, item := range items {
		if isCall(item, "->", 2) {
			firstClause = i
			break
		}
	}
	switch {
	case firstClause < 0:
		return p.block(mark), false
	case firstClause > 0:
		p.failNode(items[firstClause], "unexpected operator ->. If you want to define multiple clauses, "+
			"the first expression must use ->. Syntax error before: '->'")
	}
	count, n := len(items), 0
	for i := 0; i < count; n++ {
		end := i + 1
		for end < count && !isCall(p.stack[mark+end], "->", 2) {
			end++
		}
		clause := p.stack[mark+i].(*quoted.Form)
		bodyMark := len(p.stack)
		p.stack = append(p.stack, clause.Args[1])
		p.stack = append(p.stack, p.stack[mark+i+1:mark+end]...)
		clause.Args[1] = p.block(bodyMark)
		p.stack[mark+n] = clause
		i = end
	}
	p.stack = p.stack[:mark+n]
	return quoted.List(p.take(mark)), true
}

// fn parses an anonymous function.
func (p *parser) fn(tok tokenizer.Token) quoted.Node {
	if eoe, ok := p.endOfExpression(); ok {
		tok.Lines = eoe.Lines
	}
	mark := len(p.stack)
	p.stab(false)
	end := p.expect(tokenizer.End)
	node, clauses := p.collect(mark)
	if !clauses {
		p.failAt(tok, "expected anonymous functions to be defined with -> inside: 'fn'")
	}
	return p.form(atomFn, p.pairMeta(tok, end), node.(quoted.List))
}

// doBlock parses do ... end: a keyword list with the body of each section.
func (p *parser) doBlock() (quoted.Node, []quoted.MetaItem) {
	do := p.expect(tokenizer.Do)
	outer := len(p.stack)
	section, key := do, atomDo
	for {
		p.endOfExpression()
		mark := len(p.stack)
		var body quoted.Node
		if k := p.kind(); k == tokenizer.End || k == tokenizer.Block {
			body = p.form(atomBlock, quoted.Meta{}, nil)
		} else {
			p.stab(false)
			body, _ = p.collect(mark)
		}
		p.stack = append(p.stack, p.pair(p.literal(key, section, nil), body))
		if p.kind() != tokenizer.Block {
			break
		}
		section = p.next()
		key = p.name(section)
	}
	end := p.expect(tokenizer.End)
	var extra []quoted.MetaItem
	if p.opts.TokenMetadata {
		extra = []quoted.MetaItem{{Key: "do", Value: p.position(do)}, {Key: "end", Value: p.position(end)}}
	}
	return quoted.List(p.take(outer)), extra
}

// parens is the token metadata of arguments or an expression in parentheses.
func (p *parser) parens(open, end tokenizer.Token) []quoted.MetaItem {
	if !p.opts.TokenMetadata {
		return nil
	}
	closing := &quoted.Pair{Left: quoted.Atom("closing"), Right: p.position(end)}
	return []quoted.MetaItem{{Key: "parens", Value: p.position(open, closing)}}
}

// emptyParen takes () if it stands here.
func (p *parser) emptyParen() (end tokenizer.Token, ok bool) {
	at := p.pos + 1
	if p.toks[at].Kind == tokenizer.EOL {
		at++
	}
	if p.toks[at].Kind != tokenizer.RParen {
		return end, false
	}
	p.pos = at + 1
	return p.toks[at], true
}

// warnedEmpty is the node of (), which means nothing.
func (p *parser) warnedEmpty(open, end tokenizer.Token) quoted.Node {
	p.warn(open, "invalid expression (). If you want to invoke or define a function, make sure there are "+
		"no spaces between the function name and its arguments. If you wanted to pass an empty block or code, "+
		"pass a value instead, such as a nil or an atom")
	p.class, p.access, p.isBase = matched, bracketed, true
	return p.form(atomBlock, quoted.Meta{Extra: p.parens(open, end)}, nil)
}

// paren parses (...). With allowMany, the arguments of (a, b) are returned as many.
func (p *parser) paren(allowMany bool) (node quoted.Node, many []quoted.Node) {
	if end, empty := p.emptyParen(); empty {
		open := p.toks[p.pos-2]
		if open.Kind == tokenizer.EOL {
			open = p.toks[p.pos-3]
		}
		return p.warnedEmpty(open, end), nil
	}
	open := p.next()
	p.skipEOL(&open)
	if p.kind() == tokenizer.Semicolon {
		p.pos++
		if p.kind() == tokenizer.RParen || p.kind() == tokenizer.EOL {
			end := p.expectClose(tokenizer.RParen)
			p.class, p.access, p.isBase = matched, bracketed, true
			return p.form(atomBlock, p.closingMeta(open, end), nil), nil
		}
		return p.parenStab(open, false)
	}
	return p.parenStab(open, allowMany)
}

// closingMeta is the metadata of a block in parentheses.
func (p *parser) closingMeta(open, end tokenizer.Token) quoted.Meta {
	meta := p.meta(open)
	if p.opts.TokenMetadata {
		meta.Extra = []quoted.MetaItem{{Key: "closing", Value: p.position(end)}}
	}
	return meta
}

// parenStab parses what stands between parentheses as an expression, a block or clauses.
func (p *parser) parenStab(open tokenizer.Token, allowMany bool) (node quoted.Node, many []quoted.Node) {
	mark := len(p.stack)
	if many = p.stab(allowMany); many != nil {
		p.expectClose(tokenizer.RParen)
		return nil, many
	}
	end := p.expect(tokenizer.RParen)
	p.class, p.access, p.isBase = matched, bracketed, true
	if len(p.stack) == mark+1 {
		only := p.stack[mark]
		if isCall(only, "not", 1) || isCall(only, "!", 1) {
			return p.form(atomBlock, quoted.Meta{}, p.take(mark)), nil
		}
		f, ok := only.(*quoted.Form)
		switch {
		case isCall(only, "unquote_splicing", 1):
			return p.form(atomBlock, p.closingMeta(open, end), p.take(mark)), nil
		case !isCall(only, "->", 2):
			p.stack = p.stack[:mark]
			if ok && p.opts.TokenMetadata {
				prepend(&f.Meta, "parens", p.parens(open, end)[0].Value)
			}
			return only, nil
		}
	}
	node, clauses := p.collect(mark)
	if clauses {
		return p.literal(node, open, p.pairExtra(open, end)), nil
	}
	block := node.(*quoted.Form)
	block.Meta = p.closingMeta(open, end)
	return block, nil
}
