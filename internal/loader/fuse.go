package loader

import (
	"cmp"
	"slices"

	"joist/internal/code"
)

// patternsBy has the numbers of the patterns by their first instruction, the longest first and among those the ones
// that ask for most kinds of registers; it is read only.
var patternsBy = func() (by [code.FirstFused][]uint16) {
	for i, p := range code.Patterns {
		by[p[0].Op] = append(by[p[0].Op], uint16(i))
	}
	for _, list := range by {
		slices.SortStableFunc(list, func(a, b uint16) int {
			p, q := code.Patterns[a], code.Patterns[b]
			return cmp.Or(cmp.Compare(len(q), len(p)), cmp.Compare(q.Kinds(), p.Kinds()))
		})
	}
	return by
}()

// fuse gives the first instruction of each known sequence in a function the opcode that does all of the sequence.
// Sequences may overlap. starts says where the function's instructions are.
func (l *loader) fuse(starts []int32) {
	for i, at := range starts {
		w := l.code[at]
		for _, n := range patternsBy[code.Op(w)] {
			if l.matches(code.Patterns[n], starts[i:]) {
				l.code[at] = w&^0xFFFF | uint64(code.FirstFused) + uint64(n)
				break
			}
		}
	}
}

// matches tells whether the instructions at starts begin with those of a pattern. None but the last may have packed
// words: the next part would not follow at once.
func (l *loader) matches(p code.Pattern, starts []int32) bool {
	if len(p) > len(starts) {
		return false
	}
	for k, part := range p {
		at := starts[k]
		if at != starts[0]+int32(2*k) || !part.Matches(l.code[at]) {
			return false
		}
	}
	return true
}
