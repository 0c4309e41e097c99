package proc

import (
	"sync"

	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// A server may have its last state kept, for the process that takes its place. It says after each callback which term its state
// is: that is one store into a field that is a root of its heap, by an instruction of its own. When it
// ends, for any reason but normal, the term is copied out before the heap is freed. The copy belongs to the process that started
// the server, its keeper, if that has said that it takes such copies; there it lies, outside all heaps, until a new
// process claims it, or the keeper drops it or ends. Adopting it copies nothing.
//
// When there is no memory for the copy, the state is lost.

// keptStates are the states of ended servers that nobody has claimed yet, by keeper and by server.
type keptStates struct {
	mu      sync.Mutex
	keepers map[term.Term]map[term.Term]keptState
}

// keptState is a copy of a state.
type keptState struct {
	signal uintptr // a message that holds the copy
	KeptInfo
}

// KeptInfo is what is known of the end of a server whose state was kept.
type KeptInfo struct {
	Failed bool // it ended by itself, not because of a signal
	Proven bool // since it began with this state, or one restored before, a callback has completed
}

// KeepState has the state of the running process kept.
func (c *Ctx) KeepState(state term.Term) {
	c.P.Flags = c.P.Flags&^flagUnproven | flagKeeps
	c.P.kept = state
}

// KeptAt is where an instruction may store the running process's state instead of calling KeepState, or 0 while that has more to do.
func (c *Ctx) KeptAt() uintptr {
	if c.P.Flags&(flagKeeps|flagUnproven) != flagKeeps {
		return 0
	}
	return mem.AddressOf(&c.P.kept)
}

// BeginState is KeepState for the state that a server begins with, which no callback has proved yet if it was restored.
func (c *Ctx) BeginState(state term.Term) {
	restored := c.P.Flags&flagRestored != 0
	c.KeepState(state)
	c.ForgetState()
	if restored {
		c.P.Flags |= flagUnproven
	}
}

// ForgetState says that the running process does not begin with the state that it has claimed.
func (c *Ctx) ForgetState() { c.P.Flags &^= flagRestored }

// Supervise says that the running process restarts the processes that it starts with a link: it takes their kept
// states, hears first of their ends, and gives their names to others. With on false it takes no more states, and drops those it has.
func (c *Ctx) Supervise(on bool) {
	k, pid := &c.Node.kept, c.P.Pid()
	if !on {
		c.dropKeeper(pid)
		return
	}
	c.P.Flags |= flagSupervisor
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keepers == nil {
		k.keepers = make(map[term.Term]map[term.Term]keptState)
	}
	if k.keepers[pid] == nil {
		k.keepers[pid] = make(map[term.Term]keptState)
	}
}

// KeptState tells what the running process keeps of pid.
func (c *Ctx) KeptState(pid term.Term) (info KeptInfo, ok bool) {
	k := &c.Node.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	s, ok := k.keepers[c.P.Pid()][pid]
	return s.KeptInfo, ok
}

// ClaimState gives the running process the state that keeper keeps of pid, or returns None.
func (c *Ctx) ClaimState(keeper, pid term.Term) term.Term {
	s, ok := c.Node.kept.take(keeper, pid)
	if !ok {
		return term.None
	}
	c.P.Flags |= flagRestored
	return c.adopt(c.P, s.signal)
}

// DropState drops what the running process keeps of pid and tells whether there was anything.
func (c *Ctx) DropState(pid term.Term) bool {
	s, ok := c.Node.kept.take(c.P.Pid(), pid)
	if ok {
		c.freeSignal(s.signal)
	}
	return ok
}

func (k *keptStates) take(keeper, pid term.Term) (keptState, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, ok := k.keepers[keeper][pid]
	if ok {
		delete(k.keepers[keeper], pid)
	}
	return s, ok
}

// takes tells whether keeper takes states.
func (k *keptStates) takes(keeper term.Term) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.keepers[keeper] != nil
}

// saveState copies the state of p, which ends, for its keeper.
func (c *Ctx) saveState(p *Process, reason term.Term) {
	k := &c.Node.kept
	if reason == term.AtomNormal || !k.takes(p.parent) {
		return
	}
	if p.Flags&flagKeeps == 0 {
		return
	}
	s := c.copyOf(p.kept)
	if s == 0 {
		return
	}
	info := KeptInfo{Failed: p.Flags&flagFailed != 0, Proven: p.Flags&flagUnproven == 0}
	k.mu.Lock()
	states := k.keepers[p.parent]
	if states != nil {
		states[p.Pid()] = keptState{s, info}
	}
	k.mu.Unlock()
	if states == nil {
		c.freeSignal(s)
	}
}

// copyOf is a message that holds a copy of t, or 0 when there is no memory for it.
func (c *Ctx) copyOf(t term.Term) (s uintptr) {
	defer func() {
		if r := recover(); r != nil {
			if _, noMemory := r.(heap.NoMemory); !noMemory {
				panic(r)
			}
		}
	}()
	return c.newMessage(sigMessage, t, 0)
}

// dropKeeper drops all states that keeper has; it takes no more.
func (c *Ctx) dropKeeper(keeper term.Term) {
	k := &c.Node.kept
	k.mu.Lock()
	states := k.keepers[keeper]
	delete(k.keepers, keeper)
	k.mu.Unlock()
	for _, s := range states {
		c.freeSignal(s.signal)
	}
}

// KeptStates is the number of states that nobody has claimed yet.
func (n *Node) KeptStates() (total int) {
	n.kept.mu.Lock()
	defer n.kept.mu.Unlock()
	for _, states := range n.kept.keepers {
		total += len(states)
	}
	return total
}
