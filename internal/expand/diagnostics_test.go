package expand

import (
	"os"
	"strings"
	"testing"

	"joist/internal/quoted"
)

// TestDiagnostics compares warnings and errors with testdata/diagnostics.golden.
func TestDiagnostics(t *testing.T) {
	goldenChunks(t, "testdata/diagnostics.golden", func(src string) string { return diagnose(t, src) })
}

// TestModules compares the definitions of modules with testdata/modules.golden.
func TestModules(t *testing.T) {
	goldenChunks(t, "testdata/modules.golden", func(src string) string { return define(t, src) })
}

// goldenChunks checks a file of programs divided by lines of ---, each with >>> before what run
// should give for it.
func goldenChunks(t *testing.T, file string, run func(src string) string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, chunk := range strings.Split(string(text), "---\n") {
		src, want, ok := strings.Cut(chunk, ">>>\n")
		if !ok {
			t.Fatalf("no >>> in:\n%s", chunk)
		}
		got := run(src)
		if got != want && !*update {
			t.Errorf("%s\n got:\n%s\nwant:\n%s", src, got, want)
		}
		out = append(out, src+">>>\n"+got)
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(out, "---\n")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func diagnose(t *testing.T, src string) string {
	h := newStaticHost(t)
	err := h.file("t.exs", []byte(src))
	h.x.ReportUnused(h.env)
	m := h.messages()
	if err != nil {
		m += "** " + err.Error() + "\n"
	}
	return m
}

// define shows the modules that a program defines.
func define(t *testing.T, src string) string {
	h := newStaticHost(t)
	known := map[atom]bool{}
	err := h.file("t.exs", []byte(src))
	var b strings.Builder
	b.WriteString(h.messages())
	if err != nil {
		b.WriteString("** " + err.Error() + "\n")
	}
	var names []string
	for name, m := range h.modules {
		if m.File == "t.exs" && !known[name] {
			names = append(names, string(name))
		}
	}
	for _, name := range sortStrings(names) {
		showModule(&b, h.modules[atom(name)])
	}
	return b.String()
}

func showModule(b *strings.Builder, m *Module) {
	b.WriteString("module " + inspectAtom(m.Name) + "\n")
	for _, d := range m.Definitions {
		b.WriteString("  " + d.Kind.String() + " " + nameArity(d.Name, d.Arity) + "\n")
		for _, c := range d.Clauses {
			b.WriteString("    " + quoted.Inspect(stripped(quoted.List(c.Args))))
			for _, g := range c.Guards {
				b.WriteString(" when " + quoted.Inspect(stripped(g)))
			}
			b.WriteString(" -> " + quoted.Inspect(stripped(c.Body)) + "\n")
		}
	}
	if m.Struct != nil {
		b.WriteString("  struct " + quoted.Inspect(stripped(m.Struct)) + "\n")
	}
	for _, d := range m.Docs {
		b.WriteString("  doc " + d.Kind + " " + nameArity(d.Name, d.Arity) + " " + quoted.Inspect(d.Value) + "\n")
	}
}
