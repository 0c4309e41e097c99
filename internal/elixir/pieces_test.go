package elixir

import (
	"os"
	"testing"

	"joist/internal/code"
	"joist/internal/proc"
	"joist/internal/term"
	"joist/internal/vm"
)

// TestPieces calls functions of library modules, whose code comes with the calls.
func TestPieces(t *testing.T) {
	var comp *Compiler
	node, err := vm.New(proc.Config{Stdout: os.Stderr, Stderr: os.Stderr}, func(n *proc.Node) { comp = Attach(n) })
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	mfa := func(module, function string, arity int) code.MFA {
		return code.MFA{Module: comp.mustAtom(module), Function: comp.mustAtom(function), Arity: arity}
	}
	eval := func(src, want string) {
		t.Helper()
		var got string
		job := comp.StartJob(func(s *Session) error {
			v, err := s.EvalString(src, "pieces.exs")
			if err == nil {
				got = term.Format(v, node.Atoms)
			}
			return err
		})
		<-job.Done()
		if job.Err() != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", src, got, job.Err(), want)
		}
	}
	eval("Integer.digits(123)", "[1,2,3]")
	if !node.Code.Missing(mfa("Elixir.Integer", "undigits", 1)) {
		t.Error("calling Integer.digits/1 made code of Integer.undigits/1")
	}
	eval("{function_exported?(Integer, :undigits, 1), function_exported?(Integer, :nothing, 1)}", "{true,false}")
	eval("{:undigits, 1} in Integer.module_info(:exports)", "true")
	eval("f = &Integer.undigits/1\nf.([1, 2])", "12")
	eval("try do\n  Integer.nothing(1)\nrescue\n  e in UndefinedFunctionError -> e.function\nend", "nothing")
	// A fun of a piece works when more pieces have come.
	eval(`
		add = Enum.reduce([1, 2], fn x -> x end, fn n, f -> fn x -> f.(x) + n end end)
		up = Stream.map([1, 2], & &1 + 1)
		Integer.gcd(4, 6)
		Integer.parse("12")
		Integer.floor_div(7, 2)
		Integer.mod(7, 2)
		Integer.to_charlist(12)
		{add.(1), Enum.to_list(up), Integer.extended_gcd(4, 6)}`, "{4,[2,3],{2,-1,1}}")
	if node.Code.Missing(mfa("Elixir.Integer", "is_odd", 1)) {
		t.Error("many calls did not make the code of the whole module")
	}
	// Many processes want the same functions at once.
	eval(`
		parent = self()
		for i <- 1..40 do
		  spawn(fn ->
		    send(parent, {i, Enum.sum(1..i), Enum.sort([3, i]), Enum.zip([1], [i]), Map.new([{i, 1}]), List.last([i]), String.reverse("ab"), Enum.max([i, 0])})
		  end)
		end
		answers = for i <- 1..40, do: (receive do
		  {^i, sum, _, [{1, i}], _, i, "ba", i} -> sum == div(i * (i + 1), 2)
		end)
		Enum.all?(answers)`, "true")
	// A program may put a module of its own in the place of one that is not whole.
	eval("Bitwise.band(1, 3)\ndefmodule Bitwise do\n  def mine, do: 1\nend\n{Bitwise.mine(), function_exported?(Bitwise, :bor, 2)}", "{1,false}")
}
