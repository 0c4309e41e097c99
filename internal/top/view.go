package top

import (
	"fmt"
	"time"

	"github.com/gdamore/tcell/v2"

	"joist/internal/observe"
	"joist/internal/term"
)

// The tabs.
const (
	tabProcesses = iota
	tabTree
	tabTables
	tabMemory
	tabOutput
	numTabs
)

// view is the state of the screen. It belongs to the loop.
type view struct {
	options Options
	screen  tcell.Screen
	lens    *observe.Lens // used by the reader only
	found   chan *look
	answers chan answer

	wanted  bool // a reading is due
	forced  bool // even though the view is paused
	reading bool
	paused  bool
	ended   string

	tab        int
	query      observe.Query
	supervised bool // the tree shows supervisors only
	list       list
	selected   term.Term // the process that the cursor is on

	last     *look // what is shown
	lastAt   time.Time
	before   *observe.Stats // the figures of the reading before, for rates
	beforeAt time.Time
	peak     observe.Memory

	dialog  *dialog  // a question at the foot of the screen
	details *details // what is being looked into, or nil
	help    bool
	notice  string // what was done last
	styles  styles
}

// styles are the ways of writing. The terminal's own two colours serve for all text, so that it can be read on any background; the
// three others are used for bars and warnings, and never alone.
type styles struct{ plain, bold, reverse, bar, warning tcell.Style }

func newView(o Options, screen tcell.Screen) *view {
	v := &view{
		options: o, screen: screen, lens: o.Observer.Lens(), found: make(chan *look, 1), answers: make(chan answer, 1),
		wanted: true,
	}
	d := tcell.StyleDefault
	v.styles = styles{
		plain: d, bold: d.Bold(true), reverse: d.Reverse(true),
		bar: d.Foreground(tcell.ColorGreen), warning: d.Foreground(tcell.ColorMaroon).Bold(true),
	}
	if colourless() {
		v.styles.bar, v.styles.warning = d, d.Bold(true)
	}
	return v
}

// take takes over what a reading has found.
func (v *view) take(l *look) {
	if v.last != nil {
		s := v.last.stats
		v.before, v.beforeAt = &s, v.lastAt
	}
	if v.last != nil && l.processes == nil {
		l.processes = v.last.processes
	}
	if v.last != nil && l.tree == nil && v.tab != tabTree {
		l.tree = v.last.tree
	}
	v.last, v.lastAt = l, time.Now()
	v.peak.Total = max(v.peak.Total, l.stats.Memory.Total)
	for k := range v.peak.Kinds {
		v.peak.Kinds[k] = max(v.peak.Kinds[k], l.stats.Memory.Kinds[k])
	}
	v.follow()
	if v.details != nil && !v.paused {
		v.details.ask(v)
	}
}

// follow keeps the cursor on the process that it was on, if that is still in sight.
func (v *view) follow() {
	for i, pid := range v.pids() {
		if pid == v.selected && pid != term.None && i >= v.list.offset && i < v.list.offset+v.list.height {
			v.list.cursor = i
			return
		}
	}
	v.note()
}

// note remembers the process under the cursor.
func (v *view) note() {
	v.selected = term.None
	if pids := v.pids(); v.list.cursor < len(pids) {
		v.selected = pids[v.list.cursor]
	}
}

// pids are the processes of the lines of the present list; None for a line that is none.
func (v *view) pids() []term.Term {
	if v.last == nil {
		return nil
	}
	var out []term.Term
	switch v.tab {
	case tabProcesses:
		if v.last.processes != nil {
			for i := range v.last.processes.Rows {
				out = append(out, v.last.processes.Rows[i].Pid)
			}
		}
	case tabTree:
		for i := range v.last.tree {
			out = append(out, v.last.tree[i].Pid)
		}
	case tabTables:
		for i := range v.last.tables {
			out = append(out, v.last.tables[i].Owner)
		}
	}
	return out
}

// nameOf is what the process under the cursor is called on the screen.
func (v *view) nameOf(pid term.Term) string {
	name := observe.Pid(pid)
	if v.last == nil {
		return name
	}
	if v.last.processes != nil {
		for i := range v.last.processes.Rows {
			if r := &v.last.processes.Rows[i]; r.Pid == pid {
				return name + " " + r.Name
			}
		}
	}
	for i := range v.last.tree {
		if r := &v.last.tree[i]; r.Pid == pid {
			return name + " " + r.Row.Name
		}
	}
	return name
}

// list is a cursor and a window over lines.
type list struct {
	cursor, offset, height, length int
}

// fit brings the cursor and the window inside a list of a length, of which so many lines are seen.
func (l *list) fit(length, height int) {
	l.length, l.height = length, max(height, 1)
	l.cursor = max(0, min(l.cursor, length-1))
	l.offset = max(0, min(l.offset, length-l.height))
	if l.cursor < l.offset {
		l.offset = l.cursor
	}
	if l.cursor >= l.offset+l.height {
		l.offset = l.cursor - l.height + 1
	}
}

// move moves the cursor; it tells whether the key was one for that.
func (l *list) move(key tcell.Key) bool {
	switch key {
	case tcell.KeyUp:
		l.cursor--
	case tcell.KeyDown:
		l.cursor++
	case tcell.KeyPgUp:
		l.cursor -= l.height
	case tcell.KeyPgDn:
		l.cursor += l.height
	case tcell.KeyHome:
		l.cursor = 0
	case tcell.KeyEnd:
		l.cursor = l.length - 1
	default:
		return false
	}
	l.fit(l.length, l.height)
	return true
}

// rate is how much a count has grown in a second since the reading before.
func (v *view) rate(count func(s *observe.Stats) uint64) string {
	if v.before == nil {
		return "-"
	}
	seconds := v.lastAt.Sub(v.beforeAt).Seconds()
	now, then := count(&v.last.stats), count(v.before)
	if seconds <= 0 || now < then {
		return "-"
	}
	return observe.Short(uint64(float64(now-then)/seconds)) + "/s"
}

// duration writes a time as 0:12 or 1:02:03.
func duration(d time.Duration) string {
	s := int(d.Seconds())
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
