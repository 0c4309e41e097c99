package elixir

import (
	"joist/internal/proc"
	"joist/internal/term"
)

// A dirty call costs 30 us and more: a goroutine, whose stack has to grow, and two hand-overs between threads. So a native
// whose work is usually little tries it first on the scheduler. When it turns out that more is wanted, something has to
// be loaded, printed or asked of Elixir code, it starts from the beginning as a dirty call. Therefore nothing that such a
// function does before that may be seen: mayWait comes before the first effect.

// What natives may try on the scheduler: at the usual speed of the compiler this is a fifth of a millisecond at most.
const (
	quickSource = 1024 // bytes of source text
	quickNodes  = 300  // tuples, conses and leaves of quoted code
)

// quickReductions are what an attempt costs the process.
const quickReductions = 1000

// waits is the panic by which a quick session gives up.
type waits struct{}

// mayWait says that what comes next may take long, calls the process back, or can be seen by others.
func (h *Session) mayWait() {
	if h.quick {
		panic(waits{})
	}
}

// quick makes a native of a function that is tried on the scheduler if its arguments are small.
func quick(small func(args []term.Term) bool, f func(h *Session, args []term.Term) (term.Term, error)) proc.Native {
	slow := dirty(f)
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if small(args) {
			c.Charge(quickReductions)
			if t, done := attempt(c, args, f); done {
				return t
			}
		}
		return slow(c, args)
	}
}

// attempt runs f, unless it gives up. It gives up on any panic, too: one that is a bug comes again in the dirty call, which reports
// it and raises it in the process.
func attempt(c *proc.Ctx, args []term.Term, f func(h *Session, args []term.Term) (term.Term, error)) (t term.Term, done bool) {
	defer func() {
		if recover() != nil {
			t, done = term.None, false
		}
	}()
	comp := Of(c.Node)
	h := comp.newSession(c)
	h.quick = true
	t, err := f(h, args)
	if err == nil {
		return t, true
	}
	refused := h.refusal(err)
	// Raised as a dirty native raises it, without an item of the stack trace for the native.
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term { return comp.raise(c, refused) }), true
}

func always([]term.Term) bool { return true }

// shortSource is for arguments of which the first is source text.
func shortSource(args []term.Term) bool {
	return args[0].IsBinary() && len(args[0].BinaryBytes()) <= quickSource
}

// smallCode is for arguments of which the first is quoted code.
func smallCode(args []term.Term) bool { return countNodes(args[0], quickNodes) > 0 }

// countNodes is what remains of n after the parts of a term have been counted; nothing when they are too many.
func countNodes(t term.Term, n int) int {
	for t.IsCons() && n > 0 {
		n = countNodes(t.Car(), n-1)
		t = t.Cdr()
	}
	if t.IsTuple() {
		for i := 0; i < t.TupleSize() && n > 0; i++ {
			n = countNodes(t.TupleElem(i), n)
		}
	}
	return n - 1
}
