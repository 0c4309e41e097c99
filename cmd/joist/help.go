package main

import (
	"fmt"
	"io"
	"strings"
)

// usage is what joist says of itself: every command, and the options that run and eval share.
func usage() string {
	var b strings.Builder
	b.WriteString("joist runs Elixir programs.\n\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %-28s %s\n", strings.TrimSpace("joist "+c.name+" "+c.args), c.summary)
		if c.name == "run" {
			fmt.Fprintf(&b, "  %-28s %s\n", "joist FILE [ARGS...]", "the same")
		}
		if c.name == "iex" {
			fmt.Fprintf(&b, "  %-28s %s\n", "joist", "the same, in a terminal")
		}
	}
	b.WriteString("\nOptions of run and eval, before FILE or CODE:\n\n")
	writeOptions(&b, runOptions())
	b.WriteString("\nOptions of iex: --memory-limit, --schedulers and\n\n")
	writeOptions(&b, beforeShell())
	b.WriteString("\nA program finds its ARGS in System.argv(). The exit status is 0, what System.halt was given,\n" +
		"or 1 after an exception that nothing rescued. `joist help COMMAND` says more of a command.\n")
	return b.String()
}

// help is the help of one command.
func (c command) help() string {
	var b strings.Builder
	form := strings.TrimSpace("joist " + c.name + " " + c.args)
	if len(c.options) > 0 {
		form = strings.TrimSpace("joist " + c.name + " [OPTIONS] " + c.args)
	}
	fmt.Fprintf(&b, "%s\n\n%s.\n", form, capital(c.summary))
	if len(c.options) > 0 {
		b.WriteString("\nOptions:\n\n")
		writeOptions(&b, c.options)
	}
	if c.about != "" {
		fmt.Fprintf(&b, "\n%s\n", c.about)
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func writeOptions(w io.Writer, options []option) {
	for _, o := range options {
		fmt.Fprintf(w, "  %-28s %s\n", strings.TrimSpace(o.name+" "+o.value), o.summary)
	}
}

// help is `joist help`.
func help(io streams, args []string) int {
	if len(args) == 0 {
		fmt.Fprint(io.out, usage())
		return 0
	}
	c, ok := findCommand(args[0])
	if !ok {
		fmt.Fprintf(io.err, "joist: there is no command %s\n\n%s", args[0], usage())
		return statusUsage
	}
	fmt.Fprint(io.out, c.help())
	return 0
}
