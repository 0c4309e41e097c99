package regex

import (
	"sort"
	"unicode"
	"unicode/utf8"
)

// A charSet holds what one character may be. Characters below 256 are in a table; above, which only UTF-8 texts have, there
// are ranges and properties.
type charSet struct {
	tab    [256]bool
	ranges []rune // pairs, from 256 on, in order
	props  []property
	// negated turns ranges and props around; the table is already turned.
	negated bool
	// high says which characters from 256 on are in the set.
	high highKind
	// wide tells that every character that is not ASCII is in the set, so that texts can be scanned by bytes.
	wide bool
}

type highKind uint8

const (
	highNone highKind = iota
	highAll
	highSome
)

// property is a test of characters, which may be turned around.
type property struct {
	has     func(rune) bool
	negated bool
}

func (p property) holds(r rune) bool { return p.has(r) != p.negated }

// contains tells whether a character is in the set.
func (s *charSet) contains(r rune) bool {
	if r < 256 {
		return s.tab[r]
	}
	switch s.high {
	case highNone:
		return false
	case highAll:
		return true
	}
	return s.inHigh(r) != s.negated
}

func (s *charSet) inHigh(r rune) bool {
	if n := len(s.ranges) / 2; n > 0 {
		i := sort.Search(n, func(i int) bool { return s.ranges[2*i+1] >= r })
		if i < n && s.ranges[2*i] <= r {
			return true
		}
	}
	for _, p := range s.props {
		if p.holds(r) {
			return true
		}
	}
	return false
}

// size is the number of bytes of the character at text[at:] when it is in the set, and 0 otherwise; at is inside the text.
func (s *charSet) size(text []byte, at int, utf bool) int {
	c := text[at]
	if !utf || c < utf8.RuneSelf {
		if s.tab[c] {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeRune(text[at:])
	if s.contains(r) {
		return n
	}
	return 0
}

// classBuilder collects the members of a set.
type classBuilder struct {
	tab       [256]bool
	ranges    []rune
	props     []property
	utf, fold bool
}

func (b *classBuilder) add(r rune) { b.addRange(r, r) }

// lastFolding is the last character that has another case, rounded up.
const lastFolding = 0x1F000

func (b *classBuilder) addRange(lo, hi rune) {
	b.plain(lo, hi)
	if !b.fold {
		return
	}
	for r := lo; r <= min(hi, lastFolding); r++ {
		b.others(r, func(o rune) {
			if o < lo || o > hi {
				b.plain(o, o)
			}
		})
	}
}

func (b *classBuilder) plain(lo, hi rune) {
	for r := lo; r <= min(hi, 255); r++ {
		b.tab[r] = true
	}
	if hi >= 256 {
		b.ranges = append(b.ranges, max(lo, 256), hi)
	}
}

// others calls f with the other cases of a character.
func (b *classBuilder) others(r rune, f func(rune)) { otherCases(r, b.utf, f) }

func otherCases(r rune, utf bool, f func(rune)) {
	if !utf {
		if o := otherLatin1(byte(r)); rune(o) != r {
			f(rune(o))
		}
		return
	}
	for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
		f(o)
	}
}

// otherLatin1 is a byte in its other case, by Latin-1.
func otherLatin1(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z', c >= 192 && c <= 222 && c != 215:
		return c + 32
	case c >= 'a' && c <= 'z', c >= 224 && c <= 254 && c != 247:
		return c - 32
	}
	return c
}

// addTest adds the characters below 256 that pass a test; the others when high is true.
func (b *classBuilder) addTest(test func(byte) bool, negated bool) {
	for c := range 256 {
		if test(byte(c)) != negated {
			b.tab[c] = true
		}
	}
	if negated {
		b.ranges = append(b.ranges, 256, unicode.MaxRune)
	}
}

func (b *classBuilder) addProperty(p property) {
	for c := range 256 {
		if p.holds(rune(c)) {
			b.tab[c] = true
		}
	}
	b.props = append(b.props, p)
}

// addRunes adds what is in the pairs, or what is not.
func (b *classBuilder) addRunes(pairs []rune, negated bool) {
	if !negated {
		for i := 0; i < len(pairs); i += 2 {
			b.plain(pairs[i], pairs[i+1])
		}
		return
	}
	next := rune(0)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] > next {
			b.plain(next, pairs[i]-1)
		}
		next = pairs[i+1] + 1
	}
	b.plain(next, unicode.MaxRune)
}

// set is the finished set.
func (b *classBuilder) set(negated bool) *charSet {
	s := &charSet{tab: b.tab, props: b.props, negated: negated}
	if negated {
		for i := range s.tab {
			s.tab[i] = !s.tab[i]
		}
	}
	s.ranges = mergedRanges(b.ranges)
	full := len(s.ranges) == 2 && s.ranges[0] == 256 && s.ranges[1] == unicode.MaxRune
	switch empty := len(s.ranges) == 0 && len(s.props) == 0; {
	case !b.utf:
		s.high = highNone
	case empty && negated, full && !negated:
		s.high = highAll
	case empty, full:
		s.high = highNone
	default:
		s.high = highSome
	}
	s.wide = s.high == highAll
	for c := 128; c < 256 && s.wide; c++ {
		s.wide = s.tab[c]
	}
	return s
}

func mergedRanges(pairs []rune) []rune {
	n := len(pairs) / 2
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return pairs[2*order[i]] < pairs[2*order[j]] })
	var out []rune
	for _, i := range order {
		lo, hi := pairs[2*i], pairs[2*i+1]
		if k := len(out); k > 0 && lo <= out[k-1]+1 {
			out[k-1] = max(out[k-1], hi)
		} else {
			out = append(out, lo, hi)
		}
	}
	return out
}

func horizontalSpace() []rune {
	return []rune{9, 9, 32, 32, 160, 160, 0x1680, 0x1680, 0x180e, 0x180e, 0x2000, 0x200a, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000}
}

func verticalSpace() []rune { return []rune{10, 13, 0x85, 0x85, 0x2028, 0x2029} }

func inPairs(r rune, pairs []rune) bool {
	for i := 0; i < len(pairs); i += 2 {
		if r >= pairs[i] && r <= pairs[i+1] {
			return true
		}
	}
	return false
}

// What Latin-1 says of a byte.

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isXDigit(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }
func isSpace(c byte) bool  { return c >= 9 && c <= 13 || c == ' ' }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' || c >= 192 && c <= 222 && c != 215 }
func isLower(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 223 && c != 247 || c == 170 || c == 181 || c == 186
}
func isAlpha(c byte) bool { return isUpper(c) || isLower(c) }
func isAlnum(c byte) bool { return isAlpha(c) || isDigit(c) }
func isWord(c byte) bool  { return isAlnum(c) || c == '_' }
func isCntrl(c byte) bool { return c < 32 || c >= 127 && c < 160 }
func isGraph(c byte) bool { return c > 32 && !isCntrl(c) }
func isPrint(c byte) bool { return c >= 32 && !isCntrl(c) }
func isPunct(c byte) bool { return isGraph(c) && !isAlnum(c) }

// posixTest is the test of a POSIX class, or nil.
func posixTest(name string) func(byte) bool {
	switch name {
	case "alpha":
		return isAlpha
	case "lower":
		return isLower
	case "upper":
		return isUpper
	case "alnum":
		return isAlnum
	case "ascii":
		return func(c byte) bool { return true }
	case "blank":
		return func(c byte) bool { return c == ' ' || c == '\t' }
	case "cntrl":
		return isCntrl
	case "digit":
		return isDigit
	case "graph":
		return isGraph
	case "print":
		return isPrint
	case "punct":
		return isPunct
	case "space":
		return isSpace
	case "word":
		return isWord
	case "xdigit":
		return isXDigit
	}
	return nil
}

// posixUnicode is the test of a POSIX class by Unicode, or nil where it stays that of Latin-1.
func posixUnicode(name string) func(rune) bool {
	switch name {
	case "alpha":
		return unicode.IsLetter
	case "lower":
		return func(r rune) bool { return unicode.Is(unicode.Ll, r) }
	case "upper":
		return func(r rune) bool { return unicode.Is(unicode.Lu, r) }
	case "alnum":
		return isUnicodeAlnum
	case "blank":
		return func(r rune) bool { return inPairs(r, horizontalSpace()) }
	case "cntrl":
		return func(r rune) bool { return unicode.Is(unicode.Cc, r) }
	case "digit":
		return func(r rune) bool { return unicode.Is(unicode.Nd, r) }
	case "space":
		return isUnicodeSpace
	case "word":
		return isUnicodeWord
	case "graph":
		return func(r rune) bool { return !unicode.Is(unicode.Z, r) && r != 0x180e && isVisible(r) }
	case "print":
		return func(r rune) bool { return r != 0x2028 && r != 0x2029 && isVisible(r) }
	case "punct":
		return func(r rune) bool { return unicode.Is(unicode.P, r) || r < 128 && unicode.Is(unicode.S, r) }
	}
	return nil
}

// isVisible tells what is neither a control, unassigned nor a mark of direction.
func isVisible(r rune) bool {
	if unicode.Is(unicode.Cf, r) {
		return r != 0x061c && (r < 0x2066 || r > 0x2069)
	}
	return !isOther(r)
}

func isUnicodeAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
func isUnicodeWord(r rune) bool  { return r == '_' || isUnicodeAlnum(r) }
func isUnicodeSpace(r rune) bool {
	return inPairs(r, horizontalSpace()) || inPairs(r, verticalSpace()) || unicode.Is(unicode.Z, r)
}

// isOther tells what has the category C, which is also what has no other.
func isOther(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z)
}

// propertyOf is the test that \p{name} makes, or nil.
func propertyOf(name string) func(rune) bool {
	switch name {
	case "Any":
		return func(rune) bool { return true }
	case "L&":
		return func(r rune) bool { return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt) }
	case "Xan":
		return isUnicodeAlnum
	case "Xsp", "Xps":
		return isUnicodeSpace
	case "Xwd":
		return isUnicodeWord
	case "Xuc":
		return func(r rune) bool {
			return r == '$' || r == '@' || r == '`' || r >= 0xa0 && r <= 0xd7ff || r >= 0xe000
		}
	case "C":
		return isOther
	case "Cn":
		return func(r rune) bool {
			return isOther(r) && !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
		}
	}
	table := unicode.Categories[name]
	if len(name) > 2 || name == "LC" {
		table = unicode.Scripts[name]
	}
	if table == nil {
		return nil
	}
	return func(r rune) bool { return unicode.Is(table, r) }
}
