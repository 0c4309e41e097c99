package proc

import (
	"joist/internal/term"
)

// SpawnOptions say what to spawn and how. The zero value of a field means the default.
type SpawnOptions struct {
	// Fun is a fun of no arguments; or Module, Function and Args, a proper list, name the call.
	Fun              term.Term
	Module, Function term.Term
	Args             term.Term

	Link        bool
	Monitor     bool
	MonitorOpts MonitorOptions
	Prio        uint8 // PrioNormal when HasPrio is not set
	HasPrio     bool

	MinHeap      int // words
	MaxHeap      MaxHeap
	FullsweepSet bool
	Fullsweep    int
	OffHeapQueue bool

	// MaxReductions is how many reductions the process may do before it is ended with reason max_reductions, give
	// or take a slice; 0 is no limit.
	MaxReductions uint64

	// GroupLeader is the new process's; None means that of the spawning process.
	GroupLeader term.Term
	// Go makes a process that runs a Go function; see SpawnGo.
	Go GoServer
}

// MaxHeap is what the flag max_heap_size sets.
type MaxHeap struct {
	Words                 int // 0: no limit
	Kill, Log, SharedBins bool
}

// Spawn starts a process. It returns its pid, and the monitor's reference when that
// was asked for; pid is None, with system_limit raised, when there is no room.
func (c *Ctx) Spawn(o *SpawnOptions) (pid, ref term.Term) {
	n := c.Node
	p, ok := n.procs.take(n, &c.slots)
	if !ok {
		return c.SystemLimit(), term.None
	}
	p.setUp()
	p.maxReds = o.MaxReductions
	if !c.setUpHeap(p, o) {
		n.procs.give(&c.slots, p)
		return c.SystemLimit(), term.None
	}
	parent := c.P
	p.Prio = PrioNormal
	if o.HasPrio {
		p.Prio = o.Prio
	}
	if o.OffHeapQueue {
		p.Flags |= FlagOffHeapMessages
	}
	p.groupLead = o.GroupLeader
	pid = term.Pid(p.slot, p.serial)
	if parent != nil {
		p.parent = parent.Pid()
		if p.groupLead == term.None {
			p.groupLead = parent.groupLead
		}
		if o.Link && parent.Flags&flagSupervisor != 0 {
			p.Flags |= flagSupervised | flagStarting
		}
		if o.Link && (p.links.add(c.Mem, uint64(parent.Pid())) == nil || !parent.addLink(c, pid)) {
			c.undoSpawn(p)
			return c.SystemLimit(), term.None
		}
		if o.Monitor {
			if ref = c.monitorSpawned(p, pid, o.MonitorOpts); ref == term.None {
				c.undoSpawn(p)
				return term.None, term.None
			}
		}
	}
	if p.groupLead == term.None {
		p.groupLead = pid
	}
	n.race.touch(p)
	p.open()
	c.slots.live.Add(1)
	c.ready(p)
	return pid, ref
}

// setUp gives the fields of a reused struct their first values. What release leaves zero is not touched.
func (p *Process) setUp() {
	p.Flags = 0
	p.state = StateRunnable
	p.Resume = ResumePC
	p.mailbox = Mailbox{}
	p.Reds = 0
	p.suspended = 0
	p.parent = term.None
}

func (p *Process) addLink(c *Ctx, pid term.Term) bool {
	return p.links.add(c.Mem, uint64(pid)) != nil
}

// monitorSpawned makes both ends of a monitor of the process that is being spawned.
func (c *Ctx) monitorSpawned(p *Process, pid term.Term, o MonitorOptions) term.Term {
	ref, m := c.newMonitor(c.P, o)
	if ref == term.None {
		return ref
	}
	m.other = uint64(pid)
	m.flags |= monActive
	r := p.monitored.add(c.Mem, refID(ref))
	if r == nil {
		c.monitorGone(c.P, m)
		return c.SystemLimit()
	}
	r.other = uint64(c.P.Pid())
	return ref
}

// undoSpawn gives back a process that nobody knows yet.
func (c *Ctx) undoSpawn(p *Process) {
	if l := c.P.links.find(uint64(term.Pid(p.slot, p.serial))); l != nil {
		c.P.links.remove(c.Mem, l)
	}
	p.links.free(c.Mem)
	p.monitored.free(c.Mem)
	c.freeArgs(p)
	p.Heap.Free(c.Mem)
	c.Node.procs.give(&c.slots, p)
}

// setUpHeap makes the heap of a new process and puts the call that it starts with on it.
func (c *Ctx) setUpHeap(p *Process, o *SpawnOptions) bool {
	if o.Go != nil {
		p.Flags |= FlagGo
		p.cont = c.Node.Handles.Put(o.Go)
		p.state = StateReceive
		p.SetInitialCall(term.AtomErlang, term.AtomApply, 2)
		return c.newHeap(p, o, 0)
	}
	first := [3]term.Term{o.Fun, term.Nil}
	live, pc := 2, c.Node.Stubs.ApplyFun
	if o.Fun == term.None {
		first = [3]term.Term{o.Module, o.Function, o.Args}
		live, pc = 3, c.Node.Stubs.ApplyMFA
		p.SetInitialCall(o.Module, o.Function, listLength(o.Args))
	} else {
		p.SetInitialCall(term.AtomErlang, term.AtomApply, 2)
	}
	words := 0
	for _, t := range first[:live] {
		if !t.IsImmediate() {
			words += c.FlatSize(t)
		}
	}
	if !c.newHeap(p, o, words) {
		return false
	}
	own := c.H
	c.H = &p.Heap
	for i, t := range first[:live] {
		p.args[i] = c.Copy(t)
	}
	c.H = own
	p.Live = uint8(live)
	p.PC = pc
	return true
}

func listLength(t term.Term) (n int) {
	for ; t.IsCons(); t = t.Cdr() {
		n++
	}
	return n
}
