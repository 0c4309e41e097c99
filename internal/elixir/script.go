package elixir

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"joist/internal/bif"
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
	dir := h.directory()
	if dir == "" {
		return file
	}
	return strings.TrimPrefix(file, strings.TrimSuffix(filepath.Clean(dir), string(filepath.Separator))+string(filepath.Separator))
}

// Absolute implements expand.Host.
func (h *Session) Absolute(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(h.directory(), file)
}

// VariablesMayCall implements expand.Host.
func (h *Session) VariablesMayCall() bool { return h.optionIs("on_undefined_variable", "warn") }

// directory is the node's working directory, "" when it is not known.
func (h *Session) directory() string {
	if dir := bif.Directory(h.node); dir != "" {
		return dir
	}
	if h.cwd == "" {
		h.cwd, _ = os.Getwd()
	}
	return h.cwd
}

// RunFile runs a script in the session's process.
func (h *Session) RunFile(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	src := string(data)
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
	if _, err = h.evaluateFile(code, path); err == nil {
		h.checkCalls(path)
	}
	return err
}

// invalidAt is the place of the first byte that is not UTF-8.
func invalidAt(src string) (line, column int) {
	if utf8.ValidString(src) {
		return 0, 0
	}
	line, column = 1, 1
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRuneInString(src[i:])
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
