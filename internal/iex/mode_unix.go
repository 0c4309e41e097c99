//go:build linux || darwin || freebsd || netbsd || openbsd

package iex

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

func isTerminal(f *os.File) bool {
	_, err := unix.IoctlGetTermios(int(f.Fd()), ioctlGetTermios)
	return err == nil
}

// mode is what the terminal was set to before.
type mode struct {
	file *os.File
	old  unix.Termios
}

// rawMode has keys come one by one and unechoed, Ctrl-C and Ctrl-Z among them. Output stays as it
// was: a line feed starts a new line.
func rawMode(in, _ *os.File) (*mode, error) {
	old, err := unix.IoctlGetTermios(int(in.Fd()), ioctlGetTermios)
	if err != nil {
		return nil, err
	}
	raw := *old
	raw.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
	raw.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	raw.Cc[unix.VMIN], raw.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(int(in.Fd()), ioctlSetTermios, &raw); err != nil {
		return nil, err
	}
	return &mode{in, *old}, nil
}

func (m *mode) restore() { unix.IoctlSetTermios(int(m.file.Fd()), ioctlSetTermios, &m.old) }

func terminalSize(f *os.File) (columns, rows int, ok bool) {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 {
		return 0, 0, false
	}
	return int(size.Col), int(size.Row), true
}

// onResize calls a function when the terminal's size has changed, until stop is called.
func onResize(f func()) (stop func()) {
	changes, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(changes, syscall.SIGWINCH)
	go func() {
		for {
			select {
			case <-changes:
				f()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(changes)
		close(done)
	}
}

// onHangup calls a function when the terminal is closed.
func onHangup(f func()) (stop func()) {
	hangup, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(hangup, syscall.SIGHUP, syscall.SIGTERM)
	go func() {
		select {
		case <-hangup:
			f()
		case <-done:
		}
	}()
	return func() {
		signal.Stop(hangup)
		close(done)
	}
}

// suspend stops the program, as Ctrl-Z does, until it is resumed.
func suspend() {
	resumed := make(chan os.Signal, 1)
	signal.Notify(resumed, syscall.SIGCONT)
	defer signal.Stop(resumed)
	syscall.Kill(syscall.Getpid(), syscall.SIGTSTP)
	<-resumed
}
