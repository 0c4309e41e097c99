//go:build !linux

package mem

// HugeGoHeap does nothing: only Linux is asked for huge pages.
func HugeGoHeap() {}
