package slab

import "testing"

func TestValuesAreZeroAndApart(t *testing.T) {
	var s Of[[2]int]
	for round := range 3 {
		seen := map[*[2]int]bool{}
		take := func(p *[2]int) {
			if seen[p] {
				t.Fatalf("round %d: a value was handed out twice", round)
			}
			if *p != [2]int{} {
				t.Fatalf("round %d: %v is not zero", round, *p)
			}
			seen[p] = true
			p[0], p[1] = round+1, len(seen)
		}
		for n := range 40 {
			take(s.New())
			list := s.Slice(n * 9)
			if len(list) != n*9 || cap(list) != len(list) {
				t.Fatalf("a slice of %d has length %d and capacity %d", n*9, len(list), cap(list))
			}
			for i := range list {
				take(&list[i])
			}
		}
		s.Reset()
	}
}

func TestResetUsesTheSameMemory(t *testing.T) {
	var s Of[int]
	fill := func() {
		for n := range 200 {
			*s.New() = n
			s.List(1, 2, 3)
		}
		s.Reset()
	}
	fill()
	if n := testing.AllocsPerRun(10, fill); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
