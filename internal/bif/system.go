package bif

import (
	"runtime"
	"time"

	"joist/internal/ets"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/sched"
	"joist/internal/term"
)

func systemNatives() []Native {
	return []Native{
		{"erlang", "system_info", 1, systemInfoItem, 0},
		{"erlang", "system_flag", 2, systemFlag, 0},
		{"erlang", "statistics", 1, statistics, 0},
		{"erlang", "memory", 0, memoryAll, 0},
		{"erlang", "memory", 1, memoryOf, 0},
		{"erlang", "get_cookie", 0, func(*proc.Ctx, []term.Term) term.Term { return term.AtomNocookie }, 0},
		{"erts_debug", "flat_size", 1, flatSize, 0},
		{"erts_debug", "size", 1, flatSize, 0},
	}
}

// otpRelease and friends say what the machine is compatible with.
const (
	otpRelease  = "27"
	ertsVersion = "15.0"
)

func systemInfoItem(c *proc.Ctx, args []term.Term) term.Term {
	n := c.Node
	number := func(i int) term.Term { return c.Int(int64(i)) }
	switch args[0] {
	case term.AtomSchedulers, term.AtomSchedulersOnline:
		return number(n.Config.Schedulers)
	case term.AtomDirtyCpuSchedulers, term.AtomDirtyCpuSchedulersOnline, term.AtomDirtyIoSchedulers:
		return number(n.Config.Schedulers)
	case term.AtomLogicalProcessors, term.AtomLogicalProcessorsAvailable, term.AtomLogicalProcessorsOnline:
		return number(runtime.NumCPU())
	case term.AtomProcessCount:
		return number(n.ProcessCount())
	case term.AtomProcessLimit:
		return number(n.ProcessLimit())
	case term.AtomPortCount:
		return number(0)
	case term.AtomPortLimit:
		return number(1 << 16)
	case term.AtomAtomCount:
		return number(n.Atoms.Count())
	case term.AtomAtomLimit:
		return number(n.Atoms.Limit())
	case term.AtomEtsCount:
		return number(ets.Of(n).Count())
	case term.AtomEtsLimit:
		return number(1 << 30)
	case term.AtomOtpRelease:
		return c.String(otpRelease)
	case term.AtomVersion:
		return c.String(ertsVersion)
	case term.AtomSystemVersion:
		return c.String("Erlang/OTP " + otpRelease + " [joist]\n")
	case term.AtomSystemArchitecture:
		return c.String(runtime.GOARCH + "-" + runtime.GOOS)
	case term.AtomMachine:
		return c.String("JOIST")
	case term.AtomSchedulerId:
		return number(c.SchedulerID() + 1)
	case term.AtomStartTime:
		return number(0)
	case term.AtomEndTime:
		return c.Int(1<<63 - 1)
	case term.AtomMinHeapSize:
		return c.Tuple2(args[0], number(64))
	case term.AtomMinBinVheapSize:
		return c.Tuple2(args[0], number(46422))
	case term.AtomFullsweepAfter:
		return c.Tuple2(args[0], number(65535))
	}
	return systemConstant(c, args[0])
}

// systemConstant answers what is the same for every node.
func systemConstant(c *proc.Ctx, item term.Term) term.Term {
	switch item {
	case term.AtomWordsize:
		return term.Small(mem.WordSize)
	case term.AtomThreads, term.AtomSmpSupport:
		return term.AtomTrue
	case term.AtomHeapType:
		return term.AtomPrivate
	case term.AtomBuildType:
		return term.AtomOpt
	case term.AtomEmuFlavor:
		return atomOf(c.Node, "joist")
	case term.AtomEmuType:
		return term.AtomOpt
	case term.AtomTimeWarpMode:
		return term.AtomNoTimeWarp
	case term.AtomTimeCorrection, term.AtomKernelPoll:
		return term.AtomTrue
	case term.AtomTimeOffset:
		return term.AtomFinal
	case term.AtomMultiScheduling:
		return term.AtomEnabled
	case term.AtomCreation, term.AtomDistBufBusyLimit, term.AtomThreadPoolSize:
		return term.Small(0)
	case term.AtomDebugCompiled, term.AtomModifiedTimingLevel:
		return term.AtomFalse
	case term.AtomDist, term.AtomLoadedDrivers:
		return term.Nil
	case term.AtomTolerantTimeofday:
		return term.AtomEnabled
	case term.AtomInfo, term.AtomProcs, term.AtomLoaded:
		return c.BinaryString("joist\n")
	case term.AtomCompatRel:
		return term.Small(27)
	case term.AtomMaxHeapSize:
		return c.MaxHeapMap(proc.MaxHeap{Kill: true, Log: true})
	}
	if item.IsTupleOf(2) && item.TupleElem(0) == term.AtomWordsize {
		return term.Small(mem.WordSize)
	}
	return c.Badarg()
}

// systemFlag takes the flags that change nothing here, and gives the value that is in force.
func systemFlag(c *proc.Ctx, args []term.Term) term.Term {
	switch args[0] {
	case term.AtomSchedulersOnline, term.AtomDirtyCpuSchedulersOnline:
		inForce := term.Small(int64(c.Node.Config.Schedulers))
		if args[1] != inForce {
			return c.Error(term.AtomNotsup) // all schedulers are always online
		}
		return inForce
	case term.AtomSchedulerWallTime, term.AtomTraceControlWord:
		return term.AtomFalse
	case term.AtomBacktraceDepth:
		if !isCount(args[1]) {
			return c.Badarg()
		}
		return term.Small(8)
	case term.AtomMinHeapSize, term.AtomFullsweepAfter, term.AtomMinBinVheapSize:
		return systemInfoItem(c, args[:1]).TupleElem(1)
	case term.AtomTimeOffset:
		return term.AtomFinal
	case term.AtomMultiScheduling:
		return term.AtomEnabled
	}
	return c.Badarg()
}

// schedulersOf reads the statistics of a node's schedulers; there are none of a node that does not run.
func schedulersOf(n *proc.Node) []sched.Stats {
	if system, ok := n.System.(*sched.System); ok {
		return system.Stats()
	}
	return nil
}

func statistics(c *proc.Ctx, args []term.Term) term.Term {
	schedulers := schedulersOf(c.Node)
	pair := func(x, y int64) term.Term { return c.Tuple2(c.Int(x), c.Int(y)) }
	marks := &stateOf(c.Node).statistics
	switch args[0] {
	case term.AtomReductions, term.AtomExactReductions:
		marks.mu.Lock()
		defer marks.mu.Unlock()
		total := c.P.Reductions(c)
		for _, s := range schedulers {
			total += s.Reductions
		}
		since := total - min(marks.reductions, total)
		marks.reductions = total
		return pair(int64(total), int64(since))
	case term.AtomRuntime:
		marks.mu.Lock()
		defer marks.mu.Unlock()
		used := processorTime()
		since := used - marks.runtime
		marks.runtime = used
		return pair(used.Milliseconds(), since.Milliseconds())
	case term.AtomWallClock:
		marks.mu.Lock()
		defer marks.mu.Unlock()
		now := time.Now()
		since := now.Sub(marks.wallClock)
		marks.wallClock = now
		return pair(now.Sub(c.Node.StartTime()).Milliseconds(), since.Milliseconds())
	case term.AtomContextSwitches:
		switches := uint64(0)
		for _, s := range schedulers {
			switches += s.Switches
		}
		return pair(int64(switches), 0)
	case term.AtomGarbageCollection:
		var collections, reclaimed uint64
		for _, s := range schedulers {
			collections += s.Collected.Collections
			reclaimed += s.Collected.Reclaimed
		}
		return c.Tuple3(c.Uint(collections), c.Uint(reclaimed), term.Small(0))
	case term.AtomIo:
		s := ioOf(c.Node)
		return c.Tuple2(c.Tuple2(term.AtomInput, c.Int(s.read.get())), c.Tuple2(term.AtomOutput, c.Int(s.written.get())))
	case term.AtomSchedulerWallTime, term.AtomSchedulerWallTimeAll:
		return wallTimes(c, schedulers)
	}
	return queueStatistics(c, schedulers, args[0])
}

func queueStatistics(c *proc.Ctx, schedulers []sched.Stats, item term.Term) term.Term {
	total := 0
	list := term.Nil
	for i := len(schedulers) - 1; i >= 0; i-- {
		length := 0
		for _, n := range schedulers[i].Queue {
			length += n
		}
		total += length
		list = c.Cons(term.Small(int64(length)), list)
	}
	switch item {
	case term.AtomRunQueue, term.AtomTotalRunQueueLengths, term.AtomTotalRunQueueLengthsAll:
		return term.Small(int64(total))
	case term.AtomRunQueueLengths, term.AtomRunQueueLengthsAll:
		return list
	case term.AtomRunQueues:
		return c.TupleFrom(listElements(list))
	case term.AtomTotalActiveTasks, term.AtomTotalActiveTasksAll:
		return term.Small(int64(total + 1))
	case term.AtomActiveTasks, term.AtomActiveTasksAll:
		return list
	}
	return c.Badarg()
}

func listElements(list term.Term) (elements []term.Term) {
	for ; list.IsCons(); list = list.Cdr() {
		elements = append(elements, list.Car())
	}
	return elements
}

func wallTimes(c *proc.Ctx, schedulers []sched.Stats) term.Term {
	list := term.Nil
	for i := len(schedulers) - 1; i >= 0; i-- {
		s := schedulers[i]
		list = c.Cons(c.Tuple3(term.Small(int64(i+1)), c.Int(s.Active), c.Int(s.Total)), list)
	}
	return list
}

// memoryItems are the kinds of memory that erlang:memory/0 lists.
func memoryItems() []term.Term {
	return []term.Term{
		term.AtomTotal, term.AtomProcesses, term.AtomProcessesUsed, term.AtomSystem, term.AtomAtom,
		term.AtomAtomUsed, term.AtomBinary, term.AtomCode, term.AtomEts,
	}
}

func memoryAll(c *proc.Ctx, _ []term.Term) term.Term {
	return memoryList(c, c.List(memoryItems(), term.Nil))
}

func memoryOf(c *proc.Ctx, args []term.Term) term.Term {
	if args[0].IsList() {
		return memoryList(c, args[0])
	}
	bytes, ok := newMemoryFigures(c).item(args[0])
	if !ok {
		return c.Badarg()
	}
	return c.Int(bytes)
}

func memoryList(c *proc.Ctx, items term.Term) term.Term {
	figures := newMemoryFigures(c)
	var pairs []term.Term
	for ; items.IsCons(); items = items.Cdr() {
		bytes, ok := figures.item(items.Car())
		if !ok {
			return c.Badarg()
		}
		pairs = append(pairs, c.Tuple2(items.Car(), c.Int(bytes)))
	}
	if !items.IsNil() {
		return c.Badarg()
	}
	return c.List(pairs, term.Nil)
}

// memoryFigures are the node's books in one consistent reading.
type memoryFigures struct {
	books mem.Stats
	atoms int64
	ets   int64
}

func newMemoryFigures(c *proc.Ctx) memoryFigures {
	c.Mem.Flush()
	return memoryFigures{c.Node.Space.Stats(), c.Node.Atoms.Bytes(), ets.Of(c.Node).Bytes()}
}

func (f memoryFigures) item(item term.Term) (bytes int64, ok bool) {
	processes := f.books.Used[mem.KindProcess] - f.ets
	total := f.books.Total + f.atoms
	switch item {
	case term.AtomTotal:
		return total, true
	case term.AtomProcesses, term.AtomProcessesUsed:
		return processes, true
	case term.AtomSystem:
		return total - processes, true
	case term.AtomAtom, term.AtomAtomUsed:
		return f.atoms, true
	case term.AtomBinary:
		return f.books.Used[mem.KindBinary], true
	case term.AtomCode:
		return f.books.Used[mem.KindCode] + f.books.Used[mem.KindLiteral], true
	case term.AtomEts:
		return f.ets, true
	case term.AtomMaximum:
		return total, true
	}
	return 0, false
}

// flatSize is the number of words that a copy of the term takes.
func flatSize(c *proc.Ctx, args []term.Term) term.Term {
	return term.Small(int64(c.FlatSize(args[0])))
}
