// Package regex matches regular expressions as PCRE 8.44 does, the library behind Erlang's re.
//
// A pattern is read into a tree (tree.go, parse*.go, class.go), the tree is compiled to a program (compile.go, optimize.go), and
// a program is run on a text (match.go), going back to the last choice where it fails. The choices are kept in a stack of
// its own (stack.go); so are the values to put back when one is taken up. Go's stack grows with the nesting of the pattern, and
// with the depth of recursive calls, which is bounded, and never with the text (nested.go).
//
// Text is UTF-8 when the pattern says so, and bytes of Latin-1 otherwise; places in it are counted in bytes.
package regex

import (
	"errors"
	"sort"
	"strings"
	"sync"
)

// Pattern is a compiled pattern. It may be used by several goroutines at once.
type Pattern struct {
	code       []inst
	registers  int
	groups     int
	names      []Name
	utf        bool
	newline    newlineKind // of texts
	ownNewline newlineKind // that the pattern was compiled with, by which a search for all goes on
	bsrAnyCRLF bool
	anchored   bool // a match begins where the search does
	atStart    bool // a match begins at the start of the text or of the search
	firstLine  bool
	lineBreak  bool
	limit      int
	first      *[256]bool
	prefix     []byte
	needed     []byte // what every match has in it
	lead       *inst  // the run that every match begins with
	matchers   sync.Pool
}

// Name is a named group.
type Name struct {
	Text  string
	Group int
}

// DefaultLimit is how many steps may be done for a match, and then the search is given up.
const DefaultLimit = 10_000_000

// What a search is given up for.
var (
	ErrMatchLimit = errors.New("match_limit")
	ErrStopped    = errors.New("stopped")
	// ErrBudget says that a search took more than Run.Budget.
	ErrBudget = errors.New("more work than was allowed")
	errLoop   = errors.New("a recursive call loops")
)

// Compile compiles a pattern. Flags are letters, those of Elixir's Regex: u for UTF-8 and Unicode, i, m, x as in Perl, s the
// same with newlines of any kind, U and r for ungreedy, f for a match that begins on the first line. The other options of re
// have letters too: W for UTF-8 alone, p for Unicode's classes, d for a dot that is any character, A for anchored, D for
// dollar_endonly, n for no_auto_capture, J for dupnames, N for never_utf, 0 to 4 for newlines that are LF, CR, CRLF, any
// of these, or any of Unicode's, 5 to 9 for the same in texts and not in the pattern's comments, and b for \R that is CR, LF or CRLF.
func Compile(source []byte, flags string) (*Pattern, error) {
	p := &parser{in: source}
	anchored, firstLine, newlines := false, false, newlineBits(0)
	for _, f := range flags {
		switch f {
		case 'u':
			p.utf, p.ucp = true, true
		case 'W':
			p.utf = true
		case 'p':
			p.ucp = true
		case 'i':
			p.fold = true
		case 'm':
			p.multiline = true
		case 's':
			p.dotall = true
			p.newline = newlineAnyCRLF
		case 'd':
			p.dotall = true
		case 'x':
			p.extended = true
		case 'U', 'r':
			p.ungreedy = true
		case 'f':
			firstLine = true
		case 'A':
			anchored = true
		case 'D':
			p.dollarEnd = true
		case 'n':
			p.noCapture = true
		case 'J':
			p.dupNames = true
		case 'N':
			p.neverUTF = true
		case 'b':
			p.bsrAnyCRLF = true
		case '0', '1', '2', '3', '4':
			newlines |= newlineKind(f - '0').bits()
		case '5', '6', '7', '8', '9':
			p.runNewline, p.hasRunNewline = newlineKind(f-'5'), true
		}
	}
	if newlines != 0 && !p.setNewline(newlines) {
		return nil, p.fail(0, "inconsistent NEWLINE options")
	}
	tree, bad := p.parse()
	if bad != nil {
		return nil, bad
	}
	c, bad := compile(p, tree)
	if bad != nil {
		return nil, bad
	}
	pattern := &Pattern{
		code: c.code, registers: c.registers, groups: p.groups, names: p.names, utf: p.utf, newline: p.runNewline, ownNewline: p.newline,
		bsrAnyCRLF: p.bsrAnyCRLF, anchored: anchored, firstLine: firstLine, lineBreak: p.lineBreak, limit: p.limit,
	}
	if c.verbs {
		pattern.first = c.firstLiteral()
	} else {
		pattern.atStart, pattern.first, pattern.prefix, pattern.lead = c.startsAnchored(0), c.firstBytes(0), c.prefix(), c.lead()
		if pattern.prefix == nil {
			pattern.needed = neededText(tree)
		}
	}
	sort.SliceStable(pattern.names, func(i, j int) bool { return pattern.names[i].Text < pattern.names[j].Text })
	return pattern, nil
}

// Unicode says whether texts are UTF-8.
func (p *Pattern) Unicode() bool { return p.utf }

// Groups is the number of groups, without the whole match.
func (p *Pattern) Groups() int { return p.groups }

// Names lists the named groups by name.
func (p *Pattern) Names() []Name { return p.names }

// Span is a part of a text: from byte At, Size bytes; At is -1 for a group that took no part.
type Span struct{ At, Size int }

// Run says how a search is to be made.
type Run struct {
	// NotBOL and NotEOL say that the text begins, or ends, within a line; NotEmpty and NotEmptyAtStart that a match
	// may not be empty, or not where the search begins; Anchored that it begins there.
	NotBOL, NotEOL, NotEmpty, NotEmptyAtStart, Anchored bool
	// Report says that a search that is given up is an error, and not one that found nothing.
	Report bool
	// Limit is how many steps may be done, DefaultLimit when 0.
	Limit int
	// Budget is how much work may be done, in about the steps of the program; 0 is as much as is needed.
	Budget int
	// Stop ends the search when it is closed.
	Stop <-chan struct{}
}

// RunOf is a Run with the options that letters name: B for NotBOL, E for NotEOL, e for NotEmpty, s for NotEmptyAtStart,
// A for Anchored, r for Report.
func RunOf(letters string) Run {
	r := Run{
		NotBOL: strings.Contains(letters, "B"), NotEOL: strings.Contains(letters, "E"),
		NotEmpty: strings.Contains(letters, "e"), NotEmptyAtStart: strings.Contains(letters, "s"),
		Anchored: strings.Contains(letters, "A"), Report: strings.Contains(letters, "r"),
	}
	return r
}

// Match finds the first match that begins at byte from or later: the whole match, then the groups. It returns nil when
// there is none.
func (p *Pattern) Match(text []byte, from int, run Run) ([]Span, error) {
	m := p.matcher(text, run)
	defer p.release(m)
	return m.find(from)
}

// MatchAll finds all matches from byte from on, one after the other, up to where a search is given up. Where one is empty, one
// that is not is looked for where that search began, before the next goes on behind it, as Erlang's re does.
func (p *Pattern) MatchAll(text []byte, from int, run Run) ([][]Span, error) {
	m := p.matcher(text, run)
	defer p.release(m)
	var all [][]Span
	for from <= len(text) {
		spans, err := m.find(from)
		if err != nil {
			return nil, err
		}
		if spans == nil {
			return all, nil
		}
		all = append(all, spans)
		at, next := spans[0].At, spans[0].At+spans[0].Size
		if spans[0].Size <= 0 {
			m.run.NotEmptyAtStart, m.run.Anchored = true, true
			again, err := m.find(from)
			if m.run = run; err != nil {
				return nil, err
			}
			next = m.next(at)
			if again != nil {
				all = append(all, again)
				if again[0].Size > 0 {
					next = at + again[0].Size
				}
			}
		}
		if next <= from && spans[0].Size > 0 { // \K in a lookbehind can end a match where the search began
			next = m.next(from)
		}
		from = next
	}
	return all, nil
}

// matcher takes a matcher from the pool, or makes one.
func (p *Pattern) matcher(text []byte, run Run) *matcher {
	m, _ := p.matchers.Get().(*matcher)
	if m == nil {
		m = &matcher{p: p, code: p.code, regs: make([]int, p.registers)}
	}
	m.text, m.run, m.newline = text, run, p.newline
	m.limit = DefaultLimit
	if run.Limit > 0 {
		m.limit = run.Limit
	}
	if p.limit > 0 {
		m.limit = min(m.limit, p.limit)
	}
	m.work, m.checkAt = 0, checkEvery
	if run.Budget > 0 {
		m.checkAt = min(m.checkAt, run.Budget)
	}
	return m
}

// keptStack is how many entries of a stack are kept for the next search.
const keptStack = 1 << 14

func (p *Pattern) release(m *matcher) {
	m.text, m.run = nil, Run{}
	if cap(m.stack) > keptStack {
		m.stack = nil
	}
	if cap(m.saved) > keptStack {
		m.saved, m.frames = nil, nil
	}
	p.matchers.Put(m)
}
