package joist

import (
	"context"
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

// Priority is the priority of a process, as Process.flag(:priority, ...) takes it. A process of a higher priority is always
// run before those of a lower one, but that normal and low ones take turns, seven to one.
type Priority uint8

// The priorities.
const (
	PriorityNormal Priority = iota
	PriorityLow
	PriorityHigh
	PriorityMax
)

var priorities = [...]uint8{PriorityNormal: proc.PrioNormal, PriorityLow: proc.PrioLow, PriorityHigh: proc.PrioHigh, PriorityMax: proc.PrioMax}

// Limits say how a process that Go starts is to run, and what it may use up. They hold for that process, and not for those
// that it spawns.
type Limits struct {
	// Priority is its priority; the zero value is normal.
	Priority Priority
	// MaxHeap is how much memory its heap may take, in bytes, garbage and messages that it has taken out included; 0 is no
	// limit. A process that needs more is killed: its exit reason is :killed, as with the flag max_heap_size.
	MaxHeap int64
	// MaxReductions is how much work it may do, in reductions, about one for each call of a function; 0 is no limit. When they
	// are used up it ends with the reason :max_reductions, give or take the 2,000 of a slice. Nothing can catch that.
	MaxReductions int64
}

func (l *Limits) options() proc.SpawnOptions {
	o := proc.SpawnOptions{HasPrio: true, Prio: proc.PrioNormal, MaxReductions: uint64(max(0, l.MaxReductions))}
	if int(l.Priority) < len(priorities) {
		o.Prio = priorities[l.Priority]
	}
	if l.MaxHeap > 0 {
		o.MaxHeap = proc.MaxHeap{Words: int(max(1, l.MaxHeap/8)), Kill: true, SharedBins: true}
	}
	return o
}

// With returns the same runtime with limits for the processes that Eval, Call, RunFile, RunString, CompileFile and Spawn
// start on the result. Everything else, Close included, is shared with rt.
func (rt *Runtime) With(limits Limits) *Runtime {
	limited := *rt
	limited.limits = limits
	return &limited
}

var errTooMany = errors.New("joist: too many processes")

// Spawn starts a process that calls a function, as spawn/3 does, and returns its pid at once. module
// is named as for Call.
func (rt *Runtime) Spawn(module, function string, args ...any) (pid PID, err error) {
	ok := rt.node.Host(func(c *proc.Ctx) {
		o := rt.limits.options()
		if o.Module, err = rt.atom(moduleName(module)); err != nil {
			return
		}
		if o.Function, err = rt.atom(function); err != nil {
			return
		}
		var terms []term.Term
		if terms, err = rt.toTerms(&c.Builder, args); err != nil {
			return
		}
		o.Args = c.List(terms, term.Nil)
		o.GroupLeader = rt.node.Whereis(term.AtomUser)
		if pid.t, _ = c.Spawn(&o); pid.t == term.None {
			err = errTooMany
		}
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
		if dest, err = rt.destination(to); err != nil {
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

func (rt *Runtime) destination(to any) (term.Term, error) {
	switch to := to.(type) {
	case PID:
		return to.t, nil
	case Atom:
		pid, ok := rt.Whereis(to)
		if !ok {
			return term.None, fmt.Errorf("joist: no process is registered as %s", to)
		}
		return pid.t, nil
	}
	return term.None, fmt.Errorf("joist: cannot send to a %T", to)
}

// Whereis is the process registered under a name, as Process.whereis/1 finds it.
func (rt *Runtime) Whereis(name Atom) (pid PID, ok bool) {
	t, err := rt.atom(string(name))
	if err != nil {
		return PID{}, false
	}
	pid.t = rt.node.Whereis(t)
	return pid, pid.t != term.None && pid.t.IsPid()
}

// Alive tells whether a process exists and has not ended.
func (rt *Runtime) Alive(pid PID) bool { return rt.node.Alive(pid.t) }

// Wait waits until a process ends and returns its exit reason: Atom("normal"), Atom("killed"), a Tuple of an exception and
// its stack trace, and so on. Of a process that has ended before the call the reason is Atom("noproc").
func (rt *Runtime) Wait(ctx context.Context, pid PID) (reason any, err error) {
	m, err := rt.NewMailbox()
	if err != nil {
		return nil, err
	}
	defer m.Close()
	if err := m.Monitor(pid); err != nil {
		return nil, err
	}
	for {
		msg, err := m.Receive(ctx)
		if err != nil {
			return nil, err
		}
		if down, ok := msg.(Tuple); ok && len(down) == 5 && down[0] == Atom("DOWN") && down[3] == any(pid) {
			return down[4], nil
		}
	}
}

// Exit sends a process an exit signal, as Process.exit/2 does: it ends unless it traps exits. With the reason
// Atom("kill") it always ends.
func (rt *Runtime) Exit(pid PID, reason any) (err error) {
	ok := rt.node.Host(func(c *proc.Ctx) {
		var t term.Term
		if t, err = rt.toTerm(&c.Builder, reason); err == nil {
			c.ExitSignal(pid.t, t)
		}
	})
	if !ok {
		return ErrClosed
	}
	return err
}

// Kill ends a process as Process.exit(pid, :kill) does.
func (rt *Runtime) Kill(pid PID) {
	rt.node.Host(func(c *proc.Ctx) { c.ExitSignal(pid.t, term.AtomKill) })
}

// Processes is the number of processes that exist.
func (rt *Runtime) Processes() int { return rt.node.ProcessCount() }
