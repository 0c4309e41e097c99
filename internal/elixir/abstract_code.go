package elixir

import (
	"joist/internal/beam"
	"joist/internal/etf"
	"joist/internal/maps"
	"joist/internal/quoted"
	"joist/internal/term"
)

// The typespecs of a module are kept with its documentation, and in the debug information of a module that is written.

const debugChunk = "Dbgi"

// writeModule is a module as a BEAM file.
func (h *Session) writeModule(m *beam.Module) ([]byte, error) {
	name, err := h.atom(m.Name)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	d := h.docs[h.node.Code.Module(name)]
	h.mu.Unlock()
	if d == nil || len(d.abstract) == 0 {
		return beam.Write(m)
	}
	forms, err := h.literalToTerm(&h.c.Builder, d.abstract)
	if err != nil {
		return nil, err
	}
	c := h.c
	version := c.Tuple3(h.mustAtom("elixir_v1"), maps.FromPairs(&c.Builder, nil), forms)
	info, err := etf.Encode(h.node.Atoms, c.Tuple3(h.mustAtom("debug_info_v1"), h.mustAtom("elixir_erl"), version), etf.DefaultOptions)
	if err != nil {
		return nil, err
	}
	out := *m
	out.Chunks = append(m.Chunks[:len(m.Chunks):len(m.Chunks)], beam.Chunk{Name: debugChunk, Data: info})
	return beam.Write(&out)
}

// codeAbstract is :elixir_code.abstract(module or binary): the list of the forms of the typespecs, or nil when nothing is
// known.
func codeAbstract(h *Session, args []term.Term) (term.Term, error) {
	if args[0].IsBinary() {
		return h.abstractOf(args[0].BinaryBytes())
	}
	d := h.documentationArg(args[0])
	if d == nil {
		return term.AtomNil, nil
	}
	list := d.abstract
	if list == nil {
		list = quoted.List{}
	}
	return h.literalToTerm(&h.c.Builder, list)
}

func (h *Session) abstractOf(data []byte) (term.Term, error) {
	m, err := beam.Read(data)
	if err != nil {
		return term.AtomNil, nil
	}
	for _, c := range m.Chunks {
		if c.Name != debugChunk {
			continue
		}
		t, err := h.decode(c.Data)
		if err == nil && t.IsTupleOf(3) && t.TupleElem(2).IsTupleOf(3) {
			return t.TupleElem(2).TupleElem(2), nil
		}
	}
	return term.Nil, nil
}
