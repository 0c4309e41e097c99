package elixir

import (
	"encoding/binary"
	"math"

	"joist/internal/quoted"
)

// The documentation of a module is written with each .beam file, mostly for nobody, so it is encoded from the nodes of the
// compiler: built as terms it was 7% of the compilation of a module of ten thousand lines, so it does not show.

// docsEncoder appends nodes in external term format. What it does not know makes it fail.
type docsEncoder struct {
	b      []byte
	failed bool
}

// encodeDocs is what docsTerm builds, in external term format; it fails for documentation with unusual values.
func encodeDocs(d *documentation) ([]byte, bool) {
	w := docsEncoder{b: make([]byte, 0, 256+160*len(d.public)+1024*len(d.docs))}
	w.b = append(w.b, 131)
	w.tuple(6)
	w.int(int64(d.line))
	w.text(d.file)
	w.value(d.moduledoc)
	w.value(d.meta)
	w.open(len(d.docs))
	for _, it := range d.docs {
		w.tuple(7)
		w.named(it.Kind, it.Name, it.Arity, it.Line, it.Generated)
		w.patterns(it.Signature)
		w.value(it.Value)
		w.value(it.Meta)
	}
	w.end()
	w.open(len(d.public))
	for _, p := range d.public {
		w.tuple(6)
		w.named(p.kind, p.name, p.arity, p.line, p.generated)
		w.int(int64(p.defaults))
		w.patterns(p.args)
	}
	w.end()
	return w.b, !w.failed
}

func (w *docsEncoder) tuple(n int) { w.b = append(w.b, 104, byte(n)) }

// open begins a list of n elements, which end must follow.
func (w *docsEncoder) open(n int) {
	if n > 0 {
		w.b = binary.BigEndian.AppendUint32(append(w.b, 108), uint32(n))
	}
}

func (w *docsEncoder) end() { w.b = append(w.b, 106) }

func (w *docsEncoder) int(n int64) {
	switch {
	case n >= 0 && n < 256:
		w.b = append(w.b, 97, byte(n))
	case n >= math.MinInt32 && n <= math.MaxInt32:
		w.b = binary.BigEndian.AppendUint32(append(w.b, 98), uint32(n))
	default:
		w.failed = true
	}
}

func (w *docsEncoder) atom(name string) {
	if len(name) > 255 {
		w.b = binary.BigEndian.AppendUint16(append(w.b, 118), uint16(len(name)))
	} else {
		w.b = append(w.b, 119, byte(len(name)))
	}
	w.b = append(w.b, name...)
}

func (w *docsEncoder) text(s string) {
	w.b = append(binary.BigEndian.AppendUint32(append(w.b, 109), uint32(len(s))), s...)
}

// named writes kind, name, arity and place.
func (w *docsEncoder) named(kind, name string, arity int, line int32, generated bool) {
	w.atom(kind)
	w.atom(name)
	w.int(int64(arity))
	if !generated {
		w.int(int64(line))
		return
	}
	w.open(2)
	w.tuple(2)
	w.atom("generated")
	w.atom("true")
	w.tuple(2)
	w.atom("location")
	w.int(int64(line))
	w.end()
}

// value writes code of a value; nil is the atom.
func (w *docsEncoder) value(n quoted.Node) {
	switch n := n.(type) {
	case nil:
		w.atom("nil")
	case quoted.List:
		for _, it := range n {
			if f, ok := it.(*quoted.Form); ok && f.Head == quoted.Node(quoted.Atom("|")) {
				w.failed = true
				return
			}
		}
		w.open(len(n))
		for _, it := range n {
			w.value(it)
		}
		w.end()
	case *quoted.Pair:
		w.tuple(2)
		w.value(n.Left)
		w.value(n.Right)
	default:
		w.leaf(n)
	}
}

func (w *docsEncoder) leaf(n quoted.Node) {
	switch n := n.(type) {
	case quoted.Atom:
		w.atom(string(n))
	case quoted.Int:
		w.int(int64(n))
	case quoted.String:
		w.text(string(n))
	default:
		w.failed = true
	}
}

func (w *docsEncoder) patterns(list []quoted.Node) {
	w.open(len(list))
	for _, n := range list {
		w.pattern(n)
	}
	w.end()
}

// pattern writes quoted code, without its places.
func (w *docsEncoder) pattern(n quoted.Node) {
	switch n := n.(type) {
	case *quoted.Form:
		w.tuple(3)
		w.pattern(n.Head)
		w.end()
		if n.IsVar {
			w.atom(string(n.Context))
		} else {
			w.patterns(n.Args)
		}
	case *quoted.Pair:
		w.tuple(2)
		w.pattern(n.Left)
		w.pattern(n.Right)
	case quoted.List:
		w.patterns(n)
	default:
		w.leaf(n)
	}
}
