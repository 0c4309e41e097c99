package bif

import (
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"joist/internal/ets"
	"joist/internal/proc"
	"joist/internal/term"
)

// state is what the natives of this package keep for a node: its environment, persistent terms and counters of the runtime.
type state struct {
	env        *environment
	directory  directory
	persistent persistentTerms
	io         *IO
	resources  resources
	statistics statisticsMarks
	regexes    regexCache
}

// statisticsMarks are the values that statistics/1 gave last, for what it reports as differences.
type statisticsMarks struct {
	mu         sync.Mutex
	reductions uint64
	runtime    time.Duration
	wallClock  time.Time
}

// attach gives a node what its natives need: tables, an environment, input and output.
func attach(n *proc.Node) {
	n.ETS = ets.NewSystem()
	s := &state{env: newEnvironment(n)}
	if n.Config.Sandbox {
		s.directory.path = string(filepath.Separator)
	}
	s.io = newIO(n)
	s.statistics.wallClock = n.StartTime()
	n.IO = s
	n.OnExit = processEnded
}

func stateOf(n *proc.Node) *state { return n.IO.(*state) }

// OutputOf is the node's output, for whoever must flush it.
func OutputOf(n *proc.Node) *IO { return stateOf(n).io }

// ioOf is the node's input and output.
func ioOf(n *proc.Node) *IO { return stateOf(n).io }

// stringOf prints a number.
func stringOf(n int64) string { return strconv.FormatInt(n, 10) }

// processEnded gives up what a process holds outside its own memory: its tables go to their heirs or away, its open files
// are closed.
func processEnded(c *proc.Ctx, pid term.Term) {
	ets.Of(c.Node).OwnerExit(c, pid)
	stateOf(c.Node).resources.closeAll(pid)
}
