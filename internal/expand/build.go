package expand

import (
	"joist/internal/quoted"
)

// Well-known module atoms.
const (
	kernelAtom      = atom("Elixir.Kernel")
	kernelUtilsAtom = atom("Elixir.Kernel.Utils")
	erlangAtom      = atom("erlang")
	stringCharsAtom = atom("Elixir.String.Chars")
)

// at is the meta of code generated for meta: its line and nothing else.
func at(meta quoted.Meta) quoted.Meta { return quoted.Meta{Line: meta.Line} }

// generatedAt is at, marked as generated.
func generatedAt(meta quoted.Meta) quoted.Meta {
	return quoted.Meta{Line: meta.Line, Extra: generatedExtra[:]}
}

var generatedExtra = [1]quoted.MetaItem{{Key: "generated", Value: quoted.True}}

// call makes a local call or special form.
func call(meta quoted.Meta, name string, args ...node) *form {
	return &form{Head: atom(name), Meta: meta, Args: args}
}

// remote makes a call module.fun(args).
func remote(meta quoted.Meta, module node, fun string, args ...node) *form {
	return remoteNode(meta, module, atom(fun), meta, args)
}

func erlang(meta quoted.Meta, fun string, args ...node) *form {
	return remote(meta, erlangAtom, fun, args...)
}

// form makes a call, operator or special form in the memory of x, as the other methods of x of this file do.
func (x *Expander) form(head node, meta quoted.Meta, args ...node) *form {
	f := x.forms.New()
	f.Head, f.Meta, f.Args = head, meta, x.nodes.List(args...)
	return f
}

// call is the function call.
func (x *Expander) call(meta quoted.Meta, name string, args ...node) *form {
	return x.form(atom(name), meta, args...)
}

// remote is the function remote.
func (x *Expander) remote(meta quoted.Meta, module node, fun string, args ...node) *form {
	return x.remotes.New().set(meta, module, atom(fun), meta, x.nodes.List(args...))
}

// erlang is the function erlang.
func (x *Expander) erlang(meta quoted.Meta, fun string, args ...node) *form {
	return x.remote(meta, erlangAtom, fun, args...)
}

// kernel is the function kernel.
func (x *Expander) kernel(meta quoted.Meta, name string, args ...node) *form {
	return x.remote(meta, kernelAtom, name, args...)
}

// clause is the function clause.
func (x *Expander) clause(meta quoted.Meta, body node, patterns ...node) *form {
	return x.call(meta, "->", quoted.List(x.nodes.List(patterns...)), body)
}

// pair is the function pair.
func (x *Expander) pair(l, r node) *quoted.Pair { return x.pairs.Put(quoted.Pair{Left: l, Right: r}) }

func pair(l, r node) *quoted.Pair { return &quoted.Pair{Left: l, Right: r} }

// key makes one item of a keyword list.
func key(name string, v node) *quoted.Pair { return &quoted.Pair{Left: atom(name), Right: v} }

// clause makes patterns -> body.
func clause(meta quoted.Meta, body node, patterns ...node) *form {
	return &form{Head: atom("->"), Meta: meta, Args: []node{quoted.List(patterns), body}}
}

// block makes a block of statements; a single one stands for itself.
func block(meta quoted.Meta, statements ...node) node {
	if len(statements) == 1 {
		return statements[0]
	}
	return &form{Head: atom("__block__"), Meta: meta, Args: statements}
}

// doBlock makes [do: body].
func doBlock(body node) quoted.List { return quoted.List{key("do", body)} }

// isForm returns n as a form with that atom as head and that many arguments (-1: any).
func isForm(n node, head string, arity int) (*form, bool) {
	f, ok := n.(*form)
	if !ok || f.IsVar || (arity >= 0 && len(f.Args) != arity) {
		return nil, false
	}
	h, ok := f.Head.(atom)
	return f, ok && string(h) == head
}

// dotCall returns the parts of module.fun(args) and of anonymous calls, where fun is nil.
func dotCall(f *form) (dot *form, ok bool) {
	if f.IsVar {
		return nil, false
	}
	dot, ok = f.Head.(*form)
	if !ok || dot.IsVar || dot.Head != node(atom(".")) {
		return nil, false
	}
	return dot, true
}

// keyword returns n as a keyword list.
func keyword(n node) (quoted.List, bool) {
	l, ok := n.(quoted.List)
	if !ok {
		return nil, false
	}
	for _, it := range l {
		p, ok := it.(*quoted.Pair)
		if !ok {
			return nil, false
		}
		if _, ok := p.Left.(atom); !ok {
			return nil, false
		}
	}
	return l, true
}

// get returns the first value of a keyword list's key.
func get(l quoted.List, key string) (node, bool) {
	for _, it := range l {
		if p, ok := it.(*quoted.Pair); ok {
			if k, ok := p.Left.(atom); ok && string(k) == key {
				return p.Right, true
			}
		}
	}
	return nil, false
}

// isLiteralAtom tells nil, booleans and other atoms from code.
func isAtom(n node) bool { _, ok := n.(atom); return ok }

// statements returns what a block consists of.
func statements(n node) []node {
	if f, ok := isForm(n, "__block__", -1); ok {
		return f.Args
	}
	return []node{n}
}

// kernel makes a call of a function or macro of Kernel, whatever the code around imports.
func kernel(meta quoted.Meta, name string, args ...node) *form {
	return remote(meta, kernelAtom, name, args...)
}
