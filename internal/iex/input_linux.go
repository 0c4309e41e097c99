package iex

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// pollable opens the terminal once more so that Go's poller waits for its keys. A goroutine that waits in a read
// keeps its processor until the runtime notices, up to ten milliseconds later, and what the key woke waits for
// that when the schedulers have all the others. The file that we were given stays as it is, since it is
// shared with the program that started us.
func pollable(in *os.File) *os.File {
	fd, err := unix.Open(fmt.Sprintf("/proc/self/fd/%d", in.Fd()), unix.O_RDONLY|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return in
	}
	return os.NewFile(uintptr(fd), in.Name())
}
