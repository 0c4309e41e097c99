package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"joist"
)

func setOption(config *joist.Config, name, value string) error {
	switch name {
	case "--memory-limit":
		n, err := parseSize(value)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		config.MemoryLimit = n
	case "--schedulers":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 1024 {
			return fmt.Errorf("%s wants a number from 1 to 1024, not %q", name, value)
		}
		config.Schedulers = n
	default:
		return fmt.Errorf("unknown option %s", name)
	}
	return nil
}

// parseSize reads a number of bytes with an optional unit K, M or G (powers of 1,024).
func parseSize(s string) (int64, error) {
	digits, shift := s, 0
	if s != "" {
		if i := strings.IndexByte("KMG", strings.ToUpper(s[len(s)-1:])[0]); i >= 0 {
			digits, shift = s[:len(s)-1], 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64>>shift {
		return 0, fmt.Errorf("%q is not a size; write a number of bytes, or one with K, M or G", s)
	}
	return n << shift, nil
}
