package elixir

import (
	"errors"

	"joist/internal/code"
	"joist/internal/expand"
	"joist/internal/macroenv"
	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/term"
	"joist/lib"
)

// libraryLock lets one process at a time compile library modules. A process that holds it may take
// it again: compiling a module may need another one.
type libraryLock struct {
	free  chan struct{} // has a token when nobody holds the lock
	owner term.Term     // valid while the lock is held; written by the holder
	depth int
}

// acquire takes the lock for the process of c. It fails when the node closes or the process ends.
func (l *libraryLock) acquire(c *proc.Ctx, comp *Compiler) bool {
	self := c.Self()
	comp.mu.Lock()
	if l.depth > 0 && l.owner == self {
		l.depth++
		comp.mu.Unlock()
		return true
	}
	comp.mu.Unlock()
	select {
	case <-l.free:
	case <-c.Context().Done():
		return false
	}
	comp.mu.Lock()
	l.owner, l.depth = self, 1
	comp.mu.Unlock()
	return true
}

func (l *libraryLock) release(comp *Compiler) {
	comp.mu.Lock()
	l.depth--
	last := l.depth == 0
	comp.mu.Unlock()
	if last {
		l.free <- struct{}{}
	}
}

// autoload is code.Table's hook: it loads the code that a call needs and tells whether it is there.
func (comp *Compiler) autoload(ctx any, f code.MFA) bool {
	c := ctx.(*proc.Ctx)
	h := comp.newSession(c)
	var name macroenv.NameArity
	if f.Function != term.None {
		name = macroenv.NameArity{Name: comp.name(f.Function), Arity: f.Arity}
	}
	err := h.loadFor(f.Module, name)
	if errors.Is(err, errNoModule) && h.await(f.Module, "module") {
		err = h.loadFor(f.Module, name)
	}
	if err == nil && comp.node.Code.Missing(f) {
		err = h.complete(f.Module, name, false)
	}
	if err != nil && !errors.Is(err, errNoModule) && c.Context().Err() == nil { // the process was not killed meanwhile
		h.reportLibraryError(comp.name(f.Module), err)
	}
	return err == nil
}

// errNoModule says that nothing of that name is loaded or in the library.
var errNoModule = errors.New("no such module")

// load makes sure that a module is loaded.
func (h *Session) load(module term.Term) error { return h.loadFor(module, macroenv.NameArity{}) }

// loadFor makes sure that a module is loaded, because one of its functions is to be called unless the name is empty.
func (h *Session) loadFor(module term.Term, function macroenv.NameArity) error {
	if h.node.Code.Module(module) != nil {
		return nil
	}
	path, src, ok := lib.Source(h.name(module))
	if !ok {
		return h.loadFromPath(module)
	}
	h.mayWait()
	if !h.lock.acquire(h.c, h.Compiler) {
		return errNoModule
	}
	defer h.lock.release(h.Compiler)
	if h.node.Code.Module(module) != nil {
		return nil
	}
	name := quoted.Atom(h.name(module))
	if h.Builder(name) != nil {
		return errNoModule // it is being compiled, and needs itself
	}
	return h.aside(func() error {
		x := h.newSession(h.c)
		x.library, x.want = true, wanted{string(name), function}
		defer x.close()
		return x.compileLibrary(path, lib.Code(src))
	})
}

// compileLibrary compiles a file of the library. Its modules are installed as they are defined.
func (h *Session) compileLibrary(path, src string) error {
	h.clock.begin()
	defer h.clock.end()
	h.clock.count(&h.clock.library)
	node, err := h.parse(src, path)
	if err != nil {
		return err
	}
	_, err = h.evaluate(h.fileEnv(lib.File(path)), node, path)
	return err
}

// fileEnv is the environment at the top of a file: Kernel is imported, nothing else.
func (h *Session) fileEnv(file string) *macroenv.Env {
	env := expand.NewEnv(file)
	env.Lexical = &macroenv.Lexical{}
	return env
}
