package regex

import "bytes"

// matcher runs a program on a text. It is used for one search at a time.
type matcher struct {
	p       *Pattern
	code    []inst
	text    []byte
	run     Run
	newline newlineKind
	from    int // where the search began
	needAt  int // where the needed text is, or -1
	regs    []int
	stack   []entry
	// end is where what matched last ended.
	end int
	// frames are the calls that are under way, and saved their registers.
	frames []frame
	saved  []int
	// steps counts where PCRE's matcher would call itself: choices, ends of runs, groups. work also counts the characters
	// that were looked at. As in PCRE, limit is for one place where a match is tried, and so is workLimit, which ends what takes
	// long without a choice.
	steps, work, limit, checkAt, workLimit int
	err                                    error
	// thenHeight is where (*THEN) goes back to, skipTo where (*SKIP) has the search go on.
	thenHeight, skipTo int
}

// outcome is how a part of a program ended.
type outcome uint8

const (
	failed outcome = iota
	matched
	accepted
	committed
	pruned
	skipped
	thenBack
	broken // with err
)

const (
	checkEvery = 1 << 12
	// workPerStep is how much work is done for each choice that the limit allows, when a search is given up.
	workPerStep = 64
	// maxStack bounds the stack, and with it the memory of a search.
	maxStack = 6 << 20
	// maxCalls is how deep calls of groups may be in each other.
	maxCalls = 20_000
)

// check looks from time to time whether the search is to end.
func (m *matcher) check() bool {
	if m.run.Budget > 0 && m.work >= m.run.Budget {
		m.err = ErrBudget
		return false
	}
	m.checkAt = m.work + checkEvery
	if m.run.Budget > 0 {
		m.checkAt = min(m.checkAt, m.run.Budget)
	}
	select {
	case <-m.run.Stop:
		m.err = ErrStopped
		return false
	default:
	}
	if len(m.stack) > maxStack || m.work >= m.workLimit {
		m.err = ErrMatchLimit
		return false
	}
	return true
}

// find is search where a search that is given up finds nothing, unless that is to be reported. A call that loops is never.
func (m *matcher) find(from int) ([]Span, error) {
	spans, err := m.search(from)
	if err == errLoop || err == ErrMatchLimit && !m.run.Report {
		return nil, nil
	}
	return spans, err
}

// search finds the first match from a place on.
func (m *matcher) search(from int) ([]Span, error) {
	m.from, m.needAt, m.err = from, -1, nil
	for i := range m.regs {
		m.regs[i] = -1
	}
	m.stack, m.frames, m.saved = m.stack[:0], m.frames[:0], m.saved[:0]
	anchored := m.p.anchored || m.run.Anchored
	for at := from; ; {
		m.steps, m.workLimit = 0, m.work+workPerStep*(m.limit+len(m.text))
		if !anchored {
			if at = m.candidate(at); at < 0 {
				return nil, m.err
			}
		}
		if !m.hasNeeded(at) {
			return nil, nil
		}
		m.regs[regStart], m.regs[regTop] = at, 1
		switch m.exec(0, at, 0) {
		case matched, accepted:
			return m.spans(), nil
		case broken:
			return nil, m.err
		case committed:
			return nil, nil
		case skipped:
			if m.skipTo > at {
				if anchored {
					return nil, nil
				}
				at = m.skipTo
				continue
			}
		}
		if anchored || at >= len(m.text) || m.p.firstLine && newlineSize(m.text, at, m.newline, m.p.utf) > 0 {
			return nil, nil
		}
		if m.p.atStart && !m.p.firstLine {
			return nil, nil
		}
		if at = m.afterFailed(at); at > len(m.text) {
			return nil, nil
		}
		if m.newline >= newlineCRLF && at < len(m.text) && m.text[at-1] == '\r' && m.text[at] == '\n' && !m.p.lineBreak {
			at++
		}
	}
}

// candidate is the first place, from at on, where a match may begin, or -1.
func (m *matcher) candidate(at int) int {
	if m.p.first == nil || m.p.firstLine {
		return at
	}
	if at >= len(m.text) {
		return -1
	}
	start := at
	if prefix := m.p.prefix; prefix != nil {
		i := bytes.Index(m.text[at:], prefix)
		if i < 0 {
			return -1
		}
		at += i
	} else {
		first := m.p.first
		for at < len(m.text) && !first[m.text[at]] {
			at++
		}
	}
	if m.work += (at - start) >> 3; m.work >= m.checkAt && !m.check() {
		return -1
	}
	if at >= len(m.text) {
		return -1
	}
	return at
}

// hasNeeded tells whether the text that every match has is there, at or behind a place.
func (m *matcher) hasNeeded(at int) bool {
	if m.p.needed == nil || m.needAt >= at {
		return true
	}
	i := bytes.Index(m.text[at:], m.p.needed)
	if i < 0 {
		return false
	}
	m.work += i >> 5
	m.needAt = at + i
	return true
}

// afterFailed is the next place to try when nothing matched at one, which is behind the end of the text when there is none.
func (m *matcher) afterFailed(at int) int {
	if lead := m.p.lead; lead != nil && !m.p.firstLine {
		_, end, _ := m.most(lead, at)
		m.work += (end - at) >> 2
		at = end
	}
	return m.after(at)
}

// after is the place of the character behind the one at a place.
func (m *matcher) after(at int) int {
	at++
	for m.p.utf && at < len(m.text) && m.text[at]&0xc0 == 0x80 {
		at++
	}
	return at
}

// next is where a search for further matches goes on that found none at a place.
func (m *matcher) next(at int) int {
	if m.p.ownNewline >= newlineCRLF && at+1 < len(m.text) && m.text[at] == '\r' && m.text[at+1] == '\n' {
		return at + 2
	}
	return m.after(at)
}

func (m *matcher) spans() []Span {
	spans := make([]Span, m.p.groups+1)
	spans[0] = Span{m.regs[regStart], m.end - m.regs[regStart]}
	for i := 1; i < len(spans); i++ {
		if m.isSet(i) {
			spans[i] = Span{m.regs[2*i], m.regs[2*i+1] - m.regs[2*i]}
		} else {
			spans[i] = Span{At: -1}
		}
	}
	return spans
}

// exec runs the program from an instruction and a place on, up to its end or that of the part it is in. Where it
// fails it takes up the choices above base, and leaves the stack at base.
func (m *matcher) exec(pc, at, base int) outcome {
	text := m.text
	for {
		in := &m.code[pc]
		switch in.op {
		case opLit:
			if len(text)-at < len(in.text) || string(text[at:at+len(in.text)]) != string(in.text) {
				goto fail
			}
			at += len(in.text)
			pc++
			continue
		case opSet:
			if at >= len(text) {
				goto fail
			}
			if n := in.set.size(text, at, m.p.utf); n > 0 {
				at += n
				pc++
				continue
			}
			goto fail
		case opRun:
			to, ok := m.take(pc, in, at)
			if !ok {
				goto fail
			}
			at = to
			pc++
			continue
		case opSplit:
			if in.firstX != nil && (at >= len(text) || !in.firstX[text[at]]) {
				pc = in.y
				continue
			}
			if in.firstY == nil || at < len(text) && in.firstY[text[at]] {
				m.steps++
				m.stack = append(m.stack, entry{eChoice, int32(in.y), at, 0})
			}
			pc = in.x
			if m.work++; m.work >= m.checkAt && !m.check() {
				return broken
			}
			continue
		case opJump:
			pc = in.x
			continue
		case opOpen:
			m.open(in.x, at)
			pc++
			continue
		case opClose:
			if n := len(m.frames); n > 0 && m.frames[n-1].group == in.x {
				m.end = at
				return matched
			}
			m.close(in.x, at)
			pc++
			continue
		case opMatch:
			if n := len(m.frames); n > 0 {
				m.end = at
				return matched
			}
			if m.emptyRefused(at) {
				goto fail
			}
			m.end = at
			return matched
		case opEnd:
			m.end = at
			return matched
		case opAtomic:
			switch result := m.atomic(pc+1, at, base, in.mode != possessive); result {
			case matched:
				at, pc = m.end, in.x
				continue
			case failed:
				goto fail
			default:
				return result
			}
		case opLook:
			switch result := m.look(in, pc+1, at, base); {
			case result == matched:
				pc = in.x
				continue
			case result != failed:
				return result
			case in.y < 0:
				goto fail
			}
			pc = in.y
			continue
		case opCall:
			result := m.call(in, at)
			if result == matched {
				at = m.end
				pc++
				continue
			}
			if result == broken {
				return broken
			}
			goto fail
		case opAccept:
			if len(m.frames) == 0 && !in.inLook && m.emptyRefused(at) {
				goto fail
			}
			for _, g := range in.groups {
				m.close(g, at)
			}
			m.end = at
			return accepted
		default:
			next, to := m.step(pc, in, at)
			if next >= 0 {
				pc, at = next, to
				continue
			}
		}
	fail:
		var result outcome
		if pc, at, result = m.back(base); pc < 0 {
			return result
		}
	}
}

// emptyRefused tells whether a match that ends here is empty and none may be.
func (m *matcher) emptyRefused(at int) bool {
	return at == m.regs[regStart] && (m.run.NotEmpty || m.run.NotEmptyAtStart && at == m.from)
}
