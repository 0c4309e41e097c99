package tokenizer

import (
	"strings"

	"joist/internal/quoted"
)

// nameTable interns names: every name is one string, one boxed atom and one
// index. It is an open-addressing hash table over the FNV hash that scanning a name produces.
type nameTable struct {
	slots []int32 // index+1 into names, 0 when free; the length is a power of two
	names []string
	nodes []quoted.Node
}

const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

func hashName(s string) uint32 {
	h := uint32(fnvOffset)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

func newNameTable() nameTable {
	return nameTable{
		slots: make([]int32, 128),
		names: make([]string, 0, 64),
		nodes: make([]quoted.Node, 0, 64),
	}
}

func (t *nameTable) intern(name string, hash uint32) int32 {
	mask := uint32(len(t.slots) - 1)
	for i := hash ^ hash>>15; ; i++ {
		slot := &t.slots[i&mask]
		if *slot == 0 {
			name = strings.Clone(name) // the source need not live as long
			t.names = append(t.names, name)
			t.nodes = append(t.nodes, quoted.Atom(name))
			*slot = int32(len(t.names))
			if len(t.names)*2 > len(t.slots) {
				t.grow()
			}
			return int32(len(t.names) - 1)
		}
		if t.names[*slot-1] == name {
			return *slot - 1
		}
	}
}

func (t *nameTable) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	mask := uint32(len(t.slots) - 1)
	for n, name := range t.names {
		h := hashName(name)
		i := h ^ h>>15
		for t.slots[i&mask] != 0 {
			i++
		}
		t.slots[i&mask] = int32(n + 1)
	}
}
