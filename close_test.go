package joist_test

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"joist"
)

// supervised has a supervisor that dies with its parent and reports that, for which the library's modules are compiled in its process.
const supervised = `
{:ok, _} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
Process.sleep(:infinity)
`

// TestCloseWhileCompiling closes runtimes in the middle of what processes run for the compiler: such a process must not go on
// when its call has been given up.
func TestCloseWhileCompiling(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 10
	}
	for i := range rounds {
		rt, err := joist.New(joist.Config{Schedulers: 2, Stdout: io.Discard, Stderr: io.Discard, Stdin: eof{}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- rt.RunString(ctx, supervised) }()
		for deadline := time.Now().Add(time.Minute); rt.Processes() < 6 && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
		cancel()
		time.Sleep(time.Duration(i%25) * 200 * time.Microsecond)
		rt.Close()
		if err := <-ended; err != joist.ErrClosed && err != context.Canceled {
			t.Errorf("the program ended with %v", err)
		}
	}
}

// eof is an input at its end.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// What a program has written is with the host when Close returns, and nothing comes later.
func TestCloseWritesOut(t *testing.T) {
	for range 20 {
		var out bytes.Buffer
		rt, err := joist.New(joist.Config{Stdout: &out, Stderr: io.Discard})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rt.Eval(context.Background(), `IO.puts("all of it")`); err != nil {
			t.Fatal(err)
		}
		rt.Close()
		if got := out.String(); got != "all of it\n" {
			t.Fatalf("after Close the host has %q", got)
		}
	}
}
