package etf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/maps"
	"joist/internal/mem"
	"joist/internal/term"
)

// Linker connects funs with code.
type Linker interface {
	// ExportEntry is the address of the export entry of a function.
	ExportEntry(module, function term.Term, arity int) uintptr
	// FunEntry is the address of the entry of a fun.
	FunEntry(module, name term.Term, arity, numFree, index int, uniq uint32) uintptr
}

// Options of a Decoder. The zero value decodes everything but funs.
type Options struct {
	// Safe refuses atoms that do not exist yet, and funs of unknown functions.
	Safe bool
	// Linker resolves funs; nil refuses them.
	Linker Linker
}

// ErrUnknownAtom is the error of a safe decoding that met a new atom.
var ErrUnknownAtom = errors.New("etf: unknown atom")

// Decode reads one external term, version byte included, and builds it with b. There must be nothing
// behind it.
func Decode(b *heap.Builder, atoms *atom.Table, data []byte) (term.Term, error) {
	t, used, err := DecodePrefix(b, atoms, data, Options{})
	if err == nil && used != len(data) {
		return term.None, fmt.Errorf("etf: %d bytes after the term", len(data)-used)
	}
	return t, err
}

// DecodePrefix reads one external term at the start of data and tells how many bytes it took.
func DecodePrefix(b *heap.Builder, atoms *atom.Table, data []byte, opts Options) (t term.Term, used int, err error) {
	if len(data) < 2 || data[0] != Version {
		return term.None, 0, errors.New("etf: no external term")
	}
	if data[1] == tagCompressed {
		plain, used, err := inflate(data)
		if err != nil {
			return term.None, 0, err
		}
		d := decoder{b: b, atoms: atoms, data: plain, opts: opts}
		t, err := d.run()
		if err == nil && d.pos != len(plain) {
			err = errors.New("etf: bytes after the compressed term")
		}
		return t, used, err
	}
	d := decoder{b: b, atoms: atoms, data: data, pos: 1, opts: opts}
	t, err = d.run()
	return t, d.pos, err
}

// inflate unpacks a compressed term and tells how many bytes of data it took.
func inflate(data []byte) (plain []byte, used int, err error) {
	if len(data) < 6 {
		return nil, 0, errors.New("etf: truncated")
	}
	size := int64(binary.BigEndian.Uint32(data[2:]))
	src := bytes.NewReader(data[6:])
	z, err := zlib.NewReader(src)
	if err != nil {
		return nil, 0, fmt.Errorf("etf: %w", err)
	}
	plain, err = io.ReadAll(io.LimitReader(z, size+1))
	if err != nil {
		return nil, 0, fmt.Errorf("etf: %w", err)
	}
	if int64(len(plain)) != size {
		return nil, 0, errors.New("etf: compressed term of another size than it says")
	}
	return plain, len(data) - src.Len(), nil
}

// pending is work left on the decoder's stack: count terms to read into words from slot, stride
// words apart, or (count < 0) something to finish once its parts are there.
type pending struct {
	slot   uintptr
	count  int
	stride uintptr
	finish func() error
}

type decoder struct {
	b     *heap.Builder
	atoms *atom.Table
	data  []byte
	pos   int
	opts  Options
	stack []pending
}

// run decodes the term at pos.
func (d *decoder) run() (result term.Term, err error) {
	root := d.b.Alloc(2) // a tuple of one: the root's slot
	mem.Store(root, uint64(term.TupleHeader(1)))
	mem.Store(root+8, uint64(term.Nil))
	d.push(root+8, 1)
	for len(d.stack) > 0 {
		top := &d.stack[len(d.stack)-1]
		if top.count <= 0 {
			finish := top.finish
			d.stack = d.stack[:len(d.stack)-1]
			if finish != nil {
				if err := finish(); err != nil {
					return term.None, err
				}
			}
			continue
		}
		slot := top.slot
		top.slot += top.stride
		top.count--
		if err := d.one(slot); err != nil {
			return term.None, err
		}
	}
	return term.Term(mem.Load(root + 8)), nil
}

func (d *decoder) push(slot uintptr, count int) {
	d.stack = append(d.stack, pending{slot: slot, count: count, stride: 8})
}

// then makes finish run when the terms pushed after it are read.
func (d *decoder) then(finish func() error) {
	d.stack = append(d.stack, pending{finish: finish})
}

var errTruncated = errors.New("etf: truncated")

func (d *decoder) take(n int) ([]byte, error) {
	if n < 0 || n > len(d.data)-d.pos {
		return nil, errTruncated
	}
	b := d.data[d.pos : d.pos+n]
	d.pos += n
	return b, nil
}

func (d *decoder) u8() (int, error) {
	b, err := d.take(1)
	if err != nil {
		return 0, err
	}
	return int(b[0]), nil
}

func (d *decoder) u16() (int, error) {
	b, err := d.take(2)
	if err != nil {
		return 0, err
	}
	return int(binary.BigEndian.Uint16(b)), nil
}

func (d *decoder) u32() (int, error) {
	b, err := d.take(4)
	if err != nil {
		return 0, err
	}
	return int(binary.BigEndian.Uint32(b)), nil
}

// elements reads a length whose elements take at least one byte each.
func (d *decoder) elements() (int, error) {
	n, err := d.u32()
	if err == nil && n > len(d.data)-d.pos {
		err = errTruncated
	}
	return n, err
}

// one reads a term, or its head, into the word at slot.
func (d *decoder) one(slot uintptr) error {
	tag, err := d.u8()
	if err != nil {
		return err
	}
	var t term.Term
	switch tag {
	case tagSmallInt:
		n, e := d.u8()
		t, err = term.Small(int64(n)), e
	case tagInt:
		n, e := d.u32()
		t, err = term.Small(int64(int32(n))), e
	case tagNewFloat, tagFloat:
		t, err = d.float(tag)
	case tagSmallBig, tagLargeBig:
		t, err = d.bignum(tag)
	case tagAtom, tagSmallAtom, tagAtomUTF8, tagSmallAtomUTF8:
		t, err = d.atomText(tag)
	case tagNil:
		t = term.Nil
	case tagString:
		t, err = d.str()
	case tagBinary, tagBitBinary:
		t, err = d.binary(tag)
	case tagSmallTuple, tagLargeTuple:
		return d.tuple(tag, slot)
	case tagList:
		return d.list(slot)
	case tagMap:
		return d.mapOf(slot)
	case tagExport:
		return d.export(slot)
	case tagNewFun:
		return d.fun(slot)
	case tagPid, tagNewPid:
		return d.pid(tag, slot)
	case tagNewRef, tagNewerRef:
		return d.ref(tag, slot)
	case tagPort, tagNewPort, tagV4Port:
		return d.port(tag, slot)
	default:
		err = fmt.Errorf("etf: unknown tag %d", tag)
	}
	if err != nil {
		return err
	}
	mem.Store(slot, uint64(t))
	return nil
}

func (d *decoder) float(tag int) (term.Term, error) {
	var f float64
	if tag == tagNewFloat {
		b, err := d.take(8)
		if err != nil {
			return term.None, err
		}
		f = math.Float64frombits(binary.BigEndian.Uint64(b))
	} else {
		b, err := d.take(31)
		if err != nil {
			return term.None, err
		}
		f, err = strconv.ParseFloat(strings.TrimRight(string(b), "\x00"), 64)
		if err != nil {
			return term.None, fmt.Errorf("etf: %w", err)
		}
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return term.None, errors.New("etf: a float that is no number")
	}
	return d.b.Float(f), nil
}

func (d *decoder) bignum(tag int) (term.Term, error) {
	n, err := d.u8()
	if tag == tagLargeBig {
		d.pos--
		n, err = d.elements()
	}
	if err != nil {
		return term.None, err
	}
	sign, err := d.u8()
	if err != nil {
		return term.None, err
	}
	b, err := d.take(n)
	if err != nil {
		return term.None, err
	}
	limbs := make([]uint64, (n+7)/8)
	for i, c := range b {
		limbs[i/8] |= uint64(c) << (i % 8 * 8)
	}
	return d.b.BigFromLimbs(sign != 0, limbs), nil
}

func (d *decoder) atomText(tag int) (term.Term, error) {
	var n int
	var err error
	if tag == tagSmallAtom || tag == tagSmallAtomUTF8 {
		n, err = d.u8()
	} else {
		n, err = d.u16()
	}
	if err != nil {
		return term.None, err
	}
	b, err := d.take(n)
	if err != nil {
		return term.None, err
	}
	if tag == tagAtom || tag == tagSmallAtom {
		b = latin1(b)
	} else if !utf8.Valid(b) {
		return term.None, errors.New("etf: an atom that is not UTF-8")
	}
	if d.opts.Safe {
		idx, ok := d.atoms.LookupBytes(b)
		if !ok {
			return term.None, ErrUnknownAtom
		}
		return term.Atom(idx), nil
	}
	idx, err := d.atoms.Intern(string(b))
	if err != nil {
		return term.None, fmt.Errorf("etf: %w", err)
	}
	return term.Atom(idx), nil
}

func latin1(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return out
}

// str reads a list of bytes.
func (d *decoder) str() (term.Term, error) {
	n, err := d.u16()
	if err != nil {
		return term.None, err
	}
	b, err := d.take(n)
	if err != nil {
		return term.None, err
	}
	list := term.Nil
	for i := len(b) - 1; i >= 0; i-- {
		list = d.b.Cons(term.Small(int64(b[i])), list)
	}
	return list, nil
}

func (d *decoder) binary(tag int) (term.Term, error) {
	n, err := d.elements()
	if err != nil {
		return term.None, err
	}
	last := 8
	if tag == tagBitBinary {
		if last, err = d.u8(); err != nil {
			return term.None, err
		}
		if last > 8 || (last == 0) != (n == 0) {
			return term.None, errors.New("etf: a bitstring of an impossible size")
		}
	}
	b, err := d.take(n)
	if err != nil {
		return term.None, err
	}
	bin := d.b.Binary(b)
	if last != 8 && n > 0 {
		return d.b.SubBinary(bin, 0, (n-1)*8+last), nil
	}
	return bin, nil
}

func (d *decoder) tuple(tag int, slot uintptr) error {
	n, err := d.u8()
	if tag == tagLargeTuple {
		d.pos--
		n, err = d.elements()
	}
	if err == nil && n > len(d.data)-d.pos {
		err = errTruncated
	}
	if err != nil {
		return err
	}
	a := d.block(term.TupleHeader(n), n)
	mem.Store(slot, uint64(term.BoxedAt(a)))
	d.push(a+8, n)
	return nil
}

// block allocates an object of n terms, all [] at first.
func (d *decoder) block(h term.Header, n int) uintptr {
	a := d.b.Alloc(n + 1)
	mem.Store(a, uint64(h))
	for i := 1; i <= n; i++ {
		mem.Store(a+uintptr(i)*8, uint64(term.Nil))
	}
	return a
}

// list reads n elements and the tail into n cells that lie side by side: the words of the cells are
// head, tail, head, tail, so the heads are every second word.
func (d *decoder) list(slot uintptr) error {
	n, err := d.elements()
	if err != nil {
		return err
	}
	if n == 0 {
		d.push(slot, 1)
		return nil
	}
	a := d.b.Alloc(2 * n)
	for i := range n {
		cell := a + uintptr(i)*16
		mem.Store(cell, uint64(term.Nil))
		next := term.Nil
		if i+1 < n {
			next = term.ListAt(cell + 16)
		}
		mem.Store(cell+8, uint64(next))
	}
	mem.Store(slot, uint64(term.ListAt(a)))
	d.push(a+uintptr(n)*16-8, 1) // the tail, read last
	d.stack = append(d.stack, pending{slot: a, count: n, stride: 16})
	return nil
}

// mapOf reads the pairs into a scratch tuple and makes the map of them.
func (d *decoder) mapOf(slot uintptr) error {
	n, err := d.elements()
	if err != nil {
		return err
	}
	if 2*n > len(d.data)-d.pos {
		return errTruncated
	}
	a := d.block(term.TupleHeader(2*n), 2*n)
	mem.Store(slot, uint64(term.Nil))
	d.then(func() error {
		pairs := mem.Slice[term.Term](a+8, 2*n)
		m := maps.FromPairs(d.b, pairs)
		if m.MapSize() != n {
			return errors.New("etf: a map with the same key twice")
		}
		mem.Store(slot, uint64(m))
		return nil
	})
	d.push(a+8, 2*n)
	return nil
}
