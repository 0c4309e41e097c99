package codegen

import (
	"joist/internal/beam"
	"joist/internal/opcode"
)

// move is one of several moves that happen at once.
type move struct {
	src, dst beam.Operand
}

func sameReg(a, b beam.Operand) bool { return a.Kind == b.Kind && a.N == b.N }

func isRegister(o beam.Operand) bool { return o.Kind == beam.X || o.Kind == beam.Y }

// addMove notes a move to make with the others; a move to where the value is already is none.
func (g *generator) addMove(src, dst beam.Operand) {
	if isRegister(src) && sameReg(src, dst) {
		return
	}
	g.moves = append(g.moves, move{src, dst})
}

// flush makes the moves noted: first those whose destination nothing is read from any more, then
// what is left are cycles, which are exchanged away.
func (g *generator) flush() {
	for len(g.moves) > 0 {
		if !g.flushOne() {
			m := g.moves[0]
			g.op(opcode.Swap, m.src, m.dst)
			g.wrote(m.src)
			g.wrote(m.dst)
			// What was to be read from dst is now in src, and the other way round.
			rest := g.moves[:0]
			for _, o := range g.moves[1:] {
				switch {
				case sameReg(o.src, m.dst):
					o.src = m.src
				case sameReg(o.src, m.src):
					o.src = m.dst
				}
				if !sameReg(o.src, o.dst) {
					rest = append(rest, o)
				}
			}
			g.moves = rest
		}
	}
}

// flushOne makes a move that is in nobody's way; false when there are only cycles left. What goes to the stack comes
// first and constants last: moves in the same order at every call are done as one by the machine.
func (g *generator) flushOne() bool {
	first, rank := -1, lastRank+1
	for i := len(g.moves) - 1; i >= 0; i-- {
		if k := g.moves[i].rank(); k < rank && !g.blocked(i) {
			first, rank = i, k
		}
	}
	if first < 0 {
		return false
	}
	m := g.moves[first]
	g.op(opcode.Move, m.src, m.dst)
	g.wrote(m.dst)
	g.moves = append(g.moves[:first], g.moves[first+1:]...)
	return true
}

const lastRank = 3

// rank says how late a move should be made.
func (m move) rank() int {
	switch {
	case !isRegister(m.src):
		return lastRank
	case m.src.Kind == beam.Y:
		return 2
	case m.dst.Kind == beam.Y:
		return 0
	}
	return 1
}

// blocked tells whether another move reads what move i would overwrite.
func (g *generator) blocked(i int) bool {
	for j, o := range g.moves {
		if j != i && isRegister(o.src) && sameReg(o.src, g.moves[i].dst) {
			return true
		}
	}
	return false
}

// wrote notes that a register has got another value.
func (g *generator) wrote(o beam.Operand) {
	if o.Kind != beam.X {
		return
	}
	r := int(o.N)
	for r >= len(g.xs) {
		g.xs = append(g.xs, noValue)
		g.held = append(g.held, noValue)
	}
	g.held[r] = noValue
	g.init.add(r)
}

// passArgs moves arguments to X0, X1 ...
func (g *generator) passArgs(args []value) {
	g.argMoves(args)
	g.flush()
}

// argMoves notes the moves of arguments to X0, X1 ...
func (g *generator) argMoves(args []value) {
	g.moves = g.moves[:0]
	for i, v := range args {
		dst := xOperand(i)
		if !v.isConst() && g.onStack(v&^killBit) && v&^killBit != g.late {
			if u := v &^ killBit; i < len(g.held) && g.held[i] == u {
				continue
			}
			g.addMove(g.yOperand(int(g.slot[v&^killBit])), dst)
			continue
		}
		g.addMove(g.operand(v), dst)
	}
}

// callMoves makes the moves before a call: the arguments go to their registers and a result that
// has been left in a register goes to the stack, perhaps to the slot of an argument.
func (g *generator) callMoves(args []value) {
	g.argMoves(args)
	g.free(args)
	if v := g.late; v != noValue {
		g.late = noValue
		g.xs[g.xreg[v]] = noValue
		g.slot[v] = g.idleSlot()
		g.addMove(xOperand(int(g.xreg[v])), g.dest(v))
	}
	g.flush()
}

// idleSlot is a free slot that no move to be made reads, so that there are no cycles, or noReg.
func (g *generator) idleSlot() int16 {
	for s := range g.ys {
		if g.ys[s] != noValue {
			continue
		}
		idle, y := true, g.yOperand(s)
		for i := range g.moves {
			idle = idle && !sameReg(g.moves[i].src, y)
		}
		if idle {
			return int16(s)
		}
	}
	return noReg
}

// called notes that a call has destroyed all X registers and left its result in X0.
func (g *generator) called(dst value) {
	for r := range g.xs {
		g.xs[r] = noValue
		g.held[r] = noValue
	}
	g.heapAt = -1
	g.init = regSet{}
	g.init.add(0)
	if dst == noValue || !g.l.read[dst] {
		return
	}
	g.xreg[dst] = 0
	g.setX(0, dst)
	if g.onStack(dst) {
		// It is moved when something else wants the register: by then slots may be free. In a try
		// it must be where the handler finds it.
		g.late = dst
		if g.f.block(g.block).handler != noBlock {
			g.saveLate()
		}
	}
}

// jumpArgs moves the arguments of a jump to the parameters of the block, which get their registers
// with the first jump. The frame that the block wants has been made.
func (g *generator) jumpArgs(to blockID, args []value) {
	g.paramMoves(to, args)
	g.flush()
}

// paramMoves notes the moves of the arguments of a jump.
func (g *generator) paramMoves(to blockID, args []value) {
	b := g.f.block(to)
	framed := g.l.framed[to]
	g.moves = g.moves[:0]
	for i, p := range b.params {
		if !g.l.read[p] {
			continue
		}
		src := g.jumpSource(args[i])
		if g.l.saved[p] && framed {
			if g.slot[p] == noReg {
				g.slot[p] = g.paramSlot(to, args[i])
			}
			c := g.find(g.comp[to])
			g.useSlot(c, int(g.slot[p]))
			g.addMove(src, g.yOperand(int(g.slot[p])))
			continue
		}
		if g.xreg[p] == noReg {
			g.xreg[p] = g.paramX(to, p, args[i])
		}
		g.addMove(src, xOperand(int(g.xreg[p])))
	}
}

func (g *generator) jumpSource(v value) beam.Operand {
	if v.isConst() {
		return g.constOperand(g.f.constOf(v))
	}
	v &^= killBit
	if g.l.saved[v] && g.inSlot(v) {
		return g.yOperand(int(g.slot[v]))
	}
	return g.operand(v)
}

// inSlot tells whether a saved value is in its slot at this point.
func (g *generator) inSlot(v value) bool {
	s := int(g.slot[v])
	return s >= 0 && s < len(g.ys) && g.ys[s] == v
}

// paramSlot chooses the slot of a block parameter: that of the argument if it is free there.
func (g *generator) paramSlot(to blockID, arg value) int16 {
	used := g.usedSlots[:0]
	mark := func(v value) {
		if !g.l.saved[v] || g.slot[v] == noReg {
			return
		}
		for int(g.slot[v]) >= len(used) {
			used = append(used, false)
		}
		used[g.slot[v]] = true
	}
	for _, v := range g.l.liveIn[to] {
		mark(v)
	}
	for _, p := range g.f.block(to).params {
		mark(p)
	}
	g.usedSlots = used
	if !arg.isConst() {
		if a := arg &^ killBit; g.l.saved[a] && g.inSlot(a) {
			if s := int(g.slot[a]); s >= len(used) || !used[s] {
				return int16(s)
			}
		}
	}
	for s := range used {
		if !used[s] {
			return int16(s)
		}
	}
	return int16(len(used))
}

// paramX chooses the X register of a block parameter: the wanted one, or that of the argument.
func (g *generator) paramX(to blockID, p, arg value) int16 {
	framed := g.l.framed[to]
	free := func(r int16) bool {
		for _, v := range g.l.liveIn[to] {
			if !(framed && g.l.saved[v]) && g.xreg[v] == r {
				return false
			}
		}
		for _, q := range g.f.block(to).params {
			if q != p && !(framed && g.l.saved[q]) && g.xreg[q] == r {
				return false
			}
		}
		return true
	}
	if h := g.l.hint[p]; h != noReg && free(h) {
		return h
	}
	if !arg.isConst() {
		if a := arg &^ killBit; !g.onStack(a) && g.xreg[a] != noReg && free(g.xreg[a]) {
			return g.xreg[a]
		}
	}
	avoid := g.l.avoid[p]
	for r := int16(0); ; r++ {
		if (r >= 32 || avoid>>r&1 == 0) && free(r) {
			return r
		}
	}
}
