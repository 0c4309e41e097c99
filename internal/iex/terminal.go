//go:build linux || darwin || freebsd || netbsd || openbsd || windows

package iex

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"joist"
)

// terminal is the machine's standard input and output. A read shows the line editor, whose prompt is what
// stands on the cursor's line and the prompt that was asked with; a write while it is shown goes above it.
type terminal struct {
	in, out *os.File
	input   *os.File // in, for reading
	mode    *mode
	keys    *keyQueue
	rt      *joist.Runtime
	editor  *editor
	hangup  func()
	stops   []func()
	history *os.File

	focus sync.Mutex // held by whoever takes keys: a read, or the menu of Ctrl-C

	full fullScreen // while the live view is shown

	gate sync.RWMutex // held for writing by the menu, for reading by what is printed

	reading atomic.Bool // a read has the focus or waits for it

	typed atomic.Int64 // how many bytes were read and are keys now

	turns   turns     // guards asked and partial, too
	asked   *question // what the next line is read for, as the shell says; nil when it does not
	partial []byte    // what stands on the cursor's line; nothing while a line is edited

	left []byte // of a line that was read, what the reader had no room for
}

// openTerminal takes the terminal over, if there is one.
func openTerminal(stdin io.Reader, stdout io.Writer, hangup func()) *terminal {
	if !InTerminal(stdin, stdout) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	t := &terminal{in: stdin.(*os.File), out: stdout.(*os.File), hangup: hangup}
	t.turns.begin()
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
	t.turns.lock()
	defer t.turns.unlock()
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
			switch told := args[0].(type) {
			case joist.Tuple:
				kind, _ := told[0].(joist.Atom)
				prompt, _ := told[1].(string)
				return marked(kind, prompt), nil
			case joist.Atom:
				switch told {
				case "running":
					t.rt.Flush()
					t.answered()
				case "pasted":
					lines := t.keys.takeLines()
					t.Write([]byte(lines))
					return lines, nil
				}
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
	t.turns.lock()
	defer t.turns.unlock()
	text, asked := takeQuestion(p)
	if asked != nil {
		t.asked = asked
	}
	if err := t.show(text); err != nil {
		return 0, err
	}
	return len(p), nil
}

// show prints; the caller has the turn.
func (t *terminal) show(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	if !t.editor.shown() {
		t.note(text)
	}
	_, err := t.editor.print(text)
	return err
}

// answered is told when the shell has its line. It had one without a read if a program left it; then the prompt stands
// on the screen all the same.
func (t *terminal) answered() {
	t.turns.lock()
	defer t.turns.unlock()
	if q := t.asked; q != nil {
		t.asked = nil
		t.show(q.prompt)
	}
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
	for {
		line, q, end := t.line()
		switch end {
		case accepted:
			if q.at != running {
				t.remember(strings.TrimSuffix(line, "\n"))
			}
			return line, nil
		case ended:
			if q.at == continuation {
				// the end of the input in the middle of an expression gives the expression up
				return breakLine, nil
			}
			return "", io.EOF
		}
		// the line is given up, and with it the expression that it continues
		if q.at == continuation {
			return breakLine, nil
		}
		if end == interruptedEmpty {
			t.menu()
		}
		t.askAgain(q)
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

// line reads a line with the editor; lines that were pasted need none. It also gives what the line was read for, with
// all of the prompt that was shown.
func (t *terminal) line() (line string, q question, end lineEnd) {
	t.turns.lock()
	q.at = running
	if t.asked != nil {
		q, t.asked = *t.asked, nil
	}
	if i := bytes.LastIndexByte(q.prompt, '\n'); i >= 0 {
		t.show(q.prompt[:i+1])
		q.prompt = q.prompt[i+1:]
	}
	begun := t.partial
	t.partial = nil
	if line, ok := t.keys.takeLine(); ok {
		t.out.WriteString(string(q.prompt) + line)
		t.turns.unlock()
		return line, q, accepted
	}
	q.prompt = slices.Concat(begun, q.prompt)
	t.turns.edit()
	line, end = t.editor.read(begun, q.prompt, q.at != running)
	return line, q, end
}

// askAgain has the next line read for what the one that was given up was.
func (t *terminal) askAgain(q question) {
	t.turns.lock()
	defer t.turns.unlock()
	t.asked = &q
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
