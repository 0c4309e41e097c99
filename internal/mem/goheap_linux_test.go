package mem

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
)

// hugeAdvised is how many bytes of this process huge pages have been asked for.
func hugeAdvised(t *testing.T) (bytes int) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	size := 0
	for in := bufio.NewScanner(f); in.Scan(); {
		fmt.Sscanf(in.Text(), "Size: %d kB", &size)
		if flags, ok := strings.CutPrefix(in.Text(), "VmFlags:"); ok && strings.Contains(flags+" ", " hg ") {
			bytes += size << 10
		}
	}
	return bytes
}

func TestHugeGoHeap(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this system has no huge pages: ", err)
	}
	before := hugeAdvised(t)
	HugeGoHeap()
	const want = goHeapAhead - hugePage
	if got := hugeAdvised(t) - before; got < want {
		t.Errorf("huge pages asked for %d more bytes, want %d", got, want)
	}
	// The memory is Go's again.
	var kept [][]byte
	for range 40 {
		b := make([]byte, 1<<20)
		for i := range b {
			b[i] = byte(i)
		}
		kept = append(kept, b)
	}
	for _, b := range kept {
		if b[255] != 255 || b[1<<20-1] != 255 {
			t.Fatal("memory changed")
		}
	}
}
