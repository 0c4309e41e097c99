package observe

import (
	"fmt"
	"sort"

	"joist/internal/ets"
	"joist/internal/mem"
	"joist/internal/term"
)

// A Table is what is shown of an ETS table.
type Table struct {
	Name    string
	Kind    string
	Access  string
	Objects int
	Memory  int64
	Owner   term.Term
}

// Tables lists the ETS tables, the largest first.
func (o *Observer) Tables() []Table {
	var out []Table
	for _, t := range ets.Of(o.node).Tables() {
		row := Table{
			Kind:    [...]string{"set", "ordered_set", "bag", "duplicate_bag"}[t.Kind&3],
			Access:  [...]string{"protected", "public", "private"}[min(t.Access, 2)],
			Objects: t.Size(), Memory: int64(t.Words()) * mem.WordSize, Owner: t.Owner(),
		}
		if row.Name = "?"; t.Name() != term.None && t.Name().IsAtom() {
			row.Name = o.atom(t.Name())
		}
		if !t.Named {
			row.Name += fmt.Sprintf(" (%d)", t.Number())
		}
		out = append(out, row)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Memory != out[j].Memory {
			return out[i].Memory > out[j].Memory
		}
		return out[i].Name < out[j].Name
	})
	return out
}
