package regex

import (
	"unicode"
	"unicode/utf8"
)

// newlineBits is how the options of PCRE say which kinds of newlines there are; several may be said of which the bits make another.
type newlineBits uint8

func (k newlineKind) bits() newlineBits {
	switch k {
	case newlineLF:
		return 2
	case newlineCR:
		return 1
	case newlineCRLF:
		return 3
	case newlineAnyCRLF:
		return 5
	}
	return 4
}

// setNewline tells whether bits are of a kind, which is then that of the pattern.
func (p *parser) setNewline(bits newlineBits) bool {
	for k := newlineLF; k <= newlineAny; k++ {
		if k.bits() == bits {
			p.newline = k
			return true
		}
	}
	return false
}

// newlineSize is the size of the newline that begins at a place, or 0.
func newlineSize(text []byte, at int, kind newlineKind, utf bool) int {
	if at >= len(text) {
		return 0
	}
	c := text[at]
	crlf := c == '\r' && at+1 < len(text) && text[at+1] == '\n'
	switch kind {
	case newlineLF:
		return size(c == '\n', 1)
	case newlineCR:
		return size(c == '\r', 1)
	case newlineCRLF:
		return size(crlf, 2)
	}
	switch {
	case crlf:
		return 2
	case c == '\n' || c == '\r':
		return 1
	case kind == newlineAnyCRLF:
		return 0
	case c == '\v' || c == '\f' || c == 0x85 && !utf:
		return 1
	case utf && c >= utf8.RuneSelf:
		r, n := utf8.DecodeRune(text[at:])
		return size(r == 0x85 || r == 0x2028 || r == 0x2029, n)
	}
	return 0
}

func size(holds bool, n int) int {
	if holds {
		return n
	}
	return 0
}

// afterNewline tells whether a newline ends at a place.
func afterNewline(text []byte, at int, kind newlineKind, utf bool) bool {
	if at == 0 {
		return false
	}
	c := text[at-1]
	switch kind {
	case newlineLF:
		return c == '\n'
	case newlineCR:
		return c == '\r'
	case newlineCRLF:
		return c == '\n' && at > 1 && text[at-2] == '\r'
	case newlineAnyCRLF:
		return c == '\n' || c == '\r'
	}
	if c >= '\n' && c <= '\r' || c == 0x85 && !utf {
		return true
	}
	if !utf {
		return false
	}
	r, _ := utf8.DecodeLastRune(text[:at])
	return r == 0x85 || r == 0x2028 || r == 0x2029
}

// graphemeEnd is where the cluster of characters that begins at a place ends, by the rules of Unicode.
func graphemeEnd(text []byte, at int, utf bool) int {
	if !utf {
		if text[at] == '\r' && at+1 < len(text) && text[at+1] == '\n' {
			return at + 2
		}
		return at + 1
	}
	r, n := utf8.DecodeRune(text[at:])
	at += n
	left, flags, pictured := breakOf(r), 0, isPictograph(r)
	for at < len(text) {
		r, n := utf8.DecodeRune(text[at:])
		right := breakOf(r)
		if !joined(left, right, flags, pictured && isPictograph(r)) {
			break
		}
		if left == gbFlag && right == gbFlag {
			flags++
		}
		if right != gbExtend && right != gbJoiner {
			pictured = isPictograph(r)
		}
		left = right
		at += n
	}
	return at
}

type graphemeBreak uint8

const (
	gbOther graphemeBreak = iota
	gbCR
	gbLF
	gbControl
	gbExtend
	gbJoiner
	gbMark
	gbL
	gbV
	gbT
	gbLV
	gbLVT
	gbFlag
)

func breakOf(r rune) graphemeBreak {
	switch {
	case r == '\r':
		return gbCR
	case r == '\n':
		return gbLF
	case r == 0x200d:
		return gbJoiner
	case r == 0x200c, unicode.In(r, unicode.Mn, unicode.Me), r >= 0x1f3fb && r <= 0x1f3ff:
		return gbExtend
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return gbControl
	case unicode.Is(unicode.Mc, r), r == 0xe33, r == 0xeb3:
		return gbMark
	case r >= 0x1100 && r <= 0x115f, r >= 0xa960 && r <= 0xa97c:
		return gbL
	case r >= 0x1160 && r <= 0x11a7, r >= 0xd7b0 && r <= 0xd7c6:
		return gbV
	case r >= 0x11a8 && r <= 0x11ff, r >= 0xd7cb && r <= 0xd7fb:
		return gbT
	case r >= 0xac00 && r <= 0xd7a3 && (r-0xac00)%28 == 0:
		return gbLV
	case r >= 0xac00 && r <= 0xd7a3:
		return gbLVT
	case r >= 0x1f1e6 && r <= 0x1f1ff:
		return gbFlag
	}
	return gbOther
}

func isPictograph(r rune) bool {
	return r == 0xa9 || r == 0xae || r >= 0x203c && r <= 0x3299 && unicode.Is(unicode.So, r) || r >= 0x1f000 && r <= 0x1faff && !(r >= 0x1f1e6 && r <= 0x1f1ff)
}

// joined tells whether a cluster goes on between two characters.
func joined(left, right graphemeBreak, flags int, pictures bool) bool {
	switch {
	case left == gbCR:
		return right == gbLF
	case left == gbLF, left == gbControl, right == gbCR, right == gbLF, right == gbControl:
		return false
	case right == gbExtend, right == gbJoiner, right == gbMark:
		return true
	case left == gbL:
		return right == gbL || right == gbV || right == gbLV || right == gbLVT
	case left == gbLV, left == gbV:
		return right == gbV || right == gbT
	case left == gbLVT, left == gbT:
		return right == gbT
	case left == gbFlag:
		return right == gbFlag && flags == 0
	case left == gbJoiner:
		return pictures
	}
	return false
}
