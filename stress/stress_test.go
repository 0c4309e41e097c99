package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestStress runs each program at a small size. To run one alone at its full size:
//
//	go run ./stress restarts
func TestStress(t *testing.T) {
	paths, err := filepath.Glob("programs/*.exs")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".exs"), func(t *testing.T) {
			var printed strings.Builder
			if err := run(&printed, path, "", testSizes(strings.TrimSuffix(filepath.Base(path), ".exs"))); err != nil {
				t.Errorf("%v\n%s", err, &printed)
			}
		})
	}
}
