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

// needsMachine tells the errors of staticHost for what only a machine can do.
func needsMachine(err error) bool {
	return strings.Contains(err.Error(), "without a machine") || strings.Contains(err.Error(), "not static")
}

// TestLibrary expands the library, which must give no error and no warning.
func TestLibrary(t *testing.T) {
	h := newStaticHost(t)
	static := 0
	for _, f := range libraryFiles(t) {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		h.reports = nil
		switch err := h.file(f, src); {
		case err == nil:
			static++
		case !needsMachine(err):
			t.Errorf("%s: %v", f, err)
		}
		if m := h.messages(); m != "" {
			t.Errorf("%s:\n%s", f, m)
		}
	}
	t.Logf("%d files define their modules without running code", static)
}
