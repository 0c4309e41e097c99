package core

import (
	"math"
	"math/big"

	"joist/internal/beam"
	"joist/internal/quoted"
)

// Const is a constant term: quoted.Atom, quoted.Int, *big.Int, quoted.Float, quoted.String
// (a binary), or one of the types below.
type Const any

type (
	// ConstNil is [].
	ConstNil struct{}
	// ConstCons is a list cell.
	ConstCons struct{ Head, Tail Const }
	// ConstTuple is a tuple.
	ConstTuple struct{ Elems []Const }
	// ConstMap is a map; keys are distinct.
	ConstMap struct{ Keys, Values []Const }
	// ConstBits is a bitstring of Bits bits.
	ConstBits struct {
		Bytes string
		Bits  int
	}
	// ConstFun is &Module.Name/Arity.
	ConstFun struct {
		Module, Name string
		Arity        int
	}
)

// AppendEncoded appends c in external term format, as a literal table wants it.
func AppendEncoded(b []byte, c Const) ([]byte, error) { return appendConst(beam.AppendVersion(b), c) }

// appendConst appends the constants that are frequent as they are, and the others as beam.EncodeLiteral knows them.
func appendConst(b []byte, c Const) (_ []byte, err error) {
	switch c := c.(type) {
	case quoted.Atom:
		return beam.AppendAtom(b, string(c))
	case quoted.Int:
		return beam.AppendInteger(b, int64(c)), nil
	case quoted.String:
		return beam.AppendBinary(b, string(c))
	case ConstNil:
		return beam.AppendNil(b), nil
	case *ConstTuple:
		b = beam.AppendTuple(b, len(c.Elems))
		for _, e := range c.Elems {
			if b, err = appendConst(b, e); err != nil {
				return nil, err
			}
		}
		return b, nil
	case *ConstCons:
		n := 1
		for l, ok := c.Tail.(*ConstCons); ok; l, ok = l.Tail.(*ConstCons) {
			n++
		}
		b = beam.AppendList(b, n)
		for {
			if b, err = appendConst(b, c.Head); err != nil {
				return nil, err
			}
			next, ok := c.Tail.(*ConstCons)
			if !ok {
				return appendConst(b, c.Tail)
			}
			c = next
		}
	}
	return beam.AppendTerm(b, literal(c))
}

// literal gives c as a value that beam.EncodeLiteral knows.
func literal(c Const) any {
	switch c := c.(type) {
	case quoted.Atom:
		return beam.LitAtom(c)
	case quoted.Int:
		return int64(c)
	case *big.Int:
		return c
	case quoted.Float:
		return float64(c)
	case quoted.String:
		return string(c)
	case ConstBits:
		return beam.LitBits{Data: []byte(c.Bytes), Bits: c.Bits}
	case ConstNil:
		return nil
	case *ConstCons:
		return literalList(c)
	case *ConstTuple:
		return beam.LitTuple(literals(c.Elems))
	case *ConstMap:
		m := make(beam.LitMap, len(c.Keys))
		for i := range m {
			m[i] = beam.LitPair{Key: literal(c.Keys[i]), Value: literal(c.Values[i])}
		}
		return m
	case ConstFun:
		return beam.LitFun{Module: c.Module, Name: c.Name, Arity: c.Arity}
	}
	return c
}

func literals(cs []Const) []any {
	out := make([]any, len(cs))
	for i, c := range cs {
		out[i] = literal(c)
	}
	return out
}

func literalList(c *ConstCons) any {
	var elems []any
	for {
		elems = append(elems, literal(c.Head))
		next, ok := c.Tail.(*ConstCons)
		if !ok {
			break
		}
		c = next
	}
	if _, proper := c.Tail.(ConstNil); proper {
		return beam.LitList(elems)
	}
	return beam.LitImproper{Elems: elems, Tail: literal(c.Tail)}
}

// SameConst reports whether two constants are the same term.
func SameConst(a, b Const) bool {
	switch a := a.(type) {
	case *big.Int:
		b, ok := b.(*big.Int)
		return ok && a.Cmp(b) == 0
	case quoted.Float:
		b, ok := b.(quoted.Float)
		return ok && math.Float64bits(float64(a)) == math.Float64bits(float64(b))
	case *ConstCons:
		b, ok := b.(*ConstCons)
		return ok && SameConst(a.Head, b.Head) && SameConst(a.Tail, b.Tail)
	case *ConstTuple:
		b, ok := b.(*ConstTuple)
		return ok && sameConsts(a.Elems, b.Elems)
	case *ConstMap:
		b, ok := b.(*ConstMap)
		return ok && sameMap(a, b)
	}
	switch b.(type) {
	case *big.Int, *ConstCons, *ConstTuple, *ConstMap:
		return false
	}
	return a == b
}

func sameConsts(a, b []Const) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !SameConst(a[i], b[i]) {
			return false
		}
	}
	return true
}

func sameMap(a, b *ConstMap) bool {
	if len(a.Keys) != len(b.Keys) {
		return false
	}
	for i, k := range a.Keys {
		at := b.index(k)
		if at < 0 || !SameConst(a.Values[i], b.Values[at]) {
			return false
		}
	}
	return true
}

// NewConstMap makes a map of the pairs; later duplicates win.
func NewConstMap(keys, values []Const) *ConstMap {
	m := &ConstMap{Keys: make([]Const, 0, len(keys)), Values: make([]Const, 0, len(keys))}
	atoms := make(map[quoted.Atom]int, len(keys))
	for i, k := range keys {
		at := -1
		if a, ok := k.(quoted.Atom); ok {
			if j, ok := atoms[a]; ok {
				at = j
			} else {
				atoms[a] = len(m.Keys)
			}
		} else {
			at = m.index(k)
		}
		if at >= 0 {
			m.Values[at] = values[i]
			continue
		}
		m.Keys = append(m.Keys, k)
		m.Values = append(m.Values, values[i])
	}
	return m
}

// Lookup gives the value of a key.
func (m *ConstMap) Lookup(k Const) (Const, bool) {
	if at := m.index(k); at >= 0 {
		return m.Values[at], true
	}
	return nil, false
}

func (m *ConstMap) index(k Const) int {
	for i := range m.Keys {
		if SameConst(m.Keys[i], k) {
			return i
		}
	}
	return -1
}
