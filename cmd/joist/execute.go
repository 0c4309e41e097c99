package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"

	"joist"
)

// execute runs a file ("run") or an expression ("eval").
func execute(verb string, args []string, io streams) int {
	s := settings{config: joist.Config{Stdin: io.in, Stdout: io.out, Stderr: io.err, GCStress: os.Getenv("JOIST_GCSTRESS") == "1",
		VirtualTime: os.Getenv("JOIST_VIRTUAL_TIME") == "1"}}
	args, err := parseOptions(args, runOptions(), &s)
	if err == nil && len(args) == 0 {
		err = fmt.Errorf("%s wants %s", verb, map[string]string{"run": "a file", "eval": "a piece of code"}[verb])
	}
	if err != nil {
		return complain(io.err, err)
	}
	s.config.Args = args[1:]
	if verb == "run" {
		if _, err := os.Stat(args[0]); err != nil {
			fmt.Fprintf(io.err, "joist: no file named %s\n", args[0])
			return statusFailed
		}
	}
	spare := 0
	if s.top {
		spare = 1
	}
	setProcessors(&s.config, spare)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if s.top {
		return programTop(ctx, &s, verb, args[0], io)
	}
	rt, err := joist.New(s.config)
	if err != nil {
		return complainBriefly(io.err, err)
	}
	return statsThen(rt, &s, io.err, func() int { return program(ctx, rt, verb, args[0], io) })
}

// complainBriefly tells of what went wrong with the command itself.
func complainBriefly(w io.Writer, err error) int {
	fmt.Fprintf(w, "joist: %v\n", err)
	return statusFailed
}

// program runs a program to its end, with what it has left to be done at its exit.
func program(ctx context.Context, rt *joist.Runtime, verb, source string, io streams) int {
	var err error
	if verb == "run" {
		err = rt.RunFile(ctx, source)
	} else {
		err = rt.RunString(ctx, source)
	}
	status := exitStatus(rt, ctx, err, io.err)
	var halted *joist.HaltError
	if !errors.As(err, &halted) && ctx.Err() == nil {
		if err := rt.AtExit(ctx, status); err != nil {
			status = exitStatus(rt, ctx, err, io.err)
		}
	}
	if err := rt.Flush(); err != nil && status == 0 {
		fmt.Fprintf(io.err, "joist: %v\n", err)
		status = statusFailed
	}
	return status
}

// setProcessors gives Go as many processors as there are schedulers, and some to spare. With none, what Go's runtime does
// besides disturbs no scheduler; with one, keys and other events of Go's poller are seen at once beside schedulers that are all busy, and
// not only every 10 ms. A scheduler that is the only one gets one to spare in any case: compiling, which is done off the schedulers, takes half as
// long again when it has to wait for the runtime to take the processor from a scheduler that sleeps.
func setProcessors(config *joist.Config, spare int) {
	if config.Schedulers == 0 {
		config.Schedulers = runtime.GOMAXPROCS(0)
	}
	if config.Schedulers == 1 {
		spare = 1
	}
	runtime.GOMAXPROCS(max(config.Schedulers+spare, runtime.GOMAXPROCS(0)))
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
	case errors.As(err, &raised) && raised.Quiet:
		return raised.Status
	case errors.As(err, &raised):
		rt.Flush()
		fmt.Fprintln(stderr, raised.Error())
	default:
		fmt.Fprintf(stderr, "joist: %v\n", err)
	}
	return statusFailed
}
