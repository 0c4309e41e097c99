package codegen

import (
	"joist/internal/core"
	"joist/internal/quoted"
)

// A binary pattern is matched segment by segment from a match context, which has a position that
// extraction moves. A bitsState is a point in the patterns: the context after certain segments. The
// facts of a block say at which state each context stands (factCursor) and which states' positions
// have been saved (factPosition), so that a row that goes on from an earlier state restores it.

// bitsState is a state of the context ctx.
type bitsState struct {
	ctx value
	id  int32
}

// bitsRest are the segments that follow a state.
type bitsRest struct {
	segs []core.Segment
	st   *bitsState
}

func (b *builder) newState(ctx value) *bitsState {
	b.states++
	return &bitsState{ctx: ctx, id: b.states}
}

// bitsNode starts matching val as a bitstring.
func (b *builder) bitsNode(m *matching, rows []*row, val value) {
	if val.isConst() {
		val2 := b.emitValue(opCopy, b.typeOf(val), 0, val)
		rows = b.forced(rows, val, val2)
		val = val2
	}
	ctx := b.f.newValue(tOther)
	st := b.newState(ctx)
	yes, no := b.sides(rows, val, tBitstr, func(q core.Pattern) ([]rowTest, bool) {
		p, ok := q.(*core.PBinary)
		if !ok {
			return nil, false
		}
		return []rowTest{{ctx, &bitsRest{p.Segments, st}}}, true
	})
	d := b.fallbackFor(no)
	types := b.typeOf(val)
	if types&tBitstr == 0 {
		b.jump(d.block)
	} else {
		b.split(terminator{kind: termBsStart, dst: ctx, ndst: 1, args: b.args(val)}, d.block, val, types&^tBitstr)
		b.learnType(val, tBitstr)
		b.learn(fact{kind: factCursor, val: ctx, n: st.id})
	}
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// stateOf is the state of a row's test, or nil.
func stateOf(t rowTest) *bitsState {
	if p, ok := t.pat.(*bitsRest); ok {
		return p.st
	}
	return nil
}

// mayShare says whether rows can be matched at d: the states that they go on from must be
// restorable there, or unchanged since.
func (b *builder) mayShare(d *fallback, rows []*row) bool {
	moved := false
	for _, r := range rows {
		for _, t := range r.tests {
			st := stateOf(t)
			if st == nil {
				continue
			}
			here := findFact(b.facts, st.ctx, factCursor, 0)
			there := findFact(d.facts, st.ctx, factCursor, 0)
			if here == nil || there == nil {
				return false
			}
			if here.n == there.n {
				continue
			}
			moved = true
			if findFact(d.facts, st.ctx, factPosition, st.id) == nil {
				return false
			}
		}
	}
	d.moved = d.moved || moved
	return true
}

// forgetCursors notes that the contexts of rows may stand anywhere.
func (b *builder) forgetCursors(rows []*row) {
	for _, r := range rows {
		for _, t := range r.tests {
			if st := stateOf(t); st != nil {
				if c := findFact(b.facts, st.ctx, factCursor, 0); c == nil || c.n != 0 {
					b.learn(fact{kind: factCursor, val: st.ctx, n: 0})
				}
			}
		}
	}
}

// at moves the context to a state, if it is not there.
func (b *builder) at(st *bitsState) {
	if b.dead {
		return
	}
	if c := findFact(b.facts, st.ctx, factCursor, 0); c != nil && c.n == st.id {
		return
	}
	pos := findFact(b.facts, st.ctx, factPosition, st.id)
	if pos == nil {
		panic(&core.Error{Line: b.f.line, Text: "position in a binary pattern is lost in " + b.f.name})
	}
	b.emit(instr{op: opBsSetPosition, dst: noValue, args: b.args(st.ctx, pos.part)})
	b.learn(fact{kind: factCursor, val: st.ctx, n: st.id})
}

// leave saves the position that the context of st stands at, if it is to be moved to st and a row goes
// on from there.
func (b *builder) leave(rows []*row, st *bitsState) {
	c := findFact(b.facts, st.ctx, factCursor, 0)
	if b.dead || c == nil || c.n == 0 || c.n == st.id || findFact(b.facts, st.ctx, factPosition, c.n) != nil {
		return
	}
	for _, r := range rows {
		for _, t := range r.tests {
			if o := stateOf(t); o != nil && o.ctx == st.ctx && o.id == c.n {
				pos := b.emitValue(opBsPosition, tInt, 0, st.ctx)
				b.learn(fact{kind: factPosition, val: st.ctx, n: o.id, part: pos})
				return
			}
		}
	}
}

// keep saves the position of a state that rows other than those in same will go back to.
func (b *builder) keep(st *bitsState, rows []*row, same func(core.Pattern) bool) {
	if findFact(b.facts, st.ctx, factPosition, st.id) != nil {
		return
	}
	for _, r := range rows {
		for _, t := range r.tests {
			if stateOf(t) == st && !same(t.pat) {
				pos := b.emitValue(opBsPosition, tInt, 0, st.ctx)
				b.learn(fact{kind: factPosition, val: st.ctx, n: st.id, part: pos})
				return
			}
		}
	}
}

// isEnd tells the pattern that wants nothing after a state. It cannot match where a segment that is
// not empty has been found there.
func isEnd(p core.Pattern, st *bitsState) bool {
	r, ok := p.(*bitsRest)
	return ok && r.st == st && len(r.segs) == 0
}

// withoutEnds drops the rows that want the end at a state.
func withoutEnds(rows []*row, st *bitsState) []*row {
	out := rows[:0:0]
	for _, r := range rows {
		if i := r.testOn(st.ctx); i < 0 || !isEnd(r.tests[i].pat, st) {
			out = append(out, r)
		}
	}
	return out
}

// takesBits tells segments that are surely not empty.
func takesBits(s *core.Segment) bool {
	if s.Size == nil {
		return s.Type != core.SegBinary
	}
	lit, ok := s.Size.(*core.Lit)
	if !ok {
		return false
	}
	n, ok := lit.Value.(quoted.Int)
	return ok && n > 0
}

// segmentNode matches the next segment.
func (b *builder) segmentNode(m *matching, rows []*row, ctx value, p *bitsRest) {
	st := p.st
	b.leave(rows, st)
	b.at(st)
	if len(p.segs) == 0 {
		b.endNode(m, rows, ctx, st)
		return
	}
	if b.manyTexts(rows, st) {
		if split := splitTexts(rows, st); split != nil {
			rows = split
			p = rows[0].tests[rows[0].testOn(ctx)].pat.(*bitsRest)
		}
	}
	seg := &p.segs[0]
	if text, ok := segmentText(seg); ok {
		if len(text) == 1 {
			rows = byteSegments(rows, st, text)
			p = rows[0].tests[rows[0].testOn(ctx)].pat.(*bitsRest)
			seg = &p.segs[0]
		} else {
			b.textNode(m, rows, ctx, st, text)
			return
		}
	}
	if seg.Size == nil && seg.Type == core.SegBinary {
		b.tailNode(m, rows, ctx, p)
		return
	}
	b.extractNode(m, rows, ctx, p)
}

// segmentText is the text of a segment that is a literal string.
func segmentText(s *core.Segment) (string, bool) {
	lit, ok := s.Value.(*core.PLit)
	if !ok || s.Type != core.SegBinary || s.Size != nil {
		return "", false
	}
	text, ok := lit.Value.(quoted.String)
	return string(text), ok
}

// manyTexts tells states where several strings with different first bytes are looked for: choosing
// by that byte is better than comparing them in turn.
func (b *builder) manyTexts(rows []*row, st *bitsState) bool {
	n, different := 0, false
	var first byte
	for _, r := range rows {
		for _, t := range r.tests {
			p, ok := t.pat.(*bitsRest)
			if !ok || p.st != st || len(p.segs) == 0 {
				continue
			}
			if text, ok := segmentText(&p.segs[0]); ok {
				different = different || (n > 0 && text[0] != first)
				first = text[0]
				n++
			}
		}
	}
	return n > 2 && different
}

// splitTexts takes the first byte of the strings at a state as a segment of its own.
func splitTexts(rows []*row, st *bitsState) []*row {
	return mapSegments(rows, st, func(segs []core.Segment) []core.Segment {
		text, ok := segmentText(&segs[0])
		if !ok {
			return nil
		}
		return byteSegment(segs, text)
	})
}

// byteSegments takes a string of one byte as an integer.
func byteSegments(rows []*row, st *bitsState, text string) []*row {
	return mapSegments(rows, st, func(segs []core.Segment) []core.Segment {
		if t, ok := segmentText(&segs[0]); !ok || len(t) != 1 {
			return nil
		}
		t, _ := segmentText(&segs[0])
		return byteSegment(segs, t)
	})
}

func byteSegment(segs []core.Segment, text string) []core.Segment {
	out := make([]core.Segment, 0, len(segs)+1)
	out = append(out, core.Segment{
		Value: &core.PLit{Value: quoted.Int(text[0])}, Type: core.SegInteger, Unit: 1, Line: segs[0].Line,
	})
	if len(text) > 1 {
		rest := segs[0]
		rest.Value = &core.PLit{Value: quoted.String(text[1:])}
		out = append(out, rest)
	}
	return append(out, segs[1:]...)
}

// mapSegments changes the segments at a state; nil leaves a row as it is.
func mapSegments(rows []*row, st *bitsState, change func([]core.Segment) []core.Segment) []*row {
	out := make([]*row, len(rows))
	for i, r := range rows {
		out[i] = r
		for j, t := range r.tests {
			p, ok := t.pat.(*bitsRest)
			if !ok || p.st != st || len(p.segs) == 0 {
				continue
			}
			segs := change(p.segs)
			if segs == nil {
				continue
			}
			c := &row{clause: r.clause, binds: r.binds, equal: r.equal, tests: append([]rowTest{}, r.tests...)}
			c.tests[j].pat = &bitsRest{segs, st}
			out[i] = c
		}
	}
	return out
}

// endNode matches the end of a binary.
func (b *builder) endNode(m *matching, rows []*row, ctx value, st *bitsState) {
	yes, no := b.sides(rows, ctx, tAny, func(q core.Pattern) ([]rowTest, bool) {
		p, ok := q.(*bitsRest)
		return nil, ok && p.st == st && len(p.segs) == 0
	})
	d := b.fallbackFor(no)
	b.split(terminator{kind: termBsTail, args: b.args(ctx)}, d.block, noValue, 0)
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// textNode matches a string.
func (b *builder) textNode(m *matching, rows []*row, ctx value, st *bitsState, text string) {
	same := func(q core.Pattern) bool {
		p, ok := q.(*bitsRest)
		if !ok || p.st != st || len(p.segs) == 0 {
			return false
		}
		t, ok := segmentText(&p.segs[0])
		return ok && t == text
	}
	b.keep(st, rows, func(q core.Pattern) bool { return same(q) || isEnd(q, st) })
	next := b.newState(ctx)
	yes, no := b.sides(rows, ctx, tAny, func(q core.Pattern) ([]rowTest, bool) {
		if !same(q) {
			return nil, false
		}
		return []rowTest{{ctx, &bitsRest{q.(*bitsRest).segs[1:], next}}}, true
	})
	yes = withoutEnds(yes, st)
	d := b.fallbackFor(no)
	b.split(terminator{kind: termBsString, args: b.args(ctx), text: text}, d.block, noValue, 0)
	b.learn(fact{kind: factCursor, val: ctx, n: next.id})
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// tailNode matches the rest of a binary.
func (b *builder) tailNode(m *matching, rows []*row, ctx value, p *bitsRest) {
	st, unit := p.st, p.segs[0].Unit
	same := func(q core.Pattern) bool {
		r, ok := q.(*bitsRest)
		return ok && r.st == st && len(r.segs) == 1 && r.segs[0].Size == nil &&
			r.segs[0].Type == core.SegBinary && r.segs[0].Unit == unit
	}
	if len(p.segs) != 1 {
		panic(&core.Error{Line: p.segs[0].Line, Text: "a binary without size before the end of a pattern"})
	}
	wanted := false
	for _, r := range rows {
		for _, t := range r.tests {
			if t.val == ctx && same(t.pat) {
				wanted = wanted || b.wants(t.pat.(*bitsRest).segs[0].Value)
			}
		}
	}
	types := tBitstr
	if unit%8 == 0 {
		types = tBinary
	}
	tail := noValue
	if wanted {
		tail = b.f.newValue(types)
	}
	yes, no := b.sides(rows, ctx, tAny, func(q core.Pattern) ([]rowTest, bool) {
		if !same(q) {
			return nil, false
		}
		if tail == noValue {
			return nil, true
		}
		return []rowTest{{tail, q.(*bitsRest).segs[0].Value}}, true
	})
	d := b.fallbackFor(no)
	if unit != 1 {
		b.split(terminator{kind: termBsUnit, args: b.args(ctx), aux: int32(unit)}, d.block, noValue, 0)
	}
	if tail != noValue {
		b.emit(instr{op: opBsTail, dst: tail, args: b.args(ctx)})
		b.noteTail(tail, ctx)
	}
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// wants tells whether a pattern needs the value at all.
func (b *builder) wants(p core.Pattern) bool {
	switch p := p.(type) {
	case core.Wild:
		return false
	case *core.Var:
		return p.Uses > 0
	}
	return true
}

// sameSegment tells segments that are extracted the same way.
func sameSegment(l, r *core.Segment) bool {
	if l.Type != r.Type || l.Unit != r.Unit || l.Little != r.Little || l.Signed != r.Signed || l.Native != r.Native {
		return false
	}
	if l.Size == nil || r.Size == nil {
		return l.Size == nil && r.Size == nil
	}
	x, xok := l.Size.(*core.Lit)
	y, yok := r.Size.(*core.Lit)
	return xok && yok && core.SameConst(x.Value, y.Value)
}

// extractNode extracts a number, a character, or a binary with a size.
func (b *builder) extractNode(m *matching, rows []*row, ctx value, p *bitsRest) {
	st, seg := p.st, &p.segs[0]
	_, fixed := seg.Size.(*core.Lit)
	fixed = fixed || seg.Size == nil
	same := func(q core.Pattern) bool {
		r, ok := q.(*bitsRest)
		if !ok || r.st != st || len(r.segs) == 0 {
			return false
		}
		return q == core.Pattern(p) || (fixed && sameSegment(seg, &r.segs[0]))
	}
	wanted := seg.Type == core.SegFloat
	for _, r := range rows {
		for _, t := range r.tests {
			if t.val == ctx && same(t.pat) {
				wanted = wanted || b.wants(t.pat.(*bitsRest).segs[0].Value)
			}
		}
	}
	next := b.newState(ctx)
	types := tInt
	switch seg.Type {
	case core.SegFloat:
		types = tFloat
	case core.SegBinary:
		types = tBitstr
		if seg.Unit%8 == 0 {
			types = tBinary
		}
	}
	val := b.f.newValue(types)
	taken := takesBits(seg)
	b.keep(st, rows, func(q core.Pattern) bool { return same(q) || taken && isEnd(q, st) })
	yes, no := b.sides(rows, ctx, tAny, func(q core.Pattern) ([]rowTest, bool) {
		if !same(q) {
			return nil, false
		}
		r := q.(*bitsRest)
		return []rowTest{{val, r.segs[0].Value}, {ctx, &bitsRest{r.segs[1:], next}}}, true
	})
	if taken {
		yes = withoutEnds(yes, st)
	}
	d := b.fallbackFor(no)
	args := b.args(ctx)
	if seg.Size != nil {
		if !fixed {
			for bd := rows[0].binds; bd != nil; bd = bd.next {
				b.bind(bd.v, bd.val)
			}
		}
		args = b.args(ctx, b.operand(seg.Size, d.block))
	}
	t := terminator{kind: termBsGet, dst: val, ndst: 1, args: args, seg: seg}
	if !wanted {
		t = terminator{kind: termBsSkip, args: args, seg: seg}
	}
	b.split(t, d.block, noValue, 0)
	b.learn(fact{kind: factCursor, val: ctx, n: next.id})
	b.branch(m, yes, d)
	b.otherwise(m, d)
}
