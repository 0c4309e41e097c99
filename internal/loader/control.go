package loader

import (
	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/opcode"
	"joist/internal/term"
)

func (l *loader) doLabel(in []beam.Instr) int {
	n := l.target(in[0].Args[0])
	if l.err != nil {
		return 1
	}
	if l.labels[n] != noOffset {
		l.fail("label %d is there twice", n)
		return 1
	}
	l.labels[n] = int32(len(l.code) * 8)
	// What a branch to the label has said counts more than falling through: behind a call of a function
	// that never returns, nothing does.
	if l.reached && l.frames[n] == frameUnknown {
		l.frames[n] = int32(l.frame)
	}
	l.setFrame(int(l.frames[n]))
	l.reached = true
	return 1
}

func (l *loader) doFuncInfo(in []beam.Instr) int {
	a := in[0].Args
	m, f, arity := l.atom(a[0]), l.atom(a[1]), l.uint(a[2], 255)
	l.emit(code.OpFuncInfo, uint16(arity), 0, 0, uint64(uint32(f))|uint64(uint32(m))<<32)
	return 1
}

func (l *loader) doLine(in []beam.Instr) int {
	l.takeLine(in[0])
	return 1
}

func (l *loader) doNothing([]beam.Instr) int { return 1 }

func (l *loader) doNifStart([]beam.Instr) int { return 1 }

func (l *loader) doOnLoad([]beam.Instr) int {
	// Kept one too high so that offset 0 is told from none; finish corrects it.
	l.out.OnLoad = uintptr(l.labels[l.fn.Entry]) + 1
	return 1
}

// returnPoint follows every call that returns.
func (l *loader) returnPoint() { l.emit(code.OpReturnPoint, 0, 0, 0, 0) }

func (l *loader) arity(o beam.Operand) uint16 { return uint16(l.uint(o, 255)) }

func (l *loader) frameBytes(o beam.Operand) uint16 {
	n := l.uint(o, code.MaxY)
	if l.frame != frameUnknown && n != l.frame {
		l.fail("frame of %d released as one of %d", l.frame, n)
	}
	return uint16((n + 1) * 8)
}

func (l *loader) doCall(in []beam.Instr) int {
	a := in[0].Args
	l.call(code.OpCall, l.arity(a[0]), 0, 0, a[1])
	l.returnPoint()
	return 1
}

func (l *loader) doCallOnly(in []beam.Instr) int {
	a := in[0].Args
	l.call(code.OpCallOnly, l.arity(a[0]), 0, 0, a[1])
	l.ends()
	return 1
}

func (l *loader) doCallLast(in []beam.Instr) int {
	a := in[0].Args
	l.call(code.OpCallLast, l.arity(a[0]), l.frameBytes(a[2]), 0, a[1])
	l.ends()
	return 1
}

// call emits a call of a local function, which says nothing about the frame at its label.
func (l *loader) call(op code.Op, a, b, c uint16, to beam.Operand) (at int) {
	at = l.emit(op, a, b, c, 0)
	if n := l.target(to); l.err == nil {
		l.fixups = append(l.fixups, fixup{int32(at/8 + 1), int32(at), int32(n), fixWord})
	}
	return at
}

func (l *loader) doCallExt(in []beam.Instr) int {
	a := in[0].Args
	if e := l.export(a[1]); e != nil {
		if l.raises(a[1]) {
			l.emit(code.OpCallRaise, l.callArity(a[0], e), 0, 0, uint64(e.Address()))
			l.ends()
			return 1
		}
		if f := e.MFA(); f.Module == term.AtomJoistState && f.Function == term.AtomKeep && f.Arity == 1 {
			l.emit(code.OpKeepState, 0, 0, 0, 0)
			return 1
		}
		if l.inPlace(e) {
			l.callNative(a[0], e, code.NativeGoesOn)
			l.returnPoint()
			return 1
		}
		l.emit(code.OpCallExt, l.callArity(a[0], e), 0, 0, uint64(e.Address()))
		l.returnPoint()
	}
	return 1
}

// inPlace tells whether a function is called without going to its export entry: a native that nobody can replace.
func (l *loader) inPlace(e *code.Export) bool {
	return (e.Module == term.AtomErlang || e.Module == term.AtomMath) && e.IsNative && !e.HasCode() && !e.Applies()
}

func (l *loader) callNative(arity beam.Operand, e *code.Export, result uint16) {
	l.emit(code.NativeOp(e.MFA()), l.callArity(arity, e), 0, result, uint64(e.Native))
}

func (l *loader) callArity(o beam.Operand, e *code.Export) uint16 {
	n := l.arity(o)
	if l.err == nil && uint64(n) != e.Arity {
		l.fail("function of arity %d called with %d arguments", e.Arity, n)
	}
	return n
}

// raises tells whether a function only raises: it does not show in stack traces, its caller does, even
// one that calls it last.
func (l *loader) raises(f beam.Operand) bool {
	name := l.erlang(f)
	if name == "" {
		return false
	}
	arity := l.m.Import(f).Arity
	switch name {
	case "error":
		return arity >= 1 && arity <= 3
	case "exit", "throw":
		return arity == 1
	case "raise":
		return arity == 3
	case "nif_error":
		return arity == 1 || arity == 2
	}
	return false
}

func (l *loader) doCallExtOnly(in []beam.Instr) int {
	a := in[0].Args
	if e := l.export(a[1]); e != nil && l.raises(a[1]) {
		l.emit(code.OpCallRaise, l.callArity(a[0], e), 0, 0, uint64(e.Address()))
		l.emit(code.OpReturn, 0, 0, 0, 0)
	} else if e != nil && l.inPlace(e) {
		l.callNative(a[0], e, code.NativeReturns)
	} else if e != nil {
		l.emit(code.OpCallExtOnly, l.callArity(a[0], e), 0, 0, uint64(e.Address()))
	}
	l.ends()
	return 1
}

func (l *loader) doCallExtLast(in []beam.Instr) int {
	a := in[0].Args
	if e := l.export(a[1]); e != nil && l.raises(a[1]) {
		l.emit(code.OpCallRaise, l.callArity(a[0], e), 0, 0, uint64(e.Address()))
		if l.erlang(a[1]) == "raise" {
			l.emit(code.OpDeallocate, l.frameBytes(a[2]), 0, 0, 0)
			l.emit(code.OpReturn, 0, 0, 0, 0)
		} // the others do not return: compilers share these calls between frames of different sizes
	} else if e != nil && l.inPlace(e) {
		l.emit(code.OpDeallocate, l.frameBytes(a[2]), 0, 0, 0)
		l.setFrame(noFrame)
		l.callNative(a[0], e, code.NativeReturns)
	} else if e != nil {
		l.emit(code.OpCallExtLast, l.callArity(a[0], e), l.frameBytes(a[2]), 0, uint64(e.Address()))
	}
	l.ends()
	return 1
}

func (l *loader) doCallFun(in []beam.Instr) int {
	last, used := l.tailCall(in)
	l.emit(code.OpCallFun, l.arity(in[0].Args[0]), 0, last, 0)
	l.afterFun(last)
	return used
}

// tailCall tells whether a call of a fun is the last thing that its function does. Compilers have no instruction for that: they
// write the release of the frame and the return behind the call. A loop of such calls must not grow the stack.
func (l *loader) tailCall(in []beam.Instr) (frame uint16, used int) {
	if len(in) > 2 && in[1].Op == opcode.Deallocate && in[2].Op == opcode.Return {
		return l.frameBytes(in[1].Args[0]), 3
	}
	return 0, 1
}

func (l *loader) afterFun(last uint16) {
	if last == 0 {
		l.returnPoint()
		return
	}
	l.setFrame(noFrame)
	l.ends()
}

func (l *loader) doCallFun2(in []beam.Instr) int {
	a := in[0].Args
	// The first operand is a promise about the fun's kind; the fun itself says it all.
	last, used := l.tailCall(in)
	l.emit(code.OpCallFun2, l.arity(a[1]), l.src(a[2], 0), last, 0)
	l.afterFun(last)
	return used
}

func (l *loader) doApply(in []beam.Instr) int {
	l.emit(code.OpApply, l.arity(in[0].Args[0]), 0, 0, 0)
	l.returnPoint()
	return 1
}

func (l *loader) doApplyLast(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpApplyLast, l.arity(a[0]), l.frameBytes(a[1]), 0, 0)
	l.ends()
	return 1
}

func (l *loader) doReturn([]beam.Instr) int {
	l.emit(code.OpReturn, 0, 0, 0, 0)
	l.ends()
	return 1
}

func (l *loader) doAllocate(in []beam.Instr) int {
	a := in[0].Args
	return l.allocate(a[0], 0, a[1])
}

func (l *loader) doAllocateHeap(in []beam.Instr) int {
	a := in[0].Args
	return l.allocate(a[0], l.words(a[1]), a[2])
}

// doAllocateZero is the older form that clears the Y registers, with or without heap.
func (l *loader) doAllocateZero(in []beam.Instr) int {
	if len(in[0].Args) == 3 {
		return l.doAllocateHeap(in)
	}
	return l.doAllocate(in)
}

func (l *loader) allocate(size beam.Operand, heap int, live beam.Operand) int {
	n := l.uint(size, code.MaxY)
	l.emit(code.OpAllocate, uint16((n+1)*8), uint16(l.uint(live, maxLive)), 0, uint64(heap*8))
	l.newFrame(1, n)
	return 1
}

// newFrame notes a frame of size Y registers, made by an instruction for used generic ones.
func (l *loader) newFrame(used, size int) {
	if l.frame >= 0 {
		l.fail("a frame is there already")
	}
	l.setFrame(size)
	l.initFrame(l.fn.Code[l.pos+used:], size)
}

// initFrame clears the Y registers of a new frame that the code does not write before a collection or an
// exception may look at them. Compilers clear them themselves where that is needed, so that this mostly
// finds nothing to do; allocate_zero and careless code make it necessary.
func (l *loader) initFrame(next []beam.Instr, size int) {
	if size == 0 {
		return
	}
	written := make([]bool, size)
	left := size
	for i := 0; i < len(next) && left > 0 && next[i].Op.Known() && harmless[next[i].Op]; i++ {
		for _, o := range next[i].Args {
			left -= l.markWritten(written, o)
		}
	}
	var refs []uint16
	for y, ok := range written {
		if !ok {
			refs = append(refs, code.YRef(y))
		}
	}
	l.initY(refs)
}

// markWritten notes the Y registers that an operand of a harmless instruction names: one that it reads
// has been written before. It says how many are new.
func (l *loader) markWritten(written []bool, o beam.Operand) (n int) {
	if o.Kind == beam.Y && o.N >= 0 && o.N < int64(len(written)) && !written[o.N] {
		written[o.N] = true
		n++
	}
	for _, e := range l.m.List(o) {
		if e.Kind == beam.Y {
			n += l.markWritten(written, e)
		}
	}
	return n
}

// harmless has the instructions that neither collect, raise, call nor branch.
var harmless = [opcode.Max + 1]bool{
	opcode.Line: true, opcode.Move: true, opcode.Swap: true, opcode.GetList: true, opcode.GetHd: true, opcode.GetTl: true,
	opcode.GetTupleElement: true, opcode.PutList: true, opcode.PutTuple2: true, opcode.Init: true, opcode.InitYregs: true,
	opcode.Try: true, opcode.Catch: true,
}

func (l *loader) doDeallocate(in []beam.Instr) int {
	l.emit(code.OpDeallocate, l.frameBytes(in[0].Args[0]), 0, 0, 0)
	l.setFrame(noFrame)
	return 1
}

func (l *loader) doTrim(in []beam.Instr) int {
	a := in[0].Args
	n, rest := l.uint(a[0], code.MaxY), l.uint(a[1], code.MaxY)
	if l.frame != frameUnknown && n+rest != l.frame {
		l.fail("frame of %d trimmed by %d to %d", l.frame, n, rest)
	}
	l.emit(code.OpDeallocate, uint16(n*8), 0, 0, 0)
	l.setFrame(rest)
	return 1
}

func (l *loader) doTestHeap(in []beam.Instr) int {
	a := in[0].Args
	words, live := l.words(a[0]), l.uint(a[1], maxLive)
	l.emit(code.OpTestHeap, 0, uint16(live), 0, uint64(words*8))
	return 1
}

func (l *loader) doInitYregs(in []beam.Instr) int {
	list := l.list(in[0].Args[0], 1)
	refs := make([]uint16, len(list))
	for i, o := range list {
		refs[i] = l.yreg(o)
	}
	l.initY(refs)
	return 1
}

// initY clears Y registers, three with an instruction.
func (l *loader) initY(refs []uint16) {
	for len(refs) > 0 && l.err == nil {
		n := min(len(refs), 3)
		l.emit(code.OpInitY, refs[0], refs[min(1, n-1)], refs[n-1], 0)
		refs = refs[n:]
	}
}

// doInit is the older form for one register.
func (l *loader) doInit(in []beam.Instr) int {
	y := l.yreg(in[0].Args[0])
	l.emit(code.OpInitY, y, y, y, 0)
	return 1
}

func (l *loader) doJump(in []beam.Instr) int {
	l.emitFar(code.OpJump, 0, 0, l.target(in[0].Args[0]))
	l.ends()
	return 1
}

func (l *loader) doCatch(in []beam.Instr) int {
	a := in[0].Args
	at := l.emit(code.OpCatch, l.yreg(a[0]), 0, 0, 0)
	if n := l.target(a[1]); l.err == nil {
		l.branch(at/8+1, at, n, fixCatch)
	}
	return 1
}

func (l *loader) yreg(o beam.Operand) uint16 {
	if o.Kind != beam.Y {
		l.fail("Y register expected")
		return 0
	}
	return l.reg(o)
}

func (l *loader) doTryEnd(in []beam.Instr) int {
	l.emit(code.OpTryEnd, l.yreg(in[0].Args[0]), 0, 0, 0)
	return 1
}

func (l *loader) doCatchEnd(in []beam.Instr) int {
	l.emit(code.OpCatchEnd, l.yreg(in[0].Args[0]), 0, 0, 0)
	return 1
}

func (l *loader) doTryCase(in []beam.Instr) int {
	l.emit(code.OpTryCase, l.yreg(in[0].Args[0]), 0, 0, 0)
	return 1
}

func (l *loader) doRaise(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpRaise, l.src(a[0], 0), l.src(a[1], 1), 0, 0)
	l.ends()
	return 1
}

func (l *loader) doBuildStacktrace([]beam.Instr) int {
	l.emit(code.OpBuildStacktrace, 0, 0, 0, 0)
	return 1
}

func (l *loader) doRawRaise([]beam.Instr) int {
	l.emit(code.OpRawRaise, 0, 0, 0, 0)
	return 1
}

// errorInstr makes translators for the instructions that raise an error with a value.
func errorInstr(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := uint16(0)
		if len(in[0].Args) == 1 {
			a = l.src(in[0].Args[0], 0)
		}
		l.emit(op, a, 0, 0, 0)
		l.ends()
		return 1
	}
}

// simple makes translators for instructions of no operands.
func simple(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		l.emit(op, 0, 0, 0, 0)
		return 1
	}
}

func (l *loader) doLoopRec(in []beam.Instr) int {
	a := in[0].Args
	if !isX(a[1]) || a[1].N != 0 {
		l.fail("message expected in x0")
	}
	l.emitF(code.OpLoopRec, 0, 0, 0, l.target(a[0]), 0)
	return 1
}

func (l *loader) doLoopRecEnd(in []beam.Instr) int {
	l.emitF(code.OpLoopRecEnd, 0, 0, 0, l.target(in[0].Args[0]), 0)
	l.ends()
	return 1
}

func (l *loader) doWait(in []beam.Instr) int {
	l.emitF(code.OpWait, 0, 0, 0, l.target(in[0].Args[0]), 0)
	l.ends()
	return 1
}

func (l *loader) doWaitTimeout(in []beam.Instr) int {
	a := in[0].Args
	l.emitF(code.OpWaitTimeout, l.src(a[1], 0), 0, 0, l.target(a[0]), 0)
	return 1
}

func (l *loader) doMarkerBind(in []beam.Instr) int {
	a := in[0].Args
	l.emit(code.OpRecvMarkerBind, l.src(a[0], 0), l.src(a[1], 1), 0, 0)
	return 1
}

func (l *loader) doMarkerClear(in []beam.Instr) int {
	l.emit(code.OpRecvMarkerClear, l.src(in[0].Args[0], 0), 0, 0, 0)
	return 1
}

func (l *loader) doMarkerReserve(in []beam.Instr) int {
	l.emit(code.OpRecvMarkerReserve, 0, 0, l.reg(in[0].Args[0]), 0)
	return 1
}

func (l *loader) doMarkerUse(in []beam.Instr) int {
	l.emit(code.OpRecvMarkerUse, l.src(in[0].Args[0], 0), 0, 0, 0)
	return 1
}

// tupleHeader is the header of a tuple of that many elements, which must fit 32 bits.
func (l *loader) tupleHeader(o beam.Operand) uint32 {
	return uint32(term.TupleHeader(l.uint(o, 1<<24)))
}
