package expand

import (
	"testing"

	"joist/internal/macroenv"
	"joist/internal/parser"
	"joist/internal/quoted"
)

// macroHost is a staticHost with the module M, whose macros return what the test says, as quote in M
// would make it: its own variables have the context M.
func macroHost(t *testing.T, macros map[string]func(args []node) node) *staticHost {
	h := newStaticHost(t)
	var names []macroenv.NameArity
	for name, f := range macros {
		f := f
		names = append(names, macroenv.NameArity{Name: name, Arity: 1})
		h.macros["Elixir.M."+name] = func(_ *macroenv.Env, args []node) node { return f(args) }
	}
	h.modules["Elixir.M"] = &Module{Name: "Elixir.M", Info: ModuleInfo{Name: "Elixir.M", Elixir: true, Macros: macroenv.SortNames(names)}}
	return h
}

func expandWith(t *testing.T, h *staticHost, src string) string {
	n, _, d := parser.Parse([]byte(src), parser.Options{})
	if d != nil {
		t.Fatal(d)
	}
	out, _, err := h.x.ExpandExpr(NewEnv("x.ex"), n)
	if err != nil {
		return "error: " + err.Error()
	}
	return quoted.Inspect(stripped(out))
}

// TestMacroHygiene calls macros whose code uses variables, imports and aliases.
func TestMacroHygiene(t *testing.T) {
	own := func(name string) node { return quoted.Var(name, quoted.Meta{}, "Elixir.M") }
	none := quoted.Meta{}
	alias := func(to atom) node {
		return &form{Head: atom("__aliases__"), Meta: none.With("alias", to), Args: []node{atom("S")}}
	}
	h := macroHost(t, map[string]func([]node) node{
		"bind": func(args []node) node {
			return block(none, call(none, "=", own("x"), args[0]), own("x"))
		},
		"leak": func(args []node) node {
			return call(none, "=", kernel(none, "var!", quoted.Var("x", none, "Elixir.M")), args[0])
		},
		"imported": func(args []node) node {
			meta := none.With("context", atom("Elixir.M")).With("imports", quoted.List{pair(quoted.Int(1), atom("Elixir.List"))})
			return &form{Head: atom("first"), Meta: meta, Args: args}
		},
		"aliased": func(args []node) node {
			return remote(none, alias("Elixir.String"), "upcase", args[0])
		},
	})
	for _, c := range []struct{ src, want string }{
		{"require M; x = 1; M.bind(2); x",
			`{:__block__, [], [M, {:=, [], [{:x@0, [], nil}, 1]}, {:__block__, [], [{:=, [], [{:x@1, [], nil}, 2]}, {:x@1, [], nil}]}, {:x@0, [], nil}]}`},
		{"import M; x = 1; leak(2); x",
			`{:__block__, [], [M, {:=, [], [{:x@0, [], nil}, 1]}, {:=, [], [{:x@1, [], nil}, 2]}, {:x@1, [], nil}]}`},
		{"import M; imported([1])", `{:__block__, [], [M, {{:., [], [List, :first]}, [], [[1]]}]}`},
		{"require M; alias Foo, as: S; {S, M.aliased(1)}", `{:__block__, [], [M, Foo, {Foo, {{:., [], [String, :upcase]}, [], [1]}}]}`},
	} {
		if got := expandWith(t, h, c.src); got != c.want {
			t.Errorf("%s\n got: %s\nwant: %s", c.src, got, c.want)
		}
	}
}
