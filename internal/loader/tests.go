package loader

import (
	"math"
	"slices"

	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/opcode"
	"joist/internal/term"
)

// typeTest makes translators for tests of one term.
func typeTest(op code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		l.emitFar(op, l.xsrc(a[1], 0), 0, l.target(a[0]))
		return 1
	}
}

func (l *loader) doIsTuple(in []beam.Instr) int {
	a := in[0].Args
	next := following(in)
	if next != nil && next.Op == opcode.TestArity && isReg(a[1]) && isReg(next.Args[1]) &&
		l.reg(a[1]) == l.reg(next.Args[1]) && l.label(a[0]) == l.label(next.Args[0]) {
		l.emitF(code.OpIsTupleOf, l.xsrc(a[1], 0), 0, 0, l.target(a[0]), l.tupleHeader(next.Args[2]))
		return skipTo(in, next)
	}
	return typeTest(code.OpIsTuple)(l, in)
}

func (l *loader) doTestArity(in []beam.Instr) int {
	a := in[0].Args
	l.emitF(code.OpTestArity, l.xsrc(a[1], 0), 0, 0, l.target(a[0]), l.tupleHeader(a[2]))
	return 1
}

func (l *loader) doIsTaggedTuple(in []beam.Instr) int {
	a := in[0].Args
	tag, src := l.atom(a[3]), l.xsrc(a[1], 0)
	header := term.TupleHeader(l.uint(a[2], math.MaxUint16>>6))
	l.emitF(code.OpIsTaggedTuple, src, uint16(header), 0, l.target(a[0]), uint32(tag))
	return 1
}

func (l *loader) doIsFunction2(in []beam.Instr) int {
	a := in[0].Args
	l.emitFar(code.OpIsFunction2, l.src(a[1], 0), l.src(a[2], 1), l.target(a[0]))
	return 1
}

// compare makes translators for comparisons: withConst is used when the second operand is a
// constant that fits, 0 if there is no such form.
func compare(op, withConst code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		x, y := a[1], a[2]
		if !isReg(x) && isReg(y) {
			x, y = y, x
		}
		if k, ok := l.imm32(y); ok && withConst != 0 && isReg(x) {
			l.emitF(withConst, l.xsrc(x, 0), 0, 0, l.target(a[0]), k)
			return 1
		}
		l.emitFar(op, l.src(x, 0), l.src(y, 1), l.target(a[0]))
		return 1
	}
}

// order makes translators for is_lt and is_ge: right is used for register against small integer,
// left for small integer against register.
func order(op, right, left code.Op) translator {
	return func(l *loader, in []beam.Instr) int {
		a := in[0].Args
		fail := l.target(a[0])
		if k, ok := l.smallImm32(a[2]); ok && isReg(a[1]) {
			l.emitF(right, l.xsrc(a[1], 0), 0, 0, fail, k)
		} else if k, ok := l.smallImm32(a[1]); ok && isReg(a[2]) {
			l.emitF(left, l.xsrc(a[2], 0), 0, 0, fail, k)
		} else {
			l.emitFar(op, l.src(a[1], 0), l.src(a[2], 1), fail)
		}
		return 1
	}
}

func (l *loader) smallImm32(o beam.Operand) (uint32, bool) {
	if _, ok := l.small(o); !ok {
		return 0, false
	}
	return l.imm32(o)
}

// selection is one arm of a select_val.
type selection struct {
	key   uint64
	label int
}

const (
	linearSelect = 8 // arms up to which they are tried one by one
	tableDensity = 3 // a table may have that many times as many places as there are arms
)

func (l *loader) doSelectVal(in []beam.Instr) int {
	a := in[0].Args
	pairs := l.list(a[2], 2)
	fail := l.label(a[1])
	var arms []selection
	var boxed []beam.Operand
	for i := 0; i+1 < len(pairs); i += 2 {
		k, to := l.constant(pairs[i]), l.target(pairs[i+1])
		switch {
		case !k.IsImmediate():
			boxed = append(boxed, pairs[i], pairs[i+1])
		case !slices.ContainsFunc(arms[max(0, len(arms)-linearSelect):], func(s selection) bool { return s.key == uint64(k) }):
			arms = append(arms, selection{uint64(k), to})
		}
	}
	src := l.xsrc(a[0], 0)
	fail, otherwise := l.orIllegal(fail)
	defer otherwise()
	for i := 0; i+1 < len(boxed); i += 2 {
		l.emitFar(code.OpIsNeExact, src, l.src(boxed[i], 1), l.target(boxed[i+1]))
	}
	l.selectArms(src, arms, fail)
	return 1
}

// orIllegal gives a label for the case that no arm fits: the given one, or when there is none (the
// compiler knows that one fits) one that the second result defines, with an instruction that stops
// what was wrong after all.
func (l *loader) orIllegal(fail int) (int, func()) {
	if fail != 0 {
		return fail, l.ends
	}
	l.labels = append(l.labels, noOffset)
	l.frames = append(l.frames, int32(l.frame))
	n := len(l.labels) - 1
	return n, func() {
		l.labels[n] = int32(len(l.code) * 8)
		l.emit(code.OpIllegal, uint16(opcode.SelectVal), 0, 0, 0)
		l.ends()
	}
}

func (l *loader) selectArms(src uint16, arms []selection, fail int) {
	if l.err != nil {
		return
	}
	if first, n, ok := tableRange(arms); ok {
		l.selectTable(src, arms, first, n, fail)
		return
	}
	if len(arms) <= linearSelect {
		l.selectPairs(code.OpSelect, src, arms, fail)
		return
	}
	slices.SortStableFunc(arms, func(x, y selection) int {
		switch {
		case x.key < y.key:
			return -1
		case x.key > y.key:
			return 1
		}
		return 0
	})
	l.selectPairs(code.OpSelectBinary, src, arms, fail)
}

// tableRange says whether the arms are integers close enough together for a table.
func tableRange(arms []selection) (first int64, n int, ok bool) {
	if len(arms) < 4 {
		return 0, 0, false
	}
	lo, hi := int64(math.MaxInt64), int64(math.MinInt64)
	for _, s := range arms {
		t := term.Term(s.key)
		if !t.IsSmall() {
			return 0, 0, false
		}
		lo, hi = min(lo, t.SmallValue()), max(hi, t.SmallValue())
	}
	span := hi - lo + 1
	return lo, int(span), span > 0 && span <= int64(tableDensity*len(arms))
}

func (l *loader) selectTable(src uint16, arms []selection, first int64, n, fail int) {
	at := l.emitF(code.OpSelectTable, src, 0, 0, fail, uint32(n))
	word := len(l.code) + 1
	words := make([]uint64, n+1)
	words[0] = uint64(first)
	l.pack(words...)
	to := make([]int, n)
	for i := len(arms) - 1; i >= 0; i-- { // the first of equal ones wins
		to[term.Term(arms[i].key).SmallValue()-first] = arms[i].label
	}
	for i, label := range to {
		if label == 0 {
			label = fail
		}
		l.branch(word+i, at, label, fixWord)
	}
}

func (l *loader) selectPairs(op code.Op, src uint16, arms []selection, fail int) {
	at := l.emitF(op, src, 0, 0, fail, uint32(len(arms)))
	word := len(l.code)
	words := make([]uint64, 2*len(arms))
	for i, s := range arms {
		words[2*i] = s.key
	}
	l.pack(words...)
	for i, s := range arms {
		l.branch(word+2*i+1, at, s.label, fixWord)
	}
}

func (l *loader) doSelectTupleArity(in []beam.Instr) int {
	a := in[0].Args
	pairs := l.list(a[2], 2)
	var arms []selection
	for i := 0; i+1 < len(pairs); i += 2 {
		arms = append(arms, selection{uint64(l.tupleHeader(pairs[i])), l.target(pairs[i+1])})
	}
	fail, otherwise := l.orIllegal(l.label(a[1]))
	l.selectPairs(code.OpSelectArity, l.xsrc(a[0], 0), arms, fail)
	otherwise()
	return 1
}
