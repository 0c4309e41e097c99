package expand

import (
	"sort"
	"strings"

	"joist/internal/quoted"
)

// A pattern such as {x = {y}, y = {x}} defines variables in terms of each other. In the graph whose nodes are the variables
// of a pattern, v = w makes v and w one, and v = {w} an edge from v to w: a cycle is an error, and so is making one
// what is one already.

// patternGraph is built from the = inside one pattern.
type patternGraph struct {
	names map[int32]string // of the variables, by version
	same  map[int32]int32  // towards the one that stands for all that are one
	edges map[int32][]int32
}

// checkRecursion refuses the pattern n when variables of it form a cycle.
func (s *scope) checkRecursion(n node, meta quoted.Meta, e *env) {
	g := patternGraph{names: map[int32]string{}, same: map[int32]int32{}, edges: map[int32][]int32{}}
	var structures [][2]node
	for _, p := range s.parallel {
		l, r := variable(p[0]), variable(p[1])
		switch {
		case l != nil && r != nil:
			if cycle := g.join(l, r); cycle != nil {
				s.refuseRecursion(n, cycle, meta, e)
			}
		case l != nil || r != nil:
			structures = append(structures, p)
		}
	}
	for _, p := range structures {
		v, of := variable(p[0]), p[1]
		if v == nil {
			v, of = variable(p[1]), p[0]
		}
		g.contain(v, of)
	}
	if cycle := g.cycle(); cycle != nil {
		s.refuseRecursion(n, cycle, meta, e)
	}
}

// variable is the variable that an expanded pattern is, or nil.
func variable(n node) *form {
	if v, ok := n.(*form); ok && v.IsVar && v.Meta.Version > 0 {
		return v
	}
	return nil
}

func (g *patternGraph) node(v *form) int32 {
	name := "\"" + varName(v) + "\""
	if v.Context != quoted.Nil {
		name += " (context " + inspectAtom(v.Context) + ")"
	}
	g.names[v.Meta.Version] = name
	at := v.Meta.Version
	for g.same[at] != 0 {
		at = g.same[at]
	}
	return at
}

// join makes two variables one, and returns the names of all of them if they were.
func (g *patternGraph) join(v, w *form) []string {
	a, b := g.node(v), g.node(w)
	if a != b {
		g.same[a] = b
		return nil
	}
	var names []string
	for version, name := range g.names {
		at := version
		for g.same[at] != 0 {
			at = g.same[at]
		}
		if at == a {
			names = append(names, name)
		}
	}
	return names
}

// contain adds edges from v to the variables in a pattern.
func (g *patternGraph) contain(v *form, of node) {
	from := g.node(v)
	var walk func(n node)
	walk = func(n node) {
		switch n := n.(type) {
		case *form:
			if w := variable(n); w != nil {
				g.edges[from] = append(g.edges[from], g.node(w))
				return
			}
			if _, pin := isForm(n, "^", 1); pin || n.IsVar {
				return
			}
			if _, segment := isForm(n, "::", 2); segment {
				walk(n.Args[0])
				return
			}
			for _, a := range n.Args {
				walk(a)
			}
		case *quoted.Pair:
			walk(n.Left)
			walk(n.Right)
		case quoted.List:
			for _, a := range n {
				walk(a)
			}
		}
	}
	walk(of)
}

// cycle returns the names of the variables of a cycle.
func (g *patternGraph) cycle() []string {
	const open, done = 1, 2
	state := map[int32]int{}
	var path []int32
	var visit func(v int32) []string
	visit = func(v int32) []string {
		switch state[v] {
		case done:
			return nil
		case open:
			var names []string
			for i := len(path) - 1; i >= 0; i-- {
				names = append(names, g.names[path[i]])
				if path[i] == v {
					break
				}
			}
			return names
		}
		state[v] = open
		path = append(path, v)
		for _, w := range g.edges[v] {
			if names := visit(w); names != nil {
				return names
			}
		}
		path = path[:len(path)-1]
		state[v] = done
		return nil
	}
	for v := range g.edges {
		if names := visit(v); names != nil {
			return names
		}
	}
	return nil
}

func (s *scope) refuseRecursion(n node, names []string, meta quoted.Meta, e *env) {
	code := ""
	if l, ok := n.(quoted.List); ok && e.Function != nil && meta.Line == 0 {
		code = s.text(&form{Head: atom(e.Function.Name), Args: l})
		meta = s.clauseMeta
	} else {
		code = s.text(n)
	}
	sort.Strings(names)
	text := ""
	switch len(names) {
	case 1:
		text = "the variable " + names[0] + " is defined in function of itself"
	case 2:
		text = "the variable " + names[0] + " is defined recursively in function of " + names[1]
	default:
		text = "the following variables form a cycle: " + strings.Join(names, ", ")
	}
	s.fail(meta, e, "recursive variable definition in patterns:\n\n"+code+"\n\n"+text)
}

// sameNode reports whether two pieces of code are the same but for their places.
func sameNode(a *form, b node) bool {
	o, ok := b.(*form)
	if !ok || a.Head != o.Head || a.IsVar != o.IsVar || a.Context != o.Context || len(a.Args) != len(o.Args) || a.Meta.Counter != o.Meta.Counter {
		return false
	}
	return a.IsVar && varName(a) != "_" && a.Meta.Line == o.Meta.Line && a.Meta.Column == o.Meta.Column
}
