//go:build unix

package mem

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	regionBytes  = 64 << 20
	literalBytes = 1 << 30
)

// A reservation is block-aligned address space; raw is what the system gave.
type reservation struct {
	base, size uintptr
	raw        unsafe.Pointer
	rawSize    uintptr
}

func reserve(size uintptr) (reservation, error) {
	raw := size + blockBytes
	p, err := unix.MmapPtr(-1, 0, nil, raw, unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return reservation{}, ErrReserve
	}
	base := (uintptr(p) + blockBytes - 1) &^ (blockBytes - 1)
	return reservation{base: base, size: size, raw: p, rawSize: raw}, nil
}

func (r *reservation) release() {
	if r.raw != nil {
		_ = unix.MunmapPtr(r.raw, r.rawSize)
		*r = reservation{}
	}
}

// commit makes reserved blocks usable.
func commit(a, size uintptr) bool {
	return unix.Mprotect(Bytes(a, int(size)), unix.PROT_READ|unix.PROT_WRITE) == nil
}

// decommit gives the memory behind a range back; the range stays usable.
func decommit(a, size uintptr) { _ = unix.Madvise(Bytes(a, int(size)), unix.MADV_DONTNEED) }
