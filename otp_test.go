package joist_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOTP runs the programs of testdata/otp, which use behaviours beyond what the conformance programs do, and compares
// what they print with what real Elixir printed. To renew the expected output where Elixir is installed:
//
//	elixir testdata/otp/NAME.exs > testdata/otp/NAME.out
func TestOTP(t *testing.T) {
	const root = "testdata/otp"
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
