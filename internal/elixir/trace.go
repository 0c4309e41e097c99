package elixir

import (
	"errors"

	"joist/internal/beam"
	"joist/internal/expand"
	"joist/internal/macroenv"
	"joist/internal/quoted"
	"joist/internal/term"
)

// trackerModule follows the references of a file or module in a process of its own. It is loaded when a program asks for it,
// or when the compiler has tracers; until then nothing is followed.
const trackerModule = "Elixir.Kernel.LexicalTracker"

// tracing reads who follows the code of an environment; nil when nobody does.
func (h *Session) tracing(r *envReader) *macroenv.Tracing {
	modules, tracker := r.modules(r.field("tracers")), r.field("lexical_tracker")
	if len(modules) == 0 && tracker == term.AtomNil {
		return nil
	}
	t := &macroenv.Tracing{Modules: modules}
	if tracker != term.AtomNil {
		data, err := h.encode(tracker)
		if err != nil {
			r.fail()
			return nil
		}
		t.Tracker = &quoted.Opaque{Term: data}
	}
	return t
}

// tracers are the modules of the compiler's option :tracers.
func (h *Session) tracers() []quoted.Atom {
	h.mu.Lock()
	data := h.options["tracers"]
	h.mu.Unlock()
	if data == nil {
		return nil
	}
	t, err := h.decode(data)
	if err != nil {
		return nil
	}
	r := envReader{atoms: h.node.Atoms, comp: h.Compiler}
	return r.modules(t)
}

// follow has the code of env traced if anybody wants to know of it: it starts the tracker, puts the tracers into env and tells
// them. What it returns tells them of the end, and must be called.
func (h *Session) follow(env *macroenv.Env) (stop func(env *macroenv.Env) error, err error) {
	none := func(*macroenv.Env) error { return nil }
	if h.library || env.Trace != nil && env.Trace.Tracker != nil {
		return none, nil
	}
	var modules []quoted.Atom
	switch {
	case env.Trace != nil:
		modules = env.Trace.Modules
	case env.Module == "":
		modules = h.tracers()
	}
	if len(modules) == 0 && h.node.Code.Module(h.mustAtom(trackerModule)) == nil {
		return none, nil
	}
	started, err := h.CallFunction(trackerModule, "start_link")
	if err != nil || !started.IsTupleOf(2) {
		return none, err
	}
	pid, err := h.encode(started.TupleElem(1))
	if err != nil {
		return none, err
	}
	tracker := &quoted.Opaque{Term: pid}
	env.Trace = &macroenv.Tracing{Modules: append([]quoted.Atom{trackerModule}, modules...), Tracker: tracker}
	stop = func(env *macroenv.Env) error {
		err := h.x.Trace(env, quoted.Atom("stop"))
		if _, bad := h.Call(trackerModule, "stop", []quoted.Node{tracker}); err == nil {
			err = bad
		}
		return err
	}
	return stop, h.x.Trace(env, quoted.Atom("start"))
}

// across runs f, which calls back, and gives the value and the error of what was done before; f's error when there was none.
func (h *Session) across(value term.Term, err error, f func() error) (term.Term, error) {
	var r raised
	switch {
	case errors.As(err, &r):
		trace := r.exc.Trace
		if trace == term.None {
			trace = term.Nil
		}
		kept, bad := h.encode(h.c.Tuple2(r.exc.Reason, trace))
		if bad != nil {
			return term.None, err
		}
		exc := *r.exc
		f()
		pair, bad := h.decode(kept)
		if bad != nil {
			return term.None, bad
		}
		exc.Reason, exc.Trace = pair.TupleElem(0), pair.TupleElem(1)
		return term.None, raised{&exc}
	case err != nil:
		f()
		return term.None, err
	case value == term.None:
		return value, f()
	}
	kept, err := h.encode(value)
	if err != nil {
		return term.None, err
	}
	if err := f(); err != nil {
		return term.None, err
	}
	return h.decode(kept)
}

// traceModule tells the tracers of a module that was loaded, and of the calls that its hooks and @on_load are.
func (h *Session) traceModule(m *expand.Module, out *beam.Module) error {
	if m.Env.Trace == nil {
		return nil
	}
	line := quoted.List{&quoted.Pair{Left: quoted.Atom("line"), Right: quoted.Int(m.Line)}}
	event := func(name string, args ...quoted.Node) error {
		return h.x.Trace(m.Env, quoted.Call("{}", quoted.Meta{}, append([]quoted.Node{quoted.Atom(name), line}, args...)...))
	}
	if f := m.OnLoad; f != nil {
		if err := event("local_function", quoted.Atom(f.Name), quoted.Int(f.Arity)); err != nil {
			return err
		}
	}
	for _, hooks := range []struct {
		list  []*quoted.Pair
		arity quoted.Int
	}{{m.AfterCompile, 2}, {m.AfterVerify, 1}} {
		for _, hook := range hooks.list {
			if err := event("remote_function", hook.Left, hook.Right, hooks.arity); err != nil {
				return err
			}
		}
	}
	data, err := h.writeModule(out)
	if err != nil {
		return err
	}
	return h.x.Trace(m.Env, quoted.Call("{}", quoted.Meta{}, quoted.Atom("on_module"), quoted.String(data), quoted.Atom("none")))
}
