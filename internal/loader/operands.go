package loader

import (
	"math/big"

	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/term"
)

// reg is the operand for a register that is read or written.
func (l *loader) reg(o beam.Operand) uint16 {
	switch o.Kind {
	case beam.X, beam.Typed:
		if o.N >= 0 && o.N < code.MaxX {
			return code.XRef(int(o.N))
		}
	case beam.Y:
		if o.N >= 0 && o.N < code.MaxY && (l.frame == frameUnknown || int(o.N) < l.frame) {
			return code.YRef(int(o.N))
		}
		l.fail("y%d in a frame of %d", o.N, l.frame)
		return 0
	}
	l.fail("register expected, got operand of kind %d (%d)", o.Kind, o.N)
	return 0
}

func isReg(o beam.Operand) bool { return o.Kind == beam.X || o.Kind == beam.Y || o.Kind == beam.Typed }
func isX(o beam.Operand) bool   { return o.Kind == beam.X || o.Kind == beam.Typed }

// freg is the operand for a floating-point register.
func (l *loader) freg(o beam.Operand) uint16 {
	if o.Kind != beam.FR || o.N < 0 || o.N >= code.NumFloats {
		l.fail("floating-point register expected")
		return 0
	}
	return code.FRef(int(o.N))
}

// constant is the term of a constant operand.
func (l *loader) constant(o beam.Operand) term.Term {
	switch o.Kind {
	case beam.Integer, beam.Char, beam.Uint:
		if term.FitsSmall(o.N) {
			return term.Small(o.N)
		}
		return l.bigLiteral(big.NewInt(o.N))
	case beam.Atom:
		return l.atom(o)
	case beam.Nil:
		return term.Nil
	case beam.Literal:
		if o.N >= 0 && o.N < int64(len(l.out.Literals)) {
			return l.out.Literals[o.N]
		}
		l.fail("literal %d of %d", o.N, len(l.out.Literals))
		return term.Nil
	}
	l.fail("term expected, got operand of kind %d", o.Kind)
	return term.Nil
}

// src is a register operand for any term: constants go through scratch register k.
func (l *loader) src(o beam.Operand, k int) uint16 {
	if isReg(o) {
		return l.reg(o)
	}
	return l.scratch(l.constant(o), k)
}

// xsrc is src for the instructions that take an X register only: a Y register goes through scratch register k.
func (l *loader) xsrc(o beam.Operand, k int) uint16 {
	if o.Kind != beam.Y {
		return l.src(o, k)
	}
	ref := code.XRef(code.ScratchX + k)
	l.emit(code.OpMove, l.reg(o), 0, ref, 0)
	return ref
}

func (l *loader) scratch(v term.Term, k int) uint16 {
	ref := code.XRef(code.ScratchX + k)
	l.emit(code.OpMoveC, 0, 0, ref, uint64(v))
	return ref
}

// packed is a term, in a register or constant, as a packed operand.
func (l *loader) packed(o beam.Operand) uint64 {
	if isReg(o) {
		return uint64(l.reg(o)) << 2
	}
	return uint64(l.constant(o))
}

// imm32 gives a constant that is an immediate and fits 32 bits with its sign.
func (l *loader) imm32(o beam.Operand) (uint32, bool) {
	if isReg(o) || o.Kind == beam.FR {
		return 0, false
	}
	v := l.constant(o)
	if !v.IsImmediate() || int64(v) != int64(int32(v)) {
		return 0, false
	}
	return uint32(v), true
}

// small gives a constant that is a small integer.
func (l *loader) small(o beam.Operand) (int64, bool) {
	if o.Kind == beam.Integer || o.Kind == beam.Char || o.Kind == beam.Uint {
		return o.N, term.FitsSmall(o.N)
	}
	return 0, false
}

// uint is a number from 0 to max.
func (l *loader) uint(o beam.Operand, max int64) int {
	ok := o.Kind == beam.Uint || o.Kind == beam.Integer || o.Kind == beam.Char
	if !ok || o.N < 0 || o.N > max {
		l.fail("number from 0 to %d expected, got %d (kind %d)", max, o.N, o.Kind)
		return 0
	}
	return int(o.N)
}

// label is a label to jump to, or 0 for none.
func (l *loader) label(o beam.Operand) int {
	if o.Kind != beam.Label && o.Kind != beam.Uint || o.N < 0 || o.N > int64(l.m.NumLabels) {
		l.fail("label expected, got %d (kind %d)", o.N, o.Kind)
		return 0
	}
	return int(o.N)
}

// target is a label that must be there.
func (l *loader) target(o beam.Operand) int {
	n := l.label(o)
	if n == 0 && l.err == nil {
		l.fail("label 0")
	}
	return n
}

func (l *loader) atom(o beam.Operand) term.Term {
	if o.Kind != beam.Atom {
		l.fail("atom expected")
		return term.AtomNil
	}
	if uint64(o.N) >= uint64(len(l.atoms)) {
		l.fail("atom %d of %d", o.N, len(l.atoms))
		return term.AtomNil
	}
	if l.atoms[o.N] == term.None {
		l.atoms[o.N] = l.atomTerm(l.m.Atoms[o.N])
	}
	return l.atoms[o.N]
}

func (l *loader) list(o beam.Operand, multiple int) []beam.Operand {
	list := l.m.List(o)
	if o.Kind != beam.List || len(list)%multiple != 0 {
		l.fail("list of a multiple of %d operands expected", multiple)
		return nil
	}
	return list
}

// erlang is the name of an imported function of the module erlang, or "".
func (l *loader) erlang(o beam.Operand) string {
	if f := l.m.Import(o); f != nil && f.Module == "erlang" {
		return f.Function
	}
	return ""
}

// export is the entry of an imported function.
func (l *loader) export(o beam.Operand) *code.Export {
	f := l.m.Import(o)
	if f == nil || f.Arity < 0 || f.Arity > 255 {
		l.fail("imported function expected")
		return nil
	}
	if e := l.exports[o.N]; e != nil {
		return e
	}
	e := l.t.Export(code.MFA{Module: l.atomTerm(f.Module), Function: l.atomTerm(f.Function), Arity: f.Arity})
	if e == nil && l.err == nil {
		l.err = code.ErrNoMemory
	}
	l.exports[o.N] = e
	return e
}

const (
	maxLive  = code.MaxX - 1
	maxWords = 1 << 24
)

// funWords is what a fun takes on the heap without its free variables.
const funWords = term.FunEnv

// words is the heap need in words of an allocation operand.
func (l *loader) words(o beam.Operand) int {
	if o.Kind != beam.Alloc {
		return l.uint(o, maxWords)
	}
	n, list := 0, l.m.List(o)
	for i := 0; i+1 < len(list); i += 2 {
		k := l.uint(list[i+1], maxWords)
		switch l.uint(list[i], 2) {
		case 0:
			n += k
		case 1:
			n += k * term.FloatWords
		case 2:
			n += k * funWords
		}
	}
	if n > maxWords {
		l.fail("%d words of heap", n)
	}
	return n
}
