package arith

import (
	"math"
	"strconv"
)

// ParseFloat reads the text that erlang:binary_to_float/1 accepts: an optional sign, digits, a point, digits,
// and an optional exponent. A value too large for a float is refused.
func ParseFloat(text []byte) (float64, bool) {
	if !isFloatText(text) {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

func isFloatText(text []byte) bool {
	rest := skipSign(text)
	rest, ok := skipDigits(rest)
	if !ok || len(rest) == 0 || rest[0] != '.' {
		return false
	}
	rest, ok = skipDigits(rest[1:])
	if !ok {
		return false
	}
	if len(rest) == 0 {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	rest, ok = skipDigits(skipSign(rest[1:]))
	return ok && len(rest) == 0
}

func skipSign(text []byte) []byte {
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		return text[1:]
	}
	return text
}

func skipDigits(text []byte) (rest []byte, some bool) {
	i := 0
	for i < len(text) && text[i]-'0' < 10 {
		i++
	}
	return text[i:], i > 0
}
