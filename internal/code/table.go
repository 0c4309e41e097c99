// Package code holds the code of one virtual machine: its loaded modules, the export entries
// through which modules call each other, the fun entries that funs point to, and what is needed to
// get from a code address back to module, function, file and line.
//
// Instructions and everything they name lie off-heap at fixed addresses (package mem), so that
// terms, stacks and instructions can hold plain addresses. An export entry is created the first
// time anybody names the function and lives as long as the table: calling is a load of the entry's
// code address and a jump. While the function does not exist the address is that of a stub
// instruction inside the entry itself, which leaves the interpreter to load the module or to raise
// undef; for a native the stub calls the native.
//
// The table is safe for concurrent use. Loading, purging and registering take its lock; running
// code reads entries without one.
package code

import (
	"sync"

	"joist/internal/atom"
	"joist/internal/mem"
	"joist/internal/term"
)

// MFA names a function. Module and Function are atoms.
type MFA struct {
	Module, Function term.Term
	Arity            int
}

// NativeFlags says how a native may be used.
type NativeFlags uint8

const (
	// Guard marks a native without side effects that bif and gc_bif instructions may call: it
	// neither traps nor suspends.
	Guard NativeFlags = 1 << iota
)

// NativeID indexes the node's slice of natives (proc.Node.Natives); code knows no more of them.
type NativeID uint32

// Table is the code of one virtual machine.
type Table struct {
	Space *mem.Space
	Atoms *atom.Table

	mu      sync.RWMutex
	exports map[MFA]*Export
	modules map[term.Term]*Module
	natives map[MFA]nativeInfo
}

type nativeInfo struct {
	id    NativeID
	flags NativeFlags
}
