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
		s = startShell(t, tutorialColumns, tutorialRows, Options{})
	}
	for _, path := range sections {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s.quiet()
		s.mu.Lock()
		s.screen = newTestScreen(tutorialColumns, tutorialRows)
		s.mu.Unlock()
		s.keys("\r")
		if *real != "" {
			s.waitFor(prompt)
			for line := range strings.Lines(string(src)) {
				s.send(strings.TrimSuffix(line, "\n") + "\r")
				s.quiet()
			}
		} else {
			s.waitFor(prompt)
			s.send(pasteStart + string(src) + pasteEnd)
			s.quiet()
		}
		got := comparable(s.everything())
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

// quiet waits until the shell waits and prints nothing more.
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
	master, slave := openPty(t, tutorialColumns, tutorialRows)
	cmd := exec.Command(command)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &unix.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	s := &session{t: t, master: master, done: make(chan error, 1), screen: newTestScreen(tutorialColumns, tutorialRows)}
	go s.show()
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		master.Close()
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
