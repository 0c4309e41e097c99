package bif

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
	"unicode/utf8"

	"joist/internal/proc"
	"joist/internal/term"
)

// The natives of prim_file work on whole files and on directories. They may block, so they run off the schedulers. Names are
// chardata; results are ok, {ok, Value} or {error, Reason} with a POSIX reason.
func fileNatives() []Native {
	return []Native{
		{"prim_file", "read_file", 1, onPath(readFile), 0},
		{"prim_file", "write_file", 2, writeFile, 0},
		{"prim_file", "list_dir", 1, onPath(listDirectory), 0},
		{"prim_file", "make_dir", 1, onPath(makeDirectory), 0},
		{"prim_file", "del_dir", 1, onPath(removeDirectory), 0},
		{"prim_file", "delete", 1, onPath(removeFile), 0},
		{"prim_file", "rename", 2, onPaths(syscall.Rename), 0},
		{"prim_file", "make_link", 2, onPaths(os.Link), 0},
		{"prim_file", "make_symlink", 2, makeSymlink, 0},
		{"prim_file", "read_link", 1, onPath(readLink), 0},
		{"prim_file", "read_file_info", 1, onPath(fileInfo(os.Stat)), 0},
		{"prim_file", "read_link_info", 1, onPath(fileInfo(os.Lstat)), 0},
		{"prim_file", "set_mode", 2, setMode, 0},
		{"prim_file", "set_owner", 3, setOwner, 0},
		{"prim_file", "set_times", 3, setTimes, 0},
		{"prim_file", "set_cwd", 1, onPath(setWorkingDirectory), 0},
		{"prim_file", "open", 2, openFile, 0},
		{"prim_file", "close", 1, closeFile, 0},
		{"prim_file", "read", 2, readOpen, 0},
		{"prim_file", "read_line", 1, readLineOpen, 0},
		{"prim_file", "write", 2, writeOpen, 0},
		{"prim_file", "position", 2, positionOpen, 0},
		{"prim_file", "sync", 1, syncOpen, 0},
		{"prim_file", "truncate", 1, truncateOpen, 0},
	}
}

// fileText reads a file name or other text: a binary, a list of characters, an atom, or a deep list of such.
func fileText(t term.Term) (text string, ok bool) {
	if binary, isBinary := bytesOf(t); isBinary {
		return string(binary), true
	}
	var bytes []byte
	ok = t.IsList() && eachLeaf(t, func(leaf term.Term) bool {
		if r, isCharacter := codepoint(leaf); isCharacter {
			bytes = utf8.AppendRune(bytes, r)
			return true
		}
		binary, isBinary := bytesOf(leaf)
		bytes = append(bytes, binary...)
		ok = isBinary
		return isBinary
	})
	return string(bytes), ok
}

// pathOf reads a name, which may not hold a zero.
func pathOf(t term.Term) (path string, ok bool) {
	path, ok = fileText(t)
	for i := range path {
		if path[i] == 0 {
			return "", false
		}
	}
	return path, ok
}

// onPath wraps a function of one path.
func onPath(f func(c *proc.Ctx, path string) (term.Term, error)) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		path, ok := hostPath(c, args[0])
		if !ok {
			return c.Badarg()
		}
		return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
			value, err := f(c, path)
			return fileResult(c, value, err)
		})
	}
}

// onPaths wraps a function of two paths.
func onPaths(f func(from, to string) error) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		from, ok1 := hostPath(c, args[0])
		to, ok2 := hostPath(c, args[1])
		if !ok1 || !ok2 {
			return c.Badarg()
		}
		return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
			return fileResult(c, term.None, f(from, to))
		})
	}
}

// makeSymlink makes a link, whose target is kept as it is written.
func makeSymlink(c *proc.Ctx, args []term.Term) term.Term {
	target, ok1 := pathOf(args[0])
	link, ok2 := hostPath(c, args[1])
	if !ok1 || !ok2 {
		return c.Badarg()
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		return fileResult(c, term.None, os.Symlink(target, link))
	})
}

// fileResult is {error, Reason}, or ok, or {ok, Value}.
func fileResult(c *proc.Ctx, value term.Term, err error) term.Term {
	switch {
	case err != nil:
		return c.Tuple2(term.AtomError, posixError(err))
	case value == term.None:
		return term.AtomOk
	}
	return c.Tuple2(term.AtomOk, value)
}

// posixError is the atom of a system error.
func posixError(err error) term.Term {
	codes := []struct {
		code syscall.Errno
		atom term.Term
	}{
		{syscall.ENOENT, term.AtomEnoent}, {syscall.EACCES, term.AtomEacces}, {syscall.EEXIST, term.AtomEexist},
		{syscall.EISDIR, term.AtomEisdir}, {syscall.ENOTDIR, term.AtomEnotdir}, {syscall.EINVAL, term.AtomEinval},
		{syscall.EPIPE, term.AtomEpipe}, {syscall.ENOMEM, term.AtomEnomem}, {syscall.EMFILE, term.AtomEmfile},
		{syscall.EPERM, term.AtomEperm}, {syscall.ENOSPC, term.AtomEnospc}, {syscall.EROFS, term.AtomErofs},
		{syscall.EXDEV, term.AtomExdev}, {syscall.ELOOP, term.AtomEloop}, {syscall.ENAMETOOLONG, term.AtomEnametoolong},
		{syscall.EBADF, term.AtomEbadf}, {syscall.ENOTEMPTY, term.AtomEexist},
	}
	for _, c := range codes {
		if errors.Is(err, c.code) {
			return c.atom
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return term.AtomEnoent
	case errors.Is(err, fs.ErrExist):
		return term.AtomEexist
	case errors.Is(err, fs.ErrPermission):
		return term.AtomEacces
	case errors.Is(err, fs.ErrClosed), errors.Is(err, os.ErrClosed):
		return term.AtomTerminated
	}
	return term.AtomEio
}

func readFile(c *proc.Ctx, path string) (term.Term, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return term.None, syscall.EISDIR
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return term.None, err
	}
	return c.Binary(data), nil
}

func writeFile(c *proc.Ctx, args []term.Term) term.Term {
	path, ok1 := hostPath(c, args[0])
	data, ok2 := appendIOData(nil, args[1])
	if !ok1 || !ok2 {
		return c.Badarg()
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		return fileResult(c, term.None, os.WriteFile(path, data, 0o666))
	})
}

func listDirectory(c *proc.Ctx, path string) (term.Term, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return term.None, err
	}
	list := term.Nil
	for i := len(entries) - 1; i >= 0; i-- {
		list = c.Cons(c.String(entries[i].Name()), list)
	}
	return list, nil
}

func makeDirectory(_ *proc.Ctx, path string) (term.Term, error) {
	return term.None, os.Mkdir(path, 0o777)
}

func removeDirectory(_ *proc.Ctx, path string) (term.Term, error) {
	if info, err := os.Lstat(path); err == nil && !info.IsDir() {
		return term.None, syscall.ENOTDIR
	}
	return term.None, os.Remove(path)
}

func removeFile(_ *proc.Ctx, path string) (term.Term, error) {
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return term.None, syscall.EPERM
	}
	return term.None, os.Remove(path)
}

func readLink(c *proc.Ctx, path string) (term.Term, error) {
	target, err := os.Readlink(path)
	if err != nil {
		return term.None, err
	}
	return c.String(target), nil
}

// fileInfo gives {Size, Type, Access, Mode, Atime, Mtime, Ctime, Links, Major, Inode, Uid, Gid}, with times in seconds.
func fileInfo(stat func(path string) (fs.FileInfo, error)) func(c *proc.Ctx, path string) (term.Term, error) {
	return func(c *proc.Ctx, path string) (term.Term, error) {
		info, err := stat(path)
		if err != nil {
			return term.None, err
		}
		mode := info.Mode()
		kind := term.AtomOther
		typeBits := int64(0)
		switch {
		case mode.IsRegular():
			kind, typeBits = term.AtomRegular, 0o100000
		case mode.IsDir():
			kind, typeBits = term.AtomDirectory, 0o040000
		case mode&fs.ModeSymlink != 0:
			kind, typeBits = term.AtomSymlink, 0o120000
		case mode&fs.ModeDevice != 0:
			kind, typeBits = term.AtomDevice, 0o020000
		}
		d := systemInfo(info)
		integers := []int64{typeBits | int64(mode.Perm()), d.accessed, info.ModTime().Unix(), d.changed, d.links, d.device, d.inode, d.uid, d.gid}
		elements := []term.Term{c.Int(info.Size()), kind, accessOf(path, mode)}
		for _, n := range integers {
			elements = append(elements, c.Int(n))
		}
		return c.TupleFrom(elements), nil
	}
}

// fileDetails is what a system tells beyond io/fs.
type fileDetails struct {
	accessed, changed, links, device, inode, uid, gid int64
}

// accessOf says whether the file may be read and written, from its permissions.
func accessOf(_ string, mode fs.FileMode) term.Term {
	readable, writable := mode.Perm()&0o444 != 0, mode.Perm()&0o222 != 0
	switch {
	case readable && writable:
		return term.AtomReadWrite
	case readable:
		return term.AtomRead
	case writable:
		return term.AtomWrite
	}
	return term.AtomNone
}

func setMode(c *proc.Ctx, args []term.Term) term.Term {
	path, ok := hostPath(c, args[0])
	if !ok || !isCount(args[1]) {
		return c.Badarg()
	}
	mode := fs.FileMode(args[1].SmallValue()) & fs.ModePerm
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		return fileResult(c, term.None, os.Chmod(path, mode))
	})
}

// setOwner sets the numbers of the user and the group that a file belongs to; -1 leaves one as it is.
func setOwner(c *proc.Ctx, args []term.Term) term.Term {
	path, ok := hostPath(c, args[0])
	if !ok || !args[1].IsSmall() || !args[2].IsSmall() {
		return c.Badarg()
	}
	user, group := int(args[1].SmallValue()), int(args[2].SmallValue())
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		return fileResult(c, term.None, os.Chown(path, user, group))
	})
}

// setTimes sets the times of last access and modification, in seconds since 1970.
func setTimes(c *proc.Ctx, args []term.Term) term.Term {
	path, ok := hostPath(c, args[0])
	if !ok || !args[1].IsSmall() || !args[2].IsSmall() {
		return c.Badarg()
	}
	accessed, modified := time.Unix(args[1].SmallValue(), 0), time.Unix(args[2].SmallValue(), 0)
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		return fileResult(c, term.None, os.Chtimes(path, accessed, modified))
	})
}
