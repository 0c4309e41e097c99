package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func compareNatives() []Native {
	ordered := func(name string, holds func(order int) bool) Native {
		return Native{"erlang", name, 2, func(c *proc.Ctx, args []term.Term) term.Term {
			return term.Bool(holds(term.Compare(args[0], args[1], c.Node.Atoms)))
		}, guard}
	}
	return []Native{
		ordered("<", func(order int) bool { return order < 0 }),
		ordered("=<", func(order int) bool { return order <= 0 }),
		ordered(">", func(order int) bool { return order > 0 }),
		ordered(">=", func(order int) bool { return order >= 0 }),
		{"erlang", "==", 2, equal, guard},
		{"erlang", "/=", 2, notEqual, guard},
		{"erlang", "=:=", 2, exactlyEqual, guard},
		{"erlang", "=/=", 2, notExactlyEqual, guard},
		{"erlang", "max", 2, maximum, guard},
		{"erlang", "min", 2, minimum, guard},
		{"erts_internal", "cmp_term", 2, compareTerms, 0},
	}
}

func equal(_ *proc.Ctx, args []term.Term) term.Term { return term.Bool(term.Equal(args[0], args[1])) }

func notEqual(_ *proc.Ctx, args []term.Term) term.Term {
	return term.Bool(!term.Equal(args[0], args[1]))
}

func exactlyEqual(_ *proc.Ctx, args []term.Term) term.Term {
	return term.Bool(term.ExactEqual(args[0], args[1]))
}

func notExactlyEqual(_ *proc.Ctx, args []term.Term) term.Term {
	return term.Bool(!term.ExactEqual(args[0], args[1]))
}

// maximum gives the first of two that compare equal.
func maximum(c *proc.Ctx, args []term.Term) term.Term {
	if term.Compare(args[0], args[1], c.Node.Atoms) >= 0 {
		return args[0]
	}
	return args[1]
}

func minimum(c *proc.Ctx, args []term.Term) term.Term {
	if term.Compare(args[0], args[1], c.Node.Atoms) <= 0 {
		return args[0]
	}
	return args[1]
}

// compareTerms orders integers before floats, unlike ==: it is the order of the keys of maps.
func compareTerms(c *proc.Ctx, args []term.Term) term.Term {
	return term.Small(int64(term.CompareExact(args[0], args[1], c.Node.Atoms)))
}
