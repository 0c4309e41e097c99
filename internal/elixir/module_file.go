package elixir

import (
	"joist/internal/beam"
	"joist/internal/codegen"
	"joist/internal/etf"
	"joist/internal/expand"
	"joist/internal/maps"
	"joist/internal/quoted"
	"joist/internal/term"
)

// A module in the form of a .beam file says more than its code: its documentation, its typespecs, and, for a protocol or when the
// compiler's option :debug_info has been set to true, its expanded definitions, of which a protocol is made again when it is
// consolidated.

const (
	debugChunk = "Dbgi"
	// docsChunk has the data that the documentation, Elixir's chunk Docs, is made of by whoever asks for it.
	docsChunk = "JDcs"
)

// writeModule is a module as a BEAM file.
func (h *Session) writeModule(m *beam.Module) ([]byte, error) {
	name, err := h.atom(m.Name)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	d := h.docs[h.node.Code.Module(name)]
	h.mu.Unlock()
	if d == nil || d.unread {
		return beam.Write(m)
	}
	out := *m
	out.Chunks = m.Chunks[:len(m.Chunks):len(m.Chunks)]
	add := func(name string, t term.Term, err error) error {
		if err != nil {
			return err
		}
		data, err := etf.Encode(h.node.Atoms, t, etf.DefaultOptions)
		out.Chunks = append(out.Chunks, beam.Chunk{Name: name, Data: data})
		return err
	}
	info, err := h.debugInfo(d)
	if err := add(debugChunk, info, err); err != nil {
		return nil, err
	}
	if data, ok := encodeDocs(d); ok && !d.left {
		out.Chunks = append(out.Chunks, beam.Chunk{Name: docsChunk, Data: data})
	} else if !d.left {
		docs, err := h.docsTerm(d)
		if err := add(docsChunk, docs, err); err != nil {
			return nil, err
		}
	}
	return beam.Write(&out)
}

// debugInfo is {:debug_info_v1, :elixir_erl, {:elixir_v1, definitions, typespecs}}; the definitions are :none when they are not
// kept.
func (h *Session) debugInfo(d *documentation) (term.Term, error) {
	forms, err := h.literalToTerm(&h.c.Builder, d.abstract)
	if err != nil {
		return term.None, err
	}
	c := h.c
	kept := h.mustAtom("none")
	if d.kept != nil {
		if kept, err = h.definitionsMap(d); err != nil {
			return term.None, err
		}
	}
	return c.Tuple3(h.mustAtom("debug_info_v1"), h.mustAtom("elixir_erl"), c.Tuple3(h.mustAtom("elixir_v1"), kept, forms)), nil
}

// definitionsMap is the map of Elixir's debug information.
func (h *Session) definitionsMap(d *documentation) (term.Term, error) {
	m := d.kept
	w := literalWriter{termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h, versions: true}}
	b := w.b
	var defs []term.Term
	for _, def := range m.Definitions {
		var clauses []term.Term
		for i := range def.Clauses {
			c := &def.Clauses[i]
			clauses = append(clauses, b.Tuple(w.meta(c.Meta), w.termWriter.list(c.Args), w.termWriter.list(c.Guards), w.node(c.Body)))
		}
		name := b.Tuple2(w.atom(def.Name), term.Small(int64(def.Arity)))
		defs = append(defs, b.Tuple(name, w.atom(def.Kind.String()), w.meta(def.Meta), b.List(clauses, term.Nil)))
	}
	value := func(n quoted.Node) term.Term {
		if n == nil {
			return term.Nil
		}
		return w.value(n)
	}
	structure := term.AtomNil
	if m.Struct != nil {
		structure = value(m.Struct)
	}
	return maps.FromPairs(b, []term.Term{
		w.atom("module"), w.atom(string(m.Name)),
		w.atom("file"), b.BinaryString(m.File),
		w.atom("relative_file"), b.BinaryString(h.Relative(m.File)),
		w.atom("line"), term.Small(int64(m.Line)),
		w.atom("anno"), term.Small(int64(m.Line)),
		w.atom("definitions"), b.List(defs, term.Nil),
		w.atom("attributes"), value(quoted.List(pairs(m.Attributes))),
		w.atom("struct"), structure,
		w.atom("deprecated"), value(m.Deprecated),
		w.atom("compile_opts"), term.Nil,
		w.atom("unreachable"), term.Nil,
	}), w.err
}

// keepsDefinitions tells whether the definitions of a module are kept for its debug information.
func (h *Session) keepsDefinitions(m *expand.Module) bool {
	return m.Protocol || !m.NoDebugInfo && h.flag("debug_info")
}

// definitionAt reads a definition of a map of debug information: {{name, arity}, kind, meta, clauses}.
func (h *Session) definitionAt(t term.Term) (*expand.Definition, bool) {
	if !t.IsTupleOf(4) || !t.TupleElem(0).IsTupleOf(2) || !t.TupleElem(1).IsAtom() {
		return nil, false
	}
	name, arity := t.TupleElem(0).TupleElem(0), t.TupleElem(0).TupleElem(1)
	if !name.IsAtom() || !arity.IsSmall() {
		return nil, false
	}
	d := &expand.Definition{Name: h.name(name), Arity: int(arity.SmallValue())}
	for k := expand.Def; k <= expand.Defmacrop; k++ {
		if k.String() == h.name(t.TupleElem(1)) {
			d.Kind = k
		}
	}
	r := termReader{atoms: h.node.Atoms, versions: true}
	d.Meta, _ = r.meta(t.TupleElem(2))
	for l := t.TupleElem(3); l.IsCons(); l = l.Cdr() {
		if !l.Car().IsTupleOf(4) {
			return nil, false
		}
		c := expand.Clause{Body: r.node(l.Car().TupleElem(3))}
		c.Meta, _ = r.meta(l.Car().TupleElem(0))
		for i, to := range []*[]quoted.Node{&c.Args, &c.Guards} {
			for e := l.Car().TupleElem(i + 1); e.IsCons(); e = e.Cdr() {
				*to = append(*to, r.node(e.Car()))
			}
		}
		d.Clauses = append(d.Clauses, c)
	}
	return d, r.err == nil
}

// chunkOf is a chunk of a module in the form of a .beam file.
func chunkOf(data []byte, name string) ([]byte, bool) {
	m, err := beam.Read(data)
	if err != nil {
		return nil, false
	}
	for _, c := range m.Chunks {
		if c.Name == name {
			return c.Data, true
		}
	}
	return nil, false
}

// keptDefinition is a definition from the file that a module was loaded from, or nil.
func (h *Session) keptDefinition(module term.Term, name string, arity int) *expand.Definition {
	loaded := h.node.Code.Module(module)
	file := h.fileOf(loaded)
	if loaded == nil {
		file = h.findFile(h.name(module))
	}
	data, ok := h.objectCode(file)
	if !ok {
		return nil
	}
	chunk, ok := chunkOf(data, debugChunk)
	if !ok {
		return nil
	}
	t, err := h.decode(chunk)
	if err != nil || !t.IsTupleOf(3) || !t.TupleElem(2).IsTupleOf(3) || !t.TupleElem(2).TupleElem(1).IsMap() {
		return nil
	}
	for l := maps.Get(t.TupleElem(2).TupleElem(1), h.mustAtom("definitions")); l.IsCons(); l = l.Cdr() {
		if d, ok := h.definitionAt(l.Car()); ok && d.Name == name && d.Arity == arity && !d.Kind.IsMacro() {
			return d
		}
	}
	return nil
}

// codeRebuild is :elixir_code.rebuild(map, chunks): the code of a module made of a map of debug information, with these chunks
// ([{name, binary}]) besides.
func codeRebuild(h *Session, args []term.Term) (term.Term, error) {
	r := envReader{atoms: h.node.Atoms, comp: h.Compiler, env: args[0]}
	m := &expand.Module{Name: quoted.Atom(r.name(r.field("module"))), Line: int32(r.small(r.field("line")))}
	if f := r.field("file"); f.IsBinary() {
		m.File = string(f.BinaryBytes())
	}
	for l := r.field("definitions"); l.IsCons(); l = l.Cdr() {
		d, ok := h.definitionAt(l.Car())
		if !ok {
			return term.None, argumentError("not a definition of a module's debug information")
		}
		d.File = m.File
		m.Definitions = append(m.Definitions, d)
	}
	var chunks []beam.Chunk
	for l := args[1]; l.IsCons(); l = l.Cdr() {
		name, err := text(l.Car().TupleElem(0))
		if err != nil {
			return term.None, err
		}
		data, err := text(l.Car().TupleElem(1))
		if err != nil {
			return term.None, err
		}
		chunks = append(chunks, beam.Chunk{Name: name, Data: []byte(data)})
	}
	literal := func(name string) quoted.Node {
		n, err := termToLiteral(h.node.Atoms, r.field(name))
		if err != nil {
			r.fail()
		}
		return n
	}
	attributes, _ := literal("attributes").(quoted.List)
	m.Deprecated, _ = literal("deprecated").(quoted.List)
	if s, ok := literal("struct").(quoted.List); ok {
		m.Struct = s
	}
	if r.err != nil {
		return term.None, argumentError("not a module's debug information")
	}
	in, err := h.moduleInput(m, m.Definitions)
	if err != nil {
		return term.None, err
	}
	if in.Attributes, err = h.encodeLiteral(attributes); err != nil {
		return term.None, err
	}
	in.Chunks = chunks
	return h.compiledBinary(in)
}

func (h *Session) compiledBinary(in *codegen.ModuleInput) (term.Term, error) {
	out, diags, err := h.compile(in)
	for _, d := range diags {
		h.Report(d)
	}
	if err != nil {
		return term.None, err
	}
	data, err := beam.Write(out)
	if err != nil {
		return term.None, err
	}
	return h.c.Binary(data), nil
}
