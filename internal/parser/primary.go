package parser

import (
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// primary parses an operand without what may follow it.
func (p *parser) primary(noDo bool) quoted.Node {
	tok := p.next()
	switch tok.Kind {
	case tokenizer.Identifier, tokenizer.ParenIdentifier, tokenizer.BracketIdentifier,
		tokenizer.DoIdentifier, tokenizer.OpIdentifier:
		return p.local(tok, noDo)
	case tokenizer.RangeOp:
		p.class, p.access, p.isBase = matched, dotted, true
		return p.form(tokenizer.OpAtom(tok.Val), p.meta(tok), nil)
	}
	node := p.accessible(tok)
	p.class, p.access, p.isBase = matched, bracketed, true
	return node
}

// accessible parses the operands that brackets may follow: literals, containers, aliases, (...)
// and fn.
func (p *parser) accessible(tok tokenizer.Token) quoted.Node {
	switch tok.Kind {
	case tokenizer.Alias:
		return p.alias(tok)
	case tokenizer.Atom:
		return p.atom(tok)
	case tokenizer.AtomQuoted:
		return p.literal(p.name(tok), tok, p.delimiter(tok))
	case tokenizer.AtomInterp:
		return p.interpolatedAtom(tok, p.delimiter(tok))
	case tokenizer.Int:
		return p.number(p.integer(tok), tok)
	case tokenizer.Float:
		return p.number(p.res.Numbers[tok.Val], tok)
	case tokenizer.Char:
		return p.number(quoted.Int(tok.Val), tok)
	case tokenizer.BinString, tokenizer.BinHeredoc:
		return p.binString(tok)
	case tokenizer.ListString, tokenizer.ListHeredoc:
		return p.listString(tok)
	case tokenizer.Sigil:
		return p.sigil(tok)
	case tokenizer.True:
		return p.literal(atomTrue, tok, nil)
	case tokenizer.False:
		return p.literal(atomFalse, tok, nil)
	case tokenizer.Nil:
		return p.literal(atomNil, tok, nil)
	case tokenizer.CaptureInt:
		number := p.expect(tokenizer.Int)
		return p.unary(tok, p.integer(number))
	case tokenizer.Fn:
		return p.fn(tok)
	case tokenizer.LBracket:
		return p.listLiteral(tok)
	case tokenizer.LCurly:
		return p.tuple(tok)
	case tokenizer.LBit:
		return p.bitstring(tok)
	case tokenizer.MapOp:
		return p.mapLiteral(p.expect(tokenizer.LCurly))
	case tokenizer.Percent:
		return p.structLiteral(tok)
	case tokenizer.LParen:
		p.pos--
		node, _ := p.paren(false)
		return node
	}
	p.pos--
	p.unexpected()
	return nil
}

// alias parses Foo.Bar.Baz.
func (p *parser) alias(first tokenizer.Token) quoted.Node {
	mark := len(p.stack)
	last := first
	p.stack = append(p.stack, p.name(first))
	// @ binds closer than a dot: @Foo.Bar is (@Foo).Bar.
	attribute := p.pos >= 2 && p.toks[p.pos-2].Kind == tokenizer.AtOp
	for !attribute && p.kind() == tokenizer.Dot && p.toks[p.pos+1].Kind == tokenizer.Alias {
		last = p.toks[p.pos+1]
		p.stack = append(p.stack, p.name(last))
		p.pos += 2
	}
	meta := p.meta(first)
	p.lastSegment(&meta, last)
	return p.form(atomAliases, meta, p.take(mark))
}

func (p *parser) atom(tok tokenizer.Token) quoted.Node {
	node := p.name(tok)
	if p.opts.LiteralEncoder == nil {
		return node
	}
	var extra []quoted.MetaItem
	if node == atomTrue || node == atomFalse || node == atomNil {
		extra = []quoted.MetaItem{{Key: "format", Value: quoted.Atom("atom")}}
	}
	return p.literal(node, tok, extra)
}

// delimiter is the token metadata of a quoted name.
func (p *parser) delimiter(tok tokenizer.Token) []quoted.MetaItem {
	if !p.opts.TokenMetadata {
		return nil
	}
	return []quoted.MetaItem{{Key: "delimiter", Value: quoted.String(string(tok.Delim))}}
}

// containerExpr parses an element of a container.
func (p *parser) containerExpr() quoted.Node {
	node := p.expr()
	if p.class == noParens {
		p.failNode(node, containerComma)
	}
	return node
}

// containerArgs parses the elements of a container up to its closing delimiter, which it leaves.
// The last may be a keyword list without brackets.
func (p *parser) containerArgs() []quoted.Node {
	mark := len(p.stack)
	p.pushElements(false)
	return p.take(mark)
}

// pushElements pushes elements; a keyword list at the end is one element, or with flat as many as
// it has pairs.
func (p *parser) pushElements(flat bool) {
	for {
		p.stack = append(p.stack, p.containerExpr())
		if p.kind() != tokenizer.Comma {
			return
		}
		p.pos++
		switch k := p.kind(); {
		case k == tokenizer.Keyword || k == tokenizer.KeywordInterp:
			kw := p.keywords(dataKeywords)
			if flat {
				p.stack = append(p.stack, kw...)
			} else {
				p.stack = append(p.stack, quoted.List(kw))
			}
			return
		case k == tokenizer.EOL || k == tokenizer.RBracket || k == tokenizer.RCurly || k == tokenizer.RBit || k == tokenizer.RParen:
			return
		}
	}
}

func (p *parser) listLiteral(open tokenizer.Token) quoted.Node {
	p.skipEOL(&open)
	var elements []quoted.Node
	var end tokenizer.Token
	if p.kind() == tokenizer.RBracket {
		end = p.next()
	} else {
		if p.atKeyword() {
			elements = p.keywords(dataKeywords)
		} else {
			mark := len(p.stack)
			p.pushElements(true)
			elements = p.take(mark)
		}
		end = p.expectClose(tokenizer.RBracket)
	}
	return p.literal(quoted.List(elements), open, p.pairExtra(open, end))
}

// elements parses what is between { } or << >>.
func (p *parser) elements(open *tokenizer.Token, closing tokenizer.Kind, what, text string) ([]quoted.Node, tokenizer.Token) {
	p.skipEOL(open)
	if p.kind() == closing {
		return nil, p.next()
	}
	if p.atKeyword() {
		p.keywords(dataKeywords)
		p.expect(closing)
		p.failAt(*open, "unexpected keyword list inside "+what+". Did you mean to write a map (using %{...}) "+
			"or a list (using [...]) instead? Syntax error after: '"+text+"'")
	}
	args := p.containerArgs()
	return args, p.expectClose(closing)
}

func (p *parser) tuple(open tokenizer.Token) quoted.Node {
	args, end := p.elements(&open, tokenizer.RCurly, "tuple", "{")
	if len(args) == 2 {
		return p.literal(p.pair(args[0], args[1]), open, p.pairExtra(open, end))
	}
	return p.form(atomTuple, p.pairMeta(open, end), args)
}

func (p *parser) bitstring(open tokenizer.Token) quoted.Node {
	args, end := p.elements(&open, tokenizer.RBit, "bitstring", "<<")
	return p.form(atomBits, p.pairMeta(open, end), args)
}
