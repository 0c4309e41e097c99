package expand

import (
	"slices"

	"joist/internal/quoted"
)

// expandFor expands a comprehension.
func (s *scope) expandFor(f *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "for")
	steps, given := splitOptions(f.Args)
	opts := s.options(given, f.Meta, "for", e, "do", "into", "uniq", "reduce")
	do, ok := get(opts, "do")
	if !ok {
		s.fail(f.Meta, e, `missing :do option in "for"`)
	}
	_, reduce := get(opts, "reduce")
	s.checkForOptions(opts, reduce, f.Meta, e)

	m := s.openScope()
	out := make([]node, 0, len(f.Args))
	result := quoted.List{}
	ef := e
	for _, it := range opts {
		p := it.(*quoted.Pair)
		if p.Left != node(atom("do")) {
			var v node
			v, ef = s.expand(p.Right, ef)
			result = append(result, &quoted.Pair{Left: p.Left, Right: v})
		}
	}
	for _, st := range steps {
		var x node
		x, ef = s.expandStep(st, ef)
		out = append(out, x)
	}
	s.checkGenerators(steps, f.Meta, e)
	if reduce {
		l := s.reduceClauses(do, f.Meta, e)
		result = append(result, key("do", s.expandClauses(l, 1, f.Meta, ":do", ef)))
	} else {
		if c, isClauses := do.(quoted.List); isClauses && len(c) > 0 {
			if _, arrow := isForm(c[0], "->", 2); arrow {
				s.fail(f.Meta, e, `the do block was written using acc -> expr clauses but the :reduce option was not given`)
			}
		}
		body, _ := s.expand(do, ef)
		result = append(result, key("do", body))
	}
	s.closeScope(m, e)
	return &form{Head: f.Head, Meta: f.Meta, Args: append(out, result)}, e
}

func (s *scope) checkForOptions(opts quoted.List, reduce bool, meta quoted.Meta, e *env) {
	_, into := get(opts, "into")
	uniq, hasUniq := get(opts, "uniq")
	if reduce && (into || hasUniq) {
		s.fail(meta, e, "cannot use :reduce alongside :into/:uniq in comprehension")
	}
	if hasUniq && uniq != node(quoted.True) && uniq != node(quoted.False) {
		s.fail(meta, e, ":uniq option for comprehensions only accepts a boolean, got: "+toString(uniq))
	}
}

func (s *scope) checkGenerators(steps []node, meta quoted.Meta, e *env) {
	if len(steps) > 0 {
		if _, ok := isForm(steps[0], "<-", 2); ok {
			return
		}
		if _, ok := bitGenerator(steps[0]); ok {
			return
		}
	}
	s.fail(meta, e, "for comprehensions must start with a generator")
}

func (s *scope) reduceClauses(do node, meta quoted.Meta, e *env) quoted.List {
	const text = "when using :reduce with comprehensions, the do block must be written using acc -> expr clauses, where each clause expects the accumulator as a single argument"
	l, ok := do.(quoted.List)
	if !ok || len(l) == 0 {
		s.fail(meta, e, text)
	}
	for _, c := range l {
		c, ok := isForm(c, "->", 2)
		if !ok {
			s.fail(meta, e, text)
		}
		if args, ok := c.Args[0].(quoted.List); !ok || len(patternsOf(args)) != 1 {
			s.fail(meta, e, text)
		}
	}
	return l
}

// expandStep expands a generator or a filter.
func (s *scope) expandStep(n node, e *env) (node, *env) {
	if g, ok := isForm(n, "<-", 2); ok {
		before := s.read
		r, e := s.expand(g.Args[1], e)
		s.read = before // what the right side binds is its own
		l, e := s.generatorHead(g.Args[0], before, e)
		return s.x.form(g.Head, g.Meta, l, r), e
	}
	if b, ok := bitGenerator(n); ok {
		last := b.Args[len(b.Args)-1].(*form)
		before := s.read
		r, e := s.expand(last.Args[1], e)
		s.read = before
		segments := append(append([]node{}, b.Args[:len(b.Args)-1]...), last.Args[0])
		l, e := s.pattern(s.x.forms.Put(form{Head: b.Head, Meta: b.Meta.With("generator", quoted.True), Args: segments}), before, e)
		return &form{Head: b.Head, Meta: b.Meta, Args: []node{s.x.form(last.Head, last.Meta, l, r)}}, e
	}
	return s.expand(n, e)
}

// bitGenerator returns <<..., pattern <- expression>>.
func bitGenerator(n node) (*form, bool) {
	b, ok := isForm(n, "<<>>", -1)
	if !ok || len(b.Args) == 0 {
		return nil, false
	}
	_, ok = isForm(b.Args[len(b.Args)-1], "<-", 2)
	return b, ok
}

// withoutUniq takes the option uniq, which costs and has no effect, off a comprehension whose result nothing uses: n is
// the comprehension, or _ = one.
func (s *scope) withoutUniq(n node, e *env) node {
	if m, ok := isForm(n, "=", 2); ok {
		if v, ok := m.Args[0].(*form); ok && v.IsVar && varName(v) == "_" {
			right, ok := m.Args[1].(*form)
			if !ok {
				return n
			}
			if x := s.withoutUniq(right, e); x != node(right) {
				return s.x.form(m.Head, m.Meta, m.Args[0], x)
			}
		}
		return n
	}
	f, ok := isForm(n, "for", -1)
	if !ok || f.IsVar {
		return n
	}
	args := append([]node{}, f.Args...)
	for i, a := range args {
		l, ok := keyword(a)
		_, into := get(l, "into")
		if uniq, _ := get(l, "uniq"); !ok || into || uniq != node(quoted.True) {
			continue
		}
		s.warn(f.Meta, e, "the :uniq option has no effect since the result of the for comprehension is not used")
		args[i] = slices.DeleteFunc(slices.Clone(l), func(it node) bool { return it.(*quoted.Pair).Left == node(atom("uniq")) })
		return s.x.forms.Put(form{Head: f.Head, Meta: f.Meta, Args: args})
	}
	return n
}
