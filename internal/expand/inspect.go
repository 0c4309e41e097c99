package expand

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"joist/internal/quoted"
)

// inspectAtom writes an atom or module the way inspect does.
func inspectAtom(a atom) string { return quoted.InspectAtom(string(a)) }

// plainAtom reports whether an atom needs no quotes.
func plainAtom(s string) bool {
	t := quoted.InspectAtom(s)
	return t[0] == ':' && (len(t) < 2 || t[1] != '"') || operatorText(s) || s == "nil" || s == "true" || s == "false"
}

func operatorText(s string) bool {
	if binaryOperator(s) {
		return true
	}
	switch s {
	case "!", "not", "@", "^", "&", "...", "%", "{}", "%{}", "<<>>", "..//", "~~~", ".":
		return true
	}
	return false
}

// macroName writes a function's name as in name/arity.
func macroName(name string) string {
	if plainAtom(name) {
		return name
	}
	return strconv.Quote(name)
}

// toString writes quoted code as source text, for messages. It covers what messages show; layout is
// not kept.
func toString(n node) string {
	var p printer
	p.node(n, 0)
	return p.b.String()
}

type printer struct{ b strings.Builder }

func (p *printer) str(s string) { p.b.WriteString(s) }

func (p *printer) node(n node, prec int) {
	switch n := n.(type) {
	case nil:
		p.str("nil")
	case atom:
		p.str(inspectAtom(n))
	case quoted.Int:
		p.str(grouped(strconv.FormatInt(int64(n), 10)))
	case *big.Int:
		p.str(grouped(n.String()))
	case quoted.Float:
		p.str(floatText(float64(n)))
	case quoted.String:
		p.str(quoted.InspectString(string(n)))
	case quoted.List:
		if _, ok := keyword(n); ok && len(n) > 0 {
			p.str("[")
			p.pairs(n)
			p.str("]")
			return
		}
		p.enclosed("[", n, "]")
	case *quoted.Pair:
		p.enclosed("{", []node{n.Left, n.Right}, "}")
	case *form:
		p.form(n, prec)
	case *quoted.Opaque:
		p.str(fmt.Sprintf("#%T<>", n.Term))
	default:
		p.str(fmt.Sprint(n))
	}
}

func (p *printer) enclosed(open string, l []node, close string) {
	p.str(open)
	p.list(l)
	p.str(close)
}

func (p *printer) list(l []node) {
	for i, n := range l {
		if i > 0 {
			p.str(", ")
		}
		if kw, ok := keyword(n); ok && i == len(l)-1 && len(kw) > 0 {
			p.pairs(kw)
			continue
		}
		p.node(n, 0)
	}
}

func (p *printer) pairs(l quoted.List) {
	for i, it := range l {
		if i > 0 {
			p.str(", ")
		}
		kv := it.(*quoted.Pair)
		name := string(kv.Left.(atom))
		if !plainAtom(name) {
			name = strconv.Quote(name)
		}
		p.str(name + ": ")
		p.node(kv.Right, 0)
	}
}

// precedence of a binary operator; higher binds tighter.
func precedence(op string) int {
	switch op {
	case "<-", "\\\\":
		return 1
	case "when":
		return 2
	case "::":
		return 3
	case "|":
		return 4
	case "=>":
		return 5
	case "=":
		return 6
	case "||", "|||", "or":
		return 7
	case "&&", "&&&", "and":
		return 8
	case "==", "!=", "=~", "===", "!==":
		return 9
	case "<", ">", "<=", ">=":
		return 10
	case "|>", "<<<", ">>>", "~>", "<~":
		return 11
	case "in":
		return 12
	case "++", "--", "..", "<>":
		return 13
	case "+", "-":
		return 14
	case "*", "/":
		return 15
	case "**":
		return 16
	}
	return 0
}

func (p *printer) form(f *form, prec int) {
	if f.IsVar {
		p.str(varName(f))
		return
	}
	name, ok := f.Head.(atom)
	if !ok {
		p.call(f)
		return
	}
	switch name {
	case "__aliases__":
		for i, a := range f.Args {
			if i > 0 {
				p.str(".")
			}
			if seg, ok := a.(atom); ok {
				p.str(strings.TrimPrefix(string(seg), elixirPrefix))
			} else {
				p.node(a, 0)
			}
		}
		return
	case "{}":
		p.enclosed("{", f.Args, "}")
		return
	case "%{}":
		p.str("%{")
		p.mapBody(f.Args)
		p.str("}")
		return
	case "%":
		if len(f.Args) != 2 {
			break
		}
		p.str("%")
		p.node(f.Args[0], 0)
		if m, ok := isForm(f.Args[1], "%{}", -1); ok {
			p.str("{")
			p.mapBody(m.Args)
			p.str("}")
		}
		return
	case "<<>>":
		p.bitstring(f)
		return
	case "__block__":
		p.str("(")
		for i, a := range f.Args {
			if i > 0 {
				p.str("; ")
			}
			p.node(a, 0)
		}
		p.str(")")
		return
	case "fn":
		p.str("fn ")
		for i, c := range f.Args {
			if i > 0 {
				p.str("; ")
			}
			p.node(c, 0)
		}
		p.str(" end")
		return
	case "->":
		if len(f.Args) != 2 {
			break
		}
		if l, ok := f.Args[0].(quoted.List); ok {
			p.list(l)
		}
		p.str(" -> ")
		p.node(f.Args[1], 0)
		return
	}
	if len(f.Args) == 2 {
		if op := precedence(string(name)); op > 0 {
			p.binary(f, string(name), op, prec)
			return
		}
	}
	if len(f.Args) == 1 {
		switch name {
		case "+", "-", "!", "^", "@", "&", "~~~":
			p.str(string(name))
			if inner, ok := isForm(f.Args[0], string(name), 1); ok && name == "&" && !inner.IsVar {
				p.str(" ")
			}
			p.node(f.Args[0], 20)
			return
		case "not":
			p.str("not ")
			p.node(f.Args[0], 20)
			return
		}
	}
	p.str(macroName(string(name)))
	p.arguments(f.Args)
}

func (p *printer) binary(f *form, name string, op, prec int) {
	if op < prec {
		p.str("(")
	}
	p.node(f.Args[0], op)
	if name == ".." {
		p.str("..")
	} else {
		p.str(" " + name + " ")
	}
	p.node(f.Args[1], op+1)
	if op < prec {
		p.str(")")
	}
}

func (p *printer) mapBody(args []node) {
	if len(args) == 1 {
		if u, ok := isForm(args[0], "|", 2); ok {
			p.node(u.Args[0], 0)
			p.str(" | ")
			if l, ok := u.Args[1].(quoted.List); ok {
				p.mapBody(l)
			}
			return
		}
	}
	if l, ok := keyword(quoted.List(args)); ok {
		p.pairs(l)
		return
	}
	for i, a := range args {
		if i > 0 {
			p.str(", ")
		}
		if kv, ok := a.(*quoted.Pair); ok {
			p.node(kv.Left, 0)
			p.str(" => ")
			p.node(kv.Right, 0)
			continue
		}
		p.node(a, 0)
	}
}

func (p *printer) bitstring(f *form) {
	interpolated := false
	for _, a := range f.Args {
		if seg, ok := isForm(a, "::", 2); ok {
			if c, ok := seg.Args[0].(*form); ok {
				if dot, ok := dotCall(c); ok && len(dot.Args) == 2 && dot.Args[0] == node(kernelAtom) && dot.Args[1] == node(atom("to_string")) {
					interpolated = true
				}
			}
		}
	}
	if !interpolated {
		p.str("<<")
		for i, a := range f.Args {
			if i > 0 {
				p.str(", ")
			}
			if seg, ok := isForm(a, "::", 2); ok {
				p.node(seg.Args[0], 4)
				p.str("::")
				p.node(seg.Args[1], 4)
				continue
			}
			p.node(a, 0)
		}
		p.str(">>")
		return
	}
	p.str(`"`)
	for _, a := range f.Args {
		if s, ok := a.(quoted.String); ok {
			q := strconv.Quote(string(s))
			p.str(q[1 : len(q)-1])
			continue
		}
		if seg, ok := isForm(a, "::", 2); ok {
			if c, ok := seg.Args[0].(*form); ok && len(c.Args) == 1 {
				p.str("#{")
				p.node(c.Args[0], 0)
				p.str("}")
			}
		}
	}
	p.str(`"`)
}

// call prints a remote or anonymous call.
func (p *printer) call(f *form) {
	dot, ok := dotCall(f)
	switch {
	case !ok:
		p.node(f.Head, 20)
	case len(dot.Args) == 1:
		p.node(dot.Args[0], 20)
		p.str(".")
	case len(dot.Args) == 2:
		if dot.Args[0] == node(accessAtom) && dot.Args[1] == node(atom("get")) && len(f.Args) == 2 {
			p.node(f.Args[0], 20)
			p.str("[")
			p.node(f.Args[1], 0)
			p.str("]")
			return
		}
		p.node(dot.Args[0], 20)
		p.str(".")
		if name, ok := dot.Args[1].(atom); ok {
			p.str(macroName(string(name)))
		}
		if _, bare := f.Meta.Get("no_parens"); bare && len(f.Args) == 0 {
			return
		}
	}
	p.arguments(f.Args)
}

func (p *printer) arguments(args []node) {
	p.enclosed("(", args, ")")
}

// grouped puts an underscore between groups of three digits, as the formatter does for six digits and more.
func grouped(digits string) string {
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if len(digits) < 6 {
		return sign + digits
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range []byte(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('_')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// floatText is the shortest text that reads back as the float, with an exponent where it is
// large, or small and shorter so.
func floatText(f float64) string {
	sci := strconv.FormatFloat(f, 'e', -1, 64)
	sign := ""
	if sci[0] == '-' {
		sign, sci = "-", sci[1:]
	}
	mantissa, exponent, _ := strings.Cut(sci, "e")
	digits := strings.Replace(mantissa, ".", "", 1)
	if f == 0 {
		return sign + "0.0"
	}
	e, _ := strconv.Atoi(exponent)
	place := e + 1 // the value is 0.digits times ten to the place
	if place > 0 && place < len(digits) && f < 1<<53 && f > -1<<53 {
		return sign + grouped(digits[:place]) + "." + digits[place:]
	}
	cost := len(strconv.Itoa(place-1)) + 2
	if len(digits) == 1 {
		cost++
	}
	switch {
	case place == 0:
		return sign + "0." + digits
	case place < 0 && 2-place <= cost:
		return sign + "0." + strings.Repeat("0", -place) + digits
	case place > 0 && f < 1<<53 && f > -1<<53:
		return sign + grouped(digits+strings.Repeat("0", place-len(digits))) + ".0"
	case len(digits) == 1:
		digits += "0"
	}
	return sign + digits[:1] + "." + digits[1:] + "e" + strconv.Itoa(place-1)
}
