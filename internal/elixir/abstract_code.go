package elixir

import (
	"joist/internal/quoted"
	"joist/internal/term"
)

// The typespecs of a module are kept with its documentation, and in the debug information of a module that is written.

// codeAbstract is :elixir_code.abstract(module or binary): the list of the forms of the typespecs, or nil when nothing is
// known.
func codeAbstract(h *Session, args []term.Term) (term.Term, error) {
	if args[0].IsBinary() {
		return h.abstractOf(args[0].BinaryBytes())
	}
	d := h.documentationArg(args[0])
	if d == nil {
		if data, ok := h.objectCode(h.fileOf(h.node.Code.Module(args[0]))); ok {
			return h.abstractOf(data)
		}
		return term.AtomNil, nil
	}
	list := d.abstract
	if list == nil {
		list = quoted.List{}
	}
	return h.literalToTerm(&h.c.Builder, list)
}

func (h *Session) abstractOf(data []byte) (term.Term, error) {
	chunk, ok := chunkOf(data, debugChunk)
	if !ok {
		return term.AtomNil, nil
	}
	t, err := h.decode(chunk)
	if err != nil || !t.IsTupleOf(3) || !t.TupleElem(2).IsTupleOf(3) {
		return term.AtomNil, nil
	}
	return t.TupleElem(2).TupleElem(2), nil
}
