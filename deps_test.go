package joist_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers lists every package of the module with the packages of the module that it may import.
// An entry may name "frontend", "vm" or "leaves", the groups below. Imports point downwards only:
// the front-end never sees the VM, the VM never sees the front-end, and they meet in beam and elixir.
var groups = map[string][]string{
	"leaves":   {"slab", "diag", "mem", "atom", "opcode", "beam", "regex"},
	"frontend": {"tokenizer", "quoted", "parser", "macroenv", "expand", "core", "codegen"},
	"vm":       {"term", "heap", "maps", "etf", "code", "loader", "timer", "proc", "sched", "arith", "ets", "bif", "interp"},
}

// order is the rank of the packages inside each group: a package imports only what stands before it.
var order = map[string][]string{
	"leaves":   {"slab", "diag", "mem", "atom", "opcode", "beam", "regex"},
	"frontend": {"quoted", "tokenizer", "parser", "macroenv", "expand", "core", "codegen"},
	"vm":       {"term", "heap", "maps", "arith", "etf", "code", "loader", "timer", "proc", "sched", "ets", "bif", "interp"},
}

func groupOf(pkg string) string {
	for name, members := range groups {
		if slices.Contains(members, pkg) {
			return name
		}
	}
	return ""
}

func allowed(from, to string) bool {
	gf, gt := groupOf(from), groupOf(to)
	if gf == "" { // vm (the wiring), elixir, iex, testing and the root compose everything
		return true
	}
	if gt == "leaves" && gf != "leaves" {
		return true
	}
	return gf == gt && slices.Index(order[gf], to) < slices.Index(order[gf], from)
}

// TestImportGraph holds the layering: see the groups above.
func TestImportGraph(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	const prefix = "joist/internal/"
	seen := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		from, ok := strings.CutPrefix(fields[0], prefix)
		if !ok {
			continue
		}
		seen++
		for _, imp := range fields[1:] {
			to, ok := strings.CutPrefix(imp, prefix)
			if ok && !allowed(strings.Split(from, "/")[0], strings.Split(to, "/")[0]) && !strings.HasPrefix(to, strings.Split(from, "/")[0]) {
				t.Errorf("internal/%s imports internal/%s, which is not below it", from, to)
			}
			if imp == "joist" && groupOf(from) != "" {
				t.Errorf("internal/%s imports the root package", from)
			}
			if imp == "C" {
				t.Errorf("internal/%s uses cgo", from)
			}
		}
	}
	if seen < 10 {
		t.Fatalf("only %d internal packages found; go list printed:\n%s", seen, out)
	}
}
