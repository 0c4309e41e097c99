package top

import (
	"fmt"
	"strings"

	"joist/internal/mem"
	"joist/internal/observe"
	"joist/internal/sched"
)

// draw draws the whole screen; tcell sends the terminal what has changed.
func (v *view) draw() {
	v.screen.Clear()
	width, height := v.screen.Size()
	if width < 20 || height < 8 {
		v.write(0, 0, width, "The window is too small.", v.styles.plain)
		v.screen.Show()
		return
	}
	y := v.drawTitle(0)
	if v.last != nil {
		y = v.drawHead(y)
	}
	v.drawFoot(height - 1)
	switch {
	case v.help:
		v.drawHelp(y, height-1)
	case v.details != nil:
		v.drawDetails(y, height-1)
	case v.last == nil:
		v.write(0, y, width, "Reading ...", v.styles.plain)
	default:
		v.drawTab(v.drawTabs(y), height-1)
	}
	v.screen.Show()
}

func (v *view) drawTitle(y int) int {
	width, _ := v.screen.Size()
	right := ""
	if v.last != nil {
		right = "up " + duration(v.last.stats.Uptime)
	}
	if v.paused {
		right = "paused  " + right
	}
	if v.ended != "" {
		right = v.ended
	}
	left := "joist top  " + v.options.Title
	room := width - len(right) - 2
	v.line(y, pad(left, max(room, 0))+"  "+right, v.styles.reverse)
	return y + 1
}

// drawHead draws the figures of the whole node.
func (v *view) drawHead(y int) int {
	_, height := v.screen.Size()
	y = v.drawSchedulers(y)
	s := &v.last.stats
	queue, waiting := [4]int{}, 0
	for i := range s.Schedulers {
		for q, n := range s.Schedulers[i].Queue {
			queue[q] += n
			waiting += n
		}
	}
	sum := func(f func(k *sched.Stats) uint64) func(s *observe.Stats) uint64 {
		return func(s *observe.Stats) (n uint64) {
			for i := range s.Schedulers {
				n += f(&s.Schedulers[i])
			}
			return n
		}
	}
	items := []item{
		{"processes", observe.Number(uint64(s.Processes))},
		{"run queue", runQueue(waiting, queue)},
		{"reductions", v.rate(sum(func(k *sched.Stats) uint64 { return k.Reductions }))},
		{"switches", v.rate(sum(func(k *sched.Stats) uint64 { return k.Switches }))},
		{"collections", v.rate(sum(func(k *sched.Stats) uint64 { return k.Collected.Collections }))},
		{"memory", observe.Bytes(s.Memory.Total)},
	}
	for k := range mem.NumKinds {
		if n := s.Memory.Kinds[k]; n > 0 && (k == mem.KindProcess || k == mem.KindBinary || k == mem.KindETS) {
			items = append(items, item{k.String(), observe.Bytes(n)})
		}
	}
	items = append(items, item{"atoms", observe.Number(uint64(s.Atoms))}, item{"tables", fmt.Sprint(s.Tables)},
		item{"timers", observe.Number(uint64(s.Timers))}, item{"modules", fmt.Sprint(s.Modules)})
	if s.DirtyCalls > 0 {
		items = append(items, item{"blocking calls", fmt.Sprint(s.DirtyCalls)})
	}
	return v.flow(y, min(3, max(1, height/6)), items)
}

// runQueue writes how many processes wait to run; where they wait is told when it is not the usual queue.
func runQueue(waiting int, queue [4]int) string {
	if queue[0]+queue[1] == 0 {
		return observe.Number(uint64(waiting))
	}
	return fmt.Sprintf("%d (max %d, high %d)", waiting, queue[0], queue[1])
}

// drawSchedulers draws how busy each scheduler was since the reading before.
func (v *view) drawSchedulers(y int) int {
	width, _ := v.screen.Size()
	n := len(v.last.stats.Schedulers)
	if n == 0 {
		return y
	}
	perLine := max(1, min(n, width/20))
	if lines := (n + perLine - 1) / perLine; lines > 2 {
		sum, most := 0.0, 0.0
		for i := range n {
			b := v.busy(i)
			sum, most = sum+b, max(most, b)
		}
		label := fmt.Sprintf("%d schedulers", n)
		v.bar(0, y, width-1, label, sum/float64(n), fmt.Sprintf("%.0f%%, busiest %.0f%%", 100*sum/float64(n), 100*most))
		return y + 1
	}
	cell := width / perLine
	for i := range n {
		v.bar(i%perLine*cell, y+i/perLine, cell-1, fmt.Sprint(i+1), v.busy(i), fmt.Sprintf("%.0f%%", 100*v.busy(i)))
	}
	return y + (n+perLine-1)/perLine
}

// busy is the share of the last interval in which a scheduler was not parked.
func (v *view) busy(i int) float64 {
	now := v.last.stats.Schedulers[i]
	active, total := now.Active, now.Total
	if v.before != nil && i < len(v.before.Schedulers) {
		active, total = active-v.before.Schedulers[i].Active, total-v.before.Schedulers[i].Total
	}
	if total <= 0 {
		return 0
	}
	return max(0, min(1, float64(active)/float64(total)))
}

// bar draws "label[||||    text]" in width columns.
func (v *view) bar(x, y, width int, label string, share float64, text string) {
	inner := width - len(label) - 2
	if inner < 4 {
		return
	}
	x = v.write(x, y, width, label+"[", v.styles.plain)
	text = clip(text, inner)
	full := int(share*float64(inner) + 0.5)
	v.screen.PutStrStyled(x, y, strings.Repeat("|", full), v.styles.bar)
	v.screen.PutStrStyled(x+inner-len(text), y, text, v.styles.bold)
	v.screen.PutStrStyled(x+inner, y, "]", v.styles.plain)
}

// tabNames are the names of the tabs, in full and for narrow windows.
func tabNames() [numTabs][2]string {
	return [numTabs][2]string{{"Processes", "Proc"}, {"Tree", "Tree"}, {"Tables", "Tabl"}, {"Memory", "Mem"}, {"Output", "Out"}}
}

func (v *view) drawTabs(y int) int {
	width, _ := v.screen.Size()
	short := 0
	if width < 60 {
		short = 1
	}
	x := 0
	for i, name := range tabNames() {
		style := v.styles.plain
		if i == v.tab {
			style = v.styles.reverse
		}
		x = v.write(x, y, width-x, fmt.Sprintf(" %d %s ", i+1, name[short]), style)
	}
	if p := v.last.processes; v.tab == tabProcesses && p != nil {
		text := "by " + p.Query.Sort.String()
		if p.Query.Reverse {
			text += ", reversed"
		}
		if p.Query.Filter != "" {
			text = fmt.Sprintf("%s of %s have %q, %s", observe.Number(uint64(p.Matching)), observe.Number(uint64(p.Total)), p.Query.Filter, text)
		}
		if room := width - x - 2; room >= 10 {
			v.write(x+2, y, room, text, v.styles.plain)
		}
	}
	return y + 1
}

// drawTab draws what the present tab shows on the lines from y up to bottom.
func (v *view) drawTab(y, bottom int) {
	switch v.tab {
	case tabProcesses:
		v.drawProcesses(y, bottom)
	case tabTree:
		v.drawTree(y, bottom)
	case tabTables:
		v.drawTables(y, bottom)
	case tabMemory:
		v.drawMemory(y, bottom)
	case tabOutput:
		v.drawOutput(y, bottom)
	}
}

// hints are the keys at the foot of the screen, the more important first.
func (v *view) hints() [][2]string {
	if v.details != nil {
		return [][2]string{{"Esc", "Back"}, {"↑↓", "Scroll"}, {"k", "Kill"}, {"P", "Priority"}, {"p", "Pause"}}
	}
	all := [][2]string{{"q", "Leave"}, {"?", "Help"}, {"Enter", "Look into"}, {"k", "Kill"}}
	switch v.tab {
	case tabProcesses:
		return append(all, [][2]string{{"s", "Sort"}, {"/", "Filter"}, {"p", "Pause"}, {"r", "Reverse"}, {"P", "Priority"}}...)
	case tabTree:
		return append(all, [][2]string{{"o", "Only supervised"}, {"p", "Pause"}, {"P", "Priority"}}...)
	case tabTables:
		return [][2]string{{"q", "Leave"}, {"?", "Help"}, {"Enter", "Look into owner"}, {"p", "Pause"}}
	}
	return [][2]string{{"q", "Leave"}, {"?", "Help"}, {"Tab", "Next"}, {"p", "Pause"}}
}

func (v *view) drawFoot(y int) {
	width, _ := v.screen.Size()
	if d := v.dialog; d != nil {
		style := v.styles.bold
		if d.warning {
			style = v.styles.warning
		}
		v.screen.HideCursor()
		if d.text == nil {
			v.write(0, y, width, d.question, style)
			return
		}
		x := v.write(0, y, width, d.question, style)
		x = v.write(x, y, max(1, width-x-1), clipStart(*d.text, width-x-1), v.styles.plain)
		v.screen.ShowCursor(x, y)
		return
	}
	v.screen.HideCursor()
	if v.notice != "" {
		v.write(0, y, width, v.notice, v.styles.bold)
		return
	}
	x := 0
	for _, h := range v.hints() {
		if x+len(h[0])+len(h[1])+2 > width {
			return
		}
		x = v.write(x, y, width-x, h[0], v.styles.reverse)
		x = v.write(x, y, width-x, " "+h[1]+"  ", v.styles.plain)
	}
}

func (v *view) drawHelp(y, bottom int) {
	lines := []string{
		"1-5, Tab    the tabs",
		"arrows, PgUp, PgDn, Home, End",
		"Enter       look into the process",
		"k           kill it, after a question",
		"P           change its priority",
		"s S         sort by the next, the last",
		"r           reverse the order",
		"/           filter: name, function, pid",
		"p, space    pause, and go on",
		"o           in the tree: supervised",
		"^L          draw again",
		"q           leave: the program goes on",
		"^C          end the program",
	}
	width, _ := v.screen.Size()
	for i, l := range lines {
		if y+i < bottom {
			v.write(0, y+i, width, l, v.styles.plain)
		}
	}
}
