package macroenv

import (
	"sort"
	"strings"
)

// Names is a sorted set of functions or macros.
type Names []NameArity

// Less orders by name, then by arity.
func (a NameArity) Less(b NameArity) bool {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c < 0
	}
	return a.Arity < b.Arity
}

// SortNames sorts list in place and returns it as a set.
func SortNames(list []NameArity) Names {
	sort.Slice(list, func(i, j int) bool { return list[i].Less(list[j]) })
	out := list[:0]
	for i, n := range list {
		if i == 0 || n != list[i-1] {
			out = append(out, n)
		}
	}
	return Names(out)
}

// Has reports whether name/arity is in the set.
func (s Names) Has(name string, arity int) bool {
	lo, hi := 0, len(s)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := strings.Compare(s[mid].Name, name); {
		case c < 0:
			lo = mid + 1
		case c > 0:
			hi = mid
		case s[mid].Arity < arity:
			lo = mid + 1
		case s[mid].Arity > arity:
			hi = mid
		default:
			return true
		}
	}
	return false
}

// HasName reports whether the set has name with any arity.
func (s Names) HasName(name string) bool {
	i := sort.Search(len(s), func(i int) bool { return s[i].Name >= name })
	return i < len(s) && s[i].Name == name
}

// Filter keeps the names that keep accepts.
func (s Names) Filter(keep func(NameArity) bool) Names {
	var out Names
	for _, n := range s {
		if keep(n) {
			out = append(out, n)
		}
	}
	return out
}
