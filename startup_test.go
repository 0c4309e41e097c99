package joist_test

import (
	"context"
	"io"
	"testing"

	"joist"
)

// BenchmarkStart makes a runtime, prints a number and closes the runtime.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		rt, err := joist.New(joist.Config{Stdout: io.Discard})
		if err != nil {
			b.Fatal(err)
		}
		if err := rt.RunString(context.Background(), "IO.puts 1"); err != nil {
			b.Fatal(err)
		}
		rt.Close()
	}
}
