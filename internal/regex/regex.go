// Package regex matches regular expressions in the syntax of PCRE, as Erlang's re does, with a
// backtracking engine written in Go.
//
// A pattern is translated into the engine's syntax and compiled. Text is UTF-8 when the
// pattern says so, and bytes otherwise; places in it are always counted in bytes. Not everything of PCRE
// exists: recursion, branch reset and callouts are refused.
package regex

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
)

// Pattern is a compiled pattern. It may be used by several goroutines at once.
type Pattern struct {
	engine  *regexp2.Regexp
	unicode bool
	// again finds a match at the place of an empty one that is not empty; compiled when first needed.
	again func() *regexp2.Regexp
	// linear is the pattern for Go's own engine, or nil; made when first needed.
	linear func() *linear
	groups int
	names  []Name
}

// Name is a named group.
type Name struct {
	Text  string
	Group int
}

// Limit is how long a single match may take: a pattern that goes back and forth without end is
// given up, as PCRE does after so many steps.
const Limit = 30 * time.Second

// Compile compiles a pattern. Flags are letters: u for Unicode, i, m, s and x as in Perl, U for ungreedy, f for a
// match that begins on the first line, A for one that begins where the search does.
func Compile(source []byte, flags string) (*Pattern, error) {
	opts := Options{Unicode: strings.Contains(flags, "u"), Ungreedy: strings.Contains(flags, "U"), Extended: strings.Contains(flags, "x")}
	text, names, err := Translate(source, opts)
	if err != nil {
		return nil, err
	}
	if strings.Contains(flags, "A") {
		text = `\G(?:` + text + `)`
	}
	var engineOpts regexp2.RegexOptions
	for _, f := range []struct {
		letter string
		option regexp2.RegexOptions
	}{{"i", regexp2.IgnoreCase}, {"m", regexp2.Multiline}, {"s", regexp2.Singleline}} {
		if strings.Contains(flags, f.letter) {
			engineOpts |= f.option
		}
	}
	engine, err := regexp2.Compile(text, engineOpts)
	if err != nil {
		return nil, &Error{strings.TrimPrefix(err.Error(), "error parsing regexp: "), len(source)}
	}
	engine.MatchTimeout = Limit
	p := &Pattern{engine: engine, unicode: opts.Unicode, names: names}
	p.again = sync.OnceValue(func() *regexp2.Regexp {
		// In the engine's syntax \G is where the search began.
		again := regexp2.MustCompile(`\G(?:`+text+`)(?!\G)`, engineOpts)
		again.MatchTimeout = Limit
		return again
	})
	for _, n := range engine.GetGroupNumbers() {
		if n != keptGroup {
			p.groups = max(p.groups, n)
		}
	}
	kept := bytes.Clone(source) // the caller's memory may be used again
	p.linear = sync.OnceValue(func() *linear { return asLinear(kept, flags, p.groups) })
	sort.Slice(p.names, func(i, j int) bool { return p.names[i].Text < p.names[j].Text })
	return p, nil
}

// Unicode says whether texts are UTF-8.
func (p *Pattern) Unicode() bool { return p.unicode }

// Groups is the number of groups, without the whole match.
func (p *Pattern) Groups() int { return p.groups }

// Names lists the named groups by name.
func (p *Pattern) Names() []Name { return p.names }

// Span is a part of a text: from byte At, Size bytes; At is -1 for a group that took no part.
type Span struct{ At, Size int }

// Match finds the first match that begins at byte from or later: the whole match, then the groups. It returns nil when
// there is none.
func (p *Pattern) Match(text []byte, from int) ([]Span, error) {
	if l := p.linear(); l.takes(text, from) {
		return l.match(text, from, p.groups), nil
	}
	t := p.runes(text)
	m, err := search(p.engine, t.runes, t.index(from))
	if err != nil || m == nil {
		return nil, err
	}
	return p.spans(m, t), nil
}

// MatchAll finds all matches from byte from on, one after the other. Where one is empty, one that is not
// is looked for before the search goes on behind it, as PCRE's users do.
func (p *Pattern) MatchAll(text []byte, from int) ([][]Span, error) {
	if l := p.linear(); l.takes(text, from) && !l.empty {
		return l.matchAll(text, from, p.groups), nil
	}
	t := p.runes(text)
	var all [][]Span
	at, empty := t.index(from), false
	for at <= len(t.runes) {
		engine := p.engine
		if empty {
			engine = p.again()
		}
		m, err := search(engine, t.runes, at)
		switch {
		case err != nil:
			return nil, err
		case m == nil && !empty:
			return all, nil
		case m == nil:
			at, empty = at+1, false
			continue
		}
		all = append(all, p.spans(m, t))
		at, empty = m.Index+m.Length, m.Length == 0
	}
	return all, nil
}

// search looks for the next match at or after a place. The engine panics with an index out of range where some groups that are repeated are given up; that is
// an error like any other.
func search(engine *regexp2.Regexp, text []rune, at int) (m *regexp2.Match, err error) {
	defer func() {
		if r := recover(); r != nil {
			m, err = nil, fmt.Errorf("search given up: %v", r)
		}
	}()
	return engine.FindRunesMatchStartingAt(text, at)
}

// quickSteps is how much work a search may be that delays nobody.
const quickSteps = 1 << 16

// Quick tells whether looking for a match in a text, or for all, is known to take no more than a fraction of a millisecond.
func (p *Pattern) Quick(text []byte, from int, all bool) bool {
	steps := len(text)
	if all {
		steps *= 1 + steps/8 // each search may go on to the end
	}
	l := p.linear()
	return steps < quickSteps && l.takes(text, from) && !(all && l.empty) && (steps+8)*l.cost < quickSteps
}

// spans are the places of a match and its groups.
func (p *Pattern) spans(m *regexp2.Match, t runeText) []Span {
	spans := make([]Span, p.groups+1)
	for i := range spans {
		spans[i] = Span{At: -1}
		if g := m.GroupByNumber(i); g != nil && len(g.Captures) > 0 {
			at := t.offset(g.Index)
			spans[i] = Span{at, t.offset(g.Index+g.Length) - at}
		}
	}
	if kept := m.GroupByNumber(keptGroup); kept != nil && len(kept.Captures) > 0 {
		at := t.offset(kept.Index)
		spans[0] = Span{at, spans[0].At + spans[0].Size - at}
	}
	return spans
}

// runeText is a text as characters, with the byte offset of each when they differ.
type runeText struct {
	runes   []rune
	offsets []int // nil when characters are bytes
}

func (p *Pattern) runes(text []byte) runeText {
	if !p.unicode {
		return runeText{runes: byteRunes(text)}
	}
	t := runeText{runes: make([]rune, 0, len(text)), offsets: make([]int, 0, len(text)+1)}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		t.runes = append(t.runes, r)
		t.offsets = append(t.offsets, i)
		i += size
	}
	t.offsets = append(t.offsets, len(text))
	return t
}

func (t runeText) offset(i int) int {
	if t.offsets == nil {
		return i
	}
	return t.offsets[i]
}

// index is the character at a byte offset.
func (t runeText) index(offset int) int {
	if t.offsets == nil {
		return min(offset, len(t.runes))
	}
	return sort.SearchInts(t.offsets, offset)
}
