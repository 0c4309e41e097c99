package regex

import (
	"bytes"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"
)

// Most patterns ask for nothing that needs a backtracking engine, and most texts are ASCII. For those Go's own regexp
// finds what PCRE finds, the leftmost match whose first alternative wins, in time linear in the text: so a short search has a
// bound that is known before, and need not leave the scheduler for fear of a pattern that goes back and forth
// without end. What is left to the other engine: constructs that Go has not, loops over what may be empty (the two
// differ in what the groups are then), $ and ^ before a newline that ends the text, and all texts that are not ASCII.

// linear is a pattern compiled for Go's engine.
type linear struct {
	re *regexp.Regexp
	// cost is the number of instructions: how much may happen for each byte.
	cost int
	// empty tells that a match may be empty, context that what is before its start matters, line that a newline at the end does.
	empty, context, line bool
}

// asLinear is the pattern for Go's engine, or nil.
func asLinear(source []byte, flags string, groups int) *linear {
	text, ok := goSyntax(source, strings.Contains(flags, "x"))
	if !ok || strings.ContainsAny(flags, "Af") {
		return nil
	}
	prefix := ""
	for _, letter := range "imsU" {
		if strings.ContainsRune(flags, letter) {
			prefix += string(letter)
		}
	}
	if prefix != "" {
		text = "(?" + prefix + ")" + text
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil
	}
	l := &linear{}
	if l.empty, ok = l.look(tree); !ok {
		return nil
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil
	}
	l.cost = len(prog.Inst)
	if l.re, err = regexp.Compile(text); err != nil || l.re.NumSubexp() != groups {
		return nil
	}
	return l
}

// look notes what a pattern asks for, and tells whether it may be empty, and whether no loop is over what may be.
func (l *linear) look(re *syntax.Regexp) (empty, ok bool) {
	empty = re.Op != syntax.OpAlternate
	for _, sub := range re.Sub {
		e, ok := l.look(sub)
		if !ok {
			return false, false
		}
		if re.Op == syntax.OpAlternate {
			empty = empty || e
		} else {
			empty = empty && e
		}
	}
	switch re.Op {
	case syntax.OpStar, syntax.OpQuest, syntax.OpRepeat, syntax.OpPlus:
		if empty {
			return false, false
		}
		return re.Op != syntax.OpPlus && re.Min == 0, true
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpNoMatch:
		empty = false
	case syntax.OpBeginLine, syntax.OpEndLine:
		l.line, l.context = true, true
	case syntax.OpEndText:
		l.line = l.line || re.Flags&syntax.WasDollar != 0
	case syntax.OpBeginText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		l.context = true
	}
	return empty, true
}

// takes tells whether the pattern can be looked for in a text, from byte from on.
func (l *linear) takes(text []byte, from int) bool {
	if l == nil || l.context && from > 0 || l.line && bytes.HasSuffix(text, []byte("\n")) {
		return false
	}
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (l *linear) match(text []byte, from, groups int) []Span {
	at := l.re.FindSubmatchIndex(text[from:])
	if at == nil {
		return nil
	}
	return spansOf(at, from, groups)
}

func (l *linear) matchAll(text []byte, from, groups int) [][]Span {
	found := l.re.FindAllSubmatchIndex(text[from:], -1)
	all := make([][]Span, len(found))
	for i, at := range found {
		all[i] = spansOf(at, from, groups)
	}
	return all
}

func spansOf(at []int, from, groups int) []Span {
	spans := make([]Span, groups+1)
	for i := range spans {
		if start := at[2*i]; start < 0 {
			spans[i] = Span{At: -1}
		} else {
			spans[i] = Span{from + start, at[2*i+1] - start}
		}
	}
	return spans
}

// goSyntax rewrites a pattern in the syntax of Go's engine, for ASCII texts; ok is false where it uses something that means
// something else there, or nothing.
func goSyntax(source []byte, extended bool) (text string, ok bool) {
	g := &goWriter{in: source, extended: extended, forms: knownForms()}
	for g.pos < len(g.in) {
		if !g.atom() {
			return "", false
		}
	}
	return g.out.String(), true
}

type goWriter struct {
	in       []byte
	pos      int
	extended bool
	forms    forms
	out      strings.Builder
}

func (g *goWriter) rest() string { return string(g.in[g.pos:]) }

// copy writes the next n bytes as they are.
func (g *goWriter) copy(n int) bool {
	g.out.Write(g.in[g.pos : g.pos+n])
	g.pos += n
	return true
}

func (g *goWriter) atom() bool {
	c := g.in[g.pos]
	switch {
	case c >= utf8.RuneSelf:
		return false
	case c == '\\':
		return g.escape(false)
	case c == '[':
		return g.class()
	case c == '(':
		return g.group()
	case c == '*' || c == '+' || c == '?':
		return g.quantifier(1)
	case c == '{':
		if n := len(g.forms.counted.FindString(g.rest())); n > 0 {
			return g.quantifier(n)
		}
		g.out.WriteByte('\\')
	case c == '}' || c == ']':
		g.out.WriteByte('\\')
	case g.extended && (c == ' ' || c >= '\t' && c <= '\r'):
		g.pos++
		return true
	case g.extended && c == '#':
		for g.pos < len(g.in) && g.in[g.pos] != '\n' {
			g.pos++
		}
		return true
	}
	return g.copy(1)
}

// quantifier writes a quantifier of n bytes; possessive ones and one after another are not Go's.
func (g *goWriter) quantifier(n int) bool {
	g.copy(n)
	if g.pos == len(g.in) {
		return true
	}
	if g.in[g.pos] == '?' {
		g.copy(1)
	}
	return g.pos == len(g.in) || !strings.ContainsRune("*+?{", rune(g.in[g.pos]))
}

// forms are what goWriter recognizes as a whole.
type forms struct{ counted, plainGroup, namedGroup, posixClass, hexEscape *regexp.Regexp }

var knownForms = sync.OnceValue(func() forms {
	return forms{
		counted:    regexp.MustCompile(`^\{[0-9]{1,4}(,[0-9]{0,4})?\}`),
		plainGroup: regexp.MustCompile(`^\(\?(:|[ims]+(-[ims]+)?[:)]|-[ims]+[:)])`),
		namedGroup: regexp.MustCompile(`^\(\?P?<[A-Za-z_][A-Za-z0-9_]*>`),
		posixClass: regexp.MustCompile(`^\[:\^?(alpha|digit|alnum|upper|lower|space|punct|xdigit|word|blank|cntrl|graph|print):\]`),
		hexEscape:  regexp.MustCompile(`^\\x[0-7][0-9A-Fa-f]`),
	}
})

func (g *goWriter) group() bool {
	rest := g.rest()
	if n := len(g.forms.plainGroup.FindString(rest)); n > 0 {
		return g.copy(n)
	}
	if n := len(g.forms.namedGroup.FindString(rest)); n > 0 {
		g.out.WriteByte('(')
		g.pos += n
		return true
	}
	if strings.HasPrefix(rest, "(?") || strings.HasPrefix(rest, "(*") {
		return false
	}
	return g.copy(1)
}

// escape writes what a backslash begins.
func (g *goWriter) escape(inClass bool) bool {
	if g.pos+1 == len(g.in) {
		return false
	}
	c := g.in[g.pos+1]
	write := func(s string) bool {
		g.out.WriteString(s)
		g.pos += 2
		return true
	}
	switch {
	case c >= utf8.RuneSelf:
		return false
	case strings.IndexByte("dDwWnrtf", c) >= 0, !inClass && strings.IndexByte("bBAz", c) >= 0:
		return g.copy(2)
	case c == 's' && inClass:
		return write(`\s\x0b`)
	case c == 's':
		return write(`[\s\x0b]`)
	case c == 'S' && !inClass:
		return write(`[^\s\x0b]`)
	case c == 'h' && inClass:
		return write(`\t `)
	case c == 'h':
		return write(`[\t ]`)
	case c == 'e':
		return write(`\x1b`)
	case c == 'x' && g.forms.hexEscape.MatchString(g.rest()):
		return g.copy(4)
	case c >= ' ' && !isAlphanumeric(c):
		return write(regexp.QuoteMeta(string(rune(c))))
	}
	return false
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (g *goWriter) class() bool {
	g.copy(1)
	if strings.HasPrefix(g.rest(), "^") {
		g.copy(1)
	}
	for first := true; g.pos < len(g.in); first = false {
		c := g.in[g.pos]
		switch {
		case c >= utf8.RuneSelf:
			return false
		case c == ']' && !first:
			return g.copy(1)
		case c == '\\' && g.pos+1 < len(g.in) && g.in[g.pos+1] == '-':
			g.out.WriteString(`\-`)
			g.pos += 2
		case c == '\\':
			if !g.escape(true) {
				return false
			}
		case c == '[':
			if n := len(g.forms.posixClass.FindString(g.rest())); n > 0 {
				g.copy(n)
				continue
			}
			if strings.HasPrefix(g.rest(), "[:") || strings.HasPrefix(g.rest(), "[.") || strings.HasPrefix(g.rest(), "[=") {
				return false
			}
			fallthrough
		case c == ']' || c == '^':
			g.out.WriteByte('\\')
			fallthrough
		default:
			g.copy(1)
		}
	}
	return false
}
