// Package interp runs BEAM code: it is the proc.Runner of a scheduler.
//
// # Model
//
// A Machine has a bank of registers outside the Go heap and a small struct beside it. Run takes a
// process, copies its saved arguments to the X registers, and runs instructions until the process has
// to stop. The instructions proper are run by the loop (_loop), one function that makes no calls; an
// instruction or a case of one that it does not do, it leaves to a handler: a Go method, found by the
// opcode, that does the whole instruction and sets where to go on. So every instruction is done in one
// place completely (the handler), and in the loop as far as that pays.
//
// Of frequent sequences of instructions the first may be fused (see code.Pattern): the loop then does the
// whole sequence. When it leaves, it is at one of the instructions of the sequence, and as the first of
// one is known by its own opcode too, handlers know nothing of fused instructions.
//
// # The stack
//
// The stack grows down; the stack pointer is kept in the heap's Stop. Word 0 of a frame is where the
// calls that its function makes return to, and the Y registers follow. A call stores the return address
// in word 0 of the caller's frame and jumps; a return jumps to the address at the stack pointer. A
// function without a frame makes tail calls only. The bottom word of a stack is the address of a return
// point that ends the process.
//
// While a function with a frame runs, word 0 of it is stale: it may be zero, the address after an earlier
// call, or a live or dead term after a trim. The loader's frame marks tell stack traces when to skip it.
//
// # Collections
//
// Only the instructions that say so collect: those that reserve heap, and calls when the slice is spent
// (through the scheduler). Natives, and handlers, build terms with the context's Builder, which takes
// fragments when the heap is full; the next collection empties them. After natives and slow arithmetic a
// collection happens when much lies in fragments.
package interp

import (
	"joist/internal/code"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

// Machine runs the processes of one scheduler, one at a time. Its methods are called from the
// scheduler's goroutine.
type Machine struct {
	regs
	c        *proc.Ctx
	p        *proc.Process
	node     *proc.Node
	outcome  proc.Outcome
	xs       []term.Term
	args     [3]term.Term // of a guard native; not collected
	exports  [exportCache]exportSlot
	lit      literals
	bits     construction
	terms    []term.Term // of one instruction
	segments []segment   // of one instruction
}

// exportSlot remembers an export entry; entries live as long as the code table.
type exportSlot struct {
	mfa   code.MFA
	entry *code.Export
}

const exportCache = 256

// New makes a machine for node.
func New(node *proc.Node) (*Machine, error) {
	m := &Machine{node: node}
	bank := node.Space.Alloc(mem.KindProcess, code.BankWords+baseWords)
	if bank == 0 {
		return nil, code.ErrNoMemory
	}
	m.x = bank + baseWords*mem.WordSize
	mem.Fill(m.x, code.BankWords, term.TagNil)
	m.xs = mem.Slice[term.Term](m.x, code.MaxX)
	return m, m.lit.build(node)
}

// Close frees the machine's registers.
func (m *Machine) Close() {
	if m.x != 0 {
		m.node.Space.Free(mem.KindProcess, m.x-baseWords*mem.WordSize, code.BankWords+baseWords)
		m.x, m.xs = 0, nil
	}
}

// X is the array of X registers.
func (m *Machine) X() []term.Term { return m.xs }

// Run runs c.P until it has to stop.
func (m *Machine) Run(c *proc.Ctx) proc.Outcome {
	p := c.P
	m.c, m.p = c, p
	m.heap = &p.Heap
	m.pc = p.PC
	m.reds = int64(c.Reds)
	m.self = uint64(p.Pid())
	m.kept = c.KeptAt()
	live := p.LoadArgs(m.xs)
	more := true
	switch p.Resume {
	case proc.ResumeRaise:
		p.Resume = proc.ResumePC
		more = m.resumeRaise()
	case proc.ResumeNative:
		more = m.resumeNative(live)
	}
	for more {
		switch run(&m.regs) {
		case exitSlow:
			if w := mem.Load(m.pc); code.Op(w) == code.OpNative {
				more = m.doNative(w)
			} else {
				more = m.handle(code.Plain(w))
			}
		case exitCollect:
			more = m.collect(int(m.need/mem.WordSize), m.live)
		case exitYield:
			more = m.stop(proc.OutcomeYield, m.pc, m.live)
		}
	}
	c.Reds = int(m.reds)
	return m.outcome
}

// handle does the instruction at pc, whose first word is w. Like every handler it tells whether to go on
// at m.pc; if not, m.outcome is set.
func (m *Machine) handle(w uint64) bool {
	if op := code.Op(w); op < code.NumOps {
		if h := handlers[op]; h != nil {
			return h(m, w)
		}
	}
	return m.errorAtom(term.AtomInternalError)
}

// stop leaves Run: the process goes on at pc later with live X registers.
func (m *Machine) stop(out proc.Outcome, pc uintptr, live int) bool {
	m.p.PC = pc
	m.c.SaveArgs(m.xs[:live])
	m.outcome = out
	return false
}

// collect collects garbage so that words words are free; live X registers are kept.
func (m *Machine) collect(words, live int) bool {
	m.c.Reds = int(m.reds)
	if !m.c.Collect(words, live) {
		m.outcome = proc.OutcomeDead
		return false
	}
	m.reds = int64(m.c.Reds)
	return true
}

// reserve makes room for words words at a place where live X registers are all that must be kept.
func (m *Machine) reserve(words, live int) bool {
	return m.heap.FreeWords() >= words || m.collect(words, live)
}

// tidy collects if natives have built much outside the heap. An instruction does it before it starts: its
// result may go to a register that is not live before.
func (m *Machine) tidy(live int) bool {
	return !m.heap.ShouldCollect() || m.collect(0, live)
}

// PushCall prepares c.P to call mod:fun(args...) on top of its stack and then to stop with OutcomeReturned.
func (m *Machine) PushCall(c *proc.Ctx, mod, fun term.Term, args []term.Term) {
	p := c.P
	c.SaveArgs(args)
	if p.Heap.FreeWords() < 1 && !c.Collect(1, 0) {
		return
	}
	p.Heap.Push(term.Term(m.node.Stubs.CallbackReturn))
	p.PC = m.code(code.MFA{Module: mod, Function: fun, Arity: len(args)})
}

// export finds the entry for a function.
func (m *Machine) export(f code.MFA) *code.Export {
	slot := &m.exports[(uint64(f.Module)*31+uint64(f.Function)>>6+uint64(f.Arity))>>2%exportCache]
	if slot.entry == nil || slot.mfa != f {
		slot.mfa, slot.entry = f, m.node.Code.Export(f)
		if slot.entry == nil {
			panic(noMemory)
		}
	}
	return slot.entry
}

// code is where calling a function goes to.
func (m *Machine) code(f code.MFA) uintptr { return codeOf(m.export(f)) }

func codeOf(e *code.Export) uintptr { return uintptr(mem.AtomicLoad(e.Address() + code.ExportCode)) }

// Operands of the instruction at pc.

func opA(w uint64) uint64 { return w >> 16 & 0xFFFF }
func opB(w uint64) uint64 { return w >> 32 & 0xFFFF }
func opC(w uint64) uint64 { return w >> 48 }

func (m *Machine) get(ref uint64) term.Term {
	return term.Term(mem.Load(regAddr(m.x, m.heap.Stop, ref)))
}

func (m *Machine) set(ref uint64, t term.Term) {
	mem.Store(regAddr(m.x, m.heap.Stop, ref), uint64(t))
}

// unpack reads a packed operand.
func (m *Machine) unpack(w uint64) term.Term {
	if w&tagMask == 0 {
		return m.get(w >> 2)
	}
	return term.Term(w)
}

// packed is packed or raw word i behind the instruction.
func (m *Machine) packed(i int) uint64 { return mem.LoadAt(m.pc+code.InstrBytes, i) }

func (m *Machine) d() uint64 { return mem.Load(m.pc + 8) }
func (m *Machine) h() uint32 { return mem.Load32(m.pc + 12) }

// next goes on after an instruction with that many packed words.
func (m *Machine) next(words int) bool {
	m.pc += code.InstrBytes + uintptr((words+1)/2)*code.InstrBytes
	return true
}

// branch goes on where F says.
func (m *Machine) branch() bool {
	m.pc += off(m.pc)
	return true
}

// test goes on after a test that has nothing but its branch in D.
func (m *Machine) test(ok bool) bool {
	if ok {
		return m.next(0)
	}
	m.pc = uintptr(m.d())
	return true
}

// testNear goes on after a test that has its branch in F.
func (m *Machine) testNear(ok bool) bool {
	if ok {
		return m.next(0)
	}
	return m.branch()
}

// result stores a value and goes on.
func (m *Machine) result(w uint64, t term.Term) bool {
	m.set(opC(w), t)
	return m.next(0)
}
