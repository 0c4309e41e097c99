// Command joist runs Elixir programs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"

	"joist"
)

const usage = `joist runs Elixir programs.

  joist run FILE [ARGS...]     run a script
  joist FILE [ARGS...]         the same
  joist eval CODE [ARGS...]    run a piece of code
  joist version                print the version
  joist help                   print this

Options of run and eval, before FILE or CODE:

  --memory-limit SIZE          memory for all processes together (200M, 2G); none by default
  --schedulers N               scheduler threads; one for each core by default

A program finds its ARGS in System.argv(). The exit status is 0, what System.halt was given,
or 1 after an exception that nothing rescued.
`

// Exit statuses of the command itself.
const (
	statusFailed      = 1
	statusUsage       = 2
	statusInterrupted = 130
)

// gcPercent lets Go's heap, which holds little but the compiler's data, grow further before Go collects
// it than Go does by itself: a third of the time that a small script takes went into that.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole command; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		io.WriteString(stderr, usage)
		return statusUsage
	}
	switch args[0] {
	case "version", "--version", "-v":
		fmt.Fprintln(stdout, joist.Version())
		return 0
	case "help", "--help", "-h":
		io.WriteString(stdout, usage)
		return 0
	case "run", "eval":
		return execute(args[0], args[1:], stdin, stdout, stderr)
	}
	return execute("run", args, stdin, stdout, stderr)
}

// execute runs a file ("run") or an expression ("eval").
func execute(verb string, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	config := joist.Config{Stdin: stdin, Stdout: stdout, Stderr: stderr, GCStress: os.Getenv("JOIST_GCSTRESS") == "1"}
	args, err := parseOptions(args, &config)
	if err == nil && len(args) == 0 {
		err = fmt.Errorf("%s wants %s", verb, map[string]string{"run": "a file", "eval": "a piece of code"}[verb])
	}
	if err != nil {
		fmt.Fprintf(stderr, "joist: %v\n\n%s", err, usage)
		return statusUsage
	}
	config.Args = args[1:]
	if verb == "run" {
		if _, err := os.Stat(args[0]); err != nil {
			fmt.Fprintf(stderr, "joist: no file named %s\n", args[0])
			return statusFailed
		}
	}
	leaveRoom(&config)
	rt, err := joist.New(config)
	if err != nil {
		fmt.Fprintf(stderr, "joist: %v\n", err)
		return statusFailed
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if verb == "run" {
		err = rt.RunFile(ctx, args[0])
	} else {
		err = rt.RunString(ctx, args[0])
	}
	status := exitStatus(rt, ctx, err, stderr)
	var halted *joist.HaltError
	if !errors.As(err, &halted) && ctx.Err() == nil {
		if err := rt.AtExit(ctx, status); err != nil {
			status = exitStatus(rt, ctx, err, stderr)
		}
	}
	if err := rt.Flush(); err != nil && status == 0 {
		fmt.Fprintf(stderr, "joist: %v\n", err)
		status = statusFailed
	}
	return status
}

// leaveRoom gives Go one processor more than there are schedulers, for the goroutines that read, write
// and wait: behind schedulers that are all busy a round trip on a socket took 19 ms without it, 3 with it.
func leaveRoom(config *joist.Config) {
	if config.Schedulers == 0 {
		config.Schedulers = runtime.GOMAXPROCS(0)
	}
	runtime.GOMAXPROCS(config.Schedulers + 1)
}

// exitStatus tells the person what went wrong, if anything did, and gives the status to exit with.
func exitStatus(rt *joist.Runtime, ctx context.Context, err error, stderr io.Writer) int {
	var halted *joist.HaltError
	var raised *joist.Exception
	switch {
	case err == nil:
		return 0
	case errors.As(err, &halted):
		return halted.Status
	case ctx.Err() != nil:
		return statusInterrupted
	case errors.As(err, &raised):
		rt.Flush()
		fmt.Fprintln(stderr, raised.Error())
	default:
		fmt.Fprintf(stderr, "joist: %v\n", err)
	}
	return statusFailed
}

// parseOptions takes the leading --options off args.
func parseOptions(args []string, config *joist.Config) ([]string, error) {
	for len(args) > 0 && strings.HasPrefix(args[0], "--") {
		name, value, inline := strings.Cut(args[0], "=")
		args = args[1:]
		if name == "--" {
			return args, nil
		}
		if !inline {
			if len(args) == 0 {
				return nil, fmt.Errorf("%s wants a value", name)
			}
			value, args = args[0], args[1:]
		}
		if err := setOption(config, name, value); err != nil {
			return nil, err
		}
	}
	return args, nil
}
