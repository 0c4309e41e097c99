package elixir

import "joist/internal/quoted"

// asElixir gives expanded code the form that Elixir's own expander gives it, where that of package expand differs: the
// modifiers of bitstrings are variables in a fixed order, comprehensions say what they collect into, a rescue of everything names
// nothing, and the arguments of captures are called capture. It is for tools that look at expanded code.
func asElixir(n quoted.Node) quoted.Node {
	switch n := n.(type) {
	case *quoted.Form:
		return asElixirForm(n)
	case *quoted.Pair:
		return &quoted.Pair{Left: asElixir(n.Left), Right: asElixir(n.Right)}
	case quoted.List:
		return quoted.List(asElixirAll(n))
	}
	return n
}

func asElixirAll(list []quoted.Node) []quoted.Node {
	out := make([]quoted.Node, len(list))
	for i, n := range list {
		out[i] = asElixir(n)
	}
	return out
}

func asElixirForm(f *quoted.Form) quoted.Node {
	name, _ := f.Head.(quoted.Atom)
	if f.IsVar {
		if len(name) > 1 && name[0] == '&' {
			out := *f
			out.Head = quoted.Atom("capture")
			return &out
		}
		return f
	}
	out := *f
	out.Head = asElixir(f.Head)
	out.Args = asElixirAll(f.Args)
	switch {
	case name == "__block__": // what collects into a list that nobody uses does not
		for i := range len(out.Args) - 1 {
			if c, ok := out.Args[i].(*quoted.Form); ok && c.Head == quoted.Node(quoted.Atom("for")) && !c.IsVar && len(c.Args) > 0 {
				if options, ok := c.Args[len(c.Args)-1].(quoted.List); ok && len(options) > 0 {
					if p, ok := options[len(options)-1].(*quoted.Pair); ok && p.Left == quoted.Node(quoted.Atom("into")) {
						if l, ok := p.Right.(quoted.List); ok && len(l) == 0 {
							c.Args[len(c.Args)-1] = options[:len(options)-1]
						}
					}
				}
			}
		}
	case name == "<<>>":
		for i, a := range out.Args {
			if s, ok := a.(*quoted.Form); ok && s.Head == quoted.Node(quoted.Atom("::")) && len(s.Args) == 2 {
				segment := *s
				segment.Args = []quoted.Node{s.Args[0], modifiers(s.Args[1])}
				segment.Meta = s.Meta.Without("generator")
				out.Args[i] = &segment
			}
		}
	case name == "for" && len(out.Args) > 0:
		if options, ok := out.Args[len(out.Args)-1].(quoted.List); ok {
			out.Args[len(out.Args)-1] = comprehensionOptions(options)
		}
	case name == "in" && len(out.Args) == 2:
		if all, ok := out.Args[1].(*quoted.Form); ok && all.IsVar && all.Head == quoted.Node(quoted.Atom("_")) {
			return out.Args[0]
		}
	}
	return &out
}

// comprehensionOptions are the options of a for with its body first, and into: [] when nothing is said of it.
func comprehensionOptions(options quoted.List) quoted.List {
	var first, rest quoted.List
	collects := false
	for _, it := range options {
		p, ok := it.(*quoted.Pair)
		switch {
		case ok && p.Left == quoted.Node(quoted.Atom("do")):
			first = append(first, p)
			continue
		case ok && (p.Left == quoted.Node(quoted.Atom("into")) || p.Left == quoted.Node(quoted.Atom("reduce"))):
			collects = true
		}
		rest = append(rest, it)
	}
	if !collects {
		rest = append(rest, &quoted.Pair{Left: quoted.Atom("into"), Right: quoted.List{}})
	}
	return append(first, rest...)
}

// modifiers are those of a segment: type, byte order, sign, unit and size.
func modifiers(spec quoted.Node) quoted.Node {
	parts := map[string]*quoted.Form{}
	var kind *quoted.Form
	var split func(n quoted.Node)
	split = func(n quoted.Node) {
		f, ok := n.(*quoted.Form)
		switch {
		case !ok:
		case f.Head == quoted.Node(quoted.Atom("-")) && len(f.Args) == 2:
			split(f.Args[0])
			split(f.Args[1])
		case kind == nil:
			kind = f
		default:
			name, _ := f.Head.(quoted.Atom)
			parts[string(name)] = f
		}
	}
	split(spec)
	if kind == nil {
		return spec
	}
	out := bare(kind)
	for _, name := range [...]string{"little", "big", "native", "signed", "unsigned", "unit", "size"} {
		if p := parts[name]; p != nil {
			out = quoted.Call("-", quoted.Meta{Line: kind.Meta.Line}, out, bare(p))
		}
	}
	return out
}

// bare is a modifier without arguments as a variable.
func bare(f *quoted.Form) quoted.Node {
	if len(f.Args) > 0 {
		return f
	}
	return &quoted.Form{Head: f.Head, Meta: f.Meta, IsVar: true, Context: quoted.Nil}
}
