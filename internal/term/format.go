package term

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"joist/internal/atom"
)

// maxFormatDepth is where Format stops descending.
const maxFormatDepth = 1000

// Format prints a term on one line the way io:format("~0tp") does. It is for tests and for messages to
// developers; maps are printed in key order.
func Format(t Term, atoms *atom.Table) string {
	f := formatter{atoms: atoms}
	f.term(t, 0)
	return f.out.String()
}

type formatter struct {
	out   strings.Builder
	atoms *atom.Table
}

func (f *formatter) term(t Term, depth int) {
	switch {
	case depth > maxFormatDepth:
		f.out.WriteString("...")
	case t == None:
		f.out.WriteString("#None")
	case t.IsSmall():
		f.out.WriteString(strconv.FormatInt(t.SmallValue(), 10))
	case t.IsAtom():
		f.atom(t)
	case t == Nil:
		f.out.WriteString("[]")
	case t.IsPidImm():
		fmt.Fprintf(&f.out, "<0.%d.%d>", t.PidIndex(), t.PidSerial())
	case t.IsPortImm():
		fmt.Fprintf(&f.out, "#Port<0.%d>", t.PortNumber())
	case t.IsCons():
		f.list(t, depth)
	case t.IsBoxed():
		f.boxed(t, depth)
	default:
		fmt.Fprintf(&f.out, "#Word<%#x>", uint64(t))
	}
}

func (f *formatter) atom(t Term) {
	if !f.atoms.Valid(t.AtomIndex()) {
		fmt.Fprintf(&f.out, "#Atom<%d>", t.AtomIndex())
		return
	}
	f.out.WriteString(QuoteAtom(f.atoms.Name(t.AtomIndex())))
}

// QuoteAtom writes an atom's text as Erlang does, in quotes where it needs them.
func QuoteAtom(text string) string {
	if isPlainAtom(text) && !reserved[text] {
		return text
	}
	return quote(text, '\'')
}

var reserved = map[string]bool{"after": true, "and": true, "andalso": true, "band": true, "begin": true, "bnot": true,
	"bor": true, "bsl": true, "bsr": true, "bxor": true, "case": true, "catch": true, "cond": true, "div": true, "else": true,
	"end": true, "fun": true, "if": true, "let": true, "maybe": true, "not": true, "of": true, "or": true, "orelse": true,
	"receive": true, "rem": true, "try": true, "when": true, "xor": true}

func isPlainAtom(text string) bool {
	for i, r := range text {
		lower := r >= 'a' && r <= 'z' || r >= 0xdf && r <= 0xff && r != 0xf7
		rest := lower || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '@' || r >= 0xc0 && r <= 0xde && r != 0xd7
		if i == 0 && !lower || !rest {
			return false
		}
	}
	return text != ""
}

func quote(text string, mark rune) string {
	var b strings.Builder
	b.WriteRune(mark)
	for _, r := range text {
		if r == mark || r == '\\' {
			b.WriteByte('\\')
			b.WriteRune(r)
			continue
		}
		if i := strings.IndexRune("\n\t\r\v\b\f\x1b\x7f", r); i >= 0 {
			b.WriteString(`\` + "ntrvbfed"[i:i+1])
			continue
		}
		if r < 32 {
			fmt.Fprintf(&b, `\%03o`, r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteRune(mark)
	return b.String()
}

func (f *formatter) list(t Term, depth int) {
	if s, ok := printableString(t); ok {
		f.out.WriteString(quote(s, '"'))
		return
	}
	f.out.WriteByte('[')
	for first := true; t.IsCons(); t, first = t.Cdr(), false {
		if !first {
			f.out.WriteByte(',')
		}
		f.term(t.Car(), depth+1)
	}
	if t != Nil {
		f.out.WriteByte('|')
		f.term(t, depth+1)
	}
	f.out.WriteByte(']')
}

func printableString(t Term) (string, bool) {
	var b strings.Builder
	for ; t.IsCons(); t = t.Cdr() {
		c := t.Car()
		if !c.IsSmall() || !printable(c.SmallValue()) {
			return "", false
		}
		b.WriteRune(rune(c.SmallValue()))
	}
	return b.String(), t == Nil
}

func printable(c int64) bool {
	return c >= 32 && c < 127 || c >= 160 && c < 0xd800 || c >= 8 && c <= 13 || c == 27 || c > 0xdfff && c < 0xfffe ||
		c > 0xffff && c <= 0x10ffff
}

func (f *formatter) boxed(t Term, depth int) {
	switch hd := t.Header(); hd.Subtag() {
	case SubTuple:
		f.out.WriteByte('{')
		for i, e := range t.TupleElems() {
			if i > 0 {
				f.out.WriteByte(',')
			}
			f.term(e, depth+1)
		}
		f.out.WriteByte('}')
	case SubMap:
		f.mapTerm(t, depth)
	case SubFloat:
		f.out.WriteString(FormatFloat(t.FloatValue()))
	case SubBigPos, SubBigNeg:
		f.out.WriteString(BigInt(t).String())
	case SubRefcBin, SubHeapBin, SubSubBin:
		f.bitstring(t)
	case SubExport:
		e := exportParts(t)
		f.out.WriteString("fun ")
		f.atom(e.module)
		f.out.WriteByte(':')
		f.atom(e.function)
		fmt.Fprintf(&f.out, "/%d", e.arity)
	case SubFun:
		p := funParts(t)
		fmt.Fprintf(&f.out, "#Fun<%s.%d.%d>", f.atoms.Name(p.module.AtomIndex()), p.index, p.uniq)
	case SubRef:
		id := t.Word(RefID)
		fmt.Fprintf(&f.out, "#Ref<0.0.%d.%d>", id>>32, uint32(id))
	case SubMatch:
		f.out.WriteString("#MatchContext")
	default:
		fmt.Fprintf(&f.out, "#External<%s>", f.atoms.Name(t.Field(ExtNode).AtomIndex()))
	}
}

func (f *formatter) mapTerm(t Term, depth int) {
	keys, values := orderedPairs(t, f.atoms)
	f.out.WriteString("#{")
	for i, k := range keys {
		if i > 0 {
			f.out.WriteByte(',')
		}
		f.term(k, depth+1)
		f.out.WriteString(" => ")
		f.term(values[i], depth+1)
	}
	f.out.WriteByte('}')
}

func (f *formatter) bitstring(t Term) {
	v := t.Bits()
	data := make([]byte, (v.Size+7)/8)
	CopyBits(data, 0, v)
	if text, suffix, ok := printableBytes(data); ok && v.Size%8 == 0 {
		f.out.WriteString("<<" + quote(text, '"') + suffix + ">>")
		return
	}
	f.out.WriteString("<<")
	for i, c := range data {
		if i > 0 {
			f.out.WriteByte(',')
		}
		if rest := v.Size % 8; rest != 0 && i == len(data)-1 {
			fmt.Fprintf(&f.out, "%d:%d", c>>(8-rest), rest)
			continue
		}
		f.out.WriteString(strconv.Itoa(int(c)))
	}
	f.out.WriteString(">>")
}

// printableBytes is the text of a binary that is text, in UTF-8 or in Latin-1.
func printableBytes(data []byte) (text, suffix string, ok bool) {
	runes := []rune(string(data))
	if utf8.Valid(data) && allPrintable(runes) {
		if len(runes) < len(data) {
			suffix = "/utf8"
		}
		return string(runes), suffix, len(data) > 0
	}
	runes = runes[:0]
	for _, c := range data {
		runes = append(runes, rune(c))
	}
	return string(runes), "", allPrintable(runes)
}

func allPrintable(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !printable(int64(r)) })
}

// FormatFloat writes a float with the fewest digits that read back as the same, in the notation that is
// shorter, as Erlang does; floats beyond 2^53 are always written with an exponent.
func FormatFloat(x float64) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	exp, _ := strconv.Atoi(exponent)
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	scientific := mantissa + "e" + strconv.Itoa(exp)
	if math.Abs(x) >= 1<<53 || exp < -20 {
		return scientific
	}
	plain := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(plain, ".") {
		plain += ".0"
	}
	if len(plain) <= len(scientific) {
		return plain
	}
	return scientific
}
