package term

import "slices"

// ExactEqual is =:=: the same type and the same value.
func ExactEqual(a, b Term) bool {
	if a == b {
		return true
	}
	return a.IsPointer() && b.IsPointer() && equal(a, b, true)
}

// Equal is ==: as ExactEqual, but numbers are compared by value. The keys of maps are compared as by
// ExactEqual.
func Equal(a, b Term) bool {
	if a == b {
		return true
	}
	if !a.IsPointer() && !b.IsPointer() {
		return false
	}
	return equal(a, b, false)
}

// equal walks two terms in step, of which at least one is a pointer. now is what is being compared, todo
// what follows it.
func equal(a, b Term, exact bool) bool {
	if a.IsBoxed() && b.IsBoxed() && a.Header() == RefHeader && b.Header() == RefHeader {
		return a.Word(RefID) == b.Word(RefID) // what receives compare most
	}
	if a.IsBoxed() && b.IsBoxed() && isLeaf(a.Header()) {
		return equalBoxed(nil, a, b, exact)
	}
	var todo stack
	for {
		now := pairs{exact: exact}
		ok := false
		switch {
		case a.IsCons() && b.IsCons():
			now.a, now.b, ok = cellOf(a), cellOf(b), true
		case a.IsTuple() && b.IsTuple():
			now.a, now.b = a.TupleElems(), b.TupleElems()
			ok = len(now.a) == len(now.b)
		case a.IsBoxed() && b.IsBoxed():
			ok = equalBoxed(&todo, a, b, exact)
		case !exact && a.IsNumber() && b.IsNumber():
			ok = compareNumbers(a, b, false) == 0
		}
		if !ok {
			return false
		}
		for {
			i := firstDifference(now.a, now.b)
			if i < len(now.a) {
				a, b, exact = now.a[i], now.b[i], now.exact
				if !a.IsPointer() && !b.IsPointer() {
					return false
				}
				if i+1 < len(now.a) {
					todo.push(now.a[i+1:], now.b[i+1:], exact)
				}
				break
			}
			if todo.n == 0 {
				return true
			}
			now = todo.pop()
		}
	}
}

// firstDifference is the first index at which two words differ; b is as long as a.
func firstDifference(a, b []Term) int {
	b = b[:len(a)]
	for i, t := range a {
		if t != b[i] {
			return i
		}
	}
	return len(a)
}

// equalBoxed tells whether two boxed terms, not both tuples, may be equal, and adds the parts that decide it to todo.
func equalBoxed(todo *stack, a, b Term, exact bool) bool {
	ha, hb := a.Header(), b.Header()
	ra, rb := boxedRank[ha.Subtag()], boxedRank[hb.Subtag()]
	if ra != rb {
		return false
	}
	switch ra {
	case rankNumber:
		if exact && (ha.Subtag() == SubFloat) != (hb.Subtag() == SubFloat) {
			return false
		}
		return compareNumbers(a, b, exact) == 0
	case rankBits:
		x, y := a.Bits(), b.Bits()
		return x.Size == y.Size && CompareBits(x, y) == 0
	case rankMap:
		return equalMaps(todo, a, b, exact)
	case rankFun:
		return equalFuns(todo, a, b, exact)
	}
	return equalIDs(a, b)
}

// equalMaps compares maps of the same size and kind: flat ones key by key, hash maps node by node, for
// their shape follows from their keys.
func equalMaps(todo *stack, a, b Term, exact bool) bool {
	ha, hb := a.Header(), b.Header()
	if ha != hb {
		return false
	}
	switch ha.MapKind() {
	case MapFlat:
		ka, va := a.FlatMapParts()
		kb, vb := b.FlatMapParts()
		todo.push(va, vb, exact)
		todo.push(ka, kb, true)
		return true
	case MapCollision:
		return equalCollisions(todo, a.HashChildren(), b.HashChildren(), exact)
	case MapRoot:
		if a.MapSize() != b.MapSize() {
			return false
		}
	}
	ca, cb := a.HashChildren(), b.HashChildren()
	for i, x := range ca {
		y := cb[i]
		switch {
		case x == y:
		case x.IsCons() && y.IsCons():
			todo.push(cellOf(x)[1:], cellOf(y)[1:], exact)
			todo.push(cellOf(x)[:1], cellOf(y)[:1], true)
		case x.IsCons() || y.IsCons():
			return false
		default:
			todo.push(ca[i:i+1], cb[i:i+1], exact)
		}
	}
	return true
}

// equalCollisions compares leaves that may be in any order.
func equalCollisions(todo *stack, a, b []Term, exact bool) bool {
	for _, x := range a {
		i := slices.IndexFunc(b, func(y Term) bool { return ExactEqual(x.Car(), y.Car()) })
		if i < 0 {
			return false
		}
		todo.push(cellOf(x)[1:], cellOf(b[i])[1:], exact)
	}
	return true
}

func equalFuns(todo *stack, a, b Term, exact bool) bool {
	if a.Header().Subtag() != b.Header().Subtag() {
		return false
	}
	if a.Header().Subtag() == SubExport {
		return exportParts(a) == exportParts(b)
	}
	x, y := funParts(a), funParts(b)
	if x.module != y.module || x.index != y.index || x.uniq != y.uniq || len(x.env) != len(y.env) {
		return false
	}
	todo.push(x.env, y.env, exact)
	return true
}

func equalIDs(a, b Term) bool {
	extA, extB := isExternal(a), isExternal(b)
	switch {
	case extA != extB:
		return false
	case extA:
		return a.Field(ExtNode) == b.Field(ExtNode) && a.Word(ExtCreation) == b.Word(ExtCreation) &&
			slices.Equal(externalData(a), externalData(b))
	}
	return a.HasSubtag(SubRef) && b.HasSubtag(SubRef) && a.Word(RefID) == b.Word(RefID)
}
