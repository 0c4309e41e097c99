package diag

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// location is "file:line:column: ", leaving out what is unknown.
func location(file string, pos Pos) string {
	s := place(file, pos)
	if s != "" {
		s += ": "
	}
	return s
}

// place is "file:line:column", leaving out what is unknown.
func place(file string, pos Pos) string {
	s := file
	if pos.Line > 0 {
		s += ":" + strconv.Itoa(pos.Line)
		if pos.Column > 0 {
			s += ":" + strconv.Itoa(pos.Column)
		}
	}
	return s
}

// place is where the diagnostic belongs.
func (d *Diagnostic) place() string {
	if d.In == "" {
		return place(d.File, d.Pos)
	}
	return place(d.File, d.Pos) + ": " + d.In
}

// Lines cuts lines first to last (from 0) out of a source, each indented by indent blanks. The
// result is empty when there is no such line, or when it is one line of nothing but blanks.
func Lines(source string, first, last, indent int) string {
	lines := strings.Split(source, "\n")
	if first < 0 || first >= len(lines) {
		return ""
	}
	last = min(last, len(lines)-1)
	if first == last && strings.TrimSpace(lines[first]) == "" {
		return ""
	}
	pad := strings.Repeat(" ", max(indent, 0))
	var sb strings.Builder
	for i := first; i <= last; i++ {
		if i > first {
			sb.WriteByte('\n')
		}
		sb.WriteString(pad + lines[i])
	}
	return sb.String()
}

// Render formats a diagnostic as Elixir prints it: the message, the source line with a mark below
// the place, and the location.
//
//	  error: undefined variable "x"
//	  │
//	3 │   x + 1
//	  │   ^
//	  │
//	  └─ lib/a.ex:3:3
//
// source is the whole text, from which the line is cut when d carries none; without either, only
// message and location are shown.
func Render(d *Diagnostic, source string) string {
	snippet := d.Snippet
	if snippet == "" && source != "" && d.Pos.Line > 0 {
		snippet = Lines(source, d.Pos.Line-1, max(d.EndPos.Line, d.Pos.Line)-1, 0)
	}
	if d.Severity == Error && d.Expected != "" && snippet != "" {
		return renderDelimiters(d, snippet)
	}
	message := d.Message
	if d.Hint != "" {
		message += "\n\n" + d.Hint
	}
	if snippet == "" {
		return prefix(d.Severity) + " " + message + d.places("\n")
	}
	return renderLine(d, message, strings.TrimSuffix(firstLine(snippet), "\r"))
}

// Message is the message of the exception that a diagnostic is raised as: for syntax errors a
// heading and what Render shows, for others the location and the text.
func Message(d *Diagnostic) string {
	heading := ""
	switch d.Exception {
	case "SyntaxError":
		heading = "invalid syntax found on "
	case "TokenMissingError":
		heading = "token missing on "
	case "MismatchedDelimiterError":
		heading = "mismatched delimiter found on "
	default:
		return d.Error()
	}
	pos := d.Pos
	body := Render(d, "")
	switch {
	case d.Expected != "" && d.Snippet != "":
		pos, _ = closing(d, d.Snippet)
	case d.Snippet == "" && d.Exception == "SyntaxError":
		body = "   " + strings.ReplaceAll(body, "\n", "\n   ")
	}
	return heading + place(d.File, pos) + ":\n" + body
}

func prefix(s Severity) string {
	if s == Warning {
		return "warning:"
	}
	return "error:"
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }

// renderLine shows one source line. A line that is indented far is shown without most of that.
func renderLine(d *Diagnostic, message, line string) string {
	const farIndent, keptIndent = 27, 22
	digits := len(strconv.Itoa(d.Pos.Line))
	gutter := blanks(max(2, digits) + 1)
	column := d.Pos.Column
	if trimmed, width := trimBlanks(line); width >= farIndent {
		line = "..." + blanks(keptIndent-3) + trimmed
		column -= width - keptIndent
	}
	mark := "^"
	if d.Severity == Warning {
		mark = "~"
	}
	under := ""
	if d.Pos.Column > 0 {
		under = blanks(column-1) + strings.Repeat(mark, spanLength(d))
	} else {
		rest, width := trimBlanks(line)
		under = blanks(width) + strings.Repeat(mark, utf8.RuneCountInString(rest))
	}
	number := strconv.Itoa(d.Pos.Line)
	if digits == 1 {
		number = " " + number
	}
	// Continuation lines of the message stand below its first.
	width := 2
	if digits == 1 {
		width = 3
	}
	message = padLines(message, "\n"+blanks(digits+width))
	return " " + gutter + prefix(d.Severity) + " " + message + "\n" +
		" " + gutter + "│\n" +
		" " + number + " │ " + line + "\n" +
		" " + gutter + "│ " + under + "\n" +
		" " + gutter + "│" + d.places("\n "+gutter)
}

// places lists where the diagnostic belongs, each on a line of its own.
func (d *Diagnostic) places(line string) string {
	text := line + "└─ " + d.place()
	for i := range d.Others {
		text += line + "└─ " + d.Others[i].place()
	}
	return text
}

// padLines indents all lines but the first and those that are empty in between.
func padLines(s, separator string) string {
	lines := strings.Split(s, "\n")
	var sb strings.Builder
	for i, line := range lines {
		if i > 0 {
			if line == "" {
				sb.WriteByte('\n')
				continue
			}
			sb.WriteString(separator)
		}
		sb.WriteString(line)
	}
	return sb.String()
}

// trimBlanks takes the indentation off a line; a tab counts as eight blanks.
func trimBlanks(line string) (rest string, width int) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			width++
		case '\t':
			width += 8
		default:
			return line[i:], width
		}
	}
	return "", width
}

// spanLength is the number of columns to mark.
func spanLength(d *Diagnostic) int {
	if d.EndPos.Line == d.Pos.Line && d.EndPos.Column > d.Pos.Column {
		return d.EndPos.Column - d.Pos.Column
	}
	return 1
}
