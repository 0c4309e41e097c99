package iex

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"joist"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestPipe types files into a shell on a pipe and compares what it prints. The shell works in a directory of its own,
// which starts empty.
func TestPipe(t *testing.T) {
	inputs, _ := filepath.Glob("testdata/pipe/*.txt")
	if len(inputs) == 0 {
		t.Fatal("no inputs")
	}
	for _, path := range inputs {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			t.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
			script := strings.ReplaceAll(string(src), "%DIR%", dir)
			var out bytes.Buffer
			o := Options{Config: joist.Config{Schedulers: 1}, DotIex: "none"}
			if _, err := Run(context.Background(), o, strings.NewReader(script), &out, &out); err != nil {
				t.Error(err)
			}
			cwd, _ := os.Getwd()
			got := strings.NewReplacer(dir, "%DIR%", cwd, "%CWD%").Replace(out.String())
			for _, d := range varying {
				got = d.pattern.ReplaceAllString(got, d.shown)
			}
			golden := strings.TrimSuffix(path, ".txt") + ".out"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("what is printed differs from %s; go test ./internal/iex -run TestPipe -update writes it anew\n%s", golden, firstDifference(string(want), got))
			}
		})
	}
}

// varying is what differs from run to run.
var varying = []struct {
	pattern *regexp.Regexp
	shown   string
}{
	{regexp.MustCompile(`#PID<[\d.]+>`), "#PID<>"},
	{regexp.MustCompile(`#Function<[^>]*>`), "#Function<>"},
	{regexp.MustCompile(`(?s)<<70, 79, 82, 49,.*?\.\.\.>>`), "<<...>>"},
	{regexp.MustCompile(`(?m)^(\w[\w /]*  +)\d+( [KM]?B)$`), "${1}N$2"},
	{regexp.MustCompile(`lib/(iex/)?\w+\.ex:\d+`), "lib"},
	{regexp.MustCompile(`(Reductions|Total heap size|Uptime|Atoms|Processes) .*`), "$1"},
}

// firstDifference shows the lines from the first that differs.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	part := func(lines []string) string { return strings.Join(lines[max(0, i-2):min(len(lines), i+12)], "\n") }
	return "--- want\n" + part(w) + "\n--- got\n" + part(g)
}
