package regex

import "unicode/utf8"

// Patterns with verbs are left alone, as verbs can tell which choices there were.

// optimize notes what the parts of a program may begin with, so that choices that cannot succeed are not made, and makes runs
// possessive where giving back cannot help.
func (c *compiler) optimize() {
	if c.verbs || len(c.code) > 3000 {
		return
	}
	for i := range c.code {
		in := &c.code[i]
		switch in.op {
		case opSplit:
			in.firstX, in.firstY = c.firstBytes(in.x), c.firstBytes(in.y)
		case opRun:
			in.firstX = c.firstBytes(i + 1)
			if in.mode == greedy && (c.code[i+1].op == opMatch && !c.calls || in.firstX != nil && apart(in.firstX, in.set, c.p.utf)) {
				in.mode = possessive
			}
		}
	}
}

// apart tells whether no character of a set begins with one of some bytes.
func apart(bytes *[256]bool, set *charSet, utf bool) bool {
	var lead [256]bool
	addLead(&lead, set, utf)
	for i := range lead {
		if lead[i] && bytes[i] {
			return false
		}
	}
	return true
}

func addLead(out *[256]bool, set *charSet, utf bool) {
	high := set.high != highNone
	for i, in := range set.tab {
		if in && (!utf || i < utf8.RuneSelf) {
			out[i] = true
		}
		high = high || in && i >= utf8.RuneSelf
	}
	for i := 0xc2; i < 256 && utf && high; i++ {
		out[i] = true
	}
}

// firstBytes are the bytes that a match from an instruction on may begin with, or nil when it may be empty or is not known.
func (c *compiler) firstBytes(pc int) *[256]bool {
	var out [256]bool
	f := firstFinder{c: c, out: &out, seen: map[int]bool{}}
	if !f.from(pc) {
		return nil
	}
	return &out
}

type firstFinder struct {
	c    *compiler
	out  *[256]bool
	seen map[int]bool
}

// maxSeen bounds how far is looked ahead.
const maxSeen = 100

func (f *firstFinder) from(pc int) bool {
	for {
		if f.seen[pc] {
			return true
		}
		if f.seen[pc] = true; len(f.seen) > maxSeen {
			return false
		}
		in := &f.c.code[pc]
		switch in.op {
		case opLit:
			f.out[in.text[0]] = true
			return true
		case opFail:
			return true
		case opSet:
			addLead(f.out, in.set, f.c.p.utf)
			return true
		case opRun:
			addLead(f.out, in.set, f.c.p.utf)
			if in.min > 0 {
				return true
			}
			pc++
		case opSplit:
			if !f.from(in.x) {
				return false
			}
			pc = in.y
		case opLoop:
			if !f.from(in.y) {
				return false
			}
			pc++
		case opJump:
			pc = in.x
		case opLook:
			if in.y >= 0 {
				return false
			}
			pc = in.x
		case opClose:
			if f.c.calls {
				return false
			}
			pc++
		case opOpen, opLoopStart, opAssert, opKeep, opAtomic:
			pc++
		default:
			return false
		}
	}
}

// firstLiteral is firstBytes of a pattern with verbs, which PCRE too skips to when it begins with a letter.
func (c *compiler) firstLiteral() *[256]bool {
	for pc := range c.code {
		switch in := &c.code[pc]; in.op {
		case opVerb, opOpen, opAssert:
		case opLit:
			if c.p.noStart {
				return nil
			}
			var first [256]bool
			first[in.text[0]] = true
			return &first
		default:
			return nil
		}
	}
	return nil
}

// startsAnchored tells whether a match can only be where the text begins, or where the search does.
func (c *compiler) startsAnchored(pc int) bool {
	for {
		in := &c.code[pc]
		switch in.op {
		case opAssert:
			return in.assert == atStart || in.assert == atCircumflex || in.assert == atSearchStart
		case opOpen:
			pc++
		case opSplit:
			if in.y <= pc || in.x <= pc || !c.startsAnchored(in.x) {
				return false
			}
			pc = in.y
		default:
			return false
		}
	}
}

// prefix is the text that a match begins with, or nil.
func (c *compiler) prefix() []byte {
	for pc := range c.code {
		switch c.code[pc].op {
		case opOpen:
		case opLit:
			return c.code[pc].text
		default:
			return nil
		}
	}
	return nil
}

// lead is the run without end that a match begins with, or nil. Where there is one and no match begins at its first character,
// none begins at the others or at its end: the run from there would be a part of the run from the first. Back references
// and calls could tell the difference.
func (c *compiler) lead() *inst {
	for i := range c.code {
		if op := c.code[i].op; op == opBackref || op == opCall {
			return nil
		}
	}
	for i := range c.code {
		switch in := &c.code[i]; in.op {
		case opOpen:
		case opRun:
			if in.max < 0 {
				return in
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// neededText is the longest text that every match of a node has in it, the last of several, or nil.
func neededText(n *node) []byte {
	var longest []byte
	switch n.kind {
	case kLiteral:
		return n.text
	case kCat:
		for _, s := range n.subs {
			if text := neededText(s); len(text) > 0 && len(text) >= len(longest) {
				longest = text
			}
		}
	case kGroup, kAtomic:
		return neededText(n.sub)
	case kRepeat:
		if n.min > 0 {
			return neededText(n.sub)
		}
	}
	return longest
}
