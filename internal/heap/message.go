package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// relocateLimit is how many words of payload are rather moved into the heap than kept as a fragment.
const relocateLimit = 64

// A Message is the copy of a term outside all heaps, with room for its owner's data before it in the same
// allocation. A term that needs no words has no fragment.
type Message struct {
	Node uintptr // the allocation: the owner's words
	Frag uintptr // the fragment behind them, 0 for none
	Term term.Term
}

// NewMessage copies a term into an allocation of its own that starts with head words for the caller.
func (b *Builder) NewMessage(head int, t term.Term) Message {
	size := 0
	if t.IsPointer() {
		size = b.FlatSize(t)
	}
	if size == 0 {
		a := b.Mem.Alloc(head)
		if a == 0 {
			panic(NoMemory{Words: head})
		}
		return Message{Node: a, Term: t}
	}
	total := head + fragHeader + size
	a := b.Mem.Alloc(total)
	if a == 0 {
		panic(NoMemory{Words: total})
	}
	f := a + uintptr(head)*mem.WordSize
	initFragment(f, total, head)
	mem.StoreAt(f, fragTop, uint64(fragData(f)+uintptr(size)*mem.WordSize))
	if n := flatTuple(t); n == size {
		mem.Copy(fragData(f), t.Addr(), n)
		return Message{Node: a, Frag: f, Term: term.BoxedAt(fragData(f))}
	}
	b.message = Fragments{}
	copied := b.copyTo(fragData(f), t, &b.message)
	mem.StoreAt(f, fragOffHeap, uint64(b.message.OffHeap))
	return Message{Node: a, Frag: f, Term: copied}
}

// flatTuple is the number of words of a tuple, which is all of it if none of its elements needs words of its own; 0
// for other terms.
func flatTuple(t term.Term) int {
	if !t.IsTuple() {
		return 0
	}
	return 1 + t.TupleSize()
}

// AdoptMessage makes a message's term part of the heap and returns it. The message's memory, of which
// head words are the caller's, must not be touched afterwards: a small payload is moved into the heap and
// its memory freed, a large one becomes a fragment of the heap.
func (h *Heap) AdoptMessage(c *mem.Cache, head int, m Message) term.Term {
	f := m.Frag
	if f == 0 {
		c.Free(m.Node, head)
		return m.Term
	}
	used := fragUsed(f)
	offHeap := uintptr(mem.LoadAt(f, fragOffHeap))
	if used <= relocateLimit && used <= h.FreeWords() && offHeap == 0 {
		from, to := fragData(f), h.Top
		mem.Copy(to, from, used)
		h.Top += uintptr(used) * mem.WordSize
		mv := move{lo: from, size: uintptr(used) * mem.WordSize, delta: to - from}
		mv.objects(to, h.Top)
		base, words := fragAlloc(f)
		c.Free(base, words)
		return mv.term(m.Term)
	}
	h.link(f)
	if offHeap != 0 {
		h.BinBytes += listBytes(offHeap)
		h.OffHeap = concat(offHeap, h.OffHeap)
		mem.StoreAt(f, fragOffHeap, 0)
	}
	return m.Term
}

// FreeMessage frees a message that nobody took.
func FreeMessage(c *mem.Cache, head int, m Message) {
	if m.Frag == 0 {
		c.Free(m.Node, head)
		return
	}
	releaseList(c, uintptr(mem.LoadAt(m.Frag, fragOffHeap)))
	base, words := fragAlloc(m.Frag)
	c.Free(base, words)
}

// MessageWords is the size of a message's payload in words.
func MessageWords(m Message) int {
	if m.Frag == 0 {
		return 0
	}
	return fragUsed(m.Frag)
}
