// Package mem is joist's memory: everything a virtual machine's terms, processes, code and tables
// live in is taken from here and not from the Go heap.
//
// A Space is the memory of one VM. It reserves address space in regions, commits them in blocks of
// 2 MiB, with huge pages where they are cheap (see pages.go), and hands out runs of 16 KiB pages. Sizes up to MaxSmall words come
// from size classes, carved from runs called spans; larger ones are runs themselves. What was freed is
// reused before fresh memory is touched, and a span that is free again goes back to the page runs.
//
// A Cache is what a goroutine that runs VM code allocates through. It keeps a magazine per size class
// and exchanges whole batches with the space, so that memory allocated on one goroutine may be freed on
// another. A Cache must not be used by two goroutines at once; a Space may.
//
// Accounting is by kind and exact once the caches are flushed; between flushes a cache may be ahead of
// the books by at most flushAt bytes per kind. The limit bounds what is handed out: an allocation that
// would pass it returns 0, and the caller turns that into an exit signal or an error.
//
// This package has the only raw loads and stores outside native code. An address is a uintptr, 0 is no
// address. Off-heap memory must never hold a pointer into the Go heap: Go's collector does not look.
package mem

// Kind says what memory is used for, for the books.
type Kind uint8

const (
	KindProcess Kind = iota // process control blocks, heaps, fragments, messages
	KindBinary              // reference-counted binaries
	KindCode                // instructions, exports, tables of modules
	KindLiteral             // literal terms
	KindETS                 // tables
	KindSystem              // everything else: ports, timers, queues, the process table
	NumKinds
)

// String names the kind as erlang:memory/1 does.
func (k Kind) String() string {
	return [...]string{"processes", "binary", "code", "literal", "ets", "system", "?"}[min(k, NumKinds)]
}

// Stats are the books of a space.
type Stats struct {
	Used      [NumKinds]int64 // bytes handed out, by kind
	Total     int64           // their sum
	Committed int64           // bytes of blocks taken from the system, literal area included
	Idle      int64           // committed bytes in free page runs
	Trimmable int64           // those of Idle that Space.Trim would give back to the system
	Limit     int64           // 0 when there is none
}
