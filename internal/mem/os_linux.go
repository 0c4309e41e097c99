package mem

import "golang.org/x/sys/unix"

// adviseHuge asks for huge pages for a range of committed memory.
func adviseHuge(a, size uintptr) { _ = unix.Madvise(Bytes(a, int(size)), unix.MADV_HUGEPAGE) }

// populate has the system back a range of committed memory, which stays as it is. The range may be one of Go's heap that has no
// objects yet: no slice or pointer may name that, since Go's collector ends the program over one.
func populate(a, size uintptr) {
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, a, size, unix.MADV_POPULATE_WRITE)
}
