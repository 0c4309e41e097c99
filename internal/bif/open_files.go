package bif

import (
	"bufio"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"joist/internal/proc"
	"joist/internal/term"
)

// resources holds the Go objects that programs name by references: open files.
type resources struct {
	mu    sync.Mutex
	files map[uint64]*openedFile
	count atomic.Int64
}

// openedFile is a file opened by prim_file:open/2. Reads are buffered; a write or a change of position gives the
// buffer up.
type openedFile struct {
	mu     sync.Mutex
	file   *os.File
	reader *bufio.Reader
	owner  term.Term
}

func (r *resources) find(t term.Term) *openedFile {
	if !t.HasSubtag(term.SubRef) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.files[t.Word(term.RefID)]
}

// openModes reads the list of modes of file:open/2. What it does not know concerns the library, or nobody.
func openModes(list term.Term) (flags int, ok bool) {
	var read, write, add, exclusive bool
	for ; list.IsCons(); list = list.Cdr() {
		switch mode := list.Car(); mode {
		case term.AtomRead:
			read = true
		case term.AtomWrite:
			write = true
		case term.AtomAppend:
			write, add = true, true
		case term.AtomExclusive:
			write, exclusive = true, true
		}
	}
	switch {
	case read && write:
		flags = os.O_RDWR | os.O_CREATE
	case write:
		flags = os.O_WRONLY | os.O_CREATE
		if !add && !exclusive {
			flags |= os.O_TRUNC
		}
	}
	if add {
		flags |= os.O_APPEND
	}
	if exclusive {
		flags |= os.O_EXCL
	}
	return flags, list.IsNil()
}

func openFile(c *proc.Ctx, args []term.Term) term.Term {
	path, ok1 := hostPath(c, args[0])
	flags, ok2 := openModes(args[1])
	if !ok1 || !ok2 {
		return c.Badarg()
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		file, err := os.OpenFile(path, flags, 0o666)
		if err != nil {
			return fileResult(c, term.None, err)
		}
		if info, err := file.Stat(); err == nil && info.IsDir() {
			_ = file.Close()
			return fileResult(c, term.None, syscall.EISDIR)
		}
		ref := c.NewRef()
		r := &stateOf(c.Node).resources
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.files == nil {
			r.files = map[uint64]*openedFile{}
		}
		r.files[ref.Word(term.RefID)] = &openedFile{file: file, owner: c.Self()}
		r.count.Add(1)
		return c.Tuple2(term.AtomOk, ref)
	})
}

// closeAll closes the files that a process has left open.
func (r *resources) closeAll(owner term.Term) {
	if r.count.Load() == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, f := range r.files {
		if f.owner == owner {
			delete(r.files, id)
			r.count.Add(-1)
			_ = f.file.Close()
		}
	}
}

func closeFile(c *proc.Ctx, args []term.Term) term.Term {
	r := &stateOf(c.Node).resources
	f := r.find(args[0])
	if f == nil {
		return c.Tuple2(term.AtomError, term.AtomEinval)
	}
	r.mu.Lock()
	delete(r.files, args[0].Word(term.RefID))
	r.mu.Unlock()
	r.count.Add(-1)
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		return fileResult(c, term.None, f.file.Close())
	})
}

// onFile runs a function on an open file, off the schedulers.
func onFile(c *proc.Ctx, t term.Term, work func(c *proc.Ctx, f *openedFile) term.Term) term.Term {
	f := stateOf(c.Node).resources.find(t)
	if f == nil {
		return c.Tuple2(term.AtomError, term.AtomEinval)
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		f.mu.Lock()
		defer f.mu.Unlock()
		return work(c, f)
	})
}

func (f *openedFile) buffered() *bufio.Reader {
	if f.reader == nil {
		f.reader = bufio.NewReaderSize(f.file, 32<<10)
	}
	return f.reader
}

// unbuffer moves the file's position back to where the program believes it to be.
func (f *openedFile) unbuffer() {
	if f.reader != nil {
		if n := f.reader.Buffered(); n > 0 {
			_, _ = f.file.Seek(-int64(n), io.SeekCurrent)
		}
		f.reader = nil
	}
}

func readOpen(c *proc.Ctx, args []term.Term) term.Term {
	if !isCount(args[1]) || args[1].SmallValue() > 1<<32 {
		return c.Badarg()
	}
	n := args[1].SmallValue()
	return onFile(c, args[0], func(c *proc.Ctx, f *openedFile) term.Term {
		data, err := io.ReadAll(io.LimitReader(f.buffered(), n))
		return readResult(c, data, err, n == 0)
	})
}

// readResult is {ok, Binary}, eof or {error, Reason}.
func readResult(c *proc.Ctx, data []byte, err error, nothingAsked bool) term.Term {
	switch {
	case len(data) > 0 || nothingAsked && err == nil:
		return c.Tuple2(term.AtomOk, c.Binary(data))
	case err == nil || err == io.EOF:
		return term.AtomEof
	}
	return c.Tuple2(term.AtomError, posixError(err))
}

func readLineOpen(c *proc.Ctx, args []term.Term) term.Term {
	return onFile(c, args[0], func(c *proc.Ctx, f *openedFile) term.Term {
		data, err := f.buffered().ReadBytes('\n')
		return readResult(c, data, err, false)
	})
}

func writeOpen(c *proc.Ctx, args []term.Term) term.Term {
	data, ok := appendIOData(nil, args[1])
	if !ok {
		return c.Badarg()
	}
	return onFile(c, args[0], func(c *proc.Ctx, f *openedFile) term.Term {
		f.unbuffer()
		_, err := f.file.Write(data)
		return fileResult(c, term.None, err)
	})
}

// positionOpen moves to an offset from the beginning, or {bof | cur | eof, Offset}, and gives the new position.
func positionOpen(c *proc.Ctx, args []term.Term) term.Term {
	whence, offset := io.SeekStart, args[1]
	if offset.IsTupleOf(2) {
		switch offset.TupleElem(0) {
		case term.AtomBof:
		case term.AtomCur:
			whence = io.SeekCurrent
		case term.AtomEof:
			whence = io.SeekEnd
		default:
			return c.Badarg()
		}
		offset = offset.TupleElem(1)
	}
	switch offset {
	case term.AtomBof:
		offset = term.Small(0)
	case term.AtomCur:
		whence, offset = io.SeekCurrent, term.Small(0)
	case term.AtomEof:
		whence, offset = io.SeekEnd, term.Small(0)
	}
	if !offset.IsSmall() {
		return c.Badarg()
	}
	return onFile(c, args[0], func(c *proc.Ctx, f *openedFile) term.Term {
		f.unbuffer()
		at, err := f.file.Seek(offset.SmallValue(), whence)
		return fileResult(c, c.Int(at), err)
	})
}

func syncOpen(c *proc.Ctx, args []term.Term) term.Term {
	return onFile(c, args[0], func(c *proc.Ctx, f *openedFile) term.Term {
		return fileResult(c, term.None, f.file.Sync())
	})
}

func truncateOpen(c *proc.Ctx, args []term.Term) term.Term {
	return onFile(c, args[0], func(c *proc.Ctx, f *openedFile) term.Term {
		f.unbuffer()
		at, err := f.file.Seek(0, io.SeekCurrent)
		if err == nil {
			err = f.file.Truncate(at)
		}
		return fileResult(c, term.None, err)
	})
}
