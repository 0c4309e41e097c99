package codegen

import (
	"joist/internal/core"
	"joist/internal/quoted"
)

// protect compiles body inside a try whose handler is h. What follows the body is outside again.
func (b *builder) protect(body core.Expr, h blockID) value {
	outer, depth := b.handler, b.depth
	facts := b.facts
	b.handler, b.depth = h, depth+1
	inside := b.newBlock()
	b.edge(h)
	b.edge(inside)
	b.end(terminator{kind: termTry, succ: [2]blockID{inside, h}})
	b.start(inside)
	v := b.via(body)
	if !b.dead {
		b.emit(instr{op: opTryEnd, dst: noValue})
	}
	b.handler, b.depth = outer, depth
	b.f.block(h).facts = facts
	next := b.newBlock()
	b.jump(next)
	b.start(next)
	return v
}

// caught starts a handler and gives class, reason and raw stack trace.
func (b *builder) caught(h blockID) (class, reason, raw value) {
	b.start(h)
	class = b.f.newValue(tAtom)
	reason = b.f.newValue(tAny)
	raw = b.f.newValue(tAny)
	b.emit(instr{op: opTryCase, dst: class})
	return class, reason, raw
}

func (b *builder) try(e *core.Try, d *dest) {
	if e.After != nil {
		b.tryAfter(e, d)
		return
	}
	if e.Handler == nil {
		b.tryElse(e, b.value(e.Body), d)
		return
	}
	h := b.newBlock()
	v := b.protect(e.Body, h)
	if e.HasElse {
		b.tryElse(e, v, d)
	} else {
		b.deliver(v, d)
	}
	class, reason, raw := b.caught(h)
	b.bind(e.Handler.Class, class)
	b.bind(e.Handler.Reason, reason)
	b.bind(e.Handler.Raw, raw)
	b.compile(e.Handler.Body, d)
}

func (b *builder) tryElse(e *core.Try, v value, d *dest) {
	m := b.s.matchings.Put(matching{fail: core.FailTry, line: e.Line, dest: d, clauses: b.s.clauses.Slice(len(e.Else))})
	for i, c := range e.Else {
		m.clauses[i] = matchClause{patterns: c.Patterns, guards: c.Guards, vars: c.Vars, body: c.Body}
	}
	b.runTree(m, b.args(v))
	b.bodies(m)
}

// tryAfter compiles the after part twice: after the value, and before the exception goes on.
func (b *builder) tryAfter(e *core.Try, d *dest) {
	h := b.newBlock()
	v := b.protect(e.Body, h)
	b.effect(e.After)
	b.deliver(v, d)
	_, reason, raw := b.caught(h)
	b.effect(e.After)
	b.end(terminator{kind: termRaise, args: b.args(raw, reason)})
}

// receive compiles receive. The head of the loop is a block of its own, to which a message that no
// clause wants and a wait lead back.
func (b *builder) receive(e *core.Receive, d *dest) {
	timeout := noValue
	if e.Timeout != nil {
		timeout = b.value(e.Timeout)
	}
	forever, now := timeout == noValue, false
	if timeout != noValue && timeout.isConst() {
		c := b.f.constOf(timeout)
		forever = c == quoted.Atom("infinity")
		now = c == quoted.Int(0)
	}
	head, wait := b.newBlock(), b.newBlock()
	b.f.block(head).loop = true
	b.useMarker(e.Clauses)
	b.jump(head)
	b.start(head)
	if b.dead {
		return
	}
	m := b.s.matchings.Put(matching{message: true, loop: head, line: e.Line, dest: d})
	m.clauses = b.s.clauses.Slice(len(e.Clauses))
	for i, c := range e.Clauses {
		m.clauses[i] = matchClause{patterns: c.Patterns, guards: c.Guards, vars: c.Vars, body: c.Body}
	}
	message := b.f.newValue(tAny)
	if len(e.Clauses) == 0 {
		b.jump(wait)
	} else {
		b.split(terminator{kind: termLoopRec, dst: message, ndst: 1}, wait, noValue, 0)
		b.runTree(m, b.args(message))
	}
	b.start(wait)
	b.wait(e, head, timeout, forever, now, d)
	b.bodies(m)
}

func (b *builder) wait(e *core.Receive, head blockID, timeout value, forever, now bool, d *dest) {
	if forever {
		b.end(terminator{kind: termWait, succ: [2]blockID{head, noBlock}})
		return
	}
	if !now {
		after := b.newBlock()
		b.edge(after)
		b.end(terminator{kind: termWaitFor, args: b.args(timeout), line: e.Line, succ: [2]blockID{head, after}})
		b.start(after)
	}
	b.emit(instr{op: opTimeout, dst: noValue})
	b.compile(e.After, d)
}
