//go:build unix && !linux

package mem

func adviseHuge([]byte) {}

// populate would have the system back a range of committed memory.
func populate(a, size uintptr) {}
