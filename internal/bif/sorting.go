package bif

import (
	"bytes"
	"slices"

	"joist/internal/atom"
	"joist/internal/proc"
	"joist/internal/term"
)

// Lengths from which sorting leaves the schedulers: of small integers, and of other terms.
const (
	smallSortLimit = 20_000
	sortLimit      = 3000
)

func sortList(c *proc.Ctx, args []term.Term) term.Term {
	return sortTerms(c, args[0], sorting{index: -1})
}

func sortUnique(c *proc.Ctx, args []term.Term) term.Term {
	return sortTerms(c, args[0], sorting{index: -1, unique: true})
}

func sortByKey(c *proc.Ctx, args []term.Term) term.Term { return sortKeyed(c, args, false) }

func sortUniqueByKey(c *proc.Ctx, args []term.Term) term.Term { return sortKeyed(c, args, true) }

func sortKeyed(c *proc.Ctx, args []term.Term, unique bool) term.Term {
	if !args[0].IsSmall() || args[0].SmallValue() < 1 {
		return c.Error(term.AtomFunctionClause)
	}
	return sortTerms(c, args[1], sorting{index: int(args[0].SmallValue()) - 1, unique: unique})
}

// sorting says how to sort: by an element of tuples, or by the whole terms where index is negative.
type sorting struct {
	index  int
	unique bool
}

func sortTerms(c *proc.Ctx, list term.Term, how sorting) term.Term {
	whole := func(c *proc.Ctx, args []term.Term) term.Term { return how.run(c, args[0]) }
	limit := sortLimit
	if how.index < 0 && beginsSmall(list, sortLimit) {
		limit = smallSortLimit
	}
	if _, rest := walk(list, limit); rest.IsCons() {
		return c.Dirty(whole, list)
	}
	return how.run(c, list)
}

// beginsSmall says whether the first n elements of a list are small integers.
func beginsSmall(list term.Term, n int) bool {
	for ; n > 0 && list.IsCons(); n-- {
		if !list.Car().IsSmall() {
			return false
		}
		list = list.Cdr()
	}
	return true
}

func (how sorting) run(c *proc.Ctx, list term.Term) term.Term {
	n, end := walk(list, noLimit)
	if !end.IsNil() {
		return c.Error(term.AtomFunctionClause)
	}
	if n < 2 {
		return list
	}
	terms := make([]term.Term, 0, n)
	for rest := list; rest.IsCons(); rest = rest.Cdr() {
		t := rest.Car()
		if how.index >= 0 && (!t.IsTuple() || t.TupleSize() <= how.index) {
			return c.Badarg()
		}
		terms = append(terms, t)
	}
	chargeCells(c, 16*n)
	order := newOrder(c.Node.Atoms, how.index)
	if how.index < 0 && allSmall(terms) {
		sortSmall(terms)
	} else if !order.isSorted(terms) {
		if how.index < 0 && !how.unique && order.descends(terms) {
			slices.Reverse(terms)
		}
		order.sort(terms)
	} else if !how.unique {
		return list
	}
	if how.unique {
		terms = slices.CompactFunc(terms, func(x, y term.Term) bool { return order.compare(x, y) == 0 })
	}
	return c.List(terms, term.Nil)
}

func allSmall(terms []term.Term) bool {
	for _, t := range terms {
		if !t.IsSmall() {
			return false
		}
	}
	return true
}

// sortSmall sorts small integers: a long list by their bytes, from the least significant on, of which most lists have only a few
// that differ. A million of integers below a million takes a third of the time that comparing takes.
func sortSmall(terms []term.Term) {
	if len(terms) < 256 {
		slices.SortFunc(terms, compareSmall)
		return
	}
	differing := term.Term(0)
	for _, t := range terms {
		differing |= t ^ terms[0]
	}
	from, to := terms, make([]term.Term, len(terms))
	for shift := 0; shift < 64; shift += 8 {
		if differing>>shift&0xff == 0 {
			continue
		}
		// The sign bit counts the other way round.
		flip := term.Term(0)
		if shift == 56 {
			flip = 0x80
		}
		var starts [257]int
		for _, t := range from {
			starts[(t>>shift&0xff^flip)+1]++
		}
		for i := 1; i < len(starts); i++ {
			starts[i] += starts[i-1]
		}
		for _, t := range from {
			digit := t>>shift&0xff ^ flip
			to[starts[digit]] = t
			starts[digit]++
		}
		from, to = to, from
	}
	if &from[0] != &terms[0] {
		copy(terms, from)
	}
}

// compareSmall orders small integers by their words: the tag is in the low bits.
func compareSmall(x, y term.Term) int {
	switch {
	case int64(x) < int64(y):
		return -1
	case x == y:
		return 0
	}
	return 1
}

// termOrder is the standard order of terms, or of one element of tuples.
type termOrder struct {
	atoms *atom.Table
	index int
}

func newOrder(atoms *atom.Table, index int) termOrder { return termOrder{atoms, index} }

func (o termOrder) compare(x, y term.Term) int {
	if o.index >= 0 {
		x, y = x.TupleElem(o.index), y.TupleElem(o.index)
	}
	switch {
	case x.IsSmall() && y.IsSmall():
		return compareSmall(x, y)
	case x.IsTuple() && y.IsTuple() && x.TupleSize() == y.TupleSize():
		return o.compareTuples(x.TupleElems(), y.TupleElems())
	case x.IsBinary() && y.IsBinary():
		if v, w := x.Bits(), y.Bits(); v.Offset%8 == 0 && w.Offset%8 == 0 {
			return bytes.Compare(alignedBytes(v), alignedBytes(w))
		}
	}
	return term.Compare(x, y, o.atoms)
}

// compareTuples passes over the elements that are the same word: what mostly decides is a small integer or an atom.
func (o termOrder) compareTuples(x, y []term.Term) int {
	for i, e := range x {
		f := y[i]
		if e == f {
			continue
		}
		c := 0
		if e.IsSmall() && f.IsSmall() {
			c = compareSmall(e, f)
		} else {
			c = term.Compare(e, f, o.atoms)
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func (o termOrder) isSorted(terms []term.Term) bool {
	for i := 1; i < len(terms); i++ {
		if o.compare(terms[i-1], terms[i]) > 0 {
			return false
		}
	}
	return true
}

// descends says whether the first elements that differ descend. lists:sort/1 of OTP then works on descending runs, from which elements
// that are equal but not the same, 1 and 1.0, come out in reverse.
func (o termOrder) descends(terms []term.Term) bool {
	for _, t := range terms[1:] {
		if c := o.compare(terms[0], t); c != 0 {
			return c > 0
		}
	}
	return false
}

// runLength is the length of the runs that are sorted by insertion.
const runLength = 12

// sort is a stable bottom-up merge sort. The standard library's stable sort works in place and
// takes three times as long.
func (o termOrder) sort(terms []term.Term) {
	n := len(terms)
	for low := 0; low < n; low += runLength {
		o.insertionSort(terms[low:min(low+runLength, n)])
	}
	from, to := terms, make([]term.Term, n)
	for width := runLength; width < n; width *= 2 {
		for low := 0; low < n; low += 2 * width {
			middle, high := min(low+width, n), min(low+2*width, n)
			o.merge(to[low:high], from[low:middle], from[middle:high])
		}
		from, to = to, from
	}
	if n > 0 && &from[0] != &terms[0] {
		copy(terms, from)
	}
}

func (o termOrder) insertionSort(run []term.Term) {
	for i := 1; i < len(run); i++ {
		t := run[i]
		j := i
		for ; j > 0 && o.compare(run[j-1], t) > 0; j-- {
			run[j] = run[j-1]
		}
		run[j] = t
	}
}

func (o termOrder) merge(to, left, right []term.Term) {
	if len(right) == 0 || len(left) == 0 || o.compare(left[len(left)-1], right[0]) <= 0 {
		copy(to[copy(to, left):], right)
		return
	}
	for i := range to {
		switch {
		case len(right) == 0:
			copy(to[i:], left)
			return
		case len(left) == 0:
			copy(to[i:], right)
			return
		case o.compare(left[0], right[0]) <= 0:
			to[i], left = left[0], left[1:]
		default:
			to[i], right = right[0], right[1:]
		}
	}
}
