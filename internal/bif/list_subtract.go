package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

// fewTerms is the length of a list up to which looking through it beats a table.
const fewTerms = 8

func subtractLists(c *proc.Ctx, args []term.Term) term.Term {
	left, right := args[0], args[1]
	m, end := walk(left, cellLimit)
	n, rest := walk(right, cellLimit)
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
	buckets map[uint64][]term.Term // by hash, when there are many
}

func newBag(list term.Term, n int) *bag {
	b := &bag{left: n}
	if n > fewTerms {
		b.buckets = make(map[uint64][]term.Term, n)
	}
	for ; list.IsCons(); list = list.Cdr() {
		value := list.Car()
		if b.buckets == nil {
			b.few = append(b.few, value)
			continue
		}
		hash := uint64(term.Hash(value))
		b.buckets[hash] = append(b.buckets[hash], value)
	}
	return b
}

// take removes one term that equals value exactly, and says whether there was one.
func (b *bag) take(value term.Term) bool {
	if b.buckets == nil {
		rest, ok := takeFrom(b.few, value)
		if ok {
			b.few = rest
			b.left--
		}
		return ok
	}
	hash := uint64(term.Hash(value))
	rest, ok := takeFrom(b.buckets[hash], value)
	if ok {
		b.buckets[hash] = rest
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
