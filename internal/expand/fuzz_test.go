package expand

import (
	"fmt"
	"math/rand"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"joist/internal/parser"
	"joist/internal/quoted"
)

// fuzzSeeds are the sources of the golden files.
func fuzzSeeds(t testing.TB) []string {
	var out []string
	for _, name := range []string{"expansion", "diagnostics"} {
		text, err := os.ReadFile("testdata/" + name + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		if name == "diagnostics" {
			for _, chunk := range strings.Split(string(text), "---\n") {
				src, _, _ := strings.Cut(chunk, ">>>\n")
				out = append(out, src)
			}
			continue
		}
		for _, l := range strings.Split(string(text), "\n") {
			if len(l) > 2 && (l[:2] == "> " || l[:2] == "! ") {
				out = append(out, l[2:])
			}
		}
	}
	return out
}

// FuzzExpand expands any source that parses: it must give code or an error, and never panic.
func FuzzExpand(f *testing.F) {
	for _, s := range fuzzSeeds(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		newStaticHost(t).file("fuzz.ex", src)
	})
}

// TestMutatedCode expands trees as no source gives them but a macro may return: pieces of programs
// put together at random. No tree may make the expander panic.
func TestMutatedCode(t *testing.T) {
	var trees []node
	for _, s := range fuzzSeeds(t) {
		if n, _, d := parser.Parse([]byte(s), parser.Options{Columns: true}); d == nil {
			trees = append(trees, n)
		}
	}
	rounds := 20000
	if testing.Short() {
		rounds = 2000
	}
	h := newStaticHost(t)
	for i := range rounds {
		m := mutator{rand.New(rand.NewSource(int64(i))), trees}
		n := m.mutate(trees[m.r.Intn(len(trees))], 0)
		if text := expandQuietly(h, n); text != "" {
			t.Fatalf("round %d: %s\n%s", i, text, quoted.Inspect(n))
		}
		h.builders = map[atom]*Builder{}
	}
}

func expandQuietly(h *staticHost, n node) (fault string) {
	defer func() {
		if r := recover(); r != nil {
			fault = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	h.reports = nil
	out, _, err := h.x.ExpandFile(NewEnv("m.ex"), n)
	if err == nil {
		h.run(out, h.deferred)
	}
	return ""
}

type mutator struct {
	r     *rand.Rand
	trees []node
}

// piece is a random subtree of a random program.
func (m mutator) piece() node {
	n := m.trees[m.r.Intn(len(m.trees))]
	for m.r.Intn(4) != 0 {
		kids := children(n)
		if len(kids) == 0 {
			break
		}
		n = kids[m.r.Intn(len(kids))]
	}
	return n
}

func children(n node) []node {
	switch n := n.(type) {
	case *form:
		return append([]node{n.Head}, n.Args...)
	case *quoted.Pair:
		return []node{n.Left, n.Right}
	case quoted.List:
		return n
	}
	return nil
}

func (m mutator) mutate(n node, depth int) node {
	if m.r.Intn(12) == 0 || depth > 40 {
		switch m.r.Intn(8) {
		case 0:
			return quoted.List{}
		case 1:
			return &form{Head: m.piece(), Args: []node{m.piece()}}
		case 2:
			return &quoted.Opaque{Term: 1}
		case 3:
			return quoted.Nil
		}
		return m.piece()
	}
	switch n := n.(type) {
	case *form:
		c := *n
		if m.r.Intn(20) == 0 {
			c.Head = m.mutate(n.Head, depth+1)
			if _, ok := c.Head.(atom); !ok {
				c.IsVar = false
			}
		} else if h, ok := n.Head.(*form); ok {
			c.Head = m.mutate(h, depth+1)
		}
		c.Args = m.list(n.Args, depth)
		return &c
	case *quoted.Pair:
		return pair(m.mutate(n.Left, depth+1), m.mutate(n.Right, depth+1))
	case quoted.List:
		return quoted.List(m.list(n, depth))
	}
	return n
}

func (m mutator) list(l []node, depth int) []node {
	var out []node
	for _, a := range l {
		switch m.r.Intn(25) {
		case 0:
		case 1:
			out = append(out, m.mutate(a, depth+1), m.piece())
		default:
			out = append(out, m.mutate(a, depth+1))
		}
	}
	return out
}
