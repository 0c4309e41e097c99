package parser

import (
	"joist/internal/diag"
	"joist/internal/quoted"
)

func parse(src []byte, opts Options) (quoted.Node, []diag.Diagnostic, *diag.Diagnostic) {
	return nil, nil, &diag.Diagnostic{Exception: "SyntaxError", File: opts.File, Message: "parser not built yet"}
}
