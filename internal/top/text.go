package top

import (
	"strings"
	"unicode"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/uniseg"
)

// clip makes a text at most width columns wide, counting wide characters as two. What is cut off is marked with a dot.
func clip(s string, width int) string {
	s = printable(s)
	if width <= 0 {
		return ""
	}
	if uniseg.StringWidth(s) <= width {
		return s
	}
	return prefix(s, width-1) + "…"
}

// prefix is as much of a text as finds room in width columns.
func prefix(s string, width int) string {
	length := 0
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if width -= g.Width(); width < 0 {
			break
		}
		length += len(g.Str())
	}
	return s[:length]
}

// clipStart cuts off the start and keeps the end.
func clipStart(s string, width int) string {
	s = printable(s)
	total := uniseg.StringWidth(s)
	if total <= width || width <= 0 {
		return clip(s, width)
	}
	rest := s
	for g := uniseg.NewGraphemes(s); total > width-1 && g.Next(); {
		total -= g.Width()
		rest = rest[len(g.Str()):]
	}
	return "…" + rest
}

// printable puts a dot in the place of what would move the cursor.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return '·'
		}
		return r
	}, s)
}

// pad clips or fills a text to exactly width columns.
func pad(s string, width int) string {
	s = clip(s, width)
	return s + strings.Repeat(" ", max(0, width-uniseg.StringWidth(s)))
}

// padLeft is pad with the text at the right.
func padLeft(s string, width int) string {
	s = clip(s, width)
	return strings.Repeat(" ", max(0, width-uniseg.StringWidth(s))) + s
}

// write writes a text at a place, at most width columns of it, and returns the column behind it.
func (v *view) write(x, y, width int, s string, style tcell.Style) int {
	s = clip(s, width)
	v.screen.PutStrStyled(x, y, s, style)
	return x + uniseg.StringWidth(s)
}

// line writes a whole line.
func (v *view) line(y int, s string, style tcell.Style) {
	width, _ := v.screen.Size()
	v.screen.PutStrStyled(0, y, pad(s, width), style)
}

// item is a label and a value of the head of the screen.
type item struct{ label, value string }

// flow writes items side by side, on at most lines lines; those that find no room are left out. It returns the line below.
func (v *view) flow(y, lines int, items []item) int {
	width, _ := v.screen.Size()
	x, end := 0, y+lines
	for _, it := range items {
		w := uniseg.StringWidth(it.label) + 1 + uniseg.StringWidth(it.value)
		if x > 0 && x+2+w > width {
			x = 0
			y++
		} else if x > 0 {
			x += 2
		}
		if y >= end {
			return end
		}
		x = v.write(x, y, width-x, it.label+" ", v.styles.plain)
		x = v.write(x, y, width-x, it.value, v.styles.bold)
	}
	return y + 1
}
