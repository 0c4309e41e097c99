package bif

import (
	"encoding/hex"

	"joist/internal/proc"
	"joist/internal/term"
)

func encodeHex(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok || len(args) == 2 && args[1] != term.AtomUppercase && args[1] != term.AtomLowercase {
		return c.Badarg()
	}
	digits := "0123456789ABCDEF"
	if len(args) == 2 && args[1] == term.AtomLowercase {
		digits = "0123456789abcdef"
	}
	result, to := c.BinaryAlloc(2 * len(text))
	chargeBytes(c, 2*len(text))
	for i, b := range text {
		to[2*i], to[2*i+1] = digits[b>>4], digits[b&15]
	}
	return result
}

func decodeHex(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok || len(text)%2 != 0 {
		return c.Badarg()
	}
	decoded := make([]byte, len(text)/2)
	if _, err := hex.Decode(decoded, text); err != nil {
		return c.Badarg()
	}
	chargeBytes(c, len(text))
	return c.Binary(decoded)
}
