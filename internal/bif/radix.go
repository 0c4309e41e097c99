package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

// radixNatives serve Elixir's Base: binaries as digits of 4, 5 or 6 bits, in whatever alphabet. Padding, letter case and what is wrong
// with a text are Elixir's. In Elixir alone this took a hundred nanoseconds for each byte, where the BEAM takes ten.
func radixNatives() []Native {
	return []Native{
		{"joist_base", "encode", 3, onLongBinary(encodeDigits), 0},
		{"joist_base", "decode", 3, onLongBinary(decodeDigits), 0},
	}
}

// onLongBinary moves the work on a long first argument off the schedulers.
func onLongBinary(run proc.Native) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if text, ok := bytesOf(args[0]); ok && len(text) > 4*textLimit {
			return c.Dirty(run, args...)
		}
		return run(c, args)
	}
}

// digitArgs are the binary, the alphabet and the bits of a digit; ok is false if they are none, or too few characters.
func digitArgs(args []term.Term) (data, alphabet []byte, bits uint, ok bool) {
	data, ok = bytesOf(args[0])
	alphabet, ok2 := bytesOf(args[1])
	if !ok || !ok2 || !args[2].IsSmall() || args[2].SmallValue() < 1 || args[2].SmallValue() > 7 {
		return nil, nil, 0, false
	}
	bits = uint(args[2].SmallValue())
	return data, alphabet, bits, len(alphabet) >= 1<<bits
}

// encodeDigits is joist_base:encode(data, alphabet, bits); the last digit is filled up with zeros.
func encodeDigits(c *proc.Ctx, args []term.Term) term.Term {
	data, alphabet, bits, ok := digitArgs(args)
	if !ok {
		return c.Badarg()
	}
	result, out := c.BinaryAlloc((len(data)*8 + int(bits) - 1) / int(bits))
	chargeBytes(c, 4*len(out))
	mask := uint(1)<<bits - 1
	var held, n uint
	i := 0
	for _, b := range data {
		held, n = held<<8|uint(b), n+8
		for n >= bits {
			n -= bits
			out[i] = alphabet[held>>n&mask]
			i++
		}
	}
	if n > 0 {
		out[i] = alphabet[held<<(bits-n)&mask]
	}
	return result
}

// decodeDigits is joist_base:decode(text, alphabets, bits): the whole bytes, or the first character that is in none of the alphabets,
// which are written one after the other.
func decodeDigits(c *proc.Ctx, args []term.Term) term.Term {
	text, alphabets, bits, ok := digitArgs(args)
	if !ok {
		return c.Badarg()
	}
	const none = 0xFF
	mask := uint(1)<<bits - 1
	var values [256]uint8
	for i := range values {
		values[i] = none
	}
	for i := len(alphabets) - 1; i >= 0; i-- {
		values[alphabets[i]] = uint8(uint(i) & mask)
	}
	chargeBytes(c, 4*len(text))
	for _, char := range text {
		if values[char] == none {
			return term.Small(int64(char))
		}
	}
	result, out := c.BinaryAlloc(len(text) * int(bits) / 8)
	var held, n uint
	i := 0
	for _, char := range text {
		held, n = held<<bits|uint(values[char]), n+bits
		if n >= 8 {
			n -= 8
			out[i] = byte(held >> n)
			i++
		}
	}
	return result
}
