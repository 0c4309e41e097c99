package iex

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// screen shows what a terminal of the same size would: it knows the sequences that the shell uses.
type testScreen struct {
	columns, rows int
	lines         [][]rune // a wide character is followed by 0
	x, y          int
	wrap          bool     // the last column was written: the next character starts a new line
	scrolled      []string // lines that left at the top
	partial       []byte
	unknown       []string    // sequences that were not understood
	behind        *testScreen // what comes back when the alternate screen is left
}

func newTestScreen(columns, rows int) *testScreen {
	s := &testScreen{columns: columns, rows: rows}
	for range rows {
		s.lines = append(s.lines, s.blank())
	}
	return s
}

func (s *testScreen) blank() []rune { return []rune(strings.Repeat(" ", s.columns)) }

func (s *testScreen) resize(columns, rows int) {
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

func (s *testScreen) scroll() {
	s.scrolled = append(s.scrolled, text(s.lines[0]))
	s.lines = append(s.lines[1:], s.blank())
}

func text(line []rune) string {
	return strings.TrimRight(strings.ReplaceAll(string(line), "\x00", ""), " ")
}

// String is what is on the screen, without empty lines at the end.
func (s *testScreen) String() string {
	var b strings.Builder
	for _, l := range s.lines {
		b.WriteString(text(l) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// all is everything that was on the screen, the oldest first.
func (s *testScreen) all() string { return strings.Join(append(s.scrolled, s.String()), "\n") }

func (s *testScreen) Write(p []byte) (int, error) {
	n := len(p)
	p = append(s.partial, p...)
	s.partial = nil
	for len(p) > 0 {
		k := keyLength(p)
		if len(p) >= 3 && p[0] == escape && p[1] == '(' { // a character set
			p = p[3:]
			continue
		}
		if k == 0 || p[0] == escape && k == 1 {
			s.partial = append([]byte(nil), p...)
			break
		}
		if p[0] == escape {
			s.sequence(string(p[:k]))
		} else {
			r, _ := utf8.DecodeRune(p)
			s.put(r)
		}
		p = p[k:]
	}
	return n, nil
}

func (s *testScreen) put(r rune) {
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

func (s *testScreen) down() {
	if s.y++; s.y >= s.rows {
		s.scroll()
		s.y = s.rows - 1
	}
}

func (s *testScreen) sequence(seq string) {
	if !strings.HasPrefix(seq, "\x1b[") {
		s.unknown = append(s.unknown, seq)
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
		s.unknown = append(s.unknown, seq)
	}
}

// alternate enters or leaves the screen that programs use that fill it.
func (s *testScreen) alternate(on bool) {
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

func (s *testScreen) clear(y, from int) {
	for x := from; x < s.columns; x++ {
		s.lines[y][x] = ' '
	}
}
