package proc

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// refBatch is how many reference numbers a context takes from the node at a time.
const refBatch = 1 << 12

// newID is a number unique on the node, for references and unlinks.
func (c *Ctx) newID() uint64 {
	if c.refNext == c.refEnd {
		c.refEnd = c.Node.refs.Add(refBatch) + 1
		c.refNext = c.refEnd - refBatch
	}
	id := c.refNext
	c.refNext++
	return id
}

// refID is the number of a local reference.
func refID(ref term.Term) uint64 { return ref.Word(term.RefID) }

// refAt writes a reference at a.
func refAt(a uintptr, id uint64, pid term.Term) term.Term {
	mem.Store(a, uint64(term.RefHeader))
	mem.StoreAt(a, term.RefID, id)
	mem.StoreAt(a, term.RefPid, uint64(pid))
	mem.StoreAt(a, term.RefExtra, 0)
	return term.BoxedAt(a)
}

// NewRef makes a reference (make_ref/0).
func (c *Ctx) NewRef() term.Term { return c.newRef(0) }

// newPidRef makes a reference that names its creator: one of a monitor or an alias.
func (c *Ctx) newPidRef(p *Process) term.Term { return c.newRef(p.Pid()) }

func (c *Ctx) newRef(pid term.Term) term.Term {
	return refAt(c.Builder.Alloc(term.RefWords), c.newID(), pid)
}
