package joist

import "context"

// AtExit calls the functions that programs have given to System.at_exit with a status, the last one
// first. The status of a program that one of them halts, or changes by exiting, is in the *HaltError; other errors are
// printed, and make the status 1.
func (rt *Runtime) AtExit(ctx context.Context, status int) error {
	none := Atom("none")
	hooks, err := rt.Call(ctx, ":persistent_term", "get", Atom("joist_at_exit"), none)
	if err != nil || hooks == any(none) {
		return err
	}
	left, err := rt.Call(ctx, "Kernel.CLI", "at_exit", status)
	if n, ok := left.(int); ok && n != status {
		return &HaltError{Status: n}
	}
	return err
}
