package bif

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"joist/internal/code"
	"joist/internal/proc"
	"joist/internal/term"
)

var update = flag.Bool("update", false, "write testdata/*.golden from what the installed Erlang says")

// idle stands in for the schedulers of a node on which nothing runs.
type idle struct{ last *proc.Process }

func (s *idle) ReadyAny(p *proc.Process) { s.last = p }
func (s *idle) Wake(int)                 {}
func (s *idle) Stop()                    {}

// newNode makes a node with natives and without schedulers.
func newNode(t testing.TB) (*proc.Node, *bytes.Buffer) {
	t.Helper()
	var output bytes.Buffer
	n, err := proc.NewNode(proc.Config{Stdout: &output, Stderr: &output, Stdin: strings.NewReader("one\ntwo\n"), Env: []string{"HOME=/home/test"}, MemoryLimit: 512 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	Register(n)
	n.System = &idle{}
	return n, &output
}

// withProcess calls f with a context that has a process, which never runs.
func withProcess(t testing.TB, f func(c *proc.Ctx)) {
	t.Helper()
	n, _ := newNode(t)
	n.Host(func(c *proc.Ctx) {
		spawn(c)
		defer func() { c.P, c.H = nil, nil }()
		f(c)
	})
}

// spawn gives the context a process.
func spawn(c *proc.Ctx) {
	c.P, c.H = nil, nil
	c.Spawn(&proc.SpawnOptions{Module: term.AtomErlang, Function: term.AtomApply, Args: term.Nil})
	c.P = c.Node.System.(*idle).last
	c.H = &c.P.Heap
}

// call runs a native and shows its result: a term, or the class and reason of an exception.
func call(c *proc.Ctx, module, function string, args []term.Term) string {
	mfa := code.MFA{Module: atomOf(c.Node, module), Function: atomOf(c.Node, function), Arity: len(args)}
	id, _, ok := c.Node.Code.Native(mfa)
	if !ok {
		return "there is no such native"
	}
	value := c.CallNative(c.Node.Natives[id], args...)
	if value != term.None {
		return term.Format(value, c.Node.Atoms)
	}
	return "** " + term.Format(c.Exc.Class.Atom(), c.Node.Atoms) + ":" + term.Format(c.Exc.Reason, c.Node.Atoms)
}

// TestCalls runs every line of testdata/*.calls and compares with what Erlang says in the golden file beside it.
func TestCalls(t *testing.T) {
	files, err := filepath.Glob("testdata/*.calls")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { checkCalls(t, file) })
	}
}

func callsOf(t *testing.T, file string) (calls []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "%") {
			calls = append(calls, line)
		}
	}
	return calls
}

func checkCalls(t *testing.T, file string) {
	golden := strings.TrimSuffix(file, ".calls") + ".golden"
	calls := callsOf(t, file)
	if *update {
		writeGolden(t, file, golden)
	}
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(want) != len(calls) {
		t.Fatalf("%s has %d results for %d calls: run go test -update", golden, len(want), len(calls))
	}
	withProcess(t, func(c *proc.Ctx) {
		for i, line := range calls {
			r := termReader{c: c, text: line}
			module, function, args := r.readCall()
			if got := call(c, module, function, args); got != want[i] {
				t.Errorf("%s\n got %s\nwant %s", line, got, want[i])
			}
		}
	})
}

// evaluator prints the result of each call in a file, as the test shows it.
const evaluator = `
[File] = init:get_plain_arguments(),
{ok, Text} = file:read_file(File),
io:setopts([{encoding,unicode}]),
Show = fun(T) -> io:format("~0tp~n", [T]) end,
lists:foreach(fun(Line) ->
  {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list([Line, "."])),
  {ok, Exprs} = erl_parse:parse_exprs(Tokens),
  try erl_eval:exprs(Exprs, []) of {value, V, _} -> Show(V)
  catch C:R -> io:format("** ~w:~0tp~n", [C, R]) end
end, [L || L <- string:split(Text, "\n", all), L =/= <<>>, binary:first(L) =/= $%]),
halt().`

func writeGolden(t *testing.T, file, golden string) {
	t.Helper()
	erl, err := exec.LookPath("erl")
	if err != nil {
		t.Skip("SKIPPED: -update needs an installed Erlang")
	}
	out, err := exec.Command(erl, "-noshell", "+pc", "unicode", "-eval", evaluator, "-extra", file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(golden, out, 0o666); err != nil {
		t.Fatal(err)
	}
}
