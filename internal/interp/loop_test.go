package interp

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"joist/internal/term"
)

// TestLoopMakesNoCalls looks at the machine code of the loop: a call, even one on a path that is rarely
// taken, makes the compiler keep pc, heap top, stack pointer and reductions in memory, which costs a
// third of the speed; so does a helper that has grown too large to be inlined.
func TestLoopMakesNoCalls(t *testing.T) {
	if testing.Short() || runtime.GOARCH != "amd64" {
		t.Skip("SKIPPED: looks at amd64 code, and not with -short")
	}
	out, err := exec.Command("go", "build", "-gcflags=-S", ".").CombinedOutput()
	if err != nil {
		t.Skipf("SKIPPED: the go command does not build here: %v", err)
	}
	code := regexp.MustCompile(`(?s)joist/internal/interp\.run STEXT.*?\njoist/`).FindString(string(out))
	if code == "" {
		t.Fatal("no code of run in what go build -gcflags=-S prints")
	}
	for _, line := range strings.Split(code, "\n") {
		if strings.Contains(line, "\tCALL\t") {
			t.Errorf("a call in the loop: %s", strings.TrimSpace(line))
		}
	}
	before, _, ok := strings.Cut(code, "run.jump")
	if !ok {
		t.Fatal("the switch is no jump table")
	}
	dispatch := strings.Split(before, "\n")
	for _, line := range dispatch[max(0, len(dispatch)-8):] {
		if strings.Contains(line, "(SP)") {
			t.Errorf("every dispatch puts a register on the stack, for the sake of some case: %s", strings.TrimSpace(line))
		}
	}
}

func TestGenerated(t *testing.T) {
	out := filepath.Join(t.TempDir(), "loop.go")
	if msg, err := exec.Command("go", "run", "./_gen", "-to", out).CombinedOutput(); err != nil {
		t.Fatalf("running the generator: %v\n%s", err, msg)
	}
	want, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile("loop_gen.go"); string(got) != string(want) {
		t.Error("loop_gen.go is stale: run go generate ./internal/interp")
	}
}

func TestLoopKnowsTheTerms(t *testing.T) {
	for name, v := range map[string][2]uint64{
		"cons":        {tagCons, term.PrimaryCons},
		"boxed":       {tagBoxed, term.PrimaryBoxed},
		"immediate":   {tagImm, term.PrimaryImm},
		"small shift": {smallShift, term.SmallShift},
		"atom":        {tagAtom, term.TagAtom},
		"fun":         {subFun, uint64(term.SubFun) << 2},
		"export":      {subExport, uint64(term.SubExport) << 2},
		"float":       {subFloat, uint64(term.SubFloat) << 2},
		"map":         {subMap, uint64(term.MapHeader(term.MapFlat, 0, 0))},
		"map kind":    {mapKind, uint64(term.MapHeader(3, 0, 0)) &^ subMap},
		"bignum":      {subBig, uint64(term.SubBigPos) << 2},
		"negative":    {subBig | 4, uint64(term.SubBigNeg) << 2},
		"refc binary": {subRefc, uint64(term.SubRefcBin) << 2},
		"heap binary": {subHeapBin, uint64(term.SubHeapBin) << 2},
		"sub-binary":  {subSubBin, uint64(term.SubSubBin) << 2},
		"reference":   {subRef, uint64(term.SubRef) << 2},
		"context":     {subMatch, uint64(term.SubMatch) << 2},
		"tuple of 2":  {2 << 6, uint64(term.TupleHeader(2))},
		"small":       {uint64(5<<smallShift | term.TagSmall), uint64(term.Small(5))},
	} {
		if v[0] != v[1] {
			t.Errorf("%s: %#x, package term has %#x", name, v[0], v[1])
		}
	}
}
