package iex

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// timeSlice is how long the kernel lets our threads run at a time when others wait.
const timeSlice = 200_000 // ns

// favourLatency asks the kernel for short time slices, for all threads that we have and those that they start. A thread that wakes
// up, as the one that echoes a key does, comes before one that has used up its slice, and so waits for less than one; at the
// kernel's own 3 ms a key waited for twice as long beside twenty endless loops. Kernels before 6.12 take no notice.
func favourLatency() {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, task := range tasks {
		id, err := strconv.Atoi(task.Name())
		if err != nil {
			continue
		}
		attr, err := unix.SchedGetAttr(id, 0)
		if err != nil || attr.Policy != unix.SCHED_NORMAL {
			continue
		}
		attr.Runtime = timeSlice
		_ = unix.SchedSetAttr(id, attr, 0)
	}
}
