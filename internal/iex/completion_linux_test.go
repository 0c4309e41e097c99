package iex

import (
	"bufio"
	"context"
	"os"
	"strings"
	"testing"

	"joist"
)

// TestCandidates compares the candidates for lines of code with those of a real iex 1.18, which testdata/completion.txt holds:
// after each line either its continuation, or the candidates.
func TestCandidates(t *testing.T) {
	s := startShell(t, 80, 24, Options{})
	s.enter("number = 1; numeral = 2; mod = String; uri = %URI{}; import Bitwise; alias List, as: MyList", `iex\(2\)>$`)
	s.enter(`reservation = %{guest: "Ada", guests: 3, inner: %{deep: 1}}`, `iex\(3\)>$`)
	f, err := os.Open("testdata/completion.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var line string
	var want []string
	check := func() {
		if line == "" {
			return
		}
		if got := candidates(t, s.rt, line); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("candidates for %q: %q, want %q", line, got, want)
		}
	}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if next, ok := strings.CutPrefix(lines.Text(), "> "); ok {
			check()
			line, want = next, nil
		} else {
			want = append(want, lines.Text())
		}
	}
	check()
}

// candidates are those for a line, in the form of the file: what a single one adds, or all.
func candidates(t *testing.T, rt *joist.Runtime, line string) []string {
	t.Helper()
	answer, err := rt.Call(context.Background(), "IEx.Autocomplete", "complete_for_editor", line, libraryModules())
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	found := answer.([]any)
	if len(found) == 0 {
		return []string{"nothing"}
	}
	size, ok := found[0].(int)
	if !ok {
		return strings.Split("  "+strings.ReplaceAll(strings.TrimSuffix(found[0].(string), "\n"), "\n", "\n  "), "\n")
	}
	var shown, rest []string
	for _, it := range found[1:] {
		name, label := it.([]any)[0].(string), it.([]any)[1].(string)
		rest = append(rest, name[size:])
		if name == "{" {
			name = "{{" // the delimiter of a sigil
		}
		shown = append(shown, "  "+strings.TrimSuffix(strings.TrimRight(name, " "), "{")+label)
	}
	switch common := commonStart(rest); {
	case len(rest) == 0:
		return []string{"nothing"}
	case common != "":
		return []string{"+ " + common}
	}
	return shown
}

func commonStart(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	common := texts[0]
	for _, text := range texts[1:] {
		for !strings.HasPrefix(text, common) {
			common = common[:len(common)-1]
		}
	}
	return common
}

// TestLabels takes the labels of a menu off the line that the readline package put them on.
func TestLabels(t *testing.T) {
	line := []rune("f(Enum.at")
	label := labelled(17, "/3")
	whole := append(append(line[:len(line):len(line)], label...), []rune(" + 1)")...)
	got, pos, ok := withoutLabels(append(whole, tidyMark), len(line)+len(label)+1)
	if string(got) != "f(Enum.at + 1)" || pos != len(line)+1 || !ok {
		t.Errorf("withoutLabels is %q, %d, %v", string(got), pos, ok)
	}
	if _, _, ok := withoutLabels(line, 3); ok {
		t.Error("labels on a line without")
	}
}

// TestScreenOfTheMenu writes what the readline package draws in pieces of every size.
func TestScreenOfTheMenu(t *testing.T) {
	drawn := blackOnWhite + "at" + string(labelled(2, "/2")) + "\x1b[0m at" + string(labelled(3, "/3")) + "\U00013440 \xff\x1b[0m."
	const want = reverse + "at/2\x1b[0m at/3\U00013440 \xff\x1b[0m."
	for size := 1; size <= len(drawn); size++ {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		s := screen{&editor{t: &terminal{out: w}}}
		for rest := drawn; rest != ""; {
			n := min(size, len(rest))
			s.Write([]byte(rest[:n]))
			rest = rest[n:]
		}
		w.Close()
		got := make([]byte, 200)
		n, _ := r.Read(got)
		r.Close()
		if string(got[:n]) != want {
			t.Errorf("in pieces of %d: %q, want %q", size, got[:n], want)
		}
	}
}
