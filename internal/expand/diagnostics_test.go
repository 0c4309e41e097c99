package expand

import (
	"os"
	"strings"
	"testing"
)

// TestDiagnostics compares warnings and errors with testdata/diagnostics.golden: programs divided by
// lines of ---, each with >>> before what it should report.
func TestDiagnostics(t *testing.T) {
	text, err := os.ReadFile("testdata/diagnostics.golden")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, chunk := range strings.Split(string(text), "---\n") {
		src, want, ok := strings.Cut(chunk, ">>>\n")
		if !ok {
			t.Fatalf("no >>> in:\n%s", chunk)
		}
		got := diagnose(t, src)
		if got != want && !*update {
			t.Errorf("%s\n got:\n%s\nwant:\n%s", src, got, want)
		}
		out = append(out, src+">>>\n"+got)
	}
	if *update {
		if err := os.WriteFile("testdata/diagnostics.golden", []byte(strings.Join(out, "---\n")), 0o666); err != nil {
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
