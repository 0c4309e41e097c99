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

// TestLinear compares the two engines, on texts that both take.
func TestLinear(t *testing.T) {
	texts := []string{"", "a", "ab", "foo bar 12-34 baz", "key = value", "aaa bbb\nccc\tddd", "x\x0by", "2024-05-06T07:08", "[a]{b}^c$", "aXbXc", "\n", "line\n"}
	for _, c := range []struct {
		pattern, flags string
		linear         bool
	}{
		{`\w+`, "", true}, {`(\d+)-(\d+)`, "u", true}, {`(?<k>\w+)\s*=\s*(?<v>.*)$`, "", true},
		{`a|ab|abc`, "", true}, {`(a|b)+`, "", true}, {`(?:(a)|(b)|(c))+`, "", true}, {`[^\s]+`, "", true}, {`\S+`, "", true},
		{`^\w+`, "m", true}, {`\w+$`, "m", true}, {`\bb\w*\b`, "", true}, {`[]a]+`, "", true}, {`[a\-z]`, "", true}, {`[[:alpha:]_]+?x?`, "", true},
		{`a{2}`, "", true}, {`a{x}`, "", true}, {`A.B`, "i", true}, {`a b # c`, "x", true}, {`.+`, "s", true}, {`a+`, "U", true}, {`\x61\.?`, "", true},
		{`(?i)A(?-i)x?`, "", true}, {`\h+\w`, "", true}, {`[\s\d]+`, "", true}, {`a*`, "", true}, {`(\d\d)?(\w)`, "", true}, {`[\w.+-]+`, "", true}, {`\[(\w)\]`, "", true},
		{`(a*)*`, "", false}, {`(a|b*)+`, "", false}, {`a(?=b)`, "", false}, {`(a)\1`, "", false}, {`a++`, "", false}, {`\Ra`, "", false}, {`é`, "u", false}, {`a\z|\Gb`, "", false},
	} {
		p, err := Compile([]byte(c.pattern), c.flags)
		if err != nil {
			t.Fatalf("%q: %v", c.pattern, err)
		}
		l := p.linear()
		if (l != nil) != c.linear {
			t.Errorf("%q: linear is %v", c.pattern, l != nil)
		}
		if l == nil {
			continue
		}
		other := *p
		other.linear = func() *linear { return nil }
		for _, text := range texts {
			for from := range len(text) + 1 {
				got, _ := p.Match([]byte(text), from)
				want, _ := other.Match([]byte(text), from)
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%q on %q from %d: %v, want %v", c.pattern, text, from, got, want)
				}
				gotAll, _ := p.MatchAll([]byte(text), from)
				wantAll, _ := other.MatchAll([]byte(text), from)
				if fmt.Sprint(gotAll) != fmt.Sprint(wantAll) {
					t.Errorf("%q, all on %q from %d: %v, want %v", c.pattern, text, from, gotAll, wantAll)
				}
			}
		}
	}
}

// A search that the engine cannot bring to an end is an error, and no panic.
func TestSearchGivenUp(t *testing.T) {
	p, err := Compile([]byte(`((?=\B\h|1+\G))\1(?:(?<=[a-c1]){2}(?>\N*+\B[a-c1])++|(?i)c++|(?![^a]*\G|1+[[:alpha:]]{0,1}?)+?)+|`+
		`(?!(?=[^\w]\R|\N+?c{2})+?(?=[^\w]??\N??\K|\Z\N?\N{0,1}?)(?:\N{2}|\x61*\s{2,})?|(?<=a)(\G[\d\s]*+|[ab]*\x61++)\1+?){1,2}(?<!\s){2}`), "x")
	if err != nil {
		t.Fatal(err)
	}
	p.MatchAll([]byte(" \r\na1aa \néab"), 0)
}

// TestSourceIsCopied writes over the source once it is compiled, as a process does with memory that it has given up.
func TestSourceIsCopied(t *testing.T) {
	source := []byte(`\d+`)
	p, err := Compile(source, "")
	if err != nil {
		t.Fatal(err)
	}
	copy(source, "xyz")
	if spans, err := p.Match([]byte("ab12"), 0); err != nil || fmt.Sprint(spans) != "[{2 2}]" {
		t.Errorf("got %v, %v", spans, err)
	}
}
