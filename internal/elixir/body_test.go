package elixir

import (
	"os"
	"testing"

	"joist/internal/proc"
	"joist/internal/term"
	"joist/internal/vm"
)

// TestBodies runs module bodies whose statements are in part run without compiling them.
func TestBodies(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"only definitions", "def a, do: 1", "{a,0}"},
		{"statements between", `
			def a, do: 1
			send(self(), Module.defines?(__MODULE__, {:b, 0}))
			def b, do: 2
			send(self(), Module.defines?(__MODULE__, {:b, 0}))
			@sum 20 * 3 - 1
			def sum, do: @sum
			def c, do: 3
			def d, do: 4
			def e, do: 5
			{:last, @sum}`, "{last,59}"},
		{"last one run", `
			def a, do: 1
			def b, do: 2
			def c, do: 3
			def d, do: 4
			length(Enum.to_list(1..3))`, "3"},
		{"variables", `
			x = length(Enum.to_list(1..3))
			def a, do: 1
			def b, do: 2
			def c, do: 3
			def d, do: 4
			@x x + 1
			def x, do: @x
			{:x, @x}`, "{x,4}"},
		{"computed attribute", `
			@text String.upcase("abc")
			def a, do: @text
			def b, do: @text
			def c, do: 3
			def d, do: 4
			{@text, 1}`, `{<<"ABC">>,1}`},
	}
	for _, c := range cases {
		var comp *Compiler
		node, err := vm.New(proc.Config{Stdout: os.Stderr, Stderr: os.Stderr}, func(n *proc.Node) { comp = Attach(n) })
		if err != nil {
			t.Fatal(err)
		}
		var got string
		job := comp.StartJob(func(s *Session) error {
			v, err := s.EvalString("{:module, _, _, value} = defmodule Body do\n"+c.body+"\nend\nvalue", "body.exs")
			if err == nil {
				got = term.Format(v, node.Atoms)
			}
			return err
		})
		<-job.Done()
		if job.Err() != nil {
			t.Errorf("%s: %v", c.name, job.Err())
		} else if got != c.want {
			t.Errorf("%s: the value is %s, want %s", c.name, got, c.want)
		}
		node.Close()
	}
}
