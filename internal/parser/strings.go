package parser

import (
	"strings"
	"unicode/utf8"

	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

func (p *parser) binString(tok tokenizer.Token) quoted.Node {
	if tok.Flags&tokenizer.Interpolated == 0 {
		s := &p.res.Strings[tok.Val]
		if p.opts.LiteralEncoder == nil {
			return quoted.String(s.Text)
		}
		return p.literal(quoted.String(s.Text), tok, p.stringExtra(tok))
	}
	meta := p.meta(tok)
	meta.Extra = p.stringExtra(tok)
	return p.form(atomBits, meta, p.binaryParts())
}

// stringExtra is the token metadata of a string, charlist or heredoc.
func (p *parser) stringExtra(tok tokenizer.Token) []quoted.MetaItem {
	if !p.opts.TokenMetadata {
		return nil
	}
	quote := map[tokenizer.Kind]string{
		tokenizer.BinString: `"`, tokenizer.BinHeredoc: `"""`, tokenizer.ListString: `'`, tokenizer.ListHeredoc: `'''`,
	}[tok.Kind]
	extra := []quoted.MetaItem{{Key: "delimiter", Value: quoted.String(quote)}}
	if len(quote) == 3 {
		extra = append(extra, p.indentation(tok))
	}
	return extra
}

func (p *parser) indentation(tok tokenizer.Token) quoted.MetaItem {
	return quoted.MetaItem{Key: "indentation", Value: quoted.Int(p.res.Strings[tok.Val].Indentation)}
}

func (p *parser) listString(tok tokenizer.Token) quoted.Node {
	if tok.Flags&tokenizer.Interpolated == 0 {
		text := p.res.Strings[tok.Val].Text
		if i := invalidUTF8(text); i >= 0 {
			p.fail("UnicodeConversionError", "invalid encoding starting at "+quoted.InspectBytes([]byte(text[i:])), position(tok))
		}
		return p.literal(charlist(text), tok, p.stringExtra(tok))
	}
	mark := len(p.stack)
	for p.nextPart() {
		part := p.part()
		if _, text := part.(quoted.String); !text {
			part = part.(*quoted.Form).Args[0] // without the ::binary
		}
		p.stack = append(p.stack, part)
	}
	meta := p.meta(tok)
	head := p.form(atomDot, meta, p.list2(atomList, atomToCharlist))
	meta.Extra = p.stringExtra(tok)
	return p.form(head, meta, p.list1(quoted.List(p.take(mark))))
}

// invalidUTF8 is the offset of the first byte that is no text, -1 when all is: escapes may write
// any bytes.
func invalidUTF8(s string) int {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

func charlist(s string) quoted.Node {
	list := make(quoted.List, 0, len(s))
	for _, r := range s {
		list = append(list, quoted.Int(r))
	}
	return list
}

// interpolatedAtom is :"a#{b}", which is made when the code runs.
func (p *parser) interpolatedAtom(tok tokenizer.Token, extra []quoted.MetaItem) quoted.Node {
	meta := p.meta(tok)
	bits := p.form(atomBits, meta, p.binaryParts())
	convert := atomBinaryToAtom
	if p.opts.AtomExists != nil {
		convert = atomBinaryExisting
	}
	head := p.form(atomDot, meta, p.list2(atomErlang, convert))
	if p.opts.TokenMetadata {
		meta.Extra = extra
	}
	return p.form(head, meta, p.list2(bits, atomUTF8))
}

// nextPart tells whether a part of a string follows, and takes the end of the string otherwise.
func (p *parser) nextPart() bool {
	if p.kind() == tokenizer.StringEnd {
		p.pos++
		return false
	}
	return true
}

func (p *parser) binaryParts() []quoted.Node {
	mark := len(p.stack)
	for p.nextPart() {
		part := p.part()
		p.stack = append(p.stack, part)
	}
	return p.take(mark)
}

// part parses a piece of text or an interpolation: Kernel.to_string(expr) :: binary.
func (p *parser) part() quoted.Node {
	begin := p.next()
	if begin.Kind == tokenizer.Part {
		return quoted.String(p.res.Strings[begin.Val].Text)
	}
	p.enter()
	expr := p.program(tokenizer.InterpEnd)
	p.leave()
	end := p.expect(tokenizer.InterpEnd)
	meta := p.meta(begin)
	dot := p.form(atomDot, meta, p.list2(atomKernel, atomToString))
	callMeta := meta
	callMeta.Extra = interpolationExtra
	if p.opts.TokenMetadata {
		callMeta.Extra = append(interpolationExtra[:1:1], quoted.MetaItem{Key: "closing", Value: p.position(end)})
	}
	call := p.form(dot, callMeta, p.list1(expr))
	return p.form(tokenizer.OpAtom(tokenizer.OpType), meta, p.list2(call, p.variable(atomBinary, meta)))
}

// sigil parses ~x(...): a call of sigil_x with the content and the modifiers.
func (p *parser) sigil(tok tokenizer.Token) quoted.Node {
	s := p.res.Strings[tok.Val]
	var parts []quoted.Node
	if tok.Flags&tokenizer.Interpolated == 0 {
		parts = p.list1(quoted.String(s.Text))
	} else {
		parts = p.binaryParts()
	}
	bitsMeta := p.meta(tok)
	if s.Indentation >= 0 {
		bitsMeta.Extra = []quoted.MetaItem{p.indentation(tok)}
	}
	meta := p.meta(tok)
	meta.Extra = []quoted.MetaItem{{Key: "delimiter", Value: quoted.String(s.Delimiter)}}
	bits := p.form(atomBits, bitsMeta, parts)
	return p.form(p.res.NameNodes[s.Name], meta, p.list2(bits, charlist(s.Modifiers)))
}
