// Package loader turns modules of generic BEAM instructions (package beam) into the specific,
// pre-decoded, fixed-width instructions of package code that the interpreter runs.
//
// One pass goes over the instructions of each function. Most make one specific instruction; an operand
// that a specific instruction has no form for is put in a scratch register by an instruction before it.
// A second pass fuses the sequences that the interpreter does with one instruction (see code.Pattern).
// Labels are resolved at the end from a list of fixups.
//
// What the loader is given may be damaged or hostile: every operand is checked for its kind and
// range, and what is wrong is an error, never a crash. What it cannot check is whether registers
// hold what the instructions expect; like the BEAM it takes the compiler's word for that.
package loader

import (
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"

	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/opcode"
	"joist/internal/term"
)

// Load prepares m and makes it the current version of its module.
func Load(t *code.Table, m *beam.Module) (*code.Module, error) {
	mod, err := Prepare(t, m)
	if err != nil {
		return nil, err
	}
	if err := t.Install(mod); err != nil {
		return nil, err
	}
	return mod, nil
}

// Prepare translates m without making it known to anyone.
func Prepare(t *code.Table, m *beam.Module) (*code.Module, error) {
	l, err := translate(t, m)
	if err != nil {
		return nil, err
	}
	return l.out, nil
}

func translate(t *code.Table, m *beam.Module) (*loader, error) {
	l := &loader{
		t: t, m: m, out: &code.Module{Chunks: map[string][]byte{}},
		atoms:   make([]term.Term, len(m.Atoms)),
		exports: make([]*code.Export, len(m.Imports)),
		labels:  make([]int32, m.NumLabels+1),
		frames:  make([]int32, m.NumLabels+1),
	}
	l.reserve()
	for i := range l.labels {
		l.labels[i], l.frames[i] = noOffset, frameUnknown
	}
	if m.NumLabels > maxLabels {
		return nil, fmt.Errorf("loader: module %s: %d labels", m.Name, m.NumLabels)
	}
	defer func() {
		if l.builder.Mem != nil {
			l.builder.Mem.Flush()
		}
	}()
	l.out.Name = l.atomTerm(m.Name)
	l.literals()
	l.lambdas()
	for _, f := range m.Functions {
		l.function(f)
		if l.err != nil {
			return nil, l.err
		}
	}
	l.finish()
	if l.err != nil {
		return nil, l.err
	}
	return l, nil
}

// reserve makes room for what most modules become.
func (l *loader) reserve() {
	instrs, lines := 0, 0
	for _, f := range l.m.Functions {
		instrs += len(f.Code)
		for i := range f.Code {
			if f.Code[i].Op == opcode.Line {
				lines++
			}
		}
	}
	l.code = make([]uint64, 0, 2*instrs)
	l.starts = make([]int32, 0, instrs)
	l.fixups = make([]fixup, 0, instrs/3)
	l.out.Lines.Entries = make([]code.LineEntry, 0, lines)
	l.out.Functions = make([]code.Function, 0, len(l.m.Functions))
}

const (
	maxCode      = 1 << 30 // bytes
	maxLabels    = 1 << 24
	noOffset     = -1
	noFrame      = -1 // frame sizes: none on the stack
	frameUnknown = -2
)

type loader struct {
	t   *code.Table
	m   *beam.Module
	out *code.Module
	err error

	atoms   []term.Term    // by index in m.Atoms: those named so far
	exports []*code.Export // by index in m.Imports: the same
	code    []uint64       // the instructions so far
	starts  []int32        // where in code each of them starts
	labels  []int32        // byte offset of each label
	frames  []int32        // frame size at each label, from the branches seen
	fixups  []fixup
	frame   int    // size of the frame at this point
	framed  bool   // what the last mark said
	reached bool   // the instruction before falls through
	line    int    // of the line instruction not yet used, or -1
	hash    uint64 // of the instructions so far, for the digest

	fn      *beam.Function
	pos     int          // of the instruction in fn.Code
	builder heap.Builder // of literals, without a heap
	strings uintptr      // address of the string pool, 0 when not copied yet
}

// fixup is a place in the code that waits for the offset of a label.
type fixup struct {
	word  int32 // index of the word
	instr int32 // byte offset of the instruction that the offset counts from
	label int32
	how   fixupKind
}

type fixupKind uint8

const (
	fixF     fixupKind = iota // low half of the word: distance
	fixWord                   // whole word: address
	fixCatch                  // whole word: catch term
	fixUnits                  // third 16 bits of the word: distance in instructions
)

func (l *loader) fail(format string, args ...any) {
	if l.err != nil {
		return
	}
	where := ""
	if l.fn != nil {
		where = fmt.Sprintf(" in %s/%d", l.fn.Name, l.fn.Arity)
		if l.pos < len(l.fn.Code) {
			where += fmt.Sprintf(", instruction %d (%s)", l.pos, l.fn.Code[l.pos].Op)
		}
	}
	l.err = fmt.Errorf("loader: module %s%s: %s", l.m.Name, where, fmt.Sprintf(format, args...))
}

func (l *loader) atomTerm(name string) term.Term {
	i, err := l.t.Atoms.Intern(name)
	if err != nil {
		l.fail("%v", err)
		return term.AtomNil
	}
	return term.Atom(i)
}

func (l *loader) lambdas() {
	for i, f := range l.m.Lambdas {
		if f.Arity > 255 || f.NumFree < 0 || f.NumFree > f.Arity || f.Entry <= 0 || f.Entry > l.m.NumLabels {
			l.fail("fun %d is damaged", i)
			return
		}
		fun := l.t.Fun(l.out.Name, l.atomTerm(f.Name), f.Arity-f.NumFree, f.NumFree, f.Index, f.OldUniq)
		if fun == nil {
			l.err = code.ErrNoMemory
			return
		}
		l.out.Funs = append(l.out.Funs, fun)
	}
}

// function translates one function.
func (l *loader) function(f *beam.Function) {
	l.fn, l.pos, l.line = f, 0, -1
	first := len(l.starts)
	info := 0
	for info < len(f.Code) && f.Code[info].Op != opcode.FuncInfo {
		info++
	}
	if info+1 >= len(f.Code) || len(f.Code[info].Args) != 3 || f.Code[info+1].Op != opcode.Label {
		l.fail("no func_info and label at the start")
		return
	}
	if f.Arity < 0 || f.Arity > 255 || f.Entry <= 0 || f.Entry > l.m.NumLabels {
		l.fail("arity %d, entry label %d", f.Arity, f.Entry)
		return
	}
	start := len(l.code) * 8
	l.setFrame(noFrame)
	l.reached = true
	name := l.atomTerm(f.Name)
	native, isNative := l.native(f, name)
	for l.pos = 0; l.pos < len(f.Code) && l.err == nil; {
		if isNative && l.pos == info+2 {
			l.emit(code.NativeOp(code.MFA{Module: l.out.Name, Function: name, Arity: f.Arity}), uint16(f.Arity), 0, 0, uint64(native))
			break
		}
		n := l.instr(f.Code[l.pos:])
		l.mixInstrs(f.Code[l.pos : l.pos+n])
		l.pos += n
	}
	if len(l.code)*8 > maxCode {
		l.fail("code is too large")
	}
	if l.err != nil {
		return
	}
	entry := l.labels[f.Entry]
	if entry == noOffset {
		l.fail("entry label %d is missing", f.Entry)
		return
	}
	if l.reached && !isNative {
		// Falling off the end must not run the next function.
		l.emit(code.OpIllegal, uint16(opcode.IntCodeEnd), 0, 0, 0)
	}
	l.fuse(l.starts[first:])
	l.out.Functions = append(l.out.Functions, code.Function{
		Info: uintptr(start), Entry: uintptr(entry), Name: name, Arity: f.Arity, Exported: f.Exported,
	})
}

// native finds the native for a function whose body only says that there should be one.
func (l *loader) native(f *beam.Function, name term.Term) (code.NativeID, bool) {
	id, _, ok := l.t.Native(code.MFA{Module: l.out.Name, Function: name, Arity: f.Arity})
	if !ok {
		return 0, false
	}
	if l.m.Name == "erlang" {
		return id, true
	}
	for _, in := range f.Code {
		for _, o := range in.Args {
			if l.erlang(o) == "nif_error" {
				return id, true
			}
		}
	}
	return 0, false
}

// instr translates the first of the instructions, together with those after it that it is fused
// with, and says how many that were.
func (l *loader) instr(in []beam.Instr) int {
	op := in[0].Op
	if !op.Known() {
		l.fail("no such instruction")
		return 1
	}
	if info := op.Info(); len(in[0].Args) != info.Arity() {
		l.fail("%d operands, want %d", len(in[0].Args), info.Arity())
		return 1
	}
	tr := translators[op]
	if tr == nil {
		l.fail("not supported")
		return 1
	}
	n := tr(l, in)
	l.takeLines(in[1:max(n, 1)]) // they count for what follows
	return n
}

// emit appends an instruction and gives the byte offset it starts at.
func (l *loader) emit(op code.Op, a, b, c uint16, d uint64) int {
	at := len(l.code) * 8
	if l.line >= 0 {
		l.addLine(at)
	}
	l.starts = append(l.starts, int32(len(l.code)))
	l.code = append(l.code, code.Head(op, a, b, c), d)
	l.reached = true
	return at
}

// emitF appends an instruction that branches to a label; h goes in the high half of D.
func (l *loader) emitF(op code.Op, a, b, c uint16, label int, h uint32) int {
	at := l.emit(op, a, b, c, uint64(h)<<32)
	l.branch(at/8+1, at, label, fixF)
	return at
}

// emitFar is emitF for the instructions that have nothing but the branch in D: it is an address then, which is there sooner.
func (l *loader) emitFar(op code.Op, a, b uint16, label int) {
	at := l.emit(op, a, b, 0, 0)
	l.branch(at/8+1, at, label, fixWord)
}

func (l *loader) branch(word, instr, label int, how fixupKind) {
	if label == 0 {
		return
	}
	l.fixups = append(l.fixups, fixup{int32(word), int32(instr), int32(label), how})
	if l.frames[label] == frameUnknown {
		l.frames[label] = int32(l.frame)
	}
}

// pack appends packed operands, padded to whole instructions.
func (l *loader) pack(words ...uint64) {
	l.code = append(l.code, words...)
	if len(l.code)%2 == 1 {
		l.code = append(l.code, 0)
	}
}

// ends says that the instruction before does not fall through.
func (l *loader) ends() { l.reached = false }

func (l *loader) setFrame(size int) {
	l.frame = size
	framed := size >= 0
	if framed != l.framed || len(l.out.Frames) == 0 {
		l.framed = framed
		l.out.Frames = append(l.out.Frames, code.FrameMark{Offset: uint32(len(l.code) * 8), Framed: framed})
	}
}

func (l *loader) takeLine(in beam.Instr) {
	if len(in.Args) == 1 && in.Args[0].Kind == beam.Uint && in.Args[0].N < int64(len(l.m.Lines)) {
		l.line = int(in.Args[0].N)
	}
}

// takeLines takes the line instructions among those that one instruction is made of.
func (l *loader) takeLines(in []beam.Instr) {
	for _, i := range in {
		if i.Op == opcode.Line {
			l.takeLine(i)
		}
	}
}

func (l *loader) addLine(offset int) {
	e := code.LineEntry{Offset: uint32(offset)}
	if l.line > 0 {
		line := l.m.Lines[l.line]
		e.File, e.Line = uint16(line.File), uint32(line.Line)
	}
	l.line = -1
	entries := l.out.Lines.Entries
	if n := len(entries); n > 0 && entries[n-1].Offset == e.Offset {
		entries[n-1] = e
		return
	}
	l.out.Lines.Entries = append(entries, e)
}

// finish copies the code to where it stays and resolves what depends on addresses.
func (l *loader) finish() {
	l.fn = nil
	l.out.Lines.Files = l.m.Files
	bytes := len(l.code) * 8
	if bytes == 0 {
		bytes = code.InstrBytes
	}
	base := l.t.Space.CodeAlloc(bytes)
	if base == 0 {
		l.err = code.ErrNoMemory
		return
	}
	l.out.Base, l.out.Bytes = base, bytes
	for _, f := range l.fixups {
		l.resolve(f)
	}
	for i, f := range l.m.Lambdas {
		off := l.labels[f.Entry]
		if off == noOffset {
			l.fail("fun %d has no code", i)
			break
		}
		l.out.FunCode = append(l.out.FunCode, base+uintptr(off))
	}
	if l.err != nil {
		l.t.Space.CodeFree(base, bytes)
		return
	}
	copy(mem.Words(base, len(l.code)), l.code)
	for i := range l.out.Functions {
		l.out.Functions[i].Info += base
		l.out.Functions[i].Entry += base
	}
	if l.out.OnLoad != 0 {
		l.out.OnLoad += base - 1
	}
	l.out.MD5 = l.digest()
	for _, c := range l.m.Chunks {
		l.out.Chunks[c.Name] = c.Data
	}
}

func (l *loader) resolve(f fixup) {
	off := l.labels[f.label]
	if off == noOffset {
		l.fail("label %d is missing", f.label)
		return
	}
	dist := int64(off) - int64(f.instr)
	w := &l.code[f.word]
	switch f.how {
	case fixF:
		if dist != int64(int32(dist)) {
			l.fail("code is too large")
		}
		*w |= uint64(uint32(dist))
	case fixWord:
		*w = uint64(l.out.Base) + uint64(off)
	case fixCatch:
		*w = code.CatchTerm(l.out.Base + uintptr(off))
	case fixUnits:
		units := dist / code.InstrBytes
		if units != int64(int16(units)) {
			l.fail("branch is too far")
		}
		*w |= uint64(uint16(units)) << 32
	}
}

// digest is the module's version as module_info(md5) shows it: of the parts that decide what it does.
func (l *loader) digest() [16]byte {
	h := md5.New()
	var buf []byte
	for _, f := range l.m.Functions {
		buf = strconv.AppendInt(append(append(buf[:0], f.Name...), '/'), int64(f.Arity), 10)
		h.Write(strconv.AppendInt(append(buf, ':'), int64(f.Entry), 10))
	}
	for _, list := range l.m.Lists {
		l.hash = mixOperands(mix(l.hash, uint64(len(list))), list)
	}
	h.Write(binary.LittleEndian.AppendUint64(buf[:0], l.hash))
	for _, name := range l.m.Atoms {
		h.Write(append(append(buf[:0], name...), 0))
	}
	for _, f := range l.m.Imports {
		h.Write(append(append(append(append(buf[:0], f.Module...), 0), f.Function...), 0, byte(f.Arity)))
	}
	for _, lit := range l.m.Literals {
		h.Write(lit)
	}
	h.Write(l.m.Attributes)
	var sum [16]byte
	h.Sum(sum[:0])
	return sum
}

// mixInstrs adds instructions to the hash of the code; where they stand in the source does not count.
func (l *loader) mixInstrs(code []beam.Instr) {
	h := l.hash
	for i := range code {
		if in := &code[i]; in.Op != opcode.Line {
			h = mixOperands(mix(h, uint64(in.Op)<<8|uint64(len(in.Args))), in.Args)
		}
	}
	l.hash = h
}

func mixOperands(h uint64, args []beam.Operand) uint64 {
	for i := range args {
		h = mix(h, uint64(args[i].Kind)<<56^uint64(args[i].N))
	}
	return h
}

// mix adds a word to a hash.
func mix(h, word uint64) uint64 {
	return (bits.RotateLeft64(h, 23) ^ word) * 0x9E3779B97F4A7C15
}
