//go:build unix

package bif

import (
	"io/fs"
	"reflect"
	"syscall"
)

// systemInfo reads the details that Unix systems keep of a file.
func systemInfo(info fs.FileInfo) fileDetails {
	stat, ok := info.Sys().(*syscall.Stat_t)
	modified := info.ModTime().Unix()
	if !ok {
		return fileDetails{accessed: modified, changed: modified, links: 1}
	}
	return fileDetails{
		accessed: statTime(stat, "Atim", modified), changed: statTime(stat, "Ctim", modified),
		links: int64(stat.Nlink), device: int64(stat.Dev), inode: int64(stat.Ino),
		uid: int64(stat.Uid), gid: int64(stat.Gid),
	}
}

// statTime reads a time, whose field has another name on Darwin than on Linux.
func statTime(stat *syscall.Stat_t, field string, otherwise int64) int64 {
	v := reflect.ValueOf(stat).Elem()
	for _, name := range []string{field, field + "espec"} {
		if f := v.FieldByName(name); f.IsValid() {
			return f.FieldByName("Sec").Int()
		}
	}
	return otherwise
}
