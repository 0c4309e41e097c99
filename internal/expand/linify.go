package expand

import "joist/internal/quoted"

// linify prepares what a macro of module returned: nodes without a line get the line of the call, and
// the macro's own variables, aliases and imports get the counter of the expansion.
func linify(n node, line int32, module atom, counter int64) node {
	l := linifier{line: line, module: module, counter: counter}
	return l.node(n)
}

// Linify gives what a macro of a module returned, or quoted code that becomes part of one, the line and the hygiene of
// the place that it is put in. made says that the code is generated.
func Linify(n quoted.Node, line int32, module quoted.Atom, counter int64, made bool) quoted.Node {
	n = linify(n, line, module, counter)
	if made {
		n = generated(n)
	}
	return n
}

type linifier struct {
	line    int32
	module  atom
	counter int64
}

func (l *linifier) node(n node) node {
	switch n := n.(type) {
	case *form:
		return l.form(n)
	case *quoted.Pair:
		a, b := l.node(n.Left), l.node(n.Right)
		return &quoted.Pair{Left: a, Right: b}
	case quoted.List:
		if plainList(n) {
			return n
		}
		return quoted.List(l.list(n))
	}
	return n
}

func (l *linifier) list(args []node) []node {
	out := make([]node, len(args))
	for i, a := range args {
		out[i] = l.node(a)
	}
	return out
}

func (l *linifier) form(f *form) node {
	n := *f
	if n.Meta.Line == 0 {
		n.Meta.Line = l.line
	}
	if f.IsVar {
		if n.Meta.Counter == 0 && f.Context == l.module && f.Head != node(atom("_")) {
			n.Meta.Counter = l.counter
		}
		return &n
	}
	switch h := f.Head.(type) {
	case atom:
		switch h {
		case "alias", "import", "require", "__aliases__", "quote":
			if n.Meta.Counter == 0 && len(f.Args) > 0 && fromQuote(f) {
				n.Meta.Counter = l.counter
			}
		}
	case *form:
		n.Head = l.form(h)
	default:
		n.Head = l.node(h)
	}
	if len(f.Args) > 0 {
		n.Args = l.list(f.Args)
	}
	return &n
}
