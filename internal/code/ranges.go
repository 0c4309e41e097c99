package code

import "sort"

// ranges finds the module that an address of code belongs to. A value does not change: whoever loads or unloads a
// module makes a new one, and readers need no lock. What was loaded last is in a short list of its own, so that making a new value
// does not copy a long one each time: expressions that are evaluated are modules, too, and those with funs stay.
type ranges struct {
	settled, recent []*Module // both in the order of addresses
}

// maxRecent bounds how much is copied for a module.
const maxRecent = 64

// after is how many modules of a list lie at or below pc.
func after(list []*Module, pc uintptr) int {
	return sort.Search(len(list), func(i int) bool { return list[i].Base > pc })
}

// at is the module of a list that has an instruction at pc.
func at(list []*Module, pc uintptr) *Module {
	i := after(list, pc)
	if i > 0 && pc < list[i-1].Base+uintptr(list[i-1].Bytes) {
		return list[i-1]
	}
	return nil
}

// with is r with one more module.
func (r *ranges) with(m *Module) *ranges {
	i := after(r.recent, m.Base)
	recent := make([]*Module, 0, len(r.recent)+1)
	recent = append(append(append(recent, r.recent[:i]...), m), r.recent[i:]...)
	if len(recent) <= maxRecent {
		return &ranges{r.settled, recent}
	}
	all := make([]*Module, 0, len(r.settled)+len(recent))
	old := r.settled
	for _, m := range recent {
		i := after(old, m.Base)
		all = append(append(all, old[:i]...), m)
		old = old[i:]
	}
	return &ranges{settled: append(all, old...)}
}

// without is r without a module.
func (r *ranges) without(m *Module) *ranges {
	cut := func(list []*Module) []*Module {
		i := after(list, m.Base) - 1
		if i < 0 || list[i] != m {
			return list
		}
		return append(append(make([]*Module, 0, len(list)-1), list[:i]...), list[i+1:]...)
	}
	return &ranges{cut(r.settled), cut(r.recent)}
}

// find is the module that has an instruction at pc, or nil.
func (r *ranges) find(pc uintptr) *Module {
	if m := at(r.recent, pc); m != nil {
		return m
	}
	return at(r.settled, pc)
}
