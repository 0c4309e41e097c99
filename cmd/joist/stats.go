package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"joist"
	"joist/internal/mem"
	"joist/internal/observe"
)

const statsAbout = `--stats prints, on the standard error when the program has ended:

  run time       since the runtime was made, and how much of the schedulers' time they were not parked
  scheduler N    time not parked, reductions done, slices given to processes (switches)
  processes      started in all; most alive at a time; alive at the end
  collections    of processes' heaps by schedulers: all, major ones; words that were garbage; words left in heaps
  memory         by kind at the end and at most; "from the system" is what was asked of it, in use or not
  atoms          known atoms and the memory of their texts, which lies in Go's heap
  timers         at the end and at most
  run queue      most processes that waited to run at a time
  modules        loaded; how many of them were compiled, of what files of the library; time while compiling

What was at most is what was seen by looking every 10 ms. Messages are not counted: that would cost each of them.`

// watchStats has the peaks looked for while a program runs; the function that it returns prints everything.
func watchStats(o *observe.Observer) (report func(w io.Writer)) {
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		o.Watch(stop)
	}()
	return func(w io.Writer) {
		close(stop)
		<-done
		s, peaks := o.Stats(), o.Peaks()
		io.WriteString(w, statsReport(&s, &peaks, o.Spawned()))
	}
}

// statsThen runs a program and prints its figures after it, when they are asked for.
func statsThen(rt *joist.Runtime, s *settings, w io.Writer, program func() int) int {
	if !s.stats {
		return program()
	}
	report := watchStats(rt.Observer())
	defer report(w)
	return program()
}

// statsReport is the text of --stats.
func statsReport(s *observe.Stats, peaks *observe.Peaks, spawned uint64) string {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-15s%s\n", name, fmt.Sprintf(format, args...))
	}
	b.WriteString("\n")
	var active, total int64
	collections, majors, reclaimed, kept := uint64(0), uint64(0), uint64(0), uint64(0)
	for i := range s.Schedulers {
		k := &s.Schedulers[i]
		active, total = active+k.Active, total+k.Total
		collections, majors = collections+k.Collected.Collections, majors+k.Collected.Majors
		reclaimed, kept = reclaimed+k.Collected.Reclaimed, kept+k.Collected.Kept
	}
	line("run time", "%s, %d schedulers active %s of it", seconds(s.Uptime), len(s.Schedulers), percent(active, total))
	for i := range s.Schedulers {
		k := &s.Schedulers[i]
		line(fmt.Sprintf("scheduler %d", i+1), "active %s, %s reductions, %s switches",
			percent(k.Active, k.Total), observe.Number(k.Reductions), observe.Number(k.Switches))
	}
	line("processes", "%s started, %s at most, %s at the end",
		observe.Number(spawned), observe.Number(uint64(peaks.Processes)), observe.Number(uint64(s.Processes)))
	line("collections", "%s, %s major; %s words garbage, %s left", observe.Number(collections), observe.Number(majors),
		observe.Number(reclaimed), observe.Number(kept))
	line("memory", "%s at the end, %s at most, %s from the system", observe.Bytes(s.Memory.Total), observe.Bytes(peaks.Total),
		observe.Bytes(s.Memory.Committed))
	for k := range mem.NumKinds {
		line("  "+k.String(), "%s, %s at most", observe.Bytes(s.Memory.Kinds[k]), observe.Bytes(peaks.Kinds[k]))
	}
	line("atoms", "%s, %s", observe.Number(uint64(s.Atoms)), observe.Bytes(s.Memory.Atoms))
	line("tables", "%d", s.Tables)
	line("timers", "%s, %s at most", observe.Number(uint64(s.Timers)), observe.Number(uint64(peaks.Timers)))
	line("run queue", "%s at most", observe.Number(uint64(peaks.RunQueue)))
	line("modules", "%d loaded; %d compiled, of %d files of the library, in %s", s.Modules, s.Compiled.Modules,
		s.Compiled.Library, seconds(s.Compiled.Time))
	return b.String()
}

func percent(part, whole int64) string {
	if whole <= 0 {
		return "0 %"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}

func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}
