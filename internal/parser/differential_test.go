package parser_test

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"joist/internal/parser"
	"joist/internal/quoted"
)

// differentialScript prints, for each source of a file separated by NUL, the quoted form with line
// and column as its only metadata, or ERROR. What changed between Elixir 1.14 and 1.18 is evened
// out: the metadata of blocks, the column of maps, the arguments of "...", and the block around a
// lone "not" or "!".
const differentialScript = `
strip = fn
  {:__block__, _, [{op, _, [_]} = form]} when op in [:not, :!] -> form
  {:__block__, _, args} when is_list(args) -> {:__block__, [], args}
  {:..., meta, []} -> {:..., Keyword.take(meta, [:line, :column]), nil}
  {:%{}, meta, args} -> {:%{}, Keyword.take(meta, [:line]), args}
  {head, meta, args} when is_list(meta) -> {head, Keyword.take(meta, [:line, :column]), args}
  other -> other
end
[path] = System.argv()
for source <- String.split(File.read!(path), <<0>>) do
  result =
    try do
      Code.string_to_quoted(source, columns: true, emit_warnings: false)
    rescue
      _ -> :error
    end
  case result do
    {:ok, quoted} ->
      quoted = Macro.postwalk(quoted, strip)
      IO.puts(inspect(quoted, limit: :infinity, printable_limit: :infinity, charlists: :as_lists, width: :infinity))
    _ ->
      IO.puts("ERROR")
  end
end
`

// changed are sources that Elixir 1.14 takes in another way than 1.18, by reason.
var changed = map[string][]string{
	"names of calls are unescaped since 1.18":                               {"foo.\"\\n\""},
	"... is an operator since 1.15":                                         {"... + 1"},
	"the names of structs and the elements of maps were looser or stricter": {"%{foo a}", "%{@a}", "%{-a}", "%{a | -b}", "% %{}{}", "%a[b]{}", "%\"a\"{}", "%1{}", "%%{}{}", "%nil{}", "%{a b}", "%{..}", "%{!a}"},
	"&1.2 is refused since 1.17":                                            {"&1.2"},
	"a sign before : or ( is unary since 1.18":                              {"foo -:a", "foo -(1)"},
	"scripts are not mixed since 1.15":                                      {"a日本"},
	"sigil names are longer since 1.15; one at the end is no token":         {"~SS(a)", "~S1(a)", "~S", "~s", "~HTML\"\"\"\n  <a>\n    <b>\n  </a>\n  \"\"\""},
}

func isChanged(source string) bool {
	for _, sources := range changed {
		if slices.Contains(sources, source) {
			return true
		}
	}
	return false
}

// TestAgainstElixir compares what every source of the golden files and of the corpus is parsed to
// with what an installed Elixir makes of it.
func TestAgainstElixir(t *testing.T) {
	elixir, err := exec.LookPath("elixir")
	if err != nil {
		t.Skip("SKIPPED: no elixir on PATH, nothing to compare with")
	}
	var names, sources []string
	paths, _ := filepath.Glob("testdata/*.golden")
	for _, path := range paths {
		for _, c := range readGolden(t, path) {
			if strings.Contains(c.source, "\x00") {
				continue
			}
			names, sources = append(names, c.source), append(sources, c.source)
		}
	}
	files := corpus(t)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		names, sources = append(names, path), append(sources, string(files[path]))
	}
	want := runElixir(t, elixir, sources)
	if len(want) != len(sources) {
		t.Fatalf("elixir answered %d of %d sources", len(want), len(sources))
	}
	columns := regexp.MustCompile(`, column: \d+`)
	differences := 0
	for i, source := range sources {
		got := "ERROR"
		node, _, err := parser.Parse([]byte(source), parser.Options{Columns: true})
		if err == nil {
			got = quoted.Inspect(stripMeta(node))
		}
		if strings.Contains(source, `\#{`) { // Elixir 1.14 counts two columns too few for it
			got, want[i] = columns.ReplaceAllString(got, ""), columns.ReplaceAllString(want[i], "")
		}
		if visible(got) == visible(want[i]) || isChanged(source) {
			continue
		}
		if differences++; differences <= 40 {
			t.Errorf("%s\n   joist: %s\n  elixir: %s", names[i], around(got, want[i]), around(want[i], got))
		}
	}
	t.Logf("%d sources compared, %d differ", len(sources), differences)
}

var escape = regexp.MustCompile(`\\u[0-9A-F]{4}`)

// visible undoes \uHHHH, which later versions of inspect write for more characters.
func visible(s string) string {
	return escape.ReplaceAllStringFunc(s, func(hex string) string {
		r, _ := strconv.ParseUint(hex[2:], 16, 32)
		return string(rune(r))
	})
}

// around is the neighbourhood of the first difference between a and b.
func around(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[max(0, n-100):min(len(a), n+100)]
}

func runElixir(t *testing.T, elixir string, sources []string) []string {
	dir := t.TempDir()
	script, input := filepath.Join(dir, "differential.exs"), filepath.Join(dir, "sources")
	if err := os.WriteFile(script, []byte(differentialScript), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(input, []byte(strings.Join(sources, "\x00")), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(elixir, script, input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("elixir: %v\n%s", err, stderr.Bytes())
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// stripMeta does what the script does.
func stripMeta(n quoted.Node) quoted.Node {
	switch n := n.(type) {
	case quoted.List:
		list := make(quoted.List, len(n))
		for i, e := range n {
			list[i] = stripMeta(e)
		}
		return list
	case *quoted.Pair:
		return &quoted.Pair{Left: stripMeta(n.Left), Right: stripMeta(n.Right)}
	case *quoted.Form:
		f := *n
		f.Meta = quoted.Meta{Line: n.Meta.Line, Column: n.Meta.Column}
		f.Head = stripMeta(n.Head)
		f.Args = stripMeta(quoted.List(n.Args)).(quoted.List)
		return evenOut(&f)
	}
	return n
}

func evenOut(f *quoted.Form) quoted.Node {
	if f.IsVar {
		return f
	}
	switch f.Head {
	case quoted.Node(quoted.Atom("__block__")):
		if len(f.Args) == 1 {
			if op, ok := f.Args[0].(*quoted.Form); ok && len(op.Args) == 1 &&
				(op.Head == quoted.Node(quoted.Atom("not")) || op.Head == quoted.Node(quoted.Atom("!"))) {
				return op
			}
		}
		f.Meta = quoted.Meta{}
	case quoted.Node(quoted.Atom("...")):
		if len(f.Args) == 0 {
			f.IsVar, f.Context = true, quoted.Nil
		}
	case quoted.Node(quoted.Atom("%{}")):
		f.Meta.Column = 0
	}
	return f
}
