// Command joist runs Elixir programs.
package main

import (
	"fmt"
	"io"
	"os"

	"joist/internal/iex"
)

// Exit statuses of the command itself.
const (
	statusFailed      = 1
	statusUsage       = 2
	statusInterrupted = 130
)

func main() {
	tuneCollector()
	os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// run is the whole command; it returns the exit status.
func run(args []string, io streams) int {
	if len(args) == 0 && iex.InTerminal(io.in, io.out) {
		return shell(io, nil)
	}
	if len(args) == 0 {
		fmt.Fprint(io.err, usage())
		return statusUsage
	}
	if c, ok := findCommand(args[0]); ok {
		if len(args) > 1 && args[1] == "--help" {
			fmt.Fprint(io.out, c.help())
			return 0
		}
		return c.run(io, args[1:])
	}
	return execute("run", args, io)
}

// complain tells of a misused command and how it is used.
func complain(w io.Writer, err error) int {
	fmt.Fprintf(w, "joist: %v\n\n%s", err, usage())
	return statusUsage
}
