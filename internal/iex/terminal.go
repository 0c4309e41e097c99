//go:build linux || darwin || freebsd || netbsd || openbsd || windows

package iex

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"joist"
)

// What the shell is at, as it tells.
const (
	running int32 = iota // an expression, or nothing yet; what it reads is the program's
	expression
	continuation
)

// terminal is the machine's standard input and output. A read shows the line editor, whose prompt is what
// stands on the cursor's line; a write while it is shown goes above it.
type terminal struct {
	in, out *os.File
	input   *os.File // in, for reading
	mode    *mode
	keys    *keyQueue
	rt      *joist.Runtime
	editor  *editor
	at      atomic.Int32
	hangup  func()
	stops   []func()
	history *os.File

	focus sync.Mutex // held by whoever takes keys: a read, or the menu of Ctrl-C

	full fullScreen // while the live view is shown

	gate sync.RWMutex // held for writing by the menu, for reading by what is printed

	reading atomic.Bool // a read has the focus or waits for it

	typed atomic.Int64 // how many bytes were read and are keys now

	mu      sync.Mutex // guards partial and left
	partial []byte     // what stands on the cursor's line
	left    []byte     // of a line that was read, what the reader had no room for
}

// openTerminal takes the terminal over, if there is one.
func openTerminal(stdin io.Reader, stdout io.Writer, hangup func()) *terminal {
	if !InTerminal(stdin, stdout) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	t := &terminal{in: stdin.(*os.File), out: stdout.(*os.File), hangup: hangup}
	favourLatency()
	m, err := rawMode(t.in, t.out)
	if err != nil {
		return nil
	}
	t.mode, t.input = m, pollable(t.in)
	t.keys = newKeyQueue(t.interrupt, hangup)
	if t.editor, err = newEditor(t); err != nil {
		m.restore()
		return nil
	}
	io.WriteString(t.out, "\x1b[?2004h")
	t.stops = append(t.stops, onResize(t.resized), onHangup(hangup))
	go t.readKeys()
	return t
}

// attach tells about the machine, for completion and Ctrl-C.
func (t *terminal) attach(rt *joist.Runtime) { t.rt = rt }

// Close gives the terminal back as it was.
func (t *terminal) Close() {
	for _, stop := range t.stops {
		stop()
	}
	t.keys.close()
	if t.input != t.in {
		t.input.Close()
	}
	t.editor.rl.Close()
	io.WriteString(t.out, "\x1b[?2004l\x1b[0m")
	t.mode.restore()
	if t.history != nil {
		t.history.Close()
	}
}

// rest ends a line that was begun.
func (t *terminal) rest() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.partial) > 0 {
		io.WriteString(t.out, "\n")
		t.partial = nil
	}
}

// readKeys reads all that is typed, at all times.
func (t *terminal) readKeys() {
	buf := make([]byte, 64<<10)
	for {
		n, err := t.input.Read(buf)
		if n > 0 && !t.full.take(buf[:n]) {
			t.keys.feed(buf[:n])
		}
		t.typed.Add(int64(n))
		if err != nil {
			t.keys.close()
			t.hangup()
			return
		}
	}
}

// module is what the shell tells and asks us through.
func (t *terminal) module() joist.Module {
	return joist.Module{Name: shellModule, Functions: []joist.Function{{
		Name: "told", Arity: 1,
		Run: func(_ context.Context, args []any) (any, error) {
			switch args[0] {
			case joist.Atom("expression"):
				t.at.Store(expression)
			case joist.Atom("continuation"):
				t.at.Store(continuation)
			case joist.Atom("running"):
				t.at.Store(running)
			case joist.Atom("pasted"):
				lines := t.keys.takeLines()
				t.Write([]byte(lines))
				return lines, nil
			}
			return false, nil
		},
	}, {
		Name: "top", Arity: 0,
		Run: func(ctx context.Context, _ []any) (any, error) { return joist.Atom("ok"), t.showTop(ctx) },
	}}}
}

// resized is told that the terminal has another size.
func (t *terminal) resized() {
	t.editor.resized()
	t.full.resized()
}

// TerminalSize is asked by the machine for IO.columns and the like.
func (t *terminal) TerminalSize() (columns, rows int, ok bool) { return terminalSize(t.out) }

// Write prints what programs print; while the live view is shown it waits.
func (t *terminal) Write(p []byte) (int, error) {
	t.gate.RLock()
	defer t.gate.RUnlock()
	if w := t.full.holds(); w != nil {
		return w.Write(p)
	}
	return t.print(p)
}

func (t *terminal) print(p []byte) (int, error) {
	t.mu.Lock()
	if !t.editor.shown() {
		t.note(p)
	}
	t.mu.Unlock()
	return t.editor.print(p)
}

// note keeps what stands on the cursor's line.
func (t *terminal) note(p []byte) {
	if i := bytes.LastIndexByte(p, '\n'); i >= 0 {
		t.partial, p = nil, p[i+1:]
	}
	if len(t.partial)+len(p) < 64<<10 {
		t.partial = append(t.partial, p...)
	}
}

// Read gives one line, with its line feed.
func (t *terminal) Read(p []byte) (int, error) {
	if len(t.left) == 0 {
		line, err := t.readLine()
		if err != nil {
			return 0, err
		}
		t.left = []byte(line)
	}
	n := copy(p, t.left)
	t.left = t.left[n:]
	return n, nil
}

func (t *terminal) readLine() (string, error) {
	t.reading.Store(true)
	defer t.reading.Store(false)
	t.focus.Lock()
	defer t.focus.Unlock()
	at := t.at.Load()
	for {
		line, end := t.line(at)
		switch end {
		case accepted:
			if at != running {
				t.remember(strings.TrimSuffix(line, "\n"))
			}
			return line, nil
		case ended:
			if at == continuation {
				// the end of the input in the middle of an expression gives the expression up
				return breakLine, nil
			}
			return "", io.EOF
		case cancelled:
			// the line is given up, and with it the expression that it continues
			if at == continuation {
				return breakLine, nil
			}
			t.mu.Lock()
			t.partial = t.editor.prompt()
			t.mu.Unlock()
		case interruptedEmpty:
			if at == continuation {
				return breakLine, nil
			}
			prompt := t.editor.prompt()
			t.menu()
			t.mu.Lock()
			t.partial = prompt
			t.mu.Unlock()
		}
	}
}

// breakLine gives up the expression that is being typed.
const breakLine = "#iex:break\n"

// How a line came to its end.
type lineEnd int

const (
	accepted         lineEnd = iota
	ended                    // Ctrl-D on an empty line, or the terminal is gone
	cancelled                // Ctrl-C with text on the line
	interruptedEmpty         // Ctrl-C on an empty line
)

// line reads a line with the editor; lines that were pasted need none.
func (t *terminal) line(at int32) (string, lineEnd) {
	t.mu.Lock()
	prompt := t.partial
	t.partial = nil
	t.mu.Unlock()
	if line, ok := t.keys.takeLine(); ok {
		t.editor.setPrompt(prompt)
		t.out.WriteString(line)
		return line, accepted
	}
	return t.editor.read(prompt, at != running)
}

// loadHistory reads the history of earlier sessions, and has this one added.
func (t *terminal) loadHistory() {
	path := historyPath()
	if path == "" {
		return
	}
	for _, line := range readHistory(path) {
		t.editor.remember(line)
	}
	t.history = openHistory(path)
}

// remember adds a line to the history.
func (t *terminal) remember(line string) {
	if strings.TrimSpace(line) == "" || len(line) > longestEntry || !t.editor.remember(line) {
		return
	}
	if t.history != nil {
		t.history.WriteString(line + "\n")
	}
}
