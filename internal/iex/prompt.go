package iex

import (
	"bytes"
	"strings"

	"joist"
)

// The prompts of the shell come among what is printed, between marks, right before the read that they belong to. They are kept,
// and drawn when that read begins: a prompt that can be seen is one whose line can be typed, and whatever is printed goes above
// it. Prompts of programs have no marks: they are what stands on the cursor's line.
const (
	promptStart = "\x1b_joist prompt "
	promptEnd   = "\x1b\\"
)

// What a line is read for. The values stand in the marks.
const (
	running      = 'r' // a program, or a question
	expression   = 'e'
	continuation = 'c'
)

// question is what the shell asks a line for.
type question struct {
	at     byte
	prompt []byte
}

// marked is a prompt of the given kind, for the read of a line; false for other kinds.
func marked(kind joist.Atom, prompt string) any {
	at := running
	switch kind {
	case "expression":
		at = expression
	case "continuation":
		at = continuation
	case "question":
	default:
		return false
	}
	return promptStart + string(at) + strings.ReplaceAll(prompt, promptEnd, "") + promptEnd
}

// takeQuestion takes the last question out of what is printed; nil when there is none.
func takeQuestion(text []byte) (rest []byte, asked *question) {
	for {
		start := bytes.Index(text, []byte(promptStart))
		if start < 0 {
			return text, asked
		}
		body := text[start+len(promptStart):]
		end := bytes.Index(body, []byte(promptEnd))
		if end < 1 {
			return text, asked
		}
		asked = &question{body[0], bytes.Clone(body[1:end])}
		text = append(bytes.Clone(text[:start]), body[end+len(promptEnd):]...)
	}
}
