package bif

import (
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

func tupleNatives() []Native {
	return []Native{
		{"erlang", "element", 2, element, guard},
		{"erlang", "setelement", 3, setElement, 0},
		{"erlang", "tuple_size", 1, tupleSize, guard},
		{"erlang", "size", 1, size, guard},
		{"erlang", "tuple_to_list", 1, tupleToList, 0},
		{"erlang", "list_to_tuple", 1, listToTuple, 0},
		{"erlang", "make_tuple", 2, makeTuple2, 0},
		{"erlang", "make_tuple", 3, makeTuple3, 0},
		{"erlang", "append_element", 2, appendElement, 0},
		{"erlang", "insert_element", 3, insertElement, 0},
		{"erlang", "delete_element", 2, deleteElement, 0},
	}
}

// maxTupleSize is the size of the largest tuple.
const maxTupleSize = 1<<24 - 1

// tupleIndex reads a tuple and a position of 1 to its size plus extra.
func tupleIndex(tuple, position term.Term, extra int) (index int, ok bool) {
	if !tuple.IsTuple() || !position.IsSmall() {
		return 0, false
	}
	i := position.SmallValue()
	if i < 1 || i > int64(tuple.TupleSize()+extra) {
		return 0, false
	}
	return int(i) - 1, true
}

// newTuple makes a tuple of n elements to be filled at once.
func newTuple(c *proc.Ctx, n int) (tuple term.Term, elements []term.Term) {
	addr := c.Alloc(n + 1)
	mem.Store(addr, uint64(term.TupleHeader(n)))
	return term.BoxedAt(addr), mem.Slice[term.Term](addr+mem.WordSize, n)
}

func element(c *proc.Ctx, args []term.Term) term.Term {
	index, ok := tupleIndex(args[1], args[0], 0)
	if !ok {
		return c.Badarg()
	}
	return args[1].TupleElem(index)
}

func setElement(c *proc.Ctx, args []term.Term) term.Term {
	index, ok := tupleIndex(args[1], args[0], 0)
	if !ok {
		return c.Badarg()
	}
	value := args[2]
	chargeCells(c, args[1].TupleSize())
	tuple, elements := newTuple(c, args[1].TupleSize())
	copy(elements, args[1].TupleElems())
	elements[index] = value
	return tuple
}

func tupleSize(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsTuple() {
		return c.Badarg()
	}
	return term.Small(int64(args[0].TupleSize()))
}

func size(c *proc.Ctx, args []term.Term) term.Term {
	if args[0].IsTuple() {
		return tupleSize(c, args)
	}
	bits, ok := bitsOf(args[0])
	if !ok {
		return c.Badarg()
	}
	return term.Small(int64(bits.Size / 8)) // whole bytes, unlike byte_size
}

func tupleToList(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsTuple() {
		return c.Badarg()
	}
	return sizedWork(c, args, args[0].TupleSize(), func(c *proc.Ctx, args []term.Term) term.Term {
		return c.List(args[0].TupleElems(), term.Nil)
	})
}

// sizedWork does work on n terms at once, or off the schedulers where there are many.
func sizedWork(c *proc.Ctx, args []term.Term, n int, work proc.Native) term.Term {
	chargeCells(c, n)
	if n > cellLimit {
		return c.Dirty(work, args...)
	}
	return work(c, args)
}

func listToTuple(c *proc.Ctx, args []term.Term) term.Term {
	n, ok := listLength(args[0], maxTupleSize+1)
	if !ok {
		return c.Badarg()
	}
	if n > maxTupleSize {
		return c.SystemLimit()
	}
	return sizedWork(c, args, n, func(c *proc.Ctx, args []term.Term) term.Term {
		tuple, elements := newTuple(c, n)
		rest := args[0]
		for i := range elements {
			elements[i] = rest.Car()
			rest = rest.Cdr()
		}
		return tuple
	})
}

func filledTuple(c *proc.Ctx, size, initial term.Term) (tuple term.Term, elements []term.Term) {
	if !size.IsSmall() || size.SmallValue() < 0 || size.SmallValue() > maxTupleSize {
		return c.Badarg(), nil
	}
	chargeCells(c, int(size.SmallValue()))
	tuple, elements = newTuple(c, int(size.SmallValue()))
	for i := range elements {
		elements[i] = initial
	}
	return tuple, elements
}

func makeTuple2(c *proc.Ctx, args []term.Term) term.Term {
	tuple, _ := filledTuple(c, args[0], args[1])
	return tuple
}

func makeTuple3(c *proc.Ctx, args []term.Term) term.Term {
	rest := args[2]
	tuple, elements := filledTuple(c, args[0], args[1])
	if tuple == term.None {
		return term.None
	}
	for ; rest.IsCons(); rest = rest.Cdr() {
		pair := rest.Car()
		if !pair.IsTuple() || pair.TupleSize() != 2 {
			return c.Badarg()
		}
		index, ok := tupleIndex(tuple, pair.TupleElem(0), 0)
		if !ok {
			return c.Badarg()
		}
		elements[index] = pair.TupleElem(1)
	}
	if !rest.IsNil() {
		return c.Badarg()
	}
	return tuple
}

func appendElement(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsTuple() || args[0].TupleSize() == maxTupleSize {
		return c.Badarg()
	}
	return withInserted(c, args[0], args[0].TupleSize(), args[1])
}

func insertElement(c *proc.Ctx, args []term.Term) term.Term {
	index, ok := tupleIndex(args[1], args[0], 1)
	if !ok || args[1].TupleSize() == maxTupleSize {
		return c.Badarg()
	}
	return withInserted(c, args[1], index, args[2])
}

func withInserted(c *proc.Ctx, tuple term.Term, index int, value term.Term) term.Term {
	old := tuple.TupleElems()
	chargeCells(c, len(old))
	result, elements := newTuple(c, len(old)+1)
	copy(elements, old[:index])
	elements[index] = value
	copy(elements[index+1:], old[index:])
	return result
}

func deleteElement(c *proc.Ctx, args []term.Term) term.Term {
	index, ok := tupleIndex(args[1], args[0], 0)
	if !ok {
		return c.Badarg()
	}
	old := args[1].TupleElems()
	chargeCells(c, len(old))
	result, elements := newTuple(c, len(old)-1)
	copy(elements, old[:index])
	copy(elements[index:], old[index+1:])
	return result
}
