package code

import (
	"joist/internal/mem"
	"joist/internal/term"
)

// Export is one export entry. It lies off-heap; instructions, export funs and the table hold its
// address. Everything but Code is written under the table's lock; Code is read without. The first
// three words are what package term reads.
type Export struct {
	Module   term.Term
	Function term.Term
	Arity    uint64
	// Code is the address that calls jump to: the function, or Stub. Its place is ExportCode.
	Code uint64
	// Stub is the instruction of NativeOp or OpUndefined; at a 16-byte boundary.
	Stub [2]uint64
	// IsNative says that Native is set.
	IsNative bool
	Flags    NativeFlags
	Native   NativeID
	// Fun is the export fun of this function as a literal, or 0 when none was made yet.
	Fun term.Term
}

// ExportCode and FunCode are the offsets of the code address in an export and in a fun entry.
const (
	ExportCode = 24
	FunCode    = 24
)

const (
	exportBytes = 64
	stubOffset  = 32
)

// MFA names the function.
func (e *Export) MFA() MFA { return MFA{e.Module, e.Function, int(e.Arity)} }

// Address is where the entry lies.
func (e *Export) Address() uintptr { return mem.AddressOf(e) }

// Loaded tells whether the function exists as code or as native.
func (e *Export) Loaded() bool { return e.IsNative || e.HasCode() || applies(e) != OpInvalid }

// HasCode tells whether the entry leads to loaded code.
func (e *Export) HasCode() bool {
	return uintptr(mem.AtomicLoad(e.Address()+ExportCode)) != e.Address()+stubOffset
}

// Applies tells whether this is erlang:apply/2 or /3, which the interpreter does.
func (e *Export) Applies() bool { return applies(e) != OpInvalid }

// ExportAt is the entry at a, which is the address of one.
func ExportAt(a uintptr) *Export { return mem.View[Export](a) }

// ExportOfStub is the entry whose stub instruction is at pc.
func ExportOfStub(pc uintptr) *Export { return ExportAt(pc - stubOffset) }

func (e *Export) setCode(a uintptr) { mem.AtomicStore(e.Address()+ExportCode, uint64(a)) }

// setStub points the entry at its own stub.
func (e *Export) setStub() {
	if op := applies(e); op != OpInvalid {
		e.Stub = [2]uint64{Head(op, uint16(e.Arity), 0, 0), 0}
	} else if e.IsNative {
		e.Stub = [2]uint64{Head(NativeOp(e.MFA()), uint16(e.Arity), 0, 0), uint64(e.Native)}
	} else {
		e.Stub = [2]uint64{Head(OpUndefined, uint16(e.Arity), 0, 0), 0}
	}
	e.setCode(e.Address() + stubOffset)
}

// applies is the instruction for erlang:apply/2 and /3, which the interpreter itself does.
func applies(e *Export) Op {
	switch {
	case e.Module != term.AtomErlang || e.Function != term.AtomApply:
	case e.Arity == 2:
		return OpApplyFun
	case e.Arity == 3:
		return OpApplyMFA
	}
	return OpInvalid
}

// Export gives the entry for a function and makes one when there is none. It returns nil when there
// is no memory left.
func (t *Table) Export(f MFA) *Export {
	t.mu.RLock()
	e := t.exports[f]
	t.mu.RUnlock()
	if e != nil {
		return e
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.export(f)
}

func (t *Table) export(f MFA) *Export {
	if e := t.exports[f]; e != nil {
		return e
	}
	a := t.alloc(exportBytes)
	if a == 0 {
		return nil
	}
	e := ExportAt(a)
	*e = Export{Module: f.Module, Function: f.Function, Arity: uint64(f.Arity)}
	if n, ok := t.natives[f]; ok {
		e.IsNative, e.Native, e.Flags = true, n.id, n.flags
	}
	e.setStub()
	t.exports[f] = e
	return e
}

// Lookup gives the entry of a function that exists, or nil.
func (t *Table) Lookup(f MFA) *Export {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if e := t.exports[f]; e != nil && e.Loaded() {
		return e
	}
	return nil
}

// Exists tells whether a function is there, or will be when it is called.
func (t *Table) Exists(f MFA) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if e := t.exports[f]; e != nil && e.Loaded() {
		return true
	}
	if _, ok := t.natives[f]; ok {
		return true
	}
	return t.missing(f)
}

// RegisterNative makes a native known under a name. Code that a module brings for the same name wins,
// except where it only says that a native is expected (it calls erlang:nif_error).
func (t *Table) RegisterNative(f MFA, id NativeID, flags NativeFlags) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.natives[f] = nativeInfo{id, flags}
	t.nativesOf = nil
	if e := t.exports[f]; e != nil {
		stubbed := !e.HasCode()
		e.IsNative, e.Native, e.Flags = true, id, flags
		if stubbed {
			e.setStub()
		}
	}
}

// Native gives the native registered under a name.
func (t *Table) Native(f MFA) (NativeID, NativeFlags, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	n, ok := t.natives[f]
	return n.id, n.flags, ok
}

// Exports calls visit for every entry, of functions that exist and of those that are only named.
func (t *Table) Exports(visit func(e *Export)) {
	t.mu.RLock()
	all := make([]*Export, 0, len(t.exports))
	for _, e := range t.exports {
		all = append(all, e)
	}
	t.mu.RUnlock()
	for _, e := range all {
		visit(e)
	}
}

// NativeName is the name of a native.
func (t *Table) NativeName(id NativeID) MFA {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for f, n := range t.natives {
		if n.id == id {
			return f
		}
	}
	return MFA{}
}

// Natives calls visit for each native of a module.
func (t *Table) Natives(module term.Term, visit func(f MFA)) {
	t.mu.Lock()
	if t.nativesOf == nil {
		t.nativesOf = map[term.Term][]MFA{}
		for f := range t.natives {
			t.nativesOf[f.Module] = append(t.nativesOf[f.Module], f)
		}
	}
	all := t.nativesOf[module]
	t.mu.Unlock()
	for _, f := range all {
		visit(f)
	}
}

// Undefined calls visit for each function that code names and that does not exist at present.
func (t *Table) Undefined(visit func(f MFA)) {
	t.mu.RLock()
	var all []MFA
	for f, e := range t.exports {
		if !e.Loaded() && !t.missing(f) {
			all = append(all, f)
		}
	}
	t.mu.RUnlock()
	for _, f := range all {
		visit(f)
	}
}
