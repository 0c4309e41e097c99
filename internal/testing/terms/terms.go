// Package terms makes random terms for tests, together with their text in Erlang, so that models and a
// real Erlang can be asked about the same values.
package terms

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"

	"joist/internal/heap"
	"joist/internal/maps"
	"joist/internal/term"
)

// A Sample is a term and its text in Erlang. The texts of equal terms may differ in the order of map keys.
type Sample struct {
	Term term.Term
	Text string
}

// A Generator makes samples with a builder. Values are drawn from small sets on purpose: comparisons are
// interesting between terms that are nearly equal.
type Generator struct {
	B *heap.Builder
	R *rand.Rand
}

var atoms = []string{"a", "b", "ab", "abcdefgh", "abcdefghi", "true", "ok", "é", "", "Elixir.A", "with space"}

// Term is a random term nested at most depth levels.
func (g Generator) Term(depth int) Sample {
	if depth <= 0 {
		return g.leaf()
	}
	switch g.R.IntN(12) {
	case 0, 1:
		return g.list(depth)
	case 2, 3:
		return g.tuple(depth)
	case 4:
		return g.mapOf(depth, g.R.IntN(5))
	case 5:
		if g.R.IntN(6) == 0 {
			return g.mapOf(0, 20+g.R.IntN(60))
		}
		return g.str()
	}
	return g.leaf()
}

// Key is a random term without maps in it, whose text identifies it.
func (g Generator) Key() Sample {
	for {
		if s := g.Term(g.R.IntN(3)); !strings.Contains(s.Text, "#{") {
			return Sample{s.Term, term.Format(s.Term, g.B.Atoms)}
		}
	}
}

func (g Generator) leaf() Sample {
	switch g.R.IntN(9) {
	case 0, 1:
		return g.Int(int64(g.R.IntN(10) - 4))
	case 2:
		return g.integer()
	case 3:
		return g.float()
	case 4, 5:
		return g.Atom(atoms[g.R.IntN(len(atoms))])
	case 6:
		return g.bits()
	case 7:
		return Sample{term.Nil, "[]"}
	}
	return g.binary()
}

// Int is the integer n.
func (g Generator) Int(n int64) Sample { return Sample{g.B.Int(n), strconv.FormatInt(n, 10)} }

// Atom is the atom with that text.
func (g Generator) Atom(text string) Sample {
	idx, err := g.B.Atoms.Intern(text)
	if err != nil {
		panic(err)
	}
	return Sample{term.Atom(idx), term.QuoteAtom(text)}
}

func (g Generator) integer() Sample {
	n := new(big.Int).Lsh(big.NewInt(1), uint(g.R.IntN(130)))
	n.Add(n, big.NewInt(int64(g.R.IntN(3)-1)))
	if g.R.IntN(2) == 0 {
		n.Neg(n)
	}
	return Sample{g.B.Big(n), n.String()}
}

func (g Generator) float() Sample {
	var f float64
	switch g.R.IntN(5) {
	case 0:
		f = float64(g.R.IntN(9) - 4)
	case 1:
		f = math.Ldexp(1, g.R.IntN(130))
	case 2:
		f = math.Nextafter(math.Ldexp(1, g.R.IntN(130)), float64(g.R.IntN(2))*1e300)
	case 3:
		f = g.R.NormFloat64()
	default:
		f = math.Copysign(float64(g.R.IntN(3))/2, float64(g.R.IntN(2))-0.5)
	}
	if f == 0 {
		f = 0 // no negative zero: releases differ
	}
	return Sample{g.B.Float(f), floatText(f)}
}

func floatText(f float64) string {
	s := strconv.FormatFloat(f, 'e', 17, 64)
	return s
}

func (g Generator) binary() Sample {
	n := g.R.IntN(4)
	if g.R.IntN(5) == 0 {
		n = g.R.IntN(100)
	}
	data := make([]byte, n)
	for i := range data {
		data[i] = byte('a' + g.R.IntN(2))
	}
	if g.R.IntN(3) == 0 { // through a sub-binary that starts inside a byte
		whole := g.B.Binary(shiftRight(data, 3))
		return Sample{g.B.SubBinary(whole, 3, 8*n), binaryText(data)}
	}
	return Sample{g.B.Binary(data), binaryText(data)}
}

func shiftRight(data []byte, n uint) []byte {
	out := make([]byte, len(data)+1)
	for i, c := range data {
		out[i] |= c >> n
		out[i+1] = c << (8 - n)
	}
	return out
}

func binaryText(data []byte) string {
	parts := make([]string, len(data))
	for i, c := range data {
		parts[i] = strconv.Itoa(int(c))
	}
	return "<<" + strings.Join(parts, ",") + ">>"
}

func (g Generator) bits() Sample {
	n := 1 + g.R.IntN(20)
	v := g.R.Uint32() & (1<<n - 1)
	data := make([]byte, 4)
	for i := range data {
		data[i] = byte(v << (32 - n) >> (24 - 8*i))
	}
	return Sample{g.B.Bitstring(data, n), fmt.Sprintf("<<%d:%d>>", v, n)}
}

func (g Generator) str() Sample {
	n := g.R.IntN(9)
	data := make([]byte, n)
	parts := make([]string, n)
	for i := range data {
		data[i] = byte(g.R.IntN(256))
		parts[i] = strconv.Itoa(int(data[i]))
	}
	return Sample{g.B.ByteList(data, term.Nil), "[" + strings.Join(parts, ",") + "]"}
}

func (g Generator) list(depth int) Sample {
	n := g.R.IntN(4)
	var elems []term.Term
	var texts []string
	for range n {
		e := g.Term(depth - 1)
		elems, texts = append(elems, e.Term), append(texts, e.Text)
	}
	text, tail := strings.Join(texts, ","), term.Nil
	if n > 0 && g.R.IntN(6) == 0 {
		t := g.Term(depth - 1)
		tail, text = t.Term, text+"|"+t.Text
	}
	return Sample{g.B.List(elems, tail), "[" + text + "]"}
}

func (g Generator) tuple(depth int) Sample {
	var elems []term.Term
	var texts []string
	for range g.R.IntN(4) {
		e := g.Term(depth - 1)
		elems, texts = append(elems, e.Term), append(texts, e.Text)
	}
	return Sample{g.B.TupleFrom(elems), "{" + strings.Join(texts, ",") + "}"}
}

func (g Generator) mapOf(depth, n int) Sample {
	var pairs []term.Term
	var texts []string
	for range n {
		k, v := g.Term(depth-1), g.Term(depth-1)
		pairs = append(pairs, k.Term, v.Term)
		texts = append(texts, k.Text+"=>"+v.Text)
	}
	return Sample{maps.FromPairs(g.B, pairs), "#{" + strings.Join(texts, ",") + "}"}
}
