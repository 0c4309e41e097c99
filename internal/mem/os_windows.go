package mem

import "golang.org/x/sys/windows"

const (
	regionBytes  = 64 << 20
	literalBytes = 1 << 30
)

// A reservation is block-aligned address space; raw is what the system gave.
type reservation struct {
	base, size uintptr
	raw        uintptr
}

func reserve(size uintptr) (reservation, error) {
	raw, err := windows.VirtualAlloc(0, size+blockBytes, windows.MEM_RESERVE, windows.PAGE_NOACCESS)
	if err != nil {
		return reservation{}, ErrReserve
	}
	return reservation{base: (raw + blockBytes - 1) &^ (blockBytes - 1), size: size, raw: raw}, nil
}

func (r *reservation) release() {
	if r.raw != 0 {
		_ = windows.VirtualFree(r.raw, 0, windows.MEM_RELEASE)
		*r = reservation{}
	}
}

// commit makes reserved blocks usable.
func commit(a, size uintptr) bool {
	_, err := windows.VirtualAlloc(a, size, windows.MEM_COMMIT, windows.PAGE_READWRITE)
	return err == nil
}

// decommit gives the memory behind a range back; the range stays usable.
func decommit(a, size uintptr) {
	if windows.VirtualFree(a, size, windows.MEM_DECOMMIT) == nil {
		commit(a, size)
	}
}

// populate would have the system back a range of committed memory.
func populate(a, size uintptr) {}

// adviseHuge would ask for huge pages for a range of committed memory.
func adviseHuge(a, size uintptr) {}
