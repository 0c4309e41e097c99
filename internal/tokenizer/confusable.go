package tokenizer

import (
	_ "embed"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// Two names of a file that look alike are written with different characters: a Latin a and a Cyrillic one, or the same characters
// that are shown in another order where some are written from right to left. They are found by their skeletons (UTS 39, section
// 4): each character is replaced by the one that stands for all that look like it. Files in ASCII are not looked at.

// confusables has a line for each character with what stands for it, of Unicode's confusables.txt; see TestConfusables.
//
//go:embed confusables.txt
var confusables string

// prototype is what stands for a character.
func prototype(r rune) string {
	if r < 0x80 && (isUpper(byte(r)) || isLower(byte(r)) || isDigit(byte(r))) {
		return string(r)
	}
	key := "\n" + string(r)
	i := strings.Index(confusables, key)
	if i < 0 {
		return string(r)
	}
	rest := confusables[i+len(key):]
	return rest[:strings.IndexByte(rest, '\n')]
}

// skeleton is the same for names that look alike.
func skeleton(name string) string {
	chars := []rune(norm.NFD.String(name))
	if len(chars) > 1 && hasRightToLeft(name) {
		chars = visual(chars)
	}
	var sb strings.Builder
	for _, r := range chars {
		sb.WriteString(prototype(r))
	}
	return norm.NFD.String(sb.String())
}

// direction is in which a character is written.
type direction uint8

const (
	leftToRight direction = iota
	rightToLeft
	neutral
	weakNumber
)

func (d direction) String() string { return [...]string{"ltr", "rtl", "neutral", "weak_number"}[d] }

func directionOf(r rune) direction {
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL:
		return rightToLeft
	case bidi.EN, bidi.AN, bidi.ES, bidi.ET, bidi.CS:
		return weakNumber
	case bidi.L:
		return leftToRight
	}
	return neutral
}

func hasRightToLeft(name string) bool {
	for _, r := range name {
		if directionOf(r) == rightToLeft {
			return true
		}
	}
	return false
}

// visual puts the characters of a name into the order in which they are shown: runs from right to left are turned round, with the
// neutral characters and numbers inside them (UAX 9, without what names cannot have).
func visual(chars []rune) []rune {
	var out, run, neutrals []rune
	current := leftToRight
	for _, r := range chars {
		switch d := directionOf(r); {
		case d == weakNumber:
			run = append(append(run, neutrals...), r)
			neutrals = nil
		case d == neutral:
			neutrals = append(neutrals, r)
		case d == current:
			run = append(append(run, neutrals...), r)
			neutrals = nil
		case d == leftToRight:
			out = append(append(out, reversed(run)...), neutrals...)
			run, neutrals, current = []rune{r}, nil, leftToRight
		default:
			out = append(append(out, run...), neutrals...)
			run, neutrals, current = []rune{r}, nil, rightToLeft
		}
	}
	if current == rightToLeft {
		return append(append(out, reversed(run)...), neutrals...)
	}
	return append(append(out, run...), neutrals...)
}

func reversed(chars []rune) []rune {
	out := make([]rune, len(chars))
	for i, r := range chars {
		out[len(chars)-1-i] = r
	}
	return out
}

// lint warns of names that look like an earlier one.
func (t *tokenizer) lint() {
	type place struct {
		name string
		line int32
	}
	first := map[string]place{}
	for i := range t.toks {
		tok := &t.toks[i]
		switch tok.Kind {
		case Identifier, OpIdentifier, ParenIdentifier, BracketIdentifier, Keyword, Alias, Atom:
		default:
			continue
		}
		if tok.Delim != 0 {
			continue
		}
		name := t.names.names[tok.Val]
		look := skeleton(name)
		before, seen := first[look]
		switch {
		case !seen:
			first[look] = place{name, tok.Line}
		case before.name != name:
			t.warn(tok.Line, tok.Column, fmt.Sprintf("confusable identifier: '%s' looks like '%s' on line %d, but they are written using different characters%s",
				name, before.name, before.line, compared(name, before.name)))
		}
	}
}

func compared(name, before string) string {
	text := directions(name)
	if text != "" {
		text = "\n\n" + text
	}
	return text + "\n" + directions(before) + "\n"
}

// directions lists the characters of a name that is not only written from left to right.
func directions(name string) string {
	if !hasRightToLeft(name) {
		return ""
	}
	var sb strings.Builder
	sb.WriteString("'" + name + "' includes right-to-left characters:\n")
	for _, r := range name {
		fmt.Fprintf(&sb, "  \\u%04X %c %s\n", r, r, directionOf(r))
	}
	return sb.String()
}

const unicodePage = "See https://hexdocs.pm/elixir/unicode-syntax.html for more information."

// suggestion is the hint for a name that is not allowed: what it is in the form NFKC, or what it looks like, if that is
// allowed; "" when neither is.
func suggestion(wrong string) string {
	change := func(what, how, allowed string) string {
		return what + "\n\nGot:\n\n    \"" + wrong + "\" (code points" + codePoints(wrong) + ")\n\nHint: You could write the above in a " + how +
			" that is accepted by Elixir:\n\n    \"" + allowed + "\" (code points" + codePoints(allowed) + ")\n\n" + unicodePage
	}
	if nfkc := norm.NFKC.String(wrong); allowedName(nfkc) {
		return change("Elixir expects unquoted Unicode atoms, variables, and calls to use allowed codepoints and to be in NFC form.", "compatible format", nfkc)
	}
	if look := skeleton(wrong); allowedName(look) {
		return change("Codepoint failed identifier tokenization, but a simpler form was found.", "similar way", look)
	}
	return ""
}

func allowedName(name string) bool {
	return isIdent(name) && !mixesScripts(strings.ReplaceAll(name, "_", ""))
}
