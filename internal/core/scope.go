package core

import (
	"fmt"

	"joist/internal/quoted"
	"joist/internal/slab"
)

// translator turns the clauses of one definition into core. It can be used for one definition after the other.
type translator struct {
	fn *Function
	// byVersion holds the variables of the current clause, by version, chained through next.
	byVersion []*Var
	// levels are the funs and loops around the current expression, outermost first.
	levels []*level
	// handlers are the exception handlers around the current expression, for __STACKTRACE__.
	handlers []*Handler
	caller   *Var
	s        slabs
	// guard says that a guard is being translated.
	guard bool
	// bound collects the variables that the current patterns bind.
	bound       []*Var
	structNames []*Var // of struct patterns in the clause being translated, which have to be atoms
}

// slabs are the memory of the trees that a translator makes.
type slabs struct {
	vars        slab.Of[Var]
	lits        slab.Of[Lit]
	conses      slab.Of[Cons]
	tuples      slab.Of[Tuple]
	calls       slab.Of[Call]
	applies     slab.Of[Apply]
	callFuns    slab.Of[CallFun]
	loopCalls   slab.Of[LoopCall]
	cases       slab.Of[Case]
	conds       slab.Of[Cond]
	matches     slab.Of[Match]
	seqs        slab.Of[Seq]
	fns         slab.Of[Fn]
	binaries    slab.Of[Binary]
	mapNews     slab.Of[MapNew]
	mapUpdates  slab.Of[MapUpdate]
	clauses     slab.Of[Clause]
	plits       slab.Of[PLit]
	pconses     slab.Of[PCons]
	ptuples     slab.Of[PTuple]
	pmaps       slab.Of[PMap]
	pands       slab.Of[PAnd]
	pbinaries   slab.Of[PBinary]
	functions   slab.Of[Function]
	exprs       slab.Of[Expr]
	patterns    slab.Of[Pattern]
	varLists    slab.Of[*Var]
	clauseLists slab.Of[*Clause]
	mapPairs    slab.Of[MapPair]
	pmapPairs   slab.Of[PMapPair]
	segments    slab.Of[Segment]
}

func (s *slabs) reset() {
	s.vars.Reset()
	s.lits.Reset()
	s.conses.Reset()
	s.tuples.Reset()
	s.calls.Reset()
	s.applies.Reset()
	s.callFuns.Reset()
	s.loopCalls.Reset()
	s.cases.Reset()
	s.conds.Reset()
	s.matches.Reset()
	s.seqs.Reset()
	s.fns.Reset()
	s.binaries.Reset()
	s.mapNews.Reset()
	s.mapUpdates.Reset()
	s.clauses.Reset()
	s.plits.Reset()
	s.pconses.Reset()
	s.ptuples.Reset()
	s.pmaps.Reset()
	s.pands.Reset()
	s.pbinaries.Reset()
	s.functions.Reset()
	s.exprs.Reset()
	s.patterns.Reset()
	s.varLists.Reset()
	s.clauseLists.Reset()
	s.mapPairs.Reset()
	s.pmapPairs.Reset()
	s.segments.Reset()
}

// level is a fun or loop that captures variables.
type level struct{ free *[]*Var }

// Error is input that is not expanded code.
type Error struct {
	Line int32
	Text string
}

func (e *Error) Error() string { return fmt.Sprintf("core: line %d: %s", e.Line, e.Text) }

// fail stops the translation; Translate and Expression turn it into an error.
func fail(line int32, format string, args ...any) {
	panic(&Error{line, fmt.Sprintf(format, args...)})
}

// newVar makes a variable that no source name refers to.
func (t *translator) newVar(name string) *Var {
	v := t.s.vars.New()
	v.Name, v.ID, v.Level = name, int32(t.fn.NumVars), int32(len(t.levels))
	t.fn.NumVars++
	return v
}

func (t *translator) find(name string, m *quoted.Meta, context quoted.Atom) *Var {
	if int(m.Version) >= len(t.byVersion) {
		return nil
	}
	for v := t.byVersion[m.Version]; v != nil; v = v.next {
		if v.Name == name && v.counter == m.Counter && (m.Counter != 0 || v.context == context) {
			return v
		}
	}
	return nil
}

func (t *translator) define(name string, m *quoted.Meta, context quoted.Atom) *Var {
	v := t.newVar(name)
	v.version, v.counter, v.context = m.Version, m.Counter, context
	for int(m.Version) >= len(t.byVersion) {
		t.byVersion = append(t.byVersion, nil)
	}
	v.next = t.byVersion[m.Version]
	t.byVersion[m.Version] = v
	return v
}

// use notes that v is read here: every fun between its binding and here captures it.
func (t *translator) use(v *Var) *Var {
	v.Uses++
	for i := int(v.Level); i < len(t.levels); i++ {
		free := t.levels[i].free
		found := false
		for _, f := range *free {
			if f == v {
				found = true
				break
			}
		}
		if !found {
			*free = append(*free, v)
		}
	}
	return v
}

func (t *translator) enter(free *[]*Var) { t.levels = append(t.levels, &level{free}) }
func (t *translator) leave()             { t.levels = t.levels[:len(t.levels)-1] }

// variable is a variable in an expression.
func (t *translator) variable(f *quoted.Form) Expr {
	name := string(f.Head.(quoted.Atom))
	if v := t.find(name, &f.Meta, f.Context); v != nil {
		return t.use(v)
	}
	switch name {
	case "__STACKTRACE__":
		if n := len(t.handlers); n > 0 {
			return &Stacktrace{t.use(t.handlers[n-1].Raw)}
		}
	case "__CALLER__":
		if t.caller != nil {
			return t.use(t.caller)
		}
	}
	fail(f.Meta.Line, "variable %s version %d (context %q) is not bound", name, f.Meta.Version, string(f.Context))
	return nil
}
