package mem

import "testing"

// TestAhead has memory backed around a slice, and finds the slice as it was.
func TestAhead(t *testing.T) {
	a := Ahead{On: true}
	for range 8 {
		words := make([]uint64, 1<<17)
		for i := range words {
			words[i] = uint64(i)
		}
		Reached(&a, &words[0])
		for i, w := range words {
			if w != uint64(i) {
				t.Fatalf("word %d is %d", i, w)
			}
		}
	}
	if a.block == 0 {
		t.Fatal("no block was reached")
	}
	off := Ahead{}
	Reached(&off, new(int))
	if off.block != 0 {
		t.Fatal("memory was asked for that nobody wants")
	}
}
