package top

import (
	"fmt"
	"strings"

	"github.com/gdamore/tcell/v2"

	"joist/internal/mem"
	"joist/internal/observe"
	"joist/internal/proc"
	"joist/internal/term"
)

// column is a column of a table. Those with a weight share the room that the others leave.
type column struct {
	heading string
	width   int
	weight  int
	right   bool // numbers stand at the right
	start   bool // when there is no room, the end is what is kept
}

// layout gives the columns their widths in a window.
func layout(columns []column, width int) []column {
	fixed, weights := len(columns)-1, 0
	for _, c := range columns {
		fixed += c.width
		weights += c.weight
	}
	if weights == 0 {
		return columns
	}
	room := max(0, width-fixed)
	out := append([]column(nil), columns...)
	for i := range out {
		if w := out[i].weight; w > 0 {
			out[i].width += room * w / weights
		}
	}
	return out
}

// row writes the cells of a row.
func row(columns []column, cells []string) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		switch {
		case c.right:
			parts[i] = padLeft(cells[i], c.width)
		case c.start:
			parts[i] = pad(clipStart(cells[i], c.width), c.width)
		default:
			parts[i] = pad(cells[i], c.width)
		}
	}
	return strings.Join(parts, " ")
}

func headings(columns []column) string {
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.heading
	}
	for i := range columns {
		columns[i].start = false
	}
	return row(columns, cells)
}

// drawTable draws a heading and the rows around the cursor.
func (v *view) drawTable(y, bottom int, columns []column, length int, cells func(i int) ([]string, tcell.Style)) {
	width, _ := v.screen.Size()
	columns = layout(columns, width)
	v.line(y, headings(append([]column(nil), columns...)), v.styles.bold.Underline(true))
	y++
	v.list.fit(length, bottom-y)
	for i := v.list.offset; i < length && y < bottom; i++ {
		texts, style := cells(i)
		if i == v.list.cursor {
			style = v.styles.reverse
		}
		v.line(y, row(columns, texts), style)
		y++
	}
}

// shortStatus is a process's status in five letters.
func shortStatus(s *proc.Sample) string {
	return map[string]string{
		"suspended": "susp", "exiting": "exit", "runnable": "run", "blocking": "block", "hibernates": "hib", "asking": "ask", "waiting": "wait",
	}[observe.Status(s)]
}

func shortPriority(p uint8) string { return [...]string{"max", "high", "norm", "low"}[p&3] }

func (v *view) drawProcesses(y, bottom int) {
	if v.last.processes == nil {
		return
	}
	width, _ := v.screen.Size()
	rows := v.last.processes.Rows
	pidWidth := len("PID")
	for i := v.list.offset; i < min(len(rows), v.list.offset+bottom-y); i++ {
		pidWidth = max(pidWidth, len(observe.Pid(rows[i].Pid)))
	}
	pid, name := column{heading: "PID", width: pidWidth}, column{heading: "NAME OR INITIAL CALL", weight: 1}
	reds, memory := column{heading: "REDS/S", width: 6, right: true}, column{heading: "MEMORY", width: 6, right: true}
	total := v.query.Sort == observe.ByTotal
	if total {
		reds.heading = "REDS"
	}
	messages := column{heading: "MSGS", width: 5, right: true}
	prio, status := column{heading: "PRIO", width: 4}, column{heading: "STAT", width: 5}
	function := column{heading: "CURRENT FUNCTION", weight: 1, start: true}
	var columns []column
	switch {
	case width < 50:
		columns = []column{pid, name, reds, memory}
	case width < 70:
		columns = []column{pid, name, prio, reds, memory, messages}
	default:
		columns = []column{pid, name, prio, status, reds, memory, messages, function}
	}
	v.drawTable(y, bottom, columns, len(rows), func(i int) ([]string, tcell.Style) {
		r := &rows[i]
		style := v.styles.plain
		done := observe.Short(uint64(r.Rate))
		if total {
			done = observe.Short(r.Reductions)
		}
		id, used, queue := observe.Pid(r.Pid), observe.Bytes(int64(r.Memory)), observe.Short(uint64(r.Messages))
		switch len(columns) {
		case 4:
			return []string{id, r.Name, done, used}, style
		case 6:
			return []string{id, r.Name, shortPriority(r.Priority), done, used, queue}, style
		}
		return []string{id, r.Name, shortPriority(r.Priority), shortStatus(&r.Sample), done, used, queue, r.Function}, style
	})
}

// drawTree draws the processes under those that have started them.
func (v *view) drawTree(y, bottom int) {
	width, _ := v.screen.Size()
	branches := v.last.tree
	columns := []column{{heading: "PROCESS", weight: 1}, {heading: "PID", width: 13}, {heading: "MEMORY", width: 6, right: true}}
	if width >= 60 {
		columns = append(columns, column{heading: "MSGS", width: 5, right: true}, column{heading: "CHILDREN", width: 9, right: true})
	}
	if len(branches) == 0 && v.supervised {
		v.write(0, y+1, width, "No supervisor runs.", v.styles.plain)
	}
	v.drawTable(y, bottom, columns, len(branches), func(i int) ([]string, tcell.Style) {
		b := &branches[i]
		if b.More > 0 {
			return []string{indent(b) + "and " + observe.Number(uint64(b.More)) + " more", "", "", "", ""}[:len(columns)], v.styles.plain
		}
		name, style := b.Row.Name, v.styles.plain
		if b.Supervisor {
			name, style = "supervisor "+name, v.styles.bold
		}
		children := ""
		if b.Children > 0 {
			children = observe.Number(uint64(b.Children))
		}
		cells := []string{indent(b) + name, observe.Pid(b.Pid), observe.Bytes(int64(b.Memory)), observe.Short(uint64(b.Messages)), children}
		return cells[:len(columns)], style
	})
}

// indent draws the lines of the tree in front of a branch.
func indent(b *observe.Branch) string {
	var s strings.Builder
	for i, last := range b.Last {
		switch end := i == len(b.Last)-1; {
		case end && last:
			s.WriteString("└ ")
		case end:
			s.WriteString("├ ")
		case last:
			s.WriteString("  ")
		default:
			s.WriteString("│ ")
		}
	}
	return s.String()
}

func (v *view) drawTables(y, bottom int) {
	width, _ := v.screen.Size()
	columns := []column{{heading: "TABLE", weight: 1}, {heading: "OBJECTS", width: 9, right: true}, {heading: "MEMORY", width: 6, right: true}}
	if width >= 60 {
		columns = append(columns, column{heading: "KIND", width: 13}, column{heading: "ACCESS", width: 9}, column{heading: "OWNER", width: 13})
	}
	tables := v.last.tables
	if len(tables) == 0 {
		v.write(0, y+1, width, "There are no ETS tables.", v.styles.plain)
	}
	v.drawTable(y, bottom, columns, len(tables), func(i int) ([]string, tcell.Style) {
		t := &tables[i]
		owner := ""
		if t.Owner != term.None {
			owner = observe.Pid(t.Owner)
		}
		cells := []string{t.Name, observe.Number(uint64(t.Objects)), observe.Bytes(t.Memory), t.Kind, t.Access, owner}
		return cells[:len(columns)], v.styles.plain
	})
}

func (v *view) drawMemory(y, bottom int) {
	width, _ := v.screen.Size()
	m := &v.last.stats.Memory
	columns := layout([]column{{heading: "KIND", width: 12}, {heading: "NOW", width: 7, right: true}, {heading: "PEAK", width: 7, right: true}, {weight: 1}}, width)
	v.line(y, headings(append([]column(nil), columns...)), v.styles.bold.Underline(true))
	y++
	kind := func(name string, now, peak int64) {
		if y < bottom {
			v.line(y, row(columns, []string{name, observe.Bytes(now), observe.Bytes(peak), ""}), v.styles.plain)
			if x := width - columns[3].width; m.Total > 0 && columns[3].width > 4 {
				n := int(float64(columns[3].width-1) * float64(now) / float64(m.Total))
				v.screen.PutStrStyled(x, y, strings.Repeat("|", n), v.styles.bar)
			}
			y++
		}
	}
	for k := range mem.NumKinds {
		kind(k.String(), m.Kinds[k], v.peak.Kinds[k])
	}
	kind("atoms", m.Atoms, m.Atoms)
	kind("all", m.Total, v.peak.Total)
	notes := []string{"", fmt.Sprintf("from the system  %s", observe.Bytes(m.Committed))}
	if m.Limit > 0 {
		notes = append(notes, fmt.Sprintf("limit            %s, %.0f%% of it used", observe.Bytes(m.Limit), 100*float64(m.Total-m.Atoms)/float64(m.Limit)))
	}
	notes = append(notes, fmt.Sprintf("compiled         %d modules in %.2f s", v.last.stats.Compiled.Modules, v.last.stats.Compiled.Time.Seconds()))
	for _, n := range notes {
		if y < bottom {
			v.write(0, y, width, n, v.styles.plain)
			y++
		}
	}
}

// drawOutput draws the last lines that the program has written.
func (v *view) drawOutput(y, bottom int) {
	if v.options.Output == nil {
		return
	}
	width, _ := v.screen.Size()
	lines := v.options.Output.Lines()
	atEnd := v.list.offset >= v.list.length-v.list.height
	v.list.length, v.list.height = len(lines), bottom-y
	if atEnd {
		v.list.offset = max(0, len(lines)-v.list.height)
	}
	if len(lines) == 0 {
		v.write(0, y, width, "The program has written nothing yet.", v.styles.plain)
	}
	for i := v.list.offset; i < len(lines) && y < bottom; i++ {
		style := v.styles.plain
		if lines[i].Error {
			style = v.styles.warning
		}
		v.write(0, y, width, lines[i].Text, style)
		y++
	}
}
