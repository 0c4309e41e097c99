package tokenizer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescapeByte is what \c stands for.
func unescapeByte(c byte) byte {
	switch c {
	case '0':
		return 0
	case 'a':
		return 7
	case 'b':
		return '\b'
	case 'd':
		return 127
	case 'e':
		return 27
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 's':
		return ' '
	case 't':
		return '\t'
	case 'v':
		return '\v'
	}
	return c
}

// Unescape replaces the escape sequences of a string literal. problem is the text of the syntax
// error for a bad one, empty when all is well.
func Unescape(s string) (text, problem string) {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s, ""
	}
	out := make([]byte, 0, len(s))
	for i >= 0 {
		out = append(out, s[:i]...)
		s = s[i:]
		if len(s) == 1 {
			break
		}
		c := s[1]
		s = s[2:]
		switch {
		case c == 'x':
			out, s, problem = unescapeHex(out, s)
		case c == 'u':
			out, s, problem = unescapeUnicode(out, s)
		case c == '\n':
		case c == '\r' && strings.HasPrefix(s, "\n"):
			s = s[1:]
		default:
			out = append(out, unescapeByte(c))
		}
		if problem != "" {
			return "", problem
		}
		i = strings.IndexByte(s, '\\')
	}
	return string(append(out, s...)), ""
}

// unescapeHex reads what follows \x: two digits are a byte; one digit, or one to six in braces,
// are a code point (both deprecated).
func unescapeHex(out []byte, s string) ([]byte, string, string) {
	if len(s) >= 2 && isHex(s[0]) && isHex(s[1]) {
		v, _ := strconv.ParseUint(s[:2], 16, 8)
		return append(out, byte(v)), s[2:], ""
	}
	if len(s) >= 1 && isHex(s[0]) {
		return appendCodepoint(out, s[1:], s[:1])
	}
	if digits, rest, ok := braced(s); ok {
		return appendCodepoint(out, rest, digits)
	}
	return nil, "", "invalid hex escape character, expected \\xHH where H is a hexadecimal digit. Syntax error after: \\x"
}

// unescapeUnicode reads what follows \u: four digits, or one to six in braces.
func unescapeUnicode(out []byte, s string) ([]byte, string, string) {
	if len(s) >= 4 && isHex(s[0]) && isHex(s[1]) && isHex(s[2]) && isHex(s[3]) {
		return appendCodepoint(out, s[4:], s[:4])
	}
	if digits, rest, ok := braced(s); ok {
		return appendCodepoint(out, rest, digits)
	}
	return nil, "", "invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit. Syntax error after: \\u"
}

// braced reads {H*} with one to six digits.
func braced(s string) (digits, rest string, ok bool) {
	if s == "" || s[0] != '{' {
		return "", "", false
	}
	n := 1
	for n < len(s) && n <= 6 && isHex(s[n]) {
		n++
	}
	if n == 1 || n >= len(s) || s[n] != '}' {
		return "", "", false
	}
	return s[1:n], s[n+1:], true
}

func appendCodepoint(out []byte, rest, digits string) ([]byte, string, string) {
	v, _ := strconv.ParseUint(digits, 16, 32)
	if r := rune(v); v <= utf8.MaxRune && utf8.ValidRune(r) {
		return utf8.AppendRune(out, r), rest, ""
	}
	return nil, "", "invalid or reserved Unicode code point \\u{" + digits + "}. Syntax error after: \\u"
}
