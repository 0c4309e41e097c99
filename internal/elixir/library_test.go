package elixir

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"joist/internal/code"
	"joist/internal/macroenv"
	"joist/internal/proc"
	"joist/internal/term"
	"joist/internal/vm"
	"joist/lib"
)

var firstModule = regexp.MustCompile(`(?m)^(?:defmodule|defprotocol) (:?[\w.]+),? do|^defimpl ([\w.]+), for: ([\w.]+) do`)

// moduleOf is the name of the module that a library file defines.
func moduleOf(src []byte) string {
	m := firstModule.FindSubmatch(src)
	switch {
	case m == nil:
		return ""
	case len(m[2]) > 0:
		return "Elixir." + string(m[2]) + "." + string(m[3])
	case m[1][0] == ':':
		return string(m[1][1:])
	}
	return "Elixir." + string(m[1])
}

var update = flag.Bool("update", false, "rewrite testdata/missing.txt")

// TestLibraryCallsExist loads the whole library and looks for calls of functions that neither a native
// nor a module of the library provides.
func TestLibraryCallsExist(t *testing.T) {
	var comp *Compiler
	node, err := vm.New(proc.Config{Stdout: os.Stderr, Stderr: os.Stderr}, func(n *proc.Node) { comp = Attach(n) })
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	var missing []string
	job := comp.StartJob(func(s *Session) error {
		for _, path := range lib.Files() {
			src, _ := lib.Read(path)
			name := moduleOf(src)
			if _, _, ok := lib.Source(name); !ok {
				t.Errorf("lib/%s: no module of that name in it (found %q)", path, name)
				continue
			}
			if err := s.loadWhole(comp.mustAtom(name)); err != nil {
				s.reportLibraryError(name, err)
				t.Errorf("lib/%s: %v", path, err)
			}
		}
		return nil
	})
	<-job.Done()
	if job.Err() != nil {
		t.Fatal(job.Err())
	}
	node.Code.Undefined(func(f code.MFA) {
		if strings.HasPrefix(comp.name(f.Module), "elixir_compiler_") {
			return // code that ran once
		}
		missing = append(missing, fmt.Sprintf("%s:%s/%d", comp.name(f.Module), comp.name(f.Function), f.Arity))
	})
	slices.Sort(missing)
	got := strings.Join(missing, "\n") + "\n"
	if *update {
		if err := os.WriteFile("testdata/missing.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/missing.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the library calls these functions that do not exist:\n%s\nwant those of testdata/missing.txt; "+
			"write the functions, or say so with go test ./internal/elixir -run TestLibraryCallsExist -update", got)
	}
}

// loadWhole loads a module with all its code.
func (h *Session) loadWhole(module term.Term) error {
	if err := h.load(module); err != nil {
		return err
	}
	return h.complete(module, macroenv.NameArity{}, true)
}
