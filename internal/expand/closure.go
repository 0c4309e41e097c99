package expand

import "joist/internal/macroenv"

// Closure lists the definitions that the exported functions of these names need: themselves and what they call in the
// module, in the order of Definitions.
func (m *Module) Closure(exports []macroenv.NameArity) []*Definition {
	byName := make(map[macroenv.NameArity]*Definition, len(m.Definitions))
	wanted := make(map[macroenv.NameArity]bool, len(exports))
	for _, e := range exports {
		wanted[e] = true
	}
	var work []*Definition
	for _, d := range m.Definitions {
		byName[macroenv.NameArity{Name: d.Name, Arity: d.Arity}] = d
		if name, arity := d.ExportName(); wanted[macroenv.NameArity{Name: name, Arity: arity}] {
			work = append(work, d)
		}
	}
	reached := map[*Definition]bool{}
	for _, d := range work {
		reached[d] = true
	}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		for _, c := range d.locals.calls {
			if t := byName[c.NameArity]; t != nil && !reached[t] {
				reached[t] = true
				work = append(work, t)
			}
		}
	}
	out := make([]*Definition, 0, len(reached))
	for _, d := range m.Definitions {
		if reached[d] {
			out = append(out, d)
		}
	}
	return out
}

// Exports are the names and arities under which code exports the module's public definitions.
func (m *Module) Exports() []macroenv.NameArity {
	var out []macroenv.NameArity
	for _, d := range m.Definitions {
		if !d.Kind.IsPrivate() {
			name, arity := d.ExportName()
			out = append(out, macroenv.NameArity{Name: name, Arity: arity})
		}
	}
	return out
}
