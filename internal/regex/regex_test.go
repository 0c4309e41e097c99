package regex

import (
	"fmt"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct{ pattern, flags, text, want string }{
		{`b+`, "", "abbc", "[{1 2}]"},
		{`(a)(b)?`, "", "ac", "[{0 1} {0 1} {-1 0}]"},
		{`(?<y>\d+)-(\d+)`, "", "x12-3", "[{1 4} {1 2} {4 1}]"},
		{`(?P<a>.)(?P=a)`, "", "xyy", "[{1 2} {1 1}]"},
		{`é`, "u", "aé", "[{1 2}]"},
		{`é`, "", "aé", "[{1 2}]"},
		{`.`, "", "é", "[{0 1}]"},
		{`\w+`, "", "é_", "[{0 1}]"}, // the bytes are Ã and ©
		{`\w`, "u", "é_", "[{0 2}]"},
		{`a++b`, "", "aaab", "[{0 4}]"},
		{`a++ab`, "", "aaab", "[]"},
		{`a+`, "U", "aaa", "[{0 1}]"},
		{`[[:alpha:]]+`, "", "12ab", "[{2 2}]"},
		{`^b`, "m", "a\nb", "[{2 1}]"},
		{`a . b # c`, "x", "aXb", "[{0 3}]"},
		{`\x41[\x42-\x44]`, "", "ABC", "[{0 2}]"},
		{`\Qa.b\E`, "", "xa.b", "[{1 3}]"},
		{`A`, "i", "a", "[{0 1}]"},
		{`(?i)A(?-i)b`, "", "aB", "[]"},
		{`\p{Lu}\pL`, "u", "aÉa", "[{1 3}]"},
		{`[^\W\d]+`, "", "12ab", "[{2 2}]"},
		{`(x)\g{-1}`, "", "xx", "[{0 2} {0 1}]"},
		{`a{2,3}`, "", "aaaa", "[{0 3}]"},
		{`a{x}`, "", "a{x}", "[{0 4}]"},
		{`foo\K(b)ar`, "", "foobar", "[{3 3} {3 1}]"},
		{`(x)?(?(1)y|z)`, "", "xy", "[{0 2} {0 1}]"},
		{`(?(?=a)ab|cd)`, "", "cd", "[{0 2}]"},
	} {
		p, err := Compile([]byte(c.pattern), c.flags)
		if err != nil {
			t.Errorf("%q %q: %v", c.pattern, c.flags, err)
			continue
		}
		got, err := p.Match([]byte(c.text), 0)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%q %q on %q: %v, %v, want %s", c.pattern, c.flags, c.text, got, err, c.want)
		}
	}
}

func TestMatchAll(t *testing.T) {
	for _, c := range []struct{ pattern, text, want string }{
		{`\d`, "a1b2", "[[{1 1}] [{3 1}]]"},
		{`a*`, "baac", "[[{0 0}] [{1 2}] [{3 0}] [{4 0}]]"},
		{`\b|a`, "ab", "[[{0 0}] [{0 1}] [{2 0}]]"},
		{`z`, "ab", "[]"},
	} {
		p, err := Compile([]byte(c.pattern), "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.MatchAll([]byte(c.text), 0)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%q on %q: %v, %v, want %s", c.pattern, c.text, got, err, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, pattern := range []string{"(", ")", "[a", "*a", `\`, "(?R)", `a\Cb`, `(?<a`, `\x{110000}`, "[[:nope:]]"} {
		if _, err := Compile([]byte(pattern), ""); err == nil {
			t.Errorf("%q is not refused", pattern)
		}
	}
}

func FuzzCompile(f *testing.F) {
	f.Add([]byte(`(?<y>\d+)-[^a\]]{2,}+`), "u")
	f.Fuzz(func(t *testing.T, pattern []byte, flags string) {
		if p, err := Compile(pattern, flags); err == nil && len(pattern) < 20 {
			p.Match([]byte("aé 1\n"), 0)
		}
	})
}
