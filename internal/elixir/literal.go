package elixir

import (
	"fmt"

	"joist/internal/atom"
	"joist/internal/etf"
	"joist/internal/heap"
	"joist/internal/macroenv"
	"joist/internal/maps"
	"joist/internal/quoted"
	"joist/internal/term"
)

// A value is kept while Elixir code runs as the code that builds it: literals, lists and pairs as
// they are, {:{}, _, elems} for other tuples, {:%{}, _, pairs} for maps, and Opaque for the rest.

// literalToTerm builds the value of such code.
func (h *Session) literalToTerm(b *heap.Builder, n quoted.Node) (term.Term, error) {
	w := literalWriter{termWriter{b: b, atoms: h.node.Atoms, host: h}}
	t := w.value(n)
	return t, w.err
}

type literalWriter struct{ termWriter }

func (w *literalWriter) value(n quoted.Node) term.Term {
	switch n := n.(type) {
	case quoted.List:
		return w.elements(n)
	case *quoted.Pair:
		return w.b.Tuple2(w.value(n.Left), w.value(n.Right))
	case *quoted.Form:
		switch n.Head {
		case quoted.Atom("{}"):
			return w.b.TupleFrom(w.values(n.Args))
		case quoted.Atom("%{}"):
			return w.mapOf(n.Args)
		case quoted.Atom("<<>>"):
			return w.bits(n)
		case quoted.Atom("__block__"):
			if len(n.Args) == 1 {
				return w.value(n.Args[0])
			}
		}
		return w.fail(fmt.Errorf("%s is no literal", quoted.Inspect(n)))
	}
	return w.node(n)
}

func (w *literalWriter) values(list []quoted.Node) []term.Term {
	out := make([]term.Term, len(list))
	for i, e := range list {
		out[i] = w.value(e)
	}
	return out
}

// elements builds a list, whose last element may be {:|, _, [head, tail]}.
func (w *literalWriter) elements(list quoted.List) term.Term {
	tail := term.Nil
	if len(list) > 0 {
		if f, ok := list[len(list)-1].(*quoted.Form); ok && f.Head == quoted.Atom("|") && len(f.Args) == 2 {
			tail = w.b.Cons(w.value(f.Args[0]), w.value(f.Args[1]))
			list = list[:len(list)-1]
		}
	}
	return w.b.List(w.values(list), tail)
}

func (w *literalWriter) mapOf(args []quoted.Node) term.Term {
	pairs := make([]term.Term, 0, 2*len(args))
	for _, a := range args {
		p, ok := a.(*quoted.Pair)
		if !ok {
			return w.fail(fmt.Errorf("%s is no literal map", quoted.Inspect(quoted.List(args))))
		}
		pairs = append(pairs, w.value(p.Left), w.value(p.Right))
	}
	return maps.FromPairs(w.b, pairs)
}

// termToLiteral is the code that builds t.
func termToLiteral(atoms *atom.Table, t term.Term) (quoted.Node, error) {
	r := literalReader{termReader{atoms: atoms}}
	n := r.value(t)
	return n, r.err
}

type literalReader struct{ termReader }

func (r *literalReader) value(t term.Term) quoted.Node {
	if r.depth++; r.depth > maxNesting {
		return r.fail(errNesting)
	}
	defer func() { r.depth-- }()
	switch {
	case t.IsCons():
		var out quoted.List
		for ; t.IsCons(); t = t.Cdr() {
			out = append(out, r.value(t.Car()))
		}
		if t != term.Nil {
			last := len(out) - 1
			out[last] = quoted.Call("|", quoted.Meta{}, out[last], r.value(t))
		}
		return out
	case t.IsTupleOf(2):
		return &quoted.Pair{Left: r.value(t.TupleElem(0)), Right: r.value(t.TupleElem(1))}
	case t.IsTuple():
		f := quoted.Call("{}", quoted.Meta{})
		for _, e := range t.TupleElems() {
			f.Args = append(f.Args, r.value(e))
		}
		return f
	case t.IsMap():
		f := quoted.Call("%{}", quoted.Meta{})
		pairs := maps.Pairs(t, nil)
		for i := 0; i < len(pairs); i += 2 {
			f.Args = append(f.Args, &quoted.Pair{Left: r.value(pairs[i]), Right: r.value(pairs[i+1])})
		}
		return f
	case t.IsBitstring() && !t.IsBinary():
		return bitsLiteral(t)
	case t.IsPointer() && !t.IsBoxed():
		return r.opaque(t)
	}
	return r.node(t)
}

// bitsLiteral is the code of a bitstring of no whole number of bytes: <<bytes, last::size(n)>>.
func bitsLiteral(t term.Term) quoted.Node {
	view := t.Bits()
	data := make([]byte, (view.Size+7)/8)
	term.CopyBits(data, 0, view)
	whole, rest := view.Size/8, view.Size%8
	size := quoted.Call("size", quoted.Meta{}, quoted.Int(rest))
	last := quoted.Call("::", quoted.Meta{}, quoted.Int(data[whole]>>(8-rest)), size)
	return quoted.Call("<<>>", quoted.Meta{}, quoted.String(data[:whole]), last)
}

// bits builds what bitsLiteral made.
func (w *literalWriter) bits(n *quoted.Form) term.Term {
	if len(n.Args) == 2 {
		whole, ok1 := n.Args[0].(quoted.String)
		last, ok2 := n.Args[1].(*quoted.Form)
		if ok1 && ok2 && last.Head == quoted.Atom("::") && len(last.Args) == 2 {
			value, ok1 := last.Args[0].(quoted.Int)
			size, ok2 := last.Args[1].(*quoted.Form)
			if ok1 && ok2 && len(size.Args) == 1 {
				if rest, ok := size.Args[0].(quoted.Int); ok && rest > 0 && rest < 8 {
					data := append([]byte(whole), byte(value)<<(8-rest))
					return w.b.Bitstring(data, 8*len(whole)+int(rest))
				}
			}
		}
	}
	return w.fail(fmt.Errorf("%s is no literal", quoted.Inspect(n)))
}

// opaque builds what a macro or the expander wrapped.
func (w *termWriter) opaque(o *quoted.Opaque) term.Term {
	switch v := o.Term.(type) {
	case []byte:
		t, _, err := etf.DecodePrefix(w.b, w.atoms, v, etf.Options{Linker: w.host.node.Code})
		if err != nil {
			return w.fail(err)
		}
		return t
	case *macroenv.Env:
		return w.env(v)
	}
	return w.fail(fmt.Errorf("an opaque %T is no term", o.Term))
}
