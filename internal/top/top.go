// Package top is the live view of a runtime: a full screen in the terminal that shows its processes, schedulers, memory and
// tables while they work, as :observer does in a window.
//
// # Model
//
// Everything that is shown comes from package observe, which reads the node from outside: no process is stopped or sent a
// message for the lists. Only looking into one process asks that process. Three kinds of goroutine take part: the
// loop of Run, which alone touches the screen and the state of the view; one that reads the node while the loop goes on
// answering keys; and tcell's, which reads the keys.
//
// The view reads once a second, or as seldom as it takes for reading to cost no more than about a fiftieth of one
// processor: with a million processes that is every five seconds.
package top

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/gdamore/tcell/v2"

	"joist/internal/observe"
	"joist/internal/term"
)

// Options say what a view shows.
type Options struct {
	Observer *observe.Observer
	// Title names the program.
	Title string
	// Details tells all about one process, for a screen of a number of columns; nil sections mean that it has ended.
	Details func(pid term.Term, width int) ([]Section, error)
	// Output is what the program writes; nil when that is not kept.
	Output *Gate
	// Ended yields a line when the program has ended. It may be nil.
	Ended <-chan string
	// Screen is what to draw on; nil is the terminal.
	Screen tcell.Screen
	// Interval is the time between two looks; 0 is a second.
	Interval time.Duration
}

// A Section is a part of what there is to know of a process.
type Section struct {
	Heading string
	Lines   []string
}

// perProcess is how long the view waits at least for each process that there is: some fifty times as long as reading it takes. The
// time that reading took would not do, because on a busy machine most of it is waiting.
const perProcess = 5 * time.Microsecond

// Run shows the view until the person leaves it or ctx is done. interrupted says that it was left with ^C.
func Run(ctx context.Context, o Options) (interrupted bool, err error) {
	screen := o.Screen
	if screen == nil {
		if screen, err = tcell.NewScreen(); err != nil {
			return false, fmt.Errorf("the live view needs a terminal: %w", err)
		}
		if err = screen.Init(); err != nil {
			return false, fmt.Errorf("the live view needs a terminal: %w", err)
		}
		defer screen.Fini()
	}
	if o.Interval == 0 {
		o.Interval = time.Second
	}
	v := newView(o, screen)
	interrupted = v.loop(ctx)
	if v.reading {
		<-v.found // nobody may look at a node that its owner is about to close
	}
	return interrupted, nil
}

// look is what one reading of the node has found.
type look struct {
	stats     observe.Stats
	processes *observe.View
	tree      []observe.Branch
	tables    []observe.Table
}

// loop serves keys, the clock and what the reader finds.
func (v *view) loop(ctx context.Context) (interrupted bool) {
	events, quit := make(chan tcell.Event, 16), make(chan struct{})
	defer close(quit)
	go v.screen.ChannelEvents(events, quit)
	clock := time.NewTimer(0)
	defer clock.Stop()
	ended := v.options.Ended
	for {
		select {
		case <-ctx.Done():
			return false
		case ev, more := <-events:
			if !more {
				return false
			}
			switch v.event(ev) {
			case leave:
				return false
			case interrupt:
				return true
			}
		case text := <-ended:
			ended = nil
			v.ended = text
			v.wanted = true
		case l := <-v.found:
			v.reading = false
			v.take(l)
			clock.Reset(max(v.options.Interval, time.Duration(l.stats.Processes)*perProcess))
		case s := <-v.answers:
			v.details.answer(s)
		case <-clock.C:
			v.wanted = true
		}
		if v.wanted && !v.reading && !(v.paused && v.last != nil && !v.forced) {
			v.read()
		}
		v.draw()
	}
}

// read starts a reading of what the present tab shows.
func (v *view) read() {
	v.wanted, v.forced, v.reading = false, false, true
	query, tab, supervised := v.query, v.tab, v.supervised
	_, height := v.screen.Size()
	query.Most = v.list.offset + height + keepAhead
	go func() {
		v.options.Observer.Refresh()
		l := &look{stats: v.options.Observer.Stats()}
		switch tab {
		case tabTree:
			l.tree = v.lens.Tree(supervised, treeMost)
		case tabTables:
			l.tables = v.options.Observer.Tables()
		case tabProcesses:
			l.processes = v.lens.Look(query)
		}
		v.found <- l
	}()
}

const (
	// keepAhead is how many rows more than the screen shows are read, so that scrolling does not wait.
	keepAhead = 200
	// treeMost is how many lines of the tree are made.
	treeMost = 20_000
)

// colourless tells whether the person wants no colours (https://no-color.org).
func colourless() bool { return os.Getenv("NO_COLOR") != "" }
