package beam

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"unicode/utf8"
)

// The Go values of which EncodeLiteral makes terms, besides bool (the atoms true and false), all
// integer types, *big.Int, float64, string and []byte (both binaries), nil (the empty list) and
// RawLiteral. Literals nest to any depth that the Go stack allows.
type (
	// LitAtom is an atom.
	LitAtom string
	// LitTuple is a tuple.
	LitTuple []any
	// LitList is a proper list.
	LitList []any
	// LitImproper is a list whose last tail is Tail.
	LitImproper struct {
		Elems []any
		Tail  any
	}
	// LitMap is a map; the order of the pairs does not matter, the keys must differ.
	LitMap []LitPair
	// LitPair is one association of a LitMap.
	LitPair struct{ Key, Value any }
	// LitBits is a bitstring of Bits bits, the first in the highest bit of Data[0].
	LitBits struct {
		Data []byte
		Bits int
	}
	// LitFun is an external fun, &Module.name/arity.
	LitFun struct {
		Module, Name string
		Arity        int
	}
	// LitChars is a list of the characters of a string, as a charlist.
	LitChars string
	// RawLiteral is a term already encoded by EncodeLiteral.
	RawLiteral []byte
)

// Tags of the external term format.
const (
	etfVersion      = 131
	etfNewFloat     = 70
	etfBitBinary    = 77
	etfSmallInteger = 97
	etfInteger      = 98
	etfSmallTuple   = 104
	etfLargeTuple   = 105
	etfNil          = 106
	etfString       = 107
	etfList         = 108
	etfBinary       = 109
	etfSmallBig     = 110
	etfLargeBig     = 111
	etfExport       = 113
	etfMap          = 116
	etfAtom         = 118
	etfSmallAtom    = 119
)

// EncodeLiteral gives v in external term format, as Module.Literals wants it.
func EncodeLiteral(v any) ([]byte, error) {
	return AppendTerm(AppendVersion(nil), v)
}

// The functions Append... append the parts of a term in external term format.

// AppendVersion appends what comes before a whole term.
func AppendVersion(b []byte) []byte { return append(b, etfVersion) }

// AppendNil appends the empty list.
func AppendNil(b []byte) []byte { return append(b, etfNil) }

// AppendTuple appends what comes before the n elements of a tuple.
func AppendTuple(b []byte, n int) []byte {
	if n < 256 {
		return append(b, etfSmallTuple, byte(n))
	}
	return binary.BigEndian.AppendUint32(append(b, etfLargeTuple), uint32(n))
}

// AppendList appends what comes before the n elements, at least one, of a list and its tail.
func AppendList(b []byte, n int) []byte {
	return binary.BigEndian.AppendUint32(append(b, etfList), uint32(n))
}

// AppendTerm appends a value that EncodeLiteral knows.
func AppendTerm(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, etfNil), nil
	case bool:
		return AppendAtom(b, fmt.Sprint(v))
	case LitAtom:
		return AppendAtom(b, string(v))
	case int:
		return AppendInteger(b, int64(v)), nil
	case int8:
		return AppendInteger(b, int64(v)), nil
	case int16:
		return AppendInteger(b, int64(v)), nil
	case int32:
		return AppendInteger(b, int64(v)), nil
	case int64:
		return AppendInteger(b, v), nil
	case uint8:
		return AppendInteger(b, int64(v)), nil
	case uint16:
		return AppendInteger(b, int64(v)), nil
	case uint32:
		return AppendInteger(b, int64(v)), nil
	case uint:
		return appendBig(b, new(big.Int).SetUint64(uint64(v))), nil
	case uint64:
		return appendBig(b, new(big.Int).SetUint64(v)), nil
	case *big.Int:
		return appendBig(b, v), nil
	case float64:
		return appendFloat(b, v)
	case string:
		return AppendBinary(b, v)
	case []byte:
		return AppendBinary(b, string(v))
	case LitBits:
		return appendBits(b, v)
	case LitTuple:
		return appendTuple(b, v)
	case LitList:
		return appendList(b, v, nil)
	case LitImproper:
		return appendList(b, v.Elems, v.Tail)
	case LitChars:
		return appendChars(b, string(v))
	case LitMap:
		return appendMap(b, v)
	case LitFun:
		return appendFun(b, v)
	case RawLiteral:
		if len(v) < 2 || v[0] != etfVersion {
			return nil, fmt.Errorf("beam: raw literal without version byte")
		}
		return append(b, v[1:]...), nil
	}
	return nil, fmt.Errorf("beam: no literal for %T", v)
}

// AppendAtom appends an atom.
func AppendAtom(b []byte, s string) ([]byte, error) {
	if utf8.RuneCountInString(s) > 255 {
		return nil, fmt.Errorf("beam: atom of more than 255 characters")
	}
	if len(s) < 256 {
		b = append(b, etfSmallAtom, byte(len(s)))
	} else {
		b = append(b, etfAtom, byte(len(s)>>8), byte(len(s)))
	}
	return append(b, s...), nil
}

// AppendInteger appends an integer.
func AppendInteger(b []byte, v int64) []byte {
	switch {
	case v >= 0 && v < 256:
		return append(b, etfSmallInteger, byte(v))
	case v >= math.MinInt32 && v <= math.MaxInt32:
		return binary.BigEndian.AppendUint32(append(b, etfInteger), uint32(v))
	}
	return appendBig(b, big.NewInt(v))
}

func appendBig(b []byte, v *big.Int) []byte {
	if v.IsInt64() && v.Int64() >= math.MinInt32 && v.Int64() <= math.MaxInt32 {
		return AppendInteger(b, v.Int64())
	}
	mag := v.Bytes()
	if len(mag) < 256 {
		b = append(b, etfSmallBig, byte(len(mag)))
	} else {
		b = binary.BigEndian.AppendUint32(append(b, etfLargeBig), uint32(len(mag)))
	}
	sign := byte(0)
	if v.Sign() < 0 {
		sign = 1
	}
	b = append(b, sign)
	for i := len(mag) - 1; i >= 0; i-- {
		b = append(b, mag[i])
	}
	return b
}

func appendFloat(b []byte, v float64) ([]byte, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("beam: float %v is not a term", v)
	}
	return binary.BigEndian.AppendUint64(append(b, etfNewFloat), math.Float64bits(v)), nil
}

// AppendBinary appends a binary.
func AppendBinary(b []byte, s string) ([]byte, error) {
	if uint64(len(s)) > math.MaxUint32 {
		return nil, fmt.Errorf("beam: binary literal of %d bytes", len(s))
	}
	b = binary.BigEndian.AppendUint32(append(b, etfBinary), uint32(len(s)))
	return append(b, s...), nil
}

func appendBits(b []byte, v LitBits) ([]byte, error) {
	n := (v.Bits + 7) / 8
	if v.Bits < 0 || n > len(v.Data) {
		return nil, fmt.Errorf("beam: bitstring of %d bits in %d bytes", v.Bits, len(v.Data))
	}
	if v.Bits%8 == 0 {
		return AppendBinary(b, string(v.Data[:n]))
	}
	b = binary.BigEndian.AppendUint32(append(b, etfBitBinary), uint32(n))
	b = append(b, byte(v.Bits%8))
	b = append(b, v.Data[:n]...)
	b[len(b)-1] &= 0xFF << (8 - v.Bits%8)
	return b, nil
}

func appendTuple(b []byte, v LitTuple) ([]byte, error) {
	return appendAll(AppendTuple(b, len(v)), v)
}

func appendList(b []byte, elems []any, tail any) ([]byte, error) {
	if len(elems) == 0 {
		return AppendTerm(b, tail)
	}
	b, err := appendAll(AppendList(b, len(elems)), elems)
	if err != nil {
		return nil, err
	}
	return AppendTerm(b, tail)
}

func appendAll(b []byte, elems []any) (_ []byte, err error) {
	for _, e := range elems {
		if b, err = AppendTerm(b, e); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func appendChars(b []byte, s string) ([]byte, error) {
	if s == "" {
		return append(b, etfNil), nil
	}
	b = AppendList(b, utf8.RuneCountInString(s))
	for _, r := range s {
		b = AppendInteger(b, int64(r))
	}
	return append(b, etfNil), nil
}

func appendMap(b []byte, v LitMap) (_ []byte, err error) {
	b = binary.BigEndian.AppendUint32(append(b, etfMap), uint32(len(v)))
	for _, p := range v {
		if b, err = AppendTerm(b, p.Key); err != nil {
			return nil, err
		}
		if b, err = AppendTerm(b, p.Value); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func appendFun(b []byte, v LitFun) (_ []byte, err error) {
	if b, err = AppendAtom(append(b, etfExport), v.Module); err != nil {
		return nil, err
	}
	if b, err = AppendAtom(b, v.Name); err != nil {
		return nil, err
	}
	return AppendInteger(b, int64(v.Arity)), nil
}
