package elixir

import (
	"joist/internal/beam"
	"joist/internal/diag"
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

// A watch collects what the compiler does for one process: the modules that it defines, or the
// diagnostics that it would print. A process may have several; the latest comes last.
type watch struct {
	modules     bool // collects modules, else diagnostics
	library     bool // hides from the earlier ones what loading a library module does
	log         bool // diagnostics are printed, too
	defined     []definedModule
	diagnostics []diag.Diagnostic
}

type definedModule struct {
	name   string
	binary []byte
}

func (h *Session) startWatch(w *watch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watches[h.c.Self()] = append(h.watches[h.c.Self()], w)
}

// stopWatch ends the latest watch of a kind, and those begun after it.
func (h *Session) stopWatch(modules bool) *watch {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.watches[h.c.Self()]
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].modules != modules || list[i].library {
			continue
		}
		if i == 0 {
			delete(h.watches, h.c.Self())
		} else {
			h.watches[h.c.Self()] = list[:i]
		}
		return list[i]
	}
	return &watch{}
}

// collected hands a diagnostic to whoever collects them, and tells whether it is not to be printed.
func (h *Session) collected(d *diag.Diagnostic) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.watches[h.c.Self()]
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].library {
			return false
		}
		if w := list[i]; !w.modules {
			w.diagnostics = append(w.diagnostics, *d)
			w.diagnostics = append(w.diagnostics, d.Others...)
			if !w.log {
				return true
			}
		}
	}
	return false
}

// current lists the process's watches that see what is compiled now.
func (h *Session) current() []*watch {
	list := h.watches[h.c.Self()]
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].library {
			return list[i+1:]
		}
	}
	return list
}

// aside runs f, which loads a module of the library, without anybody watching.
func (h *Session) aside(f func() error) error {
	self := h.c.Self()
	h.mu.Lock()
	before := h.watches[self]
	if len(before) > 0 {
		h.watches[self] = append(before[:len(before):len(before)], &watch{library: true})
	}
	h.mu.Unlock()
	err := f()
	if len(before) > 0 {
		h.mu.Lock()
		h.watches[self] = before
		h.mu.Unlock()
	}
	return err
}

// noteModule tells those who collect modules about one.
func (h *Session) noteModule(m *beam.Module) error {
	wanted := func() (out []*watch) {
		for _, w := range h.current() {
			if w.modules {
				out = append(out, w)
			}
		}
		return out
	}
	h.mu.Lock()
	any := len(wanted()) > 0
	h.mu.Unlock()
	if !any {
		return nil
	}
	data, err := h.writeModule(m)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range wanted() {
		w.defined = append(w.defined, definedModule{m.Name, data})
	}
	return nil
}

// watchDiagnostics is :elixir_code.watch_diagnostics(log?).
func watchDiagnostics(h *Session, args []term.Term) (term.Term, error) {
	h.startWatch(&watch{log: args[0] == term.AtomTrue})
	return term.AtomOk, nil
}

// watchedDiagnostics is :elixir_code.watched_diagnostics(), in order.
func watchedDiagnostics(h *Session, _ []term.Term) (term.Term, error) {
	w := h.stopWatch(false)
	list := make([]term.Term, 0, len(w.diagnostics))
	for i := range w.diagnostics {
		list = append(list, h.diagnosticMap(h.c, &w.diagnostics[i]))
	}
	return h.c.List(list, term.Nil), nil
}

// watchModules is :elixir_code.watch_modules().
func watchModules(h *Session, _ []term.Term) (term.Term, error) {
	h.startWatch(&watch{modules: true})
	return term.AtomOk, nil
}

// watchedModules is :elixir_code.watched_modules(): [{module, binary}] in the order of definition.
func watchedModules(h *Session, _ []term.Term) (term.Term, error) {
	w := h.stopWatch(true)
	var list []term.Term
	for _, m := range w.defined {
		name, err := h.atom(m.name)
		if err != nil {
			return term.None, err
		}
		list = append(list, h.c.Tuple2(name, h.c.Binary(m.binary)))
	}
	return h.c.List(list, term.Nil), nil
}

// diagnosticMap is a diagnostic as Code.with_diagnostics gives it.
func (comp *Compiler) diagnosticMap(c *proc.Ctx, d *diag.Diagnostic) term.Term {
	file := c.BinaryString(d.File)
	if d.File == "" {
		file = term.AtomNil
	}
	position := term.Small(int64(d.Pos.Line))
	if d.Pos.Column > 0 {
		position = c.Tuple2(position, term.Small(int64(d.Pos.Column)))
	}
	span := term.AtomNil
	if d.EndPos.Line > 0 && d.Pos.Column > 0 {
		span = c.Tuple2(term.Small(int64(d.EndPos.Line)), term.Small(int64(d.EndPos.Column)))
	}
	severity := "error"
	if d.Severity == diag.Warning {
		severity = "warning"
	}
	message := d.Message
	if d.Hint != "" {
		message += "\n\n" + d.Hint
	}
	return maps.FromPairs(&c.Builder, []term.Term{
		comp.mustAtom("file"), file, comp.mustAtom("source"), file,
		comp.mustAtom("message"), c.BinaryString(message),
		comp.mustAtom("position"), position, comp.mustAtom("span"), span,
		comp.mustAtom("severity"), comp.mustAtom(severity),
		comp.mustAtom("stacktrace"), term.Nil,
	})
}
