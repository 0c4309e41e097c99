package elixir

import (
	"strings"

	"joist/internal/code"
	"joist/internal/expand"
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/term"
)

// quoteEscape is :elixir_quote.escape(term, kind, unquote?): the quoted code that builds a value, as
// Macro.escape/2 gives it. The kind prune_metadata leaves out what code does not need.
func quoteEscape(c *proc.Ctx, args []term.Term) term.Term {
	e := newEscaper(c, args)
	if t := e.value(args[0]); !e.failed {
		return t
	}
	return dirty(escapeError)(c, args) // once more, where the value can be inspected
}

// escapeError is the error for a value that cannot be escaped.
func escapeError(h *Session, args []term.Term) (term.Term, error) {
	e := newEscaper(h.c, args)
	e.h = h
	t := e.value(args[0])
	return t, e.err
}

func newEscaper(c *proc.Ctx, args []term.Term) *escaper {
	comp := Of(c.Node)
	return &escaper{comp: comp, c: c, unquote: args[2] == term.AtomTrue, prune: args[1] == comp.mustAtom("prune_metadata")}
}

// maxEscapeDepth bounds how deep an escaped value may be nested.
const maxEscapeDepth = 1_000_000

type escaper struct {
	h              *Session // to word errors; may be nil
	comp           *Compiler
	c              *proc.Ctx
	unquote, prune bool
	depth          int
	failed         bool
	err            error
}

const escapeHint = "The supported values are: lists, tuples, maps, atoms, numbers, bitstrings, PIDs and remote functions in the format &Mod.fun/arity"

// bad refuses a value: text is what is said of it.
func (e *escaper) bad(text string) term.Term {
	e.failed = true
	if e.err == nil {
		e.err = argumentError(text + escapeHint)
	}
	return term.AtomNil
}

// inspect is the text of values. They are valid until the first is inspected, so they are kept in external form.
func (e *escaper) inspect(values ...term.Term) []string {
	texts := make([]string, len(values))
	if e.h == nil {
		return texts
	}
	kept := make([][]byte, len(values))
	for i, v := range values {
		if kept[i], e.err = e.h.encode(v); e.err != nil {
			return texts
		}
	}
	for i, data := range kept {
		v, err := e.h.decode(data)
		if err == nil {
			texts[i], err = e.h.inspect(v)
		}
		if err != nil {
			e.err = err
			break
		}
	}
	return texts
}

func (e *escaper) form(head string, args term.Term) term.Term {
	return e.c.Tuple3(e.comp.mustAtom(head), term.Nil, args)
}

func (e *escaper) value(t term.Term) term.Term {
	if e.failed {
		return term.AtomNil
	}
	e.c.Charge(1)
	if e.depth++; e.depth > maxEscapeDepth {
		e.failed, e.err = true, argumentError("a value that is nested too deep to be escaped")
		return term.AtomNil
	}
	defer func() { e.depth-- }()
	switch {
	case t.IsCons():
		return e.list(t)
	case t.IsTupleOf(2):
		return e.c.Tuple2(e.value(t.TupleElem(0)), e.value(t.TupleElem(1)))
	case t.IsTuple():
		return e.tuple(t)
	case t.IsMap():
		return e.mapping(t)
	case t.IsBitstring() && !t.IsBinary():
		return e.bits(t)
	case t.IsAtom() || t == term.Nil || t.IsNumber() || t.IsBinary() || t.IsPid():
		return t
	case t.HasSubtag(term.SubExport):
		return e.capture(t)
	}
	return e.bad("cannot escape " + e.inspect(t)[0] + ". ")
}

// tuple escapes a tuple: unquote(x) is x, unless that belongs to a quote inside.
func (e *escaper) tuple(t term.Term) term.Term {
	if code := e.unquotedName(t); code != term.None {
		return code
	}
	if !t.IsTupleOf(3) || !t.TupleElem(0).IsAtom() {
		return e.form("{}", e.elements(t.TupleElems()))
	}
	outer := e.unquote
	defer func() { e.unquote = outer }()
	switch args := t.TupleElem(2); {
	case !args.IsCons():
	case e.unquote && t.TupleElem(0) == e.comp.mustAtom("unquote") && args.Cdr() == term.Nil:
		return args.Car()
	case t.TupleElem(0) == e.comp.mustAtom("quote"):
		e.unquote = false
	}
	if e.prune && t.TupleElem(1).IsList() {
		return e.form("{}", e.c.List([]term.Term{e.value(t.TupleElem(0)), e.pruned(t.TupleElem(1)), e.value(t.TupleElem(2))}, term.Nil))
	}
	return e.form("{}", e.elements(t.TupleElems()))
}

// unquotedName escapes left.unquote(name)(args) and left.unquote(name): code that builds the call when the name is known. It
// is None for other tuples.
func (e *escaper) unquotedName(t term.Term) term.Term {
	if !e.unquote || !t.IsTupleOf(3) {
		return term.None
	}
	inner, args := t, term.AtomNil
	if head := t.TupleElem(0); head.IsTupleOf(3) && head.TupleElem(0).IsTupleOf(3) {
		inner, args = head, t.TupleElem(2)
	}
	dot := inner.TupleElem(0)
	if !dot.IsTupleOf(3) || dot.TupleElem(0) != e.comp.mustAtom(".") || !inner.TupleElem(2).IsCons() || inner.TupleElem(2).Cdr() != term.Nil {
		return term.None
	}
	sides := dot.TupleElem(2)
	if !sides.IsCons() || !sides.Cdr().IsCons() || sides.Cdr().Car() != e.comp.mustAtom("unquote") {
		return term.None
	}
	return e.remote("elixir_quote", "dot", e.value(inner.TupleElem(1)), e.value(sides.Car()), inner.TupleElem(2).Car(), e.value(args), term.AtomNil, term.AtomNil)
}

// pruned is what code needs of its metadata.
func (e *escaper) pruned(meta term.Term) term.Term {
	var out []term.Term
	for ; meta.IsCons(); meta = meta.Cdr() {
		p := meta.Car()
		if !p.IsTupleOf(2) || !p.TupleElem(0).IsAtom() {
			continue
		}
		switch e.comp.name(p.TupleElem(0)) {
		case "no_parens", "line", "delimiter":
			out = append(out, p)
		}
	}
	return e.c.List(out, term.Nil)
}

func (e *escaper) mapping(t term.Term) term.Term {
	pairs := maps.Pairs(t, nil)
	list := make([]term.Term, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		if v := pairs[i+1]; v.IsRef() {
			text := e.inspect(t, v)
			return e.bad(text[0] + " contains a reference (" + text[1] + ") and therefore it cannot be escaped (it must be defined within a function instead). ")
		}
		list = append(list, e.c.Tuple2(e.value(pairs[i]), e.value(pairs[i+1])))
	}
	return e.form("%{}", e.c.List(list, term.Nil))
}

// bits escapes a bitstring of no whole number of bytes: <<first bits::size(n), rest::binary>>.
func (e *escaper) bits(t term.Term) term.Term {
	view := t.Bits()
	n := view.Size % 8
	first := make([]byte, 1)
	head := view
	head.Size = n
	term.CopyBits(first, 0, head)
	rest := make([]byte, view.Size/8)
	tail := view
	tail.Offset += n
	tail.Size -= n
	term.CopyBits(rest, 0, tail)
	segment := func(value, spec term.Term) term.Term {
		return e.form("::", e.c.List([]term.Term{value, spec}, term.Nil))
	}
	size := e.form("size", e.c.List([]term.Term{term.Small(int64(n))}, term.Nil))
	binary := e.c.Tuple3(e.comp.mustAtom("binary"), term.Nil, term.AtomNil)
	return e.form("<<>>", e.c.List([]term.Term{
		segment(term.Small(int64(first[0]>>(8-n))), size), segment(e.c.Binary(rest), binary)}, term.Nil))
}

// capture escapes an external fun as &Mod.fun/arity.
func (e *escaper) capture(t term.Term) term.Term {
	f := code.ExportAt(uintptr(t.Word(term.ExportEntry)))
	dot := e.form(".", e.c.List([]term.Term{f.Module, f.Function}, term.Nil))
	call := e.c.Tuple3(dot, e.c.List([]term.Term{e.c.Tuple2(e.comp.mustAtom("no_parens"), term.AtomTrue)}, term.Nil), term.Nil)
	slash := e.form("/", e.c.List([]term.Term{call, term.Small(int64(f.Arity))}, term.Nil))
	return e.form("&", e.c.List([]term.Term{slash}, term.Nil))
}

func (e *escaper) elements(ts []term.Term) term.Term {
	out := make([]term.Term, len(ts))
	for i, t := range ts {
		out[i] = e.value(t)
	}
	return e.c.List(out, term.Nil)
}

// list escapes a list; the last cell of an improper one is {:|, [], [head, tail]}. What unquote_splicing names is
// put in when the code runs.
func (e *escaper) list(t term.Term) term.Term {
	var elems []term.Term
	for ; t.IsCons(); t = t.Cdr() {
		elems = append(elems, t.Car())
	}
	tail := term.Nil
	if last := len(elems) - 1; t != term.Nil {
		elems, tail = elems[:last], e.form("|", e.c.List([]term.Term{e.value(elems[last]), e.value(t)}, term.Nil))
		tail = e.c.Cons(tail, term.Nil)
	}
	call := false // tail is a call, and what stands before it is in front
	front := term.Nil
	if last := len(elems) - 1; tail == term.Nil {
		// [unquote_splicing(x) | rest], as code
		if cons := elems[last]; cons.IsTupleOf(3) && cons.TupleElem(0) == e.comp.mustAtom("|") && length(cons.TupleElem(2)) == 2 {
			if spliced, ok := e.splicing(cons.TupleElem(2).Car()); ok {
				elems, call = elems[:last], true
				tail = e.remote("elixir_quote", "tail_list", spliced, e.value(cons.TupleElem(2).Cdr().Car()))
			}
		}
	}
	join := func() {
		if call && front != term.Nil {
			tail = e.remote("erlang", "++", front, tail)
			front = term.Nil
		}
	}
	for i := len(elems) - 1; i >= 0; i-- {
		spliced, ok := e.splicing(elems[i])
		switch {
		case ok:
			join()
			tail, call = e.remote("elixir_quote", "list", spliced, tail), true
		case call:
			front = e.c.Cons(e.value(elems[i]), front)
		default:
			tail = e.c.Cons(e.value(elems[i]), tail)
		}
	}
	join()
	return tail
}

// remote is a call as code.
func (e *escaper) remote(module, function string, args ...term.Term) term.Term {
	dot := e.form(".", e.c.List([]term.Term{e.comp.mustAtom(module), e.comp.mustAtom(function)}, term.Nil))
	return e.c.Tuple3(dot, term.Nil, e.c.List(args, term.Nil))
}

// length is the number of elements of a list.
func length(list term.Term) (n int) {
	for ; list.IsCons(); list = list.Cdr() {
		n++
	}
	return n
}

// splicing is what t splices in, if it is unquote_splicing(x).
func (e *escaper) splicing(t term.Term) (term.Term, bool) {
	if !e.unquote || !t.IsTupleOf(3) || t.TupleElem(0) != e.comp.mustAtom("unquote_splicing") {
		return term.None, false
	}
	args := t.TupleElem(2)
	if !args.IsCons() || args.Cdr() != term.Nil {
		return term.None, false
	}
	return args.Car(), true
}

// quoteList is :elixir_quote.list(list, tail): what unquote_splicing puts in front of tail.
func quoteList(c *proc.Ctx, args []term.Term) term.Term {
	var elems []term.Term
	l := args[0]
	for ; l.IsCons(); l = l.Cdr() {
		elems = append(elems, l.Car())
	}
	c.Charge(len(elems) / 8)
	if l != term.Nil || !isCode(args[0]) {
		return dirty(quoteRefuseList)(c, args)
	}
	return c.List(elems, args[1])
}

// quoteRefuseList is the error for what cannot be spliced.
func quoteRefuseList(h *Session, args []term.Term) (term.Term, error) {
	text, err := h.inspect(args[0])
	if err != nil {
		return term.None, err
	}
	return term.None, argumentError("expected a list with quoted expressions in unquote_splicing/1, got: " + text)
}

// quoteValidate is :elixir_quote.shallow_validate_ast(code): what unquote puts in, which is looked at without
// going deep.
func quoteValidate(c *proc.Ctx, args []term.Term) term.Term {
	if isCode(args[0]) {
		return args[0]
	}
	return dirty(func(h *Session, args []term.Term) (term.Term, error) {
		text, err := h.inspect(args[0])
		if err != nil {
			return term.None, err
		}
		return term.None, argumentError("tried to unquote invalid AST: " + text + "\nDid you forget to escape term using Macro.escape/1?")
	})(c, args)
}

// isCode tells whether a term looks like quoted code: the elements of lists and pairs are looked at, what is in
// calls is not.
func isCode(t term.Term) bool {
	if !t.IsCons() {
		return isCodeElement(t)
	}
	for ; t.IsCons(); t = t.Cdr() {
		if !isCodeElement(t.Car()) {
			return false
		}
	}
	return t == term.Nil
}

func isCodeElement(t term.Term) bool {
	switch {
	case t.IsList(), t.IsAtom(), t.IsNumber(), t.IsBinary(), t.IsPid(), t.IsFun():
		return true
	case t.IsTupleOf(2):
		return isCodeElement(t.TupleElem(0)) && isCodeElement(t.TupleElem(1))
	case t.IsTupleOf(3) && t.TupleElem(1).IsList():
		args := t.TupleElem(2)
		if t.TupleElem(0).IsAtom() {
			return args.IsAtom() || args.IsList()
		}
		return args.IsList() && isCode(t.TupleElem(0))
	}
	return false
}

// quoteLinify is :elixir_quote.linify_with_context_counter(meta, {module, counter}, code).
func quoteLinify(h *Session, args []term.Term) (term.Term, error) {
	n, err := fromTerm(h.node.Atoms, args[2])
	if err != nil {
		return term.None, err
	}
	if !args[1].IsTupleOf(2) || !args[1].TupleElem(0).IsAtom() || !args[1].TupleElem(1).IsSmall() {
		return term.None, argumentError("expected {module, counter}")
	}
	var line int32
	made := false
	for l := args[0]; l.IsCons(); l = l.Cdr() {
		if p := l.Car(); p.IsTupleOf(2) && p.TupleElem(0).IsAtom() {
			switch v := p.TupleElem(1); h.name(p.TupleElem(0)) {
			case "line":
				if v.IsSmall() {
					line = int32(v.SmallValue())
				}
			case "generated":
				made = v == term.AtomTrue
			}
		}
	}
	module := quoted.Atom(h.name(args[1].TupleElem(0)))
	return h.toTerm(&h.c.Builder, expand.Linify(n, line, module, args[1].TupleElem(1).SmallValue(), made))
}

// quoteHasUnquotes is :elixir_quote.has_unquotes(code).
func quoteHasUnquotes(h *Session, args []term.Term) (term.Term, error) {
	n, err := fromTerm(h.node.Atoms, args[0])
	if err != nil {
		return term.None, err
	}
	return truth(expand.HasUnquotes(n)), nil
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
		if params == term.AtomNil { // without parentheses
			return c.Tuple3(head, c.Cons(c.Tuple2(comp.mustAtom("no_parens"), term.AtomTrue), meta), term.Nil)
		}
		return c.Tuple3(head, meta, params)
	}
	switch {
	case name.IsTupleOf(3) && name.TupleElem(0) == comp.mustAtom("__aliases__"):
		parts := name.TupleElem(2)
		return c.Tuple3(comp.mustAtom("__aliases__"), meta, c.Cons(left, parts))
	case params == term.AtomNil && name.IsAtom() && strings.HasPrefix(comp.name(name), "Elixir."):
		return c.Tuple3(comp.mustAtom("__aliases__"), meta, c.List([]term.Term{left, name}, term.Nil))
	case !name.IsAtom() && !name.IsTupleOf(3):
		return c.Badarg()
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
	text, err := h.inspect(v)
	if err != nil {
		return term.None, err
	}
	return term.None, argumentError("invalid runtime value for option :" + option + " in quote, got: " + text)
}

// inspect is Kernel.inspect(t).
func (h *Session) inspect(t term.Term) (string, error) {
	text, err := h.CallFunction("Elixir.Kernel", "inspect", t)
	if err != nil {
		return "", err
	}
	return string(text.BinaryBytes()), nil
}
