package parser

import (
	"fmt"
	"math"
	"strings"

	"joist/internal/diag"
	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

const nestedComma = "unexpected comma. Parentheses are required to solve ambiguity in nested calls.\n\n" +
	"This error happens when you have nested function calls without parentheses. For example:\n\n" +
	"    parent_call a, nested_call b, c, d\n\n" +
	"In the example above, we don't know if the parameters \"c\" and \"d\" apply to the function \"parent_call\" or \"nested_call\". " +
	"You can solve this by explicitly adding parentheses:\n\n" +
	"    parent_call a, nested_call(b, c, d)\n\n" +
	"Or by adding commas (in case a nested call is not intended):\n\n" +
	"    parent_call a, nested_call, b, c, d\n\n" +
	"Elixir cannot compile otherwise. Syntax error before: ','"

const containerComma = "unexpected comma. Parentheses are required to solve ambiguity inside containers.\n\n" +
	"This error may happen when you forget a comma in a list or other container:\n\n" +
	"    [a, b c, d]\n\n" +
	"Or when you have ambiguous calls:\n\n" +
	"    [function a, b, c]\n\n" +
	"In the example above, we don't know if the values \"b\" and \"c\" belongs to the list or the function \"function\". " +
	"You can solve this by explicitly adding parentheses:\n\n" +
	"    [one, function(a, b, c)]\n\n" +
	"Elixir cannot compile otherwise. Syntax error before: ','"

const tooManyAccess = "too many arguments when accessing a value. " +
	"The value[key] notation in Elixir expects either a single argument or a keyword list. " +
	"The following examples are allowed:\n\n" +
	"    value[one]\n" +
	"    value[one: 1, two: 2]\n" +
	"    value[[one, two, three]]\n\n" +
	"These are invalid:\n\n" +
	"    value[1, 2, 3]\n" +
	"    value[one, two, three]\n\n" +
	"Syntax error after: ','"

// keywordNotLast is the error for an expression after a keyword list.
var keywordNotLast = [...]string{
	callKeywords: "unexpected expression after keyword list. Keyword lists must always come as the last argument. Therefore, this is not allowed:\n\n" +
		"    function_call(1, some: :option, 2)\n\n" +
		"Instead, wrap the keyword in brackets:\n\n" +
		"    function_call(1, [some: :option], 2)\n\n" +
		"Syntax error after: ','",
	dataKeywords: "unexpected expression after keyword list. Keyword lists must always come last in lists and maps. Therefore, this is not allowed:\n\n" +
		"    [some: :value, :another]\n" +
		"    %{some: :value, another => value}\n\n" +
		"Instead, reorder it to be the last entry:\n\n" +
		"    [:another, some: :value]\n" +
		"    %{another => value, some: :value}\n\n" +
		"Syntax error after: ','",
}

// fail stops parsing with a syntax error.
func (p *parser) fail(exception, msg string, pos diag.Pos) {
	panic(&syntaxError{&diag.Diagnostic{Exception: exception, File: p.opts.File, Pos: pos, Message: msg}})
}

func (p *parser) failAt(tok tokenizer.Token, msg string) {
	p.fail("SyntaxError", msg, position(tok))
}

// failNode fails at the position a node's metadata gives.
func (p *parser) failNode(node quoted.Node, msg string) {
	var pos diag.Pos
	if f, ok := node.(*quoted.Form); ok {
		pos = diag.Pos{Line: int(f.Meta.Line), Column: int(f.Meta.Column)}
	}
	p.fail("SyntaxError", msg, pos)
}

func position(tok tokenizer.Token) diag.Pos {
	return diag.Pos{Line: int(tok.Line), Column: int(tok.Column)}
}

func (p *parser) warn(tok tokenizer.Token, msg string) {
	p.warnings = append(p.warnings, diag.Diagnostic{
		Severity: diag.Warning, File: p.opts.File, Pos: position(tok), Message: msg,
	})
}

// warnLine warns of a line as a whole.
func (p *parser) warnLine(tok tokenizer.Token, msg string) {
	tok.Column = 0
	p.warn(tok, msg)
}

// unexpected fails at the current token.
func (p *parser) unexpected() {
	tok := p.toks[p.pos]
	const before = "syntax error before: "
	switch tok.Kind {
	case tokenizer.EOF, tokenizer.InterpEnd:
		last := tok
		if p.pos > 0 {
			last = p.lastToken()
		}
		p.fail("TokenMissingError", "syntax error: expression is incomplete", position(last))
	case tokenizer.EOL:
		p.failAt(tok, "unexpectedly reached end of line. The current expression is invalid or incomplete")
	case tokenizer.Keyword:
		if name := p.res.Names[tok.Val]; p.afterOperand() {
			if name == "do" {
				p.failAt(tok, strings.Replace(tokenizer.DoHelp("unexpected keyword: do:"), "do:.", "do:.", 1))
			}
			p.failAt(tok, before+"'"+name+":'")
		}
	case tokenizer.Sigil:
		s := p.res.Strings[tok.Val]
		name := strings.TrimPrefix(p.res.Names[s.Name], "sigil_")
		p.failAt(tok, before+"sigil ~"+name+" starting with content '"+p.stringStart(tok)+"'")
	}
	word := p.tokenText(tok)
	if isReserved(word) {
		p.failAt(tok, before+word+". \""+word+"\" is a reserved word in Elixir and therefore its usage is limited. "+
			"For instance, it can't be used as a variable or be defined nor invoked as a regular function")
	}
	p.failAt(tok, before+word)
}

// failAfter fails at tok with an error that is noticed only behind an operand: a misplaced keyword
// key comes first.
func (p *parser) failAfter(tok tokenizer.Token, msg string) {
	if p.kind() == tokenizer.Keyword && p.afterOperand() {
		p.unexpected()
	}
	p.failAt(tok, msg)
}

// lastToken is the last token before the end of the source or interpolation, where Elixir places
// an incomplete expression.
func (p *parser) lastToken() tokenizer.Token {
	last := p.toks[p.pos-1]
	if last.Kind != tokenizer.StringEnd {
		return last
	}
	depth := 0
	for i := p.pos - 1; i > 0; i-- {
		switch t := p.toks[i]; {
		case t.Kind == tokenizer.StringEnd:
			depth++
		case t.Flags&tokenizer.Interpolated != 0:
			if depth--; depth == 0 {
				return t
			}
		}
	}
	return last
}

// afterOperand tells whether the token before the current one ends an operand that takes brackets.
func (p *parser) afterOperand() bool {
	if p.pos == 0 {
		return false
	}
	switch p.toks[p.pos-1].Kind {
	case tokenizer.RParen, tokenizer.RBracket, tokenizer.RCurly, tokenizer.RBit, tokenizer.Alias,
		tokenizer.Atom, tokenizer.AtomQuoted, tokenizer.Int, tokenizer.Float, tokenizer.Char,
		tokenizer.BinString, tokenizer.ListString, tokenizer.BinHeredoc, tokenizer.ListHeredoc,
		tokenizer.StringEnd, tokenizer.Sigil, tokenizer.True, tokenizer.False, tokenizer.Nil:
		return true
	case tokenizer.End:
		return p.access == bracketed
	}
	return false
}

func isReserved(word string) bool {
	switch word {
	case "not", "and", "or", "when", "in", "after", "catch", "end", "fn", "else", "rescue", "true", "false", "nil":
		return true
	}
	return false
}

// tokenText writes a token the way Elixir's parser does: operators and names that are no plain
// Erlang atoms in single quotes, numbers and strings in double quotes.
func (p *parser) tokenText(tok tokenizer.Token) string {
	switch tok.Kind {
	case tokenizer.Semicolon:
		return "';'"
	case tokenizer.Comma:
		return "','"
	case tokenizer.Dot, tokenizer.DotCall:
		return "'.'"
	case tokenizer.Do:
		return "do"
	case tokenizer.End:
		return "end"
	case tokenizer.Fn:
		return "fn"
	case tokenizer.True:
		return "true"
	case tokenizer.False:
		return "false"
	case tokenizer.Nil:
		return "nil"
	case tokenizer.Int, tokenizer.Float:
		return `"` + p.text(tok) + `"`
	case tokenizer.Char:
		return "?" + strings.TrimPrefix(p.text(tok), "?")
	case tokenizer.Block:
		return p.res.Names[tok.Val]
	case tokenizer.BinString, tokenizer.ListString, tokenizer.AtomInterp, tokenizer.KeywordInterp:
		if next := p.toks[p.pos+1]; tok.Flags&tokenizer.Interpolated != 0 && next.Kind != tokenizer.Part {
			return `"`
		}
		return `"` + p.stringStart(tok) + `"`
	case tokenizer.BinHeredoc, tokenizer.ListHeredoc:
		name, s := "bin_heredoc", p.res.Strings[tok.Val]
		if tok.Kind == tokenizer.ListHeredoc {
			name = "list_heredoc"
		}
		return fmt.Sprintf("{%s,{%d,%d,nil},%d,[<<%q>>]}", name, tok.Line, tok.Column, s.Indentation, p.stringStart(tok))
	case tokenizer.Identifier, tokenizer.ParenIdentifier, tokenizer.BracketIdentifier, tokenizer.DoIdentifier,
		tokenizer.OpIdentifier, tokenizer.Alias, tokenizer.Atom, tokenizer.AtomQuoted, tokenizer.Keyword:
		return erlangAtom(p.res.Names[tok.Val])
	}
	if text, ok := punctuation[tok.Kind]; ok {
		return "'" + text + "'"
	}
	name := tokenizer.OpName(tok.Val)
	switch name {
	case "not", "and", "or", "when", "in":
		return name
	}
	return erlangAtom(name)
}

var punctuation = map[tokenizer.Kind]string{
	tokenizer.LParen: "(", tokenizer.RParen: ")", tokenizer.LBracket: "[", tokenizer.RBracket: "]",
	tokenizer.LCurly: "{", tokenizer.RCurly: "}", tokenizer.LBit: "<<", tokenizer.RBit: ">>",
	tokenizer.MapOp: "%{}", tokenizer.Percent: "%",
}

// stringStart is the text at the start of a string or sigil, up to an interpolation.
func (p *parser) stringStart(tok tokenizer.Token) string {
	if tok.Flags&tokenizer.Interpolated == 0 {
		return p.res.Strings[tok.Val].Text
	}
	if part := p.toks[p.pos+1]; part.Kind == tokenizer.Part {
		return p.res.Strings[part.Val].Text
	}
	return ""
}

// erlangAtom writes an atom in Erlang's syntax.
func erlangAtom(name string) string {
	plain := name != ""
	for i, c := range name {
		lower := c >= 'a' && c <= 'z' || c >= 0xDF && c <= 0xFF && c != 0xF7
		plain = plain && (lower || i > 0 && (c == '_' || c == '@' || c >= '0' && c <= '9' ||
			c >= 'A' && c <= 'Z' || c >= 0xC0 && c < 0xDF && c != 0xD7))
	}
	switch name {
	case "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case", "cond", "div", "fun", "if", "let",
		"maybe", "of", "orelse", "receive", "rem", "try", "xor":
		plain = false
	}
	if plain {
		return name
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`).Replace(name) + "'"
}

// maxSnippet bounds the source that an error carries along and shows.
const maxSnippet = 10_000

// addSnippet gives an error the source lines it is about.
func addSnippet(d *diag.Diagnostic, source string, opts Options) {
	if d.Pos.Column <= 0 || d.Pos.Line > math.MaxInt32 {
		return
	}
	first := d.Pos.Line - opts.Line
	last := first
	if d.EndPos.Line > d.Pos.Line {
		last = d.EndPos.Line - opts.Line
	}
	d.Snippet = diag.Lines(source, first, last, opts.Column-1)
	if len(d.Snippet) > maxSnippet {
		d.Snippet = ""
	}
}
