package tokenizer

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var confusablesSource = flag.String("confusables", "", "Unicode's confusables.txt, of which confusables.txt is made")

// TestConfusables makes the table of characters that look alike, of Unicode 16.0.0's file
// https://www.unicode.org/Public/security/16.0.0/confusables.txt when that is given, and checks the one that is there:
//
//	go test ./internal/tokenizer -run TestConfusables -confusables FILE
//
// It has the letters, marks and numbers of the file that normalization leaves alone, in order; a line is a character and what
// stands for it.
func TestConfusables(t *testing.T) {
	if *confusablesSource != "" {
		data, err := os.ReadFile(*confusablesSource)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("confusables.txt", []byte(tableOf(string(data))), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Log("the table was written; run the test again to check it")
		return
	}
	lines := strings.Split(strings.Trim(confusables, "\n"), "\n")
	if confusables[0] != '\n' || len(lines) < 1000 || !slices.IsSorted(lines) {
		t.Errorf("%d lines, sorted: %t", len(lines), slices.IsSorted(lines))
	}
	for _, line := range lines {
		if r := []rune(line); len(r) < 2 || !inTable(r[0]) {
			t.Errorf("bad line %q", line)
		}
	}
	for _, c := range []struct{ a, b string }{{"а", "a"}, {"力", "カ"}, {"_א1", "_1א"}, {"a_1א", "a_א1"}, {"scope", "ѕсоре"}} {
		if skeleton(c.a) != skeleton(c.b) {
			t.Errorf("%q and %q look alike, but have the skeletons %q and %q", c.a, c.b, skeleton(c.a), skeleton(c.b))
		}
	}
	if skeleton("x0") == skeleton("xO") || skeleton("ab") == skeleton("ba") {
		t.Error("names have one skeleton that do not look alike")
	}
}

func inTable(r rune) bool {
	s := string(r)
	return unicode.In(r, unicode.L, unicode.M, unicode.N) && norm.NFD.String(s) == s && (r >= 0x80 || r == '_')
}

var confusableLine = regexp.MustCompile(`(?m)^([0-9A-F]+) ;\t((?:[0-9A-F]+ )+);`)

func tableOf(source string) string {
	var lines []string
	seen := map[rune]bool{}
	for _, m := range confusableLine.FindAllStringSubmatch(source, -1) {
		n, _ := strconv.ParseInt(m[1], 16, 32)
		r := rune(n)
		if seen[r] || !inTable(r) {
			continue
		}
		seen[r] = true
		line := string(r)
		for _, code := range strings.Fields(m[2]) {
			n, _ := strconv.ParseInt(code, 16, 32)
			line += string(rune(n))
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return "\n" + strings.Join(lines, "\n") + "\n"
}

// TestVisual checks the order in which names are shown.
func TestVisual(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"foo", "foo"}, {"__foo__", "__foo__"}, {"אבג_foo", "גבא_foo"}, {"foo_אבג_baz", "foo_גבא_baz"}, {"foo_אבג1", "foo_1גבא"},
		{"foo_אב_גד", "foo_דג_בא"}, {"foo_אב_ג1_bar1", "foo_1ג_בא_bar1"},
	} {
		if got := string(visual([]rune(c.name))); got != c.want {
			t.Errorf("%q is shown as %q, want %q", c.name, got, c.want)
		}
	}
}
