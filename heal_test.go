package joist_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHeal runs the programs of testdata/heal, which show what supervisors do here and nowhere else: children that come back with
// their last state, names that are never seen without a process, priorities. To run one alone:
//
//	go test -run 'TestHeal/last_state' .
func TestHeal(t *testing.T) {
	const root = "testdata/heal"
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
