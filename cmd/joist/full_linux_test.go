package main

import (
	"os"
	"strings"
	"testing"
)

// TestOutputThatCannotBeWritten has a program write to a device that is full: that is told, and is a failure.
func TestOutputThatCannotBeWritten(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("SKIPPED: the system has no /dev/full, a device that refuses every write:", err)
	}
	defer full.Close()
	for _, code := range []string{`IO.puts("x")`, `IO.puts("x"); System.halt(0)`} {
		var told strings.Builder
		status := run([]string{"eval", code}, streams{in: strings.NewReader(""), out: full, err: &told})
		if status != statusFailed || !strings.Contains(told.String(), "no space left") {
			t.Errorf("%s: status %d, told %q", code, status, told.String())
		}
	}
}
