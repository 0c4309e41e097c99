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
	meta      quoted.List // what is told of the module besides
	docs      []expand.Doc
	public    []publicDefinition // those without documentation, too
	types     []typeDeclaration
	abstract  quoted.List    // the typespecs as Erlang forms
	left      bool           // out, by the compiler's option: the texts are not told
	kept      *expand.Module // with its definitions, for the debug information
	unread    bool           // a library module's, whose source has been read without what is only told
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
	generated  bool
	defaults   int
	args       []quoted.Node
}

// documentationOf is the documentation of a module that was just expanded.
func documentationOf(m *expand.Module) *documentation {
	out := &documentation{file: m.File, line: m.Line, moduledoc: m.ModuleDoc, docs: m.Docs, abstract: m.Abstract}
	out.meta = quoted.List{&quoted.Pair{Left: quoted.Atom("behaviours"), Right: append(quoted.List{}, m.Behaviours...)}}
	out.meta = append(out.meta, m.ModuleMeta...)
	for _, d := range m.Definitions {
		if d.Kind.IsPrivate() || len(d.Clauses) == 0 {
			continue
		}
		p := publicDefinition{kind: "function", name: d.Name, arity: d.Arity, line: d.Meta.Line, generated: d.Generated(), defaults: d.Defaults}
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

// codeDocs is :elixir_code.docs(module or binary): {line, file, moduledoc, metadata, docs, public}, or nil when nothing is
// known. docs are {kind, name, arity, line, signature, doc, metadata}, public {kind, name, arity, line,
// defaults, patterns}; signature and patterns are quoted.
func codeDocs(h *Session, args []term.Term) (term.Term, error) {
	if args[0].IsBinary() {
		return h.docsOf(args[0].BinaryBytes())
	}
	d := h.documentationArg(args[0])
	if d == nil {
		if data, ok := h.objectCode(h.fileOf(h.node.Code.Module(args[0]))); ok {
			return h.docsOf(data)
		}
	}
	if d == nil || d.left {
		return term.AtomNil, nil
	}
	return h.docsTerm(d)
}

// docsOf is what the form of a .beam file says: the data of a documentation, or one that is complete.
func (h *Session) docsOf(data []byte) (term.Term, error) {
	for _, name := range []string{docsChunk, "Docs"} {
		if chunk, ok := chunkOf(data, name); ok {
			return h.decode(chunk)
		}
	}
	return term.AtomNil, nil
}

func (h *Session) docsTerm(d *documentation) (term.Term, error) {
	w := literalWriter{termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}}
	value := func(n quoted.Node) term.Term {
		if n == nil {
			return term.AtomNil
		}
		return w.value(n)
	}
	place := func(line int32, generated bool) term.Term {
		if !generated {
			return term.Small(int64(line))
		}
		return h.c.List([]term.Term{h.c.Tuple2(w.atom("generated"), term.AtomTrue), h.c.Tuple2(w.atom("location"), term.Small(int64(line)))}, term.Nil)
	}
	var docs, public []term.Term
	for _, it := range d.docs {
		meta := it.Meta
		if meta == nil {
			meta = quoted.List{}
		}
		docs = append(docs, h.c.Tuple(w.atom(it.Kind), w.atom(it.Name), term.Small(int64(it.Arity)), place(it.Line, it.Generated),
			w.list(it.Signature), value(it.Value), w.value(meta)))
	}
	for _, p := range d.public {
		public = append(public, h.c.Tuple(w.atom(p.kind), w.atom(p.name), term.Small(int64(p.arity)), place(p.line, p.generated),
			term.Small(int64(p.defaults)), w.list(p.args)))
	}
	out := h.c.Tuple(term.Small(int64(d.line)), h.c.BinaryString(d.file), value(d.moduledoc), w.value(d.meta),
		h.c.List(docs, term.Nil), h.c.List(public, term.Nil))
	return out, w.err
}
