package joist

import (
	"context"
	"sync"

	"joist/internal/proc"
	"joist/internal/term"
)

// Mailbox is a process whose messages a Go program receives. Its PID can be sent to, linked and monitored like any other; it
// traps exits, so that the end of a linked process comes as the message {:EXIT, pid, reason}.
type Mailbox struct {
	rt  *Runtime
	pid PID

	mu     sync.Mutex
	queue  []any
	closed bool
	ended  chan struct{} // closed with the mailbox
	more   chan struct{} // holds a token when the queue is not empty or the mailbox is closed
}

// NewMailbox makes a Mailbox. Close ends its process.
func (rt *Runtime) NewMailbox() (*Mailbox, error) {
	m := &Mailbox{rt: rt, more: make(chan struct{}, 1), ended: make(chan struct{})}
	var pid term.Term
	ok := rt.node.Host(func(c *proc.Ctx) {
		pid = c.SpawnGo(m.serve, proc.SpawnOptions{GroupLeader: rt.node.Whereis(term.AtomUser)})
		if pid == term.None {
			return
		}
		c.RunIn(pid, func(c *proc.Ctx) { c.SetTrapExit(true) })
		if watcher := c.SpawnGo(m.watch, proc.SpawnOptions{}); watcher != term.None {
			c.RunIn(watcher, func(c *proc.Ctx) { c.Monitor(pid, proc.MonitorOptions{}) })
		}
	})
	switch {
	case !ok:
		return nil, ErrClosed
	case pid == term.None:
		return nil, errTooMany
	}
	m.pid = PID{pid}
	context.AfterFunc(rt.node.Context(), m.end)
	return m, nil
}

// serve takes a message in, on a scheduler.
func (m *Mailbox) serve(c *proc.Ctx, msg term.Term) bool {
	v := m.rt.toGo(msg)
	m.mu.Lock()
	m.queue = append(m.queue, v)
	m.mu.Unlock()
	m.signal()
	return true
}

// watch is the code of the process that notices the end of the mailbox's.
func (m *Mailbox) watch(*proc.Ctx, term.Term) bool {
	m.end()
	return false
}

func (m *Mailbox) signal() {
	select {
	case m.more <- struct{}{}:
	default:
	}
}

// PID is the pid that messages are sent to.
func (m *Mailbox) PID() PID { return m.pid }

// Receive takes the oldest message out, and waits for one if there is none. See Atom for how terms and Go values
// correspond. The error is ctx's, or ErrClosed when the Mailbox or its Runtime has been
// closed, or its process killed, and no message is left.
func (m *Mailbox) Receive(ctx context.Context) (any, error) {
	for {
		if v, ok, closed := m.take(); ok {
			return v, nil
		} else if closed {
			return nil, ErrClosed
		}
		select {
		case <-m.more:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// take takes a message out, if there is one, and hands the token on if more can be had.
func (m *Mailbox) take() (v any, ok, closed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.queue) > 0 {
		v, ok = m.queue[0], true
		m.queue[0] = nil
		m.queue = m.queue[1:]
	}
	if len(m.queue) > 0 || m.closed {
		m.signal()
	}
	return v, ok, m.closed
}

// Len is the number of messages that wait.
func (m *Mailbox) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.queue)
}

// Register gives the mailbox's process a name, as Process.register/2 does. It tells whether the name was free.
func (m *Mailbox) Register(name Atom) bool {
	t, err := m.rt.atom(string(name))
	return err == nil && m.rt.node.Register(t, m.pid.t)
}

// Link links the mailbox's process to another, as Process.link/1 does: the end of either reaches the other.
func (m *Mailbox) Link(pid PID) error {
	return m.do(func(c *proc.Ctx) { c.Link(pid.t) })
}

// Monitor has the end of a process come as the message {:DOWN, reference, :process, pid, reason}, as Process.monitor/1 does.
// Of a process that has ended, it comes at once with the reason :noproc.
func (m *Mailbox) Monitor(pid PID) error {
	return m.do(func(c *proc.Ctx) { c.Monitor(pid.t, proc.MonitorOptions{}) })
}

// do runs f as the mailbox's process and waits until that is done.
func (m *Mailbox) do(f func(c *proc.Ctx)) error {
	done := make(chan struct{})
	ok := m.rt.node.Host(func(c *proc.Ctx) {
		c.RunIn(m.pid.t, func(c *proc.Ctx) {
			f(c)
			close(done)
		})
	})
	if !ok {
		return ErrClosed
	}
	select {
	case <-done:
		return nil
	case <-m.ended:
		return ErrClosed
	}
}

// Close ends the mailbox's process. Messages that have come before can still be received.
func (m *Mailbox) Close() {
	m.rt.Kill(m.pid)
	m.end()
}

func (m *Mailbox) end() {
	m.mu.Lock()
	if !m.closed {
		m.closed = true
		close(m.ended)
	}
	m.mu.Unlock()
	m.signal()
}
