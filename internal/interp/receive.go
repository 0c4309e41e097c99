package interp

import (
	"joist/internal/code"
	"joist/internal/mem"
	"joist/internal/proc"
	"joist/internal/term"
)

func (m *Machine) doSend(uint64) bool {
	c := m.c
	c.Reds = int(m.reds)
	dest, msg := m.xs[0], m.xs[1]
	v := c.Send(dest, msg)
	m.reds = int64(c.Reds) - 1
	if v == term.None {
		return m.bifError(term.AtomSend, dest, msg)
	}
	m.xs[0] = v
	return m.next(0)
}

func (m *Machine) doLoopRec(uint64) bool {
	c := m.c
	c.Reds = int(m.reds)
	v := c.PeekMessage()
	m.reds = int64(c.Reds)
	if v == term.None {
		return m.branch()
	}
	m.xs[0] = v
	return m.next(0)
}

func (m *Machine) doRemoveMessage(uint64) bool {
	m.c.RemoveMessage()
	return m.next(0)
}

func (m *Machine) doLoopRecEnd(uint64) bool {
	m.c.NextMessage()
	m.branch()
	if m.charge() {
		return m.stop(proc.OutcomeYield, m.pc, 0)
	}
	return true
}

func (m *Machine) doWait(uint64) bool {
	m.passAll()
	m.p.TimeoutPC = 0
	return m.stop(proc.OutcomeWait, m.pc+off(m.pc), 0)
}

// passAll passes over all messages when the wait does not lead back to a look at one: it belongs to a receive without
// clauses, which no message must wake.
func (m *Machine) passAll() {
	if code.Op(mem.Load(m.pc+off(m.pc))) != code.OpLoopRec {
		m.c.PassAll()
	}
}

func (m *Machine) doWaitTimeout(w uint64) bool {
	m.passAll()
	switch m.c.ArmTimeout(m.get(opA(w))) {
	case proc.TimeoutNow:
		return m.next(0)
	case proc.TimeoutBad:
		return m.errorAtom(term.AtomTimeoutValue)
	}
	m.p.TimeoutPC = m.pc + 16
	return m.stop(proc.OutcomeWait, m.pc+off(m.pc), 0)
}

func (m *Machine) doTimeout(uint64) bool {
	m.c.ResetSave()
	return m.next(0)
}

func (m *Machine) doMarkerReserve(w uint64) bool {
	m.c.MarkReserve()
	return m.result(w, term.Nil)
}

func (m *Machine) doMarkerBind(w uint64) bool {
	m.c.MarkBind(m.get(opB(w)))
	return m.next(0)
}

func (m *Machine) doMarkerClear(w uint64) bool {
	m.c.MarkClear(m.get(opA(w)))
	return m.next(0)
}

func (m *Machine) doMarkerUse(w uint64) bool {
	m.c.MarkUse(m.get(opA(w)))
	return m.next(0)
}

// update_record: a copy of a tuple with some elements replaced.
func (m *Machine) doUpdateRecord(w uint64) bool {
	n, updates := int(m.d()), int(opB(w))
	a := m.c.Alloc(1 + n)
	mem.Copy(a, m.get(opA(w)).Addr(), 1+n)
	for i := range updates {
		mem.StoreAt(a, int(m.packed(2*i)), uint64(m.unpack(m.packed(2*i+1))))
	}
	m.set(opC(w), term.BoxedAt(a))
	return m.next(2 * updates)
}
