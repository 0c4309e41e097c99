package codegen

import (
	"joist/internal/beam"
	"joist/internal/core"
	"joist/internal/opcode"
	"joist/internal/quoted"
)

func atomConst(name string) core.Const { return quoted.Atom(name) }

// terminator writes the end of a block; next is the block written after it.
func (g *generator) terminator(b *block, next blockID) {
	t := &b.term
	if g.late != noValue && !containsValue(t.args, g.late|killBit) {
		g.saveLate()
	}
	switch t.kind {
	case termJump:
		g.jump(t, next)
	case termTest:
		if op, ok := opposite(t.op); ok && t.succ[1] == next && t.succ[0] != next && !g.needsSplit(next) && !g.isClause(next) {
			t.op = op
			t.succ[0], t.succ[1] = t.succ[1], t.succ[0]
		}
		g.test(t)
		g.fallTo(t.succ[0], next)
	case termBif:
		fail := g.target(t.succ[1])
		g.bif(&instr{args: t.args, dst: t.dst, ext: t.ext, line: t.line}, fail)
		g.fallTo(t.succ[0], next)
	case termGcBif:
		g.gcBif(t.args, t.dst, t.ext, t.line, g.target(t.succ[1]))
		g.fallTo(t.succ[0], next)
	case termSelect, termSelectAr:
		g.choose(t, next)
	case termReturn:
		g.passArgs(t.args)
		if g.framedBlock() {
			g.deallocate()
		}
		g.op(opcode.Return)
	case termTailCall, termTailExt, termTailFun, termTailApply, termNoReturn:
		g.tailCall(t)
	case termBadmatch:
		g.raise(opcode.Badmatch, t)
	case termCaseEnd:
		g.raise(opcode.CaseEnd, t)
	case termTryEnd:
		g.raise(opcode.TryCaseEnd, t)
	case termRaise:
		g.op(opcode.Raise, g.operand(t.args[0]), g.operand(t.args[1]))
	case termTry:
		g.op(opcode.Try, g.tagBelow(), g.label(t.succ[1]))
		g.fallTo(t.succ[0], next)
	case termClause:
		g.passArgs(t.args)
		g.op(opcode.Jump, labelOperand(g.entry.label))
	case termLoopRec, termLoopRecEnd, termWait, termWaitFor:
		g.receive(b, next)
	case termGetMap, termHasKeys:
		g.mapKeys(t)
		g.fallTo(t.succ[0], next)
	case termNone:
		// Nothing leads here.
	default:
		g.bits(t)
		g.fallTo(t.succ[0], next)
	}
}

// opposite is the test that holds where op does not.
func opposite(op opcode.Op) (opcode.Op, bool) {
	switch op {
	case opcode.IsEqExact:
		return opcode.IsNeExact, true
	case opcode.IsNeExact:
		return opcode.IsEqExact, true
	case opcode.IsEq:
		return opcode.IsNe, true
	case opcode.IsNe:
		return opcode.IsEq, true
	case opcode.IsLt:
		return opcode.IsGe, true
	case opcode.IsGe:
		return opcode.IsLt, true
	}
	return 0, false
}

func (g *generator) raise(op opcode.Op, t *terminator) {
	g.at(t.line)
	g.op(op, g.operand(t.args[0]))
}

// fallTo goes on to a block, which is usually written next.
func (g *generator) fallTo(to, next blockID) {
	if to == next && !g.needsSplit(to) && !g.isClause(to) {
		return
	}
	g.op(opcode.Jump, g.target(to))
}

func (g *generator) isClause(id blockID) bool {
	b := g.f.block(id)
	return b.term.kind == termClause && len(b.code) == 0
}

func (g *generator) jump(t *terminator, next blockID) {
	to := t.succ[0]
	if g.framedBlock() && !g.l.framed[to] {
		g.leaveFrame(to, t.args)
		if to != next || g.isClause(to) {
			g.op(opcode.Jump, g.label(to))
		}
		return
	}
	if g.needsSplit(to) {
		g.liveAtJump(to, t.args)
		g.makeFrame(to)
		g.block = to // the block's frame is there now
	}
	if len(t.args) > 0 {
		g.jumpArgs(to, t.args)
	}
	if to == next && !g.isClause(to) {
		return
	}
	g.op(opcode.Jump, g.label(to))
}

// leaveFrame gives up the frame on the way to a block without one: saved values go back to their
// registers.
func (g *generator) leaveFrame(to blockID, args []value) {
	g.paramMoves(to, args)
	for _, v := range g.l.liveIn[to] {
		if !g.l.saved[v] {
			continue
		}
		r := int(g.xreg[v])
		if r < len(g.held) && g.held[r] == v {
			continue
		}
		g.addMove(g.yOperand(int(g.slot[v])), xOperand(r))
	}
	g.flush()
	g.deallocate()
}

// liveAtJump frees what is not needed at the target of a jump.
func (g *generator) liveAtJump(to blockID, args []value) {
	keep := func(v value) bool {
		if containsValue(g.l.liveIn[to], v) {
			return true
		}
		for _, a := range args {
			if a&^killBit == v {
				return true
			}
		}
		return false
	}
	for r, v := range g.xs {
		if v != noValue && !keep(v) {
			g.xs[r] = noValue
		}
	}
}

func (g *generator) deallocate() {
	g.notePlace(g.comp[g.block])
	g.op(opcode.Deallocate, uintOperand(0))
}

func (g *generator) test(t *terminator) {
	fail := g.target(t.succ[1])
	switch t.op {
	case opcode.TestArity:
		g.op(t.op, fail, g.operand(t.args[0]), uintOperand(int(t.aux)))
	case opcode.IsTaggedTuple:
		g.op(t.op, fail, g.operand(t.args[0]), uintOperand(int(t.aux)), g.operand(t.args[1]))
	default:
		var ops [3]beam.Operand
		ops[0] = fail
		for i, v := range t.args {
			ops[1+i] = g.operand(v)
		}
		g.op(t.op, ops[:1+len(t.args)]...)
	}
	g.free(t.args)
}

func (g *generator) choose(t *terminator, next blockID) {
	list := g.operands(2*len(t.cases), nil)
	op := opcode.SelectVal
	for i, c := range t.cases {
		if t.kind == termSelectAr {
			op = opcode.SelectTupleArity
			list[2*i] = uintOperand(int(c.val))
		} else {
			list[2*i] = g.constOperand(g.f.constOf(c.val))
		}
		list[2*i+1] = g.target(c.to)
	}
	g.op(op, g.operand(t.args[0]), g.target(t.succ[1]), g.m.listOperand(list))
	g.free(t.args)
}

func (g *generator) tailCall(t *terminator) {
	n := len(t.args)
	g.passArgs(t.args)
	g.at(t.line)
	framed := g.framedBlock()
	switch t.kind {
	case termNoReturn:
		if !framed {
			g.op(opcode.CallExtOnly, uintOperand(n), g.m.extOperand(t.ext))
			return
		}
		g.op(opcode.CallExt, uintOperand(n), g.m.extOperand(t.ext))
		if n == 3 {
			// OTP's validator does not know that error/3 never returns.
			g.op(opcode.CaseEnd, xOperand(0))
		}
	case termTailCall:
		label := labelOperand(g.m.entries[t.aux].label + 1)
		if !framed {
			g.op(opcode.CallOnly, uintOperand(n), label)
			return
		}
		g.notePlace(g.comp[g.block])
		g.op(opcode.CallLast, uintOperand(n), label, uintOperand(0))
	case termTailExt:
		if !framed {
			g.op(opcode.CallExtOnly, uintOperand(n), g.m.extOperand(t.ext))
			return
		}
		g.notePlace(g.comp[g.block])
		g.op(opcode.CallExtLast, uintOperand(n), g.m.extOperand(t.ext), uintOperand(0))
	case termTailFun:
		g.op(opcode.CallFun, uintOperand(n-1))
		g.deallocate()
		g.op(opcode.Return)
	case termTailApply:
		g.notePlace(g.comp[g.block])
		g.op(opcode.ApplyLast, uintOperand(n-2), uintOperand(0))
	}
}

func (g *generator) receive(b *block, next blockID) {
	t := &b.term
	switch t.kind {
	case termLoopRec:
		g.op(opcode.LoopRec, g.target(t.succ[1]), xOperand(0))
		for r := range g.held {
			g.held[r] = noValue
		}
		g.init = regSet{}
		g.init.add(0)
		if g.l.read[t.dst] {
			g.xreg[t.dst] = 0
			g.setX(0, t.dst)
		}
		g.fallTo(t.succ[0], next)
	case termLoopRecEnd:
		g.op(opcode.LoopRecEnd, g.label(t.succ[0]))
	case termWait:
		g.op(opcode.Wait, g.label(t.succ[0]))
	case termWaitFor:
		// The loader of OTP wants nothing between the label and the wait: it holds a lock there.
		g.op(opcode.WaitTimeout, g.label(t.succ[0]), g.stackOperand(t.args[0]))
		for r := range g.held {
			g.held[r] = noValue
		}
		g.init = regSet{}
		g.fallTo(t.succ[1], next)
	}
}

// stackOperand is v where it surely still is after a wait.
func (g *generator) stackOperand(v value) beam.Operand {
	if v.isConst() || !g.onStack(v&^killBit) {
		return g.operand(v)
	}
	return g.yOperand(int(g.slot[v&^killBit]))
}

func (g *generator) mapKeys(t *terminator) {
	fail := g.target(t.succ[1])
	src := g.operand(t.args[0])
	n := len(t.args) - 1
	if t.kind == termHasKeys {
		list := g.operands(n, nil)
		for i, v := range t.args[1:] {
			list[i] = g.operand(v)
		}
		g.free(t.args)
		g.op(opcode.HasMapFields, fail, src, g.m.listOperand(list))
		return
	}
	list := g.operands(2*n, nil)
	for i, v := range t.args[1:] {
		list[2*i] = g.operand(v)
	}
	if n == 1 {
		g.free(t.args)
	}
	taken := make([]int, 0, 8)
	for i := 0; i < n; i++ {
		v := t.dst + value(i)
		if !g.l.read[v] {
			r := g.scratch()
			g.held[r] = noValue
			list[2*i+1] = xOperand(r)
			// Keep the others off this register.
			g.setX(r, v)
			taken = append(taken, r)
			continue
		}
		list[2*i+1] = g.dest(v)
	}
	for _, r := range taken {
		g.setX(r, noValue)
	}
	if n > 1 {
		g.free(t.args)
	}
	g.op(opcode.GetMapElements, fail, src, g.m.listOperand(list))
}

// bits writes the instructions that match binaries.
func (g *generator) bits(t *terminator) {
	fail := g.target(t.succ[1])
	switch t.kind {
	case termBsStart:
		n, live := g.live()
		src := g.kept(t.args[0], n)
		g.collected(n)
		g.free(t.args)
		g.freeFailed(t)
		g.op(opcode.BsStartMatch3, fail, src, live, g.dest(t.dst))
	case termBsTail:
		g.op(opcode.BsTestTail2, fail, g.operand(t.args[0]), uintOperand(int(t.aux)))
		g.free(t.args)
	case termBsUnit:
		g.op(opcode.BsTestUnit, fail, g.operand(t.args[0]), uintOperand(int(t.aux)))
		g.free(t.args)
	case termBsString:
		g.op(opcode.BsMatchString, fail, g.operand(t.args[0]), uintOperand(8*len(t.text)), uintOperand(g.m.text(t.text)))
		g.free(t.args)
	case termBsGet, termBsSkip:
		g.segment(t, fail)
	}
}

// freeFailed gives back the registers of what is only needed where the instruction fails: then it
// writes no result, so the result may go there.
func (g *generator) freeFailed(t *terminator) {
	live := g.l.liveIn[t.succ[0]]
	for r, v := range g.xs {
		if v != noValue && !containsValue(live, v) {
			g.xs[r] = noValue
		}
	}
}

func containsValue(list []value, v value) bool {
	for _, u := range list {
		if u == v {
			return true
		}
	}
	return false
}

// fieldFlags are the flags of a segment as the instruction has them.
func fieldFlags(s *core.Segment) beam.Operand {
	n := 0
	if s.Little {
		n |= 2
	}
	if s.Signed {
		n |= 4
	}
	if s.Native {
		n |= 16
	}
	return uintOperand(n)
}

// segmentSize is the size operand of a segment that is matched.
func (g *generator) segmentSize(t *terminator, n int) beam.Operand {
	if len(t.args) > 1 {
		return g.kept(t.args[1], n)
	}
	size := int64(8)
	if t.seg.Type == core.SegFloat {
		size = 64
	}
	return beam.Operand{Kind: beam.Integer, N: size}
}

func (g *generator) segment(t *terminator, fail beam.Operand) {
	s := t.seg
	unit, flags := uintOperand(s.Unit), fieldFlags(s)
	if t.kind == termBsSkip {
		ctx := g.operand(t.args[0])
		switch s.Type {
		case core.SegUtf8:
			n, live := g.live()
			g.collected(n)
			g.op(opcode.BsSkipUtf8, fail, ctx, live, flags)
		case core.SegUtf16:
			n, live := g.live()
			g.collected(n)
			g.op(opcode.BsSkipUtf16, fail, ctx, live, flags)
		case core.SegUtf32:
			n, live := g.live()
			g.collected(n)
			g.op(opcode.BsSkipUtf32, fail, ctx, live, flags)
		default:
			g.op(opcode.BsSkipBits2, fail, ctx, g.segmentSize(t, 1<<10), unit, flags)
		}
		g.free(t.args)
		return
	}
	n, live := g.live()
	ctx := g.kept(t.args[0], n)
	size := g.segmentSize(t, n)
	g.collected(n)
	g.free(t.args)
	g.freeFailed(t)
	dst := g.dest(t.dst)
	switch s.Type {
	case core.SegUtf8:
		g.op(opcode.BsGetUtf8, fail, ctx, live, flags, dst)
	case core.SegUtf16:
		g.op(opcode.BsGetUtf16, fail, ctx, live, flags, dst)
	case core.SegUtf32:
		g.op(opcode.BsGetUtf32, fail, ctx, live, flags, dst)
	case core.SegFloat:
		g.op(opcode.BsGetFloat2, fail, ctx, live, size, unit, flags, dst)
	case core.SegBinary:
		g.op(opcode.BsGetBinary2, fail, ctx, live, size, unit, flags, dst)
	default:
		g.op(opcode.BsGetInteger2, fail, ctx, live, size, unit, flags, dst)
	}
}
