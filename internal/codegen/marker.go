package codegen

import "joist/internal/core"

// A receive that waits for a message with a reference made in the same function need not look at
// the messages that were there before the reference: a marker is put into the mailbox before the
// call that makes it, bound to the reference after, and used by the receive.

// refCall is a call that made a reference.
type refCall struct {
	block blockID
	ref   value
	bound bool
}

// makesRef tells the functions whose result is a reference that messages will carry.
func makesRef(e *extern) bool {
	if e.module != "erlang" {
		return false
	}
	switch e.name {
	case "make_ref":
		return e.arity == 0
	case "alias":
		return e.arity <= 1
	case "monitor":
		return e.arity == 2 || e.arity == 3
	}
	return false
}

// useMarker lets the receive that begins in the current block use a marker if all its clauses want
// the same reference.
func (b *builder) useMarker(clauses []*core.Clause) {
	if len(b.refs) == 0 || len(clauses) == 0 || b.dead {
		return
	}
	shared := pins(clauses[0].Patterns[0], nil)
	for _, c := range clauses[1:] {
		own := pins(c.Patterns[0], nil)
		both := shared[:0:0]
		for _, v := range shared {
			for _, o := range own {
				if v == o {
					both = append(both, v)
					break
				}
			}
		}
		shared = both
	}
	for _, v := range shared {
		val := b.env[v.ID]
		for i := range b.refs {
			if r := &b.refs[i]; r.ref == val {
				b.bindMarker(r)
				b.emit(instr{op: opMarkerUse, dst: noValue, args: b.args(val)})
				return
			}
		}
	}
}

// bindMarker puts the instructions around the call that made a reference.
func (b *builder) bindMarker(r *refCall) {
	if r.bound {
		return
	}
	r.bound = true
	blk := b.f.block(r.block)
	for i := range blk.code {
		if blk.code[i].dst != r.ref {
			continue
		}
		marker := b.f.newValue(tOther)
		code := make([]instr, 0, len(blk.code)+2)
		code = append(code, blk.code[:i]...)
		code = append(code, instr{op: opMarkerReserve, dst: marker}, blk.code[i])
		code = append(code, instr{op: opMarkerBind, dst: noValue, args: b.args(marker, r.ref)})
		blk.code = append(code, blk.code[i+1:]...)
		return
	}
}

// pins lists the variables that a pattern compares with.
func pins(p core.Pattern, out []*core.Var) []*core.Var {
	switch p := p.(type) {
	case *core.PPin:
		return append(out, p.Var)
	case *core.PTuple:
		for _, e := range p.Elems {
			out = pins(e, out)
		}
	case *core.PCons:
		return pins(p.Tail, pins(p.Head, out))
	case *core.PAnd:
		return pins(p.Right, pins(p.Left, out))
	case *core.PMap:
		for _, pair := range p.Pairs {
			out = pins(pair.Pattern, out)
		}
	}
	return out
}
