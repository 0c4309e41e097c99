package lib_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"joist"
)

// TestKernel runs the programs of testdata/kernel, which have a line of values for every function and macro of
// Kernel and for every special form, and compares them with what real Elixir 1.18 printed. An entry of names.txt
// that no line shows is an error.
func TestKernel(t *testing.T) {
	programs, err := filepath.Glob("testdata/kernel/*.exs")
	if err != nil || len(programs) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	shown := map[string]bool{}
	for _, program := range programs {
		t.Run(filepath.Base(program), func(t *testing.T) {
			want, err := os.ReadFile(strings.TrimSuffix(program, ".exs") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(want)) {
				name, _, _ := strings.Cut(line, " ")
				shown[name] = true
			}
			var got, errs bytes.Buffer
			rt, err := joist.New(joist.Config{Stdout: &got, Stderr: &errs})
			if err != nil {
				t.Fatal(err)
			}
			defer rt.Close()
			if err := rt.RunFile(context.Background(), program); err != nil {
				t.Fatalf("%v\n%s", err, errs.String())
			}
			if err := rt.Flush(); err != nil {
				t.Fatal(err)
			}
			compareLines(t, got.String(), string(want))
		})
	}
	names, err := os.ReadFile("testdata/kernel/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, name := range strings.Fields(string(names)) {
		count++
		if !shown[name] {
			t.Errorf("%s has no line in testdata/kernel", name)
		}
	}
	t.Logf("%d entries of Kernel and Kernel.SpecialForms", count)
}
