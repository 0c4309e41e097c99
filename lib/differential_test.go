package lib_test

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"joist"
)

// TestDifferential runs programs on joist and on an installed Elixir, whose outputs must be the same.
func TestDifferential(t *testing.T) {
	elixir, err := exec.LookPath("elixir")
	if err != nil {
		t.Skip("SKIPPED: no elixir is installed to compare with")
	}
	programs, err := filepath.Glob("testdata/differential/*.exs")
	if err != nil || len(programs) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	for _, program := range programs {
		t.Run(filepath.Base(program), func(t *testing.T) {
			want, err := exec.Command(elixir, program).Output()
			if err != nil {
				t.Fatalf("elixir %s: %v", program, err)
			}
			var got bytes.Buffer
			rt, err := joist.New(joist.Config{Stdout: &got})
			if err != nil {
				t.Fatal(err)
			}
			defer rt.Close()
			if err := rt.RunFile(context.Background(), program); err != nil {
				t.Fatal(err)
			}
			if err := rt.Flush(); err != nil {
				t.Fatal(err)
			}
			compareLines(t, got.String(), string(want))
		})
	}
}

// compareLines reports the first lines that differ.
func compareLines(t *testing.T, got, want string) {
	t.Helper()
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	if len(gotLines) != len(wantLines) {
		t.Errorf("%d lines, want %d", len(gotLines), len(wantLines))
	}
	wrong := 0
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] && wrong < 5 {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, gotLines[i], wantLines[i])
			wrong++
		}
	}
}
