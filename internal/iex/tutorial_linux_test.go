package iex

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"joist"
	"joist/internal/testing/pty"
)

// real is the command of a real iex. With it, TestTutorial writes the transcripts anew from what that prints:
//
//	go test ./internal/iex -run TestTutorial -real /usr/bin/iex
//
// Elixir 1.18 is the level. It prints compile errors through another device than their exceptions, and so
// in either order.
var real = flag.String("real", "", "the command of a real iex, to write the transcripts of TestTutorial from")

const tutorialColumns, tutorialRows = 100, 60

// TestTutorial pastes the sections of a tutorial about processes into the shell, one after the other, and compares
// what the screen showed with what it shows when they are typed into a real iex. What cannot be the same is left out:
// see comparable.
func TestTutorial(t *testing.T) {
	sections, err := filepath.Glob("testdata/tutorial/*.txt")
	if err != nil || len(sections) == 0 {
		t.Fatal("no sections", err)
	}
	var s *session
	if *real != "" {
		s = startReal(t, *real)
	} else {
		s = startShell(t, tutorialColumns, tutorialRows, Options{Config: joist.Config{VirtualTime: true, Schedulers: 1}})
	}
	for _, path := range sections {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var shown string
		if *real != "" {
			shown = s.typeIntoReal(string(src))
		} else {
			shown = s.pasteSection(string(src))
		}
		got := comparable(shown)
		golden := strings.TrimSuffix(path, ".txt") + ".out"
		if *real != "" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: the transcript differs from that of a real iex in %s\n%s", path, golden, firstDifference(string(want), got))
		}
	}
}

// prompt is the end of a screen on which the shell waits.
const prompt = `(iex|\.\.\.)\(\d+\)>$`

// pasteSection pastes a section, and gives what the screen showed until nothing ran any more: a second of virtual time passes only
// when all processes wait.
func (s *session) pasteSection(section string) string {
	s.t.Helper()
	const last = "Process.sleep(1000); throw(:section_ends)" // an expression that fails does not count
	s.Clear()
	s.keys("\r")
	s.waitFor(prompt)
	s.send(pasteStart + section + last + "\n" + pasteEnd)
	s.waitFor(regexp.QuoteMeta(last) + `\n[\s\S]*` + prompt)
	shown := s.everything()
	at := strings.LastIndex(shown, "> "+last)
	return shown[:at+len("> ")]
}

// typeIntoReal types a section into a real iex, which may be busy for some time without a sign of it.
func (s *session) typeIntoReal(section string) string {
	s.t.Helper()
	s.quiet()
	s.Clear()
	s.send("\r")
	s.quiet()
	for line := range strings.Lines(section) {
		s.send(strings.TrimSuffix(line, "\n") + "\r")
		s.quiet()
	}
	return s.everything()
}

// quiet waits until a real iex waits and prints nothing more.
func (s *session) quiet() {
	s.t.Helper()
	for last := ""; ; {
		s.waitFor(prompt)
		time.Sleep(200 * time.Millisecond)
		if now := s.everything(); now == last {
			return
		} else {
			last = now
		}
	}
}

// startReal starts a real iex in a pseudo-terminal.
func startReal(t *testing.T, command string) *session {
	term, slave := pty.Open(t, tutorialColumns, tutorialRows)
	cmd := exec.Command(command)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &unix.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	s := &session{Terminal: term, t: t, done: make(chan error, 1)}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		term.Close()
	})
	s.waitFor(prompt)
	return s
}

// What differs between any two runs, or between any two implementations.
var differing = []struct {
	pattern *regexp.Regexp
	shown   string
}{
	{regexp.MustCompile(`#PID<[\d.]+>`), "#PID<>"},
	{regexp.MustCompile(`#Function<[^>]*>`), "#Function<>"},
	{regexp.MustCompile(`(?s)<<70, 79, 82, 49,.*?\.\.\.>>`), "<<...>>"},
	{regexp.MustCompile(`Elixir \(1\.\d+\.\d+\)`), "Elixir (1.x)"},
	// the library's own calls in a stack trace, and how the code of the shell is called
	{regexp.MustCompile(`(?m)^    \((elixir|stdlib|iex)[^)]*\) .*\n`), ""},
	{regexp.MustCompile(`(?m)^    /\S*/iex/lib/.*\n`), ""},
	{regexp.MustCompile(`(?m)^    (iex:\d+): .*$`), "    $1"},
	{regexp.MustCompile(`(?m)^(    iex:\d+\n)(    iex:\d+\n)+`), "$1"},
	// a real iex writes a space after errors
	{regexp.MustCompile(`(?m)^ (iex\(\d+\)>)`), "$1"},
}

// comparable is a transcript without what may differ.
func comparable(text string) string {
	for _, d := range differing {
		text = d.pattern.ReplaceAllString(text, d.shown)
	}
	var b bytes.Buffer
	for line := range strings.Lines(text + "\n") {
		if line = strings.TrimRight(line, " \n"); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
