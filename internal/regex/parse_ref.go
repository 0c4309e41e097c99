package regex

// References to groups, by number and by name, and calls of them.

// name reads a group's name.
func (p *parser) groupName() (string, *Error) {
	start := p.pos
	if c := p.byteAt(p.pos); c >= '0' && c <= '9' {
		return "", p.fail(p.pos, errNameDigit)
	}
	for p.pos < len(p.in) && isWord(p.in[p.pos]) {
		p.pos++
	}
	return string(p.in[start:p.pos]), nil
}

// reference reads a name that refers to a group, up to its terminator, and gives where it ended.
func (p *parser) reference(end byte) (string, int, *Error) {
	name, err := p.groupName()
	switch {
	case err != nil:
		return "", 0, err
	case p.pos < len(p.in) && name == "" && p.in[p.pos] != end:
		return "", 0, p.fail(p.pos, errNameEnd)
	case name == "":
		return "", 0, p.fail(p.pos, errNameExpected)
	case p.byteAt(p.pos) != int(end):
		return "", 0, p.fail(p.pos, errNameEnd)
	case len(name) > 32:
		return "", 0, p.fail(p.pos, "subpattern name is too long (maximum 32 characters)")
	}
	at := p.pos
	p.pos++
	return name, at, nil
}

// named are the groups of a name.
func (p *parser) named(name string) (groups []int) {
	for _, n := range p.names {
		if n.Text == name {
			groups = append(groups, n.Group)
		}
	}
	return groups
}

// backrefByName is a reference to what the groups of a name hold.
func (p *parser) backrefByName(name string, at int) *node {
	n := &node{kind: kBackref, fold: p.fold}
	for _, g := range p.named(name) {
		p.refersTo(g)
	}
	p.later = append(p.later, func() *Error {
		if n.groups = p.named(name); n.groups == nil {
			return p.fail(at, errNoGroup)
		}
		return nil
	})
	return n
}

// refersTo notes a reference to a group, which may be open.
func (p *parser) refersTo(group int) {
	for i := range p.open {
		if p.open[i].number == group {
			p.open[i].inItself = true
		}
	}
}

func (p *parser) backref(group int) *node {
	p.topRef = max(p.topRef, group)
	p.refersTo(group)
	return &node{kind: kBackref, groups: []int{group}, fold: p.fold}
}

// callTo is a call of a group, checked for being there and for being in itself without anything before it.
func (p *parser) callTo(group int, at int) *node {
	n := &node{kind: kCall, group: group, forward: !p.closed[group], inside: p.isOpen(group)}
	looping := func() bool { return false }
	if n.forward {
		snapshot := p.snapshot()
		looping = func() bool { return p.loopsIn(snapshot, group) }
	}
	p.later = append(p.later, func() *Error {
		switch {
		case group > p.groups:
			return p.fail(at, errNoGroup)
		case looping():
			return p.fail(at, "recursive call could loop indefinitely")
		}
		return nil
	})
	return n
}

// callByName is a call of the first group of a name.
func (p *parser) callByName(name string, at int) *node {
	n := &node{kind: kCall, forward: true}
	if groups := p.named(name); groups != nil {
		n.forward, n.inside = !p.closed[groups[0]], p.isOpen(groups[0])
	}
	snapshot := p.snapshot()
	p.later = append(p.later, func() *Error {
		groups := p.named(name)
		if groups == nil {
			return p.fail(at, errNoGroup)
		}
		n.group = groups[0]
		if n.forward && p.loopsIn(snapshot, n.group) {
			return p.fail(at, "recursive call could loop indefinitely")
		}
		return nil
	})
	return n
}

func (p *parser) isOpen(group int) bool {
	for i := range p.open {
		if p.open[i].number == group {
			return true
		}
	}
	return false
}

func (p *parser) snapshot() []openGroup {
	s := make([]openGroup, len(p.open))
	copy(s, p.open)
	return s
}

// loopsIn tells whether nothing need be taken between the start of an open group and the place of a call of it. PCRE does not
// find that out in a conditional group, and in an alternative of a lookaround only when the first may be empty.
func (p *parser) loopsIn(open []openGroup, group int) bool {
	inside := false
	for _, g := range open {
		if g.kind == kCond {
			return false
		}
		inside = inside || g.number == group
	}
	if !inside {
		return false
	}
	for i := len(open) - 1; i >= 0; i-- {
		first := open[i].earlier
		if open[i].kind == kLook && len(first) > 0 && !p.nullable(first[0], 0) || p.hasRepeatedCond(open[i].items) || !p.allNullable(open[i].items, 0) {
			return false
		}
		if open[i].number == group {
			return true
		}
	}
	return true
}

// hasRepeatedCond tells whether there is an endless repetition of a conditional group with one alternative. PCRE forgets that
// it may match nothing.
func (p *parser) hasRepeatedCond(nodes []*node) bool {
	for _, n := range nodes {
		if n.kind == kRepeat && n.min > 0 && n.max < 0 && n.sub.kind == kCond && len(n.sub.subs) == 1 && !p.nullable(n.sub.subs[0], 0) {
			return true
		}
	}
	return false
}
