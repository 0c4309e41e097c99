//go:build linux || darwin || freebsd || netbsd || openbsd || windows

package iex

import (
	"context"
	"time"

	"joist"
)

// interrupt is called when Ctrl-C comes. While a line is edited the key is the editor's; else
// something runs, and the menu opens.
func (t *terminal) interrupt() bool {
	if t.reading.Load() || !t.focus.TryLock() {
		return false
	}
	go func() {
		defer t.focus.Unlock()
		t.menu()
	}()
	return true
}

const breakMenu = `
BREAK: (a)bort (c)ontinue (k)ill
       (i)nfo (p)rocesses (v)ersion
`

// menu asks what to do. The caller holds the focus. What programs print waits meanwhile.
func (t *terminal) menu() {
	t.gate.Lock()
	defer t.gate.Unlock()
	t.print([]byte(breakMenu))
	for {
		k, ok := t.keys.take()
		if !ok {
			return
		}
		if k.paste {
			continue
		}
		switch k.bytes[0] {
		case 'a', 'A', ctrlC:
			t.print([]byte("\n"))
			t.hangup()
			return
		case 'c', '\r', '\n':
			return
		case 'k':
			t.call("IEx.Server", "interrupt")
			return
		case 'i':
			t.call("IEx.CLI", "break_info")
		case 'p':
			t.call("IEx.CLI", "break_processes")
		case 'v':
			t.print([]byte(joist.Version() + "\n"))
		default:
			t.print([]byte(breakMenu))
		}
	}
}

// call runs a function of the shell's; what it prints is on the screen when it comes back.
func (t *terminal) call(module, function string) {
	if t.rt == nil {
		return
	}
	t.gate.Unlock()
	defer t.gate.Lock()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := t.rt.Call(ctx, module, function); err != nil {
		t.print([]byte(err.Error() + "\n"))
	}
	t.rt.Flush()
}
