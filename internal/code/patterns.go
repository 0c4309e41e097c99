package code

import (
	"math/bits"
	"strconv"
	"strings"
)

// A Pattern is a sequence of instructions that one fused instruction does: the first of them under another opcode. The
// others follow it unchanged, so that branches may go to them, and a fused instruction that cannot go on stops at
// the one that cannot, which is then done on its own. A pattern of one instruction is a variant of it for some kinds of
// registers. The cases of the loop are generated from Patterns (see internal/interp/_gen); the loader looks for
// them in the code and takes the longest, of those the one that asks for most kinds of registers.
type Pattern []Part

// Part is one instruction of a pattern.
type Part struct {
	Op   Op
	Regs Regs
}

// Regs says which operands must be X registers and which Y registers; the others may be either, or no registers. It may also
// give what operand A is, the size of a frame or a number of arguments: where the return address or the called fun lies is
// known at once then, and does not wait for that to be read from the code. A return costs half.
type Regs uint16

// The kinds of the operands A, B and C.
const (
	AX Regs = 1 << iota
	BX
	CX
	AY
	BY
	CY
	Frame1
	Frame2
	Frame3
	Frame4
	Args1
	Args2
)

// A is what operand A must be, 0 where any will do.
func (r Regs) A() int {
	switch r & (Frame1 | Frame2 | Frame3 | Frame4 | Args1 | Args2) {
	case Frame1, Frame2, Frame3, Frame4:
		return 8 + 8*(bits.Len16(uint16(r/Frame1)))
	case Args1:
		return 1
	case Args2:
		return 2
	}
	return 0
}

// Matches tells whether an instruction with the first word w is such a part.
func (p Part) Matches(w uint64) bool {
	if Op(w) != p.Op {
		return false
	}
	if n := p.Regs.A(); n != 0 {
		return w>>16&0xFFFF == uint64(n)
	}
	y := Regs(w>>16&YFlag | w>>32&YFlag<<1 | w>>48&YFlag<<2)
	return y&p.Regs == 0 && ^y&(p.Regs>>3)&7 == 0
}

// Kinds is the number of operands that must be of one kind.
func (p Pattern) Kinds() (n int) {
	for _, part := range p {
		n += bits.OnesCount16(uint16(part.Regs))
	}
	return n
}

// Pattern is the pattern of a fused instruction, and nil of any other.
func (op Op) Pattern() Pattern {
	if op < FirstFused || op >= NumOps {
		return nil
	}
	return Patterns[op-FirstFused]
}

// Plain is the first word of an instruction as it was before it was fused.
func Plain(w uint64) uint64 {
	if p := Op(w).Pattern(); p != nil {
		return w&^0xFFFF | uint64(p[0].Op)
	}
	return w
}

// String is the sequence, with the kinds of registers asked for.
func (p Pattern) String() string {
	var b strings.Builder
	for i, part := range p {
		if i > 0 {
			b.WriteString("+")
		}
		b.WriteString(part.Op.String())
		if n := part.Regs.A(); n != 0 {
			b.WriteString("/" + strconv.Itoa(n))
		}
		for k := range 3 {
			switch {
			case part.Regs>>k&1 != 0:
				b.WriteString("x")
			case part.Regs>>k&8 != 0:
				b.WriteString("y")
			}
		}
	}
	return b.String()
}

// Patterns has the sequences that the loop does with one instruction. They were chosen by counting which follow one
// another in programs and in the library. It is read only.
var Patterns = [...]Pattern{
	// The ends of functions.
	{{OpDeallocate, 0}, {OpReturn, 0}},
	{{OpMove, AX | CX}, {OpReturn, 0}},
	{{OpMoveC, CX}, {OpReturn, 0}},
	{{OpMove, AY | CX}, {OpDeallocate, 0}, {OpReturn, 0}},
	{{OpMoveC, CX}, {OpDeallocate, 0}, {OpReturn, 0}},
	{{OpAdd, 0}, {OpReturn, 0}},
	{{OpAdd, AY | BX | CX}, {OpDeallocate, 0}, {OpReturn, 0}},
	{{OpAdd, 0}, {OpDeallocate, 0}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutList, AY | BX | CX}, {OpDeallocate, 0}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutList, 0}},
	{{OpTestHeap, 0}, {OpPutList, 0}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutList, AX | BX | CX}, {OpCallOnly, 0}},
	{{OpTestHeap, 0}, {OpPutListCT, 0}, {OpCallLast, 0}},
	{{OpTestHeap, 0}, {OpPutTuple, 0}},

	{{OpTestHeap, 0}, {OpPutTuple2, 0}},
	{{OpTestHeap, 0}, {OpPutTuple2, 0}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutTuple2, 0}, {OpDeallocate, 0}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpMakeFun, 0}},
	{{OpAddC, AX | CX}, {OpReturn, 0}},
	{{OpSubC, AX | CX}, {OpReturn, 0}},
	{{OpGetElement, 0}, {OpDeallocate, 0}, {OpReturn, 0}},

	// Tests, and ends of functions behind them.
	{{OpIsLtC, 0}, {OpReturn, 0}},
	{{OpIsGeC, 0}, {OpReturn, 0}},
	{{OpIsNil, 0}, {OpReturn, 0}},
	{{OpIsNil, 0}, {OpMove, AX | CX}, {OpReturn, 0}},
	{{OpIsNil, 0}, {OpMoveC, CX}, {OpReturn, 0}},
	{{OpIsEqExactC, 0}, {OpMove, AX | CX}, {OpReturn, 0}},
	{{OpIsEqExactC, 0}, {OpMoveC, CX}, {OpReturn, 0}},
	{{OpIsLt, AX | BX}, {OpMove, AX | CX}, {OpReturn, 0}},
	{{OpIsGe, AX | BX}, {OpMove, AX | CX}, {OpReturn, 0}},
	{{OpIsLt, AX | BX}},
	{{OpIsGe, AX | BX}},
	{{OpIsEqExactC, 0}, {OpIsEqExactC, 0}},
	{{OpIsEqExactC, 0}, {OpIsLt, AX | BX}},
	{{OpIsEqExactC, 0}, {OpAllocate, 0}, {OpMove, AX | CY}},
	{{OpIsTuple, 0}, {OpSelectArity, 0}},
	{{OpIsBinary, 0}, {OpIsTuple, 0}, {OpSelectArity, 0}},
	{{OpIsMap, 0}, {OpGetMapElementC, 0}},
	{{OpIsMap, 0}, {OpGetMapElementC, 0}, {OpJump, 0}},
	{{OpGetMapElementC, 0}, {OpJump, 0}},
	{{OpIsMap, 0}, {OpPutMapExact, 0}},
	{{OpIsTupleOf, 0}, {OpGetElement, AX | CX}},
	{{OpIsTupleOf, 0}, {OpGetElement, AX | CX}, {OpGetElement, AX | CX}},
	{{OpIsTupleOf, 0}, {OpGetElement, AX | CX}, {OpGetElement, AX | CX}, {OpGetElement, AX | CX}},
	{{OpIsNonemptyList, 0}, {OpGetList, 0}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpGetList, AX | BY | CX}, {OpCall, 0}},

	// Frames.
	{{OpAllocate, 0}, {OpMove, AX | CY}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}},
	{{OpAllocate, 0}, {OpInitY, 0}},
	{{OpAllocate, 0}, {OpInitY, 0}, {OpMove, AX | CY}},
	{{OpAllocate, 0}, {OpInitY, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}},
	{{OpAllocate, 0}, {OpInitY, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpSubC, AX | CX}, {OpCall, 0}},
	{{OpSubC, AX | CX}, {OpAllocate, 0}},

	// Moves.
	{{OpMove, AX | CX}},
	{{OpMove, AX | CY}},
	{{OpMove, AY | CX}},
	{{OpMoveC, CX}},
	{{OpMove, AX | CX}, {OpMove, AX | CX}},
	{{OpMove, AX | CX}, {OpMove, AX | CY}},
	{{OpMove, AX | CX}, {OpMove, AY | CX}},
	{{OpMove, AX | CY}, {OpMove, AX | CX}},
	{{OpMove, AX | CY}, {OpMove, AX | CY}},
	{{OpMove, AX | CY}, {OpMove, AY | CX}},
	{{OpMove, AY | CX}, {OpMove, AX | CX}},
	{{OpMove, AY | CX}, {OpMove, AX | CY}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}},
	{{OpMove, AX | CX}, {OpMoveC, CX}},
	{{OpMove, AY | CX}, {OpMoveC, CX}},
	{{OpMoveC, CX}, {OpMoveC, CX}},
	{{OpMove, AX | CX}, {OpMove, AX | CX}, {OpMove, AX | CX}},
	{{OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}},
	{{OpMove, AX | CY}, {OpMove, AY | CX}, {OpMove, AY | CX}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}},
	{{OpMove, 0}, {OpMove, 0}, {OpMove, 0}},
	{{OpMove, 0}, {OpJump, 0}},
	{{OpMoveC, 0}, {OpJump, 0}},

	// Calls.
	{{OpMove, AX | CX}, {OpCall, 0}},
	{{OpMove, AY | CX}, {OpCall, 0}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpCall, 0}},
	{{OpMove, AX | CY}, {OpMove, AX | CX}, {OpCall, 0}},
	{{OpMove, AX | CY}, {OpMove, AY | CX}, {OpCall, 0}},
	{{OpMove, 0}, {OpMove, 0}, {OpCall, 0}},
	{{OpMove, AX | CX}, {OpCallOnly, 0}},
	{{OpMove, AX | CX}, {OpMove, AX | CX}, {OpCallOnly, 0}},
	{{OpMoveC, CX}, {OpCall, 0}},
	{{OpMoveC, CX}, {OpCallExt, 0}},
	{{OpMoveC, CX}, {OpCallOnly, 0}},
	{{OpMove, AY | CX}, {OpCallLast, 0}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpCallLast, 0}},
	{{OpMove, AX | CX}, {OpMove, AY | CX}, {OpCallLast, 0}},
	{{OpSubC, 0}, {OpCallLast, 0}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCallLast, 0}},
	{{OpMove, AX | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCallLast, 0}},
	{{OpMove, 0}, {OpMove, 0}, {OpMove, 0}, {OpCallLast, 0}},
	{{OpMove, 0}, {OpCallFun, 0}},
	{{OpMove, 0}, {OpMove, 0}, {OpCallFun, 0}},
	{{OpGetList, AX | BY | CX}, {OpCall, 0}},
	{{OpAddC, 0}, {OpCall, 0}},
	{{OpSubC, 0}, {OpCall, 0}},
	{{OpSubC, AX | CX}, {OpCall, 0}},
	{{OpSubC, 0}, {OpMove, 0}, {OpCall, 0}},
	{{OpSubC, AY | CX}, {OpMove, AX | CY}, {OpMove, AX | CX}, {OpCall, 0}},
	{{OpSubC, AY | CX}, {OpMove, AX | CY}, {OpMove, AX | CX}, {OpMove, AY | CX}, {OpCall, 0}},
	{{OpSubC, AY | CX}, {OpMove, AX | CY}, {OpMove, AX | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCall, 0}},
	{{OpAddC, AX | CX}, {OpCallOnly, 0}},
	{{OpSubC, AX | CX}, {OpCallOnly, 0}},
	{{OpAdd, AX | BX | CX}, {OpSubC, AX | CX}, {OpCallOnly, 0}},
	{{OpPutList, AX | BX | CX}, {OpCallOnly, 0}},

	// Arithmetic.
	{{OpAdd, AX | BX | CX}},
	{{OpSub, AX | BX | CX}},
	{{OpAddC, AX | CX}},
	{{OpSubC, AX | CX}},
	{{OpMove, 0}, {OpAddC, 0}},
	{{OpMove, 0}, {OpSubC, 0}},
	{{OpMul, AX | BX | CX}},
	{{OpMulC, AX | CX}, {OpBandC, AX | CX}},
	{{OpMulC, 0}, {OpAddC, 0}, {OpRemC, 0}},
	{{OpAdd, AX | BX | CX}, {OpMove, AX | CX}, {OpCallOnly, 0}},

	// Data.
	{{OpGetList, AX | BX | CX}},
	{{OpGetElement, AX | CX}},
	{{OpGetElement, AX | CX}, {OpGetElement, AX | CX}},
	{{OpGetElement, AX | CX}, {OpGetElement, AX | CX}, {OpGetElement, AX | CX}},
	{{OpGetElement, 0}, {OpGetElement, 0}},
	{{OpGetElement, AX | CX}, {OpSelect, 0}},
	{{OpGetElement, AX | CX}, {OpIsEqExactC, 0}},
	{{OpPutList, AX | BX | CX}},
	{{OpPutList, 0}, {OpPutList, 0}},

	// Binaries.
	{{OpBsStartMatch, 0}, {OpBsGetByte, 0}},
	{{OpBsStartMatch, 0}, {OpBsGetByte, 0}, {OpBsTestMask, 0}},
	{{OpBsGetByte, 0}, {OpBsTestMask, 0}},

	// The starts of functions that go through a list, or call a function for each of its elements.
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BX | CY}, {OpCallFun, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BX | CY}, {OpMove, AY | CX}, {OpCallFun, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BY | CY}, {OpMove, 0}, {OpMove, 0}, {OpCallFun, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpGetList, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, 0}, {OpMove, 0}, {OpCallFun, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpGetList, 0}, {OpCallFun, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpInitY, 0}, {OpMove, AX | CY}, {OpGetList, 0}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpInitY, 0}, {OpMove, AX | CY}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpGetList, AX | BX | CX}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpAdd, AX | BX | CX}, {OpCallOnly, 0}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsEqExactC, 0}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsEqExact, 0}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsGtC, 0}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsLt, AX | BX}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsNil, 0}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsNonemptyList, 0}, {OpAllocate, 0}},
	{{OpIsNonemptyList, 0}, {OpGetList, AX | BX | CX}, {OpIsTupleOf, 0}, {OpGetElement, AX | CX}},

	// Frames that are made for one call.
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, 0}, {OpCallFun, 0}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, 0}, {OpCallFun, 0}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, 0}, {OpMove, 0}, {OpCallFun, 0}},
	{{OpAllocate, 0}, {OpCallFun, 0}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpCall, 0}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CX}, {OpCall, 0}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AY | CX}, {OpCall, 0}},

	// Calls with what was computed just before.
	{{OpSubC, 0}, {OpMove, AY | CX}, {OpCallLast, 0}},
	{{OpAddC, 0}, {OpCallLast, 0}},
	{{OpMove, AX | CY}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCall, 0}},
	{{OpMove, AX | CY}, {OpMove, AY | CX}, {OpMoveC, CX}, {OpCallExt, 0}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCall, 0}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCallFun, 0}},
	{{OpMove, 0}, {OpMove, 0}, {OpMove, 0}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCallLast, 0}},
	{{OpMove, AY | CX}, {OpCallExt, 0}},
	{{OpMoveC, CX}, {OpCallExtOnly, 0}},
	{{OpAdd, AX | BX | CX}, {OpCallOnly, 0}},
	{{OpSub, AX | BX | CX}, {OpCallOnly, 0}},
	{{OpRemC, 0}, {OpCallOnly, 0}},
	{{OpMulC, 0}, {OpRemC, 0}, {OpCallOnly, 0}},
	{{OpRemC, 0}, {OpSubC, 0}, {OpMove, 0}, {OpCall, 0}},
	{{OpAddC, 0}, {OpRemC, 0}},
	{{OpPutTuple2, 0}, {OpCall, 0}},
	{{OpPutTuple2, 0}, {OpAddC, 0}, {OpCall, 0}},
	{{OpTestHeap, 0}, {OpPutList, 0}, {OpPutTuple2, 0}},
	{{OpTestHeap, 0}, {OpPutList, 0}, {OpMove, AX | CX}, {OpCallOnly, 0}},
	{{OpTestHeap, 0}, {OpPutListCT, 0}},
	{{OpGetElement, AX | CX}, {OpCallOnly, 0}},
	{{OpIsLt, AX | BX}, {OpGetElement, AX | CX}, {OpCallOnly, 0}},

	// Results.
	{{OpGetElement, AX | CX}, {OpReturn, 0}},
	{{OpPutTuple2, 0}, {OpReturn, 0}},
	{{OpPutTuple2, 0}, {OpDeallocate, 0}, {OpReturn, 0}},
	{{OpSub, 0}, {OpReturn, 0}},
	{{OpMulC, 0}, {OpReturn, 0}},
	{{OpRemC, 0}, {OpReturn, 0}},
	{{OpIntDivC, 0}, {OpAdd, AX | BX | CX}},
	{{OpRemC, 0}, {OpAdd, 0}, {OpReturn, 0}},
	{{OpRemC, 0}, {OpIsEqExactC, 0}},
	{{OpBslC, 0}, {OpBandC, 0}, {OpBxor, 0}},
	{{OpBxor, 0}, {OpReturn, 0}},
	{{OpLtValue, 0}, {OpReturn, 0}},
	{{OpGeValue, 0}, {OpReturn, 0}},
	{{OpEqValue, 0}, {OpReturn, 0}},
	{{OpExactEqValue, 0}, {OpReturn, 0}},
	{{OpIsMap, 0}, {OpGetMapElement, 0}, {OpReturn, 0}},
	{{OpIsTaggedTuple, 0}, {OpGetElement, 0}, {OpReturn, 0}},
	{{OpIsGe, AX | BX}, {OpReturn, 0}},
	{{OpMoveC, CX}, {OpMoveC, CX}, {OpGeValue, 0}, {OpReturn, 0}},
	{{OpMoveC, 0}, {OpLtValue, 0}, {OpReturn, 0}},
	{{OpMoveC, 0}, {OpGeValue, 0}, {OpReturn, 0}},
	{{OpMoveC, 0}, {OpExactEqValue, 0}, {OpReturn, 0}},
	{{OpTryEnd, 0}, {OpDeallocate, 0}, {OpReturn, 0}},

	// Tests that come together.
	{{OpIsNeExactC, 0}, {OpIsNeExactC, 0}},
	{{OpIsNeExactC, 0}, {OpIsNeExactC, 0}, {OpIsNeExactC, 0}, {OpIsNeExactC, 0}},
	{{OpIsGeC, 0}, {OpIsLeC, 0}},
	{{OpMoveC, 0}, {OpIsFunction2, 0}},
	{{OpIntDiv, 0}, {OpRem, 0}},
	{{OpElement, 0}, {OpIsEq, 0}},
	{{OpIsInteger, 0}, {OpIsGeC, 0}},
	{{OpIsInteger, 0}, {OpIsInteger, 0}},
	{{OpIsInteger, 0}, {OpIsGtC, 0}},
	{{OpIsGtC, 0}, {OpIsGe, AX | BX}},
	{{OpIsTupleOf, 0}, {OpGetElement, AX | CX}, {OpIsLt, AX | BX}},
	{{OpIsTupleOf, 0}, {OpGetElement, AX | CX}, {OpSelect, 0}},
	{{OpIsTupleOf, 0}, {OpGetElement, AX | CX}, {OpGetElement, AX | CX}, {OpGetElement, AX | CX}, {OpGetElement, AX | CX}},
	{{OpIsTaggedTuple, 0}, {OpGetElement, 0}},
	{{OpIsMap, 0}, {OpGetMapElement, 0}},
	{{OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}},

	// Binaries.
	{{OpBsStartMatch, 0}, {OpBsGetPosition, 0}},
	{{OpBsStartMatch, 0}, {OpBsGetUtf8, 0}, {OpBsTestMask, 0}},
	{{OpBsGetUtf8, 0}, {OpBsTestMask, 0}},
	{{OpBsTestMask, 0}, {OpBsGetTail, 0}},
	{{OpBsSkipC, 0}, {OpBsTestMask, 0}, {OpBsGetTail, 0}},
	{{OpBsGetBytes, 0}, {OpBsTestMask, 0}},
	{{OpBsGetLittle, 0}, {OpBsTestMask, 0}},
	{{OpBsSkipC, 0}, {OpBsTestMask, 0}},

	// The ends of functions with the frames that are common.
	{{OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpMove, AY | CX}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpMove, AY | CX}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpMove, AY | CX}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpMove, AY | CX}, {OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpMoveC, CX}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpMoveC, CX}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpMoveC, CX}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpMoveC, CX}, {OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpAdd, AY | BX | CX}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpAdd, AY | BX | CX}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpAdd, AY | BX | CX}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpAdd, AY | BX | CX}, {OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpAdd, 0}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpAdd, 0}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpAdd, 0}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpAdd, 0}, {OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutList, AY | BX | CX}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutList, AY | BX | CX}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutList, AY | BX | CX}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutList, AY | BX | CX}, {OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutTuple2, 0}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutTuple2, 0}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutTuple2, 0}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpTestHeap, 0}, {OpPutTuple2, 0}, {OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpGetElement, 0}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpGetElement, 0}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpGetElement, 0}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpGetElement, 0}, {OpDeallocate, Frame4}, {OpReturn, 0}},
	{{OpPutTuple2, 0}, {OpDeallocate, Frame1}, {OpReturn, 0}},
	{{OpPutTuple2, 0}, {OpDeallocate, Frame2}, {OpReturn, 0}},
	{{OpPutTuple2, 0}, {OpDeallocate, Frame3}, {OpReturn, 0}},
	{{OpPutTuple2, 0}, {OpDeallocate, Frame4}, {OpReturn, 0}},

	// Calls of funs with one argument and with two.
	{{OpCallFun, Args1}},
	{{OpCallFun, Args2}},
	{{OpMove, 0}, {OpCallFun, Args1}},
	{{OpMove, 0}, {OpCallFun, Args2}},
	{{OpMove, 0}, {OpMove, 0}, {OpCallFun, Args1}},
	{{OpMove, 0}, {OpMove, 0}, {OpCallFun, Args2}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BX | CY}, {OpCallFun, Args1}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BX | CY}, {OpCallFun, Args2}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BX | CY}, {OpMove, AY | CX}, {OpCallFun, Args1}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BX | CY}, {OpMove, AY | CX}, {OpCallFun, Args2}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BY | CY}, {OpMove, 0}, {OpMove, 0}, {OpCallFun, Args1}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, AX | BY | CY}, {OpMove, 0}, {OpMove, 0}, {OpCallFun, Args2}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, 0}, {OpMove, 0}, {OpCallFun, Args1}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpGetList, 0}, {OpMove, 0}, {OpCallFun, Args2}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpGetList, 0}, {OpCallFun, Args1}},
	{{OpIsNonemptyList, 0}, {OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpGetList, 0}, {OpCallFun, Args2}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, 0}, {OpCallFun, Args1}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, 0}, {OpCallFun, Args2}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, 0}, {OpCallFun, Args1}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, 0}, {OpCallFun, Args2}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, 0}, {OpMove, 0}, {OpCallFun, Args1}},
	{{OpAllocate, 0}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, AX | CY}, {OpMove, 0}, {OpMove, 0}, {OpCallFun, Args2}},
	{{OpAllocate, 0}, {OpCallFun, Args1}},
	{{OpAllocate, 0}, {OpCallFun, Args2}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCallFun, Args1}},
	{{OpMove, AY | CX}, {OpMove, AY | CX}, {OpMove, AY | CX}, {OpCallFun, Args2}},
}
