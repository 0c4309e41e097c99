package code

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// Fun is one fun entry: what the fun terms made by one make_fun3 instruction have in common. It lies
// off-heap, its first three words are what package term reads, and lives as long as the table, so that funs outlive their module's code; loading the
// module again, with the fun unchanged, makes them callable again.
type Fun struct {
	Module  term.Term
	Index   uint64
	OldUniq uint64
	// Code is the address of the function, or Stub when its module is not loaded. Its place is FunCode.
	Code uint64
	// Stub is OpFunUnloaded, at a 16-byte boundary.
	Stub    [2]uint64
	Name    term.Term // of the function that the compiler made of the fun
	Arity   uint8     // arguments of a call, without the free variables
	NumFree uint8
}

const funBytes = 64

// FunAt is the entry at a, which is the address of one.
func FunAt(a uintptr) *Fun { return mem.View[Fun](a) }

// FunOfStub is the entry whose stub instruction is at pc.
func FunOfStub(pc uintptr) *Fun { return FunAt(pc - stubOffset) }

// Address is where the entry lies.
func (f *Fun) Address() uintptr { return mem.AddressOf(f) }

func (f *Fun) setCode(a uintptr) { mem.AtomicStore(f.Address()+FunCode, uint64(a)) }

// ExportEntry is the address of the entry for a function, for decoding external terms.
func (t *Table) ExportEntry(module, function term.Term, arity int) uintptr {
	if e := t.Export(MFA{module, function, arity}); e != nil {
		return e.Address()
	}
	return 0
}

// FunEntry is the address of the entry for a fun, for decoding external terms. arity is that of a call.
func (t *Table) FunEntry(module, name term.Term, arity, numFree, index int, uniq uint32) uintptr {
	if f := t.Fun(module, name, arity, numFree, index, uniq); f != nil {
		return f.Address()
	}
	return 0
}

type funKey struct {
	module  term.Term
	index   uint32
	uniq    uint32
	numFree uint8
	arity   uint8
}

// Fun gives the entry for a fun of a module and makes one when there is none; nil means that there
// is no memory left.
func (t *Table) Fun(module, name term.Term, arity, numFree, index int, uniq uint32) *Fun {
	k := funKey{module, uint32(index), uniq, uint8(numFree), uint8(arity)}
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.funs[k]; f != nil {
		if f.Name == term.None {
			f.Name = name
		}
		return f
	}
	a := t.alloc(funBytes)
	if a == 0 {
		return nil
	}
	f := FunAt(a)
	*f = Fun{
		Module: module, Name: name, Arity: uint8(arity), NumFree: uint8(numFree), Index: uint64(index), OldUniq: uint64(uniq),
		Stub: [2]uint64{Head(OpFunUnloaded, uint16(arity), 0, 0), 0},
	}
	f.setCode(a + stubOffset)
	t.funs[k] = f
	return f
}
