package parser_test

import (
	"path/filepath"
	"testing"

	"joist/internal/diag"
	"joist/internal/parser"
	"joist/internal/quoted"
)

// FuzzParser checks that any input gives a tree or an error that can be shown, that token metadata
// does not change what is parsed, and that positions lie in the source.
func FuzzParser(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.golden")
	for _, path := range paths {
		for _, c := range readGolden(f, path) {
			f.Add([]byte(c.source))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		node, warnings, err := parser.Parse(src, parser.Options{Columns: true, MaxDepth: 500})
		for i := range warnings {
			diag.Render(&warnings[i], string(src))
		}
		full, _, fullErr := parser.Parse(src, parser.Options{Columns: true, TokenMetadata: true, MaxDepth: 500})
		parser.Parse(src, parser.Options{LiteralEncoder: wrap, MaxDepth: 500})
		if (err == nil) != (fullErr == nil) {
			t.Fatalf("token metadata changes the result: %v, %v", err, fullErr)
		}
		if err != nil {
			if diag.Message(err) == "" || err.Pos.Line < 1 {
				t.Fatalf("an error without text or place: %+v", err)
			}
			return
		}
		quoted.Inspect(full)
		checkPositions(t, node, src)
	})
}

func checkPositions(t *testing.T, n quoted.Node, src []byte) {
	switch n := n.(type) {
	case quoted.List:
		for _, e := range n {
			checkPositions(t, e, src)
		}
	case *quoted.Pair:
		checkPositions(t, n.Left, src)
		checkPositions(t, n.Right, src)
	case *quoted.Form:
		if n.Meta.Line < 0 || n.Meta.Column < 0 || int(n.Meta.Line) > len(src)+1 || int(n.Meta.Column) > len(src)+1 {
			t.Fatalf("%s at %d:%d of a source of %d bytes", quoted.Inspect(n.Head), n.Meta.Line, n.Meta.Column, len(src))
		}
		checkPositions(t, n.Head, src)
		for _, e := range n.Args {
			checkPositions(t, e, src)
		}
	}
}
