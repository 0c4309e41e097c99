package macroenv

import (
	"testing"

	"joist/internal/quoted"
)

func TestVars(t *testing.T) {
	var v *Var
	v = &Var{Name: "x", Context: quoted.Nil, Version: 1, Prev: v}
	v = &Var{Name: "y", Context: quoted.Nil, Version: 2, Prev: v}
	v = &Var{Name: "x", Context: quoted.Nil, Version: 3, Prev: v}
	v = &Var{Name: "x", Context: "Elixir.M", Counter: 7, Version: 4, Prev: v}
	for _, c := range []struct {
		name    string
		context quoted.Atom
		counter int64
		want    int32
	}{
		{"x", quoted.Nil, 0, 3},
		{"y", quoted.Nil, 0, 2},
		{"x", "Elixir.M", 0, 0},
		{"x", "Elixir.Other", 7, 4}, // a counter takes the place of the context
	} {
		got := int32(0)
		if f := v.Find(c.name, c.context, c.counter); f != nil {
			got = f.Version
		}
		if got != c.want {
			t.Errorf("Find(%s, %s, %d) is version %d, want %d", c.name, c.context, c.counter, got, c.want)
		}
	}
	var versions []int32
	for _, f := range v.All() {
		versions = append(versions, f.Version)
	}
	if len(versions) != 3 || versions[0] != 2 || versions[1] != 3 || versions[2] != 4 {
		t.Errorf("All gives versions %v, want 2, 3, 4", versions)
	}
}

func TestNames(t *testing.T) {
	s := SortNames([]NameArity{{"b", 1}, {"a", 2}, {"a", 1}, {"b", 1}, {"aa", 0}})
	if len(s) != 4 {
		t.Fatalf("SortNames keeps %v", s)
	}
	for _, n := range s {
		if !s.Has(n.Name, n.Arity) {
			t.Errorf("%v is lost", n)
		}
	}
	if s.Has("a", 3) || s.Has("ab", 1) || s.Has("", 0) {
		t.Error("Has finds what is not there")
	}
	if !s.HasName("aa") || s.HasName("c") {
		t.Error("HasName is wrong")
	}
}

// TestDirectives checks that environments share nothing that changes and that unused directives are
// told.
func TestDirectives(t *testing.T) {
	base := &Env{File: "f.ex", Lexical: &Lexical{}}
	meta := quoted.Meta{Line: 3, Column: 5}
	one := base.AddAlias("Elixir.B", "Elixir.A.B", meta, true)
	two := one.AddAlias("Elixir.B", "Elixir.C.B", meta, true)
	if len(base.Aliases) != 0 || one.Aliases[0].Target != "Elixir.A.B" || len(two.Aliases) != 1 || two.Aliases[0].Target != "Elixir.C.B" {
		t.Errorf("aliases: %v, %v, %v", base.Aliases, one.Aliases, two.Aliases)
	}
	two.Aliases[0].Use()

	names := Names{{"f", 1}, {"g", 2}}
	imp := two.SetImports("Elixir.M", names, nil, meta, true, true)
	imp.Functions[0].Use("f", 1)
	quiet := imp.SetImports("Elixir.N", names, nil, meta, false, false)
	if len(imp.Functions) != 1 || len(quiet.Functions) != 2 || quiet.Functions[0].Module != "Elixir.N" {
		t.Errorf("imports: %v, %v", imp.Functions, quiet.Functions)
	}
	if gone := quiet.SetImports("Elixir.M", nil, nil, meta, false, false); len(gone.Functions) != 1 {
		t.Errorf("an empty import leaves %v", gone.Functions)
	}

	// The second alias of the same name was used, which excuses the first.
	unused := base.Lexical.Unused()
	if len(unused) != 1 || unused[0].Kind != "import function" || unused[0].Name != names[1] {
		t.Errorf("unused: %+v", unused)
	}
	if r := base.AddRequire("Elixir.M"); !r.Required("Elixir.M") || base.Required("Elixir.M") || r.AddRequire("Elixir.M") != r {
		t.Error("AddRequire changed the wrong environment")
	}
}
