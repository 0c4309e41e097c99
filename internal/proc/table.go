package proc

import (
	"sync"
	"sync/atomic"

	"joist/internal/mem"
	"joist/internal/term"
)

// The process table is an array of Process structs in chunks that are never
// unmapped. A pid's term is
//
//	serial (32 bits) | slot (28 bits) | 0011
//
// so finding a process is two loads, without a lock, and costs no memory beyond
// the struct itself. Slots of dead processes wait in queues: the oldest of the
// context's own, which hold up to slotCacheSize, then the node's. Their serial
// is stepped when they are given up.
const (
	chunkBits  = 10
	chunkSlots = 1 << chunkBits

	// MaxSlots is the most processes a node can be configured for.
	MaxSlots = 1<<term.PidIndexBits - 1

	slotCacheSize  = 64
	slotCacheBatch = 32
)

const (
	processWords = sizeOfProcess / mem.WordSize
	inboxWord    = 4 // where Process.inbox is; a test checks it
)

type procTable struct {
	chunks []uintptr // addresses of chunks, read atomically
	limit  uint32

	mu     sync.Mutex // guards what follows, and the growth of chunks
	fresh  uint32     // slots never used so far; slot 0 is never used
	first  uint32     // queue of free slots, linked by Process.Link
	last   uint32
	nfree  int
	caches []*slotCache
}

// slotCache is a context's supply of free slots: a ring, first in, first out.
type slotCache struct {
	ring    [slotCacheSize]uint32
	head, n uint32
	live    atomic.Int64 // processes started less processes ended through this context
}

func (t *procTable) init(max int) {
	if max <= 0 {
		max = DefaultMaxProcs
	}
	t.limit = uint32(min(max, MaxSlots))
	t.chunks = make([]uintptr, t.limit>>chunkBits+1)
	t.fresh = 1
}

// at is the process struct of slot i, which must have been handed out once.
func (t *procTable) at(i uint32) *Process {
	return mem.View[Process](atomic.LoadUintptr(&t.chunks[i>>chunkBits]) + uintptr(i&(chunkSlots-1))*sizeOfProcess)
}

// lookup is the struct that pid names, which may belong to another process by
// now, or nil when no process can ever have had that pid.
func (t *procTable) lookup(pid term.Term) *Process {
	i := pid.PidIndex()
	if int(i>>chunkBits) >= len(t.chunks) {
		return nil
	}
	chunk := atomic.LoadUintptr(&t.chunks[i>>chunkBits])
	if chunk == 0 {
		return nil
	}
	return mem.View[Process](chunk + uintptr(i&(chunkSlots-1))*sizeOfProcess)
}

// take hands out a free slot; ok is false when the table or memory is full.
func (t *procTable) take(n *Node, c *slotCache) (p *Process, ok bool) {
	if c.n == 0 && !t.refill(n, c) {
		return nil, false
	}
	i := c.ring[c.head%slotCacheSize]
	c.head++
	c.n--
	return t.at(i), true
}

// give takes back the slot of p, which has no pid any more.
func (t *procTable) give(c *slotCache, p *Process) {
	atomic.StoreUint32(&p.serial, p.serial+1)
	if c.n == slotCacheSize {
		t.shed(c)
	}
	c.ring[(c.head+c.n)%slotCacheSize] = p.slot
	c.n++
}

// refill gets a batch of slots: such as have been used before, if there are, or else new ones.
func (t *procTable) refill(n *Node, c *slotCache) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for c.n < slotCacheBatch && t.nfree > 0 {
		p := t.at(t.first)
		c.ring[(c.head+c.n)%slotCacheSize] = t.first
		c.n++
		t.first = uint32(p.Link)
		t.nfree--
	}
	for c.n < slotCacheBatch && t.fresh < t.limit {
		if !t.open(n, t.fresh) {
			break
		}
		c.ring[(c.head+c.n)%slotCacheSize] = t.fresh
		c.n++
		t.fresh++
	}
	return c.n > 0
}

// open makes a slot that was never used ready; t.mu is held.
func (t *procTable) open(n *Node, slot uint32) bool {
	at := slot >> chunkBits
	if t.chunks[at] == 0 {
		a := n.Space.Alloc(mem.KindProcess, chunkSlots*processWords)
		if a == 0 {
			return false
		}
		// A pid that somebody has made up may name a slot that is not open yet.
		for i := range uintptr(chunkSlots) {
			mem.View[Process](a + i*sizeOfProcess).inbox = inboxClosed
		}
		atomic.StoreUintptr(&t.chunks[at], a)
	}
	p := t.at(slot)
	a := mem.AddressOf(p)
	mem.Fill(a, inboxWord, 0) // all but the inbox
	mem.Fill(a+(inboxWord+1)*mem.WordSize, processWords-inboxWord-1, 0)
	p.slot = slot
	return true
}

// shed gives the older half of a full cache to the node.
func (t *procTable) shed(c *slotCache) {
	t.mu.Lock()
	for range slotCacheBatch {
		i := c.ring[c.head%slotCacheSize]
		c.head++
		c.n--
		if t.nfree == 0 {
			t.first = i
		} else {
			t.at(t.last).Link = uintptr(i)
		}
		t.last = i
		t.nfree++
	}
	t.mu.Unlock()
}

// register makes c's counts part of the node's.
func (t *procTable) register(c *slotCache) {
	t.mu.Lock()
	t.caches = append(t.caches, c)
	t.mu.Unlock()
}

// ProcessCount is the number of processes.
func (n *Node) ProcessCount() int {
	t := &n.procs
	t.mu.Lock()
	defer t.mu.Unlock()
	sum := int64(0)
	for _, c := range t.caches {
		sum += c.live.Load()
	}
	return int(sum)
}

// ProcessLimit is the most processes that the node can hold.
func (n *Node) ProcessLimit() int { return int(n.procs.limit) }

// Pids calls f with the pid of every process that exists, in the order of slots, until f returns false.
func (n *Node) Pids(f func(pid term.Term) bool) {
	t := &n.procs
	t.mu.Lock()
	end := t.fresh
	t.mu.Unlock()
	for i := uint32(1); i < end; i++ {
		p := t.at(i)
		serial := atomic.LoadUint32(&p.serial)
		if !inboxIsClosed(atomic.LoadUint64(&p.inbox)) && !f(term.Pid(i, serial)) {
			return
		}
	}
}

// Process is the process that pid names, or nil when it has ended. Only the context that runs it may do more than read
// its pid.
func (n *Node) Process(pid term.Term) *Process { return n.process(pid) }
