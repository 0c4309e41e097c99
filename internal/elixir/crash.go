package elixir

import (
	"sync/atomic"
	"time"

	"joist/internal/bif"
	"joist/internal/proc"
	"joist/internal/term"
)

// Reports of processes that end because of an uncaught exception are written by a process of the
// library, :joist_logger, which is started with the first report. A scheduler only sends it a message,
// and no more than maxReports wait at a time: what comes beyond is counted, and the count is reported.

const maxReports = 1000

// crashReports counts the reports that wait for the logger.
type crashReports struct {
	waiting atomic.Int64
	dropped atomic.Int64
}

// reportCrash is proc.Node's OnCrash: reason is {Reason, Stacktrace}.
func (comp *Compiler) reportCrash(c *proc.Ctx, reason term.Term) {
	if comp.crashes.waiting.Add(1) > maxReports {
		comp.crashes.waiting.Add(-1)
		comp.crashes.dropped.Add(1)
		return
	}
	logger := c.Node.Whereis(term.AtomLogger)
	if logger == term.None {
		logger, _ = c.Spawn(&proc.SpawnOptions{
			Module: comp.names.joistLogger, Function: term.AtomInit, Args: term.Nil,
			HasPrio: true, Prio: proc.PrioNormal, GroupLeader: c.Node.Whereis(term.AtomUser),
		})
		if logger == term.None {
			comp.crashes.waiting.Add(-1)
			return
		}
		c.Node.Register(term.AtomLogger, logger)
	}
	dropped := comp.crashes.dropped.Swap(0)
	c.Send(logger, c.Tuple(term.AtomCrash, c.Self(), reason, c.Int(c.Node.SystemTime()/1000), c.Int(dropped)))
}

// reportWritten is :joist_logger_native.written(): the logger has written a report.
func reportWritten(c *proc.Ctx, _ []term.Term) term.Term {
	Of(c.Node).crashes.waiting.Add(-1)
	return term.AtomOk
}

// FlushReports waits until the reports of crashes are written, but not longer than limit.
func (comp *Compiler) FlushReports(limit time.Duration) {
	for end := time.Now().Add(limit); comp.crashes.waiting.Load() > 0 && time.Now().Before(end); {
		select {
		case <-comp.node.Context().Done():
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func crashNatives() []bif.Native {
	return []bif.Native{
		{Module: "joist_logger_native", Function: "written", Arity: 0, Run: reportWritten},
		{Module: "joist_logger_native", Function: "universal", Arity: 1, Run: universalTime},
	}
}

// universalTime is :joist_logger_native.universal(seconds): {{year, month, day}, {hour, minute, second}}.
func universalTime(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() {
		return c.Badarg()
	}
	t := time.Unix(args[0].SmallValue(), 0).UTC()
	n := func(v int) term.Term { return term.Small(int64(v)) }
	return c.Tuple2(c.Tuple3(n(t.Year()), n(int(t.Month())), n(t.Day())), c.Tuple3(n(t.Hour()), n(t.Minute()), n(t.Second())))
}
