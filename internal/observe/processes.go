package observe

import (
	"container/heap"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"joist/internal/proc"
	"joist/internal/term"
)

// A Key is what processes are sorted by.
type Key int

// The keys. All but ByPid and ByName sort the largest first.
const (
	ByReductions Key = iota // in the last interval
	ByMemory
	ByMessages
	ByTotal // reductions since the start
	ByPid
	ByName
	NumKeys
)

// String is what the key is called on the screen.
func (k Key) String() string {
	return [...]string{"reductions/s", "memory", "messages", "reductions", "pid", "name"}[k]
}

// A Query says which processes Look is to give.
type Query struct {
	Sort    Key
	Reverse bool
	// Filter is a piece of a name, of an initial call, of a current function or of a pid; case does not matter.
	Filter string
	// Most is how many rows are wanted.
	Most int
}

// A Row is one process.
type Row struct {
	proc.Sample
	Rate     float64 // reductions a second since the last look
	Name     string  // its registered name, its label, or what it was started with
	Function string  // where it is
}

// A View is the answer to a Query.
type View struct {
	Query    Query
	Rows     []Row
	Total    int           // processes that exist
	Matching int           // processes that the filter lets through
	Interval time.Duration // that rates are about
}

// mark is what a slot's process had done when it was last looked at.
type mark struct{ serial, reds uint32 }

// A Lens remembers what its owner has seen, so as to tell rates. It belongs to one goroutine.
type Lens struct {
	o       *Observer
	marks   []mark // by slot
	taken   time.Time
	calls   map[uint64]string // by module and function
	modules map[term.Term]string
}

// Lens makes a lens.
func (o *Observer) Lens() *Lens {
	return &Lens{o: o, calls: map[uint64]string{}, modules: map[term.Term]string{}}
}

// Look reads all processes and gives those that a query asks for. No terms are built, and names only for the rows that are given
// and, where there is a filter, once for each function that processes were started with.
func (l *Lens) Look(q Query) *View {
	start := time.Now()
	v := &View{Query: q, Interval: start.Sub(l.taken)}
	if l.taken.IsZero() {
		v.Interval = max(time.Since(l.o.node.StartTime()), time.Millisecond)
	}
	l.taken = start
	top := &selection{less: q.less(), most: max(q.Most, 1)}
	filter := l.newFilter(q.Filter)
	seconds := v.Interval.Seconds()
	l.o.node.Samples(func(s *proc.Sample) bool {
		v.Total++
		rate := float64(l.step(s)) / seconds
		if filter == nil || filter.lets(s) {
			v.Matching++
			top.offer(s, rate)
		}
		return true
	})
	v.Rows = top.sorted()
	for i := range v.Rows {
		l.describe(&v.Rows[i])
	}
	if q.Sort == ByName {
		sortByName(v.Rows, q.Reverse)
	}
	return v
}

func sortByName(rows []Row, reverse bool) {
	sort.SliceStable(rows, func(i, j int) bool {
		if reverse {
			i, j = j, i
		}
		return rows[i].Name < rows[j].Name
	})
}

// step is how many reductions a process has done since the last look.
func (l *Lens) step(s *proc.Sample) uint32 {
	slot := int(s.Pid.PidIndex())
	if slot >= len(l.marks) {
		l.marks = slices.Grow(l.marks, slot+1-len(l.marks))[:slot+1]
	}
	m := &l.marks[slot]
	serial, reds := uint32(s.Pid.PidSerial())+1, uint32(s.Reductions) // 0 is the serial of nobody
	done := reds
	if m.serial == serial {
		done = reds - m.reds
	}
	m.serial, m.reds = serial, reds
	return done
}

// describe fills in the texts of a row.
func (l *Lens) describe(r *Row) {
	r.Function = l.functionAt(r.PC, r.State)
	r.Name = l.name(&r.Sample)
}

// name is what a process is called: its registered name, its label, or what it was started with.
func (l *Lens) name(s *proc.Sample) string {
	if s.Name != term.None {
		return l.o.atom(s.Name)
	}
	if label := l.o.label(s); label != nil && label.Text != "" {
		return label.Text
	}
	return l.call(s.Initial)
}

// call writes a function as Elixir does: Enum.map/2, :lists.map/2.
func (l *Lens) call(f proc.MFA) string {
	key := uint64(f.Module.AtomIndex())<<32 | uint64(f.Function.AtomIndex())
	text, ok := l.calls[key]
	if !ok {
		text = l.o.atom(f.Module) + "." + l.o.functionName(f.Function)
		l.calls[key] = text
	}
	return fmt.Sprintf("%s/%d", text, f.Arity)
}

// functionAt is the function that an address lies in.
func (l *Lens) functionAt(pc uintptr, state proc.State) string {
	if state == proc.StateHibernate {
		return ":erlang.hibernate/3"
	}
	if m := l.o.node.Code.ModuleAt(pc); m != nil {
		if f := m.FunctionAt(pc); f != nil {
			return l.call(proc.MFA{Module: m.Name, Function: f.Name, Arity: f.Arity})
		}
	}
	return ""
}

// filter tells which processes are wanted. What it has found out about a function it remembers.
type filter struct {
	l      *Lens
	text   string
	starts map[uint64]bool  // by initial call
	places map[uintptr]bool // by PC
	names  map[term.Term]bool
	// procLib is the atom proc_lib, if there is one yet: processes that it has started are asked for their labels.
	procLib term.Term
}

func (l *Lens) newFilter(text string) *filter {
	if text == "" {
		return nil
	}
	f := &filter{l: l, text: strings.ToLower(text), starts: map[uint64]bool{}, places: map[uintptr]bool{}, names: map[term.Term]bool{}}
	if index, ok := l.o.node.Atoms.Lookup("proc_lib"); ok {
		f.procLib = term.Atom(index)
	}
	return f
}

func (f *filter) matches(s string) bool { return strings.Contains(strings.ToLower(s), f.text) }

func (f *filter) lets(s *proc.Sample) bool {
	if s.Name != term.None && f.remember(s.Name) {
		return true
	}
	key := uint64(s.Initial.Module.AtomIndex())<<32 | uint64(s.Initial.Function.AtomIndex())
	yes, known := f.starts[key]
	if !known {
		yes = f.matches(f.l.call(s.Initial))
		f.starts[key] = yes
	}
	if yes {
		return true
	}
	yes, known = f.places[s.PC]
	if !known {
		yes = f.matches(f.l.functionAt(s.PC, s.State))
		f.places[s.PC] = yes
	}
	if yes {
		return true
	}
	if s.Initial.Module == f.procLib {
		if label := f.l.o.label(s); label != nil && f.matches(label.Text) {
			return true
		}
	}
	return f.text[0] >= '0' && f.text[0] <= '9' && strings.Contains(Pid(s.Pid), f.text)
}

func (f *filter) remember(name term.Term) bool {
	yes, known := f.names[name]
	if !known {
		yes = f.matches(f.l.o.atom(name))
		f.names[name] = yes
	}
	return yes
}

// Pid writes a pid as Elixir does, without #PID.
func Pid(pid term.Term) string { return fmt.Sprintf("<0.%d.%d>", pid.PidIndex(), pid.PidSerial()) }

// candidate is a process that may be among the rows.
type candidate struct {
	proc.Sample
	rate float64
}

// less is the order of the rows: the one that comes first is less.
func (q Query) less() func(a, b *candidate) bool {
	value := func(c *candidate) float64 {
		switch q.Sort {
		case ByReductions:
			return -c.rate
		case ByMemory:
			return -float64(c.Memory)
		case ByMessages:
			return -float64(c.Messages)
		case ByTotal:
			return -float64(c.Reductions)
		case ByName: // those with a registered name first
			if c.Name == term.None {
				return 1
			}
			return 0
		}
		return float64(c.Pid.PidIndex())
	}
	return func(a, b *candidate) bool {
		x, y := value(a), value(b)
		if q.Reverse && q.Sort != ByName {
			x, y = y, x
		}
		return x < y || x == y && a.Pid < b.Pid
	}
}

// selection keeps the first of many candidates: a heap with the last of them on top.
type selection struct {
	less  func(a, b *candidate) bool
	most  int
	items []*candidate
}

func (t *selection) Len() int           { return len(t.items) }
func (t *selection) Less(i, j int) bool { return t.less(t.items[j], t.items[i]) }
func (t *selection) Swap(i, j int)      { t.items[i], t.items[j] = t.items[j], t.items[i] }
func (t *selection) Push(x any)         { t.items = append(t.items, x.(*candidate)) }
func (t *selection) Pop() any {
	last := t.items[len(t.items)-1]
	t.items = t.items[:len(t.items)-1]
	return last
}

func (t *selection) offer(s *proc.Sample, rate float64) {
	c := candidate{*s, rate}
	switch {
	case len(t.items) < t.most:
		kept := c
		heap.Push(t, &kept)
	case t.less(&c, t.items[0]):
		*t.items[0] = c
		heap.Fix(t, 0)
	}
}

func (t *selection) sorted() []Row {
	slices.SortFunc(t.items, func(a, b *candidate) int {
		if t.less(a, b) {
			return -1
		}
		return 1
	})
	rows := make([]Row, len(t.items))
	for i, c := range t.items {
		rows[i] = Row{Sample: c.Sample, Rate: c.rate}
	}
	return rows
}
