package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func typeNatives() []Native {
	test := func(name string, is func(t term.Term) bool) Native {
		return Native{"erlang", name, 1, func(_ *proc.Ctx, args []term.Term) term.Term {
			return term.Bool(is(args[0]))
		}, guard}
	}
	return []Native{
		test("is_atom", term.Term.IsAtom),
		test("is_integer", term.Term.IsInteger),
		test("is_float", term.Term.IsFloat),
		test("is_number", term.Term.IsNumber),
		test("is_list", term.Term.IsList),
		test("is_tuple", term.Term.IsTuple),
		test("is_map", term.Term.IsMap),
		test("is_binary", term.Term.IsBinary),
		test("is_bitstring", term.Term.IsBitstring),
		test("is_pid", term.Term.IsPid),
		test("is_port", term.Term.IsPort),
		test("is_reference", term.Term.IsRef),
		test("is_function", term.Term.IsFun),
		test("is_boolean", func(t term.Term) bool { return t == term.AtomTrue || t == term.AtomFalse }),
		{"erlang", "is_function", 2, isFunction2, guard},
		{"erlang", "is_record", 2, isRecord2, guard},
		{"erlang", "is_record", 3, isRecord3, guard},
		{"erlang", "is_integer", 3, isIntegerIn, guard},
		{"erlang", "not", 1, not, guard},
		{"erlang", "and", 2, logical(func(x, y bool) bool { return x && y }), guard},
		{"erlang", "or", 2, logical(func(x, y bool) bool { return x || y }), guard},
		{"erlang", "xor", 2, logical(func(x, y bool) bool { return x != y }), guard},
	}
}

func isFunction2(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsInteger() || term.Compare(args[1], term.Small(0), c.Node.Atoms) < 0 {
		return c.Badarg()
	}
	return term.Bool(args[0].IsFun() && args[1].IsSmall() && args[0].FunArityOf() == int(args[1].SmallValue()))
}

func isRecord2(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsAtom() {
		return c.Badarg()
	}
	t := args[0]
	return term.Bool(t.IsTuple() && t.TupleSize() > 0 && t.TupleElem(0) == args[1])
}

func isRecord3(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsAtom() || !args[2].IsSmall() || args[2].SmallValue() < 0 {
		return c.Badarg()
	}
	t := args[0]
	return term.Bool(t.IsTuple() && t.TupleSize() > 0 && int64(t.TupleSize()) == args[2].SmallValue() && t.TupleElem(0) == args[1])
}

func isIntegerIn(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsInteger() || !args[2].IsInteger() {
		return c.Badarg()
	}
	if !args[0].IsInteger() {
		return term.AtomFalse
	}
	atoms := c.Node.Atoms
	return term.Bool(term.Compare(args[1], args[0], atoms) <= 0 && term.Compare(args[0], args[2], atoms) <= 0)
}

func not(c *proc.Ctx, args []term.Term) term.Term {
	switch args[0] {
	case term.AtomTrue:
		return term.AtomFalse
	case term.AtomFalse:
		return term.AtomTrue
	}
	return c.Badarg()
}

func logical(op func(x, y bool) bool) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		x, ok1 := boolOf(args[0])
		y, ok2 := boolOf(args[1])
		if !ok1 || !ok2 {
			return c.Badarg()
		}
		return term.Bool(op(x, y))
	}
}

// boolOf is the value of the atoms true and false.
func boolOf(t term.Term) (value, ok bool) {
	return t == term.AtomTrue, t == term.AtomTrue || t == term.AtomFalse
}
