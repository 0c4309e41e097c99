package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func processInfoNatives() []Native {
	return []Native{
		{"erlang", "process_info", 1, processInfo1, 0},
		{"erlang", "process_info", 2, processInfo2, 0},
		{"erlang", "process_flag", 2, processFlag, 0},
		{"erlang", "process_flag", 3, processFlagOf, 0},
		{"erlang", "group_leader", 0, groupLeader, 0},
		{"erlang", "group_leader", 2, setGroupLeader, 0},
		{"erlang", "suspend_process", 1, suspend, 0},
		{"erlang", "suspend_process", 2, suspend, 0},
		{"erlang", "resume_process", 1, resume, 0},
		{"erlang", "garbage_collect", 0, collectSelf, 0},
		{"erlang", "garbage_collect", 1, collectOther, 0},
		{"erlang", "garbage_collect", 2, collectOther, 0},
		{"erlang", "bump_reductions", 1, bumpReductions, 0},
		{"erlang", "check_process_code", 2, checkProcessCode, 0},
		{"erlang", "check_process_code", 3, checkProcessCode, 0},
	}
}

func processInfo1(c *proc.Ctx, args []term.Term) term.Term {
	return c.ProcessInfo(args[0], c.List(proc.DefaultInfoItems(), term.Nil))
}

func processInfo2(c *proc.Ctx, args []term.Term) term.Term { return c.ProcessInfo(args[0], args[1]) }

func processFlag(c *proc.Ctx, args []term.Term) term.Term {
	if args[0] == term.AtomSaveCalls && isCount(args[1]) {
		return term.Small(0)
	}
	return c.ProcessFlag(args[0], args[1])
}

// processFlagOf knows save_calls only, which has no effect.
func processFlagOf(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPidImm() || args[1] != term.AtomSaveCalls || !isCount(args[2]) || !c.Node.Alive(args[0]) {
		return c.Badarg()
	}
	return term.Small(0)
}

func groupLeader(c *proc.Ctx, _ []term.Term) term.Term { return c.P.GroupLeader() }

func setGroupLeader(c *proc.Ctx, args []term.Term) term.Term {
	return c.SetGroupLeader(args[0], args[1])
}

func suspend(c *proc.Ctx, args []term.Term) term.Term { return c.Suspend(args[0]) }

func resume(c *proc.Ctx, args []term.Term) term.Term { return c.ResumeProcess(args[0]) }

func collectSelf(c *proc.Ctx, _ []term.Term) term.Term {
	return c.CollectOther(c.Self())
}

func collectOther(c *proc.Ctx, args []term.Term) term.Term {
	if len(args) < 2 {
		return c.CollectOther(args[0])
	}
	list := args[1]
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		if !option.IsTupleOf(2) {
			return c.Badarg()
		}
		switch option.TupleElem(0) {
		case term.AtomAsync:
			answer := c.CollectOther(args[0])
			if answer != term.None {
				c.SendMessage(c.Self(), c.Tuple(term.AtomGarbageCollect, option.TupleElem(1), answer))
			}
			return term.AtomAsync
		case term.AtomType:
		default:
			return c.Badarg()
		}
	}
	if !list.IsNil() {
		return c.Badarg()
	}
	return c.CollectOther(args[0])
}

func bumpReductions(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() || args[0].SmallValue() < 1 {
		return c.Badarg()
	}
	c.Charge(int(min(args[0].SmallValue(), 1<<30)))
	return term.AtomTrue
}

// checkProcessCode answers that no process runs old code: old code stays in memory until its node closes.
func checkProcessCode(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPidImm() || !args[1].IsAtom() {
		return c.Badarg()
	}
	return term.AtomFalse
}
