//go:build linux || darwin || freebsd || netbsd || openbsd || windows

package iex

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/ergochat/readline"
)

// editor shows a prompt and edits a line, with the readline package. That package reads keys and writes to the screen
// through the methods here. It asks the terminal where the cursor is before each line; we know that,
// and answer in the terminal's place.
type editor struct {
	t  *terminal
	rl *readline.Instance

	on     atomic.Bool // a line is being edited
	typed  atomic.Bool // there was text on the line when a key came last
	code   atomic.Bool // the line is code: complete it, and look into the history
	menu   atomic.Bool // there may be a menu of candidates
	last   string      // the newest entry of the history
	resize func()

	mu       sync.Mutex // guards injected and inserts
	injected []byte
	inserts  []string // pasted texts that pasteMark stands for
	long     []string // pasted texts that are too long to be shown; see longName
	held     []byte   // the beginning of an escape sequence that a program has not written to its end
	drawn    []byte   // the beginning of what screen looks for, at the end of what the readline package wrote
}

// longPaste is the longest pasted text that is put on the line as it is. The readline package looks at the whole
// line after each key: ten megabytes took it fifteen seconds and a gigabyte.
const longPaste = 16 << 10

// longName is what is shown in the place of a longer one.
func longName(n int) string { return fmt.Sprintf("⟪pasted text %d⟫", n+1) }

// withLong puts the long texts in the place of their names.
func (e *editor) withLong(line string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	for n, text := range e.long {
		line = strings.ReplaceAll(line, longName(n), text)
	}
	e.long = nil
	return line
}

// shorten is what is to be inserted after before. A text that goes on where a long one ended belongs to it.
func (e *editor) shorten(before []rune, text string) string {
	if n := len(e.long); n > 0 {
		name := []rune(longName(n - 1))
		if len(before) >= len(name) && slices.Equal(before[len(before)-len(name):], name) {
			e.long[n-1] += text
			return ""
		}
	}
	if len(text) <= longPaste {
		return text
	}
	e.long = append(e.long, text)
	return longName(len(e.long) - 1)
}

// Keys from a range that has no characters: pasteMark stands for pasted text, and tidyMark comes after Enter in a menu, which
// the readline package does not tell listen about.
const (
	pasteMark = '\uF8F0'
	tidyMark  = '\uF8F1'
)

func newEditor(t *terminal) (*editor, error) {
	e := &editor{t: t}
	rl, err := readline.NewFromConfig(&readline.Config{
		HistoryLimit: historyLines, DisableAutoSaveHistory: true, Undo: true,
		InterruptPrompt: "^C", EOFPrompt: "\n",
		AutoComplete: e, Listener: e.listen,
		Stdin: keyReader{e}, Stdout: screen{e}, Stderr: screen{e},
		FuncIsTerminal: func() bool { return true },
		FuncMakeRaw:    func() error { return nil },
		FuncExitRaw:    func() error { return nil },
		FuncGetSize: func() (int, int) {
			columns, rows, ok := t.TerminalSize()
			if !ok {
				return 80, 24
			}
			return columns, rows
		},
		FuncOnWidthChanged: func(f func()) { e.resize = f },
	})
	e.rl = rl
	return e, err
}

func (e *editor) shown() bool { return e.on.Load() }

// read edits a line. The turn to write to the screen is the editor's, until the line is done. What the prompt begins with is
// on the screen already, and is printed again over itself.
func (e *editor) read(begun, prompt []byte, code bool) (string, lineEnd) {
	defer e.t.turns.done()
	e.resize()
	e.code.Store(code)
	e.typed.Store(false)
	e.rl.SetPrompt(string(prompt))
	e.eraseLine(begun)
	e.on.Store(true)
	line, err := e.rl.ReadLine()
	e.t.turns.resume() // it has it, unless the terminal was closed
	e.on.Store(false)
	switch {
	case err == nil:
		return e.withLong(line) + "\n", accepted
	case errors.Is(err, readline.ErrInterrupt) && e.typed.Load():
		e.withLong("")
		return "", cancelled
	case errors.Is(err, readline.ErrInterrupt):
		return "", interruptedEmpty
	}
	return "", ended
}

// eraseLine takes what stands on the cursor's line off the screen, which may have taken several lines.
func (e *editor) eraseLine(prompt []byte) {
	columns, _, ok := e.t.TerminalSize()
	width := utf8.RuneCount(withoutColors(prompt))
	var b strings.Builder
	if ok && columns > 0 && width > columns {
		for range (width - 1) / columns {
			b.WriteString("\x1b[A")
		}
	}
	b.WriteString("\r\x1b[J")
	e.t.out.WriteString(b.String())
}

func withoutColors(text []byte) []byte {
	var out []byte
	for len(text) > 0 {
		n := keyLength(text)
		if n == 0 {
			n = len(text)
		}
		if text[0] != escape {
			out = append(out, text[:n]...)
		}
		text = text[n:]
	}
	return out
}

// print writes what a program prints; the line that is edited moves down. The caller has the turn to write to the screen.
func (e *editor) print(p []byte) (int, error) {
	if !e.on.Load() {
		return e.rl.Write(p)
	}
	e.mu.Lock()
	text := append(e.held, p...)
	e.held = nil
	if i := bytes.LastIndexByte(text, escape); i >= 0 && (i+1 == len(text) || keyLength(text[i:]) == 0) {
		e.held = bytes.Clone(text[i:])
		text = text[:i]
	}
	e.mu.Unlock()
	if len(text) > 0 {
		if _, err := e.rl.Write(text); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// resized lays the line out anew, and leaves a menu of candidates, which was made for the old width.
func (e *editor) resized() {
	e.resize()
	if e.on.Load() {
		e.t.keys.push(key{bytes: []byte{ctrlG}})
	}
}

// remember adds an entry to the history; false when it is the last one anyway.
func (e *editor) remember(line string) bool {
	if line == e.last || line == "" {
		return false
	}
	e.last = line
	e.rl.SaveToHistory(line)
	return true
}

// listen is called after each key. Pasted text takes the place of its mark here, in one step however long it is.
func (e *editor) listen(line []rune, pos int, key rune) ([]rune, int, bool) {
	line, pos, tidied := withoutLabels(line, pos)
	e.typed.Store(len(line) > 0)
	if key != '\t' {
		e.menu.Store(false)
	}
	if key != pasteMark || pos == 0 || pos > len(line) || line[pos-1] != pasteMark {
		return line, pos, tidied
	}
	e.mu.Lock()
	text := []rune(e.shorten(line[:pos-1], strings.Join(e.inserts, "")))
	e.inserts = nil
	e.mu.Unlock()
	out := make([]rune, 0, len(line)+len(text))
	out = append(out, line[:pos-1]...)
	out = append(out, text...)
	return append(out, line[pos:]...), pos - 1 + len(text), true
}

// keyReader is where the readline package reads keys: one at a time, so that none is lost in its buffer.
type keyReader struct{ e *editor }

func (r keyReader) Read(p []byte) (int, error) {
	e := r.e
	if n := e.takeInjected(p); n > 0 {
		return n, nil
	}
	for {
		e.t.turns.pause()
		k, ok := e.t.keys.take()
		e.t.turns.resume()
		if !ok {
			return 0, io.EOF
		}
		switch {
		case k.paste:
			e.insert(string(k.bytes))
			return e.takeInjected(p), nil
		case k.bytes[0] == ctrlZ:
			e.suspend()
		case len(k.bytes) > len(p):
		case len(k.bytes) == 1 && k.bytes[0] == escape:
			// alone it would begin a sequence
		case k.bytes[0] == '\r' && e.menu.Swap(false):
			e.inject("\r" + string(tidyMark))
			return e.takeInjected(p), nil
		default:
			return copy(p, translate(k.bytes)), nil
		}
	}
}

// translate gives keys the form in which the readline package knows them.
func translate(k []byte) []byte {
	switch string(k) {
	case "\x1b\x7f", "\x1b\b":
		return []byte{0x17} // Alt-Backspace: the word before
	case "\x1b[1;5D", "\x1b[5D", "\x1bOd":
		return []byte("\x1bb")
	case "\x1b[1;5C", "\x1b[5C", "\x1bOc":
		return []byte("\x1bf")
	}
	return k
}

func (e *editor) inject(keys string) {
	e.mu.Lock()
	e.injected = append(e.injected, keys...)
	e.mu.Unlock()
}

func (e *editor) takeInjected(p []byte) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := copy(p, e.injected)
	e.injected = e.injected[n:]
	return n
}

// insert has the readline package see a mark in the place of text, and Enter where the text ends a line.
func (e *editor) insert(text string) {
	body, enter := strings.CutSuffix(text, "\n")
	e.mu.Lock()
	defer e.mu.Unlock()
	if body != "" {
		e.inserts = append(e.inserts, body)
		e.injected = utf8.AppendRune(e.injected, pasteMark)
	}
	if enter {
		e.injected = append(e.injected, '\r')
	}
}

func (e *editor) suspend() {
	e.t.mode.restore()
	suspend()
	if m, err := rawMode(e.t.in, e.t.out); err == nil {
		e.t.mode = m
	}
	io.WriteString(e.t.out, "\x1b[?2004h")
	e.resize()
	e.rl.Refresh()
}

// screen is where the readline package writes.
type screen struct{ e *editor }

// whereIsTheCursor is the question, and leftmost the answer.
const (
	whereIsTheCursor = "\x1b[6n"
	leftmost         = "\x1b[1;1R"
)

// The readline package marks the chosen candidate with colours that nobody sees on a light terminal.
const (
	blackOnWhite = "\x1b[30;47m"
	reverse      = "\x1b[7m"
)

func (s screen) Write(p []byte) (int, error) {
	e := s.e
	if string(p) == whereIsTheCursor {
		e.mu.Lock()
		e.injected = append([]byte(leftmost), e.injected...)
		e.mu.Unlock()
		return len(p), nil
	}
	e.mu.Lock()
	text := append(e.drawn, p...)
	n := len(text) - unfinished(text)
	e.drawn = bytes.Clone(text[n:])
	e.mu.Unlock()
	if _, err := e.t.out.Write(visible(text[:n])); err != nil {
		return 0, err
	}
	return len(p), nil
}

// visible is text as it is to be seen: chosen candidates in reverse, and no marks of labels.
func visible(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte(blackOnWhite), []byte(reverse))
	mark := utf8.AppendRune(nil, labelFirst)
	lead, first := mark[:len(mark)-1], mark[len(mark)-1]
	for from := 0; ; {
		i := bytes.Index(text[from:], lead)
		if i < 0 || from+i+len(lead) == len(text) {
			return text
		}
		if from += i; text[from+len(lead)]-first <= labelKinds {
			text = slices.Delete(text, from, from+len(mark))
		} else {
			from += len(mark)
		}
	}
}

// unfinished is how many bytes at the end of text may be the beginning of what visible looks for.
func unfinished(text []byte) int {
	mark := string(labelFirst)
	for n := min(len(blackOnWhite)-1, len(text)); n > 0; n-- {
		end := string(text[len(text)-n:])
		if strings.HasPrefix(blackOnWhite, end) || strings.HasPrefix(mark[:len(mark)-1], end) {
			return n
		}
	}
	return 0
}
