package loader

import (
	"math"

	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/opcode"
	"joist/internal/term"
)

func (l *loader) doMove(in []beam.Instr) int {
	src, dst := in[0].Args[0], in[0].Args[1]
	if dst.Kind == beam.FR {
		return l.doFMove(in)
	}
	if !isReg(src) {
		l.emit(code.OpMoveC, 0, 0, l.reg(dst), uint64(l.constant(src)))
		return 1
	}
	l.emit(code.OpMove, l.reg(src), 0, l.reg(dst), 0)
	return 1
}

// following is the next instruction that is not a line, when there is one in the same piece of code
// and it has the operands that it should.
func following(in []beam.Instr) *beam.Instr {
	for i := 1; i < len(in); i++ {
		switch next := &in[i]; {
		case next.Op == opcode.Line:
		case next.Op == opcode.Label || len(next.Args) != next.Op.Info().Arity():
			return nil
		default:
			return next
		}
	}
	return nil
}

// skipTo is the number of instructions up to and including next, which following has found.
func skipTo(in []beam.Instr, next *beam.Instr) int {
	n := 1
	for &in[n] != next {
		n++
	}
	return n + 1
}

func (l *loader) doSwap(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpSwap, l.reg(a[0]), l.reg(a[1]), 0, 0)
	return 1
}

func (l *loader) doGetList(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpGetList, l.src(a[0], 0), l.reg(a[1]), l.reg(a[2]), 0)
	return 1
}

func (l *loader) doGetHd(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpGetHd, l.src(a[0], 0), 0, l.reg(a[1]), 0)
	return 1
}

func (l *loader) doGetTl(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpGetTl, l.src(a[0], 0), 0, l.reg(a[1]), 0)
	return 1
}

// elementOffset is the byte offset in a tuple of the element that is counted from 0.
func (l *loader) elementOffset(o beam.Operand) uint16 {
	return uint16((l.uint(o, math.MaxUint16/8-1) + term.TupleElems) * 8)
}

func (l *loader) doGetTupleElement(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpGetElement, l.src(a[0], 0), l.elementOffset(a[1]), l.reg(a[2]), 0)
	return 1
}

func (l *loader) doSetTupleElement(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpSetElement, l.src(a[0], 0), l.elementOffset(a[2]), l.src(a[1], 1), 0)
	return 1
}

func (l *loader) doPutList(in []beam.Instr) int {
	a := in[0].Args
	switch {
	case !isReg(a[0]) && isReg(a[1]):
		l.emit(code.OpPutListCH, 0, l.reg(a[1]), l.reg(a[2]), uint64(l.constant(a[0])))
	case isReg(a[0]) && !isReg(a[1]):
		l.emit(code.OpPutListCT, l.reg(a[0]), 0, l.reg(a[2]), uint64(l.constant(a[1])))
	default:
		l.emit(code.OpPutList, l.src(a[0], 0), l.src(a[1], 1), l.reg(a[2]), 0)
	}
	return 1
}

func (l *loader) doPutTuple2(in []beam.Instr) int {
	a := in[0].Args
	dst, elems := l.reg(a[0]), l.list(a[1], 1)
	if len(elems) == 2 && isReg(elems[0]) && isReg(elems[1]) {
		l.emit(code.OpPutTuple2, l.reg(elems[0]), l.reg(elems[1]), dst, 0)
		return 1
	}
	if len(elems) == 0 {
		l.emit(code.OpMoveC, 0, 0, dst, uint64(l.emptyTuple()))
		return 1
	}
	if len(elems) > math.MaxUint16 {
		l.fail("tuple of %d elements", len(elems))
		return 1
	}
	l.emit(code.OpPutTuple, 0, uint16(len(elems)), dst, 0)
	l.packAll(elems)
	return 1
}

func (l *loader) packAll(list []beam.Operand) {
	words := make([]uint64, len(list))
	for i, o := range list {
		words[i] = l.packed(o)
	}
	l.pack(words...)
}

func (l *loader) doUpdateRecord(in []beam.Instr) int {
	a := in[0].Args
	size, updates := l.uint(a[1], 1<<24), l.list(a[4], 2)
	words := make([]uint64, len(updates))
	for i := 0; i+1 < len(updates); i += 2 {
		n := l.uint(updates[i], int64(size))
		if n == 0 {
			l.fail("element 0 of a tuple")
		}
		words[i], words[i+1] = uint64(n), l.packed(updates[i+1])
	}
	l.emit(code.OpUpdateRecord, l.src(a[2], 0), uint16(len(updates)/2), l.reg(a[3]), uint64(size))
	l.pack(words...)
	return 1
}

func (l *loader) doMakeFun3(in []beam.Instr) int {
	a := in[0].Args
	n := l.uint(a[0], int64(len(l.out.Funs))-1)
	free := l.list(a[2], 1)
	if l.err != nil {
		return 1
	}
	f := l.out.Funs[n]
	if len(free) != int(f.NumFree) {
		l.fail("fun %d with %d free variables, want %d", n, len(free), f.NumFree)
		return 1
	}
	l.emit(code.OpMakeFun, uint16(f.Arity), uint16(f.NumFree), l.reg(a[1]), uint64(f.Address()))
	l.packAll(free)
	return 1
}

// doMakeFun2 is the older form: the free variables are in the first X registers, the fun goes to X0.
func (l *loader) doMakeFun2(in []beam.Instr) int {
	n := l.uint(in[0].Args[0], int64(len(l.out.Funs))-1)
	if l.err != nil {
		return 1
	}
	l.emit(code.OpMakeFunX, 0, 0, 0, uint64(l.out.Funs[n].Address()))
	return 1
}

// Floating point.

func (l *loader) doFMove(in []beam.Instr) int {
	src, dst := in[0].Args[0], in[0].Args[1]
	switch {
	case src.Kind == beam.FR && dst.Kind == beam.FR:
		l.emit(code.OpFMove, l.freg(src), 0, l.freg(dst), 0)
	case src.Kind == beam.FR:
		l.emit(code.OpFStore, l.freg(src), 0, l.reg(dst), 0)
	default:
		l.emit(code.OpFLoad, l.src(src, 0), 0, l.freg(dst), 0)
	}
	return 1
}

func (l *loader) doFConv(in []beam.Instr) int {
	a := in[0].Args
	if a[0].Kind == beam.FR {
		l.emit(code.OpFMove, l.freg(a[0]), 0, l.freg(a[1]), 0)
	} else {
		l.emit(code.OpFConv, l.src(a[0], 0), 0, l.freg(a[1]), 0)
	}
	return 1
}

// floatInstr makes translators for fadd and the like.
func floatInstr(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		if len(a) == 3 {
			l.emitF(op, l.freg(a[1]), 0, l.freg(a[2]), l.label(a[0]), 0)
		} else {
			l.emitF(op, l.freg(a[1]), l.freg(a[2]), l.freg(a[3]), l.label(a[0]), 0)
		}
		return 1
	}
}

// Maps.

func (l *loader) doGetMapElements(in []beam.Instr) int {
	a := in[0].Args
	fail, pairs := l.target(a[0]), l.list(a[2], 2)
	if len(pairs) == 2 && l.err == nil {
		return l.getMapElement(fail, a[1], pairs[0], pairs[1])
	}
	m := l.src(a[1], 0)
	words := make([]uint64, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		words[i], words[i+1] = l.packed(pairs[i]), uint64(l.reg(pairs[i+1]))
	}
	op := code.OpGetMapElementsC
	for i := 0; i+1 < len(words); i += 2 {
		if !isImmediate(words[i]) || uint16(words[i+1]) == m && i+2 < len(words) {
			op = code.OpGetMapElements
		}
	}
	l.emitF(op, m, uint16(len(pairs)/2), 0, fail, 0)
	l.pack(words...)
	return 1
}

func (l *loader) getMapElement(fail int, from, key, to beam.Operand) int {
	m := l.src(from, 0)
	if !isReg(key) {
		if k := l.constant(key); k.IsImmediate() {
			at := l.emit(code.OpGetMapElementC, m, 0, l.reg(to), uint64(k))
			l.branch(at/8, at, fail, fixUnits)
			return 1
		}
	}
	l.emitF(code.OpGetMapElement, m, l.src(key, 1), l.reg(to), fail, 0)
	return 1
}

func (l *loader) doHasMapFields(in []beam.Instr) int {
	a := in[0].Args
	fail, keys, m := l.target(a[0]), l.list(a[2], 1), l.src(a[1], 0)
	words, op := make([]uint64, len(keys)), code.OpHasMapFieldsC
	for i, key := range keys {
		if words[i] = l.packed(key); !isImmediate(words[i]) {
			op = code.OpHasMapFields
		}
	}
	l.emitF(op, m, uint16(len(keys)), 0, fail, 0)
	l.pack(words...)
	return 1
}

// isImmediate tells whether a packed operand is a constant that is an immediate.
func isImmediate(w uint64) bool { return w&3 != 0 && term.Term(w).IsImmediate() }

// putMap makes translators for the two updates of maps.
func putMap(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		fail, live, pairs := l.label(a[0]), l.uint(a[3], maxLive), l.list(a[4], 2)
		m, dst := l.src(a[1], 0), l.reg(a[2])
		l.emitF(op, m, uint16(len(pairs)/2), dst, fail, uint32(live))
		l.packAll(pairs)
		return 1
	}
}
