package codegen

import (
	"slices"

	"joist/internal/core"
	"joist/internal/quoted"
)

// A function that begins by matching a binary may be handed the match context in place of the
// binary: bs_start_match takes it up where it stands. So a loop over a binary that calls itself with
// the rest of the binary needs neither the rest as a term nor a new context each time round.
//
// A function takes contexts if one of its parameters is matched as a binary by some clauses and not
// looked at by the others. It then matches that parameter first of all. A caller hands a context
// over if the rest that was to be passed is used for nothing else. In a private function other clauses
// may use the parameter as it is: they make a binary of the context, or hand it on from where it was.
// (Those that call a public function seldom have a context, and would pay with a copy of the reference.)

// tail is the rest of a binary, taken from a context.
type tail struct {
	val, ctx value
	bad      bool // used otherwise than as an argument that may be a context
	calls    int  // body calls that take it
	tails    int  // tail calls that take it
}

// contextColumn is the parameter of a function that may be a match context, or -1.
func contextColumn(fn *core.Function, private bool) int {
	if len(fn.Clauses) == 0 {
		return -1
	}
	for i := range fn.Clauses[0].Patterns {
		if bitsColumn(fn, i, private) {
			return i
		}
	}
	return -1
}

func bitsColumn(fn *core.Function, i int, private bool) bool {
	bits := false
	for _, c := range fn.Clauses {
		switch p := c.Patterns[i].(type) {
		case *core.PBinary:
			bits = true
		case *core.PLit:
			if _, ok := p.Value.(quoted.String); !ok {
				return false
			}
		case *core.Var:
			if p.Uses > 0 && !private {
				return false
			}
		case core.Wild:
		default:
			return false
		}
	}
	return bits
}

// runContextTree is runTree for the clauses of a function whose parameter column may be a context.
func (b *builder) runContextTree(m *matching, params []value, column int) {
	for i := range m.clauses {
		b.asBits(&m.clauses[i], column)
	}
	rows := b.firstRows(m, params)
	param := params[column]
	failed, inside := b.newBlock(), b.newBlock()
	b.budget = 200 + 20*len(rows)
	ctx := b.f.newValue(tOther)
	st := b.newState(ctx)
	same := func(q core.Pattern) ([]rowTest, bool) {
		p, ok := q.(*core.PBinary)
		if !ok {
			return nil, false
		}
		return b.s.tests.List(rowTest{ctx, &bitsRest{p.Segments, st}}), true
	}
	_, no := b.sides(rows, param, tBitstr, same)
	yes, _ := b.sides(b.restRows(m, params, column), param, tBitstr, same)
	other := b.newBlock()
	b.split(terminator{kind: termBsStart, dst: ctx, ndst: 1, args: b.args(param)}, other, param, tAny&^tBitstr)
	b.learn(fact{kind: factCursor, val: ctx, n: st.id})
	b.failTo = inside
	b.rows(m, yes)
	b.failTo = failed
	b.start(other)
	b.rows(m, no)
	b.failTo = noBlock
	b.start(failed)
	if !b.dead {
		b.failMatch(m, params)
	}
	b.start(inside)
	if !b.dead {
		b.failInside(m, params, column, st)
	}
}

// restRows are the rows of the clauses where the parameter is a context: whoever uses it takes what is left.
func (b *builder) restRows(m *matching, params []value, column int) []*row {
	saved := m.clauses
	m.clauses = slices.Clone(saved)
	for i := range m.clauses {
		c := &m.clauses[i]
		if v, ok := c.patterns[column].(*core.Var); ok && v.Uses > 0 {
			c.patterns = slices.Clone(c.patterns)
			c.patterns[column] = &core.PBinary{Segments: []core.Segment{{Value: v, Type: core.SegBinary, Unit: 1}}}
		}
	}
	rows := b.firstRows(m, params)
	m.clauses = saved
	return rows
}

// asBits makes a string in the column of a context a binary pattern.
func (b *builder) asBits(c *matchClause, column int) {
	lit, ok := c.patterns[column].(*core.PLit)
	if !ok {
		return
	}
	p := &core.PBinary{}
	if lit.Value != quoted.String("") {
		p.Segments = []core.Segment{{Value: lit, Type: core.SegBinary, Unit: 8}}
	}
	c.patterns = append([]core.Pattern{}, c.patterns...)
	c.patterns[column] = p
}

// failInside is function_clause where a context has been started: the error names the arguments,
// so the context becomes a binary again.
func (b *builder) failInside(m *matching, params []value, column int, st *bitsState) {
	if pos := findFact(b.facts, st.ctx, factPosition, st.id); pos != nil {
		b.emit(instr{op: opBsSetPosition, dst: noValue, args: b.args(st.ctx, pos.part)})
	}
	vals := append([]value{}, params...)
	vals[column] = b.emitValue(opBsTail, tBitstr, 0, st.ctx)
	b.failMatch(m, vals)
}

func (b *builder) noteTail(val, ctx value) {
	b.tails = append(b.tails, tail{val: val, ctx: ctx})
}

// reuseContexts hands contexts over where it can be done.
func (b *builder) reuseContexts() {
	if len(b.tails) == 0 {
		return
	}
	b.eachUse(func(t *tail, arg *value, call, last bool) {
		switch {
		case !call:
			t.bad = true
		case last:
			t.tails++
		default:
			t.calls++
		}
	})
	for i := range b.tails {
		t := &b.tails[i]
		t.bad = t.bad || b.movedBeforeUse(t)
	}
	b.eachUse(func(t *tail, arg *value, call, last bool) {
		// Calls that return might be followed by another use.
		if !t.bad && (t.calls == 0 || t.calls == 1 && t.tails == 0) {
			*arg = t.ctx
		}
	})
}

// movedBeforeUse tells whether the context may stand somewhere else when the tail is used: a clause that failed may have
// been followed by one that matches from an earlier state, whose failure leads back to the tail.
func (b *builder) movedBeforeUse(t *tail) bool {
	type place struct {
		block blockID
		moved bool
	}
	seen := map[place]bool{}
	var walk func(id blockID, from int, moved bool) bool
	walk = func(id blockID, from int, moved bool) bool {
		if from == 0 {
			if seen[place{id, moved}] {
				return false
			}
			seen[place{id, moved}] = true
		}
		blk := b.f.block(id)
		for i := from; i < len(blk.code); i++ {
			in := &blk.code[i]
			if moved && in.op != opBsTail && slices.Contains(in.args, t.val) {
				return true
			}
			moved = moved || in.op == opBsSetPosition && in.args[0] == t.ctx
		}
		end := &blk.term
		if moved && slices.Contains(end.args, t.val) {
			return true
		}
		switch end.kind {
		case termBsGet, termBsSkip, termBsString:
			moved = moved || end.args[0] == t.ctx
		}
		found := false
		end.successors(func(to blockID) { found = found || walk(to, 0, moved) })
		return found
	}
	for i := range b.f.nblocks {
		for j := range b.f.block(blockID(i)).code {
			if in := &b.f.block(blockID(i)).code[j]; in.op == opBsTail && in.dst == t.val {
				return walk(blockID(i), j+1, false)
			}
		}
	}
	return false
}

// eachUse visits the uses of tails; call says that it is an argument that may be a context, last
// that nothing comes after.
func (b *builder) eachUse(visit func(t *tail, arg *value, call, last bool)) {
	use := func(args []value, entry int32, call, last bool) {
		for i := range args {
			for j := range b.tails {
				if t := &b.tails[j]; t.val == args[i] {
					visit(t, &args[i], call && b.m.contextOf(entry) == i, last)
				}
			}
		}
	}
	for i := range b.f.nblocks {
		blk := b.f.block(blockID(i))
		for j := range blk.code {
			in := &blk.code[j]
			use(in.args, in.aux, in.op == opCall, false)
		}
		t := &blk.term
		use(t.args, t.aux, t.kind == termTailCall, true)
	}
}
