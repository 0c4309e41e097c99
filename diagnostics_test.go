package joist_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDiagnosticsLikeElixir runs the programs of testdata/diagnostics, which compile pieces of wrong or odd source text
// and print what the compiler tells about each, and compares that with what Elixir 1.18 told. To renew the expected
// output where that is installed:
//
//	elixir testdata/diagnostics/NAME.exs > testdata/diagnostics/NAME.out
func TestDiagnosticsLikeElixir(t *testing.T) {
	programs, err := filepath.Glob("testdata/diagnostics/*.exs")
	if err != nil || len(programs) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	for _, path := range programs {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".exs"), func(t *testing.T) {
			want, err := os.ReadFile(strings.TrimSuffix(path, ".exs") + ".out")
			if err != nil {
				t.Fatal(err)
			}
			got, logged := runProgram(t, path)
			if got == string(want) {
				return
			}
			for i, piece := range strings.Split(got, "=== ") {
				if wanted := strings.Split(string(want), "=== "); i >= len(wanted) || piece != wanted[i] {
					t.Errorf("told of:\n%s\nwant:\n%s\nstandard error:\n%s", piece, strings.Join(wanted[min(i, len(wanted)-1):min(i+1, len(wanted))], ""), logged)
				}
			}
		})
	}
}
