package parser_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"joist/internal/parser"
	"joist/internal/tokenizer"
)

// corpus returns the Elixir sources of this repository, each with its path.
func corpus(tb testing.TB) map[string][]byte {
	tb.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir("../..", func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ext := filepath.Ext(path); entry.IsDir() || ext != ".ex" && ext != ".exs" {
			return nil
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(files) == 0 {
		tb.Fatal("no Elixir source found in the repository")
	}
	return files
}

// BenchmarkParse reports lines of Elixir parsed a second.
func BenchmarkParse(b *testing.B) {
	var p parser.Parser
	bench(b, func(src []byte) {
		if _, _, err := p.Parse(string(src), parser.Options{Columns: true}); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkTokenize is the tokenizer's share of that.
func BenchmarkTokenize(b *testing.B) {
	var buf tokenizer.Buffers
	bench(b, func(src []byte) {
		if _, err := tokenizer.Tokenize(string(src), tokenizer.Options{Line: 1, Column: 1, MaxDepth: 1000}, &buf); err != nil {
			b.Fatal(err)
		}
	})
}

func bench(b *testing.B, do func(src []byte)) {
	files := corpus(b)
	lines, size := 0, 0
	for path, src := range files {
		if _, _, err := parser.Parse(src, parser.Options{}); err != nil {
			delete(files, path) // a program about syntax errors
			continue
		}
		lines += bytes.Count(src, []byte("\n"))
		size += len(src)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		for _, src := range files {
			do(src)
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
