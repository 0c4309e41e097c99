package joist_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"joist"
)

// TestConformance runs every program of testdata/conformance and compares what it prints with what
// real Elixir printed, to the byte. One program alone:
//
//	go test -run 'TestConformance/processes/ring' .
//
// With JOIST_GCSTRESS=1 every program runs with a collection wherever one may happen.
func TestConformance(t *testing.T) {
	const root = "testdata/conformance"
	pending := readPending(t, filepath.Join(root, "pending.txt"))
	programs, err := filepath.Glob(root + "/*/*.exs")
	if err != nil || len(programs) == 0 {
		t.Fatalf("no programs in %s: %v", root, err)
	}
	for _, path := range programs {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), root+"/"), ".exs")
		t.Run(name, func(t *testing.T) {
			if why, ok := pending[name]; ok {
				t.Skipf("pending: %s", why)
			}
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

// readPending reads the programs that the compiler or the library cannot run yet: a name and why.
func readPending(t *testing.T, path string) map[string]string {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	pending := map[string]string{}
	for line := range strings.Lines(string(data)) {
		name, why, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name != "" && !strings.HasPrefix(name, "#") {
			pending[name] = strings.TrimSpace(why)
		}
	}
	return pending
}

// oneScheduler has the programs whose output tells how far some processes get while another one has its processor taken away by the
// system: those run on one scheduler.
var oneScheduler = map[string]bool{"async_stream.exs": true}

// runProgram runs a script in a runtime of its own and returns what it wrote. Time is virtual, so that what depends on
// time comes out the same on a busy machine.
func runProgram(t *testing.T, path string) (stdout, stderr string) {
	t.Helper()
	stress := os.Getenv("JOIST_GCSTRESS") == "1"
	limit := 2 * time.Minute
	if stress {
		limit = 10 * time.Minute
	}
	var out, errs bytes.Buffer
	config := joist.Config{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, GCStress: stress, VirtualTime: true}
	if oneScheduler[filepath.Base(path)] {
		config.Schedulers = 1
	}
	rt, err := joist.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	status := 0
	if err := rt.RunFile(ctx, path); err != nil {
		errs.WriteString(err.Error())
		status = 1
	}
	if err := rt.AtExit(ctx, status); err != nil {
		errs.WriteString(err.Error())
	}
	if ctx.Err() != nil {
		t.Errorf("not done after %v", limit)
	}
	if err := rt.Flush(); err != nil {
		t.Error(err)
	}
	return out.String(), errs.String()
}
