package parser_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"joist/internal/diag"
	"joist/internal/parser"
	"joist/internal/quoted"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// A golden file is a sequence of cases. A case is source, in lines that start with "|" and a blank,
// or in one line that starts with "|q" and a Go string for what cannot be seen; then what Elixir
// makes of it: the quoted form, "~" lines with warnings, "!" lines with the message of the error.
type goldenCase struct {
	line   int
	input  []string // as written
	source string
	want   string
}

func readGolden(t testing.TB, path string) []goldenCase {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	for i, line := range strings.Split(string(data), "\n") {
		source, isSource := strings.CutPrefix(line, "|")
		switch {
		case isSource:
			if n := len(cases); n == 0 || cases[n-1].want != "" {
				cases = append(cases, goldenCase{line: i + 1})
			} else if len(cases[n-1].input) > 0 && strings.HasPrefix(cases[n-1].input[0], "|q") {
				t.Fatalf("%s:%d: |q stands alone", path, i+1)
			}
			c := &cases[len(cases)-1]
			if q, ok := strings.CutPrefix(source, "q "); ok {
				if c.source, err = strconv.Unquote(q); err != nil {
					t.Fatalf("%s:%d: %v", path, i+1, err)
				}
			} else {
				if len(c.input) > 0 {
					c.source += "\n"
				}
				c.source += strings.TrimPrefix(source, " ")
			}
			c.input = append(c.input, line)
		case line == "":
			if n := len(cases); n > 0 && cases[n-1].want == "" {
				cases[n-1].want = "\n" // no result yet, but the source is complete
			}
		default:
			c := &cases[len(cases)-1]
			c.want = strings.TrimPrefix(c.want, "\n") + line + "\n"
		}
	}
	return cases
}

// describe parses a case and writes the result the way golden files hold it.
func describe(src string, opts parser.Options) string {
	var sb strings.Builder
	node, warnings, err := parser.Parse([]byte(src), opts)
	for _, w := range warnings {
		fmt.Fprintf(&sb, "~ %d:%d %q\n", w.Pos.Line, w.Pos.Column, w.Message)
	}
	if err != nil {
		for line := range strings.SplitSeq(diag.Message(err), "\n") {
			fmt.Fprintf(&sb, "! %s\n", line)
		}
		return sb.String()
	}
	sb.WriteString(quoted.Inspect(node) + "\n")
	return sb.String()
}

func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(paths) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".golden")
		t.Run(name, func(t *testing.T) {
			opts := parser.Options{Columns: true, TokenMetadata: name == "metadata"}
			var out strings.Builder
			for _, c := range readGolden(t, path) {
				got := describe(c.source, opts)
				fmt.Fprintf(&out, "%s\n%s\n", strings.Join(c.input, "\n"), got)
				if got != c.want && !*update {
					t.Errorf("%s:%d: %s\n got: %s\nwant: %s", path, c.line, strings.Join(c.input, "\n"), got, c.want)
				}
			}
			if *update {
				if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
