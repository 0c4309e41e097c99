package codegen

import (
	"math/big"

	"joist/internal/core"
	"joist/internal/opcode"
	"joist/internal/quoted"
)

// value compiles an expression whose value is wanted in the current block.
func (b *builder) value(e core.Expr) value {
	switch e := e.(type) {
	case *core.Lit:
		return b.f.constant(e.Value)
	case *core.Var:
		return b.variable(e)
	case *core.Cons:
		return b.cons(e)
	case *core.Tuple:
		return b.emitValue(opTuple, tTuple, 0, b.values(e.Elems)...)
	case *core.MapNew:
		return b.newMap(e)
	case *core.MapUpdate:
		op := opMapExact
		if e.Assoc {
			op = opMapAssoc
		}
		return b.mapAssoc(op, b.value(e.Map), e.Pairs, e.Line)
	case *core.Binary:
		return b.binary(e)
	case *core.Call:
		return b.call(e)
	case *core.CallFun:
		return b.callFun(e)
	case *core.Apply:
		args := b.values(e.Args)
		module := b.value(e.Module)
		args = append(args, module, b.value(e.Name))
		return b.emitValue(opApply, tAny, e.Line, args...)
	case *core.LoopCall:
		return b.emit(instr{
			op: opCall, dst: b.f.newValue(tAny), aux: b.def.loop(e.Loop), line: e.Line, args: b.loopArgs(e),
		})
	case *core.Fn:
		return b.makeFun(e)
	case *core.LocalFun:
		aux := b.m.localLambda(e.Name, e.Arity, e.Line)
		return b.emit(instr{op: opMakeFun, dst: b.f.newValue(tFun), aux: aux, line: e.Line})
	case *core.Loop:
		b.def.declare(e)
		return b.atom(quoted.Nil)
	case *core.Stacktrace:
		return b.emitValue(opStacktrace, tList, 0, b.variable(e.Raw))
	}
	return b.via(e)
}

func (b *builder) values(es []core.Expr) []value {
	out := b.s.values.Slice(len(es) + 2)[:len(es)]
	for i, e := range es {
		out[i] = b.value(e)
		b.crowd(out[i], i)
	}
	return out
}

// maxWaiting is how many values may wait in registers for others of the same term or call. More go
// to the stack: there are not that many registers.
const maxWaiting = 100

// crowd puts v on the stack if waiting other values wait already.
func (b *builder) crowd(v value, waiting int) {
	if waiting > maxWaiting && v.isReg() {
		b.f.crowded = append(b.f.crowded, v)
	}
}

// compile compiles an expression towards a destination.
func (b *builder) compile(e core.Expr, d *dest) {
	switch e := e.(type) {
	case *core.Seq:
		last := len(e.Exprs) - 1
		for _, x := range e.Exprs[:last] {
			b.effect(x)
		}
		b.compile(e.Exprs[last], d)
	case *core.Match:
		b.match(e, d)
	case *core.Case:
		b.caseExpr(e, d)
	case *core.Cond:
		b.cond(e, d)
	case *core.With:
		b.with(e, d)
	case *core.Try:
		b.try(e, d)
	case *core.Receive:
		b.receive(e, d)
	case *core.Reraise:
		raw, reason := b.variable(e.Handler.Raw), b.variable(e.Handler.Reason)
		b.end(terminator{kind: termRaise, args: b.args(raw, reason)})
	case *core.Call:
		b.compileCall(e, d)
	case *core.CallFun:
		if d.kind != destTail {
			b.deliver(b.value(e), d)
			return
		}
		args := b.values(e.Args)
		fun := b.value(e.Fun)
		b.end(terminator{kind: termTailFun, line: e.Line, args: b.args(append(args, fun)...)})
	case *core.Apply:
		if d.kind != destTail {
			b.deliver(b.value(e), d)
			return
		}
		args := b.values(e.Args)
		module := b.value(e.Module)
		args = append(args, module, b.value(e.Name))
		b.end(terminator{kind: termTailApply, line: e.Line, args: b.args(args...)})
	case *core.LoopCall:
		if d.kind != destTail {
			b.deliver(b.value(e), d)
			return
		}
		b.end(terminator{kind: termTailCall, line: e.Line, aux: b.def.loop(e.Loop), args: b.loopArgs(e)})
	case *core.Lit, *core.Var:
		if d.kind == destEffect {
			b.deliver(b.atom(quoted.Nil), d)
			return
		}
		b.deliver(b.value(e), d)
	default:
		b.deliver(b.value(e), d)
	}
}

// compileCall compiles a call towards a destination: a tail call, or a branch on a condition.
func (b *builder) compileCall(e *core.Call, d *dest) {
	if e.Module == "erlang" {
		n := len(e.Args)
		if noReturn(e.Name, n) {
			args := b.values(e.Args)
			b.end(terminator{
				kind: termNoReturn, line: e.Line, args: b.args(args...), ext: b.m.extern("erlang", e.Name, n),
			})
			return
		}
		if b.conditional(e) && (d.kind == destCond || d.kind == destMatch) {
			b.branchCall(e, d)
			return
		}
		if isShortCircuit(e) {
			b.shortCircuit(e, d)
			return
		}
		if bif(e.Name, n).kind != bifNone {
			b.deliver(b.value(e), d)
			return
		}
	}
	if d.kind != destTail {
		b.deliver(b.value(e), d)
		return
	}
	args := b.args(b.values(e.Args)...)
	if e.Module == "" || e.Module == b.m.name {
		if entry, ok := b.m.entry(e.Name, len(e.Args), e.Line, e.Module == ""); ok {
			b.end(terminator{kind: termTailCall, line: e.Line, aux: entry, args: args})
			return
		}
	}
	ext := b.m.extern(e.Module, e.Name, len(e.Args))
	b.end(terminator{kind: termTailExt, line: e.Line, args: args, ext: ext})
}

// conditional tells the calls that are tests: their value is a boolean and branching on it directly
// is better than making it.
func (b *builder) conditional(e *core.Call) bool {
	if e.Module != "erlang" {
		return false
	}
	if bif(e.Name, len(e.Args)).test != 0 {
		return true
	}
	if e.Name == "not" && len(e.Args) == 1 {
		inner, ok := e.Args[0].(*core.Call)
		return ok && b.conditional(inner)
	}
	return false
}

// branchCall compiles a test towards a branch or a match on its boolean value.
func (b *builder) branchCall(e *core.Call, d *dest) {
	if d.kind == destCond {
		b.branchOn(e, d.yes, d.no, noBlock)
		return
	}
	yes, no := b.newBlock(), b.newBlock()
	b.branchOn(e, yes, no, noBlock)
	b.start(yes)
	b.deliver(b.atom(quoted.True), d)
	b.start(no)
	b.deliver(b.atom(quoted.False), d)
}

// shortCircuit compiles andalso and orelse outside guards.
func (b *builder) shortCircuit(e *core.Call, d *dest) {
	short, long := quoted.False, quoted.True
	if e.Name == "orelse" {
		short, long = long, short
	}
	bad := &core.Var{ID: int32(len(b.env))}
	b.env = append(b.env, noValue)
	badarg := &core.Call{
		Module: "erlang", Name: "error", Line: e.Line,
		Args: []core.Expr{&core.Tuple{Elems: []core.Expr{&core.Lit{Value: quoted.Atom("badarg")}, bad}}},
	}
	bad.Uses = 1
	b.compile(&core.Case{Arg: e.Args[0], Line: e.Line, Clauses: []*core.Clause{
		{Patterns: []core.Pattern{&core.PLit{Value: short}}, Body: &core.Lit{Value: short}},
		{Patterns: []core.Pattern{&core.PLit{Value: long}}, Body: e.Args[1]},
		{Patterns: []core.Pattern{bad}, Vars: []*core.Var{bad}, Body: badarg},
	}}, d)
}

func isShortCircuit(e *core.Call) bool {
	return len(e.Args) == 2 && e.Module == "erlang" && (e.Name == "andalso" || e.Name == "orelse")
}

// call compiles a call whose value is wanted.
func (b *builder) call(e *core.Call) value {
	n := len(e.Args)
	if e.Module == "erlang" {
		if noReturn(e.Name, n) || isShortCircuit(e) {
			return b.via(e)
		}
		if info := bif(e.Name, n); info.kind != bifNone {
			return b.bif(e, info)
		}
	}
	args := b.args(b.values(e.Args)...)
	if e.Module == "" || e.Module == b.m.name {
		if entry, ok := b.m.entry(e.Name, n, e.Line, e.Module == ""); ok {
			return b.emit(instr{op: opCall, dst: b.f.newValue(tAny), aux: entry, line: e.Line, args: args})
		}
	}
	ext := b.m.extern(e.Module, e.Name, n)
	v := b.emit(instr{op: opCallExt, dst: b.f.newValue(tAny), ext: ext, line: e.Line, args: args})
	if makesRef(ext) {
		b.refs = append(b.refs, refCall{block: b.cur, ref: v})
	}
	return v
}

// bif compiles a bif in a body, where failing raises.
func (b *builder) bif(e *core.Call, info bifInfo) value {
	args := b.values(e.Args)
	if v, ok := b.foldBif(e.Name, args); ok {
		return v
	}
	op := opBif
	if info.kind == bifGc {
		op = opGcBif
	}
	result := info.result
	if result == tNumber {
		result = b.numberType(e.Name, args)
	}
	name := b.exactly(e.Name, args)
	if (e.Name == "hd" || e.Name == "tl") && b.typeOf(args[0])&^tCons == 0 && args[0].isReg() {
		n := int32(partHead)
		if e.Name == "tl" {
			n = partTail
		}
		return b.force(b.lazy(args[0], n))
	}
	return b.emit(instr{
		op: op, dst: b.f.newValue(result), line: e.Line, args: b.args(args...),
		ext: b.m.extern("erlang", name, len(args)),
	})
}

// exactly is =:= for == and =/= for /= where they mean the same.
func (b *builder) exactly(name string, args []value) string {
	switch {
	case name == "==" && b.sameExactly(args):
		return "=:="
	case name == "/=" && b.sameExactly(args):
		return "=/="
	}
	return name
}

// sameExactly tells operands that are equal only if they are exactly equal: one of them has no
// numbers in it, or both are integers.
func (b *builder) sameExactly(args []value) bool {
	const plain = tAtoms | tNil | tBitstr
	l, r := b.typeOf(args[0]), b.typeOf(args[1])
	return l&^plain == 0 || r&^plain == 0 || (l|r)&^tInt == 0
}

// numberType is the type of a sum, difference or product.
func (b *builder) numberType(name string, args []value) typeSet {
	t := typeSet(0)
	for _, a := range args {
		t |= b.typeOf(a)
	}
	if t&^tInt == 0 && t != 0 {
		return tInt
	}
	return tNumber
}

// foldBif computes a bif of constants, where that is simple and cannot fail.
func (b *builder) foldBif(name string, args []value) (value, bool) {
	for _, a := range args {
		if !a.isConst() {
			return noValue, false
		}
	}
	if len(args) == 1 {
		c, ok := b.f.constOf(args[0]).(quoted.Int)
		if ok && name == "-" {
			return b.f.constant(quoted.Integer(new(big.Int).Neg(big.NewInt(int64(c))))), true
		}
		if c, ok := b.f.constOf(args[0]).(quoted.Float); ok && name == "-" {
			return b.f.constant(-c), true
		}
		return noValue, false
	}
	if len(args) != 2 {
		return noValue, false
	}
	x, xok := b.f.constOf(args[0]).(quoted.Int)
	y, yok := b.f.constOf(args[1]).(quoted.Int)
	if !xok || !yok {
		return noValue, false
	}
	l, r := big.NewInt(int64(x)), big.NewInt(int64(y))
	switch name {
	case "+":
		l.Add(l, r)
	case "-":
		l.Sub(l, r)
	case "*":
		l.Mul(l, r)
	default:
		return noValue, false
	}
	return b.f.constant(quoted.Integer(l)), true
}

func (b *builder) cons(e *core.Cons) value {
	head := b.value(e.Head)
	b.crowd(head, b.waiting)
	b.waiting++
	tail := b.value(e.Tail)
	b.waiting--
	if head.isConst() && tail.isConst() {
		return b.f.constant(&core.ConstCons{Head: b.f.constOf(head), Tail: b.f.constOf(tail)})
	}
	return b.emitValue(opCons, tCons, 0, head, tail)
}

// maxTemplate is the most keys of a map that is made by changing a constant one. Such maps share
// the tuple of their keys.
const maxTemplate = 32

// newMap makes a map. One with constant keys starts as a constant with the values that are known.
func (b *builder) newMap(e *core.MapNew) value {
	if !template(e.Pairs) {
		return b.mapAssoc(opMapAssoc, b.f.constant(&core.ConstMap{}), e.Pairs, e.Line)
	}
	base := &core.ConstMap{}
	args := b.s.values.Slice(1 + 2*len(e.Pairs))[:1]
	for _, p := range e.Pairs {
		v := b.value(p.Value)
		base.Keys = append(base.Keys, p.Key.(*core.Lit).Value)
		if v.isConst() {
			base.Values = append(base.Values, b.f.constOf(v))
			continue
		}
		base.Values = append(base.Values, quoted.Nil)
		b.crowd(v, len(args))
		args = append(args, b.f.constant(p.Key.(*core.Lit).Value), v)
	}
	args[0] = b.f.constant(base)
	if len(args) == 1 {
		return args[0]
	}
	return b.emit(instr{op: opMapExact, dst: b.f.newValue(tMap), line: e.Line, args: b.args(args...)})
}

func template(pairs []core.MapPair) bool {
	if len(pairs) < 2 || len(pairs) > maxTemplate {
		return false
	}
	for i, p := range pairs {
		k, ok := p.Key.(*core.Lit)
		if !ok {
			return false
		}
		for _, q := range pairs[:i] {
			if core.SameConst(q.Key.(*core.Lit).Value, k.Value) {
				return false
			}
		}
	}
	return true
}

// ensureMap raises {badmap, m} unless m is a map.
func (b *builder) ensureMap(m value, line int32) value {
	if b.typeOf(m)&^tMap == 0 {
		return m
	}
	bad, good := b.newBlock(), b.newBlock()
	b.testType(m, opcode.IsMap, tMap, bad)
	b.jump(good)
	b.start(bad)
	term := b.emitValue(opTuple, tTuple, 0, b.atom("badmap"), m)
	b.end(terminator{
		kind: termNoReturn, line: line, args: b.args(term), ext: b.m.extern("erlang", "error", 1),
	})
	b.start(good)
	b.learnType(m, tMap)
	return m
}

// mapAssoc puts the pairs into a map. The instruction wants distinct keys, so keys that might be
// the same go into separate instructions.
func (b *builder) mapAssoc(op ssaOp, m value, pairs []core.MapPair, line int32) value {
	args := b.s.values.Slice(1 + 2*len(pairs))[:1]
	for _, p := range pairs {
		k := b.value(p.Key)
		b.crowd(k, len(args))
		v := b.value(p.Value)
		b.crowd(v, len(args))
		args = append(args, k, v)
	}
	m = b.ensureMap(m, line)
	for rest := args[1:]; len(rest) > 0; {
		n := b.distinctKeys(rest)
		args := b.s.values.Slice(1 + n)
		args[0] = m
		copy(args[1:], rest[:n])
		m = b.emit(instr{op: op, dst: b.f.newValue(tMap), line: line, args: args})
		rest = rest[n:]
	}
	return m
}

// distinctKeys is how many of the leading operands are pairs with keys that surely differ.
func (b *builder) distinctKeys(pairs []value) int {
	if len(pairs) == 2 {
		return 2
	}
	if !pairs[0].isConst() {
		return 2
	}
	for i := 0; i < len(pairs); i += 2 {
		k := pairs[i]
		if !k.isConst() {
			return i
		}
		for j := 0; j < i; j += 2 {
			if core.SameConst(b.f.constOf(pairs[j]), b.f.constOf(k)) {
				return i
			}
		}
	}
	return len(pairs)
}

func (b *builder) callFun(e *core.CallFun) value {
	args := b.values(e.Args)
	args = append(args, b.value(e.Fun))
	return b.emitValue(opCallFun, tAny, e.Line, args...)
}

// loopArgs are the arguments of a loop: its parameters, then what it captures.
func (b *builder) loopArgs(e *core.LoopCall) []value {
	args := b.values(e.Args)
	for _, v := range e.Loop.Free {
		args = append(args, b.variable(v))
	}
	return b.args(args...)
}

func (b *builder) makeFun(e *core.Fn) value {
	args := b.s.values.Slice(len(e.Free))
	for i, v := range e.Free {
		args[i] = b.variable(v)
	}
	aux := b.def.lambda(e)
	return b.emit(instr{op: opMakeFun, dst: b.f.newValue(tFun), aux: aux, line: e.Line, args: args})
}

// binary compiles the construction of a binary.
func (b *builder) binary(e *core.Binary) value {
	segs := b.s.segs.Slice(len(e.Segments))
	args := b.s.values.Slice(2 * len(e.Segments))[:0]
	result := tBinary
	for i := range e.Segments {
		s := &e.Segments[i]
		out := binSegment{seg: s, val: -1, size: -1}
		if lit, ok := s.Value.(*core.Lit); ok && s.Type == core.SegBinary && s.Size == nil {
			if text, ok := lit.Value.(quoted.String); ok {
				out.text = string(text)
				segs[i] = out
				continue
			}
		}
		out.val = len(args)
		args = append(args, b.value(s.Value.(core.Expr)))
		b.crowd(args[out.val], out.val)
		if s.Size != nil {
			out.size = len(args)
			args = append(args, b.value(s.Size))
		}
		if !wholeBytes(s) {
			result = tBitstr
		}
		segs[i] = out
	}
	return b.emit(instr{
		op: opBinary, dst: b.f.newValue(result), line: e.Line, args: b.args(args...), segs: segs,
	})
}

// wholeBytes tells segments whose size is a whole number of bytes.
func wholeBytes(s *core.Segment) bool {
	switch s.Type {
	case core.SegUtf8, core.SegUtf16, core.SegUtf32, core.SegFloat:
		return true
	}
	if s.Unit%8 == 0 {
		return true
	}
	if s.Size == nil {
		return s.Type == core.SegInteger
	}
	lit, ok := s.Size.(*core.Lit)
	if !ok {
		return false
	}
	n, ok := lit.Value.(quoted.Int)
	return ok && int(n)*s.Unit%8 == 0
}

// testOp is the test instruction of a comparison with its operands in order.
func testOp(info bifInfo, args []value) (opcode.Op, []value) {
	if info.swap {
		return info.test, []value{args[1], args[0]}
	}
	return info.test, args
}
