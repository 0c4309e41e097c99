package proc

import (
	"joist/internal/term"
)

// A GoServer is the code of a process that is written in Go: it is called, on a
// scheduler, with each message in turn, and must not block. msg and what it builds are valid during
// the call. It returns false to end the process, with the reason
// that it has raised with c.Exit or else normally. A panic ends the process as an error would.
type GoServer func(c *Ctx, msg term.Term) bool

// goSlice is how many messages a Go process handles before others get their turn.
const goSlice = 100

// runGo runs a Go process until its mailbox is empty or its slice is spent.
func (c *Ctx) runGo() Outcome {
	p := c.P
	server := c.Node.Handles.Get(p.cont).(GoServer)
	for range goSlice {
		m := &p.mailbox
		s := m.first
		if s == 0 {
			return OutcomeWait
		}
		m.unlink(0, s)
		m.n--
		more := c.serve(server, view(s).value)
		c.freeSignal(s)
		if !more {
			if c.Exc.Class == ClassNone {
				c.Exc = Exception{Class: ClassExit, Reason: term.AtomNormal}
			}
			return OutcomeExit
		}
		p.Heap.Top = p.Heap.Start
		p.Heap.Fragments.Free(c.Mem)
		c.Reds -= 20
	}
	return OutcomeYield
}

func (c *Ctx) serve(server GoServer, msg term.Term) (more bool) {
	defer func() {
		if r := recover(); r != nil {
			c.recovered(r)
			more = false
		}
	}()
	return server(c, msg)
}

// SpawnGo starts a process that runs a Go function (a port to the outside: an io server, the mailbox of an
// embedding program).
func (c *Ctx) SpawnGo(server GoServer, o SpawnOptions) term.Term {
	o.Go = server
	pid, _ := c.Spawn(&o)
	return pid
}

// Trap_exit and priority are set by a Go process from within its server.

// SetTrapExit sets the flag trap_exit of the running process and returns the old value.
func (c *Ctx) SetTrapExit(on bool) (was bool) {
	p := c.P
	was = p.Flags&FlagTrapExit != 0
	if was == on {
		return was
	}
	c.handleSignals() // exit signals that have come count under the old value
	if on {
		p.Flags |= FlagTrapExit
	} else {
		p.Flags &^= FlagTrapExit
	}
	return was
}
