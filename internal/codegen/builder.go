package codegen

import (
	"joist/internal/core"
	"joist/internal/opcode"
	"joist/internal/quoted"
	"joist/internal/slab"
)

// builder turns one core function into a graph. Expressions are compiled towards a destination, so
// that what follows an expression is known while it is compiled: calls in tail position become
// tail calls, and a condition that is a comparison becomes a branch, not a value.
type builder struct {
	m     *moduleBuilder
	f     *fn
	cur   blockID
	facts *fact
	// env maps the ID of a core variable to its value.
	env []value
	// lazies are parts of values that have not been taken out.
	lazies   []lazyPart
	lazyHead []int32
	// tails are the rests of binaries that have been taken from match contexts.
	tails []tail
	// refs are the calls that have made references.
	refs []refCall
	// handler and depth describe the try around the current block.
	handler blockID
	depth   int32

	s slabs
	// defaults are the fallbacks of the decision trees being built, innermost last; those of the current one are from
	// ownDefaults on.
	defaults    []*fallback
	ownDefaults int
	failTo      blockID
	budget      int
	waiting     int // heads of lists whose tails are being compiled
	states      int32
	dead        bool
	def         *defState
}

// slabs are the memory for one function.
type slabs struct {
	facts     slab.Of[fact]
	values    slab.Of[value]
	instrs    slab.Of[instr]
	matchings slab.Of[matching]
	clauses   slab.Of[matchClause]
	leaves    slab.Of[leaf]
	rows      slab.Of[row]
	rowLists  slab.Of[*row]
	tests     slab.Of[rowTest]
	bindings  slab.Of[binding]
	fallbacks slab.Of[fallback]
	patterns  slab.Of[core.Pattern]
	mapKeys   slab.Of[mapKeys]
	segs      slab.Of[binSegment]
	dests     slab.Of[dest]
	caseLists slab.Of[switchCase]
	consts    slab.Of[core.Const]
	rowSets   slab.Of[[]*row]
}

func (s *slabs) reset() {
	s.facts.Reset()
	s.values.Reset()
	s.instrs.Reset()
	s.matchings.Reset()
	s.clauses.Reset()
	s.leaves.Reset()
	s.rows.Reset()
	s.rowLists.Reset()
	s.tests.Reset()
	s.bindings.Reset()
	s.fallbacks.Reset()
	s.patterns.Reset()
	s.mapKeys.Reset()
	s.segs.Reset()
	s.dests.Reset()
	s.caseLists.Reset()
	s.consts.Reset()
	s.rowSets.Reset()
}

// lazyPart is element n (or head, tail) of parent.
type lazyPart struct {
	parent value
	n      int32
	next   int32 // the next part of the same parent, plus one
	child  int32 // the first part of this part, plus one
}

// destKind is where the value of an expression goes.
type destKind uint8

const (
	destTail   destKind = iota // it is the function's result
	destValue                  // it is wanted here
	destEffect                 // nobody wants it
	destMatch                  // it is matched against clauses
	destCond                   // to yes unless it is false or nil, then to no
)

// dest is a destination. Several branches may deliver to a destValue: the first waits until it is
// known whether a block with a parameter is needed.
type dest struct {
	kind    destKind
	n       int
	pending blockID
	value   value
	facts   *fact
	join    blockID
	param   value
	match   *matching
	yes, no blockID
}

// reset makes the builder ready for another function; what it has allocated is used again.
func (b *builder) reset(def *defState, e *entry, line int32) {
	f := b.f
	for i, left := 0, f.nblocks; left > 0; i, left = i+1, left-blockChunk {
		clear(f.chunks[i][:min(left, blockChunk)])
	}
	*f = fn{
		name: e.name, arity: e.arity, line: line, params: f.params[:0], chunks: f.chunks,
		types: f.types[:0], consts: f.consts[:0], crowded: f.crowded[:0],
	}
	b.s.reset()
	b.def, b.facts, b.dead = def, nil, false
	b.waiting = 0
	b.handler, b.failTo, b.depth, b.states = noBlock, noBlock, 0, 0
	b.env = grow(b.env, def.fn.NumVars, noValue)
	b.lazies = b.lazies[:0]
	b.lazyHead = b.lazyHead[:0]
	b.defaults, b.ownDefaults = b.defaults[:0], 0
	b.tails = b.tails[:0]
	b.refs = b.refs[:0]
}

func (b *builder) newBlock() blockID {
	id, blk := b.f.newBlock()
	blk.handler, blk.depth = b.handler, b.depth
	return id
}

// start continues building in a block.
func (b *builder) start(id blockID) {
	blk := b.f.block(id)
	b.cur, b.facts = id, blk.facts
	b.dead = blk.npred == 0
}

// startDead continues in a block that nothing reaches: what follows code that does not return.
func (b *builder) startDead() {
	facts := b.facts
	b.cur = b.newBlock()
	b.facts, b.dead = facts, true
}

// edge notes that the current block leads to another.
func (b *builder) edge(to blockID) {
	if b.dead {
		return
	}
	blk := b.f.block(to)
	blk.npred++
	if blk.npred == 1 {
		blk.facts = b.facts
	} else {
		blk.facts = common(blk.facts, b.facts)
	}
}

// end ends the current block; edges have been noted.
func (b *builder) end(t terminator) {
	blk := b.f.block(b.cur)
	blk.term = t
	b.startDead()
}

func (b *builder) jump(to blockID, args ...value) {
	b.edge(to)
	b.end(terminator{kind: termJump, succ: [2]blockID{to, noBlock}, args: b.args(args...)})
}

// split ends the current block with a test: it goes on in a new block, or to no, where the fact
// notFact holds.
func (b *builder) split(t terminator, no blockID, notVal value, notType typeSet) {
	facts := b.facts
	if notVal.isReg() {
		b.learnType(notVal, notType)
	}
	b.edge(no)
	b.facts = facts
	next := b.newBlock()
	b.edge(next)
	t.succ = [2]blockID{next, no}
	b.f.block(b.cur).term = t
	b.start(next)
}

// args copies arguments to the arena.
func (b *builder) args(vs ...value) []value {
	if len(vs) == 0 {
		return nil
	}
	return b.s.values.List(vs...)
}

// emit appends an instruction to the current block.
func (b *builder) emit(in instr) value {
	blk := b.f.block(b.cur)
	if blk.code == nil {
		blk.code = b.s.instrs.Slice(3)[:0]
	}
	blk.code = append(blk.code, in)
	return in.dst
}

func (b *builder) emitValue(op ssaOp, t typeSet, line int32, args ...value) value {
	return b.emit(instr{op: op, dst: b.f.newValue(t), line: line, args: b.args(args...)})
}

func (b *builder) atom(name quoted.Atom) value { return b.f.constant(name) }

// deliver hands a value to its destination and leaves the current block dead.
func (b *builder) deliver(v value, d *dest) {
	if b.dead {
		return
	}
	switch d.kind {
	case destTail:
		b.end(terminator{kind: termReturn, args: b.args(b.force(v))})
	case destValue, destEffect:
		b.deliverJoin(v, d)
	case destMatch:
		b.matchValue(v, d.match)
	case destCond:
		b.branchTruthy(v, d.yes, d.no)
	}
}

func (b *builder) deliverJoin(v value, d *dest) {
	if d.kind == destValue {
		v = b.force(v)
	}
	d.n++
	if d.n == 1 {
		d.pending, d.value, d.facts = b.cur, v, b.facts
		b.startDead()
		return
	}
	if d.n == 2 {
		d.join = b.newBlock()
		if d.kind == destValue {
			d.param = b.f.newValue(0)
			b.f.block(d.join).params = b.args(d.param)
		}
		cur, facts := b.cur, b.facts
		b.cur, b.facts = d.pending, d.facts
		b.toJoin(d.value, d)
		b.cur, b.facts, b.dead = cur, facts, false
	}
	b.toJoin(v, d)
}

func (b *builder) toJoin(v value, d *dest) {
	b.dead = false
	if d.kind == destEffect {
		b.jump(d.join)
		return
	}
	b.f.types[d.param] |= b.typeOf(v)
	b.jump(d.join, v)
}

// finish continues after an expression that was compiled towards d, and gives its value.
func (b *builder) finish(d *dest) value {
	switch d.n {
	case 0:
		b.startDead()
		return b.atom(quoted.Nil)
	case 1:
		b.cur, b.facts, b.dead = d.pending, d.facts, false
		return d.value
	}
	b.start(d.join)
	return d.param
}

// effect compiles an expression whose value is not used.
func (b *builder) effect(e core.Expr) {
	d := b.s.dests.Put(dest{kind: destEffect})
	b.compile(e, d)
	b.finish(d)
}

// via compiles an expression that branches and gives its value.
func (b *builder) via(e core.Expr) value {
	d := b.s.dests.Put(dest{kind: destValue})
	b.compile(e, d)
	return b.finish(d)
}

// branchTruthy goes to no when v is false or nil, and else to yes.
func (b *builder) branchTruthy(v value, yes, no blockID) {
	t := b.typeOf(v)
	if v.isConst() {
		if c := b.f.constOf(v); c == quoted.Nil || c == quoted.False {
			b.jump(no)
		} else {
			b.jump(yes)
		}
		return
	}
	v = b.force(v)
	switch {
	case t&(tFalse|tAtom) == 0:
		b.jump(yes)
	case t&^tBool == 0:
		b.testConst(v, quoted.True, no)
		b.jump(yes)
	case t&tAtom == 0:
		cont := b.newBlock()
		b.testConst(v, quoted.False, cont)
		b.jump(no)
		b.start(cont)
		b.jump(yes)
	default:
		facts := b.facts
		b.learnType(v, tFalse|tAtom)
		b.edge(no)
		b.edge(no)
		b.facts = facts
		b.learnType(v, tAny&^tFalse)
		b.edge(yes)
		b.facts = facts
		b.end(terminator{
			kind: termSelect, args: b.args(v), succ: [2]blockID{noBlock, yes},
			cases: []switchCase{{b.atom(quoted.False), no}, {b.atom(quoted.Nil), no}},
		})
	}
}

// testConst goes on when v is the constant c, else to no.
func (b *builder) testConst(v value, c core.Const, no blockID) {
	ct := constType(c)
	if v.isConst() {
		if !core.SameConst(b.f.constOf(v), c) {
			b.jump(no)
		}
		return
	}
	t := b.typeOf(v)
	single := ct == tTrue || ct == tFalse || ct == tNil
	if t&ct == 0 {
		b.jump(no)
		return
	}
	if single && t == ct {
		return
	}
	rest := tAny
	if single {
		rest = tAny &^ ct
	}
	if ct == tNil {
		b.split(terminator{kind: termTest, op: opcode.IsNil, args: b.args(v)}, no, v, rest)
	} else {
		b.split(terminator{kind: termTest, op: opcode.IsEqExact, args: b.args(v, b.f.constant(c))}, no, v, rest)
	}
	b.learnType(v, ct)
}

// lazy names element n of parent without taking it out.
func (b *builder) lazy(parent value, n int32) value {
	if parent.isConst() {
		return b.constPart(parent, n)
	}
	var head *int32
	if parent.isLazy() {
		head = &b.lazies[parent-lazyBase].child
	} else {
		for int(parent) >= len(b.lazyHead) {
			b.lazyHead = append(b.lazyHead, 0)
		}
		head = &b.lazyHead[parent]
	}
	for i := *head; i != 0; i = b.lazies[i-1].next {
		if b.lazies[i-1].n == n {
			return lazyBase + value(i-1)
		}
	}
	next := *head
	*head = int32(len(b.lazies) + 1)
	b.lazies = append(b.lazies, lazyPart{parent: parent, n: n, next: next})
	return lazyBase + value(len(b.lazies)-1)
}

// constPart takes a part of a constant. A part that is not there is in code that is not reached.
func (b *builder) constPart(parent value, n int32) value {
	switch c := b.f.constOf(parent).(type) {
	case *core.ConstCons:
		if n == partHead {
			return b.f.constant(c.Head)
		}
		return b.f.constant(c.Tail)
	case *core.ConstTuple:
		if n >= 0 && int(n) < len(c.Elems) {
			return b.f.constant(c.Elems[n])
		}
	}
	return b.atom(quoted.Nil)
}

// knownPart is the value of a lazy part if it has been taken out before.
func (b *builder) knownPart(v value) value {
	lz := b.lazies[v-lazyBase]
	parent := lz.parent
	if parent.isLazy() {
		if parent = b.knownPart(parent); parent == noValue {
			return noValue
		}
		if parent.isConst() {
			return b.constPart(parent, lz.n)
		}
	}
	if f := findFact(b.facts, parent, factPart, lz.n); f != nil {
		return f.part
	}
	return noValue
}

// force takes a lazy part out; other values are handed back.
func (b *builder) force(v value) value {
	if !v.isLazy() {
		return v
	}
	if part := b.knownPart(v); part != noValue {
		return part
	}
	lz := b.lazies[v-lazyBase]
	parent := b.force(lz.parent)
	if parent.isConst() {
		return b.constPart(parent, lz.n)
	}
	in := instr{op: opElement, aux: lz.n, dst: b.f.newValue(tAny), args: b.args(parent)}
	switch lz.n {
	case partHead:
		in.op = opHead
	case partTail:
		in.op = opTail
	}
	part := b.emit(in)
	b.learn(fact{kind: factPart, val: parent, n: lz.n, part: part})
	return part
}

// variable is the value of a core variable.
func (b *builder) variable(v *core.Var) value {
	val := b.env[v.ID]
	if val == noValue {
		if b.dead {
			return b.atom(quoted.Nil)
		}
		panic(&core.Error{Line: b.f.line, Text: "variable " + v.Name + " has no value in " + b.f.name})
	}
	if val.isLazy() {
		val = b.force(val)
	}
	return val
}

func (b *builder) bind(v *core.Var, val value) { b.env[v.ID] = val }
