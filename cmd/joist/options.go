package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// runOptions are the options of run and eval.
func runOptions() []option {
	return []option{
		{"--memory-limit", "SIZE", "memory for all processes together (200M, 2G); none by default", setMemoryLimit},
		{"--schedulers", "N", "scheduler threads; one for each core by default", setSchedulers},
		{"--stats", "", "print what the schedulers and the memory did, when the program has ended", setStats},
		{"--top", "", "watch the processes on a full screen while they run", setTop},
	}
}

func setMemoryLimit(s *settings, value string) error {
	n, err := parseSize(value)
	if err != nil {
		return fmt.Errorf("--memory-limit: %w", err)
	}
	s.config.MemoryLimit = n
	return nil
}

func setStats(s *settings, _ string) error {
	s.stats = true
	return nil
}

func setTop(s *settings, _ string) error {
	s.top = true
	return nil
}

func setSchedulers(s *settings, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > 1024 {
		return fmt.Errorf("--schedulers wants a number from 1 to 1024, not %q", value)
	}
	s.config.Schedulers = n
	return nil
}

// parseOptions takes the leading --options off args.
func parseOptions(args []string, options []option, s *settings) ([]string, error) {
	for len(args) > 0 && strings.HasPrefix(args[0], "--") {
		name, value, inline := strings.Cut(args[0], "=")
		args = args[1:]
		if name == "--" {
			return args, nil
		}
		o, ok := findOption(options, name)
		switch {
		case !ok:
			return nil, fmt.Errorf("unknown option %s", name)
		case o.value == "" && inline:
			return nil, fmt.Errorf("%s takes no value", name)
		case o.value != "" && !inline:
			if len(args) == 0 {
				return nil, fmt.Errorf("%s wants a value", name)
			}
			value, args = args[0], args[1:]
		}
		if err := o.set(s, value); err != nil {
			return nil, err
		}
	}
	return args, nil
}

func findOption(options []option, name string) (option, bool) {
	for _, o := range options {
		if o.name == name {
			return o, true
		}
	}
	return option{}, false
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
