package term

import (
	"math"
	"math/bits"

	"joist/internal/mem"
)

// Hash is the hash value that maps and tables use: equal for terms that are =:=, good in all 64 bits, and
// without meaning outside the VM.
func Hash(t Term) uint64 {
	if !t.IsPointer() {
		return mix(uint64(t)^seed, mul1)
	}
	return hashDeep(t)
}

const (
	seed = 0x9ae16a3b2f90404f
	mul1 = 0xa0761d6478bd642f
	mul2 = 0xe7037ed1a0b428db
)

// mix multiplies two words into one.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// hashFrame is what remains to be hashed of an object: terms, or, for a map, key and value in turns.
type hashFrame struct {
	terms  []Term
	values []Term // flat maps: the values of the keys in terms
	isMap  bool
	inPair bool
	outer  uint64 // maps: the hash before the map
	sum    uint64 // maps: of the pairs' hashes
}

func hashDeep(t Term) uint64 {
	var buf [4]hashFrame
	todo := buf[:0]
	h := uint64(seed)
	for {
		if t.IsPointer() {
			todo, h = hashObject(todo, t, h)
		} else {
			h = mix(uint64(t)^h, mul1)
		}
		var more bool
		if todo, t, h, more = nextToHash(todo, h); !more {
			return h
		}
	}
}

// hashObject hashes what it can of t and adds its parts to todo.
func hashObject(todo []hashFrame, t Term, h uint64) ([]hashFrame, uint64) {
	if t.IsCons() {
		return append(todo, hashFrame{terms: cellOf(t)}), mix(h^TagNil, mul2)
	}
	hd := t.Header()
	switch boxedRank[hd.Subtag()] {
	case rankTuple:
		return append(todo, hashFrame{terms: t.TupleElems()}), mix(h^uint64(hd), mul2)
	case rankMap:
		f := hashFrame{isMap: true, outer: mix(h^uint64(SubMap), uint64(t.MapSize())+mul2)}
		if hd.MapKind() == MapFlat {
			f.terms, f.values = t.FlatMapParts()
		} else {
			f.terms = HashMapLeaves(t, nil)
		}
		return append(todo, f), seed
	case rankBits:
		return todo, hashBits(t, h)
	case rankNumber:
		return todo, hashNumber(t, h)
	case rankFun:
		if hd.Subtag() == SubExport {
			p := exportParts(t)
			return todo, mix(h^uint64(p.module), uint64(p.function)+mul2) + uint64(p.arity)
		}
		p := funParts(t)
		h = mix(h^uint64(p.module), p.index+mul2)
		return append(todo, hashFrame{terms: p.env}), mix(h^p.uniq, mul1)
	}
	if isExternal(t) {
		for _, w := range externalData(t) {
			h = mix(h^w, mul1)
		}
		return todo, mix(h^t.Word(ExtNode), mul2)
	}
	return todo, mix(h^t.Word(RefID), mul2)
}

// nextToHash takes the next term from todo, closing what is done.
func nextToHash(todo []hashFrame, h uint64) ([]hashFrame, Term, uint64, bool) {
	for len(todo) > 0 {
		f := &todo[len(todo)-1]
		if !f.isMap {
			if len(f.terms) == 0 {
				todo = todo[:len(todo)-1]
				continue
			}
			t := f.terms[0]
			if f.terms = f.terms[1:]; len(f.terms) == 0 {
				todo = todo[:len(todo)-1]
			}
			return todo, t, h, true
		}
		if t, ok := f.nextInMap(&h); ok {
			return todo, t, h, true
		}
		h = mix(f.outer^f.sum, mul1)
		todo = todo[:len(todo)-1]
	}
	return todo, None, h, false
}

// nextInMap is the next key or value of a map. A pair's hash is taken on its own and summed up, for the
// order of pairs must not matter.
func (f *hashFrame) nextInMap(h *uint64) (Term, bool) {
	if f.inPair {
		f.inPair = false
		var v Term
		if f.values != nil {
			v = f.values[0]
			f.values = f.values[1:]
		} else {
			v = f.terms[0].Cdr()
		}
		f.terms = f.terms[1:]
		if len(f.terms) == 0 {
			f.terms = nil
		}
		return v, true
	}
	if *h != seed {
		f.sum += mix(*h, mul2)
		*h = seed
	}
	if len(f.terms) == 0 {
		return None, false
	}
	f.inPair = true
	if f.values != nil {
		return f.terms[0], true
	}
	return f.terms[0].Car(), true
}

func hashNumber(t Term, h uint64) uint64 {
	if t.IsFloat() {
		return mix(h^math.Float64bits(t.FloatValue()), mul2+uint64(SubFloat))
	}
	h ^= uint64(t.Header().Subtag())
	for _, w := range t.BigLimbs() {
		h = mix(h^w, mul1)
	}
	return h
}

func hashBits(t Term, h uint64) uint64 {
	v := t.Bits()
	h = mix(h^uint64(v.Size), mul2)
	if v.Aligned() {
		a, whole := v.Base+uintptr(v.Offset/8), v.Size/8
		h = hashBytes(mem.Bytes(a, whole), h)
		if v.Size%8 != 0 {
			h = mix(h^uint64(v.Byte(whole*8)), mul2)
		}
		return h
	}
	buf := make([]byte, (v.Size+7)/8)
	CopyBits(buf, 0, v)
	whole := v.Size / 8
	h = hashBytes(buf[:whole], h)
	if v.Size%8 != 0 {
		h = mix(h^uint64(buf[whole]), mul2)
	}
	return h
}

func hashBytes(b []byte, h uint64) uint64 {
	for len(b) >= 8 {
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		h = mix(h^w, mul1)
		b = b[8:]
	}
	var w uint64
	for i, c := range b {
		w |= uint64(c) << (8 * i)
	}
	return mix(h^w, mul2)
}
