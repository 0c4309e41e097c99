package elixir

import (
	"fmt"

	"joist/internal/diag"
	"joist/internal/term"
)

// codeCompile is :elixir_code.compile(source, file): it runs source text as a file. What watches modules learns of
// those that it defines.
func codeCompile(h *Session, args []term.Term) (term.Term, error) {
	src, err := text(args[0])
	if err != nil {
		return term.None, err
	}
	file, err := text(args[1])
	if err != nil {
		return term.None, err
	}
	if err := validSource(src); err != nil {
		return term.None, err
	}
	code, err := h.parse(src, file)
	if err != nil {
		return term.None, err
	}
	if _, err := h.evaluateFile(code, file); err != nil {
		return term.None, err
	}
	h.checkCalls(file)
	return term.AtomOk, nil
}

// validSource refuses source text that is not UTF-8.
func validSource(src string) error {
	line, column := invalidAt(src)
	if line == 0 {
		return nil
	}
	return &diag.Diagnostic{
		Exception: "UnicodeConversionError",
		Message:   "invalid encoding starting at " + fmt.Sprintf("line %d, column %d", line, column),
	}
}
