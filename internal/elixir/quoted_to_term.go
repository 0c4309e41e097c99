package elixir

import (
	"errors"
	"fmt"
	"math/big"

	"joist/internal/arith"
	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/quoted"
	"joist/internal/term"
)

// toTerm builds quoted code as the terms that Elixir programs see.
func (h *Session) toTerm(b *heap.Builder, n quoted.Node) (term.Term, error) {
	w := termWriter{b: b, atoms: h.node.Atoms, host: h}
	t := w.node(n)
	return t, w.err
}

// termWriter builds terms from nodes. The first error sticks; the terms built after it are [].
type termWriter struct {
	b     *heap.Builder
	atoms *atom.Table
	host  *Session
	// versions keeps the versions of expanded variables in their metadata.
	versions bool
	err      error
}

func (w *termWriter) fail(err error) term.Term {
	if w.err == nil {
		w.err = err
	}
	return term.Nil
}

func (w *termWriter) atom(name string) term.Term {
	idx, err := w.atoms.Intern(name)
	if err != nil {
		return w.fail(err)
	}
	return term.Atom(idx)
}

func (w *termWriter) node(n quoted.Node) term.Term {
	switch n := n.(type) {
	case quoted.Atom:
		return w.atom(string(n))
	case quoted.Int:
		return w.b.Int(int64(n))
	case *big.Int:
		t, fault := arith.FromBig(w.b, n)
		if fault != arith.OK {
			return w.fail(errors.New("an integer that is too large"))
		}
		return t
	case quoted.Float:
		return w.b.Float(float64(n))
	case quoted.String:
		return w.b.BinaryString(string(n))
	case quoted.List:
		return w.list(n)
	case *quoted.Pair:
		return w.b.Tuple2(w.node(n.Left), w.node(n.Right))
	case *quoted.Form:
		return w.form(n)
	case *quoted.Opaque:
		return w.opaque(n)
	}
	return w.fail(fmt.Errorf("%T is no quoted code", n))
}

func (w *termWriter) list(list []quoted.Node) term.Term {
	elems := make([]term.Term, len(list))
	for i, e := range list {
		elems[i] = w.node(e)
	}
	return w.b.List(elems, term.Nil)
}

func (w *termWriter) form(f *quoted.Form) term.Term {
	head := w.node(f.Head)
	meta := w.meta(f.Meta)
	if f.IsVar {
		return w.b.Tuple3(head, meta, w.atom(string(f.Context)))
	}
	return w.b.Tuple3(head, meta, w.list(f.Args))
}

func (w *termWriter) meta(m quoted.Meta) term.Term {
	var items [8]term.Term
	list := items[:0]
	pair := func(key, value term.Term) { list = append(list, w.b.Tuple2(key, value)) }
	for _, it := range m.Extra {
		pair(w.atom(it.Key), w.node(it.Value))
	}
	if w.versions && m.Version != 0 {
		pair(w.atom("version"), term.Small(int64(m.Version-1)))
	}
	if m.Counter != 0 {
		pair(term.AtomCounter, w.b.Int(m.Counter))
	}
	if m.Line != 0 {
		pair(term.AtomLine, term.Small(int64(m.Line)))
	}
	if m.Column != 0 {
		pair(term.AtomColumn, term.Small(int64(m.Column)))
	}
	return w.b.List(list, term.Nil)
}
