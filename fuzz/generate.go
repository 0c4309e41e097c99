package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator makes programs from the grammar. A production is a text in which <kind> stands for an expression of that kind.
// $1, $2, ... are fresh variables, and <kind $1:int $2:str> is an expression that may use them.
type generator struct {
	random *rand.Rand
	fresh  int
	scope  []variable
}

type variable struct{ name, kind string }

func newGenerator(r *rand.Rand) *generator { return &generator{random: r} }

func (g *generator) program() string {
	g.scope, g.fresh = nil, 0
	return g.expand("program", 5)
}

// expand makes an expression of a kind, no deeper than depth.
func (g *generator) expand(kind string, depth int) string {
	if depth > 0 && g.random.IntN(4) == 0 || depth <= 0 && g.random.IntN(2) == 0 {
		if v := g.variable(kind); v != "" {
			return v
		}
	}
	choices := grammar[kind]
	if len(choices) == 0 {
		panic("the grammar has no " + kind)
	}
	if depth <= 0 {
		if leaves := leaves[kind]; len(leaves) > 0 {
			choices = leaves
		}
	}
	return g.fill(choices[g.random.IntN(len(choices))], depth-1)
}

// variable picks a variable of the kind, "" when there is none.
func (g *generator) variable(kind string) string {
	var fit []string
	for _, v := range g.scope {
		if v.kind == kind {
			fit = append(fit, v.name)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return fit[g.random.IntN(len(fit))]
}

// fill replaces what stands for something else in a production.
func (g *generator) fill(production string, depth int) string {
	names := map[byte]string{}
	name := func(digit byte) string {
		if names[digit] == "" {
			g.fresh++
			names[digit] = fmt.Sprintf("v%d", g.fresh)
		}
		return names[digit]
	}
	var out strings.Builder
	for i := 0; i < len(production); i++ {
		switch c := production[i]; {
		case c == '$' && i+1 < len(production) && production[i+1] >= '1' && production[i+1] <= '9':
			out.WriteString(name(production[i+1]))
			i++
		case c == '<' && placeholder(production[i:]) != nil:
			fields := placeholder(production[i:])
			end := i + strings.IndexByte(production[i:], '>')
			kept := len(g.scope)
			for _, f := range fields[1:] {
				g.scope = append(g.scope, variable{name(f[1]), f[3:]})
			}
			out.WriteString(g.expand(fields[0], depth))
			g.scope = g.scope[:kept]
			i = end
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// placeholder gives the words of the <kind ...> that a text begins with, nil when it begins otherwise.
func placeholder(text string) []string {
	end := strings.IndexByte(text, '>')
	if end < 0 {
		return nil
	}
	fields := strings.Fields(text[1:end])
	if len(fields) == 0 || len(grammar[fields[0]]) == 0 || text[1] == ' ' {
		return nil
	}
	return fields
}

// leaves are the productions without any other in them, for where a program must end.
var leaves = func() map[string][]string {
	out := map[string][]string{}
	for kind, productions := range grammar {
		for _, p := range productions {
			final := true
			for i := range p {
				final = final && (p[i] != '<' || placeholder(p[i:]) == nil)
			}
			if final {
				out[kind] = append(out[kind], p)
			}
		}
	}
	return out
}()
