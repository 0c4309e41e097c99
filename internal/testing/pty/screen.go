// Package pty gives tests a pseudo-terminal, and shows what a person would see on it.
//
// A Screen knows the escape sequences that joist's shell and live view use, and keeps others in Unknown. A Terminal, on Linux,
// is a pseudo-terminal with a Screen: the test types with Send and waits with WaitFor for what is to be seen. No method waits for time to pass.
package pty

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Screen shows what a terminal of the same size would.
type Screen struct {
	// Unknown are the sequences that were not understood.
	Unknown []string

	columns, rows int
	lines         [][]rune // a wide character is followed by 0
	x, y          int
	wrap          bool     // the last column was written: the next character starts a new line
	scrolled      []string // lines that left at the top
	partial       []byte
	behind        *Screen // what comes back when the alternate screen is left
}

// NewScreen makes an empty screen.
func NewScreen(columns, rows int) *Screen {
	s := &Screen{columns: columns, rows: rows}
	for range rows {
		s.lines = append(s.lines, s.blank())
	}
	return s
}

func (s *Screen) blank() []rune { return []rune(strings.Repeat(" ", s.columns)) }

// Resize keeps what fits.
func (s *Screen) Resize(columns, rows int) {
	for i, l := range s.lines {
		next := []rune(strings.Repeat(" ", columns))
		copy(next, l)
		s.lines[i] = next
	}
	s.columns = columns
	for len(s.lines) < rows {
		s.lines = append(s.lines, s.blank())
	}
	for len(s.lines) > rows {
		if s.y < len(s.lines)-1 {
			s.lines = s.lines[:len(s.lines)-1]
			continue
		}
		s.scroll()
		s.lines = s.lines[:len(s.lines)-1]
		s.y--
	}
	s.rows = rows
	s.x = min(s.x, columns-1)
}

func (s *Screen) scroll() {
	s.scrolled = append(s.scrolled, text(s.lines[0]))
	s.lines = append(s.lines[1:], s.blank())
}

func text(line []rune) string {
	return strings.TrimRight(strings.ReplaceAll(string(line), "\x00", ""), " ")
}

// String is what is on the screen, without empty lines at the end.
func (s *Screen) String() string {
	var b strings.Builder
	for _, l := range s.lines {
		b.WriteString(text(l) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// All is everything that was on the screen, the oldest first.
func (s *Screen) All() string { return strings.Join(append(s.scrolled, s.String()), "\n") }

// Write shows what a program writes to its terminal.
func (s *Screen) Write(p []byte) (int, error) {
	n := len(p)
	p = append(s.partial, p...)
	s.partial = nil
	for len(p) > 0 {
		k := sequenceLength(p)
		if len(p) >= 3 && p[0] == 0x1b && p[1] == '(' { // a character set
			p = p[3:]
			continue
		}
		if k == 0 || p[0] == 0x1b && k == 1 {
			s.partial = append([]byte(nil), p...)
			break
		}
		if p[0] == 0x1b {
			s.sequence(string(p[:k]))
		} else {
			r, _ := utf8.DecodeRune(p)
			s.put(r)
		}
		p = p[k:]
	}
	return n, nil
}

func (s *Screen) put(r rune) {
	switch {
	case r == '\n':
		s.down()
		return
	case r == '\r':
		s.x, s.wrap = 0, false
		return
	case r == '\b':
		s.x, s.wrap = max(0, s.x-1), false
		return
	case r < ' ':
		return
	}
	size := 1
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		size = 2
	}
	if s.wrap || s.x+size > s.columns {
		s.x, s.wrap = 0, false
		s.down()
	}
	s.lines[s.y][s.x] = r
	if size == 2 {
		s.lines[s.y][s.x+1] = 0
	}
	if s.x += size; s.x >= s.columns {
		s.x, s.wrap = s.columns-1, true
	}
}

func (s *Screen) down() {
	if s.y++; s.y >= s.rows {
		s.scroll()
		s.y = s.rows - 1
	}
}

func (s *Screen) sequence(seq string) {
	if strings.HasPrefix(seq, "\x1b]") {
		return
	}
	if !strings.HasPrefix(seq, "\x1b[") {
		s.Unknown = append(s.Unknown, seq)
		return
	}
	body, final := seq[2:len(seq)-1], seq[len(seq)-1]
	if body == "?1049" {
		s.alternate(final == 'h')
		return
	}
	if strings.HasPrefix(body, "?") || final == 'm' {
		return
	}
	first, second, _ := strings.Cut(body, ";")
	n, _ := strconv.Atoi(first)
	count := max(n, 1)
	s.wrap = s.wrap && (final == 'J' || final == 'K')
	switch final {
	case 'A':
		s.y = max(0, s.y-count)
	case 'B':
		s.y = min(s.rows-1, s.y+count)
	case 'C':
		s.x = min(s.columns-1, s.x+count)
	case 'D':
		s.x = max(0, s.x-count)
	case 'G':
		s.x = min(s.columns-1, count-1)
	case 'H':
		column, _ := strconv.Atoi(second)
		s.x, s.y = min(s.columns, max(column, 1))-1, min(s.rows, count)-1
	case 'K':
		s.clear(s.y, s.x)
	case 'J':
		if n == 2 {
			for y := range s.lines {
				s.clear(y, 0)
			}
			return
		}
		s.clear(s.y, s.x)
		for y := s.y + 1; y < s.rows; y++ {
			s.clear(y, 0)
		}
	default:
		s.Unknown = append(s.Unknown, seq)
	}
}

// alternate enters or leaves the screen that programs use that fill it.
func (s *Screen) alternate(on bool) {
	if on {
		kept := *s
		kept.lines = nil
		for y, line := range s.lines {
			kept.lines = append(kept.lines, line)
			s.lines[y] = s.blank()
		}
		s.behind = &kept
		return
	}
	if b := s.behind; b != nil {
		s.lines, s.x, s.y, s.wrap, s.behind = b.lines, b.x, b.y, b.wrap, nil
	}
}

func (s *Screen) clear(y, from int) {
	for x := from; x < s.columns; x++ {
		s.lines[y][x] = ' '
	}
}

// sequenceLength is the length of the first character or escape sequence, 0 when it is not all there.
func sequenceLength(p []byte) int {
	switch {
	case p[0] != 0x1b:
		if !utf8.FullRune(p) {
			return 0
		}
		_, n := utf8.DecodeRune(p)
		return n
	case len(p) == 1:
		return 1
	case p[1] == '[':
		for i := 2; i < len(p); i++ {
			if p[i] >= 0x40 && p[i] <= 0x7e {
				return i + 1
			}
		}
		return 0
	case p[1] == ']': // a title or a link, which a bell or a string terminator ends
		for i := 2; i < len(p); i++ {
			if p[i] == 7 || p[i] == '\\' && p[i-1] == 0x1b {
				return i + 1
			}
		}
		return 0
	}
	return 2
}
