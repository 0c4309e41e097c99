package expand

import (
	"slices"

	"joist/internal/quoted"
)

// hasUnquotes reports whether n has an unquote that belongs to it.
func hasUnquotes(n node) bool { return HasUnquotes(n) }

// quoteUnquotes tells whether the code in a quote has unquotes that belong to a quote around that.
func quoteUnquotes(n node) bool {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			return false
		}
		if (n.Head == node(atom("unquote")) || n.Head == node(atom("unquote_splicing"))) && len(n.Args) == 1 {
			return HasUnquotes(n.Args[0])
		}
		return quoteUnquotes(n.Head) || slices.ContainsFunc(n.Args, quoteUnquotes)
	case *quoted.Pair:
		return quoteUnquotes(n.Left) || quoteUnquotes(n.Right)
	case quoted.List:
		return slices.ContainsFunc(n, quoteUnquotes)
	}
	return false
}

// disablesUnquote tells whether the options of a quote keep unquotes as they are.
func disablesUnquote(opts node) bool {
	l, ok := keyword(opts)
	if !ok {
		return false
	}
	_, bind := get(l, "bind_quoted")
	v, set := get(l, "unquote")
	return bind && !set || set && v == node(quoted.False)
}

// HasUnquotes tells whether code has unquotes that no quote in it takes.
func HasUnquotes(n quoted.Node) bool {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			return false
		}
		if h, ok := n.Head.(atom); ok {
			switch h {
			case "unquote", "unquote_splicing":
				if len(n.Args) == 1 {
					return true
				}
			case "quote":
				switch len(n.Args) {
				case 1:
					return quoteUnquotes(n.Args[0])
				case 2:
					return !disablesUnquote(n.Args[0]) && quoteUnquotes(n.Args[1])
				}
			}
		} else {
			if dot, ok := dotCall(n); ok && len(dot.Args) == 2 && dot.Args[1] == node(atom("unquote")) && len(n.Args) == 1 {
				return true
			}
			if hasUnquotes(n.Head) {
				return true
			}
		}
		return anyUnquotes(n.Args)
	case *quoted.Pair:
		return hasUnquotes(n.Left) || hasUnquotes(n.Right)
	case quoted.List:
		return anyUnquotes(n)
	}
	return false
}

func anyUnquotes(l []node) bool {
	for _, n := range l {
		if hasUnquotes(n) {
			return true
		}
	}
	return false
}

// Dot builds the quoted code of left.right(args) where right came from an unquote: a name, or code that
// is an alias, a variable or a call. hasArgs is false when no arguments were written after it.
func Dot(meta quoted.Meta, left, right quoted.Node, args []quoted.Node, hasArgs bool) (quoted.Node, bool) {
	noArgs := meta.With("no_parens", quoted.True)
	dotted := func(m quoted.Meta, name node, args []node) node {
		d := &form{Head: atom("."), Meta: meta, Args: []node{left, name}}
		return &form{Head: d, Meta: m, Args: args}
	}
	switch r := right.(type) {
	case atom:
		switch {
		case hasArgs:
			return dotted(meta, r, args), true
		case len(r) > len(elixirPrefix) && r[:len(elixirPrefix)] == elixirPrefix:
			return &form{Head: atom("__aliases__"), Meta: meta, Args: []node{left, r}}, true
		}
		return dotted(noArgs, r, nil), true
	case *form:
		name, ok := r.Head.(atom)
		switch {
		case !ok:
			return nil, false
		case name == "__aliases__" && !hasArgs:
			return &form{Head: name, Meta: meta, Args: append([]node{left}, r.Args...)}, true
		case r.IsVar && hasArgs:
			return dotted(meta, name, args), true
		case r.IsVar:
			return dotted(noArgs, name, nil), true
		case !hasArgs:
			return dotted(meta, name, r.Args), true
		}
	}
	return nil, false
}
