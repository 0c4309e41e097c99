package tokenizer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Identifiers beyond ASCII follow UAX 31 with the profile of UTS 39: the scripts in common use,
// no compatibility characters, and no mixing of scripts between two underscores. A name is
// normalized to NFC.

// recommended are the scripts of UAX 31, table 5.
var recommended = []*unicode.RangeTable{
	unicode.Common, unicode.Inherited, unicode.Arabic, unicode.Armenian, unicode.Bengali,
	unicode.Bopomofo, unicode.Cyrillic, unicode.Devanagari, unicode.Ethiopic, unicode.Georgian,
	unicode.Greek, unicode.Gujarati, unicode.Gurmukhi, unicode.Hangul, unicode.Han, unicode.Hebrew,
	unicode.Hiragana, unicode.Kannada, unicode.Katakana, unicode.Khmer, unicode.Lao, unicode.Latin,
	unicode.Malayalam, unicode.Myanmar, unicode.Oriya, unicode.Sinhala, unicode.Tamil,
	unicode.Telugu, unicode.Thaana, unicode.Thai, unicode.Tibetan,
}

// Classes of code points in identifiers.
type identClass uint8

const (
	notIdent identClass = iota
	upperIdent
	startIdent
	continueIdent
)

func classifyRune(r rune) identClass {
	if r < 0x80 {
		switch c := byte(r); {
		case isUpper(c):
			return upperIdent
		case isLower(c) || c == '_':
			return startIdent
		case isDigit(c):
			return continueIdent
		}
		return notIdent
	}
	if !unicode.In(r, recommended...) || unicode.In(r, unicode.Pattern_Syntax, unicode.Pattern_White_Space, unicode.Other_Default_Ignorable_Code_Point) ||
		norm.NFKC.String(string(r)) != string(r) {
		return notIdent
	}
	switch {
	case unicode.In(r, unicode.Lu, unicode.Lt):
		return upperIdent
	case unicode.In(r, unicode.Ll, unicode.Lm, unicode.Lo, unicode.Nl, unicode.Other_ID_Start):
		return startIdent
	case unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue):
		return continueIdent
	}
	return notIdent
}

// unicodeName is a name that is not all ASCII.
type unicodeName struct {
	text string // in NFC
	kind identClass
	// runes is the number of code points of the source, end the offset behind the name.
	runes, end int32
	at         bool
	last       rune // ! or ?, when it ends so
}

// scanUnicode reads a name that starts at offset start, or fails.
func (t *tokenizer) scanUnicode(start int32) (name unicodeName, ok bool) {
	t.unicodeNames = true
	p := int(start)
	for p < len(t.src) {
		r, n := utf8.DecodeRuneInString(t.src[p:])
		if r == 0xB5 { // the micro sign is written for the Greek letter
			r = 0x3BC
		}
		kind := classifyRune(r)
		switch {
		case name.runes == 0 && (kind == notIdent || kind == continueIdent):
			return name, t.unexpected()
		case name.runes == 0:
			name.kind = kind
		case r == '@':
			name.at = true
		case r == '!' || r == '?':
			name.last = r
		case kind == notIdent && r >= 0x80:
			return name, t.unexpectedAt(start, p)
		case kind == notIdent:
			n = 0
		}
		if n == 0 {
			break
		}
		p += n
		name.runes++
		if name.last != 0 {
			break
		}
	}
	name.end = int32(p)
	name.text = norm.NFC.String(strings.ReplaceAll(t.src[start:p], "\u00B5", "\u03BC"))
	return name, t.checkScripts(name.text, start)
}

// unexpectedAt fails at the character at offset p of a name that starts at start.
func (t *tokenizer) unexpectedAt(start int32, p int) bool {
	r, n := utf8.DecodeRuneInString(t.src[p:])
	column := t.column() + int32(utf8.RuneCountInString(t.src[start:p]))
	wrong := t.src[start : p+n]
	for _, part := range [...]string{wrong, string(r)} {
		if hint := suggestion(part); hint != "" {
			return t.fail(t.line, column, "unexpected token: "+hint)
		}
	}
	what := "\"" + string(r) + "\""
	if _, name := charName(r); name != "" {
		what = name
	}
	return t.fail(t.line, column, fmt.Sprintf("unexpected token: %s (column %d, code point U+%s)", what, column, codePoint(r)))
}

func isIdent(s string) bool {
	for i, r := range s {
		kind := classifyRune(r)
		if kind == notIdent || i == 0 && kind == continueIdent {
			return false
		}
	}
	return s != ""
}

func codePoints(s string) string {
	var sb strings.Builder
	for _, r := range s {
		fmt.Fprintf(&sb, " 0x%05X", r)
	}
	return sb.String()
}

// unicodeIdentifier reads an identifier that is not all ASCII.
func (t *tokenizer) unicodeIdentifier() bool {
	start := t.pos
	name, ok := t.scanUnicode(start)
	if !ok {
		return false
	}
	column := t.column()
	val, ok := t.name(name.text, hashName(name.text), column)
	if !ok {
		return false
	}
	next := byte(0)
	if int(name.end) < len(t.src) {
		next = t.src[name.end]
	}
	key := next == ':' && int(name.end)+1 < len(t.src) && t.src[name.end+1] != ':'
	if name.kind == upperIdent && !key && !name.at {
		if isUpper(name.text[0]) {
			for _, r := range name.text {
				if r < 'A' || r > 127 {
					return t.badAlias(name.text, r)
				}
			}
		}
		return t.unexpected()
	}
	if !t.named(Identifier, name.text, val, name.end, name.at, next) {
		return false
	}
	t.base += name.end - start - name.runes
	return true
}

// unicodeAtom reads an atom that is not all ASCII.
func (t *tokenizer) unicodeAtom() bool {
	start := t.pos
	name, ok := t.scanUnicode(start + 1)
	if !ok {
		return false
	}
	val, ok := t.name(name.text, hashName(name.text), t.column())
	if !ok {
		return false
	}
	t.push(Atom, start, val)
	t.pos = name.end
	t.base += name.end - start - 1 - name.runes
	return true
}

// checkScripts fails when a name mixes scripts. The pieces between underscores may differ.
func (t *tokenizer) checkScripts(name string, start int32) bool {
	mixed := mixesScripts(strings.ReplaceAll(name, "_", ""))
	for _, chunk := range strings.Split(name, "_") {
		if mixed && mixesScripts(chunk) {
			column := start - t.base
			hint := suggestion(name)
			if hint == "" {
				hint = "\n" + unicodePage
			} else {
				column += int32(utf8.RuneCountInString(name)) - 1
			}
			return t.fail(t.line, column, mixedMessage(name)+hint)
		}
	}
	return true
}

// scriptsOf are the scripts a code point belongs to, nil for all. Han, kana, hangul and bopomofo
// are used together.
func scriptsOf(r rune) []string {
	if unicode.In(r, unicode.Common, unicode.Inherited) {
		return nil
	}
	switch {
	case unicode.Is(unicode.Han, r):
		return []string{"Han", "Han with Bopomofo", "Japanese", "Korean"}
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return []string{scriptName(r), "Japanese"}
	case unicode.Is(unicode.Hangul, r):
		return []string{"Hangul", "Korean"}
	case unicode.Is(unicode.Bopomofo, r):
		return []string{"Bopomofo", "Han with Bopomofo"}
	case r == 0x3BC: // the micro sign stands in any script
		return nil
	}
	return []string{scriptName(r)}
}

func scriptName(r rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

func mixesScripts(s string) bool {
	var common []string
	for _, r := range s {
		scripts := scriptsOf(r)
		if scripts == nil {
			continue
		}
		if common == nil {
			common = scripts
			continue
		}
		both := make([]string, 0, len(common))
		for _, a := range common {
			for _, b := range scripts {
				if a == b {
					both = append(both, a)
				}
			}
		}
		if len(both) == 0 {
			return true
		}
		common = both
	}
	return false
}

func mixedMessage(name string) string {
	var sb strings.Builder
	sb.WriteString("invalid mixed-script identifier found: " + name +
		"\n\nMixed-script identifiers are not supported for security reasons. '" + name +
		"' is made of the following scripts:\n\n")
	for _, r := range name {
		scripts := ""
		if s := scriptsOf(r); s != nil {
			scripts = " {" + strings.Join(s, ",") + "}"
		}
		fmt.Fprintf(&sb, "  \\u%04X %c%s\n", r, r, scripts)
	}
	sb.WriteString("\nCharacters in identifiers from different scripts must be separated by underscore (_).\n")
	return sb.String()
}

// codePoint is a code point in four hexadecimal digits, which is all that Elixir has room for.
func codePoint(r rune) string {
	if r > 0xFFFF {
		return "****"
	}
	return fmt.Sprintf("%04X", r)
}
