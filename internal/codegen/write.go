package codegen

import (
	"joist/internal/beam"
	"joist/internal/opcode"
)

// writeBlock writes one block; previous is the block written before it, which need not be the one
// whose code comes before.
func (g *generator) writeBlock(id, previous blockID) {
	g.block = id
	next := g.follow[id]
	g.line = 0
	b := g.f.block(id)
	if b.term.kind == termClause && len(b.code) == 0 {
		return // its label is that of func_info
	}
	inherited := g.labels[id] == 0 && g.l.npred[id] == 1 && previous != noBlock && g.follow[previous] == id
	if b.loop || g.l.npred[id] > 1 {
		g.labelNumber(id) // a way here may be written after the block
	}
	if g.labels[id] != 0 {
		g.op(opcode.Label, uintOperand(g.labels[id]))
		inherited = false
	}
	g.enter(id, inherited)
	for i := 0; i < len(b.code); i++ {
		if i+1 < len(b.code) && g.cons(&b.code[i], &b.code[i+1]) {
			i++
			continue
		}
		g.instr(&b.code[i])
	}
	before := g.init
	g.terminator(b, next)
	g.leave(&b.term, before)
}

// leave notes for the successors of the current block which X registers hold something: those that
// did before the terminator and still do.
func (g *generator) leave(t *terminator, before regSet) {
	for i := range before {
		before[i] &= g.init[i]
	}
	t.successors(func(s blockID) {
		held := before
		if g.needsSplit(s) {
			held = regSet{}
		}
		if !g.entered[s] {
			g.entered[s], g.initIn[s] = true, held
			return
		}
		for i := range held {
			g.initIn[s][i] &= held[i]
		}
	})
}

// enter sets up the registers as they are at the start of a block, and makes the frame if the
// block makes its own.
func (g *generator) enter(id blockID, inherited bool) {
	g.heapAt = -1
	g.late = noValue
	g.base = 0
	if c := g.comp[id]; c >= 0 {
		g.base = g.frames[g.find(c)].tags
	}
	for i := range g.xs {
		g.xs[i] = noValue
	}
	for i := range g.ys {
		g.ys[i] = noValue
	}
	if !inherited {
		g.init = regSet{}
		if g.entered[id] && !g.f.block(id).loop {
			g.init = g.initIn[id]
		}
		for i := range g.held {
			g.held[i] = noValue
		}
	}
	here := g.l.entry[id] == entryHere && g.l.framed[id]
	for _, v := range g.l.liveIn[id] {
		g.occupy(v, here)
	}
	for _, v := range g.f.block(id).params {
		if !g.onStack(v) && g.xreg[v] == noReg || g.onStack(v) && g.slot[v] == noReg {
			continue // nothing delivers it: the block is not reached with it
		}
		g.occupy(v, here)
	}
	if id == 0 {
		for _, v := range g.f.params {
			g.init.add(int(g.xreg[v]))
			if g.l.read[v] {
				g.setX(int(g.xreg[v]), v)
			}
		}
	}
	if here {
		g.makeFrame(id)
	}
}

// occupy notes where v is at the start of a block; bare says that the frame is still to be made.
func (g *generator) occupy(v value, bare bool) {
	if g.onStack(v) && !bare {
		g.setY(int(g.slot[v]), v)
		return
	}
	g.setX(int(g.xreg[v]), v)
	g.init.add(int(g.xreg[v]))
}

func (g *generator) setX(r int, v value) {
	for r >= len(g.xs) {
		g.xs = append(g.xs, noValue)
		g.held = append(g.held, noValue)
	}
	g.xs[r] = v
	g.held[r] = noValue
}

func (g *generator) setY(s int, v value) {
	for s >= len(g.ys) {
		g.ys = append(g.ys, noValue)
	}
	g.ys[s] = v
}

// liveX is the number of X registers that a collection must keep: the registers in use and all
// below them, which are made to hold something. A copy of a saved value counts when that costs nothing, or
// when the next call wants it just there.
func (g *generator) liveX() int {
	n := len(g.xs)
	for n > 0 && g.xs[n-1] == noValue && (g.held[n-1] == noValue || int(g.l.hint[g.held[n-1]]) != n-1 && !g.init.hasAll(n)) {
		n--
	}
	for r := 0; r < n; r++ {
		if g.xs[r] == noValue && !g.init.has(r) {
			g.op(opcode.Move, g.m.atomOperand("nil"), xOperand(r))
			g.init.add(r)
		}
	}
	return n
}

// collected notes that an instruction with n live registers may have collected.
func (g *generator) collected(n int) {
	g.heapAt = -1
	g.init.prune(n)
	for r := n; r < len(g.held); r++ {
		g.held[r] = noValue
	}
}

// makeFrame allocates the frame of a block and moves the saved values into it.
func (g *generator) makeFrame(target blockID) {
	live := g.liveX()
	c := g.find(g.comp[target])
	g.base = g.frames[c].tags
	g.heapAt = len(g.code)
	g.notePlace(c)
	g.op(opcode.Allocate, uintOperand(0), uintOperand(live))
	g.code = append(g.code, beam.Instr{}) // room for init_yregs
	g.init.prune(live)
	for r, v := range g.xs {
		if v == noValue || !g.l.saved[v] {
			continue
		}
		g.op(opcode.Move, xOperand(r), g.yOperand(int(g.slot[v])))
		g.setY(int(g.slot[v]), v)
		g.useSlot(c, int(g.slot[v]))
		g.xs[r] = noValue
		g.held[r] = v
	}
}

func (g *generator) useSlot(c int32, slot int) {
	g.frames[c].slots = max(g.frames[c].slots, slot+1)
}

// writeSplit writes the code of an edge on which a frame is made.
func (g *generator) writeSplit(s splitEdge) {
	g.op(opcode.Label, uintOperand(s.label))
	g.block = s.to
	g.heapAt = -1
	for i := range g.xs {
		g.xs[i] = noValue
		g.held[i] = noValue
	}
	g.init = regSet{}
	for _, v := range g.l.liveIn[s.to] {
		g.occupy(v, true)
	}
	g.makeFrame(s.to)
	g.op(opcode.Jump, g.label(s.to))
}

// completeFrames fills in the sizes of the frames and clears the slots that nothing has been put
// into when a collection may come.
func (g *generator) completeFrames() {
	for c := range g.frames {
		if g.frames[c].parent != int32(c) {
			o := &g.frames[g.find(int32(c))]
			o.slots = max(o.slots, g.frames[c].slots)
		}
	}
	for _, p := range g.places {
		fr := &g.frames[g.find(p.frame)]
		size := fr.tags + fr.slots
		in := &g.code[p.at]
		switch in.Op {
		case opcode.Allocate, opcode.AllocateHeap:
			in.Args[0].N = int64(size)
			g.clearSlots(p.at, size)
		default: // deallocate, call_last, call_ext_last, apply_last
			in.Args[len(in.Args)-1].N = int64(size)
		}
	}
}

// notePlace has the next instruction completed with the size of frame c.
func (g *generator) notePlace(c int32) {
	g.places = append(g.places, place{c, len(g.code)})
}

// clearSlots puts an init_yregs after the allocate at i for the slots that are not written before
// anything may look at them.
func (g *generator) clearSlots(i, size int) {
	if size == 0 {
		return
	}
	g.written = grow(g.written, size, false)
	written := g.written
	left := size
	for j := i + 2; j < len(g.code) && left > 0; j++ {
		in := &g.code[j]
		var dst *beam.Operand
		switch in.Op {
		case opcode.Move, opcode.GetHd, opcode.GetTl, opcode.PutList:
			dst = &in.Args[len(in.Args)-1]
		case opcode.GetTupleElement:
			dst = &in.Args[2]
		case opcode.GetList:
			left -= markWritten(written, &in.Args[1])
			dst = &in.Args[2]
		case opcode.PutTuple2:
			dst = &in.Args[0]
		case opcode.Line:
			continue
		}
		if dst == nil {
			break
		}
		left -= markWritten(written, dst)
	}
	if left == 0 {
		return
	}
	list := make([]beam.Operand, 0, left)
	for s, w := range written {
		if !w {
			list = append(list, beam.Operand{Kind: beam.Y, N: int64(s)})
		}
	}
	g.code[i+1] = beam.Instr{Op: opcode.InitYregs, Args: g.operands(1, []beam.Operand{g.m.listOperand(list)})}
}

func markWritten(written []bool, dst *beam.Operand) int {
	if dst.Kind != beam.Y || written[dst.N] {
		return 0
	}
	written[dst.N] = true
	return 1
}

// free gives back the registers of the arguments that are used here for the last time.
func (g *generator) free(args []value) {
	for _, v := range args {
		if v.isConst() || v&killBit == 0 {
			continue
		}
		v &^= killBit
		if v == g.late {
			g.late = noValue
		} else if g.onStack(v) {
			g.ys[g.slot[v]] = noValue
			continue
		}
		g.xs[g.xreg[v]] = noValue
	}
}

// saveLate moves the result of the last call to its slot, if it is not there yet.
func (g *generator) saveLate() {
	v := g.late
	if v == noValue {
		return
	}
	g.late = noValue
	r := int(g.xreg[v])
	g.op(opcode.Move, xOperand(r), g.dest(v))
	g.xs[r] = noValue
	g.held[r] = v
}

// dest chooses the register of a new value.
func (g *generator) dest(v value) beam.Operand {
	if v == noValue {
		r := g.scratch()
		g.held[r] = noValue
		g.init.add(r)
		return xOperand(r)
	}
	if g.onStack(v) {
		if g.slot[v] == noReg {
			g.slot[v] = int16(g.freeSlot(v))
		}
		s := int(g.slot[v])
		g.setY(s, v)
		g.useSlot(g.find(g.comp[g.block]), s)
		return g.yOperand(s)
	}
	r := g.freeX(v)
	g.xreg[v] = int16(r)
	g.setX(r, v)
	g.init.add(r)
	return xOperand(r)
}

// scratch is a register for a result that nobody wants.
func (g *generator) scratch() int {
	r := 0
	for r < len(g.xs) && g.xs[r] != noValue {
		r++
	}
	if r == len(g.xs) {
		g.setX(r, noValue)
	}
	return r
}

func (g *generator) freeSlot(v value) int {
	if p := g.l.want[v]; p != noValue && g.l.saved[p] && g.slot[p] != noReg {
		if s := int(g.slot[p]); s >= len(g.ys) || g.ys[s] == noValue {
			return s
		}
	}
	s := 0
	for s < len(g.ys) && g.ys[s] != noValue {
		s++
	}
	return s
}

func (g *generator) isFreeX(r int) bool { return r >= len(g.xs) || g.xs[r] == noValue }

// freeX chooses an X register: the wanted one, that of the block parameter that the value goes to,
// or the first that the next call does not want for something else.
func (g *generator) freeX(v value) int {
	if h := g.l.hint[v]; h != noReg && g.isFreeX(int(h)) {
		return int(h)
	}
	if p := g.l.want[v]; p != noValue && !g.l.saved[p] && g.xreg[p] != noReg && g.isFreeX(int(g.xreg[p])) {
		return int(g.xreg[p])
	}
	avoid := g.l.avoid[v]
	for r := 0; ; r++ {
		// A register that holds nothing yet is taken although it is wanted: it would have to be
		// filled for the next collection.
		if r < 32 && avoid>>r&1 != 0 && g.init.has(r) {
			continue
		}
		if g.isFreeX(r) {
			return r
		}
	}
}

// need makes sure of free heap: words, and funs, which the machine counts by themselves.
func (g *generator) need(words, funs int) {
	if g.heapAt < 0 {
		live := g.liveX()
		g.heapAt = len(g.code)
		g.op(opcode.TestHeap, uintOperand(0), uintOperand(live))
		g.init.prune(live)
		for r := live; r < len(g.held); r++ {
			g.held[r] = noValue
		}
	}
	in := &g.code[g.heapAt]
	switch in.Op {
	case opcode.Allocate:
		live := in.Args[1]
		in.Op = opcode.AllocateHeap
		in.Args = g.operands(3, []beam.Operand{in.Args[0], g.heapNeed(words, funs), live})
	case opcode.AllocateHeap:
		in.Args[1] = g.addNeed(in.Args[1], words, funs)
	default:
		in.Args[0] = g.addNeed(in.Args[0], words, funs)
	}
}

func (g *generator) heapNeed(words, funs int) beam.Operand {
	if funs == 0 {
		return uintOperand(words)
	}
	return g.m.out.AddList(beam.Alloc, g.operands(6, []beam.Operand{
		uintOperand(0), uintOperand(words), uintOperand(1), uintOperand(0), uintOperand(2), uintOperand(funs),
	}))
}

func (g *generator) addNeed(o beam.Operand, words, funs int) beam.Operand {
	if o.Kind == beam.Uint {
		return g.heapNeed(int(o.N)+words, funs)
	}
	list := g.m.out.List(o)
	list[1].N += int64(words)
	list[5].N += int64(funs)
	return o
}
