package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

// What supervisors and the servers that they restart have of the machine beyond OTP: states that outlive their servers, and names that
// are never seen without a process. Package proc has the reasons.
func supervisionNatives() []Native {
	return []Native{
		{"joist_state", "keep", 1, keepState, 0},
		{"joist_state", "begin", 1, beginState, 0},
		{"joist_state", "forget", 0, forgetState, 0},
		{"joist_state", "started", 0, started, 0},
		{"joist_state", "supervise", 1, supervise, 0},
		{"joist_state", "kept", 1, keptState, 0},
		{"joist_state", "claim", 2, claimState, 0},
		{"joist_state", "drop", 1, dropState, 0},
		{"joist_state", "waiting", 0, statesWaiting, 0},
		{"joist_state", "whereis", 1, whereisNow, 0},
	}
}

// keepState is :joist_state.keep(state): the caller's state, should it end now.
func keepState(c *proc.Ctx, args []term.Term) term.Term {
	c.KeepState(args[0])
	return term.AtomOk
}

// beginState is :joist_state.begin(state): the state that the caller begins with.
func beginState(c *proc.Ctx, args []term.Term) term.Term {
	c.BeginState(args[0])
	return term.AtomOk
}

// forgetState is :joist_state.forget(): the caller does not begin with the state that it has claimed.
func forgetState(c *proc.Ctx, _ []term.Term) term.Term {
	c.ForgetState()
	return term.AtomOk
}

// started is :joist_state.started(): the caller tells who started it that it runs.
func started(c *proc.Ctx, _ []term.Term) term.Term {
	c.Started()
	return term.AtomOk
}

// supervise is :joist_state.supervise(boolean): the caller restarts the processes that it starts; with false no longer.
func supervise(c *proc.Ctx, args []term.Term) term.Term {
	c.Supervise(args[0] == term.AtomTrue)
	return term.AtomOk
}

// keptState is :joist_state.kept(pid): {failed, proven} for an ended child whose state is there, or none.
func keptState(c *proc.Ctx, args []term.Term) term.Term {
	info, ok := c.KeptState(args[0])
	if !ok {
		return term.AtomNone
	}
	return c.Tuple2(term.Bool(info.Failed), term.Bool(info.Proven))
}

// claimState is :joist_state.claim(supervisor, pid): {state}, or none.
func claimState(c *proc.Ctx, args []term.Term) term.Term {
	state := c.ClaimState(args[0], args[1])
	if state == term.None {
		return term.AtomNone
	}
	return c.Tuple(state)
}

// dropState is :joist_state.drop(pid): whether there was a state.
func dropState(c *proc.Ctx, args []term.Term) term.Term { return term.Bool(c.DropState(args[0])) }

// statesWaiting is :joist_state.waiting(): how many states nobody has claimed yet.
func statesWaiting(c *proc.Ctx, _ []term.Term) term.Term { return c.Int(int64(c.Node.KeptStates())) }

// whereisNow is :joist_state.whereis(name), without asking anybody.
func whereisNow(c *proc.Ctx, args []term.Term) term.Term {
	if pid := c.Node.WhereisNow(args[0]); pid != term.None {
		return pid
	}
	return term.AtomUndefined
}
