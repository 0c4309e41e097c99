package interp

import (
	"math"

	"joist/internal/code"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// regs is what the loop and the handlers share: the loop keeps the first four in locals while it runs.
//
// The order of the fields and the gap make the loop's dispatch, 31 bytes on amd64, start at a multiple of 32: where
// it crosses a cache line, which the linker decides otherwise, everything takes 13 to 20 % longer.
type regs struct {
	need uintptr // exitCollect: bytes that must be free after the collection
	live int     // exitCollect and exitYield: live X registers

	pc   uintptr
	reds int64
	heap *heap.Heap // of the process; holds the heap's top and the stack pointer
	self uint64     // the process's pid
	_    [11]uint64
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
	if ref&code.YFlag != 0 {
		x = sp - code.YFlag
	}
	return x + uintptr(ref)
}

// run runs instructions until one must be done outside. It makes no calls: pc, heap top, stack pointer
// and reductions stay in machine registers, and the switch is a jump table. Measured: three calls of
// slow paths inside it cost 35 %, leaving and coming back 1 to 6 ns. It is one function, longer than
// any other, for that reason alone; what is not fast goes to a handler.
func run(r *regs) exit {
	var (
		pc   = r.pc
		x    = r.x
		htop = r.heap.Top
		sp   = r.heap.Stop
		reds = r.reds
		why  = exitSlow
	)
loop:
	for {
		w := mem.Load(pc)
		switch code.Op(w) {
		case code.OpInvalid: // here so that the table starts at 0
			break loop

		// Control.

		case code.OpJump:
			pc += off(pc)
			continue

		case code.OpCall:
			mem.Store(sp, uint64(pc+2*code.InstrBytes))
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 16 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpMoveCall:
			mem.Store(regAddr(x, sp, w>>48), mem.Load(regAddr(x, sp, w>>32&0xFFFF)))
			mem.Store(sp, uint64(pc+2*code.InstrBytes))
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 16 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpMove2Call:
			h := uint64(mem.Load32(pc + 12))
			mem.Store(regAddr(x, sp, w>>32&0xFFFF), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, h&0xFFFF), mem.Load(regAddr(x, sp, w>>48)))
			mem.Store(sp, uint64(pc+2*code.InstrBytes))
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(h >> 16)
			why = exitYield
			break loop

		case code.OpCallOnly:
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 16 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpCallLast:
			sp += uintptr(w >> 32 & 0xFFFF)
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 16 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpCallExt:
			mem.Store(sp, uint64(pc+2*code.InstrBytes))
			pc = mem.LoadPtr(mem.LoadPtr(pc+8) + code.ExportCode)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 16 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpCallExtOnly:
			pc = mem.LoadPtr(mem.LoadPtr(pc+8) + code.ExportCode)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 16 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpCallExtLast:
			sp += uintptr(w >> 32 & 0xFFFF)
			pc = mem.LoadPtr(mem.LoadPtr(pc+8) + code.ExportCode)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 16 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpCallFun, code.OpCallFun2:
			arity := w >> 16 & 0xFFFF
			at := x + uintptr(arity)*8
			if code.Op(w) == code.OpCallFun2 {
				at = regAddr(x, sp, w>>32&0xFFFF)
			}
			f := mem.Load(at)
			if f&tagMask != tagBoxed {
				break loop
			}
			o := uintptr(f) - tagBoxed
			entry := mem.LoadPtr(o + term.FunEntry*8)
			live := arity
			switch mem.Load(o) & subMask {
			case subFun:
				n := mem.Load(o + term.FunArity*8)
				if n&0xFF != arity {
					break loop
				}
				to := x + uintptr(arity)*8
				for from, end := o+term.FunEnv*8, o+term.FunEnv*8+uintptr(n>>8)*8; from < end; from += 8 {
					mem.Store(to, mem.Load(from))
					to += 8
				}
				live += n >> 8
			case subExport:
				if mem.Load(entry+16) != arity {
					break loop
				}
			default:
				break loop
			}
			if frame := uintptr(w >> 48); frame == 0 {
				mem.Store(sp, uint64(pc+2*code.InstrBytes))
			} else {
				sp += frame
			}
			pc = mem.LoadPtr(entry + code.FunCode)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(live)
			why = exitYield
			break loop

		case code.OpReturn:
			pc = mem.LoadPtr(sp)
			continue

		case code.OpDeallocateReturn:
			sp += uintptr(w >> 16 & 0xFFFF)
			pc = mem.LoadPtr(sp)
			continue

		case code.OpMoveReturn:
			mem.Store(x, mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			pc = mem.LoadPtr(sp)
			continue

		case code.OpMoveDeallocateReturn:
			mem.Store(x, mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			sp += uintptr(w >> 32 & 0xFFFF)
			pc = mem.LoadPtr(sp)
			continue

		case code.OpMoveCReturn:
			mem.Store(x, mem.Load(pc+8))
			pc = mem.LoadPtr(sp)
			continue

		case code.OpAllocate:
			frame := uintptr(w >> 16 & 0xFFFF)
			need := frame + mem.LoadPtr(pc+8)
			if sp-htop < need {
				r.need, r.live = need, int(w>>32&0xFFFF)
				why = exitCollect
				break loop
			}
			sp -= frame
			mem.Store(sp, 0)
			pc += code.InstrBytes
			continue

		case code.OpAllocateInit:
			frame := uintptr(w >> 16 & 0xFFFF)
			d := mem.Load(pc + 8)
			if need := frame + uintptr(uint32(d)); sp-htop < need {
				r.need, r.live = need, int(w>>32&0xFFFF)
				why = exitCollect
				break loop
			}
			sp -= frame
			mem.Store(sp, 0)
			mem.Store(sp-code.YFlag+uintptr(w>>48), term.TagNil)
			mem.Store(sp-code.YFlag+uintptr(d>>32), term.TagNil)
			pc += code.InstrBytes
			continue

		case code.OpTestConsAllocate:
			if mem.Load(x+uintptr(w>>16&0xFFFF))&tagMask != tagCons {
				pc += off(pc)
				continue
			}
			frame := uintptr(w >> 32 & 0xFFFF)
			if sp-htop < frame {
				r.need, r.live = frame, int(mem.Load32(pc+12))
				why = exitCollect
				break loop
			}
			sp -= frame
			mem.Store(sp, 0)
			pc += code.InstrBytes
			continue

		case code.OpSubCAllocate:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(pc+8)
			s := a - (b &^ smallMask)
			frame := uintptr(w>>32&0xFF) * 8
			if a&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 || sp-htop < frame {
				break loop
			}
			mem.Store(x+uintptr(w>>48), s)
			sp -= frame
			mem.Store(sp, 0)
			pc += code.InstrBytes
			continue

		case code.OpDeallocate:
			sp += uintptr(w >> 16 & 0xFFFF)
			pc += code.InstrBytes
			continue

		case code.OpTestHeap:
			need := mem.LoadPtr(pc + 8)
			if sp-htop < need {
				r.need, r.live = need, int(w>>32&0xFFFF)
				why = exitCollect
				break loop
			}
			pc += code.InstrBytes
			continue

		case code.OpInitY:
			mem.Store(sp-code.YFlag+uintptr(w>>16&0xFFFF), term.TagNil)
			mem.Store(sp-code.YFlag+uintptr(w>>32&0xFFFF), term.TagNil)
			mem.Store(sp-code.YFlag+uintptr(w>>48), term.TagNil)
			pc += code.InstrBytes
			continue

		// Moves.

		case code.OpMove:
			mem.Store(regAddr(x, sp, w>>48), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpMoveXX:
			mem.Store(x+uintptr(w>>48), mem.Load(x+uintptr(w>>16&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpMoveXY:
			mem.Store(sp-code.YFlag+uintptr(w>>48), mem.Load(x+uintptr(w>>16&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpMoveYX:
			mem.Store(x+uintptr(w>>48), mem.Load(sp-code.YFlag+uintptr(w>>16&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpMoveC:
			mem.Store(regAddr(x, sp, w>>48), mem.Load(pc+8))
			pc += code.InstrBytes
			continue

		case code.OpMoveCX:
			mem.Store(x+uintptr(w>>48), mem.Load(pc+8))
			pc += code.InstrBytes
			continue

		case code.OpMove2:
			mem.Store(regAddr(x, sp, w>>32&0xFFFF), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, mem.Load(pc+8)), mem.Load(regAddr(x, sp, w>>48)))
			pc += code.InstrBytes
			continue

		case code.OpMoveXX2:
			mem.Store(x+uintptr(w>>32&0xFFFF), mem.Load(x+uintptr(w>>16&0xFFFF)))
			mem.Store(x+mem.LoadPtr(pc+8), mem.Load(x+uintptr(w>>48)))
			pc += code.InstrBytes
			continue

		case code.OpMoveYX2:
			mem.Store(x+uintptr(w>>32&0xFFFF), mem.Load(sp-code.YFlag+uintptr(w>>16&0xFFFF)))
			mem.Store(x+mem.LoadPtr(pc+8), mem.Load(sp-code.YFlag+uintptr(w>>48)))
			pc += code.InstrBytes
			continue

		case code.OpMoveXY2:
			mem.Store(sp-code.YFlag+uintptr(w>>32&0xFFFF), mem.Load(x+uintptr(w>>16&0xFFFF)))
			mem.Store(sp-code.YFlag+mem.LoadPtr(pc+8), mem.Load(x+uintptr(w>>48)))
			pc += code.InstrBytes
			continue

		case code.OpMove3:
			d := mem.Load(pc + 8)
			mem.Store(regAddr(x, sp, w>>32&0xFFFF), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, d&0xFFFF), mem.Load(regAddr(x, sp, w>>48)))
			mem.Store(regAddr(x, sp, d>>32), mem.Load(regAddr(x, sp, d>>16&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpMoveJump:
			mem.Store(regAddr(x, sp, w>>48), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			pc += off(pc)
			continue

		case code.OpMoveCJump:
			mem.Store(regAddr(x, sp, w>>48), high(pc))
			pc += off(pc)
			continue

		case code.OpSwap:
			a, b := regAddr(x, sp, w>>16&0xFFFF), regAddr(x, sp, w>>32&0xFFFF)
			v := mem.Load(a)
			mem.Store(a, mem.Load(b))
			mem.Store(b, v)
			pc += code.InstrBytes
			continue

		// Tests.

		case code.OpIsInteger:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&smallMask != term.TagSmall && (v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed)&(subMask^4) != subBig) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsFloat:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed)&subMask != subFloat {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsNumber:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&smallMask != term.TagSmall {
				if v&tagMask != tagBoxed {
					pc += off(pc)
					continue
				}
				if h := mem.Load(uintptr(v)-tagBoxed) & subMask; h != subFloat && h&^4 != subBig {
					pc += off(pc)
					continue
				}
			}
			pc += code.InstrBytes
			continue

		case code.OpIsAtom:
			if mem.Load(x+uintptr(w>>16&0xFFFF))&immMask != tagAtom {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsBoolean:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v != uint64(term.AtomTrue) && v != uint64(term.AtomFalse) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsPid:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&smallMask != term.TagPid {
				if v&tagMask == tagBoxed {
					break loop
				}
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsReference:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed {
				pc += off(pc)
				continue
			}
			if mem.Load(uintptr(v)-tagBoxed)&subMask != subRef {
				break loop
			}
			pc += code.InstrBytes
			continue

		case code.OpIsNil:
			if mem.Load(x+uintptr(w>>16&0xFFFF)) != term.TagNil {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsList:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagCons && v != term.TagNil {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsNonemptyList:
			if mem.Load(x+uintptr(w>>16&0xFFFF))&tagMask != tagCons {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsTuple:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed)&subMask != 0 {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsTupleOf:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed) != uint64(mem.Load32(pc+12)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpTestArity:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if mem.Load(uintptr(v)-tagBoxed) != uint64(mem.Load32(pc+12)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsTaggedTuple:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed) != w>>32&0xFFFF || mem.Load(uintptr(v)-tagBoxed+8) != uint64(mem.Load32(pc+12)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsBinary:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed {
				pc += off(pc)
				continue
			}
			h := mem.Load(uintptr(v)-tagBoxed) & subMask
			if h != subHeapBin && h != subRefc && (h != subSubBin || mem.Load8(uintptr(v)-tagBoxed+term.SubBinBits*8) != 0) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsBitstring:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed)&subMask-subRefc > subSubBin-subRefc {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsMap:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed)&subMask != subMap {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsFunction:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed)&subMask&^8 != subFun {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsFunction2:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			n := mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if n&smallMask != term.TagSmall || int64(n) < 0 {
				break loop
			}
			if v&tagMask != tagBoxed {
				pc += off(pc)
				continue
			}
			o, arity := uintptr(v)-tagBoxed, ^uint64(0)
			switch mem.Load(o) & subMask {
			case subFun:
				arity = mem.Load(o+term.FunArity*8) & 0xFF
			case subExport:
				arity = mem.Load(mem.LoadPtr(o+term.ExportEntry*8) + term.ExportEntryArity*8)
			}
			if arity != n>>smallShift {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsEqExactC:
			if mem.Load(x+uintptr(w>>16&0xFFFF)) != high(pc) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsNeExactC:
			if mem.Load(x+uintptr(w>>16&0xFFFF)) == high(pc) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsEqExact:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a != b {
				if (a^b)&tagMask == 0 && a&tagMask != tagImm {
					break loop
				}
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsNeExact:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a == b {
				pc += off(pc)
				continue
			}
			if (a^b)&tagMask == 0 && a&tagMask != tagImm {
				break loop
			}
			pc += code.InstrBytes
			continue

		case code.OpIsEq:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a != b {
				if a&b&tagMask != tagImm {
					break loop
				}
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsNe:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a == b {
				pc += off(pc)
				continue
			}
			if a&b&tagMask != tagImm {
				break loop
			}
			pc += code.InstrBytes
			continue

		case code.OpIsLt:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a&b&smallMask != term.TagSmall {
				break loop
			}
			if int64(a) >= int64(b) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsGe:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a&b&smallMask != term.TagSmall {
				break loop
			}
			if int64(a) < int64(b) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsLtC:
			a := mem.Load(x + uintptr(w>>16&0xFFFF))
			if a&smallMask != term.TagSmall {
				break loop
			}
			if int64(a) >= int64(high(pc)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsGeC:
			a := mem.Load(x + uintptr(w>>16&0xFFFF))
			if a&smallMask != term.TagSmall {
				break loop
			}
			if int64(a) < int64(high(pc)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsGtC:
			a := mem.Load(x + uintptr(w>>16&0xFFFF))
			if a&smallMask != term.TagSmall {
				break loop
			}
			if int64(a) <= int64(high(pc)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpIsLeC:
			a := mem.Load(x + uintptr(w>>16&0xFFFF))
			if a&smallMask != term.TagSmall {
				break loop
			}
			if int64(a) > int64(high(pc)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpSelect:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			d := off(pc)
			p := pc + code.InstrBytes
			for end := p + uintptr(mem.Load32(pc+12))*16; p < end; p += 16 {
				if mem.Load(p) == v {
					d = mem.LoadPtr(p + 8)
					break
				}
			}
			pc += d
			continue

		case code.OpSelectBinary:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			d := off(pc)
			lo, hi := uintptr(0), uintptr(mem.Load32(pc+12))
			for lo < hi {
				mid := (lo + hi) / 2
				k := mem.Load(pc + code.InstrBytes + mid*16)
				if k == v {
					d = mem.LoadPtr(pc + code.InstrBytes + mid*16 + 8)
					break
				}
				if k < v {
					lo = mid + 1
				} else {
					hi = mid
				}
			}
			pc += d
			continue

		case code.OpSelectTable:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			d := off(pc)
			i := uint64(int64(v)>>smallShift) - mem.Load(pc+code.InstrBytes)
			if v&smallMask == term.TagSmall && i < uint64(mem.Load32(pc+12)) {
				d = mem.LoadPtr(pc + code.InstrBytes + 8 + uintptr(i)*8)
			}
			pc += d
			continue

		case code.OpSelectArity:
			v := mem.Load(x + uintptr(w>>16&0xFFFF))
			d := off(pc)
			if v&tagMask == tagBoxed {
				h := mem.Load(uintptr(v) - tagBoxed)
				p := pc + code.InstrBytes
				for end := p + uintptr(mem.Load32(pc+12))*16; p < end; p += 16 {
					if mem.Load(p) == h {
						d = mem.LoadPtr(p + 8)
						break
					}
				}
			}
			pc += d
			continue

		// Data.

		case code.OpGetList:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			hd, tl := mem.Load(v-tagCons), mem.Load(v-tagCons+8)
			mem.Store(regAddr(x, sp, w>>32&0xFFFF), hd)
			mem.Store(regAddr(x, sp, w>>48), tl)
			pc += code.InstrBytes
			continue

		case code.OpGetListCall:
			v := uintptr(mem.Load(x + uintptr(w>>16&0xFFFF)))
			hd, tl := mem.Load(v-tagCons), mem.Load(v-tagCons+8)
			mem.Store(sp-code.YFlag+uintptr(w>>32&0xFFFF), hd)
			mem.Store(x+uintptr(w>>48), tl)
			mem.Store(sp, uint64(pc+2*code.InstrBytes))
			d := mem.Load(pc + 8)
			pc += uintptr(int64(int32(d)))
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(d >> 32)
			why = exitYield
			break loop

		case code.OpTestGetList:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			if v&tagMask != tagCons {
				pc += off(pc)
				continue
			}
			hd, tl := mem.Load(v-tagCons), mem.Load(v-tagCons+8)
			mem.Store(regAddr(x, sp, w>>32&0xFFFF), hd)
			mem.Store(regAddr(x, sp, w>>48), tl)
			pc += code.InstrBytes
			continue

		case code.OpTestGetListX:
			v := uintptr(mem.Load(x + uintptr(w>>16&0xFFFF)))
			if v&tagMask != tagCons {
				pc += off(pc)
				continue
			}
			hd, tl := mem.Load(v-tagCons), mem.Load(v-tagCons+8)
			mem.Store(x+uintptr(w>>32&0xFFFF), hd)
			mem.Store(x+uintptr(w>>48), tl)
			pc += code.InstrBytes
			continue

		case code.OpGetHd:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), mem.Load(v-tagCons))
			pc += code.InstrBytes
			continue

		case code.OpGetTl:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), mem.Load(v-tagCons+8))
			pc += code.InstrBytes
			continue

		case code.OpGetElement:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), mem.Load(v-tagBoxed+uintptr(w>>32&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpGetElement2:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), mem.Load(v-tagBoxed+uintptr(w>>32&0xFFFF)))
			d := mem.Load(pc + 8)
			mem.Store(regAddr(x, sp, d>>32), mem.Load(v-tagBoxed+uintptr(uint32(d))))
			pc += code.InstrBytes
			continue

		case code.OpSetElement:
			v := uintptr(mem.Load(regAddr(x, sp, w>>48)))
			mem.Store(v-tagBoxed+uintptr(w>>32&0xFFFF), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpPutList:
			mem.Store(htop, mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(htop+8, mem.Load(regAddr(x, sp, w>>32&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), uint64(htop+tagCons))
			htop += 16
			pc += code.InstrBytes
			continue

		case code.OpHeapPutList:
			d := mem.Load(pc + 8)
			if sp-htop < uintptr(uint32(d)) {
				r.need, r.live = uintptr(uint32(d)), int(d>>32)
				why = exitCollect
				break loop
			}
			mem.Store(htop, mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(htop+8, mem.Load(regAddr(x, sp, w>>32&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), uint64(htop+tagCons))
			htop += 16
			pc += code.InstrBytes
			continue

		case code.OpHeapPutListReturn:
			d := mem.Load(pc + 8)
			if sp-htop < uintptr(uint32(d)) {
				r.need, r.live = uintptr(uint32(d)), int(d>>32)
				why = exitCollect
				break loop
			}
			mem.Store(htop, mem.Load(sp-code.YFlag+uintptr(w>>16&0xFFFF)))
			mem.Store(htop+8, mem.Load(x+uintptr(w>>32&0xFFFF)))
			mem.Store(x, uint64(htop+tagCons))
			htop += 16
			sp += uintptr(w >> 48)
			pc = mem.LoadPtr(sp)
			continue

		case code.OpPutListCH:
			mem.Store(htop, mem.Load(pc+8))
			mem.Store(htop+8, mem.Load(regAddr(x, sp, w>>32&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), uint64(htop+tagCons))
			htop += 16
			pc += code.InstrBytes
			continue

		case code.OpPutListCT:
			mem.Store(htop, mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(htop+8, mem.Load(pc+8))
			mem.Store(regAddr(x, sp, w>>48), uint64(htop+tagCons))
			htop += 16
			pc += code.InstrBytes
			continue

		case code.OpPutTuple2:
			mem.Store(htop, 2<<6)
			mem.Store(htop+8, mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			mem.Store(htop+16, mem.Load(regAddr(x, sp, w>>32&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), uint64(htop+tagBoxed))
			htop += 24
			pc += code.InstrBytes
			continue

		case code.OpPutTuple, code.OpHeapPutTuple:
			n := w >> 32 & 0xFFFF
			if code.Op(w) == code.OpHeapPutTuple && sp-htop < mem.LoadPtr(pc+8) {
				r.need, r.live = mem.LoadPtr(pc+8), int(w>>16&0xFFFF)
				why = exitCollect
				break loop
			}
			start := htop
			mem.Store(htop, n<<6)
			htop += 8
			p := pc + code.InstrBytes
			for end := p + uintptr(n)*8; p < end; p += 8 {
				at, v := p, mem.Load(p)
				if v&tagMask == 0 {
					at = regAddr(x, sp, v>>2)
				}
				mem.Store(htop, mem.Load(at))
				htop += 8
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(start+tagBoxed))
			pc += code.InstrBytes + uintptr((n+1)/2)*16
			continue

		case code.OpMakeFun:
			n := w >> 32 & 0xFFFF
			start := htop
			mem.Store(htop, (n+term.FunEnv-1)<<6|subFun)
			mem.Store(htop+term.FunEntry*8, mem.Load(pc+8))
			mem.Store(htop+term.FunNext*8, 0)
			mem.Store(htop+term.FunArity*8, w>>16&0xFFFF|n<<8)
			mem.Store(htop+term.FunCreator*8, r.self)
			htop += term.FunEnv * 8
			p := pc + code.InstrBytes
			for end := p + uintptr(n)*8; p < end; p += 8 {
				at, v := p, mem.Load(p)
				if v&tagMask == 0 {
					at = regAddr(x, sp, v>>2)
				}
				mem.Store(htop, mem.Load(at))
				htop += 8
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(start+tagBoxed))
			pc += code.InstrBytes + uintptr((n+1)/2)*16
			continue

		case code.OpCatch:
			mem.Store(sp-code.YFlag+uintptr(w>>16&0xFFFF), mem.Load(pc+8))
			pc += code.InstrBytes
			continue

		case code.OpTryEnd:
			mem.Store(sp-code.YFlag+uintptr(w>>16&0xFFFF), term.TagNil)
			pc += code.InstrBytes
			continue

		case code.OpCatchEnd:
			mem.Store(sp-code.YFlag+uintptr(w>>16&0xFFFF), term.TagNil)
			if mem.Load(x) == noValue {
				break loop
			}
			pc += code.InstrBytes
			continue

		case code.OpTryCase:
			mem.Store(sp-code.YFlag+uintptr(w>>16&0xFFFF), term.TagNil)
			mem.Store(x, mem.Load(x+8))
			mem.Store(x+8, mem.Load(x+16))
			mem.Store(x+16, mem.Load(x+24))
			pc += code.InstrBytes
			continue

		// Arithmetic. A small integer is 16 times its value plus 15.

		case code.OpAdd:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			s := a + (b &^ smallMask)
			if a&b&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			pc += code.InstrBytes
			continue

		case code.OpSub:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			s := a - (b &^ smallMask)
			if a&b&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			pc += code.InstrBytes
			continue

		case code.OpAddC:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(pc+8)
			s := a + (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			pc += code.InstrBytes
			continue

		case code.OpSubC:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(pc+8)
			s := a - (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			pc += code.InstrBytes
			continue

		case code.OpMoveAddC:
			mem.Store(regAddr(x, sp, w>>32&0xFFFF), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			a, b := mem.Load(regAddr(x, sp, w>>48)), uint64(off(pc))
			s := a + (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, uint64(mem.Load32(pc+12))), s)
			pc += code.InstrBytes
			continue

		case code.OpMoveSubC:
			mem.Store(regAddr(x, sp, w>>32&0xFFFF), mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			a, b := mem.Load(regAddr(x, sp, w>>48)), uint64(off(pc))
			s := a - (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, uint64(mem.Load32(pc+12))), s)
			pc += code.InstrBytes
			continue

		case code.OpAddCCall:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), high(pc)
			s := a + (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			mem.Store(sp, uint64(pc+2*code.InstrBytes))
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 32 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpSubCCall:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), high(pc)
			s := a - (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			mem.Store(sp, uint64(pc+2*code.InstrBytes))
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 32 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpAddCCallOnly:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), high(pc)
			s := a + (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 32 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpSubCCallOnly:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), high(pc)
			s := a - (b &^ smallMask)
			if a&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), s)
			pc += off(pc)
			if reds--; reds >= 0 {
				continue
			}
			r.live = int(w >> 32 & 0xFFFF)
			why = exitYield
			break loop

		case code.OpAddDeallocateReturn:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			s := a + (b &^ smallMask)
			if a&b&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
				break loop
			}
			mem.Store(x, s)
			sp += mem.LoadPtr(pc + 8)
			pc = mem.LoadPtr(sp)
			continue

		case code.OpMul:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			i, j := int64(a)>>smallShift, int64(b)>>smallShift
			p := i * j
			if a&b&smallMask != term.TagSmall || i != int64(int32(i)) || j != int64(int32(j)) || p<<smallShift>>smallShift != p {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(p<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpMulC:
			a := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			i := int64(a) >> smallShift
			p := i * (int64(mem.Load(pc+8)) >> smallShift)
			if a&smallMask != term.TagSmall || i != int64(int32(i)) || p<<smallShift>>smallShift != p {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(p<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpIntDiv:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			j := int64(b) >> smallShift
			if a&b&smallMask != term.TagSmall || j <= 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(int64(a)>>smallShift/j<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpRem:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			j := int64(b) >> smallShift
			if a&b&smallMask != term.TagSmall || j <= 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(int64(a)>>smallShift%j<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpIntDivC:
			a, j := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), int64(mem.Load(pc+8))>>smallShift
			if a&smallMask != term.TagSmall || j <= 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(int64(a)>>smallShift/j<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpRemC:
			a, j := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), int64(mem.Load(pc+8))>>smallShift
			if a&smallMask != term.TagSmall || j <= 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(int64(a)>>smallShift%j<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpBand:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a&b&smallMask != term.TagSmall {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), a&b)
			pc += code.InstrBytes
			continue

		case code.OpBandC:
			a := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if a&smallMask != term.TagSmall {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), a&mem.Load(pc+8))
			pc += code.InstrBytes
			continue

		case code.OpBor:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a&b&smallMask != term.TagSmall {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), a|b)
			pc += code.InstrBytes
			continue

		case code.OpBxor:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if a&b&smallMask != term.TagSmall {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), (a^b)|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpBnot:
			a := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if a&smallMask != term.TagSmall {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), ^a|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpNeg:
			a := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if a&smallMask != term.TagSmall || a == signBit|term.TagSmall {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), -(a&^smallMask)|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpBsrC:
			a := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if a&smallMask != term.TagSmall {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(int64(a)>>smallShift>>(mem.Load(pc+8)&63)<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpBslC:
			a, n := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(pc+8)&63
			i := int64(a) &^ smallMask
			if s := i << n; a&smallMask != term.TagSmall || s>>n != i {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(i<<n|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpBsr:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			n := b >> smallShift
			if a&b&smallMask != term.TagSmall || n > 63 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(int64(a)>>smallShift>>(n&63)<<smallShift|term.TagSmall))
			pc += code.InstrBytes
			continue

		case code.OpBsl:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			n := b >> smallShift
			i := int64(a) &^ smallMask
			if s := i << (n & 63); a&b&smallMask != term.TagSmall || n > 59 || s>>(n&63) != i {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), uint64(i<<(n&63)|term.TagSmall))
			pc += code.InstrBytes
			continue

		// Guard functions.

		case code.OpHd:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			if v&tagMask != tagCons {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), mem.Load(v-tagCons))
			pc += code.InstrBytes
			continue

		case code.OpTl:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			if v&tagMask != tagCons {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), mem.Load(v-tagCons+8))
			pc += code.InstrBytes
			continue

		case code.OpTupleSize:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if v&tagMask != tagBoxed {
				break loop
			}
			h := mem.Load(uintptr(v) - tagBoxed)
			if h&subMask != 0 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), h>>6<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpElementC:
			v, n := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), w>>32&0xFFFF
			if v&tagMask != tagBoxed {
				break loop
			}
			h := mem.Load(uintptr(v) - tagBoxed)
			if h&subMask != 0 || n > h>>6 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), mem.Load(uintptr(v)-tagBoxed+uintptr(n)*8))
			pc += code.InstrBytes
			continue

		case code.OpElement:
			n, v := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			if v&tagMask != tagBoxed || n&smallMask != term.TagSmall {
				break loop
			}
			h, i := mem.Load(uintptr(v)-tagBoxed), n>>smallShift
			if h&subMask != 0 || i-1 >= h>>6 {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), mem.Load(uintptr(v)-tagBoxed+uintptr(i)*8))
			pc += code.InstrBytes
			continue

		case code.OpMapSize:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if v&tagMask != tagBoxed {
				break loop
			}
			h := mem.Load(uintptr(v) - tagBoxed)
			if h&(subMask|mapKind) != subMap {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), (uint64(uint32(h>>6))-1)<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpByteSize:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if v&tagMask != tagBoxed {
				break loop
			}
			if h := mem.Load(uintptr(v)-tagBoxed) & subMask; h != subHeapBin && h != subRefc {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), mem.Load(uintptr(v)-tagBoxed+8)<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpLength:
			v := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF)))
			n := uint64(0)
			for v&tagMask == tagCons && n < 4*maxInlineLength {
				v = mem.LoadPtr(v - tagCons + 8)
				n++
			}
			if v != term.TagNil {
				break loop
			}
			reds -= int64(n >> 4)
			mem.Store(regAddr(x, sp, w>>48), n<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpSelf:
			mem.Store(regAddr(x, sp, w>>48), r.self)
			pc += code.InstrBytes
			continue

		case code.OpNot:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if v != uint64(term.AtomTrue) && v != uint64(term.AtomFalse) {
				break loop
			}
			mem.Store(regAddr(x, sp, w>>48), v^uint64(term.AtomTrue)^uint64(term.AtomFalse))
			pc += code.InstrBytes
			continue

		case code.OpExactEqValue:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			v := uint64(term.AtomTrue)
			if a != b {
				if (a^b)&tagMask == 0 && a&tagMask != tagImm {
					break loop
				}
				v = uint64(term.AtomFalse)
			}
			mem.Store(regAddr(x, sp, w>>48), v)
			pc += code.InstrBytes
			continue

		case code.OpExactNeValue:
			a, b := mem.Load(regAddr(x, sp, w>>16&0xFFFF)), mem.Load(regAddr(x, sp, w>>32&0xFFFF))
			v := uint64(term.AtomFalse)
			if a != b {
				if (a^b)&tagMask == 0 && a&tagMask != tagImm {
					break loop
				}
				v = uint64(term.AtomTrue)
			}
			mem.Store(regAddr(x, sp, w>>48), v)
			pc += code.InstrBytes
			continue

		// Floating point.

		case code.OpFLoad:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed) != uint64(term.FloatHeader) {
				break loop
			}
			mem.Store(x+uintptr(w>>48), mem.Load(uintptr(v)-tagBoxed+8))
			pc += code.InstrBytes
			continue

		case code.OpFConv:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if v&smallMask == term.TagSmall {
				mem.StoreFloat(x+uintptr(w>>48), float64(int64(v)>>smallShift))
			} else {
				if v&tagMask != tagBoxed || mem.Load(uintptr(v)-tagBoxed) != uint64(term.FloatHeader) {
					break loop
				}
				mem.Store(x+uintptr(w>>48), mem.Load(uintptr(v)-tagBoxed+8))
			}
			pc += code.InstrBytes
			continue

		case code.OpFMove:
			mem.Store(x+uintptr(w>>48), mem.Load(x+uintptr(w>>16&0xFFFF)))
			pc += code.InstrBytes
			continue

		case code.OpFStore:
			mem.Store(htop, uint64(term.FloatHeader))
			mem.Store(htop+8, mem.Load(x+uintptr(w>>16&0xFFFF)))
			mem.Store(regAddr(x, sp, w>>48), uint64(htop+tagBoxed))
			htop += 16
			pc += code.InstrBytes
			continue

		case code.OpFAdd:
			f := mem.LoadFloat(x+uintptr(w>>16&0xFFFF)) + mem.LoadFloat(x+uintptr(w>>32&0xFFFF))
			if f-f != 0 {
				break loop
			}
			mem.StoreFloat(x+uintptr(w>>48), f)
			pc += code.InstrBytes
			continue

		case code.OpFSub:
			f := mem.LoadFloat(x+uintptr(w>>16&0xFFFF)) - mem.LoadFloat(x+uintptr(w>>32&0xFFFF))
			if f-f != 0 {
				break loop
			}
			mem.StoreFloat(x+uintptr(w>>48), f)
			pc += code.InstrBytes
			continue

		case code.OpFMul:
			f := mem.LoadFloat(x+uintptr(w>>16&0xFFFF)) * mem.LoadFloat(x+uintptr(w>>32&0xFFFF))
			if f-f != 0 {
				break loop
			}
			mem.StoreFloat(x+uintptr(w>>48), f)
			pc += code.InstrBytes
			continue

		case code.OpFDiv:
			f := mem.LoadFloat(x+uintptr(w>>16&0xFFFF)) / mem.LoadFloat(x+uintptr(w>>32&0xFFFF))
			if f-f != 0 {
				break loop
			}
			mem.StoreFloat(x+uintptr(w>>48), f)
			pc += code.InstrBytes
			continue

		case code.OpFNeg:
			mem.Store(x+uintptr(w>>48), math.Float64bits(mem.LoadFloat(x+uintptr(w>>16&0xFFFF)))^signBit)
			pc += code.InstrBytes
			continue

		// Maps.

		case code.OpGetMapElementC:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			o := uintptr(v) - tagBoxed
			if v&tagMask != tagBoxed || mem.Load(o)&(subMask|mapKind) != subMap {
				break loop
			}
			key := mem.Load(pc + 8)
			keys := mem.LoadPtr(o+term.FlatMapKeys*8) - tagBoxed + term.TupleElems*8
			i := uintptr(0)
			n := uintptr(uint32(mem.Load(o)>>6)-1) * 8
			for i < n && mem.Load(keys+i) != key {
				i += 8
			}
			if i == n {
				pc += uintptr(int64(int16(w>>32))) * code.InstrBytes
				continue
			}
			mem.Store(regAddr(x, sp, w>>48), mem.Load(o+term.FlatMapValues*8+i))
			pc += code.InstrBytes
			continue

		// Binaries.

		case code.OpBsGetByte:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			at := mem.Load(o + term.MatchOffset*8)
			if mem.Load(o+term.MatchEnd*8)-at < 8 {
				pc += off(pc)
				continue
			}
			p := mem.LoadPtr(o+term.MatchBase*8) + uintptr(at>>3)
			v := uint64(mem.Load8(p))
			if at&7 != 0 {
				v = (v<<8 | uint64(mem.Load8(p+1))) >> (8 - at&7) & 0xFF
			}
			mem.Store(o+term.MatchOffset*8, at+8)
			mem.Store(regAddr(x, sp, w>>48), v<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpBsGetBytes:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			at, n := mem.Load(o+term.MatchOffset*8), w>>32&0xFFFF
			if mem.Load(o+term.MatchEnd*8)-at < n*8 {
				pc += off(pc)
				continue
			}
			if at&7 != 0 {
				break loop
			}
			v := uint64(0)
			p := mem.LoadPtr(o+term.MatchBase*8) + uintptr(at>>3)
			for end := p + uintptr(n); p < end; p++ {
				v = v<<8 | uint64(mem.Load8(p))
			}
			mem.Store(o+term.MatchOffset*8, at+n*8)
			mem.Store(regAddr(x, sp, w>>48), v<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpBsSkipC:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			at, n := mem.Load(o+term.MatchOffset*8), uint64(mem.Load32(pc+12))
			if mem.Load(o+term.MatchEnd*8)-at < n {
				pc += off(pc)
				continue
			}
			mem.Store(o+term.MatchOffset*8, at+n)
			pc += code.InstrBytes
			continue

		case code.OpBsTestMask:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			if (mem.Load(o+term.MatchEnd*8)-mem.Load(o+term.MatchOffset*8))&(w>>32&0xFFFF) != 0 {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpBsGetUtf8:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			at := mem.Load(o + term.MatchOffset*8)
			if at&7 != 0 || mem.Load(o+term.MatchEnd*8)-at < 8 {
				break loop
			}
			v := uint64(mem.Load8(mem.LoadPtr(o+term.MatchBase*8) + uintptr(at>>3)))
			if v >= 0x80 {
				break loop
			}
			mem.Store(o+term.MatchOffset*8, at+8)
			mem.Store(regAddr(x, sp, w>>48), v<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpBsMatchString:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			at, n := mem.Load(o+term.MatchOffset*8), w>>32&0xFFFF
			if (at|n)&7 != 0 {
				break loop
			}
			if mem.Load(o+term.MatchEnd*8)-at < n {
				pc += off(pc)
				continue
			}
			p, q := mem.LoadPtr(o+term.MatchBase*8)+uintptr(at>>3), mem.LoadPtr(pc+code.InstrBytes)
			end := p + uintptr(n>>3)
			for p < end && mem.Load8(p) == mem.Load8(q) {
				p++
				q++
			}
			if p < end {
				pc += off(pc)
				continue
			}
			mem.Store(o+term.MatchOffset*8, at+n)
			pc += 2 * code.InstrBytes
			continue

		case code.OpBsStartMatch, code.OpBsStartMatchX:
			v := mem.Load(regAddr(x, sp, w>>16&0xFFFF))
			if v&tagMask != tagBoxed {
				break loop
			}
			o := uintptr(v) - tagBoxed
			h := mem.Load(o) & subMask
			if h != subMatch {
				if sp-htop < term.MatchWords*8 {
					break loop
				}
				at, end := uint64(0), mem.Load(o+8)*8
				switch h {
				case subHeapBin, subRefc:
				case subSubBin:
					bits := mem.Load(o + term.SubBinBits*8)
					at = mem.Load(o+term.SubBinOffset*8)*8 + bits>>8&0xFF
					end += at + bits&0xFF
					v = mem.Load(o + term.SubBinParent*8)
					o = uintptr(v) - tagBoxed
				default:
					break loop
				}
				base := o + term.HeapBinData*8
				if mem.Load(o)&subMask == subRefc {
					base = mem.LoadPtr(o+term.RefcBinData*8) + term.OffHeapData*8
				}
				mem.Store(htop, uint64(term.MatchHeader))
				mem.Store(htop+term.MatchBinary*8, v)
				mem.Store(htop+term.MatchBase*8, uint64(base))
				mem.Store(htop+term.MatchOffset*8, at)
				mem.Store(htop+term.MatchEnd*8, end)
				v = uint64(htop + tagBoxed)
				htop += term.MatchWords * 8
			}
			mem.Store(regAddr(x, sp, w>>48), v)
			pc += code.InstrBytes
			continue

		case code.OpBsGetTail, code.OpBsGetBinaryAll:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			at, end := mem.Load(o+term.MatchOffset*8), mem.Load(o+term.MatchEnd*8)
			n := end - at
			if sp-htop < term.SubBinWords*8 || n <= 128 {
				break loop
			}
			if code.Op(w) == code.OpBsGetBinaryAll {
				unit := w >> 32 & 0xFFFF
				if unit&(unit-1) != 0 {
					break loop
				}
				if n&(unit-1) != 0 {
					pc += off(pc)
					continue
				}
				mem.Store(o+term.MatchOffset*8, end)
			}
			mem.Store(htop, uint64(term.SubBinHeader))
			mem.Store(htop+term.SubBinSize*8, n>>3)
			mem.Store(htop+term.SubBinOffset*8, at>>3)
			mem.Store(htop+term.SubBinBits*8, n&7|at&7<<8)
			mem.Store(htop+term.SubBinParent*8, mem.Load(o+term.MatchBinary*8))
			mem.Store(regAddr(x, sp, w>>48), uint64(htop+tagBoxed))
			htop += term.SubBinWords * 8
			pc += code.InstrBytes
			continue

		case code.OpBsTestTail:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			if mem.Load(o+term.MatchEnd*8)-mem.Load(o+term.MatchOffset*8) != uint64(mem.Load32(pc+12)) {
				pc += off(pc)
				continue
			}
			pc += code.InstrBytes
			continue

		case code.OpBsGetPosition:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			mem.Store(regAddr(x, sp, w>>48), mem.Load(o+term.MatchOffset*8)<<smallShift|term.TagSmall)
			pc += code.InstrBytes
			continue

		case code.OpBsSetPosition:
			o := uintptr(mem.Load(regAddr(x, sp, w>>16&0xFFFF))) - tagBoxed
			mem.Store(o+term.MatchOffset*8, mem.Load(regAddr(x, sp, w>>32&0xFFFF))>>smallShift)
			pc += code.InstrBytes
			continue

		}
		break
	}
	r.pc = pc
	r.reds = reds
	r.heap.Top = htop
	r.heap.Stop = sp
	return why
}

const maxInlineLength = 256

// off is the branch offset of the instruction at pc.
func off(pc uintptr) uintptr { return uintptr(int64(int32(mem.Load32(pc + 8)))) }

// high is the sign-extended constant in the high half of D.
func high(pc uintptr) uint64 { return uint64(int64(int32(mem.Load32(pc + 12)))) }
