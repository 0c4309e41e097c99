package interp

import (
	"joist/internal/proc"
	"joist/internal/term"
)

// Inspect gives the items of process_info that say where a process is in its code: current_function,
// current_location and current_stacktrace. p is c.P, in the middle of a native, or a process that is not
// running. It is what proc.Node.Inspect wants.
func Inspect(c *proc.Ctx, p *proc.Process, item term.Term) term.Term {
	m := &Machine{node: c.Node, c: c, p: p}
	m.heap = &p.Heap
	pc := p.PC
	if c.Runs(p) {
		pc = 0 // the native's caller is the first on the stack
	}
	var items []term.Term
	for _, e := range m.backtrace(nil, pc, maxBacktrace) {
		if i := m.stackItem(uintptr(e.SmallValue())<<4, term.None); i != term.None {
			items = append(items, i)
		}
	}
	switch {
	case item == term.AtomCurrentStacktrace:
		return c.List(items, term.Nil)
	case len(items) == 0:
		return term.AtomUndefined
	case item == term.AtomCurrentLocation:
		return items[0]
	case item == term.AtomCurrentFunction:
		e := items[0].TupleElems()
		return c.Tuple3(e[0], e[1], e[2])
	}
	return term.AtomUndefined
}
