package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// printed is what the command prints on its standard output.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(args, streams{strings.NewReader(""), &out, &errs}); status != 0 {
		t.Fatalf("joist %q: status %d, %s", args, status, errs.String())
	}
	return out.String()
}

// TestTexts looks for every command and option in what is made of the table, and for what the shells' quotes do not bear.
func TestTexts(t *testing.T) {
	texts := map[string]string{"help": printed(t, "help"), "man": strings.ReplaceAll(printed(t, "man"), "\\-", "-")}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		texts[shell] = printed(t, "completion", shell)
	}
	for _, c := range commands() {
		if strings.Contains(c.summary+optionTexts(c.options), "'") {
			t.Errorf("a text of %s has a quote", c.name)
		}
		if text := printed(t, "help", c.name); !strings.Contains(text, "joist "+c.name) || text != printed(t, c.name, "--help") {
			t.Errorf("help of %s:\n%s", c.name, text)
		}
		for where, text := range texts {
			if !strings.Contains(text, c.name) {
				t.Errorf("%s does not name %s", where, c.name)
			}
			for _, o := range c.options {
				name := o.name
				if where == "fish" {
					name = "-l " + strings.TrimPrefix(name, "--")
				}
				if !strings.Contains(text, name) {
					t.Errorf("%s does not name %s", where, o.name)
				}
			}
		}
	}
}

func optionTexts(list []option) (all string) {
	for _, o := range list {
		all += o.summary
	}
	return all
}

// TestBashCompletion has bash complete some lines.
func TestBashCompletion(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("SKIPPED: no bash here")
	}
	dir := t.TempDir()
	script := filepath.Join(dir, "joist.bash")
	if err := os.WriteFile(script, []byte(printed(t, "completion", "bash")), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "program.exs"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		line string
		want []string
	}{
		{"joist ev", []string{"eval"}},
		{"joist pro", []string{"program.exs"}},
		{"joist run --mem", []string{"--memory-limit"}},
		{"joist run pro", []string{"program.exs"}},
		{"joist run --memory-limit pro", nil},
		{"joist completion z", []string{"zsh"}},
		{"joist help ma", []string{"man"}},
		{"joist program.exs pro", []string{"program.exs"}},
	}
	for _, c := range cases {
		words := strings.Fields(c.line)
		cmd := exec.Command(bash, "--norc", "-c", `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _joist; printf '%s\n' "${COMPREPLY[@]}"`)
		cmd.Args = append(append(cmd.Args, script), words...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if got := strings.Fields(string(out)); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q completes to %q (%v), want %q", c.line, got, err, c.want)
		}
	}
}

// TestShellsAccept has the other shells read their scripts, where they are installed.
func TestShellsAccept(t *testing.T) {
	for _, shell := range []string{"zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("SKIPPED: no %s here", shell)
			}
			cmd := exec.Command(path, "-n", "/dev/stdin")
			cmd.Stdin = strings.NewReader(printed(t, "completion", shell))
			if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%s: %v\n%s", shell, err, out)
			}
		})
	}
}

// TestManual has groff set the manual page, where it is installed, and looks for complaints.
func TestManual(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("SKIPPED: no groff here")
	}
	cmd := exec.Command(groff, "-man", "-Tascii", "-ww")
	cmd.Stdin = strings.NewReader(printed(t, "man"))
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil || errs.Len() > 0 || !bytes.Contains(out, []byte("SYNOPSIS")) && !bytes.Contains(out, []byte("S\bSY")) {
		t.Errorf("groff: %v\n%s\n%.500s", err, errs.String(), out)
	}
}
