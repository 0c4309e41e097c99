package arith

import (
	"math"
	"strconv"
)

// FloatStyle says how FormatFloat prints.
type FloatStyle uint8

const (
	// FloatShort is the shortest text that reads back as the same float.
	FloatShort FloatStyle = iota
	// FloatScientific is d.ddde±dd with a given number of decimals.
	FloatScientific
	// FloatDecimals is ddd.ddd with a given number of decimals.
	FloatDecimals
)

// FloatFormat is the meaning of the option list of erlang:float_to_binary/2.
type FloatFormat struct {
	Style    FloatStyle
	Decimals int
	Compact  bool // FloatDecimals: drop trailing zeros
}

// Bounds of the options of erlang:float_to_binary/2.
const (
	MaxScientificDecimals = 249
	MaxFixedDecimals      = 253
	maxFloatText          = 255
)

// AppendFloat appends f as the format says. ok is false where the text would be longer than the 255
// bytes that erlang:float_to_binary/2 allows.
func AppendFloat(dst []byte, f float64, format FloatFormat) (text []byte, ok bool) {
	start := len(dst)
	switch format.Style {
	case FloatShort:
		return AppendShortFloat(dst, f), true
	case FloatScientific:
		dst = strconv.AppendFloat(dst, f, 'e', format.Decimals, 64)
	default:
		dst = appendFixed(dst, f, format.Decimals)
		if format.Compact {
			dst = dropTrailingZeros(dst, start)
		}
	}
	return dst, len(dst)-start <= maxFloatText
}

// AppendShortFloat appends the shortest digits that read back as f, in decimal or scientific notation,
// whichever is shorter; decimal where they are equally long, scientific from 2^53 on.
func AppendShortFloat(dst []byte, f float64) []byte {
	if f == 0 {
		if math.Signbit(f) {
			return append(dst, "-0.0"...)
		}
		return append(dst, "0.0"...)
	}
	var scratch [32]byte
	text := strconv.AppendFloat(scratch[:0], f, 'e', -1, 64)
	if text[0] == '-' {
		dst = append(dst, '-')
		text = text[1:]
	}
	var digits [20]byte
	n, exp := splitScientific(digits[:], text)
	if math.Abs(f) < 1<<53 && decimalLength(n, exp) <= scientificLength(n, exp) {
		return appendDecimal(dst, digits[:n], exp)
	}
	return appendScientific(dst, digits[:n], exp)
}

// splitScientific takes d.ddde±dd apart into its digits and its exponent.
func splitScientific(digits, text []byte) (n, exp int) {
	i := 0
	for ; text[i] != 'e'; i++ {
		if text[i] != '.' {
			digits[n] = text[i]
			n++
		}
	}
	exp, _ = strconv.Atoi(string(text[i+1:]))
	return n, exp
}

// decimalLength is the length of the n digits with that exponent written as ddd.ddd.
func decimalLength(n, exp int) int {
	switch {
	case exp < 0:
		return n + 1 - exp
	case exp >= n-1:
		return exp + 3
	}
	return n + 1
}

// scientificLength is the length of the n digits with that exponent written as d.dddeN.
func scientificLength(n, exp int) int {
	length := n + 2
	if n == 1 {
		length = 4
	}
	if exp < 0 {
		length++
		exp = -exp
	}
	for length++; exp >= 10; exp /= 10 {
		length++
	}
	return length
}

func appendDecimal(dst, digits []byte, exp int) []byte {
	n := len(digits)
	switch {
	case exp < 0:
		dst = append(dst, "0."...)
		for i := -1; i > exp; i-- {
			dst = append(dst, '0')
		}
		return append(dst, digits...)
	case exp >= n-1:
		dst = append(dst, digits...)
		for i := n - 1; i < exp; i++ {
			dst = append(dst, '0')
		}
		return append(dst, ".0"...)
	}
	dst = append(dst, digits[:exp+1]...)
	dst = append(dst, '.')
	return append(dst, digits[exp+1:]...)
}

func appendScientific(dst, digits []byte, exp int) []byte {
	dst = append(dst, digits[0], '.')
	if len(digits) == 1 {
		dst = append(dst, '0')
	}
	dst = append(dst, digits[1:]...)
	dst = append(dst, 'e')
	return strconv.AppendInt(dst, int64(exp), 10)
}

// appendFixed prints with a number of decimals. Up to 18 decimals and below 2^53 the fraction is scaled and
// rounded half up in double arithmetic, as the BEAM does it (2.5 with none is "3"); beyond, it is exact.
func appendFixed(dst []byte, f float64, decimals int) []byte {
	magnitude := math.Abs(f)
	if decimals > 18 || magnitude >= 1<<53 {
		return strconv.AppendFloat(dst, f, 'f', decimals, 64)
	}
	if math.Signbit(f) {
		dst = append(dst, '-')
	}
	whole, fraction := math.Modf(magnitude)
	scale := uint64(1)
	for i := 0; i < decimals; i++ {
		scale *= 10
	}
	integer := uint64(whole)
	scaled := uint64(float64(fraction*float64(scale)) + 0.5)
	if scaled >= scale {
		scaled -= scale
		integer++
	}
	dst = strconv.AppendUint(dst, integer, 10)
	if decimals == 0 {
		return dst
	}
	dst = append(dst, '.')
	var scratch [20]byte
	text := strconv.AppendUint(scratch[:0], scaled, 10)
	for i := len(text); i < decimals; i++ {
		dst = append(dst, '0')
	}
	return append(dst, text...)
}

// dropTrailingZeros shortens 2.5000 to 2.5 and 2.000 to 2.0.
func dropTrailingZeros(dst []byte, start int) []byte {
	point := -1
	for i := start; i < len(dst); i++ {
		if dst[i] == '.' {
			point = i
			break
		}
	}
	if point < 0 {
		return dst
	}
	end := len(dst)
	for end > point+2 && dst[end-1] == '0' {
		end--
	}
	return dst[:end]
}
