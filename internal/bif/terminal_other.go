//go:build !unix

package bif

import "os"

// terminalSize is not known here.
func terminalSize(*os.File) (columns, rows int, ok bool) { return 0, 0, false }
