package elixir

import (
	"sync"
	"time"
)

// compileClock counts the modules that are defined and the time while at least one is being defined or a file of the
// library compiled. What their bodies run counts as well.
type compileClock struct {
	mu      sync.Mutex
	busy    int
	since   time.Time
	total   time.Duration
	modules int
	library int
}

// begin and end bracket a piece of compilation; pieces may nest and overlap.
func (k *compileClock) begin() {
	k.mu.Lock()
	if k.busy == 0 {
		k.since = time.Now()
	}
	k.busy++
	k.mu.Unlock()
}

func (k *compileClock) end() {
	k.mu.Lock()
	if k.busy--; k.busy == 0 {
		k.total += time.Since(k.since)
	}
	k.mu.Unlock()
}

// CompileStats are what the compiler of a node has done.
type CompileStats struct {
	Modules int           // modules defined, those of the library included
	Library int           // files of the library compiled
	Time    time.Duration // while something was compiled
}

// CompileStats reads what the compiler has done so far.
func (comp *Compiler) CompileStats() CompileStats {
	k := &comp.clock
	k.mu.Lock()
	defer k.mu.Unlock()
	s := CompileStats{Modules: k.modules, Library: k.library, Time: k.total}
	if k.busy > 0 {
		s.Time += time.Since(k.since)
	}
	return s
}

// count notes that a module or a file of the library has been compiled.
func (k *compileClock) count(n *int) {
	k.mu.Lock()
	*n++
	k.mu.Unlock()
}
