package joist_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"joist"
)

// A process that is killed for the size of its heap, or because the memory limit of the runtime is reached, is reported.
func TestLimitsAreReported(t *testing.T) {
	const grow = `
		grow = fn grow, list -> grow.(grow, [list | list]) end
		{pid, ref} = :erlang.spawn_opt(fn -> grow.(grow, []) end, [:monitor | OPTIONS])
		receive do
			{:DOWN, ^ref, _, ^pid, reason} -> reason
		end
	`
	for _, test := range []struct {
		name, options, want string
		config              joist.Config
	}{
		{"max_heap_size", "[max_heap_size: 50_000]", "maximum heap size reached", joist.Config{}},
		{"memory limit", "[]", "memory limit reached", joist.Config{MemoryLimit: 64 << 20}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var logged bytes.Buffer
			test.config.Stderr = &logged
			rt, err := joist.New(test.config)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			v, err := rt.Eval(ctx, strings.Replace(grow, "OPTIONS", test.options, 1))
			if flushed := rt.Flush(); flushed != nil {
				t.Error(flushed)
			}
			rt.Close()
			if err != nil || v != joist.Atom("killed") {
				t.Errorf("%v, %v", v, err)
			}
			if !strings.Contains(logged.String(), "Context:            "+test.want) {
				t.Errorf("logged %q, want %q in it", logged.String(), test.want)
			}
		})
	}
}
