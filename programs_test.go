package joist_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWholePrograms runs the programs of testdata/programs, each the size of a small application, and compares what they
// print with what real Elixir printed. To renew the expected output where Elixir is installed:
//
//	elixir testdata/programs/NAME.exs > testdata/programs/NAME.out
func TestWholePrograms(t *testing.T) {
	const root = "testdata/programs"
	programs, err := filepath.Glob(root + "/*.exs")
	if err != nil || len(programs) == 0 {
		t.Fatalf("no programs in %s: %v", root, err)
	}
	for _, path := range programs {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".exs"), func(t *testing.T) {
			want, err := os.ReadFile(strings.TrimSuffix(path, ".exs") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			got, logged := runProgram(t, path)
			if got != string(want) {
				t.Errorf("printed:\n%s\nwant:\n%s\nstandard error:\n%s", got, want, logged)
			}
		})
	}
}
