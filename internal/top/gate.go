package top

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
)

// A Gate stands between a program and a terminal that the view has taken: what is written meanwhile is held back and
// let through afterwards, in the order in which it was written. Nothing is lost, however much it is: what is more
// than heldMost goes to a temporary file.
type Gate struct {
	mu      sync.Mutex
	out     io.Writer
	err     io.Writer
	holding bool
	held    []chunk
	bytes   int
	file    *os.File // the chunks before those of held
	lines   []Line   // the last ones
	open    [2]bool  // the last line of the standard output, of the standard error, has no end yet: it is lines[at]
	at      [2]int
}

// A Line is a line that the program has written.
type Line struct {
	Text  string
	Error bool // to the standard error
}

type chunk struct {
	err  bool
	data []byte
}

const (
	heldMost  = 8 << 20
	linesMost = 1000
	lineMost  = 500 // bytes of a line that are kept for the screen
)

// NewGate makes a gate in front of a program's standard output and standard error.
func NewGate(out, err io.Writer) *Gate { return &Gate{out: out, err: err} }

// Out and Err are what the program writes to.
func (g *Gate) Out() io.Writer { return gateWriter{g, false} }

// Err is the standard error.
func (g *Gate) Err() io.Writer { return gateWriter{g, true} }

type gateWriter struct {
	g   *Gate
	err bool
}

func (w gateWriter) Write(p []byte) (int, error) { return w.g.write(w.err, p) }

func (g *Gate) write(err bool, p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.remember(err, string(p))
	if !g.holding {
		return g.through(err, p)
	}
	g.held = append(g.held, chunk{err, append([]byte(nil), p...)})
	if g.bytes += len(p); g.bytes > heldMost {
		g.spill()
	}
	return len(p), nil
}

func (g *Gate) through(err bool, p []byte) (int, error) {
	if err {
		return g.err.Write(p)
	}
	return g.out.Write(p)
}

// remember keeps the last lines for the screen.
func (g *Gate) remember(err bool, text string) {
	which := 0
	if err {
		which = 1
	}
	for text != "" {
		part, rest, ended := strings.Cut(text, "\n")
		if g.open[which] {
			l := &g.lines[g.at[which]]
			l.Text += part[:min(len(part), max(0, lineMost-len(l.Text)))]
		} else {
			g.lines = append(g.lines, Line{part[:min(len(part), lineMost)], err})
			g.at[which] = len(g.lines) - 1
		}
		g.open[which] = !ended
		text = rest
	}
	if n := len(g.lines) - linesMost; n > linesMost {
		g.lines = append([]Line(nil), g.lines[n:]...)
		for i := range g.at {
			g.at[i] -= n
			g.open[i] = g.open[i] && g.at[i] >= 0
		}
	}
}

// Lines are the last lines.
func (g *Gate) Lines() []Line {
	g.mu.Lock()
	defer g.mu.Unlock()
	lines := append([]Line(nil), g.lines[max(0, len(g.lines)-linesMost):]...)
	for i := range lines {
		lines[i].Text = plainText(lines[i].Text)
	}
	return lines
}

// plainText leaves out the sequences that set colours and move the cursor.
func plainText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != 0x1b {
			b.WriteByte(s[i])
			continue
		}
		if i++; i < len(s) && s[i] == '[' {
			for i++; i < len(s) && (s[i] < 0x40 || s[i] > 0x7e); i++ {
			}
		}
	}
	return strings.ToValidUTF8(b.String(), "?")
}

// spill moves what is held to the file. Where there can be no file it stays in memory.
func (g *Gate) spill() {
	if g.file == nil {
		f, err := os.CreateTemp("", "joist-output-*")
		if err != nil {
			g.bytes = 0 // look again after as much more
			return
		}
		os.Remove(f.Name()) // where that is possible; else it is removed at the end
		g.file = f
	}
	w := bufio.NewWriter(g.file)
	for _, c := range g.held {
		var head [5]byte
		if c.err {
			head[0] = 1
		}
		binary.LittleEndian.PutUint32(head[1:], uint32(len(c.data)))
		w.Write(head[:])
		w.Write(c.data)
	}
	if w.Flush() == nil {
		g.held, g.bytes = nil, 0
	}
}

// Hold holds back what is written from now on.
func (g *Gate) Hold() {
	g.mu.Lock()
	g.holding = true
	g.mu.Unlock()
}

// Release lets through what has been held back, and everything from now on.
func (g *Gate) Release() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.holding = false
	err := g.releaseFile()
	for _, c := range g.held {
		if _, e := g.through(c.err, c.data); e != nil && err == nil {
			err = e
		}
	}
	g.held, g.bytes = nil, 0
	return err
}

func (g *Gate) releaseFile() error {
	f := g.file
	if f == nil {
		return nil
	}
	g.file = nil
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r := bufio.NewReader(f)
	for {
		var head [5]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		to := g.out
		if head[0] == 1 {
			to = g.err
		}
		if _, err := io.CopyN(to, r, int64(binary.LittleEndian.Uint32(head[1:]))); err != nil {
			return err
		}
	}
}
