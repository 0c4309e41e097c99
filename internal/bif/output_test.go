package bif

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"joist/internal/proc"
	"joist/internal/term"
)

// do runs a call in Erlang's notation.
func do(c *proc.Ctx, text string) string {
	r := termReader{c: c, text: text}
	module, function, args := r.readCall()
	return call(c, module, function, args)
}

// TestOutputKeepsItsOrder writes to both channels, which here are the same buffer.
func TestOutputKeepsItsOrder(t *testing.T) {
	n, output := newNode(t)
	n.Host(func(c *proc.Ctx) {
		for _, line := range []string{
			`joist_io:write(1, "one ")`, `joist_io:write(2, ["two "])`, `joist_io:write(stdout, <<"three ">>)`,
			`joist_io:write(stderr, ["fo"|<<"ur ">>])`, `joist_io:write(1, "five")`, `joist_io:flush()`,
		} {
			if got := do(c, line); got != "ok" {
				t.Errorf("%s: got %s", line, got)
			}
		}
		if got := do(c, `joist_io:write(7, "x")`); got != "** error:badarg" {
			t.Errorf("an unknown channel: got %s", got)
		}
		if got := do(c, `joist_io:write(1, [x])`); got != "** error:badarg" {
			t.Errorf("no iodata: got %s", got)
		}
	})
	if output.String() != "one two three four five" {
		t.Errorf("got %q", output.String())
	}
}

func TestInput(t *testing.T) {
	n, _ := newNode(t) // whose input is "one\ntwo\n"
	n.Host(func(c *proc.Ctx) {
		steps := [][2]string{
			{`joist_io:read_bytes(2)`, `{ok,<<"on">>}`}, {`joist_io:read_line()`, `{ok,<<"e\n">>}`},
			{`joist_io:read(0)`, `<<"two\n">>`}, {`joist_io:read(0)`, "eof"}, {`joist_io:read_line()`, "eof"},
			{`joist_io:is_terminal(0)`, "false"}, {`joist_io:geometry(1)`, "{error,enotsup}"},
		}
		for _, step := range steps {
			if got := do(c, step[0]); got != step[1] {
				t.Errorf("%s: got %s, want %s", step[0], got, step[1])
			}
		}
	})
}

// TestEnvironment: changes are the node's own.
func TestEnvironment(t *testing.T) {
	withProcess(t, func(c *proc.Ctx) {
		steps := [][2]string{
			{`os:getenv("HOME")`, `"/home/test"`}, {`os:getenv("NOT_SET")`, "false"}, {`os:getenv("NOT_SET", x)`, "x"},
			{`os:putenv("NOT_SET", "now")`, "true"}, {`os:getenv("NOT_SET")`, `"now"`},
			{`os:getenv()`, `["HOME=/home/test","NOT_SET=now"]`}, {`os:unsetenv("NOT_SET")`, "true"},
			{`os:env()`, `[{"HOME","/home/test"}]`}, {`os:putenv("a=b", "c")`, "** error:badarg"},
			{`os:cmd("echo $HOME")`, `"/home/test\n"`},
			{`joist_os:cmd(<<"/bin/sh">>, [<<"-c">>,<<"echo $X; exit 3">>], #{env=>[{<<"X">>,<<"y">>}]})`, `{ok,<<"y\n">>,3}`},
			{`joist_os:cmd(<<"/no/such/program">>, [], #{})`, "{error,enoent}"},
		}
		for _, step := range steps {
			if got := do(c, step[0]); got != step[1] {
				t.Errorf("%s: got %s, want %s", step[0], got, step[1])
			}
		}
	})
	if _, set := os.LookupEnv("NOT_SET"); set {
		t.Error("the host's environment has changed")
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	steps := [][2]string{
		{`prim_file:write_file("DIR/a", ["one\n",<<"two\n">>])`, "ok"},
		{`prim_file:read_file(<<"DIR/a">>)`, `{ok,<<"one\ntwo\n">>}`},
		{`prim_file:read_file("DIR/b")`, "{error,enoent}"},
		{`prim_file:read_file("DIR")`, "{error,eisdir}"},
		{`prim_file:read_file([0])`, "** error:badarg"},
		{`prim_file:make_dir("DIR/d")`, "ok"},
		{`prim_file:make_dir("DIR/d")`, "{error,eexist}"},
		{`prim_file:rename("DIR/a", "DIR/d/c")`, "ok"},
		{`prim_file:list_dir("DIR")`, `{ok,["d"]}`},
		{`prim_file:list_dir("DIR/d/c")`, "{error,enotdir}"},
		{`prim_file:del_dir("DIR/d")`, "{error,eexist}"},
		{`prim_file:del_dir("DIR/d/c")`, "{error,enotdir}"},
		{`prim_file:make_symlink("d/c", "DIR/l")`, "ok"},
		{`prim_file:read_link("DIR/l")`, `{ok,"d/c"}`},
		{`prim_file:delete("DIR/d")`, "{error,eperm}"},
		{`prim_file:delete("DIR/l")`, "ok"},
		{`prim_file:delete("DIR/d/c")`, "ok"},
		{`prim_file:del_dir("DIR/d")`, "ok"},
		{`prim_file:list_dir("DIR")`, "{ok,[]}"},
	}
	withProcess(t, func(c *proc.Ctx) {
		for _, step := range steps {
			line := strings.ReplaceAll(step[0], "DIR", filepath.ToSlash(dir))
			if got := do(c, line); got != step[1] {
				t.Errorf("%s: got %s, want %s", line, got, step[1])
			}
		}
	})
}

func TestOpenFiles(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f")
	withProcess(t, func(c *proc.Ctx) {
		run := func(fn proc.Native, args ...term.Term) string {
			value := c.CallNative(fn, args...)
			if value == term.None {
				return "failed"
			}
			return term.Format(value, c.Node.Atoms)
		}
		text := func(s string) term.Term { return c.BinaryString(s) }
		modes := c.List([]term.Term{term.AtomRead, term.AtomWrite}, term.Nil)
		file := c.CallNative(openFile, text(name), modes).TupleElem(1)
		steps := []struct {
			got, want string
		}{
			{run(writeOpen, file, text("hello\nworld\n")), "ok"},
			{run(positionOpen, file, term.Small(0)), "{ok,0}"},
			{run(readOpen, file, term.Small(2)), `{ok,<<"he">>}`},
			{run(readLineOpen, file), `{ok,<<"llo\n">>}`},
			{run(positionOpen, file, c.Tuple2(term.AtomCur, term.Small(-2))), "{ok,4}"},
			{run(writeOpen, file, text("O")), "ok"},
			{run(readOpen, file, term.Small(100)), `{ok,<<"\nworld\n">>}`},
			{run(readOpen, file, term.Small(1)), "eof"},
			{run(positionOpen, file, term.Small(5)), "{ok,5}"},
			{run(truncateOpen, file), "ok"},
			{run(closeFile, file), "ok"},
			{run(closeFile, file), "{error,einval}"},
			{run(onPath(readFile), text(name)), `{ok,<<"hellO">>}`},
		}
		for i, step := range steps {
			if step.got != step.want {
				t.Errorf("step %d: got %s, want %s", i, step.got, step.want)
			}
		}
	})
}
