package elixir

import (
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

// quoteEscape is :elixir_quote.escape(term, kind, unquote?): the quoted code that builds a value, as
// Macro.escape/2 gives it.
func quoteEscape(c *proc.Ctx, args []term.Term) term.Term {
	e := escaper{c: c, comp: Of(c.Node), unquote: args[2] == term.AtomTrue}
	return e.value(args[0])
}

type escaper struct {
	c       *proc.Ctx
	comp    *Compiler
	unquote bool
}

func (e *escaper) form(head string, args term.Term) term.Term {
	return e.c.Tuple3(e.comp.mustAtom(head), term.Nil, args)
}

func (e *escaper) value(t term.Term) term.Term {
	e.c.Charge(1)
	switch {
	case t.IsCons():
		return e.list(t)
	case t.IsTupleOf(2):
		return e.c.Tuple2(e.value(t.TupleElem(0)), e.value(t.TupleElem(1)))
	case t.IsTuple():
		if e.unquote && t.IsTupleOf(3) && t.TupleElem(0) == e.comp.mustAtom("unquote") && t.TupleElem(2).IsCons() &&
			t.TupleElem(2).Cdr() == term.Nil {
			return t.TupleElem(2).Car()
		}
		return e.form("{}", e.elements(t.TupleElems()))
	case t.IsMap():
		pairs := maps.Pairs(t, nil)
		list := make([]term.Term, 0, len(pairs)/2)
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, e.c.Tuple2(e.value(pairs[i]), e.value(pairs[i+1])))
		}
		return e.form("%{}", e.c.List(list, term.Nil))
	}
	return t
}

func (e *escaper) elements(ts []term.Term) term.Term {
	out := make([]term.Term, len(ts))
	for i, t := range ts {
		out[i] = e.value(t)
	}
	return e.c.List(out, term.Nil)
}

// list escapes a list; the last cell of an improper one is {:|, [], [head, tail]}.
func (e *escaper) list(t term.Term) term.Term {
	var out []term.Term
	for ; t.IsCons(); t = t.Cdr() {
		out = append(out, e.value(t.Car()))
	}
	if t != term.Nil {
		last := len(out) - 1
		out[last] = e.form("|", e.c.List([]term.Term{out[last], e.value(t)}, term.Nil))
	}
	return e.c.List(out, term.Nil)
}

// quoteList is :elixir_quote.list(list, tail): what unquote_splicing puts in front of tail.
func quoteList(c *proc.Ctx, args []term.Term) term.Term {
	var elems []term.Term
	l := args[0]
	for ; l.IsCons(); l = l.Cdr() {
		elems = append(elems, l.Car())
	}
	c.Charge(len(elems) / 8)
	if l != term.Nil {
		comp := Of(c.Node)
		text := "expected a list with quoted expressions in unquote_splicing/1, got: " + term.Format(args[0], c.Node.Atoms)
		return c.Error(comp.exceptionStruct(c, "ArgumentError", "message", c.BinaryString(text)))
	}
	return c.List(elems, args[1])
}

// quoteTailList is :elixir_quote.tail_list(list, rest): the quoted [unquote_splicing(list) | rest]. A rest
// that is no list as code becomes the tail of the last cell.
func quoteTailList(c *proc.Ctx, args []term.Term) term.Term {
	rest := args[1]
	if rest.IsList() || !args[0].IsCons() {
		return quoteList(c, args)
	}
	comp := Of(c.Node)
	var elems []term.Term
	l := args[0]
	for ; l.IsCons(); l = l.Cdr() {
		elems = append(elems, l.Car())
	}
	if l != term.Nil {
		return quoteList(c, args)
	}
	last := len(elems) - 1
	elems[last] = c.Tuple3(comp.mustAtom("|"), term.Nil, c.List([]term.Term{elems[last], rest}, term.Nil))
	return c.List(elems, term.Nil)
}

// quoteDot is :elixir_quote.dot(meta, left, name, args, context, file): the quoted Left.Name(Args),
// where name came from an unquote: an atom makes a call, an alias a longer alias.
func quoteDot(c *proc.Ctx, args []term.Term) term.Term {
	comp := Of(c.Node)
	meta, left, name, params := args[0], args[1], args[2], args[3]
	dot := comp.mustAtom(".")
	call := func(name, params term.Term) term.Term {
		head := c.Tuple3(dot, meta, c.List([]term.Term{left, name}, term.Nil))
		return c.Tuple3(head, meta, params)
	}
	switch {
	case name.IsTupleOf(3) && name.TupleElem(0) == comp.mustAtom("__aliases__"):
		parts := name.TupleElem(2)
		return c.Tuple3(comp.mustAtom("__aliases__"), meta, c.Cons(left, parts))
	case name.IsTupleOf(3) && name.TupleElem(0).IsAtom() && name.TupleElem(2).IsList():
		return call(name.TupleElem(0), name.TupleElem(2))
	case name.IsTupleOf(3) && name.TupleElem(0).IsAtom():
		return call(name.TupleElem(0), params)
	}
	return call(name, params)
}

// quoteOption is :elixir_quote.validate_runtime(option, value): it returns the value of an option of quote that was not known
// when the code was compiled, if that is one.
func quoteOption(h *Session, args []term.Term) (term.Term, error) {
	option, v := h.name(args[0]), args[1]
	ok := v.IsAtom() && v != term.AtomNil
	switch option {
	case "line":
		ok = v.IsSmall()
	case "file":
		ok = v.IsBinary()
	}
	if ok {
		return v, nil
	}
	text, err := h.CallFunction("Elixir.Kernel", "inspect", v)
	if err != nil {
		return term.None, err
	}
	return term.None, argumentError("invalid runtime value for option :" + option + " in quote, got: " + string(text.BinaryBytes()))
}
