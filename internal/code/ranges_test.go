package code

import (
	"math/rand/v2"
	"testing"
)

// TestRanges loads and unloads modules in random order and looks up their first and last instruction, and what lies behind it.
func TestRanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	modules := make([]*Module, 500)
	for i := range modules {
		modules[i] = &Module{Base: uintptr(1000 + 100*i), Bytes: 50}
	}
	r := &ranges{}
	loaded := map[*Module]bool{}
	for range 3000 {
		m := modules[rng.IntN(len(modules))]
		if loaded[m] {
			r = r.without(m)
		} else {
			r = r.with(m)
		}
		loaded[m] = !loaded[m]
		for _, m := range []*Module{m, modules[rng.IntN(len(modules))]} {
			want := m
			if !loaded[m] {
				want = nil
			}
			if first, last := r.find(m.Base), r.find(m.Base+49); first != want || last != want {
				t.Fatalf("%p, loaded %v: found %p and %p", m, loaded[m], first, last)
			}
			if r.find(m.Base+50) != nil {
				t.Fatal("something is found behind a module")
			}
		}
	}
}
