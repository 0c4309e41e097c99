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
		{"joist_state", "last_named", 1, lastNamed, 0},
		{"joist_state", "whereis", 2, whereisNow, 0},
		{"joist_state", "named", 1, named, 0},
		{"joist_state", "heir", 1, heirOf, 0},
		{"joist_state", "settled", 1, settled, 0},
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

// lastNamed is :joist_state.last_named(name): the process that has or had the name, or undefined.
func lastNamed(c *proc.Ctx, args []term.Term) term.Term {
	return orUndefined(c.Node.LastNamed(args[0]))
}

// whereisNow is :joist_state.whereis(name, last): the process of that name, after the supervisor of last has been asked; again when it has
// to be asked once more.
func whereisNow(c *proc.Ctx, args []term.Term) term.Term {
	pid, again := c.Node.WhereisNow(args[0], args[1])
	if again {
		return atomOf(c.Node, "again")
	}
	return orUndefined(pid)
}

// named is :joist_state.named(boolean): the caller has a name in a registry that is written in Elixir, or has none any more.
func named(c *proc.Ctx, args []term.Term) term.Term {
	c.Named(args[0] == term.AtomTrue)
	return term.AtomOk
}

// heirOf is :joist_state.heir(pid): the supervisor to ask before it is said that nobody has taken the place of pid, or none.
func heirOf(c *proc.Ctx, args []term.Term) term.Term {
	if heir := c.HeirOf(args[0]); heir != term.None {
		return heir
	}
	return term.AtomNone
}

// settled is :joist_state.settled(pid): the supervisor of pid has dealt with its end.
func settled(c *proc.Ctx, args []term.Term) term.Term {
	c.Settled(args[0])
	return term.AtomOk
}
