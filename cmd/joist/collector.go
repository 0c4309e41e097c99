package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Go's heap holds little but the compiler's data, most of which is garbage soon. By itself Go collects it after every
// 4 MiB at first: a third of the time that a small script takes went into that. So at least headroom may be allocated
// between two collections, and as much as is alive where that is more.
const (
	headroom   = 64 << 20
	minPercent = 100
	maxPercent = headroom / (4 << 20) * 100 // Go's smallest heap is 4 MiB at 100 percent
)

// tuneCollector sets Go's collector up, unless GOGC does.
func tuneCollector() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(maxPercent)
	afterCollection(maxPercent)
}

// afterCollection waits for the next collection, adjusts the percentage to what is alive then, and waits again.
func afterCollection(percent int) {
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		next := percentFor(live[0].Value.Uint64())
		if next < percent*4/5 || next > percent*5/4 {
			debug.SetGCPercent(next)
			percent = next
		}
		afterCollection(percent)
	})
}

// percentFor is the percentage that lets headroom be allocated beside live bytes.
func percentFor(live uint64) int {
	if live == 0 {
		return maxPercent
	}
	return int(min(max(headroom*100/live, minPercent), maxPercent))
}
