package lib_test

import (
	"slices"
	"strings"
	"testing"

	"joist/internal/parser"
	"joist/internal/quoted"
	"joist/lib"
)

// TestCode checks that what Code leaves out of a source is whole attributes that only tell about the module, all of them, and that the
// rest stands where it stood.
func TestCode(t *testing.T) {
	told := []string{"doc", "moduledoc", "typedoc", "spec", "type", "typep", "opaque"}
	for _, path := range lib.Files() {
		src, _ := lib.Read(path)
		whole, code := parse(t, path, string(src)), parse(t, path, lib.Code(src))
		if !strings.HasPrefix(string(src), "defprotocol ") {
			whole = without(whole, told)
		}
		if a, b := quoted.Inspect(whole), quoted.Inspect(code); a != b {
			at := 0
			for at < min(len(a), len(b)) && a[at] == b[at] {
				at++
			}
			t.Errorf("%s: another program without its documentation at\n%.300s\nit is\n%.300s", path, a[max(0, at-50):], b[max(0, at-50):])
		}
	}
}

func parse(t *testing.T, path, src string) quoted.Node {
	node, _, bad := new(parser.Parser).Parse(src, parser.Options{File: path, Columns: true})
	if bad != nil {
		t.Fatalf("%s: %s", path, bad.Message)
	}
	return node
}

// without is the module without those of its attributes.
func without(module quoted.Node, names []string) quoted.Node {
	do := body(module)
	if do == nil {
		return module
	}
	block := do.Right.(*quoted.Form)
	block.Args = slices.DeleteFunc(block.Args, func(n quoted.Node) bool {
		at, ok := n.(*quoted.Form)
		if !ok || at.Head != quoted.Node(quoted.Atom("@")) || len(at.Args) != 1 {
			return false
		}
		a, ok := at.Args[0].(*quoted.Form)
		if !ok {
			return false
		}
		name, ok := a.Head.(quoted.Atom)
		return ok && slices.Contains(names, string(name))
	})
	if len(block.Args) == 1 {
		do.Right = block.Args[0]
	}
	return module
}

// body is the do of a module whose body is a block.
func body(module quoted.Node) *quoted.Pair {
	call, ok := module.(*quoted.Form)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	options, ok := call.Args[len(call.Args)-1].(quoted.List)
	if !ok || len(options) == 0 {
		return nil
	}
	do, ok := options[0].(*quoted.Pair)
	if !ok {
		return nil
	}
	if block, ok := do.Right.(*quoted.Form); ok && block.Head == quoted.Node(quoted.Atom("__block__")) {
		return do
	}
	return nil
}
