package bif

import (
	"bufio"
	"context"
	"errors"
	"io"
	"sync/atomic"

	"joist/internal/proc"
	"joist/internal/term"
)

// counter counts bytes.
type counter struct{ n atomic.Int64 }

func (k *counter) add(n int)  { k.n.Add(int64(n)) }
func (k *counter) get() int64 { return k.n.Load() }

// reading is one read of the standard input in progress.
type reading struct {
	data []byte
	err  error
}

// reader is the buffered input; it is made on first use, so that a program that does not read leaves its input alone.
func (s *IO) reader() *bufio.Reader {
	if s.in == nil {
		s.in = bufio.NewReaderSize(s.source, 64<<10)
	}
	return s.in
}

// await runs a read on a goroutine of its own: when the process or the node ends first, the read is left behind, and what it
// finds is lost.
func (s *IO) await(ctx context.Context, read func(in *bufio.Reader) ([]byte, error)) reading {
	done := make(chan reading, 1)
	go func() {
		s.input.Lock()
		defer s.input.Unlock()
		data, err := read(s.reader())
		done <- reading{data, err}
	}()
	select {
	case r := <-done:
		s.read.add(len(r.data))
		return r
	case <-ctx.Done():
		return reading{err: ctx.Err()}
	}
}

// result is {ok, Binary}, eof or {error, Reason}.
func (r reading) result(c *proc.Ctx) term.Term {
	switch {
	case len(r.data) > 0:
		return c.Tuple2(term.AtomOk, c.Binary(r.data))
	case r.err == nil || errors.Is(r.err, io.EOF):
		return term.AtomEof
	}
	return c.Tuple2(term.AtomError, posixError(r.err))
}

// ioRead waits for input, which 0 or stdin names, and gives what has come: bytes, eof or {error, Reason}.
func ioRead(c *proc.Ctx, args []term.Term) term.Term {
	if args[0] != term.Small(0) && args[0] != term.AtomStdin {
		return c.Badarg()
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		s := ioOf(c.Node)
		s.Flush()
		r := s.await(c.Context(), func(in *bufio.Reader) ([]byte, error) {
			if _, err := in.Peek(1); err != nil {
				return nil, err
			}
			data := make([]byte, in.Buffered())
			n, err := in.Read(data)
			return data[:n], err
		})
		if len(r.data) > 0 {
			return c.Binary(r.data)
		}
		return r.result(c)
	})
}

// ioReadLine reads up to and with the next line feed.
func ioReadLine(c *proc.Ctx, _ []term.Term) term.Term {
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		s := ioOf(c.Node)
		s.Flush()
		return s.await(c.Context(), func(in *bufio.Reader) ([]byte, error) { return in.ReadBytes('\n') }).result(c)
	})
}

// ioReadBytes reads the given number of bytes, or fewer at the end.
func ioReadBytes(c *proc.Ctx, args []term.Term) term.Term {
	if !isCount(args[0]) || args[0].SmallValue() > 1<<32 {
		return c.Badarg()
	}
	n := int(args[0].SmallValue())
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		s := ioOf(c.Node)
		s.Flush()
		return s.await(c.Context(), func(in *bufio.Reader) ([]byte, error) {
			return io.ReadAll(io.LimitReader(in, int64(n)))
		}).result(c)
	})
}
