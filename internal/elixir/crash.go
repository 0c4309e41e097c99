package elixir

import (
	"sync/atomic"
	"time"

	"joist/internal/bif"
	"joist/internal/proc"
	"joist/internal/term"
)

// What is logged, by programs and of processes that end because of an uncaught exception, is written by a
// process of the library, :joist_logger, which is started when there is something to write first. A scheduler
// only sends it a message, and no more than maxReports wait at a time: a crash beyond that is counted, and the
// count is reported; a program that logs is told, and waits.

const maxReports = 1000

// crashReports counts the reports that wait for the logger.
type crashReports struct {
	waiting atomic.Int64
	dropped atomic.Int64
}

// admit makes room for one more report.
func (r *crashReports) admit() bool {
	if r.waiting.Add(1) > maxReports {
		r.waiting.Add(-1)
		return false
	}
	return true
}

// reportCrash is proc.Node's OnCrash: reason is {Reason, Stacktrace}.
func (comp *Compiler) reportCrash(c *proc.Ctx, reason term.Term) {
	if !comp.crashes.admit() {
		comp.crashes.dropped.Add(1)
		return
	}
	if logger := comp.logger(c); logger != term.None {
		c.Send(logger, c.Tuple(term.AtomCrash, c.Self(), reason, c.Int(c.Node.SystemTime()/1000), c.Int(comp.crashes.dropped.Swap(0))))
	}
}

// logger returns the logger's process, which it starts when there is none; None when that is impossible.
func (comp *Compiler) logger(c *proc.Ctx) term.Term {
	if logger := c.Node.Whereis(term.AtomLogger); logger != term.None {
		return logger
	}
	logger, _ := c.Spawn(&proc.SpawnOptions{
		Module: comp.names.joistLogger, Function: term.AtomInit, Args: term.Nil,
		HasPrio: true, Prio: proc.PrioNormal, GroupLeader: c.Node.Whereis(term.AtomUser),
	})
	if logger == term.None {
		comp.crashes.waiting.Add(-1)
		return term.None
	}
	// What an earlier logger had not written is gone with it.
	comp.crashes.waiting.Store(1)
	c.Node.Register(term.AtomLogger, logger)
	return logger
}

// deliverReport is :joist_logger_native.deliver(report): sends {report, microseconds, dropped} to the logger;
// false when too many reports wait.
func deliverReport(c *proc.Ctx, args []term.Term) term.Term {
	comp := Of(c.Node)
	if !comp.crashes.admit() {
		return term.AtomFalse
	}
	logger := comp.logger(c)
	if logger == term.None {
		return term.AtomFalse
	}
	c.Send(logger, c.Tuple3(args[0], c.Int(c.Node.SystemTime()/1000), c.Int(comp.crashes.dropped.Swap(0))))
	return term.AtomTrue
}

// reportDropped is :joist_logger_native.dropped(): a report was thrown away.
func reportDropped(c *proc.Ctx, _ []term.Term) term.Term {
	Of(c.Node).crashes.dropped.Add(1)
	return term.AtomOk
}

// reportWritten is :joist_logger_native.written(): the logger has written a report.
func reportWritten(c *proc.Ctx, _ []term.Term) term.Term {
	Of(c.Node).crashes.waiting.Add(-1)
	return term.AtomOk
}

// reportsWaiting is :joist_logger_native.waiting(): how many reports are not yet written.
func reportsWaiting(c *proc.Ctx, _ []term.Term) term.Term {
	return c.Int(Of(c.Node).crashes.waiting.Load())
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
		{Module: "joist_logger_native", Function: "deliver", Arity: 1, Run: deliverReport},
		{Module: "joist_logger_native", Function: "dropped", Arity: 0, Run: reportDropped},
		{Module: "joist_logger_native", Function: "waiting", Arity: 0, Run: reportsWaiting},
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
