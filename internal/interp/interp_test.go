package interp_test

import (
	"os"
	"testing"

	"joist/internal/heap"
	"joist/internal/proc"
	"joist/internal/term"
)

// Each module exports t/0, a list of names and values; NAME.etf has what a real Erlang made of it (see
// testdata/record.sh).
var modules = []string{"ints", "data", "failing", "funs", "mapping", "bits", "bits_old", "messages"}

func TestModules(t *testing.T) {
	for _, m := range modules {
		t.Run(m, func(t *testing.T) { compareModule(t, m, proc.Config{}) })
	}
}

func TestModulesGCStress(t *testing.T) {
	for _, m := range modules {
		t.Run(m, func(t *testing.T) { compareModule(t, m, proc.Config{GCStress: true}) })
	}
}

func compareModule(t *testing.T, module string, cfg proc.Config) {
	want, err := os.ReadFile("testdata/" + module + ".etf")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, cfg)
	got := w.call(module, "t")
	w.decoded(func(_ *heap.Builder, terms []term.Term) { w.compareCases(terms[0], terms[1]) }, got, want)
}

// compareCases compares {ok, Cases} with the expected cases, one by one.
func (w *world) compareCases(result, want term.Term) {
	if !result.IsTupleOf(2) || result.TupleElem(0) != w.atom("ok") {
		w.Errorf("failed: %s", w.format(result))
		return
	}
	got := result.TupleElem(1)
	for ; want.IsCons(); want = want.Cdr() {
		g, x := got.Car(), want.Car()
		if !term.ExactEqual(g, x) {
			w.Errorf("got  %s\nwant %s", w.format(g), w.format(x))
		}
		got = got.Cdr()
	}
}
