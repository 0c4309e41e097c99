package main

import (
	"fmt"
	"strings"

	"joist"
)

// manual is `joist man`: the manual page, in the macros of man(7).
func manual(io streams, _ []string) int {
	var b strings.Builder
	fmt.Fprintf(&b, ".\\\" written by `joist man`\n.TH JOIST 1 \"\" \"%s\" \"joist\"\n", roff(joist.Version()))
	b.WriteString(".SH NAME\njoist \\- run Elixir programs\n.SH SYNOPSIS\n")
	for _, c := range commands() {
		form := c.name
		if len(c.options) > 0 {
			form += " [OPTIONS]"
		}
		fmt.Fprintf(&b, ".B joist\n%s\n.br\n", roff(strings.TrimSpace(form+" "+c.args)))
	}
	b.WriteString(".SH DESCRIPTION\njoist runs programs in Elixir. It is a compiler for the language, a virtual machine for BEAM code\n" +
		"and the library in one binary, and needs nothing else.\n.SH COMMANDS\n")
	for _, c := range commands() {
		manualCommand(&b, c)
	}
	b.WriteString(".SH EXIT STATUS\n0, what System.halt was given, 1 after an exception that nothing rescued,\n" +
		"2 for a misused command, 130 when it was interrupted.\n.SH ENVIRONMENT\n")
	for _, v := range environment() {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", v[0], roff(v[1]))
	}
	b.WriteString(".SH SEE ALSO\nThe tour in docs/, and DIFFERENCES.md for what differs from Elixir and OTP.\n")
	fmt.Fprint(io.out, b.String())
	return 0
}

func manualCommand(b *strings.Builder, c command) {
	fmt.Fprintf(b, ".SS %s\n%s.\n", roff(strings.TrimSpace(c.name+" "+c.args)), roff(capital(c.summary)))
	for _, o := range c.options {
		fmt.Fprintf(b, ".TP\n.BR %s", roff(o.name))
		if o.value != "" {
			fmt.Fprintf(b, " \" \" \\fI%s\\fR", roff(o.value))
		}
		fmt.Fprintf(b, "\n%s.\n", roff(capital(o.summary)))
	}
	if c.about != "" {
		fmt.Fprintf(b, ".PP\n.nf\n%s\n.fi\n", roff(c.about))
	}
}

// environment are the variables that joist looks at.
func environment() [][2]string {
	return [][2]string{
		{"JOIST_GCSTRESS", "1 makes processes collect wherever they can and verifies their heaps: for finding faults of joist."},
		{"JOIST_VIRTUAL_TIME", "1 lets the clocks go on to the next timer when all processes wait: for tests of what takes hours."},
		{"JOIST_DUMP", "The name of a module (Elixir.Name) whose BEAM code is printed when it is compiled."},
		{"JOIST_DUMP_LOADED", "The name of a module whose instructions are printed as the machine runs them."},
		{"GOGC", "As for every Go program; joist sets 400 when it is not set."},
	}
}

// roff escapes what man's macros would read as their own.
func roff(s string) string {
	s = strings.NewReplacer("\\", "\\e", "-", "\\-").Replace(s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = "\\&" + l
		}
	}
	return strings.Join(lines, "\n")
}
