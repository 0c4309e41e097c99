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
	var buf [6]pairs
	todo := buf[:0]
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
			todo, ok = equalBoxed(todo, a, b, exact)
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
					todo = append(todo, pairs{now.a[i+1:], now.b[i+1:], exact})
				}
				break
			}
			n := len(todo)
			if n == 0 {
				return true
			}
			now, todo = todo[n-1], todo[:n-1]
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
func equalBoxed(todo []pairs, a, b Term, exact bool) ([]pairs, bool) {
	ha, hb := a.Header(), b.Header()
	ra, rb := boxedRank[ha.Subtag()], boxedRank[hb.Subtag()]
	if ra != rb {
		return todo, false
	}
	switch ra {
	case rankNumber:
		if exact && (ha.Subtag() == SubFloat) != (hb.Subtag() == SubFloat) {
			return todo, false
		}
		return todo, compareNumbers(a, b, exact) == 0
	case rankBits:
		x, y := a.Bits(), b.Bits()
		return todo, x.Size == y.Size && CompareBits(x, y) == 0
	case rankMap:
		return equalMaps(todo, a, b, exact)
	case rankFun:
		return equalFuns(todo, a, b, exact)
	}
	return todo, equalIDs(a, b)
}

// equalMaps compares maps of the same size and kind: flat ones key by key, hash maps node by node, for
// their shape follows from their keys.
func equalMaps(todo []pairs, a, b Term, exact bool) ([]pairs, bool) {
	ha, hb := a.Header(), b.Header()
	if ha != hb {
		return todo, false
	}
	switch ha.MapKind() {
	case MapFlat:
		ka, va := a.FlatMapParts()
		kb, vb := b.FlatMapParts()
		return append(todo, pairs{va, vb, exact}, pairs{ka, kb, true}), true
	case MapCollision:
		return equalCollisions(todo, a.HashChildren(), b.HashChildren(), exact)
	case MapRoot:
		if a.MapSize() != b.MapSize() {
			return todo, false
		}
	}
	ca, cb := a.HashChildren(), b.HashChildren()
	for i, x := range ca {
		y := cb[i]
		switch {
		case x == y:
		case x.IsCons() && y.IsCons():
			todo = append(todo, pairs{cellOf(x)[1:], cellOf(y)[1:], exact}, pairs{cellOf(x)[:1], cellOf(y)[:1], true})
		case x.IsCons() || y.IsCons():
			return todo, false
		default:
			todo = append(todo, pairs{ca[i : i+1], cb[i : i+1], exact})
		}
	}
	return todo, true
}

// equalCollisions compares leaves that may be in any order.
func equalCollisions(todo []pairs, a, b []Term, exact bool) ([]pairs, bool) {
	for _, x := range a {
		i := slices.IndexFunc(b, func(y Term) bool { return ExactEqual(x.Car(), y.Car()) })
		if i < 0 {
			return todo, false
		}
		todo = append(todo, pairs{cellOf(x)[1:], cellOf(b[i])[1:], exact})
	}
	return todo, true
}

func equalFuns(todo []pairs, a, b Term, exact bool) ([]pairs, bool) {
	if a.Header().Subtag() != b.Header().Subtag() {
		return todo, false
	}
	if a.Header().Subtag() == SubExport {
		return todo, exportParts(a) == exportParts(b)
	}
	x, y := funParts(a), funParts(b)
	if x.module != y.module || x.index != y.index || x.uniq != y.uniq || len(x.env) != len(y.env) {
		return todo, false
	}
	return append(todo, pairs{x.env, y.env, exact}), true
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
