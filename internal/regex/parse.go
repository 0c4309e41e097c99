package regex

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Error is a pattern that cannot be read; At counts its bytes.
type Error struct {
	Message string
	At      int
}

func (e *Error) Error() string { return fmt.Sprintf("%s at position %d", e.Message, e.At) }

// settings are the options that (?...) may change until the group ends.
type settings struct{ fold, multiline, dotall, extended, ungreedy, dupNames, strict bool }

// parser reads a pattern into a tree.
type parser struct {
	in  []byte
	pos int
	settings
	utf, ucp, neverUTF, dollarEnd, noCapture bool
	newline                                  newlineKind // of the pattern's comments
	runNewline                               newlineKind // of texts
	hasRunNewline                            bool
	bsrAnyCRLF                               bool
	// groups is the number of the last group so far.
	groups, depth int
	names         []Name
	groupNode     map[int]*node
	closed        map[int]bool // the groups that have ended
	inCall        map[int]bool
	// open are the groups around the place, outermost first.
	open []openGroup
	// later are what is looked at when all groups are known, in the order of the pattern.
	later []func() *Error
	done  bool
	// quoting is true between \Q and \E.
	quoting bool
	// topRef is the highest group that a plain reference is to.
	topRef    int
	lineBreak bool // the pattern names \r or \n
	limit     int
	noStart   bool // (*NO_START_OPT)
}

// openGroup is a group whose end is not read yet: its number (or -1) and what is read of its alternative.
type openGroup struct {
	number  int
	kind    kind
	earlier []*node // its alternatives before
	items   []*node
	// inItself tells that there is a reference to the group in it, which makes it atomic.
	inItself bool
}

type newlineKind uint8

const (
	newlineLF newlineKind = iota
	newlineCR
	newlineCRLF
	newlineAnyCRLF
	newlineAny
)

// maxDepth is how deep groups may be in each other.
const maxDepth = 250

func (p *parser) fail(at int, message string) *Error { return &Error{message, min(at, len(p.in))} }

const (
	errMissingParen  = "missing )"
	errNoGroup       = "reference to non-existent subpattern"
	errNameExpected  = "subpattern name expected"
	errNameEnd       = "syntax error in subpattern name (missing terminator)"
	errNameDigit     = "group name must start with a non-digit"
	errVerb          = "(*VERB) not recognized or malformed"
	errAfterCond     = "assertion expected after (?( or (?(?C)"
	errCondName      = "malformed number or name after (?("
	errNothing       = "nothing to repeat"
	errTooLarge      = "character value in \\x{} or \\o{} is too large"
	errLookbehind    = "lookbehind assertion is not fixed length"
	errAfterQuestion = "unrecognized character after (? or (?-"
	errUnfinished    = "\\ at end of pattern"
	errClassEnd      = "missing terminating ] for character class"
	errZeroRef       = "a numbered reference must not be zero"
	errUnsupported   = "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u"
)

func (p *parser) byteAt(i int) int {
	if i < len(p.in) {
		return int(p.in[i])
	}
	return -1
}

func (p *parser) has(s string) bool { return bytes.HasPrefix(p.in[p.pos:], []byte(s)) }

// char reads a character.
func (p *parser) char() rune {
	c := p.in[p.pos]
	if !p.utf || c < utf8.RuneSelf {
		p.pos++
		return rune(c)
	}
	r, n := utf8.DecodeRune(p.in[p.pos:])
	p.pos += n
	return r
}

// parse reads the whole pattern.
func (p *parser) parse() (*node, *Error) {
	p.startOptions()
	if !p.hasRunNewline {
		p.runNewline = p.newline
	}
	if p.utf && p.neverUTF {
		return nil, p.fail(p.pos, "using UTF is disabled by the application")
	}
	if p.utf && !utf8.Valid(p.in) {
		at := 0
		for r, n := utf8.DecodeRune(p.in); r != utf8.RuneError || n > 1; r, n = utf8.DecodeRune(p.in[at:]) {
			at += n
		}
		return nil, p.fail(at, "invalid UTF-8 string")
	}
	p.groupNode, p.inCall, p.closed = map[int]*node{}, map[int]bool{}, map[int]bool{}
	p.open = []openGroup{{number: 0}}
	tree, err := p.alternatives(false, nil)
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.in) {
		return nil, p.fail(p.pos, "unmatched parentheses")
	}
	p.groupNode[0] = tree
	p.done = true
	if room(tree) > 65535 {
		return nil, p.fail(len(p.in), "regular expression is too large")
	}
	for _, check := range p.later {
		if err := check(); err != nil {
			return nil, err
		}
	}
	if p.topRef > p.groups {
		return nil, p.fail(len(p.in), errNoGroup)
	}
	return tree, nil
}

// startOptions reads what (*...) at the front says of the whole pattern.
func (p *parser) startOptions() {
	for p.has("(*") {
		end := bytes.IndexByte(p.in[p.pos:], ')')
		if end < 0 {
			return
		}
		switch word := string(p.in[p.pos+2 : p.pos+end]); word {
		case "UTF8", "UTF":
			p.utf = true
		case "UCP":
			p.ucp = true
		case "NO_AUTO_POSSESS":
		case "NO_START_OPT":
			p.noStart = true
		case "CR":
			p.newline = newlineCR
		case "LF":
			p.newline = newlineLF
		case "CRLF":
			p.newline = newlineCRLF
		case "ANY":
			p.newline = newlineAny
		case "ANYCRLF":
			p.newline = newlineAnyCRLF
		case "BSR_ANYCRLF":
			p.bsrAnyCRLF = true
		case "BSR_UNICODE":
			p.bsrAnyCRLF = false
		default:
			digits, ok := bytes.CutPrefix([]byte(word), []byte("LIMIT_MATCH="))
			if !ok {
				digits, ok = bytes.CutPrefix([]byte(word), []byte("LIMIT_RECURSION="))
				if _, err := strconv.Atoi(string(digits)); !ok || err != nil {
					return
				}
				break
			}
			n, err := strconv.Atoi(string(digits))
			if err != nil {
				return
			}
			p.limit = n
		}
		p.pos += end + 1
	}
}

// alternatives reads up to the end of a group, or of the pattern. In a branch reset every alternative counts its groups
// from the same number. With look, a lookbehind, the size of each alternative is noted.
func (p *parser) alternatives(reset bool, look *node) (*node, *Error) {
	start, most := p.groups, p.groups
	var alts []*node
	for {
		p.open[len(p.open)-1].items = nil
		branch, err := p.branch()
		if err != nil {
			return nil, err
		}
		alts = append(alts, branch)
		p.open[len(p.open)-1].earlier = alts
		if look != nil {
			p.measure(look, branch)
		}
		most = max(most, p.groups)
		if p.byteAt(p.pos) != '|' {
			break
		}
		p.pos++
		if reset {
			p.groups = start
		}
	}
	p.groups = most
	if len(alts) == 1 {
		return alts[0], nil
	}
	return &node{kind: kAlt, subs: alts}, nil
}

// measure notes how far an alternative of a lookbehind goes back.
func (p *parser) measure(look, branch *node) {
	i := len(look.steps)
	look.steps = append(look.steps, 0)
	size, calls := p.fixed(branch, 0)
	look.steps[i] = size
	if at := p.pos; p.utf && hasByte(branch) {
		p.later = append(p.later, func() *Error { return p.fail(at, "\\C not allowed in lookbehind assertion") })
	}
	if size >= 0 && !calls {
		return
	}
	at := p.pos
	check := func() *Error {
		if size, _ := p.fixed(branch, 0); size >= 0 {
			look.steps[i] = size
			return nil
		}
		return p.fail(at, errLookbehind)
	}
	if calls {
		at = len(p.in)
	}
	p.later = append(p.later, check)
}

// branch reads one alternative.
func (p *parser) branch() (*node, *Error) {
	open := len(p.open) - 1
	for p.pos < len(p.in) {
		c := p.in[p.pos]
		if !p.quoting && (c == '|' || c == ')') {
			break
		}
		item, err := p.item()
		if err != nil {
			return nil, err
		}
		if item != nil {
			p.open[open].items = append(p.open[open].items, item)
		}
	}
	return &node{kind: kCat, subs: p.open[open].items}, nil
}

// item reads an atom with what repeats it; nil where there is nothing that counts.
func (p *parser) item() (*node, *Error) {
	if p.skipped() {
		return nil, nil
	}
	if !p.quoting && p.quantified(p.pos) {
		if p.in[p.pos] == '{' {
			if _, _, err := p.count(); err != nil {
				return nil, err
			}
			p.pos--
		}
		return nil, p.fail(p.pos, errNothing)
	}
	atom, repeatable, err := p.atom()
	if err != nil || atom == nil {
		return nil, err
	}
	for p.pos < len(p.in) && p.skipped() {
	}
	if p.pos == len(p.in) || p.quoting {
		return atom, nil
	}
	if !p.quantified(p.pos) {
		return atom, nil
	}
	lo, hi, err := p.count()
	if err != nil {
		return nil, err
	}
	if !repeatable {
		return nil, p.fail(p.pos-1, errNothing)
	}
	return p.repeat(atom, lo, hi), nil
}

// skipped moves over white space and comments of an extended pattern, over (?#...), and over \Q and \E.
func (p *parser) skipped() bool {
	c := p.in[p.pos]
	switch {
	case p.has(`\E`):
		p.quoting = false
		p.pos += 2
	case p.quoting:
		return false
	case p.has(`\Q`):
		p.quoting = true
		p.pos += 2
	case p.has("(?#"):
		end := bytes.IndexByte(p.in[p.pos:], ')')
		if end < 0 {
			return false
		}
		p.pos += end + 1
	case p.extended && isSpace(c):
		p.pos++
	case p.extended && c == '#':
		for p.pos < len(p.in) {
			if n := newlineSize(p.in, p.pos, p.newline, p.utf); n > 0 {
				p.pos += n
				break
			}
			p.pos++
		}
	default:
		return false
	}
	return true
}

// atom reads a single thing and tells whether it may be repeated.
func (p *parser) atom() (*node, bool, *Error) {
	c := p.in[p.pos]
	if p.quoting {
		return p.literal(p.char()), true, nil
	}
	switch c {
	case '\\':
		return p.escape()
	case '[':
		n, err := p.class()
		return n, true, err
	case '(':
		return p.group()
	case '.':
		p.pos++
		return p.dot(p.dotall), true, nil
	case '^':
		p.pos++
		if p.multiline {
			return p.place(atLineStart), false, nil
		}
		return p.place(atCircumflex), false, nil
	case '$':
		p.pos++
		switch {
		case p.multiline:
			return p.place(atLineEnd), false, nil
		case p.dollarEnd:
			return p.place(atDollarEnd), false, nil
		}
		return p.place(atDollar), false, nil
	}
	return p.literal(p.char()), true, nil
}

func (p *parser) place(a assertion) *node { return &node{kind: kAssert, assert: a, ucp: p.ucp} }

// dot is any character, or any that does not begin a newline.
func (p *parser) dot(all bool) *node {
	b := &classBuilder{utf: p.utf}
	if !all {
		switch p.runNewline {
		case newlineLF:
			b.add('\n')
		case newlineCR:
			b.add('\r')
		case newlineCRLF:
			return &node{kind: kDotCRLF, notNewline: true}
		case newlineAnyCRLF:
			b.add('\n')
			b.add('\r')
		case newlineAny:
			b.addRunes(verticalSpace(), false)
		}
	}
	return &node{kind: kSet, set: b.set(true), notNewline: !all}
}

// literal is a character that stands for itself.
func (p *parser) literal(r rune) *node {
	if r == '\r' || r == '\n' {
		p.lineBreak = true
	}
	if p.fold {
		other := false
		otherCases(r, p.utf, func(rune) { other = true })
		if other {
			b := &classBuilder{utf: p.utf, fold: true}
			b.add(r)
			return &node{kind: kSet, set: b.set(false)}
		}
	}
	if !p.utf {
		return &node{kind: kLiteral, text: []byte{byte(r)}}
	}
	return &node{kind: kLiteral, text: utf8.AppendRune(nil, r)}
}
