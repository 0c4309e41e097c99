package codegen

import (
	"joist/internal/core"
	"joist/internal/opcode"
)

// value is an operand in the control flow graph: a number from 0 is the result of an instruction or
// a parameter, a number from lazyBase is a part of a value that has not been taken out yet (only
// while matching is built), a negative number is a constant.
type value int32

const (
	noValue  value = -1 << 31
	lazyBase value = 1 << 28
	// killBit marks, in the arguments of an instruction after liveness, the last use of a value.
	killBit value = 1 << 29
)

func (v value) isConst() bool { return v < 0 }
func (v value) isLazy() bool  { return v >= lazyBase }
func (v value) isReg() bool   { return v >= 0 && v < lazyBase }

// blockID numbers the blocks of a function.
type blockID int32

const noBlock blockID = -1

// ssaOp is an instruction of the graph that does not end a block.
type ssaOp uint8

const (
	opCopy          ssaOp = iota // dst = args[0]
	opBif                        // bif that neither allocates nor fails into a label
	opGcBif                      // bif that may allocate
	opElement                    // args[0] is a tuple, aux the index from 0
	opHead                       // args[0] is a cons
	opTail                       //
	opCons                       // head, tail
	opTuple                      //
	opMapAssoc                   // map, k, v, ...
	opMapExact                   //
	opMakeFun                    // aux is the lambda, args the captured values
	opCall                       // aux is the callee (index in module.entries)
	opCallExt                    // ext is the callee
	opCallFun                    // arguments, then the fun
	opApply                      // arguments, then module and name
	opBinary                     // bs_create_bin; segs describes args
	opTryEnd                     // args[0] is the tag
	opTryCase                    // args[0] is the tag; dst, dst+1, dst+2 are class, reason, raw trace
	opRemoveMessage              //
	opTimeout                    //
	opStacktrace                 // args[0] is the raw trace
	opBsPosition                 // args[0] is the context
	opBsSetPosition              // context, position
	opBsTail                     // args[0] is the context
	opMarkerReserve              //
	opMarkerBind                 // marker, reference
	opMarkerUse                  // reference
)

// clobbers says that the instruction leaves nothing in the X registers but its result.
func (op ssaOp) clobbers() bool {
	switch op {
	case opCall, opCallExt, opCallFun, opApply, opStacktrace, opTryCase:
		return true
	}
	return false
}

// instr is one instruction. dst is noValue when there is no result, or it is not used.
type instr struct {
	op   ssaOp
	dst  value
	aux  int32
	line int32
	args []value
	ext  *extern
	segs []binSegment
}

// extern is a function of another module, or a bif.
type extern struct {
	module, name string
	arity        int
	index        int64 // in the module's imports; -1 while no instruction names it
}

// binSegment is a segment of opBinary: its value is args[val]; its size args[size], or -1.
type binSegment struct {
	seg  *core.Segment
	text string // a literal string in place of val
	val  int
	size int
}

// termKind is how a block ends.
type termKind uint8

const (
	termNone       termKind = iota
	termJump                // to succ[0] with args
	termTest                // op args: succ[0] when it holds, succ[1] when not
	termBif                 // dst = bif args, succ[1] when it fails; ext
	termGcBif               //
	termSelect              // args[0] against cases, succ[1] when none
	termSelectAr            // tuple arity of args[0]
	termReturn              // args[0]
	termTailCall            // like opCall: aux
	termTailExt             // ext
	termTailFun             //
	termTailApply           //
	termNoReturn            // a call of erlang:error and the like
	termClause              // function_clause
	termBadmatch            // args[0]
	termCaseEnd             // args[0]
	termTryEnd              // args[0]: try_clause
	termIfEnd               //
	termRaise               // raw trace, reason
	termTry                 // succ[0] the body, succ[1] the handler
	termLoopRec             // dst is the message; succ[0], and succ[1] when there is none
	termLoopRecEnd          // back to succ[0]
	termWait                // back to succ[0]
	termWaitFor             // back to succ[0], or after args[0] ms to succ[1]
	termBsStart             // dst = context of args[0], succ[1] when it is no bitstring
	termBsGet               // dst = segment; args context, size
	termBsSkip              // args context, size
	termBsTail              // aux bits left
	termBsUnit              // aux unit
	termBsString            // aux offset of text
	termGetMap              // args map, keys...; dst, dst+1 ... values
	termHasKeys             // args map, keys...
)

// switchCase is one case of termSelect: a constant, or an arity, and where to go.
type switchCase struct {
	val value
	to  blockID
}

type terminator struct {
	kind  termKind
	op    opcode.Op // termTest
	dst   value
	ndst  int32
	aux   int32
	line  int32
	args  []value
	succ  [2]blockID
	cases []switchCase
	ext   *extern
	seg   *core.Segment
	text  string
}

// block is a basic block. handler is the handler of the try around it.
type block struct {
	params  []value
	code    []instr
	term    terminator
	facts   *fact
	npred   int32
	handler blockID
	depth   int32 // how many tries are around
	// loop says that the block is the head of a receive loop.
	loop bool
}

// fn is one function as a graph. Block 0 is the entry.
type fn struct {
	name   string
	arity  int
	line   int32
	params []value
	// Blocks lie in chunks, so that they stay where they are and are not copied.
	chunks  []*[blockChunk]block
	nblocks int
	nvalues int32
	types   []typeSet
	consts  []core.Const
	// crowded are values that belong on the stack because too many wait with them.
	crowded []value
}

// blockChunk is how many blocks are allocated at once.
const blockChunk = 16

func (f *fn) block(id blockID) *block { return &f.chunks[uint(id)/blockChunk][uint(id)%blockChunk] }

// newBlock makes a block.
func (f *fn) newBlock() (blockID, *block) {
	id := blockID(f.nblocks)
	if f.nblocks == len(f.chunks)*blockChunk {
		f.chunks = append(f.chunks, new([blockChunk]block))
	}
	f.nblocks++
	return id, f.block(id)
}

func (f *fn) newValue(t typeSet) value {
	v := value(f.nvalues)
	f.nvalues++
	f.types = append(f.types, t)
	return v
}

// constant makes a constant operand.
func (f *fn) constant(c core.Const) value {
	f.consts = append(f.consts, c)
	return value(-len(f.consts))
}

func (f *fn) constOf(v value) core.Const { return f.consts[-v-1] }

// successors calls visit for every block that b's terminator may go to, the likely one last; the
// way back of a receive loop is left out.
func (t *terminator) successors(visit func(blockID)) {
	switch t.kind {
	case termLoopRecEnd, termWait:
		return
	case termWaitFor:
		visit(t.succ[1])
		return
	case termJump:
		visit(t.succ[0])
		return
	case termSelect, termSelectAr:
		visit(t.succ[1])
		for i := len(t.cases) - 1; i >= 0; i-- {
			visit(t.cases[i].to)
		}
		return
	case termTest, termBif, termGcBif, termTry, termLoopRec, termBsStart, termBsGet, termBsSkip,
		termBsTail, termBsUnit, termBsString, termGetMap, termHasKeys:
		visit(t.succ[1])
		visit(t.succ[0])
	}
}
