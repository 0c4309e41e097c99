package vm

import (
	"joist/internal/interp"
	"joist/internal/proc"
	"joist/internal/term"
)

// maxInspectedFrames is how many frames process_info shows of a stack.
const maxInspectedFrames = 8

// inspect is proc.Node's Inspect: the items of process_info/2 that need the stack and the code.
func inspect(c *proc.Ctx, p *proc.Process, item term.Term) term.Term {
	limit := maxInspectedFrames
	if item != term.AtomCurrentStacktrace {
		limit = 1
	}
	trace := interp.Stacktrace(c, p, limit)
	if item == term.AtomCurrentStacktrace {
		return trace
	}
	if !trace.IsCons() {
		return term.AtomUndefined
	}
	top := trace.Car() // {module, function, arity, location}
	switch item {
	case term.AtomCurrentLocation:
		return top
	case term.AtomCurrentFunction:
		return c.Tuple3(top.TupleElem(0), top.TupleElem(1), top.TupleElem(2))
	}
	return term.AtomUndefined
}
