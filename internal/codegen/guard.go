package codegen

import (
	"joist/internal/core"
	"joist/internal/opcode"
	"joist/internal/quoted"
)

// branchOn branches on a condition: to yes when it is true, to no when it is anything else. When
// evaluating it fails it goes to failed; outside guards failed is noBlock and a failure raises.
func (b *builder) branchOn(e core.Expr, yes, no, failed blockID) {
	call, ok := e.(*core.Call)
	if !ok || call.Module != "erlang" {
		b.branchTrue(b.operand(e, failed), yes, no)
		return
	}
	n := len(call.Args)
	switch {
	case isShortCircuit(call):
		mid := b.newBlock()
		if call.Name == "andalso" {
			b.branchBoolean(call.Args[0], mid, no, failed)
		} else {
			b.branchBoolean(call.Args[0], yes, mid, failed)
		}
		b.start(mid)
		b.branchOn(call.Args[1], yes, no, failed)
		return
	case call.Name == "not" && n == 1:
		if inner, ok := call.Args[0].(*core.Call); ok && b.conditional(inner) {
			b.branchOn(inner, no, yes, failed)
			return
		}
	}
	info := bif(call.Name, n)
	if call.Name == "is_map_key" && n == 2 && failed != noBlock {
		key := b.operand(call.Args[0], failed)
		if m := b.operand(call.Args[1], failed); m.isReg() {
			b.branchKey(key, m, yes, no, failed)
			return
		}
	}
	if info.test == 0 {
		b.branchTrue(b.operand(e, failed), yes, no)
		return
	}
	args := b.s.values.Slice(max(n, 2))[:n]
	for i, a := range call.Args {
		args[i] = b.operand(a, failed)
	}
	if name := b.exactly(call.Name, args); n == 2 && name != call.Name {
		info = bif2(name)
	}
	b.branchTest(call, info, args, yes, no)
}

// branchBoolean is branchOn for the left operand of andalso and orelse: in a guard, one that is no boolean fails.
func (b *builder) branchBoolean(e core.Expr, yes, no, failed blockID) {
	call, ok := e.(*core.Call)
	if failed == noBlock || failed == no || ok && b.conditional(call) {
		b.branchOn(e, yes, no, failed)
		return
	}
	if ok && isShortCircuit(call) {
		mid := b.newBlock()
		if call.Name == "andalso" {
			b.branchBoolean(call.Args[0], mid, no, failed)
		} else {
			b.branchBoolean(call.Args[0], yes, mid, failed)
		}
		b.start(mid)
		b.branchBoolean(call.Args[1], yes, no, failed)
		return
	}
	v := b.operand(e, failed)
	if b.typeOf(v)&^tBool == 0 {
		b.branchTrue(v, yes, no)
		return
	}
	other := b.newBlock()
	b.branchTrue(v, yes, other)
	b.start(other)
	b.testConst(v, quoted.False, failed)
	b.jump(no)
}

// branchTest branches on a type test or a comparison.
func (b *builder) branchTest(call *core.Call, info bifInfo, args []value, yes, no blockID) {
	switch {
	case len(args) == 1 && info.tests != 0:
		b.testType(args[0], info.test, info.tests, no)
		b.jump(yes)
	case len(args) == 1:
		t := b.typeOf(args[0])
		if t&tOther == 0 {
			b.jump(no)
			return
		}
		b.split(terminator{kind: termTest, op: info.test, args: b.args(args...)}, no, noValue, 0)
		b.jump(yes)
	case info.test == opcode.IsEqExact || info.test == opcode.IsNeExact:
		b.branchExact(info.test == opcode.IsEqExact, args, yes, no)
	case info.test == opcode.IsFunction2 && !b.isArity(args[1]):
		// The test wants a small non-negative arity; the bif raises on others.
		v := b.emitBif(call, info, args, noBlock)
		b.branchTrue(v, yes, no)
	default:
		op, args := testOp(info, args)
		if args[0].isConst() && args[1].isConst() {
			if x, ok := compareInts(op, b.f.constOf(args[0]), b.f.constOf(args[1])); ok {
				if x {
					b.jump(yes)
				} else {
					b.jump(no)
				}
				return
			}
		}
		b.split(terminator{kind: termTest, op: op, args: b.args(args...)}, no, noValue, 0)
		b.jump(yes)
	}
}

func (b *builder) isArity(v value) bool {
	if !v.isConst() {
		return false
	}
	n, ok := b.f.constOf(v).(quoted.Int)
	return ok && n >= 0 && n <= 255
}

func compareInts(op opcode.Op, l, r core.Const) (result, ok bool) {
	x, xok := l.(quoted.Int)
	y, yok := r.(quoted.Int)
	if !xok || !yok {
		return false, false
	}
	switch op {
	case opcode.IsLt:
		return x < y, true
	case opcode.IsGe:
		return x >= y, true
	case opcode.IsEq:
		return x == y, true
	case opcode.IsNe:
		return x != y, true
	}
	return false, false
}

// branchExact branches on =:= (equal) or =/=.
func (b *builder) branchExact(equal bool, args []value, yes, no blockID) {
	if !equal {
		yes, no = no, yes
	}
	l, r := args[0], args[1]
	if l.isConst() {
		l, r = r, l
	}
	if r.isConst() {
		cont := b.newBlock()
		b.testConst(l, b.f.constOf(r), cont)
		b.jump(yes)
		b.start(cont)
		b.jump(no)
		return
	}
	b.testEqual(l, r, no)
	b.jump(yes)
}

// testEqual goes on when l and r are exactly equal.
func (b *builder) testEqual(l, r value, no blockID) {
	if l == r {
		return
	}
	if b.typeOf(l)&b.typeOf(r) == 0 {
		b.jump(no)
		return
	}
	b.split(terminator{kind: termTest, op: opcode.IsEqExact, args: b.args(l, r)}, no, noValue, 0)
}

// testType goes on when v is within types.
func (b *builder) testType(v value, op opcode.Op, types typeSet, no blockID) {
	t := b.typeOf(v)
	if t&types == 0 {
		b.jump(no)
		return
	}
	if t&^types == 0 {
		return
	}
	if t&tList == t && types == tCons {
		op = opcode.IsNonemptyList
	}
	b.split(terminator{kind: termTest, op: op, args: b.args(v)}, no, v, t&^types)
	b.learnType(v, types)
}

// branchTrue goes to yes when v is true, else to no.
func (b *builder) branchTrue(v value, yes, no blockID) {
	b.testConst(v, quoted.True, no)
	b.jump(yes)
}

// operand compiles an expression in a guard, where failing goes to failed, or in a body.
func (b *builder) operand(e core.Expr, failed blockID) value {
	if failed == noBlock {
		return b.value(e)
	}
	switch e := e.(type) {
	case *core.Call:
		if isShortCircuit(e) {
			return b.guardBoolean(e, failed)
		}
		info := bif(e.Name, len(e.Args))
		if e.Module != "erlang" || info.kind == bifNone {
			panic(&core.Error{Line: e.Line, Text: "call of " + e.Module + ":" + e.Name + " in a guard"})
		}
		args := b.s.values.Slice(len(e.Args))
		for i, a := range e.Args {
			args[i] = b.operand(a, failed)
		}
		if v, ok := b.foldBif(e.Name, args); ok {
			return v
		}
		return b.emitBif(e, info, args, failed)
	case *core.Tuple:
		args := b.s.values.Slice(len(e.Elems))
		for i, a := range e.Elems {
			args[i] = b.operand(a, failed)
		}
		return b.emitValue(opTuple, tTuple, 0, args...)
	case *core.Cons:
		head := b.operand(e.Head, failed)
		return b.emitValue(opCons, tCons, 0, head, b.operand(e.Tail, failed))
	}
	return b.value(e)
}

// guardBoolean makes the value of andalso or orelse in a guard.
func (b *builder) guardBoolean(e *core.Call, failed blockID) value {
	decided, second := b.newBlock(), b.newBlock()
	result := quoted.True
	if e.Name == "andalso" {
		result = quoted.False
		b.branchBoolean(e.Args[0], second, decided, failed)
	} else {
		b.branchBoolean(e.Args[0], decided, second, failed)
	}
	d := b.s.dests.Put(dest{kind: destValue})
	b.start(second)
	b.deliver(b.operand(e.Args[1], failed), d)
	b.start(decided)
	b.deliver(b.atom(result), d)
	return b.finish(d)
}

// emitBif calls a bif, in a guard when failed is a block.
func (b *builder) emitBif(e *core.Call, info bifInfo, args []value, failed blockID) value {
	result := info.result
	if result == tNumber {
		result = b.numberType(e.Name, args)
	}
	index := int32(-1)
	if e.Name == "element" {
		if index = b.elementIndex(args); index >= 0 {
			if f := findFact(b.facts, args[1], factPart, index); f != nil {
				return f.part
			}
		}
	}
	dst := b.f.newValue(result)
	ext := b.m.extern("erlang", e.Name, len(args))
	if failed == noBlock || info.safe {
		op := opBif
		if info.kind == bifGc {
			op = opGcBif
		}
		return b.emit(instr{op: op, dst: dst, line: e.Line, args: b.args(args...), ext: ext})
	}
	if e.Name == "map_get" && len(args) == 2 && b.typeOf(args[1])&^tMap == 0 {
		b.split(terminator{kind: termGetMap, dst: dst, ndst: 1, args: b.args(args[1], args[0])}, failed, noValue, 0)
		return dst
	}
	kind := termBif
	if info.kind == bifGc {
		kind = termGcBif
	}
	b.split(terminator{kind: kind, dst: dst, ndst: 1, args: b.args(args...), ext: ext}, failed, noValue, 0)
	if index >= 0 {
		b.learnType(args[1], tTuple)
		b.learn(fact{kind: factPart, val: args[1], n: index, part: dst})
	}
	return dst
}

// elementIndex is the index from 0 of element(n, tuple) with constant n, or -1.
func (b *builder) elementIndex(args []value) int32 {
	if !args[0].isConst() || !args[1].isReg() {
		return -1
	}
	if n, ok := b.f.constOf(args[0]).(quoted.Int); ok && n >= 1 && n < 1<<20 {
		return int32(n - 1)
	}
	return -1
}

// branchKey branches on is_map_key in a guard.
func (b *builder) branchKey(key, m value, yes, no, failed blockID) {
	b.testType(m, opcode.IsMap, tMap, failed)
	b.split(terminator{kind: termHasKeys, args: b.args(m, key)}, no, noValue, 0)
	b.jump(yes)
}

// guards goes on when one of the alternatives is true, else to no.
func (b *builder) guards(alternatives []core.Expr, no blockID) {
	if len(alternatives) == 0 {
		return
	}
	if v, c := b.oneOf(alternatives); v != nil {
		b.guardSelect(v, c, no)
		return
	}
	yes := b.newBlock()
	for i, g := range alternatives {
		next := no
		if i < len(alternatives)-1 {
			next = b.newBlock()
		}
		if v, c := b.oneOf(alternatives[i : i+1]); v != nil {
			b.guardSelect(v, c, next)
			b.jump(yes)
		} else {
			b.branchOn(g, yes, next, next)
		}
		b.start(next)
	}
	b.start(yes)
}

// oneOf recognises a disjunction of v =:= constant with atoms, or with small integers.
func (b *builder) oneOf(alternatives []core.Expr) (*core.Var, []core.Const) {
	var v *core.Var
	var consts []core.Const
	for _, g := range alternatives {
		ok := false
		if v, consts, ok = collectOneOf(g, v, consts); !ok {
			return nil, nil
		}
	}
	if len(consts) < 2 {
		return nil, nil
	}
	_, atoms := consts[0].(quoted.Atom)
	for i, c := range consts {
		if _, isAtom := c.(quoted.Atom); isAtom != atoms || (!isAtom && !smallInt(c)) {
			return nil, nil
		}
		for _, d := range consts[:i] {
			if core.SameConst(c, d) {
				return nil, nil
			}
		}
	}
	return v, consts
}

func collectOneOf(e core.Expr, v *core.Var, consts []core.Const) (*core.Var, []core.Const, bool) {
	c, ok := e.(*core.Call)
	if !ok || c.Module != "erlang" || len(c.Args) != 2 {
		return nil, nil, false
	}
	switch c.Name {
	case "orelse":
		v, consts, ok = collectOneOf(c.Args[0], v, consts)
		if !ok {
			return nil, nil, false
		}
		return collectOneOf(c.Args[1], v, consts)
	case "=:=":
		x, isVar := c.Args[0].(*core.Var)
		lit, isLit := c.Args[1].(*core.Lit)
		if isVar && isLit && (v == nil || v == x) {
			return x, append(consts, lit.Value), true
		}
	}
	return nil, nil, false
}

// guardSelect goes on when v is one of the constants.
func (b *builder) guardSelect(v *core.Var, consts []core.Const, no blockID) {
	val := b.variable(v)
	yes := b.newBlock()
	if val.isConst() {
		for _, c := range consts {
			if core.SameConst(b.f.constOf(val), c) {
				return
			}
		}
		b.jump(no)
		return
	}
	cases := make([]switchCase, len(consts))
	types := typeSet(0)
	facts := b.facts
	for i, c := range consts {
		types |= constType(c)
		cases[i] = switchCase{b.f.constant(c), yes}
	}
	b.learnType(val, types)
	for range consts {
		b.edge(yes)
	}
	b.facts = facts
	if types&tAtom == 0 && types&tInt == 0 {
		b.learnType(val, tAny&^types)
	}
	b.edge(no)
	b.facts = facts
	b.end(terminator{
		kind: termSelect, args: b.args(val), succ: [2]blockID{noBlock, no}, cases: cases,
	})
	b.start(yes)
}

// smallInt tells integers that fit a word with its tag.
func smallInt(c core.Const) bool {
	n, ok := c.(quoted.Int)
	return ok && n >= -1<<59 && n < 1<<59
}
