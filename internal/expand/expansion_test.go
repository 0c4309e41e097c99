package expand

import (
	"flag"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"joist/internal/diag"
	"joist/internal/parser"
	"joist/internal/quoted"
)

var update = flag.Bool("update", false, "write the golden files anew")

// stripped is n without metadata; a variable's version becomes part of its name.
func stripped(n node) node {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			if n.Meta.Version != 0 {
				return quoted.Var(varName(n)+"@"+strconv.Itoa(int(n.Meta.Version-1)), quoted.Meta{}, quoted.Nil)
			}
			return quoted.Var(varName(n), quoted.Meta{}, quoted.Nil)
		}
		f := &form{Head: stripped(n.Head)}
		for _, a := range n.Args {
			f.Args = append(f.Args, stripped(a))
		}
		return f
	case *quoted.Pair:
		return pair(stripped(n.Left), stripped(n.Right))
	case quoted.List:
		out := quoted.List{}
		for _, a := range n {
			out = append(out, stripped(a))
		}
		return out
	}
	return n
}

// expandSource expands one line of source as a script and shows the result.
func expandSource(t *testing.T, src string) string {
	h := newStaticHost(t)
	n, _, d := parser.Parse([]byte(src), parser.Options{})
	if d != nil {
		t.Fatalf("%s: %s", src, d.Message)
	}
	out, _, err := h.x.ExpandExpr(NewEnv("x.ex"), n)
	if err != nil {
		text := err.Error()
		if d, ok := err.(*diag.Diagnostic); ok && d.Exception != "CompileError" {
			text = d.Message
		}
		return "error: " + strings.ReplaceAll(text, "\n", `\n`)
	}
	return quoted.Inspect(stripped(out))
}

// expansionCase is a line of source with its expansion. A source marked with ! expands otherwise on
// the Elixir versions before 1.18, or on purpose.
type expansionCase struct {
	src, want string
	differs   bool
}

func expansionCases(t *testing.T) []expansionCase {
	text, err := os.ReadFile("testdata/expansion.golden")
	if err != nil {
		t.Fatal(err)
	}
	var cases []expansionCase
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		src, ok := strings.CutPrefix(lines[i], "> ")
		differs := false
		if !ok {
			src, differs = strings.CutPrefix(lines[i], "! ")
			if !differs {
				continue
			}
		}
		c := expansionCase{src: src, differs: differs}
		if i+1 < len(lines) && !strings.HasPrefix(lines[i+1], "> ") && !strings.HasPrefix(lines[i+1], "! ") {
			i++
			c.want = lines[i]
		}
		cases = append(cases, c)
	}
	return cases
}

// TestExpansion compares expanded code with testdata/expansion.golden.
func TestExpansion(t *testing.T) {
	cases := expansionCases(t)
	var out strings.Builder
	for _, c := range cases {
		got := expandSource(t, c.src)
		if got != c.want && !*update {
			t.Errorf("%s\n got: %s\nwant: %s", c.src, got, c.want)
		}
		mark := "> "
		if c.differs {
			mark = "! "
		}
		out.WriteString(mark + c.src + "\n" + got + "\n")
	}
	if *update {
		if err := os.WriteFile("testdata/expansion.golden", []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

const elixirExpand = `
strip = fn ast -> Macro.prewalk(ast, fn
  {:_, _, c} when is_atom(c) -> {:_, [], nil}
  {n, m, c} when is_atom(n) and is_atom(c) ->
    n = n |> Atom.to_string() |> String.replace(~r/^x(\d)$/, "&\\1")
    if m[:version], do: {:"#{n}@#{m[:version]}", [], nil}, else: {:"#{n}", [], nil}
  {n, m, a} when is_list(m) -> {n, [], a}
  x -> x
end) end

for line <- IO.stream() do
  env = :elixir.env_for_eval(file: "x.ex", line: 1)

  out =
    try do
      quoted = line |> String.trim_trailing() |> Code.string_to_quoted!()
      {expanded, _, _} = :elixir_expand.expand(quoted, :elixir_env.env_to_ex(env), env)
      inspect(strip.(expanded), limit: :infinity, printable_limit: :infinity, width: :infinity, charlists: :as_lists)
    rescue
      e -> "error: " <> Exception.message(e)
    end

  IO.puts(String.replace(out, "\n", "\\n"))
end
`

// TestExpansionLikeElixir lets an installed Elixir expand the same lines.
func TestExpansionLikeElixir(t *testing.T) {
	elixir, err := exec.LookPath("elixir")
	if err != nil {
		t.Skip("SKIPPED: no elixir installed to compare with")
	}
	cases := expansionCases(t)
	var in strings.Builder
	for _, c := range cases {
		in.WriteString(c.src + "\n")
	}
	cmd := exec.Command(elixir, "-e", elixirExpand)
	cmd.Stdin = strings.NewReader(in.String())
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("elixir: %v", err)
	}
	theirs := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	if len(theirs) != len(cases) {
		t.Fatalf("elixir printed %d lines for %d cases", len(theirs), len(cases))
	}
	same := 0
	for i, c := range cases {
		switch {
		case theirs[i] == c.want:
			same++
			if c.differs {
				t.Errorf("%s: is marked as different and is not", c.src)
			}
		case !c.differs:
			t.Errorf("%s\nelixir: %s\n joist: %s", c.src, theirs[i], c.want)
		}
	}
	t.Logf("%d of %d expand alike", same, len(cases))
}
