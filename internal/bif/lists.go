package bif

import (
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

func listNatives() []Native {
	return []Native{
		{"erlang", "length", 1, length, guard},
		{"erlang", "hd", 1, head, guard},
		{"erlang", "tl", 1, tail, guard},
		{"erlang", "++", 2, appendLists, 0},
		{"erlang", "append", 2, appendLists, 0},
		{"lists", "append", 2, appendLists, 0},
		{"erlang", "--", 2, subtractLists, 0},
		{"erlang", "subtract", 2, subtractLists, 0},
		{"lists", "subtract", 2, subtractLists, 0},
		{"lists", "reverse", 1, reverse1, 0},
		{"lists", "reverse", 2, reverse2, 0},
		{"lists", "member", 2, member, 0},
		{"lists", "seq", 2, sequence2, 0},
		{"lists", "nth", 2, nth, 0},
		{"lists", "nthtail", 2, nthTail, 0},
		{"lists", "last", 1, last, 0},
		{"lists", "flatten", 1, flatten1, 0},
		{"lists", "flatten", 2, flatten2, 0},
		{"lists", "duplicate", 2, duplicate, 0},
	}
}

// walk steps over up to limit cells of a list.
func walk(list term.Term, limit int) (cells int, rest term.Term) {
	for list.IsCons() && cells < limit {
		list = list.Cdr()
		cells++
	}
	return cells, list
}

// listLength counts a list's cells, up to limit; ok is false where it turned out improper.
func listLength(list term.Term, limit int) (cells int, ok bool) {
	cells, rest := walk(list, limit)
	return cells, rest.IsNil() || cells == limit && rest.IsCons()
}

// noLimit makes walk go to the end.
const noLimit = int(^uint(0) >> 1)

func length(c *proc.Ctx, args []term.Term) term.Term {
	n, rest := walk(args[0], noLimit)
	chargeCells(c, n)
	if !rest.IsNil() {
		return c.Badarg()
	}
	return term.Small(int64(n))
}

func head(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsCons() {
		return c.Badarg()
	}
	return args[0].Car()
}

func tail(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsCons() {
		return c.Badarg()
	}
	return args[0].Cdr()
}

// cells is a run of list cells being filled from the front.
type cells struct {
	list term.Term // the first cell
	next uintptr   // the cell to fill next
}

// newCells takes room for a list of n elements, n at least 1.
func newCells(c *proc.Ctx, n int) cells {
	addr := c.Alloc(2 * n)
	return cells{term.ListAt(addr), addr}
}

// push appends an element.
func (r *cells) push(value term.Term) {
	mem.Store(r.next, uint64(value))
	mem.Store(r.next+8, uint64(term.ListAt(r.next+16)))
	r.next += 16
}

// finish ends a completely filled list with a tail.
func (r *cells) finish(tail term.Term) term.Term {
	mem.Store(r.next-8, uint64(tail))
	return r.list
}

func appendLists(c *proc.Ctx, args []term.Term) term.Term {
	n, end := walk(args[0], cellLimit)
	if end.IsCons() {
		return c.Dirty(appendWhole, args[0], args[1])
	}
	return appendCells(c, args, n, end)
}

func appendWhole(c *proc.Ctx, args []term.Term) term.Term {
	n, end := walk(args[0], noLimit)
	return appendCells(c, args, n, end)
}

// appendCells puts a list, of which the number of cells and the end are known, in front of a term.
func appendCells(c *proc.Ctx, args []term.Term, n int, end term.Term) term.Term {
	if !end.IsNil() {
		return c.Badarg()
	}
	if n == 0 {
		return args[1]
	}
	chargeCells(c, n)
	result := newCells(c, n)
	for list := args[0]; list.IsCons(); list = list.Cdr() {
		result.push(list.Car())
	}
	return result.finish(args[1])
}

// reverse1 has, unlike reverse/2, clauses that what is no list does not match.
func reverse1(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsList() || args[0].IsCons() && !args[0].Cdr().IsList() {
		return c.Error(term.AtomFunctionClause)
	}
	return reverseOnto(c, args[0], term.Nil)
}

func reverse2(c *proc.Ctx, args []term.Term) term.Term {
	return reverseOnto(c, args[0], args[1])
}

// reverseOnto goes on in another slice after cellLimit cells.
func reverseOnto(c *proc.Ctx, list, onto term.Term) term.Term {
	n, rest := walk(list, cellLimit)
	chargeCells(c, n)
	if !rest.IsNil() && !rest.IsCons() {
		return c.Badarg()
	}
	if n == 0 {
		return onto
	}
	addr := c.Alloc(2 * n)
	for ; n > 0; n-- {
		mem.Store(addr, uint64(list.Car()))
		mem.Store(addr+8, uint64(onto))
		onto = term.ListAt(addr)
		list = list.Cdr()
		addr += 16
	}
	if rest.IsCons() {
		return c.TrapNative(reverse2, rest, onto)
	}
	return onto
}

func member(c *proc.Ctx, args []term.Term) term.Term {
	value, list := args[0], args[1]
	simple := value.IsImmediate()
	n := 0
	for ; list.IsCons() && n < cellLimit; list = list.Cdr() {
		n++
		if h := list.Car(); h == value || !simple && term.ExactEqual(h, value) {
			chargeCells(c, n)
			return term.AtomTrue
		}
	}
	chargeCells(c, n)
	switch {
	case list.IsNil():
		return term.AtomFalse
	case list.IsCons():
		return c.TrapNative(member, value, list)
	}
	return c.Badarg()
}

// maxCells bounds the length of a list that one native is asked for.
const maxCells = 1 << 32

func sequence2(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() || !args[1].IsSmall() {
		if args[0].IsInteger() && args[1].IsInteger() {
			return c.SystemLimit()
		}
		return c.Error(term.AtomFunctionClause)
	}
	from, to := args[0].SmallValue(), args[1].SmallValue()
	switch n := to - from + 1; {
	case n < 0:
		return c.Error(term.AtomFunctionClause)
	case n == 0:
		return term.Nil
	case n > maxCells:
		return c.SystemLimit()
	case n > cellLimit:
		return c.Dirty(sequenceWhole, args[0], args[1])
	}
	return sequenceWhole(c, args)
}

func sequenceWhole(c *proc.Ctx, args []term.Term) term.Term {
	from, to := args[0].SmallValue(), args[1].SmallValue()
	chargeCells(c, int(to-from+1))
	result := newCells(c, int(to-from+1))
	for i := from; i <= to; i++ {
		result.push(term.Small(i))
	}
	return result.finish(term.Nil)
}

func nth(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() || args[0].SmallValue() < 1 {
		return c.Error(term.AtomFunctionClause)
	}
	n, rest := walk(args[1], int(args[0].SmallValue())-1)
	chargeCells(c, n)
	if !rest.IsCons() {
		return c.Error(term.AtomFunctionClause)
	}
	return rest.Car()
}

func nthTail(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() || args[0].SmallValue() < 0 {
		return c.Error(term.AtomFunctionClause)
	}
	n, rest := walk(args[1], int(args[0].SmallValue()))
	chargeCells(c, n)
	if int64(n) != args[0].SmallValue() || !rest.IsCons() && !rest.IsNil() {
		return c.Error(term.AtomFunctionClause)
	}
	return rest
}

func last(c *proc.Ctx, args []term.Term) term.Term {
	list := args[0]
	if !list.IsCons() {
		return c.Error(term.AtomFunctionClause)
	}
	n := 0
	for list.Cdr().IsCons() {
		list = list.Cdr()
		n++
	}
	chargeCells(c, n)
	if !list.Cdr().IsNil() {
		return c.Error(term.AtomFunctionClause)
	}
	return list.Car()
}

func flatten1(c *proc.Ctx, args []term.Term) term.Term {
	return flattenOnto(c, args[0], term.Nil)
}

func flatten2(c *proc.Ctx, args []term.Term) term.Term { return flattenOnto(c, args[0], args[1]) }

func flattenOnto(c *proc.Ctx, list, onto term.Term) term.Term {
	if !list.IsCons() && !list.IsNil() || !onto.IsCons() && !onto.IsNil() {
		return c.Error(term.AtomFunctionClause)
	}
	if n, ok := countLeaves(list, cellLimit); ok && n == cellLimit {
		return c.Dirty(flattenWhole, list, onto)
	}
	return flattenWhole(c, []term.Term{list, onto})
}

// eachLeaf calls visit for each element of a list that may hold lists, in order, until visit says stop.
// It is false where a list is improper.
func eachLeaf(list term.Term, visit func(leaf term.Term) bool) bool {
	var later []term.Term
	for {
		for list.IsNil() {
			if len(later) == 0 {
				return true
			}
			list, later = later[len(later)-1], later[:len(later)-1]
		}
		if !list.IsCons() {
			return false
		}
		switch h := list.Car(); {
		case h.IsCons():
			later = append(later, list.Cdr())
			list = h
			continue
		case h.IsNil():
		case !visit(h):
			return true
		}
		list = list.Cdr()
	}
}

func countLeaves(list term.Term, limit int) (n int, ok bool) {
	ok = eachLeaf(list, func(term.Term) bool {
		n++
		return n < limit
	})
	return n, ok
}

func flattenWhole(c *proc.Ctx, args []term.Term) term.Term {
	n, ok := countLeaves(args[0], noLimit)
	if !ok {
		return c.Error(term.AtomFunctionClause)
	}
	if n == 0 {
		return args[1]
	}
	chargeCells(c, 2*n)
	result := newCells(c, n)
	eachLeaf(args[0], func(leaf term.Term) bool {
		result.push(leaf)
		return true
	})
	return result.finish(args[1])
}

func duplicate(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() || args[0].SmallValue() < 0 {
		return c.Error(term.AtomFunctionClause)
	}
	if args[0].SmallValue() > maxCells {
		return c.SystemLimit()
	}
	if args[0].SmallValue() > cellLimit {
		return c.Dirty(duplicateWhole, args[0], args[1])
	}
	return duplicateWhole(c, args)
}

func duplicateWhole(c *proc.Ctx, args []term.Term) term.Term {
	n, value := int(args[0].SmallValue()), args[1]
	chargeCells(c, n)
	if n == 0 {
		return term.Nil
	}
	result := newCells(c, n)
	for range n {
		result.push(value)
	}
	return result.finish(term.Nil)
}
