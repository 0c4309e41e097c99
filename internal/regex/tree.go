package regex

// kind says what a node of a pattern's tree is.
type kind uint8

const (
	kEmpty    kind = iota
	kLiteral       // text
	kSet           // one character of set
	kNewline       // \R
	kGrapheme      // \X
	kDotCRLF       // . where a newline is two characters
	kByte          // \C
	kCat           // subs, one after the other
	kAlt           // subs, one of them
	kGroup         // sub, kept as group
	kAtomic        // sub, without going back into it
	kLook          // sub, at this place and taking nothing
	kRepeat        // sub, from min to max times (max < 0: without end)
	kBackref       // what one of groups holds
	kCall          // the pattern of a group, or of all
	kCond          // cond, subs[0] and perhaps subs[1]
	kAssert        // a place, by assert
	kKeep          // \K
	kVerb          // verb
)

// mode says how much a repetition takes first.
type mode uint8

const (
	greedy mode = iota
	lazy
	possessive
)

type assertion uint8

const (
	atLineStart assertion = iota // ^ of multiline
	atStart                      // \A
	atCircumflex
	atSearchStart // \G
	atEnd         // \z
	atLastEnd     // \Z, also before a newline that ends the text
	atDollar
	atDollarEnd // $ of dollar_endonly
	atLineEnd   // $ of multiline
	atWordBoundary
	notWordBoundary
)

type verb uint8

const (
	vFail verb = iota
	vAccept
	vCommit
	vPrune
	vSkip
	vSkipName
	vThen
	vMark
)

// A node is a part of a pattern. Which fields count is said at its kind.
type node struct {
	kind kind
	text []byte
	set  *charSet
	// needed, where it is not nil, is the set of the characters that a repetition must take; PCRE knows only the letters
	// of ASCII there, in UTF-8 texts without Unicode's classes.
	needed *charSet
	// notNewline is true of . and \s, which PCRE believes not to match what \R does.
	notNewline bool
	sub        *node
	subs       []*node
	group      int
	groups     []int
	forward    bool // the call is of a group that has not ended
	inside     bool // and that is around it
	name       string
	min, max   int
	mode       mode
	fold       bool
	behind     bool
	negated    bool
	steps      []int // how far each alternative of a lookbehind goes back
	assert     assertion
	ucp        bool
	verb       verb
	cond       *condition
	open       []int // the groups that (*ACCEPT) closes
}

// condition is what chooses the alternative of a conditional group.
type condition struct {
	kind   condKind
	groups []int
	name   string
	look   *node
}

type condKind uint8

const (
	condGroup  condKind = iota // a group is set
	condCall                   // in a call of a group, or of any when group is -1
	condLook                   // a lookaround holds
	condDefine                 // never
)

// nullable tells whether a node may match nothing, as far as PCRE finds out.
func (p *parser) nullable(n *node, depth int) bool {
	if depth > 50 {
		return true
	}
	switch n.kind {
	case kLiteral, kSet, kNewline, kGrapheme, kDotCRLF, kByte:
		return false
	case kCat:
		return p.allNullable(n.subs, depth+1)
	case kAlt:
		for _, s := range n.subs {
			if p.nullable(s, depth+1) {
				return true
			}
		}
		return false
	case kGroup, kAtomic:
		return p.nullable(n.sub, depth+1)
	case kRepeat:
		return n.min == 0 || p.nullable(n.sub, depth+1)
	case kCond:
		if len(n.subs) < 2 {
			return true
		}
		return p.nullable(n.subs[0], depth+1) || p.nullable(n.subs[1], depth+1)
	case kCall:
		if g := p.groupNode[n.group]; g != nil && !n.forward {
			return p.nullable(g, depth+5)
		}
		return true
	}
	return true
}

// allNullable tells whether nodes one after the other may match nothing; behind a call of a group that has not ended PCRE does
// not look.
func (p *parser) allNullable(nodes []*node, depth int) bool {
	for _, n := range nodes {
		if n.kind == kCall && n.forward {
			return true
		}
		if !p.nullable(n, depth) {
			return false
		}
	}
	return true
}

// fixed is the number of characters that a node takes, or -1 where that is not known, which calls tells the reason of.
func (p *parser) fixed(n *node, depth int) (size int, calls bool) {
	if depth > 200 {
		return -1, false
	}
	switch n.kind {
	case kLiteral:
		if !p.utf {
			return len(n.text), false
		}
		for _, c := range n.text {
			if c&0xc0 != 0x80 {
				size++
			}
		}
		return size, false
	case kSet, kDotCRLF, kByte:
		return 1, false
	case kNewline, kGrapheme, kBackref:
		return -1, false
	case kCat:
		for _, s := range n.subs {
			k, c := p.fixed(s, depth+1)
			calls = calls || c
			if k < 0 {
				return -1, calls
			}
			size += k
		}
		return size, calls
	case kAlt, kCond:
		size = -2
		for _, s := range n.subs {
			k, c := p.fixed(s, depth+1)
			calls = calls || c
			if k < 0 || size >= 0 && k != size {
				return -1, calls
			}
			size = k
		}
		return size, calls
	case kGroup, kAtomic:
		return p.fixed(n.sub, depth+1)
	case kRepeat:
		k, c := p.fixed(n.sub, depth+1)
		if k < 0 || n.min != n.max {
			return -1, c
		}
		return k * n.min, c
	case kCall:
		if !p.done {
			return -1, true
		}
		g := p.groupNode[n.group]
		if g == nil || n.inside || p.inCall[n.group] {
			return -1, true
		}
		p.inCall[n.group] = true
		k, _ := p.fixed(g, depth+1)
		p.inCall[n.group] = false
		return k, true
	case kVerb:
		if n.verb == vAccept {
			return -1, false
		}
	}
	return 0, false
}

// hasByte tells whether a \C is in a node.
func hasByte(n *node) bool {
	if n.kind == kByte || n.sub != nil && hasByte(n.sub) {
		return true
	}
	for _, s := range n.subs {
		if hasByte(s) {
			return true
		}
	}
	return false
}

// room is about how many bytes PCRE's code for a node takes; it takes no more than 65535.
func room(n *node) int {
	total := 0
	switch n.kind {
	case kLiteral:
		return 2 * len(n.text)
	case kSet:
		if n.set.high == highSome {
			return 45
		}
		return 2
	case kCat:
		for _, s := range n.subs {
			total += room(s)
		}
		return total
	case kAlt:
		for _, s := range n.subs {
			total += 3 + room(s)
		}
		return total
	case kGroup:
		return 8 + room(n.sub)
	case kAtomic, kLook:
		return 6 + room(n.sub)
	case kCond:
		total = 8
		for _, s := range n.subs {
			total += 3 + room(s)
		}
		return total
	case kRepeat:
		size := room(n.sub)
		if n.sub.kind == kSet || n.sub.kind == kLiteral {
			return size + 8
		}
		return min((size+3)*max(n.min, n.max, 1), 1<<24)
	}
	return 3
}
