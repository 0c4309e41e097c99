package elixir

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"joist/internal/diag"
)

// argumentError is an error that is raised as an ArgumentError.
func argumentError(text string) error {
	return &diag.Diagnostic{Exception: "ArgumentError", Message: text}
}

// Relative implements expand.Host.
func (h *Session) Relative(file string) string {
	if !filepath.IsAbs(file) {
		return file
	}
	if h.cwd == "" {
		dir, err := os.Getwd()
		if err != nil {
			return file
		}
		h.cwd = filepath.Clean(dir)
		if !strings.HasSuffix(h.cwd, string(filepath.Separator)) {
			h.cwd += string(filepath.Separator)
		}
	}
	return strings.TrimPrefix(file, h.cwd)
}

// RunFile runs a script in the session's process.
func (h *Session) RunFile(path string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if line, column := invalidAt(src); line > 0 {
		return fmt.Errorf("%s:%d:%d: not an Elixir program: the text is not UTF-8", path, line, column)
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	code, err := h.parse(src, path)
	if err != nil {
		return err
	}
	if _, err = h.evaluate(h.fileEnv(path), code, path); err == nil {
		h.checkCalls(path)
	}
	return err
}

// invalidAt is the place of the first byte that is not UTF-8.
func invalidAt(src []byte) (line, column int) {
	if utf8.Valid(src) {
		return 0, 0
	}
	line, column = 1, 1
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			return line, column
		case r == '\n':
			line, column = line+1, 0
		}
		column++
		i += size
	}
	return 0, 0
}
