package interp

// loop_gen.go has the loop as the compiler sees it. It is generated from the cases in _loop, written with macros,
// because Go's own inlining costs the loop a quarter of its speed: see _gen.
//
//go:generate go run ./_gen

import (
	"joist/internal/code"
	"joist/internal/heap"
	"joist/internal/mem"
)

// regs is what the loop and the handlers share: the loop keeps pc, reds and the two of the heap in locals while it runs.
//
// The gap makes the loop's dispatch, 30 bytes on amd64, fit in two lines of 32 bytes.
type regs struct {
	need uintptr // exitCollect: bytes that must be free after the collection
	live int     // exitCollect and exitYield: live X registers

	pc   uintptr
	reds int64
	heap *heap.Heap // of the process; holds the heap's top and the stack pointer
	self uint64     // the process's pid
	kept uintptr    // where OpKeepState stores, or 0: see proc.Ctx.KeptAt
	_    [10]uint64
	x    uintptr // the bank of registers
}

// An exit says why the loop was left.
type exit uint8

const (
	// exitSlow: the instruction at pc is to be done by its handler.
	exitSlow exit = iota
	// exitYield: the slice is spent; go on at pc later.
	exitYield
	// exitCollect: the instruction at pc wants need bytes; repeat it after a collection.
	exitCollect
)

// Words of the terms as the loop knows them; a test compares them with package term.
const (
	tagMask    = 3
	tagCons    = 1
	tagBoxed   = 2
	tagImm     = 3
	smallMask  = 15
	smallShift = 4
	immMask    = 63
	tagAtom    = 11
	subMask    = 63
	subFun     = 5 << 2
	subExport  = 7 << 2
	subFloat   = 6 << 2
	subMap     = 15 << 2
	subBig     = 2 << 2 // and the negative ones
	oneLimb    = 1<<6 | subBig
	subRefc    = 8 << 2
	subHeapBin = 9 << 2
	subSubBin  = 10 << 2
	subRef     = 4 << 2
	subMatch   = 1 << 2
	mapKind    = 3 << 38
	noValue    = 0
	signBit    = 1 << 63
)

// regAddr is the address of a register by its operand.
func regAddr(x, sp uintptr, ref uint64) uintptr {
	return x + (sp-code.YFlag-x)&-uintptr(ref&code.YFlag) + uintptr(ref)
}

// Before the bank of registers lie the addresses that the operands of X and of Y registers count from, as far as
// the loop needs them.
const baseWords = 2

const maxInlineLength = 256

// off is the branch offset of the instruction at pc.
func off(pc uintptr) uintptr { return uintptr(int64(int32(mem.Load32(pc + 8)))) }

// high is the sign-extended constant in the high half of D.
func high(pc uintptr) uint64 { return uint64(int64(int32(mem.Load32(pc + 12)))) }
