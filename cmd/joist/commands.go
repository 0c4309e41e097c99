package main

import (
	"io"

	"joist"
	"joist/internal/iex"
)

// A command is one verb of joist. The table of them is the one source of the help texts, of the shells'
// completions and of the manual page.
type command struct {
	name    string
	args    string // what it takes, as the help shows it
	summary string // one line
	about   string // what the help of the command says beyond that, in paragraphs
	options []option
	// words are what its first argument may be, for completion; files says that it is a file.
	words []string
	files bool
	run   func(io streams, args []string) int
}

// streams are the standard channels of the command.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// An option is one --name of a command.
type option struct {
	name    string // with its dashes
	value   string // what its value is called, "" when it takes none
	summary string
	set     func(s *settings, value string) error
}

// settings are what the options of run, eval and iex say.
type settings struct {
	config joist.Config
	stats  bool
	top    bool
	shell  iex.Options
}

// commands is the table, in the order of the help.
func commands() []command {
	return []command{
		{
			name: "run", args: "FILE [ARGS...]", summary: "run a script", files: true, options: runOptions(),
			about: "The program finds its ARGS in System.argv(). `joist FILE` does the same. The exit status is 0, what\n" +
				"System.halt was given, or 1 after an exception that nothing rescued.\n\n" + statsAbout + "\n\n" + topAbout,
			run: func(io streams, args []string) int { return execute("run", args, io) },
		},
		{
			name: "eval", args: "CODE [ARGS...]", summary: "run a piece of code", options: runOptions(),
			about: "Like run, with the program itself as the argument.\n\n" + statsAbout,
			run:   func(io streams, args []string) int { return execute("eval", args, io) },
		},
		{
			name: "iex", args: "[FILE [ARGS...]]", summary: "the interactive shell", files: true, options: shellOptions(),
			about: shellAbout, run: shell,
		},
		{
			name: "completion", args: "SHELL", summary: "print the completion script for bash, zsh or fish",
			about: "For bash:  source <(joist completion bash)\nFor zsh:   joist completion zsh > \"${fpath[1]}/_joist\"\n" +
				"For fish:  joist completion fish > ~/.config/fish/completions/joist.fish",
			words: []string{"bash", "zsh", "fish"}, run: completion,
		},
		{
			name: "man", summary: "print the manual page", about: "To read it:  joist man | man -l -",
			run: manual,
		},
		{
			name: "version", summary: "print the version", run: version,
		},
		{
			name: "help", args: "[COMMAND]", summary: "print this, or what a command does", run: help,
		},
	}
}

// findCommand finds a command by its name or by one of the usual flags for it.
func findCommand(name string) (command, bool) {
	switch name {
	case "--version", "-v":
		name = "version"
	case "--help", "-h":
		name = "help"
	}
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}
