package elixir

import (
	"fmt"
	"os"
	"unicode/utf8"

	"joist/internal/diag"
)

// argumentError is an error that is raised as an ArgumentError.
func argumentError(text string) error {
	return &diag.Diagnostic{Exception: "ArgumentError", Message: text}
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
	code, err := h.parse(src, path)
	if err != nil {
		return err
	}
	_, err = h.evaluate(h.fileEnv(path), code, path)
	return err
}

// invalidAt is the place of the first byte that is not UTF-8.
func invalidAt(src []byte) (line, column int) {
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
