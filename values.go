package joist

import (
	"fmt"
	"math/big"
	"reflect"
)

// How Elixir terms and Go values correspond, in both directions unless it says otherwise:
//
//	nil                     nil
//	true, false             bool
//	other atoms             Atom
//	integers                int, or *big.Int where an int has no room (from Go: every integer type)
//	floats                  float64 (from Go: float32 as well)
//	binaries                string (from Go: []byte as well)
//	bitstrings              Bitstring
//	proper lists            []any (from Go: every slice and array but []byte)
//	tuples                  Tuple
//	maps, structs           Map (from Go: every Go map as well, and structs: their fields by atoms, see Unmarshal)
//	pids                    PID
//	everything else         Opaque, and so is what lies more than 10,000 levels deep
type (
	// Atom is an Elixir atom. A module's name is the atom "Elixir.Name".
	Atom string
	// Tuple is an Elixir tuple.
	Tuple []any
	// Map is an Elixir map. Keys may be of any kind, so it is a list of entries and not a Go map.
	Map []Entry
	// Entry is one pair of a Map.
	Entry struct{ Key, Value any }
	// Bitstring is a binary whose size in bits is not a multiple of eight. The bits stand at the
	// start of Bytes.
	Bitstring struct {
		Bytes []byte
		Bits  int
	}
	// Opaque is a term that Go has no kind for: a function, a reference, an improper list. It can be
	// passed back as an argument. Its content is in external term format.
	Opaque struct{ data string }
)

// Get returns the value of key. Keys are equal when Elixir's === would say so of them, integers of
// different Go types included.
func (m Map) Get(key any) (value any, ok bool) {
	key = plain(key)
	for _, e := range m {
		if reflect.DeepEqual(plain(e.Key), key) {
			return e.Value, true
		}
	}
	return nil, false
}

// plain brings Go values that stand for the same term into one form.
func plain(v any) any {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case *big.Int:
		if v.IsInt64() {
			return int(v.Int64())
		}
		return v.String() + " (integer)"
	}
	r := reflect.ValueOf(v)
	switch {
	case !r.IsValid():
		return nil
	case r.CanInt() && r.Type().PkgPath() == "":
		return int(r.Int())
	case r.CanUint() && r.Type().PkgPath() == "" && r.Uint() < 1<<63:
		return int(r.Uint())
	}
	return v
}

// String writes the atom as Erlang's quoted syntax does without its quotes: its plain text.
func (a Atom) String() string { return string(a) }

// unsupported is the error for a Go value that no term corresponds to.
type unsupported struct{ value any }

func (e unsupported) Error() string {
	return fmt.Sprintf("joist: a Go value of type %T has no corresponding term", e.value)
}
