package codegen

import (
	"joist/internal/core"
	"joist/internal/opcode"
)

// Clauses become a decision tree. A row is a clause with the tests that are still to be made; a
// node makes the first test of the first row for all rows at once: the rows that test the same
// value for the same thing go on without that test where it holds, the rows that test something
// else about it are gone there, and rows that do not look at the value stay on both sides. So no
// test is made twice. Rows shared by both sides could double the tree; when what remains in a
// branch after its own rows is just what the other side starts with, it jumps there.
//
// This is the scheme of "How to compile pattern matching" (Jacobs) with the sharing of Wadler's
// default branches. Backtracking automata as in v3_kernel were not taken: they repeat tests and need
// a later pass to remove them.

// matching is a set of clauses that values are matched against.
type matching struct {
	clauses []matchClause
	fail    core.FailKind
	line    int32
	dest    *dest
	// value collects what is delivered before the tree is built.
	value dest
	// tuple says that the values matched are the elements of a tuple that was not made.
	tuple bool
	// message says that the clauses belong to the receive whose head is loop.
	message bool
	loop    blockID
	// head says that the clauses are those of a function.
	head bool
}

type matchClause struct {
	patterns []core.Pattern
	guards   []core.Expr
	vars     []*core.Var
	body     core.Expr
	leaves   []leaf
}

// leaf is a place where a clause has matched, with the values of its variables.
type leaf struct {
	block blockID
	facts *fact
	vals  []value
}

// rowTest is a test to make: that val matches pat.
type rowTest struct {
	val value
	pat core.Pattern
}

// row is a clause on its way to being matched. Rows are not changed once made.
type row struct {
	clause int
	tests  []rowTest
	binds  *binding
	equal  *equality
}

// binding is a variable with its value.
type binding struct {
	v    *core.Var
	val  value
	next *binding
}

// equality is a variable that comes twice in a pattern: both values must be the same.
type equality struct {
	l, r value
	next *equality
}

// fallback is the block that takes over when the rows of a branch are used up, with its rows.
type fallback struct {
	rows  []*row
	block blockID
	facts *fact
	// moved says that some match context may stand elsewhere than where the test was made.
	moved bool
}

// mapKeys are pairs of a map pattern on what is known to be a map.
type mapKeys struct{ pairs []core.PMapPair }

// runTree matches vals against the clauses of m in the current block.
func (b *builder) runTree(m *matching, vals []value) {
	if b.dead {
		return
	}
	rows := b.firstRows(m, vals)
	own, failTo, budget := b.ownDefaults, b.failTo, b.budget
	failed := b.newBlock()
	b.ownDefaults, b.failTo, b.budget = len(b.defaults), failed, 200+20*len(rows)
	b.rows(m, rows)
	b.ownDefaults, b.failTo, b.budget = own, failTo, budget
	b.start(failed)
	if !b.dead {
		b.failMatch(m, vals)
	}
}

// firstRows are the rows of the clauses before any test.
func (b *builder) firstRows(m *matching, vals []value) []*row {
	rows := b.s.rowLists.Slice(len(m.clauses))
	for i := range m.clauses {
		r := b.s.rows.Put(row{clause: i})
		r.tests = b.s.tests.Slice(len(m.clauses[i].patterns))[:0]
		for j, p := range m.clauses[i].patterns {
			b.addPattern(r, vals[j], p)
		}
		rows[i] = r
	}
	return rows
}

// failMatch ends a match that no clause fits.
func (b *builder) failMatch(m *matching, vals []value) {
	switch {
	case m.head:
		b.end(terminator{kind: termClause, args: b.args(vals...)})
		return
	case m.message:
		b.end(terminator{kind: termLoopRecEnd, succ: [2]blockID{m.loop, noBlock}})
		return
	}
	v := b.force(vals[0])
	if m.tuple {
		v = b.emitValue(opTuple, tTuple, 0, vals...)
	}
	switch m.fail {
	case core.FailReturn:
		b.deliver(v, m.dest)
	case core.FailMatch:
		b.end(terminator{kind: termBadmatch, line: m.line, args: b.args(v)})
	case core.FailTry:
		b.end(terminator{kind: termTryEnd, line: m.line, args: b.args(v)})
	case core.FailWith:
		term := b.emitValue(opTuple, tTuple, 0, b.atom("with_clause"), v)
		b.end(terminator{
			kind: termNoReturn, line: m.line, args: b.args(term), ext: b.m.extern("erlang", "error", 1),
		})
	default:
		b.end(terminator{kind: termCaseEnd, line: m.line, args: b.args(v)})
	}
}

// addPattern adds the tests and bindings of a pattern to a row that is being made.
func (b *builder) addPattern(r *row, val value, p core.Pattern) {
	switch p := p.(type) {
	case core.Wild:
	case *core.Var:
		for bd := r.binds; bd != nil; bd = bd.next {
			if bd.v == p {
				r.equal = &equality{bd.val, val, r.equal}
				return
			}
		}
		r.binds = b.s.bindings.Put(binding{p, val, r.binds})
	case *core.PAnd:
		b.addPattern(r, val, p.Left)
		b.addPattern(r, val, p.Right)
	case *mapKeys:
		if len(p.pairs) > 0 {
			r.tests = append(r.tests, rowTest{val, p})
		}
	default:
		r.tests = append(r.tests, rowTest{val, p})
	}
}

// replace makes a row like r in which test i gives way to the tests of (vals, patterns).
func (b *builder) replace(r *row, i int, subs ...rowTest) *row {
	out := b.s.rows.Put(row{clause: r.clause, binds: r.binds, equal: r.equal})
	out.tests = b.s.tests.Slice(len(r.tests) - 1 + len(subs))[:0]
	out.tests = append(out.tests, r.tests[:i]...)
	for _, s := range subs {
		b.addPattern(out, s.val, s.pat)
	}
	out.tests = append(out.tests, r.tests[i+1:]...)
	return out
}

// testOn finds the test of r on val, or -1.
func (r *row) testOn(val value) int {
	for i := range r.tests {
		if r.tests[i].val == val {
			return i
		}
	}
	return -1
}

// rows builds the tree for rows in the current block.
func (b *builder) rows(m *matching, rows []*row) {
	if b.dead {
		return
	}
	if len(rows) == 0 {
		b.jump(b.failTo)
		return
	}
	r := rows[0]
	if len(r.tests) == 0 && r.equal == nil && len(m.clauses[r.clause].guards) == 0 {
		b.leaf(m, r, nil)
		return
	}
	for i := len(b.defaults) - 1; i >= b.ownDefaults; i-- {
		if d := b.defaults[i]; sameRows(d.rows, rows) && b.mayShare(d, rows) {
			b.jump(d.block)
			return
		}
	}
	if len(r.tests) == 0 {
		b.leaf(m, r, rows[1:])
		return
	}
	b.budget--
	if b.budget < 0 && len(rows) > 1 {
		b.oneByOne(m, rows)
		return
	}
	b.node(m, rows, r.tests[0])
}

// oneByOne matches the first row alone and then the others: what grows too big is not shared.
func (b *builder) oneByOne(m *matching, rows []*row) {
	failTo, own := b.failTo, b.ownDefaults
	next := b.newBlock()
	b.failTo, b.ownDefaults = next, len(b.defaults)
	b.rows(m, rows[:1])
	b.failTo = failTo
	b.start(next)
	b.forgetCursors(rows[1:])
	b.rows(m, rows[1:])
	b.ownDefaults = own
}

func sameRows(l, r []*row) bool {
	if len(l) != len(r) {
		return false
	}
	for i := range l {
		if l[i] != r[i] {
			return false
		}
	}
	return true
}

// node makes one test for all rows.
func (b *builder) node(m *matching, rows []*row, t rowTest) {
	val := b.force(t.val)
	if val != t.val {
		rows = b.forced(rows, t.val, val)
	}
	switch p := t.pat.(type) {
	case *core.PLit:
		b.literalNode(m, rows, val, p)
	case *core.PCons:
		b.consNode(m, rows, val)
	case *core.PTuple:
		b.tupleNode(m, rows, val)
	case *core.PMap:
		b.mapNode(m, rows, val)
	case *mapKeys:
		b.keysNode(m, rows, val, p)
	case *core.PBinary:
		b.bitsNode(m, rows, val)
	case *bitsRest:
		b.segmentNode(m, rows, val, p)
	case *core.PPin:
		b.pinNode(m, rows, val, p)
	default:
		panic(&core.Error{Line: m.line, Text: "unknown pattern"})
	}
}

// forced puts the value that was taken out in place of its name.
func (b *builder) forced(rows []*row, name, val value) []*row {
	out := b.s.rowLists.Slice(len(rows))
	for i, r := range rows {
		out[i] = r
		if r.testOn(name) < 0 {
			continue
		}
		c := b.s.rows.Put(row{clause: r.clause, binds: r.binds, equal: r.equal, tests: b.s.tests.List(r.tests...)})
		for j := range c.tests {
			if c.tests[j].val == name {
				c.tests[j].val = val
			}
		}
		out[i] = c
	}
	return out
}

// patternType is the set of types that a pattern may match.
func patternType(p core.Pattern) typeSet {
	switch p := p.(type) {
	case *core.PLit:
		return constType(p.Value)
	case *core.PCons:
		return tCons
	case *core.PTuple:
		return tTuple
	case *core.PMap:
		return tMap
	case *core.PBinary:
		return tBitstr
	}
	return tAny
}

// sides divides rows by a test on val that holds for the given types. same says whether a pattern
// is met by the test and gives the tests that replace it; patterns of other types cannot match
// where it holds.
func (b *builder) sides(rows []*row, val value, types typeSet, same func(core.Pattern) ([]rowTest, bool)) (yes, no []*row) {
	yes, no = b.s.rowLists.Slice(len(rows))[:0], b.s.rowLists.Slice(len(rows))[:0]
	for _, r := range rows {
		i := -1
		met := false
		var subs []rowTest
		possible := true
		for j := range r.tests {
			if r.tests[j].val != val {
				continue
			}
			if s, ok := same(r.tests[j].pat); ok {
				i, met, subs = j, true, s
				break
			}
			possible = possible && patternType(r.tests[j].pat)&types != 0
		}
		switch {
		case met && possible:
			yes = append(yes, b.replace(r, i, subs...))
		case met:
		case possible:
			yes = append(yes, r)
			no = append(no, r)
		default:
			no = append(no, r)
		}
	}
	return yes, no
}

// fallbackFor makes the block that takes the rows no where the test at hand fails.
func (b *builder) fallbackFor(no []*row) *fallback {
	return b.s.fallbacks.Put(fallback{rows: no, block: b.newBlock(), facts: b.facts})
}

// branch builds the side where a test holds, with d to fall back on.
func (b *builder) branch(m *matching, yes []*row, d *fallback) {
	b.defaults = append(b.defaults, d)
	b.rows(m, yes)
	b.defaults = b.defaults[:len(b.defaults)-1]
}

// otherwise builds the side where the test of d failed.
func (b *builder) otherwise(m *matching, d *fallback) {
	b.start(d.block)
	if d.moved {
		b.forgetCursors(d.rows)
	}
	b.rows(m, d.rows)
}

func (b *builder) consNode(m *matching, rows []*row, val value) {
	head, tail := b.lazy(val, partHead), b.lazy(val, partTail)
	yes, no := b.sides(rows, val, tCons, func(q core.Pattern) ([]rowTest, bool) {
		p, ok := q.(*core.PCons)
		if !ok {
			return nil, false
		}
		return b.s.tests.List(rowTest{head, p.Head}, rowTest{tail, p.Tail}), true
	})
	d := b.fallbackFor(no)
	b.testType(val, opcode.IsNonemptyList, tCons, d.block)
	if b.wantsBoth(rows, val) && !b.dead {
		// One instruction takes both out.
		b.force(head)
		b.force(tail)
	}
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// wantsBoth tells whether the rows look at the head and at the tail of the list val.
func (b *builder) wantsBoth(rows []*row, val value) bool {
	head, tail := false, false
	for _, r := range rows {
		for i := range r.tests {
			if p, ok := r.tests[i].pat.(*core.PCons); ok && r.tests[i].val == val {
				head = head || b.wants(p.Head)
				tail = tail || b.wants(p.Tail)
			}
		}
	}
	return head && tail
}

func (b *builder) pinNode(m *matching, rows []*row, val value, p *core.PPin) {
	pin := b.variable(p.Var)
	yes, no := b.sides(rows, val, tAny, func(q core.Pattern) ([]rowTest, bool) {
		pp, ok := q.(*core.PPin)
		return nil, ok && pp.Var == p.Var
	})
	d := b.fallbackFor(no)
	cont := d.block
	switch {
	case pin.isConst():
		b.testConst(val, b.f.constOf(pin), cont)
	case val.isConst():
		b.testConst(pin, b.f.constOf(val), cont)
	default:
		b.testEqual(val, pin, cont)
	}
	b.branch(m, yes, d)
	b.otherwise(m, d)
}

// leaf is reached when the patterns of a row have matched: the guard decides.
func (b *builder) leaf(m *matching, r *row, rest []*row) {
	c := &m.clauses[r.clause]
	for bd := r.binds; bd != nil; bd = bd.next {
		b.bind(bd.v, bd.val)
	}
	next := noBlock
	if r.equal != nil || len(c.guards) > 0 {
		next = b.newBlock()
		for eq := r.equal; eq != nil; eq = eq.next {
			b.testEqual(b.force(eq.l), b.force(eq.r), next)
		}
		b.guards(c.guards, next)
	}
	if !b.dead {
		b.leafValues(m, c)
	}
	if next != noBlock {
		b.start(next)
		b.rows(m, rest)
	}
}

// leafValues takes out what the body of a clause uses and notes the place.
func (b *builder) leafValues(m *matching, c *matchClause) {
	vals := b.s.values.Slice(len(c.vars))
	for i, v := range c.vars {
		vals[i] = noValue
		if v.Uses > 0 {
			vals[i] = b.variable(v)
		}
	}
	if m.message {
		b.emit(instr{op: opRemoveMessage, dst: noValue})
		for i, v := range vals {
			if v != noValue && v.isReg() {
				vals[i] = b.emitValue(opCopy, b.typeOf(v), 0, v)
			}
		}
	}
	if c.leaves == nil {
		c.leaves = b.s.leaves.Slice(1)[:0]
	}
	c.leaves = append(c.leaves, leaf{b.cur, b.facts, vals})
	b.startDead()
}

// startClause continues where a clause has matched; false when it never does.
func (b *builder) startClause(c *matchClause) bool {
	switch len(c.leaves) {
	case 0:
		b.startDead()
		return false
	case 1:
		l := &c.leaves[0]
		b.cur, b.facts, b.dead = l.block, l.facts, false
		for i, v := range c.vars {
			b.bind(v, l.vals[i])
		}
		return true
	}
	join := b.newBlock()
	var params []value
	var which []int
	for i, v := range c.vars {
		val, same := c.leaves[0].vals[i], true
		types := typeSet(0)
		for j := range c.leaves {
			same = same && c.leaves[j].vals[i] == val
		}
		if same {
			b.bind(v, val)
			continue
		}
		p := b.f.newValue(types)
		params = append(params, p)
		which = append(which, i)
		b.bind(v, p)
	}
	b.f.block(join).params = params
	for j := range c.leaves {
		l := &c.leaves[j]
		b.cur, b.facts, b.dead = l.block, l.facts, false
		args := b.s.values.Slice(len(which))
		for k, i := range which {
			args[k] = l.vals[i]
			b.f.types[params[k]] |= b.typeOf(args[k])
		}
		b.jump(join, args...)
	}
	b.start(join)
	return true
}

// bodies compiles the bodies of the clauses that can be reached.
func (b *builder) bodies(m *matching) {
	for i := range m.clauses {
		if b.startClause(&m.clauses[i]) {
			b.compile(m.clauses[i].body, m.dest)
		}
	}
}
