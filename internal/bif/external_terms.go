package bif

import (
	"joist/internal/etf"
	"joist/internal/proc"
	"joist/internal/term"
)

func externalNatives() []Native {
	return []Native{
		{"erlang", "term_to_binary", 1, termToBinary, 0},
		{"erlang", "term_to_binary", 2, termToBinary, 0},
		{"erlang", "term_to_iovec", 1, termToIovec, 0},
		{"erlang", "term_to_iovec", 2, termToIovec, 0},
		{"erlang", "external_size", 1, externalSize, 0},
		{"erlang", "external_size", 2, externalSize, 0},
		{"erlang", "binary_to_term", 1, binaryToTerm, 0},
		{"erlang", "binary_to_term", 2, binaryToTerm, 0},
	}
}

// isLarge says whether a term has more than limit parts, without looking at more than that.
func isLarge(t term.Term, limit int) bool {
	stack := []term.Term{t}
	for n := 0; len(stack) > 0; n++ {
		if n > limit {
			return true
		}
		t, stack = stack[len(stack)-1], stack[:len(stack)-1]
		switch {
		case t.IsCons():
			stack = append(stack, t.Cdr())
			if h := t.Car(); !h.IsImmediate() {
				stack = append(stack, h)
			}
		case t.IsTuple():
			n += t.TupleSize()
			for _, e := range t.TupleElems()[:min(t.TupleSize(), limit)] {
				if !e.IsImmediate() {
					stack = append(stack, e)
				}
			}
		case t.IsMap():
			n += 2 * t.MapSize()
		case t.IsBitstring():
			n += t.ByteSize() / 64
		case t.IsBig():
			n += len(t.BigLimbs())
		}
	}
	return false
}

// sizedTerm runs a native at once, or off the schedulers for a large first argument.
func sizedTerm(c *proc.Ctx, args []term.Term, run proc.Native) term.Term {
	if !args[0].IsImmediate() && isLarge(args[0], cellLimit/10) {
		return c.Dirty(run, args...)
	}
	return run(c, args)
}

// encodeOptions reads the options of term_to_binary/2.
func encodeOptions(args []term.Term) (o etf.EncodeOptions, ok bool) {
	o = etf.EncodeOptions{MinorVersion: 2}
	if len(args) < 2 {
		return o, true
	}
	list := args[1]
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		switch {
		case option == term.AtomCompressed:
			o.Compressed = 6
		case option == term.AtomDeterministic:
			o.Deterministic = true
		case option == term.AtomLocal:
		case !option.IsTupleOf(2) || !isCount(option.TupleElem(1)):
			return o, false
		case option.TupleElem(0) == term.AtomCompressed && option.TupleElem(1).SmallValue() <= 9:
			o.Compressed = int(option.TupleElem(1).SmallValue())
		case option.TupleElem(0) == term.AtomMinorVersion && option.TupleElem(1).SmallValue() <= 2:
			o.MinorVersion = int(option.TupleElem(1).SmallValue())
		default:
			return o, false
		}
	}
	return o, list.IsNil()
}

// encoded wraps a function of the external form of a term.
func encoded(c *proc.Ctx, args []term.Term, use func(c *proc.Ctx, data []byte) term.Term) term.Term {
	o, ok := encodeOptions(args)
	if !ok {
		return c.Badarg()
	}
	return sizedTerm(c, args, func(c *proc.Ctx, args []term.Term) term.Term {
		data, err := etf.Encode(c.Node.Atoms, args[0], o)
		if err != nil {
			return c.SystemLimit()
		}
		chargeBytes(c, 4*len(data))
		return use(c, data)
	})
}

func termToBinary(c *proc.Ctx, args []term.Term) term.Term {
	return encoded(c, args, func(c *proc.Ctx, data []byte) term.Term { return c.Binary(data) })
}

func termToIovec(c *proc.Ctx, args []term.Term) term.Term {
	return encoded(c, args, func(c *proc.Ctx, data []byte) term.Term { return c.Cons(c.Binary(data), term.Nil) })
}

func externalSize(c *proc.Ctx, args []term.Term) term.Term {
	return encoded(c, args, func(_ *proc.Ctx, data []byte) term.Term { return term.Small(int64(len(data))) })
}

func binaryToTerm(c *proc.Ctx, args []term.Term) term.Term {
	o := etf.Options{Linker: c.Node.Code}
	used := false
	if len(args) == 2 {
		list := args[1]
		for ; list.IsCons(); list = list.Cdr() {
			switch list.Car() {
			case term.AtomSafe:
				o.Safe = true
			case term.AtomUsed:
				used = true
			default:
				return c.Badarg()
			}
		}
		if !list.IsNil() {
			return c.Badarg()
		}
	}
	decode := func(c *proc.Ctx, args []term.Term) term.Term {
		data, ok := bytesOf(args[0])
		if !ok {
			return c.Badarg()
		}
		chargeBytes(c, 4*len(data))
		t, n, err := etf.DecodePrefix(&c.Builder, c.Node.Atoms, data, o)
		if err != nil {
			return c.Badarg()
		}
		if used {
			return c.Tuple2(t, term.Small(int64(n)))
		}
		return t
	}
	// A compressed term may be large, however short it is.
	if data, ok := bytesOf(args[0]); ok && (len(data) > byteLimit/16 || len(data) > 1 && data[1] == 'P') {
		return c.Dirty(decode, args...)
	}
	return decode(c, args)
}
