package top

import (
	"unicode"

	"github.com/gdamore/tcell/v2"

	"joist/internal/observe"
	"joist/internal/proc"
	"joist/internal/term"
)

// A verdict says what a key means for the loop.
type verdict int

const (
	stay verdict = iota
	leave
	interrupt
)

// dialog is a question at the foot of the screen: one that a key answers, or one for a line of text.
type dialog struct {
	question string
	warning  bool
	// key acts on a key and tells whether the dialog is done.
	key func(ev *tcell.EventKey) bool
	// text is what has been typed, for a line of text.
	text *string
}

// event acts on an event of the terminal.
func (v *view) event(ev tcell.Event) verdict {
	switch ev := ev.(type) {
	case *tcell.EventResize:
		v.screen.Sync()
	case *tcell.EventKey:
		return v.key(ev)
	}
	return stay
}

func (v *view) key(ev *tcell.EventKey) verdict {
	switch {
	case ev.Key() == tcell.KeyCtrlC:
		return interrupt
	case ev.Key() == tcell.KeyCtrlL:
		v.screen.Sync()
		return stay
	case v.dialog != nil:
		if v.dialog.key(ev) {
			v.dialog = nil
		}
		return stay
	case v.help:
		v.help = false
		return stay
	}
	v.notice = ""
	back := ev.Key() == tcell.KeyEscape || ev.Key() == tcell.KeyBackspace || ev.Key() == tcell.KeyBackspace2
	if v.details != nil {
		if back || ev.Key() == tcell.KeyRune && ev.Rune() == 'q' || ev.Key() == tcell.KeyLeft {
			v.details = nil
			return stay
		}
		if v.details.list.scroll(ev.Key()) {
			return stay
		}
	} else if v.tab == tabOutput && v.list.scroll(ev.Key()) || v.tab != tabOutput && v.list.move(ev.Key()) {
		v.note()
		if v.list.offset+2*v.list.height > v.list.length {
			v.refresh() // there may be more rows than were read
		}
		return stay
	}
	switch ev.Key() {
	case tcell.KeyEnter, tcell.KeyRight:
		v.lookInto()
	case tcell.KeyTab:
		v.show((v.tab + 1) % numTabs)
	case tcell.KeyBacktab:
		v.show((v.tab + numTabs - 1) % numTabs)
	case tcell.KeyRune:
		return v.letter(ev.Rune())
	}
	return stay
}

func (v *view) letter(r rune) verdict {
	switch r {
	case 'q':
		return leave
	case '1', '2', '3', '4', '5':
		v.show(int(r - '1'))
	case 's', '>':
		v.sortBy((v.query.Sort + 1) % observe.NumKeys)
	case 'S', '<':
		v.sortBy((v.query.Sort + observe.NumKeys - 1) % observe.NumKeys)
	case 'r':
		v.query.Reverse = !v.query.Reverse
		v.refresh()
	case '/':
		v.askFilter()
	case 'p', ' ':
		v.paused = !v.paused
		v.wanted = true
	case 'o':
		v.supervised = !v.supervised
		v.refresh()
	case 'k':
		v.askKill()
	case 'P':
		v.askPriority()
	case '?', 'h':
		v.help = true
	}
	return stay
}

// show shows a tab.
func (v *view) show(tab int) {
	if tab == tabOutput && v.options.Output == nil {
		v.notice = "What the program writes is not kept here."
		return
	}
	v.tab, v.list, v.details, v.selected = tab, list{}, nil, term.None
	v.refresh()
}

// refresh has the node read again at once, for what is shown depends on what was asked.
func (v *view) refresh() { v.wanted, v.forced = true, true }

func (v *view) sortBy(key observe.Key) {
	v.query.Sort, v.query.Reverse = key, false
	v.list.cursor, v.list.offset = 0, 0
	v.selected = term.None
	v.refresh()
}

// target is the process that a command is about.
func (v *view) target() (pid term.Term, ok bool) {
	if v.details != nil {
		return v.details.pid, true
	}
	pids := v.pids()
	if v.list.cursor >= len(pids) || pids[v.list.cursor] == term.None {
		return term.None, false
	}
	return pids[v.list.cursor], true
}

func (v *view) askKill() {
	pid, ok := v.target()
	if !ok {
		return
	}
	name := v.nameOf(pid)
	v.dialog = &dialog{question: "Kill (y/n)? " + name, warning: true, key: func(ev *tcell.EventKey) bool {
		if ev.Key() == tcell.KeyRune && (ev.Rune() == 'y' || ev.Rune() == 'Y') {
			v.options.Observer.Kill(pid)
			v.notice = "Killed " + name
			v.refresh()
		}
		return true
	}}
}

func (v *view) askPriority() {
	pid, ok := v.target()
	if !ok {
		return
	}
	name := v.nameOf(pid)
	v.dialog = &dialog{question: "Priority (l)ow (n)ormal (h)igh (m)ax: " + name, key: func(ev *tcell.EventKey) bool {
		priorities := map[rune]uint8{'l': proc.PrioLow, 'n': proc.PrioNormal, 'h': proc.PrioHigh, 'm': proc.PrioMax}
		if p, ok := priorities[ev.Rune()]; ok && ev.Key() == tcell.KeyRune {
			v.options.Observer.SetPriority(pid, p)
			v.notice = "Priority " + observe.Priority(p) + ": " + name
			v.refresh()
		}
		return true
	}}
}

func (v *view) askFilter() {
	if v.tab != tabProcesses {
		v.show(tabProcesses)
	}
	text := v.query.Filter
	v.dialog = &dialog{question: "Filter: ", text: &text, key: func(ev *tcell.EventKey) bool {
		done := false
		switch ev.Key() {
		case tcell.KeyEscape:
			text, done = "", true
		case tcell.KeyEnter:
			done = true
		case tcell.KeyBackspace, tcell.KeyBackspace2:
			if runes := []rune(text); len(runes) > 0 {
				text = string(runes[:len(runes)-1])
			}
		case tcell.KeyCtrlU:
			text = ""
		case tcell.KeyRune:
			if unicode.IsPrint(ev.Rune()) {
				text += string(ev.Rune())
			}
		}
		v.query.Filter = text
		v.list.cursor, v.list.offset = 0, 0
		v.refresh()
		return done
	}}
}

// scroll moves the window without a cursor.
func (l *list) scroll(key tcell.Key) bool {
	switch key {
	case tcell.KeyUp:
		l.offset--
	case tcell.KeyDown:
		l.offset++
	case tcell.KeyPgUp:
		l.offset -= l.height
	case tcell.KeyPgDn:
		l.offset += l.height
	case tcell.KeyHome:
		l.offset = 0
	case tcell.KeyEnd:
		l.offset = l.length
	default:
		return false
	}
	l.offset = max(0, min(l.offset, l.length-l.height))
	l.cursor = l.offset
	return true
}
