package ets

import (
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

// mapGet is the value of a key of a map.
func mapGet(m, key term.Term) (value term.Term, found bool) {
	value = maps.Get(m, key)
	return value, value != term.None
}

// eachPair visits the pairs of a map.
func eachPair(m term.Term, visit func(key, value term.Term)) {
	pairs := maps.Pairs(m, nil)
	for i := 0; i < len(pairs); i += 2 {
		visit(pairs[i], pairs[i+1])
	}
}

// buildMap makes a map of keys and values in turn.
func buildMap(c *proc.Ctx, pairs []term.Term) term.Term { return maps.FromPairs(&c.Builder, pairs) }
