package diag_test

import (
	"strings"
	"testing"

	"joist/internal/diag"
)

func TestRender(t *testing.T) {
	source := "defmodule A do\n  def f, do: x\nend\n" + strings.Repeat("\n", 7) +
		"\t\ty\n" + strings.Repeat(" ", 30) + "deep + down\n"
	tests := []struct {
		name string
		d    diag.Diagnostic
		want string
	}{
		{"error with column", diag.Diagnostic{File: "a.ex", Pos: diag.Pos{Line: 2, Column: 14}, Message: "undefined variable \"x\""}, `
    error: undefined variable "x"
    │
  2 │   def f, do: x
    │              ^
    │
    └─ a.ex:2:14`},
		{"warning with span", diag.Diagnostic{Severity: diag.Warning, File: "a.ex", Pos: diag.Pos{Line: 2, Column: 3},
			EndPos: diag.Pos{Line: 2, Column: 6}, Message: "unused"}, `
    warning: unused
    │
  2 │   def f, do: x
    │   ~~~
    │
    └─ a.ex:2:3`},
		{"line only", diag.Diagnostic{Severity: diag.Warning, File: "a.ex", Pos: diag.Pos{Line: 2}, Message: "unused"}, `
    warning: unused
    │
  2 │   def f, do: x
    │   ~~~~~~~~~~~~
    │
    └─ a.ex:2`},
		{"several lines of text", diag.Diagnostic{File: "a.ex", Pos: diag.Pos{Line: 1, Column: 1}, Message: "one\ntwo\n\nthree", Hint: "did you mean:"}, `
    error: one
    two

    three

    did you mean:
    │
  1 │ defmodule A do
    │ ^
    │
    └─ a.ex:1:1`},
		{"two digits and tabs", diag.Diagnostic{File: "a.ex", Pos: diag.Pos{Line: 11, Column: 3}, Message: "no y"}, `
    error: no y
    │
 11 │ 		y
    │   ^
    │
    └─ a.ex:11:3`},
		{"far to the right", diag.Diagnostic{File: "a.ex", Pos: diag.Pos{Line: 12, Column: 31}, Message: "too deep"}, `
    error: too deep
    │
 12 │ ...                   deep + down
    │                       ^
    │
    └─ a.ex:12:31`},
		{"no such line", diag.Diagnostic{File: "a.ex", Pos: diag.Pos{Line: 99}, Message: "nowhere"}, "\nerror: nowhere\n└─ a.ex:99"},
		{"blank line", diag.Diagnostic{File: "a.ex", Pos: diag.Pos{Line: 5, Column: 1}, Message: "nothing"}, "\nerror: nothing\n└─ a.ex:5:1"},
		{"mismatch over lines", diag.Diagnostic{Exception: "MismatchedDelimiterError", File: "a.ex", Message: "unexpected token: )",
			Pos: diag.Pos{Line: 1, Column: 13}, EndPos: diag.Pos{Line: 3, Column: 1}, Opening: "do", Closing: ")", Expected: "end"}, `
    error: unexpected token: )
    │
  1 │ defmodule A do
    │             └ unclosed delimiter
  2 │   def f, do: x
  3 │ end
    │ └ mismatched closing delimiter (expected "end")
    │
    └─ a.ex:3:1`},
		{"missing far below", diag.Diagnostic{Exception: "TokenMissingError", File: "a.ex", Message: "missing terminator: end",
			Pos: diag.Pos{Line: 1, Column: 13}, EndPos: diag.Pos{Line: 13, Column: 1}, Opening: "do", Expected: "end"}, `
    error: missing terminator: end
    │
  1 │ defmodule A do
    │             └ unclosed delimiter
 ...
 12 │                               deep + down
    │                                          └ missing closing delimiter (expected "end")
    │
    └─ a.ex:12:42`},
	}
	for _, test := range tests {
		want := strings.TrimPrefix(test.want, "\n")
		if got := diag.Render(&test.d, source); got != want {
			t.Errorf("%s:\n got:\n%s\nwant:\n%s", test.name, got, want)
		}
	}
}

func TestMessage(t *testing.T) {
	tests := []struct {
		d    diag.Diagnostic
		want string
	}{
		{diag.Diagnostic{Exception: "CompileError", File: "a.ex", Pos: diag.Pos{Line: 3}, Message: "cannot compile"}, "a.ex:3: cannot compile"},
		{diag.Diagnostic{Exception: "SyntaxError", File: "a.ex", Pos: diag.Pos{Line: 1, Column: 2}, Message: "bad", Snippet: "a b"},
			"invalid syntax found on a.ex:1:2:\n    error: bad\n    │\n  1 │ a b\n    │  ^\n    │\n    └─ a.ex:1:2"},
		{diag.Diagnostic{Exception: "SyntaxError", File: "a.ex", Pos: diag.Pos{Line: 1, Column: 2}, Message: "bad"},
			"invalid syntax found on a.ex:1:2:\n   error: bad\n   └─ a.ex:1:2"},
	}
	for _, test := range tests {
		if got := diag.Message(&test.d); got != test.want {
			t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
		}
	}
}
