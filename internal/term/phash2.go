package term

import (
	"math"

	"joist/internal/atom"
	"joist/internal/mem"
)

// PHash2 is the number that erlang:phash2/1,2 is made of: the same on every node of every system, for all
// terms but local funs, pids, ports and references. It is Bob Jenkins' mixing function over the parts of
// the term, as the BEAM has always done it. phash2/1 takes 27 bits of it, phash2/2 the remainder.
func PHash2(t Term, atoms *atom.Table) uint32 {
	p := portable{atoms: atoms}
	return p.hash(t)
}

// golden is the constant of the mixing function; its multiples keep the types apart.
const golden = 0x9e3779b9

const (
	saltSmall     = golden
	saltNil       = golden * 2 & math.MaxUint32
	saltAtom      = golden * 3 & math.MaxUint32
	saltString    = golden * 4 & math.MaxUint32
	saltPid       = golden * 5 & math.MaxUint32
	saltPort      = golden * 6 & math.MaxUint32
	saltRef       = golden * 7 & math.MaxUint32
	saltTuple     = golden * 9 & math.MaxUint32
	saltNegative  = golden * 10 & math.MaxUint32
	saltPositive  = golden * 11 & math.MaxUint32
	saltFloat     = golden * 12 & math.MaxUint32
	saltBinary    = golden * 13 & math.MaxUint32
	saltExport    = golden * 14 & math.MaxUint32
	saltRestBits  = golden * 15 & math.MaxUint32
	saltMap       = golden * 16 & math.MaxUint32
	saltMapPairs  = golden * 19 & math.MaxUint32
	lonelyNilHash = 3468870702
	nilNumber     = 2
)

type portable struct {
	atoms *atom.Table
	h     uint32
	xor   uint32   // of the hashes of the pairs of the map being hashed
	n     int      // steps in near
	near  [24]step // what is to be done, enough for most terms
	far   []step   // the rest
}

// A step is what remains to be done: hash a term, or close a pair or a map.
type step struct {
	kind   uint8
	t      Term
	h, xor uint32
}

const (
	stepTerm = iota
	stepPairEnd
	stepMapEnd
)

func (p *portable) hash(t Term) uint32 {
	p.term(t)
	for p.n > 0 {
		s := p.next()
		switch s.kind {
		case stepTerm:
			p.term(s.t)
		case stepPairEnd:
			p.xor ^= p.h
			p.h = 0
		case stepMapEnd:
			p.h = s.h
			p.mix(p.xor, 0, saltMapPairs)
			p.xor = s.xor
		}
	}
	return p.h
}

func (p *portable) push(t Term) { p.add(step{kind: stepTerm, t: t}) }

func (p *portable) add(s step) {
	if p.n < len(p.near) {
		p.near[p.n] = s
		p.n++
		return
	}
	p.far = append(p.far, s)
}

// next takes the step that was added last.
func (p *portable) next() step {
	if last := len(p.far) - 1; last >= 0 {
		s := p.far[last]
		p.far = p.far[:last]
		return s
	}
	p.n--
	return p.near[p.n]
}

func (p *portable) pushAll(ts []Term) {
	for i := len(ts) - 1; i >= 0; i-- {
		p.push(ts[i])
	}
}

// mix stirs two words into the hash.
func (p *portable) mix(x, y, salt uint32) {
	_, _, p.h = jenkins(salt+x, salt+y, p.h)
}

func jenkins(a, b, c uint32) (uint32, uint32, uint32) {
	a = (a - b - c) ^ c>>13
	b = (b - c - a) ^ a<<8
	c = (c - a - b) ^ b>>13
	a = (a - b - c) ^ c>>12
	b = (b - c - a) ^ a<<16
	c = (c - a - b) ^ b>>5
	a = (a - b - c) ^ c>>3
	b = (b - c - a) ^ a<<10
	c = (c - a - b) ^ b>>15
	return a, b, c
}

func (p *portable) term(t Term) {
	switch {
	case t.IsCons():
		p.list(t)
	case t.IsBoxed():
		p.boxed(t)
	case t.IsSmall():
		p.small(t.SmallValue())
	case t.IsAtom():
		v := p.atoms.BeamHash(t.AtomIndex())
		if p.h == 0 {
			p.h = v
		} else {
			p.mix(v, 0, saltAtom)
		}
	case t == Nil:
		if p.h == 0 {
			p.h = lonelyNilHash
		} else {
			p.mix(nilNumber, 0, saltNil)
		}
	case t.IsPidImm():
		p.mix(t.PidIndex(), 0, saltPid)
	case t.IsPortImm():
		p.mix(uint32(t.PortNumber()), 0, saltPort)
	}
}

// small hashes an integer: those of 28 bits by their value, the negative ones twice, others as bignums.
func (p *portable) small(n int64) {
	switch {
	case n<<36>>36 != n && n < 0:
		p.limb(uint64(-n), saltNegative)
	case n<<36>>36 != n:
		p.limb(uint64(n), saltPositive)
	default:
		y := int32(n)
		if y < 0 {
			p.mix(uint32(-y), 0, saltSmall)
		}
		p.mix(uint32(y), 0, saltSmall)
	}
}

func (p *portable) limb(v uint64, salt uint32) { p.mix(uint32(v), uint32(v>>32), salt) }

// list hashes the bytes at the front of a list four at a time, and leaves the rest to be done.
func (p *portable) list(t Term) {
	var word uint32
	n := 0
	for t.IsCons() && isByte(t.Car()) {
		word = word<<8 | uint32(t.Car().SmallValue())
		if n++; n == 4 {
			p.mix(word, 0, saltString)
			word, n = 0, 0
		}
		t = t.Cdr()
	}
	if n > 0 {
		p.mix(word, 0, saltString)
	}
	if t.IsCons() {
		p.push(t.Cdr())
		p.push(t.Car())
		return
	}
	p.push(t)
}

func isByte(t Term) bool { return t.IsSmall() && uint64(t.SmallValue()) < 256 }

func (p *portable) boxed(t Term) {
	hd := t.Header()
	switch hd.Subtag() {
	case SubTuple:
		p.mix(uint32(hd.Arity()), 0, saltTuple)
		p.pushAll(t.TupleElems())
	case SubMap:
		p.mapTerm(t)
	case SubRefcBin, SubHeapBin, SubSubBin:
		p.bitstring(t)
	case SubBigPos, SubBigNeg:
		salt := uint32(saltPositive)
		if t.IsBigNegative() {
			salt = saltNegative
		}
		for _, w := range t.BigLimbs() {
			p.limb(w, salt)
		}
	case SubFloat:
		f := t.FloatValue()
		if f == 0 {
			f = 0 // the negative zero too
		}
		w := math.Float64bits(f)
		p.mix(uint32(w>>32), uint32(w), saltFloat)
	case SubExport:
		e := exportParts(t)
		p.mix(uint32(e.arity), p.atoms.BeamHash(e.module.AtomIndex()), golden)
		p.mix(p.atoms.BeamHash(e.function.AtomIndex()), 0, saltExport)
	case SubFun:
		f := funParts(t)
		p.mix(uint32(len(f.env)), p.atoms.BeamHash(f.module.AtomIndex()), golden)
		p.mix(uint32(f.index), uint32(f.uniq), golden)
		p.pushAll(f.env)
	case SubRef:
		p.mix(uint32(t.Word(RefID)), 0, saltRef)
	default:
		salt := uint32(saltPid)
		switch hd.Subtag() {
		case SubExtPort:
			salt = saltPort
		case SubExtRef:
			salt = saltRef
		}
		p.mix(uint32(t.Word(ExtData)), 0, salt)
	}
}

// mapTerm hashes every pair on its own; the pairs are joined by xor, for their order must not matter.
func (p *portable) mapTerm(t Term) {
	n := t.MapSize()
	p.mix(uint32(n), 0, saltMap)
	if n == 0 {
		return
	}
	p.add(step{kind: stepMapEnd, h: p.h, xor: p.xor})
	p.h, p.xor = 0, 0
	if t.Header().MapKind() == MapFlat {
		keys, values := t.FlatMapParts()
		for i, k := range keys {
			p.pushPair(k, values[i])
		}
		return
	}
	for _, l := range HashMapLeaves(t, nil) {
		p.pushPair(l.Car(), l.Cdr())
	}
}

func (p *portable) pushPair(k, v Term) {
	p.add(step{kind: stepPairEnd})
	p.push(v)
	p.push(k)
}

func (p *portable) bitstring(t Term) {
	v := t.Bits()
	start := p.h + saltBinary
	if v.Size == 0 {
		p.h = start
		return
	}
	whole, rest := v.Size/8, v.Size%8
	var data []byte
	if v.Aligned() {
		data = mem.Bytes(v.Base+uintptr(v.Offset/8), whole)
	} else {
		data = make([]byte, whole+1)
		CopyBits(data, 0, v)
		data = data[:whole]
	}
	p.h = blockHash(data, start)
	if rest > 0 {
		p.mix(uint32(rest), uint32(v.Byte(whole*8))>>(8-rest), saltRestBits)
	}
}

// blockHash mixes bytes in blocks of twelve; the length goes into the low byte of the last word.
func blockHash(k []byte, initial uint32) uint32 {
	a, b, c := uint32(golden), uint32(golden), initial
	n := uint32(len(k))
	for len(k) >= 12 {
		a, b, c = jenkins(a+little(k[:4]), b+little(k[4:8]), c+little(k[8:12]))
		k = k[12:]
	}
	c += n
	if len(k) > 8 {
		c += little(k[8:]) << 8
		k = k[:8]
	}
	if len(k) > 4 {
		b += little(k[4:])
		k = k[:4]
	}
	_, _, c = jenkins(a+little(k), b, c)
	return c
}

// little reads up to four bytes, the least significant first.
func little(k []byte) (v uint32) {
	for i, c := range k {
		v |= uint32(c) << (8 * i)
	}
	return v
}
