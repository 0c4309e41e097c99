package proc

import (
	"sync"
	"sync/atomic"

	"joist/internal/term"
)

// A supervised process is one that a supervisor has started with a link. Nobody shall notice its end before its supervisor has
// dealt with it, which mostly means: before there is another process in its place, under its name.
//
//   - The supervisor is told first. What others learn from a link, a monitor or a request, they learn after the exit signal is in
//     the supervisor's inbox; so whoever then asks the supervisor is answered after it has restarted the process.
//   - A name outlives the process. It is in transfer until another process is registered under it; meanwhile whoever looks the name
//     up, or sends to it, first asks the supervisor whether it has done its work (:joist_supervision.whereis/2 and send/3), and the
//     answer comes after that.
//   - Who ends such a process by exit/2 waits until the signal has been handled and, if that was the end, until the
//     supervisor has done its work (:joist_supervision.signalled/2).
//
//   - Registries that are written in Elixir have names of their own. Such a one keeps the entry of a process that has ended until the supervisor
//     has done its work, and whoever finds it there asks the supervisor first. The machine tells who that is (goneProcesses).
//
// All these wait a second at most: a supervisor may have reason to be slow. The supervisor itself never waits, nor does a child that it
// is starting, or stopping, and has unlinked: it waits for them.
//
// Two other designs were rejected. Telling nobody else before the supervisor is done makes restarts fail that depend on
// somebody else's having been told, such as a registry. Supervisors of a high priority, whom killers make room for, win the
// race almost always, which is worse than never.

// heirOf is the supervisor that p's name is left to when p ends: p's parent if that started it as a supervisor and is still linked.
func (p *Process) heirOf() term.Term {
	if p.Flags&flagSupervised == 0 {
		return term.None
	}
	if l := p.links.find(uint64(p.parent)); l == nil || l.other != 0 {
		return term.None
	}
	return p.parent
}

// leave tells p's supervisor that p ends, and leaves it p's name, while p still counts as alive for everybody else: who finds p dead can rely
// on the supervisor's having the exit signal. What p owns is free by then, so that its successor can have it. The supervisor itself finds
// p's name free from when it has been told.
func (c *Ctx) leave(p *Process, supervisor, reason term.Term) {
	if c.Node.OnExit != nil {
		c.Node.OnExit(c, p.Pid())
	}
	atomic.StoreUint32(&p.Flags, p.Flags|flagLeaving)
	c.sendLinkExit(p.Pid(), supervisor, reason)
	p.links.remove(c.Mem, p.links.find(uint64(supervisor)))
	if p.Flags&flagNamed != 0 {
		c.Node.gone.add(p.Pid(), supervisor)
	}
	c.Node.dropName(p, supervisor)
}

// leaving tells whether pid is a process that has ended, or whose supervisor has been told that it does.
func (n *Node) leaving(pid term.Term) bool {
	p := n.process(pid)
	return p == nil || atomic.LoadUint32(&p.Flags)&flagLeaving != 0
}

// Whereis is the process registered as name for the running process, or None.
func (c *Ctx) Whereis(name term.Term) term.Term {
	pid := c.Node.Whereis(name)
	if pid != term.None && c.P != nil && c.P.Flags&flagSupervisor != 0 && c.Node.leaving(pid) {
		return term.None
	}
	return pid
}

// mayWaitFor tells whether the running process may wait for a supervisor.
func (c *Ctx) mayWaitFor(supervisor term.Term) bool {
	p := c.P
	if p == nil || !c.running || c.dirtyRun != nil || p.Pid() == supervisor || !c.Node.Alive(supervisor) {
		return false
	}
	if p.Flags&flagSupervised == 0 || p.parent != supervisor {
		return true
	}
	return p.Flags&flagStarting == 0 && p.heirOf() == supervisor
}

// Started says that the running process tells the supervisor that started it that it runs.
func (c *Ctx) Started() { c.P.Flags &^= flagStarting }

// NameHeir is the supervisor that the running process, which has found nobody under name, has to ask before it may say so. It is None when
// there is nobody to be asked, and the atom none when there is a process of that name by now.
func (c *Ctx) NameHeir(name term.Term) term.Term {
	t := &c.Node.names
	t.mu.Lock()
	heir := t.heirs[name]
	given := heir == term.None && c.Whereis(name) != term.None
	t.mu.Unlock()
	if given {
		return term.AtomNone
	}
	if heir == term.None || !c.mayWaitFor(heir) {
		return term.None
	}
	return heir
}

// supervisorToAwait is the supervisor that the running process has to wait for when it sends to an exit signal; None where it has not. A
// process that yields to the running one might keep it waiting for long.
func (c *Ctx) supervisorToAwait(to term.Term) term.Term {
	p := c.Node.process(to)
	if p == nil || atomic.LoadUint32(&p.Flags)&flagSupervised == 0 || c.P == nil || p.Prio > c.P.Prio {
		return term.None
	}
	supervisor := p.parent
	if !c.Node.Alive(to) || !c.mayWaitFor(supervisor) { // the slot may be another's by now
		return term.None
	}
	return supervisor
}

// goneProcesses are the supervisors of processes that have ended and have names in registries written in Elixir, until these have
// seen that the supervisor has done its work, or it has ended.
type goneProcesses struct {
	mu    sync.Mutex
	heirs map[term.Term]term.Term
}

func (g *goneProcesses) add(pid, supervisor term.Term) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.heirs == nil {
		g.heirs = make(map[term.Term]term.Term)
	}
	g.heirs[pid] = supervisor
}

func (g *goneProcesses) drop(pid term.Term) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.heirs, pid)
}

func (g *goneProcesses) dropSupervisor(supervisor term.Term) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for pid, heir := range g.heirs {
		if heir == supervisor {
			delete(g.heirs, pid)
		}
	}
}

// Named says whether the running process has a name in a registry that is written in Elixir.
func (c *Ctx) Named(is bool) {
	if is {
		c.P.Flags |= flagNamed
	} else {
		c.P.Flags &^= flagNamed
	}
}

// HeirOf is the supervisor that the running process has to wait for before it may say that nobody has taken the place of pid, which has
// ended and was Named; None when it may say so.
func (c *Ctx) HeirOf(pid term.Term) term.Term {
	g := &c.Node.gone
	g.mu.Lock()
	heir := g.heirs[pid]
	g.mu.Unlock()
	if heir == term.None || !c.mayWaitFor(heir) {
		return term.None
	}
	return heir
}

// Settled says that the supervisor of pid, which has ended, has done its work.
func (c *Ctx) Settled(pid term.Term) { c.Node.gone.drop(pid) }
