package bif

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"joist/internal/arith"
	"joist/internal/proc"
	"joist/internal/term"
)

func termTextNatives() []Native {
	return []Native{{"joist_term", "parse", 1, parseTerm, 0}}
}

// parseTerm reads a term in Erlang's notation, ended by a full stop: {ok, Term}, or {error, {Line, erl_parse, Message}}.
func parseTerm(c *proc.Ctx, args []term.Term) term.Term {
	return onText(func(c *proc.Ctx, _ term.Term, text []byte) term.Term {
		r := termParser{c: c, text: string(text)}
		t, err := r.whole()
		if err == nil {
			return c.Tuple2(term.AtomOk, t)
		}
		line := int64(1 + strings.Count(r.text[:r.at], "\n"))
		return c.Tuple2(term.AtomError, c.Tuple3(term.Small(line), atomOf(c.Node, "erl_parse"), c.String(err.Error())))
	})(c, args)
}

// maxTermDepth bounds how deep terms may be nested in a text.
const maxTermDepth = 10_000

var (
	errTermSyntax = errors.New("syntax error in a term")
	errTermDepth  = errors.New("the term is nested too deep")
)

// termParser reads terms from a text.
type termParser struct {
	c     *proc.Ctx
	text  string
	at    int
	depth int
}

func (r *termParser) whole() (term.Term, error) {
	t, err := r.term()
	if err != nil {
		return t, err
	}
	if !r.accept(".") {
		return t, errTermSyntax
	}
	if r.space(); r.at != len(r.text) {
		return t, errTermSyntax
	}
	return t, nil
}

// space skips blanks and comments.
func (r *termParser) space() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		case '%':
			for r.at < len(r.text) && r.text[r.at] != '\n' {
				r.at++
			}
		default:
			return
		}
	}
}

func (r *termParser) accept(token string) bool {
	r.space()
	if strings.HasPrefix(r.text[r.at:], token) {
		r.at += len(token)
		return true
	}
	return false
}

func (r *termParser) term() (t term.Term, err error) {
	if r.depth++; r.depth > maxTermDepth {
		return term.None, errTermDepth
	}
	defer func() { r.depth-- }()
	r.space()
	if r.at == len(r.text) {
		return term.None, errTermSyntax
	}
	switch b := r.text[r.at]; {
	case r.accept("<<"):
		return r.binary()
	case r.accept("#{"):
		return r.mapTerm()
	case r.accept("{"):
		elements, err := r.sequence("}")
		if err != nil {
			return term.None, err
		}
		return r.c.TupleFrom(elements), nil
	case r.accept("["):
		return r.list()
	case b == '"':
		text, err := r.quoted('"')
		return r.c.String(text), err
	case b == '-' || b == '+' || b >= '0' && b <= '9' || b == '$':
		return r.number()
	}
	return r.atom()
}

// sequence reads terms separated by commas up to a closing token.
func (r *termParser) sequence(end string) (terms []term.Term, err error) {
	if r.accept(end) {
		return nil, nil
	}
	for {
		t, err := r.term()
		if err != nil {
			return nil, err
		}
		terms = append(terms, t)
		if r.accept(end) {
			return terms, nil
		}
		if !r.accept(",") {
			return nil, errTermSyntax
		}
	}
}

func (r *termParser) list() (term.Term, error) {
	if r.accept("]") {
		return term.Nil, nil
	}
	var elements []term.Term
	for {
		t, err := r.term()
		if err != nil {
			return term.None, err
		}
		elements = append(elements, t)
		switch {
		case r.accept("]"):
			return r.c.List(elements, term.Nil), nil
		case r.accept("|"):
			tail, err := r.term()
			if err == nil && !r.accept("]") {
				err = errTermSyntax
			}
			if err != nil {
				return term.None, err
			}
			return r.c.List(elements, tail), nil
		case !r.accept(","):
			return term.None, errTermSyntax
		}
	}
}

func (r *termParser) mapTerm() (term.Term, error) {
	var pairs []term.Term
	for first := true; !r.accept("}"); first = false {
		if !first && !r.accept(",") {
			return term.None, errTermSyntax
		}
		key, err := r.term()
		if err == nil && !r.accept("=>") {
			err = errTermSyntax
		}
		if err != nil {
			return term.None, err
		}
		value, err := r.term()
		if err != nil {
			return term.None, err
		}
		pairs = append(pairs, key, value)
	}
	return buildMap(r.c, pairs), nil
}

// binary reads strings and bytes; the last byte may have a size in bits.
func (r *termParser) binary() (term.Term, error) {
	var data []byte
	bits := 0
	for first := true; !r.accept(">>"); first = false {
		if !first && !r.accept(",") || bits%8 != 0 {
			return term.None, errTermSyntax
		}
		if r.space(); r.at < len(r.text) && r.text[r.at] == '"' {
			text, err := r.quoted('"')
			if err != nil {
				return term.None, err
			}
			data = r.appendText(data, text)
			bits = 8 * len(data)
			continue
		}
		value, err := r.number()
		if err != nil || !value.IsSmall() {
			return term.None, errTermSyntax
		}
		n := int64(8)
		if r.accept(":") {
			size, err := r.number()
			if err != nil || !size.IsSmall() || size.SmallValue() < 0 || size.SmallValue() > 8 {
				return term.None, errTermSyntax
			}
			n = size.SmallValue()
		}
		data = append(data, byte(value.SmallValue()<<(8-n)))
		bits += int(n)
	}
	return r.c.Bitstring(data, bits), nil
}

// appendText writes a string in a binary: as UTF-8 where that is asked for, else a byte a character.
func (r *termParser) appendText(data []byte, text string) []byte {
	if r.accept("/utf8") {
		return append(data, text...)
	}
	for _, c := range text {
		data = append(data, byte(c))
	}
	return data
}

func (r *termParser) atom() (term.Term, error) {
	name := ""
	if r.text[r.at] == '\'' {
		var err error
		if name, err = r.quoted('\''); err != nil {
			return term.None, err
		}
	} else {
		start := r.at
		for i, c := range r.text[start:] {
			if i == 0 && !unicode.IsLower(c) || c != '_' && c != '@' && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
				break
			}
			r.at = start + i + utf8.RuneLen(c)
		}
		name = r.text[start:r.at]
		if name == "" {
			return term.None, errTermSyntax
		}
	}
	atom, ok := intern(r.c, name)
	if !ok {
		return term.None, errTermSyntax
	}
	return atom, nil
}

// quoted reads what stands between two marks.
func (r *termParser) quoted(mark byte) (string, error) {
	var text []byte
	for r.at++; r.at < len(r.text); {
		switch b := r.text[r.at]; b {
		case mark:
			r.at++
			return string(text), nil
		case '\\':
			r.at++
			c, err := r.escaped()
			if err != nil {
				return "", err
			}
			text = utf8.AppendRune(text, c)
		default:
			text = append(text, b)
			r.at++
		}
	}
	return "", errTermSyntax
}

// escaped reads what follows a backslash.
func (r *termParser) escaped() (rune, error) {
	if r.at == len(r.text) {
		return 0, errTermSyntax
	}
	if strings.HasPrefix(r.text[r.at:], "x{") {
		digits, _, ok := strings.Cut(r.text[r.at+2:], "}")
		code, err := strconv.ParseUint(digits, 16, 32)
		if !ok || err != nil || !utf8.ValidRune(rune(code)) {
			return 0, errTermSyntax
		}
		r.at += len(digits) + 3
		return rune(code), nil
	}
	c, size := utf8.DecodeRuneInString(r.text[r.at:])
	r.at += size
	plain := map[rune]rune{'n': '\n', 't': '\t', 'r': '\r', 'e': 27, 's': ' ', 'b': '\b', 'f': '\f', 'v': '\v', 'd': 127, '0': 0}
	if value, ok := plain[c]; ok {
		return value, nil
	}
	return c, nil
}

// number reads an integer in any base, a character or a float.
func (r *termParser) number() (term.Term, error) {
	r.space()
	start := r.at
	if r.at < len(r.text) && (r.text[r.at] == '-' || r.text[r.at] == '+') {
		r.at++
	}
	if r.at+1 < len(r.text) && r.text[r.at] == '$' && start == r.at {
		return r.character()
	}
	r.digits(10)
	text := r.text[start:r.at]
	switch {
	case strings.HasPrefix(r.text[r.at:], "#"):
		return r.based(text)
	case r.at+1 < len(r.text) && r.text[r.at] == '.' && digitValue(r.text[r.at+1]) < 10:
		r.at++
		r.digits(10)
		r.exponent()
		f, ok := arith.ParseFloat([]byte(r.text[start:r.at]))
		if !ok {
			return term.None, errTermSyntax
		}
		return r.c.Float(f), nil
	}
	return r.integer(text, 10)
}

func (r *termParser) character() (term.Term, error) {
	r.at++
	if r.text[r.at] == '\\' {
		r.at++
		c, err := r.escaped()
		return term.Small(int64(c)), err
	}
	c, size := utf8.DecodeRuneInString(r.text[r.at:])
	r.at += size
	return term.Small(int64(c)), nil
}

func (r *termParser) digits(base int) {
	for r.at < len(r.text) && digitValue(r.text[r.at]) < base {
		r.at++
	}
}

func digitValue(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b|32 >= 'a' && b|32 <= 'z':
		return int(b|32-'a') + 10
	}
	return 99
}

// based reads Base#Digits after the base.
func (r *termParser) based(text string) (term.Term, error) {
	base, err := strconv.Atoi(strings.TrimLeft(text, "+-"))
	if err != nil || base < 2 || base > 36 {
		return term.None, errTermSyntax
	}
	r.at++
	start := r.at
	r.digits(base)
	sign := ""
	if text[0] == '-' {
		sign = "-"
	}
	return r.integer(sign+r.text[start:r.at], base)
}

func (r *termParser) exponent() {
	if r.at >= len(r.text) || r.text[r.at]|32 != 'e' {
		return
	}
	r.at++
	if r.at < len(r.text) && (r.text[r.at] == '-' || r.text[r.at] == '+') {
		r.at++
	}
	r.digits(10)
}

func (r *termParser) integer(text string, base int) (term.Term, error) {
	small, huge, ok := arith.ParseInteger([]byte(text), base)
	if !ok {
		return term.None, errTermSyntax
	}
	if huge == nil {
		huge = big.NewInt(small)
	}
	t, fault := arith.FromBig(&r.c.Builder, huge)
	if fault != arith.OK {
		return term.None, errTermSyntax
	}
	return t, nil
}
