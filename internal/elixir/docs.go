package elixir

import (
	"joist/internal/expand"
	"joist/internal/quoted"
	"joist/internal/term"
	"joist/lib"
)

// documentation is what Code.fetch_docs tells about a module.
type documentation struct {
	file      string
	line      int32
	moduledoc quoted.Node // code of a string, false or nil
	docs      []expand.Doc
	public    []publicDefinition // those without documentation, too
	types     []typeDeclaration
	abstract  quoted.List // the typespecs as Erlang forms
	left      bool        // out, by the compiler's option: the texts are not told
	unread    bool        // a library module's, whose source has been read without what is only told
}

// typeDeclaration is a @type, @opaque, @spec, @callback or @macrocallback as it was written.
type typeDeclaration struct {
	kind, name string
	arity      int
	code       quoted.Node
}

type publicDefinition struct {
	kind, name string
	arity      int
	line       int32
	defaults   int
	args       []quoted.Node
}

// documentationOf is the documentation of a module that was just expanded.
func documentationOf(m *expand.Module) *documentation {
	out := &documentation{file: m.File, line: m.Line, moduledoc: m.ModuleDoc, docs: m.Docs, abstract: m.Abstract}
	for _, d := range m.Definitions {
		if d.Kind.IsPrivate() || len(d.Clauses) == 0 {
			continue
		}
		p := publicDefinition{kind: "function", name: d.Name, arity: d.Arity, line: d.Meta.Line, defaults: d.Defaults}
		if d.Kind.IsMacro() {
			p.kind = "macro"
		}
		p.args = quoted.Copy(d.Clauses[0].Args)
		for i, w := range d.Written {
			if f, ok := w.(*quoted.Form); ok && f.Head == quoted.Node(quoted.Atom(`\\`)) && len(f.Args) == 2 && i < len(p.args) {
				p.args[i] = quoted.Call(`\\`, quoted.Meta{}, p.args[i], quoted.Copy(f.Args[1:])[0])
			}
		}
		out.public = append(out.public, p)
	}
	for _, t := range m.Typespecs {
		if t.Kind != "typep" {
			out.types = append(out.types, typeDeclaration{t.Kind, t.Name, t.Arity, t.Code})
		}
	}
	return out
}

// documentationArg is the documentation of the module that an argument names, nil when nothing is known.
func (h *Session) documentationArg(module term.Term) *documentation {
	if h.load(module) != nil {
		return nil
	}
	loaded := h.node.Code.Module(module)
	h.mu.Lock()
	d := h.docs[loaded]
	h.mu.Unlock()
	if d == nil || !d.unread {
		return d
	}
	path, src, ok := lib.Source(h.name(module))
	if !ok {
		return nil
	}
	m := h.expandAgain(quoted.Atom(h.name(module)), path, string(src))
	if m == nil {
		return nil
	}
	d = documentationOf(m)
	h.mu.Lock()
	h.docs[loaded] = d
	h.mu.Unlock()
	return d
}

// codeTypes is :elixir_code.types(module): [{kind, name, arity, quoted}] of what the module declares in
// order, or nil when nothing is known.
func codeTypes(h *Session, args []term.Term) (term.Term, error) {
	d := h.documentationArg(args[0])
	if d == nil {
		return term.AtomNil, nil
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	list := make([]term.Term, len(d.types))
	for i, t := range d.types {
		code := w.node(t.code)
		list[i] = h.c.Tuple(w.atom(t.kind), w.atom(t.name), term.Small(int64(t.arity)), code)
	}
	return h.c.List(list, term.Nil), w.err
}

// codeDocs is :elixir_code.docs(module): {line, file, moduledoc, docs, public}, or nil when nothing is
// known. docs are {kind, name, arity, line, signature, doc, metadata}, public {kind, name, arity, line,
// defaults, patterns}; signature and patterns are quoted.
func codeDocs(h *Session, args []term.Term) (term.Term, error) {
	d := h.documentationArg(args[0])
	if d == nil || d.left {
		return term.AtomNil, nil
	}
	w := literalWriter{termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}}
	value := func(n quoted.Node) term.Term {
		if n == nil {
			return term.AtomNil
		}
		return w.value(n)
	}
	var docs, public []term.Term
	for _, it := range d.docs {
		meta := it.Meta
		if meta == nil {
			meta = quoted.List{}
		}
		docs = append(docs, h.c.Tuple(w.atom(it.Kind), w.atom(it.Name), term.Small(int64(it.Arity)), term.Small(int64(it.Line)),
			w.list(it.Signature), value(it.Value), w.value(meta)))
	}
	for _, p := range d.public {
		public = append(public, h.c.Tuple(w.atom(p.kind), w.atom(p.name), term.Small(int64(p.arity)), term.Small(int64(p.line)),
			term.Small(int64(p.defaults)), w.list(p.args)))
	}
	out := h.c.Tuple(term.Small(int64(d.line)), h.c.BinaryString(d.file), value(d.moduledoc),
		h.c.List(docs, term.Nil), h.c.List(public, term.Nil))
	return out, w.err
}
