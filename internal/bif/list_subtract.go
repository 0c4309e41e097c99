package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

// fewTerms is the length of a list up to which looking through it beats a table.
const fewTerms = 8

func subtractLists(c *proc.Ctx, args []term.Term) term.Term {
	left, right := args[0], args[1]
	m, end := walk(left, cellLimit/8)
	n, rest := walk(right, cellLimit/8)
	if end.IsCons() || rest.IsCons() {
		return c.Dirty(subtractWhole, left, right)
	}
	if !end.IsNil() || !rest.IsNil() {
		return c.Badarg()
	}
	if m == 0 || n == 0 {
		return left
	}
	return subtractWhole(c, args)
}

// subtractWhole takes from the left list the first occurrence of each element of the right one.
func subtractWhole(c *proc.Ctx, args []term.Term) term.Term {
	m, end := walk(args[0], noLimit)
	n, rest := walk(args[1], noLimit)
	if !end.IsNil() || !rest.IsNil() {
		return c.Badarg()
	}
	chargeCells(c, m*min(n, fewTerms)+n)
	remove := newBag(args[1], n)
	kept := make([]term.Term, 0, m)
	list := args[0]
	for ; list.IsCons() && remove.left > 0; list = list.Cdr() {
		if h := list.Car(); !remove.take(h) {
			kept = append(kept, h)
		}
	}
	return c.List(kept, list)
}

// bag is a multiset of terms from which terms are taken.
type bag struct {
	left    int
	few     []term.Term            // when there are few
	counts  map[term.Term]int      // when there are many: of immediates, by themselves
	buckets map[uint64][]term.Term // and the others by their hashes
}

func newBag(list term.Term, n int) *bag {
	b := &bag{left: n}
	if n > fewTerms {
		b.counts, b.buckets = make(map[term.Term]int, n), map[uint64][]term.Term{}
	}
	for ; list.IsCons(); list = list.Cdr() {
		switch value := list.Car(); {
		case b.counts == nil:
			b.few = append(b.few, value)
		case value.IsImmediate():
			b.counts[value]++
		default:
			hash := term.Hash(value)
			b.buckets[hash] = append(b.buckets[hash], value)
		}
	}
	return b
}

// take removes one term that equals value exactly, and says whether there was one.
func (b *bag) take(value term.Term) (ok bool) {
	switch {
	case b.counts == nil:
		b.few, ok = takeFrom(b.few, value)
	case value.IsImmediate():
		if n := b.counts[value]; n > 0 {
			b.counts[value], ok = n-1, true
		}
	default:
		hash := term.Hash(value)
		if bucket := b.buckets[hash]; len(bucket) > 0 {
			b.buckets[hash], ok = takeFrom(bucket, value)
		}
	}
	if ok {
		b.left--
	}
	return ok
}

func takeFrom(terms []term.Term, value term.Term) (rest []term.Term, ok bool) {
	for i, t := range terms {
		if term.ExactEqual(t, value) {
			terms[i] = terms[len(terms)-1]
			return terms[:len(terms)-1], true
		}
	}
	return terms, false
}
