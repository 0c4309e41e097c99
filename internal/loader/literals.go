package loader

import (
	"fmt"
	"math/big"

	"joist/internal/code"
	"joist/internal/etf"
	"joist/internal/heap"
	"joist/internal/term"
)

// literals decodes the literal table and the two chunks that are terms into the literal area.
func (l *loader) literals() {
	for i, data := range l.m.Literals {
		t, err := l.decode(data)
		if err != nil {
			l.fail("literal %d: %v", i, err)
			return
		}
		l.out.Literals = append(l.out.Literals, t)
	}
	l.out.Attributes = l.optional("attributes", l.m.Attributes)
	l.out.CompileInfo = l.optional("compile info", l.m.CompileInfo)
}

// emptyList is [] in the external term format, which the attributes of most modules are.
const emptyList = "\x83j"

func (l *loader) optional(what string, data []byte) term.Term {
	if len(data) == 0 || string(data) == emptyList {
		return term.Nil
	}
	t, err := l.decode(data)
	if err != nil {
		l.fail("%s: %v", what, err)
		return term.Nil
	}
	return t
}

func (l *loader) decode(data []byte) (term.Term, error) {
	return l.build(func(b *heap.Builder) (term.Term, error) {
		t, used, err := etf.DecodePrefix(b, l.t.Atoms, data, etf.Options{Linker: l.t})
		if err == nil && used != len(data) {
			err = fmt.Errorf("%d bytes after the term", len(data)-used)
		}
		return t, err
	})
}

// build keeps what make builds as a literal.
func (l *loader) build(make func(b *heap.Builder) (term.Term, error)) (t term.Term, err error) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(heap.NoMemory); !ok {
				panic(p)
			}
			err = code.ErrNoMemory
		}
	}()
	b := &l.builder
	if b.Mem == nil {
		b.Mem, b.Atoms = l.t.Space.NewCache(), l.t.Atoms
	}
	if t, err = make(b); err == nil {
		t, _ = b.CopyLiteral(t)
	}
	loose := b.Take()
	loose.Free(b.Mem)
	return t, err
}

func (l *loader) literal(make func(b *heap.Builder) term.Term) term.Term {
	t, err := l.build(func(b *heap.Builder) (term.Term, error) { return make(b), nil })
	if err != nil {
		l.err = err
		return term.Nil
	}
	return t
}

func (l *loader) bigLiteral(v *big.Int) term.Term {
	return l.literal(func(b *heap.Builder) term.Term {
		limbs := make([]uint64, 0, 1)
		for m := new(big.Int).Abs(v); m.Sign() > 0; m.Rsh(m, 64) {
			limbs = append(limbs, new(big.Int).And(m, new(big.Int).SetUint64(^uint64(0))).Uint64())
		}
		return b.BigFromLimbs(v.Sign() < 0, limbs)
	})
}

func (l *loader) emptyTuple() term.Term {
	return l.literal(func(b *heap.Builder) term.Term { return b.Tuple() })
}
