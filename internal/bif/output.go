package bif

import (
	"bufio"
	"io"
	"os"
	"sync"
	"time"

	"joist/internal/proc"
	"joist/internal/term"
)

// A channel is one of the node's three standard channels, by the number of its file.
type channel int

const (
	standardInput channel = iota
	standardOutput
	standardError
)

// flushDelay is how long written output may wait for more, and flushSize how much may wait.
const (
	flushDelay = 2 * time.Millisecond
	flushSize  = 64 << 10
)

// IO is the standard input and output of a node.
//
// What is written to the standard output collects in a buffer, which is written out after a short delay, when it
// has become large, before anything goes to the standard error, and at the end: a write from a process does not
// enter the system. Output comes out in the order in which it was written.
type IO struct {
	out, err io.Writer

	mu      sync.Mutex // guards buffer and armed
	buffer  []byte
	armed   bool       // a flush is on its way
	writing sync.Mutex // held while writing out; taken before mu
	failed  error      // the first error of the host's writer; guarded by writing

	input  sync.Mutex // guards in
	in     *bufio.Reader
	source io.Reader

	read, written counter
}

func newIO(n *proc.Node) *IO {
	s := &IO{out: n.Config.Stdout, err: n.Config.Stderr, source: n.Config.Stdin}
	if s.out == nil {
		s.out = os.Stdout
	}
	if s.err == nil {
		s.err = os.Stderr
	}
	if s.source == nil {
		s.source = os.Stdin
	}
	return s
}

// write appends to a channel's output. full says that much waits to be written out.
func (s *IO) write(to channel, data []byte) (full bool) {
	s.written.add(len(data))
	if to == standardError {
		s.Flush()
		s.writing.Lock()
		_, _ = s.err.Write(data)
		s.writing.Unlock()
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buffer = append(s.buffer, data...)
	if !s.armed && len(s.buffer) > 0 {
		s.armed = true
		time.AfterFunc(flushDelay, s.Flush)
	}
	return len(s.buffer) >= flushSize
}

// Flush writes out what waits. An error of the host's writer is not the program's; Failed tells of it.
func (s *IO) Flush() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	data := s.buffer
	s.buffer, s.armed = nil, false
	s.mu.Unlock()
	if len(data) > 0 {
		if _, err := s.out.Write(data); err != nil && s.failed == nil {
			s.failed = err
		}
	}
}

// Failed is the first error in writing out, or nil.
func (s *IO) Failed() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.failed
}

func ioNatives() []Native {
	return []Native{
		{"joist_io", "write", 2, ioWrite, 0},
		{"joist_io", "flush", 0, ioFlush, 0},
		{"joist_io", "read", 1, ioRead, 0},
		{"joist_io", "read_line", 0, ioReadLine, 0},
		{"joist_io", "read_bytes", 1, ioReadBytes, 0},
		{"joist_io", "geometry", 1, ioGeometry, 0},
		{"joist_io", "is_terminal", 1, ioIsTerminal, 0},
	}
}

// channelOf reads 1 or stdout, 2 or stderr.
func channelOf(t term.Term) (to channel, ok bool) {
	switch t {
	case term.Small(1), term.AtomStdout:
		return standardOutput, true
	case term.Small(2), term.AtomStderr:
		return standardError, true
	}
	return 0, false
}

// ioWrite writes iodata to a channel. Where much waits already the process waits until it is written out.
func ioWrite(c *proc.Ctx, args []term.Term) term.Term {
	to, ok := channelOf(args[0])
	if !ok {
		return c.Badarg()
	}
	var scratch [1024]byte
	data, ok := bytesOf(args[1])
	if !ok {
		if data, ok = appendIOData(scratch[:0], args[1]); !ok {
			return c.Badarg()
		}
	}
	chargeBytes(c, len(data))
	s := ioOf(c.Node)
	if to == standardError {
		return c.Dirty(func(*proc.Ctx, []term.Term) term.Term {
			s.write(to, data)
			return term.AtomOk
		}, args[0], args[1])
	}
	if !s.write(to, data) {
		return term.AtomOk
	}
	return ioFlush(c, nil)
}

func ioFlush(c *proc.Ctx, _ []term.Term) term.Term {
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		ioOf(c.Node).Flush()
		return term.AtomOk
	})
}

// ioGeometry is {Columns, Rows} of the terminal that a channel writes to, or {error, enotsup}.
func ioGeometry(c *proc.Ctx, args []term.Term) term.Term {
	s := ioOf(c.Node)
	end := any(s.out)
	if args[0] == term.Small(2) || args[0] == term.AtomStderr {
		end = s.err
	}
	columns, rows, ok := sizeOf(end)
	if !ok {
		return c.Tuple2(term.AtomError, term.AtomEnotsup)
	}
	return c.Tuple2(term.Small(int64(columns)), term.Small(int64(rows)))
}

// sizeOf asks a file, or what a host has made of a terminal, for its size.
func sizeOf(end any) (columns, rows int, ok bool) {
	switch end := end.(type) {
	case *os.File:
		return terminalSize(end)
	case interface {
		TerminalSize() (columns, rows int, ok bool)
	}:
		return end.TerminalSize()
	}
	return 0, 0, false
}

func ioIsTerminal(c *proc.Ctx, args []term.Term) term.Term {
	s := ioOf(c.Node)
	var end any
	switch args[0] {
	case term.Small(0), term.AtomStdin:
		end = s.source
	case term.Small(1), term.AtomStdout:
		end = s.out
	case term.Small(2), term.AtomStderr:
		end = s.err
	}
	file, ok := end.(*os.File)
	if !ok {
		return term.AtomFalse
	}
	info, err := file.Stat()
	return term.Bool(err == nil && info.Mode()&os.ModeCharDevice != 0)
}
