package joist

import (
	"errors"
	"fmt"

	"joist/internal/proc"
	"joist/internal/term"
)

// PID names a process of a Runtime. The zero PID names none.
type PID struct{ t term.Term }

// String writes the pid as Elixir does: #PID<0.105.0>.
func (p PID) String() string {
	return fmt.Sprintf("#PID<0.%d.%d>", p.t.PidIndex(), p.t.PidSerial())
}

// Spawn starts a process that calls a function, as spawn/3 does, and returns its pid at once. module
// is named as for Call.
func (rt *Runtime) Spawn(module, function string, args ...any) (pid PID, err error) {
	ok := rt.node.Host(func(c *proc.Ctx) {
		var terms []term.Term
		if terms, err = rt.toTerms(&c.Builder, args); err != nil {
			return
		}
		var mod, fun term.Term
		if mod, err = rt.atom(moduleName(module)); err != nil {
			return
		}
		if fun, err = rt.atom(function); err != nil {
			return
		}
		t, _ := c.Spawn(&proc.SpawnOptions{
			Module: mod, Function: fun, Args: c.List(terms, term.Nil), GroupLeader: rt.node.Whereis(term.AtomUser),
		})
		if t == term.None {
			err = errors.New("joist: too many processes")
			return
		}
		pid = PID{t}
	})
	if !ok {
		return PID{}, ErrClosed
	}
	return pid, err
}

// Send sends a message to a process: a PID, or an Atom that one is registered under. As in Elixir,
// sending to a process that has ended does nothing; sending to a name that nobody has is an error.
func (rt *Runtime) Send(to, message any) (err error) {
	ok := rt.node.Host(func(c *proc.Ctx) {
		var dest, msg term.Term
		switch to := to.(type) {
		case PID:
			dest = to.t
		case Atom:
			name, e := rt.atom(string(to))
			if e != nil {
				err = e
				return
			}
			if dest = rt.node.Whereis(name); dest == term.None || !dest.IsPid() {
				err = fmt.Errorf("joist: no process is registered as %s", to)
				return
			}
		default:
			err = fmt.Errorf("joist: cannot send to a %T", to)
			return
		}
		if msg, err = rt.toTerm(&c.Builder, message); err == nil {
			c.SendMessage(dest, msg)
		}
	})
	if !ok {
		return ErrClosed
	}
	return err
}

// Alive tells whether a process exists and has not ended.
func (rt *Runtime) Alive(pid PID) bool { return rt.node.Alive(pid.t) }

// Kill ends a process as Process.exit(pid, :kill) does.
func (rt *Runtime) Kill(pid PID) {
	rt.node.Host(func(c *proc.Ctx) { c.ExitSignal(pid.t, term.AtomKill) })
}

// Processes is the number of processes that exist.
func (rt *Runtime) Processes() int { return rt.node.ProcessCount() }
