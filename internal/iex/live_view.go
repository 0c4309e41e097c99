//go:build linux || darwin || freebsd || netbsd || openbsd || windows

package iex

import (
	"context"
	"io"
	"sync"

	"github.com/gdamore/tcell/v2"

	"joist/internal/top"
)

// fullScreen is the terminal while the live view has it: what is typed goes to the view, and what programs print waits until
// the view is left.
type fullScreen struct {
	mu      sync.Mutex
	keys    *io.PipeWriter // nil when the shell has the terminal
	gate    *top.Gate
	changed func()
}

// take gives the view what was typed, and tells whether there is one.
func (f *fullScreen) take(keys []byte) bool {
	f.mu.Lock()
	w := f.keys
	f.mu.Unlock()
	if w == nil {
		return false
	}
	_, err := w.Write(keys)
	return err == nil
}

// holds is where programs print to while the view is shown, or nil.
func (f *fullScreen) holds() io.Writer {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.gate == nil {
		return nil
	}
	return f.gate.Out()
}

// resized tells the view that the terminal has another size.
func (f *fullScreen) resized() {
	f.mu.Lock()
	changed := f.changed
	f.mu.Unlock()
	if changed != nil {
		changed()
	}
}

// showTop shows the live view until the person leaves it.
func (t *terminal) showTop(ctx context.Context) error {
	t.focus.Lock()
	defer t.focus.Unlock()
	r, w := io.Pipe()
	screen, err := tcell.NewTerminfoScreenFromTty(&viewTty{t: t, PipeReader: r})
	if err != nil {
		return err
	}
	if err := screen.Init(); err != nil {
		return err
	}
	gate := top.NewGate(plainWriter{t}, plainWriter{t})
	gate.Hold()
	f := &t.full
	f.mu.Lock()
	f.keys, f.gate = w, gate
	f.mu.Unlock()
	_, err = top.Run(ctx, top.Options{
		Observer: t.rt.Observer(), Title: "shell", Details: top.Details(t.rt), Output: gate, Screen: screen,
	})
	f.mu.Lock()
	f.keys = nil
	f.mu.Unlock()
	w.Close()
	screen.Fini()
	io.WriteString(t.out, "\x1b[?2004h")
	gate.Release()
	f.mu.Lock()
	f.gate = nil
	f.mu.Unlock()
	return err
}

// plainWriter prints as programs do when there is no view.
type plainWriter struct{ t *terminal }

func (w plainWriter) Write(p []byte) (int, error) { return w.t.print(p) }

// viewTty is the shell's terminal for tcell: it is in raw mode already, and its keys are read by readKeys.
type viewTty struct {
	t *terminal
	*io.PipeReader
}

func (v *viewTty) Start() error                { return nil }
func (v *viewTty) Stop() error                 { return nil }
func (v *viewTty) Drain() error                { return v.CloseWithError(io.EOF) }
func (v *viewTty) Close() error                { return nil }
func (v *viewTty) Write(p []byte) (int, error) { return v.t.out.Write(p) }

func (v *viewTty) NotifyResize(changed func()) {
	f := &v.t.full
	f.mu.Lock()
	f.changed = changed
	f.mu.Unlock()
}

func (v *viewTty) WindowSize() (tcell.WindowSize, error) {
	columns, rows, ok := v.t.TerminalSize()
	if !ok {
		columns, rows = 80, 24
	}
	return tcell.WindowSize{Width: columns, Height: rows}, nil
}
