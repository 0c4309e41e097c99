package ets

import (
	"joist/internal/arith"
	"joist/internal/heap"
	"joist/internal/proc"
	"joist/internal/term"
)

// guardFunction is a function that a match specification may call; ok is false where it fails.
type guardFunction func(c *proc.Ctx, args []term.Term) (value term.Term, ok bool)

// guardFunctionNamed finds a function by name and arity. These are the guard functions of Erlang, and a few old names.
func guardFunctionNamed(name string, arity int) (f guardFunction, ok bool) {
	switch arity {
	case 0:
		f, ok = constantFunction(name)
	case 1:
		if f, ok = typeTest(name); !ok {
			f, ok = functionOfOne(name)
		}
	case 2:
		if f, ok = comparison(name); !ok {
			if f, ok = arithmetic(name); !ok {
				f, ok = functionOfTwo(name)
			}
		}
	case 3:
		if name == "is_record" {
			return isRecord, true
		}
	}
	return f, ok
}

func constantFunction(name string) (f guardFunction, ok bool) {
	switch name {
	case "self":
		return func(c *proc.Ctx, _ []term.Term) (term.Term, bool) { return c.Self(), true }, true
	case "node":
		return func(*proc.Ctx, []term.Term) (term.Term, bool) { return term.AtomNonodeNohost, true }, true
	}
	return nil, false
}

func typeTest(name string) (f guardFunction, ok bool) {
	tests := map[string]func(t term.Term) bool{
		"is_atom": term.Term.IsAtom, "is_float": term.Term.IsFloat, "is_integer": term.Term.IsInteger,
		"is_list": term.Term.IsList, "is_number": term.Term.IsNumber, "is_pid": term.Term.IsPid,
		"is_port": term.Term.IsPort, "is_reference": term.Term.IsRef, "is_tuple": term.Term.IsTuple,
		"is_map": term.Term.IsMap, "is_binary": term.Term.IsBinary, "is_bitstring": term.Term.IsBitstring,
		"is_function": term.Term.IsFun,
		"is_boolean":  func(t term.Term) bool { return t == term.AtomTrue || t == term.AtomFalse },
	}
	test, ok := tests[name]
	return func(_ *proc.Ctx, args []term.Term) (term.Term, bool) { return term.Bool(test(args[0])), true }, ok
}

func comparison(name string) (f guardFunction, ok bool) {
	orders := map[string]func(order int) bool{
		"<": func(o int) bool { return o < 0 }, "=<": func(o int) bool { return o <= 0 },
		">": func(o int) bool { return o > 0 }, ">=": func(o int) bool { return o >= 0 },
		"==": func(o int) bool { return o == 0 }, "/=": func(o int) bool { return o != 0 },
	}
	if holds, ok := orders[name]; ok {
		return func(c *proc.Ctx, args []term.Term) (term.Term, bool) {
			return term.Bool(holds(term.Compare(args[0], args[1], c.Node.Atoms))), true
		}, true
	}
	switch name {
	case "=:=":
		return func(_ *proc.Ctx, args []term.Term) (term.Term, bool) {
			return term.Bool(term.ExactEqual(args[0], args[1])), true
		}, true
	case "=/=":
		return func(_ *proc.Ctx, args []term.Term) (term.Term, bool) {
			return term.Bool(!term.ExactEqual(args[0], args[1])), true
		}, true
	}
	return nil, false
}

func arithmetic(name string) (f guardFunction, ok bool) {
	ops := map[string]func(b *heap.Builder, x, y term.Term) (term.Term, arith.Fault){
		"+": arith.Add, "-": arith.Sub, "*": arith.Mul, "/": arith.FDiv, "div": arith.Div, "rem": arith.Rem,
		"band": arith.Band, "bor": arith.Bor, "bxor": arith.Bxor, "bsl": arith.Bsl, "bsr": arith.Bsr,
	}
	op, ok := ops[name]
	return func(c *proc.Ctx, args []term.Term) (term.Term, bool) {
		value, fault := op(&c.Builder, args[0], args[1])
		return value, fault == arith.OK
	}, ok
}

func functionOfOne(name string) (f guardFunction, ok bool) {
	conversions := map[string]func(b *heap.Builder, x term.Term) (term.Term, bool){
		"abs": arith.Abs, "round": arith.Round, "trunc": arith.Trunc, "floor": arith.Floor, "ceil": arith.Ceil,
		"float": arith.ToFloat,
		"-": func(b *heap.Builder, x term.Term) (term.Term, bool) {
			value, fault := arith.Neg(b, x)
			return value, fault == arith.OK
		},
		"+": func(_ *heap.Builder, x term.Term) (term.Term, bool) { return x, x.IsNumber() },
		"bnot": func(b *heap.Builder, x term.Term) (term.Term, bool) {
			value, fault := arith.Bnot(b, x)
			return value, fault == arith.OK
		},
	}
	if convert, ok := conversions[name]; ok {
		return func(c *proc.Ctx, args []term.Term) (term.Term, bool) { return convert(&c.Builder, args[0]) }, true
	}
	functions := map[string]func(t term.Term) (term.Term, bool){
		"not": func(t term.Term) (term.Term, bool) {
			return term.Bool(t == term.AtomFalse), t == term.AtomTrue || t == term.AtomFalse
		},
		"hd":         func(t term.Term) (term.Term, bool) { return part(t, t.IsCons(), term.Term.Car) },
		"tl":         func(t term.Term) (term.Term, bool) { return part(t, t.IsCons(), term.Term.Cdr) },
		"length":     listLength,
		"tuple_size": func(t term.Term) (term.Term, bool) { return count(t, t.IsTuple(), term.Term.TupleSize) },
		"map_size":   func(t term.Term) (term.Term, bool) { return count(t, t.IsMap(), term.Term.MapSize) },
		"bit_size":   func(t term.Term) (term.Term, bool) { return count(t, t.IsBitstring(), term.Term.BitSize) },
		"byte_size":  func(t term.Term) (term.Term, bool) { return count(t, t.IsBitstring(), term.Term.ByteSize) },
		"node": func(t term.Term) (term.Term, bool) {
			return term.AtomNonodeNohost, t.IsPid() || t.IsRef() || t.IsPort()
		},
		"size": func(t term.Term) (term.Term, bool) {
			if t.IsTuple() {
				return term.Small(int64(t.TupleSize())), true
			}
			return count(t, t.IsBitstring(), term.Term.ByteSize)
		},
	}
	function, ok := functions[name]
	return func(_ *proc.Ctx, args []term.Term) (term.Term, bool) { return function(args[0]) }, ok
}

func part(t term.Term, ok bool, of func(term.Term) term.Term) (term.Term, bool) {
	if !ok {
		return term.None, false
	}
	return of(t), true
}

func count(t term.Term, ok bool, of func(term.Term) int) (term.Term, bool) {
	if !ok {
		return term.None, false
	}
	return term.Small(int64(of(t))), true
}

func listLength(t term.Term) (term.Term, bool) {
	n := int64(0)
	for ; t.IsCons(); t = t.Cdr() {
		n++
	}
	return term.Small(n), t.IsNil()
}

func functionOfTwo(name string) (f guardFunction, ok bool) {
	switch name {
	case "element":
		return elementOf, true
	case "map_get":
		return func(_ *proc.Ctx, args []term.Term) (term.Term, bool) {
			if !args[1].IsMap() {
				return term.None, false
			}
			return mapGet(args[1], args[0])
		}, true
	case "is_map_key":
		return func(_ *proc.Ctx, args []term.Term) (term.Term, bool) {
			if !args[1].IsMap() {
				return term.None, false
			}
			_, found := mapGet(args[1], args[0])
			return term.Bool(found), true
		}, true
	case "xor":
		return func(_ *proc.Ctx, args []term.Term) (term.Term, bool) {
			for _, t := range args {
				if t != term.AtomTrue && t != term.AtomFalse {
					return term.None, false
				}
			}
			return term.Bool(args[0] != args[1]), true
		}, true
	case "max", "min":
		return extreme(name == "max"), true
	}
	return nil, false
}

func extreme(greatest bool) guardFunction {
	return func(c *proc.Ctx, args []term.Term) (term.Term, bool) {
		order := term.Compare(args[0], args[1], c.Node.Atoms)
		if order == 0 || (order > 0) == greatest {
			return args[0], true
		}
		return args[1], true
	}
}

func elementOf(_ *proc.Ctx, args []term.Term) (term.Term, bool) {
	position, tuple := args[0], args[1]
	if !position.IsSmall() || !tuple.IsTuple() || position.SmallValue() < 1 || position.SmallValue() > int64(tuple.TupleSize()) {
		return term.None, false
	}
	return tuple.TupleElem(int(position.SmallValue()) - 1), true
}

func isRecord(_ *proc.Ctx, args []term.Term) (term.Term, bool) {
	t, tag, size := args[0], args[1], args[2]
	is := t.IsTuple() && t.TupleSize() > 0 && size.IsSmall() && int64(t.TupleSize()) == size.SmallValue() && t.TupleElem(0) == tag
	return term.Bool(is), true
}
