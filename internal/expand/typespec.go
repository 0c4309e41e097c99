package expand

import (
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// builtinTypes are the types that need no definition.
const builtinTypeNames = " any/0 arity/0 as_boolean/1 atom/0 binary/0 bitstring/0 boolean/0 byte/0 char/0 charlist/0 dynamic/0 float/0 fun/0 " +
	"function/0 identifier/0 integer/0 iodata/0 iolist/0 keyword/0 keyword/1 list/0 list/1 map/0 maybe_improper_list/0 maybe_improper_list/2 " +
	"mfa/0 module/0 neg_integer/0 no_return/0 node/0 none/0 non_neg_integer/0 nonempty_binary/0 nonempty_bitstring/0 nonempty_charlist/0 " +
	"nonempty_improper_list/2 nonempty_list/0 nonempty_list/1 nonempty_maybe_improper_list/0 nonempty_maybe_improper_list/2 number/0 pid/0 " +
	"port/0 pos_integer/0 record/1 record/2 reference/0 string/0 nonempty_string/0 struct/0 term/0 timeout/0 tuple/0 optional/1 required/1 "

// checkTypespecs refuses specifications of functions that do not exist, and types that nothing defines.
func (s *scope) checkTypespecs(b *Builder) {
	types := map[macroenv.NameArity]bool{}
	if b.protocol {
		types[macroenv.NameArity{Name: "t"}] = true
	}
	for _, t := range b.typespecs {
		switch t.Kind {
		case "type", "typep", "opaque":
			types[macroenv.NameArity{Name: t.Name, Arity: t.Arity}] = true
		}
	}
	for _, t := range b.typespecs {
		if t.Kind == "spec" && b.defs[macroenv.NameArity{Name: t.Name, Arity: t.Arity}] == nil {
			d := diagnostic(diag.Error, quoted.Meta{Line: t.Env.Line}, &env{File: b.File}, 0, "spec for undefined function "+nameArity(t.Name, t.Arity))
			throw(&d)
		}
	}
	for _, t := range b.typespecs {
		c := typeChecker{types: types, vars: map[string]bool{}}
		c.check(t)
		if c.unknown == "" {
			continue
		}
		d := diagnostic(diag.Error, quoted.Meta{Line: t.Env.Line}, &env{File: b.File}, 0, "")
		d.Exception = "Kernel.TypespecError"
		d.Message = "type " + c.unknown + " undefined (no such type in " + inspectAtom(b.Name) + ")"
		throw(&d)
	}
}

// typeChecker looks for the first type in a specification that is not known.
type typeChecker struct {
	types   map[macroenv.NameArity]bool
	vars    map[string]bool
	unknown string
}

func (c *typeChecker) check(t Typespec) {
	n := t.Code
	if w, ok := isForm(n, "when", 2); ok {
		n = w.Args[0]
		constraints, _ := w.Args[1].(quoted.List)
		for _, it := range constraints {
			if p, ok := it.(*quoted.Pair); ok {
				if a, ok := p.Left.(atom); ok {
					c.vars[string(a)] = true
				}
			}
		}
		for _, it := range constraints {
			if p, ok := it.(*quoted.Pair); ok && p.Right != node(quoted.Var("var", quoted.Meta{}, quoted.Nil)) {
				if v, ok := p.Right.(*form); !ok || !v.IsVar || varName(v) != "var" {
					c.walk(p.Right)
				}
			}
		}
	}
	body, ok := isForm(n, "::", 2)
	if !ok {
		return
	}
	head, ok := body.Args[0].(*form)
	if !ok || head.IsVar {
		c.walk(body.Args[1])
		return
	}
	for _, a := range head.Args {
		if v, isVar := a.(*form); isVar && v.IsVar && (t.Kind == "type" || t.Kind == "typep" || t.Kind == "opaque") {
			c.vars[varName(v)] = true
			continue
		}
		c.walk(a)
	}
	c.walk(body.Args[1])
}

func (c *typeChecker) walk(n node) {
	switch n := n.(type) {
	case *quoted.Pair:
		c.walk(n.Left)
		c.walk(n.Right)
	case quoted.List:
		c.walkAll(n)
	case *form:
		c.walkForm(n)
	}
}

func (c *typeChecker) walkAll(l []node) {
	for _, n := range l {
		c.walk(n)
	}
}

func (c *typeChecker) walkForm(f *form) {
	name, ok := f.Head.(atom)
	switch {
	case !ok: // Module.type(...)
		c.walkAll(f.Args)
	case f.IsVar:
		if !c.vars[string(name)] {
			c.known(string(name), 0)
		}
	case name == "::" && len(f.Args) == 2:
		c.walk(f.Args[1])
	case name == "%" || name == "<<>>" || name == "&" || name == "@" || name == "unquote" || strings.HasPrefix(string(name), "__"):
	case name == "|" || name == "{}" || name == "%{}" || name == "->" || name == "..":
		c.walkAll(f.Args)
	case name[0] >= 'a' && name[0] <= 'z':
		c.known(string(name), len(f.Args))
		c.walkAll(f.Args)
	}
}

// known notes name/arity unless it is a type.
func (c *typeChecker) known(name string, arity int) {
	if c.unknown != "" || c.types[macroenv.NameArity{Name: name, Arity: arity}] || name == "..." || name[0] == '_' {
		return
	}
	if na := nameArity(name, arity); !strings.Contains(builtinTypeNames, " "+na+" ") {
		c.unknown = na
	}
}
