package joist_test

import (
	"bytes"
	"context"
	"regexp"
	"testing"

	"joist"
	"joist/lib"
)

var moduleName = regexp.MustCompile(`(?m)^(?:defmodule|defprotocol) (:?[\w.]+)(?:,)? do|^defimpl ([\w.]+), for: ([\w.]+) do`)

// TestLibraryLoads compiles and loads every module of the library.
func TestLibraryLoads(t *testing.T) {
	var errs bytes.Buffer
	rt, err := joist.New(joist.Config{Stdout: &errs, Stderr: &errs})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	for _, path := range lib.Files() {
		src, _ := lib.Read(path)
		m := moduleName.FindSubmatch(src)
		if m == nil {
			t.Errorf("lib/%s: no module found", path)
			continue
		}
		name := string(m[1])
		if name == "" {
			name = string(m[2]) + "." + string(m[3])
		}
		t.Run(path, func(t *testing.T) {
			errs.Reset()
			v, err := rt.Call(context.Background(), ":code", "ensure_loaded", joist.Module{Name: name}.Atom())
			if err != nil {
				t.Fatal(err)
			}
			if r, ok := v.(joist.Tuple); !ok || r[0] != joist.Atom("module") {
				t.Errorf("%v\n%s", v, errs.String())
			} else if errs.Len() > 0 {
				t.Errorf("warnings:\n%s", errs.String())
			}
		})
	}
}
