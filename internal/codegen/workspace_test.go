package codegen

import (
	"os"
	"strings"
	"testing"

	"joist/internal/beam"
)

// TestWorkspace compiles modules one after another in the same memory, which must not show in the code.
func TestWorkspace(t *testing.T) {
	text := func(in *ModuleInput, compile func(*ModuleInput) (string, error)) string {
		t.Helper()
		s, err := compile(in)
		if err != nil {
			t.Fatalf("%s: %v", in.Name, err)
		}
		return s
	}
	with := func(w *Workspace) func(*ModuleInput) (string, error) {
		return func(in *ModuleInput) (string, error) {
			m, _, err := w.Compile(in)
			if err != nil {
				return "", err
			}
			var b strings.Builder
			err = beam.Print(&b, m)
			return b.String(), err
		}
	}
	var modules []*ModuleInput
	for _, file := range programs(t) {
		data, err := os.ReadFile(file + ".etf")
		if err != nil {
			t.Fatal(err)
		}
		modules = append(modules, readDump(data)...)
	}
	var shared Workspace
	for round := range 2 {
		for _, in := range modules {
			if text(in, with(new(Workspace))) != text(in, with(&shared)) {
				t.Errorf("round %d: the code of %s depends on what was compiled before", round, in.Name)
			}
		}
	}
}
