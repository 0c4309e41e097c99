package codegen

import (
	"joist/internal/core"
)

// match compiles pattern = value.
func (b *builder) match(e *core.Match, d *dest) {
	switch p := e.Pattern.(type) {
	case *core.Var:
		v := b.value(e.Value)
		b.bind(p, v)
		b.deliver(v, d)
		return
	case core.Wild:
		b.deliver(b.value(e.Value), d)
		return
	}
	vals, columns, apart := b.columns(e.Value, d.kind == destEffect, b.s.patterns.List(e.Pattern))
	m := b.s.matchings.Put(matching{fail: core.FailMatch, line: e.Line, tuple: apart})
	m.clauses = b.s.clauses.List(matchClause{patterns: columns[0], vars: b.patternVars(e.Pattern)})
	b.runTree(m, vals)
	if !b.startClause(&m.clauses[0]) {
		return
	}
	if d.kind == destEffect {
		b.deliver(b.atom("nil"), d)
		return
	}
	b.deliver(vals[0], d)
}

// patternVars lists the variables of a pattern outside a clause.
func (b *builder) patternVars(p core.Pattern) []*core.Var {
	return appendVars(nil, p)
}

func appendVars(out []*core.Var, p core.Pattern) []*core.Var {
	switch p := p.(type) {
	case *core.Var:
		for _, v := range out {
			if v == p {
				return out
			}
		}
		return append(out, p)
	case *core.PCons:
		for {
			out = appendVars(out, p.Head)
			next, ok := p.Tail.(*core.PCons)
			if !ok {
				return appendVars(out, p.Tail)
			}
			p = next
		}
	case *core.PTuple:
		for _, e := range p.Elems {
			out = appendVars(out, e)
		}
	case *core.PMap:
		for _, pair := range p.Pairs {
			out = appendVars(out, pair.Pattern)
		}
	case *core.PBinary:
		for i := range p.Segments {
			out = appendVars(out, p.Segments[i].Value)
		}
	case *core.PAnd:
		return appendVars(appendVars(out, p.Left), p.Right)
	}
	return out
}

// columns compiles what is matched. A tuple whose every pattern takes it apart is not made: its
// elements are matched side by side.
func (b *builder) columns(e core.Expr, unused bool, patterns []core.Pattern) ([]value, [][]core.Pattern, bool) {
	tuple, ok := e.(*core.Tuple)
	ok = ok && unused
	for _, p := range patterns {
		switch p := p.(type) {
		case *core.PTuple:
			ok = ok && len(p.Elems) == len(tuple.Elems)
		case core.Wild:
		default:
			ok = false
		}
	}
	out := make([][]core.Pattern, len(patterns))
	if !ok {
		for i := range patterns {
			out[i] = patterns[i : i+1]
		}
		return b.args(b.value(e)), out, false
	}
	for i, p := range patterns {
		if p, ok := p.(*core.PTuple); ok {
			out[i] = p.Elems
		}
	}
	return b.values(tuple.Elems), out, true
}

func (b *builder) caseExpr(e *core.Case, d *dest) {
	m := b.s.matchings.Put(matching{fail: e.Fail, line: e.Line, dest: d, clauses: b.s.clauses.Slice(len(e.Clauses))})
	_, isTuple := e.Arg.(*core.Tuple)
	patterns := b.s.patterns.Slice(len(e.Clauses))
	for i, c := range e.Clauses {
		patterns[i] = c.Patterns[0]
		m.clauses[i] = matchClause{
			patterns: c.Patterns, guards: c.Guards, vars: c.Vars, body: c.Body,
		}
	}
	if isTuple {
		vals, columns, apart := b.columns(e.Arg, true, patterns)
		for i := range m.clauses {
			m.clauses[i].patterns = columns[i]
		}
		m.tuple = apart
		b.runTree(m, vals)
	} else {
		b.toMatching(e.Arg, m)
	}
	b.bodies(m)
}

// toMatching compiles an expression towards the clauses of m.
func (b *builder) toMatching(e core.Expr, m *matching) {
	m.value = dest{kind: destValue}
	b.compile(e, b.s.dests.Put(dest{kind: destMatch, match: m}))
	b.resolve(m)
}

// resolve matches what has been delivered to m.
func (b *builder) resolve(m *matching) {
	if m.value.n == 0 {
		return
	}
	v := b.finish(&m.value)
	b.runTree(m, b.args(v))
}

// matchValue delivers a value to clauses: a constant chooses its clause now, other values wait for
// each other.
func (b *builder) matchValue(v value, m *matching) {
	if v.isConst() {
		b.runTree(m, b.args(v))
		return
	}
	b.deliverJoin(v, &m.value)
}

// cond compiles cond.
func (b *builder) cond(e *core.Cond, d *dest) {
	for i := range e.Clauses {
		c := &e.Clauses[i]
		yes, no := b.newBlock(), b.newBlock()
		b.compile(c.Cond, b.s.dests.Put(dest{kind: destCond, yes: yes, no: no}))
		b.start(yes)
		b.compile(c.Body, d)
		b.start(no)
	}
	b.end(terminator{
		kind: termNoReturn, line: e.Line, args: b.args(b.atom("cond_clause")),
		ext: b.m.extern("erlang", "error", 1),
	})
}

// with compiles with: each step matches or delivers its value to the else clauses.
func (b *builder) with(e *core.With, d *dest) {
	var otherwise *matching
	fallback := d
	if e.Else != nil {
		otherwise = b.s.matchings.Put(matching{fail: core.FailWith, line: e.Line, dest: d})
		otherwise.clauses = b.s.clauses.Slice(len(e.Else))
		for i, c := range e.Else {
			otherwise.clauses[i] = matchClause{patterns: c.Patterns, guards: c.Guards, vars: c.Vars, body: c.Body}
		}
		otherwise.value = dest{kind: destValue}
		fallback = b.s.dests.Put(dest{kind: destMatch, match: otherwise})
	}
	for i := range e.Steps {
		b.withStep(e, &e.Steps[i], fallback)
	}
	b.compile(e.Body, d)
	if otherwise != nil {
		b.resolve(otherwise)
		b.bodies(otherwise)
	}
}

func (b *builder) withStep(e *core.With, s *core.WithStep, fallback *dest) {
	if s.Pattern == nil {
		b.effect(s.Value)
		return
	}
	m := b.s.matchings.Put(matching{fail: core.FailReturn, line: e.Line, dest: fallback})
	m.clauses = b.s.clauses.List(matchClause{
		patterns: b.s.patterns.List(s.Pattern), guards: s.Guards, vars: b.patternVars(s.Pattern),
	})
	b.toMatching(s.Value, m)
	b.startClause(&m.clauses[0])
}
