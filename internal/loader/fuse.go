package loader

import (
	"cmp"
	"slices"

	"joist/internal/code"
)

// fusions are the patterns that begin with one instruction.
type fusions struct {
	// all has their numbers, the longest first and among those the ones that ask for most kinds of registers;
	// singles are those of one instruction, with which all ends.
	all, singles []uint16
	// second has the instructions that come second in one of them. Looking there first halves the time that fusing takes:
	// most instructions begin some pattern, and few go on as it does.
	second [(code.FirstFused + 63) / 64]uint64
}

// fusionsOf has the patterns by their first instruction; it is read only.
var fusionsOf = func() (by [code.FirstFused]fusions) {
	for i, p := range code.Patterns {
		f := &by[p[0].Op]
		f.all = append(f.all, uint16(i))
		if len(p) > 1 {
			f.second[p[1].Op/64] |= 1 << (p[1].Op % 64)
		}
	}
	for i := range by {
		f := &by[i]
		slices.SortStableFunc(f.all, func(a, b uint16) int {
			p, q := code.Patterns[a], code.Patterns[b]
			return cmp.Or(cmp.Compare(len(q), len(p)), cmp.Compare(q.Kinds(), p.Kinds()))
		})
		f.singles = f.all
		for len(f.singles) > 0 && len(code.Patterns[f.singles[0]]) > 1 {
			f.singles = f.singles[1:]
		}
	}
	return by
}()

// candidates are the patterns that the instructions at the first of starts may begin with.
func (l *loader) candidates(starts []int32) []uint16 {
	at := starts[0]
	f := &fusionsOf[code.Op(l.code[at])]
	if len(starts) > 1 && starts[1] == at+2 {
		if next := code.Op(l.code[at+2]); f.second[next/64]>>(next%64)&1 != 0 {
			return f.all
		}
	}
	return f.singles
}

// fuse gives the first instruction of each known sequence in a function the opcode that does all of the sequence.
// Sequences may overlap. starts says where the function's instructions are.
func (l *loader) fuse(starts []int32) {
	for i, at := range starts {
		for _, n := range l.candidates(starts[i:]) {
			if l.matches(code.Patterns[n], starts[i:]) {
				l.code[at] = l.code[at]&^0xFFFF | uint64(code.FirstFused) + uint64(n)
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
