package tokenizer

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"joist/internal/quoted"
)

// number reads an integer or a float.
func (t *tokenizer) number() bool {
	start := t.pos
	if t.peek(0) == '0' {
		if base, digit := numberBase(t.peek(1)); base != 0 && digit(t.peek(2)) {
			end := t.digits(start+2, digit)
			return t.pushInt(start, end, start+2, base)
		}
	}
	end := t.digits(start, isDigit)
	float := false
	if int(end)+1 < len(t.src) && t.src[end] == '.' && isDigit(t.src[end+1]) {
		float = true
		end = t.exponent(t.digits(end+1, isDigit))
	}
	if int(end) < len(t.src) {
		if c := t.src[end]; isLower(c) || isUpper(c) || c == '_' {
			return t.fail(t.line, t.column(), fmt.Sprintf("invalid character \"%c\" after number %s. "+
				"If you intended to write a number, make sure to separate the number from the character (using comma, space, etc). "+
				"If you meant to write a function name or a variable, note that identifiers in Elixir cannot start with numbers. "+
				"Unexpected token: %c", c, t.src[start:end], c))
		}
	}
	if float {
		return t.pushFloat(start, end)
	}
	return t.pushInt(start, end, start, 10)
}

func numberBase(c byte) (base int, digit func(byte) bool) {
	switch c {
	case 'x':
		return 16, isHex
	case 'o':
		return 8, func(c byte) bool { return '0' <= c && c <= '7' }
	case 'b':
		return 2, func(c byte) bool { return c == '0' || c == '1' }
	}
	return 0, nil
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

// digits skips digits with single underscores between them.
func (t *tokenizer) digits(p int32, digit func(byte) bool) int32 {
	for int(p) < len(t.src) {
		switch {
		case digit(t.src[p]):
			p++
		case t.src[p] == '_' && int(p)+1 < len(t.src) && digit(t.src[p+1]):
			p += 2
		default:
			return p
		}
	}
	return p
}

// exponent skips the exponent of a float that ends at p without it.
func (t *tokenizer) exponent(p int32) int32 {
	rest := t.src[p:]
	if rest == "" || rest[0] != 'e' && rest[0] != 'E' {
		return p
	}
	n := 1
	if len(rest) > 1 && (rest[1] == '+' || rest[1] == '-') {
		n = 2
	}
	if len(rest) <= n || !isDigit(rest[n]) {
		return p
	}
	return t.digits(p+int32(n), isDigit)
}

// maxDigits bounds integers, well above what a program means to write.
const maxDigits = 1_000_000

func (t *tokenizer) pushInt(start, end, digits int32, base int) bool {
	text := t.src[digits:end]
	if strings.IndexByte(text, '_') >= 0 {
		text = strings.ReplaceAll(text, "_", "")
	}
	if len(text) > maxDigits {
		return t.fail(t.line, t.column(), fmt.Sprintf("integer is too long: more than %d digits", maxDigits))
	}
	tok := t.push(Int, start, 0)
	tok.Lines = end - start
	t.pos = end
	if len(text) <= 18 {
		if v, err := strconv.ParseInt(text, base, 64); err == nil {
			if v <= math.MaxInt32 {
				tok.Val = int32(v)
				return true
			}
			t.setNumber(tok, quoted.Int(v))
			return true
		}
	}
	v, _ := new(big.Int).SetString(text, base)
	t.setNumber(tok, quoted.Integer(v))
	return true
}

func (t *tokenizer) setNumber(tok *Token, v quoted.Node) {
	tok.Flags |= Big
	tok.Val = int32(len(t.numbers))
	t.numbers = append(t.numbers, v)
}

func (t *tokenizer) pushFloat(start, end int32) bool {
	text := t.src[start:end]
	v, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	if err != nil {
		return t.fail(t.line, t.column(), "invalid float number "+text)
	}
	tok := t.push(Float, start, int32(len(t.numbers)))
	tok.Lines = end - start
	t.numbers = append(t.numbers, quoted.Float(v))
	t.pos = end
	return true
}

// char reads ?c and ?\c.
func (t *tokenizer) char() bool {
	start := t.pos
	r, n := utf8.DecodeRuneInString(t.src[start+1:])
	end := start + 1 + int32(n)
	if r == '\\' && int(end) < len(t.src) {
		e, n := utf8.DecodeRuneInString(t.src[end:])
		end += int32(n)
		r = e
		if e < 128 {
			r = rune(unescapeByte(byte(e)))
		}
		if e == r && e != '\\' {
			if escape, name := charName(e); name != "" {
				t.warn(t.line, t.column(), fmt.Sprintf("found ?\\ followed by code point 0x%X (%s), please use ?%s instead", e, name, escape))
			} else if e < 128 && (isLower(byte(e)) || isUpper(byte(e))) {
				t.warn(t.line, t.column(), fmt.Sprintf("unknown escape sequence ?\\%c, use ?%c instead", e, e))
			}
		}
	} else if escape, name := charName(r); name != "" {
		t.warn(t.line, t.column(), fmt.Sprintf("found ? followed by code point 0x%X (%s), please use ?%s instead", r, name, escape))
	}
	tok := t.push(Char, start, int32(r))
	tok.Lines = end - start
	t.pos = end
	t.base += (end - start) - int32(utf8.RuneCountInString(t.src[start:end]))
	return true
}

// charName returns the escape and the name of an invisible character.
func charName(r rune) (escape, name string) {
	switch r {
	case 0:
		return `\0`, "null byte"
	case 7:
		return `\a`, "alert"
	case '\b':
		return `\b`, "backspace"
	case 127:
		return `\d`, "delete"
	case 27:
		return `\e`, "escape"
	case '\f':
		return `\f`, "form feed"
	case '\n':
		return `\n`, "newline"
	case '\r':
		return `\r`, "carriage return"
	case ' ':
		return `\s`, "space"
	case '\t':
		return `\t`, "tab"
	case '\v':
		return `\v`, "vertical tab"
	}
	return "", ""
}

// unexpected fails at a character that starts no token.
func (t *tokenizer) unexpected() bool {
	r, _ := utf8.DecodeRuneInString(t.src[t.pos:])
	what := "\"" + string(r) + "\""
	if _, name := charName(r); name != "" {
		what = name
	}
	return t.fail(t.line, t.column(), fmt.Sprintf("unexpected token: %s (column %d, code point U+%s)", what, t.column(), codePoint(r)))
}
