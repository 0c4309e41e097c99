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
		return l.moveConst(in, src, dst)
	}
	moves, rest := moveRun(in)
	next := following(in[rest-1:])
	switch n := len(moves); {
	case n > 5 || n > 3 && (next == nil || next.Op != opcode.Call):
		return l.move3(in, moves)
	case next != nil && next.Op == opcode.Call && n <= 2:
		return l.movesCall(in, moves, rest, next)
	case n >= 3:
		return l.move3(in, moves)
	case n == 2:
		return l.move2(in, moves)
	}
	if used := l.moveArith(in, next); used > 0 {
		return used
	}
	if isX(dst) && dst.N == 0 && next != nil {
		if next.Op == opcode.Return {
			l.emit(code.OpMoveReturn, l.reg(src), 0, 0, 0)
			l.ends()
			return skipTo(in, next)
		}
		if next.Op == opcode.Deallocate {
			if ret := following(in[skipTo(in, next)-1:]); ret != nil && ret.Op == opcode.Return {
				l.emit(code.OpMoveDeallocateReturn, l.reg(src), l.frameBytes(next.Args[0]), 0, 0)
				l.setFrame(noFrame)
				l.ends()
				return skipTo(in, ret)
			}
		}
	}
	if next != nil && next.Op == opcode.Jump {
		l.emitF(code.OpMoveJump, l.reg(src), 0, l.reg(dst), l.target(next.Args[0]), 0)
		l.ends()
		return skipTo(in, next)
	}
	l.emit(moveOp(src, dst), l.reg(src), 0, l.reg(dst), 0)
	return 1
}

// moveRun finds the moves between registers that stand one after the other, and how many instructions,
// lines between them included, they take.
func moveRun(in []beam.Instr) (moves []*beam.Instr, rest int) {
	moves, rest = []*beam.Instr{&in[0]}, 1
	for {
		next := following(in[rest-1:])
		if next == nil || next.Op != opcode.Move || !isReg(next.Args[0]) || !isReg(next.Args[1]) {
			return moves, rest
		}
		moves = append(moves, next)
		rest += skipTo(in[rest-1:], next) - 1
	}
}

// movesCall emits one or two moves and the call behind them as one instruction.
func (l *loader) movesCall(in []beam.Instr, moves []*beam.Instr, rest int, call *beam.Instr) int {
	n := rest + skipTo(in[rest-1:], call) - 1
	l.takeLines(in[:n])
	a, b := l.reg(moves[0].Args[0]), l.reg(moves[0].Args[1])
	if len(moves) == 1 {
		l.call(code.OpMoveCall, l.arity(call.Args[0]), a, b, call.Args[1])
	} else {
		h := uint64(l.reg(moves[1].Args[1])) | uint64(l.arity(call.Args[0]))<<16
		at := l.call(code.OpMove2Call, a, b, l.reg(moves[1].Args[0]), call.Args[1])
		if l.err == nil {
			l.code[at/8+1] |= h << 32
		}
	}
	l.returnPoint()
	return n
}

func (l *loader) move3(in []beam.Instr, moves []*beam.Instr) int {
	var r [6]uint16
	for i, m := range moves[:3] {
		r[2*i], r[2*i+1] = l.reg(m.Args[0]), l.reg(m.Args[1])
	}
	l.emit(code.OpMove3, r[0], r[1], r[2], uint64(r[3])|uint64(r[4])<<16|uint64(r[5])<<32)
	return skipTo(in, moves[2])
}

func (l *loader) move2(in []beam.Instr, moves []*beam.Instr) int {
	op := code.OpMove2
	first, second := moves[0].Args, moves[1].Args
	if k := moveOp(first[0], first[1]); k == moveOp(second[0], second[1]) {
		switch k {
		case code.OpMoveXX:
			op = code.OpMoveXX2
		case code.OpMoveYX:
			op = code.OpMoveYX2
		case code.OpMoveXY:
			op = code.OpMoveXY2
		}
	}
	l.emit(op, l.reg(first[0]), l.reg(first[1]), l.reg(second[0]), uint64(l.reg(second[1])))
	return skipTo(in, moves[1])
}

func moveOp(src, dst beam.Operand) code.Op {
	switch {
	case isX(src) && isX(dst):
		return code.OpMoveXX
	case isX(src):
		return code.OpMoveXY
	case isX(dst):
		return code.OpMoveYX
	}
	return code.OpMove
}

func (l *loader) moveConst(in []beam.Instr, src, dst beam.Operand) int {
	v, c := l.constant(src), l.reg(dst)
	next := following(in)
	if isX(dst) && dst.N == 0 && next != nil && next.Op == opcode.Return {
		l.emit(code.OpMoveCReturn, 0, 0, 0, uint64(v))
		l.ends()
		return skipTo(in, next)
	}
	if k, ok := l.imm32(src); ok && next != nil && next.Op == opcode.Jump {
		l.emitF(code.OpMoveCJump, 0, 0, c, l.target(next.Args[0]), k)
		l.ends()
		return skipTo(in, next)
	}
	if isX(dst) {
		l.emit(code.OpMoveCX, 0, 0, c, uint64(v))
	} else {
		l.emit(code.OpMoveC, 0, 0, c, uint64(v))
	}
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
	if next := following(in); next != nil && next.Op == opcode.Call && isX(a[0]) && a[1].Kind == beam.Y && isX(a[2]) {
		n := skipTo(in, next)
		l.takeLines(in[:n])
		at := l.call(code.OpGetListCall, l.reg(a[0]), l.reg(a[1]), l.reg(a[2]), next.Args[1])
		arity := uint64(l.arity(next.Args[0]))
		if l.err == nil {
			l.code[at/8+1] |= arity << 32
		}
		l.returnPoint()
		return n
	}
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
	src, off, dst := l.src(a[0], 0), l.elementOffset(a[1]), l.reg(a[2])
	next := following(in)
	if isReg(a[0]) && src != dst && next != nil && next.Op == opcode.GetTupleElement && isReg(next.Args[0]) && l.reg(next.Args[0]) == src {
		second := uint64(l.elementOffset(next.Args[1])) | uint64(l.reg(next.Args[2]))<<32
		l.emit(code.OpGetElement2, src, off, dst, second)
		return skipTo(in, next)
	}
	l.emit(code.OpGetElement, src, off, dst, 0)
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

// generalTuple tells whether elements make a tuple for the general instruction.
func (l *loader) generalTuple(o beam.Operand) bool {
	n := len(l.m.List(o))
	return o.Kind == beam.List && n > 0 && n < 1<<16
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
	l.emitF(code.OpGetMapElements, m, uint16(len(pairs)/2), 0, fail, 0)
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
	l.emitF(code.OpHasMapFields, m, uint16(len(keys)), 0, fail, 0)
	l.packAll(keys)
	return 1
}

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
