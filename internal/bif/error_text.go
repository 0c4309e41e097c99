package bif

import (
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

// errorTextNatives explain why a native raised badarg: what OTP's modules of these names say in words about each
// argument. Elixir's messages are made of it.
func errorTextNatives() []Native {
	return []Native{
		{"erl_erts_errors", "format_error", 2, formatError, 0},
		{"erl_stdlib_errors", "format_error", 2, formatError, 0},
		{"erl_kernel_errors", "format_error", 2, formatError, 0},
	}
}

// formatError gives a map of argument positions, from 1, to texts, for a reason and a stack trace whose first item
// has the arguments.
func formatError(c *proc.Ctx, args []term.Term) term.Term {
	module, function, arguments, cause, ok := failedCall(args[1])
	if !ok {
		return maps.Empty(&c.Builder)
	}
	var texts []string
	if args[0] == term.AtomBadarg || args[0] == term.AtomBadarith {
		name := c.Node.Atoms.Name(module.AtomIndex()) + ":" + c.Node.Atoms.Name(function.AtomIndex())
		texts = explainArguments(c, name, arguments, cause)
	}
	var pairs []term.Term
	for i, text := range texts {
		if text != "" {
			pairs = append(pairs, term.Small(int64(i+1)), c.BinaryString(text))
		}
	}
	return buildMap(c, pairs)
}

// failedCall takes the first item of a stack trace apart; cause is that of its error_info, or None.
func failedCall(trace term.Term) (module, function term.Term, arguments []term.Term, cause term.Term, ok bool) {
	if !trace.IsCons() || !trace.Car().IsTupleOf(4) {
		return
	}
	e := trace.Car().TupleElems()
	if !e[0].IsAtom() || !e[1].IsAtom() || !e[2].IsList() {
		return
	}
	for list := e[3]; list.IsCons(); list = list.Cdr() {
		item := list.Car()
		if item.IsTupleOf(2) && item.TupleElem(0) == term.AtomErrorInfo && item.TupleElem(1).IsMap() {
			cause = maps.Get(item.TupleElem(1), term.AtomCause)
		}
	}
	return e[0], e[1], listElements(e[2]), cause, true
}

// explainArguments gives a text for each argument, empty for those that are in order. An argument that is wrong in itself is
// named; where none is, those are that can still be the reason.
func explainArguments(c *proc.Ctx, name string, arguments []term.Term, cause term.Term) []string {
	kinds, ok := argumentKinds(name, len(arguments))
	if !ok {
		return nil
	}
	texts := make([]string, len(arguments))
	found := false
	for i, kind := range kinds {
		texts[i] = kind.wrong(c, arguments[i])
		found = found || texts[i] != ""
	}
	if text, position := causeText(cause, name); text != "" && position <= len(texts) {
		if texts[position-1] == "" {
			texts[position-1] = text
		}
		return texts
	}
	for i, kind := range kinds {
		if !found && kind.possible != nil {
			texts[i] = kind.possible(arguments, i)
			found = texts[i] != "" && kind.alone
		}
	}
	return texts
}

// causeText is the text for a cause that a native of ets gave, and the argument it is about.
func causeText(cause term.Term, name string) (text string, position int) {
	switch cause {
	case term.AtomId:
		return "the table identifier does not refer to an existing ETS table", 1
	case term.AtomAccess, term.AtomNotOwner:
		return "the table identifier refers to an ETS table with insufficient access rights", 1
	case term.AtomType:
		return "the table identifier refers to an ETS table of a type not supported by this operation", 1
	case term.AtomAlreadyExists:
		return "table name already exists", 1
	case term.AtomBadkey:
		return "not a key that exists in the table", 2
	case term.AtomOwner:
		return "the process is already the owner of the table", 2
	case term.AtomKeypos:
		return "the position is the same as the key position", 3
	case term.AtomNotAnInteger:
		return "the value in the given position, in the object, is not an integer", 3
	case term.AtomPosition:
		switch name {
		case "ets:lookup_element":
			return "position is greater than the size of the object", 3
		case "ets:update_element":
			return "out of range", 3
		}
		return "the position in the update operation is out of range", 3
	}
	return "", 0
}
