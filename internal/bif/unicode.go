package bif

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"joist/internal/proc"
	"joist/internal/term"
)

func unicodeNatives() []Native {
	return []Native{
		{"unicode", "characters_to_binary", 1, charactersToBinary, 0},
		{"unicode", "characters_to_binary", 2, charactersToBinary, 0},
		{"unicode", "characters_to_binary", 3, charactersToBinary, 0},
		{"unicode", "characters_to_list", 1, charactersToList, 0},
		{"unicode", "characters_to_list", 2, charactersToList, 0},
		{"unicode", "bin_is_7bit", 1, isSevenBit, 0},
		{"unicode", "encoding_to_bom", 1, encodingToBom, 0},
		{"unicode", "bom_to_encoding", 1, bomToEncoding, 0},
	}
}

// An encoding of text.
type encoding uint8

const (
	encodingUTF8 encoding = iota
	encodingLatin1
	encodingUTF16Big
	encodingUTF16Little
	encodingUTF32Big
	encodingUTF32Little
)

func encodingOf(t term.Term) (encoding, bool) {
	switch t {
	case term.AtomUtf8, term.AtomUnicode:
		return encodingUTF8, true
	case term.AtomLatin1:
		return encodingLatin1, true
	case term.AtomUtf16:
		return encodingUTF16Big, true
	case term.AtomUtf32:
		return encodingUTF32Big, true
	}
	if !t.IsTupleOf(2) {
		return 0, false
	}
	little := t.TupleElem(1) == term.AtomLittle
	if !little && t.TupleElem(1) != term.AtomBig {
		return 0, false
	}
	switch {
	case t.TupleElem(0) == term.AtomUtf16 && little:
		return encodingUTF16Little, true
	case t.TupleElem(0) == term.AtomUtf16:
		return encodingUTF16Big, true
	case t.TupleElem(0) == term.AtomUtf32 && little:
		return encodingUTF32Little, true
	case t.TupleElem(0) == term.AtomUtf32:
		return encodingUTF32Big, true
	}
	return 0, false
}

// decoded says what decoding found at the beginning of some bytes.
type decoded uint8

const (
	decodedRune decoded = iota
	decodedInvalid
	decodedIncomplete
)

// decode reads one character.
func (e encoding) decode(text []byte) (r rune, size int, what decoded) {
	switch e {
	case encodingLatin1:
		return rune(text[0]), 1, decodedRune
	case encodingUTF8:
		r, size = utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			if !utf8.FullRune(text) {
				return 0, 0, decodedIncomplete
			}
			return 0, 0, decodedInvalid
		}
		return r, size, decodedRune
	case encodingUTF16Big, encodingUTF16Little:
		return e.decodeUTF16(text)
	}
	if len(text) < 4 {
		return 0, 0, decodedIncomplete
	}
	r = rune(e.unit(text)<<16 | e.unit(text[2:]))
	if e == encodingUTF32Little {
		r = rune(e.unit(text[2:])<<16 | e.unit(text))
	}
	if !utf8.ValidRune(r) {
		return 0, 0, decodedInvalid
	}
	return r, 4, decodedRune
}

// unit reads two bytes in the encoding's order.
func (e encoding) unit(text []byte) uint32 {
	if e == encodingUTF16Little || e == encodingUTF32Little {
		return uint32(text[1])<<8 | uint32(text[0])
	}
	return uint32(text[0])<<8 | uint32(text[1])
}

func (e encoding) decodeUTF16(text []byte) (r rune, size int, what decoded) {
	if len(text) < 2 {
		return 0, 0, decodedIncomplete
	}
	first := rune(e.unit(text))
	if !utf16.IsSurrogate(first) {
		return first, 2, decodedRune
	}
	if first >= 0xDC00 {
		return 0, 0, decodedInvalid
	}
	if len(text) < 4 {
		return 0, 0, decodedIncomplete
	}
	r = utf16.DecodeRune(first, rune(e.unit(text[2:])))
	if r == utf8.RuneError {
		return 0, 0, decodedInvalid
	}
	return r, 4, decodedRune
}

// append writes one character; ok is false where the encoding has none for it.
func (e encoding) append(text []byte, r rune) (_ []byte, ok bool) {
	switch e {
	case encodingUTF8:
		return utf8.AppendRune(text, r), true
	case encodingLatin1:
		return append(text, byte(r)), r < 256
	case encodingUTF32Big:
		return append(text, 0, byte(r>>16), byte(r>>8), byte(r)), true
	case encodingUTF32Little:
		return append(text, byte(r), byte(r>>8), byte(r>>16), 0), true
	}
	if r < 0x10000 {
		return e.appendUnit(text, r), true
	}
	high, low := utf16.EncodeRune(r)
	return e.appendUnit(e.appendUnit(text, high), low), true
}

func (e encoding) appendUnit(text []byte, unit rune) []byte {
	if e == encodingUTF16Little {
		return append(text, byte(unit), byte(unit>>8))
	}
	return append(text, byte(unit>>8), byte(unit))
}

// outcome is how a conversion ended: with everything read, or at a place where it could not go on.
type outcome struct {
	what decoded
	rest term.Term // what was not converted
}

// characters reads chardata: a list of characters, binaries in an encoding and chardata, whose tail may be a binary.
type characters struct {
	c    *proc.Ctx
	in   encoding
	emit func(r rune) bool // false where the result cannot hold the character
	work int
	bad  bool // not chardata at all
}

// read converts data; where that stops early the rest is built as OTP does: what is left of the innermost
// element, followed by what is left of each list around it.
func (ch *characters) read(data term.Term) outcome {
	var later []term.Term
	for {
		switch {
		case data.IsCons():
			h, t := data.Car(), data.Cdr()
			if h.IsCons() {
				later = append(later, t)
				data = h
				continue
			}
			if stop := ch.item(h, t); stop.rest != term.None {
				return ch.wrap(stop, later)
			}
			if ch.bad {
				return outcome{}
			}
			data = t
			continue
		case data.IsNil():
		default:
			if stop := ch.item(data, term.None); stop.rest != term.None {
				return ch.wrap(stop, later)
			}
			if ch.bad {
				return outcome{}
			}
		}
		if len(later) == 0 {
			return outcome{}
		}
		data, later = later[len(later)-1], later[:len(later)-1]
	}
}

// wrap adds to the rest what is left of the surrounding lists.
func (ch *characters) wrap(stop outcome, later []term.Term) outcome {
	for i := len(later) - 1; i >= 0; i-- {
		stop.rest = ch.c.Cons(stop.rest, later[i])
	}
	return stop
}

// item reads a character or a binary. tail is what follows it in its list, None for an improper tail or a single binary.
func (ch *characters) item(t, tail term.Term) outcome {
	if t.IsNil() {
		return outcome{}
	}
	if t.IsSmall() {
		ch.work++
		r, ok := codepoint(t)
		if tail == term.None {
			ch.bad = true
			return outcome{}
		}
		if !ok || !ch.emit(r) {
			return outcome{decodedInvalid, ch.c.Cons(t, tail)}
		}
		return outcome{}
	}
	text, ok := bytesOf(t)
	if !ok {
		ch.bad = true
		return outcome{}
	}
	at, what := ch.binary(text)
	if what == decodedRune {
		return outcome{}
	}
	rest := ch.c.SubBinary(t, at*8, (len(text)-at)*8)
	if tail != term.None && !(what == decodedIncomplete && tail.IsNil()) {
		rest = ch.c.Cons(rest, tail)
		what = decodedInvalid
	}
	return outcome{what, rest}
}

func (ch *characters) binary(text []byte) (at int, what decoded) {
	ch.work += len(text)/8 + 1
	for at < len(text) {
		r, size, what := ch.in.decode(text[at:])
		if what != decodedRune {
			return at, what
		}
		if !ch.emit(r) {
			return at, decodedInvalid
		}
		at += size
	}
	return at, decodedRune
}

// encodingsOf reads the input and output encodings, UTF-8 where not given.
func encodingsOf(args []term.Term) (in, out encoding, ok bool) {
	ok = true
	if len(args) > 1 {
		in, ok = encodingOf(args[1])
	}
	if len(args) > 2 && ok {
		out, ok = encodingOf(args[2])
	}
	return in, out, ok
}

// sizedData runs a conversion at once, or off the schedulers for much data.
func sizedData(c *proc.Ctx, args []term.Term, convert proc.Native) term.Term {
	if text, ok := bytesOf(args[0]); ok {
		if len(text) <= byteLimit {
			return convert(c, args)
		}
	} else if n, _ := countLeaves(args[0], cellLimit); n < cellLimit {
		return convert(c, args)
	}
	return c.Dirty(convert, args...)
}

func charactersToBinary(c *proc.Ctx, args []term.Term) term.Term {
	in, out, ok := encodingsOf(args)
	if !ok {
		return c.Badarg()
	}
	if in == encodingUTF8 && out == encodingUTF8 && args[0].IsBinary() {
		if text, _ := bytesOf(args[0]); utf8.Valid(text) {
			chargeBytes(c, len(text))
			return args[0]
		}
	}
	return sizedData(c, args, textBinary)
}

func textBinary(c *proc.Ctx, args []term.Term) term.Term {
	in, out, _ := encodingsOf(args)
	var text []byte
	ch := characters{c: c, in: in, emit: func(r rune) (ok bool) {
		before := len(text)
		if text, ok = out.append(text, r); !ok {
			text = text[:before]
		}
		return ok
	}}
	stop := ch.read(args[0])
	chargeCells(c, ch.work)
	if ch.bad {
		return c.Badarg()
	}
	return ch.result(stop, c.Binary(text))
}

// result is what the function returns: the converted text, or with it why the conversion stopped.
func (ch *characters) result(stop outcome, text term.Term) term.Term {
	if stop.rest == term.None {
		return text
	}
	kind := term.AtomError
	if stop.what == decodedIncomplete {
		kind = term.AtomIncomplete
	}
	return ch.c.Tuple(kind, text, stop.rest)
}

func charactersToList(c *proc.Ctx, args []term.Term) term.Term {
	if _, _, ok := encodingsOf(args); !ok {
		return c.Badarg()
	}
	return sizedData(c, args, textList)
}

func textList(c *proc.Ctx, args []term.Term) term.Term {
	in, _, _ := encodingsOf(args)
	var text []term.Term
	ch := characters{c: c, in: in, emit: func(r rune) bool {
		text = append(text, term.Small(int64(r)))
		return true
	}}
	stop := ch.read(args[0])
	chargeCells(c, ch.work)
	if ch.bad {
		return c.Badarg()
	}
	return ch.result(stop, c.List(text, term.Nil))
}

// isSevenBit says whether a binary is ASCII.
func isSevenBit(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	chargeBytes(c, len(text))
	for _, b := range text {
		if b >= 0x80 {
			return term.AtomFalse
		}
	}
	return term.AtomTrue
}

// encodingToBom is the byte order mark of an encoding, empty where it has none.
func encodingToBom(c *proc.Ctx, args []term.Term) term.Term {
	e, ok := encodingOf(args[0])
	if !ok {
		return c.Badarg()
	}
	if e == encodingLatin1 {
		return c.Binary(nil)
	}
	mark, _ := e.append(nil, '\uFEFF')
	return c.Binary(mark)
}

// bomToEncoding is {Encoding, Length} of the byte order mark that a binary begins with, {latin1, 0} where there is none.
func bomToEncoding(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := bytesOf(args[0])
	if !ok {
		return c.Badarg()
	}
	// The mark of UTF-32 in little order begins with that of UTF-16.
	for _, e := range []encoding{encodingUTF8, encodingUTF32Big, encodingUTF32Little, encodingUTF16Big, encodingUTF16Little} {
		mark, _ := e.append(nil, '\uFEFF')
		if bytes.HasPrefix(text, mark) {
			return c.Tuple2(encodingTerm(c, e), term.Small(int64(len(mark))))
		}
	}
	return c.Tuple2(term.AtomLatin1, term.Small(0))
}

func encodingTerm(c *proc.Ctx, e encoding) term.Term {
	switch e {
	case encodingUTF16Big:
		return c.Tuple2(term.AtomUtf16, term.AtomBig)
	case encodingUTF16Little:
		return c.Tuple2(term.AtomUtf16, term.AtomLittle)
	case encodingUTF32Big:
		return c.Tuple2(term.AtomUtf32, term.AtomBig)
	case encodingUTF32Little:
		return c.Tuple2(term.AtomUtf32, term.AtomLittle)
	case encodingLatin1:
		return term.AtomLatin1
	}
	return term.AtomUtf8
}
