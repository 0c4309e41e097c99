package quoted

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Inspect writes a node as the Elixir term it stands for: {:foo, [line: 1], [1, nil]}. It is
// what Elixir's inspect prints with charlists: :as_lists and no limits.
func Inspect(n Node) string {
	return string(AppendInspect(nil, n))
}

// AppendInspect appends what Inspect returns.
func AppendInspect(b []byte, n Node) []byte {
	switch n := n.(type) {
	case Atom:
		return append(b, InspectAtom(string(n))...)
	case Int:
		return strconv.AppendInt(b, int64(n), 10)
	case *big.Int:
		return n.Append(b, 10)
	case Float:
		return append(b, inspectFloat(float64(n))...)
	case String:
		return append(b, InspectString(string(n))...)
	case List:
		return appendList(b, n)
	case *Pair:
		b = AppendInspect(append(b, '{'), n.Left)
		b = AppendInspect(append(b, ", "...), n.Right)
		return append(b, '}')
	case *Form:
		b = AppendInspect(append(b, '{'), n.Head)
		b = appendList(append(b, ", "...), n.Meta.Items())
		b = append(b, ", "...)
		if n.IsVar {
			b = append(b, InspectAtom(string(n.Context))...)
		} else {
			b = appendList(b, n.Args)
		}
		return append(b, '}')
	case *Opaque:
		return fmt.Appendf(b, "#Opaque<%v>", n.Term)
	}
	return fmt.Appendf(b, "#Unknown<%T>", n)
}

// trailing are the metadata keys that Elixir puts behind the position.
func trailing(key string) bool {
	switch key {
	case "context", "imports", "import", "alias", "counter", "generated", "keep", "if_undefined":
		return true
	}
	return false
}

// Items is the metadata as the keyword list it stands for, in Elixir's order: what the parser
// notes, line and column, then what quote and expansion add.
func (m Meta) Items() List {
	items := make(List, 0, len(m.Extra)+3)
	for _, it := range m.Extra {
		if !trailing(it.Key) {
			items = append(items, &Pair{Atom(it.Key), it.Value})
		}
	}
	if m.Line != 0 {
		items = append(items, &Pair{Atom("line"), Int(m.Line)})
	}
	if m.Column != 0 {
		items = append(items, &Pair{Atom("column"), Int(m.Column)})
	}
	for _, it := range m.Extra {
		if trailing(it.Key) {
			items = append(items, &Pair{Atom(it.Key), it.Value})
		}
	}
	if m.Counter != 0 {
		items = append(items, &Pair{Atom("counter"), Int(m.Counter)})
	}
	return items
}

// isKeyword tells a non-empty list of pairs whose left sides are atoms that may be keys.
func isKeyword(l []Node) bool {
	for _, n := range l {
		p, ok := n.(*Pair)
		if !ok {
			return false
		}
		if a, ok := p.Left.(Atom); !ok || strings.HasPrefix(string(a), "Elixir.") {
			return false
		}
	}
	return len(l) > 0
}

func appendList(b []byte, l []Node) []byte {
	b = append(b, '[')
	keyword := isKeyword(l)
	for i, n := range l {
		if i > 0 {
			b = append(b, ", "...)
		}
		if keyword {
			p := n.(*Pair)
			b = append(b, inspectKey(string(p.Left.(Atom)))...)
			b = AppendInspect(append(b, ' '), p.Right)
			continue
		}
		b = AppendInspect(b, n)
	}
	return append(b, ']')
}

func inspectKey(name string) string {
	if atomNeedsQuotes(name) {
		return quote(name) + ":"
	}
	return name + ":"
}

// InspectAtom writes an atom as Elixir source: :foo, :"foo bar", Foo.Bar, nil.
func InspectAtom(name string) string {
	switch name {
	case "nil", "true", "false":
		return name
	}
	if name == "Elixir" {
		return name
	}
	if rest, ok := strings.CutPrefix(name, "Elixir."); ok && isAlias(rest) {
		return rest
	}
	if atomNeedsQuotes(name) {
		return ":" + quote(name)
	}
	return ":" + name
}

func isAlias(s string) bool {
	for _, part := range strings.Split(s, ".") {
		if part == "" || part[0] < 'A' || part[0] > 'Z' {
			return false
		}
		for i := range len(part) {
			if c := part[i]; c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
				return false
			}
		}
	}
	return true
}

// atomNeedsQuotes tells the atoms that are neither identifiers nor operators.
func atomNeedsQuotes(name string) bool {
	if name == "" || plainOperator(name) {
		return name == ""
	}
	for i, r := range name {
		switch {
		case r == '_' || unicode.IsLetter(r):
		case i > 0 && (unicode.IsDigit(r) || r == '@' || unicode.In(r, unicode.Mn, unicode.Mc)):
		case i > 0 && i == len(name)-1 && (r == '?' || r == '!'):
		default:
			return true
		}
	}
	return false
}

// plainOperator tells the operators that inspect writes without quotes: not =>, ::, <|>, ~~~ and ^^^.
func plainOperator(name string) bool {
	switch name {
	case "!", "&", "^", "not", "@", "+", "-", "*", "/", "**", "++", "--", "+++", "---", "<>", "..",
		"..//", "in", "|>", "<<<", ">>>", "<", ">", "<=", ">=", "==", "!=", "=~", "===", "!==", "&&",
		"&&&", "and", "||", "|||", "or", "=", "|", "when", "<-", "\\\\", "->", ".", "...", "%", "%{}",
		"{}", "<<>>", "~>>", "<<~", "~>", "<~", "<~>":
		return true
	}
	return false
}

func quote(s string) string {
	var sb strings.Builder
	sb.WriteByte('"')
	for i, r := range s {
		if r == '#' && strings.HasPrefix(s[i:], "#{") {
			sb.WriteByte('\\')
		}
		appendEscaped(&sb, r)
	}
	sb.WriteByte('"')
	return sb.String()
}

func appendEscaped(sb *strings.Builder, r rune) {
	switch r {
	case '"', '\\':
		sb.WriteByte('\\')
		sb.WriteRune(r)
	case 7:
		sb.WriteString(`\a`)
	case '\b':
		sb.WriteString(`\b`)
	case '\t':
		sb.WriteString(`\t`)
	case '\n':
		sb.WriteString(`\n`)
	case '\v':
		sb.WriteString(`\v`)
	case '\f':
		sb.WriteString(`\f`)
	case '\r':
		sb.WriteString(`\r`)
	case 27:
		sb.WriteString(`\e`)
	case 127:
		sb.WriteString(`\d`)
	case 0:
		sb.WriteString(`\0`)
	default:
		switch {
		case confusing(r):
			fmt.Fprintf(sb, `\u%04X`, r)
		case r < 32 || r > 127 && r < 160:
			fmt.Fprintf(sb, `\x%02X`, r)
		case r == 0xFFFE || r == 0xFFFF:
			fmt.Fprintf(sb, `\x{%04X}`, r)
		default:
			sb.WriteRune(r)
		}
	}
}

// confusing tells the invisible characters, other blanks and those that change the direction of
// text, which are written as escapes.
func confusing(r rune) bool {
	switch {
	case r == 0xA0, r == 0x34F, r == 0x61C, r >= 0x2000 && r <= 0x200F, r == 0x2028, r == 0x2029,
		r >= 0x202A && r <= 0x202E, r == 0x205F, r == 0x2060, r >= 0x2061 && r <= 0x2064,
		r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFC:
		return true
	}
	return false
}

// InspectString writes a binary as Elixir source: "text", or <<1, 255>> when it is no text.
func InspectString(s string) string {
	if !utf8.ValidString(s) {
		return InspectBytes([]byte(s))
	}
	for _, r := range s {
		if !printable(r) {
			return InspectBytes([]byte(s))
		}
	}
	return quote(s)
}

// printable tells the code points of a printable Elixir string.
func printable(r rune) bool {
	switch {
	case r >= 32 && r <= 126, r >= 7 && r <= 13, r == 27, r == 127:
		return true
	case r >= 0xA0 && r <= 0xD7FF, r >= 0xE000 && r <= 0xFFFD, r >= 0x10000 && r <= 0x10FFFF:
		return true
	}
	return false
}

// InspectBytes writes a binary byte by byte: <<1, 255>>.
func InspectBytes(s []byte) string {
	var sb strings.Builder
	sb.WriteString("<<")
	for i, c := range s {
		if i > 0 {
			sb.WriteString(", ")
		}
		sb.WriteString(strconv.Itoa(int(c)))
	}
	sb.WriteString(">>")
	return sb.String()
}

// inspectFloat writes the shortest text that reads back as f: with an exponent from 1.0e16 on, and
// below 1 when that is shorter.
func inspectFloat(f float64) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	e, _ := strconv.Atoi(exponent)
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	scientific := mantissa + "e" + strconv.Itoa(e)
	if e >= 16 {
		return scientific
	}
	decimal := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(decimal, ".") {
		decimal += ".0"
	}
	if e < 0 && len(scientific) < len(decimal) {
		return scientific
	}
	return decimal
}
