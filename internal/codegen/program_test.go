package codegen

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"joist/internal/beam"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// compileTo compiles dumped modules and writes them as .beam files to dir. It returns the code in
// readable form.
func compileTo(t testing.TB, dir string, modules []*ModuleInput) string {
	t.Helper()
	var text bytes.Buffer
	for _, in := range modules {
		m, diags, err := Compile(in)
		if err != nil || m == nil {
			t.Fatalf("%s: %v %v", in.Name, err, diags)
		}
		data, err := beam.Write(m)
		if err != nil {
			t.Fatalf("%s: %v", in.Name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, in.Name+".beam"), data, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := beam.Print(&text, m); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}

// runBeams runs M.run() of every module in dir on the installed BEAM and gives what it printed.
func runBeams(t testing.TB, dir string, modules []*ModuleInput) string {
	t.Helper()
	args := []string{"-pa", dir, "testdata/run.exs"}
	for _, m := range modules {
		args = append(args, m.Name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, elixir(t), args...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return string(out)
}

// TestPrograms runs the programs in testdata/programs on the installed BEAM, once compiled by Elixir
// and once by this package, and compares what they give. The code is compared with golden files.
func TestPrograms(t *testing.T) {
	files, err := filepath.Glob("testdata/programs/*.ex")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".ex"), func(t *testing.T) {
			theirs, ours := t.TempDir(), t.TempDir()
			modules := dump(t, theirs, file)
			text := compileTo(t, ours, modules)
			golden := strings.TrimSuffix(file, ".ex") + ".S"
			if *update {
				if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			validate(t, ours)
			want, got := runBeams(t, theirs, modules), runBeams(t, ours, modules)
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if old, err := os.ReadFile(golden); err != nil || string(old) != text {
				t.Errorf("the code differs from %s (%v); go test -run TestPrograms -update", golden, err)
			}
		})
	}
}

// validate runs the compiler's validator of the installed OTP over the .beam files in dir.
func validate(t testing.TB, dir string) {
	t.Helper()
	out, err := exec.Command(elixir(t), "testdata/validate.exs", dir).CombinedOutput()
	if err != nil {
		t.Errorf("the validator of OTP finds fault: %v\n%s", err, out)
	}
}
