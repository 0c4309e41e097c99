package proc

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"joist/internal/heap"
	"joist/internal/term"
)

// A dirty call runs a Go function on a goroutine of its own while its process is suspended (StateDirty). The
// process still handles signals, but its heap stands still: no collection happens, so the function may read
// the terms that it was given.
//
// The function may call back: run BEAM code in the suspended process and wait for the result. That code may make
// dirty calls in turn, so the calls of a process form a stack, dirtyStack, found by the
// process's handle. When a process ends while calls run, what others can see of its end happens
// at once; its memory is freed by the last call that ends.
type dirtyStack struct {
	mu      sync.Mutex
	calls   []*dirtyCall // innermost last; guarded by the process's scheduler
	running int          // goroutines that have not finished
	orphan  bool         // the process has ended: the last goroutine frees it
}

type dirtyCall struct {
	node   *Node
	pid    term.Term
	p      *Process
	stack  *dirtyStack
	fn     Native
	args   []term.Term
	ctx    context.Context
	cancel context.CancelFunc
	handle uint64
	pc     uintptr // where the process goes on after the call

	// The result, or the call back that is asked for.
	value term.Term
	exc   Exception
	terms heap.Fragments
	call  struct {
		m, f term.Term
		args []term.Term
	}
	back chan callResult
	// asking guards terms and call while a call back is asked for: who asks may give up, because the node is closed, just when the
	// process takes them. gaveUp says that it has.
	asking sync.Mutex
	gaveUp bool
	// waits is set while the process runs a call back.
	waits atomic.Bool
}

// dirtyEnded counts the end of a dirty call. In virtual time the schedulers may have waited for just that.
func (n *Node) dirtyEnded() {
	n.dirtyCalls.Add(-1)
	if n.Config.VirtualTime {
		n.System.Wake(0)
	}
}

// waiting notes whether the call waits for a call back, which runs.
func (d *dirtyCall) waiting(on bool) {
	if d.waits.Swap(on) != on {
		if on {
			d.node.dirtyWaits.Add(1)
		} else {
			d.node.dirtyWaits.Add(-1)
		}
	}
}

type callResult struct {
	value term.Term
	exc   *Exception
}

// startDirty starts the dirty call that c.P has asked for.
func (c *Ctx) startDirty() {
	p, n := c.P, c.Node
	fn := c.dirtyFn
	c.dirtyFn = nil
	var st *dirtyStack
	if p.dirty == 0 {
		st = &dirtyStack{}
		p.dirty = n.Handles.Put(st)
	} else {
		st = n.Handles.Get(p.dirty).(*dirtyStack)
	}
	d := &dirtyCall{node: n, pid: p.Pid(), p: p, stack: st, fn: fn, pc: p.PC, back: make(chan callResult, 1)}
	d.args = append(d.args, c.X[:c.NextArity]...)
	c.SaveArgs(d.args)
	d.ctx, d.cancel = context.WithCancel(n.ctx)
	d.handle = n.Handles.Put(d)
	st.calls = append(st.calls, d)
	st.mu.Lock()
	st.running++
	st.mu.Unlock()
	p.state = StateDirty
	n.goroutines.Add(1)
	n.dirtyCalls.Add(1)
	go d.run()
}

// run is the goroutine of a dirty call.
func (d *dirtyCall) run() {
	defer d.node.goroutines.Done()
	defer d.node.dirtyEnded()
	c := d.node.acquire()
	c.P, c.dirtyRun = d.p, d
	c.Reds = 1 << 30
	d.value = d.protect(c)
	d.exc = c.Exc
	if d.value != term.None {
		d.exc = Exception{}
	}
	c.P, c.dirtyRun, c.Exc = nil, nil, Exception{}
	d.terms.Adopt(c.Take())
	d.cancel()

	st := d.stack
	st.mu.Lock()
	st.running--
	orphan, last := st.orphan, st.running == 0
	st.mu.Unlock()
	if orphan {
		d.terms.Free(c.Mem)
		d.node.Handles.Drop(d.handle)
		if last {
			c.free(d.p)
		}
	} else if s := c.newSignal(sigDirtyDone, 0, term.Term(d.handle)); !c.post(d.pid, s) {
		c.freeSignal(s)
		d.terms.Free(c.Mem)
		d.node.Handles.Drop(d.handle)
	}
	d.node.giveBack(c)
}

// protect calls the function and turns a panic into an error of the program.
func (d *dirtyCall) protect(c *Ctx) (v term.Term) {
	defer func() {
		if r := recover(); r != nil {
			v = c.recovered(r)
		}
	}()
	return d.fn(c, d.args)
}

// recovered turns the value of a panic into an exception.
func (c *Ctx) recovered(r any) term.Term {
	if _, ok := r.(heap.NoMemory); ok {
		c.dropBuilt()
		return c.SystemLimit()
	}
	if c.Node.OnPanic != nil {
		c.Node.OnPanic(r)
	}
	return c.ErrorTuple(term.AtomInternalError, c.Binary([]byte(fmt.Sprint(r))))
}

// CallBack runs m:f(args...) in the process of a dirty call, whose goroutine this is, and waits for the result. The
// process may collect garbage meanwhile: terms that the function holds, its arguments included,
// are not valid any more afterwards. The result is, until the next CallBack.
func (c *Ctx) CallBack(m, f term.Term, args ...term.Term) (term.Term, *Exception) {
	d := c.dirtyRun
	if d == nil {
		return term.None, &Exception{Class: ClassError, Reason: term.AtomNotsup}
	}
	d.call.m, d.call.f = m, f
	d.call.args = append(d.call.args[:0], args...)
	d.terms.Adopt(c.Take())
	s := c.newSignal(sigCallBack, 0, term.Term(d.handle))
	defer d.waiting(false)
	if !c.post(d.pid, s) {
		c.freeSignal(s)
		return term.None, killedException()
	}
	select {
	case r := <-d.back:
		return r.value, r.exc
	case <-d.ctx.Done():
		d.asking.Lock()
		d.gaveUp = true
		d.asking.Unlock()
		return term.None, killedException()
	}
}

func killedException() *Exception {
	return &Exception{Class: ClassExit, Reason: term.AtomKilled}
}

// callBack handles the signal by which a dirty call asks for BEAM code to be run.
func (c *Ctx) callBack(p *Process, s uintptr) {
	d := c.Node.Handles.Get(uint64(view(s).from)).(*dirtyCall)
	c.freeSignal(s)
	d.asking.Lock()
	defer d.asking.Unlock()
	if d.gaveUp {
		return
	}
	d.waiting(true)
	p.Heap.Adopt(d.terms)
	d.terms = heap.Fragments{}
	p.state = StateRunnable
	p.Resume = ResumePC
	c.runner.PushCall(c, d.call.m, d.call.f, d.call.args)
}

// returned hands the result of a call back to the dirty call that waits for it.
func (c *Ctx) returned() {
	p := c.P
	st := c.Node.Handles.Get(p.dirty).(*dirtyStack)
	d := st.calls[len(st.calls)-1]
	p.state = StateDirty
	p.Live = 0
	r := callResult{value: c.X[0]}
	if c.Exc.Class != ClassNone {
		e := c.Exc
		c.Exc = Exception{}
		r = callResult{exc: &e}
	}
	d.waiting(false)
	d.back <- r
}

// dirtyDone handles the end of a dirty call.
func (c *Ctx) dirtyDone(p *Process, s uintptr) {
	d := c.Node.Handles.Take(uint64(view(s).from)).(*dirtyCall)
	c.freeSignal(s)
	st := d.stack
	st.calls = st.calls[:len(st.calls)-1]
	if len(st.calls) == 0 {
		c.Node.Handles.Drop(p.dirty)
		p.dirty = 0
	}
	p.Heap.Adopt(d.terms)
	p.PC = d.pc
	p.state = StateRunnable
	c.resumeWith(p, d.value, &d.exc)
	if p.Flags&FlagAsyncGC != 0 {
		c.collectWaiting(p)
	}
}

// resumeWith sets p up to go on with the result or the exception of what it waited for.
func (c *Ctx) resumeWith(p *Process, value term.Term, e *Exception) {
	if value != term.None {
		p.args[0] = value
		p.Live = 1
		p.Resume = ResumePC
		return
	}
	trace := e.Trace
	if trace == term.None {
		trace = term.Nil
	}
	p.args[0], p.args[1], p.args[2] = e.Class.Atom(), e.Reason, trace
	p.Live = 3
	p.Resume = ResumeRaise
}

// cancelDirty tells the dirty calls of a process that ends.
func (c *Ctx) cancelDirty(p *Process) {
	st := c.Node.Handles.Get(p.dirty).(*dirtyStack)
	for _, d := range st.calls {
		d.cancel()
	}
}

// dropDirty frees what a finished dirty call of a process that has ended leaves behind.
func (c *Ctx) dropDirty(s uintptr) {
	sig := view(s)
	if sig.kind == sigCallBack {
		return // the call sees its context cancelled and finishes
	}
	d := c.Node.Handles.Take(uint64(sig.from)).(*dirtyCall)
	d.terms.Free(c.Mem)
}

// dirtyEnded tells whether all dirty calls of p, which has ended, are over. If not, the last one frees p.
func (c *Ctx) dirtyEnded(p *Process) bool {
	st := c.Node.Handles.Take(p.dirty).(*dirtyStack)
	p.dirty = 0
	st.mu.Lock()
	defer st.mu.Unlock()
	st.orphan = true
	return st.running == 0
}
