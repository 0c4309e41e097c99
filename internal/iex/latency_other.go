//go:build darwin || freebsd || netbsd || openbsd || windows

package iex

// favourLatency has nothing to ask for.
func favourLatency() {}
