package bif

import (
	"unicode/utf8"

	"joist/internal/proc"
	"joist/internal/term"
)

func atomNatives() []Native {
	return []Native{
		{"erlang", "atom_to_binary", 1, atomToBinary, 0},
		{"erlang", "atom_to_binary", 2, atomToBinary, 0},
		{"erlang", "atom_to_list", 1, atomToList, 0},
		{"erlang", "binary_to_atom", 1, textToAtom(binaryCharacters, intern), 0},
		{"erlang", "binary_to_atom", 2, textToAtom(binaryCharacters, intern), 0},
		{"erlang", "binary_to_existing_atom", 1, textToAtom(binaryCharacters, lookup), 0},
		{"erlang", "binary_to_existing_atom", 2, textToAtom(binaryCharacters, lookup), 0},
		{"erlang", "list_to_atom", 1, textToAtom(listCharacters, intern), 0},
		{"erlang", "list_to_existing_atom", 1, textToAtom(listCharacters, lookup), 0},
	}
}

// maxAtomLength is the length of the longest atom, in characters.
const maxAtomLength = 255

// isEncoding says whether t names a text encoding that atoms take.
func isEncoding(t term.Term) bool {
	return t == term.AtomUtf8 || t == term.AtomUnicode || t == term.AtomLatin1
}

func atomToBinary(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() || len(args) == 2 && !isEncoding(args[1]) {
		return c.Badarg()
	}
	name := c.Node.Atoms.Name(args[0].AtomIndex())
	if len(args) < 2 || args[1] != term.AtomLatin1 {
		return c.Binary([]byte(name))
	}
	var text []byte
	for _, r := range name {
		if r > 255 {
			return c.Badarg()
		}
		text = append(text, byte(r))
	}
	return c.Binary(text)
}

func atomToList(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	return c.String(c.Node.Atoms.Name(args[0].AtomIndex()))
}

// toAtom makes a name an atom; ok is false where it cannot be one.
type toAtom func(c *proc.Ctx, name string) (atom term.Term, ok bool)

func intern(c *proc.Ctx, name string) (term.Term, bool) {
	index, err := c.Node.Atoms.Intern(name)
	if err != nil {
		return term.None, false
	}
	return term.Atom(index), true
}

func lookup(c *proc.Ctx, name string) (term.Term, bool) {
	index, ok := c.Node.Atoms.Lookup(name)
	if !ok {
		return term.None, false
	}
	return term.Atom(index), true
}

// binaryCharacters reads a binary in an encoding as UTF-8.
func binaryCharacters(t, encoding term.Term) (name string, ok bool) {
	text, ok := bytesOf(t)
	if !ok {
		return "", false
	}
	if encoding != term.AtomLatin1 {
		return string(text), utf8.Valid(text)
	}
	runes := make([]rune, len(text))
	for i, b := range text {
		runes[i] = rune(b)
	}
	return string(runes), true
}

func listCharacters(t, _ term.Term) (name string, ok bool) {
	var text []byte
	for n := 0; t.IsCons(); t = t.Cdr() {
		r, ok := codepoint(t.Car())
		if !ok {
			return "", false
		}
		if n++; n > maxAtomLength+1 {
			continue
		}
		text = utf8.AppendRune(text, r)
	}
	return string(text), t.IsNil()
}

// codepoint is the character of a small integer that is a Unicode scalar value.
func codepoint(t term.Term) (r rune, ok bool) {
	if !t.IsSmall() || t.SmallValue() < 0 || t.SmallValue() > utf8.MaxRune {
		return 0, false
	}
	return rune(t.SmallValue()), utf8.ValidRune(rune(t.SmallValue()))
}

func textToAtom(read func(t, encoding term.Term) (string, bool), make toAtom) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		encoding := term.AtomUtf8
		if len(args) == 2 {
			encoding = args[1]
		}
		if !isEncoding(encoding) {
			return c.Badarg()
		}
		name, ok := read(args[0], encoding)
		if !ok {
			return c.Badarg()
		}
		if len(name) > maxAtomLength && utf8.RuneCountInString(name) > maxAtomLength {
			return c.SystemLimit()
		}
		atom, ok := make(c, name)
		if !ok {
			return c.Badarg()
		}
		return atom
	}
}
