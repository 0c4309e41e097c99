package mem

import "math/bits"

// Sizes up to MaxSmall words are served from size classes: steps of two words up to 16, then eight
// steps for every doubling, so that no object wastes more than an eighth of its class.
const (
	// MaxSmall is the largest size in words that has a size class.
	MaxSmall   = 4096
	numClasses = 8 + 8*8
)

// classOf is the size class of n words, 1 <= n <= MaxSmall.
func classOf(n int) int {
	if n <= 16 {
		return (n - 1) >> 1
	}
	e := bits.Len(uint(n - 1))
	return (e-5)*8 + (n-1)>>(e-4)
}

// classWords is the size in words of the objects of class c.
func classWords(c int) int {
	if c < 8 {
		return (c + 1) * 2
	}
	return (c%8 + 9) << (c / 8)
}

// classBytes is the size in bytes of the objects of class c.
func classBytes(c int) uintptr { return uintptr(classWords(c)) * WordSize }

// RoundUp is the number of words that an allocation of n words really gets. A caller that can use
// more room should ask for RoundUp(n).
func RoundUp(n int) int {
	switch {
	case n <= 0:
		return 0
	case n <= MaxSmall:
		return classWords(classOf(n))
	}
	return (n + pageWords - 1) / pageWords * pageWords
}

// batchOf is how many objects of class c a cache exchanges with the space at a time.
func batchOf(c int) int {
	n := 8192 / classWords(c) / WordSize
	return min(max(n, 2), 32)
}

// spanPages is the length in pages of the run that class c is carved from when it has been given spans before: the first ones are
// small, so that what a program that stays small touches lies close together.
func spanPages(c, spans int) int {
	most := 16
	if classWords(c) <= 256 {
		most = 4
	}
	least := (2*int(classBytes(c)) + spanHeader + pageBytes - 1) / pageBytes
	return min(least<<min(spans/2, 4), most)
}
