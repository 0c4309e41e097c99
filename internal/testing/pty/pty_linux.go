package pty

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Patience is how long tests wait for what must come: long enough for a machine that does much else.
const Patience = 2 * time.Minute

// Terminal is a pseudo-terminal that a program runs in.
type Terminal struct {
	t      testing.TB
	master *os.File
	done   chan struct{} // closed when nobody writes any more

	mu     sync.Mutex
	screen *Screen
	raw    []byte
}

// Open makes a terminal. The program is to have slave as its standard input and output; the caller closes it.
func Open(t testing.TB, columns, rows int) (term *Terminal, slave *os.File) {
	t.Helper()
	master, slave := open(t)
	term = &Terminal{t: t, master: master, done: make(chan struct{}), screen: NewScreen(columns, rows)}
	term.size(columns, rows)
	go term.show()
	return term, slave
}

func (t *Terminal) show() {
	defer close(t.done)
	buf := make([]byte, 64<<10)
	for {
		n, err := t.master.Read(buf)
		t.mu.Lock()
		t.screen.Write(buf[:n])
		t.raw = append(t.raw, buf[:n]...)
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Close closes the terminal, as a person closes the window.
func (t *Terminal) Close() { t.master.Close() }

// Done is closed when the terminal or the last program in it is gone, and all that was written is shown.
func (t *Terminal) Done() <-chan struct{} { return t.done }

// Send types, in one piece.
func (t *Terminal) Send(text string) {
	t.t.Helper()
	if _, err := io.WriteString(t.master, text); err != nil {
		t.t.Fatalf("cannot type: %v", err)
	}
}

// Shown is what is on the screen.
func (t *Terminal) Shown() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen.String()
}

// Everything is all that was on the screen, with the lines that have left it.
func (t *Terminal) Everything() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen.All()
}

// Written gives all bytes that were written, and forgets them.
func (t *Terminal) Written() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	written := string(t.raw)
	t.raw = nil
	return written
}

// Unknown are the sequences that a plain terminal may not know.
func (t *Terminal) Unknown() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen.Unknown
}

// Clear begins with an empty screen.
func (t *Terminal) Clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.screen = NewScreen(t.screen.columns, t.screen.rows)
}

// Resize gives the window another size. The program must be told, with the signal SIGWINCH, when it is not the foreground of the terminal.
func (t *Terminal) Resize(columns, rows int) {
	t.t.Helper()
	t.mu.Lock()
	t.screen.Resize(columns, rows)
	t.mu.Unlock()
	t.size(columns, rows)
}

// WaitFor waits until the screen matches, with $ at the end of its last line.
func (t *Terminal) WaitFor(pattern string) {
	t.t.Helper()
	re := regexp.MustCompile(pattern)
	for end := time.Now().Add(Patience); !re.MatchString(t.Shown()); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.t.Fatalf("the screen does not show %s:\n%s", pattern, t.Shown())
		}
	}
}

func (t *Terminal) size(columns, rows int) {
	t.t.Helper()
	size := &unix.Winsize{Col: uint16(columns), Row: uint16(rows)}
	conn, err := t.master.SyscallConn() // Fd would make it block
	if err != nil {
		t.t.Fatal(err)
	}
	err = conn.Control(func(fd uintptr) {
		if err := unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, size); err != nil {
			t.t.Error(err)
		}
	})
	if err != nil {
		t.t.Fatal(err)
	}
}

func open(t testing.TB) (master, slave *os.File) {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals: %v", err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Skipf("no pseudo-terminals: %v", err)
	}
	master = os.NewFile(uintptr(fd), "ptmx")
	if slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Skipf("no pseudo-terminals: %v", err)
	}
	return master, slave
}
