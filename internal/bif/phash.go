package bif

import (
	"math"

	"joist/internal/arith"
	"joist/internal/proc"
	"joist/internal/term"
)

// Natives that only OTP's own modules call: dict and sets hash with phash/2, proc_lib asks what fun it was
// started with, io_lib which characters may be printed as they are, string reads floats.
func otpNatives() []Native {
	return []Native{
		{"erlang", "phash", 2, phash, 0},
		{"erlang", "fun_info_mfa", 1, funInfoMFA, 0},
		{"io", "printable_range", 0, printableRange, 0},
		{"string", "list_to_float", 1, stringToFloat, 0},
	}
}

// phash is the oldest portable hash: 1 to range.
func phash(c *proc.Ctx, args []term.Term) term.Term {
	limit := args[1]
	if !limit.IsSmall() || limit.SmallValue() < 1 || limit.SmallValue() > 1<<32 {
		return c.Badarg()
	}
	return sizedTerm(c, args, func(c *proc.Ctx, args []term.Term) term.Term {
		h := oldHash{c: c}
		h.term(args[0])
		return term.Small(int64(h.sum)%args[1].SmallValue() + 1)
	})
}

// oldHash computes phash. Each kind of term has a multiplier of its own; the parts of a term go into one sum
// in their order.
type oldHash struct {
	c   *proc.Ctx
	sum uint32
}

const (
	hashAtom     = 268440163 // and the bytes of binaries
	hashInteger  = 268439161 // and the bytes of strings
	hashPositive = 268435459 // and []
	hashNegative = 268436141 // and the size of binaries
	hashOther    = 268438633
	hashFloat    = 268437017
	hashCons     = 268437511
	hashTuple    = 268439627
	hashBits     = 268440581
)

func (h *oldHash) step(p, v uint32) { h.sum = h.sum*p + v }

func (h *oldHash) word(v uint32) {
	for range 4 {
		h.step(hashInteger, v&0xFF)
		v >>= 8
	}
}

func (h *oldHash) integer(neg bool, limbs []uint64) {
	for i, l := range limbs {
		h.word(uint32(l))
		if high := uint32(l >> 32); high != 0 || i < len(limbs)-1 {
			h.word(high)
		}
	}
	if neg {
		h.sum *= hashNegative
	} else {
		h.sum *= hashPositive
	}
}

func (h *oldHash) term(t term.Term) {
	switch {
	case t.IsAtom():
		h.step(hashAtom, h.c.Node.Atoms.BeamHash(t.AtomIndex()))
	case t == term.Nil:
		h.step(hashPositive, 1)
	case t.IsSmall():
		n := t.SmallValue()
		h.integer(n < 0, []uint64{uint64(max(n, -n))})
	case t.IsCons():
		h.list(t)
	case t.IsTuple():
		for _, e := range t.TupleElems() {
			h.term(e)
		}
		h.step(hashTuple, uint32(t.TupleSize()))
	case t.IsBig():
		h.integer(t.IsBigNegative(), t.BigLimbs())
	case t.IsFloat():
		bits := math.Float64bits(t.FloatValue() + 0) // 0.0 and -0.0 are one
		h.step(hashFloat, uint32(bits)^uint32(bits>>32))
	case t.IsBitstring():
		h.bits(t.Bits())
	default:
		h.step(hashOther, term.PHash2(t, h.c.Node.Atoms))
	}
}

func (h *oldHash) list(t term.Term) {
	for {
		for e := t.Car(); e.IsSmall() && uint64(e.SmallValue()) < 256; e = t.Car() {
			h.step(hashInteger, uint32(e.SmallValue()))
			if t = t.Cdr(); !t.IsCons() {
				break
			}
		}
		if t.IsCons() {
			h.term(t.Car())
			t = t.Cdr()
		}
		if !t.IsCons() {
			h.term(t)
			h.sum *= hashCons
			return
		}
	}
}

func (h *oldHash) bits(v term.BitView) {
	n := v.Size / 8
	for i := range n {
		h.step(hashAtom, uint32(v.Byte(8*i)))
	}
	if rest := v.Size % 8; rest != 0 {
		h.step(hashAtom, uint32(v.Byte(8*n)>>(8-rest)))
		h.step(hashBits, uint32(rest))
	}
	h.step(hashNegative, uint32(n))
}

// funInfoMFA is {Module, Function, Arity} of a fun.
func funInfoMFA(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsFun() {
		return c.Badarg()
	}
	var parts [3]term.Term
	for i, item := range []term.Term{term.AtomModule, term.AtomName, term.AtomArity} {
		parts[i], _ = funItem(c, args[0], item)
	}
	return c.TupleFrom(parts[:])
}

func printableRange(*proc.Ctx, []term.Term) term.Term { return term.AtomUnicode }

// stringToFloat reads the float that a list starts with: {Float, Rest}, or {error, Reason}.
func stringToFloat(c *proc.Ctx, args []term.Term) term.Term {
	list := args[0]
	if !list.IsCons() && list != term.Nil {
		return c.Tuple(term.AtomError, term.AtomNotAList)
	}
	var text []byte
	var rests []term.Term // the list behind each character
	for t := list; t.IsCons() && t.Car().IsSmall() && len(text) < maxFloatText; t = t.Cdr() {
		n := t.Car().SmallValue()
		if n < '0' && n != '+' && n != '-' && n != '.' || n > '9' && n != 'e' && n != 'E' {
			break
		}
		text = append(text, byte(n))
		rests = append(rests, t.Cdr())
	}
	for n := len(text); n > 2; n-- {
		if f, ok := arith.ParseFloat(text[:n]); ok {
			return c.Tuple(c.Float(f), rests[n-1])
		}
	}
	return c.Tuple(term.AtomError, term.AtomNoFloat)
}

// maxFloatText is more than the text of any float that makes sense.
const maxFloatText = 1100
