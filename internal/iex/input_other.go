//go:build darwin || freebsd || netbsd || openbsd || windows

package iex

import "os"

// pollable has no better file to offer.
func pollable(in *os.File) *os.File { return in }
