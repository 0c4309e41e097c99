package regex

import "bytes"

// group reads what begins with a parenthesis.
func (p *parser) group() (*node, bool, *Error) {
	if p.has("(*") {
		if c := p.byteAt(p.pos + 2); c == ':' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			n, err := p.verb()
			return n, false, err
		}
	}
	if !p.has("(?") {
		p.pos++
		if p.noCapture {
			n, err := p.body(&node{kind: kCat}, -1, false)
			return n, true, err
		}
		n, err := p.capture()
		return n, true, err
	}
	p.pos += 2
	c := p.byteAt(p.pos)
	p.pos++
	plain := func(n *node, reset bool) (*node, bool, *Error) {
		n, err := p.body(n, -1, reset)
		return n, true, err
	}
	switch c {
	case ':':
		return plain(&node{kind: kCat}, false)
	case '|':
		return plain(&node{kind: kCat}, true)
	case '>':
		return plain(&node{kind: kAtomic}, false)
	case '=':
		return plain(&node{kind: kLook}, false)
	case '!':
		if p.has(")") && !p.quantified(p.pos+1) {
			p.pos++
			return &node{kind: kVerb, verb: vFail}, true, nil
		}
		return plain(&node{kind: kLook, negated: true}, false)
	case '#':
		return nil, false, p.fail(len(p.in), "missing ) after comment")
	case '(':
		return p.conditional()
	case '<':
		return p.angle()
	case 'P':
		return p.pythonGroup()
	case '\'':
		n, err := p.namedGroup('\'')
		return n, true, err
	case 'R':
		if p.byteAt(p.pos) != ')' {
			return nil, false, p.fail(p.pos, "(?R or (?[+-]digits must be followed by )")
		}
		p.pos++
		return p.callTo(0, p.pos-1), true, nil
	case '&':
		n, err := p.namedCall()
		return n, true, err
	case 'C':
		return p.callout()
	case '-', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if c == '-' && !isDigit(byte(max(p.byteAt(p.pos), 0))) {
			break
		}
		n, err := p.numberedCall(byte(c))
		return n, true, err
	}
	p.pos--
	return p.inlineOptions()
}

// capture reads the rest of a group that is kept.
func (p *parser) capture() (*node, *Error) {
	p.groups++
	n := &node{kind: kGroup, group: p.groups}
	if p.groupNode[n.group] == nil {
		p.groupNode[n.group] = n
	}
	return p.body(n, n.group, false)
}

// body reads the alternatives of a group and its end.
func (p *parser) body(n *node, number int, reset bool) (*node, *Error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(p.pos, "parentheses are too deeply nested")
	}
	saved := p.settings
	p.open = append(p.open, openGroup{number: number, kind: n.kind})
	var look *node
	if n.kind == kLook && n.behind {
		look = n
	}
	sub, err := p.alternatives(reset, look)
	if err != nil {
		return nil, err
	}
	inItself := number > 0 && p.open[len(p.open)-1].inItself
	p.open = p.open[:len(p.open)-1]
	p.closed[number] = true
	p.settings = saved
	p.depth--
	if p.byteAt(p.pos) != ')' {
		return nil, p.fail(p.pos, errMissingParen)
	}
	p.pos++
	if n.kind == kCat {
		n.subs = []*node{sub}
	}
	if n.sub = sub; inItself {
		return &node{kind: kAtomic, sub: n}, nil
	}
	return n, nil
}

// angle reads what begins with (?<: a lookbehind or a name.
func (p *parser) angle() (*node, bool, *Error) {
	switch c := p.byteAt(p.pos); {
	case c == '=' || c == '!':
		p.pos++
		n, err := p.body(&node{kind: kLook, behind: true, negated: c == '!'}, -1, false)
		return n, true, err
	case c >= 0 && isWord(byte(c)):
		n, err := p.namedGroup('>')
		return n, true, err
	}
	return nil, false, p.fail(p.pos, "unrecognized character after (?<")
}

// pythonGroup reads what begins with (?P.
func (p *parser) pythonGroup() (n *node, repeatable bool, err *Error) {
	c := p.byteAt(p.pos)
	p.pos++
	switch c {
	case '<':
		n, err = p.namedGroup('>')
		return n, true, err
	case '>':
		n, err = p.namedCall()
		return n, true, err
	case '=':
		name, at, err := p.reference(')')
		if err != nil {
			return nil, false, err
		}
		return p.backrefByName(name, at), true, nil
	}
	return nil, false, p.fail(p.pos-1, "unrecognized character after (?P")
}

// namedGroup reads a name up to its terminator, and the group.
func (p *parser) namedGroup(end byte) (*node, *Error) {
	name, err := p.groupName()
	if err != nil {
		return nil, err
	}
	at := p.pos
	switch {
	case p.byteAt(p.pos) != int(end) || name == "":
		return nil, p.fail(p.pos, errNameEnd)
	case len(name) > 32:
		return nil, p.fail(at, "subpattern name is too long (maximum 32 characters)")
	}
	p.pos++
	number, known := p.groups+1, false
	for _, n := range p.names {
		switch {
		case n.Text == name && n.Group == number:
			known = true
		case n.Text == name && !p.dupNames:
			return nil, p.fail(at, "two named subpatterns have the same name")
		case n.Group == number && n.Text != name:
			return nil, p.fail(at, "different names for subpatterns of the same number are not allowed")
		}
	}
	if !known {
		p.names = append(p.names, Name{name, number})
	}
	return p.capture()
}

func (p *parser) namedCall() (*node, *Error) {
	name, at, err := p.reference(')')
	if err != nil {
		return nil, err
	}
	return p.callByName(name, at), nil
}

// number reads digits; it is at least 0, and -1 where there are none or too many.
func (p *parser) number() int {
	n, digits := 0, 0
	for p.pos < len(p.in) && isDigit(p.in[p.pos]) {
		n = min(10*n+int(p.in[p.pos]-'0'), 1<<30)
		digits++
		p.pos++
	}
	if digits == 0 {
		return -1
	}
	return n
}

// numberedCall reads (?1), (?+1) and (?-1), whose first character is read.
func (p *parser) numberedCall(first byte) (*node, *Error) {
	if isDigit(first) {
		p.pos--
	}
	n := p.number()
	if p.byteAt(p.pos) != ')' {
		return nil, p.fail(p.pos, "(?R or (?[+-]digits must be followed by )")
	}
	at := p.pos
	p.pos++
	switch {
	case n < 0 || n == 0 && !isDigit(first):
		return nil, p.fail(at, errZeroRef)
	case first == '-':
		if n = p.groups - n + 1; n <= 0 {
			return nil, p.fail(at, errNoGroup)
		}
	case first == '+':
		n += p.groups
	}
	return p.callTo(n, at), nil
}

// callout reads (?C...), which calls nobody here.
func (p *parser) callout() (*node, bool, *Error) {
	n := p.number()
	switch {
	case p.byteAt(p.pos) != ')':
		return nil, false, p.fail(p.pos, "closing ) for (?C expected")
	case n > 255:
		return nil, false, p.fail(p.pos, "number after (?C is > 255")
	}
	p.pos++
	return nil, false, nil
}

// inlineOptions reads (?i-s) and (?i-s:...).
func (p *parser) inlineOptions() (*node, bool, *Error) {
	s, on := p.settings, true
	for ; ; p.pos++ {
		switch p.byteAt(p.pos) {
		case '-':
			on = false
		case 'i':
			s.fold = on
		case 'm':
			s.multiline = on
		case 's':
			s.dotall = on
		case 'x':
			s.extended = on
		case 'U':
			s.ungreedy = on
		case 'J':
			s.dupNames = on
		case 'X':
			s.strict = on
		case ')':
			p.pos++
			p.settings = s
			return nil, false, nil
		case ':':
			p.pos++
			saved := p.settings
			p.settings = s
			n, err := p.body(&node{kind: kCat}, -1, false)
			p.settings = saved
			return n, true, err
		default:
			return nil, false, p.fail(p.pos, errAfterQuestion)
		}
	}
}

// conditional reads a group that depends on a condition, behind its (?(.
func (p *parser) conditional() (*node, bool, *Error) {
	p.open = append(p.open, openGroup{number: -1, kind: kCond})
	cond, err := p.condition()
	p.open = p.open[:len(p.open)-1]
	if err != nil {
		return nil, false, err
	}
	n, err := p.body(&node{kind: kCond, cond: cond}, -1, false)
	if err != nil {
		return nil, false, err
	}
	n.subs = []*node{n.sub}
	if n.sub.kind == kAlt {
		n.subs = n.sub.subs
	}
	at := p.pos - 1
	switch {
	case cond.kind == condDefine && len(n.subs) > 1:
		p.later = append(p.later, func() *Error { return p.fail(at, "DEFINE group contains more than one branch") })
	case len(n.subs) > 2:
		p.later = append(p.later, func() *Error { return p.fail(at, "conditional group contains more than two branches") })
	}
	return n, true, nil
}

func (p *parser) condition() (*condition, *Error) {
	if c := p.byteAt(p.pos); c == '?' {
		return p.lookCondition()
	}
	end, sign := byte(')'), byte(0)
	switch p.byteAt(p.pos) {
	case '<':
		end = '>'
		p.pos++
	case '\'':
		end = '\''
		p.pos++
	case '+', '-':
		sign = p.in[p.pos]
		p.pos++
	}
	if end == ')' {
		if n := p.number(); n >= 0 {
			return p.numberCondition(n, sign)
		}
	}
	if p.has("R&") && end == ')' {
		p.pos += 2
		name, _ := p.groupName()
		if name == "" {
			return nil, p.fail(p.pos, errAfterCond)
		}
		if p.byteAt(p.pos) != ')' {
			return nil, p.fail(p.pos, errCondName)
		}
		p.pos++
		return p.nameCondition(name, true), nil
	}
	name, _ := p.groupName()
	if name == "" {
		return nil, p.fail(p.pos, errAfterCond)
	}
	if p.byteAt(p.pos) != int(end) {
		return nil, p.fail(p.pos, errCondName)
	}
	p.pos++
	if end != ')' {
		if p.byteAt(p.pos) != ')' {
			return nil, p.fail(p.pos, errCondName)
		}
		p.pos++
		return p.nameCondition(name, false), nil
	}
	return p.nameCondition(name, false), nil
}

// numberCondition is the condition that a group by number is set, once its parenthesis is read.
func (p *parser) numberCondition(n int, sign byte) (*condition, *Error) {
	if p.byteAt(p.pos) != ')' {
		return nil, p.fail(p.pos, errCondName)
	}
	p.pos++
	at := p.pos
	if n == 0 {
		return nil, p.fail(at, "invalid condition (?(0)")
	}
	switch sign {
	case '-':
		n = p.groups - n + 1
	case '+':
		n += p.groups
	}
	c := &condition{kind: condGroup, groups: []int{n}}
	p.later = append(p.later, func() *Error {
		if n <= 0 || n > p.groups {
			return p.fail(at, errNoGroup)
		}
		return nil
	})
	return c, nil
}

// nameCondition is the condition of a name: a group of that name, or R, R and a number, or DEFINE.
func (p *parser) nameCondition(name string, call bool) *condition {
	c := &condition{kind: condGroup, name: name}
	at := p.pos
	if name == "DEFINE" && !call && p.named(name) == nil {
		c.kind = condDefine
		return c
	}
	p.later = append(p.later, func() *Error {
		groups := p.named(name)
		switch {
		case groups != nil && call:
			c.kind, c.groups = condCall, groups
		case groups != nil:
			c.groups = groups
		case name == "R" && !call:
			c.kind = condCall
		case name[0] == 'R' && !call && len(bytes.TrimLeft([]byte(name[1:]), "0123456789")) == 0 && len(name) < 8:
			c.kind = condCall
			n := 0
			for _, d := range name[1:] {
				n = 10*n + int(d-'0')
			}
			c.groups = []int{n}
		default:
			return p.fail(at, errNoGroup)
		}
		return nil
	})
	return c
}

// lookCondition reads a condition that is a lookaround, whose parenthesis is read.
func (p *parser) lookCondition() (*condition, *Error) {
	look := p.byteAt(p.pos + 1)
	if look == '<' {
		look = p.byteAt(p.pos + 2)
	}
	if look == 'C' {
		return nil, p.fail(p.pos-1, errAfterCond)
	}
	if look != '=' && look != '!' {
		return nil, p.fail(p.pos, errAfterCond)
	}
	p.pos--
	n, _, err := p.group()
	if err != nil {
		return nil, err
	}
	if n.kind == kVerb { // (?!), which is never true
		return &condition{kind: condDefine, name: "never"}, nil
	}
	return &condition{kind: condLook, look: n}, nil
}

// verb reads (*NAME) and (*NAME:argument).
func (p *parser) verb() (*node, *Error) {
	p.pos += 2
	start := p.pos
	for p.pos < len(p.in) && (p.in[p.pos] >= 'A' && p.in[p.pos] <= 'Z' || p.in[p.pos] >= 'a' && p.in[p.pos] <= 'z') {
		p.pos++
	}
	name, arg, hasArg := string(p.in[start:p.pos]), "", false
	if p.byteAt(p.pos) == ':' {
		end := bytes.IndexByte(p.in[p.pos:], ')')
		if end < 0 {
			return nil, p.fail(len(p.in), errVerb)
		}
		arg, hasArg = string(p.in[p.pos+1:p.pos+end]), end > 1
		p.pos += end
	}
	if p.byteAt(p.pos) != ')' {
		return nil, p.fail(p.pos, errVerb)
	}
	at := p.pos
	p.pos++
	n := &node{kind: kVerb, name: arg}
	switch name {
	case "ACCEPT":
		n.verb = vAccept
		for _, g := range p.open {
			if g.number > 0 {
				n.open = append(n.open, g.number)
			}
		}
	case "FAIL", "F":
		n.verb = vFail
	case "COMMIT":
		n.verb = vCommit
	case "PRUNE":
		n.verb = vPrune
	case "SKIP":
		n.verb = vSkip
		if hasArg {
			n.verb = vSkipName
		}
	case "THEN":
		n.verb = vThen
	case "MARK", "":
		n.verb = vMark
		if !hasArg {
			return nil, p.fail(at, "(*MARK) must have an argument")
		}
	default:
		return nil, p.fail(at, errVerb)
	}
	if hasArg && (n.verb == vAccept || n.verb == vFail || n.verb == vCommit) {
		return nil, p.fail(at, "an argument is not allowed for (*ACCEPT), (*FAIL), or (*COMMIT)")
	}
	return n, nil
}
