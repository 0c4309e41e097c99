// Package joist runs Elixir in a Go program.
//
// A Runtime is one virtual machine: its own atoms, modules, processes and memory. A program may hold
// many. Elixir processes in it are what the BEAM's are: isolated, preempted after 2,000 reductions,
// prioritised, linked, monitored, killable and limited in memory; a Runtime needs no more goroutines
// than it has schedulers, however many processes run.
//
//	rt, err := joist.New(joist.Config{})
//	if err != nil { ... }
//	defer rt.Close()
//	v, err := rt.Eval(ctx, `Enum.sum(1..10)`)   // 55
//	v, err = rt.Call(ctx, "String", "upcase", "joist") // "JOIST"
//
// Every method may be called from any goroutine.
package joist

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"joist/internal/bif"
	"joist/internal/elixir"
	"joist/internal/proc"
	"joist/internal/vm"
)

// version is what Version reports.
const version = "0.1.0"

// Version is joist's version and the level of Elixir and OTP that it follows.
func Version() string {
	return "joist " + version + " (Elixir 1.18, OTP 27)"
}

// Config says how to make a Runtime. The zero value is ready for use.
type Config struct {
	// Schedulers is how many processes may run at the same moment; 0 is runtime.GOMAXPROCS.
	Schedulers int
	// MemoryLimit bounds the memory that all processes together take, in bytes; 0 is no limit. A
	// process that needs more than is left gets an exit signal; the others go on.
	MemoryLimit int64
	// MaxProcesses bounds the number of processes at a time; 0 is 16,777,216.
	MaxProcesses int
	// Stdin, Stdout and Stderr are the program's standard channels; nil ones are those of the host
	// program.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Args are what System.argv() returns.
	Args []string
	// Sandbox keeps programs away from the host: functions for files and directories return {:error, :eperm}, no
	// program can be started, and a nil Env is an empty one. RunFile and CompileFile read what they are given.
	Sandbox bool
	// Env is the environment that System.get_env sees, as os.Environ gives it; nil is the host
	// program's.
	Env []string
	// GCStress makes every process collect its garbage wherever that may happen and verifies heaps
	// after. It is for finding faults of joist, and slow.
	GCStress bool
	// VirtualTime lets the runtime's clocks run by what processes do (10 ns for a reduction) and not by the machine's: when
	// all processes wait, the next timer is due at once. A program that waits for a day takes as long as what it does in
	// between, and one that waits for others behaves the same on a machine that is busy with something else, which is
	// what tests want. While the host or a file is waited for, time stands still.
	VirtualTime bool
	// Modules are modules whose functions are written in Go; see Module.
	Modules []Module
}

// Runtime is one virtual machine that runs Elixir.
type Runtime struct {
	node     *proc.Node
	compiler *elixir.Compiler
	limits   Limits // of the processes that its methods start
	fields   *fieldCache
}

// ErrClosed is returned by the methods of a Runtime that has been closed.
var ErrClosed = errors.New("joist: the runtime is closed")

// New makes a Runtime and starts its schedulers. Close must be called when it is no longer needed.
func New(config Config) (*Runtime, error) {
	rt := &Runtime{fields: &fieldCache{}}
	node, err := vm.New(config.node(), func(n *proc.Node) {
		rt.compiler = elixir.Attach(n)
		registerModules(n, rt, config.Modules)
	})
	if err != nil {
		return nil, fmt.Errorf("joist: %w", err)
	}
	rt.node = node
	if err := rt.startDevices(); err != nil {
		rt.Close()
		return nil, err
	}
	return rt, nil
}

func (c *Config) node() proc.Config {
	return proc.Config{
		Schedulers: c.Schedulers, MemoryLimit: c.MemoryLimit, MaxProcs: c.MaxProcesses,
		Stdin: c.Stdin, Stdout: c.Stdout, Stderr: c.Stderr, Args: c.Args, Env: c.Env, GCStress: c.GCStress, Sandbox: c.Sandbox,
		VirtualTime: c.VirtualTime,
	}
}

// startDevices starts the processes that stand for the standard channels, and keeps the arguments where
// System.argv looks for them.
func (rt *Runtime) startDevices() error {
	return rt.do(context.Background(), func(s *elixir.Session) error {
		if _, err := s.CallFunction("joist_user", "start"); err != nil {
			return err
		}
		rt.compiler.NoteDevices()
		args := make([]any, len(rt.node.Config.Args))
		for i, a := range rt.node.Config.Args {
			args[i] = a
		}
		b := &s.Ctx().Builder
		list, err := rt.toTerm(b, args)
		if err != nil {
			return err
		}
		key, err := s.Atom("joist_argv")
		if err != nil {
			return err
		}
		_, err = s.CallFunction("persistent_term", "put", key, list)
		return err
	})
}

// Close stops the schedulers, wherever their processes are, writes out what the program has written to its standard output, and gives
// all memory back. Nothing is written to Config.Stdout afterwards. Calls of other methods that are under way return ErrClosed.
func (rt *Runtime) Close() error {
	if rt.node != nil {
		rt.node.Close()
		bif.OutputOf(rt.node).Flush()
	}
	return nil
}

// reportGrace is how long Flush waits for reports of crashed processes to be written.
const reportGrace = time.Second

// Flush writes out what the program has written to its standard output so far, and the reports of
// processes that crashed.
func (rt *Runtime) Flush() error {
	rt.compiler.FlushReports(reportGrace)
	out := bif.OutputOf(rt.node)
	out.Flush()
	return out.Failed()
}

// HaltError is returned when the program called System.halt while a method waited.
type HaltError struct {
	// Status is what System.halt was given.
	Status int
}

func (e *HaltError) Error() string { return fmt.Sprintf("joist: System.halt(%d)", e.Status) }

// Exception is an exception, exit or throw that Elixir code raised and did not catch.
type Exception struct {
	// Text is what Exception.format gives: "** (RuntimeError) message" and the stack trace.
	Text string
	// Quiet is set for an exit with the reason normal, shutdown or {shutdown, ...}: it ends a program in good
	// order, with Status, which is the integer of {shutdown, integer}, else 0. Status is 1 for what is not quiet.
	Quiet  bool
	Status int
}

func (e *Exception) Error() string { return e.Text }

// do runs a function in an Elixir process of its own and waits for it.
func (rt *Runtime) do(ctx context.Context, run func(s *elixir.Session) error) error {
	job := rt.compiler.StartJobWith(rt.limits.options(), func(s *elixir.Session) error {
		err := run(s)
		if elixir.IsRaised(err) {
			status, quiet := s.ExitStatus(err)
			return &Exception{Text: s.Describe(err), Quiet: quiet, Status: status}
		}
		return err
	})
	if job == nil {
		return ErrClosed
	}
	select {
	case <-job.Done():
	case <-rt.node.Halted():
		return &HaltError{Status: rt.node.HaltStatus()}
	case <-rt.node.Context().Done():
		return ErrClosed
	case <-ctx.Done():
		job.Kill()
		return ctx.Err()
	}
	if reason := job.ExitReason(); reason != nil {
		return rt.exited(job, reason)
	}
	return job.Err()
}

// exited is the error for a process that an exit signal ended.
func (rt *Runtime) exited(ended *elixir.Job, reason []byte) error {
	select {
	case <-rt.node.Halted():
		return &HaltError{Status: rt.node.HaltStatus()}
	default:
	}
	var text string
	job := rt.compiler.StartJob(func(s *elixir.Session) error {
		text = s.DescribeExit(ended.Pid(), reason)
		return nil
	})
	if job == nil {
		return ErrClosed
	}
	select {
	case <-job.Done():
	case <-rt.node.Context().Done():
		return ErrClosed
	}
	return &Exception{Text: text}
}

// RunFile runs an Elixir script, as "elixir FILE" does, and returns when its last expression has been
// evaluated and the processes that it started wait or have ended, or a tenth of a second later;
// they go on until the Runtime is closed. The error is an *Exception,
// a *HaltError, ctx's, or about reading the file.
func (rt *Runtime) RunFile(ctx context.Context, path string) error {
	return rt.do(ctx, func(s *elixir.Session) error {
		if err := s.RunFile(path); err != nil {
			return err
		}
		s.Settle()
		return nil
	})
}

// RunString is RunFile for code that is given as text.
func (rt *Runtime) RunString(ctx context.Context, code string) error {
	return rt.do(ctx, func(s *elixir.Session) error {
		if _, err := s.EvalString(code, "nofile"); err != nil {
			return err
		}
		s.Settle()
		return nil
	})
}

// CompileFile compiles and loads the modules that a file defines, as Code.compile_file/1 does. Code
// outside of modules runs.
func (rt *Runtime) CompileFile(ctx context.Context, path string) error {
	return rt.RunFile(ctx, path)
}

// Eval runs code in a new process and returns the value of its last expression, as Code.eval_string/1
// does. See Atom for how terms and Go values correspond.
func (rt *Runtime) Eval(ctx context.Context, code string) (value any, err error) {
	err = rt.do(ctx, func(s *elixir.Session) error {
		t, err := s.EvalString(code, "nofile")
		if err == nil {
			value = rt.toGo(t)
		}
		return err
	})
	return value, err
}

// Call calls a function in a new process and returns its value, as apply/3 does. module is an Elixir
// module's name ("Enum"), or an Erlang one's with a colon in front (":lists").
func (rt *Runtime) Call(ctx context.Context, module, function string, args ...any) (value any, err error) {
	err = rt.do(ctx, func(s *elixir.Session) error {
		terms, err := rt.toTerms(&s.Ctx().Builder, args)
		if err != nil {
			return err
		}
		t, err := s.CallFunction(moduleName(module), function, terms...)
		if err == nil {
			value = rt.toGo(t)
		}
		return err
	})
	return value, err
}

// moduleName is the atom of a module as people write it.
func moduleName(name string) string {
	switch {
	case len(name) > 0 && name[0] == ':':
		return name[1:]
	case len(name) > 7 && name[:7] == "Elixir.":
		return name
	}
	return "Elixir." + name
}
