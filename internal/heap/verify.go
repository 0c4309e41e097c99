package heap

import (
	"fmt"

	"joist/internal/mem"
	"joist/internal/term"
)

// Verify checks that everything on the heap is an object and that every pointer, from an object, the
// stack or the roots named so far, leads to one in the same heap or to a literal. It is for debugging
// and costs time and Go memory in proportion to the heap.
func (g *Collector) Verify(h *Heap) error {
	v := verifier{space: g.Mem.Space(), cells: map[uintptr]bool{}}
	if err := v.areas(h); err != nil {
		return err
	}
	if err := v.references(h); err != nil {
		return err
	}
	for p := h.Stop; p < h.End; p += mem.WordSize {
		if err := v.pointer(p, "the stack"); err != nil {
			return err
		}
	}
	for _, r := range g.roots {
		for i := range r.n {
			if err := v.pointer(r.addr+uintptr(i)*mem.WordSize, "a root"); err != nil {
				return err
			}
		}
	}
	for _, list := range []uintptr{h.OffHeap, h.OldOffHeap} {
		for p := list; p != 0; p = uintptr(mem.LoadAt(p, term.RefcBinNext)) {
			if hd := term.Header(mem.Load(p)); !v.cells[p] || !hd.IsOffHeapHolder() {
				return fmt.Errorf("heap: the off-heap list names %#x, which is no holder", p)
			}
		}
	}
	return nil
}

// A verifier knows every word where an object may start: headers, and words inside no boxed object, which
// may be the first of a list cell.
type verifier struct {
	space *mem.Space
	cells map[uintptr]bool
	spans []region
}

func (v *verifier) areas(h *Heap) error {
	v.spans = append(v.spans, region{h.Start, h.Top - h.Start}, region{h.OldStart, h.OldTop - h.OldStart})
	for f := h.Frags; f != 0; f = uintptr(mem.LoadAt(f, fragNext)) {
		v.spans = append(v.spans, region{fragData(f), uintptr(fragUsed(f)) * mem.WordSize})
	}
	for _, s := range v.spans {
		for a := s.lo; a < s.lo+s.size; a += mem.WordSize {
			v.cells[a] = true
			w := term.Term(mem.Load(a))
			if w&term.PrimaryMask != term.PrimaryHeader {
				continue
			}
			hd := term.Header(w)
			if hd.Subtag() == term.SubReserved || uintptr(hd.Arity()) > (s.lo+s.size-a)/mem.WordSize-1 {
				return fmt.Errorf("heap: at %#x is %#x, which is no header", a, uint64(hd))
			}
			a += uintptr(hd.LeadingRaw()) * mem.WordSize
		}
	}
	return nil
}

func (v *verifier) references(*Heap) error {
	for _, s := range v.spans {
		for a := s.lo; a < s.lo+s.size; a += mem.WordSize {
			w := term.Term(mem.Load(a))
			if w&term.PrimaryMask == term.PrimaryHeader {
				a += uintptr(term.Header(w).LeadingRaw()) * mem.WordSize
				continue
			}
			if err := v.pointer(a, "an object"); err != nil {
				return err
			}
		}
	}
	return nil
}

// pointer checks the word at p.
func (v *verifier) pointer(p uintptr, where string) error {
	t := term.Term(mem.Load(p))
	if !t.IsPointer() || v.space.IsLiteral(t.Addr()) {
		return nil
	}
	a := t.Addr()
	isHeader := v.cells[a] && mem.Load(a)&term.PrimaryMask == term.PrimaryHeader
	if !v.cells[a] || t.IsBoxed() != isHeader {
		return fmt.Errorf("heap: %s has at %#x the word %#x, which points to no object", where, p, uint64(t))
	}
	return nil
}
