package bif

import (
	"bytes"
	"errors"
	"os/exec"

	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

// commandNatives run programs of the operating system.
func commandNatives() []Native {
	unsupported := func(c *proc.Ctx, _ []term.Term) term.Term {
		return c.Tuple2(term.AtomError, term.AtomEnotsup)
	}
	return []Native{
		{"joist_os", "cmd", 3, runCommand, 0},
		{"joist_os", "trap_signal", 3, unsupported, 0},
		{"joist_os", "untrap_signal", 2, unsupported, 0},
	}
}

// runCommand runs a program with arguments and without a shell: {ok, Output, Status} or {error, Reason}. The options are a
// map with cd, env (a list of pairs, whose value may be nil to take a variable away) and stderr_to_stdout.
func runCommand(c *proc.Ctx, args []term.Term) term.Term {
	path, ok := pathOf(args[0])
	if !ok || !args[2].IsMap() {
		return c.Badarg()
	}
	var arguments []string
	list := args[1]
	for ; list.IsCons(); list = list.Cdr() {
		text, ok := pathOf(list.Car())
		if !ok {
			return c.Badarg()
		}
		arguments = append(arguments, text)
	}
	environment, ok := commandEnvironment(c, maps.Get(args[2], term.AtomEnv))
	if !ok || !list.IsNil() {
		return c.Badarg()
	}
	directory := stateOf(c.Node).directory.resolve(".")
	if cd := maps.Get(args[2], term.AtomCd); cd != term.None {
		if directory, ok = hostPath(c, cd); !ok {
			return c.Badarg()
		}
	}
	joined := maps.Get(args[2], term.AtomStderrToStdout) == term.AtomTrue
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		s := ioOf(c.Node)
		s.Flush()
		command := exec.CommandContext(c.Context(), path, arguments...)
		var output bytes.Buffer
		command.Dir, command.Env, command.Stdout, command.Stderr = directory, environment, &output, s.err
		if joined {
			command.Stderr = &output
		}
		var status *exec.ExitError
		if err := command.Run(); err != nil && !errors.As(err, &status) {
			return c.Tuple2(term.AtomError, posixError(err))
		}
		return c.Tuple3(term.AtomOk, c.Binary(output.Bytes()), c.Int(int64(command.ProcessState.ExitCode())))
	})
}

// commandEnvironment is the node's environment with changes.
func commandEnvironment(c *proc.Ctx, changes term.Term) (list []string, ok bool) {
	changed := map[string]*string{}
	for ; changes != term.None && changes.IsCons(); changes = changes.Cdr() {
		pair := changes.Car()
		if !pair.IsTupleOf(2) {
			return nil, false
		}
		name, ok := variableName(pair.TupleElem(0))
		if !ok {
			return nil, false
		}
		if pair.TupleElem(1) == term.AtomNil {
			changed[name] = nil
			continue
		}
		value, ok := pathOf(pair.TupleElem(1))
		if !ok {
			return nil, false
		}
		changed[name] = &value
	}
	for _, pair := range stateOf(c.Node).env.pairs() {
		if _, ok := changed[pair[0]]; !ok {
			list = append(list, pair[0]+"="+pair[1])
		}
	}
	for name, value := range changed {
		if value != nil {
			list = append(list, name+"="+*value)
		}
	}
	return list, changes == term.None || changes.IsNil()
}
