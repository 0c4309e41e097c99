package proc

import (
	"time"

	"golang.org/x/sys/unix"
)

// sinceHalf is how long ago the kernel's monotonic clock was half way between two milliseconds.
//
// The kernel's ticks come at whole milliseconds of that clock, and stop what runs for 20 to 40 microseconds on all cores. Timers are
// mostly due at whole milliseconds of the node's clock; so that these never meet those, the node's lie half way between.
func sinceHalf() time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts); err != nil {
		return 0
	}
	return time.Duration(ts.Nsec+int64(time.Millisecond/2)) % time.Millisecond
}
