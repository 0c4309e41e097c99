package regex

import (
	"bytes"
	"fmt"
	"strings"
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
		{`\((?:[^()]++|(?R))*\)`, "", "x(a(b)c)(", "[{1 7}]"},
		{`(?|(a)|(b))\1`, "", "abb", "[{1 2} {1 1}]"},
		{`(?<n>a|b)(?&n)`, "", "ab", "[{0 2} {0 1}]"},
		{`(?(DEFINE)(?<d>[0-9]{2}))x(?&d)`, "", "x1x23", "[{2 3} {-1 0}]"},
		{`(a+)(?(R)x|b)`, "", "aab", "[{0 3} {0 2}]"},
		{`(?:a(*THEN)x|ab)`, "", "ab", "[{0 2}]"},
		{`a(*COMMIT)b|ac`, "", "acab", "[]"},
		{`a(*PRUNE)b|ac`, "", "acab", "[{2 2}]"},
		{`aa(*SKIP)b|a`, "", "aac", "[]"},
		{`x(?:a(*ACCEPT)b|c)d`, "", "xa", "[{0 2}]"},
		{`(?<=ab|c)d`, "", "xabd", "[{3 1}]"},
		{`(?=(a))b?`, "", "ba", "[{1 0} {1 1}]"},
		{`(?=a)*b`, "", "b", "[{0 1}]"},
		{`\R\N`, "", "\r\nx", "[{0 3}]"},
		{`\X`, "W", "e\u0301x", "[{0 3}]"},
		{`(a\1?){3}`, "", "aaa", "[]"}, // a group that refers to itself is atomic
		{`k`, "Wi", "\u212a", "[{0 3}]"},
		{`\w+`, "W", "é", "[]"}, // what is needed is of ASCII
		{`\w`, "W", "é", "[{0 2}]"},
		{`a$`, "2", "a\r\n", "[{0 1}]"},
		{`a$`, "07", "a\r\n", "[{0 1}]"},
		{`b.`, "7", "b\n", "[{0 2}]"},
		{`\R?\s`, "", "\r\n", "[]"}, // PCRE has \R give nothing back before \s
		{`(?=(*PRUNE)\z)|`, "", "b", "[{1 0}]"},
		{`(?=(*COMMIT)a)|`, "", "b", "[]"},
		{`(?!(*COMMIT)a)b`, "", "b", "[{0 1}]"},
		{`(?(?=(*COMMIT)a)b|c)`, "", "c", "[{0 1}]"},
		{`(?:a(?=b(*THEN)c)|ab)`, "", "ab", "[{0 2}]"},
		{`(?!)?a`, "", "a", "[{0 1}]"},
		{`([ab]|\1)+b`, "", "ab", "[{0 2} {0 1}]"},
		{`(?:(a)(?=(b)c)|(a)(b))d?`, "", "ab", "[{0 2} {-1 0} {-1 0} {0 1} {1 1}]"},
	} {
		p, err := Compile([]byte(c.pattern), c.flags)
		if err != nil {
			t.Errorf("%q %q: %v", c.pattern, c.flags, err)
			continue
		}
		got, err := p.Match([]byte(c.text), 0, Run{})
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
		got, err := p.MatchAll([]byte(c.text), 0, Run{})
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%q on %q: %v, %v, want %s", c.pattern, c.text, got, err, c.want)
		}
	}
}

// The messages and places are PCRE's.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		pattern, flags, message string
		at                      int
	}{
		{"\\", "", "\\ at end of pattern", 1},
		{"a\\", "", "\\ at end of pattern", 2},
		{"\\c", "", "\\c at end of pattern", 2},
		{"a{2,1}", "", "numbers out of order in {} quantifier", 5},
		{"a{65536}", "", "number too big in {} quantifier", 7},
		{"[abc", "", "missing terminating ] for character class", 4},
		{"[", "", "missing terminating ] for character class", 1},
		{"[]", "", "missing terminating ] for character class", 2},
		{"[^]", "", "missing terminating ] for character class", 3},
		{"[a", "", "missing terminating ] for character class", 2},
		{"[\\", "", "\\ at end of pattern", 2},
		{"[b-a]", "", "range out of order in character class", 3},
		{"[z-a", "", "range out of order in character class", 3},
		{"*", "", "nothing to repeat", 0},
		{"+a", "", "nothing to repeat", 0},
		{"?", "", "nothing to repeat", 0},
		{"a**", "", "nothing to repeat", 2},
		{"a+++", "", "nothing to repeat", 3},
		{"a|*", "", "nothing to repeat", 2},
		{"(*", "", "nothing to repeat", 1},
		{"(*)", "", "nothing to repeat", 1},
		{"(*FOO)", "", "(*VERB) not recognized or malformed", 5},
		{"(?", "", "unrecognized character after (? or (?-", 2},
		{"(?z)", "", "unrecognized character after (? or (?-", 2},
		{"(?<", "", "unrecognized character after (?<", 3},
		{"(?<a", "", "syntax error in subpattern name (missing terminator)", 4},
		{"(?<a>", "", "missing )", 5},
		{"(?<>a)", "", "unrecognized character after (?<", 3},
		{"(?<1a>b)", "", "group name must start with a non-digit", 3},
		{"(?P<a", "", "syntax error in subpattern name (missing terminator)", 5},
		{"(?P", "", "unrecognized character after (?P", 3},
		{"(?Pa)", "", "unrecognized character after (?P", 3},
		{"(?P=", "", "subpattern name expected", 4},
		{"(?P=a)", "", "reference to non-existent subpattern", 5},
		{"(?P=a", "", "syntax error in subpattern name (missing terminator)", 5},
		{"(?P>a)", "", "reference to non-existent subpattern", 5},
		{"(?'a", "", "syntax error in subpattern name (missing terminator)", 4},
		{"(?'a'b", "", "missing )", 6},
		{"(a", "", "missing )", 2},
		{"a)", "", "unmatched parentheses", 1},
		{")", "", "unmatched parentheses", 0},
		{"(a))", "", "unmatched parentheses", 3},
		{"(?#abc", "", "missing ) after comment", 6},
		{"(?#", "", "missing ) after comment", 3},
		{"(?:", "", "missing )", 3},
		{"(?=", "", "missing )", 3},
		{"(?!", "", "missing )", 3},
		{"(?>", "", "missing )", 3},
		{"(?|", "", "missing )", 3},
		{"(?<=a*)", "", "lookbehind assertion is not fixed length", 6},
		{"(?<=a+b)", "", "lookbehind assertion is not fixed length", 7},
		{"(?<!a|bc*)", "", "lookbehind assertion is not fixed length", 9},
		{"(?<=a(b|cd))", "", "lookbehind assertion is not fixed length", 11},
		{"(?<=(?:a|bc))", "", "lookbehind assertion is not fixed length", 12},
		{"(?<=\\R)", "", "lookbehind assertion is not fixed length", 6},
		{"(?<=\\X)", "", "lookbehind assertion is not fixed length", 6},
		{"(?1)", "", "reference to non-existent subpattern", 3},
		{"(?2)(a)", "", "reference to non-existent subpattern", 3},
		{"(?+1)", "", "reference to non-existent subpattern", 4},
		{"(?-1)", "", "reference to non-existent subpattern", 4},
		{"(?0)", "", "recursive call could loop indefinitely", 3},
		{"(?R", "", "(?R or (?[+-]digits must be followed by )", 3},
		{"(?R)", "", "recursive call could loop indefinitely", 3},
		{"(?R)b", "", "recursive call could loop indefinitely", 3},
		{"(?1", "", "(?R or (?[+-]digits must be followed by )", 3},
		{"(?1x)", "", "(?R or (?[+-]digits must be followed by )", 3},
		{"(?&a)", "", "reference to non-existent subpattern", 4},
		{"(?&", "", "subpattern name expected", 3},
		{"(?&a", "", "syntax error in subpattern name (missing terminator)", 4},
		{"(?(", "", "assertion expected after (?( or (?(?C)", 3},
		{"(?(1", "", "malformed number or name after (?(", 4},
		{"(?(1)", "", "missing )", 5},
		{"(?(1)a)", "", "reference to non-existent subpattern", 5},
		{"(?(1)a|b|c)", "", "reference to non-existent subpattern", 5},
		{"(a)(?(1)a|b|c)", "", "conditional group contains more than two branches", 13},
		{"(?(a)b)", "", "reference to non-existent subpattern", 5},
		{"(?(<a>)b)", "", "reference to non-existent subpattern", 7},
		{"(?(R&a)b)", "", "reference to non-existent subpattern", 7},
		{"(?(DEFINE)a|b)", "", "DEFINE group contains more than one branch", 13},
		{"(?(?a)b)", "", "assertion expected after (?( or (?(?C)", 3},
		{"(?(0)a)", "", "invalid condition (?(0)", 5},
		{"(?(+1)a)", "", "reference to non-existent subpattern", 6},
		{"(?(-1)a)", "", "reference to non-existent subpattern", 6},
		{"\\1", "", "reference to non-existent subpattern", 2},
		{"\\2(a)", "", "reference to non-existent subpattern", 5},
		{"(a)\\2", "", "reference to non-existent subpattern", 5},
		{"\\g", "", "a numbered reference must not be zero", 1},
		{"\\g1", "", "reference to non-existent subpattern", 3},
		{"\\g{1}", "", "reference to non-existent subpattern", 5},
		{"\\g{", "", "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number", 3},
		{"\\g{a}", "", "reference to non-existent subpattern", 4},
		{"\\g{-1}", "", "reference to non-existent subpattern", 5},
		{"(a)\\g{-2}", "", "reference to non-existent subpattern", 8},
		{"\\g<1>", "", "reference to non-existent subpattern", 4},
		{"\\g<a>", "", "reference to non-existent subpattern", 4},
		{"\\g'1'", "", "reference to non-existent subpattern", 4},
		{"\\g<", "", "subpattern name expected", 3},
		{"\\k", "", "\\k is not followed by a braced, angle-bracketed, or quoted name", 1},
		{"\\k<a>", "", "reference to non-existent subpattern", 4},
		{"\\k{a}", "", "reference to non-existent subpattern", 4},
		{"\\k'a'", "", "reference to non-existent subpattern", 4},
		{"\\k<", "", "subpattern name expected", 3},
		{"\\k<a", "", "syntax error in subpattern name (missing terminator)", 4},
		{"\\x{110000}", "", "character value in \\x{} or \\o{} is too large", 9},
		{"\\x{100}", "", "character value in \\x{} or \\o{} is too large", 6},
		{"\\x{", "", "non-hex character in \\x{} (closing brace missing?)", 3},
		{"\\x{zz}", "", "non-hex character in \\x{} (closing brace missing?)", 3},
		{"\\o{", "", "non-octal character in \\o{} (closing brace missing?)", 3},
		{"\\o{8}", "", "non-octal character in \\o{} (closing brace missing?)", 3},
		{"\\o", "", "missing opening brace after \\o", 1},
		{"\\o{777}", "", "character value in \\x{} or \\o{} is too large", 6},
		{"\\o{400}", "", "character value in \\x{} or \\o{} is too large", 6},
		{"\\400", "", "octal value is greater than \\377 in 8-bit non-UTF-8 mode", 3},
		{"\\p", "", "malformed \\P or \\p sequence", 2},
		{"\\p{", "", "malformed \\P or \\p sequence", 3},
		{"\\p{L", "", "malformed \\P or \\p sequence", 4},
		{"\\p{Foo}", "", "unknown property name after \\P or \\p", 6},
		{"\\pQ", "", "unknown property name after \\P or \\p", 2},
		{"\\L", "", "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", 1},
		{"\\l", "", "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", 1},
		{"\\U", "", "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", 1},
		{"\\u", "", "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", 1},
		{"\\u0041", "", "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", 1},
		{"\\N{name}", "", "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", 1},
		{"[\\N]", "", "\\N is not supported in a class", 2},
		{"[[:foo:]]", "", "unknown POSIX class name", 3},
		{"[[.a.]]", "", "POSIX collating elements are not supported", 1},
		{"[[=a=]]", "", "POSIX collating elements are not supported", 1},
		{"[:alpha:]", "", "POSIX named classes are supported only within a class", 0},
		{"[[:alpha:", "", "missing terminating ] for character class", 9},
		{"[[:alpha:]", "", "missing terminating ] for character class", 10},
		{"[\\E]", "", "missing terminating ] for character class", 4},
		{"(?i", "", "unrecognized character after (? or (?-", 3},
		{"(?i:a", "", "missing )", 5},
		{"(?^)", "", "unrecognized character after (? or (?-", 2},
		{"(?<n>a)(?<n>b)", "", "two named subpatterns have the same name", 11},
		{"(?|(?<n>a)|(?<m>b))", "", "different names for subpatterns of the same number are not allowed", 15},
		{"(?<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>b)", "", "subpattern name is too long (maximum 32 characters)", 37},
		{"(?C256)", "", "number after (?C is > 255", 6},
		{"(?C", "", "closing ) for (?C expected", 3},
		{"\\b*", "", "nothing to repeat", 2},
		{"\\b+", "", "nothing to repeat", 2},
		{"^*", "", "nothing to repeat", 1},
		{"$*", "", "nothing to repeat", 1},
		{"\\A+", "", "nothing to repeat", 2},
		{"\\K*", "", "nothing to repeat", 2},
		{"\\G*", "", "nothing to repeat", 2},
		{"{1}", "", "nothing to repeat", 2},
		{"a(*UTF8)", "", "(*VERB) not recognized or malformed", 6},
		{"(*MARK)a", "", "(*MARK) must have an argument", 6},
		{"(*:)a", "", "(*MARK) must have an argument", 3},
		{"(*COMMIT:x)", "", "an argument is not allowed for (*ACCEPT), (*FAIL), or (*COMMIT)", 10},
		{"(*ACCEPT:x)", "", "an argument is not allowed for (*ACCEPT), (*FAIL), or (*COMMIT)", 10},
		{"(*FAIL:x)", "", "an argument is not allowed for (*ACCEPT), (*FAIL), or (*COMMIT)", 8},
		{"(*MARK:x", "", "(*VERB) not recognized or malformed", 8},
		{"(*PRUNE", "", "(*VERB) not recognized or malformed", 7},
		{"\\Q\\E*", "", "nothing to repeat", 4},
		{"(?#x)*", "", "nothing to repeat", 5},
		{"(?i)*", "", "nothing to repeat", 4},
		{"(()", "", "missing )", 3},
		{"(?<n>", "", "missing )", 5},
		{"(?<n a>)", "", "syntax error in subpattern name (missing terminator)", 4},
		{"(?<n-a>)", "", "syntax error in subpattern name (missing terminator)", 4},
		{"(?1)(?2)", "", "reference to non-existent subpattern", 3},
		{"(?P>1)", "", "group name must start with a non-digit", 4},
		{"\\g{1", "", "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number", 4},
		{"\\g{x", "", "syntax error in subpattern name (missing terminator)", 4},
		{"\\g-1", "", "reference to non-existent subpattern", 3},
		{"\\g{0}", "", "a numbered reference must not be zero", 4},
		{"\\g0", "", "a numbered reference must not be zero", 2},
		{"\\g+1", "", "a numbered reference must not be zero", 1},
		{"\\k{}", "", "subpattern name expected", 3},
		{"\\k<>", "", "subpattern name expected", 3},
		{"(?&)", "", "subpattern name expected", 3},
		{"(?P>)", "", "subpattern name expected", 4},
		{"(?P=)", "", "subpattern name expected", 4},
		{"(?(<)a)", "", "assertion expected after (?( or (?(?C)", 4},
		{"(?('a)b)", "", "malformed number or name after (?(", 5},
		{"(?(''a)b)", "", "assertion expected after (?( or (?(?C)", 4},
		{"(?(R&)b)", "", "assertion expected after (?( or (?(?C)", 5},
		{"(?(1a)b)", "", "malformed number or name after (?(", 4},
		{"(?(VERSION>=10)a)", "", "malformed number or name after (?(", 10},
		{"[a-\\d]", "", "invalid range in character class", 4},
		{"[\\x{100}]", "", "character value in \\x{} or \\o{} is too large", 7},
		{"((a{100}){100}){100}", "", "regular expression is too large", 20},
		{"(?(?C1)a)", "", "assertion expected after (?( or (?(?C)", 2},
		{"(?<=(?1))(a|bc)", "", "lookbehind assertion is not fixed length", 15},
		{"(?<=a{2,3})b", "", "lookbehind assertion is not fixed length", 10},
		{"(?<=\\1)(a)", "", "lookbehind assertion is not fixed length", 6},
		{"(?<=(a)\\1)b", "", "lookbehind assertion is not fixed length", 9},
		{"\\x{d800}", "", "character value in \\x{} or \\o{} is too large", 7},
		{"\\N{U+41}", "", "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u", 1},
		{"(?>a", "", "missing )", 4},
		{"a\\z*", "", "nothing to repeat", 3},
		{"(*FAIL)+", "", "nothing to repeat", 7},
		{"((?2)(b)(?1))", "", "recursive call could loop indefinitely", 11},
		{"(?=(?R))", "", "recursive call could loop indefinitely", 6},
		{"a", "24", "inconsistent NEWLINE options", 0},
	} {
		_, err := Compile([]byte(c.pattern), c.flags)
		bad, ok := err.(*Error)
		if !ok || bad.Message != c.message || bad.At != c.at {
			t.Errorf("%q %q: %v, want %q at %d", c.pattern, c.flags, err, c.message, c.at)
		}
	}
}

// PCRE does not find these to loop, and its users rely on patterns that it takes.
func TestLoopsNotFound(t *testing.T) {
	for _, pattern := range []string{`(?(?=a)(?R))`, `((?(?=a)((?2))))`, `(?=x|(?R))`, `(a(?1)?b)`, `(?|()|((?1)))`, `(?(?!b)a){2,}(?R)`} {
		if _, err := Compile([]byte(pattern), ""); err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

// A search that goes back and forth without end is given up: after so many choices, when its budget is spent, and when it is stopped.
func TestGivenUp(t *testing.T) {
	p, err := Compile([]byte(`(a+)+b`), "")
	if err != nil {
		t.Fatal(err)
	}
	text := []byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac")
	p.prefix, p.first, p.needed = nil, nil, nil
	stopped := make(chan struct{})
	close(stopped)
	for _, c := range []struct {
		run  Run
		want error
	}{
		{Run{Limit: 1000, Report: true}, ErrMatchLimit}, {Run{Report: true}, ErrMatchLimit}, {Run{Limit: 1000}, nil},
		{Run{Budget: 1000}, ErrBudget}, {Run{Stop: stopped}, ErrStopped},
	} {
		if _, err := p.Match(text, 0, c.run); err != c.want {
			t.Errorf("%v, want %v", err, c.want)
		}
	}
	loop, err := Compile([]byte(`((?(?!b)(?1)))`), "")
	if err == nil {
		m := loop.matcher([]byte("xc"), Run{})
		_, err = m.search(0)
	}
	if err != errLoop {
		t.Errorf("a call that loops: %v", err)
	}
}

// The depth of calls and the stack are bounded, whatever the text is, and so is the work for one place.
func TestLongTexts(t *testing.T) {
	long := bytes.Repeat([]byte("("), 1<<20)
	long[0], long[len(long)-1] = ')', 'y'
	for _, c := range []struct {
		pattern string
		size    int
		want    error
	}{
		{`^.(\((?1)*[)])`, 1 << 20, ErrMatchLimit},          // too deep
		{`^.(?:((((\()|x))))*[ab]`, 1 << 20, ErrMatchLimit}, // too much to go back to
		{`^.(?:(?=\()\()*+z`, 1 << 20, nil},
		{`.*?[ab]`, 1 << 20, nil},
		{`[xy]`, 1 << 20, nil},
		{`^.(\()+\(z`, 1 << 16, nil},
		{`(?:\(*){2}\1?(x)`, 1 << 20, nil},
		{`^.(.)*`, 1 << 16, nil},
	} {
		p, err := Compile([]byte(c.pattern), "")
		if err != nil {
			t.Fatal(err)
		}
		spans, err := p.Match(long[:c.size], 0, Run{Report: true})
		if err != c.want || spans == nil && strings.HasSuffix(c.pattern, "y]") {
			t.Errorf("%s: %v, %v, want %v", c.pattern, spans, err, c.want)
		}
	}
}

// A search through groups that are repeated, referred to and given up again comes to an end.
func TestNestedGroups(t *testing.T) {
	p, err := Compile([]byte(`((?=\B\h|1+\G))\1(?:(?<=[a-c1]){2}(?>\N*+\B[a-c1])++|(?i)c++|(?![^a]*\G|1+[[:alpha:]]{0,1}?)+?)+|`+
		`(?!(?=[^\w]\R|\N+?c{2})+?(?=[^\w]??\N??\K|\Z\N?\N{0,1}?)(?:\N{2}|\x61*\s{2,})?|(?<=a)(\G[\d\s]*+|[ab]*\x61++)\1+?){1,2}(?<!\s){2}`), "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.MatchAll([]byte(" \r\na1aa \néab"), 0, Run{}); err != nil {
		t.Error(err)
	}
}

// TestSourceIsCopied writes over the source once it is compiled, as a process does with memory that it has given up.
func TestSourceIsCopied(t *testing.T) {
	source := []byte(`\d+`)
	p, err := Compile(source, "")
	if err != nil {
		t.Fatal(err)
	}
	copy(source, "xyz")
	if spans, err := p.Match([]byte("ab12"), 0, Run{}); err != nil || fmt.Sprint(spans) != "[{2 2}]" {
		t.Errorf("got %v, %v", spans, err)
	}
}
