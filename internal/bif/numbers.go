package bif

import (
	"joist/internal/arith"
	"joist/internal/heap"
	"joist/internal/proc"
	"joist/internal/term"
)

func numberNatives() []Native {
	return []Native{
		{"erlang", "+", 1, unary(arith.Plus), guard},
		{"erlang", "-", 1, unary(arith.Neg), guard},
		{"erlang", "bnot", 1, unary(arith.Bnot), guard},
		{"erlang", "+", 2, binaryOp(arith.OpLinear, arith.Add), guard},
		{"erlang", "-", 2, binaryOp(arith.OpLinear, arith.Sub), guard},
		{"erlang", "*", 2, binaryOp(arith.OpMul, arith.Mul), guard},
		{"erlang", "/", 2, binaryOp(arith.OpLinear, arith.FDiv), guard},
		{"erlang", "div", 2, binaryOp(arith.OpDiv, arith.Div), guard},
		{"erlang", "rem", 2, binaryOp(arith.OpDiv, arith.Rem), guard},
		{"erlang", "band", 2, binaryOp(arith.OpLinear, arith.Band), guard},
		{"erlang", "bor", 2, binaryOp(arith.OpLinear, arith.Bor), guard},
		{"erlang", "bxor", 2, binaryOp(arith.OpLinear, arith.Bxor), guard},
		{"erlang", "bsl", 2, binaryOp(arith.OpShiftLeft, arith.Bsl), guard},
		{"erlang", "bsr", 2, binaryOp(arith.OpLinear, arith.Bsr), guard},
		{"erlang", "abs", 1, conversion(arith.Abs), guard},
		{"erlang", "float", 1, conversion(arith.ToFloat), guard},
		{"erlang", "trunc", 1, conversion(arith.Trunc), guard},
		{"erlang", "round", 1, conversion(arith.Round), guard},
		{"erlang", "floor", 1, conversion(arith.Floor), guard},
		{"erlang", "ceil", 1, conversion(arith.Ceil), guard},
	}
}

// unary wraps an operation on one number.
func unary(op func(b *heap.Builder, x term.Term) (term.Term, arith.Fault)) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		c.Charge(arith.Cost(arith.OpLinear, args[0], args[0]))
		value, fault := op(&c.Builder, args[0])
		return withFault(c, value, fault)
	}
}

// binaryOp wraps an operation on two numbers. Called as a function, a long one leaves the schedulers; in a guard
// the interpreter uses package arith itself.
func binaryOp(kind arith.Op, op func(b *heap.Builder, x, y term.Term) (term.Term, arith.Fault)) proc.Native {
	run := func(c *proc.Ctx, args []term.Term) term.Term {
		c.Charge(arith.Cost(kind, args[0], args[1]))
		value, fault := op(&c.Builder, args[0], args[1])
		return withFault(c, value, fault)
	}
	return run
}

// withFault raises what an operation could not do.
func withFault(c *proc.Ctx, value term.Term, fault arith.Fault) term.Term {
	switch fault {
	case arith.BadArith:
		return c.Badarith()
	case arith.SystemLimit:
		return c.SystemLimit()
	}
	return value
}

func conversion(convert func(b *heap.Builder, x term.Term) (term.Term, bool)) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		value, ok := convert(&c.Builder, args[0])
		if !ok {
			return c.Badarg()
		}
		return value
	}
}
