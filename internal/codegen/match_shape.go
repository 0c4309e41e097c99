package codegen

import (
	"joist/internal/core"
	"joist/internal/opcode"
	"joist/internal/quoted"
)

// tupleArity is the arity of a tuple pattern, or -1.
func tupleArity(p core.Pattern) int {
	if t, ok := p.(*core.PTuple); ok {
		return len(t.Elems)
	}
	return -1
}

func (b *builder) tupleNode(m *matching, rows []*row, val value) {
	var arities []int
	for _, r := range rows {
		for _, t := range r.tests {
			if n := tupleArity(t.pat); n >= 0 && t.val == val && !containsInt(arities, n) {
				arities = append(arities, n)
			}
		}
	}
	if val.isConst() || b.arityOf(val) >= 0 {
		b.knownTuple(m, rows, val)
		return
	}
	_, no := b.sides(rows, val, 0, func(q core.Pattern) ([]rowTest, bool) { return nil, tupleArity(q) >= 0 })
	d := b.fallbackFor(no)
	if len(arities) > 1 {
		b.selectArity(m, rows, val, arities, d)
		b.otherwise(m, d)
		return
	}
	n := arities[0]
	if tag, ok := b.commonTag(rows, val); ok && b.typeOf(val)&tTuple != 0 {
		b.taggedTuple(m, rows, val, n, tag, d)
	} else {
		b.testType(val, opcode.IsTuple, tTuple, d.block)
		if !b.dead {
			t := terminator{kind: termTest, op: opcode.TestArity, args: b.args(val), aux: int32(n)}
			b.split(t, d.block, noValue, 0)
			b.learn(fact{kind: factArity, val: val, n: int32(n)})
			b.branch(m, b.ofArity(rows, val, n), d)
		}
	}
	b.otherwise(m, d)
}

func containsInt(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// ofArity are the rows where val is a tuple of n elements.
func (b *builder) ofArity(rows []*row, val value, n int) []*row {
	yes, _ := b.sides(rows, val, tTuple, func(q core.Pattern) ([]rowTest, bool) {
		if tupleArity(q) != n {
			return nil, false
		}
		return b.elements(val, q.(*core.PTuple)), true
	})
	out := yes[:0:0]
	for _, r := range yes {
		i := r.testOn(val)
		if i >= 0 && tupleArity(r.tests[i].pat) >= 0 {
			continue // another arity
		}
		out = append(out, r)
	}
	return out
}

func (b *builder) elements(val value, p *core.PTuple) []rowTest {
	subs := b.s.tests.Slice(len(p.Elems))
	for i, e := range p.Elems {
		if _, wild := e.(core.Wild); wild {
			subs[i] = rowTest{noValue, e}
			continue
		}
		subs[i] = rowTest{b.lazy(val, int32(i)), e}
	}
	return subs
}

// knownTuple goes on with a value that is known to be a tuple of a certain arity, or a constant.
func (b *builder) knownTuple(m *matching, rows []*row, val value) {
	n := -1
	if val.isConst() {
		if t, ok := b.f.constOf(val).(*core.ConstTuple); ok {
			n = len(t.Elems)
		}
	} else {
		n = b.arityOf(val)
	}
	if n >= 0 {
		b.rows(m, b.ofArity(rows, val, n))
		return
	}
	_, no := b.sides(rows, val, 0, func(q core.Pattern) ([]rowTest, bool) { return nil, tupleArity(q) >= 0 })
	b.rows(m, no)
}

// commonTag is the atom that every tuple pattern on val starts with, if there is one.
func (b *builder) commonTag(rows []*row, val value) (quoted.Atom, bool) {
	tag, found := quoted.Atom(""), false
	for _, r := range rows {
		for _, t := range r.tests {
			p, ok := t.pat.(*core.PTuple)
			if !ok || t.val != val {
				continue
			}
			if len(p.Elems) == 0 {
				return "", false
			}
			lit, ok := p.Elems[0].(*core.PLit)
			if !ok {
				return "", false
			}
			a, ok := lit.Value.(quoted.Atom)
			if !ok || (found && a != tag) {
				return "", false
			}
			tag, found = a, true
		}
	}
	return tag, found
}

func (b *builder) taggedTuple(m *matching, rows []*row, val value, n int, tag quoted.Atom, d *fallback) {
	b.split(terminator{
		kind: termTest, op: opcode.IsTaggedTuple, args: b.args(val, b.atom(tag)), aux: int32(n),
	}, d.block, noValue, 0)
	b.learnType(val, tTuple)
	b.learn(fact{kind: factArity, val: val, n: int32(n)})
	b.learn(fact{kind: factPart, val: val, n: 0, part: b.atom(tag)})
	yes, _ := b.sides(rows, val, tTuple, func(q core.Pattern) ([]rowTest, bool) {
		p, ok := q.(*core.PTuple)
		if !ok {
			return nil, false
		}
		return b.elements(val, p)[1:], true
	})
	b.branch(m, yes, d)
}

// selectArity chooses among tuples of several arities.
func (b *builder) selectArity(m *matching, rows []*row, val value, arities []int, d *fallback) {
	b.testType(val, opcode.IsTuple, tTuple, d.block)
	if b.dead {
		return
	}
	cases := make([]switchCase, len(arities))
	facts := b.facts
	for i, n := range arities {
		cases[i] = switchCase{value(n), b.newBlock()}
		b.learn(fact{kind: factArity, val: val, n: int32(n)})
		b.edge(cases[i].to)
		b.facts = facts
	}
	b.edge(d.block)
	b.end(terminator{kind: termSelectAr, args: b.args(val), succ: [2]blockID{noBlock, d.block}, cases: cases})
	for i, n := range arities {
		b.start(cases[i].to)
		b.branch(m, b.ofArity(rows, val, n), d)
	}
}

// mapNode tests whether val is a map.
func (b *builder) mapNode(m *matching, rows []*row, val value) {
	yes, no := b.sides(rows, val, tMap, func(q core.Pattern) ([]rowTest, bool) {
		p, ok := q.(*core.PMap)
		if !ok {
			return nil, false
		}
		return b.s.tests.List(rowTest{val, b.s.mapKeys.Put(mapKeys{p.Pairs})}), true
	})
	d := b.fallbackFor(no)
	b.testType(val, opcode.IsMap, tMap, d.block)
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// keysNode looks keys up in a map: those that the patterns on it share if there are some, else all
// of the first pattern.
func (b *builder) keysNode(m *matching, rows []*row, val value, p *mapKeys) {
	keys := b.commonKeys(rows, val, p)
	args := b.s.values.Slice(1 + len(keys))
	args[0] = val
	for i, k := range keys {
		args[1+i] = b.value(k)
	}
	first := b.f.nvalues
	wanted := false
	for range keys {
		b.f.newValue(tAny)
	}
	yes, no := b.sides(rows, val, tMap, func(q core.Pattern) ([]rowTest, bool) {
		mk, ok := q.(*mapKeys)
		if !ok {
			return nil, false
		}
		subs := b.s.tests.Slice(len(mk.pairs) + 1)[:0]
		rest := b.s.mapKeys.New()
		found := 0
		for _, pair := range mk.pairs {
			at := indexKey(keys, pair.Key)
			if at < 0 {
				rest.pairs = append(rest.pairs, pair)
				continue
			}
			found |= 1 << at
			if _, wild := pair.Pattern.(core.Wild); !wild {
				wanted = true
			}
			subs = append(subs, rowTest{value(first) + value(at), pair.Pattern})
		}
		if found != 1<<len(keys)-1 {
			return nil, false
		}
		return append(subs, rowTest{val, rest}), true
	})
	d := b.fallbackFor(no)
	if val.isConst() {
		// A constant map is matched like any other; it is loaded first.
		args[0] = b.emitValue(opCopy, tMap, 0, val)
	}
	t := terminator{kind: termGetMap, dst: value(first), ndst: int32(len(keys)), args: args}
	if !wanted {
		t = terminator{kind: termHasKeys, args: args}
	}
	b.split(t, d.block, noValue, 0)
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// maxKeys bounds the keys of one lookup, so that sets of them fit a word.
const maxKeys = 60

func (b *builder) commonKeys(rows []*row, val value, p *mapKeys) []core.Expr {
	var keys []core.Expr
	for _, pair := range p.pairs {
		if indexKey(keys, pair.Key) < 0 && len(keys) < maxKeys {
			keys = append(keys, pair.Key)
		}
	}
	if !distinct(keys) {
		return keys[:1]
	}
	shared := keys
	for _, r := range rows {
		for _, t := range r.tests {
			mk, ok := t.pat.(*mapKeys)
			if !ok || t.val != val || mk == p {
				continue
			}
			var both []core.Expr
			for _, k := range shared {
				for _, pair := range mk.pairs {
					if sameKey(k, pair.Key) {
						both = append(both, k)
						break
					}
				}
			}
			if len(both) > 0 {
				shared = both
			}
		}
	}
	return shared
}

// distinct tells keys that surely differ: one lookup must not name a key twice.
func distinct(keys []core.Expr) bool {
	for _, k := range keys {
		if _, ok := k.(*core.Lit); !ok {
			return len(keys) == 1
		}
	}
	return true
}

func indexKey(keys []core.Expr, k core.Expr) int {
	for i := range keys {
		if sameKey(keys[i], k) {
			return i
		}
	}
	return -1
}

func sameKey(l, r core.Expr) bool {
	if x, ok := l.(*core.Lit); ok {
		y, ok := r.(*core.Lit)
		return ok && core.SameConst(x.Value, y.Value)
	}
	return l == r
}
