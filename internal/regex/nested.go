package regex

// Parts of a program that run by themselves, up to their end: atomic groups, lookarounds, and groups that are called.

// frame is a call of a group at a place; none of the calls around began behind last.
type frame struct{ group, at, last int }

// atomic runs a part of the program and forgets its choices.
func (m *matcher) atomic(pc, at, base int, groups bool) outcome {
	m.steps++
	height := len(m.stack)
	result := m.exec(pc, at, height)
	if result == matched {
		m.settle(height, groups)
	}
	return m.leave(result, base)
}

// leave does what a verb says that was gone back to in a part that ran by itself.
func (m *matcher) leave(result outcome, base int) outcome {
	switch result {
	case thenBack:
		if m.thenHeight >= base {
			m.unwind(m.thenHeight)
			return failed
		}
		m.unwind(base)
	case pruned, committed, skipped:
		m.unwind(base)
	}
	return result
}

// look tells whether a part of the program matches here, or does not. A verb in it that is gone back to makes a negated one true,
// a condition false, and counts as a verb outside of it otherwise.
func (m *matcher) look(in *inst, pc, at, base int) outcome {
	m.steps++
	height := len(m.stack)
	result := m.exec(pc, at, height)
	switch result {
	case broken:
		return broken
	case matched, accepted:
		m.settle(height, false)
		if !in.negated {
			return matched
		}
	}
	m.unwind(height)
	switch {
	case result == matched || result == accepted:
		return failed
	case in.negated:
		return matched
	case in.y >= 0:
		return failed
	}
	return m.leave(result, base)
}

// call runs the pattern of a group, whose choices and captures are forgotten when it matched.
func (m *matcher) call(in *inst, at int) outcome {
	if len(m.frames) >= maxCalls {
		m.err = ErrMatchLimit
		return broken
	}
	last := at
	for i := len(m.frames) - 1; i >= 0 && m.frames[i].last >= at; i-- {
		m.work++
		last = max(last, m.frames[i].last)
		if f := m.frames[i]; f.group == in.x && f.at == at {
			m.err = errLoop
			return broken
		}
	}
	if m.work += 1 + len(m.regs)>>2; m.work >= m.checkAt && !m.check() {
		return broken
	}
	m.frames = append(m.frames, frame{in.x, at, last})
	base := len(m.saved)
	m.saved = append(m.saved, m.regs...)
	m.steps++
	height := len(m.stack)
	result := m.exec(in.y, at, height)
	m.frames = m.frames[:len(m.frames)-1]
	if result == broken {
		return broken
	}
	start := m.regs[regStart]
	copy(m.regs, m.saved[base:])
	m.saved, m.stack = m.saved[:base], m.stack[:height]
	if result != matched && result != accepted {
		return failed
	}
	if start != m.regs[regStart] {
		m.set(regStart, start)
	}
	return matched
}

func (m *matcher) inCall(groups []int) bool {
	n := len(m.frames)
	if n == 0 {
		return false
	}
	if groups == nil {
		return true
	}
	for _, g := range groups {
		if m.frames[n-1].group == g {
			return true
		}
	}
	return false
}
