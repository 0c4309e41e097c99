package lib_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"joist"
)

// TestModuleTable checks that the public functions of each module of Elixir 1.18 are here. testdata/modules.txt has
// a line for each module: its name, and its functions and macros (with a star) that are documented.
//
//	go test -run ModuleTable -v ./lib
func TestModuleTable(t *testing.T) {
	data, err := os.ReadFile("testdata/modules.txt")
	if err != nil {
		t.Fatal(err)
	}
	rt, err := joist.New(joist.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	here, total := 0, 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		module, wanted := fields[0], fields[1:]
		code := fmt.Sprintf(`case Code.ensure_loaded(%s) do
  {:module, m} ->
    Enum.join(for({n, a} <- m.__info__(:functions), do: "#{n}/#{a}") ++ for({n, a} <- m.__info__(:macros), do: "#{n}/#{a}*"), " ")
  _ -> ""
end`, module)
		v, err := rt.Eval(context.Background(), code)
		if err != nil {
			t.Fatalf("%s: %v", module, err)
		}
		present := map[string]bool{}
		for _, f := range strings.Fields(v.(string)) {
			present[f] = true
		}
		var lacks []string
		for _, f := range wanted {
			if !present[f] {
				lacks = append(lacks, f)
			}
		}
		n := len(wanted) - len(lacks)
		here, total = here+n, total+len(wanted)
		t.Logf("%-28s %3d/%3d", module, n, len(wanted))
		if len(lacks) > 0 {
			t.Errorf("%s lacks %s", module, strings.Join(lacks, " "))
		}
	}
	t.Logf("%-28s %d/%d", "all", here, total)
}
