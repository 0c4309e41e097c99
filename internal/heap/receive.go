package heap

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// CopyMessage copies a message's payload into the free space of the heap when it is small and holds no
// off-heap binaries, so that the receiver can match on a term of its own and the message's memory can
// be used again at once. The copy lies between the old and the new Top; a receiver that does not take
// the message may set Top back, as long as nothing was built since.
func (h *Heap) CopyMessage(m Message) (t term.Term, ok bool) {
	f := m.Frag
	if f == 0 {
		return m.Term, true
	}
	used := fragUsed(f)
	if used > relocateLimit || used > h.FreeWords() || mem.LoadAt(f, fragOffHeap) != 0 {
		return m.Term, false
	}
	from, to := fragData(f), h.Top
	mem.Copy(to, from, used)
	h.Top += uintptr(used) * mem.WordSize
	mv := move{lo: from, size: uintptr(used) * mem.WordSize, delta: to - from}
	mv.objects(to, h.Top)
	return mv.term(m.Term), true
}

// KeepMessage makes the message's payload, to which the receiver may have pointers already, a fragment of the heap.
func (h *Heap) KeepMessage(c *mem.Cache, head int, m Message) {
	f := m.Frag
	if f == 0 {
		c.Free(m.Node, head)
		return
	}
	h.link(f)
	if list := uintptr(mem.LoadAt(f, fragOffHeap)); list != 0 {
		h.BinBytes += listBytes(list)
		h.OffHeap = concat(list, h.OffHeap)
		mem.StoreAt(f, fragOffHeap, 0)
	}
}
