package bif

import (
	"errors"
	"sync"
	"unicode/utf8"

	"joist/internal/proc"
	"joist/internal/regex"
	"joist/internal/term"
)

// regexNatives serve Elixir's Regex and Erlang's re. A pattern is its source and its modifiers; what
// it compiles to is kept beside the node, so that patterns are plain terms.
func regexNatives() []Native {
	return []Native{
		{"joist_regex", "compile", 2, regexCompile, 0},
		{"joist_regex", "match", 6, regexMatch, 0},
		{"joist_regex", "match_all", 6, regexMatchAll, 0},
	}
}

// regexCache keeps compiled patterns by modifiers and source.
type regexCache struct {
	mu       sync.Mutex
	patterns map[string]*regex.Pattern
}

// maxPatterns is how many patterns are kept; beyond, all are forgotten.
const maxPatterns = 1000

func (cache *regexCache) get(source []byte, flags string) (*regex.Pattern, error) {
	key := flags + "\x00" + string(source)
	cache.mu.Lock()
	p := cache.patterns[key]
	cache.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := regex.Compile(source, flags)
	if err != nil {
		return nil, err
	}
	cache.mu.Lock()
	defer cache.mu.Unlock()
	if cache.patterns == nil || len(cache.patterns) >= maxPatterns {
		cache.patterns = map[string]*regex.Pattern{}
	}
	cache.patterns[key] = p
	return p, nil
}

// regexCompile is joist_regex:compile(source, flags): {ok, groups, [{name, group}]} or {error, {message, at}}.
func regexCompile(c *proc.Ctx, args []term.Term) term.Term {
	source, ok := bytesOf(args[0])
	flags, ok2 := bytesOf(args[1])
	if !ok || !ok2 {
		return c.Badarg()
	}
	chargeBytes(c, 64*len(source))
	p, err := stateOf(c.Node).regexes.get(source, string(flags))
	if err != nil {
		var bad *regex.Error
		if !errors.As(err, &bad) {
			bad = &regex.Error{Message: err.Error()}
		}
		return c.Tuple2(term.AtomError, c.Tuple2(c.Binary([]byte(bad.Message)), term.Small(int64(bad.At))))
	}
	var names []term.Term
	for _, n := range p.Names() {
		names = append(names, c.Tuple2(c.Binary([]byte(n.Text)), term.Small(int64(n.Group))))
	}
	return c.Tuple(term.AtomOk, term.Small(int64(p.Groups())), c.List(names, term.Nil))
}

// regexMatch is joist_regex:match(source, flags, subject, from, runFlags, limit): a list of {at, size} of the whole match and
// the groups, nomatch, or {error, match_limit}; runFlags are those of regex.RunOf.
func regexMatch(c *proc.Ctx, args []term.Term) term.Term {
	return onSubject(c, args, func(c *proc.Ctx, p *regex.Pattern, subject []byte, from int, run regex.Run) (term.Term, error) {
		spans, err := p.Match(subject, from, run)
		if spans == nil {
			return atomOf(c.Node, "nomatch"), err
		}
		return spanList(c, spans), nil
	})
}

// regexMatchAll is joist_regex:match_all, which takes and gives what match does, for each of all matches.
func regexMatchAll(c *proc.Ctx, args []term.Term) term.Term {
	return onSubject(c, args, func(c *proc.Ctx, p *regex.Pattern, subject []byte, from int, run regex.Run) (term.Term, error) {
		all, err := p.MatchAll(subject, from, run)
		if err != nil {
			return term.Nil, err
		}
		list := term.Nil
		for i := len(all) - 1; i >= 0; i-- {
			list = c.Cons(spanList(c, all[i]), list)
		}
		return list, nil
	})
}

// A search is first tried on the scheduler, with a budget of a fraction of a millisecond; one that takes more, and one
// in a long text, is made off the schedulers.
const (
	quickBudget  = 1 << 14
	quickSubject = 1 << 14
)

type regexSearch func(c *proc.Ctx, p *regex.Pattern, subject []byte, from int, run regex.Run) (term.Term, error)

// onSubject runs a search, off the schedulers if it takes long.
func onSubject(c *proc.Ctx, args []term.Term, search regexSearch) term.Term {
	source, ok := bytesOf(args[0])
	flags, ok2 := bytesOf(args[1])
	subject, ok3 := bytesOf(args[2])
	runFlags, ok4 := bytesOf(args[4])
	if !ok || !ok2 || !ok3 || !ok4 || !args[3].IsSmall() || args[3].SmallValue() < 0 || args[3].SmallValue() > int64(len(subject)) || !args[5].IsSmall() {
		return c.Badarg()
	}
	p, err := stateOf(c.Node).regexes.get(source, string(flags))
	if err != nil {
		return c.Badarg()
	}
	run := regex.RunOf(string(runFlags))
	run.Limit = int(args[5].SmallValue())
	perform := func(c *proc.Ctx, args []term.Term, run regex.Run) (term.Term, error) {
		subject, _ := bytesOf(args[2])
		from := int(args[3].SmallValue())
		if p.Unicode() && (!utf8.Valid(subject) || from < len(subject) && !utf8.RuneStart(subject[from])) {
			return c.Badarg(), nil
		}
		return search(c, p, subject, from, run)
	}
	if len(subject) <= quickSubject {
		chargeBytes(c, 16*len(subject))
		quick := run
		quick.Budget = quickBudget
		found, err := perform(c, args, quick)
		if !errors.Is(err, regex.ErrBudget) {
			return searchResult(c, found, err)
		}
	}
	return c.Dirty(func(c *proc.Ctx, args []term.Term) term.Term {
		run.Stop = c.Context().Done()
		found, err := perform(c, args, run)
		return searchResult(c, found, err)
	}, args...)
}

// searchResult is what a search gives: an error where it was given up.
func searchResult(c *proc.Ctx, found term.Term, err error) term.Term {
	if err != nil {
		return c.Tuple2(term.AtomError, atomOf(c.Node, "match_limit"))
	}
	return found
}

func spanList(c *proc.Ctx, spans []regex.Span) term.Term {
	out := make([]term.Term, len(spans))
	for i, s := range spans {
		out[i] = c.Tuple2(term.Small(int64(s.At)), term.Small(int64(s.Size)))
	}
	return c.List(out, term.Nil)
}
