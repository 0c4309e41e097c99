//go:build !unix && !windows

package mem

import "unsafe"

// Without virtual memory, regions are slabs of Go memory, which Go does not move; the reservation
// keeps them alive.
const (
	regionBytes  = 8 << 20
	literalBytes = 32 << 20
)

// A reservation is block-aligned address space inside a slab.
type reservation struct {
	base, size uintptr
	slab       []uint64
}

func reserve(size uintptr) (reservation, error) {
	slab := make([]uint64, (size+blockBytes)/WordSize)
	raw := uintptr(unsafe.Pointer(unsafe.SliceData(slab)))
	return reservation{base: (raw + blockBytes - 1) &^ (blockBytes - 1), size: size, slab: slab}, nil
}

func (r *reservation) release() { *r = reservation{} }

func commit(_, _ uintptr) bool { return true }

func decommit(_, _ uintptr) {}

// populate would have the system back a range of committed memory.
func populate(a, size uintptr) {}

// adviseHuge would ask for huge pages for a range of committed memory.
func adviseHuge(a, size uintptr) {}
