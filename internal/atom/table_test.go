package atom

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestWellKnown(t *testing.T) {
	tab := NewTable(0)
	for idx, text := range map[uint32]string{IdxFalse: "false", IdxTrue: "true", IdxOk: "ok", IdxEXIT: "EXIT",
		IdxElixirRuntimeError: "Elixir.RuntimeError", IdxPlusPlus: "++", IdxDefaultArg: `\\`} {
		if got := tab.Name(idx); got != text {
			t.Errorf("Name(%d) = %q, want %q", idx, got, text)
		}
		if got, ok := tab.Lookup(text); !ok || got != idx {
			t.Errorf("Lookup(%q) = %d, %v, want %d", text, got, ok, idx)
		}
	}
}

func TestGeneratedFilesAreFresh(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("SKIPPED: no go command to run the generator with")
	}
	dir := t.TempDir()
	work := filepath.Join(dir, "atom")
	for _, d := range []string{work, filepath.Join(dir, "term")} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	list, err := os.ReadFile("atoms.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(work, "atoms.txt"), list, 0o644); err != nil {
		t.Fatal(err)
	}
	gen := filepath.Join(dir, "gen")
	if out, err := exec.Command("go", "build", "-o", gen, "./_gen").CombinedOutput(); err != nil {
		t.Fatalf("building the generator: %v\n%s", err, out)
	}
	cmd := exec.Command(gen)
	cmd.Dir = work
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("running the generator: %v\n%s", err, out)
	}
	for fresh, here := range map[string]string{
		filepath.Join(work, "atoms_gen.go"):        "atoms_gen.go",
		filepath.Join(dir, "term", "atoms_gen.go"): "../term/atoms_gen.go",
	} {
		want, err := os.ReadFile(fresh)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(here); string(got) != string(want) {
			t.Errorf("%s is stale: run go generate ./internal/atom", here)
		}
	}
}

func TestInternIsStableUnderConcurrency(t *testing.T) {
	tab := NewTable(0)
	const n, workers = 20000, 4
	var wg sync.WaitGroup
	results := make([][]uint32, workers)
	for w := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range n {
				idx, err := tab.Intern(fmt.Sprint("atom", i))
				if err != nil {
					t.Error(err)
					return
				}
				results[w] = append(results[w], idx)
			}
		}()
	}
	wg.Wait()
	for i := range n {
		for w := range workers {
			if results[w][i] != results[0][i] {
				t.Fatalf("atom%d has two indexes", i)
			}
		}
		if got := tab.Name(results[0][i]); got != fmt.Sprint("atom", i) {
			t.Fatalf("Name = %q", got)
		}
	}
	if tab.Count() != WellKnown+n {
		t.Errorf("Count = %d, want %d", tab.Count(), WellKnown+n)
	}
}

func TestLimits(t *testing.T) {
	tab := NewTable(WellKnown + 1)
	if _, err := tab.Intern(strings.Repeat("é", 255)); err != nil {
		t.Errorf("255 characters: %v", err)
	}
	if _, err := tab.Intern(strings.Repeat("x", 256)); err != ErrTooLong {
		t.Errorf("256 characters: %v", err)
	}
	if _, err := tab.Intern("one_more"); err != ErrTableFull {
		t.Errorf("over the limit: %v", err)
	}
	if _, err := tab.Intern("\xff"); err != ErrNotText {
		t.Errorf("not UTF-8: %v", err)
	}
}

func TestCompare(t *testing.T) {
	tab := NewTable(0)
	texts := []string{"", "A", "a", "ab", "abcdefgh", "abcdefgha", "abcdefghb", "b", "é", "日本"}
	for i, x := range texts {
		for j, y := range texts {
			a, _ := tab.Intern(x)
			b, _ := tab.Intern(y)
			if got, want := tab.Compare(a, b), strings.Compare(x, y); got != want {
				t.Errorf("Compare(%q, %q) = %d, want %d (%d, %d)", x, y, got, want, i, j)
			}
		}
	}
}
