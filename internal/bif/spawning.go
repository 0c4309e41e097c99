package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func processNatives() []Native {
	return []Native{
		{"erlang", "spawn", 1, spawning(false, false), 0},
		{"erlang", "spawn", 2, onNode(spawning(false, false)), 0},
		{"erlang", "spawn", 3, spawning(false, false), 0},
		{"erlang", "spawn", 4, onNode(spawning(false, false)), 0},
		{"erlang", "spawn_link", 1, spawning(true, false), 0},
		{"erlang", "spawn_link", 2, onNode(spawning(true, false)), 0},
		{"erlang", "spawn_link", 3, spawning(true, false), 0},
		{"erlang", "spawn_link", 4, onNode(spawning(true, false)), 0},
		{"erlang", "spawn_monitor", 1, spawning(false, true), 0},
		{"erlang", "spawn_monitor", 2, onNode(spawning(false, true)), 0},
		{"erlang", "spawn_monitor", 3, spawning(false, true), 0},
		{"erlang", "spawn_monitor", 4, onNode(spawning(false, true)), 0},
		{"erlang", "spawn_opt", 2, spawnOpt, 0},
		{"erlang", "spawn_opt", 3, onNode(spawnOpt), 0},
		{"erlang", "spawn_opt", 4, spawnOpt, 0},
		{"erlang", "spawn_opt", 5, onNode(spawnOpt), 0},
		{"erlang", "spawn_request", 1, spawnRequest, 0},
		{"erlang", "spawn_request", 2, spawnRequest, 0},
		{"erlang", "spawn_request", 3, spawnRequest, 0},
		{"erlang", "spawn_request", 4, spawnRequest, 0},
		{"erlang", "self", 0, self, guard},
		{"erlang", "node", 0, node, guard},
		{"erlang", "node", 1, nodeOf, guard},
		{"erlang", "nodes", 0, nodes, 0},
		{"erlang", "nodes", 1, nodes, 0},
		{"erlang", "is_alive", 0, func(*proc.Ctx, []term.Term) term.Term { return term.AtomFalse }, 0},
		{"erlang", "make_ref", 0, makeRef, 0},
		{"erlang", "yield", 0, func(c *proc.Ctx, _ []term.Term) term.Term { return c.Yield() }, 0},
		{"erlang", "hibernate", 3, hibernate, 0},
		{"erlang", "processes", 0, processes, 0},
		{"erlang", "is_process_alive", 1, isProcessAlive, 0},
		{"erlang", "pid_to_list", 1, pidToList, 0},
		{"erlang", "list_to_pid", 1, listToPid, 0},
		{"erlang", "ref_to_list", 1, refToList, 0},
		{"erlang", "list_to_ref", 1, listToRef, 0},
	}
}

// callOf reads what to spawn: a fun, or module, function and arguments.
func callOf(o *proc.SpawnOptions, args []term.Term) bool {
	if len(args) == 1 {
		o.Fun = args[0]
		return o.Fun.IsFun()
	}
	o.Module, o.Function, o.Args = args[0], args[1], args[2]
	_, end := walk(o.Args, maxArguments+1)
	return o.Module.IsAtom() && o.Function.IsAtom() && end.IsNil()
}

// maxArguments is the arity that no function exceeds.
const maxArguments = 255

// onNode is for the functions whose first argument is a node: there is only this one.
func onNode(native proc.Native) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if args[0] != term.AtomNonodeNohost {
			return c.Badarg()
		}
		return native(c, args[1:])
	}
}

// spawned is what a spawn gives: the pid, or with a monitor the pid and the reference.
func spawned(c *proc.Ctx, o *proc.SpawnOptions) term.Term {
	pid, ref := c.Spawn(o)
	if pid == term.None || !o.Monitor {
		return pid
	}
	return c.Tuple(pid, ref)
}

func spawning(link, monitor bool) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		o := proc.SpawnOptions{Link: link, Monitor: monitor}
		if !callOf(&o, args) {
			return c.Badarg()
		}
		return spawned(c, &o)
	}
}

func spawnOpt(c *proc.Ctx, args []term.Term) term.Term {
	var o proc.SpawnOptions
	last := len(args) - 1
	if !callOf(&o, args[:last]) || !spawnOptions(&o, args[last]) {
		return c.Badarg()
	}
	return spawned(c, &o)
}

func spawnOptions(o *proc.SpawnOptions, list term.Term) bool {
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		switch {
		case option == term.AtomLink:
			o.Link = true
		case option == term.AtomMonitor:
			o.Monitor = true
		case !option.IsTupleOf(2) || !spawnOption(o, option.TupleElem(0), option.TupleElem(1)):
			return false
		}
	}
	return list.IsNil()
}

func spawnOption(o *proc.SpawnOptions, name, value term.Term) (ok bool) {
	switch name {
	case term.AtomMonitor:
		o.Monitor = true
		o.MonitorOpts, ok = monitorOptions(value)
		return ok
	case term.AtomPriority:
		o.Prio, ok = proc.PriorityOf(value)
		o.HasPrio = true
		return ok
	case term.AtomMinHeapSize:
		o.MinHeap = int(value.SmallValue())
		return isCount(value)
	case term.AtomMinBinVheapSize:
		return isCount(value)
	case term.AtomFullsweepAfter:
		o.Fullsweep, o.FullsweepSet = int(value.SmallValue()), true
		return isCount(value)
	case term.AtomMaxHeapSize:
		o.MaxHeap, ok = proc.ParseMaxHeap(value)
		return ok
	case term.AtomMaxReductions: // joist's own
		o.MaxReductions = uint64(value.SmallValue())
		return isCount(value)
	case term.AtomMessageQueueData:
		o.OffHeapQueue = value == term.AtomOffHeap
		return value == term.AtomOffHeap || value == term.AtomOnHeap
	case term.AtomAsyncDist:
		return value == term.AtomTrue || value == term.AtomFalse
	}
	return false
}

// isCount says whether t is a small integer of at least 0.
func isCount(t term.Term) bool { return t.IsSmall() && t.SmallValue() >= 0 }

// spawnRequest spawns at once and sends the reply that erlang:spawn_request promises.
func spawnRequest(c *proc.Ctx, args []term.Term) term.Term {
	var o proc.SpawnOptions
	call, options := args, term.Nil
	if len(args)%2 == 0 {
		call, options = args[:len(args)-1], args[len(args)-1]
	}
	tag, success, plain, ok := requestOptions(c, options)
	if !ok || !callOf(&o, call) || !spawnOptions(&o, plain) {
		return c.Badarg()
	}
	pid, ref := c.Spawn(&o)
	if pid == term.None {
		return term.None
	}
	if ref == term.None {
		ref = c.NewRef()
	}
	if success && !c.SendMessage(c.Self(), c.Tuple(tag, ref, term.AtomOk, pid)) {
		return term.None
	}
	return ref
}

// requestOptions takes {reply, When} and {reply_tag, Tag} out of an option list.
func requestOptions(c *proc.Ctx, list term.Term) (tag term.Term, success bool, plain term.Term, ok bool) {
	tag, success, plain = term.AtomSpawnReply, true, term.Nil
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		switch {
		case option.IsTupleOf(2) && option.TupleElem(0) == term.AtomReplyTag:
			tag = option.TupleElem(1)
		case option.IsTupleOf(2) && option.TupleElem(0) == term.AtomReply:
			success = option.TupleElem(1) == term.AtomYes || option.TupleElem(1) == term.AtomSuccessOnly
		default:
			plain = c.Cons(option, plain)
		}
	}
	return tag, success, plain, list.IsNil()
}

func self(c *proc.Ctx, _ []term.Term) term.Term { return c.Self() }

func node(*proc.Ctx, []term.Term) term.Term { return term.AtomNonodeNohost }

func nodeOf(c *proc.Ctx, args []term.Term) term.Term {
	t := args[0]
	if !t.IsPid() && !t.IsRef() && !t.IsPort() {
		return c.Badarg()
	}
	if t.IsBoxed() && t.Header().Subtag() != term.SubRef {
		return t.Field(term.ExtNode)
	}
	return term.AtomNonodeNohost
}

// nodes lists the nodes of some kinds: of this one there are none connected.
func nodes(c *proc.Ctx, args []term.Term) term.Term {
	if len(args) == 0 {
		return term.Nil
	}
	kinds := args[0]
	if kinds.IsAtom() {
		kinds = c.Cons(kinds, term.Nil)
	}
	list := term.Nil
	for ; kinds.IsCons(); kinds = kinds.Cdr() {
		switch kinds.Car() {
		case term.AtomThis, term.AtomKnown:
			list = c.Cons(term.AtomNonodeNohost, term.Nil)
		case term.AtomVisible, term.AtomHidden, term.AtomConnected:
		default:
			return c.Badarg()
		}
	}
	if !kinds.IsNil() {
		return c.Badarg()
	}
	return list
}

func makeRef(c *proc.Ctx, _ []term.Term) term.Term { return c.NewRef() }

func hibernate(c *proc.Ctx, args []term.Term) term.Term {
	var o proc.SpawnOptions
	if !callOf(&o, args) {
		return c.Badarg()
	}
	return c.Hibernate(o.Module, o.Function, listElements(o.Args)...)
}

func processes(c *proc.Ctx, _ []term.Term) term.Term {
	collect := func(c *proc.Ctx, _ []term.Term) term.Term {
		var pids []term.Term
		c.Node.Pids(func(pid term.Term) bool {
			pids = append(pids, pid)
			return true
		})
		chargeCells(c, len(pids))
		return c.List(pids, term.Nil)
	}
	if c.Node.ProcessCount() > cellLimit {
		return c.Dirty(collect)
	}
	return collect(c, nil)
}

func isProcessAlive(c *proc.Ctx, args []term.Term) term.Term {
	return c.IsAlive(args[0])
}
