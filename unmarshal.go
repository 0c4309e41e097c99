package joist

import (
	"fmt"
	"math/big"
	"reflect"
)

// Unmarshal stores a value that a method of Runtime or a Mailbox has returned in the variable that into points to, and converts
// it to that variable's type:
//
//   - maps and Elixir structs to Go structs, by atom or string keys. A field's key is its name in snake case ("user_id" for
//     UserID) or what its tag says: `elixir:"id"`; `elixir:"-"` leaves it out. Keys without a field are passed over.
//   - maps to Go maps, keyword lists to Go maps and structs too;
//   - lists and tuples to slices and arrays, tuples to structs field by field;
//   - integers to every integer or float type that has room for them, and to *big.Int;
//   - binaries and atoms to strings and types made of string; binaries to []byte;
//   - nil to the zero value; pointers are allocated.
//
// The error names the place, as in "[2].name: cannot store the atom :x in an int".
func Unmarshal(value, into any) error {
	r := reflect.ValueOf(into)
	if r.Kind() != reflect.Pointer || r.IsNil() {
		return fmt.Errorf("joist: Unmarshal needs a pointer that is not nil, not a %T", into)
	}
	if err := (&unmarshaler{}).store(value, r.Elem(), ""); err != nil {
		return fmt.Errorf("joist: %w", err)
	}
	return nil
}

type unmarshaler struct{ fields fieldCache }

func mismatch(v any, into reflect.Value, at string) error {
	if at != "" {
		at += ": "
	}
	return fmt.Errorf("%scannot store %s in a variable of type %s", at, describe(v), into.Type())
}

// describe says what v is, for an error.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case Atom:
		return fmt.Sprintf("the atom :%s", string(v))
	case int, float64, bool:
		return fmt.Sprint(v)
	case *big.Int:
		return "a large integer"
	case string:
		return "a binary"
	case Tuple:
		return fmt.Sprintf("a tuple of %d", len(v))
	case []any:
		return "a list"
	case Map:
		return "a map"
	}
	return fmt.Sprintf("a %T", v)
}

func (u *unmarshaler) store(v any, into reflect.Value, at string) error {
	if v == nil {
		into.SetZero()
		return nil
	}
	if r := reflect.ValueOf(v); r.Type().AssignableTo(into.Type()) {
		into.Set(r)
		return nil
	}
	if into.Kind() == reflect.Pointer && into.Type() != reflect.TypeFor[*big.Int]() {
		p := reflect.New(into.Type().Elem())
		if err := u.store(v, p.Elem(), at); err != nil {
			return err
		}
		into.Set(p)
		return nil
	}
	switch v := v.(type) {
	case int:
		return storeInt(v, into, at)
	case float64:
		if into.CanFloat() {
			into.SetFloat(v)
			return nil
		}
	case bool:
		if into.Kind() == reflect.Bool {
			into.SetBool(v)
			return nil
		}
	case *big.Int:
		if into.CanUint() && v.IsUint64() && !into.OverflowUint(v.Uint64()) {
			into.SetUint(v.Uint64())
			return nil
		}
	case Atom:
		if into.Kind() == reflect.String {
			into.SetString(string(v))
			return nil
		}
	case string:
		return storeBinary(v, into, at)
	case []any:
		return u.storeList(v, into, at)
	case Tuple:
		return u.storeTuple(v, into, at)
	case Map:
		return u.storePairs(v, into, at)
	}
	return mismatch(v, into, at)
}

func storeInt(v int, into reflect.Value, at string) error {
	switch {
	case into.CanInt() && !into.OverflowInt(int64(v)):
		into.SetInt(int64(v))
	case into.CanUint() && v >= 0 && !into.OverflowUint(uint64(v)):
		into.SetUint(uint64(v))
	case into.CanFloat():
		into.SetFloat(float64(v))
	case into.Type() == reflect.TypeFor[*big.Int]():
		into.Set(reflect.ValueOf(big.NewInt(int64(v))))
	default:
		return mismatch(v, into, at)
	}
	return nil
}

func storeBinary(v string, into reflect.Value, at string) error {
	switch {
	case into.Kind() == reflect.String:
		into.SetString(v)
	case into.Kind() == reflect.Slice && into.Type().Elem().Kind() == reflect.Uint8:
		into.SetBytes([]byte(v))
	default:
		return mismatch(v, into, at)
	}
	return nil
}

func (u *unmarshaler) storeList(v []any, into reflect.Value, at string) error {
	if k := into.Kind(); k == reflect.Map || k == reflect.Struct {
		pairs := make(Map, len(v))
		for i, e := range v {
			t, ok := e.(Tuple)
			if !ok || len(t) != 2 {
				return mismatch(v, into, at)
			}
			pairs[i] = Entry{t[0], t[1]}
		}
		return u.storePairs(pairs, into, at)
	}
	return u.storeElements(v, v, into, at)
}

// storeElements stores the elements of v, a list or a tuple.
func (u *unmarshaler) storeElements(v any, elements []any, into reflect.Value, at string) error {
	switch {
	case into.Kind() == reflect.Slice:
		into.Set(reflect.MakeSlice(into.Type(), len(elements), len(elements)))
	case into.Kind() != reflect.Array || into.Len() != len(elements):
		return mismatch(v, into, at)
	}
	for i, e := range elements {
		if err := u.store(e, into.Index(i), fmt.Sprintf("%s[%d]", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func (u *unmarshaler) storeTuple(v Tuple, into reflect.Value, at string) error {
	if into.Kind() != reflect.Struct {
		return u.storeElements(v, v, into, at)
	}
	fields := u.fields.of(into.Type())
	if len(fields) != len(v) {
		return mismatch(v, into, at)
	}
	for i, f := range fields {
		if err := u.store(v[i], into.FieldByIndex(f.index), at+"."+string(f.key)); err != nil {
			return err
		}
	}
	return nil
}

func (u *unmarshaler) storePairs(v Map, into reflect.Value, at string) error {
	switch into.Kind() {
	case reflect.Map:
		out := reflect.MakeMapWithSize(into.Type(), len(v))
		for _, e := range v {
			key, value := reflect.New(into.Type().Key()).Elem(), reflect.New(into.Type().Elem()).Elem()
			if err := u.store(e.Key, key, at+" key"); err != nil {
				return err
			}
			if !key.Comparable() {
				return mismatch(e.Key, key, at+" key")
			}
			if err := u.store(e.Value, value, fmt.Sprintf("%s[%v]", at, e.Key)); err != nil {
				return err
			}
			out.SetMapIndex(key, value)
		}
		into.Set(out)
		return nil
	case reflect.Struct:
		values := make(map[string]any, len(v))
		for _, e := range v {
			switch k := e.Key.(type) {
			case Atom:
				values[string(k)] = e.Value
			case string:
				values[k] = e.Value
			}
		}
		for _, f := range u.fields.of(into.Type()) {
			value, ok := values[string(f.key)]
			if !ok {
				continue
			}
			if err := u.store(value, into.FieldByIndex(f.index), at+"."+string(f.key)); err != nil {
				return err
			}
		}
		return nil
	}
	return mismatch(v, into, at)
}
