package bif

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"sort"
	"strings"
	"sync"

	"joist/internal/proc"
	"joist/internal/term"
)

func osNatives() []Native {
	return []Native{
		{"file", "native_name_encoding", 0, func(*proc.Ctx, []term.Term) term.Term { return term.AtomUtf8 }, 0},
		{"prim_file", "get_cwd", 0, workingDirectory, 0},
		{"os", "getenv", 0, environmentStrings, 0},
		{"os", "getenv", 1, getenv, 0},
		{"os", "getenv", 2, getenv, 0},
		{"os", "putenv", 2, putenv, 0},
		{"os", "unsetenv", 1, unsetenv, 0},
		{"os", "env", 0, environmentPairs, 0},
		{"os", "type", 0, osType, 0},
		{"os", "version", 0, osVersion, 0},
		{"os", "getpid", 0, osPid, 0},
		{"os", "cmd", 1, osCommand, 0},
		{"os", "cmd", 2, osCommand, 0},
		{"os", "find_executable", 1, findExecutable, 0},
		{"os", "set_signal", 2, func(c *proc.Ctx, _ []term.Term) term.Term { return c.Error(term.AtomNotsup) }, 0},
	}
}

// environment is the variables of one node: they begin as the host's, or as configured, and changes stay in the node.
type environment struct {
	mu   sync.Mutex
	vars map[string]string
}

func newEnvironment(n *proc.Node) *environment {
	list := n.Config.Env
	if list == nil && !n.Config.Sandbox {
		list = os.Environ()
	}
	e := &environment{vars: map[string]string{}}
	for _, item := range list {
		if name, value, ok := strings.Cut(item, "="); ok && name != "" {
			e.vars[name] = value
		}
	}
	return e
}

// pairs lists the variables by name.
func (e *environment) pairs() [][2]string {
	e.mu.Lock()
	defer e.mu.Unlock()
	pairs := make([][2]string, 0, len(e.vars))
	for name, value := range e.vars {
		pairs = append(pairs, [2]string{name, value})
	}
	sort.Slice(pairs, func(i, j int) bool { return pairs[i][0] < pairs[j][0] })
	return pairs
}

func environmentStrings(c *proc.Ctx, _ []term.Term) term.Term {
	list := term.Nil
	pairs := stateOf(c.Node).env.pairs()
	for i := len(pairs) - 1; i >= 0; i-- {
		list = c.Cons(c.String(pairs[i][0]+"="+pairs[i][1]), list)
	}
	return list
}

func environmentPairs(c *proc.Ctx, _ []term.Term) term.Term {
	list := term.Nil
	pairs := stateOf(c.Node).env.pairs()
	for i := len(pairs) - 1; i >= 0; i-- {
		list = c.Cons(c.Tuple2(c.String(pairs[i][0]), c.String(pairs[i][1])), list)
	}
	return list
}

// variableName reads the name of a variable, which holds neither = nor a zero.
func variableName(t term.Term) (name string, ok bool) {
	name, ok = fileText(t)
	return name, ok && !strings.ContainsAny(name, "=\x00")
}

func getenv(c *proc.Ctx, args []term.Term) term.Term {
	name, ok := variableName(args[0])
	if !ok {
		return c.Badarg()
	}
	env := stateOf(c.Node).env
	env.mu.Lock()
	value, found := env.vars[name]
	env.mu.Unlock()
	switch {
	case found:
		return c.String(value)
	case len(args) == 2:
		return args[1]
	}
	return term.AtomFalse
}

func putenv(c *proc.Ctx, args []term.Term) term.Term {
	name, ok1 := variableName(args[0])
	value, ok2 := fileText(args[1])
	if !ok1 || !ok2 || name == "" || strings.Contains(value, "\x00") {
		return c.Badarg()
	}
	env := stateOf(c.Node).env
	env.mu.Lock()
	env.vars[name] = value
	env.mu.Unlock()
	return term.AtomTrue
}

func unsetenv(c *proc.Ctx, args []term.Term) term.Term {
	name, ok := variableName(args[0])
	if !ok {
		return c.Badarg()
	}
	env := stateOf(c.Node).env
	env.mu.Lock()
	delete(env.vars, name)
	env.mu.Unlock()
	return term.AtomTrue
}

func osType(c *proc.Ctx, _ []term.Term) term.Term {
	family, name := "unix", runtime.GOOS
	switch runtime.GOOS {
	case "windows":
		family, name = "win32", "nt"
	case "js":
		name = "js"
	}
	return c.Tuple2(atomOf(c.Node, family), atomOf(c.Node, name))
}

// osVersion is that of the kernel, as far as it can be read.
func osVersion(c *proc.Ctx, _ []term.Term) term.Term {
	release, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	numbers := [3]int64{}
	i := 0
scan:
	for _, b := range release {
		switch {
		case b >= '0' && b <= '9':
			numbers[i] = numbers[i]*10 + int64(b-'0')
			continue
		case b == '.' && i < 2:
			i++
			continue
		}
		break scan
	}
	return c.Tuple3(term.Small(numbers[0]), term.Small(numbers[1]), term.Small(numbers[2]))
}

func osPid(c *proc.Ctx, _ []term.Term) term.Term { return c.String(stringOf(int64(os.Getpid()))) }

// osCommand runs a command line in the system's shell and gives what it wrote.
func osCommand(c *proc.Ctx, args []term.Term) term.Term {
	line, ok := fileText(args[0])
	if !ok || strings.Contains(line, "\x00") {
		return c.Badarg()
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		command := exec.CommandContext(c.Context(), "/bin/sh", "-c", line)
		if runtime.GOOS == "windows" {
			command = exec.CommandContext(c.Context(), "cmd", "/c", line)
		}
		for _, pair := range stateOf(c.Node).env.pairs() {
			command.Env = append(command.Env, pair[0]+"="+pair[1])
		}
		var output bytes.Buffer
		command.Stdout, command.Stderr = &output, &output
		_ = command.Run() // the status is not part of the answer
		return c.String(output.String())
	})
}

// findExecutable looks a program up along the node's PATH.
func findExecutable(c *proc.Ctx, args []term.Term) term.Term {
	name, ok := fileText(args[0])
	if !ok {
		return c.Badarg()
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		path, err := exec.LookPath(name)
		if err != nil {
			return term.AtomFalse
		}
		return c.String(path)
	})
}
