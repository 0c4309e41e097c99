package expand

import (
	"strconv"
	"strings"

	"joist/internal/diag"
	"joist/internal/quoted"
)

// What follows are the warnings that Erlang's compiler gives for Elixir's code: results that nothing uses and clauses
// that nothing reaches. They come when the module is complete.

// noEffect are functions of erlang that do nothing but give a value, and never fail.
const noEffect = " is_atom/1 is_binary/1 is_bitstring/1 is_boolean/1 is_float/1 is_function/1 is_integer/1 is_list/1 is_map/1 " +
	"is_number/1 is_pid/1 is_port/1 is_reference/1 is_tuple/1 self/0 node/0 make_ref/0 date/0 time/0 get/0 processes/0 registered/0 "

// onlyResult are those that may fail, and do nothing else.
const onlyResult = " abs/1 atom_to_binary/1 atom_to_list/1 binary_part/3 bit_size/1 byte_size/1 ceil/1 element/2 float/1 floor/1 hd/1 " +
	"integer_to_binary/1 integer_to_list/1 iolist_size/1 iolist_to_binary/1 length/1 list_to_binary/1 list_to_tuple/1 map_size/1 " +
	"round/1 setelement/3 size/1 tl/1 trunc/1 tuple_size/1 tuple_to_list/1 map_get/2 is_map_key/2 "

var comparisons = map[string]string{"==": "==", "/=": "!=", "=:=": "===", "=/=": "!==", "<": "<", ">": ">", "=<": "<=", ">=": ">="}

const operators = " + - * / div rem band bor bxor bnot bsl bsr not and or xor ++ -- "

// warnIgnored warns about a statement whose only use is a value that nothing uses.
func (s *scope) warnIgnored(expanded node, e *env) {
	f, ok := expanded.(*form)
	if !ok || s.builder == nil || e.Function == nil || f.Meta.Column == 0 {
		return
	}
	dot, ok := dotCall(f)
	if !ok || len(dot.Args) != 2 || dot.Args[0] != node(erlangAtom) {
		return
	}
	a, _ := dot.Args[1].(atom)
	name, arity := string(a), strconv.Itoa(len(f.Args))
	const ignored = " is ignored (suppress the warning by assigning the expression to the _ variable)"
	text := ""
	switch op, comparison := comparisons[name]; {
	case comparison && len(f.Args) == 2:
		text = "use of operator " + op + " has no effect"
	case strings.Contains(operators, " "+name+" "):
		text = "the result of evaluating operator '" + name + "'/" + arity + ignored
	case strings.Contains(noEffect, " "+name+"/"+arity+" "):
		text = "the call to " + name + "/" + arity + " has no effect"
	case strings.Contains(onlyResult, " "+name+"/"+arity+" "):
		text = "the result of calling " + name + "/" + arity + ignored
	default:
		return
	}
	s.warnLate(f.Meta, e, text)
}

// warnLate warns when the module is complete. Erlang's compiler does not know the function.
func (s *scope) warnLate(meta quoted.Meta, e *env, text string) {
	if g, ok := meta.Get("generated"); ok && g == quoted.True {
		return
	}
	s.builder.late = append(s.builder.late, diagnostic(diag.Warning, meta, &env{File: e.File}, 0, text))
}

// warnUnreached warns about clauses, expanded, that come after one that takes everything.
func (s *scope) warnUnreached(clauses quoted.List, e *env) {
	if s.builder == nil || e.Function == nil {
		return
	}
	var all *form
	for _, c := range clauses {
		c := c.(*form)
		if c.Meta.Column == 0 {
			return
		}
		if all != nil {
			s.warnLate(c.Meta, e, "this clause cannot match because a previous clause at line "+strconv.Itoa(int(all.Meta.Line))+" always matches")
			continue
		}
		patterns, ok := c.Args[0].(quoted.List)
		if !ok || len(patterns) == 0 {
			continue
		}
		if _, guarded := isForm(patterns[0], "when", -1); !guarded && catchAll(patterns) {
			all = c
		}
	}
}

// sameLiteral reports whether a and b are patterns without variables that match the same.
func sameLiteral(a, b node) bool {
	switch a := a.(type) {
	case atom, quoted.Int, quoted.Float, quoted.String:
		return a == b
	case *quoted.Pair:
		o, ok := b.(*quoted.Pair)
		return ok && sameLiteral(a.Left, o.Left) && sameLiteral(a.Right, o.Right)
	case quoted.List:
		o, ok := b.(quoted.List)
		return ok && sameLiterals(a, o)
	}
	return false
}

func sameLiterals(a, b []node) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !sameLiteral(a[i], b[i]) {
			return false
		}
	}
	return true
}
