package expand

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func libraryFiles(t testing.TB) []string {
	var files []string
	err := filepath.WalkDir("../../lib", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".ex") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestCorpusTmp(t *testing.T) {
	files, _ := filepath.Glob("/work/shared/conformance/*/*.exs")
	b, _ := filepath.Glob("/work/shared/bench/*.exs")
	files = append(files, b...)
	for _, f := range files {
		src, _ := os.ReadFile(f)
		h := newStaticHost(t)
		if err := h.file(f, src); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func TestLibrary(t *testing.T) {
	files := libraryFiles(t)
	for _, f := range files {
		src, _ := os.ReadFile(f)
		h := newStaticHost(t)
		if err := h.file(f, src); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if m := h.messages(); m != "" {
			t.Logf("%s:\n%s", f, m)
		}
	}
}
