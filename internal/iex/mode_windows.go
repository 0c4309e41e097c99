package iex

import (
	"os"

	"golang.org/x/sys/windows"
)

func isTerminal(f *os.File) bool {
	var m uint32
	return windows.GetConsoleMode(windows.Handle(f.Fd()), &m) == nil
}

// mode is what the console was set to before.
type mode struct {
	in, out       windows.Handle
	oldIn, oldOut uint32
}

// rawMode has keys come one by one, unechoed, as the sequences that terminals elsewhere send.
func rawMode(in, out *os.File) (*mode, error) {
	m := &mode{in: windows.Handle(in.Fd()), out: windows.Handle(out.Fd())}
	if err := windows.GetConsoleMode(m.in, &m.oldIn); err != nil {
		return nil, err
	}
	if err := windows.GetConsoleMode(m.out, &m.oldOut); err != nil {
		return nil, err
	}
	raw := m.oldIn &^ (windows.ENABLE_ECHO_INPUT | windows.ENABLE_PROCESSED_INPUT | windows.ENABLE_LINE_INPUT)
	if err := windows.SetConsoleMode(m.in, raw|windows.ENABLE_VIRTUAL_TERMINAL_INPUT); err != nil {
		return nil, err
	}
	if err := windows.SetConsoleMode(m.out, m.oldOut|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING); err != nil {
		m.restore()
		return nil, err
	}
	return m, nil
}

func (m *mode) restore() {
	windows.SetConsoleMode(m.in, m.oldIn)
	windows.SetConsoleMode(m.out, m.oldOut)
}

func terminalSize(f *os.File) (columns, rows int, ok bool) {
	var info windows.ConsoleScreenBufferInfo
	if windows.GetConsoleScreenBufferInfo(windows.Handle(f.Fd()), &info) != nil {
		return 0, 0, false
	}
	return int(info.Window.Right-info.Window.Left) + 1, int(info.Window.Bottom-info.Window.Top) + 1, true
}

// The size is asked for before each line.
func onResize(func()) (stop func()) { return func() {} }

func onHangup(func()) (stop func()) { return func() {} }

func suspend() {}
