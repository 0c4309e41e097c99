package observe

import (
	"slices"

	"joist/internal/proc"
	"joist/internal/term"
)

// A Branch is a line of the tree of processes: a process under the one that started it. A supervisor starts its children
// itself, so the tree contains the supervision trees.
type Branch struct {
	Row
	Depth    int
	Last     []bool // by depth: whether the line's ancestor is the last child of its parent
	Children int    // how many processes it has started that are alive
	// More, when it is not 0, makes this the line that says how many more children there are.
	More int
}

// childrenShown is how many children of a process are listed.
const childrenShown = 50

// Tree is the tree of processes, most lines at most. With supervised only supervisors and what is below them are shown.
func (l *Lens) Tree(supervised bool, most int) []Branch {
	t := l.newTree()
	var out []Branch
	var grow func(r *Row, last []bool, within bool)
	grow = func(r *Row, last []bool, within bool) {
		if len(out) >= most {
			return
		}
		within = within || r.Supervisor || !supervised
		b := Branch{Row: *r, Depth: len(last), Last: last, Children: t.counts[r.Pid]}
		if within {
			out = append(out, b)
		}
		children := l.rows(t.children[r.Pid])
		more := b.Children - len(children)
		for i := range children {
			below := slices.Clone(last)
			if within {
				below = append(below, i == len(children)-1 && more <= 0)
			}
			grow(&children[i], below, within)
		}
		if more > 0 && len(children) > 0 && within {
			out = append(out, Branch{Depth: len(last) + 1, Last: append(slices.Clone(last), true), More: more})
		}
	}
	roots := l.rows(t.roots)
	for i := range roots {
		grow(&roots[i], nil, false)
	}
	if n := t.counts[term.None]; n > len(t.roots) && !supervised {
		out = append(out, Branch{More: n - len(t.roots)})
	}
	return out
}

// rows are the processes of a list that are still alive, by name.
func (l *Lens) rows(pids []term.Term) []Row {
	var rows []Row
	for _, pid := range pids {
		if s, ok := l.o.node.SampleOf(pid); ok {
			r := Row{Sample: s}
			l.describe(&r)
			rows = append(rows, r)
		}
	}
	sortByName(rows, false)
	return rows
}

// tree is who has started whom.
type tree struct {
	counts   map[term.Term]int // children that are alive, by parent; None for processes whose parent has ended
	children map[term.Term][]term.Term
	roots    []term.Term
}

// newTree reads the parents of all processes. Of many children it keeps the first and those that have a name or children
// themselves.
func (l *Lens) newTree() *tree {
	t := &tree{counts: map[term.Term]int{}, children: map[term.Term][]term.Term{}}
	node := l.o.node
	alive, last := false, term.None
	parentOf := func(s *proc.Sample) term.Term {
		if s.Parent == term.None {
			return term.None
		}
		if s.Parent != last {
			last, alive = s.Parent, node.Alive(s.Parent)
		}
		if !alive {
			return term.None
		}
		return s.Parent
	}
	node.Samples(func(s *proc.Sample) bool {
		t.counts[parentOf(s)]++
		return true
	})
	node.Samples(func(s *proc.Sample) bool {
		parent := parentOf(s)
		list := t.children[parent]
		if parent == term.None {
			list = t.roots
		}
		if len(list) >= childrenShown && s.Name == term.None && t.counts[s.Pid] == 0 || len(list) >= 10*childrenShown {
			return true
		}
		if list = append(list, s.Pid); parent == term.None {
			t.roots = list
		} else {
			t.children[parent] = list
		}
		return true
	})
	return t
}
