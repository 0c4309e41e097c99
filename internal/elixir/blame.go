package elixir

import (
	"slices"

	"joist/internal/code"
	"joist/internal/codegen"
	"joist/internal/expand"
	"joist/internal/macroenv"
	"joist/internal/quoted"
	"joist/internal/term"
	"joist/lib"
)

// What the clauses of a library function make of arguments that none of them took, for Exception.blame_mfa/3. The
// library's definitions are not kept: those of the module are expanded once more from its source, when somebody asks. Those of
// a module of the code path are in its file. As in Elixir nothing is told about modules that are in memory only.

// codeBlame is :elixir_code.blame(module, function, args): {kind, [{[{matches?, pattern}], [guard]}]} with the
// clauses of a function, where a guard is {matches?, code} or {:and | :or, guard, guard}; nil when they are not known.
// Patterns and guards are expanded code.
func codeBlame(h *Session, args []term.Term) (term.Term, error) {
	var list []term.Term
	l := args[2]
	for ; l.IsCons(); l = l.Cdr() {
		list = append(list, l.Car())
	}
	if !args[0].IsAtom() || !args[1].IsAtom() || l != term.Nil {
		return term.AtomNil, nil
	}
	values, err := h.encode(h.c.TupleFrom(list))
	if err != nil {
		return term.AtomNil, nil
	}
	name := h.name(args[1])
	d := h.keptDefinition(args[0], name, len(list))
	if d == nil {
		d = h.libraryDefinition(args[0], name, len(list))
	}
	if d == nil {
		return term.AtomNil, nil
	}
	tried := make([]triedClause, len(d.Clauses))
	for i := range d.Clauses {
		tried[i] = h.tryClause(&d.Clauses[i], len(list), values)
	}
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	var clauses []term.Term
	for i, c := range tried {
		var patterns, guards []term.Term
		for j, p := range d.Clauses[i].Args {
			patterns = append(patterns, h.c.Tuple2(truth(c.args[j]), w.node(p)))
		}
		for _, g := range c.guards {
			guards = append(guards, w.guard(g))
		}
		clauses = append(clauses, h.c.Tuple2(h.c.List(patterns, term.Nil), h.c.List(guards, term.Nil)))
	}
	out := h.c.Tuple2(w.atom(d.Kind.String()), h.c.List(clauses, term.Nil))
	return out, w.err
}

// libraryDefinition is a definition of a library module that is loaded, or nil.
func (h *Session) libraryDefinition(module term.Term, name string, arity int) *expand.Definition {
	loaded := h.node.Code.Module(module)
	path, src, ok := lib.Source(h.name(module))
	if loaded == nil || !ok || !h.isLibrary(loaded, path) {
		return nil
	}
	h.mu.Lock()
	u := h.unfinished[loaded]
	h.mu.Unlock()
	var defs []*expand.Definition
	if u != nil {
		defs = u.module.Definitions
	} else {
		if m := h.expandAgain(quoted.Atom(h.name(module)), path, lib.Code(src)); m != nil {
			defs = m.Definitions
		}
	}
	i := slices.IndexFunc(defs, func(d *expand.Definition) bool { return d.Name == name && d.Arity == arity && !d.Kind.IsMacro() })
	if i < 0 {
		return nil
	}
	return defs[i]
}

// isLibrary tells whether a module is the library's own, not one of a program that took its name.
func (h *Session) isLibrary(loaded *code.Module, path string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	d := h.docs[loaded]
	return d != nil && d.file == lib.File(path)
}

// expandAgain expands a library module without making code of it.
func (h *Session) expandAgain(name quoted.Atom, path, src string) (again *expand.Module) {
	if !h.lock.acquire(h.c, h.Compiler) {
		return nil
	}
	defer h.lock.release(h.Compiler)
	x := h.newSession(h.c)
	defer x.close()
	x.library, x.x.Declarations = true, true
	x.expanded = func(m *expand.Module) {
		if m.Name == name {
			again = m
		}
	}
	if err := h.aside(func() error { return x.compileLibrary(path, src) }); err != nil && h.c.Context().Err() == nil {
		h.reportLibraryError(string(name), err)
		return nil
	}
	return again
}

// triedClause tells what of a clause matched.
type triedClause struct {
	args   []bool
	guards []triedGuard
}

// triedGuard is a part of a guard: two of them with and or or between, or code that held or not.
type triedGuard struct {
	operator    string // "and", "or" or ""
	left, right *triedGuard
	code        quoted.Node
	holds       bool
}

// clauseTrial matches the patterns of one clause with arguments, each together with those that matched before it.
type clauseTrial struct {
	h        *Session
	values   []byte
	in       []codegen.EvalVar
	patterns quoted.List // that matched
	subjects quoted.List // and the arguments that they matched
	bound    map[int32]bool
}

const blameVersion = 1 << 20 // past the variables of any clause

func (h *Session) tryClause(c *expand.Clause, count int, values []byte) triedClause {
	t := clauseTrial{h: h, values: values, bound: map[int32]bool{}}
	for i := range count {
		t.in = append(t.in, codegen.EvalVar{Name: "argument", Version: int32(blameVersion + i)})
	}
	var out triedClause
	for i, p := range c.Args {
		subject := quoted.Var("argument", quoted.Meta{Version: int32(blameVersion + i)}, "")
		t.patterns, t.subjects = append(t.patterns, p), append(t.subjects, subject)
		ok := t.holds(nil)
		if !ok {
			t.patterns, t.subjects = t.patterns[:len(t.patterns)-1], t.subjects[:len(t.subjects)-1]
		} else {
			noteVariables(p, t.bound)
		}
		out.args = append(out.args, ok)
	}
	for _, g := range c.Guards {
		out.guards = append(out.guards, *t.guard(g))
	}
	return out
}

// guard tries a guard part by part.
func (t *clauseTrial) guard(n quoted.Node) *triedGuard {
	if f := structGuard(n); f != nil {
		return &triedGuard{code: f, holds: t.guardHolds(n)}
	}
	f, name := erlangCall(n)
	if operator := map[string]string{"andalso": "and", "orelse": "or"}[name]; operator != "" && len(f.Args) == 2 {
		return &triedGuard{operator: operator, left: t.guard(f.Args[0]), right: t.guard(f.Args[1])}
	}
	return &triedGuard{code: n, holds: t.guardHolds(n)}
}

func (t *clauseTrial) guardHolds(n quoted.Node) bool {
	used := map[int32]bool{}
	noteVariables(n, used)
	for version := range used {
		if !t.bound[version] {
			return false
		}
	}
	return t.holds(n)
}

// holds tells whether the patterns so far match, and a guard holds unless it is nil.
func (t *clauseTrial) holds(guard quoted.Node) bool {
	var m quoted.Meta
	head := quoted.Node(quoted.Call("{}", m, t.patterns...))
	if guard != nil {
		head = quoted.Call("when", m, head, guard)
	}
	yes := quoted.Call("->", m, quoted.List{head}, quoted.True)
	no := quoted.Call("->", m, quoted.List{quoted.Var("_", m, "")}, quoted.False)
	do := quoted.List{&quoted.Pair{Left: quoted.Atom("do"), Right: quoted.List{yes, no}}}
	test := quoted.Call("case", m, quoted.Call("{}", m, t.subjects...), do)
	value, err := t.h.run(test, &macroenv.Env{File: "nofile"}, t.in, t.values, "__FILE__")
	return err == nil && value == term.AtomTrue
}

// noteVariables adds the versions of the variables in expanded code.
func noteVariables(n quoted.Node, versions map[int32]bool) {
	switch n := n.(type) {
	case *quoted.Form:
		if n.IsVar {
			if n.Meta.Version > 0 {
				versions[n.Meta.Version] = true
			}
			return
		}
		noteVariables(n.Head, versions)
		for _, a := range n.Args {
			noteVariables(a, versions)
		}
	case *quoted.Pair:
		noteVariables(n.Left, versions)
		noteVariables(n.Right, versions)
	case quoted.List:
		for _, a := range n {
			noteVariables(a, versions)
		}
	}
}

// erlangCall is n as a call of a function of :erlang, with its name; nil and "" when it is none.
func erlangCall(n quoted.Node) (*quoted.Form, string) {
	f, ok := n.(*quoted.Form)
	if !ok || f.IsVar {
		return nil, ""
	}
	dot, ok := f.Head.(*quoted.Form)
	if !ok || dot.Head != quoted.Node(quoted.Atom(".")) || len(dot.Args) != 2 || dot.Args[0] != quoted.Node(quoted.Atom("erlang")) {
		return nil, ""
	}
	name, _ := dot.Args[1].(quoted.Atom)
	return f, string(name)
}

// structGuard is is_struct(x) or is_struct(x, name) for a guard that one of them was expanded to, and nil for others.
func structGuard(n quoted.Node) quoted.Node {
	var tests []quoted.Node // joined by and, whichever way it nests
	var split func(n quoted.Node)
	split = func(n quoted.Node) {
		if f, name := erlangCall(n); name == "andalso" && len(f.Args) == 2 {
			split(f.Args[0])
			split(f.Args[1])
			return
		}
		tests = append(tests, n)
	}
	split(n)
	names := make([]string, len(tests))
	for i, t := range tests {
		_, names[i] = erlangCall(t)
	}
	if len(tests) < 3 || names[0] != "is_map" {
		return nil
	}
	x := tests[0].(*quoted.Form).Args[0]
	switch {
	case slices.Equal(names, []string{"is_map", "is_map_key", "is_atom"}):
		return quoted.Call("is_struct", quoted.Meta{}, x)
	case slices.Equal(names, []string{"is_map", "orelse", "is_map_key", "is_atom", "=="}), slices.Equal(names, []string{"is_map", "is_map_key", "is_atom", "=="}):
		return quoted.Call("is_struct", quoted.Meta{}, x, tests[len(tests)-1].(*quoted.Form).Args[1])
	}
	return nil
}

// guard writes what became of a guard.
func (w *termWriter) guard(g triedGuard) term.Term {
	if g.operator != "" {
		return w.b.Tuple3(w.atom(g.operator), w.guard(*g.left), w.guard(*g.right))
	}
	return w.b.Tuple2(truth(g.holds), w.node(g.code))
}
