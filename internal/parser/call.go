package parser

import (
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// callee is what is called: a name, or the dot form of a remote or anonymous call.
type callee struct {
	head   quoted.Node
	meta   quoted.Meta
	dotted bool
}

// startsExpression tells the tokens that an expression may start with. Operators that are also
// binary are not among them: after a name they are binary.
var startsExpression = [tokenizer.NumKinds]bool{
	tokenizer.Identifier: true, tokenizer.ParenIdentifier: true, tokenizer.BracketIdentifier: true,
	tokenizer.DoIdentifier: true, tokenizer.OpIdentifier: true, tokenizer.Alias: true,
	tokenizer.Atom: true, tokenizer.AtomQuoted: true, tokenizer.AtomInterp: true,
	tokenizer.Int: true, tokenizer.Float: true, tokenizer.Char: true,
	tokenizer.BinString: true, tokenizer.ListString: true, tokenizer.BinHeredoc: true,
	tokenizer.ListHeredoc: true, tokenizer.Sigil: true, tokenizer.Fn: true,
	tokenizer.True: true, tokenizer.False: true, tokenizer.Nil: true,
	tokenizer.LParen: true, tokenizer.LBracket: true, tokenizer.LCurly: true, tokenizer.LBit: true,
	tokenizer.MapOp: true, tokenizer.Percent: true, tokenizer.CaptureOp: true,
	tokenizer.CaptureInt: true, tokenizer.EllipsisOp: true, tokenizer.UnaryOp: true, tokenizer.AtOp: true,
}

func (p *parser) atKeyword() bool {
	k := p.kind()
	return k == tokenizer.Keyword || k == tokenizer.KeywordInterp
}

// local parses a variable or a local call, whose name is tok.
func (p *parser) local(tok tokenizer.Token, noDo bool) quoted.Node {
	return p.call(callee{head: p.name(tok), meta: p.meta(tok)}, tok, noDo)
}

// call parses the arguments of a callee, if there are any. The token of its name tells what follows.
func (p *parser) call(c callee, tok tokenizer.Token, noDo bool) quoted.Node {
	switch tok.Kind {
	case tokenizer.ParenIdentifier:
		return p.parenCall(c, noDo)
	case tokenizer.BracketIdentifier:
		node := p.bare(c)
		p.access = bracketed
		return node
	case tokenizer.DoIdentifier:
		if noDo {
			return p.bare(c)
		}
		return p.blockCall(c, len(p.stack))
	case tokenizer.Identifier:
		if !startsExpression[p.kind()] && !p.atKeyword() {
			return p.bare(c)
		}
	}
	return p.noParensCall(c, tok, noDo)
}

// bare is a variable, or a remote call without arguments.
func (p *parser) bare(c callee) quoted.Node {
	p.class, p.access, p.isBase = matched, dotted, true
	if !c.dotted {
		return p.variable(c.head, c.meta)
	}
	if c.meta.Extra == nil {
		c.meta.Extra = noParensExtra
	} else {
		prepend(&c.meta, "no_parens", quoted.True)
	}
	return p.form(c.head, c.meta, nil)
}

// blockCall parses a do block, the last argument of c; the others are on the stack above mark.
func (p *parser) blockCall(c callee, mark int) quoted.Node {
	block, extra := p.doBlock()
	p.stack = append(p.stack, block)
	c.meta.Extra = joinExtra(extra, c.meta.Extra)
	p.class, p.access, p.isBase = unmatched, closed, false
	return p.form(c.head, c.meta, p.take(mark))
}

func joinExtra(a, b []quoted.MetaItem) []quoted.MetaItem {
	if len(a) == 0 {
		return b
	}
	return append(a[:len(a):len(a)], b...)
}

// parenCall parses (args), perhaps a second (args) that calls the result, and a do block.
func (p *parser) parenCall(c callee, noDo bool) quoted.Node {
	mark := len(p.stack)
	extra := p.callArgs()
	if p.kind() == tokenizer.LParen {
		c.meta.Extra = joinExtra(extra, c.meta.Extra)
		c.head = p.form(c.head, c.meta, p.take(mark))
		c.meta.Extra = joinExtra(p.callArgs(), c.meta.Extra)
	} else {
		c.meta.Extra = joinExtra(extra, c.meta.Extra)
	}
	if p.kind() == tokenizer.Do && !noDo {
		return p.blockCall(c, mark)
	}
	p.class, p.access, p.isBase = matched, bracketed, true
	return p.form(c.head, c.meta, p.take(mark))
}

// noParensCall parses arguments without parentheses, and a do block.
func (p *parser) noParensCall(c callee, tok tokenizer.Token, noDo bool) quoted.Node {
	mark := len(p.stack)
	cls := p.argsNoParens()
	if p.kind() == tokenizer.Do && !noDo {
		return p.blockCall(c, mark)
	}
	args := p.take(mark)
	if tok.Kind == tokenizer.OpIdentifier && len(args) == 1 && !c.dotted {
		c.meta.Extra = ambiguousExtra
	}
	p.class, p.access, p.isBase = cls, closed, false
	return p.form(c.head, c.meta, args)
}

// argsNoParens pushes the arguments of a call without parentheses and returns the call's class.
func (p *parser) argsNoParens() class {
	if p.atKeyword() {
		kw := p.keywordsNoParens()
		p.stack = append(p.stack, kw)
		return oneArg
	}
	var first quoted.Node
	if p.kind() == tokenizer.LParen {
		open := p.toks[p.pos]
		node, many := p.paren(true)
		if many != nil {
			p.failAt(open, "unexpected parentheses. If you are making a function call, do not insert spaces between "+
				"the function name and the opening parentheses. Syntax error before: '('")
		}
		p.enter()
		first = p.operators(p.postfix(node, true), 0, true)
		p.leave()
	} else {
		first = p.binary(0, true)
	}
	p.stack = append(p.stack, first)
	if p.class == noParens {
		return noParens
	}
	if p.kind() != tokenizer.Comma {
		return oneArg
	}
	p.moreArgsNoParens()
	return noParens
}

// moreArgsNoParens pushes the arguments after the first.
func (p *parser) moreArgsNoParens() {
	for p.kind() == tokenizer.Comma {
		p.pos++
		if p.atKeyword() {
			kw := p.keywordsNoParens()
			p.stack = append(p.stack, kw)
			return
		}
		arg := p.binary(0, true)
		if p.class == noParens {
			p.failNode(arg, nestedComma)
		}
		p.stack = append(p.stack, arg)
	}
}

// callArgs pushes the arguments between parentheses and returns the token metadata of those.
func (p *parser) callArgs() []quoted.MetaItem {
	open := p.expect(tokenizer.LParen)
	p.skipEOL(&open)
	if p.kind() == tokenizer.RParen {
		return p.pairExtra(open, p.next())
	}
	for first := true; ; first = false {
		if p.atKeyword() {
			kw := quoted.List(p.keywords(callKeywords))
			p.stack = append(p.stack, kw)
			break
		}
		arg := p.expr()
		p.stack = append(p.stack, arg)
		if p.class == noParens {
			if first {
				break
			}
			p.failNode(arg, nestedComma)
		}
		if p.kind() != tokenizer.Comma {
			break
		}
		p.pos++
	}
	return p.pairExtra(open, p.expectClose(tokenizer.RParen))
}

// keywordContext says where a keyword list stands, for what may follow it.
type keywordContext uint8

const (
	callKeywords keywordContext = iota
	dataKeywords
)

// key parses the key of a keyword pair and the newlines after it.
func (p *parser) key() quoted.Node {
	tok := p.next()
	var key quoted.Node
	if tok.Kind == tokenizer.KeywordInterp {
		key = p.interpolatedAtom(tok, p.keyExtra(tok))
	} else if p.opts.LiteralEncoder == nil {
		key = p.name(tok)
	} else {
		key = p.literal(p.name(tok), tok, p.keyExtra(tok))
	}
	if p.kind() == tokenizer.EOL {
		p.pos++
	}
	return key
}

func (p *parser) keyExtra(tok tokenizer.Token) []quoted.MetaItem {
	extra := []quoted.MetaItem{{Key: "format", Value: quoted.Atom("keyword")}}
	if tok.Delim != 0 && p.opts.TokenMetadata {
		return []quoted.MetaItem{{Key: "delimiter", Value: quoted.String(string(tok.Delim))}, extra[0]}
	}
	return extra
}

// keywords parses the keyword list at the end of arguments or of a container.
func (p *parser) keywords(ctx keywordContext) []quoted.Node {
	mark := len(p.stack)
	for {
		key := p.key()
		value := p.containerExpr()
		p.stack = append(p.stack, p.pair(key, value))
		if p.kind() != tokenizer.Comma {
			break
		}
		comma := p.next()
		if p.atKeyword() {
			continue
		}
		switch k := p.kind(); {
		case k == tokenizer.EOL || k == tokenizer.RParen || k == tokenizer.RBracket || k == tokenizer.RCurly || k == tokenizer.RBit:
			if ctx == callKeywords {
				p.warn(comma, "trailing commas are not allowed inside function/macro call arguments")
			}
		default:
			p.afterKeywords(comma, ctx)
		}
		break
	}
	return p.take(mark)
}

// afterKeywords parses what follows a keyword list and may not be there, unless it is the mark of a cursor: __cursor__().
func (p *parser) afterKeywords(comma tokenizer.Token, ctx keywordContext) {
	node := p.binary(0, true)
	f, ok := node.(*quoted.Form)
	if !ok || f.IsVar || f.Head != quoted.Node(quoted.Atom("__cursor__")) || len(f.Args) != 0 {
		p.failAfter(comma, keywordNotLast[ctx])
	}
	p.stack = append(p.stack, node)
}

// keywordsNoParens parses the keyword list at the end of arguments without parentheses.
func (p *parser) keywordsNoParens() quoted.Node {
	mark := len(p.stack)
	for {
		key := p.key()
		value := p.binary(0, true)
		if p.class == noParens {
			p.warnNestedKeyword(key, value)
		}
		p.stack = append(p.stack, p.pair(key, value))
		if p.kind() != tokenizer.Comma {
			break
		}
		comma := p.next()
		if !p.atKeyword() {
			p.afterKeywords(comma, callKeywords)
			break
		}
	}
	return quoted.List(p.take(mark))
}

func (p *parser) warnNestedKeyword(key, value quoted.Node) {
	name, ok := key.(quoted.Atom)
	f, isForm := value.(*quoted.Form)
	if !ok || !isForm {
		return
	}
	p.warnLine(tokenizer.Token{Line: f.Meta.Line}, "missing parentheses for expression following \""+string(name)+":\" keyword. "+
		"Parentheses are required to solve ambiguity inside keywords.\n\n"+
		"This error happens when you have function calls without parentheses inside keywords. For example:\n\n"+
		"    function(arg, one: nested_call a, b, c)\n"+
		"    function(arg, one: if expr, do: :this, else: :that)\n\n"+
		"In the examples above, we don't know if the arguments \"b\" and \"c\" apply to the function \"function\" or \"nested_call\". "+
		"Or if the keywords \"do\" and \"else\" apply to the function \"function\" or \"if\". "+
		"You can solve this by explicitly adding parentheses:\n\n"+
		"    function(arg, one: if(expr, do: :this, else: :that))\n"+
		"    function(arg, one: nested_call(a, b, c))\n\n"+
		"Ambiguity found at:")
}
