package bif

import (
	"math"

	"joist/internal/arith"
	"joist/internal/proc"
	"joist/internal/term"
)

func mathNatives() []Native {
	one := func(name string, f func(float64) float64) Native {
		return Native{"math", name, 1, func(c *proc.Ctx, args []term.Term) term.Term {
			if args[0].IsFloat() {
				return finite(c, f(args[0].FloatValue()))
			}
			return floatResult(c, args, func(x []float64) float64 { return f(x[0]) })
		}, 0}
	}
	two := func(name string, f func(x, y float64) float64) Native {
		return Native{"math", name, 2, func(c *proc.Ctx, args []term.Term) term.Term {
			return floatResult(c, args, func(x []float64) float64 { return f(x[0], x[1]) })
		}, 0}
	}
	return []Native{
		one("sin", math.Sin), one("cos", math.Cos), one("tan", math.Tan),
		one("asin", math.Asin), one("acos", math.Acos), one("atan", math.Atan), two("atan2", math.Atan2),
		one("sinh", math.Sinh), one("cosh", math.Cosh), one("tanh", math.Tanh),
		one("asinh", math.Asinh), one("acosh", math.Acosh), one("atanh", math.Atanh),
		one("exp", math.Exp), one("log", positive(math.Log)), one("log2", positive(math.Log2)),
		one("log10", positive(math.Log10)), one("sqrt", math.Sqrt), two("pow", math.Pow),
		two("fmod", math.Mod), one("ceil", math.Ceil), one("floor", math.Floor),
		one("erf", math.Erf), one("erfc", math.Erfc),
		{"math", "pi", 0, func(c *proc.Ctx, _ []term.Term) term.Term { return c.Float(math.Pi) }, 0},
		{"math", "tau", 0, func(c *proc.Ctx, _ []term.Term) term.Term { return c.Float(2 * math.Pi) }, 0},
	}
}

// positive makes a logarithm of zero as undefined as one of a negative number.
func positive(f func(float64) float64) func(float64) float64 {
	return func(x float64) float64 {
		if x <= 0 {
			return math.NaN()
		}
		return f(x)
	}
}

// floatResult applies a function of floats to numbers. What has no finite result is a badarith.
func floatResult(c *proc.Ctx, args []term.Term, f func(x []float64) float64) term.Term {
	var x [2]float64
	for i, t := range args {
		if !t.IsNumber() {
			return c.Badarg()
		}
		value, ok := arith.Float64(t)
		if !ok {
			return c.Badarith()
		}
		x[i] = value
	}
	return finite(c, f(x[:]))
}

func finite(c *proc.Ctx, y float64) term.Term {
	if math.IsNaN(y) || math.IsInf(y, 0) {
		return c.Badarith()
	}
	return c.Float(y)
}
