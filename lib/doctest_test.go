package lib_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"joist"
	"joist/lib"
)

// example is one iex> prompt of a doc and the value shown under it, "" for none.
type example struct {
	line           int
	code, expected string
}

// examples finds the groups of examples in a source: those of one doc share their variables.
func examples(src string) [][]example {
	var groups [][]example
	var group []example
	flush := func() {
		if len(group) > 0 {
			groups = append(groups, group)
			group = nil
		}
	}
	escaped := true // a heredoc that is no ~S has its backslashes doubled
	plain := func(s string) string {
		if escaped {
			return strings.ReplaceAll(s, `\\`, `\`)
		}
		return s
	}
	lines := strings.Split(src, "\n")
	for i := 0; i < len(lines); i++ {
		text := strings.TrimSpace(lines[i])
		switch {
		case strings.HasPrefix(text, "@doc ~S"):
			escaped = false
		case strings.HasPrefix(text, "@doc") || strings.HasPrefix(text, "@moduledoc"):
			escaped = true
		case text == `"""`:
			flush()
		case strings.HasPrefix(text, "iex>"):
			e := example{line: i + 1, code: strings.TrimPrefix(text, "iex>")}
			for i+1 < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[i+1]), "...>") {
				i++
				e.code += "\n" + strings.TrimPrefix(strings.TrimSpace(lines[i]), "...>")
			}
			for i+1 < len(lines) {
				next := strings.TrimSpace(lines[i+1])
				if next == "" || next == `"""` || strings.HasPrefix(next, "iex>") {
					break
				}
				e.expected += next + "\n"
				i++
			}
			e.code, e.expected = plain(e.code), plain(e.expected)
			group = append(group, e)
		}
	}
	flush()
	return groups
}

// program runs a group and gives the texts of the values that are not as the doc says.
func program(group []example) string {
	var b strings.Builder
	b.WriteString("wrong = []\n")
	for _, e := range group {
		if e.expected == "" {
			fmt.Fprintf(&b, "(%s)\n", e.code)
			continue
		}
		fmt.Fprintf(&b, "got = (%s\n)\nwrong = if got === (%s), do: wrong, else: [{%d, inspect(got)} | wrong]\n", e.code, e.expected, e.line)
	}
	b.WriteString("Enum.map_join(wrong, \"; \", fn {line, got} -> \"line #{line} gives #{got}\" end)\n")
	return b.String()
}

// TestExamples runs the examples in the library's docs.
func TestExamples(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	rt, err := joist.New(joist.Config{VirtualTime: true, Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	for _, path := range lib.Files() {
		src, _ := lib.Read(path)
		for _, group := range examples(string(src)) {
			wrong, err := rt.Eval(context.Background(), program(group))
			if err != nil {
				t.Errorf("%s:%d: %v", path, group[0].line, err)
			} else if wrong != "" {
				t.Errorf("%s: %v", path, wrong)
			}
		}
	}
}
