package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"joist"
	"joist/internal/top"

	xterm "golang.org/x/term"
)

const topAbout = `--top shows a full screen while the program runs: its processes by reductions, memory or mailbox, the tree of processes,
the tables, the memory. ? lists the keys. What the program writes is shown in the tab Output and printed when the view has been
left; to a file or a pipe it goes at once. A program under --top finds its standard input empty, unless that is no terminal.
q leaves the view, and the program goes on; ^C ends the program.`

// programTop runs a program under the live view.
func programTop(ctx context.Context, s *settings, verb, source string, io streams) int {
	if !hasTerminal() {
		return complainBriefly(io.err, errors.New("--top needs a terminal"))
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	gate := top.NewGate(io.out, io.err)
	if isTerminal(io.out) {
		s.config.Stdout = gate.Out()
	}
	if isTerminal(io.err) {
		s.config.Stderr = gate.Err()
	}
	if isTerminal(io.in) {
		s.config.Stdin = strings.NewReader("")
	}
	rt, err := joist.New(s.config)
	if err != nil {
		return complainBriefly(io.err, err)
	}
	defer rt.Close()
	observed := streams{s.config.Stdin, s.config.Stdout, s.config.Stderr}
	gate.Hold()
	status, ended := make(chan int, 1), make(chan string, 1)
	go func() {
		code := statsThen(rt, s, observed.err, func() int { return program(ctx, rt, verb, source, observed) })
		ended <- fmt.Sprintf("ended, status %d", code)
		status <- code
	}()
	interrupted, err := top.Run(ctx, top.Options{
		Observer: rt.Observer(), Title: title(verb, source), Details: top.Details(rt), Output: gate, Ended: ended,
	})
	if interrupted {
		cancel()
	}
	if e := gate.Release(); e != nil && err == nil {
		err = e
	}
	code := <-status
	if err != nil {
		return complainBriefly(io.err, err)
	}
	return code
}

func title(verb, source string) string {
	if verb == "run" {
		return source
	}
	return "eval"
}

// hasTerminal tells whether there is a terminal to draw on.
func hasTerminal() bool {
	if isTerminal(os.Stdin) || isTerminal(os.Stdout) {
		return true
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return false
	}
	tty.Close()
	return true
}

// isTerminal tells whether a channel of the command is a terminal.
func isTerminal(channel any) bool {
	f, ok := channel.(*os.File)
	return ok && xterm.IsTerminal(int(f.Fd()))
}
