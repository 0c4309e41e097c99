package codegen

import (
	"joist/internal/core"
	"joist/internal/quoted"
)

func isAtom(c core.Const) bool {
	_, ok := c.(quoted.Atom)
	return ok
}

func (b *builder) literalNode(m *matching, rows []*row, val value, p *core.PLit) {
	switch c := p.Value.(type) {
	case core.ConstNil:
		for _, r := range rows {
			for _, t := range r.tests {
				if _, ok := t.pat.(*core.PCons); ok && t.val == val {
					b.consNode(m, rows, val)
					return
				}
			}
		}
	case quoted.Atom:
		if b.selectNode(m, rows, val, tAtoms, isAtom) {
			return
		}
	case quoted.Int:
		if smallInt(c) && b.selectNode(m, rows, val, tInt, smallInt) {
			return
		}
	}
	yes, no := b.sides(rows, val, constType(p.Value), func(q core.Pattern) ([]rowTest, bool) {
		lit, ok := q.(*core.PLit)
		return nil, ok && core.SameConst(lit.Value, p.Value)
	})
	d := b.fallbackFor(no)
	b.testConst(val, p.Value, d.block)
	if !b.dead {
		yes = b.withoutOther(yes, val, p.Value)
	}
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// withoutOther drops the rows that want another constant than c of val.
func (b *builder) withoutOther(rows []*row, val value, c core.Const) []*row {
	out := b.s.rowLists.Slice(len(rows))[:0]
	for _, r := range rows {
		keep := true
		for _, t := range r.tests {
			if lit, ok := t.pat.(*core.PLit); ok && t.val == val && !core.SameConst(lit.Value, c) {
				keep = false
			}
		}
		if keep {
			out = append(out, r)
		}
	}
	return out
}

// selection divides rows by the constants of one kind that they want of a value.
type selection struct {
	consts []core.Const
	rows   [][]*row // by constant: the rows that may match where it is the value
	no     []*row   // the rows that may match where it is none of them
	index  map[core.Const]int
}

func (s *selection) find(c core.Const) int {
	if s.index != nil {
		if i, ok := s.index[c]; ok {
			return i
		}
		return -1
	}
	for i, x := range s.consts {
		if x == c {
			return i
		}
	}
	return -1
}

func (s *selection) add(c core.Const) {
	if s.find(c) >= 0 {
		return
	}
	s.consts = append(s.consts, c)
	if s.index != nil {
		s.index[c] = len(s.consts) - 1
	} else if len(s.consts) > 8 {
		s.index = make(map[core.Const]int, 64)
		for i, x := range s.consts {
			s.index[x] = i
		}
	}
}

// literalOn is the test of r for a constant of a kind on val, or -1; possible says whether the
// other tests on val allow such a constant.
func literalOn(r *row, val value, types typeSet, kind func(core.Const) bool) (at int, possible bool) {
	at, possible = -1, true
	for i := range r.tests {
		t := &r.tests[i]
		if t.val != val {
			continue
		}
		if lit, ok := t.pat.(*core.PLit); ok && kind(lit.Value) {
			if at < 0 {
				at = i
			}
			continue
		}
		possible = possible && patternType(t.pat)&types != 0
	}
	return at, possible
}

// selectNode chooses among several constants of one kind at once, if there are several.
func (b *builder) selectNode(m *matching, rows []*row, val value, types typeSet, kind func(core.Const) bool) bool {
	if val.isConst() {
		return false
	}
	known := b.typeOf(val)
	s := selection{consts: b.s.consts.Slice(4)[:0]}
	for _, r := range rows {
		if at, _ := literalOn(r, val, types, kind); at >= 0 {
			if c := r.tests[at].pat.(*core.PLit).Value; constType(c)&known != 0 {
				s.add(c)
			}
		}
	}
	if len(s.consts) < 2 || (len(s.consts) == 2 && known&^tBool == 0) {
		return false
	}
	b.divide(&s, rows, val, types, kind)
	d := b.fallbackFor(s.no)
	cases := b.s.caseLists.Slice(len(s.consts))
	facts := b.facts
	for i, c := range s.consts {
		cases[i] = switchCase{b.f.constant(c), b.newBlock()}
		b.learnType(val, constType(c))
		b.edge(cases[i].to)
		b.facts = facts
	}
	b.edge(d.block)
	b.end(terminator{kind: termSelect, args: b.args(val), succ: [2]blockID{noBlock, d.block}, cases: cases})
	for i := range s.consts {
		b.start(cases[i].to)
		b.branch(m, s.rows[i], d)
	}
	b.otherwise(m, d)
	return true
}

func (b *builder) divide(s *selection, rows []*row, val value, types typeSet, kind func(core.Const) bool) {
	s.rows = b.s.rowSets.Slice(len(s.consts))
	for i := range s.rows {
		s.rows[i] = b.s.rowLists.Slice(1)[:0] // usually enough
	}
	for _, r := range rows {
		at, possible := literalOn(r, val, types, kind)
		if at < 0 {
			s.no = append(s.no, r)
			if possible {
				for i := range s.rows {
					s.rows[i] = append(s.rows[i], r)
				}
			}
			continue
		}
		if i := s.find(r.tests[at].pat.(*core.PLit).Value); i >= 0 && possible {
			s.rows[i] = append(s.rows[i], b.replace(r, at))
		}
	}
}
