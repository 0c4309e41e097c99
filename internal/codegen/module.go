package codegen

import (
	"errors"

	"joist/internal/beam"
	"joist/internal/diag"
)

func compileModule(m *ModuleInput) (*beam.Module, []diag.Diagnostic, error) {
	return nil, nil, errors.New("codegen: not written yet")
}

func compileEval(in *EvalInput) (*beam.Module, []diag.Diagnostic, error) {
	return nil, nil, errors.New("codegen: not written yet")
}
