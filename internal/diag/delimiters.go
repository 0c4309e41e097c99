package diag

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// closing is where the closing delimiter stands or is missing, and the lines up to there. A
// missing one is put at the end of the last line that is not empty.
func closing(d *Diagnostic, snippet string) (Pos, []string) {
	lines := strings.Split(snippet, "\n")
	end := d.EndPos
	if d.Exception != "TokenMissingError" {
		return end, lines
	}
	for len(lines) > 1 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
		end.Line--
	}
	end.Column = utf8.RuneCountInString(lines[len(lines)-1]) + 1
	return end, lines
}

// renderDelimiters shows an opening delimiter and where its closing one should be:
//
//	  error: unexpected token: )
//	  │
//	1 │ [1, 2)
//	  │ │    └ mismatched closing delimiter (expected "]")
//	  │ └ unclosed delimiter
//	  │
//	  └─ nofile:1:6
func renderDelimiters(d *Diagnostic, snippet string) string {
	end, lines := closing(d, snippet)
	expected := d.Expected
	if !strings.ContainsAny(expected, `"'`) {
		expected = `"` + expected + `"`
	}
	const opened = "└ unclosed delimiter"
	closed := "└ mismatched closing delimiter (expected " + expected + ")"
	if d.Exception == "TokenMissingError" {
		closed = "└ missing closing delimiter (expected " + expected + ")"
	}
	digits := len(strconv.Itoa(end.Line))
	gutter := blanks(max(2, digits) + 1)
	var body []string
	switch {
	case d.Pos.Line == end.Line:
		body = []string{
			numbered(end.Line, digits, lines[0]),
			gutter + " │ " + blanks(d.Pos.Column-1) + "│" + blanks(end.Column-d.Pos.Column-1) + closed,
			gutter + " │ " + blanks(d.Pos.Column-1) + opened,
		}
	case end.Line-d.Pos.Line < 5:
		for i, line := range lines {
			number := d.Pos.Line + i
			body = append(body, numbered(number, digits, line))
			switch number {
			case d.Pos.Line:
				body = append(body, gutter+" │ "+blanks(d.Pos.Column-1)+opened)
			case end.Line:
				body = append(body, gutter+" │ "+blanks(end.Column-1)+closed)
			}
		}
	default:
		body = []string{
			numbered(d.Pos.Line, digits, lines[0]),
			" " + gutter + "│ " + blanks(d.Pos.Column-1) + opened,
			" ...",
			numbered(end.Line, digits, lines[len(lines)-1]),
			" " + gutter + "│ " + blanks(end.Column-1) + closed,
		}
	}
	message := strings.ReplaceAll(d.Message, "\n", "\n "+gutter)
	return " " + gutter + "error: " + message + "\n" +
		" " + gutter + "│\n" +
		strings.Join(body, "\n") + "\n" +
		" " + gutter + "│\n" +
		" " + gutter + "└─ " + place(d.File, end)
}

// numbered is a source line with its number in the gutter.
func numbered(number, digits int, line string) string {
	text := strconv.Itoa(number)
	pad := digits - len(text) + 1
	if len(text) == 1 {
		pad = max(2, digits)
	}
	return blanks(pad) + text + " │ " + line
}
