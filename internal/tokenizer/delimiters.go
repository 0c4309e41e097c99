package tokenizer

import (
	"fmt"

	"joist/internal/diag"
)

// delimiter is an opening token that waits for its closing one.
type delimiter struct {
	kind                 Kind // LParen, LBracket, LCurly, LBit, Fn or Do
	line, column, indent int32
}

// hint remembers a do, fn or end whose indentation looks as if its partner were missing.
type hint struct {
	kind Kind // Do, Fn or End
	line int32
}

func openText(k Kind) string {
	switch k {
	case LParen:
		return "("
	case LBracket:
		return "["
	case LCurly:
		return "{"
	case LBit:
		return "<<"
	case Fn:
		return "fn"
	}
	return "do"
}

func closeText(k Kind) string {
	switch k {
	case LParen, RParen:
		return ")"
	case LBracket, RBracket:
		return "]"
	case LCurly, RCurly:
		return "}"
	case LBit, RBit:
		return ">>"
	}
	return "end"
}

// opens pushes an opening delimiter of n bytes.
func (t *tokenizer) opens(kind Kind, n int32) bool {
	t.push(kind, t.pos, 0)
	t.pos += n
	return t.opened(kind)
}

// opened remembers the last token as an open delimiter.
func (t *tokenizer) opened(kind Kind) bool {
	last := &t.toks[len(t.toks)-1]
	if len(t.open)+t.depth >= t.opts.MaxDepth {
		return t.fail(last.Line, last.Column, fmt.Sprintf("nesting is too deep: more than %d levels", t.opts.MaxDepth))
	}
	if n := len(t.open); (kind == Fn || kind == Do) && n > t.outer {
		// A do that is not indented more than the do around it: maybe that one lacks its end.
		if prev := t.open[n-1]; prev.kind == kind && t.indent <= prev.indent {
			t.hints = append(t.hints, hint{kind, prev.line})
		}
	}
	t.open = append(t.open, delimiter{kind, last.Line, last.Column, t.indent})
	return true
}

// closes pushes a closing delimiter of n bytes.
func (t *tokenizer) closes(kind Kind, n int32) bool {
	lines := t.linesBefore()
	if !t.closed(kind) {
		return false
	}
	t.push(kind, t.pos, 0).Lines = lines
	t.pos += n
	return true
}

// closed pairs a closing delimiter at the current place with the innermost open one.
func (t *tokenizer) closed(kind Kind) bool {
	text := closeText(kind)
	if len(t.open) == t.outer {
		if kind == End {
			return t.fail(t.line, t.column(), "unexpected reserved word: end"+t.strayEndHint())
		}
		return t.fail(t.line, t.column(), "unexpected token: "+text)
	}
	top := t.open[len(t.open)-1]
	if expected := closeText(top.kind); expected != text {
		word := "token"
		if kind == End {
			word = "reserved word"
		}
		t.err = &diag.Diagnostic{
			Exception: "MismatchedDelimiterError", File: t.opts.File,
			Message: "unexpected " + word + ": " + text,
			Pos:     diag.Pos{Line: int(top.line), Column: int(top.column)},
			EndPos:  diag.Pos{Line: int(t.line), Column: int(t.column())},
			Opening: openText(top.kind), Closing: text, Expected: expected,
		}
		return false
	}
	if top.kind == Do && t.indent > top.indent {
		// An end that is indented more than its do: maybe a do is missing.
		t.hints = append(t.hints, hint{End, t.line})
	}
	t.open = t.open[:len(t.open)-1]
	return true
}

func (t *tokenizer) strayEndHint() string {
	if line, ok := t.hintFor(End); ok {
		return fmt.Sprintf("\nhint: the \"end\" on line %d may not have a matching \"do\" defined before it (based on indentation)", line)
	}
	return ""
}

// hintFor returns the line of the latest hint of a kind.
func (t *tokenizer) hintFor(kind Kind) (int32, bool) {
	for i := len(t.hints) - 1; i >= 0; i-- {
		if t.hints[i].kind == kind {
			return t.hints[i].line, true
		}
	}
	return 0, false
}

// missingTerminator fails at the end of the source with a delimiter still open.
func (t *tokenizer) missingTerminator() bool {
	top := t.open[len(t.open)-1]
	opening, closing := openText(top.kind), closeText(top.kind)
	msg := "missing terminator: " + closing
	if line, ok := t.hintFor(top.kind); ok {
		msg += fmt.Sprintf("\nhint: it looks like the \"%s\" on line %d does not have a matching \"%s\"", opening, line, closing)
	}
	return t.failOpen(msg, top.line, top.column, opening, closing)
}

// failOpen reports what was opened at a position and is not closed at the current place.
func (t *tokenizer) failOpen(msg string, line, column int32, opening, closing string) bool {
	t.err = &diag.Diagnostic{
		Exception: "TokenMissingError", File: t.opts.File, Message: msg,
		Pos:     diag.Pos{Line: int(line), Column: int(column)},
		EndPos:  diag.Pos{Line: int(t.line), Column: int(t.column())},
		Opening: opening, Expected: closing,
	}
	return false
}

func (t *tokenizer) parenAfterAlias() bool {
	alias := t.names.names[t.toks[len(t.toks)-1].Val]
	return t.fail(t.line, t.column(), "unexpected ( after alias "+alias+
		". Function names and identifiers in Elixir start with lowercase characters or underscore. For example:\n\n"+
		"    hello_world()\n"+
		"    _starting_with_underscore()\n"+
		"    numb3rs_are_allowed()\n"+
		"    may_finish_with_question_mark?()\n"+
		"    may_finish_with_exclamation_mark!()\n\n"+
		"Unexpected token: (")
}
