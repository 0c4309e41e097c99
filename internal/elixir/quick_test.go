package elixir

import (
	"bytes"
	"strings"
	"testing"

	"joist/internal/proc"
	"joist/internal/term"
	"joist/internal/vm"
)

// evaluations are expressions with x and y bound to 1 and 2, and what they give.
var evaluations = []struct{ code, want string }{
	{"x + y", "{3,[{y,2},{x,1}]}"},
	{"z = x; x = y; {x, z}", "{{2,1},[{z,1},{y,2},{x,2}]}"},
	{"fn a -> a + x end.(y)", "{3,[{y,2},{x,1}]}"},
	{"send(self(), :sent)\nreceive do _ -> :got end", "{got,[{y,2},{x,1}]}"},
	{"try do raise(ArgumentError) rescue ArgumentError -> :rescued end", "{rescued,[{y,2},{x,1}]}"},
	// a macro in Elixir, a struct of a module to load, code that defines, code within code
	{"require Integer\nInteger.is_odd(x)", "{true,[{y,2},{x,1}]}"},
	{"%URI{}.port", "{nil,[{y,2},{x,1}]}"},
	{"defmodule Quick.Defined do\n  def one, do: 1\nend\nQuick.Defined.one()", "{1,[{y,2},{x,1}]}"},
	{"Code.eval_string(\"a = #{x}\")", "{{1,[{a,1}]},[{y,2},{x,1}]}"},
	{"try do Code.eval_string(\"throw(:up)\") catch v -> v end", "{up,[{y,2},{x,1}]}"},
}

// TestQuickEvaluation evaluates code that is prepared on the scheduler, and code for which that turns out not to do. Nothing of
// it stays loaded but what has funs.
func TestQuickEvaluation(t *testing.T) {
	var comp *Compiler
	var printed bytes.Buffer
	node, err := vm.New(proc.Config{Stdout: &printed, Stderr: &printed}, func(n *proc.Node) { comp = Attach(n) })
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	eval := func(src string) (got string) {
		t.Helper()
		job := comp.StartJob(func(s *Session) error {
			v, err := s.EvalString(src, "quick.exs")
			if err == nil {
				got = term.Format(v, node.Atoms)
			}
			return err
		})
		<-job.Done()
		if job.Err() != nil {
			t.Errorf("%s: %v", src, job.Err())
		}
		return got
	}
	eval("Code.put_compiler_option(:ignore_module_conflict, true)")
	for _, e := range evaluations {
		run := "Code.eval_string(~S'''\n" + e.code + "\n''', x: 1, y: 2)"
		for range 2 { // what has to be loaded is there the second time
			if got := eval(run); got != e.want {
				t.Errorf("%s\ngives %s, want %s", e.code, got, e.want)
			}
		}
	}
	if printed.Len() > 0 {
		t.Errorf("this was printed: %s", &printed)
	}
	// A warning makes the attempt start again; it is told once.
	eval(`Code.eval_string("unused = fn a -> 1 end; unused.(1)")`)
	if n := strings.Count(printed.String(), `variable "a" is unused`); n != 1 {
		t.Errorf("a warning was printed %d times: %s", n, &printed)
	}
	before := len(node.Code.Modules())
	eval(`
		for _ <- 1..20 do
		  Code.eval_string("1 + 1")
		  try do Code.eval_string("raise(\"no\")") rescue e -> e end
		end`)
	if more := len(node.Code.Modules()) - before; more > 4 {
		t.Errorf("%d modules are left of 40 evaluations", more)
	}
}
