package codegen

import (
	"fmt"

	"joist/internal/beam"
	"joist/internal/core"
	"joist/internal/opcode"
	"joist/internal/quoted"
)

// generator assigns registers and writes instructions, block by block in reverse postorder. A value
// gets its register where it is made: when a block is reached everything that is live there has one
// already, because what dominates a block comes before it. So no interference graph is needed; the
// only choice is which free register to take, and there the wishes collected by liveness (argument
// positions of calls, block parameters) keep moves away.
type generator struct {
	m *moduleBuilder
	l layout
	f *fn

	code  []beam.Instr
	entry entry
	file  int

	xreg []int16 // by value
	slot []int16 // by value: stack slot, before the tags of tries are put in front
	xs   []value // by X register: the live value in it, or noValue
	ys   []value // by slot: the live value in it
	held []value // by X register: the saved value of which it has a copy
	init regSet  // X registers that hold some term
	late value   // a saved value that is still in the register where a call left it

	labels []int     // by block
	placed []blockID // blocks in the order of their code
	follow []blockID // by block: the block whose code comes next
	spans  []span    // by block: where its code is in code
	likely []bool    // by block: it is on a likely way
	// By block: the X registers that hold something on all ways to it, once one has been written.
	initIn  []regSet
	entered []bool
	comp    []int32 // by block: frame it belongs to
	frames  []frame
	places  []place
	heapAt  int // index of the test_heap or allocate that more words may be added to, or -1
	line    int64
	splits  []splitEdge
	block   blockID
	base    int // what is added to slots in the frame of the current block
	moves   []move

	arrivals  []arrival
	chain     []int32
	usedSlots []bool
	written   []bool
}

// frame is a stack frame: blocks with the same frame run one after another.
type frame struct {
	parent int32
	slots  int
	tags   int
}

// place is an instruction to complete when the size of its frame is known.
type place struct {
	frame int32
	at    int
}

// span is a part of the code.
type span struct{ from, to int }

// splitEdge is an edge from a block without frame to one with, on which the frame is made.
type splitEdge struct {
	label int
	to    blockID
}

// regSet is a set of X registers.
type regSet [4]uint64

func (s *regSet) add(r int) {
	if r < 256 {
		s[r>>6] |= 1 << (r & 63)
	}
}

func (s *regSet) has(r int) bool { return r < 256 && s[r>>6]>>(r&63)&1 != 0 }

// hasAll tells whether all below n are there.
func (s *regSet) hasAll(n int) bool {
	for r := 0; r < n; r++ {
		if !s.has(r) {
			return false
		}
	}
	return true
}

// prune forgets the registers from n on.
func (s *regSet) prune(n int) {
	for i := range s {
		lo := i * 64
		switch {
		case n <= lo:
			s[i] = 0
		case n < lo+64:
			s[i] &= 1<<(n-lo) - 1
		}
	}
}

// function writes the code of one function.
func (g *generator) function(f *fn, e int32, file int, exported bool) {
	g.f, g.file = f, file
	defer g.explain()
	g.l.analyse(f)
	g.entry = g.m.entries[e]
	entry := &g.entry
	g.reset()
	g.code = g.code[:0]
	g.op(opcode.Label, beam.Operand{Kind: beam.Uint, N: int64(entry.label)})
	g.op(opcode.Line, uintOperand(int(g.m.line(file, f.line))))
	g.op(opcode.FuncInfo, g.m.atomOperand(g.m.name), g.m.atomOperand(f.name), uintOperand(f.arity))
	g.op(opcode.Label, beam.Operand{Kind: beam.Uint, N: int64(entry.label + 1)})
	g.line = 0
	for i, p := range f.params {
		g.xreg[p] = int16(i)
	}
	head := len(g.code)
	g.arrange()
	previous := noBlock
	for _, id := range g.l.order {
		g.spans[id].from = len(g.code)
		g.writeBlock(id, previous)
		g.code = append(g.code, beam.Instr{}) // what follows is another block
		g.spans[id].to = len(g.code)
		previous = id
	}
	tail := len(g.code)
	for i := 0; i < len(g.splits); i++ {
		g.writeSplit(g.splits[i])
	}
	g.completeFrames()
	g.m.out.Functions = append(g.m.out.Functions, g.m.functions.Put(beam.Function{
		Name: f.name, Arity: f.arity, Entry: entry.label + 1, Exported: exported, Code: g.compact(head, tail),
	}))
}

// explain adds the graph to a panic: it is a fault of this package.
func (g *generator) explain() {
	if r := recover(); r != nil {
		panic(fmt.Sprintf("codegen: %v\nin module %s: %s", r, g.m.name, g.l.text()))
	}
}

func (g *generator) reset() {
	nv, nb := int(g.f.nvalues), g.f.nblocks
	g.xreg = grow(g.xreg, nv, noReg)
	g.slot = grow(g.slot, nv, noReg)
	g.labels = grow(g.labels, nb, 0)
	g.initIn = grow(g.initIn, nb, regSet{})
	g.entered = grow(g.entered, nb, false)
	g.splits = g.splits[:0]
	g.assignFrames()
	g.assignOutside()
}

// find is the representative of a frame.
func (g *generator) find(c int32) int32 {
	for g.frames[c].parent != c {
		c = g.frames[c].parent
	}
	return c
}

// assignFrames groups the blocks that run one after another with a frame.
func (g *generator) assignFrames() {
	g.comp = grow(g.comp, g.f.nblocks, -1)
	g.frames, g.places = g.frames[:0], g.places[:0]
	l := &g.l
	for _, id := range l.order {
		if !l.framed[id] {
			continue
		}
		if g.comp[id] < 0 {
			g.comp[id] = int32(len(g.frames))
			g.frames = append(g.frames, frame{parent: g.comp[id]})
		}
		c := g.find(g.comp[id])
		depth := int(g.f.block(id).depth)
		if g.f.block(id).term.kind == termTry {
			depth++
		}
		g.frames[c].tags = max(g.frames[c].tags, depth)
		g.f.block(id).term.successors(func(s blockID) {
			if !l.framed[s] {
				return
			}
			if g.comp[s] < 0 {
				g.comp[s] = c
				return
			}
			if o := g.find(g.comp[s]); o != c {
				g.frames[o].parent = c
				g.frames[c].tags = max(g.frames[c].tags, g.frames[o].tags)
			}
		})
	}
}

// assignOutside gives slots to the saved values that are made before their frame: those that come
// into a frame together need different ones.
func (g *generator) assignOutside() {
	l := &g.l
	g.arrivals = g.arrivals[:0]
	arrive := func(set []value) {
		start := len(g.arrivals)
		for _, v := range set {
			if l.saved[v] && l.outside[v] {
				g.arrivals = append(g.arrivals, arrival{val: v, first: int32(start)})
			}
		}
		for i := start; i < len(g.arrivals); i++ {
			g.arrivals[i].end = int32(len(g.arrivals))
		}
	}
	for _, id := range l.order {
		if l.framed[id] {
			if id == 0 {
				arrive(g.f.params)
			}
			continue
		}
		g.f.block(id).term.successors(func(s blockID) {
			if l.framed[s] {
				arrive(l.liveIn[s])
			}
		})
	}
	g.chain = grow(g.chain, int(g.f.nvalues), 0)
	for i := range g.arrivals {
		a := &g.arrivals[i]
		a.next = g.chain[a.val]
		g.chain[a.val] = int32(i + 1)
	}
	for i := range g.arrivals {
		if v := g.arrivals[i].val; g.slot[v] < 0 {
			g.slot[v] = g.freeOutside(v)
		}
	}
}

// arrival is a saved value that comes into a frame together with those of arrivals[first:end].
// Arrivals of the same value are chained.
type arrival struct {
	val        value
	first, end int32
	next       int32
}

// freeOutside is the first slot that nothing has that ever arrives together with v.
func (g *generator) freeOutside(v value) int16 {
	used := g.usedSlots[:0]
	for i := g.chain[v]; i != 0; i = g.arrivals[i-1].next {
		a := &g.arrivals[i-1]
		for _, o := range g.arrivals[a.first:a.end] {
			s := g.slot[o.val]
			if s < 0 {
				continue
			}
			for int(s) >= len(used) {
				used = append(used, false)
			}
			used[s] = true
		}
	}
	g.usedSlots = used
	for s := range used {
		if !used[s] {
			return int16(s)
		}
	}
	return int16(len(used))
}

// framedBlock tells whether the block being written has a frame.
func (g *generator) framedBlock() bool { return g.l.framed[g.block] }

// onStack tells whether v is in a slot in the block being written.
func (g *generator) onStack(v value) bool { return g.l.saved[v] && g.framedBlock() }

// label gives the label of a block.
func (g *generator) label(id blockID) beam.Operand {
	return beam.Operand{Kind: beam.Label, N: int64(g.labelNumber(id))}
}

func (g *generator) labelNumber(id blockID) int {
	b := g.f.block(id)
	if b.term.kind == termClause && len(b.code) == 0 {
		return g.entry.label
	}
	if g.labels[id] == 0 {
		g.labels[id] = g.m.newLabel()
	}
	return g.labels[id]
}

// target is the label for going from the block being written to another; where the other has a
// frame of its own making it is that of code that makes the frame.
func (g *generator) target(id blockID) beam.Operand {
	if !g.needsSplit(id) {
		return g.label(id)
	}
	for i := range g.splits {
		if g.splits[i].to == id {
			return beam.Operand{Kind: beam.Label, N: int64(g.splits[i].label)}
		}
	}
	label := g.m.newLabel()
	g.splits = append(g.splits, splitEdge{label, id})
	return beam.Operand{Kind: beam.Label, N: int64(label)}
}

// needsSplit tells whether the frame of a block has to be made on the way from the block being
// written, because other ways to it have a frame already.
func (g *generator) needsSplit(to blockID) bool {
	return !g.framedBlock() && g.l.framed[to] && !g.entersItself(to)
}

// entersItself tells whether a block makes its frame: nothing with a frame leads to it.
func (g *generator) entersItself(id blockID) bool {
	return g.l.entry[id] == entryHere
}

func uintOperand(n int) beam.Operand { return beam.Operand{Kind: beam.Uint, N: int64(n)} }

func xOperand(r int) beam.Operand { return beam.Operand{Kind: beam.X, N: int64(r)} }

func (g *generator) yOperand(slot int) beam.Operand {
	return beam.Operand{Kind: beam.Y, N: int64(slot + g.base)}
}

func labelOperand(n int) beam.Operand { return beam.Operand{Kind: beam.Label, N: int64(n)} }

// noLabel is {f,0}.
var noLabel = beam.Operand{Kind: beam.Label}

// constOperand is a constant in an instruction.
func (g *generator) constOperand(c core.Const) beam.Operand {
	switch c := c.(type) {
	case quoted.Atom:
		return g.m.atomOperand(string(c))
	case quoted.Int:
		if smallInt(c) {
			return beam.Operand{Kind: beam.Integer, N: int64(c)}
		}
	case core.ConstNil:
		return beam.Operand{Kind: beam.Nil}
	}
	return beam.Operand{Kind: beam.Literal, N: int64(g.m.literal(c))}
}

// operand is where v is now: a constant, its register, or its slot, or an X register that still
// has a copy of it.
func (g *generator) operand(v value) beam.Operand {
	if v.isConst() {
		return g.constOperand(g.f.constOf(v))
	}
	v &^= killBit
	if !g.onStack(v) || v == g.late {
		return xOperand(int(g.xreg[v]))
	}
	for r, h := range g.held {
		if h == v {
			return xOperand(r)
		}
	}
	return g.yOperand(int(g.slot[v]))
}

// op appends an instruction.
func (g *generator) op(op opcode.Op, args ...beam.Operand) {
	g.code = append(g.code, beam.Instr{Op: op, Args: g.operands(len(args), args)})
}

// operands copies operands to the module's arena.
func (g *generator) operands(n int, from []beam.Operand) []beam.Operand {
	if n == 0 {
		return nil
	}
	a := g.m.operands
	if len(a) < n {
		g.m.chunk = min(2*g.m.chunk+64, 1024)
		a = make([]beam.Operand, max(g.m.chunk, n))
	}
	out := a[:n:n]
	g.m.operands = a[n:]
	copy(out, from)
	return out
}

// instrs is room for n instructions in the module's arena.
func (g *generator) instrs(n int) []beam.Instr {
	a := g.m.instrs
	if len(a) < n {
		g.m.instrChunk = min(2*g.m.instrChunk+32, 512)
		a = make([]beam.Instr, max(g.m.instrChunk, n))
	}
	g.m.instrs = a[n:]
	return a[:0:n]
}

// at writes the line of the source that the next instruction stands for.
func (g *generator) at(line int32) {
	if line <= 0 {
		return
	}
	if n := g.m.line(g.file, line); n != g.line {
		g.line = n
		g.op(opcode.Line, uintOperand(int(n)))
	}
}

// arrange decides the order of the code: the blocks on likely ways first, so that they follow one
// another without jumps.
func (g *generator) arrange() {
	nb := g.f.nblocks
	g.likely = grow(g.likely, nb, false)
	g.follow = grow(g.follow, nb, noBlock)
	g.spans = grow(g.spans, nb, span{})
	g.placed = g.placed[:0]
	g.likely[0] = true
	for _, id := range g.l.order {
		if !g.likely[id] {
			continue
		}
		g.placed = append(g.placed, id)
		t := &g.f.block(id).term
		last := noBlock
		t.successors(func(s blockID) {
			if t.kind == termSelect || t.kind == termSelectAr {
				g.likely[s] = true
			}
			last = s
		})
		if last != noBlock {
			g.likely[last] = true
		}
	}
	for _, id := range g.l.order {
		if !g.likely[id] {
			g.placed = append(g.placed, id)
		}
	}
	for i, id := range g.placed[1:] {
		g.follow[g.placed[i]] = id
	}
}

// compact copies the code in order, without the instructions that turned out not to be needed. The
// blocks are between head and tail.
func (g *generator) compact(head, tail int) []beam.Instr {
	n := 0
	for i := range g.code {
		if g.code[i].Op != 0 {
			n++
		}
	}
	out := g.instrs(n)
	add := func(s span) {
		for i := s.from; i < s.to; i++ {
			if g.code[i].Op != 0 {
				out = append(out, g.code[i])
			}
		}
	}
	add(span{0, head})
	for _, id := range g.placed {
		add(g.spans[id])
	}
	add(span{tail, len(g.code)})
	return out
}
