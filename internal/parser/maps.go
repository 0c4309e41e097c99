package parser

import (
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// structLiteral parses the name and the fields of %Name{...}.
func (p *parser) structLiteral(percent tokenizer.Token) quoted.Node {
	p.enter()
	name := p.structName()
	p.leave()
	if bindings[p.kind()].level > 0 { // an error, noticed behind the operation
		p.class = matched
		p.operators(name, 0, true)
		p.unexpected()
	}
	if !p.isBase {
		p.unexpected()
	}
	if p.kind() == tokenizer.EOL {
		p.pos++
	}
	fields := p.mapLiteral(p.expect(tokenizer.LCurly))
	return p.form(atomStruct, p.meta(percent), p.list2(name, fields))
}

// structName parses an operand that takes no arguments without parentheses: after it a { follows.
func (p *parser) structName() quoted.Node {
	switch tok := p.toks[p.pos]; tok.Kind {
	case tokenizer.AtOp, tokenizer.UnaryOp, tokenizer.DualOp, tokenizer.TernaryOp:
		p.pos++
		if p.kind() == tokenizer.EOL {
			p.pos++
		}
		p.enter()
		name := p.unary(tok, p.structName())
		p.leave()
		return name
	case tokenizer.EllipsisOp:
		p.pos++
		p.access, p.isBase = dotted, true
		if p.kind() != tokenizer.LCurly {
			return p.unary(tok, p.structName())
		}
		return p.form(tokenizer.OpAtom(tok.Val), p.meta(tok), nil)
	}
	var name quoted.Node
	if k := p.kind(); (k == tokenizer.Identifier || k == tokenizer.OpIdentifier) && p.toks[p.pos+1].Kind == tokenizer.LCurly {
		tok := p.next()
		return p.bare(callee{head: p.name(tok), meta: p.meta(tok)})
	}
	name = p.primary(true)
	for p.access != closed {
		k := p.kind()
		switch {
		case k == tokenizer.LBracket && p.access == bracketed:
			name = p.bracketAccess(name)
		case k == tokenizer.DotCall:
			name = p.dotCall(name, true)
		case k == tokenizer.Dot && p.toks[p.pos+1].Kind == tokenizer.Identifier && p.toks[p.pos+2].Kind == tokenizer.LCurly:
			dot, tok := p.next(), p.next()
			head := p.form(atomDot, p.meta(dot), p.list2(name, p.name(tok)))
			return p.bare(callee{head: head, meta: p.meta(tok), dotted: true})
		case k == tokenizer.Dot:
			name = p.dot(name, true)
		default:
			return name
		}
	}
	return name
}

// mapLiteral parses what follows the opening brace of a map.
func (p *parser) mapLiteral(open tokenizer.Token) quoted.Node {
	p.skipEOL(&open)
	if p.kind() == tokenizer.RCurly {
		return p.form(atomMap, p.pairMeta(open, p.next()), nil)
	}
	if p.atKeyword() {
		pairs := p.keywords(dataKeywords)
		return p.form(atomMap, p.pairMeta(open, p.expectClose(tokenizer.RCurly)), pairs)
	}
	subject := p.binary(levelPipe+1, false)
	if p.class == noParens {
		p.unexpected()
	}
	mark := len(p.stack)
	if p.kind() == tokenizer.PipeOp {
		if node := p.mapUpdate(open, subject); node != nil {
			return node
		}
	} else {
		p.association(p.operators(subject, 0, false))
		p.moreAssociations()
	}
	return p.form(atomMap, p.pairMeta(open, p.expectClose(tokenizer.RCurly)), p.take(mark))
}

// mapUpdate parses the | of %{map | key => value} and what follows. It returns nil when the bar was
// part of a key, having pushed all associations.
func (p *parser) mapUpdate(open tokenizer.Token, subject quoted.Node) quoted.Node {
	cls := p.class
	pipe := p.next()
	p.skipEOL(&pipe)
	mark := len(p.stack)
	if p.atKeyword() {
		changes := quoted.List(p.keywords(dataKeywords))
		return p.updateForm(open, subject, pipe, changes)
	}
	first := p.binary(levelPipe, false)
	if b := bindings[p.kind()]; b.level > 0 {
		// %{a | b when c => d}: a looser operator makes it a key.
		if cls == unmatched {
			p.class = unmatched
		}
		p.isBase = false
		p.association(p.operators(p.operator(subject, pipe, first), 0, false))
		p.moreAssociations()
		return nil
	}
	p.association(first)
	p.moreAssociations()
	return p.updateForm(open, subject, pipe, quoted.List(p.take(mark)))
}

func (p *parser) updateForm(open tokenizer.Token, subject quoted.Node, pipe tokenizer.Token, changes quoted.Node) quoted.Node {
	end := p.expectClose(tokenizer.RCurly)
	update := p.operator(subject, pipe, changes)
	return p.form(atomMap, p.pairMeta(open, end), p.list1(update))
}

// association pushes key => value, whose key was parsed, or an expression that stands for pairs.
func (p *parser) association(key quoted.Node) {
	if p.kind() != tokenizer.AssocOp {
		if !p.isBase || p.class != matched {
			p.unexpected()
		}
		p.stack = append(p.stack, key)
		return
	}
	if p.class == noParens {
		p.unexpected()
	}
	arrow := p.next()
	if p.kind() == tokenizer.EOL {
		p.pos++
	}
	if f, ok := key.(*quoted.Form); ok && p.opts.TokenMetadata {
		prepend(&f.Meta, "assoc", p.position(arrow))
	}
	value := p.expr()
	if p.class == noParens {
		p.unexpected()
	}
	p.stack = append(p.stack, p.pair(key, value))
}

// moreAssociations pushes the associations after the first; keywords may end them.
func (p *parser) moreAssociations() {
	for p.kind() == tokenizer.Comma {
		p.pos++
		switch k := p.kind(); {
		case k == tokenizer.Keyword || k == tokenizer.KeywordInterp:
			pairs := p.keywords(dataKeywords)
			p.stack = append(p.stack, pairs...)
			return
		case k == tokenizer.RCurly || k == tokenizer.EOL:
			return
		}
		p.association(p.expr())
	}
}
