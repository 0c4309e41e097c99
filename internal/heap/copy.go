package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// Copying a term computes the size of the copy first, so that the copy is one piece of memory. An object
// is copied with its pointers to the originals, and the addresses of these words go on a stack of what
// remains to be done; lists of tuples, the usual bulk, are copied on the way. No Go stack is used, however
// deep the term. Sharing inside a term is
// not kept, as on the BEAM; literals are shared, not copied; large binaries get one more reference;
// small parts of binaries become binaries of their own.

// smallPart is the most bytes that a sub-binary is copied out of its parent for.
const smallPart = term.MaxHeapBin

// FlatSize is the number of words that a copy of t takes.
func (b *Builder) FlatSize(t term.Term) int {
	space := b.Mem.Space()
	lo, size := term.Term(space.LiteralLo), term.Term(space.LiteralHi-space.LiteralLo)
	words := 0
	stack := b.stack[:0]
	for {
		for t.IsCons() && t-lo >= size {
			words += 2
			head := t.Car()
			if head.IsBoxed() && head-lo >= size && head.Header().IsTuple() {
				elems := head.TupleElems()
				words += 1 + len(elems)
				for _, e := range elems {
					if e.IsPointer() {
						stack = append(stack, e)
					}
				}
			} else if head.IsPointer() {
				stack = append(stack, head)
			}
			t = t.Cdr()
		}
		if t.IsBoxed() && t-lo >= size {
			n, first, count := copySize(t)
			words += n
			for _, f := range mem.Slice[term.Term](t.Addr()+uintptr(first)*mem.WordSize, count) {
				if f.IsPointer() {
					stack = append(stack, f)
				}
			}
		}
		if len(stack) == 0 {
			break
		}
		t = stack[len(stack)-1]
		stack = stack[:len(stack)-1]
	}
	b.keepStack(stack)
	return words
}

// keepStack keeps a stack for the next time, unless it has become large.
func (b *Builder) keepStack(stack []term.Term) {
	if b.stack = stack[:0]; cap(stack) > 1<<14 {
		b.stack = nil
	}
}

// copySize is the size of the copy of the object t itself, and which of its words are terms to be
// copied as well.
func copySize(t term.Term) (words, first, count int) {
	h := t.Header()
	n := 1 + h.Arity()
	switch h.Subtag() {
	case term.SubTuple, term.SubMap:
		return n, 1, n - 1
	case term.SubFun:
		return n, term.FunCreator, n - term.FunCreator
	case term.SubSubBin:
		if isSmallPart(t) {
			return term.HeapBinData + (int(t.Word(term.SubBinSize))+7)/8, 0, 0
		}
		return n, term.SubBinParent, 1
	case term.SubMatch:
		panic("heap: a match context is copied")
	}
	return n, 0, 0
}

// isSmallPart tells whether the sub-binary t is copied as a binary of its own.
func isSmallPart(t term.Term) bool {
	return t.Word(term.SubBinBits)&0xffff == 0 && t.Word(term.SubBinSize) <= smallPart
}

// Copy copies t, all but literals, to where the builder builds.
func (b *Builder) Copy(t term.Term) term.Term {
	if !t.IsPointer() {
		return t
	}
	n := b.FlatSize(t)
	if n == 0 {
		return t
	}
	return b.copyTo(b.Alloc(n), t, b.fragments())
}

// CopyLiteral copies t into the literal area and returns the copy with its size in words; b.FreeLiteral
// frees it. Nobody else may see it before the caller hands it on.
func (b *Builder) CopyLiteral(t term.Term) (copied term.Term, words int) {
	n := 0
	if t.IsPointer() {
		n = b.FlatSize(t)
	}
	if n == 0 {
		return t, 0
	}
	a := b.Mem.Space().LiteralAlloc(n)
	if a == 0 {
		panic(NoMemory{Words: n})
	}
	var fs Fragments
	return b.copyTo(a, t, &fs), n
}

// FreeLiteral frees what CopyLiteral made. The term starts at the lowest of its words.
func (b *Builder) FreeLiteral(t term.Term, words int) {
	if words == 0 {
		return
	}
	a := t.Addr()
	end := a + uintptr(words)*mem.WordSize
	for p := a; p < end; p += mem.WordSize {
		if w := term.Term(mem.Load(p)); w&term.PrimaryMask == term.PrimaryHeader {
			h := term.Header(w)
			if h.IsOffHeapHolder() {
				Release(b.Mem, uintptr(mem.LoadAt(p, term.RefcBinData)))
			}
			p += uintptr(h.LeadingRaw()) * mem.WordSize
		}
	}
	b.Mem.Space().LiteralFree(a, words)
}

// A copier copies one term into the memory from top on.
type copier struct {
	lo, size term.Term // the literal area
	top      uintptr
	slots    []term.Term // addresses of copied words that still point to originals
	fs       *Fragments
}

// copyTo copies the pointer term t to dst, which has FlatSize(t) words, and links the off-heap holders
// among the copies in fs.
func (b *Builder) copyTo(dst uintptr, t term.Term, fs *Fragments) term.Term {
	space := b.Mem.Space()
	c := copier{lo: term.Term(space.LiteralLo), size: term.Term(space.LiteralHi - space.LiteralLo),
		top: dst, slots: b.stack[:0], fs: fs}
	result := c.object(t)
	for n := len(c.slots); n > 0; n = len(c.slots) {
		slot := uintptr(c.slots[n-1])
		c.slots = c.slots[:n-1]
		mem.Store(slot, uint64(c.object(term.Term(mem.Load(slot)))))
	}
	b.keepStack(c.slots)
	return result
}

func (c *copier) object(t term.Term) term.Term {
	switch {
	case t-c.lo < c.size:
		return t
	case t.IsCons():
		return c.list(t)
	case t.Header().IsTuple():
		return c.tuple(t, t.Header())
	}
	return c.boxed(t)
}

// list copies the cells of a list and the tuples in it, one behind the other.
func (c *copier) list(t term.Term) term.Term {
	first := term.ListAt(c.top)
	for {
		a := c.top
		c.top += 16
		head := t.Car()
		t = t.Cdr()
		switch {
		case !head.IsPointer() || head-c.lo < c.size:
		case head.IsBoxed() && head.Header().IsTuple():
			head = c.tuple(head, head.Header())
		default:
			c.slots = append(c.slots, term.Term(a))
		}
		mem.Store(a, uint64(head))
		if !t.IsCons() || t-c.lo < c.size {
			mem.StoreAt(a, 1, uint64(t))
			if t.IsBoxed() {
				c.slots = append(c.slots, term.Term(a+8))
			}
			return first
		}
		mem.StoreAt(a, 1, uint64(term.ListAt(c.top)))
	}
}

func (c *copier) tuple(t term.Term, h term.Header) term.Term {
	a := c.top
	mem.Store(a, uint64(h))
	c.top = c.terms(a+8, t.Addr()+8, h.Arity())
	return term.BoxedAt(a)
}

// terms copies n terms and returns the address after them.
func (c *copier) terms(to, from uintptr, n int) uintptr {
	for end := from + uintptr(n)*mem.WordSize; from < end; from += mem.WordSize {
		e := term.Term(mem.Load(from))
		mem.Store(to, uint64(e))
		if e.IsPointer() && e-c.lo >= c.size {
			c.slots = append(c.slots, term.Term(to))
		}
		to += mem.WordSize
	}
	return to
}

func (c *copier) boxed(t term.Term) term.Term {
	h := t.Header()
	a := c.top
	if h == term.SubBinHeader && isSmallPart(t) {
		return c.smallPart(t)
	}
	n, raw := h.Arity(), h.LeadingRaw()
	mem.Copy(a, t.Addr(), 1+raw)
	rest := uintptr(1+raw) * mem.WordSize
	c.top = c.terms(a+rest, t.Addr()+rest, n-raw)
	switch {
	case h == term.RefcBinHeader:
		Retain(uintptr(t.Word(term.RefcBinData)))
		c.fs.hold(a, int(t.Word(term.RefcBinSize)))
	case h == term.MagicRefHeader:
		Retain(uintptr(t.Word(term.MagicRefData)))
		c.fs.hold(a, 0)
	case h == term.SubBinHeader:
		mem.StoreAt(a, term.SubBinBits, t.Word(term.SubBinBits)&^term.SubBinWritable)
	}
	return term.BoxedAt(a)
}

func (c *copier) smallPart(t term.Term) term.Term {
	data := t.BinaryBytes()
	words := (len(data) + 7) / 8
	a := c.top
	c.top += uintptr(term.HeapBinData+words) * mem.WordSize
	mem.Store(a, uint64(term.MakeHeader(term.SubHeapBin, 1+words)))
	mem.StoreAt(a, term.HeapBinSize, uint64(len(data)))
	if words > 0 {
		mem.StoreAt(a, term.HeapBinData+words-1, 0)
	}
	copy(mem.Bytes(a+term.HeapBinData*mem.WordSize, len(data)), data)
	return term.BoxedAt(a)
}
