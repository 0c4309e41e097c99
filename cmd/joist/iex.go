package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"joist"
	"joist/internal/iex"
)

// shellAbout is what the help says about the shell.
const shellAbout = "A FILE runs first, and the shell has its modules. `joist` alone does the same in a terminal. The shell\n" +
	"evaluates .iex.exs of the current directory, or else of the home directory. What is typed is kept in\n" +
	"$XDG_STATE_HOME/joist/iex_history. Type h() in the shell for help; Ctrl-C opens a menu, Ctrl-D ends it."

// shellOptions are the options of iex.
func shellOptions() []option { return append(runOptions()[:2:2], beforeShell()...) }

// beforeShell are those that run and eval have not.
func beforeShell() []option {
	before := func(kind string) func(*settings, string) error {
		return func(s *settings, value string) error {
			s.shell.Before = append(s.shell.Before, iex.Step{Kind: kind, Text: value})
			return nil
		}
	}
	return []option{
		{"--eval", "CODE", "run a piece of code first; -e for short", before("eval")},
		{"--require", "FILE", "run a file first; -r for short", before("require")},
		{"--dot-iex", "FILE", "evaluate FILE in the place of .iex.exs; none for no file", func(s *settings, value string) error {
			s.shell.DotIex = value
			return nil
		}},
		{"--no-history", "", "keep what is typed out of the history file", func(s *settings, _ string) error {
			s.shell.NoHistory = true
			return nil
		}},
		{"--no-color", "", "print without colors", func(s *settings, _ string) error {
			s.shell.NoColor = true
			return nil
		}},
	}
}

// shell runs `joist iex`.
func shell(io streams, args []string) int {
	s := settings{config: joist.Config{GCStress: os.Getenv("JOIST_GCSTRESS") == "1"}}
	args, err := parseOptions(longOptions(args), shellOptions(), &s)
	if err != nil {
		return complain(io.err, err)
	}
	if len(args) > 0 {
		s.shell.Before = append(s.shell.Before, iex.Step{Kind: "file", Text: args[0]})
		s.config.Args = args[1:]
	}
	for _, step := range s.shell.Before {
		if _, err := os.Stat(step.Text); step.Kind != "eval" && err != nil {
			fmt.Fprintf(io.err, "joist: no file named %s\n", step.Text)
			return statusFailed
		}
	}
	setProcessors(&s.config, 1)
	s.shell.Config = s.config
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	rt, err := iex.Run(ctx, s.shell, io.in, io.out, io.err)
	if rt == nil {
		fmt.Fprintf(io.err, "joist: %v\n", err)
		return statusFailed
	}
	return exitStatus(rt, ctx, err, io.err)
}

// longOptions writes the short options out.
func longOptions(args []string) []string {
	out := append([]string(nil), args...)
	for i := 0; i < len(out); i += 2 {
		switch out[i] {
		case "-e":
			out[i] = "--eval"
		case "-r":
			out[i] = "--require"
		case "--no-history", "--no-color":
			i--
		case "--eval", "--require", "--dot-iex", "--memory-limit", "--schedulers":
		default:
			return out
		}
	}
	return out
}
