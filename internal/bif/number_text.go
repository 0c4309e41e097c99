package bif

import (
	"math/big"

	"joist/internal/arith"
	"joist/internal/proc"
	"joist/internal/term"
)

// textNatives convert between numbers and text.
func textNatives() []Native {
	return []Native{
		{"erlang", "integer_to_binary", 1, integerToText(asBinary), 0},
		{"erlang", "integer_to_binary", 2, integerToText(asBinary), 0},
		{"erlang", "integer_to_list", 1, integerToText(asCharlist), 0},
		{"erlang", "integer_to_list", 2, integerToText(asCharlist), 0},
		{"erlang", "binary_to_integer", 1, textToInteger(binaryText), 0},
		{"erlang", "binary_to_integer", 2, textToInteger(binaryText), 0},
		{"erlang", "list_to_integer", 1, textToInteger(charlistText), 0},
		{"erlang", "list_to_integer", 2, textToInteger(charlistText), 0},
		{"string", "list_to_integer", 1, stringToInteger, 0},
		{"erlang", "float_to_binary", 1, floatToText(asBinary), 0},
		{"erlang", "float_to_binary", 2, floatToText(asBinary), 0},
		{"erlang", "float_to_list", 1, floatToText(asCharlist), 0},
		{"erlang", "float_to_list", 2, floatToText(asCharlist), 0},
		{"erlang", "binary_to_float", 1, textToFloat(binaryText), 0},
		{"erlang", "list_to_float", 1, textToFloat(charlistText), 0},
	}
}

// asText makes bytes a term, a binary or a list.
type asText func(c *proc.Ctx, text []byte) term.Term

func asBinary(c *proc.Ctx, text []byte) term.Term { return c.Binary(text) }

func asCharlist(c *proc.Ctx, text []byte) term.Term {
	chargeCells(c, len(text))
	return c.ByteList(text, term.Nil)
}

// textOf takes the bytes of a binary or of a list of bytes.
type textOf func(t term.Term) (text []byte, ok bool)

func binaryText(t term.Term) ([]byte, bool) { return bytesOf(t) }

func charlistText(t term.Term) ([]byte, bool) {
	var text []byte
	for ; t.IsCons(); t = t.Cdr() {
		h := t.Car()
		if !h.IsSmall() || h.SmallValue() < 0 || h.SmallValue() > 255 {
			return nil, false
		}
		text = append(text, byte(h.SmallValue()))
	}
	return text, t.IsNil()
}

// baseOf is the base in the second argument, 10 without one.
func baseOf(args []term.Term) (base int, ok bool) {
	if len(args) < 2 {
		return 10, true
	}
	if !args[1].IsSmall() || args[1].SmallValue() < 2 || args[1].SmallValue() > 36 {
		return 0, false
	}
	return int(args[1].SmallValue()), true
}

func integerToText(as asText) proc.Native {
	big := func(c *proc.Ctx, args []term.Term) term.Term { return bigToText(c, args, as) }
	return func(c *proc.Ctx, args []term.Term) term.Term {
		base, ok := baseOf(args)
		if !ok || !args[0].IsInteger() {
			return c.Badarg()
		}
		if args[0].IsSmall() {
			var scratch [72]byte
			return as(c, arith.AppendInt(scratch[:0], args[0].SmallValue(), base))
		}
		cost := arith.TextCost(arith.LimbCount(args[0]))
		c.Charge(cost)
		if cost >= arith.LongCost {
			return c.Dirty(big, args...)
		}
		return big(c, args)
	}
}

func bigToText(c *proc.Ctx, args []term.Term, as asText) term.Term {
	base, _ := baseOf(args)
	var z big.Int
	arith.BigInt(&z, args[0])
	return as(c, arith.AppendBig(nil, &z, base))
}

func textToInteger(of textOf) proc.Native {
	convert := func(c *proc.Ctx, args []term.Term) term.Term {
		base, ok := baseOf(args)
		text, isText := of(args[0])
		if !ok || !isText {
			return c.Badarg()
		}
		return parseInteger(c, text, base)
	}
	return func(c *proc.Ctx, args []term.Term) term.Term {
		cost := arith.TextCost(textLength(args[0]) / 16)
		c.Charge(cost)
		if cost >= arith.LongCost {
			return c.Dirty(convert, args...)
		}
		return convert(c, args)
	}
}

// textLength is the length of a binary or, up to a limit, of a list.
func textLength(t term.Term) int {
	if text, ok := bytesOf(t); ok {
		return len(text)
	}
	n, _ := walk(t, cellLimit)
	return n
}

func parseInteger(c *proc.Ctx, text []byte, base int) term.Term {
	small, huge, ok := arith.ParseInteger(text, base)
	if !ok {
		return c.Badarg()
	}
	if huge == nil {
		return c.Int(small)
	}
	value, fault := arith.FromBig(&c.Builder, huge)
	return withFault(c, value, fault)
}

// stringToInteger is string:list_to_integer/1: the integer that a list begins with, and the rest.
func stringToInteger(c *proc.Ctx, args []term.Term) term.Term {
	list := args[0]
	if !list.IsCons() && !list.IsNil() {
		return c.Tuple(term.AtomError, term.AtomNotAList)
	}
	var text []byte
	digits := 0
	rest := list
	for ; rest.IsCons(); rest = rest.Cdr() {
		h := rest.Car()
		if !h.IsSmall() {
			break
		}
		isSign := len(text) == 0 && (h.SmallValue() == '-' || h.SmallValue() == '+')
		isDigit := h.SmallValue() >= '0' && h.SmallValue() <= '9'
		if !isSign && !isDigit {
			break
		}
		if isDigit {
			digits++
		}
		text = append(text, byte(h.SmallValue()))
	}
	chargeCells(c, len(text))
	if digits == 0 {
		return c.Tuple(term.AtomError, term.AtomNoInteger)
	}
	value := parseInteger(c, text, 10)
	if value == term.None {
		return term.None
	}
	return c.Tuple(value, rest)
}

func floatToText(as asText) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if !args[0].IsFloat() {
			return c.Badarg()
		}
		format := arith.FloatFormat{Style: arith.FloatScientific, Decimals: 20}
		if len(args) == 2 {
			var ok bool
			if format, ok = floatOptions(args[1]); !ok {
				return c.Badarg()
			}
		}
		var scratch [64]byte
		text, ok := arith.AppendFloat(scratch[:0], args[0].FloatValue(), format)
		if !ok {
			return c.Badarg()
		}
		return as(c, text)
	}
}

// floatOptions reads the option list of float_to_binary/2: the last of short, {decimals, N} and {scientific, N} counts.
func floatOptions(list term.Term) (format arith.FloatFormat, ok bool) {
	format = arith.FloatFormat{Style: arith.FloatScientific, Decimals: 20}
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		switch {
		case option == term.AtomShort:
			format.Style = arith.FloatShort
		case option == term.AtomCompact:
			format.Compact = true
		case option.IsTuple() && option.TupleSize() == 2:
			if !decimalsOption(&format, option.TupleElem(0), option.TupleElem(1)) {
				return format, false
			}
		default:
			return format, false
		}
	}
	return format, list.IsNil()
}

func decimalsOption(format *arith.FloatFormat, name, value term.Term) bool {
	limit := int64(arith.MaxFixedDecimals)
	style := arith.FloatDecimals
	switch name {
	case term.AtomDecimals:
	case term.AtomScientific:
		limit, style = arith.MaxScientificDecimals, arith.FloatScientific
	default:
		return false
	}
	if !value.IsSmall() || value.SmallValue() < 0 || value.SmallValue() > limit {
		return false
	}
	format.Style, format.Decimals = style, int(value.SmallValue())
	return true
}

func textToFloat(of textOf) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		text, ok := of(args[0])
		if !ok {
			return c.Badarg()
		}
		f, ok := arith.ParseFloat(text)
		if !ok {
			return c.Badarg()
		}
		return c.Float(f)
	}
}
