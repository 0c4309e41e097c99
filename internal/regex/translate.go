package regex

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Options are the modifiers of a pattern that change how it is read.
type Options struct {
	Unicode  bool // text is UTF-8, and classes know Unicode; otherwise text is bytes
	Ungreedy bool // quantifiers are turned around
	Extended bool // white space and comments in the pattern mean nothing
}

// translator rewrites a pattern of PCRE for the engine, which knows .NET's syntax.
type translator struct {
	in       []rune
	pos      int
	opts     Options
	out      strings.Builder
	atom     int // where the last atom begins in out, or -1
	groups   []int
	extended bool
	captures int // groups that capture, so far
	names    []Name
}

// Error is a pattern that cannot be read; At counts its characters.
type Error struct {
	Message string
	At      int
}

func (e *Error) Error() string { return fmt.Sprintf("%s at position %d", e.Message, e.At) }

// keptGroup is the number of the empty group that marks \K, where a match is to begin; no pattern has as many.
const keptGroup = 100_000

// byteRunes are the bytes of a text as characters of Latin-1, which says which are letters.
func byteRunes(text []byte) []rune {
	out := make([]rune, len(text))
	for i, b := range text {
		out[i] = rune(b)
	}
	return out
}

// Translate rewrites a pattern. Named groups become numbered ones, counted from the left as PCRE
// does (the engine would count them last), and are listed with their numbers.
func Translate(pattern []byte, opts Options) (text string, names []Name, err error) {
	t := &translator{opts: opts, atom: -1, extended: opts.Extended}
	if opts.Unicode {
		if !utf8.Valid(pattern) {
			return "", nil, &Error{"invalid UTF-8 string", 0}
		}
		t.in = []rune(string(pattern))
	} else {
		t.in = byteRunes(pattern)
	}
	if err := t.run(); err != nil {
		return "", nil, err
	}
	return t.out.String(), t.names, nil
}

func (t *translator) peek(n int) rune {
	if t.pos+n < len(t.in) {
		return t.in[t.pos+n]
	}
	return -1
}

func (t *translator) fail(message string) error { return &Error{message, t.pos} }

// begin marks the start of an atom, to which a quantifier may belong.
func (t *translator) begin() { t.atom = t.out.Len() }

func (t *translator) run() error {
	for t.pos < len(t.in) {
		c := t.in[t.pos]
		switch {
		case c == '\\':
			if err := t.escape(false); err != nil {
				return err
			}
		case c == '[':
			if err := t.class(); err != nil {
				return err
			}
		case c == '(':
			if err := t.group(); err != nil {
				return err
			}
		case c == ')':
			if len(t.groups) == 0 {
				return t.fail("unmatched parentheses")
			}
			t.atom = t.groups[len(t.groups)-1]
			t.groups = t.groups[:len(t.groups)-1]
			t.out.WriteByte(')')
			t.pos++
		case c == '*' || c == '+' || c == '?' || c == '{' && t.counted() > 0:
			if err := t.quantifier(); err != nil {
				return err
			}
		case t.extended && c == '#':
			for t.pos < len(t.in) && t.in[t.pos] != '\n' {
				t.pos++
			}
		case t.extended && (c == ' ' || c >= '\t' && c <= '\r'):
			t.pos++
		case c == '|' || c == '^' || c == '$' || c == '.':
			t.begin()
			t.out.WriteRune(c)
			t.pos++
		default:
			t.begin()
			t.literal(c)
			t.pos++
		}
	}
	if len(t.groups) > 0 {
		return t.fail("missing )")
	}
	return nil
}

// literal writes a character that stands for itself.
func (t *translator) literal(c rune) {
	if c < utf8.RuneSelf && strings.ContainsRune(`\*+?|{}[]()^$.# `, c) {
		t.out.WriteByte('\\')
	}
	t.out.WriteRune(c)
}

// counted is the length of a quantifier {n}, {n,} or {n,m} here, or 0.
func (t *translator) counted() int {
	i, digits, commas := 1, 0, 0
	for ; ; i++ {
		switch c := t.peek(i); {
		case c >= '0' && c <= '9':
			digits++
		case c == ',' && digits > 0 && commas == 0:
			commas++
		case c == '}' && digits > 0:
			return i + 1
		default:
			return 0
		}
	}
}

func (t *translator) quantifier() error {
	if t.atom < 0 {
		return t.fail("nothing to repeat")
	}
	size := 1
	if t.in[t.pos] == '{' {
		size = t.counted()
	}
	text := string(t.in[t.pos : t.pos+size])
	t.pos += size
	lazy := t.opts.Ungreedy
	switch t.peek(0) {
	case '?':
		lazy = !lazy
		t.pos++
	case '+': // possessive: what was taken is not given back
		t.pos++
		whole := t.out.String()
		t.out.Reset()
		t.out.WriteString(whole[:t.atom] + "(?>" + whole[t.atom:] + text + ")")
		t.atom = -1
		return nil
	}
	t.out.WriteString(text)
	if lazy {
		t.out.WriteByte('?')
	}
	t.atom = -1
	return nil
}

// group writes the start of a group.
func (t *translator) group() error {
	rest := string(t.in[t.pos:min(t.pos+4, len(t.in))])
	switch {
	case strings.HasPrefix(rest, "(?#"):
		for t.pos < len(t.in) && t.in[t.pos] != ')' {
			t.pos++
		}
		t.pos++
		return nil
	case strings.HasPrefix(rest, "(?P<"):
		return t.named(4, '>')
	case strings.HasPrefix(rest, "(?'"):
		return t.named(3, '\'')
	case strings.HasPrefix(rest, "(?<") && rest != "(?<=" && rest != "(?<!":
		return t.named(3, '>')
	case strings.HasPrefix(rest, "(?P="):
		end := t.index(')')
		if end < 0 {
			return t.fail("missing )")
		}
		t.begin()
		return t.refer(string(t.in[t.pos+4:end]), end+1)
	case strings.HasPrefix(rest, "(?P>"), strings.HasPrefix(rest, "(?R"), strings.HasPrefix(rest, "(?&"), strings.HasPrefix(rest, "(?|"):
		return t.fail("this construct is not supported")
	case strings.HasPrefix(rest, "(?("):
		return t.condition()
	case strings.HasPrefix(rest, "(*"):
		return t.verb()
	case strings.HasPrefix(rest, "(?"):
		return t.special()
	default:
		t.captures++
		t.open("(", 1)
	}
	return nil
}

// named opens a group with a name, which begins size characters on.
func (t *translator) named(size int, closing rune) error {
	end := t.pos + size
	for end < len(t.in) && t.in[end] != closing {
		end++
	}
	if end >= len(t.in) {
		return t.fail("syntax error in subpattern name (missing terminator)")
	}
	t.captures++
	t.names = append(t.names, Name{string(t.in[t.pos+size : end]), t.captures})
	t.open("(", end+1-t.pos)
	return nil
}

// condition opens a group that depends on another group, (?(1)yes|no) or (?(<name>)yes|no), or on a look
// around, which is left to be read as the group that it is.
func (t *translator) condition() error {
	if t.peek(3) == '?' {
		t.open("(?", 2)
		return nil
	}
	end := t.index(')')
	if end < 0 {
		return t.fail("missing )")
	}
	n, err := t.number(strings.Trim(string(t.in[t.pos+3:end]), "<>'"))
	if err != nil {
		return err
	}
	t.open(fmt.Sprintf("(?(%d)", n), end+1-t.pos)
	return nil
}

// refer writes a reference to a group by name or number; the pattern goes on at next.
func (t *translator) refer(name string, next int) error {
	n, err := t.number(name)
	if err != nil {
		return err
	}
	fmt.Fprintf(&t.out, `\k<%d>`, n)
	t.pos = next
	return nil
}

// number is the number of a group that is named, or numbered from the start or back from here.
func (t *translator) number(name string) (int, error) {
	n, err := strconv.Atoi(name)
	if err != nil {
		for _, known := range t.names {
			if known.Text == name {
				n = known.Group
			}
		}
	} else if n < 0 {
		n += t.captures + 1
	}
	if n <= 0 {
		return 0, t.fail("reference to non-existent subpattern")
	}
	return n, nil
}

func (t *translator) index(c rune) int {
	for i := t.pos; i < len(t.in); i++ {
		if t.in[i] == c {
			return i
		}
	}
	return -1
}

func (t *translator) open(text string, size int) {
	t.groups = append(t.groups, t.out.Len())
	t.out.WriteString(text)
	t.pos += size
	t.atom = -1
}

// verb passes over settings such as (*UTF8) at the start.
func (t *translator) verb() error {
	end := t.index(')')
	if end < 0 || t.pos != 0 && t.out.Len() != 0 {
		return t.fail("(*VERB) not recognized or malformed")
	}
	t.pos = end + 1
	return nil
}

// special copies what follows (?: options, lookaround, names, conditions.
func (t *translator) special() error {
	i := t.pos + 2
	for i < len(t.in) && strings.ContainsRune("imsxnUJ-", t.in[i]) {
		i++
	}
	if i == t.pos+2 || i >= len(t.in) || t.in[i] != ')' && t.in[i] != ':' {
		size := 3
		for _, intro := range []string{"(?<=", "(?<!"} {
			if strings.HasPrefix(string(t.in[t.pos:min(t.pos+4, len(t.in))]), intro) {
				size = 4
			}
		}
		if t.pos+size > len(t.in) {
			return t.fail("unrecognized character after (?")
		}
		t.open(string(t.in[t.pos:t.pos+size]), size)
		return nil
	}
	flags := string(t.in[t.pos+2 : i])
	on, off, _ := strings.Cut(flags, "-")
	if strings.Contains(on, "x") {
		t.extended = true
	} else if strings.Contains(off, "x") {
		t.extended = false
	}
	kept := strings.NewReplacer("x", "", "U", "", "J", "").Replace(flags)
	if kept == "-" {
		kept = ""
	}
	if t.in[i] == ')' {
		t.out.WriteString("(?" + kept + ")")
		t.pos = i + 1
		t.atom = -1
		return nil
	}
	t.open("(?"+kept+":", i+1-t.pos)
	return nil
}

// Classes of characters outside of brackets, without Unicode and with it.
var asciiClasses = map[rune]string{'d': "0-9", 'w': `0-9A-Za-z_\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF`, 's': `\t\n\v\f\r\x20`, 'h': `\t\x20`, 'v': `\n\v\f\r`}
var unicodeClasses = map[rune]string{
	'd': `\d`, 'w': `\w`, 's': `\s`,
	'h': `\t\x20\xA0\u1680\u2000-\u200A\u202F\u205F\u3000`, 'v': `\n\v\f\r\x85\u2028\u2029`,
}

func (t *translator) classOf(c rune) (string, bool) {
	table := asciiClasses
	if t.opts.Unicode {
		table = unicodeClasses
	}
	set, ok := table[c|0x20]
	return set, ok && strings.ContainsRune("dDwWsShHvV", c)
}

// escape rewrites what follows a backslash, inside of brackets or outside.
func (t *translator) escape(inClass bool) error {
	c := t.peek(1)
	if c < 0 {
		return t.fail("\\ at end of pattern")
	}
	start := t.pos
	if !inClass {
		t.begin()
	}
	t.pos += 2
	if set, ok := t.classOf(c); ok {
		negated := c >= 'A' && c <= 'Z'
		switch {
		case !inClass && negated:
			t.out.WriteString("[^" + set + "]")
		case !inClass:
			t.out.WriteString("[" + set + "]")
		case !negated:
			t.out.WriteString(set)
		case t.opts.Unicode && strings.ContainsRune("DWS", c):
			t.out.WriteString(`\` + string(c))
		default:
			return t.complement(c)
		}
		return nil
	}
	switch {
	case c == 'x':
		return t.hex()
	case c == 'o' && t.peek(0) == '{':
		end := t.index('}')
		if end < 0 {
			return t.fail("missing terminating } in \\o{")
		}
		return t.code(string(t.in[t.pos+1:end]), 8, end+1)
	case c == '0' || inClass && c >= '1' && c <= '7':
		end := start + 2
		for end < len(t.in) && end < start+4 && t.in[end] >= '0' && t.in[end] <= '7' {
			end++
		}
		return t.code(string(t.in[start+1:end]), 8, end)
	case c == 'Q':
		for t.pos < len(t.in) && !(t.in[t.pos] == '\\' && t.peek(1) == 'E') {
			t.begin()
			t.literal(t.in[t.pos])
			t.pos++
		}
		t.pos = min(t.pos+2, len(t.in))
	case c == 'E':
	case (c == 'p' || c == 'P') && t.peek(0) != '{':
		t.out.WriteString(`\` + string(c) + "{" + string(t.peek(0)) + "}")
		t.pos++
	case c == 'p' || c == 'P':
		return t.property(c)
	case inClass && c == 'b':
		t.out.WriteString(`\x08`)
	case inClass && c == '-':
		t.out.WriteString(`\-`)
	case !inClass && c == 'R':
		t.out.WriteString(`(?>\r\n|[\n\v\f\r\x85\u2028\u2029])`)
	case !inClass && c == 'N':
		t.out.WriteString(`[^\n]`)
	case !inClass && c == 'X':
		t.out.WriteString(`(?>\P{M}\p{M}*)`)
	case !inClass && c == 'K':
		fmt.Fprintf(&t.out, "(?<%d>)", keptGroup)
	case !inClass && c == 'C':
		t.pos = start
		return t.fail("\\" + string(c) + " is not supported")
	case !inClass && c == 'g':
		return t.reference()
	case !inClass && c == 'k':
		return t.nameReference()
	case !inClass && c >= '1' && c <= '9', !inClass && strings.ContainsRune("bBAZzG", c), strings.ContainsRune("aefnrt", c):
		t.out.WriteString(`\` + string(c))
		if !inClass && strings.ContainsRune("bBAZzG", c) {
			t.atom = -1
		}
	case c == 'c':
		t.out.WriteString(fmt.Sprintf(`\x%02X`, (t.peek(0)|0x20)&0x1F))
		t.pos++
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		t.pos = start
		return t.fail("unrecognized character follows \\")
	default:
		t.literal(c)
	}
	return nil
}

// complement writes the opposite of a class of ASCII inside of brackets.
func (t *translator) complement(c rune) error {
	t.out.WriteString(map[rune]string{
		'D': `\x00-/:-\uFFFF`, 'W': "\\x00-/:-@\\[-\\^`{-\\u00A9\\u00AB-\\u00B4\\u00B6-\\u00B9\\u00BB-\\u00BF\\u00D7\\u00F7\\u0100-\\uFFFF", 'S': `\x00-\x08\x0E-\x1F!-\uFFFF`,
		'H': `\x00-\x08\n-\x1F!-\uFFFF`, 'V': `\x00-\t\x0E-\uFFFF`,
	}[c])
	return nil
}

// property rewrites \p{...}: names with ^ and scripts.
func (t *translator) property(c rune) error {
	end := t.index('}')
	if end < 0 {
		return t.fail("malformed \\P or \\p sequence")
	}
	name := string(t.in[t.pos+1 : end])
	if strings.HasPrefix(name, "^") {
		name = name[1:]
		c ^= 0x20
	}
	switch name {
	case "Xan":
		name = "L}\\p{N"
	case "L&":
		name = "L"
	}
	t.out.WriteString(`\` + string(c) + "{" + name + "}")
	t.pos = end + 1
	return nil
}

// reference rewrites \gN, \g{N} and \g{name}.
func (t *translator) reference() error {
	end := t.pos
	name := ""
	if t.peek(0) == '{' {
		if end = t.index('}'); end < 0 {
			return t.fail("a numbered reference must not be zero")
		}
		name = string(t.in[t.pos+1 : end])
		end++
	} else {
		for end < len(t.in) && (t.in[end] == '-' || t.in[end] >= '0' && t.in[end] <= '9') {
			end++
		}
		name = string(t.in[t.pos:end])
	}
	return t.refer(name, end)
}

// nameReference rewrites \k<name>, \k{name} and \k'name'.
func (t *translator) nameReference() error {
	closing := map[rune]rune{'<': '>', '{': '}', '\'': '\''}[t.peek(0)]
	t.pos++
	end := t.index(closing)
	if closing == 0 || end < 0 {
		return t.fail("\\k is not followed by a braced, angle-bracketed, or quoted name")
	}
	return t.refer(string(t.in[t.pos:end]), end+1)
}

func (t *translator) hex() error {
	if t.peek(0) == '{' {
		end := t.index('}')
		if end < 0 {
			return t.fail("missing terminating } in \\x{")
		}
		return t.code(string(t.in[t.pos+1:end]), 16, end+1)
	}
	end := t.pos
	for end < len(t.in) && end < t.pos+2 && strings.ContainsRune("0123456789abcdefABCDEF", t.in[end]) {
		end++
	}
	return t.code("0"+string(t.in[t.pos:end]), 16, end)
}

// code writes the character with a number.
func (t *translator) code(digits string, base int, end int) error {
	n, err := strconv.ParseInt(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return t.fail("character value in \\x{} or \\o{} is too large")
	}
	t.pos = end
	c := rune(n)
	if !t.opts.Unicode && c > 255 {
		return t.fail("character value in \\x{} or \\o{} is too large")
	}
	if c < 32 {
		fmt.Fprintf(&t.out, `\x%02X`, c)
	} else {
		t.literal(c)
	}
	return nil
}

var posix = map[string]string{
	"alpha": `A-Za-z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF`, "digit": "0-9", "alnum": "0-9A-Za-z", "upper": "A-Z", "lower": "a-z", "space": `\t\n\v\f\r\x20`,
	"blank": `\t\x20`, "punct": "!-/:-@\\[-`{-~", "xdigit": "0-9A-Fa-f", "word": "0-9A-Za-z_", "cntrl": `\x00-\x1F\x7F`,
	"print": `\x20-~`, "graph": "!-~", "ascii": `\x00-\x7F`,
}

var posixUnicode = map[string]string{
	"alpha": `\p{L}`, "digit": `\p{Nd}`, "alnum": `\p{L}\p{N}`, "upper": `\p{Lu}`, "lower": `\p{Ll}`, "space": `\s`, "word": `\w`,
}

// class rewrites a bracket expression.
func (t *translator) class() error {
	start := t.pos
	t.begin()
	t.out.WriteByte('[')
	t.pos++
	if t.peek(0) == '^' {
		t.out.WriteByte('^')
		t.pos++
	}
	for first := true; ; first = false {
		c := t.peek(0)
		switch {
		case c < 0:
			t.pos = start
			return t.fail("missing terminating ] for character class")
		case c == ']' && !first:
			t.out.WriteByte(']')
			t.pos++
			return nil
		case c == '[' && t.peek(1) == ':':
			if err := t.posixClass(); err != nil {
				return err
			}
		case c == '\\':
			if err := t.escape(true); err != nil {
				return err
			}
		case c == '[' || c == ']':
			t.out.WriteString(`\` + string(c))
			t.pos++
		case c == '-' && t.peek(1) == '[':
			t.out.WriteString(`\-`)
			t.pos++
		default:
			t.out.WriteRune(c)
			t.pos++
		}
	}
}

func (t *translator) posixClass() error {
	end := t.pos + 2
	for end < len(t.in) && t.in[end] != ':' && t.in[end] != ']' {
		end++
	}
	if end+1 >= len(t.in) || t.in[end] != ':' || t.in[end+1] != ']' {
		t.out.WriteString(`\[`)
		t.pos++
		return nil
	}
	name := string(t.in[t.pos+2 : end])
	set, ok := posixUnicode[name]
	if !ok || !t.opts.Unicode {
		set, ok = posix[name]
	}
	if !ok {
		return t.fail("unknown POSIX class name")
	}
	t.out.WriteString(set)
	t.pos = end + 2
	return nil
}
