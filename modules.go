package joist

import (
	"context"
	"fmt"

	"joist/internal/bif"
	"joist/internal/proc"
	"joist/internal/term"
)

// Module is a module whose functions are written in Go. It is called from Elixir like any other.
type Module struct {
	// Name is the module's name, as for Call.
	Name string
	// Functions are its functions. Several may share a name if their arities differ.
	Functions []Function
}

// Function is one function of a Module.
type Function struct {
	Name  string
	Arity int
	// Run is called with the arguments; see Atom for how terms and Go values correspond. It runs on a
	// goroutine of its own while the calling process is suspended, so it may block. ctx is
	// cancelled when the process is killed or the Runtime closes. An error is raised in the process
	// as a RuntimeError with its text; a panic is raised as an error, too, and does not harm the
	// host.
	Run func(ctx context.Context, args []any) (any, error)
}

// registerModules makes the Go modules known to a node that has not started yet.
func registerModules(n *proc.Node, rt *Runtime, modules []Module) {
	var natives []bif.Native
	for _, m := range modules {
		for _, f := range m.Functions {
			natives = append(natives, bif.Native{Module: moduleName(m.Name), Function: f.Name, Arity: f.Arity, Run: rt.native(f)})
		}
	}
	bif.RegisterTable(n, natives)
}

// native wraps a Go function.
func (rt *Runtime) native(f Function) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
			values := make([]any, len(args))
			for i, t := range args {
				values[i] = rt.toGo(t)
			}
			v, err := protect(c.Context(), f, values)
			if err != nil {
				return rt.raiseError(c, err)
			}
			t, err := rt.toTerm(&c.Builder, v)
			if err != nil {
				return rt.raiseError(c, err)
			}
			return t
		}, args...)
	}
}

// protect calls a Go function and turns a panic into an error.
func protect(ctx context.Context, f Function, args []any) (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the Go function %s/%d panicked: %v", f.Name, f.Arity, r)
		}
	}()
	return f.Run(ctx, args)
}

// Atom is the atom that names the module in Elixir.
func (m Module) Atom() Atom { return Atom(moduleName(m.Name)) }
