package code

import (
	"testing"
	"unsafe"
)

// The places that instructions and package term know.
func TestLayoutOfEntries(t *testing.T) {
	var e Export
	var f Fun
	for name, got := range map[string][2]uintptr{
		"Export.Code":     {unsafe.Offsetof(e.Code), ExportCode},
		"Export.Stub":     {unsafe.Offsetof(e.Stub), stubOffset},
		"Export.Function": {unsafe.Offsetof(e.Function), 8},
		"Export.Arity":    {unsafe.Offsetof(e.Arity), 16},
		"Export":          {unsafe.Sizeof(e), exportBytes},
		"Fun.Code":        {unsafe.Offsetof(f.Code), FunCode},
		"Fun.Stub":        {unsafe.Offsetof(f.Stub), stubOffset},
		"Fun.Index":       {unsafe.Offsetof(f.Index), 8},
		"Fun":             {unsafe.Sizeof(f), funBytes},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is at or has %d, want %d", name, got[0], got[1])
		}
	}
}

func TestCatchTerms(t *testing.T) {
	for _, a := range []uintptr{16, 0x7f00_1234_5670} {
		if w := CatchTerm(a); !IsCatch(w) || CatchAddress(w) != a {
			t.Errorf("catch of %#x is %#x", a, w)
		}
	}
}
