package ets

import (
	"sort"

	"joist/internal/proc"
	"joist/internal/term"
)

// A Program is a compiled match specification: clauses of a pattern, conditions and results, tried in order.
//
// It holds terms of the specification it was compiled from, and is valid only as long as these are: until the process that
// compiled it collects garbage.
type Program struct {
	clauses  []clause
	numbers  map[int64]int // '$N' to its place among the bindings, for the clause being compiled
	bindings []term.Term
	c        *proc.Ctx
	whole    term.Term // '$_'
}

type clause struct {
	head   pattern
	guards []expression
	body   []expression
	// variables are the places of the clause's variables in the order of their numbers: '$$'.
	variables []int
	count     int
}

// Compile compiles a match specification; ok is false where it is none.
func Compile(c *proc.Ctx, spec term.Term) (p *Program, ok bool) {
	p = &Program{c: c}
	for ; spec.IsCons(); spec = spec.Cdr() {
		parts := spec.Car()
		if !parts.IsTupleOf(3) || !p.addClause(parts.TupleElem(0), parts.TupleElem(1), parts.TupleElem(2)) {
			return nil, false
		}
	}
	return p, spec.IsNil()
}

func (p *Program) addClause(head, guards, body term.Term) (ok bool) {
	p.numbers = map[int64]int{}
	var cl clause
	cl.head = p.pattern(head)
	cl.count = len(p.numbers)
	numbers := make([]int64, 0, cl.count)
	for n := range p.numbers {
		numbers = append(numbers, n)
	}
	sort.Slice(numbers, func(i, j int) bool { return numbers[i] < numbers[j] })
	for _, n := range numbers {
		cl.variables = append(cl.variables, p.numbers[n])
	}
	if cl.guards, ok = p.expressions(guards); !ok {
		return false
	}
	if cl.body, ok = p.expressions(body); !ok || len(cl.body) == 0 {
		return false
	}
	p.clauses = append(p.clauses, cl)
	if len(p.bindings) < cl.count {
		p.bindings = make([]term.Term, cl.count)
	}
	return true
}

const (
	notVariable = -1 // an ordinary term
	anything    = -2 // '_'
)

// variable is the number of an atom '$N', or one of the above.
func variable(c *proc.Ctx, t term.Term) int64 {
	if !t.IsAtom() {
		return notVariable
	}
	name := c.Node.Atoms.Name(t.AtomIndex())
	if name == "_" {
		return anything
	}
	if len(name) < 2 || len(name) > 10 || name[0] != '$' {
		return notVariable
	}
	n := int64(0)
	for _, d := range name[1:] {
		if d < '0' || d > '9' {
			return notVariable
		}
		n = n*10 + int64(d-'0')
	}
	return n
}

type patternKind uint8

const (
	matchAny      patternKind = iota
	matchVariable             // bind it, or compare with what it is bound to
	matchConstant
	matchCons  // parts: head, tail
	matchTuple // parts: elements
	matchMap   // keys, parts: values
)

type pattern struct {
	kind  patternKind
	place int // of a variable
	value term.Term
	keys  []term.Term
	parts []pattern
}

// pattern compiles a pattern; what has no variables in it is a constant.
func (p *Program) pattern(t term.Term) pattern {
	switch n := variable(p.c, t); {
	case n == anything:
		return pattern{kind: matchAny}
	case n != notVariable:
		place, known := p.numbers[n]
		if !known {
			place = len(p.numbers)
			p.numbers[n] = place
		}
		return pattern{kind: matchVariable, place: place}
	case t.IsCons():
		return p.compound(pattern{kind: matchCons, value: t, parts: []pattern{p.pattern(t.Car()), p.pattern(t.Cdr())}})
	case t.IsTuple():
		compiled := pattern{kind: matchTuple, value: t}
		for _, e := range t.TupleElems() {
			compiled.parts = append(compiled.parts, p.pattern(e))
		}
		return p.compound(compiled)
	case t.IsMap():
		compiled := pattern{kind: matchMap, value: t}
		eachPair(t, func(key, value term.Term) {
			compiled.keys = append(compiled.keys, key)
			compiled.parts = append(compiled.parts, p.pattern(value))
		})
		return compiled
	}
	return pattern{kind: matchConstant, value: t}
}

// compound makes a pattern a constant where all its parts are.
func (p *Program) compound(compiled pattern) pattern {
	for _, part := range compiled.parts {
		if part.kind != matchConstant {
			return compiled
		}
	}
	return pattern{kind: matchConstant, value: compiled.value}
}

// match matches a term and binds variables.
func (p *Program) match(pt *pattern, t term.Term) bool {
	switch pt.kind {
	case matchAny:
		return true
	case matchVariable:
		if bound := p.bindings[pt.place]; bound != term.None {
			return bound == t || term.ExactEqual(bound, t)
		}
		p.bindings[pt.place] = t
		return true
	case matchConstant:
		return pt.value == t || !t.IsImmediate() && term.ExactEqual(pt.value, t)
	case matchCons:
		return p.matchList(pt, t)
	case matchTuple:
		if !t.IsTupleOf(len(pt.parts)) {
			return false
		}
		for i := range pt.parts {
			if !p.match(&pt.parts[i], t.TupleElem(i)) {
				return false
			}
		}
		return true
	}
	return p.matchMap(pt, t)
}

// matchList follows the tails in a loop.
func (p *Program) matchList(pt *pattern, t term.Term) bool {
	for pt.kind == matchCons {
		if !t.IsCons() || !p.match(&pt.parts[0], t.Car()) {
			return false
		}
		pt, t = &pt.parts[1], t.Cdr()
	}
	return p.match(pt, t)
}

func (p *Program) matchMap(pt *pattern, t term.Term) bool {
	if !t.IsMap() {
		return false
	}
	for i, key := range pt.keys {
		value, found := mapGet(t, key)
		if !found || !p.match(&pt.parts[i], value) {
			return false
		}
	}
	return true
}

// Run tries the clauses on a tuple. The result lies on the context's heap, wherever the tuple lies.
func (p *Program) Run(tuple term.Term) (result term.Term, matched bool) {
	p.whole = tuple
	for i := range p.clauses {
		cl := &p.clauses[i]
		clear(p.bindings[:cl.count])
		if p.match(&cl.head, tuple) && p.holds(cl) {
			for j := range cl.body {
				value, ok := p.eval(cl, &cl.body[j], true)
				if !ok {
					value = term.AtomEXIT
				}
				result = value
			}
			return result, true
		}
	}
	return term.None, false
}

// Holds says whether the result of a match is true, without making it where that is plain.
func (p *Program) Holds(tuple term.Term) bool {
	result, matched := p.Run(tuple)
	return matched && result == term.AtomTrue
}

func (p *Program) holds(cl *clause) bool {
	for i := range cl.guards {
		if value, ok := p.eval(cl, &cl.guards[i], false); !ok || value != term.AtomTrue {
			return false
		}
	}
	return true
}

// Key is the key that every clause asks for, None where they leave it open: position counts from 1.
func (p *Program) Key(position int) term.Term {
	key := term.None
	for i := range p.clauses {
		head := &p.clauses[i].head
		part := pattern{}
		switch {
		case head.kind == matchConstant && head.value.IsTuple() && head.value.TupleSize() >= position:
			part = pattern{kind: matchConstant, value: head.value.TupleElem(position - 1)}
		case head.kind == matchTuple && len(head.parts) >= position:
			part = head.parts[position-1]
		}
		if part.kind != matchConstant || key != term.None && !term.ExactEqual(key, part.value) {
			return term.None
		}
		key = part.value
	}
	return key
}
