package arith

import (
	"math/big"
	"math/bits"
	"strconv"
)

// Digits up to which a decimal text is handed to math/big in one piece: its parser is quadratic.
const parseChunk = 1000

// ParseInteger reads an optional sign and digits in a base of 2 to 36. A value that fits 64 bits comes back as
// small with huge nil.
func ParseInteger(text []byte, base int) (small int64, huge *big.Int, ok bool) {
	digits := skipSign(text)
	if len(digits) == 0 {
		return 0, nil, false
	}
	if len(digits) <= 18 && base <= 10 || len(digits) <= 11 { // 36^11 < 2^63
		for _, c := range digits {
			d := digitValue(c)
			if d >= base {
				return 0, nil, false
			}
			small = small*int64(base) + int64(d)
		}
		if text[0] == '-' {
			small = -small
		}
		return small, nil, true
	}
	if !allDigits(digits, base) {
		return 0, nil, false
	}
	value := parseDigits(digits, base)
	if text[0] == '-' {
		value.Neg(value)
	}
	if value.IsInt64() {
		return value.Int64(), nil, true
	}
	return 0, value, true
}

func allDigits(text []byte, base int) bool {
	for _, c := range text {
		if digitValue(c) >= base {
			return false
		}
	}
	return true
}

// digitValue is the value of an ASCII digit or letter, or 99.
func digitValue(c byte) int {
	switch {
	case c-'0' < 10:
		return int(c - '0')
	case c-'a' < 26:
		return int(c-'a') + 10
	case c-'A' < 26:
		return int(c-'A') + 10
	}
	return 99
}

// parseDigits splits a long text in halves, so that the work is that of a few multiplications.
func parseDigits(text []byte, base int) *big.Int {
	if len(text) <= parseChunk || base&(base-1) == 0 {
		value, _ := new(big.Int).SetString(string(text), base)
		return value
	}
	// Chunks of equal length from the right; powers[i] is base^(parseChunk * 2^i).
	var powers []*big.Int
	for span := parseChunk; span < len(text); span *= 2 {
		if len(powers) == 0 {
			powers = append(powers, new(big.Int).Exp(big.NewInt(int64(base)), big.NewInt(parseChunk), nil))
			continue
		}
		last := powers[len(powers)-1]
		powers = append(powers, new(big.Int).Mul(last, last))
	}
	return parseHalves(text, base, powers)
}

func parseHalves(text []byte, base int, powers []*big.Int) *big.Int {
	if len(text) <= parseChunk {
		value, _ := new(big.Int).SetString(string(text), base)
		return value
	}
	level := bits.Len(uint((len(text)-1)/parseChunk)) - 1
	cut := len(text) - parseChunk<<level
	high := parseHalves(text[:cut], base, powers)
	low := parseHalves(text[cut:], base, powers)
	high.Mul(high, powers[level])
	return high.Add(high, low)
}

// upperDigits rewrites lower-case digits in place: the BEAM prints bases above ten in capitals.
func upperDigits(text []byte) []byte {
	for i, c := range text {
		if c-'a' < 26 {
			text[i] = c - 'a' + 'A'
		}
	}
	return text
}

// AppendInt appends value in a base of 2 to 36, with capital letters.
func AppendInt(dst []byte, value int64, base int) []byte {
	start := len(dst)
	dst = strconv.AppendInt(dst, value, base)
	if base > 10 {
		upperDigits(dst[start:])
	}
	return dst
}

// AppendBig appends value in a base of 2 to 36, with capital letters.
func AppendBig(dst []byte, value *big.Int, base int) []byte {
	start := len(dst)
	dst = value.Append(dst, base)
	if base > 10 {
		upperDigits(dst[start:])
	}
	return dst
}
