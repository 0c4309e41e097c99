package parser_test

import (
	"strings"
	"testing"

	"joist/internal/parser"
)

// TestLimits feeds sources that would need unbounded stack or time, and expects a result or a
// clean error.
func TestLimits(t *testing.T) {
	const n = 200_000
	rep := strings.Repeat
	tests := []struct {
		name, source, want string
	}{
		{"ten million brackets", rep("[", 10_000_000), "nesting is too deep"},
		{"balanced parentheses", rep("(", n) + rep(")", n), "nesting is too deep"},
		{"nine thousand brackets", rep("[", 9000) + rep("]", 9000), ""},
		{"nine thousand fns", rep("fn -> ", 9000) + "1" + rep(" end", 9000), ""},
		{"nested do", rep("a do ", n), "nesting is too deep"},
		{"nested interpolation", rep(`"#{`, n), "nesting is too deep"},
		{"unary operators", rep("not ", n) + "a", "nesting is too deep"},
		{"attributes", rep("@", n) + "a", "nesting is too deep"},
		{"captures", rep("& ", n) + "a", "nesting is too deep"},
		{"left operators", "1" + rep(" + 1", n), "nesting is too deep"},
		{"nine thousand left operators", "1" + rep(" + 1", 9000), ""},
		{"right operators", "1" + rep(" ++ 1", n), "nesting is too deep"},
		{"operators in parentheses", rep("(1"+rep(" + 1", 300), 300) + rep(")", 300), "syntax error"},
		{"calls without parentheses", rep("a ", n), "nesting is too deep"},
		{"dots", "a" + rep(".a", n), "nesting is too deep"},
		{"access", "a" + rep("[1]", n), "nesting is too deep"},
		{"anonymous calls", "a" + rep(".()", n), "nesting is too deep"},
		{"struct names", rep("%", n) + "{}", "nesting is too deep"},
		{"alias segments", "A" + rep(".A", n), ""},
		{"a long list", "[" + rep("1,", n) + "1]", ""},
		{"a line of ten megabytes", `"` + rep("a", 10<<20) + `"`, ""},
		{"a hundred megabytes", `"` + rep("a", 100<<20) + `"`, "source is too long"},
		{"digits", rep("1", 2_000_000), "integer is too long"},
		{"a long name", rep("a", n), "atom length must be less than system limit"},
		{"escaped quotes", `"` + rep(`\"#{a}`, n) + `"`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := parser.Parse([]byte(test.source), parser.Options{})
			switch {
			case test.want == "" && err != nil:
				t.Errorf("unexpected error: %.200s", err.Error())
			case test.want != "" && err == nil:
				t.Errorf("no error, want %q", test.want)
			case test.want != "" && !strings.Contains(err.Message, test.want):
				t.Errorf("error %.200q, want %q", err.Message, test.want)
			case err != nil && len(err.Snippet) > 100_000:
				t.Errorf("the error carries %d bytes of source", len(err.Snippet))
			}
		})
	}
}

// TestInvalidEncoding checks that bytes that are no text are refused with their place.
func TestInvalidEncoding(t *testing.T) {
	tests := []struct {
		source, want string
	}{
		{"a = 1\nb = \xff\xfe", "nofile:2:5: invalid encoding starting at <<255, 254>>"},
		{"\x7fELF\x02\x01\x01\x00\xc3\x28", "nofile:1:9: invalid encoding starting at <<195, 40>>"},
		{"\"\xed\xa0\x80\"", "nofile:1:2: invalid encoding starting at <<237, 160, 128, 34>>"},
		{`'\xFF'`, "nofile:1:1: invalid encoding starting at <<255>>"},
		{`:"a\xFF"`, "nofile:1:1: invalid UTF-8 in atom <<97, 255>>"},
		{"a\x00b", "nofile:1:2: unexpected token: null byte (column 2, code point U+0000)"},
	}
	for _, test := range tests {
		_, _, err := parser.Parse([]byte(test.source), parser.Options{})
		if err == nil {
			t.Errorf("%q: no error", test.source)
		} else if err.Error() != test.want {
			t.Errorf("%q: %s, want %s", test.source, err.Error(), test.want)
		}
	}
}
