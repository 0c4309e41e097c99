// Package iex runs Elixir's shell in a terminal, or on a pipe.
//
// The shell itself is written in Elixir (lib/iex): it reads lines from the standard input of its
// machine and prints to the standard output. This package makes these two of a terminal. The terminal is in raw
// mode for the whole session, and one goroutine reads its keys, so that Ctrl-C is seen whatever runs; a
// line editor shows and edits the line that the program waits for. A prompt of the shell is drawn when its read begins, with all that belongs
// to the line in one turn; see turns. What processes print while a line
// is edited appears above it.
//
// Nothing here runs in a process of the machine, so keys are echoed at once however busy the
// schedulers are.
package iex

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"joist"
	"joist/lib"
)

// Options say how to run a shell.
type Options struct {
	// Config is the machine's; its channels are set here.
	Config joist.Config
	// Before is run before the shell starts.
	Before []Step
	// DotIex is the file to evaluate in the place of .iex.exs; "none" is no file.
	DotIex string
	// NoHistory keeps what is typed out of the history file, and the file out of the history.
	NoHistory bool
	// NoColor prints without colors on a terminal, too.
	NoColor bool
}

// Step is something that runs before the shell does.
type Step struct {
	// Kind is "file", "require" or "eval".
	Kind string
	// Text is a path, or code.
	Text string
}

// shellModule is the name of the module through which the shell tells and asks about the terminal.
const shellModule = ":joist_shell"

// Run runs a shell until it ends, and gives its machine, which is closed. The error is that of
// joist.Runtime.Call; it is nil when the input ended.
func Run(ctx context.Context, o Options, stdin io.Reader, stdout, stderr io.Writer) (*joist.Runtime, error) {
	return run(ctx, o, stdin, stdout, stderr, func(*joist.Runtime, *terminal) {})
}

// run tells begin about the machine and the terminal before the shell starts.
func run(ctx context.Context, o Options, stdin io.Reader, stdout, stderr io.Writer, begin func(*joist.Runtime, *terminal)) (*joist.Runtime, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	t := openTerminal(stdin, stdout, func() { stop(errHangup) })
	config := o.Config
	config.Modules = append(slices.Clone(config.Modules), sources())
	if t == nil {
		config.Stdin, config.Stdout, config.Stderr = stdin, stdout, stderr
	} else {
		defer t.Close()
		config.Stdin, config.Stdout, config.Stderr = t, t, t
		config.Modules = append(config.Modules, t.module())
	}
	rt, err := joist.New(config)
	if err != nil {
		return nil, err
	}
	defer rt.Close()
	begin(rt, t)
	if t != nil {
		if !o.NoHistory {
			t.loadHistory()
		}
		t.attach(rt)
	}
	_, err = rt.Call(ctx, "IEx.CLI", "run", o.terms(t != nil))
	rt.Flush()
	if t != nil {
		t.rest()
	}
	if err != nil && context.Cause(ctx) == errHangup {
		return rt, nil
	}
	return rt, err
}

// sources is the module through which the shell reads the sources of the library: :joist_sources.source(module) is {path, text},
// where the path is that of a copy which may be made, or nil.
func sources() joist.Module {
	return joist.Module{Name: ":joist_sources", Functions: []joist.Function{{
		Name: "source", Arity: 1,
		Run: func(_ context.Context, args []any) (any, error) {
			name, _ := args[0].(string)
			path, text, ok := lib.Source(name)
			if !ok {
				return nil, nil
			}
			cache, err := os.UserCacheDir()
			if err != nil {
				cache = os.TempDir()
			}
			return joist.Tuple{filepath.Join(cache, "joist", "sources", filepath.FromSlash(path)), string(text)}, nil
		},
	}}}
}

// errHangup is why a session ends whose terminal is gone.
var errHangup = errors.New("the terminal was closed")

// terms are the options of IEx.CLI.run/1.
func (o *Options) terms(terminal bool) []any {
	steps := make([]any, len(o.Before))
	for i, s := range o.Before {
		steps[i] = joist.Tuple{joist.Atom(s.Kind), s.Text}
	}
	var dot any
	if path := o.dotIex(); path != "" {
		dot = path
	}
	pair := func(key string, value any) joist.Tuple { return joist.Tuple{joist.Atom(key), value} }
	return []any{
		pair("colors", terminal && !o.NoColor && os.Getenv("NO_COLOR") == ""),
		pair("terminal", terminal),
		pair("dot_iex", dot),
		pair("banner", banner),
		pair("before", steps),
	}
}

// banner is what the shell says first, and again when its process was started anew.
const banner = "Interactive Elixir (1.18.0) - press Ctrl+C to exit (type h() ENTER for help)"

// dotIex is the path of the file to evaluate at the start, "" for none.
func (o *Options) dotIex() string {
	switch o.DotIex {
	case "":
	case "none":
		return ""
	default:
		return o.DotIex
	}
	paths := []string{".iex.exs"}
	if home, err := os.UserHomeDir(); err == nil {
		paths = append(paths, filepath.Join(home, ".iex.exs"))
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
	}
	return ""
}

// InTerminal tells whether a shell on these channels would have a terminal.
func InTerminal(stdin io.Reader, stdout io.Writer) bool {
	in, ok1 := stdin.(*os.File)
	out, ok2 := stdout.(*os.File)
	return ok1 && ok2 && isTerminal(in) && isTerminal(out)
}

// check that what the machine writes to can be asked for its size.
var _ interface {
	io.Writer
	TerminalSize() (columns, rows int, ok bool)
} = (*terminal)(nil)
