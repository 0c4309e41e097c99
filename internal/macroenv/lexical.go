package macroenv

import (
	"slices"
	"sort"

	"joist/internal/quoted"
)

// Lexical notes the aliases and imports of one file and which of them were used, for the warnings
// about the others. It belongs to the goroutine that compiles the file.
type Lexical struct {
	directives []*directive
}

type directive struct {
	unused Unused
	warn   bool
	used   bool
	names  map[NameArity]bool // names used of an import with :only
}

// Unused is one directive that did nothing.
type Unused struct {
	// Kind is "alias", "import" or "import function". Module is the alias's name, or what was imported.
	Kind         string
	Module       quoted.Atom
	Name         NameArity // import function: the one that was not used
	File         string
	Line, Column int32
	only         Names
}

// Unused lists the directives nothing used, the aliases first and those of a kind by their names. Of several directives for one
// name the last stands for all, and one that was used excuses the others.
func (l *Lexical) Unused() []Unused {
	if l == nil {
		return nil
	}
	type key struct {
		kind   string
		module quoted.Atom
	}
	last := map[key]*directive{}
	for _, d := range l.directives {
		k := key{d.unused.Kind, d.unused.Module}
		if before := last[k]; before == nil || !before.used || d.used {
			last[k] = d
		}
	}
	var out []Unused
	for _, d := range l.directives {
		switch {
		case !d.warn, last[key{d.unused.Kind, d.unused.Module}] != d:
		case !d.used:
			out = append(out, d.unused)
		default:
			for _, n := range d.unused.only {
				if !d.names[n] {
					u := d.unused
					u.Kind, u.Name = "import function", n
					out = append(out, u)
				}
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].Kind == "alias", out[j].Kind == "alias"
		return a && !b || a == b && out[i].Module < out[j].Module
	})
	return out
}

func (l *Lexical) add(kind string, module quoted.Atom, file string, meta quoted.Meta, warn bool) *directive {
	if l == nil {
		return nil
	}
	d := &directive{warn: warn, unused: Unused{Kind: kind, Module: module, File: file, Line: meta.Line, Column: meta.Column}}
	l.directives = append(l.directives, d)
	return d
}

// Use notes that the alias was used.
func (a Alias) Use() {
	if a.use != nil {
		a.use.used = true
	}
}

// Use notes that name/arity of the import was used.
func (i Import) Use(name string, arity int) {
	d := i.use
	if d == nil {
		return
	}
	d.used = true
	if d.unused.only != nil {
		if d.names == nil {
			d.names = map[NameArity]bool{}
		}
		d.names[NameArity{name, arity}] = true
	}
}

// AddAlias returns e with name standing for target. warn asks for a warning when it is never used.
func (e *Env) AddAlias(name, target quoted.Atom, meta quoted.Meta, warn bool) *Env {
	n := *e
	added := Alias{Name: name, Target: target, use: e.Lexical.add("alias", name, e.File, meta, warn)}
	n.Aliases = append(make([]Alias, 0, len(e.Aliases)+1), e.Aliases...)
	if at := slices.IndexFunc(n.Aliases, func(a Alias) bool { return a.Name == name }); at >= 0 {
		n.Aliases[at] = added
	} else {
		n.Aliases = append(n.Aliases, added)
	}

	return &n
}

// RemoveAlias returns e without the alias name.
func (e *Env) RemoveAlias(name quoted.Atom) *Env {
	n := *e
	n.Aliases = nil
	for _, a := range e.Aliases {
		if a.Name != name {
			n.Aliases = append(n.Aliases, a)
		}
	}
	return &n
}

// AddMacroAlias returns e with name standing for target in code quoted by the expansion counter.
func (e *Env) AddMacroAlias(name, target quoted.Atom, counter int64) *Env {
	n := *e
	n.MacroAliases = append([]MacroAlias{{name, counter, target}}, e.MacroAliases...)
	return &n
}

// AddRequire returns e with module required.
func (e *Env) AddRequire(module quoted.Atom) *Env {
	if e.Required(module) {
		return e
	}
	n := *e
	at := sort.Search(len(e.Requires), func(i int) bool { return e.Requires[i] >= module })
	n.Requires = slices.Insert(slices.Clone(e.Requires), at, module)
	return &n
}

// SetImports returns e with exactly these functions and macros imported from module (nil: none).
// only tells that the names were picked by :only with a list, so that each unused one is told.
func (e *Env) SetImports(module quoted.Atom, functions, macros Names, meta quoted.Meta, warn, only bool) *Env {
	n := *e
	use := e.Lexical.add("import", module, e.File, meta, warn && len(functions)+len(macros) > 0)
	if use != nil && only {
		use.unused.only = append(append(Names{}, functions...), macros...)
	}
	n.Functions = setImport(e.Functions, module, functions, use)
	n.Macros = setImport(e.Macros, module, macros, use)
	return &n
}

func setImport(list []Import, module quoted.Atom, names Names, use *directive) []Import {
	out := make([]Import, 0, len(list)+1)
	if len(names) > 0 {
		out = append(out, Import{module, names, use})
	}
	for _, i := range list {
		if i.Module != module {
			out = append(out, i)
		}
	}
	return out
}

// ImportedFrom returns what is imported from module.
func ImportedFrom(list []Import, module quoted.Atom) Names {
	for _, i := range list {
		if i.Module == module {
			return i.Names
		}
	}
	return nil
}
