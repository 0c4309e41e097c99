package codegen

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"joist/internal/quoted"
)

// elixir is the installed Elixir, or the test is skipped.
func elixir(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("elixir")
	if err != nil {
		t.Skip("SKIPPED: no Elixir installation to compare with")
	}
	return path
}

// dump lets the installed Elixir expand modules: source files or names of loaded modules. It gives
// them, and as what dump.exs wrote.
func dump(t testing.TB, beams string, targets ...string) ([]*ModuleInput, []byte) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "dump.etf")
	cmd := exec.Command(elixir(t), append([]string{"testdata/dump.exs", out}, targets...)...)
	cmd.Env = append(os.Environ(), "DUMP_BEAMS="+beams)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return readDump(data), data
}

// readDump turns what dump.exs wrote into modules.
func readDump(data []byte) []*ModuleInput {
	r := &termReader{data: data[1:]}
	var out []*ModuleInput
	for _, n := range r.term().(quoted.List) {
		e := n.([]any)
		m := &ModuleInput{
			Name: string(e[0].(quoted.Atom)), File: string(e[1].(quoted.String)), Line: int(e[2].(quoted.Int)), Info: true,
		}
		m.Struct = node(e[3])
		for _, n := range e[4].(quoted.List) {
			d := n.([]any)
			def := Definition{Name: string(d[0].(quoted.Atom)), Arity: int(d[1].(quoted.Int)), Line: int(d[3].(quoted.Int))}
			switch d[2].(quoted.Atom) {
			case "defp":
				def.Kind = Defp
			case "defmacro":
				def.Kind = Defmacro
			case "defmacrop":
				def.Kind = Defmacrop
			}
			for _, n := range d[4].(quoted.List) {
				c := n.([]any)
				def.Clauses = append(def.Clauses, Clause{
					Line: int(c[0].(quoted.Int)), Args: nodes(c[1]), Guards: nodes(c[2]), Body: node(c[3]),
				})
			}
			m.Defs = append(m.Defs, def)
		}
		out = append(out, m)
	}
	return out
}

func nodes(v any) []quoted.Node {
	list := v.(quoted.List)
	out := make([]quoted.Node, len(list))
	for i, e := range list {
		out[i] = node(e)
	}
	return out
}

// node turns a term into quoted code.
func node(v any) quoted.Node {
	switch v := v.(type) {
	case quoted.List:
		return quoted.List(nodes(v))
	case []any:
		switch len(v) {
		case 2:
			return &quoted.Pair{Left: node(v[0]), Right: node(v[1])}
		case 3:
			f := &quoted.Form{Head: node(v[0]), Meta: meta(v[1])}
			if ctx, ok := v[2].(quoted.Atom); ok {
				f.IsVar, f.Context = true, ctx
			} else {
				f.Args = nodes(v[2])
			}
			return f
		}
		return &quoted.Opaque{Term: v}
	}
	return v
}

func meta(v any) quoted.Meta {
	var m quoted.Meta
	for _, e := range v.(quoted.List) {
		p := e.([]any)
		key, val := string(p[0].(quoted.Atom)), p[1]
		n, isInt := val.(quoted.Int)
		switch {
		case key == "line" && isInt:
			m.Line = int32(n)
		case key == "column" && isInt:
			m.Column = int32(n)
		case key == "counter" && isInt:
			m.Counter = int64(n)
		case key == "version" && isInt:
			if m.Version == 0 { // the first of several counts
				m.Version = int32(n) + 1
			}
		default:
			m.Extra = append(m.Extra, quoted.MetaItem{Key: key, Value: node(val)})
		}
	}
	return m
}

// termReader reads the external term format: atoms, numbers and binaries as in quoted code, lists
// as quoted.List, tuples as []any.
type termReader struct{ data []byte }

func (r *termReader) take(n int) []byte {
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *termReader) u8() int  { return int(r.take(1)[0]) }
func (r *termReader) u16() int { return int(binary.BigEndian.Uint16(r.take(2))) }
func (r *termReader) u32() int { return int(binary.BigEndian.Uint32(r.take(4))) }

func (r *termReader) terms(n int) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = r.term()
	}
	return out
}

func (r *termReader) term() any {
	switch tag := r.u8(); tag {
	case 70:
		return quoted.Float(math.Float64frombits(binary.BigEndian.Uint64(r.take(8))))
	case 97:
		return quoted.Int(r.u8())
	case 98:
		return quoted.Int(int32(r.u32()))
	case 100, 118:
		return quoted.Atom(r.take(r.u16()))
	case 115, 119:
		return quoted.Atom(r.take(r.u8()))
	case 104:
		return r.terms(r.u8())
	case 105:
		return r.terms(r.u32())
	case 106:
		return quoted.List{}
	case 107:
		var out quoted.List
		for _, c := range r.take(r.u16()) {
			out = append(out, quoted.Int(c))
		}
		return out
	case 108:
		out := make(quoted.List, 0, 8)
		for _, e := range r.terms(r.u32()) {
			out = append(out, e)
		}
		r.term()
		return out
	case 109:
		return quoted.String(r.take(r.u32()))
	case 110:
		n, sign := r.u8(), r.u8()
		digits := append([]byte{}, r.take(n)...)
		for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
			digits[i], digits[j] = digits[j], digits[i]
		}
		v := new(big.Int).SetBytes(digits)
		if sign != 0 {
			v.Neg(v)
		}
		return quoted.Integer(v)
	case 116:
		for range r.terms(2 * r.u32()) {
			continue
		}
		return &quoted.Opaque{}
	default:
		panic(fmt.Sprintf("term tag %d", tag))
	}
}
