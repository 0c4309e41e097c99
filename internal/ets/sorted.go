package ets

import "joist/internal/term"

// blockSize is the number of objects at which a block of a sorted index is split. A block is moved by memmove on
// insertion, the list of blocks once per split: 256 keeps both below a microsecond up to some ten million objects.
const blockSize = 256

// sorted is the index of an ordered_set: the objects in key order, in blocks. Beside each object lies its key, a term in
// table memory: a search reads objects only where keys are no immediates.
//
// A B-tree was the alternative; two levels are enough at the sizes that fit one machine, and first, last, next and
// prev are then arithmetic on a position.
type sorted struct {
	blocks [][]entry
	count  int
}

// entry is an object and its key.
type entry struct {
	key    term.Term
	object uintptr
}

// position is a place in a sorted index: blocks[block][slot]. It is valid until the next change of the index.
type position struct{ block, slot int }

// search finds the first object whose key is not less than the one sought, and whether it is equal.
func (s *sorted) search(sought *keyOrder) (position, bool) {
	low, high := 0, len(s.blocks)
	for low < high {
		middle := int(uint(low+high) >> 1)
		block := s.blocks[middle]
		if sought.compareKey(block[len(block)-1].key) <= 0 {
			high = middle
		} else {
			low = middle + 1
		}
	}
	if low == len(s.blocks) {
		return position{low, 0}, false
	}
	slot, found := searchBlock(s.blocks[low], sought)
	return position{low, slot}, found
}

func searchBlock(block []entry, sought *keyOrder) (slot int, found bool) {
	low, high := 0, len(block)
	for low < high {
		middle := int(uint(low+high) >> 1)
		switch c := sought.compareKey(block[middle].key); {
		case c == 0:
			return middle, true
		case c < 0:
			high = middle
		default:
			low = middle + 1
		}
	}
	return low, false
}

// at is the object at a position, or 0 past the end.
func (s *sorted) at(p position) uintptr {
	if p.block < 0 || p.block >= len(s.blocks) || p.slot >= len(s.blocks[p.block]) {
		return 0
	}
	return s.blocks[p.block][p.slot].object
}

// end is the position of the last object; there must be one.
func (s *sorted) end() position {
	last := len(s.blocks) - 1
	return position{last, len(s.blocks[last]) - 1}
}

// after is the position that follows p.
func (s *sorted) after(p position) position {
	if p.slot+1 < len(s.blocks[p.block]) {
		return position{p.block, p.slot + 1}
	}
	return position{p.block + 1, 0}
}

// settle is the position of the object that followed the one just removed at p.
func (s *sorted) settle(p position) position {
	if p.block < len(s.blocks) && p.slot == len(s.blocks[p.block]) {
		return position{p.block + 1, 0}
	}
	return p
}

// before is the position that precedes p; its block is -1 where there is none.
func (s *sorted) before(p position) position {
	if p.slot > 0 {
		return position{p.block, p.slot - 1}
	}
	if p.block <= 0 {
		return position{-1, 0}
	}
	return position{p.block - 1, len(s.blocks[p.block-1]) - 1}
}

// replace puts another object, with an equal key, in the place of one.
func (s *sorted) replace(p position, e entry) (old uintptr) {
	old = s.blocks[p.block][p.slot].object
	s.blocks[p.block][p.slot] = e
	return old
}

// insert adds an object at the position that search gave for its key.
func (s *sorted) insert(p position, e entry) {
	s.count++
	if len(s.blocks) == 0 {
		s.blocks = append(s.blocks, append(make([]entry, 0, 8), e))
		return
	}
	if p.block == len(s.blocks) {
		p = position{p.block - 1, len(s.blocks[p.block-1])}
	}
	block := append(s.blocks[p.block], entry{})
	copy(block[p.slot+1:], block[p.slot:])
	block[p.slot] = e
	s.blocks[p.block] = block
	if len(block) == blockSize {
		s.split(p)
	}
}

// split halves a full block; one that grew at its end is left nearly full, so that keys inserted in
// order fill their blocks.
func (s *sorted) split(p position) {
	block := s.blocks[p.block]
	cut := len(block) / 2
	if p.slot == len(block)-1 {
		cut = len(block) - 1
	}
	upper := append(make([]entry, 0, blockSize), block[cut:]...)
	s.blocks[p.block] = block[:cut:cut]
	s.blocks = append(s.blocks, nil)
	copy(s.blocks[p.block+2:], s.blocks[p.block+1:])
	s.blocks[p.block+1] = upper
}

// remove takes out the object at a position.
func (s *sorted) remove(p position) (object uintptr) {
	block := s.blocks[p.block]
	object = block[p.slot].object
	copy(block[p.slot:], block[p.slot+1:])
	s.blocks[p.block] = block[:len(block)-1]
	s.count--
	if len(block) == 1 {
		s.blocks = append(s.blocks[:p.block], s.blocks[p.block+1:]...)
	}
	return object
}

// words is the memory of the index itself, in words.
func (s *sorted) words() int {
	return 2*s.count + 3*len(s.blocks)
}
