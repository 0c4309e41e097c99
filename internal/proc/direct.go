package proc

import (
	"joist/internal/term"
)

// CallNative calls a native on this goroutine, with everything that it puts off: later slices and dirty parts. It is
// for goroutines outside the schedulers, which may block. A native that asks for a call of BEAM code or for a
// message fails with badarg.
func (c *Ctx) CallNative(fn Native, args ...term.Term) term.Term {
	outside := c.dirtyRun
	if outside == nil {
		c.dirtyRun = &dirtyCall{node: c.Node, ctx: c.Node.ctx}
		defer func() { c.dirtyRun = nil }()
	}
	for {
		c.Exc, c.Pending = Exception{}, PendingNone
		value := fn(c, args)
		if value != term.None {
			return value
		}
		switch c.Pending {
		case PendingNone:
			return term.None
		case PendingNative:
			fn, args = c.cont, append([]term.Term(nil), c.X[:c.NextArity]...)
			c.cont = nil
		case PendingYield:
			return term.AtomTrue
		default:
			return c.Badarg()
		}
	}
}

// SchedulerID is the number of the scheduler that this context belongs to, -1 for none.
func (c *Ctx) SchedulerID() int { return c.schedID }
