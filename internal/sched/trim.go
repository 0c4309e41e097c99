package sched

// mayTrim tells whether trim would find much memory that is not used.
func (sys *System) mayTrim() bool {
	return sys.node.Space.Stats().Trimmable >= trimLeast
}

// trim gives memory that is not used back to the system, unless there is work. s is the scheduler that has slept long enough
// for that.
func (sys *System) trim(s *Scheduler) {
	s.ctx.Mem.Flush()
	if !sys.Quiet() || !sys.mayTrim() || !sys.trimming.CompareAndSwap(false, true) {
		return
	}
	defer sys.trimming.Store(false)
	sys.node.Space.Trim(func() bool { return s.halt.Load() || sys.RunQueue() > 0 })
}
