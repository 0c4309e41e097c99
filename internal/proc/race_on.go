//go:build race

package proc

import "sync/atomic"

// raceCells tells the race detector what it cannot see: that a process that sleeps on one scheduler and wakes on
// another was handed over by atomic operations on off-heap memory.
type raceCells [1024]atomic.Uint32

func (r *raceCells) touch(p *Process) { r[p.slot%1024].Add(1) }
