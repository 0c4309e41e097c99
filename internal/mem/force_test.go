package mem

import "testing"

// Forced allocations succeed at the limit, however many there are, and the books come out even.
func TestAllocForcedBeyondTheLimit(t *testing.T) {
	s, err := NewSpace(Options{Limit: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := s.NewCache()
	var taken []uintptr
	for a := c.Alloc(64); a != 0; a = c.Alloc(64) {
		taken = append(taken, a)
	}
	var forced []uintptr
	for range 2000 {
		for _, n := range []int{8, 40, 16} {
			a := c.AllocForced(n)
			if a == 0 {
				t.Fatalf("forced allocation %d failed", len(forced))
			}
			forced = append(forced, a)
		}
	}
	for i, a := range forced {
		c.Free(a, []int{8, 40, 16}[i%3])
	}
	for _, a := range taken {
		c.Free(a, 64)
	}
	c.Flush()
	if used := s.Stats().Total; used != 0 {
		t.Errorf("%d bytes are still on the books", used)
	}
}
