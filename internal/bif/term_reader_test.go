package bif

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"joist/internal/arith"
	"joist/internal/code"
	"joist/internal/proc"
	"joist/internal/term"
)

// termReader reads terms in Erlang's notation, for tests.
type termReader struct {
	c    *proc.Ctx
	text string
	at   int
}

// readCall reads module:function(arguments).
func (r *termReader) readCall() (module, function string, args []term.Term) {
	module = r.name()
	r.expect(":")
	function = r.name()
	r.expect("(")
	args = r.sequence(")")
	r.space()
	if r.at != len(r.text) {
		r.fail("the end")
	}
	return module, function, args
}

func (r *termReader) fail(wanted string) {
	panic(fmt.Sprintf("%s: at %q: expected %s", r.text, r.text[r.at:], wanted))
}

func (r *termReader) space() {
	for r.at < len(r.text) && r.text[r.at] == ' ' {
		r.at++
	}
}

func (r *termReader) accept(token string) bool {
	r.space()
	if strings.HasPrefix(r.text[r.at:], token) {
		r.at += len(token)
		return true
	}
	return false
}

func (r *termReader) expect(token string) {
	if !r.accept(token) {
		r.fail(token)
	}
}

// sequence reads terms separated by commas up to a closing token.
func (r *termReader) sequence(end string) (terms []term.Term) {
	for first := true; !r.accept(end); first = false {
		if !first {
			r.expect(",")
		}
		terms = append(terms, r.term())
	}
	return terms
}

func (r *termReader) name() string {
	r.space()
	if r.at < len(r.text) && r.text[r.at] == '\'' {
		return r.quoted('\'')
	}
	start := r.at
	for r.at < len(r.text) && (isLetter(r.text[r.at]) || r.at > start && isDigit(r.text[r.at])) {
		r.at++
	}
	if start == r.at {
		r.fail("an atom")
	}
	return r.text[start:r.at]
}

func isLetter(b byte) bool { return b|32 >= 'a' && b|32 <= 'z' || b == '_' || b == '@' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func (r *termReader) quoted(mark byte) string {
	var text []byte
	for r.at++; r.text[r.at] != mark; r.at++ {
		if r.text[r.at] == '\\' {
			r.at++
			if r.text[r.at] == 'n' {
				text = append(text, '\n')
				continue
			}
		}
		text = append(text, r.text[r.at])
	}
	r.at++
	return string(text)
}

func (r *termReader) term() term.Term {
	r.space()
	switch {
	case r.accept("<<"):
		return r.binary()
	case r.accept("#{"):
		return r.readMap()
	case r.accept("{"):
		return r.c.TupleFrom(r.sequence("}"))
	case r.accept("["):
		return r.list()
	case r.text[r.at] == '"':
		return r.c.String(r.quoted('"'))
	case r.text[r.at] == '-' || isDigit(r.text[r.at]):
		return r.number()
	case r.accept("fun "):
		return r.fun()
	}
	return atomOf(r.c.Node, r.name())
}

func (r *termReader) fun() term.Term {
	module := r.name()
	r.expect(":")
	name := r.name()
	r.expect("/")
	arity := r.number()
	mfa := code.MFA{Module: atomOf(r.c.Node, module), Function: atomOf(r.c.Node, name), Arity: int(arity.SmallValue())}
	return r.c.ExportFun(r.c.Node.Code.Export(mfa).Address())
}

func (r *termReader) list() term.Term {
	var elements []term.Term
	for first := true; ; first = false {
		if r.accept("]") {
			return r.c.List(elements, term.Nil)
		}
		if r.accept("|") {
			tail := r.term()
			r.expect("]")
			return r.c.List(elements, tail)
		}
		if !first {
			r.expect(",")
		}
		elements = append(elements, r.term())
	}
}

func (r *termReader) readMap() term.Term {
	var pairs []term.Term
	for first := true; !r.accept("}"); first = false {
		if !first {
			r.expect(",")
		}
		pairs = append(pairs, r.term())
		r.expect("=>")
		pairs = append(pairs, r.term())
	}
	return buildMap(r.c, pairs)
}

// binary reads strings, bytes, and Value:Bits.
func (r *termReader) binary() term.Term {
	var bits []byte // a bit each
	add := func(value int64, n int) {
		for i := n - 1; i >= 0; i-- {
			bits = append(bits, byte(value>>i&1))
		}
	}
	for first := true; !r.accept(">>"); first = false {
		if !first {
			r.expect(",")
		}
		r.space()
		if r.text[r.at] == '"' {
			for _, b := range []byte(r.quoted('"')) {
				add(int64(b), 8)
			}
			r.accept("/utf8")
			continue
		}
		value, n := r.number().SmallValue(), 8
		if r.accept(":") {
			n = int(r.number().SmallValue())
		}
		add(value, n)
	}
	data := make([]byte, (len(bits)+7)/8)
	for i, b := range bits {
		data[i/8] |= b << (7 - i%8)
	}
	return r.c.Bitstring(data, len(bits))
}

func (r *termReader) number() term.Term {
	start := r.at
	for r.at < len(r.text) && (isDigit(r.text[r.at]) || r.at == start && r.text[r.at] == '-' ||
		r.text[r.at] == '.' && r.at+1 < len(r.text) && isDigit(r.text[r.at+1]) ||
		r.text[r.at] == 'e' && r.at > start || (r.text[r.at] == '-' || r.text[r.at] == '+') && r.text[r.at-1] == 'e') {
		r.at++
	}
	text := r.text[start:r.at]
	if strings.Contains(text, ".") {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			r.fail("a float")
		}
		return r.c.Float(f)
	}
	z, ok := new(big.Int).SetString(text, 10)
	if !ok {
		r.fail("a number")
	}
	value, _ := arith.FromBig(&r.c.Builder, z)
	return value
}
