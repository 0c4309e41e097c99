package elixir

import (
	"errors"
	"math/big"

	"joist/internal/arith"
	"joist/internal/atom"
	"joist/internal/etf"
	"joist/internal/quoted"
	"joist/internal/term"
)

// maxNesting bounds how deep the code that a macro returns may be nested.
const maxNesting = 100_000

var errNesting = errors.New("quoted code nested too deeply")

// fromTerm reads the terms of quoted code. What is no quoted code becomes Opaque, in external term
// format, so that the result stays valid while processes collect.
func fromTerm(atoms *atom.Table, t term.Term) (quoted.Node, error) {
	r := termReader{atoms: atoms}
	n := r.node(t)
	return n, r.err
}

type termReader struct {
	atoms *atom.Table
	depth int
	// versions reads the versions of variables, as termWriter writes them.
	versions bool
	err      error
}

func (r *termReader) fail(err error) quoted.Node {
	if r.err == nil {
		r.err = err
	}
	return quoted.Nil
}

func (r *termReader) name(t term.Term) string { return r.atoms.Name(t.AtomIndex()) }

func (r *termReader) node(t term.Term) quoted.Node {
	if r.depth++; r.depth > maxNesting {
		return r.fail(errNesting)
	}
	defer func() { r.depth-- }()
	switch {
	case t.IsAtom():
		return quoted.Atom(r.name(t))
	case t.IsSmall():
		return quoted.Int(t.SmallValue())
	case t == term.Nil:
		return quoted.List{}
	case t.IsCons():
		return r.list(t)
	case t.IsFloat():
		return quoted.Float(t.FloatValue())
	case t.IsBig():
		v := new(big.Int)
		arith.BigInt(v, t)
		return quoted.Integer(v)
	case t.IsBinary():
		return quoted.String(t.BinaryBytes())
	case t.IsTupleOf(2):
		return &quoted.Pair{Left: r.node(t.TupleElem(0)), Right: r.node(t.TupleElem(1))}
	case t.IsTupleOf(3):
		if f := r.form(t); f != nil {
			return f
		}
	}
	return r.opaque(t)
}

func (r *termReader) opaque(t term.Term) quoted.Node {
	data, err := etf.Encode(r.atoms, t, etf.DefaultOptions)
	if err != nil {
		return r.fail(err)
	}
	if fun := externalFun(data); fun != nil {
		return fun
	}
	return &quoted.Opaque{Term: data}
}

func (r *termReader) list(t term.Term) quoted.Node {
	var out quoted.List
	rest := t
	for ; rest.IsCons(); rest = rest.Cdr() {
		out = append(out, r.node(rest.Car()))
	}
	if rest != term.Nil {
		return r.opaque(t)
	}
	return out
}

// form reads {head, meta, args}, or returns nil when the tuple is none.
func (r *termReader) form(t term.Term) quoted.Node {
	head, args := t.TupleElem(0), t.TupleElem(2)
	meta, ok := r.meta(t.TupleElem(1))
	if !ok {
		return nil
	}
	if args.IsAtom() {
		if !head.IsAtom() {
			return nil
		}
		return &quoted.Form{Head: quoted.Atom(r.name(head)), Meta: meta, IsVar: true, Context: quoted.Atom(r.name(args))}
	}
	if !args.IsList() || !head.IsAtom() && !head.IsTupleOf(3) {
		return nil
	}
	var list []quoted.Node
	rest := args
	for ; rest.IsCons(); rest = rest.Cdr() {
		list = append(list, r.node(rest.Car()))
	}
	if rest != term.Nil {
		return nil
	}
	return &quoted.Form{Head: r.node(head), Meta: meta, Args: list}
}

// meta reads a keyword list.
func (r *termReader) meta(t term.Term) (m quoted.Meta, ok bool) {
	for ; t.IsCons(); t = t.Cdr() {
		pair := t.Car()
		if !pair.IsTupleOf(2) || !pair.TupleElem(0).IsAtom() {
			return m, false
		}
		key, value := pair.TupleElem(0), pair.TupleElem(1)
		switch {
		case key == term.AtomLine && value.IsSmall() && m.Line == 0:
			m.Line = int32(value.SmallValue())
		case key == term.AtomColumn && value.IsSmall() && m.Column == 0:
			m.Column = int32(value.SmallValue())
		case key == term.AtomCounter && value.IsSmall() && m.Counter == 0:
			m.Counter = value.SmallValue()
		case r.versions && value.IsSmall() && r.name(key) == "version":
			m.Version = int32(value.SmallValue()) + 1
		default:
			m.Extra = append(m.Extra, quoted.MetaItem{Key: r.name(key), Value: r.node(value)})
		}
	}
	return m, t == term.Nil
}
