package codegen

import (
	"joist/internal/beam"
	"joist/internal/core"
	"joist/internal/opcode"
)

// live is the Live operand of an instruction that may collect.
func (g *generator) live() (int, beam.Operand) {
	n := g.liveX()
	return n, uintOperand(n)
}

// kept is like operand for an instruction that may collect with n registers live: copies beyond
// them do not count.
func (g *generator) kept(v value, n int) beam.Operand {
	o := g.operand(v)
	if o.Kind == beam.X && int(o.N) >= n {
		return g.yOperand(int(g.slot[v&^killBit]))
	}
	return o
}

// instr writes one instruction.
func (g *generator) instr(in *instr) {
	if in.dst == noValue && removable(in.op) {
		return
	}
	switch in.op {
	case opCopy:
		g.copy(in)
	case opElement:
		src := g.operand(in.args[0])
		g.free(in.args)
		g.op(opcode.GetTupleElement, src, uintOperand(int(in.aux)), g.dest(in.dst))
	case opHead, opTail:
		g.headOrTail(in)
	case opBif:
		g.bif(in, noLabel)
	case opGcBif:
		g.gcBif(in.args, in.dst, in.ext, in.line, noLabel)
	case opCons:
		g.need(2, 0)
		head, tail := g.operand(in.args[0]), g.operand(in.args[1])
		g.free(in.args)
		g.op(opcode.PutList, head, tail, g.dest(in.dst))
	case opTuple:
		g.need(1+len(in.args), 0)
		list := g.list(in.args)
		g.free(in.args)
		g.op(opcode.PutTuple2, g.dest(in.dst), list)
	case opMakeFun:
		g.need(len(in.args), 1)
		list := g.list(in.args)
		g.free(in.args)
		lambda := &g.m.out.Lambdas[in.aux]
		g.op(opcode.MakeFun3, uintOperand(lambda.Index), g.dest(in.dst), list)
	case opMapAssoc:
		g.putMap(opcode.PutMapAssoc, in)
	case opMapExact:
		g.putMap(opcode.PutMapExact, in)
	case opBinary:
		g.createBinary(in)
	case opCall, opCallExt, opCallFun, opApply:
		g.call(in)
	default:
		g.special(in)
	}
}

func (g *generator) list(args []value) beam.Operand {
	list := g.operands(len(args), nil)
	for i, v := range args {
		list[i] = g.operand(v)
	}
	return g.m.listOperand(list)
}

func (g *generator) copy(in *instr) {
	src := g.operand(in.args[0])
	g.free(in.args)
	if src.Kind == beam.X && !g.onStack(in.dst) && g.isFreeX(int(src.N)) && g.l.hint[in.dst] == noReg {
		g.xreg[in.dst] = int16(src.N)
		g.setX(int(src.N), in.dst)
		return
	}
	dst := g.dest(in.dst)
	if isRegister(src) && sameReg(src, dst) {
		return
	}
	g.op(opcode.Move, src, dst)
	if src.Kind == beam.X && g.onStack(in.dst) && g.isFreeX(int(src.N)) {
		g.held[src.N] = in.dst
	}
}

func (g *generator) headOrTail(in *instr) {
	src := g.operand(in.args[0])
	g.free(in.args)
	op := opcode.GetHd
	if in.op == opTail {
		op = opcode.GetTl
	}
	g.op(op, src, g.dest(in.dst))
}

// cons takes a list apart with one instruction, if in and next take the head and the tail of one.
func (g *generator) cons(in, next *instr) bool {
	if in.op != opHead || next.op != opTail || in.dst == noValue || next.dst == noValue {
		return false
	}
	if in.args[0]&^killBit != next.args[0]&^killBit {
		return false
	}
	src := g.operand(in.args[0])
	g.free(in.args)
	g.free(next.args)
	head := g.dest(in.dst)
	g.op(opcode.GetList, src, head, g.dest(next.dst))
	return true
}

func (g *generator) bif(in *instr, fail beam.Operand) {
	g.at(in.line)
	switch len(in.args) {
	case 0:
		g.op(opcode.Bif0, g.m.extOperand(in.ext), g.dest(in.dst))
	case 1:
		src := g.operand(in.args[0])
		g.free(in.args)
		g.op(opcode.Bif1, fail, g.m.extOperand(in.ext), src, g.dest(in.dst))
	default:
		a, b := g.operand(in.args[0]), g.operand(in.args[1])
		g.free(in.args)
		g.op(opcode.Bif2, fail, g.m.extOperand(in.ext), a, b, g.dest(in.dst))
	}
}

func (g *generator) gcBif(args []value, dst value, ext *extern, line int32, fail beam.Operand) {
	g.at(line)
	n, live := g.live()
	ops := [7]beam.Operand{fail, live, g.m.extOperand(ext)}
	for i, v := range args {
		ops[3+i] = g.kept(v, n)
	}
	g.free(args)
	g.collected(n)
	ops[3+len(args)] = g.dest(dst)
	op := [...]opcode.Op{1: opcode.GcBif1, 2: opcode.GcBif2, 3: opcode.GcBif3}[len(args)]
	g.op(op, ops[:4+len(args)]...)
}

func (g *generator) putMap(op opcode.Op, in *instr) {
	g.at(in.line)
	n, live := g.live()
	src := g.kept(in.args[0], n)
	list := g.operands(len(in.args)-1, nil)
	for i, v := range in.args[1:] {
		list[i] = g.kept(v, n)
	}
	g.free(in.args)
	g.collected(n)
	g.op(op, noLabel, src, g.dest(in.dst), live, g.m.listOperand(list))
}

func (g *generator) call(in *instr) {
	n := len(in.args)
	g.callMoves(in.args)
	g.at(in.line)
	switch in.op {
	case opCall:
		g.op(opcode.Call, uintOperand(n), labelOperand(g.m.entries[in.aux].label+1))
	case opCallExt:
		g.op(opcode.CallExt, uintOperand(n), g.m.extOperand(in.ext))
	case opCallFun:
		g.op(opcode.CallFun, uintOperand(n-1))
	case opApply:
		g.op(opcode.Apply, uintOperand(n-2))
	}
	g.called(in.dst)
}

// special writes the instructions of tries, receives and match contexts.
func (g *generator) special(in *instr) {
	switch in.op {
	case opTryEnd:
		g.op(opcode.TryEnd, g.tag())
	case opTryCase:
		g.op(opcode.TryCase, g.tagBelow())
		g.caught(in.dst)
	case opRemoveMessage:
		g.op(opcode.RemoveMessage)
	case opTimeout:
		g.op(opcode.Timeout)
	case opMarkerReserve:
		g.op(opcode.RecvMarkerReserve, g.dest(in.dst))
	case opMarkerBind:
		marker, ref := g.operand(in.args[0]), g.operand(in.args[1])
		g.free(in.args)
		g.op(opcode.RecvMarkerBind, marker, ref)
	case opMarkerUse:
		g.op(opcode.RecvMarkerUse, g.operand(in.args[0]))
		g.free(in.args)
	case opStacktrace:
		g.callMoves(in.args)
		g.op(opcode.BuildStacktrace)
		g.called(in.dst)
	case opBsPosition:
		n, live := g.live()
		ctx := g.operand(in.args[0])
		g.collected(n)
		g.free(in.args)
		g.op(opcode.BsGetPosition, ctx, g.dest(in.dst), live)
	case opBsTail:
		n, live := g.live()
		ctx := g.operand(in.args[0])
		g.collected(n)
		g.free(in.args)
		g.op(opcode.BsGetTail, ctx, g.dest(in.dst), live)
	case opBsSetPosition:
		g.op(opcode.BsSetPosition, g.operand(in.args[0]), g.operand(in.args[1]))
		g.free(in.args)
	}
}

// tag is the slot of the innermost try around the current block; outer ones have higher slots, as
// the machine looks for the nearest from below.
func (g *generator) tag() beam.Operand { return g.tagAt(int(g.f.block(g.block).depth)) }

// tagBelow is the slot of the try whose handler the current block is.
func (g *generator) tagBelow() beam.Operand { return g.tagAt(int(g.f.block(g.block).depth) + 1) }

func (g *generator) tagAt(depth int) beam.Operand {
	tags := g.frames[g.find(g.comp[g.block])].tags
	return beam.Operand{Kind: beam.Y, N: int64(tags - depth)}
}

// caught notes what a handler finds in X0, X1 and X2.
func (g *generator) caught(first value) {
	for r := range g.xs {
		g.xs[r] = noValue
		g.held[r] = noValue
	}
	g.init = regSet{}
	g.heapAt = -1
	for i := 0; i < 3; i++ {
		g.init.add(i)
	}
	for i := 0; i < 3; i++ {
		v := first + value(i)
		if !g.l.read[v] {
			continue
		}
		if g.onStack(v) {
			g.op(opcode.Move, xOperand(i), g.dest(v))
			g.wrote(xOperand(i))
			g.held[i] = v
			continue
		}
		g.xreg[v] = int16(i)
		g.setX(i, v)
	}
}

// createBinary writes bs_create_bin.
func (g *generator) createBinary(in *instr) {
	g.at(in.line)
	n, live := g.live()
	unit := 1
	list := g.operands(6*len(in.segs), nil)[:0]
	for i := range in.segs {
		s := &in.segs[i]
		if s.val < 0 {
			list = append(list, g.m.atomOperand("string"), uintOperand(i+1), uintOperand(8), beam.Operand{Kind: beam.Nil},
				uintOperand(g.m.text(s.text)), beam.Operand{Kind: beam.Integer, N: int64(len(s.text))})
			continue
		}
		place := i + 1
		if s.seg.Place > 0 {
			place = int(s.seg.Place)
		}
		kind, segUnit, size := g.segmentKind(s, in, n)
		if i == 0 && kind == "binary" && s.size < 0 && len(in.segs) > 1 {
			kind, unit = "append", segUnit
		}
		list = append(list, g.m.atomOperand(kind), uintOperand(place), uintOperand(segUnit), g.segmentFlags(s.seg),
			g.kept(in.args[s.val], n), size)
	}
	g.free(in.args)
	g.collected(n)
	g.op(opcode.BsCreateBin, noLabel, uintOperand(0), live, uintOperand(unit), g.dest(in.dst),
		g.m.listOperand(list))
}

// segmentKind is the type, unit and size of a segment that is built.
func (g *generator) segmentKind(s *binSegment, in *instr, n int) (kind string, unit int, size beam.Operand) {
	unit = s.seg.Unit
	if s.size >= 0 {
		size = g.kept(in.args[s.size], n)
	}
	switch s.seg.Type {
	case core.SegInteger:
		if s.size < 0 {
			size = beam.Operand{Kind: beam.Integer, N: 8}
		}
		return "integer", unit, size
	case core.SegFloat:
		if s.size < 0 {
			size = beam.Operand{Kind: beam.Integer, N: 64}
		}
		return "float", unit, size
	case core.SegBinary:
		if s.size < 0 {
			size = g.m.atomOperand("all")
		}
		return "binary", unit, size
	case core.SegUtf8:
		kind = "utf8"
	case core.SegUtf16:
		kind = "utf16"
	default:
		kind = "utf32"
	}
	return kind, 0, g.m.atomOperand("undefined")
}

func (g *generator) segmentFlags(s *core.Segment) beam.Operand {
	var flags []core.Const
	if s.Little {
		flags = append(flags, atomConst("little"))
	}
	if s.Native {
		flags = append(flags, atomConst("native"))
	}
	if len(flags) == 0 {
		return beam.Operand{Kind: beam.Nil}
	}
	var c core.Const = core.ConstNil{}
	for _, f := range flags {
		c = &core.ConstCons{Head: f, Tail: c}
	}
	return g.constOperand(c)
}
