package mem

import "golang.org/x/sys/unix"

// adviseHuge asks for huge pages for a range of committed memory.
func adviseHuge(a, size uintptr) { _ = unix.Madvise(Bytes(a, int(size)), unix.MADV_HUGEPAGE) }

// populate has the system back a range of committed memory, which stays as it is.
func populate(a, size uintptr) { _ = unix.Madvise(Bytes(a, int(size)), unix.MADV_POPULATE_WRITE) }
