package codegen

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestLibrary compiles the modules of the installed Elixir's own library, as Elixir expanded them,
// and has OTP's validator look at the result.
func TestLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short")
	}
	modules := dumpLibrary(t)
	dir := t.TempDir()
	if d := os.Getenv("CODEGEN_BEAMS"); d != "" {
		dir = d
	}
	compileTo(t, dir, modules)
	validate(t, dir)
}

// dumpLibrary expands every module of the library.
func dumpLibrary(t testing.TB) []*ModuleInput {
	t.Helper()
	out, err := exec.Command(elixir(t), "-e", `
		{:ok, modules} = :application.get_key(:elixir, :modules)
		for m <- modules, String.starts_with?(Atom.to_string(m), "Elixir."), not String.starts_with?(inspect(m), "String."), do: IO.puts(inspect(m))`).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	modules, _ := dump(t, t.TempDir(), strings.Fields(string(out))...)
	return modules
}

// BenchmarkLibrary measures how fast that library is compiled, in lines of source.
func BenchmarkLibrary(b *testing.B) {
	modules := dumpLibrary(b)
	lines := 0
	for _, m := range modules {
		last := m.Line
		for _, d := range m.Defs {
			for _, c := range d.Clauses {
				last = max(last, c.Line)
			}
		}
		lines += last
	}
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, m := range modules {
			if _, _, err := Compile(m); err != nil {
				b.Fatal(m.Name, err)
			}
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
