//go:build !unix

package bif

import "io/fs"

// systemInfo knows only what every system tells.
func systemInfo(info fs.FileInfo) fileDetails {
	modified := info.ModTime().Unix()
	return fileDetails{accessed: modified, changed: modified, links: 1}
}
