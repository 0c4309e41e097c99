package joist_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"joist"
)

// pids and times differ from run to run.
var varying = regexp.MustCompile(`#PID<[\d.]+>|\d+ [mu]s`)

// TestExamples runs every program of examples and compares what it prints with the file beside it,
// pids and times apart.
func TestExamples(t *testing.T) {
	args := map[string][]string{"million": {"20000"}}
	limits := map[string]int64{"greedy": 100 << 20}
	programs, err := filepath.Glob("examples/*.exs")
	if err != nil || len(programs) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range programs {
		name := strings.TrimSuffix(filepath.Base(path), ".exs")
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join("examples", "testdata", name+".out"))
			if err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			rt, err := joist.New(joist.Config{Stdout: &out, Stderr: &errs, Args: args[name], MemoryLimit: limits[name],
				VirtualTime: true})
			if err != nil {
				t.Fatal(err)
			}
			defer rt.Close()
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			if err := rt.RunFile(ctx, path); err != nil {
				t.Errorf("%v", err)
			}
			rt.Flush()
			if got := varying.ReplaceAllString(out.String(), "_"); got != string(want) {
				t.Errorf("printed:\n%s\nwant:\n%s\nstandard error:\n%s", got, want, errs.String())
			}
		})
	}
}
