package observe

import (
	"fmt"
	"strconv"
)

// Number writes a number with commas between thousands.
func Number(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Short writes a number in at most five characters: 999, 12.3k, 4.56M.
func Short(n uint64) string { return scaled(float64(n), 1000, "kMGTP") }

// Bytes writes a number of bytes in at most six characters, with units of 1,024.
func Bytes(n int64) string {
	if n < 0 {
		return "-" + Bytes(-n)
	}
	return scaled(float64(n), 1024, "KMGTP") + "B"
}

func scaled(v, base float64, units string) string {
	unit := ""
	for i := 0; v >= base && i < len(units); i++ {
		v /= base
		unit = units[i : i+1]
	}
	switch {
	case unit == "":
		return strconv.Itoa(int(v))
	case v < 9.995:
		return fmt.Sprintf("%.2f%s", v, unit)
	case v < 99.95:
		return fmt.Sprintf("%.1f%s", v, unit)
	}
	return fmt.Sprintf("%.0f%s", v, unit)
}
