package top

import (
	"strings"

	"joist/internal/observe"
	"joist/internal/term"
)

// details is what is shown of one process.
type details struct {
	pid      term.Term
	name     string
	sections []Section
	err      error
	asked    bool // an answer is on its way
	answered bool
	list     list
}

// answer is what a question about a process has brought.
type answer struct {
	pid      term.Term
	sections []Section
	err      error
}

// lookInto shows the process under the cursor.
func (v *view) lookInto() {
	pid, ok := v.target()
	if !ok || v.details != nil || v.options.Details == nil {
		return
	}
	v.details = &details{pid: pid, name: v.nameOf(pid)}
	v.details.ask(v)
}

// ask asks about the process, unless an answer is on its way. A process that has ended keeps its last answer.
func (d *details) ask(v *view) {
	if d.asked || d.answered && d.sections == nil && d.err == nil {
		return
	}
	d.asked = true
	width, _ := v.screen.Size()
	pid, ask := d.pid, v.options.Details
	go func() {
		sections, err := ask(pid, width)
		v.answers <- answer{pid, sections, err}
	}()
}

func (d *details) answer(a answer) {
	if d == nil || d.pid != a.pid {
		return
	}
	d.asked, d.answered = false, true
	if a.sections == nil && a.err == nil && d.sections != nil {
		d.name += " (ended)"
		d.sections = append([]Section{{Heading: "This process has ended. What follows was true a moment before."}}, d.sections...)
		d.asked = true // never again
		return
	}
	d.sections, d.err = a.sections, a.err
}

func (v *view) drawDetails(y, bottom int) {
	d := v.details
	width, _ := v.screen.Size()
	v.line(y, d.name, v.styles.bold.Underline(true))
	y++
	type line struct {
		text    string
		heading bool
	}
	var lines []line
	switch {
	case d.err != nil:
		lines = append(lines, line{d.err.Error(), true})
	case !d.answered:
		lines = append(lines, line{"Asking ...", false})
	case d.sections == nil:
		lines = append(lines, line{observe.Pid(d.pid) + " has ended.", true})
	}
	for _, s := range d.sections {
		lines = append(lines, line{s.Heading, true})
		for _, text := range s.Lines {
			for _, part := range fold(text, width-2) {
				lines = append(lines, line{"  " + part, false})
			}
		}
	}
	d.list.length, d.list.height = len(lines), bottom-y
	d.list.offset = max(0, min(d.list.offset, d.list.length-d.list.height))
	for i := d.list.offset; i < len(lines) && y < bottom; i++ {
		style := v.styles.plain
		if lines[i].heading {
			style = v.styles.bold
		}
		v.write(0, y, width, lines[i].text, style)
		y++
	}
}

// fold breaks a line that is too wide for the window, at spaces where there are any.
func fold(s string, width int) (parts []string) {
	s = printable(s)
	for width > 4 && clip(s, width) != s {
		head := prefix(s, width)
		cut := len(head)
		if i := strings.LastIndexByte(head, ' '); i > len(head)/2 {
			cut = i + 1
		}
		if cut == 0 {
			break
		}
		parts = append(parts, strings.TrimRight(s[:cut], " "))
		s = s[cut:]
	}
	return append(parts, s)
}
