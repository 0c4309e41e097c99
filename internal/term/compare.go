package term

import (
	"cmp"
	"slices"

	"joist/internal/atom"
	"joist/internal/mem"
)

// Compare orders two terms: -1, 0 or 1. Numbers are compared by value, so that 1 and 1.0 are equal.
func Compare(a, b Term, atoms *atom.Table) int {
	if a == b {
		return 0
	}
	if a.IsSmall() && b.IsSmall() {
		return cmp.Compare(int64(a), int64(b))
	}
	return compare(a, b, false, atoms)
}

// CompareExact is the order of map keys: as Compare, but any integer is less than any float, and -0.0
// is less than 0.0.
func CompareExact(a, b Term, atoms *atom.Table) int {
	if a == b {
		return 0
	}
	return compare(a, b, true, atoms)
}

// pairs are terms that remain to be compared one by one.
type pairs struct {
	a, b  []Term
	exact bool
}

// stack holds what remains to be compared. The first few pairs are in the value itself, so that most comparisons take no
// memory from Go; it is passed by pointer and has no slice of itself, or it would have to be in the heap.
type stack struct {
	first [4]pairs
	more  []pairs
	n     int
}

func (s *stack) push(a, b []Term, exact bool) {
	if s.n < len(s.first) {
		s.first[s.n] = pairs{a, b, exact}
	} else {
		s.more = append(s.more, pairs{a, b, exact})
	}
	s.n++
}

func (s *stack) pop() pairs {
	s.n--
	if s.n < len(s.first) {
		return s.first[s.n]
	}
	p := s.more[s.n-len(s.first)]
	s.more = s.more[:s.n-len(s.first)]
	return p
}

func cellOf(t Term) []Term { return mem.Slice[Term](t.Addr(), 2) }

// compare walks two different terms in step; now is what is being compared, todo what follows it. A list
// is its cells, the pair of head and tail, of which the tail is taken last and leaves nothing in todo.
func compare(a, b Term, exact bool, atoms *atom.Table) int {
	if a.IsBoxed() && b.IsBoxed() && isLeaf(a.Header()) {
		return compareBoxed(nil, a, b, exact, atoms)
	}
	var todo stack
	for {
		now := pairs{exact: exact}
		c := 0
		switch {
		case a.IsCons() && b.IsCons():
			now.a, now.b = cellOf(a), cellOf(b)
		case a.IsTuple() && b.IsTuple():
			now.a, now.b = a.TupleElems(), b.TupleElems()
			c = cmp.Compare(len(now.a), len(now.b))
		case a.IsBoxed() && b.IsBoxed():
			c = compareBoxed(&todo, a, b, exact, atoms)
		default:
			c = compareMixed(a, b, exact, atoms)
		}
		if c != 0 {
			return c
		}
		for {
			i := firstDifference(now.a, now.b)
			if i < len(now.a) {
				a, b, exact = now.a[i], now.b[i], now.exact
				if i+1 < len(now.a) {
					todo.push(now.a[i+1:], now.b[i+1:], exact)
				}
				break
			}
			if todo.n == 0 {
				return 0
			}
			now = todo.pop()
		}
	}
}

// Ranks of the types in the order of terms.
const (
	rankNumber = iota
	rankAtom
	rankRef
	rankFun
	rankPort
	rankPid
	rankTuple
	rankMap
	rankNil
	rankList
	rankBits
	rankOther
)

var boxedRank = [16]uint8{
	SubTuple: rankTuple, SubMatch: rankOther, SubBigPos: rankNumber, SubBigNeg: rankNumber, SubRef: rankRef,
	SubFun: rankFun, SubFloat: rankNumber, SubExport: rankFun, SubRefcBin: rankBits, SubHeapBin: rankBits,
	SubSubBin: rankBits, SubReserved: rankOther, SubExtPid: rankPid, SubExtPort: rankPort, SubExtRef: rankRef,
	SubMap: rankMap,
}

// isLeaf tells of the header of a boxed term that it has no terms in it.
func isLeaf(h Header) bool {
	switch boxedRank[h.Subtag()] {
	case rankNumber, rankBits, rankRef:
		return true
	}
	return false
}

func rank(t Term) uint8 {
	switch {
	case t.IsCons():
		return rankList
	case t.IsBoxed():
		return boxedRank[t.Header().Subtag()]
	}
	switch t & Imm1Mask {
	case TagSmall:
		return rankNumber
	case TagPid:
		return rankPid
	case TagPort:
		return rankPort
	}
	if t.IsAtom() {
		return rankAtom
	}
	if t == Nil {
		return rankNil
	}
	return rankOther
}

// compareMixed compares two different terms of which at least one is an immediate.
func compareMixed(a, b Term, exact bool, atoms *atom.Table) int {
	ra, rb := rank(a), rank(b)
	if ra != rb {
		return cmp.Compare(ra, rb)
	}
	switch ra {
	case rankNumber:
		return compareNumbers(a, b, exact)
	case rankAtom:
		return atoms.Compare(a.AtomIndex(), b.AtomIndex())
	case rankPid, rankPort:
		return compareIDs(a, b, atoms)
	}
	return cmp.Compare(a, b)
}

// compareBoxed compares two boxed terms, not both tuples, as far as it can without their parts, which it adds to todo.
func compareBoxed(todo *stack, a, b Term, exact bool, atoms *atom.Table) int {
	ra, rb := boxedRank[a.Header().Subtag()], boxedRank[b.Header().Subtag()]
	if ra != rb {
		return cmp.Compare(ra, rb)
	}
	switch ra {
	case rankNumber:
		return compareNumbers(a, b, exact)
	case rankBits:
		return compareBitstrings(a, b)
	case rankMap:
		return compareMaps(todo, a, b, exact, atoms)
	case rankFun:
		return compareFuns(todo, a, b, exact, atoms)
	}
	return compareIDs(a, b, atoms)
}

func compareBitstrings(a, b Term) int {
	x, y := a.Bits(), b.Bits()
	if c := CompareBits(x, y); c != 0 {
		return c
	}
	return cmp.Compare(x.Size, y.Size)
}

// compareMaps orders maps by size, then keys in key order, then values in the same order.
func compareMaps(todo *stack, a, b Term, exact bool, atoms *atom.Table) int {
	if n, m := a.MapSize(), b.MapSize(); n != m {
		return cmp.Compare(n, m)
	}
	ka, va := orderedPairs(a, atoms)
	kb, vb := orderedPairs(b, atoms)
	todo.push(va, vb, exact)
	todo.push(ka, kb, true)
	return 0
}

// orderedPairs are a map's keys in order and its values.
func orderedPairs(m Term, atoms *atom.Table) (keys, values []Term) {
	if m.Header().MapKind() == MapFlat {
		return m.FlatMapParts()
	}
	leaves := HashMapLeaves(m, nil)
	slices.SortFunc(leaves, func(x, y Term) int { return CompareExact(x.Car(), y.Car(), atoms) })
	keys, values = make([]Term, len(leaves)), make([]Term, len(leaves))
	for i, l := range leaves {
		keys[i], values[i] = l.Car(), l.Cdr()
	}
	return keys, values
}

// FlatMapParts views the keys and the values of a flat map.
func (t Term) FlatMapParts() (keys, values []Term) {
	n := t.Header().Arity() - 1
	return t.Field(FlatMapKeys).TupleElems(), mem.Slice[Term](t.Addr()+FlatMapValues*8, n)
}

// HashMapLeaves appends the leaves of a hash map, cells of key and value, to buf.
func HashMapLeaves(m Term, buf []Term) []Term {
	type level struct{ rest []Term }
	stack := []level{{m.HashChildren()}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if len(top.rest) == 0 {
			stack = stack[:len(stack)-1]
			continue
		}
		c := top.rest[0]
		top.rest = top.rest[1:]
		if c.IsCons() {
			buf = append(buf, c)
		} else {
			stack = append(stack, level{c.HashChildren()})
		}
	}
	return buf
}

// HashChildren views the children of a node of a hash map, the root included.
func (t Term) HashChildren() []Term {
	h := t.Header()
	first := HashNodeChildren
	if h.MapKind() == MapRoot {
		first = HashRootChildren
	}
	return mem.Slice[Term](t.Addr()+uintptr(first)*8, h.Arity()+1-first)
}

// compareFuns orders local funs by module, index, unique value and environment, external ones by module,
// function and arity; local ones come first.
func compareFuns(todo *stack, a, b Term, exact bool, atoms *atom.Table) int {
	sa, sb := a.Header().Subtag(), b.Header().Subtag()
	if sa != sb {
		return cmp.Compare(sa, sb)
	}
	if sa == SubExport {
		x, y := exportParts(a), exportParts(b)
		return cmp.Or(atoms.Compare(x.module.AtomIndex(), y.module.AtomIndex()),
			atoms.Compare(x.function.AtomIndex(), y.function.AtomIndex()), cmp.Compare(x.arity, y.arity))
	}
	x, y := funParts(a), funParts(b)
	c := cmp.Or(atoms.Compare(x.module.AtomIndex(), y.module.AtomIndex()), cmp.Compare(x.index, y.index),
		cmp.Compare(x.uniq, y.uniq), cmp.Compare(len(x.env), len(y.env)))
	if c == 0 {
		todo.push(x.env, y.env, exact)
	}
	return c
}

type funIdentity struct {
	module      Term
	index, uniq uint64
	env         []Term
}

func funParts(t Term) funIdentity {
	e := uintptr(t.Word(FunEntry))
	return funIdentity{Term(mem.LoadAt(e, FunEntryModule)), mem.LoadAt(e, FunEntryIndex), mem.LoadAt(e, FunEntryUniq),
		t.FunEnv()}
}

// FunEnv views the free variables of a local fun.
func (t Term) FunEnv() []Term {
	return mem.Slice[Term](t.Addr()+FunEnv*8, int(t.Word(FunArity)>>8))
}

// FunArityOf is the arity of a fun of either kind.
func (t Term) FunArityOf() int {
	if t.Header().Subtag() == SubExport {
		return exportParts(t).arity
	}
	return int(t.Word(FunArity) & 0xff)
}

type exportIdentity struct {
	module, function Term
	arity            int
}

func exportParts(t Term) exportIdentity {
	e := uintptr(t.Word(ExportEntry))
	return exportIdentity{Term(mem.LoadAt(e, ExportEntryModule)), Term(mem.LoadAt(e, ExportEntryFunction)),
		int(mem.LoadAt(e, ExportEntryArity))}
}

// compareIDs orders two pids, ports or references: those of this node first, by number, then by node.
func compareIDs(a, b Term, atoms *atom.Table) int {
	extA, extB := isExternal(a), isExternal(b)
	switch {
	case extA && extB:
		c := cmp.Or(atoms.Compare(a.Field(ExtNode).AtomIndex(), b.Field(ExtNode).AtomIndex()),
			cmp.Compare(a.Word(ExtCreation), b.Word(ExtCreation)))
		if c != 0 {
			return c
		}
		return slices.Compare(externalData(a), externalData(b))
	case extA:
		return 1
	case extB:
		return -1
	case a.IsBoxed():
		return cmp.Compare(a.Word(RefID), b.Word(RefID))
	}
	return cmp.Compare(a, b)
}

func isExternal(t Term) bool {
	return t.IsBoxed() && t.Header().Subtag()>>2 == SubExtPid>>2
}

func externalData(t Term) []uint64 {
	return mem.Words(t.Addr()+ExtData*8, t.Header().Arity()+1-ExtData)
}
