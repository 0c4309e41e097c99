package loader

import (
	"cmp"
	"slices"

	"joist/internal/code"
)

// fusions are the patterns that begin with one instruction, the longest first and among those the ones that ask for most kinds of
// registers.
type fusions struct {
	singles []uint16     // those of one instruction
	longer  []fusionPair // the others, by the second instruction: most instructions begin some pattern, and few go on as it does
}

type fusionPair struct {
	second code.Op
	all    []uint16 // with the singles at the end
}

// fusionsOf has the patterns by their first instruction; it is read only.
var fusionsOf = func() (by [code.FirstFused]fusions) {
	for i, p := range code.Patterns {
		f := &by[p[0].Op]
		if len(p) == 1 {
			f.singles = append(f.singles, uint16(i))
			continue
		}
		k := slices.IndexFunc(f.longer, func(q fusionPair) bool { return q.second == p[1].Op })
		if k < 0 {
			k = len(f.longer)
			f.longer = append(f.longer, fusionPair{second: p[1].Op})
		}
		f.longer[k].all = append(f.longer[k].all, uint16(i))
	}
	for i := range by {
		f := &by[i]
		slices.SortStableFunc(f.singles, byLength)
		for k := range f.longer {
			q := &f.longer[k]
			slices.SortStableFunc(q.all, byLength)
			q.all = append(q.all, f.singles...)
		}
	}
	return by
}()

func byLength(a, b uint16) int {
	p, q := code.Patterns[a], code.Patterns[b]
	return cmp.Or(cmp.Compare(len(q), len(p)), cmp.Compare(q.Kinds(), p.Kinds()))
}

// candidates are the patterns that the instructions at the first of starts may begin with.
func (l *loader) candidates(starts []int32) []uint16 {
	at := starts[0]
	f := &fusionsOf[code.Op(l.code[at])]
	if len(f.longer) > 0 && len(starts) > 1 && starts[1] == at+2 {
		next := code.Op(l.code[at+2])
		for i := range f.longer {
			if f.longer[i].second == next {
				return f.longer[i].all
			}
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
