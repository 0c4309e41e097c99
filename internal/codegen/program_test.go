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
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, elixir(t), args...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return string(out)
}

// programs are the files in testdata/programs, without their extension.
func programs(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/programs/*.ex")
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], ".ex")
	}
	return files
}

// TestGolden compares the code of the programs in testdata/programs with the golden files. It starts
// from what Elixir's expander made of them, which is kept in .etf files.
func TestGolden(t *testing.T) {
	for _, file := range programs(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file + ".etf")
			if err != nil {
				t.Fatal(err)
			}
			text := compileTo(t, t.TempDir(), readDump(data))
			if *update {
				if err := os.WriteFile(file+".S", []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if old, err := os.ReadFile(file + ".S"); err != nil || string(old) != text {
				t.Errorf("the code differs from %s.S (%v); go test ./internal/codegen -run TestGolden -update", file, err)
			}
		})
	}
}

// TestPrograms runs the programs in testdata/programs on the installed BEAM, once compiled by Elixir
// and once by this package, and compares what they give.
func TestPrograms(t *testing.T) {
	elixir(t)
	for _, file := range programs(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			theirs, ours := t.TempDir(), t.TempDir()
			modules, data := dump(t, theirs, file+".ex")
			if *update {
				if err := os.WriteFile(file+".etf", data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			compileTo(t, ours, modules)
			validate(t, ours)
			want, got := runBeams(t, theirs, modules), runBeams(t, ours, modules)
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
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
