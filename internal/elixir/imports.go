package elixir

import (
	"unsafe"

	"joist/internal/macroenv"
	"joist/internal/quoted"
	"joist/internal/term"
)

// What a module imports is a long list, and the same for most environments: Kernel alone has 180 names. So the Go lists and
// the terms of all lists that were ever written are kept, in pairs: each term is built once, as a literal, and a term is not read
// when its list is known, by its address or, for one that a program has built or copied, by its contents.
type importTables struct {
	terms map[importKey]term.Term
	lists map[term.Term][]macroenv.Import // by the terms of this table
	alike map[importSum][]term.Term       // those with the same sum
}

func newImportTables() importTables {
	return importTables{map[importKey]term.Term{}, map[term.Term][]macroenv.Import{}, map[importSum][]term.Term{}}
}

// importKey names a list of imports: environments share them, unchanged.
type importKey struct {
	first *macroenv.Import
	count int
}

// importSum is equal for equal lists, and different for most others: how many modules they are of, the first of these,
// and what comes first of it.
type importSum struct {
	modules             int
	module, name, arity term.Term
}

func sumOfImports(t term.Term) (s importSum) {
	if t.IsCons() && t.Car().IsTupleOf(2) {
		s.module = t.Car().TupleElem(0)
		if names := t.Car().TupleElem(1); names.IsCons() && names.Car().IsTupleOf(2) {
			s.name, s.arity = names.Car().TupleElem(0), names.Car().TupleElem(1)
		}
	}
	for ; t.IsCons(); t = t.Cdr() {
		s.modules++
	}
	return s
}

// find is the term of the table that is equal to t, or None. The compiler's lock is held.
func (tables *importTables) find(t term.Term) term.Term {
	if _, ok := tables.lists[t]; ok {
		return t
	}
	for _, known := range tables.alike[sumOfImports(t)] {
		if term.ExactEqual(known, t) {
			return known
		}
	}
	return term.None
}

// imports builds the list of imported names by module.
func (w *termWriter) imports(list []macroenv.Import) term.Term {
	if len(list) == 0 {
		return term.Nil
	}
	key := importKey{unsafe.SliceData(list), len(list)}
	comp := w.host.Compiler
	comp.mu.Lock()
	defer comp.mu.Unlock()
	tables := &comp.imports
	if t, ok := tables.terms[key]; ok {
		return t
	}
	elems := make([]term.Term, len(list))
	for i, imp := range list {
		names := make([]term.Term, len(imp.Names))
		for j, n := range imp.Names {
			names[j] = w.b.Tuple2(w.atom(n.Name), term.Small(int64(n.Arity)))
		}
		elems[i] = w.b.Tuple2(w.atom(string(imp.Module)), w.b.List(names, term.Nil))
	}
	t := w.b.List(elems, term.Nil)
	if known := tables.find(t); known != term.None {
		return known // and the next list like this one, which has been read, finds it, too
	}
	t, _ = w.b.CopyLiteral(t)
	tables.terms[key] = t
	tables.lists[t] = list
	sum := sumOfImports(t)
	tables.alike[sum] = append(tables.alike[sum], t)
	return t
}

// imports reads imported names.
func (r *envReader) imports(t term.Term) []macroenv.Import {
	if !t.IsCons() {
		return nil
	}
	tables := &r.comp.imports
	r.comp.mu.Lock()
	known := tables.lists[tables.find(t)]
	r.comp.mu.Unlock()
	if known != nil {
		return known
	}
	var out []macroenv.Import
	for ; t.IsCons(); t = t.Cdr() {
		module, list := r.pair(t.Car())
		var names []macroenv.NameArity
		for ; list.IsCons(); list = list.Cdr() {
			name, arity := r.pair(list.Car())
			names = append(names, macroenv.NameArity{Name: r.name(name), Arity: r.small(arity)})
		}
		out = append(out, macroenv.Import{Module: quoted.Atom(r.name(module)), Names: macroenv.SortNames(names)})
	}
	return out
}
