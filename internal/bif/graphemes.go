package bif

import (
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"joist/internal/proc"
	"joist/internal/term"
)

// stringNatives serve Elixir's String with what Unicode says about text: graphemes, normal forms, letter case. Bytes that are no
// UTF-8 count as graphemes of their own and pass through conversions.
func stringNatives() []Native {
	return []Native{
		{"joist_unicode", "length", 1, onText(graphemeCount), 0},
		{"joist_unicode", "graphemes", 1, onText(graphemeList), 0},
		{"joist_unicode", "next_grapheme", 1, nextGrapheme, 0},
		{"joist_unicode", "reverse", 1, onText(reverseGraphemes), 0},
		{"joist_unicode", "words", 1, onText(wordList), 0},
		{"joist_unicode", "valid", 1, onText(isValidText), 0},
		{"joist_unicode", "normalize", 2, normalize, 0},
		{"joist_unicode", "upcase", 2, changeCase(cases.Upper), 0},
		{"joist_unicode", "downcase", 2, changeCase(cases.Lower), 0},
		{"joist_unicode", "titlecase_once", 2, titlecaseOnce, 0},
		{"joist_unicode", "identifier", 1, identifierKind, 0},
		{"unicode", "characters_to_nfc_binary", 1, normalForm(norm.NFC, textAsBinary), 0},
		{"unicode", "characters_to_nfd_binary", 1, normalForm(norm.NFD, textAsBinary), 0},
		{"unicode", "characters_to_nfkc_binary", 1, normalForm(norm.NFKC, textAsBinary), 0},
		{"unicode", "characters_to_nfkd_binary", 1, normalForm(norm.NFKD, textAsBinary), 0},
		{"unicode", "characters_to_nfc_list", 1, normalForm(norm.NFC, textAsList), 0},
		{"unicode", "characters_to_nfd_list", 1, normalForm(norm.NFD, textAsList), 0},
		{"unicode", "characters_to_nfkc_list", 1, normalForm(norm.NFKC, textAsList), 0},
		{"unicode", "characters_to_nfkd_list", 1, normalForm(norm.NFKD, textAsList), 0},
	}
}

// textLimit is the size of a text from which work on its characters leaves the schedulers.
const textLimit = 16 << 10

// onText wraps a function of a binary.
func onText(f func(c *proc.Ctx, whole term.Term, text []byte) term.Term) proc.Native {
	run := func(c *proc.Ctx, args []term.Term) term.Term {
		text, ok := bytesOf(args[0])
		if !ok {
			return c.Badarg()
		}
		chargeCells(c, len(text))
		return f(c, args[0], text)
	}
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if text, ok := bytesOf(args[0]); ok && len(text) > textLimit {
			return c.Dirty(run, args[0])
		}
		return run(c, args)
	}
}

// graphemeSize is the length in bytes of the grapheme that a text, which is not empty, begins with.
func graphemeSize(text []byte) int {
	if text[0] < utf8.RuneSelf && (len(text) == 1 || text[1] < utf8.RuneSelf) {
		if text[0] == '\r' && len(text) > 1 && text[1] == '\n' {
			return 2
		}
		return 1
	}
	if r, size := utf8.DecodeRune(text); r == utf8.RuneError && size == 1 {
		return 1
	}
	cluster, _, _, _ := uniseg.FirstGraphemeCluster(text, -1)
	return len(cluster)
}

func graphemeCount(_ *proc.Ctx, _ term.Term, text []byte) term.Term {
	n := int64(0)
	for len(text) > 0 {
		text = text[graphemeSize(text):]
		n++
	}
	return term.Small(n)
}

func graphemeList(c *proc.Ctx, whole term.Term, text []byte) term.Term {
	var list []term.Term
	for at := 0; at < len(text); {
		size := graphemeSize(text[at:])
		list = append(list, c.SubBinary(whole, at*8, size*8))
		at += size
	}
	return c.List(list, term.Nil)
}

// reverseGraphemes is a text with its graphemes in the opposite order. Bytes that are not characters stay where they are, between
// runs of characters.
func reverseGraphemes(c *proc.Ctx, _ term.Term, text []byte) term.Term {
	result, to := c.BinaryAlloc(len(text))
	for at := 0; at < len(text); {
		run, size := at, 0
		for ; at < len(text); at += size {
			if size = graphemeSize(text[at:]); size == 1 && text[at] >= utf8.RuneSelf {
				to[at] = text[at]
				break
			}
		}
		end := at
		for from := run; from < at; from += size {
			size = graphemeSize(text[from:])
			end -= size
			copy(to[end:], text[from:from+size])
		}
		if at < len(text) {
			at++
		}
	}
	return result
}

// wordList has the parts of a text between white space at which a line may be broken.
func wordList(c *proc.Ctx, whole term.Term, text []byte) term.Term {
	var words []term.Term
	start := 0
	add := func(end int) {
		if end > start {
			words = append(words, c.SubBinary(whole, start*8, (end-start)*8))
		}
	}
	for at := 0; at < len(text); {
		b, size := text[at], 1
		space := b == ' ' || b >= '\t' && b <= '\r'
		if b >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRune(text[at:])
			space = size > 1 && unicode.Is(unicode.White_Space, r) && r != 0xA0 && r != 0x2007 && r != 0x202F
		}
		if space {
			add(at)
			start = at + size
		}
		at += size
	}
	add(len(text))
	return c.List(words, term.Nil)
}

func isValidText(_ *proc.Ctx, _ term.Term, text []byte) term.Term { return term.Bool(utf8.Valid(text)) }

// nextGrapheme is {Grapheme, Rest}, or nil for an empty text.
func nextGrapheme(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	if len(text) == 0 {
		return term.AtomNil
	}
	whole, size := args[0], graphemeSize(text)
	return c.Tuple2(c.SubBinary(whole, 0, size*8), c.SubBinary(whole, size*8, (len(text)-size)*8))
}

func normalize(c *proc.Ctx, args []term.Term) term.Term {
	var form norm.Form
	switch args[1] {
	case term.AtomNfc:
		form = norm.NFC
	case term.AtomNfd:
		form = norm.NFD
	case term.AtomNfkc:
		form = norm.NFKC
	case term.AtomNfkd:
		form = norm.NFKD
	default:
		return c.Badarg()
	}
	return onText(func(c *proc.Ctx, whole term.Term, text []byte) term.Term {
		if form.IsNormal(text) {
			return whole
		}
		return c.Binary(form.Bytes(text))
	})(c, args[:1])
}

// normalForm is unicode:characters_to_nfc_binary and its like: chardata is joined first.
func normalForm(form norm.Form, as func(c *proc.Ctx, text []byte) term.Term) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		return sizedData(c, args, func(c *proc.Ctx, args []term.Term) term.Term {
			var text []byte
			ch := characters{c: c, emit: func(r rune) bool {
				text = utf8.AppendRune(text, r)
				return true
			}}
			stop := ch.read(args[0])
			chargeCells(c, ch.work)
			if ch.bad {
				return c.Badarg()
			}
			result := as(c, form.Bytes(text))
			if stop.rest == term.None {
				return result
			}
			return c.Tuple3(term.AtomError, result, stop.rest)
		})
	}
}

func textAsBinary(c *proc.Ctx, text []byte) term.Term { return c.Binary(text) }

func textAsList(c *proc.Ctx, text []byte) term.Term { return c.String(string(text)) }

// caserOf makes a case conversion for a mode: default, greek with the final sigma, or turkic with dotted i.
func caserOf(kind func(t language.Tag, options ...cases.Option) cases.Caser, mode term.Term) cases.Caser {
	tag := language.Und
	if mode == term.AtomTurkic {
		tag = language.Turkish
	}
	return kind(tag, cases.HandleFinalSigma(mode == term.AtomGreek), cases.NoLower)
}

// changeCase converts the valid parts of a text.
func changeCase(kind func(t language.Tag, options ...cases.Option) cases.Caser) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		mode := args[1]
		return onText(func(c *proc.Ctx, _ term.Term, text []byte) term.Term {
			caser := caserOf(kind, mode)
			var converted []byte
			for len(text) > 0 {
				valid := validPrefix(text)
				converted = append(converted, caser.Bytes(text[:valid])...)
				if text = text[valid:]; len(text) > 0 {
					converted = append(converted, text[0])
					text = text[1:]
				}
			}
			return c.Binary(converted)
		})(c, args[:1])
	}
}

// validPrefix is the length of the UTF-8 that a text begins with.
func validPrefix(text []byte) int {
	if utf8.Valid(text) {
		return len(text)
	}
	n := 0
	for {
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size <= 1 {
			return n
		}
		n += size
	}
}

// titlecaseOnce is {First, Rest}: the first character in title case, and what follows it.
func titlecaseOnce(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	whole := args[0]
	if len(text) == 0 {
		return c.Tuple2(whole, whole)
	}
	r, size := utf8.DecodeRune(text)
	first := text[:size]
	if r != utf8.RuneError || size > 1 {
		first = caserOf(cases.Title, args[1]).Bytes(first)
	}
	return c.Tuple2(c.Binary(first), c.SubBinary(whole, size*8, (len(text)-size)*8))
}

// identifierKind says whether a text that is not ASCII is an identifier, a name that begins like an alias and cannot
// be called, or neither and must be quoted.
func identifierKind(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	kind := term.AtomQuoted
	if !utf8.Valid(text) || !norm.NFC.IsNormal(text) {
		return kind
	}
	for i, r := range string(text) {
		last := i+utf8.RuneLen(r) == len(text)
		switch {
		case i == 0 && (unicode.IsUpper(r) || unicode.IsTitle(r)):
			kind = term.AtomNotCallable
		case i == 0 && (r == '_' || isIdentifierStart(r)):
			kind = term.AtomIdentifier
		case i > 0 && isIdentifierPart(r):
		case i > 0 && last && (r == '?' || r == '!'):
		case i > 0 && r == '@':
			kind = term.AtomNotCallable
		default:
			return term.AtomQuoted
		}
	}
	return kind
}

// isIdentifierStart and isIdentifierPart follow Unicode's annex 31.
func isIdentifierStart(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.Nl, r) || unicode.Is(unicode.Other_ID_Start, r)
}

func isIdentifierPart(r rune) bool {
	return isIdentifierStart(r) || unicode.IsDigit(r) || unicode.Is(unicode.Other_ID_Continue, r) ||
		unicode.In(r, unicode.Mn, unicode.Mc, unicode.Pc)
}
