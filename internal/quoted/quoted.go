// Package quoted is Elixir's abstract syntax in Elixir's own shape: literals stand for
// themselves, and everything else is {form, meta, args}.
//
// A Node is one of
//
//	Atom          an atom, aliases fully expanded included (Atom("Elixir.Foo"))
//	Int           an integer that fits 64 bits
//	*big.Int      a larger one
//	Float         a float
//	String        a binary (any bytes)
//	List          a proper list
//	*Pair         a two-element tuple
//	*Form         a three-element tuple {Head, Meta, Args}: calls, operators, blocks, variables
//	*Opaque       any other term (map, pid, function, tuple of another size ...) that a macro put
//	              in; only the VM side looks inside
//
// Charlists are Lists of Int, keyword lists are Lists of *Pair with an Atom first.
// Nodes are never changed once built: a pass that rewrites makes new ones.
package quoted

import "math/big"

// Node is a quoted expression; see the package comment for the closed set of dynamic types.
type Node any

type (
	Atom   string
	Int    int64
	Float  float64
	String string
	List   []Node
)

// Pair is a two-element tuple, which is its own quoted form.
type Pair struct {
	Left, Right Node
}

// Form is {Head, Meta, Args}.
//
// A variable has an Atom head and IsVar set; then Context says who made it (the third element of
// the tuple: Atom("nil") in ordinary source, a module for a macro's own variables) and Args is nil.
// Otherwise Args are the arguments (possibly none).
// Head is an Atom for local calls, operators and special forms ("__block__", "fn", "->", "{}",
// "%{}", "<<>>", "."), and a *Form for remote and anonymous calls: {{:., _, [Mod, :fun]}, _, args}.
type Form struct {
	Head    Node
	Meta    Meta
	Args    []Node
	IsVar   bool
	Context Atom
}

// Opaque wraps a term of the running VM inside quoted code. Term's dynamic type belongs to the
// package elixir, which converts between quoted code and terms.
type Opaque struct {
	Term any
}

// Meta is the keyword list of a Form, the common keys as fields. Zero fields are absent keys.
type Meta struct {
	Line, Column int32
	// Counter is the :counter of a hygienic variable (0: none).
	Counter int64
	// Version tells apart the variables of one name in expanded code; it starts at 1, and 0 is a
	// variable that was not expanded.
	Version int32
	// Extra holds every other key in order: do, end, closing, delimiter, no_parens, context,
	// imports, import, alias, generated, keep, ambiguous_op, ... Values are Nodes.
	Extra []MetaItem
}

// MetaItem is one pair of a meta keyword list.
type MetaItem struct {
	Key   string
	Value Node
}

// Get returns the value of an Extra key.
func (m Meta) Get(key string) (Node, bool) {
	for i := range m.Extra {
		if m.Extra[i].Key == key {
			return m.Extra[i].Value, true
		}
	}
	return nil, false
}

// With returns m with key set to value in a copy of Extra.
func (m Meta) With(key string, value Node) Meta {
	extra := make([]MetaItem, 0, len(m.Extra)+1)
	for _, it := range m.Extra {
		if it.Key != key {
			extra = append(extra, it)
		}
	}
	m.Extra = append(extra, MetaItem{key, value})
	return m
}

// Without returns m with the Extra key removed.
func (m Meta) Without(key string) Meta {
	if _, ok := m.Get(key); !ok {
		return m
	}
	extra := make([]MetaItem, 0, len(m.Extra))
	for _, it := range m.Extra {
		if it.Key != key {
			extra = append(extra, it)
		}
	}
	m.Extra = extra
	return m
}

// Var makes a variable.
func Var(name string, meta Meta, context Atom) *Form {
	return &Form{Head: Atom(name), Meta: meta, IsVar: true, Context: context}
}

// Call makes a local call, operator or special form.
func Call(name string, meta Meta, args ...Node) *Form {
	return &Form{Head: Atom(name), Meta: meta, Args: args}
}

// Remote makes Mod.fun(args); module is usually an Atom or an __aliases__ form.
func Remote(module Node, fun string, meta Meta, args ...Node) *Form {
	dot := &Form{Head: Atom("."), Meta: meta, Args: []Node{module, Atom(fun)}}
	return &Form{Head: dot, Meta: meta, Args: args}
}

// Integer makes an Int, or a *big.Int when v does not fit.
func Integer(v *big.Int) Node {
	if v.IsInt64() {
		return Int(v.Int64())
	}
	return v
}

// The atoms that syntax produces by itself.
const (
	Nil   = Atom("nil")
	True  = Atom("true")
	False = Atom("false")
)

// Copy copies nodes with everything in them. Passes allocate nodes in batches, of which one node keeps all others alive;
// what is kept for long is therefore copied.
func Copy(list []Node) []Node {
	out := make([]Node, len(list))
	for i, n := range list {
		out[i] = copyNode(n)
	}
	return out
}

func copyNode(n Node) Node {
	switch n := n.(type) {
	case List:
		return List(Copy(n))
	case *Pair:
		return &Pair{copyNode(n.Left), copyNode(n.Right)}
	case *Form:
		f := *n
		f.Head = copyNode(n.Head)
		if n.Args != nil {
			f.Args = Copy(n.Args)
		}
		if n.Meta.Extra != nil {
			f.Meta.Extra = make([]MetaItem, len(n.Meta.Extra))
			for i, it := range n.Meta.Extra {
				f.Meta.Extra[i] = MetaItem{it.Key, copyNode(it.Value)}
			}
		}
		return &f
	}
	return n
}
