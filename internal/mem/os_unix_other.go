//go:build unix && !linux

package mem

// adviseHuge would ask for huge pages for a range of committed memory.
func adviseHuge(a, size uintptr) {}

// populate would have the system back a range of committed memory.
func populate(a, size uintptr) {}
