package ets

import (
	"joist/internal/term"
)

type expressionKind uint8

const (
	exprConstant  expressionKind = iota
	exprVariable                 // a bound variable
	exprWhole                    // '$_'
	exprVariables                // '$$'
	exprTuple                    // {{...}}
	exprCons
	exprMap
	exprCall
	exprAnd // andalso
	exprOr  // orelse
)

// expression is a condition or a result of a match specification.
type expression struct {
	kind  expressionKind
	place int
	value term.Term
	parts []expression
	call  guardFunction
}

// expressions compiles a list of expressions.
func (p *Program) expressions(list term.Term) (compiled []expression, ok bool) {
	for ; list.IsCons(); list = list.Cdr() {
		e, ok := p.expression(list.Car())
		if !ok {
			return nil, false
		}
		compiled = append(compiled, e)
	}
	return compiled, list.IsNil()
}

func (p *Program) expression(t term.Term) (e expression, ok bool) {
	switch {
	case t.IsAtom():
		return p.atomExpression(t)
	case t.IsCons():
		head, ok1 := p.expression(t.Car())
		tail, ok2 := p.expression(t.Cdr())
		return expression{kind: exprCons, parts: []expression{head, tail}}, ok1 && ok2
	case t.IsMap():
		e, ok = expression{kind: exprMap}, true
		eachPair(t, func(key, value term.Term) {
			k, ok1 := p.expression(key)
			v, ok2 := p.expression(value)
			e.parts = append(e.parts, k, v)
			ok = ok && ok1 && ok2
		})
		return e, ok
	case !t.IsTuple():
		return expression{value: t}, true
	}
	elements := t.TupleElems()
	switch {
	case len(elements) == 1 && elements[0].IsTuple():
		return p.parts(expression{kind: exprTuple}, elements[0].TupleElems())
	case len(elements) == 2 && elements[0] == term.AtomConst:
		return expression{value: elements[1]}, true
	case len(elements) == 0 || !elements[0].IsAtom():
		return e, false
	}
	return p.callExpression(elements[0], elements[1:])
}

func (p *Program) atomExpression(t term.Term) (e expression, ok bool) {
	switch p.c.Node.Atoms.Name(t.AtomIndex()) {
	case "$_":
		return expression{kind: exprWhole}, true
	case "$$":
		return expression{kind: exprVariables}, true
	}
	n := variable(p.c, t)
	if n < 0 {
		return expression{value: t}, true
	}
	place, bound := p.numbers[n]
	return expression{kind: exprVariable, place: place}, bound
}

func (p *Program) parts(e expression, elements []term.Term) (_ expression, ok bool) {
	for _, t := range elements {
		part, ok := p.expression(t)
		if !ok {
			return e, false
		}
		e.parts = append(e.parts, part)
	}
	return e, true
}

func (p *Program) callExpression(name term.Term, arguments []term.Term) (e expression, ok bool) {
	switch name {
	case term.AtomAndalso, term.AtomAnd:
		e.kind = exprAnd
	case term.AtomOrelse, term.AtomOr:
		e.kind = exprOr
	default:
		e.kind = exprCall
		if e.call, ok = guardFunctionNamed(p.c.Node.Atoms.Name(name.AtomIndex()), len(arguments)); !ok {
			return e, false
		}
	}
	return p.parts(e, arguments)
}

// eval gives the value of an expression. With keep it lies on the context's heap; without, it may lie in table memory and
// serves for a comparison only.
func (p *Program) eval(cl *clause, e *expression, keep bool) (value term.Term, ok bool) {
	switch e.kind {
	case exprConstant:
		return e.value, true
	case exprVariable:
		return p.keep(p.bindings[e.place], keep), true
	case exprWhole:
		return p.keep(p.whole, keep), true
	case exprVariables:
		list := term.Nil
		for i := len(cl.variables) - 1; i >= 0; i-- {
			list = p.c.Cons(p.c.Copy(p.bindings[cl.variables[i]]), list)
		}
		return list, true
	case exprCall:
		return p.evalCall(cl, e, keep)
	case exprAnd, exprOr:
		return p.evalLogic(cl, e)
	}
	return p.build(cl, e)
}

func (p *Program) keep(t term.Term, keep bool) term.Term {
	if keep && !t.IsImmediate() {
		return p.c.Copy(t)
	}
	return t
}

// build makes a tuple, a list cell or a map of parts that all lie on the context's heap.
func (p *Program) build(cl *clause, e *expression) (value term.Term, ok bool) {
	values := make([]term.Term, len(e.parts))
	for i := range e.parts {
		if values[i], ok = p.eval(cl, &e.parts[i], true); !ok {
			return term.None, false
		}
	}
	switch e.kind {
	case exprTuple:
		return p.c.TupleFrom(values), true
	case exprCons:
		return p.c.Cons(values[0], values[1]), true
	}
	return buildMap(p.c, values), true
}

func (p *Program) evalCall(cl *clause, e *expression, keep bool) (value term.Term, ok bool) {
	var arguments [3]term.Term
	for i := range e.parts {
		if arguments[i], ok = p.eval(cl, &e.parts[i], false); !ok {
			return term.None, false
		}
	}
	value, ok = e.call(p.c, arguments[:len(e.parts)])
	if !ok {
		return term.None, false
	}
	return p.keep(value, keep), true
}

// evalLogic stops at the first operand that decides; every operand before it must be a boolean.
func (p *Program) evalLogic(cl *clause, e *expression) (value term.Term, ok bool) {
	decides := term.Bool(e.kind == exprOr)
	for i := range e.parts {
		value, ok = p.eval(cl, &e.parts[i], false)
		if !ok || value != term.AtomTrue && value != term.AtomFalse {
			return term.None, false
		}
		if value == decides {
			return value, true
		}
	}
	return term.Bool(e.kind == exprAnd), true
}
