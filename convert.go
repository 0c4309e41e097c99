package joist

import (
	"errors"
	"math/big"
	"reflect"

	"joist/internal/arith"
	"joist/internal/etf"
	"joist/internal/heap"
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

func (rt *Runtime) atom(name string) (term.Term, error) {
	idx, err := rt.node.Atoms.Intern(name)
	if err != nil {
		return term.None, err
	}
	return term.Atom(idx), nil
}

// maxDepth is how deep Go values may be nested. A Go value can contain itself, and a term that is nested a million times
// would take the host's stack.
const maxDepth = 10_000

var errTooDeep = errors.New("joist: a Go value that is nested too deep, or contains itself")

// toTerm builds the term that corresponds to a Go value; see Atom.
func (rt *Runtime) toTerm(b *heap.Builder, v any) (term.Term, error) {
	return (&termBuilder{rt, b, maxDepth}).build(v)
}

func (rt *Runtime) toTerms(b *heap.Builder, values []any) ([]term.Term, error) {
	return (&termBuilder{rt, b, maxDepth}).buildAll(values)
}

// termBuilder builds terms of Go values.
type termBuilder struct {
	*Runtime
	b     *heap.Builder
	depth int // how much deeper values may be nested
}

func (tb *termBuilder) buildAll(values []any) ([]term.Term, error) {
	out := make([]term.Term, len(values))
	for i, v := range values {
		t, err := tb.build(v)
		if err != nil {
			return nil, err
		}
		out[i] = t
	}
	return out, nil
}

func (tb *termBuilder) build(v any) (term.Term, error) {
	if tb.depth--; tb.depth < 0 {
		return term.None, errTooDeep
	}
	defer func() { tb.depth++ }()
	b := tb.b
	switch v := v.(type) {
	case nil:
		return term.AtomNil, nil
	case bool:
		return term.Bool(v), nil
	case Atom:
		return tb.atom(string(v))
	case string:
		return b.BinaryString(v), nil
	case []byte:
		return b.Binary(v), nil
	case Bitstring:
		return b.Bitstring(v.Bytes, v.Bits), nil
	case int:
		return b.Int(int64(v)), nil
	case float64:
		return b.Float(v), nil
	case *big.Int:
		if v == nil {
			return term.AtomNil, nil
		}
		t, fault := arith.FromBig(b, v)
		if fault != arith.OK {
			return term.None, errors.New("joist: an integer that is too large")
		}
		return t, nil
	case PID:
		return v.t, nil
	case Tuple:
		terms, err := tb.buildAll(v)
		if err != nil {
			return term.None, err
		}
		return b.TupleFrom(terms), nil
	case Map:
		return tb.mapTerm(v)
	case Opaque:
		t, _, err := etf.DecodePrefix(b, tb.node.Atoms, []byte(v.data), etf.Options{Linker: tb.node.Code})
		return t, err
	}
	return tb.reflected(reflect.ValueOf(v))
}

func (tb *termBuilder) mapTerm(m Map) (term.Term, error) {
	pairs := make([]term.Term, 0, 2*len(m))
	for _, e := range m {
		k, err := tb.build(e.Key)
		if err != nil {
			return term.None, err
		}
		v, err := tb.build(e.Value)
		if err != nil {
			return term.None, err
		}
		pairs = append(pairs, k, v)
	}
	return maps.FromPairs(tb.b, pairs), nil
}

// reflected converts what build's list of types does not name.
func (tb *termBuilder) reflected(r reflect.Value) (term.Term, error) {
	b := tb.b
	switch {
	case r.CanInt():
		return b.Int(r.Int()), nil
	case r.CanUint():
		return b.Uint(r.Uint()), nil
	case r.CanFloat():
		return b.Float(r.Float()), nil
	}
	switch r.Kind() {
	case reflect.String:
		return b.BinaryString(r.String()), nil
	case reflect.Bool:
		return term.Bool(r.Bool()), nil
	case reflect.Slice, reflect.Array:
		elems := make([]term.Term, r.Len())
		for i := range elems {
			t, err := tb.build(r.Index(i).Interface())
			if err != nil {
				return term.None, err
			}
			elems[i] = t
		}
		return b.List(elems, term.Nil), nil
	case reflect.Map:
		var m Map
		for it := r.MapRange(); it.Next(); {
			m = append(m, Entry{it.Key().Interface(), it.Value().Interface()})
		}
		return tb.mapTerm(m)
	case reflect.Struct:
		return tb.structTerm(r)
	case reflect.Pointer:
		if !r.IsNil() {
			return tb.build(r.Elem().Interface())
		}
		return term.AtomNil, nil
	}
	return term.None, unsupported{r.Interface()}
}

// structTerm is a map with the exported fields of a Go struct.
func (tb *termBuilder) structTerm(r reflect.Value) (term.Term, error) {
	fields := tb.fields.of(r.Type())
	m := make(Map, 0, len(fields))
	for _, f := range fields {
		v, err := r.FieldByIndexErr(f.index)
		if err != nil { // a field of an embedded pointer that is nil
			continue
		}
		m = append(m, Entry{f.key, v.Interface()})
	}
	return tb.mapTerm(m)
}

// toGo is the Go value that corresponds to a term; see Atom.
func (rt *Runtime) toGo(t term.Term) any { return rt.toGoWithin(t, maxDepth) }

// toGoWithin is toGo for a term in which nesting more than depth deep becomes Opaque.
func (rt *Runtime) toGoWithin(t term.Term, depth int) any {
	if depth == 0 {
		return rt.opaque(t)
	}
	switch {
	case t.IsSmall():
		return int(t.SmallValue())
	case t.IsAtom():
		return rt.atomToGo(t)
	case t == term.Nil:
		return []any{}
	case t.IsCons():
		return rt.listToGo(t, depth-1)
	case t.IsPidImm():
		return PID{t}
	case t.IsBig():
		v := new(big.Int)
		arith.BigInt(v, t)
		return plainInt(v)
	case t.IsFloat():
		return t.FloatValue()
	case t.IsBinary():
		return string(t.BinaryBytes())
	case t.IsBitstring():
		view := t.Bits()
		out := Bitstring{Bytes: make([]byte, (view.Size+7)/8), Bits: view.Size}
		term.CopyBits(out.Bytes, 0, view)
		return out
	case t.IsTuple():
		out := make(Tuple, t.TupleSize())
		for i := range out {
			out[i] = rt.toGoWithin(t.TupleElem(i), depth-1)
		}
		return out
	case t.IsMap():
		pairs := maps.Pairs(t, nil)
		out := make(Map, 0, len(pairs)/2)
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, Entry{rt.toGoWithin(pairs[i], depth-1), rt.toGoWithin(pairs[i+1], depth-1)})
		}
		return out
	}
	return rt.opaque(t)
}

// plainInt is v as an int where an int has room.
func plainInt(v *big.Int) any {
	if v.IsInt64() && int64(int(v.Int64())) == v.Int64() {
		return int(v.Int64())
	}
	return v
}

func (rt *Runtime) atomToGo(t term.Term) any {
	switch t {
	case term.AtomNil:
		return nil
	case term.AtomTrue:
		return true
	case term.AtomFalse:
		return false
	}
	return Atom(rt.node.Atoms.Name(t.AtomIndex()))
}

func (rt *Runtime) listToGo(t term.Term, depth int) any {
	out := []any{}
	rest := t
	for ; rest.IsCons(); rest = rest.Cdr() {
		out = append(out, rt.toGoWithin(rest.Car(), depth))
	}
	if rest != term.Nil {
		return rt.opaque(t)
	}
	return out
}

func (rt *Runtime) opaque(t term.Term) any {
	data, err := etf.Encode(rt.node.Atoms, t, etf.DefaultOptions)
	if err != nil {
		return Opaque{}
	}
	return Opaque{string(data)}
}

// raiseError raises a Go error in the process that called a Go function.
func (rt *Runtime) raiseError(c *proc.Ctx, err error) term.Term {
	return rt.compiler.RaiseRuntimeError(c, err.Error())
}
