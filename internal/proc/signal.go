package proc

import (
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

// Kinds of signals. The comment says what value, from and aux hold.
const (
	sigMessage      uint8 = iota // value: the message
	sigMarker                    // not a signal: a receive marker in the queue of messages
	sigAliasMessage              // value: the message; from: the alias's number
	sigExit                      // value: {'EXIT', From, Reason}, sent by exit/2
	sigLinkExit                  // value: {'EXIT', From, Reason}; From was linked and has ended
	sigLink                      // from: who links
	sigUnlink                    // from: who unlinks; value: the unlink's id
	sigUnlinkAck                 // from: who was unlinked; value: the unlink's id
	sigMonitor                   // from: who monitors; value: the reference's number; aux: index of the name + 1, or 0
	sigDemonitor                 // value: the reference's number
	sigDown                      // value: {'DOWN', Ref, process, Object, Reason}; from: the reference's number
	sigGroupLeader               // value: the new group leader
	sigRequest                   // from: who asks; value: what is asked for; op, aux: request; see request.go
	sigReply                     // value: the answer, None for badarg; aux: request
	sigResume                    // somebody's suspend_process is over
	sigDirtyDone                 // from: handle of the dirty call
	sigCallBack                  // from: handle of the dirty call
	sigFire                      // from: handle of a Go function to call in the process's context
)

// wordsPerReduction is how many words are copied, by a send or a collection, for one reduction.
const wordsPerReduction = 32

// sigFlagPayload marks a signal whose value points into the fragment that follows its head.
const sigFlagPayload uint8 = 1

// signal is the head of a signal; the fragment with its payload, if there is one, follows in the same
// allocation. It lies outside the Go heap and belongs to the receiver once it is posted.
type signal struct {
	next  uintptr
	kind  uint8
	flags uint8
	op    uint16
	aux   uint32
	value term.Term
	from  term.Term
}

const signalWords = 4

func view(s uintptr) *signal { return mem.View[signal](s) }

// message is how package heap sees the signal.
func (sig *signal) message() heap.Message {
	a := mem.AddressOf(sig)
	m := heap.Message{Node: a, Term: sig.value}
	if sig.flags&sigFlagPayload != 0 {
		m.Frag = a + signalWords*mem.WordSize
	}
	return m
}

// newSignal makes a signal without payload. It never fails: signals that tell of exits must get
// through when memory has run out.
func (c *Ctx) newSignal(kind uint8, value, from term.Term) uintptr {
	s := c.Mem.Alloc(signalWords)
	if s == 0 {
		s = c.Mem.AllocForced(signalWords)
	}
	*view(s) = signal{kind: kind, value: value, from: from}
	return s
}

// newMessage makes a signal with a copy of value. It panics with heap.NoMemory at the memory limit.
func (c *Ctx) newMessage(kind uint8, value, from term.Term) uintptr {
	if value.IsImmediate() {
		s := c.Mem.Alloc(signalWords)
		if s == 0 {
			panic(heap.NoMemory{Words: signalWords})
		}
		*view(s) = signal{kind: kind, value: value, from: from}
		return s
	}
	m := c.NewMessage(signalWords, value)
	sig := view(m.Node)
	*sig = signal{kind: kind, value: m.Term, from: from}
	if m.Frag != 0 {
		sig.flags = sigFlagPayload
		c.Reds -= heap.MessageWords(m) / wordsPerReduction
	}
	return m.Node
}

// newNotice is newMessage for the tuple of elems in which reason stands last, when it must not fail: when there is no memory for the
// reason, killed takes its place.
func (c *Ctx) newNotice(kind uint8, from term.Term, elems ...term.Term) (s uintptr) {
	at := c.scratch
	mem.Store(at, uint64(term.TupleHeader(len(elems))))
	for i, e := range elems {
		mem.StoreAt(at, i+1, uint64(e))
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(heap.NoMemory); !ok {
				panic(r)
			}
			mem.StoreAt(at, len(elems), uint64(term.AtomKilled))
			c.reserveNotice()
			s = c.newMessage(kind, term.BoxedAt(at), from)
		}
	}()
	return c.newMessage(kind, term.BoxedAt(at), from)
}

// reserveNotice puts memory for any notice with an immediate reason into the cache.
func (c *Ctx) reserveNotice() {
	const head = signalWords + 4 // the fragment's
	for _, n := range [...]int{head + 2, head + 4, head + 6 + 4, head + 6 + 4 + 3} {
		c.Mem.Free(c.Mem.AllocForced(n), n)
	}
}

// freeSignal frees a signal and its payload.
func (c *Ctx) freeSignal(s uintptr) {
	sig := view(s)
	if sig.flags&sigFlagPayload == 0 {
		c.Mem.Free(s, signalWords)
		return
	}
	heap.FreeMessage(c.Mem, signalWords, sig.message())
}

// adopt makes the payload of the signal s part of p's heap, frees what is not needed, and returns the value.
func (c *Ctx) adopt(p *Process, s uintptr) term.Term {
	sig := view(s)
	if sig.flags&sigFlagPayload == 0 {
		v := sig.value
		c.Mem.Free(s, signalWords)
		return v
	}
	return p.Heap.AdoptMessage(c.Mem, signalWords, sig.message())
}
