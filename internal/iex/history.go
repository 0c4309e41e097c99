package iex

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// What is typed is kept between sessions in a file that only its owner may read: a line of it for each line that
// was typed, the newest last.
const (
	historyLines = 2000
	historyBytes = 512 << 10
	longestEntry = 4 << 10
)

// historyPath is where the history lies: $XDG_STATE_HOME/joist/iex_history, or "" when there is no place for it.
func historyPath() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if dir == "" && runtime.GOOS == "windows" {
		dir = os.Getenv("LocalAppData")
	}
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "joist", "iex_history")
}

// readHistory reads the entries of a file; when there are too many, the file is written anew with the last of them.
func readHistory(path string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	if len(lines) <= historyLines && len(data) <= historyBytes {
		return lines
	}
	lines = lines[max(0, len(lines)-historyLines/2):]
	size := 0
	for i := len(lines) - 1; i >= 0; i-- {
		if size += len(lines[i]) + 1; size > historyBytes/2 {
			lines = lines[i+1:]
			break
		}
	}
	// Another shell may be writing: it goes on at the end of the old file, whose entries are lost then.
	if f, err := os.CreateTemp(filepath.Dir(path), "iex_history"); err == nil {
		w := bufio.NewWriter(f)
		for _, l := range lines {
			w.WriteString(l + "\n")
		}
		if w.Flush() == nil && f.Close() == nil {
			os.Rename(f.Name(), path)
		}
		os.Remove(f.Name())
	}
	return lines
}

// openHistory opens the file to append to; nil when that cannot be.
func openHistory(path string) *os.File {
	if os.MkdirAll(filepath.Dir(path), 0o700) != nil {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil
	}
	return f
}
