package interp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"joist/internal/beam"
	"joist/internal/bif"
	"joist/internal/code"
	"joist/internal/etf"
	"joist/internal/heap"
	"joist/internal/interp"
	"joist/internal/loader"
	"joist/internal/proc"
	"joist/internal/sched"
	"joist/internal/term"
)

// world is a node with natives and schedulers, which loads modules from folders when they are called.
type world struct {
	testing.TB
	n       *proc.Node
	folders []string
	results chan []byte
	loading sync.Mutex
}

func newWorld(t testing.TB, cfg proc.Config, folders ...string) *world {
	t.Helper()
	if cfg.Schedulers == 0 {
		cfg.Schedulers = 2
	}
	n, err := proc.NewNode(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, n: n, folders: append(folders, "testdata"), results: make(chan []byte, 1)}
	n.OnPanic = func(v any) { t.Errorf("panic: %v\n%s", v, debug.Stack()) }
	bif.Register(n)
	bif.RegisterTable(n, []bif.Native{
		{Module: "joist_test", Function: "report", Arity: 1, Run: w.report},
		// What a booted system would have: no arguments, and a logger that is silent.
		{Module: "init", Function: "get_arguments", Run: func(*proc.Ctx, []term.Term) term.Term { return term.Nil }},
		{Module: "logger", Function: "allow", Arity: 2, Run: func(*proc.Ctx, []term.Term) term.Term { return term.AtomFalse }},
	})
	n.Inspect = interp.Inspect
	n.Code.Autoload = func(_ any, f code.MFA) bool { return w.load(n.Atoms.Name(f.Module.AtomIndex())) }
	sched.Start(n, func(*proc.Ctx) proc.Runner {
		m, err := interp.New(n)
		if err != nil {
			t.Error(err)
		}
		return m
	})
	t.Cleanup(n.Close)
	return w
}

// report takes the result of a call.
func (w *world) report(c *proc.Ctx, args []term.Term) term.Term {
	data, err := etf.Encode(c.Node.Atoms, args[0], etf.EncodeOptions{})
	if err != nil {
		data = []byte(fmt.Sprintf("no external term: %v: %s", err, term.Format(args[0], c.Node.Atoms)))
	}
	w.results <- data
	return term.AtomOk
}

func (w *world) load(module string) bool {
	w.loading.Lock()
	defer w.loading.Unlock()
	if w.n.Code.Module(w.atom(module)) != nil {
		return true
	}
	for _, dir := range w.folders {
		data, err := os.ReadFile(filepath.Join(dir, module+".beam"))
		if err != nil {
			continue
		}
		m, err := beam.Read(data)
		if err == nil {
			_, err = loader.Load(w.n.Code, m)
		}
		if err != nil {
			w.Errorf("%s: %v", module, err)
			return false
		}
		return true
	}
	return false
}

func (w *world) atom(name string) term.Term {
	i, err := w.n.Atoms.Intern(name)
	if err != nil {
		w.Fatal(err)
	}
	return term.Atom(i)
}

// call runs module:function(args...) and gives its result, in external format, once it has come.
func (w *world) call(module, function string, args ...any) []byte {
	w.Helper()
	w.load("driver")
	for i, a := range args {
		if name, ok := a.(atomArg); ok {
			args[i] = beam.LitAtom(name)
		}
	}
	list, err := beam.EncodeLiteral(beam.LitList(args))
	if err != nil {
		w.Fatal(err)
	}
	w.n.Host(func(c *proc.Ctx) {
		argTerm, err := etf.Decode(&c.Builder, w.n.Atoms, list)
		if err != nil {
			w.Fatal(err)
		}
		all := c.List([]term.Term{w.atom(module), w.atom(function), argTerm}, term.Nil)
		c.Spawn(&proc.SpawnOptions{Module: w.atom("driver"), Function: w.atom("run"), Args: all})
	})
	select {
	case r := <-w.results:
		return r
	case <-time.After(5 * time.Minute):
		w.Fatalf("%s:%s has not come back", module, function)
	}
	return nil
}

// decoded calls f with external terms decoded.
func (w *world) decoded(f func(b *heap.Builder, terms []term.Term), data ...[]byte) {
	w.Helper()
	w.n.Host(func(c *proc.Ctx) {
		var terms []term.Term
		for _, d := range data {
			t, used, err := etf.DecodePrefix(&c.Builder, w.n.Atoms, d, etf.Options{Linker: w.n.Code})
			if err != nil || used != len(d) {
				w.Errorf("%v in %q", err, d)
				return
			}
			terms = append(terms, t)
		}
		f(&c.Builder, terms)
	})
}

func (w *world) format(t term.Term) string { return term.Format(t, w.n.Atoms) }
