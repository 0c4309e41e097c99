package joist_test

import (
	"context"
	"testing"
	"time"

	"joist"
)

// In virtual time a day passes at once when nobody has anything to do, and processes that wait for less go on before those that wait for more.
func TestVirtualTime(t *testing.T) {
	rt, err := joist.New(joist.Config{VirtualTime: true})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	v, err := rt.Eval(ctx, `
		start = System.monotonic_time(:millisecond)
		parent = self()
		for hours <- [3, 24, 1], do: spawn(fn -> Process.sleep(hours * 3_600_000); send(parent, hours) end)
		order = for _ <- 1..3, do: (receive do hours -> hours end)
		passed = System.monotonic_time(:millisecond) - start
		order == [1, 3, 24] and passed >= 86_400_000 and passed < 86_460_000
	`)
	if err != nil || v != true {
		t.Fatalf("%v, %v", v, err)
	}
}
