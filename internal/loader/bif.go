package loader

import (
	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/term"
)

// Guard functions that have an instruction of their own, by name and number of arguments.
var inlined = map[string][4]code.Op{
	"+":           {1: code.OpInvalid, 2: code.OpAdd},
	"-":           {1: code.OpNeg, 2: code.OpSub},
	"*":           {2: code.OpMul},
	"/":           {2: code.OpDiv},
	"div":         {2: code.OpIntDiv},
	"rem":         {2: code.OpRem},
	"band":        {2: code.OpBand},
	"bor":         {2: code.OpBor},
	"bxor":        {2: code.OpBxor},
	"bsl":         {2: code.OpBsl},
	"bsr":         {2: code.OpBsr},
	"bnot":        {1: code.OpBnot},
	"abs":         {1: code.OpAbs},
	"hd":          {1: code.OpHd},
	"tl":          {1: code.OpTl},
	"tuple_size":  {1: code.OpTupleSize},
	"byte_size":   {1: code.OpByteSize},
	"map_size":    {1: code.OpMapSize},
	"length":      {1: code.OpLength},
	"self":        {0: code.OpSelf},
	"not":         {1: code.OpNot},
	"and":         {2: code.OpAnd},
	"or":          {2: code.OpOr},
	"element":     {2: code.OpElement},
	"=:=":         {2: code.OpExactEqValue},
	"=/=":         {2: code.OpExactNeValue},
	"==":          {2: code.OpEqValue},
	"/=":          {2: code.OpNeValue},
	"<":           {2: code.OpLtValue},
	">=":          {2: code.OpGeValue},
	">":           {2: code.OpLtValue}, // of the operands the other way round
	"=<":          {2: code.OpGeValue},
	"is_function": {2: code.OpInvalid},
}

// Forms of arithmetic with a small constant on the right, for bodies.
type constForm struct {
	op       code.Op
	min, max int64
	raw      bool // D is the number, not the term
}

var constForms = map[code.Op]constForm{
	code.OpAdd:    {code.OpAddC, 0, term.MaxSmall, false},
	code.OpSub:    {code.OpSubC, 0, term.MaxSmall, false},
	code.OpBand:   {code.OpBandC, 0, term.MaxSmall, false},
	code.OpMul:    {code.OpMulC, term.MinSmall, term.MaxSmall, false},
	code.OpRem:    {code.OpRemC, 1, term.MaxSmall, false},
	code.OpIntDiv: {code.OpIntDivC, 1, term.MaxSmall, false},
	code.OpBsr:    {code.OpBsrC, 0, 63, true},
	code.OpBsl:    {code.OpBslC, 0, 59, true},
}

// bif translates a guard function: bif0 to bif2 and gc_bif1 to gc_bif3. live is -1 where there is none; the
// instructions of arithmetic, which may collect, are not for those.
func (l *loader) bif(fail beam.Operand, fn beam.Operand, live int, args []beam.Operand, dst beam.Operand) {
	name := l.erlang(fn)
	if name == "" || l.m.Import(fn).Arity != len(args) {
		l.fail("guard function expected")
		return
	}
	label, c := l.label(fail), l.reg(dst)
	if name == ">" || name == "=<" {
		args = []beam.Operand{args[1], args[0]}
	}
	if op := inlined[name][len(args)]; op != code.OpInvalid && (live >= 0 || op < code.OpAdd || op > code.OpDiv) {
		l.inline(op, label, max(live, 0), args, c)
		return
	}
	f := code.MFA{Module: l.out.Name, Function: l.atomTerm(name), Arity: len(args)}
	f.Module = l.atomTerm("erlang")
	id, flags, ok := l.t.Native(f)
	if !ok || flags&code.Guard == 0 && !ok {
		if e := l.t.Export(f); e != nil {
			l.emit(code.OpBifMissing, 0, 0, 0, uint64(e.Address()))
		}
		return
	}
	if live < 0 {
		live = noLive
	}
	refs := [3]uint16{}
	for i, o := range args {
		refs[i] = l.src(o, i)
	}
	if len(args) == 3 && refs[2] != code.XRef(code.ScratchX+2) {
		l.emit(code.OpMove, refs[2], 0, code.XRef(code.ScratchX+2), 0)
	}
	ops := [...]code.Op{code.OpBif0, code.OpBif1, code.OpBif2, code.OpBif3}
	l.emitF(ops[len(args)], refs[0], refs[1], c, label, uint32(id)|uint32(live)<<24)
}

// noLive stands for the live registers where a guard function may not collect.
const noLive = 255

// inline emits the instruction for a guard function that has one.
func (l *loader) inline(op code.Op, fail, live int, args []beam.Operand, c uint16) {
	if len(args) == 2 && fail == 0 && isReg(args[0]) {
		if l.arithConst(op, live, args[0], args[1], c) {
			return
		}
	}
	if fail == 0 && len(args) == 2 && (op == code.OpAdd || op == code.OpMul) && isReg(args[1]) && !isReg(args[0]) {
		if l.arithConst(op, live, args[1], args[0], c) {
			return
		}
	}
	if op == code.OpElement {
		if n, ok := l.small(args[0]); ok && n >= 1 && n < 1<<16 {
			l.emitF(code.OpElementC, l.src(args[1], 0), uint16(n), c, fail, 0)
			return
		}
	}
	var refs [2]uint16
	for i, o := range args {
		refs[i] = l.src(o, i)
	}
	l.emitF(op, refs[0], refs[1], c, fail, uint32(live))
}

func (l *loader) arithConst(op code.Op, live int, reg, k beam.Operand, c uint16) bool {
	form, ok := constForms[op]
	n, small := l.small(k)
	if !ok || !small || n < form.min || n > form.max {
		return false
	}
	d := uint64(term.Small(n))
	switch {
	case form.op == code.OpAddC || form.op == code.OpSubC:
		d -= term.TagSmall
	case form.raw:
		d = uint64(n)
	}
	l.emit(form.op, l.reg(reg), uint16(live), c, d)
	return true
}

func (l *loader) doBif0(in []beam.Instr) int {
	a := in[0].Args
	l.bif(beam.Operand{Kind: beam.Label}, a[0], -1, nil, a[1])
	return 1
}

// bifInstr makes translators for bif1 and bif2.
func (l *loader) doBif(in []beam.Instr) int {
	a := in[0].Args
	n := len(a)
	l.bif(a[0], a[1], -1, a[2:n-1], a[n-1])
	return 1
}

func (l *loader) doGcBif(in []beam.Instr) int {
	a := in[0].Args
	n := len(a)
	l.bif(a[0], a[2], l.uint(a[1], 254), a[3:n-1], a[n-1])
	return 1
}
