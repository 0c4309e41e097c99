//go:build unix

package bif

import (
	"os"

	"golang.org/x/sys/unix"
)

// terminalSize asks the terminal that a file stands for.
func terminalSize(file *os.File) (columns, rows int, ok bool) {
	size, err := unix.IoctlGetWinsize(int(file.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0, 0, false
	}
	return int(size.Col), int(size.Row), true
}
