package proc

import (
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/term"
)

// A Sample is what can be seen of a process from outside while it runs or sleeps: it is neither stopped nor woken for it.
// The fields are read one after the other, so they need not fit together, and a process that is just running has done
// more than they say.
type Sample struct {
	Pid, Parent, Name term.Term // the latter two may be None
	Reductions        uint64    // before its present slice
	Memory            int       // bytes
	Messages          int       // that it has looked at; what its inbox holds is not counted
	State             State
	Priority          uint8
	Flags             uint32
	Suspended         bool
	Supervisor        bool // it restarts what it starts
	Initial           MFA
	PC                uintptr // where it goes on when it runs again
}

// Samples calls visit with every process, in the order of slots, until it returns false. It may be called from any
// goroutine, and costs about 0.1 µs a process.
func (n *Node) Samples(visit func(s *Sample) bool) {
	t := &n.procs
	t.mu.Lock()
	end := t.fresh
	t.mu.Unlock()
	var s Sample
	for i := uint32(1); i < end; i++ {
		if t.at(i).sample(&s) && !visit(&s) {
			return
		}
	}
}

// SampleOf looks at one process; it returns false when the process has ended.
func (n *Node) SampleOf(pid term.Term) (s Sample, ok bool) {
	p := n.procs.lookup(pid)
	ok = p != nil && p.sample(&s) && s.Pid == pid
	return s, ok
}

// sample reads p's fields, which others may be writing. It tells whether there is a process.
func (p *Process) sample(s *Sample) bool {
	serial := atomic.LoadUint32(&p.serial)
	if inboxIsClosed(atomic.LoadUint64(&p.inbox)) {
		return false
	}
	s.Pid = term.Pid(p.slot, serial)
	s.Parent = p.parent
	s.Name = p.Name()
	s.Reductions = atomic.LoadUint64(&p.Reds)
	s.Memory = p.sampleMemory()
	s.Messages = int(atomic.LoadUint32(&p.mailbox.n))
	s.State, s.Priority, s.Flags = p.state, p.Prio, p.Flags
	s.Suspended = p.suspended > 0
	s.Supervisor = p.Flags&flagSupervisor != 0
	s.Initial.Module, s.Initial.Function, s.Initial.Arity = p.InitialCall()
	s.PC = p.PC
	return atomic.LoadUint32(&p.serial) == serial && !inboxIsClosed(atomic.LoadUint64(&p.inbox))
}

// sampleMemory is Memory for others than who runs p: a block of the heap may be exchanged while its bounds are read, so
// they are read until they stay as they are.
func (p *Process) sampleMemory() int {
	h := &p.Heap
	for range 4 {
		start, end := loadWord(&h.Start), loadWord(&h.End)
		oldStart, oldEnd := loadWord(&h.OldStart), loadWord(&h.OldEnd)
		words := p.besideHeap() + int(end-start)/mem.WordSize + int(oldEnd-oldStart)/mem.WordSize + int(atomic.LoadUint64(&h.FragWords))
		if loadWord(&h.Start) == start && loadWord(&h.OldStart) == oldStart && words > 0 && words < 1<<40 {
			return words * mem.WordSize
		}
	}
	return 0
}

func loadWord(at *uintptr) uintptr { return atomic.LoadUintptr(at) }

// Spawned is how many processes have been started so far, the present ones included: each end of one has stepped the
// serial of its slot. It looks at every slot.
func (n *Node) Spawned() (total uint64) {
	t := &n.procs
	t.mu.Lock()
	end := t.fresh
	t.mu.Unlock()
	for i := uint32(1); i < end; i++ {
		total += uint64(atomic.LoadUint32(&t.at(i).serial))
	}
	return total + uint64(n.ProcessCount())
}
