package bif

import (
	"math/big"

	"joist/internal/arith"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

func counterNatives() []Native {
	return []Native{
		{"atomics", "new", 2, newAtomics, 0},
		{"atomics", "put", 3, onCell(cellPut), 0},
		{"atomics", "get", 2, onCell(cellGet), 0},
		{"atomics", "add", 3, onCell(cellAdd), 0},
		{"atomics", "add_get", 3, onCell(cellAddGet), 0},
		{"atomics", "sub", 3, onCell(cellSub), 0},
		{"atomics", "sub_get", 3, onCell(cellSubGet), 0},
		{"atomics", "exchange", 3, onCell(cellExchange), 0},
		{"atomics", "compare_exchange", 4, onCell(cellCompareExchange), 0},
		{"atomics", "info", 1, atomicsInfo, 0},
		{"counters", "new", 2, newCounters, 0},
		{"counters", "put", 3, onCell(cellPut), 0},
		{"counters", "get", 2, onCell(cellGet), 0},
		{"counters", "add", 3, onCell(cellAdd), 0},
		{"counters", "sub", 3, onCell(cellSub), 0},
		{"counters", "info", 1, countersInfo, 0},
	}
}

// An array of counters or atomics is a reference that keeps an off-heap binary of 64-bit cells alive. The
// reference's extra word has the number of cells shifted by one, and whether they are signed.

func newCells64(c *proc.Ctx, size term.Term, signed uint64) term.Term {
	if !size.IsSmall() || size.SmallValue() < 1 || size.SmallValue() > 1<<40 {
		return c.Badarg()
	}
	n := int(size.SmallValue())
	data := heap.NewOffHeap(c.Mem, n*mem.WordSize)
	if data == 0 {
		return c.SystemLimit()
	}
	mem.Fill(heap.OffHeapBytes(data), n, 0)
	id := c.NewRef().Word(term.RefID)
	return c.MagicRef(id, data, uint64(n)<<1|signed)
}

func newAtomics(c *proc.Ctx, args []term.Term) term.Term {
	signed := uint64(1)
	list := args[1]
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		if !option.IsTupleOf(2) || option.TupleElem(0) != term.AtomSigned {
			return c.Badarg()
		}
		switch option.TupleElem(1) {
		case term.AtomTrue:
			signed = 1
		case term.AtomFalse:
			signed = 0
		default:
			return c.Badarg()
		}
	}
	if !list.IsNil() {
		return c.Badarg()
	}
	return newCells64(c, args[0], signed)
}

func newCounters(c *proc.Ctx, args []term.Term) term.Term {
	list := args[1]
	for ; list.IsCons(); list = list.Cdr() {
		if option := list.Car(); option != term.AtomAtomics && option != term.AtomWriteConcurrency {
			return c.Badarg()
		}
	}
	if !list.IsNil() {
		return c.Badarg()
	}
	return newCells64(c, args[0], 1)
}

// cellArray is an array of counters taken apart.
type cellArray struct {
	base   uintptr
	count  int64
	signed bool
}

func cellArrayOf(t term.Term) (a cellArray, ok bool) {
	if !t.IsBoxed() || t.Header() != term.MagicRefHeader {
		return a, false
	}
	extra := t.Word(term.MagicRefExtra)
	base := heap.OffHeapBytes(uintptr(t.Word(term.MagicRefData)))
	return cellArray{base, int64(extra >> 1), extra&1 == 1}, true
}

// integer reads a value of the array's range, as the bits of a cell.
func (a cellArray) integer(t term.Term) (bits uint64, ok bool) {
	if t.IsSmall() {
		return uint64(t.SmallValue()), a.signed || t.SmallValue() >= 0
	}
	var z big.Int
	if !arith.BigInt(&z, t) {
		return 0, false
	}
	if a.signed {
		return uint64(z.Int64()), z.IsInt64()
	}
	return z.Uint64(), z.IsUint64()
}

// increment reads what to add: it may be negative also where the cells are unsigned.
func (a cellArray) increment(t term.Term) (bits uint64, ok bool) {
	if bits, ok = a.integer(t); ok {
		return bits, true
	}
	signed := cellArray{signed: true}
	return signed.integer(t)
}

func (a cellArray) term(c *proc.Ctx, bits uint64) term.Term {
	if a.signed {
		return c.Int(int64(bits))
	}
	return c.Uint(bits)
}

// cellOp works on the cell at an address; ok is false for bad values.
type cellOp func(c *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (result term.Term, ok bool)

// onCell wraps an operation on one cell, which is the second argument, counted from 1.
func onCell(op cellOp) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		a, ok := cellArrayOf(args[0])
		if !ok || !args[1].IsSmall() || args[1].SmallValue() < 1 || args[1].SmallValue() > a.count {
			return c.Badarg()
		}
		result, ok := op(c, a, a.base+uintptr(args[1].SmallValue()-1)*mem.WordSize, args[2:])
		if !ok {
			return c.Badarg()
		}
		return result
	}
}

func cellGet(c *proc.Ctx, a cellArray, cell uintptr, _ []term.Term) (term.Term, bool) {
	return a.term(c, mem.AtomicLoad(cell)), true
}

func cellPut(_ *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (term.Term, bool) {
	bits, ok := a.integer(values[0])
	if ok {
		mem.AtomicStore(cell, bits)
	}
	return term.AtomOk, ok
}

func cellAdd(_ *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (term.Term, bool) {
	bits, ok := a.increment(values[0])
	if ok {
		mem.AtomicAdd(cell, bits)
	}
	return term.AtomOk, ok
}

func cellAddGet(c *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (term.Term, bool) {
	bits, ok := a.increment(values[0])
	if !ok {
		return term.None, false
	}
	return a.term(c, mem.AtomicAdd(cell, bits)), true
}

func cellSub(_ *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (term.Term, bool) {
	bits, ok := a.increment(values[0])
	if ok {
		mem.AtomicAdd(cell, -bits)
	}
	return term.AtomOk, ok
}

func cellSubGet(c *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (term.Term, bool) {
	bits, ok := a.increment(values[0])
	if !ok {
		return term.None, false
	}
	return a.term(c, mem.AtomicAdd(cell, -bits)), true
}

func cellExchange(c *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (term.Term, bool) {
	bits, ok := a.integer(values[0])
	if !ok {
		return term.None, false
	}
	return a.term(c, mem.AtomicSwap(cell, bits)), true
}

func cellCompareExchange(c *proc.Ctx, a cellArray, cell uintptr, values []term.Term) (term.Term, bool) {
	expected, ok1 := a.integer(values[0])
	desired, ok2 := a.integer(values[1])
	if !ok1 || !ok2 {
		return term.None, false
	}
	for {
		actual := mem.AtomicLoad(cell)
		if actual != expected {
			return a.term(c, actual), true
		}
		if mem.AtomicCAS(cell, expected, desired) {
			return term.AtomOk, true
		}
	}
}

func atomicsInfo(c *proc.Ctx, args []term.Term) term.Term {
	a, ok := cellArrayOf(args[0])
	if !ok {
		return c.Badarg()
	}
	least, greatest := c.Uint(0), c.Uint(1<<64-1)
	if a.signed {
		least, greatest = c.Int(-1<<63), c.Int(1<<63-1)
	}
	return buildMap(c, []term.Term{
		term.AtomMax, greatest, term.AtomMemory, c.Int(a.count*8 + 40), term.AtomMin, least,
		term.AtomSize, c.Int(a.count),
	})
}

func countersInfo(c *proc.Ctx, args []term.Term) term.Term {
	a, ok := cellArrayOf(args[0])
	if !ok {
		return c.Badarg()
	}
	return buildMap(c, []term.Term{term.AtomMemory, c.Int(a.count*8 + 40), term.AtomSize, c.Int(a.count)})
}
