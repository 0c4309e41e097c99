package top

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestGate writes more than is held in memory and looks for every line, in its order.
func TestGate(t *testing.T) {
	var out bytes.Buffer
	g := NewGate(&out, &out)
	fmt.Fprintln(g.Out(), "before")
	g.Hold()
	var want strings.Builder
	want.WriteString("before\n")
	pad := strings.Repeat("x", 1000)
	for i := range 3 * heldMost / 1000 {
		to := g.Out()
		if i%3 == 0 {
			to = g.Err()
		}
		fmt.Fprintf(to, "%d %s\n", i, pad)
		fmt.Fprintf(&want, "%d %s\n", i, pad)
	}
	if out.String() != "before\n" {
		t.Fatalf("let through while held: %d bytes", out.Len())
	}
	if n := len(g.Lines()); n != linesMost {
		t.Errorf("%d lines for the screen", n)
	}
	if err := g.Release(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(g.Err(), "after")
	want.WriteString("after\n")
	if out.String() != want.String() {
		t.Errorf("released %d bytes, want %d", out.Len(), want.Len())
	}
}

func TestGateLines(t *testing.T) {
	g := NewGate(new(bytes.Buffer), new(bytes.Buffer))
	fmt.Fprint(g.Out(), "one ")
	fmt.Fprint(g.Err(), "err")
	fmt.Fprint(g.Out(), "line\ntwo\x1b[1m bold")
	got := fmt.Sprint(g.Lines())
	if want := "[{one line false} {err true} {two bold false}]"; got != want {
		t.Errorf("lines %s, want %s", got, want)
	}
}

func TestClip(t *testing.T) {
	cases := []struct {
		in       string
		width    int
		end, cut string
	}{
		{"short", 10, "short", "short"},
		{"exactly", 7, "exactly", "exactly"},
		{"longer", 4, "lon…", "…ger"},
		{"日本語", 6, "日本語", "日本語"},
		{"日本語", 5, "日本…", "…本語"},
		{"日本語", 4, "日…", "…語"},
		{"a\x1bb", 5, "a·b", "a·b"},
		{"x", 0, "", ""},
	}
	for _, c := range cases {
		if got := clip(c.in, c.width); got != c.end {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.width, got, c.end)
		}
		if got := clipStart(c.in, c.width); got != c.cut {
			t.Errorf("clipStart(%q, %d) = %q, want %q", c.in, c.width, got, c.cut)
		}
	}
}

func TestFold(t *testing.T) {
	for _, width := range []int{5, 8, 20} {
		text := "a line with several words and averyveryverylongone 日本語日本語日本語"
		joined := ""
		for _, part := range fold(text, width) {
			if clip(part, width) != part {
				t.Errorf("a part of %q is wider than %d", part, width)
			}
			joined += part
		}
		if strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(text, " ", "") {
			t.Errorf("folded to %d: %q", width, joined)
		}
	}
}
