package terms

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

func newGenerator(t testing.TB, seed uint64) Generator {
	t.Helper()
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(space.Close)
	b := &heap.Builder{Mem: space.NewCache(), Atoms: atom.NewTable(0)}
	return Generator{B: b, R: rand.New(rand.NewPCG(seed, 1))}
}

// erlang runs an escript-like module over the lines of input and returns its output lines.
func erlang(t *testing.T, program string, input []string) []string {
	t.Helper()
	if _, err := exec.LookPath("erl"); err != nil {
		t.Skip("SKIPPED: no erl to compare with")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.txt"), filepath.Join(dir, "out.txt")
	if err := os.WriteFile(in, []byte(strings.Join(input, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	source := fmt.Sprintf(`-module(probe).
-export([main/0]).
main() ->
    {ok, In} = file:open(%q, [read, binary, raw, {read_ahead, 1000000}]),
    {ok, Out} = file:open(%q, [write, raw, delayed_write]),
    loop(In, Out), file:close(Out), halt(0).
loop(In, Out) ->
    case file:read_line(In) of
        eof -> ok;
        {ok, L} ->
            {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(L)),
            {ok, [E]} = erl_parse:parse_exprs(Tokens),
            {value, V, _} = erl_eval:expr(E, []),
            file:write(Out, [probe(V), $\n]),
            loop(In, Out)
    end.
%s
`, in, out, program)
	if err := os.WriteFile(filepath.Join(dir, "probe.erl"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", "erlc probe.erl && erl -noshell -pa . -s probe main")
	cmd.Dir = dir
	if msg, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("erl: %v\n%s", err, msg)
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []string
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, s.Text())
	}
	if len(lines) != len(input) {
		t.Fatalf("%d lines out of erl for %d in", len(lines), len(input))
	}
	return lines
}

func TestPHash2MatchesErlang(t *testing.T) {
	g := newGenerator(t, 1)
	var samples []Sample
	var input []string
	for range 3000 {
		s := g.Term(4)
		samples = append(samples, s)
		input = append(input, s.Text+".")
	}
	want := erlang(t, `probe(T) -> integer_to_list(erlang:phash2(T, 1 bsl 32)).`, input)
	bad := 0
	for i, s := range samples {
		if got := strconv.FormatUint(uint64(term.PHash2(s.Term, g.B.Atoms)), 10); got != want[i] {
			t.Errorf("phash2(%s) = %s, Erlang says %s", s.Text, got, want[i])
			if bad++; bad > 10 {
				t.FailNow()
			}
		}
	}
}

func TestCompareMatchesErlang(t *testing.T) {
	g := newGenerator(t, 2)
	type pair struct{ a, b Sample }
	var pairs []pair
	var input []string
	for range 6000 {
		d := g.R.IntN(4)
		p := pair{g.Term(d), g.Term(d)}
		pairs = append(pairs, p)
		input = append(input, "{"+p.a.Text+","+p.b.Text+"}.")
	}
	want := erlang(t, `probe({A, B}) ->
    C = if A < B -> -1; A > B -> 1; true -> 0 end,
    io_lib:format("~w ~w ~w", [C, A == B, A =:= B]).`, input)
	bad := 0
	for i, p := range pairs {
		got := fmt.Sprintf("%d %v %v", term.Compare(p.a.Term, p.b.Term, g.B.Atoms), term.Equal(p.a.Term, p.b.Term),
			term.ExactEqual(p.a.Term, p.b.Term))
		if got != want[i] {
			t.Errorf("%s and %s: %s, Erlang says %s", p.a.Text, p.b.Text, got, want[i])
			if bad++; bad > 10 {
				t.FailNow()
			}
		}
		if term.ExactEqual(p.a.Term, p.b.Term) && term.Hash(p.a.Term) != term.Hash(p.b.Term) {
			t.Errorf("%s and %s are equal and hash differently", p.a.Text, p.b.Text)
		}
	}
}

func TestCompareMapsMatchesErlang(t *testing.T) {
	g := newGenerator(t, 3)
	type pair struct{ a, b Sample }
	var pairs []pair
	var input []string
	for i := range 1500 {
		n := []int{1, 2, 3, 40}[i%4]
		p := pair{g.mapOf(1, n), g.mapOf(1, n)}
		pairs = append(pairs, p)
		input = append(input, "{"+p.a.Text+","+p.b.Text+"}.")
	}
	want := erlang(t, `probe({A, B}) -> io_lib:format("~w ~w ~w ~w", [if A < B -> -1; A > B -> 1; true -> 0 end,
    A == B, A =:= B, map_size(A)]).`, input)
	for i, p := range pairs {
		got := fmt.Sprintf("%d %v %v %d", term.Compare(p.a.Term, p.b.Term, g.B.Atoms), term.Equal(p.a.Term, p.b.Term),
			term.ExactEqual(p.a.Term, p.b.Term), p.a.Term.MapSize())
		if got != want[i] {
			t.Fatalf("%s and %s: %s, Erlang says %s", p.a.Text, p.b.Text, got, want[i])
		}
	}
}

func TestFormatMatchesErlang(t *testing.T) {
	g := newGenerator(t, 4)
	var samples []Sample
	var input []string
	for range 1500 {
		s := g.Term(3)
		if strings.Contains(s.Text, "#{") {
			continue // the order of keys differs between releases
		}
		samples = append(samples, s)
		input = append(input, s.Text+".")
	}
	want := erlang(t, `probe(T) -> unicode:characters_to_binary(lists:flatten(string:replace(io_lib:format("~0tp", [T]), "\n", "\\n", all))).`, input)
	for i, s := range samples {
		if got := term.Format(s.Term, g.B.Atoms); got != want[i] {
			t.Errorf("%s: formatted %s, Erlang says %s", s.Text, got, want[i])
		}
	}
}
