package ets

import (
	"math/rand/v2"
	"slices"
	"testing"

	"joist/internal/term"
)

// TestSortedAgainstSlice does random insertions and removals on a sorted index and on a sorted slice.
func TestSortedAgainstSlice(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var s sorted
	var model []uintptr
	for step := range 40000 {
		key := uintptr(random.IntN(6000)) + 1
		if step > 30000 {
			key = uintptr(random.IntN(200)) + 1
		}
		p, found := s.search(&keyOrder{key: term.Small(int64(key)), ordered: true})
		at, inModel := slices.BinarySearch(model, key)
		if found != inModel {
			t.Fatalf("step %d: key %d found %v, in the model %v", step, key, found, inModel)
		}
		if !found {
			s.insert(p, entry{term.Small(int64(key)), key})
			model = slices.Insert(model, at, key)
			continue
		}
		if s.remove(p) != key {
			t.Fatalf("step %d: removed another object than %d", step, key)
		}
		model = slices.Delete(model, at, at+1)
		follows := s.at(s.settle(p))
		if want := element(model, at); follows != want {
			t.Fatalf("step %d: %d follows the removed object, want %d", step, follows, want)
		}
	}
	checkOrder(t, &s, model)
}

func element(model []uintptr, i int) uintptr {
	if i < len(model) {
		return model[i]
	}
	return 0
}

func checkOrder(t *testing.T, s *sorted, model []uintptr) {
	t.Helper()
	if s.count != len(model) {
		t.Fatalf("count is %d, want %d", s.count, len(model))
	}
	var forwards, backwards []uintptr
	for p := (position{0, 0}); s.at(p) != 0; p = s.after(p) {
		forwards = append(forwards, s.at(p))
	}
	for p := s.end(); s.at(p) != 0; p = s.before(p) {
		backwards = append(backwards, s.at(p))
	}
	slices.Reverse(backwards)
	if !slices.Equal(forwards, model) || !slices.Equal(backwards, model) {
		t.Fatal("the traversal differs from the model")
	}
}
