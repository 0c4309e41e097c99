package code

// Op is a specific instruction: what the loader makes of the generic ones and the interpreter runs.
//
// Every instruction starts with 16 bytes, two words. The first holds the opcode and three 16-bit
// operands A, B and C from low to high; the second is D, or its halves: F, the low one, signed,
// mostly a branch offset in bytes from the start of the instruction, and H, the high one. Where an instruction has no H,
// and in packed operands, a branch is the address itself. Longer
// instructions go on with packed operands, one word each, padded to 16 bytes.
//
// A register operand is the byte offset of an X register from the first (floating-point and
// scratch registers lie behind the X registers), or with bit 0 set the byte offset from the stack
// pointer of a Y register. A packed operand is a constant term, or, with the lowest two bits zero,
// four times a register operand.
//
// The comments give the operands; "→" marks what is written, "r" a register, "k" a constant.
type Op uint16

// InstrBytes is the size of an instruction without packed operands.
const InstrBytes = 16

// Register operands.
const (
	// MaxX is the number of X registers.
	MaxX = 1024
	// ScratchX is the first of NumScratch registers in which the loader puts constants and the like
	// for the one instruction that follows.
	ScratchX   = MaxX
	NumScratch = 8
	// FloatX is where the floating-point registers lie.
	FloatX    = ScratchX + NumScratch
	NumFloats = 1024
	// BankWords is the size of the whole bank of registers.
	BankWords = FloatX + NumFloats
	// YFlag marks a Y register.
	YFlag = 1
	// MaxY is the number of Y registers that a frame can have.
	MaxY = 8190
)

// XRef is the operand for X register n.
func XRef(n int) uint16 { return uint16(n * 8) }

// YRef is the operand for Y register n: word 0 of a frame is where its calls return to.
func YRef(n int) uint16 { return uint16((n+1)*8) | YFlag }

// FRef is the operand for floating-point register n.
func FRef(n int) uint16 { return XRef(FloatX + n) }

// The specific instructions.
const (
	OpInvalid Op = iota

	// Control. Calls that return are followed by an OpReturnPoint, which is skipped on return.
	OpJump        // F
	OpCall        // A arity; F
	OpCallOnly    // A arity; F
	OpCallLast    // A arity, B frame bytes; F
	OpCallExt     // A arity; D export entry
	OpCallExtOnly // A arity; D export entry
	OpCallExtLast // A arity, B frame bytes; D export entry
	OpCallFun     // A arity of the call; fun in X[A]; C bytes of the frame to release, 0 when the call returns here
	OpCallFun2    // A arity, B fun r, C as for OpCallFun
	OpCallRaise   // A arity; D export entry of a native that only raises: call it from here
	OpReturn
	OpAllocate    // A frame bytes, B live; D heap bytes
	OpDeallocate  // A frame bytes
	OpTestHeap    // B live; D bytes
	OpInitY       // A, B, C three Y registers, the same one again where fewer
	OpFuncInfo    // A arity; F function atom, H module atom (numbers)
	OpReturnPoint // descriptor, not executed
	OpNative      // A arity, C where the result goes; D native: call it
	OpUndefined   // A arity: function of an export entry does not exist
	OpFunUnloaded // A arity: function of a fun entry does not exist

	// Moves.
	OpMove  // A r, → C r
	OpMoveC // D k, → C r
	OpSwap  // A r, B r

	// Tests: fall through, or branch by F.
	OpIsInteger      // A x
	OpIsFloat        // A x
	OpIsNumber       // A x
	OpIsAtom         // A x
	OpIsBoolean      // A x
	OpIsPid          // A x
	OpIsReference    // A x
	OpIsPort         // A r
	OpIsNil          // A x
	OpIsList         // A x
	OpIsNonemptyList // A x
	OpIsTuple        // A x
	OpIsBinary       // A x
	OpIsBitstring    // A x
	OpIsMap          // A x
	OpIsFunction     // A x
	OpIsFunction2    // A r, B r arity
	OpIsTupleOf      // A x; H header word
	OpTestArity      // A x known to be a tuple; H header word
	OpIsTaggedTuple  // A x, B header word; H tag
	OpIsEqExactC     // A x; H constant, sign extended
	OpIsNeExactC     // A x; H constant, sign extended
	OpIsEqExact      // A r, B r
	OpIsNeExact      // A r, B r
	OpIsEq           // A r, B r
	OpIsNe           // A r, B r
	OpIsLt           // A r, B r
	OpIsGe           // A r, B r
	OpIsLtC          // A x < constant H, a small integer
	OpIsGeC          // A x >= constant H
	OpIsGtC          // constant H < A r
	OpIsLeC          // constant H >= A r
	OpSelect         // A x; F default, H pairs; packed: raw pairs constant, offset; few
	OpSelectBinary   // the same, sorted by constant as unsigned words, many
	OpSelectTable    // A x; F default, H offsets; packed: raw first integer, offsets
	OpSelectArity    // A x tuple; F default, H pairs; packed: raw pairs header, offset

	// Data.
	OpGetList         // A r, → B r, → C r
	OpGetHd           // A r, → C r
	OpGetTl           // A r, → C r
	OpGetElement      // A r, B byte offset of the element, → C r
	OpSetElement      // A r value, B byte offset, C r tuple
	OpPutList         // A r head, B r tail, → C r
	OpPutListCH       // D k head, B r tail, → C r
	OpPutListCT       // A r head, D k tail, → C r
	OpPutTuple        // B arity, → C r; packed: elements
	OpPutTuple2       // A r, B r, → C r
	OpUpdateRecord    // A r tuple, B number of updates, → C r; D arity; packed: raw index, value
	OpMakeFun         // A arity, B number of free variables, → C r; D fun entry; packed: free variables
	OpMakeFunX        // D fun entry: free variables in the first X registers, → X0; nothing is reserved
	OpBuildStacktrace //
	OpRawRaise        //
	OpRaise           // A r trace, B r reason
	OpCatch           // A y; D catch term
	OpTryEnd          // A y
	OpCatchEnd        // A y
	OpTryCase         // A y
	OpBadmatch        // A r
	OpCaseClause      // A r
	OpTryClause       // A r
	OpIfClause        //
	OpBadrecord       // A r
	OpApply           // A arity
	OpApplyLast       // A arity, B frame bytes
	OpStartMFA        // a new process: X0 module, X1 function, X2 arguments
	OpStartFun        // a new process: X0 fun, X1 arguments
	OpApplyMFA        // erlang:apply/3, as a stub
	OpApplyFun        // erlang:apply/2, as a stub
	OpExitNormal      // the process's first function has returned
	OpCallbackReturn  // a call from a dirty native has returned
	OpRetry           // the module that a call needs may be loaded now: call again
	OpLongArith       // X0 has the result of an operation that ran off the scheduler
	OpIllegal         // A generic opcode: unsupported instruction

	// Arithmetic. F is where a guard fails, 0 in a body; H has live registers where not given.
	OpAdd     // A r, B r, → C r
	OpSub     // A r, B r, → C r
	OpMul     // A r, B r, → C r
	OpIntDiv  // A r, B r, → C r
	OpRem     // A r, B r, → C r
	OpBand    // A r, B r, → C r
	OpBor     // A r, B r, → C r
	OpBxor    // A r, B r, → C r
	OpBsl     // A r, B r, → C r
	OpBsr     // A r, B r, → C r
	OpBnot    // A r, → C r
	OpNeg     // A r, → C r
	OpAbs     // A r, → C r; F
	OpDiv     // A r, B r, → C r
	OpAddC    // A r, B live, → C r; D small k (no guard)
	OpSubC    // A r, B live, → C r; D small k
	OpBandC   // A r, B live, → C r; D small k, not negative
	OpMulC    // A r, B live, → C r; D small k
	OpRemC    // A r, B live, → C r; D small k, positive
	OpIntDivC // A r, B live, → C r; D small k, positive
	OpBsrC    // A r, B live, → C r; D shift, raw, 0 to 63
	OpBslC    // A r, B live, → C r; D shift, raw, 0 to 59

	// Guard natives: H has the native in the low 24 bits, live above.
	OpBifMissing   // D export entry: no such native
	OpBif0         // → C r; H native
	OpBif1         // A r, → C r; F; H native
	OpBif2         // A r, B r, → C r; F; H native
	OpBif3         // A r, B r, → C r, third in ScratchX+2; F; H native
	OpHd           // A r, → C r; F
	OpTl           // A r, → C r; F
	OpTupleSize    // A r, → C r; F
	OpElement      // A r index, B r tuple, → C r; F
	OpElementC     // A r tuple, B index k, → C r; F
	OpByteSize     // A r, → C r; F
	OpMapSize      // A r, → C r; F
	OpLength       // A r, → C r; F
	OpSelf         // → C r
	OpKeepState    // X0 is the state that is kept; → X0, the atom ok
	OpNot          // A r, → C r; F
	OpAnd          // A r, B r, → C r; F
	OpOr           // A r, B r, → C r; F
	OpExactEqValue // A r, B r, → C r
	OpExactNeValue // A r, B r, → C r
	OpEqValue      // A r, B r, → C r
	OpNeValue      // A r, B r, → C r
	OpLtValue      // A r, B r, → C r
	OpGeValue      // A r, B r, → C r

	// Floating point.
	OpFLoad  // A r, → C fr: r must be a float
	OpFConv  // A r, → C fr: r any number
	OpFMove  // A fr, → C fr
	OpFStore // A fr, → C r, from two words of the heap
	OpFLoadC // D raw float, → C fr
	OpFAdd   // A fr, B fr, → C fr; F
	OpFSub   // A fr, B fr, → C fr; F
	OpFMul   // A fr, B fr, → C fr; F
	OpFDiv   // A fr, B fr, → C fr; F
	OpFNeg   // A fr, → C fr; F

	// Messages.
	OpSend              //
	OpRemoveMessage     //
	OpTimeout           //
	OpLoopRec           // → X0; F when the mailbox has no more
	OpLoopRecEnd        // F
	OpWait              // F
	OpWaitTimeout       // A r; F
	OpRecvMarkerBind    // A r, B r
	OpRecvMarkerClear   // A r
	OpRecvMarkerReserve // → C r
	OpRecvMarkerUse     // A r

	// Maps.
	OpGetMapElement   // A r map, B r key, → C r; F
	OpGetMapElementC  // A r map, B fail in instructions, → C r; D immediate key
	OpGetMapElements  // A r map, B pairs; F; packed: key, → register (raw operand)
	OpGetMapElementsC // OpGetMapElements where the keys are immediates and only the last register may be that of the map
	OpHasMapFieldsC   // OpHasMapFields where the keys are immediates
	OpHasMapFields    // A r map, B keys; F; packed: keys
	OpPutMapAssoc     // A r map, B pairs, → C r; F fail, H live; packed: key, value
	OpPutMapExact     // A r map, B pairs, → C r; F fail, H live; packed: key, value

	// Binaries.
	OpBsStartMatch   // A r, B live, → C r; F; context or binary
	OpBsStartMatchX  // the same where it cannot fail
	OpBsGetInteger   // A r context, B flags and unit, → C r; F, H live; packed: size
	OpBsGetFloat     // the same
	OpBsGetBinary    // the same
	OpBsGetBinaryAll // A r context, B unit, → C r; F, H live
	OpBsSkip         // A r context, B unit; F; packed: size
	OpBsTestTail     // A r context; F, H bits
	OpBsTestUnit     // A r context, B unit; F
	OpBsMatchString  // A r context, B bits; F; packed: raw address of the bytes
	OpBsGetTail      // A r context, → C r
	OpBsGetPosition  // A r context, → C r
	OpBsSetPosition  // A r context, B r
	OpBsGetUtf8      // A r context, → C r; F
	OpBsGetUtf16     // A r context, B flags, → C r; F
	OpBsGetUtf32     // A r context, B flags, → C r; F
	OpBsMatch        // A r context, B commands; F; packed: commands, see loader
	OpBsCreateBin    // A segments, B kind, → C r; F, H live; packed: segments, see loader
	OpBsAppendByte   // OpBsCreateBin of a binary to append to and one byte
	OpBsUtf8Size     // A r, → C r
	OpBsUtf16Size    // A r, → C r
	OpBsAdd          // A r, B r, → C r; F, H unit
	OpBsInit         // A r size in units, B unit, → C r; F, H live
	OpBsInitWritable // X0 size → X0
	OpBsAppend       // A r binary, B unit, → C r; F; packed: size, raw append kind
	OpBsPutInteger   // A r value, B flags and unit; F; packed: size
	OpBsPutFloat     // the same
	OpBsPutBinary    // the same, size all: the atom all
	OpBsPutString    // B bytes; D address
	OpBsPutUtf8      // A r; F
	OpBsPutUtf16     // A r, B flags; F
	OpBsPutUtf32     // A r, B flags; F
	OpBsGetByte      // A r context, → C r; F: eight bits, unsigned
	OpBsGetBytes     // A r context, B number of bytes up to 7, → C r; F: unsigned, big-endian
	OpBsGetLittle    // the same, little-endian
	OpBsGetBits      // A r context, B number of bits up to 56, → C r; F: unsigned, big-endian
	OpBsSkipC        // A r context; F, H bits
	OpBsTestMask     // A r context, B unit - 1, a power of two less one; F

	// Natives of which the loop does the usual cases, with the operands of OpNative: see NativeOp.
	OpNativeMax
	OpNativeMin
	OpNativeAdd
	OpNativeSub
	OpNativeLt
	OpNativeGe
	OpNativeGt
	OpNativeLe
	OpNativeEq
	OpNativeNe
	OpNativeSetElement
	OpNativePutMap
	OpNativeIsKey
	OpNativeGetMap
	OpNativeReverse
	OpNativeReverseOnto
	OpNativeAppend
	OpNativeMember
	OpNativeKeyFind
	OpNativeKeyMember
	OpNativeSqrt
	OpNativeDecimal

	// FirstFused is the first of the fused instructions, which stand for the sequences in Patterns.
	FirstFused

	// NumOps is the number of specific instructions.
	NumOps = FirstFused + Op(len(Patterns))
)

// Operand C of OpNative and its like.
const (
	// NativeReturns: the result is returned to the caller.
	NativeReturns = 0
	// NativeGoesOn: an OpReturnPoint follows, and the function goes on behind it.
	NativeGoesOn = 1
)

// Catches and code addresses.
const (
	catchTag  = 0x1B
	catchMask = 0x3F
)

// CatchTerm is the stack word that marks a handler at the code address a.
func CatchTerm(a uintptr) uint64 { return uint64(a)<<2 | catchTag }

// IsCatch tells whether a stack word marks a handler.
func IsCatch(w uint64) bool { return w&catchMask == catchTag }

// CatchAddress is the handler that a stack word marks.
func CatchAddress(w uint64) uintptr { return uintptr(w >> 2 &^ 15) }

// Head makes the first word of an instruction.
func Head(op Op, a, b, c uint16) uint64 {
	return uint64(op) | uint64(a)<<16 | uint64(b)<<32 | uint64(c)<<48
}
