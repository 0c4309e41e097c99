package bif

import (
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"joist/internal/proc"
	"joist/internal/term"
)

// directory is the working directory of one node: at first the host program's, which changing it leaves alone.
type directory struct {
	mu   sync.Mutex
	path string // "": the host's
}

func (d *directory) get() (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.path == "" {
		return os.Getwd()
	}
	return d.path, nil
}

// resolve is a path as the host's file functions need it.
func (d *directory) resolve(path string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.path == "" || path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(d.path, path)
}

// hostPath reads the name of a file or directory and makes it one that does not depend on the node's working directory.
func hostPath(c *proc.Ctx, t term.Term) (path string, ok bool) {
	path, ok = pathOf(t)
	return stateOf(c.Node).directory.resolve(path), ok
}

func workingDirectory(c *proc.Ctx, _ []term.Term) term.Term {
	path, err := stateOf(c.Node).directory.get()
	if err != nil {
		return fileResult(c, term.None, err)
	}
	return c.Tuple2(term.AtomOk, c.String(filepath.ToSlash(path)))
}

func setWorkingDirectory(c *proc.Ctx, path string) (term.Term, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return term.None, err
	}
	switch info, err := os.Stat(path); {
	case err != nil:
		return term.None, err
	case !info.IsDir():
		return term.None, syscall.ENOTDIR
	}
	d := &stateOf(c.Node).directory
	d.mu.Lock()
	defer d.mu.Unlock()
	d.path = path
	return term.None, nil
}

// sandboxed takes the natives' access to the host away: they answer {error, eperm}.
func sandboxed(natives []Native) []Native {
	for i := range natives {
		natives[i].Run = func(c *proc.Ctx, _ []term.Term) term.Term {
			return c.Tuple2(term.AtomError, term.AtomEperm)
		}
	}
	return natives
}

// Directory is the working directory that the node's programs have changed to, "" for the host's.
func Directory(n *proc.Node) string {
	d := &stateOf(n).directory
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.path
}
