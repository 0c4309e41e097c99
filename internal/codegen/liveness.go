package codegen

// Liveness, frames and where values live. The graph has no cycles but the ways back of receive
// loops, which the terminators leave out, so one pass in postorder is enough.
//
// A value that lives across a call, or into a handler or a receive loop, belongs on the stack (it is
// "saved"); all others live in X registers. Blocks come in two kinds: those that run with a stack
// frame and those that run without. A block that makes a call runs with one, and so does everything
// that follows it. The frame is made on the way in, and saved values that were made before move to
// their slots there.

// entryKind is how a block with a frame is come to.
type entryKind uint8

const (
	entryFramed entryKind = 1 << iota // from a block with a frame
	entryBare                         // from a block without
	entryStuck                        // from a block with a frame that cannot give it up on the way
	entryHere                         // only from blocks without: the block makes the frame itself
)

// noReg is no register.
const noReg = -1

// layout is the analysis of one function. Its slices are reused from function to function.
type layout struct {
	f       *fn
	order   []blockID // reverse postorder
	place   []int32   // position in order, or -1
	npred   []int32
	liveIn  [][]value
	framed  []bool
	needed  []bool // a frame is needed here or on the likely way on
	entry   []entryKind
	read    []bool  // by value: something reads it
	saved   []bool  // by value: on the stack in framed blocks
	outside []bool  // by value: made in a block without frame
	hint    []int16 // by value: wanted X register
	want    []value // by value: block parameter that it goes to
	avoid   []uint32
	mask    []uint32 // by block: argument registers that the next call wants
	stamp   []int32  // by value: in the live set when equal to epoch
	epoch   int32
	live    []value
	arena   []value
	visited []bool
}

func grow[T any](s []T, n int, zero T) []T {
	if cap(s) < n {
		s = make([]T, n, n+n/2)
	}
	s = s[:n]
	for i := range s {
		s[i] = zero
	}
	return s
}

// analyse fills the layout for f.
func (l *layout) analyse(f *fn) {
	l.f = f
	nb, nv := f.nblocks, int(f.nvalues)
	l.skipEmpty()
	l.visited = grow(l.visited, nb, false)
	l.npred = grow(l.npred, nb, 0)
	l.place = grow(l.place, nb, -1)
	l.order = l.order[:0]
	l.postorder(0)
	for i, j := 0, len(l.order)-1; i < j; i, j = i+1, j-1 {
		l.order[i], l.order[j] = l.order[j], l.order[i]
	}
	l.merge()
	for i, id := range l.order {
		l.place[id] = int32(i)
	}
	l.liveIn = grow(l.liveIn, nb, nil)
	l.framed = grow(l.framed, nb, false)
	l.entry = grow(l.entry, nb, 0)
	l.needed = grow(l.needed, nb, false)
	l.mask = grow(l.mask, nb, 0)
	l.saved = grow(l.saved, nv, false)
	l.read = grow(l.read, nv, false)
	l.outside = grow(l.outside, nv, false)
	l.hint = grow(l.hint, nv, noReg)
	l.want = grow(l.want, nv, noValue)
	l.avoid = grow(l.avoid, nv, 0)
	l.stamp = grow(l.stamp, nv, 0)
	for _, v := range f.crowded {
		l.saved[v] = true
	}
	l.epoch = 0
	l.arena = l.arena[:0]
	for i := len(l.order) - 1; i >= 0; i-- {
		l.block(l.order[i])
	}
	l.frames()
}

// skipEmpty lets jumps to blocks that only jump on go to the end of the chain.
func (l *layout) skipEmpty() {
	f := l.f
	final := func(id blockID) blockID {
		for id >= 0 {
			b := f.block(id)
			if len(b.code) != 0 || b.term.kind != termJump || len(b.term.args) != 0 || b.loop || len(b.params) != 0 {
				break
			}
			id = b.term.succ[0]
		}
		return id
	}
	for i := range f.nblocks {
		t := &f.block(blockID(i)).term
		t.succ[0], t.succ[1] = final(t.succ[0]), final(t.succ[1])
		for j := range t.cases {
			t.cases[j].to = final(t.cases[j].to)
		}
	}
}

func (l *layout) postorder(id blockID) {
	l.visited[id] = true
	l.f.block(id).term.successors(func(s blockID) {
		l.npred[s]++
		if !l.visited[s] {
			l.postorder(s)
		}
	})
	l.order = append(l.order, id)
}

// merge joins a block that jumps to a block that nothing else leads to with it.
func (l *layout) merge() {
	out := l.order[:0]
	gone := l.visited
	for i := range gone {
		gone[i] = false
	}
	for _, id := range l.order {
		if gone[id] {
			continue
		}
		b := l.f.block(id)
		for b.term.kind == termJump && len(b.term.args) == 0 {
			s := b.term.succ[0]
			next := l.f.block(s)
			if l.npred[s] != 1 || next.loop || next.handler != b.handler || len(next.params) != 0 {
				break
			}
			b.code = append(b.code, next.code...)
			b.term = next.term
			gone[s] = true
		}
		out = append(out, id)
	}
	l.order = out
}

// add puts v into the live set; true when it was not there.
func (l *layout) add(v value) bool {
	if l.stamp[v] == l.epoch {
		return false
	}
	l.stamp[v] = l.epoch
	l.read[v] = true
	l.live = append(l.live, v)
	return true
}

func (l *layout) remove(v value) {
	if v.isReg() {
		l.stamp[v] = 0
	}
}

// use notes the arguments of an instruction, marking last uses.
func (l *layout) use(args []value) {
	for i, v := range args {
		if v.isReg() && l.add(v) {
			args[i] = v | killBit
		}
	}
}

// saveLive puts everything that is live on the stack.
func (l *layout) saveLive() {
	live := l.live[:0]
	for _, v := range l.live {
		if l.stamp[v] == l.epoch {
			l.saved[v] = true
			live = append(live, v)
		}
	}
	l.live = live
}

// wants notes that args go to X0, X1 ... and gives the mask of those registers.
func (l *layout) wants(args []value) uint32 {
	mask := uint32(0)
	for i, v := range args {
		v &^= killBit
		if args[i].isConst() || i >= 32 {
			continue
		}
		l.hint[v] = int16(i)
		mask |= 1 << i
	}
	return mask
}

// block computes what is live at the start of a block.
func (l *layout) block(id blockID) {
	f := l.f
	b := f.block(id)
	l.epoch++
	l.live = l.live[:0]
	if b.handler != noBlock {
		l.addAll(l.liveIn[b.handler])
	}
	mask := uint32(0)
	b.term.successors(func(s blockID) {
		l.addAll(l.liveIn[s])
		mask = l.mask[s]
	})
	mask = l.terminator(b, mask)
	for i := len(b.code) - 1; i >= 0; i-- {
		mask = l.instr(&b.code[i], mask)
	}
	if b.loop {
		l.saveLive()
	}
	for _, p := range b.params {
		l.remove(p)
		l.avoid[p] = mask
	}
	if id == 0 {
		for _, p := range f.params {
			l.remove(p)
		}
	}
	l.mask[id] = mask
	start := len(l.arena)
	for _, v := range l.live {
		if l.stamp[v] == l.epoch {
			l.arena = append(l.arena, v)
		}
	}
	l.liveIn[id] = l.arena[start:len(l.arena):len(l.arena)]
}

func (l *layout) addAll(vs []value) {
	for _, v := range vs {
		l.add(v)
	}
}

func (l *layout) terminator(b *block, mask uint32) uint32 {
	t := &b.term
	for i := value(0); i < value(t.ndst); i++ {
		l.remove(t.dst + i)
		l.avoid[t.dst+i] = mask
	}
	switch t.kind {
	case termTry:
		// What the handler needs has to survive whatever the body does.
		for _, v := range l.liveIn[t.succ[1]] {
			l.saved[v] = true
		}
	case termReturn:
		mask = l.wants(t.args)
	case termTailCall, termTailExt, termTailFun, termTailApply, termNoReturn:
		l.use(t.args)
		return l.wants(t.args)
	case termClause:
		l.use(t.args)
		return mask
	case termJump:
		for i, v := range t.args {
			if v.isReg() {
				p := l.f.block(t.succ[0]).params[i]
				l.want[v] = p
				if l.hint[p] != noReg {
					l.hint[v] = l.hint[p]
				}
			}
		}
	}
	l.use(t.args)
	return mask
}

func (l *layout) instr(in *instr, mask uint32) uint32 {
	if in.dst != noValue {
		if in.op == opTryCase {
			l.remove(in.dst + 1)
			l.remove(in.dst + 2)
		} else if l.stamp[in.dst] != l.epoch && removable(in.op) {
			in.dst = noValue
			in.args = nil
			return mask
		}
		l.avoid[in.dst] = mask
		l.remove(in.dst)
	}
	if in.op.clobbers() {
		l.saveLive()
	}
	switch in.op {
	case opCall, opCallExt, opCallFun, opApply:
		l.use(in.args)
		return l.wants(in.args)
	case opCopy:
		if v := in.args[0]; v.isReg() {
			l.want[v] = in.dst
			if l.hint[in.dst] != noReg {
				l.hint[v] = l.hint[in.dst]
			}
		}
	}
	l.use(in.args)
	return mask
}

// removable tells instructions that do nothing when their result is not used.
func removable(op ssaOp) bool {
	switch op {
	case opCopy, opElement, opHead, opTail, opCons, opTuple, opMakeFun, opBsPosition, opBsTail, opStacktrace:
		return true
	}
	return false
}

// frames decides which blocks run with a stack frame: those that make calls, and what follows them.
// But where a call is one of several ways to a place from which the likely way on makes no call, and
// another way there has no frame, the frame is given up after the call: the ways without calls,
// usually the common ones, then need none.
func (l *layout) frames() {
	f := l.f
	for i := len(l.order) - 1; i >= 0; i-- {
		id := l.order[i]
		b := f.block(id)
		needs := l.needsFrame(b, id)
		l.framed[id] = needs
		likely := false
		b.term.successors(func(s blockID) {
			likely = l.needed[s] || likely && b.term.kind == termSelect
		})
		l.needed[id] = needs || likely
	}
	for _, id := range l.order {
		b := f.block(id)
		if in := l.entry[id]; !l.framed[id] && in&entryFramed != 0 {
			leave := in&entryBare != 0 && in&entryStuck == 0 && !l.needed[id] && b.handler == noBlock && !b.loop
			l.framed[id] = !leave
		}
		kind := entryBare
		if l.framed[id] {
			kind = entryFramed
			if b.term.kind != termJump || b.handler != noBlock {
				kind |= entryStuck
			}
		}
		b.term.successors(func(s blockID) { l.entry[s] |= kind })
	}
	l.entry[0] |= entryBare
	for _, id := range l.order {
		if b := f.block(id); l.framed[id] && l.entry[id] == entryBare && len(b.params) == 0 && !b.loop {
			l.entry[id] = entryHere
		}
	}
	for _, p := range f.params {
		l.outside[p] = true
	}
	for _, id := range l.order {
		if l.framed[id] {
			continue
		}
		b := f.block(id)
		for _, p := range b.params {
			l.outside[p] = true
		}
		for i := range b.code {
			if dst := b.code[i].dst; dst != noValue {
				l.outside[dst] = true
			}
		}
		for i := value(0); i < value(b.term.ndst); i++ {
			l.outside[b.term.dst+i] = true
		}
	}
}

func (l *layout) needsFrame(b *block, id blockID) bool {
	for i := range b.code {
		if b.code[i].op.clobbers() {
			return true
		}
		if dst := b.code[i].dst; dst != noValue && l.saved[dst] && len(l.f.crowded) > 0 {
			return true
		}
	}
	switch b.term.kind {
	case termTry, termTailFun, termTailApply:
		return true
	}
	return b.loop && len(l.liveIn[id]) > 0
}
