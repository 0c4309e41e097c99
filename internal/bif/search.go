package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func searchNatives() []Native {
	return []Native{
		{"binary", "compile_pattern", 1, compilePattern, 0},
		{"binary", "match", 2, matchFirst, 0},
		{"binary", "match", 3, matchFirst, 0},
		{"binary", "matches", 2, matchAll, 0},
		{"binary", "matches", 3, matchAll, 0},
		{"binary", "split", 2, splitPattern, 0},
		{"binary", "split", 3, splitPattern, 0},
		{"binary", "replace", 3, replacePattern, 0},
		{"binary", "replace", 4, replacePattern, 0},
	}
}

// A compiled pattern is the tuple {bm, Binary} or {ac, Binaries}, named after the algorithms that the BEAM
// compiles for; preparing a search is so cheap that there is nothing more to keep.
func compilePattern(c *proc.Ctx, args []term.Term) term.Term {
	if _, ok := patternsOf(args[0]); !ok || isCompiled(args[0]) {
		return c.Badarg()
	}
	if args[0].IsCons() {
		return c.Tuple(term.AtomAc, args[0])
	}
	return c.Tuple(term.AtomBm, args[0])
}

func isCompiled(t term.Term) bool { return t.IsTupleOf(2) }

// patternsOf reads a pattern: a binary, a list of binaries, none of them empty, or what compile_pattern made of these.
func patternsOf(t term.Term) (patterns [][]byte, ok bool) {
	if isCompiled(t) {
		if kind := t.TupleElem(0); kind != term.AtomBm && kind != term.AtomAc {
			return nil, false
		}
		t = t.TupleElem(1)
	}
	if text, isBinary := bytesOf(t); isBinary {
		return [][]byte{text}, len(text) > 0
	}
	for ; t.IsCons(); t = t.Cdr() {
		text, isBinary := bytesOf(t.Car())
		if !isBinary || len(text) == 0 {
			return nil, false
		}
		patterns = append(patterns, text)
	}
	return patterns, t.IsNil() && len(patterns) > 0
}

// searching is what the functions that search have in common: a subject, a pattern, and a range of the subject.
type searching struct {
	whole    term.Term
	subject  []byte
	search   *searcher
	from, to int
	// Options of split and replace.
	global, trim, trimAll bool
	inserts               []int // replace: where in the replacement the match is inserted
	replacement           []byte
}

// option reads one option; ok is false where the function does not know it.
type option func(s *searching, t term.Term) (ok bool)

// read reads subject, pattern and options.
func (s *searching) read(subject, pattern, options term.Term, known option) bool {
	text, ok := bytesOf(subject)
	if !ok {
		return false
	}
	patterns, ok := patternsOf(pattern)
	if !ok {
		return false
	}
	s.whole, s.subject, s.search = subject, text, newSearcher(patterns)
	s.from, s.to = 0, len(text)
	for ; options.IsCons(); options = options.Cdr() {
		if !s.scope(options.Car()) && (known == nil || !known(s, options.Car())) {
			return false
		}
	}
	return options.IsNil()
}

// scope reads the option {scope, {Start, Length}}.
func (s *searching) scope(t term.Term) bool {
	if !t.IsTupleOf(2) || t.TupleElem(0) != term.AtomScope {
		return false
	}
	start, n, ok := partOf(len(s.subject), []term.Term{t.TupleElem(1)})
	s.from, s.to = start, start+n
	return ok
}

// next finds the next occurrence at or after from.
func (s *searching) next(from int) (position, length int) {
	return s.search.next(s.subject[:s.to], from)
}

// run does the work at once, or off the schedulers where the subject is large.
func (s *searching) run(c *proc.Ctx, work func(c *proc.Ctx) term.Term) term.Term {
	size := (s.to - s.from) * min(len(s.search.patterns), 8)
	chargeBytes(c, size)
	if size <= byteLimit {
		return work(c)
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term { return work(c) }, c.X[0], c.X[1])
}

// optionsOf is the list in the argument after the required ones, empty without one.
func optionsOf(args []term.Term, required int) term.Term {
	if len(args) > required {
		return args[required]
	}
	return term.Nil
}

func matchFirst(c *proc.Ctx, args []term.Term) term.Term {
	var s searching
	if !s.read(args[0], args[1], optionsOf(args, 2), nil) {
		return c.Badarg()
	}
	return s.run(c, func(c *proc.Ctx) term.Term {
		position, n := s.next(s.from)
		if position < 0 {
			return term.AtomNomatch
		}
		return c.Tuple(term.Small(int64(position)), term.Small(int64(n)))
	})
}

func matchAll(c *proc.Ctx, args []term.Term) term.Term {
	var s searching
	if !s.read(args[0], args[1], optionsOf(args, 2), nil) {
		return c.Badarg()
	}
	return s.run(c, func(c *proc.Ctx) term.Term {
		var found []term.Term
		s.each(true, func(position, n int) {
			found = append(found, c.Tuple(term.Small(int64(position)), term.Small(int64(n))))
		})
		chargeCells(c, len(found))
		return c.List(found, term.Nil)
	})
}

// each visits the occurrences, or only the first one; they do not overlap.
func (s *searching) each(all bool, visit func(position, length int)) {
	for from := s.from; ; {
		position, n := s.next(from)
		if position < 0 {
			return
		}
		visit(position, n)
		if !all {
			return
		}
		from = position + n
	}
}

func splitOption(s *searching, t term.Term) bool {
	switch t {
	case term.AtomGlobal:
		s.global = true
	case term.AtomTrim:
		s.trim = true
	case term.AtomTrimAll:
		s.trimAll = true
	default:
		return false
	}
	return true
}

func splitPattern(c *proc.Ctx, args []term.Term) term.Term {
	var s searching
	if !s.read(args[0], args[1], optionsOf(args, 2), splitOption) {
		return c.Badarg()
	}
	return s.run(c, s.split)
}

// split cuts the whole subject at the occurrences within the range.
func (s *searching) split(c *proc.Ctx) term.Term {
	var parts [][2]int
	begin := 0
	s.each(s.global, func(position, n int) {
		parts = append(parts, [2]int{begin, position})
		begin = position + n
	})
	parts = append(parts, [2]int{begin, len(s.subject)})
	for s.trim || s.trimAll {
		last := len(parts) - 1
		if last < 0 || parts[last][0] != parts[last][1] {
			break
		}
		parts = parts[:last]
	}
	chargeCells(c, 2*len(parts))
	list := term.Nil
	for i := len(parts) - 1; i >= 0; i-- {
		from, to := parts[i][0], parts[i][1]
		if s.trimAll && from == to {
			continue
		}
		part := s.whole
		if from != 0 || to != len(s.subject) {
			part = c.SubBinary(s.whole, from*8, (to-from)*8)
		}
		list = c.Cons(part, list)
	}
	return list
}

func replaceOption(s *searching, t term.Term) bool {
	if t == term.AtomGlobal {
		s.global = true
		return true
	}
	if !t.IsTupleOf(2) || t.TupleElem(0) != term.AtomInsertReplaced {
		return false
	}
	return s.insertAt(t.TupleElem(1))
}

// insertAt reads where the matched part goes into the replacement: a position or a list of positions.
func (s *searching) insertAt(t term.Term) bool {
	if t.IsSmall() {
		s.inserts = append(s.inserts, int(t.SmallValue()))
		return t.SmallValue() >= 0 && t.SmallValue() <= int64(len(s.replacement))
	}
	for ; t.IsCons(); t = t.Cdr() {
		if !t.Car().IsSmall() || !s.insertAt(t.Car()) {
			return false
		}
	}
	return t.IsNil()
}

func replacePattern(c *proc.Ctx, args []term.Term) term.Term {
	var s searching
	replacement, ok := bytesOf(args[2])
	s.replacement = replacement
	if !ok || !s.read(args[0], args[1], optionsOf(args, 3), replaceOption) {
		return c.Badarg()
	}
	return s.run(c, s.replace)
}

func (s *searching) replace(c *proc.Ctx) term.Term {
	var result []byte
	begin := 0
	s.each(s.global, func(position, n int) {
		result = append(result, s.subject[begin:position]...)
		result = s.appendReplacement(result, s.subject[position:position+n])
		begin = position + n
	})
	if result == nil && begin == 0 {
		return s.whole
	}
	return c.Binary(append(result, s.subject[begin:]...))
}

func (s *searching) appendReplacement(result, matched []byte) []byte {
	at := 0
	for _, insert := range s.inserts {
		if insert < at {
			continue
		}
		result = append(result, s.replacement[at:insert]...)
		result = append(result, matched...)
		at = insert
	}
	return append(result, s.replacement[at:]...)
}
