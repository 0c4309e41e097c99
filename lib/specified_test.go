package lib_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"joist"
	"joist/lib"
)

// specifications tells of a module's public functions that have no @spec, and how many there are. Hidden functions need none, nor do callbacks,
// macros, what defaults define, and the functions that every exception has.
const specifications = `
module = %s
{_, _, _, _, shown, _, entries} = Code.fetch_docs(module)
{_, _, _, _, _, public} = :elixir_code.docs(module)
{:ok, specs} = Code.Typespec.fetch_specs(module)
specified = for {name_arity, _} <- specs, do: name_arity
hidden = for {{_, name, arity}, _, _, :hidden, _} <- entries, do: {name, arity}
callbacks = if function_exported?(module, :__protocol__, 1), do: module.__protocol__(:functions), else: []

by_default? = fn name, arity ->
  Enum.any?(public, fn {_, n, a, _, defaults, _} -> n == name and arity < a and arity >= a - defaults end)
end

own =
  for {:function, name, arity, _, _, _} <- public, shown != :hidden, {name, arity} not in hidden, {name, arity} not in callbacks,
      not by_default?.(name, arity), name not in [:__struct__, :__protocol__, :impl_for, :impl_for!, :behaviour_info, :exception, :message],
      do: {name, arity}

missing = for {name, arity} <- own -- specified, do: "#{name}/#{arity}"
Enum.join([length(own) | missing], " ")
`

// internal are the modules that only the library calls.
var internal = []string{"application_controller", "gen"}

// TestSpecified checks that every public function of the library has a @spec, and that types and specifications are right.
func TestSpecified(t *testing.T) {
	var printed bytes.Buffer
	rt, err := joist.New(joist.Config{VirtualTime: true, Stdout: &printed, Stderr: &printed})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	functions := 0
	for _, path := range lib.Files() {
		src, _ := lib.Read(path)
		name := moduleName(src)
		if name == "" || strings.HasPrefix(name, ":joist_") {
			continue
		}
		got, err := rt.Eval(context.Background(), fmt.Sprintf(specifications, name))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		words := strings.Fields(got.(string))
		n := 0
		fmt.Sscan(words[0], &n)
		if isInternal(name) {
			continue
		}
		functions += n
		for _, f := range words[1:] {
			t.Errorf("%s: %s has no @spec", path, f)
		}
	}
	if printed.Len() > 0 {
		t.Errorf("types and specifications give warnings:\n%s", &printed)
	}
	t.Logf("%d functions are specified", functions)
}

// moduleName is the name in the first line of a source, "" for that of an implementation.
func moduleName(src []byte) string {
	line, _, _ := bytes.Cut(src, []byte("\n"))
	words := strings.Fields(string(line))
	if len(words) != 3 || words[0] == "defimpl" {
		return ""
	}
	return words[1]
}

func isInternal(name string) bool {
	for _, m := range internal {
		if name == ":"+m {
			return true
		}
	}
	return false
}
