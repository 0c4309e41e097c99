package joist

import "context"

// AtExit calls the functions that programs have given to System.at_exit with a status, the last one
// first. The status of a program that one of them halts is in the *HaltError; other errors are printed.
func (rt *Runtime) AtExit(ctx context.Context, status int) error {
	none := Atom("none")
	hooks, err := rt.Call(ctx, ":persistent_term", "get", Atom("joist_at_exit"), none)
	if err != nil || hooks == any(none) {
		return err
	}
	_, err = rt.Call(ctx, "Kernel.CLI", "at_exit", status)
	return err
}
