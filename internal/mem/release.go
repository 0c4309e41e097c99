//go:build !amd64

package mem

// StoreRelease32 writes the 32-bit value at a after everything that was written before: what unlocking needs.
func StoreRelease32(a uintptr, v uint32) { AtomicStore32(a, v) }
