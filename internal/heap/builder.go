package heap

import (
	"joist/internal/atom"
	"joist/internal/mem"
	"joist/internal/term"
)

// A Builder builds terms: in the free space of the heap H, in fragments of H when there is none, or, with
// H nil, in loose fragments that Take hands over. It never collects. Its methods panic with NoMemory
// when the memory limit is reached.
type Builder struct {
	H     *Heap
	Mem   *mem.Cache
	Atoms *atom.Table // gives the order of map keys; nothing else here needs it

	loose   Fragments
	message Fragments // holders in the message being made; here because a local would be allocated
	stack   []term.Term
}

// Take hands over what was built with H nil.
func (b *Builder) Take() Fragments {
	fs := b.loose
	b.loose = Fragments{}
	return fs
}

func (b *Builder) fragments() *Fragments {
	if b.H != nil {
		return &b.H.Fragments
	}
	return &b.loose
}

// Alloc takes n words that the caller fills with objects before anything else happens to the heap.
func (b *Builder) Alloc(n int) uintptr {
	if h := b.H; h != nil {
		if a := h.Top; h.Stop-a >= uintptr(n)*mem.WordSize {
			h.Top = a + uintptr(n)*mem.WordSize
			return a
		}
	}
	return b.fragments().alloc(b.Mem, n)
}

// Trim gives back words at the end of the latest Alloc, which took n words at a and needs used.
func (b *Builder) Trim(a uintptr, n, used int) {
	end := a + uintptr(n)*mem.WordSize
	if b.H != nil && b.H.Top == end {
		b.H.Top = a + uintptr(used)*mem.WordSize
		return
	}
	if f := b.fragments().Frags; f != 0 && uintptr(mem.LoadAt(f, fragTop)) == end {
		mem.StoreAt(f, fragTop, uint64(a+uintptr(used)*mem.WordSize))
	}
}

// Cons is the list cell [head | tail].
func (b *Builder) Cons(head, tail term.Term) term.Term {
	a := b.Alloc(2)
	mem.Store(a, uint64(head))
	mem.StoreAt(a, 1, uint64(tail))
	return term.ListAt(a)
}

// List is the list of elems in front of tail.
func (b *Builder) List(elems []term.Term, tail term.Term) term.Term {
	if len(elems) == 0 {
		return tail
	}
	a := b.Alloc(2 * len(elems))
	first := term.ListAt(a)
	for i, e := range elems {
		mem.Store(a, uint64(e))
		next := tail
		if i+1 < len(elems) {
			next = term.ListAt(a + 16)
		}
		mem.StoreAt(a, 1, uint64(next))
		a += 16
	}
	return first
}

// Tuple is the tuple of elems.
func (b *Builder) Tuple(elems ...term.Term) term.Term { return b.TupleFrom(elems) }

// TupleFrom is the tuple of elems.
func (b *Builder) TupleFrom(elems []term.Term) term.Term {
	a := b.Alloc(1 + len(elems))
	mem.Store(a, uint64(term.TupleHeader(len(elems))))
	copy(mem.Slice[term.Term](a+8, len(elems)), elems)
	return term.BoxedAt(a)
}

// Tuple2 is the pair of x and y.
func (b *Builder) Tuple2(x, y term.Term) term.Term {
	a := b.Alloc(3)
	mem.Store(a, uint64(term.TupleHeader(2)))
	mem.StoreAt(a, 1, uint64(x))
	mem.StoreAt(a, 2, uint64(y))
	return term.BoxedAt(a)
}

// Tuple3 is the tuple of x, y and z.
func (b *Builder) Tuple3(x, y, z term.Term) term.Term {
	a := b.Alloc(4)
	mem.Store(a, uint64(term.TupleHeader(3)))
	mem.StoreAt(a, 1, uint64(x))
	mem.StoreAt(a, 2, uint64(y))
	mem.StoreAt(a, 3, uint64(z))
	return term.BoxedAt(a)
}

// Int is the integer n.
func (b *Builder) Int(n int64) term.Term {
	if term.FitsSmall(n) {
		return term.Small(n)
	}
	if n < 0 {
		return b.oneLimb(term.SubBigNeg, -uint64(n))
	}
	return b.oneLimb(term.SubBigPos, uint64(n))
}

// Uint is the integer n.
func (b *Builder) Uint(n uint64) term.Term {
	if n <= term.MaxSmall {
		return term.Small(int64(n))
	}
	return b.oneLimb(term.SubBigPos, n)
}

func (b *Builder) oneLimb(s term.Subtag, limb uint64) term.Term {
	a := b.Alloc(2)
	mem.Store(a, uint64(term.MakeHeader(s, 1)))
	mem.StoreAt(a, 1, limb)
	return term.BoxedAt(a)
}

// Product is the integer hi*2^64+lo, negated if neg: what a multiplication of two words gives.
func (b *Builder) Product(neg bool, hi, lo uint64) term.Term {
	return b.BigFromLimbs(neg, []uint64{lo, hi})
}

// BigFromLimbs is the integer with that sign and magnitude, least significant limb first: small when it
// fits.
func (b *Builder) BigFromLimbs(neg bool, limbs []uint64) term.Term {
	n := len(limbs)
	for n > 0 && limbs[n-1] == 0 {
		n--
	}
	if n == 0 {
		return term.Small(0)
	}
	if n == 1 {
		switch v := limbs[0]; {
		case !neg && v <= term.MaxSmall:
			return term.Small(int64(v))
		case neg && v <= -term.MinSmall:
			return term.Small(-int64(v))
		}
	}
	s := term.SubBigPos
	if neg {
		s = term.SubBigNeg
	}
	a := b.Alloc(1 + n)
	mem.Store(a, uint64(term.MakeHeader(s, n)))
	copy(mem.Words(a+8, n), limbs[:n])
	return term.BoxedAt(a)
}

// Float is the float f, which must be finite.
func (b *Builder) Float(f float64) term.Term {
	a := b.Alloc(term.FloatWords)
	mem.Store(a, uint64(term.FloatHeader))
	mem.StoreFloat(a+8, f)
	return term.BoxedAt(a)
}

// String is the list of the characters of s.
func (b *Builder) String(s string) term.Term {
	n := 0
	for range s {
		n++
	}
	if n == 0 {
		return term.Nil
	}
	a := b.Alloc(2 * n)
	first := term.ListAt(a)
	for _, r := range s {
		mem.Store(a, uint64(term.Small(int64(r))))
		mem.StoreAt(a, 1, uint64(term.ListAt(a+16)))
		a += 16
	}
	mem.Store(a-8, uint64(term.Nil))
	return first
}

// ByteList is the list of the bytes of s in front of tail.
func (b *Builder) ByteList(s []byte, tail term.Term) term.Term {
	if len(s) == 0 {
		return tail
	}
	a := b.Alloc(2 * len(s))
	first := term.ListAt(a)
	for _, c := range s {
		mem.Store(a, uint64(term.Small(int64(c))))
		mem.StoreAt(a, 1, uint64(term.ListAt(a+16)))
		a += 16
	}
	mem.Store(a-8, uint64(tail))
	return first
}

// Ref is a reference with that unique number, tied to pid unless pid is None.
func (b *Builder) Ref(id uint64, pid term.Term, extra uint64) term.Term {
	a := b.Alloc(term.RefWords)
	mem.Store(a, uint64(term.RefHeader))
	mem.StoreAt(a, term.RefID, id)
	mem.StoreAt(a, term.RefPid, uint64(pid))
	mem.StoreAt(a, term.RefExtra, extra)
	return term.BoxedAt(a)
}

// MagicRef is a reference that keeps the off-heap binary at data alive; it takes over the caller's
// reference count.
func (b *Builder) MagicRef(id uint64, data uintptr, extra uint64) term.Term {
	a := b.Alloc(term.MagicRefWords)
	mem.Store(a, uint64(term.MagicRefHeader))
	mem.StoreAt(a, term.RefID, id)
	mem.StoreAt(a, term.MagicRefData, uint64(data))
	mem.StoreAt(a, term.MagicRefExtra, extra)
	b.fragments().hold(a, 0)
	return term.BoxedAt(a)
}

// Fun is a local fun of that arity whose entry is at address entry.
func (b *Builder) Fun(entry uintptr, arity int, creator term.Term, env []term.Term) term.Term {
	a := b.Alloc(term.FunEnv + len(env))
	mem.Store(a, uint64(term.MakeHeader(term.SubFun, term.FunEnv-1+len(env))))
	mem.StoreAt(a, term.FunEntry, uint64(entry))
	mem.StoreAt(a, term.FunNext, 0)
	mem.StoreAt(a, term.FunArity, uint64(arity)|uint64(len(env))<<8)
	mem.StoreAt(a, term.FunCreator, uint64(creator))
	copy(mem.Slice[term.Term](a+term.FunEnv*8, len(env)), env)
	return term.BoxedAt(a)
}

// ExportFun is the external fun of the export entry at address entry.
func (b *Builder) ExportFun(entry uintptr) term.Term {
	a := b.Alloc(term.ExportWords)
	mem.Store(a, uint64(term.ExportHeader))
	mem.StoreAt(a, term.ExportEntry, uint64(entry))
	return term.BoxedAt(a)
}

// External is a pid, port or reference of another node, by subtag.
func (b *Builder) External(s term.Subtag, node term.Term, creation uint32, data []uint64) term.Term {
	a := b.Alloc(term.ExtData + len(data))
	mem.Store(a, uint64(term.MakeHeader(s, term.ExtData-1+len(data))))
	mem.StoreAt(a, term.ExtNode, uint64(node))
	mem.StoreAt(a, term.ExtCreation, uint64(creation))
	copy(mem.Words(a+term.ExtData*8, len(data)), data)
	return term.BoxedAt(a)
}
