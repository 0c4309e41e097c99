package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCommand runs the command as a person would and looks at what it prints and returns.
func TestCommand(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := []struct {
		name   string
		args   []string
		stdin  string
		status int
		stdout string // exact
		stderr string // must be part of it
	}{
		{name: "no arguments", status: 2, stderr: "joist run FILE"},
		{name: "unknown option", args: []string{"run", "--fast", "yes", "x.exs"}, status: 2, stderr: "unknown option --fast"},
		{name: "option without value", args: []string{"run", "--memory-limit"}, status: 2, stderr: "--memory-limit wants a value"},
		{name: "bad size", args: []string{"eval", "--memory-limit", "12X", "1"}, status: 2, stderr: `"12X" is not a size`},
		{name: "no code", args: []string{"eval"}, status: 2, stderr: "eval wants a piece of code"},
		{name: "no such file", args: []string{"run", filepath.Join(dir, "none.exs")}, status: 1, stderr: "no file named"},
		{name: "eval", args: []string{"eval", "IO.puts(1 + 1)"}, stdout: "2\n"},
		{name: "arguments", args: []string{file("argv.exs", "IO.inspect(System.argv())"), "a", "-b"}, stdout: "[\"a\", \"-b\"]\n"},
		{name: "run", args: []string{"run", file("hello.exs", "IO.puts(\"hello\")\n")}, stdout: "hello\n"},
		{name: "halt", args: []string{"eval", "IO.puts(:x); System.halt(3); IO.puts(:y)"}, status: 3, stdout: "x\n"},
		{name: "input", args: []string{"eval", `IO.puts(String.upcase(IO.gets("")))`}, stdin: "abc\n", stdout: "ABC\n\n"},
		{name: "raise", args: []string{"eval", `IO.puts("before"); raise "BOOM!"`}, status: 1, stdout: "before\n", stderr: "** (RuntimeError) BOOM!"},
		{name: "throw", args: []string{"eval", "throw :x"}, status: 1, stderr: "** (throw) :x"},
		{name: "exit", args: []string{"eval", "exit(:x)"}, status: 1, stderr: "** (exit) :x"},
		{name: "killed by a link", args: []string{"eval", "spawn_link(fn -> exit(:gone) end); Process.sleep(:infinity)"}, status: 1, stderr: ":gone"},
		{name: "syntax error", args: []string{"run", file("bad.exs", "x = (1 +\n")}, status: 1, stderr: "bad.exs"},
		{name: "undefined variable", args: []string{"run", file("undef.exs", "IO.puts(1)\nIO.puts(foo)\n")}, status: 1, stderr: `undefined variable "foo"`},
		{name: "a picture", args: []string{"run", file("pic.exs", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")}, status: 1, stderr: "pic.exs:1:1: not an Elixir program"},
		{name: "a long atom", args: []string{"eval", ":" + strings.Repeat("a", 256)}, status: 1, stderr: "atom length must be less than"},
		{name: "deep nesting", args: []string{"run", file("deep.exs", strings.Repeat("[", 1_000_000))}, status: 1, stderr: "deep.exs"},
		{name: "stats", args: []string{"eval", "--stats", "for _ <- 1..50, do: spawn(fn -> :ok end); Process.sleep(50)"}, stderr: "scheduler 1"},
		{name: "stats after a failure", args: []string{"eval", "--stats", "raise \"BOOM!\""}, status: 1, stderr: "processes      "},
		{name: "option that takes no value", args: []string{"eval", "--stats=yes", "1"}, status: 2, stderr: "--stats takes no value"},
		{name: "memory limit", args: []string{"eval", "--memory-limit", "100M",
			`pid = spawn(fn -> f = fn f, l -> f.(f, [l | l]) end; f.(f, []) end)
			ref = Process.monitor(pid)
			receive do {:DOWN, ^ref, _, _, reason} -> IO.inspect(reason) end`}, stdout: ":killed\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			status := run(c.args, streams{strings.NewReader(c.stdin), &out, &errs})
			if status != c.status || out.String() != c.stdout || !strings.Contains(errs.String(), c.stderr) {
				t.Errorf("joist %.100q\nstatus %d, want %d\nstdout %q, want %q\nstderr %q, want %q in it",
					c.args, status, c.status, out.String(), c.stdout, errs.String(), c.stderr)
			}
		})
	}
}
