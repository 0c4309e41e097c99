package observe

import (
	"joist/internal/proc"
	"joist/internal/term"
)

// Kill ends a process as Process.exit(pid, :kill) does.
func (o *Observer) Kill(pid term.Term) {
	o.node.Host(func(c *proc.Ctx) { c.ExitSignal(pid, term.AtomKill) })
}

// SetPriority gives a process another priority, as if it had called Process.flag(:priority, level) itself. It happens between two of its
// slices, so a process that sleeps takes note at once, and one that a Go function runs for when that returns.
func (o *Observer) SetPriority(pid term.Term, priority uint8) {
	o.node.Host(func(c *proc.Ctx) {
		c.RunIn(pid, func(c *proc.Ctx) { c.ProcessFlag(term.AtomPriority, proc.PriorityAtom(priority)) })
	})
}

// Status is what a process is doing, in a word.
func Status(s *proc.Sample) string {
	switch {
	case s.Suspended:
		return "suspended"
	case s.State == proc.StateExiting:
		return "exiting"
	case s.State == proc.StateRunnable:
		return "runnable"
	case s.State == proc.StateDirty:
		return "blocking"
	case s.State == proc.StateHibernate:
		return "hibernates"
	case s.State == proc.StateAwait:
		return "asking"
	}
	return "waiting"
}

// Priority is the name of a priority.
func Priority(p uint8) string { return [...]string{"max", "high", "normal", "low"}[p&3] }
