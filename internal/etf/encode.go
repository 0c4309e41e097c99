package etf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"joist/internal/atom"
	"joist/internal/maps"
	"joist/internal/mem"
	"joist/internal/term"
)

// EncodeOptions are the options of term_to_binary/2.
type EncodeOptions struct {
	// Compressed is the zlib level, 0 for none. What would not get smaller is left as it is.
	Compressed int
	// MinorVersion 0 writes floats as text and Latin-1 atoms the old way; 1 and 2 as today.
	MinorVersion int
	// Deterministic sorts the keys of large maps in term order.
	Deterministic bool
}

// DefaultOptions are those of term_to_binary/1.
var DefaultOptions = EncodeOptions{MinorVersion: 2}

// ErrTooLarge is the error for what the format has no room for.
var ErrTooLarge = errors.New("etf: the term is too large for the format")

// Encode gives t as an external term, version byte included.
func Encode(atoms *atom.Table, t term.Term, opts EncodeOptions) ([]byte, error) {
	e := encoder{atoms: atoms, opts: opts, out: append(make([]byte, 0, 64), Version)}
	if err := e.run(t); err != nil {
		return nil, err
	}
	if opts.Compressed > 0 {
		return compress(e.out, opts.Compressed)
	}
	return e.out, nil
}

// compress packs plain, an external term, unless that makes it larger.
func compress(plain []byte, level int) ([]byte, error) {
	var z bytes.Buffer
	z.Write([]byte{Version, tagCompressed, 0, 0, 0, 0})
	binary.BigEndian.PutUint32(z.Bytes()[2:], uint32(len(plain)-1))
	w, err := zlib.NewWriterLevel(&z, level)
	if err != nil {
		return nil, err
	}
	w.Write(plain[1:])
	if err := w.Close(); err != nil {
		return nil, err
	}
	if z.Len() >= len(plain) {
		return plain, nil
	}
	return z.Bytes(), nil
}

// work is what is left to write: terms side by side in memory, or the tail of a list, or raw bytes
// that follow the parts of an identifier.
type work struct {
	terms  []term.Term
	finish func()
}

type encoder struct {
	atoms *atom.Table
	opts  EncodeOptions
	out   []byte
	stack []work
}

func (e *encoder) run(t term.Term) error {
	if err := e.one(t); err != nil {
		return err
	}
	for len(e.stack) > 0 {
		top := &e.stack[len(e.stack)-1]
		if len(top.terms) == 0 {
			finish := top.finish
			e.stack = e.stack[:len(e.stack)-1]
			if finish != nil {
				finish()
			}
			continue
		}
		next := top.terms[0]
		top.terms = top.terms[1:]
		if err := e.one(next); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) push(terms ...term.Term) {
	if len(terms) > 0 {
		e.stack = append(e.stack, work{terms: terms})
	}
}

func (e *encoder) u8(tag byte, n int) { e.out = append(e.out, tag, byte(n)) }

func (e *encoder) u32(tag byte, n int) {
	e.out = binary.BigEndian.AppendUint32(append(e.out, tag), uint32(n))
}

// one writes a term, or its head with the rest on the stack.
func (e *encoder) one(t term.Term) error {
	switch {
	case t.IsSmall():
		e.integer(t.SmallValue())
	case t.IsAtom():
		e.atom(t)
	case t == term.Nil:
		e.out = append(e.out, tagNil)
	case t.IsCons():
		return e.list(t)
	case t.IsPidImm():
		e.pid(t)
	case t.IsPortImm():
		e.out = append(e.out, tagV4Port)
		e.atom(term.AtomNonodeNohost)
		e.out = binary.BigEndian.AppendUint64(e.out, t.PortNumber())
		e.out = binary.BigEndian.AppendUint32(e.out, 0)
	default:
		return e.boxed(t)
	}
	return nil
}

func (e *encoder) boxed(t term.Term) error {
	h := t.Header()
	switch h.Subtag() {
	case term.SubTuple:
		if n := h.Arity(); n < 256 {
			e.u8(tagSmallTuple, n)
		} else {
			e.u32(tagLargeTuple, n)
		}
		e.push(t.TupleElems()...)
	case term.SubBigPos, term.SubBigNeg:
		return e.bignum(t)
	case term.SubFloat:
		e.float(t.FloatValue())
	case term.SubMap:
		return e.mapOf(t)
	case term.SubRef:
		e.ref(t)
	case term.SubFun:
		e.fun(t)
	case term.SubExport:
		e.out = append(e.out, tagExport)
		entry := uintptr(t.Word(term.ExportEntry))
		e.push(term.Term(mem.LoadAt(entry, term.ExportEntryModule)), term.Term(mem.LoadAt(entry, term.ExportEntryFunction)),
			term.Small(int64(mem.LoadAt(entry, term.ExportEntryArity))))
	default:
		return e.bitstring(t)
	}
	return nil
}

func (e *encoder) integer(n int64) {
	switch {
	case 0 <= n && n < 256:
		e.u8(tagSmallInt, int(n))
	case math.MinInt32 <= n && n <= math.MaxInt32:
		e.u32(tagInt, int(n))
	default:
		sign, mag := byte(0), uint64(n)
		if n < 0 {
			sign, mag = 1, uint64(-n)
		}
		e.out = append(e.out, tagSmallBig, 0, sign)
		at := len(e.out) - 2
		for ; mag > 0; mag >>= 8 {
			e.out = append(e.out, byte(mag))
		}
		e.out[at] = byte(len(e.out) - at - 2)
	}
}

func (e *encoder) bignum(t term.Term) error {
	var b []byte
	for _, limb := range t.BigLimbs() {
		b = binary.LittleEndian.AppendUint64(b, limb)
	}
	b = bytes.TrimRight(b, "\x00")
	sign := byte(0)
	if t.IsBigNegative() {
		sign = 1
	}
	switch {
	case len(b) < 256:
		e.out = append(e.out, tagSmallBig, byte(len(b)), sign)
	case len(b) <= math.MaxUint32:
		e.u32(tagLargeBig, len(b))
		e.out = append(e.out, sign)
	default:
		return ErrTooLarge
	}
	e.out = append(e.out, b...)
	return nil
}

func (e *encoder) float(f float64) {
	if e.opts.MinorVersion == 0 {
		e.out = append(e.out, tagFloat)
		text := make([]byte, 31)
		copy(text, formatOldFloat(f))
		e.out = append(e.out, text...)
		return
	}
	e.out = binary.BigEndian.AppendUint64(append(e.out, tagNewFloat), math.Float64bits(f))
}

func (e *encoder) atom(t term.Term) {
	name := e.atoms.Name(t.AtomIndex())
	if e.opts.MinorVersion < 2 {
		if old, ok := toLatin1(name); ok {
			e.out = binary.BigEndian.AppendUint16(append(e.out, tagAtom), uint16(len(old)))
			e.out = append(e.out, old...)
			return
		}
	}
	if len(name) < 256 {
		e.u8(tagSmallAtomUTF8, len(name))
	} else {
		e.out = binary.BigEndian.AppendUint16(append(e.out, tagAtomUTF8), uint16(len(name)))
	}
	e.out = append(e.out, name...)
}

func toLatin1(s string) ([]byte, bool) {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 255 || r == utf8.RuneError {
			return nil, false
		}
		out = append(out, byte(r))
	}
	return out, true
}

// list writes a list: of bytes as a string, else the elements with the tail behind them.
func (e *encoder) list(t term.Term) error {
	n, small, tail := 0, true, t
	for ; tail.IsCons(); tail = tail.Cdr() {
		h := tail.Car()
		small = small && h.IsSmall() && uint64(h.SmallValue()) < 256
		n++
	}
	if n > math.MaxUint32 {
		return ErrTooLarge
	}
	if small && tail == term.Nil && n <= math.MaxUint16 {
		e.out = binary.BigEndian.AppendUint16(append(e.out, tagString), uint16(n))
		for ; t.IsCons(); t = t.Cdr() {
			e.out = append(e.out, byte(t.Car().SmallValue()))
		}
		return nil
	}
	e.u32(tagList, n)
	elems := make([]term.Term, 0, n+1)
	for ; t.IsCons(); t = t.Cdr() {
		elems = append(elems, t.Car())
	}
	e.push(append(elems, t)...)
	return nil
}

func (e *encoder) mapOf(t term.Term) error {
	pairs := maps.Pairs(t, nil)
	if e.opts.Deterministic {
		pairs = e.sorted(pairs)
	}
	if len(pairs)/2 > math.MaxUint32 {
		return ErrTooLarge
	}
	e.u32(tagMap, len(pairs)/2)
	e.push(pairs...)
	return nil
}

// sorted orders pairs by key.
func (e *encoder) sorted(pairs []term.Term) []term.Term {
	order := make([][2]term.Term, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		order = append(order, [2]term.Term{pairs[i], pairs[i+1]})
	}
	slices.SortFunc(order, func(a, b [2]term.Term) int { return term.CompareExact(a[0], b[0], e.atoms) })
	out := make([]term.Term, 0, len(pairs))
	for _, p := range order {
		out = append(out, p[0], p[1])
	}
	return out
}

func (e *encoder) bitstring(t term.Term) error {
	v := t.Bits()
	bits := v.Size
	n := (bits + 7) / 8
	if n > math.MaxUint32 {
		return ErrTooLarge
	}
	if bits%8 == 0 {
		e.u32(tagBinary, n)
	} else {
		e.u32(tagBitBinary, n)
		e.out = append(e.out, byte(bits%8))
	}
	at := len(e.out)
	e.out = append(e.out, make([]byte, n)...)
	term.CopyBits(e.out[at:], 0, v)
	return nil
}

func (e *encoder) pid(t term.Term) {
	e.out = append(e.out, tagNewPid)
	e.atom(term.AtomNonodeNohost)
	e.out = binary.BigEndian.AppendUint32(e.out, t.PidIndex())
	e.out = binary.BigEndian.AppendUint32(e.out, t.PidSerial())
	e.out = binary.BigEndian.AppendUint32(e.out, 0)
}

// ref writes a reference with its pid and data, so that an alias comes back as one.
func (e *encoder) ref(t term.Term) {
	words := []uint64{t.Word(term.RefID), 0, 0}
	if t.Header() == term.RefHeader {
		words[1], words[2] = t.Word(term.RefPid), t.Word(term.RefExtra)
	}
	n := 2
	if words[1] != 0 || words[2] != 0 {
		n = 5
	}
	e.out = binary.BigEndian.AppendUint16(append(e.out, tagNewerRef), uint16(n))
	e.atom(term.AtomNonodeNohost)
	e.out = binary.BigEndian.AppendUint32(e.out, 0)
	for i := range n {
		e.out = binary.BigEndian.AppendUint32(e.out, uint32(words[i/2]>>(i%2*32)))
	}
}

// fun writes a fun: its size first, which is known once its parts are written.
func (e *encoder) fun(t term.Term) {
	e.out = append(e.out, tagNewFun, 0, 0, 0, 0)
	start := len(e.out) - 4
	entry := uintptr(t.Word(term.FunEntry))
	arity, free := t.Word(term.FunArity)&0xFF, t.Word(term.FunArity)>>8
	index, uniq := mem.LoadAt(entry, term.FunEntryIndex), mem.LoadAt(entry, term.FunEntryUniq)
	e.out = append(e.out, byte(arity))
	var unique [16]byte
	binary.BigEndian.PutUint32(unique[12:], uint32(uniq))
	e.out = append(e.out, unique[:]...)
	e.out = binary.BigEndian.AppendUint32(e.out, uint32(index))
	e.out = binary.BigEndian.AppendUint32(e.out, uint32(free))
	parts := []term.Term{term.Term(mem.LoadAt(entry, term.FunEntryModule)), term.Small(int64(index)), term.Small(int64(uniq)),
		t.Field(term.FunCreator)}
	for i := range int(free) {
		parts = append(parts, t.Field(term.FunEnv+i))
	}
	e.stack = append(e.stack, work{terms: parts, finish: func() {
		binary.BigEndian.PutUint32(e.out[start:], uint32(len(e.out)-start))
	}})
}

// formatOldFloat is a float as minor version 0 has it.
func formatOldFloat(f float64) string { return strconv.FormatFloat(f, 'e', 20, 64) }
