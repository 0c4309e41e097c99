package joist

import (
	"reflect"
	"strings"
	"sync"
	"unicode"
)

// field is an exported field of a Go struct and the atom that its key in an Elixir map is.
type field struct {
	key   Atom
	index []int
}

// fieldCache remembers the fields of struct types; they follow from the type alone.
type fieldCache struct{ types sync.Map } // reflect.Type -> []field

// of lists the fields of a struct type. Those of embedded structs count as its own.
func (c *fieldCache) of(t reflect.Type) []field {
	if f, ok := c.types.Load(t); ok {
		return f.([]field)
	}
	var out []field
	for _, f := range reflect.VisibleFields(t) {
		tag := f.Tag.Get("elixir")
		if !f.IsExported() || tag == "-" || f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			continue
		}
		key := tag
		if key == "" {
			key = snakeCase(f.Name)
		}
		out = append(out, field{Atom(key), f.Index})
	}
	c.types.Store(t, out)
	return out
}

// snakeCase writes a Go name as Elixir's keys are written: UserID as user_id.
func snakeCase(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) {
			afterLower := i > 0 && !unicode.IsUpper(runes[i-1]) && runes[i-1] != '_'
			beforeLower := i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) && runes[i-1] != '_'
			if afterLower || beforeLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
