package interp

import (
	"joist/internal/heap"
	"joist/internal/maps"
	"joist/internal/proc"
	"joist/internal/term"
)

// literals are terms that the machine's own errors need.
type literals struct {
	errorInfo term.Term // #{module => erl_erts_errors}
}

func (l *literals) build(node *proc.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			failure, ok := p.(heap.NoMemory)
			if !ok {
				panic(p)
			}
			err = failure
		}
	}()
	cache := node.Space.NewCache()
	defer cache.Flush()
	b := heap.Builder{Mem: cache, Atoms: node.Atoms}
	defer func() {
		loose := b.Take()
		loose.Free(cache)
	}()
	l.errorInfo, _ = b.CopyLiteral(maps.FromPairs(&b, []term.Term{term.AtomModule, term.AtomErlErtsErrors}))
	return nil
}
