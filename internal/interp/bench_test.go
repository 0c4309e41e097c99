package interp_test

import (
	"bytes"
	"testing"
	"time"

	"joist/internal/proc"
)

// The sequential programs of testdata/bench.erl, with the work that bench:all/0 does on a real Erlang.
func BenchmarkPrograms(b *testing.B) {
	for _, p := range []struct {
		name string
		arg  int
	}{
		{"fib", 30}, {"nrev", 20000}, {"tak", 10}, {"sum", 1000000}, {"build", 1000000}, {"sort", 100000},
		{"append", 1000000}, {"map", 100000}, {"tuples", 1000000}, {"strings", 20000}, {"fact", 2000},
		{"closures", 1000000}, {"struct", 1000000},
	} {
		b.Run(p.name, func(b *testing.B) {
			w := newWorld(b, proc.Config{})
			w.load("bench")
			best := time.Hour
			for b.Loop() {
				start := time.Now()
				if r := w.call("bench", p.name, p.arg); !bytes.Contains(r[:8], []byte("ok")) {
					b.Fatalf("%q", r)
				}
				best = min(best, time.Since(start))
			}
			b.ReportMetric(float64(best.Microseconds())/1000, "best-ms")
		})
	}
}
