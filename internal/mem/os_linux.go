package mem

import "golang.org/x/sys/unix"

func adviseHuge(b []byte) { _ = unix.Madvise(b, unix.MADV_HUGEPAGE) }

// populate has the system back a range of committed memory, which stays as it is.
func populate(a, size uintptr) { _ = unix.Madvise(Bytes(a, int(size)), unix.MADV_POPULATE_WRITE) }
