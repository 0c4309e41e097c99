package expand

import (
	"bytes"
	"os"
	"testing"

	"joist/internal/parser"
)

// BenchmarkExpand expands the library's sources and reports lines a second.
func BenchmarkExpand(b *testing.B) {
	type file struct {
		name string
		code node
	}
	var files []file
	lines := 0
	for _, f := range libraryFiles(b) {
		src, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		n, _, d := parser.Parse(src, parser.Options{File: f, Columns: true})
		if d != nil {
			continue
		}
		lines += bytes.Count(src, []byte("\n"))
		files = append(files, file{f, n})
	}
	h := newStaticHost(b)
	for _, f := range files {
		h.x.ExpandFile(NewEnv(f.name), f.code)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, f := range files {
			h.deferred = map[int64]*Deferred{}
			out, _, err := h.x.ExpandFile(NewEnv(f.name), f.code)
			if err == nil {
				err = h.run(out, h.deferred)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
