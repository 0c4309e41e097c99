package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestShell runs the shell as a command on a pipe.
func TestShell(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tide.exs")
	if err := os.WriteFile(file, []byte("defmodule Tide do\n  def height, do: 4\nend\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const banner = "Interactive Elixir (1.18.0) - press Ctrl+C to exit (type h() ENTER for help)\n"
	cases := []struct {
		name           string
		args           []string
		stdin          string
		status         int
		stdout, stderr string
	}{
		{name: "expressions", stdin: "1 + 1\n", stdout: banner + "iex(1)> 2\niex(2)> \n"},
		{name: "a file and arguments", args: []string{file, "a"}, stdin: "{Tide.height(), System.argv()}\n", stdout: banner + "iex(1)> {4, [\"a\"]}\niex(2)> \n"},
		{name: "code first", args: []string{"-e", "IO.puts(:first)", "--eval", "IO.puts(:second)"}, stdout: "first\nsecond\n" + banner + "iex(1)> \n"},
		{name: "halt", stdin: "System.halt(3)\n", status: 3, stdout: banner + "iex(1)> "},
		{name: "no such file", args: []string{"none.exs"}, status: 1, stderr: "no file named none.exs"},
		{name: "unknown option", args: []string{"--remsh", "x"}, status: 2, stderr: "unknown option --remsh"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			status := run(append([]string{"iex", "--dot-iex", "none"}, c.args...), streams{strings.NewReader(c.stdin), &out, &errs})
			if status != c.status || out.String() != c.stdout || !strings.Contains(errs.String(), c.stderr) {
				t.Errorf("status %d, want %d\nstdout %q\nwant   %q\nstderr %q, want %q in it", status, c.status, out.String(), c.stdout, errs.String(), c.stderr)
			}
		})
	}
}
