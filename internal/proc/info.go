package proc

import (
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/term"
)

// infoItems are the items of process_info/2 that proc knows. What needs the stack is asked of Node.Inspect.
var infoItems = [...]term.Term{
	term.AtomRegisteredName, term.AtomCurrentFunction, term.AtomInitialCall, term.AtomStatus,
	term.AtomMessageQueueLen, term.AtomLinks, term.AtomDictionary, term.AtomTrapExit,
	term.AtomErrorHandler, term.AtomPriority, term.AtomGroupLeader, term.AtomTotalHeapSize,
	term.AtomHeapSize, term.AtomStackSize, term.AtomReductions, term.AtomGarbageCollection,
	term.AtomSuspending, // the items so far are those of process_info/1

	term.AtomMessages, term.AtomMonitors, term.AtomMonitoredBy, term.AtomMemory, term.AtomCurrentLocation,
	term.AtomCurrentStacktrace, term.AtomBacktrace, term.AtomCatchlevel, term.AtomBinary,
	term.AtomGarbageCollectionInfo, term.AtomMaxHeapSize, term.AtomMinHeapSize, term.AtomMinBinVheapSize,
	term.AtomFullsweepAfter, term.AtomMessageQueueData, term.AtomParent, term.AtomSensitive, term.AtomLabel,
	term.AtomAsyncDist,
}

// DefaultInfoItems are the items of process_info/1.
func DefaultInfoItems() []term.Term { return infoItems[:17] }

func validItem(t term.Term) bool {
	if t.IsTupleOf(2) {
		return t.TupleElem(0) == term.AtomDictionary
	}
	for _, i := range infoItems {
		if i == t {
			return true
		}
	}
	return false
}

func validItems(t term.Term) bool {
	if !t.IsList() {
		return validItem(t)
	}
	for ; t.IsCons(); t = t.Cdr() {
		if !validItem(t.Car()) {
			return false
		}
	}
	return t == term.Nil
}

// Info is the answer of p, which this context has, to process_info/2.
func (c *Ctx) Info(p *Process, item term.Term) term.Term {
	if item.IsList() {
		var pairs []term.Term
		for ; item.IsCons(); item = item.Cdr() {
			pairs = append(pairs, c.Tuple2(item.Car(), c.infoValue(p, item.Car())))
		}
		return c.List(pairs, term.Nil)
	}
	if item == term.AtomRegisteredName && p.Name() == term.None {
		return term.Nil
	}
	return c.Tuple2(item, c.infoValue(p, item))
}

// infoValue is the value of one item.
func (c *Ctx) infoValue(p *Process, item term.Term) term.Term {
	if item.IsTuple() {
		if e := p.dict.find(item.TupleElem(1)); e != nil {
			return e.value
		}
		return term.AtomUndefined
	}
	if v := c.identity(p, item); v != term.None {
		return v
	}
	if v := c.relations(p, item); v != term.None {
		return v
	}
	if v := c.resources(p, item); v != term.None {
		return v
	}
	if p.state == StateHibernate {
		return c.hibernated(item)
	}
	if c.Node.Inspect != nil {
		return c.Node.Inspect(c, p, item)
	}
	return term.AtomUndefined
}

// identity is the value of the items that say what p is and does.
func (c *Ctx) identity(p *Process, item term.Term) term.Term {
	switch item {
	case term.AtomRegisteredName:
		if n := p.Name(); n != term.None {
			return n
		}
		return term.Nil
	case term.AtomInitialCall:
		m, f, a := p.InitialCall()
		return c.Tuple3(m, f, term.Small(int64(a)))
	case term.AtomStatus:
		return p.status(c)
	case term.AtomTrapExit:
		return term.Bool(p.Flags&FlagTrapExit != 0)
	case term.AtomErrorHandler:
		return term.AtomErrorHandler
	case term.AtomPriority:
		return PriorityAtom(p.Prio)
	case term.AtomGroupLeader:
		return p.groupLead
	case term.AtomParent:
		if p.parent == term.None {
			return term.AtomUndefined
		}
		return p.parent
	case term.AtomSensitive:
		return term.Bool(p.Flags&FlagSensitive != 0)
	case term.AtomLabel:
		if e := p.dict.find(term.AtomDollarProcessLabel); e != nil {
			return e.value
		}
		return term.AtomUndefined
	case term.AtomAsyncDist:
		return term.AtomFalse
	}
	return term.None
}

// relations is the value of the items that are lists: of messages, other processes, and the dictionary.
func (c *Ctx) relations(p *Process, item term.Term) term.Term {
	switch item {
	case term.AtomLinks:
		return c.collectList(func(add func(term.Term)) { p.Links(add) })
	case term.AtomMonitors:
		return c.collectList(func(add func(term.Term)) {
			p.Monitors(func(t term.Term, byName bool) {
				if byName {
					t = c.Tuple2(t, term.AtomNonodeNohost)
				}
				add(c.Tuple2(term.AtomProcess, t))
			})
		})
	case term.AtomMonitoredBy:
		return c.collectList(func(add func(term.Term)) { p.MonitoredBy(add) })
	case term.AtomSuspending:
		return c.collectList(func(add func(term.Term)) {
			p.Suspending(func(pid term.Term, times int) {
				add(c.Tuple3(pid, term.Small(int64(times)), term.Small(0)))
			})
		})
	case term.AtomDictionary:
		return c.collectList(func(add func(term.Term)) {
			p.Dict(func(k, v term.Term) { add(c.Tuple2(k, v)) })
		})
	case term.AtomMessages:
		return c.collectList(func(add func(term.Term)) {
			p.Messages(func(m term.Term) { add(c.Copy(m)) })
		})
	case term.AtomBinary:
		return term.Nil
	}
	return term.None
}

// resources is the value of the items that are sizes, limits and counts.
func (c *Ctx) resources(p *Process, item term.Term) term.Term {
	n := 0
	switch item {
	case term.AtomMessageQueueLen:
		n = p.mailbox.Len()
	case term.AtomTotalHeapSize:
		n = p.Heap.TotalWords()
	case term.AtomHeapSize:
		n = p.Heap.Words()
	case term.AtomStackSize:
		n = p.Heap.StackWords()
	case term.AtomReductions:
		n = int(p.Reductions(c))
	case term.AtomMemory:
		n = p.Memory()
	case term.AtomCatchlevel:
	case term.AtomMinHeapSize:
		n = int(p.Heap.MinWords)
	case term.AtomMinBinVheapSize:
		n = defaultBinVheap
	case term.AtomFullsweepAfter:
		n = int(p.Heap.FullSweep)
	case term.AtomMaxHeapSize:
		return c.MaxHeapMap(p.MaxHeap())
	case term.AtomGarbageCollection, term.AtomGarbageCollectionInfo:
		return c.collectionInfo(p, item)
	case term.AtomMessageQueueData:
		if p.Flags&FlagOffHeapMessages != 0 {
			return term.AtomOffHeap
		}
		return term.AtomOnHeap
	default:
		return term.None
	}
	return term.Small(int64(n))
}

// hibernated is where a hibernated process, which has no stack, is said to be.
func (c *Ctx) hibernated(item term.Term) term.Term {
	m, f, a := term.AtomErlang, term.AtomHibernate, term.Small(3)
	switch item {
	case term.AtomCurrentFunction:
		return c.Tuple3(m, f, a)
	case term.AtomCurrentLocation:
		return c.Tuple(m, f, a, term.Nil)
	case term.AtomCurrentStacktrace:
		return c.Cons(c.Tuple(m, f, a, term.Nil), term.Nil)
	}
	return term.AtomUndefined
}

// collectList is the list of the terms that each gives to add, in that order.
func (c *Ctx) collectList(each func(add func(term.Term))) term.Term {
	var terms []term.Term
	each(func(t term.Term) { terms = append(terms, t) })
	return c.List(terms, term.Nil)
}

func (c *Ctx) collectionInfo(p *Process, item term.Term) term.Term {
	h := &p.Heap
	pair := func(k term.Term, n int) term.Term { return c.Tuple2(k, term.Small(int64(n))) }
	if item == term.AtomGarbageCollectionInfo {
		return c.List([]term.Term{
			pair(term.AtomOldHeapBlockSize, h.OldWords()), pair(term.AtomHeapBlockSize, h.Words()),
			pair(term.AtomMbufSize, int(h.FragWords)), pair(term.AtomRecentSize, int(h.HighWater-h.Start)/mem.WordSize),
			pair(term.AtomStackSize, h.StackWords()), pair(term.AtomOldHeapSize, h.OldUsedWords()),
			pair(term.AtomHeapSize, h.UsedWords()),
		}, term.Nil)
	}
	return c.List([]term.Term{
		c.Tuple2(term.AtomMaxHeapSize, c.MaxHeapMap(p.MaxHeap())),
		pair(term.AtomMinBinVheapSize, defaultBinVheap), pair(term.AtomMinHeapSize, int(h.MinWords)),
		pair(term.AtomFullsweepAfter, int(h.FullSweep)), pair(term.AtomMinorGcs, int(h.Minor)),
	}, term.Nil)
}

// MaxHeapMap is a max_heap_size as a map.
func (c *Ctx) MaxHeapMap(m MaxHeap) term.Term {
	keys := c.Tuple(term.AtomErrorLogger, term.AtomIncludeSharedBinaries, term.AtomKill, term.AtomSize)
	values := []term.Term{term.Bool(m.Log), term.Bool(m.SharedBins), term.Bool(m.Kill), term.Small(int64(m.Words))}
	a := c.Alloc(term.FlatMapValues + len(values))
	mem.Store(a, uint64(term.MapHeader(term.MapFlat, 0, 1+len(values))))
	mem.StoreAt(a, term.FlatMapKeys, uint64(keys))
	for i, v := range values {
		mem.StoreAt(a, term.FlatMapValues+i, uint64(v))
	}
	return term.BoxedAt(a)
}

// PriorityAtom is the name of a priority.
func PriorityAtom(prio uint8) term.Term {
	return [...]term.Term{term.AtomMax, term.AtomHigh, term.AtomNormal, term.AtomLow}[prio&3]
}

// PriorityOf is the priority that an atom names.
func PriorityOf(t term.Term) (prio uint8, ok bool) {
	for i := range PrioLow + 1 {
		if PriorityAtom(i) == t {
			return i, true
		}
	}
	return 0, false
}

// status is what process_info says of p's state.
func (p *Process) status(c *Ctx) term.Term {
	switch {
	case p == c.P && c.running:
		return term.AtomRunning
	case p.suspended > 0:
		return term.AtomSuspended
	case p.state == StateExiting:
		return term.AtomExiting
	case p.state == StateRunnable:
		return term.AtomRunnable
	case p.state == StateDirty:
		return term.AtomRunning
	}
	return term.AtomWaiting
}

// Memory is how many bytes p takes, all included.
func (p *Process) Memory() int { return (p.besideHeap() + p.Heap.TotalWords()) * mem.WordSize }

// besideHeap is how many words p takes without its heap.
func (p *Process) besideHeap() int {
	return sizeOfProcess/mem.WordSize + int(p.argsCap) + int(p.dict.size)*2 +
		int(p.links.size+p.monitors.size+p.monitored.size)*relationWords
}

// Name is the registered name, or None.
func (p *Process) Name() term.Term { return term.Term(atomic.LoadUint64(&p.name)) }

// Pid is the pid of the process.
func (p *Process) Pid() term.Term { return term.Pid(p.slot, p.serial) }

// Parent is the pid of the process that spawned this one, or None.
func (p *Process) Parent() term.Term { return p.parent }

// GroupLeader is the pid of the group leader.
func (p *Process) GroupLeader() term.Term { return p.groupLead }

// InitialCall is the function that the process was spawned with.
func (p *Process) InitialCall() (m, f term.Term, arity int) {
	return term.Atom(uint32(p.initial)), term.Atom(uint32(p.initial >> 32)), int(p.initialArity)
}

// SetInitialCall sets what InitialCall gives.
func (p *Process) SetInitialCall(m, f term.Term, arity int) {
	p.initial = uint64(m.AtomIndex()) | uint64(f.AtomIndex())<<32
	p.initialArity = uint8(arity)
}

// Runs tells whether p is in the middle of its code, and not between two slices, where it handles its signals.
func (c *Ctx) Runs(p *Process) bool { return p == c.P && c.running }

// Reductions is how many reductions p has done.
func (p *Process) Reductions(c *Ctx) uint64 {
	if p == c.P && c.running {
		return p.Reds + uint64(max(0, c.slice-c.Reds))
	}
	return p.Reds
}

// QueueLen is the number of messages in the mailbox.
func (p *Process) QueueLen() int { return p.mailbox.Len() }

// Hibernates tells whether p has hibernated and not been woken since. It is for who handles p's signals.
func (p *Process) Hibernates() bool { return State(p.state) == StateHibernate }
