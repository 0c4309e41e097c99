//go:build !(linux || darwin || freebsd || netbsd || openbsd || windows)

package iex

import (
	"io"
	"os"

	"joist"
)

// terminal does not exist here: the shell reads lines as they come.
type terminal struct{}

func openTerminal(io.Reader, io.Writer, func()) *terminal { return nil }
func isTerminal(*os.File) bool                            { return false }

func (*terminal) Read([]byte) (int, error)       { return 0, io.EOF }
func (*terminal) Write(p []byte) (int, error)    { return len(p), nil }
func (*terminal) TerminalSize() (int, int, bool) { return 0, 0, false }
func (*terminal) module() joist.Module           { return joist.Module{Name: shellModule} }
func (*terminal) attach(*joist.Runtime)          {}
func (*terminal) loadHistory()                   {}
func (*terminal) rest()                          {}
func (*terminal) Close()                         {}
