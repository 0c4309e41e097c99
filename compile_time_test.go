package joist

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"joist/lib"
)

// formatCheck formats the source that it is given and tells what is wrong with the result: it must be
// the same code, and formatting it again must not change it.
const formatCheck = `
strip = fn quoted ->
  Macro.prewalk(quoted, fn
    {:__block__, _, [one]} -> one
    {form, _, args} -> {form, [], args}
    other -> other
  end)
end

once = IO.iodata_to_binary(Code.format_string!(source))
again = IO.iodata_to_binary(Code.format_string!(once))
read = fn text -> text |> Code.string_to_quoted!() |> strip.() end

cond do
  once != again -> "formatting it again changes it"
  read.(once) != read.(source) -> "it is not the same code"
  Enum.any?(String.split(once, "\n"), &String.ends_with?(&1, " ")) -> "a line ends with blanks"
  true -> ""
end
`

// TestFormatLibrary formats files of the library. One alone: go test -run TestFormatLibrary/keyword.ex
func TestFormatLibrary(t *testing.T) {
	rt := newRuntime(t, Config{})
	for _, module := range []string{"Elixir.Keyword", "Elixir.List", "Elixir.Task", "Elixir.URI", "Elixir.Module", "Elixir.Code.Normalizer"} {
		path, src, ok := lib.Source(module)
		if !ok {
			t.Fatalf("there is no %s", module)
		}
		t.Run(path[strings.LastIndexByte(path, '/')+1:], func(t *testing.T) {
			code := "source = " + elixirString(string(src)) + "\n" + formatCheck
			got, err := rt.Eval(context.Background(), code)
			if err != nil || got != "" {
				t.Errorf("%s: %v %v", path, got, err)
			}
		})
	}
}

// elixirString is a literal of a text.
func elixirString(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#{", `\#{`).Replace(text) + `"`
}

// TestCompileTimeDiagnostics compares what the compiler prints, and the error that remains.
func TestCompileTimeDiagnostics(t *testing.T) {
	cases := []struct{ code, printed, raised string }{
		{"defmodule A1 do\n  def f, do: x\nend",
			"error: undefined variable \"x\"",
			"cannot compile module A1 (errors have been logged)"},
		{"nothing(1)", "error: undefined function nothing/1 (there is no such import)", "cannot compile file (errors have been logged)"},
		{"defmodule A2 do\n  defmacro m(x), do: raise(Macro.to_string(x))\nend\ndefmodule A3 do\n  require A2\n  A2.m(1 + 2)\nend",
			"", "** (RuntimeError) 1 + 2\n    expanding macro: A2.m/1\n    nofile:6: A3 (module)"},
		{"defmodule A4 do\n  defp g, do: 1\nend", "warning: function g/0 is unused", ""},
		{"defimpl Enum, for: Integer do\nend", "", "Enum is not a protocol"},
	}
	for _, c := range cases {
		var errs bytes.Buffer
		rt := newRuntime(t, Config{Stderr: &errs})
		_, err := rt.Eval(context.Background(), c.code)
		if !strings.Contains(errs.String(), c.printed) {
			t.Errorf("%s\nprints:\n%s\nwithout:\n%s", c.code, errs.String(), c.printed)
		}
		switch {
		case c.raised == "" && err != nil:
			t.Errorf("%s\nraises %v", c.code, err)
		case c.raised != "" && (err == nil || !strings.Contains(err.Error(), c.raised)):
			t.Errorf("%s\nraises %v\nwant %s", c.code, err, c.raised)
		}
	}
}
