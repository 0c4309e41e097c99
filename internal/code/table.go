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
	"errors"
	"sync"
	"sync/atomic"

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

// ErrNoMemory is returned when the machine's memory limit is reached.
var ErrNoMemory = errors.New("code: no memory left")

// ErrNotPurged is returned by Install while an older version of the module is still there.
var ErrNotPurged = errors.New("code: not purged")

// Stubs are the addresses of instructions that belong to no module.
type Stubs struct {
	// ApplyMFA calls X0:X1(X2...) and then ends the process: what spawn/3 starts.
	ApplyMFA uintptr
	// ApplyFun calls the fun X0 with the list X1: what spawn/1 starts.
	ApplyFun uintptr
	// ExitNormal is the return point at the bottom of every stack: the process ends normally.
	ExitNormal uintptr
	// CallbackReturn is the return point of a call that a dirty native makes.
	CallbackReturn uintptr
	// Retry is the return point behind loading a module that a call needs.
	Retry uintptr
	// LongArith is where an instruction of arithmetic goes on that took too long for a scheduler.
	LongArith uintptr
}

// Table is the code of one virtual machine.
type Table struct {
	Space *mem.Space
	Atoms *atom.Table
	Stubs Stubs

	// Autoload, when set, is asked to load the code that a call needs: of a module that is not there, or of a
	// function that is missing in its module. It runs where it may block, in a dirty call of the calling process
	// whose context (*proc.Ctx) is ctx, and tells whether the code is there now. The function is term.None
	// when only the module is known. Set before the machine runs.
	Autoload func(ctx any, f MFA) bool

	mu      sync.RWMutex
	exports map[MFA]*Export
	funs    map[funKey]*Fun
	modules map[term.Term]*versions
	natives map[MFA]nativeInfo
	// nativesOf has the natives by module, once somebody has asked for those of one; nil again after a new one.
	nativesOf map[term.Term][]MFA
	chunk     uintptr // rest of the block that entries are cut from
	room      int
	ranges    atomic.Pointer[ranges] // loaded code by address
}

type nativeInfo struct {
	id    NativeID
	flags NativeFlags
}

// NewTable makes the code of a new machine.
func NewTable(space *mem.Space, atoms *atom.Table) (*Table, error) {
	t := &Table{
		Space: space, Atoms: atoms,
		exports: map[MFA]*Export{},
		funs:    map[funKey]*Fun{},
		modules: map[term.Term]*versions{},
		natives: map[MFA]nativeInfo{},
	}
	t.ranges.Store(&ranges{})
	stubs := []struct {
		op Op
		at *uintptr
	}{
		{OpStartMFA, &t.Stubs.ApplyMFA},
		{OpStartFun, &t.Stubs.ApplyFun},
		{OpExitNormal, &t.Stubs.ExitNormal},
		{OpCallbackReturn, &t.Stubs.CallbackReturn},
		{OpRetry, &t.Stubs.Retry},
		{OpLongArith, &t.Stubs.LongArith},
	}
	for _, s := range stubs {
		// Each stands behind a descriptor, as a return point must.
		a := t.alloc(2 * InstrBytes)
		if a == 0 {
			return nil, ErrNoMemory
		}
		mem.Store(a, Head(OpReturnPoint, 0, 0, 0))
		mem.Store(a+8, 0)
		mem.Store(a+InstrBytes, Head(s.op, 0, 0, 0))
		mem.Store(a+InstrBytes+8, 0)
		*s.at = a + InstrBytes
	}
	return t, nil
}

const chunkBytes = 64 << 10

// alloc cuts a piece, whose size is a multiple of 16, from memory that is never given back. It
// returns 0 when there is none. The caller holds the lock.
func (t *Table) alloc(bytes int) uintptr {
	if t.room < bytes {
		a := t.Space.CodeAlloc(chunkBytes)
		if a == 0 {
			return 0
		}
		t.chunk, t.room = a, chunkBytes
	}
	a := t.chunk
	t.chunk += uintptr(bytes)
	t.room -= bytes
	return a
}
