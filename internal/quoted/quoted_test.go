package quoted_test

import (
	"math"
	"math/big"
	"testing"

	"joist/internal/quoted"
)

func TestInspect(t *testing.T) {
	big1, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	meta := quoted.Meta{Line: 2, Column: 5}
	tests := []struct {
		node quoted.Node
		want string
	}{
		{quoted.Atom("foo"), ":foo"},
		{quoted.Atom("foo?"), ":foo?"},
		{quoted.Atom("foo bar"), `:"foo bar"`},
		{quoted.Atom("1a"), `:"1a"`},
		{quoted.Atom(""), `:""`},
		{quoted.Atom("+"), ":+"},
		{quoted.Atom("::"), `:"::"`},
		{quoted.Atom("not in"), `:"not in"`},
		{quoted.Atom("nil"), "nil"},
		{quoted.Atom("Elixir"), "Elixir"},
		{quoted.Atom("Elixir.Foo.Bar"), "Foo.Bar"},
		{quoted.Atom("Elixir.foo"), `:"Elixir.foo"`},
		{quoted.Atom("Foo"), ":Foo"},
		{quoted.Atom("été"), ":été"},
		{quoted.Int(-3), "-3"},
		{big1, "123456789012345678901234567890"},
		{quoted.Float(1), "1.0"},
		{quoted.Float(0.1), "0.1"},
		{quoted.Float(1e15), "1000000000000000.0"},
		{quoted.Float(1e16), "1.0e16"},
		{quoted.Float(1.2e-4), "1.2e-4"},
		{quoted.Float(1e-4), "0.0001"},
		{quoted.Float(-1.5e300), "-1.5e300"},
		{quoted.Float(math.Copysign(0, -1)), "-0.0"},
		{quoted.String("a\"b\n#{c}é"), `"a\"b\n\#{c}é"`},
		{quoted.String("\xff\x01"), "<<255, 1>>"},
		{quoted.String("\x00"), "<<0>>"},
		{quoted.String("a\u200db"), `"a\u200Db"`},
		{quoted.List{}, "[]"},
		{quoted.List{quoted.Int(97)}, "[97]"},
		{quoted.List{&quoted.Pair{Left: quoted.Atom("a"), Right: quoted.Int(1)}}, "[a: 1]"},
		{quoted.List{&quoted.Pair{Left: quoted.Atom("a b"), Right: quoted.Int(1)}}, `["a b": 1]`},
		{quoted.List{&quoted.Pair{Left: quoted.Atom("Elixir.A"), Right: quoted.Int(1)}}, "[{A, 1}]"},
		{quoted.List{&quoted.Pair{Left: quoted.Int(1), Right: quoted.Int(2)}}, "[{1, 2}]"},
		{quoted.Var("x", meta, quoted.Nil), "{:x, [line: 2, column: 5], nil}"},
		{quoted.Var("x", quoted.Meta{Counter: 7}, "Elixir.M"), "{:x, [counter: 7], M}"},
		{quoted.Call("f", quoted.Meta{}), "{:f, [], []}"},
		{quoted.Remote(quoted.Atom("lists"), "map", quoted.Meta{Line: 1}, quoted.Int(1)), "{{:., [line: 1], [:lists, :map]}, [line: 1], [1]}"},
		{quoted.Call("f", meta.With("context", quoted.Atom("Elixir.K")).With("no_parens", quoted.True)),
			"{:f, [no_parens: true, line: 2, column: 5, context: K], []}"},
	}
	for _, test := range tests {
		if got := quoted.Inspect(test.node); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestEqual(t *testing.T) {
	here, there := quoted.Meta{Line: 1}, quoted.Meta{Line: 2}
	tests := []struct {
		a, b         quoted.Node
		equal, shape bool
	}{
		{quoted.Int(1), quoted.Int(1), true, true},
		{quoted.Int(1), quoted.Float(1), false, false},
		{quoted.Float(math.NaN()), quoted.Float(math.NaN()), true, true},
		{quoted.Float(0), quoted.Float(math.Copysign(0, -1)), false, false},
		{big.NewInt(5), big.NewInt(5), true, true},
		{quoted.Atom("a"), quoted.String("a"), false, false},
		{quoted.Var("x", here, quoted.Nil), quoted.Var("x", there, quoted.Nil), false, true},
		{quoted.Var("x", here, quoted.Nil), quoted.Call("x", here), false, false},
		{quoted.Call("f", here, quoted.Int(1)), quoted.Call("f", here, quoted.Int(1)), true, true},
		{quoted.Call("f", here, quoted.Int(1)), quoted.Call("f", here, quoted.Int(2)), false, false},
		{quoted.List{quoted.Int(1)}, quoted.List{quoted.Int(1), quoted.Int(2)}, false, false},
		{&quoted.Opaque{Term: []int{1}}, &quoted.Opaque{Term: []int{1}}, true, true},
	}
	for _, test := range tests {
		if got := quoted.Equal(test.a, test.b); got != test.equal {
			t.Errorf("Equal(%s, %s) = %t", quoted.Inspect(test.a), quoted.Inspect(test.b), got)
		}
		if got := quoted.EqualShape(test.a, test.b); got != test.shape {
			t.Errorf("EqualShape(%s, %s) = %t", quoted.Inspect(test.a), quoted.Inspect(test.b), got)
		}
	}
}

func TestMeta(t *testing.T) {
	m := quoted.Meta{Line: 1}.With("a", quoted.Int(1)).With("b", quoted.Int(2))
	changed := m.With("a", quoted.Int(3))
	if v, _ := m.Get("a"); v != quoted.Node(quoted.Int(1)) {
		t.Errorf("With changed its receiver: a is %v", v)
	}
	if v, _ := changed.Get("a"); v != quoted.Node(quoted.Int(3)) {
		t.Errorf("a is %v, want 3", v)
	}
	if _, ok := changed.Without("a").Get("a"); ok {
		t.Error("Without left the key")
	}
}

func TestHeight(t *testing.T) {
	var n quoted.Node = quoted.Int(1)
	for range 1_000_000 {
		n = quoted.List{n}
	}
	if h := quoted.Height(n, 2_000_000); h != 1_000_001 {
		t.Errorf("height %d", h)
	}
	if h := quoted.Height(n, 100); h != 101 {
		t.Errorf("height %d, want it to stop at 101", h)
	}
}

func TestCopy(t *testing.T) {
	n := quoted.Call("f", quoted.Meta{Line: 1, Extra: []quoted.MetaItem{{Key: "k", Value: quoted.List{quoted.Int(1)}}}}, quoted.Var("x", quoted.Meta{}, quoted.Nil), &quoted.Pair{Left: quoted.Atom("a"), Right: quoted.List{quoted.String("s")}}, quoted.Remote(quoted.Atom("m"), "g", quoted.Meta{}))
	c := quoted.Copy([]quoted.Node{n})
	if !quoted.Equal(c[0], n) {
		t.Errorf("%s is not %s", quoted.Inspect(c[0]), quoted.Inspect(n))
	}
	c[0].(*quoted.Form).Args[0].(*quoted.Form).Head = quoted.Atom("y")
	c[0].(*quoted.Form).Meta.Extra[0].Value.(quoted.List)[0] = quoted.Int(2)
	if v := n.Args[0].(*quoted.Form); v.Head != quoted.Node(quoted.Atom("x")) || n.Meta.Extra[0].Value.(quoted.List)[0] != quoted.Node(quoted.Int(1)) {
		t.Error("the copy shares memory with the original")
	}
}
