package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func errorNatives() []Native {
	return []Native{
		{"erlang", "error", 1, raiseError, 0},
		{"erlang", "error", 2, raiseError, 0},
		{"erlang", "error", 3, raiseError, 0},
		{"erlang", "exit", 1, func(c *proc.Ctx, args []term.Term) term.Term { return c.Exit(args[0]) }, 0},
		{"erlang", "throw", 1, func(c *proc.Ctx, args []term.Term) term.Term { return c.Throw(args[0]) }, 0},
		{"erlang", "raise", 3, raise, 0},
		{"erlang", "nif_error", 1, raiseError, 0},
		{"erlang", "nif_error", 2, raiseError, 0},
		{"erlang", "halt", 0, halt, 0},
		{"erlang", "halt", 1, halt, 0},
		{"erlang", "halt", 2, halt, 0},
		{"erlang", "display", 1, display, 0},
		{"erlang", "display_string", 1, displayString, 0},
	}
}

// raiseError raises an error, with the arguments of the function that raises it and options where these are given.
func raiseError(c *proc.Ctx, args []term.Term) term.Term {
	info := term.None
	if len(args) == 3 {
		list := args[2]
		for ; list.IsCons(); list = list.Cdr() {
			option := list.Car()
			if !option.IsTupleOf(2) || option.TupleElem(0) != term.AtomErrorInfo || !option.TupleElem(1).IsMap() {
				return c.Badarg()
			}
			info = option.TupleElem(1)
		}
		if !list.IsNil() {
			return c.Badarg()
		}
	}
	arguments := term.None
	if len(args) >= 2 && args[1] != term.AtomNone {
		if !args[1].IsList() {
			return c.Badarg()
		}
		arguments = args[1]
	}
	c.Error(args[0])
	c.Exc.Args, c.Exc.Info = arguments, info
	return term.None
}

// raise raises an exception with a stack trace. What is none of the classes, or no stack trace, gives badarg as a value.
func raise(c *proc.Ctx, args []term.Term) term.Term {
	if !isStacktrace(args[2]) {
		return term.AtomBadarg
	}
	switch args[0] {
	case term.AtomError:
		return c.Raise(proc.ClassError, args[1], args[2])
	case term.AtomExit:
		return c.Raise(proc.ClassExit, args[1], args[2])
	case term.AtomThrow:
		return c.Raise(proc.ClassThrow, args[1], args[2])
	}
	return term.AtomBadarg
}

// isStacktrace says whether t is a list of {Module, Function, ArityOrArgs, Location} or {Fun, Args, Location} tuples, the
// location being optional.
func isStacktrace(t term.Term) bool {
	for ; t.IsCons(); t = t.Cdr() {
		item := t.Car()
		if !item.IsTuple() {
			return false
		}
		switch e := item.TupleElems(); len(e) {
		case 2:
			if !e[0].IsFun() || !e[1].IsList() && !e[1].IsSmall() {
				return false
			}
		case 3:
			isFun := e[0].IsFun() && (e[1].IsList() || e[1].IsSmall()) && e[2].IsList()
			if !isFun && (!e[0].IsAtom() || !e[1].IsAtom()) {
				return false
			}
		case 4:
			if !e[0].IsAtom() || !e[1].IsAtom() || !e[2].IsList() && !e[2].IsSmall() || !e[3].IsList() {
				return false
			}
		default:
			return false
		}
	}
	return t.IsNil()
}

// maxStatus is the largest exit status that halt takes.
const maxStatus = 1<<31 - 1

// halt ends the node: what has been written is flushed, and the process never goes on.
func halt(c *proc.Ctx, args []term.Term) term.Term {
	status := 0
	if len(args) > 0 {
		switch t := args[0]; {
		case isCount(t) && t.SmallValue() <= maxStatus:
			status = int(t.SmallValue())
		case t == term.AtomAbort:
			status = 134
		case t.IsList():
			text, ok := charlistText(t)
			if !ok {
				return c.Badarg()
			}
			ioOf(c.Node).write(standardError, append(text, '\n'))
			status = 1
		default:
			return c.Badarg()
		}
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		ioOf(c.Node).Flush()
		c.Node.Halt(status)
		<-c.Context().Done()
		return term.AtomTrue
	})
}

// display writes a term to the standard output, as the runtime itself prints it.
func display(c *proc.Ctx, args []term.Term) term.Term {
	ioOf(c.Node).write(standardOutput, []byte(term.Format(args[0], c.Node.Atoms)+"\n"))
	return term.AtomTrue
}

func displayString(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := appendIOData(nil, args[0])
	if !ok {
		return c.Badarg()
	}
	ioOf(c.Node).write(standardOutput, text)
	return term.AtomTrue
}
