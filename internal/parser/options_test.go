package parser_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"joist/internal/parser"
	"joist/internal/quoted"
)

func mustParse(t *testing.T, src string, opts parser.Options) quoted.Node {
	t.Helper()
	node, _, err := parser.Parse([]byte(src), opts)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return node
}

// wrap encodes a literal as {:lit, meta, [literal]}.
func wrap(literal quoted.Node, meta quoted.Meta) (quoted.Node, error) {
	return &quoted.Form{Head: quoted.Atom("lit"), Meta: meta, Args: []quoted.Node{literal}}, nil
}

func TestOptions(t *testing.T) {
	encodeAtom := func(text string, meta quoted.Meta) (quoted.Node, error) {
		return &quoted.Form{Head: quoted.Atom("name"), Args: []quoted.Node{quoted.String(text), quoted.Int(meta.Column)}}, nil
	}
	tests := []struct {
		name, source, want string
		opts               parser.Options
	}{
		{"no columns", "a + b", "{:+, [line: 1], [{:a, [line: 1], nil}, {:b, [line: 1], nil}]}", parser.Options{}},
		{"position", "a\nb", "{:__block__, [], [{:a, [line: 7, column: 5], nil}, {:b, [line: 8, column: 5], nil}]}",
			parser.Options{Line: 7, Column: 5, Columns: true}},
		{"escapes kept", `"a\n\"b#{c}\t"`,
			`{:<<>>, [line: 1], ["a\\n\"b", {:"::", [line: 1], [{{:., [line: 1], [Kernel, :to_string]}, ` +
				`[from_interpolation: true, line: 1], [{:c, [line: 1], nil}]}, {:binary, [line: 1], nil}]}, "\\t"]}`,
			parser.Options{KeepEscapes: true}},
		{"literals", `{:a, [1, "b"], nil}`,
			`{:{}, [line: 1], [{:lit, [line: 1], [:a]}, {:lit, [line: 1], [[{:lit, [line: 1], [1]}, {:lit, [line: 1], ["b"]}]]}, {:lit, [line: 1], [nil]}]}`,
			parser.Options{LiteralEncoder: wrap}},
		{"literals with metadata", "[0x1F, k: ?a, l: :nil]",
			`{:lit, [closing: [line: 1, column: 22], line: 1, column: 1], [[{:lit, [token: "0x1F", line: 1, column: 2], [31]}, ` +
				`{{:lit, [format: :keyword, line: 1, column: 8], [:k]}, {:lit, [token: "?a", line: 1, column: 11], [97]}}, ` +
				`{{:lit, [format: :keyword, line: 1, column: 15], [:l]}, {:lit, [format: :atom, line: 1, column: 18], [nil]}}]]}`,
			parser.Options{LiteralEncoder: wrap, TokenMetadata: true, Columns: true}},
		{"literal keys of blocks", "a do\nend", "{:a, [line: 1], [[{{:lit, [line: 1], [:do]}, {:__block__, [], []}}]]}",
			parser.Options{LiteralEncoder: wrap}},
		{"atoms", "a.b(:c) + D", `{:+, [line: 1], [{{:., [line: 1], [{{:name, [], ["a", 1]}, [line: 1], nil}, {:name, [], ["b", 3]}]}, ` +
			`[line: 1], [{:name, [], ["c", 5]}]}, {:__aliases__, [line: 1], [{:name, [], ["D", 11]}]}]}`,
			parser.Options{StaticAtomsEncoder: encodeAtom}},
		{"existing atoms", `"a": 1`, "", parser.Options{AtomExists: func(string) bool { return true }}},
		{"interpolated existing atom", `:"a#{1}"`,
			`{{:., [line: 1], [:erlang, :binary_to_existing_atom]}, [line: 1], [{:<<>>, [line: 1], ["a", ` +
				`{:"::", [line: 1], [{{:., [line: 1], [Kernel, :to_string]}, [from_interpolation: true, line: 1], [1]}, {:binary, [line: 1], nil}]}]}, :utf8]}`,
			parser.Options{AtomExists: func(string) bool { return true }}},
	}
	for _, test := range tests {
		if test.want == "" {
			continue
		}
		if got := quoted.Inspect(mustParse(t, test.source, test.opts)); got != test.want {
			t.Errorf("%s: %s\n got: %s\nwant: %s", test.name, test.source, got, test.want)
		}
	}
}

func TestRefusedByOption(t *testing.T) {
	tests := []struct {
		source, want string
		opts         parser.Options
	}{
		{"foo(bar)", "nofile:1:5: unsafe atom does not exist: bar",
			parser.Options{AtomExists: func(name string) bool { return name == "foo" }}},
		{"[1, 2]", "nofile:1:2: no numbers: literal", parser.Options{LiteralEncoder: func(n quoted.Node, _ quoted.Meta) (quoted.Node, error) {
			if _, ok := n.(quoted.Int); ok {
				return nil, errors.New("no numbers")
			}
			return n, nil
		}}},
		{"foo :bar", "nofile:1:5: not bar: bar", parser.Options{StaticAtomsEncoder: func(text string, _ quoted.Meta) (quoted.Node, error) {
			if text == "bar" {
				return nil, errors.New("not bar")
			}
			return quoted.Atom(text), nil
		}}},
	}
	for _, test := range tests {
		_, _, err := parser.Parse([]byte(test.source), test.opts)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.source, err, test.want)
		}
	}
}

// TestReuse parses with one Parser, after errors too, and expects what a new one gives.
func TestReuse(t *testing.T) {
	var p parser.Parser
	var kept []quoted.Node
	sources := []string{"foo(1, [a: b])", "foo(", "\"a#{b}c\"", "fn x, y -> {x, y} end", ":a.B", "x |> y.(z)", "if a do b else c end"}
	for range 3 {
		for _, src := range sources {
			node, _, _ := p.Parse(src, parser.Options{Columns: true})
			kept = append(kept, node)
		}
	}
	for i, node := range kept {
		src := sources[i%len(sources)]
		want, _, _ := parser.Parse([]byte(src), parser.Options{Columns: true})
		if !quoted.Equal(node, want) {
			t.Errorf("%s: %s, want %s", src, quoted.Inspect(node), quoted.Inspect(want))
		}
	}
}

// TestInspectReadsBack parses what Inspect prints for every source of the corpus, and expects the
// same term.
func TestInspectReadsBack(t *testing.T) {
	for path, src := range corpus(t) {
		for _, opts := range []parser.Options{{Columns: true}, {TokenMetadata: true, Columns: true}} {
			node, _, err := parser.Parse(src, opts)
			if err != nil {
				continue // a program about syntax errors
			}
			text := quoted.Inspect(node)
			again, _, err := parser.Parse([]byte(text), parser.Options{})
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if back := quoted.Inspect(evaluate(t, again)); back != text {
				t.Errorf("%s: Inspect does not read back near %s", path, around(back, text))
			}
		}
	}
}

// evaluate turns the quoted form of a literal term into the node that the term is.
func evaluate(t *testing.T, n quoted.Node) quoted.Node {
	switch n := n.(type) {
	case quoted.List:
		list := make(quoted.List, len(n))
		for i, e := range n {
			list[i] = evaluate(t, e)
		}
		return list
	case *quoted.Pair:
		return &quoted.Pair{Left: evaluate(t, n.Left), Right: evaluate(t, n.Right)}
	case *quoted.Form:
		switch n.Head {
		case quoted.Node(quoted.Atom("__aliases__")):
			name := []string{"Elixir"}
			for _, a := range n.Args {
				if a != quoted.Node(quoted.Atom("Elixir")) {
					name = append(name, string(a.(quoted.Atom)))
				}
			}
			return quoted.Atom(strings.Join(name, "."))
		case quoted.Node(quoted.Atom("-")):
			switch v := n.Args[0].(type) {
			case quoted.Int:
				return -v
			case quoted.Float:
				return -v
			case *big.Int:
				return quoted.Integer(new(big.Int).Neg(v))
			}
		case quoted.Node(quoted.Atom("<<>>")):
			var s []byte
			for _, e := range n.Args {
				s = append(s, byte(e.(quoted.Int)))
			}
			return quoted.String(s)
		case quoted.Node(quoted.Atom("{}")):
			return tuple(t, n)
		}
	}
	return n
}

// tuple makes a form of {head, meta, args}.
func tuple(t *testing.T, n *quoted.Form) quoted.Node {
	if len(n.Args) != 3 {
		t.Fatalf("a tuple of %d elements in quoted code", len(n.Args))
	}
	f := &quoted.Form{Head: evaluate(t, n.Args[0])}
	for _, e := range n.Args[1].(quoted.List) {
		pair := e.(*quoted.Pair)
		key, value := string(pair.Left.(quoted.Atom)), evaluate(t, pair.Right)
		switch key {
		case "line":
			f.Meta.Line = int32(value.(quoted.Int))
		case "column":
			f.Meta.Column = int32(value.(quoted.Int))
		default:
			f.Meta.Extra = append(f.Meta.Extra, quoted.MetaItem{Key: key, Value: value})
		}
	}
	if context, ok := n.Args[2].(quoted.Atom); ok {
		f.IsVar, f.Context = true, context
	} else {
		f.Args = evaluate(t, n.Args[2]).(quoted.List)
	}
	return f
}
