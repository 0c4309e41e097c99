package beam

import (
	"encoding/binary"
	"fmt"
	"hash/adler32"
	"unicode/utf8"

	"joist/internal/opcode"
)

type writer struct {
	m     *Module
	atoms map[string]int
	names []string // Module.Atoms, and what is only named elsewhere
	err   error
}

// Write makes a .beam file of m, one that other BEAM virtual machines load.
func Write(m *Module) ([]byte, error) {
	w := &writer{m: m, atoms: make(map[string]int, len(m.Atoms))}
	if len(m.Atoms) == 0 || m.Atoms[0] != m.Name {
		w.fail("its name is not its first atom")
	}
	for _, name := range m.Atoms {
		w.atom(name)
	}
	if len(w.names) != len(m.Atoms) {
		w.fail("an atom is there twice")
	}
	code := w.code()
	chunks := []Chunk{{}, {"Code", code}, {"StrT", m.Strings}, {"ImpT", w.importChunk()}}
	chunks = append(chunks, Chunk{"ExpT", w.functionChunk(true)}, Chunk{"LocT", w.functionChunk(false)})
	if len(m.Lambdas) > 0 {
		chunks = append(chunks, Chunk{"FunT", w.lambdaChunk()})
	}
	if len(m.Literals) > 0 {
		chunks = append(chunks, Chunk{"LitT", w.literalChunk()})
	}
	if len(m.Lines) > 0 {
		chunks = append(chunks, Chunk{"Line", w.lineChunk()})
	}
	chunks = append(chunks, Chunk{"Attr", termOrNil(m.Attributes)}, Chunk{"CInf", termOrNil(m.CompileInfo)})
	chunks = append(chunks, m.Chunks...)
	chunks[0] = Chunk{"AtU8", w.atomChunk()} // complete only now
	if w.err != nil {
		return nil, w.err
	}
	return joinChunks(chunks), nil
}

func termOrNil(b []byte) []byte {
	if len(b) == 0 {
		return []byte{etfVersion, etfNil}
	}
	return b
}

func (w *writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("beam: module %s: "+format, append([]any{w.m.Name}, args...)...)
	}
}

func (w *writer) atom(name string) int {
	i, ok := w.atoms[name]
	if !ok {
		w.names = append(w.names, name)
		i = len(w.names)
		w.atoms[name] = i
	}
	return i
}

func (w *writer) atomChunk() []byte {
	long := false
	for _, n := range w.names {
		if utf8.RuneCountInString(n) > 255 {
			w.fail("atom of more than 255 characters")
		}
		long = long || len(n) > 255
	}
	count := len(w.names)
	if long { // only OTP 28 and later read this form
		count = -count
	}
	b := beUint32(nil, count)
	for _, n := range w.names {
		if long {
			b = appendCompact(b, tagUint, int64(len(n)))
		} else {
			b = append(b, byte(len(n)))
		}
		b = append(b, n...)
	}
	return b
}

func (w *writer) code() []byte {
	count := 0
	for _, f := range w.m.Functions {
		count += len(f.Code)
	}
	// An instruction takes five to six bytes.
	b := make([]byte, codeHead, codeHead+7*count)
	highest := opcode.IntCodeEnd
	for _, f := range w.m.Functions {
		for i := range f.Code {
			in := &f.Code[i]
			highest = max(highest, in.Op)
			b = w.instr(b, in)
		}
	}
	beUint32(beUint32(beUint32(beUint32(beUint32(b[:0], 16), 0), int(highest)), w.m.NumLabels), len(w.m.Functions))
	return append(b, byte(opcode.IntCodeEnd))
}

// codeHead is the size of what stands before the instructions: its own size, the version of the instruction set, the
// highest opcode, and the numbers of labels and functions.
const codeHead = 20

func (w *writer) instr(b []byte, in *Instr) []byte {
	info := in.Op.Info()
	if !in.Op.Known() || len(in.Args) != info.Arity() {
		w.fail("%s with %d operands", in.Op, len(in.Args))
		return b
	}
	b = append(b, byte(in.Op))
	for _, o := range in.Args {
		b = w.operand(b, o)
	}
	return b
}

func (w *writer) operand(b []byte, o Operand) []byte {
	switch o.Kind {
	case Uint:
		return appendCompact(b, tagUint, o.N)
	case Integer:
		return appendCompact(b, tagInteger, o.N)
	case Atom:
		if uint64(o.N) >= uint64(len(w.m.Atoms)) {
			w.fail("atom %d of %d", o.N, len(w.m.Atoms))
		}
		return appendCompact(b, tagAtom, o.N+1)
	case Nil:
		return appendCompact(b, tagAtom, 0)
	case X, Typed:
		return appendCompact(b, tagX, o.N)
	case Y:
		return appendCompact(b, tagY, o.N)
	case FR:
		return appendCompact(appendExtended(b, extFR), tagUint, o.N)
	case Label:
		return appendCompact(b, tagLabel, o.N)
	case Char:
		return appendCompact(b, tagChar, o.N)
	case Literal:
		return appendCompact(appendExtended(b, extLiteral), tagUint, o.N)
	case MFA:
		return appendCompact(b, tagUint, o.N)
	case List:
		b = appendCompact(appendExtended(b, extList), tagUint, int64(len(w.m.List(o))))
	case Alloc:
		b = appendCompact(appendExtended(b, extAlloc), tagUint, int64(len(w.m.List(o))/2))
	default:
		w.fail("operand of kind %d", o.Kind)
	}
	for _, e := range w.m.List(o) {
		b = w.operand(b, e)
	}
	return b
}

func (w *writer) importChunk() []byte {
	b := beUint32(nil, len(w.m.Imports))
	for _, f := range w.m.Imports {
		b = beUint32(b, w.atom(f.Module))
		b = beUint32(b, w.atom(f.Function))
		b = beUint32(b, f.Arity)
	}
	return b
}

func (w *writer) functionChunk(exported bool) []byte {
	var b []byte
	n := 0
	for _, f := range w.m.Functions {
		if f.Exported == exported {
			n++
			b = beUint32(b, w.atom(f.Name))
			b = beUint32(b, f.Arity)
			b = beUint32(b, f.Entry)
		}
	}
	return append(beUint32(nil, n), b...)
}

func (w *writer) lambdaChunk() []byte {
	b := beUint32(nil, len(w.m.Lambdas))
	for _, l := range w.m.Lambdas {
		b = beUint32(b, w.atom(l.Name))
		b = beUint32(b, l.Arity)
		b = beUint32(b, l.Entry)
		b = beUint32(b, l.Index)
		b = beUint32(b, l.NumFree)
		b = beUint32(b, int(l.OldUniq))
	}
	return b
}

func (w *writer) literalChunk() []byte {
	plain := beUint32(nil, len(w.m.Literals))
	for _, l := range w.m.Literals {
		plain = beUint32(plain, len(l))
		plain = append(plain, l...)
	}
	return appendStored(beUint32(make([]byte, 0, len(plain)+64+len(plain)/1000), len(plain)), plain)
}

// appendStored appends plain in zlib's format without compressing it: that took a quarter of the time that writing a
// module takes, and literals are a tenth of a module.
func appendStored(b, plain []byte) []byte {
	const most = 1<<16 - 1 // bytes in a block
	b = append(b, 0x78, 0x01)
	for rest := plain; ; {
		n := min(len(rest), most)
		last := byte(0)
		if n == len(rest) {
			last = 1
		}
		b = append(b, last)
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
		b = binary.LittleEndian.AppendUint16(b, ^uint16(n))
		b = append(b, rest[:n]...)
		if rest = rest[n:]; last == 1 {
			return binary.BigEndian.AppendUint32(b, adler32.Checksum(plain))
		}
	}
}

func (w *writer) lineChunk() []byte {
	refs := 0
	for _, f := range w.m.Functions {
		for _, in := range f.Code {
			if in.Op == opcode.Line {
				refs++
			}
		}
	}
	files := w.m.Files
	if len(files) > 0 {
		files = files[1:]
	}
	b := beUint32(beUint32(nil, 0), 0)
	b = beUint32(b, refs)
	b = beUint32(b, len(w.m.Lines)-1)
	b = beUint32(b, len(files))
	file := 0
	for _, l := range w.m.Lines[1:] {
		if l.File != file {
			file = l.File
			b = appendCompact(b, tagAtom, int64(file))
		}
		b = appendCompact(b, tagInteger, int64(l.Line))
	}
	for _, f := range files {
		b = binary.BigEndian.AppendUint16(b, uint16(len(f)))
		b = append(b, f...)
	}
	return b
}
