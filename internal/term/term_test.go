package term_test

import (
	"math/rand/v2"
	"testing"

	"joist/internal/atom"
	"joist/internal/mem"
	"joist/internal/term"
)

func TestImmediates(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 255, term.MaxSmall, term.MinSmall} {
		s := term.Small(n)
		if !s.IsSmall() || s.SmallValue() != n || s.IsAtom() || s.IsPointer() || !s.IsInteger() {
			t.Errorf("small integer %d", n)
		}
	}
	if term.FitsSmall(term.MaxSmall+1) || term.FitsSmall(term.MinSmall-1) || !term.FitsSmall(term.MinSmall) {
		t.Error("FitsSmall")
	}
	p := term.Pid(1<<28-1, 1<<31)
	if !p.IsPid() || p.PidIndex() != 1<<28-1 || p.PidSerial() != 1<<31 || p.IsAtom() || p.IsSmall() {
		t.Error("pid")
	}
	if a := term.Atom(atom.IdxOk); a != term.AtomOk || !a.IsAtom() || a.AtomIndex() != atom.IdxOk {
		t.Error("atom")
	}
	c := term.Catch(0x7f1234567890)
	if !c.IsCatch() || c.CatchAddr() != 0x7f1234567890 || c.IsAtom() || c.IsPointer() {
		t.Error("catch")
	}
	if !term.Nil.IsNil() || !term.Nil.IsList() || term.Nil.IsCons() || term.Nil.IsAtom() || term.None.IsPointer() {
		t.Error("nil")
	}
}

func TestHeaders(t *testing.T) {
	for s := term.SubTuple; s <= term.SubMap; s++ {
		for _, n := range []int{0, 1, 33, 1 << 24, 1<<32 - 1} {
			h := term.MakeHeader(s, n)
			if h.Subtag() != s || h.Arity() != n || h.IsTuple() != (s == term.SubTuple) || h&term.PrimaryMask != term.PrimaryHeader {
				t.Errorf("header %#x of subtag %d and arity %d", uint64(h), s, n)
			}
		}
	}
	h := term.MapHeader(term.MapCollision, 0xffff, 12345)
	if h.MapKind() != term.MapCollision || h.MapBitmap() != 0xffff || h.Arity() != 12345 || h.Subtag() != term.SubMap {
		t.Errorf("map header %#x", uint64(h))
	}
}

// TestOrderIsTotal checks the order of the types, every kind of boxed term included.
func TestOrderIsTotal(t *testing.T) {
	b := newBuilder(t)
	fun := b.Mem.Alloc(4)
	mem.StoreAt(fun, term.FunEntryModule, uint64(term.AtomLists))
	export := b.Mem.Alloc(4)
	mem.StoreAt(export, term.ExportEntryModule, uint64(term.AtomLists))
	mem.StoreAt(export, term.ExportEntryFunction, uint64(term.AtomMap))
	mem.StoreAt(export, term.ExportEntryArity, 2)
	ordered := []term.Term{
		term.Small(-5), b.Float(-1.5), term.Small(7), b.Uint(1 << 63), term.AtomError, term.AtomOk,
		b.Ref(1, term.None, 0), b.Ref(2, term.None, 0), b.External(term.SubExtRef, term.AtomOk, 1, []uint64{1}),
		b.Fun(fun, 1, term.Pid(1, 1), nil), b.Fun(fun, 1, term.Pid(1, 1), []term.Term{term.Nil}), b.ExportFun(export),
		term.Port(3), b.External(term.SubExtPort, term.AtomOk, 1, []uint64{3}),
		term.Pid(4, 0), term.Pid(5, 0), term.Pid(4, 1), b.External(term.SubExtPid, term.AtomOk, 1, []uint64{3, 4}),
		b.TupleFrom(nil), b.Tuple(term.Small(9)), b.Tuple(term.Small(1), term.Small(1)),
		term.Nil, b.Cons(term.Small(1), term.Small(2)), b.Cons(term.Small(1), term.Nil),
		b.Binary(nil), b.Binary([]byte("a")), b.Bitstring([]byte("a\x00"), 9), b.Bitstring([]byte{0x80}, 1),
	}
	for i, x := range ordered {
		for j, y := range ordered {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := term.Compare(x, y, b.Atoms); got != want {
				t.Errorf("Compare(%s, %s) = %d, want %d", term.Format(x, b.Atoms), term.Format(y, b.Atoms), got, want)
			}
			if term.ExactEqual(x, b.Copy(y)) != (i == j) {
				t.Errorf("%s =:= %s", term.Format(x, b.Atoms), term.Format(y, b.Atoms))
			}
		}
	}
}

func TestCopyBits(t *testing.T) {
	b := newBuilder(t)
	r := rand.New(rand.NewPCG(3, 3))
	bit := func(data []byte, i int) byte { return data[i/8] >> (7 - i%8) & 1 }
	for range 20000 {
		src := make([]byte, 1+r.IntN(12))
		dst := make([]byte, 14)
		for i := range src {
			src[i] = byte(r.Uint32())
		}
		for i := range dst {
			dst[i] = byte(r.Uint32())
		}
		before := append([]byte(nil), dst...)
		off := r.IntN(len(src)*8 + 1)
		n := r.IntN(len(src)*8 - off + 1)
		at := r.IntN(len(dst)*8 - n + 1)
		v := b.Binary(src).Bits()
		v.Offset, v.Size = off, n
		term.CopyBits(dst, at, v)
		for i := range len(dst) * 8 {
			want := bit(before, i)
			if i >= at && i < at+n {
				want = bit(src, off+i-at)
			}
			if bit(dst, i) != want {
				t.Fatalf("%d bits from bit %d to bit %d: bit %d is wrong", n, off, at, i)
			}
		}
	}
}
