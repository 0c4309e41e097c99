package bif

import "bytes"

// searcher finds the earliest occurrence of any of its patterns in a subject; of several that begin at the same
// place, the longest. It is the counterpart of a compiled pattern of the binary module.
type searcher struct {
	patterns [][]byte
	shortest int
	// first says for each byte whether a pattern begins with it; unused with a single pattern.
	first [256]bool
}

// newSearcher prepares a search. No pattern may be empty.
func newSearcher(patterns [][]byte) *searcher {
	s := &searcher{patterns: patterns}
	for i, p := range patterns {
		s.first[p[0]] = true
		if i == 0 || len(p) < s.shortest {
			s.shortest = len(p)
		}
	}
	return s
}

// next returns position and length of the earliest occurrence at or after from, or -1.
func (s *searcher) next(subject []byte, from int) (position, length int) {
	if len(s.patterns) == 1 {
		position := bytes.Index(subject[from:], s.patterns[0])
		if position < 0 {
			return -1, 0
		}
		return from + position, len(s.patterns[0])
	}
	for i := from; i+s.shortest <= len(subject); i++ {
		if !s.first[subject[i]] {
			continue
		}
		if length := s.longestAt(subject[i:]); length > 0 {
			return i, length
		}
	}
	return -1, 0
}

// longestAt is the length of the longest pattern that subject begins with, or 0.
func (s *searcher) longestAt(subject []byte) int {
	longest := 0
	for _, p := range s.patterns {
		if len(p) > longest && bytes.HasPrefix(subject, p) {
			longest = len(p)
		}
	}
	return longest
}
