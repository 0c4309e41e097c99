package lib

import (
	"regexp"
	"testing"
)

func TestPath(t *testing.T) {
	for module, want := range map[string]string{
		"Elixir.Enum":                   "elixir/enum.ex",
		"Elixir.IO.ANSI":                "elixir/io/ansi.ex",
		"Elixir.String.Chars":           "elixir/string/chars.ex",
		"Elixir.NaiveDateTime":          "elixir/naive_date_time.ex",
		"Elixir.StringIO":               "elixir/string_io.ex",
		"Elixir.URI":                    "elixir/uri.ex",
		"Elixir.Inspect.PID":            "elixir/inspect/pid.ex",
		"Elixir.Task.Supervised":        "elixir/task/supervised.ex",
		"Elixir.Calendar.ISO":           "elixir/calendar/iso.ex",
		"Elixir.UndefinedFunctionError": "elixir/undefined_function_error.ex",
		"lists":                         "erlang/lists.ex",
		"io_lib":                        "erlang/io_lib.ex",
		"Elixir.":                       "",
		"../x":                          "",
	} {
		if got := Path(module); got != want {
			t.Errorf("Path(%q) = %q, want %q", module, got, want)
		}
	}
}

var definition = regexp.MustCompile(`(?m)^(?:defmodule|defprotocol) (:?[\w.]+) do$|^defimpl ([\w.]+), for: ([\w.]+) do$`)

// Every file defines one module, and is found under that module's name.
func TestOneModulePerFile(t *testing.T) {
	for _, path := range Files() {
		src, _ := Read(path)
		found := definition.FindAllSubmatch(src, -1)
		if len(found) != 1 {
			t.Errorf("%s defines %d modules, want 1", path, len(found))
			continue
		}
		module := "Elixir." + string(found[0][1])
		switch {
		case len(found[0][2]) > 0:
			module = "Elixir." + string(found[0][2]) + "." + string(found[0][3])
		case found[0][1][0] == ':':
			module = string(found[0][1][1:])
		}
		if got, _, ok := Source(module); !ok || got != path {
			t.Errorf("Source(%q) finds %q, want %q", module, got, path)
		}
	}
}
