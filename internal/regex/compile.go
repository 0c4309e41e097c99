package regex

import "unicode/utf8"

type opcode uint8

const (
	opMatch     opcode = iota
	opEnd              // of what opAtomic or opLook runs
	opFail             // goes back
	opLit              // text
	opSet              // a character of set
	opRun              // min to max characters of set, by mode
	opDotCRLF          // a character that does not begin \r\n
	opByte             // any byte
	opNewline          // \R
	opGrapheme         // \X
	opSplit            // goes on at x, or else at y
	opJump             // goes on at x
	opOpen             // a group, x, begins
	opClose            // a group, x, ends
	opLoopStart        // notes the place in register x
	opLoop             // goes on at y when nothing was taken since register x was set
	opAtomic           // runs what follows up to opEnd, then goes on at x; possessive is for an endless repetition
	opLook             // the same, at this place; a condition goes on at y when it fails
	opBack             // goes back x characters
	opBackref          // the text of the first of groups that is set
	opCall             // the pattern of group x
	opIfGroup          // goes on at y unless one of groups is set
	opIfCall           // goes on at y unless in a call of one of groups, or of any
	opAssert           // a place
	opKeep             // the match begins here
	opVerb             // a verb; (*THEN) has the register of its alternatives in x, and y is 1 in the last one
	opAccept           // the match ends here; closes groups
	opAltMark          // notes the height of the stack in register x
)

type inst struct {
	op       opcode
	mode     mode
	verb     verb
	assert   assertion
	negated  bool
	fold     bool
	ucp      bool
	inLook   bool // (*ACCEPT) ends a lookaround
	x, y     int
	min, max int
	text     []byte
	set      *charSet
	groups   []int
	// firstX and firstY are the bytes that what is at x, or y, may begin with, where that is known. For opRun, firstX is of
	// what follows.
	firstX, firstY *[256]bool
}

// The first registers: where the match begins (after \K), and the number from which on no group is set.
const (
	regStart = iota
	regTop
)

// compiler makes a program of a tree. Registers hold places: the first two are above, 2n and 2n+1 are group n, then come
// where the open groups began, then what loops and alternatives note.
type compiler struct {
	p         *parser
	code      []inst
	registers int
	entry     map[int]int
	// alt is the register of the alternatives around that (*THEN) belongs to, or -1; last tells that it is in the last one.
	alt  int
	last bool
	// looks is how many lookarounds are around.
	looks int
	// verbs and calls tell what the pattern has.
	verbs, calls bool
	tooLarge     bool
}

// maxCode is how many instructions a program may have.
const maxCode = 200_000

func compile(p *parser, tree *node) (*compiler, *Error) {
	c := &compiler{p: p, registers: 3 * (p.groups + 1), entry: map[int]int{0: 0}, alt: -1}
	c.emit(tree)
	c.add(inst{op: opMatch})
	if c.tooLarge {
		return nil, &Error{"regular expression is too large", len(p.in)}
	}
	for i := range c.code {
		if c.code[i].op == opCall {
			c.code[i].y = c.entry[c.code[i].x]
		}
	}
	c.optimize()
	return c, nil
}

func (c *compiler) add(i inst) int {
	if len(c.code) >= maxCode {
		c.tooLarge = true
		return 0
	}
	c.code = append(c.code, i)
	return len(c.code) - 1
}

func (c *compiler) register() int {
	c.registers++
	return c.registers - 1
}

// hasThen tells whether a (*THEN) belongs to the alternatives of a node, or to some inside.
func hasThen(n *node) bool {
	if n == nil {
		return false
	}
	if n.kind == kVerb && n.verb == vThen || hasThen(n.sub) {
		return true
	}
	for _, s := range n.subs {
		if hasThen(s) {
			return true
		}
	}
	return false
}

func (c *compiler) emit(n *node) {
	if c.tooLarge {
		return
	}
	switch n.kind {
	case kLiteral:
		c.add(inst{op: opLit, text: n.text})
	case kSet:
		c.add(inst{op: opSet, set: n.set})
	case kNewline:
		c.add(inst{op: opNewline})
	case kGrapheme:
		c.add(inst{op: opGrapheme})
	case kDotCRLF:
		c.add(inst{op: opDotCRLF})
	case kByte:
		c.add(inst{op: opByte})
	case kCat:
		c.sequence(n.subs)
	case kAlt:
		c.alternatives(n.subs, nil)
	case kGroup:
		if _, known := c.entry[n.group]; !known {
			c.entry[n.group] = len(c.code)
		}
		c.add(inst{op: opOpen, x: n.group})
		c.emit(n.sub)
		c.add(inst{op: opClose, x: n.group})
	case kAtomic:
		c.atomic(greedy, func() { c.emit(n.sub) })
	case kLook:
		c.look(n, false)
	case kRepeat:
		c.repeat(n)
	case kBackref:
		c.add(inst{op: opBackref, groups: n.groups, fold: n.fold})
	case kCall:
		c.calls = true
		c.add(inst{op: opCall, x: n.group})
	case kCond:
		c.cond(n)
	case kAssert:
		c.add(inst{op: opAssert, assert: n.assert, ucp: n.ucp})
	case kKeep:
		c.add(inst{op: opKeep})
	case kVerb:
		c.verb(n)
	}
}

func (c *compiler) verb(n *node) {
	switch n.verb {
	case vFail:
		c.add(inst{op: opFail})
		return
	case vAccept:
		c.verbs = true
		c.add(inst{op: opAccept, groups: n.open, inLook: c.looks > 0})
		return
	}
	c.verbs = true
	i := inst{op: opVerb, verb: n.verb, text: []byte(n.name)}
	if n.verb == vThen {
		i.x = c.alt
		if c.alt < 0 {
			i.verb = vPrune
		}
		if c.last {
			i.y = 1
		}
	}
	c.add(i)
}

// sequence emits nodes one after the other, neighbouring literals as one.
func (c *compiler) sequence(items []*node) {
	for i := 0; i < len(items); i++ {
		if n := items[i]; n.kind == kRepeat && n.sub.kind == kNewline && n.mode != possessive && c.notNewlines(items[i+1:]) {
			c.repeat(&node{kind: kRepeat, sub: n.sub, min: n.min, max: n.max, mode: possessive})
			continue
		}
		if items[i].kind != kLiteral {
			c.emit(items[i])
			continue
		}
		text := append([]byte(nil), items[i].text...)
		for i+1 < len(items) && items[i+1].kind == kLiteral {
			i++
			text = append(text, items[i].text...)
		}
		c.add(inst{op: opLit, text: text})
	}
}

// notNewlines tells whether nodes begin with something that PCRE believes not to match what \R does.
func (c *compiler) notNewlines(items []*node) bool {
	if len(items) == 0 {
		return false
	}
	switch n := items[0]; n.kind {
	case kLiteral, kSet, kDotCRLF:
		return n.notNewline || !c.startsNewline(n)
	case kCat:
		return c.notNewlines(n.subs)
	case kGroup, kAtomic:
		return c.notNewlines([]*node{n.sub})
	case kAlt:
		for _, s := range n.subs {
			if !c.notNewlines([]*node{s}) {
				return false
			}
		}
		return true
	case kRepeat:
		return c.notNewlines([]*node{n.sub}) && (n.min > 0 || c.notNewlines(items[1:]))
	}
	return false
}

// startsNewline tells whether a character of a literal or a set may be the first of a newline.
func (c *compiler) startsNewline(n *node) bool {
	set := c.single(n)
	for _, r := range []rune{'\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029} {
		if set.contains(r) {
			return true
		}
	}
	return false
}

// alternatives emits one of several nodes; with steps, those of a lookbehind, each goes back first.
func (c *compiler) alternatives(alts []*node, steps []int) {
	alt, last := c.alt, c.last
	for _, a := range alts {
		if len(alts) > 1 && hasThen(a) {
			c.alt = c.register()
			c.add(inst{op: opAltMark, x: c.alt})
			break
		}
	}
	var ends []int
	for i, a := range alts {
		split := -1
		if i < len(alts)-1 {
			split = c.add(inst{op: opSplit, x: len(c.code) + 1})
		}
		if len(alts) > 1 {
			c.last = split < 0
		}
		if steps != nil {
			c.add(inst{op: opBack, x: steps[i]})
		}
		c.emit(a)
		if split >= 0 {
			ends = append(ends, c.add(inst{op: opJump}))
			c.code[split].y = len(c.code)
		}
	}
	for _, e := range ends {
		c.code[e].x = len(c.code)
	}
	c.alt, c.last = alt, last
}

func (c *compiler) atomic(m mode, body func()) {
	at := c.add(inst{op: opAtomic, mode: m})
	body()
	c.add(inst{op: opEnd})
	c.code[at].x = len(c.code)
}

// look emits a lookaround. As a condition it goes on elsewhere when it fails, and no (*THEN) reaches out of it.
func (c *compiler) look(n *node, condition bool) int {
	at := c.add(inst{op: opLook, negated: n.negated, y: -1})
	alt := c.alt
	if n.negated || condition {
		c.alt = -1
	}
	c.looks++
	switch {
	case !n.behind:
		c.emit(n.sub)
	case len(n.steps) > 1:
		c.alternatives(n.sub.subs, n.steps)
	default:
		c.add(inst{op: opBack, x: n.steps[0]})
		c.emit(n.sub)
	}
	c.alt = alt
	c.looks--
	c.add(inst{op: opEnd})
	c.code[at].x = len(c.code)
	return at
}

func (c *compiler) cond(n *node) {
	at := -1
	switch k := n.cond; k.kind {
	case condGroup:
		at = c.add(inst{op: opIfGroup, groups: k.groups})
	case condCall:
		at = c.add(inst{op: opIfCall, groups: k.groups})
	case condLook:
		at = c.look(k.look, true)
	case condDefine:
		at = c.add(inst{op: opIfGroup})
	}
	c.emit(n.subs[0])
	end := c.add(inst{op: opJump})
	c.code[at].y = len(c.code)
	if len(n.subs) > 1 {
		c.emit(n.subs[1])
	}
	c.code[end].x = len(c.code)
}

// single is the set of a node that takes one character, or nil.
func (c *compiler) single(n *node) *charSet {
	for n.kind == kCat && len(n.subs) == 1 {
		n = n.subs[0]
	}
	switch n.kind {
	case kSet:
		return n.set
	case kLiteral:
		b := &classBuilder{utf: c.p.utf}
		if !c.p.utf {
			b.add(rune(n.text[0]))
		} else {
			r, _ := utf8.DecodeRune(n.text)
			b.add(r)
		}
		return b.set(false)
	}
	return nil
}

func (c *compiler) repeat(n *node) {
	switch {
	case n.max == 0:
		skip := c.add(inst{op: opJump})
		c.emit(n.sub)
		c.code[skip].x = len(c.code)
		return
	case n.min == 1 && n.max == 1 && n.mode != possessive:
		c.emit(n.sub)
		return
	}
	if n.sub.needed != nil && (n.min > 1 || n.min == 1 && n.max < 0) {
		c.add(inst{op: opRun, set: n.sub.needed, min: n.min, max: n.min, mode: possessive})
		if n.max != n.min {
			c.add(inst{op: opRun, set: n.sub.set, max: max(n.max-n.min, -1), mode: n.mode})
		}
		return
	}
	if set := c.single(n.sub); set != nil {
		c.add(inst{op: opRun, set: set, min: n.min, max: n.max, mode: n.mode})
		return
	}
	if n.mode == possessive {
		c.possessive(n)
		return
	}
	c.loop(n, n.mode)
}

// possessive emits a possessive repetition of more than a character. In PCRE only the endless part of it is one; the rest
// is atomic.
func (c *compiler) possessive(n *node) {
	switch {
	case n.max >= 0:
		c.atomic(greedy, func() { c.loop(n, greedy) })
	case n.min < 2:
		c.atomic(possessive, func() { c.loop(n, greedy) })
	default:
		c.atomic(greedy, func() {
			for range n.min - 1 {
				c.emit(n.sub)
			}
			c.possessive(&node{kind: kRepeat, sub: n.sub, min: 1, max: -1})
		})
	}
}

// loop emits a repetition as copies of what is repeated, as PCRE does.
func (c *compiler) loop(n *node, m mode) {
	copies := n.min
	if n.max < 0 && n.min > 0 {
		copies--
	}
	for range copies {
		c.emit(n.sub)
	}
	if n.max < 0 {
		c.endless(n, m)
		return
	}
	var splits []int
	for range n.max - n.min {
		if c.tooLarge {
			return
		}
		splits = append(splits, c.split(m))
		c.emit(n.sub)
	}
	for _, s := range splits {
		c.leave(s, m)
	}
}

func (c *compiler) endless(n *node, m mode) {
	reg := -1
	if c.p.nullable(n.sub, 0) {
		reg = c.register()
	}
	start, first := len(c.code), -1
	if n.min == 0 {
		first = c.split(m)
	}
	again := len(c.code)
	if reg >= 0 {
		c.add(inst{op: opLoopStart, x: reg})
	}
	c.emit(n.sub)
	check := -1
	if reg >= 0 {
		check = c.add(inst{op: opLoop, x: reg})
	}
	if n.min == 0 {
		c.add(inst{op: opJump, x: start})
		c.leave(first, m)
	} else {
		last := c.split(m)
		if m == greedy {
			c.code[last].x = again
			c.code[last].y = len(c.code)
		} else {
			c.code[last].x = len(c.code)
			c.code[last].y = again
		}
	}
	if check >= 0 {
		c.code[check].y = len(c.code)
	}
}

// split emits a choice between what follows and what leave will say.
func (c *compiler) split(m mode) int {
	at := c.add(inst{op: opSplit})
	c.code[at].x, c.code[at].y = len(c.code), len(c.code)
	return at
}

// leave makes the other end of a choice the next instruction; a lazy one prefers it.
func (c *compiler) leave(at int, m mode) {
	if m == lazy {
		c.code[at].x = len(c.code)
	} else {
		c.code[at].y = len(c.code)
	}
}
