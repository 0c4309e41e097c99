package bif

import (
	"sync"

	"joist/internal/proc"
	"joist/internal/term"
)

func persistentNatives() []Native {
	return []Native{
		{"persistent_term", "put", 2, persistentPut, 0},
		{"persistent_term", "put_new", 2, persistentPutNew, 0},
		{"persistent_term", "get", 0, persistentAll, 0},
		{"persistent_term", "get", 1, persistentGet, 0},
		{"persistent_term", "get", 2, persistentGet, 0},
		{"persistent_term", "erase", 1, persistentErase, 0},
		{"persistent_term", "info", 0, persistentInfo, 0},
	}
}

// persistentTerms are terms that every process reads without copying: they are literals. One that is replaced or erased
// stays in memory until the node closes, since any process may hold it.
type persistentTerms struct {
	mu    sync.RWMutex
	terms map[uint64][]persistentTerm // by the key's hash
	count int
	words int
}

type persistentTerm struct {
	key, value term.Term
	words      int
}

// find is the entry of a key; the lock is held.
func (p *persistentTerms) find(key term.Term) *persistentTerm {
	entries := p.terms[uint64(term.Hash(key))]
	for i := range entries {
		if term.ExactEqual(entries[i].key, key) {
			return &entries[i]
		}
	}
	return nil
}

func (p *persistentTerms) put(c *proc.Ctx, key, value term.Term, onlyNew bool) (ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if entry := p.find(key); entry != nil {
		if term.ExactEqual(entry.value, value) {
			return true
		}
		if onlyNew {
			return false
		}
		p.words -= entry.words
		entry.value, entry.words = literal(c, value)
		p.words += entry.words
		return true
	}
	if p.terms == nil {
		p.terms = map[uint64][]persistentTerm{}
	}
	entry := persistentTerm{}
	keyWords := 0
	entry.key, keyWords = literal(c, key)
	entry.value, entry.words = literal(c, value)
	entry.words += keyWords
	hash := uint64(term.Hash(key))
	p.terms[hash] = append(p.terms[hash], entry)
	p.count++
	p.words += entry.words
	return true
}

// literal copies a term to where every process may refer to it.
func literal(c *proc.Ctx, t term.Term) (copied term.Term, words int) {
	if t.IsImmediate() {
		return t, 0
	}
	return c.CopyLiteral(t)
}

func persistentPut(c *proc.Ctx, args []term.Term) term.Term {
	stateOf(c.Node).persistent.put(c, args[0], args[1], false)
	return term.AtomOk
}

func persistentPutNew(c *proc.Ctx, args []term.Term) term.Term {
	if !stateOf(c.Node).persistent.put(c, args[0], args[1], true) {
		return c.Badarg()
	}
	return term.AtomOk
}

func persistentGet(c *proc.Ctx, args []term.Term) term.Term {
	p := &stateOf(c.Node).persistent
	p.mu.RLock()
	defer p.mu.RUnlock()
	if entry := p.find(args[0]); entry != nil {
		return entry.value
	}
	if len(args) == 2 {
		return args[1]
	}
	return c.Badarg()
}

func persistentErase(c *proc.Ctx, args []term.Term) term.Term {
	p := &stateOf(c.Node).persistent
	p.mu.Lock()
	defer p.mu.Unlock()
	hash := uint64(term.Hash(args[0]))
	entries := p.terms[hash]
	for i := range entries {
		if term.ExactEqual(entries[i].key, args[0]) {
			p.words -= entries[i].words
			p.count--
			p.terms[hash] = append(append([]persistentTerm(nil), entries[:i]...), entries[i+1:]...)
			return term.AtomTrue
		}
	}
	return term.AtomFalse
}

func persistentAll(c *proc.Ctx, _ []term.Term) term.Term {
	p := &stateOf(c.Node).persistent
	p.mu.RLock()
	defer p.mu.RUnlock()
	list := term.Nil
	for _, entries := range p.terms {
		for _, entry := range entries {
			list = c.Cons(c.Tuple2(entry.key, entry.value), list)
		}
	}
	return list
}

func persistentInfo(c *proc.Ctx, _ []term.Term) term.Term {
	p := &stateOf(c.Node).persistent
	p.mu.RLock()
	defer p.mu.RUnlock()
	return buildMap(c, []term.Term{
		term.AtomCount, term.Small(int64(p.count)),
		term.AtomMemory, term.Small(int64(p.words) * 8),
	})
}
