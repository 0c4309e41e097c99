package main

import "testing"

func TestPercentFor(t *testing.T) {
	cases := []struct {
		live uint64
		want int
	}{{0, maxPercent}, {1 << 20, maxPercent}, {4 << 20, maxPercent}, {16 << 20, 400}, {64 << 20, 100}, {1 << 40, 100}}
	for _, c := range cases {
		if got := percentFor(c.live); got != c.want {
			t.Errorf("%d bytes alive: %d, want %d", c.live, got, c.want)
		}
	}
}
